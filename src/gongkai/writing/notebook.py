"""A report as it shows itself in a notebook: its three tables as on the form, with doubtful and
absent cells told apart.

Every status has a mark in the text and a style beside its colour, so that it can be told apart
without colours, and pointing at a cell tells its path, how its value is known, and what else it
could be. All text of the report is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from .. import form
from ..form import Kind
from ..model import Cell, ReportData, Status
from .display import describe, table_title
from .grid import Box, grid
from .marks import MEANINGS, Language, figure_and_mark, legend, possibilities
from .markup import Filled, html_table

_LONGEST_RAW: Final = 12
"""How much of a text that is no figure is shown in its cell; all of it is told on pointing."""

_WORDS: Final[Mapping[Language, tuple[str, str, str, str, str]]] = {
    "zh": ("可能的值", "较可能的值", "依据", "原文", "单位：万元"),
    "en": ("possible values", "likely value", "rests on", "text", "unit: 10,000 yuan (万元)"),
}

# Colours are transparent greys and tints over the notebook's own colours, so that light and dark
# themes both stay readable.
_STYLE: Final = """\
.gongkai-report {font-size: 13px; line-height: 1.35; color: inherit; max-width: 64em}
.gongkai-report .title {font-weight: bold; font-size: 115%}
.gongkai-report .about, .gongkai-report .legend {opacity: .75; margin: .2em 0 .6em}
.gongkai-report .legend span {margin-right: 1.5em}
.gongkai-report table {border-collapse: collapse; margin: .3em 0 1em; width: 100%; color: inherit; background: transparent}
.gongkai-report caption {caption-side: top; text-align: left; font-weight: bold; padding: .3em 0; color: inherit}
.gongkai-report tr, .gongkai-report tr:nth-child(odd), .gongkai-report tr:hover {background: transparent}
.gongkai-report th, .gongkai-report td {border: 1px solid rgba(128, 128, 128, .5); padding: .2em .45em; color: inherit}
.gongkai-report th {font-weight: normal; text-align: left; background: rgba(128, 128, 128, .12); overflow-wrap: break-word}
.gongkai-report th.head, .gongkai-report th.band {text-align: center; min-width: 2.2em}
.gongkai-report td {text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums}
.gongkai-report td.inferred {font-style: italic; text-decoration: underline dotted; background: rgba(60, 130, 240, .16)}
.gongkai-report td.ambiguous {font-weight: bold; border-style: double; border-width: 3px; background: rgba(240, 160, 0, .24)}
.gongkai-report td.dash {opacity: .75}
.gongkai-report td.unreadable {text-decoration: underline wavy; background: rgba(230, 60, 60, .2)}
.gongkai-report td.missing {text-align: center; background:
 repeating-linear-gradient(45deg, transparent 0 4px, rgba(128, 128, 128, .35) 4px 5px)}"""


def as_html(report: ReportData, *, language: Language = "zh") -> str:
    """A self-contained piece of HTML: title, metadata, the three tables, and a legend of the marks
    that occur.

    >>> from gongkai import Report
    >>> '<td class="read" title="disputes.review.upheld' in as_html(Report.from_values({"disputes.review.upheld": 2}, edition=2021))
    True
    """
    untitled = {"zh": "（无标题）", "en": "(no title)"}[language]
    parts = [
        '<div class="gongkai-report">',
        f"<style>\n{_STYLE}\n</style>",
        f'<div class="title">{_text(report.title or untitled)}</div>',
        f'<div class="about">{_text(" · ".join(describe(report, language)))}</div>',
    ]
    for table in form.TABLES:
        caption = f"<table>\n<caption>{_text(table_title(table, language))}</caption>"
        written = html_table(
            grid(table, report.form_edition), lambda box: _fill(report, box, language)
        )
        parts.append(written.replace("<table>", caption, 1))
    if marks := legend(report.cells.values(), language):
        items = "".join(f"<span>{_text(mark)} {_text(meaning)}</span>" for mark, meaning in marks)
        parts.append(f'<div class="legend">{items}</div>')
    return "\n".join([*parts, "</div>"])


def _fill(report: ReportData, box: Box, language: Language) -> Filled:
    if box.role != "figure":
        return _text(box.text if language == "zh" else box.english), {"class": box.role}
    cell = report.cells[box.path]
    return _text(_inside(cell)), {
        "class": cell.status.value,
        "title": _clean(_tip(cell, form.spec(report.form_edition)[box.path].kind, language)),
    }


def _inside(cell: Cell) -> str:
    figure, mark = figure_and_mark(cell)
    raw = (cell.raw or "").strip()
    if cell.status is Status.UNREADABLE:
        return (raw if len(raw) <= _LONGEST_RAW else raw[: _LONGEST_RAW - 1] + "…") + mark
    return figure + mark


def _tip(cell: Cell, kind: Kind, language: Language) -> str:
    possible, likely, rests, text, unit = _WORDS[language]
    lines = [cell.path, f"{cell.status.value}: {MEANINGS[language][cell.status]}"]
    if kind == "amount":
        lines.append(unit)
    if cell.candidates:
        lines.append(f"{possible}: {possibilities(cell, language)}")
    if cell.likely:
        lines.append(f"{likely}: {cell.likely.value} ({cell.likely.reason})")
    if cell.basis:
        lines.append(f"{rests}: {', '.join(cell.basis)}")
    if cell.raw and cell.raw.strip() != str(cell.value):
        lines.append(f"{text}: {cell.raw}")
    return "\n".join(lines)


def _clean(text: str) -> str:
    """Without characters that HTML forbids or that turn the direction of what follows."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)


def _text(text: str) -> str:
    return escape(_clean(text))
