"""A report as it shows itself in a notebook: one line on what was read and what the checks say,
then its three tables as on the form.

Every status, and every sum that fails, has a sign in the text beside its colour, so that it can be
told apart without colours; pointing at a cell says in words how its value is known and what else
it could be. All text of the report is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .. import form
from ..checking.check import check
from ..findings import Finding, Findings
from ..form import Kind
from ..form.naming import cell_name
from ..languages import Language, default_language
from ..model import MEANINGS, Cell, ReportData, Status
from ..proving.explain import explain
from ..showing import STYLE, clean, html, short
from .display import describe, table_title
from .grid import Box, grid
from .marks import (
    FAILS,
    UNPLACED,
    coverage,
    digits,
    failing_cells,
    figure_and_mark,
    left_out,
    legend,
    possibilities,
    unplaced,
    verdict,
)
from .markup import Filled, html_table

_LONGEST_RAW: Final = 12
"""How much of a text that is no figure is shown in its cell; all of it is told on pointing."""
_LONGEST_LINE: Final = 240
"""How many columns of one line of the text are told on pointing."""

_WORDS: Final[Mapping[Language, tuple[str, str, str, str]]] = {
    "zh": ("（无标题）", "原文", "单位：万元", "检查结果"),
    "en": ("(no title)", "text", "unit: 10,000 yuan (万元)", "what the checks found"),
}


def as_html(
    report: ReportData, *, language: Language | None = None, findings: Findings | None = None
) -> str:
    """A self-contained piece of HTML: title, metadata, coverage, the verdict of the checks, a
    legend of the marks that occur, and the three tables.

    ``findings`` are those of ``report.check()``, which are found anew where they are not given.

    >>> from gongkai import Report
    >>> 'data-path="disputes.review.upheld"' in as_html(Report.from_values({}, edition=2021))
    True
    """
    lang = language or default_language()
    found = (check(report, lang=lang) if findings is None else findings).in_language(lang)
    lines = [f'<div class="gongkai" lang="{"zh-CN" if lang == "zh" else "en"}">', STYLE]
    lines += head(report, found, lang)
    for table in form.TABLES:
        lines.append(table_html(report, table, found, lang))
    return "\n".join([*lines, "</div>"])


def head(report: ReportData, findings: Findings, language: Language) -> list[str]:
    """What stands above the tables: title, what is known of the report, coverage, verdict, legend,
    and the findings, folded."""
    known = [*describe(report, language), *coverage(report, language)]
    known += filter(None, [left_out(report, language)])
    spans = "".join(f"<span>{html(part)}</span>" for part in known)
    worst = findings.worst
    lines = [
        f'<div class="title">{html(report.title or _WORDS[language][0])}</div>',
        f'<div class="about">{spans}<span class="verdict {worst or ""}">'
        f"{html(verdict(findings))}</span></div>",
    ]
    marks = legend(report.cells.values(), language, failing=bool(failing_cells(findings)))
    if marks:
        lines.append(
            '<div class="legend">'
            + "".join(
                f'<span><i class="{name}">{html(mark)}</i>{html(meaning)}</span>'
                for name, mark, meaning in marks
            )
            + "</div>"
        )
    if loose := unplaced(report, language):
        items = "".join(f'<li class="warning">{html(one)}</li>' for one in loose)
        lines.append(f"<details><summary>{UNPLACED[language]}</summary><ul>{items}</ul></details>")
    if findings:
        items = "".join(
            f'<li class="{one.severity}">{html(one.headline)}{_consequences(one)}</li>'
            for one in findings
        )
        lines.append(f"<details><summary>{_WORDS[language][3]}</summary><ul>{items}</ul></details>")
    return lines


def _consequences(finding: Finding) -> str:
    """What has the same cause, as a list within the finding's own item."""
    items = "".join(
        f'<li class="{one.severity}">{html(one.headline)}</li>' for one in finding.consequences
    )
    return f"<ul>{items}</ul>" if items else ""


def table_html(report: ReportData, table: str, findings: Findings, language: Language) -> str:
    """One of the three tables as on the form, with its heading."""
    failing = failing_cells(findings)
    caption = f"<table>\n<caption>{html(table_title(table, language))}</caption>"
    written = html_table(
        grid(table, report.form_edition), lambda box: _fill(report, box, failing, language)
    )
    return written.replace("<table>", caption, 1)


def _fill(
    report: ReportData, box: Box, failing: Mapping[str, list[Finding]], language: Language
) -> Filled:
    if box.role != "figure":
        down = " down" if box.role == "label" and box.rows > 2 else ""
        return html(box.text if language == "zh" else box.english), {"class": box.role + down}
    cell = report.cells[box.path]
    wrong = failing.get(box.path, [])
    lines = [*tip(report, cell, language), *(one.message for one in wrong), cell.path]
    return html(_inside(cell) + (FAILS if wrong else "")), {
        "class": cell.status.value + (" fails" if wrong else ""),
        "data-path": cell.path,
        "title": clean("\n".join(short(line, _LONGEST_LINE) for line in lines)),
    }


def _inside(cell: Cell) -> str:
    figure, mark = figure_and_mark(cell)
    raw = (cell.raw or "").strip()
    if cell.status is Status.UNREADABLE:
        return (raw if len(raw) <= _LONGEST_RAW else raw[: _LONGEST_RAW - 1] + "…") + mark
    return figure + mark


def tip(report: ReportData, cell: Cell, language: Language) -> list[str]:
    """What is known of a cell, in words."""
    _, text, unit, _ = _WORDS[language]
    colon = "：" if language == "zh" else ": "
    kind: Kind = form.spec(report.form_edition)[cell.path].kind
    value = f"{digits(cell.value)} · " if cell.status.claims else ""
    lines = [f"{cell_name(cell.path, language)}{colon}{value}{MEANINGS[language][cell.status]}"]
    if kind == "amount":
        lines.append(unit)
    if cell.status in (Status.INFERRED, Status.AMBIGUOUS):
        candidates = possibilities(cell, language)
        lines += [candidates] if candidates else []
        lines += explain(
            cell, edition=report.form_edition, language=language, source=report.source
        ).splitlines()[2:]
    elif cell.raw and cell.raw.strip() != digits(cell.value):
        lines.append(f"{text}{colon}{cell.raw}")
    return lines
