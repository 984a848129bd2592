"""One report as a page to explore: its tables beside its text, each cell tied to its place.

The page is one file with nothing to load from elsewhere; a policy in its head lets no other script
run than its own. Everything in it that shows the same cell, finding or figure carries the same
key, and ``explore.js`` lights up what shares a key with what was chosen.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final, NamedTuple

from .. import form
from ..findings import SEVERITY_NAMES, Findings
from ..languages import Language
from ..mentions import mentions
from ..model import ReportData, Span
from ..showing import STYLE, html
from .marks import UNPLACED, unplaced
from .notebook import head, table_html

_WORDS: Final[dict[Language, dict[str, str]]] = {
    "zh": {
        "findings": "检查结果",
        "tables": "表格",
        "text": "原文",
        "none": "这份报告没有原文。",
        "cell": "表中的数",
        "said": "正文所说的数",
        "unplaced": "不属于任何一格的数",
        "hint": (
            "点选表格中的数字，原文中的出处即亮起；点选原文中的数字，表格中的栏目即亮起。用方向键移动。"
        ),
    },
    "en": {
        "findings": "What the checks found",
        "tables": "Tables",
        "text": "Text",
        "none": "This report was not read from a text.",
        "cell": "in a table",
        "said": "said in the prose",
        "unplaced": "in no cell",
        "hint": (
            "Choose a figure in the tables, and its place in the text lights up; choose a figure"
            " in the text, and its cell does. The arrow keys move."
        ),
    },
}


_DATA_PATH: Final = re.compile(r'data-path="([\w.]+\.(\w+))"')
_KEY: Final = r'data-k="c:\1" data-column="\2" tabindex="-1"'


class Mark(NamedTuple):
    """A stretch of the text that shows something: its key, and what kind of thing that is."""

    span: Span
    key: str
    kind: str


def explore_html(report: ReportData, findings: Findings, language: Language) -> str:
    """The page, whole.

    >>> from gongkai import Report
    >>> report = Report.from_values({"disputes.review.upheld": 2}, edition=2021)
    >>> explore_html(report, report.check(), "en").count("<table role=")
    3
    """
    words = _WORDS[language]
    title = html(report.title or "gongkai")
    listed = _findings(findings, words["findings"], _loose(report, language))
    tables = "\n".join(
        _DATA_PATH.sub(_KEY, table_html(report, table, findings, language)).replace(
            "<table>", '<table role="grid">'
        )
        for table in form.TABLES
    )
    marks = list(_marks(report, findings))
    text = "".join(_text(report.source, marks))
    script = _file("explore.js")
    own = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{own}'"
    about = [line for line in head(report, findings, language)[1:] if "<details>" not in line]
    return f"""\
<!DOCTYPE html>
<html lang="{"zh-CN" if language == "zh" else "en"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{STYLE}
<style>
{_file("explore.css")}</style>
</head>
<body>
<header class="gongkai">
<a href="#tables">{words["tables"]}</a> <a href="#text">{words["text"]}</a>
<h1>{title}</h1>
{"".join(about)}
</header>
<section id="tables" class="gongkai" aria-label="{words["tables"]}">
{listed}
<div data-group="tables">
{tables}
</div>
</section>
<section id="text" class="text" aria-label="{words["text"]}">
<div class="top">
<h2>{words["text"]}</h2>
{_legend(marks, words, language)}
</div>
<pre data-group="text">
{text or words["none"]}</pre>
</section>
<footer id="said" role="status" aria-live="polite">{words["hint"]}</footer>
<script>{script}</script>
</body>
</html>
"""


@cache
def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _marks(report: ReportData, findings: Findings) -> Iterator[Mark]:
    for cell in report.cells.values():
        if cell.span is not None:
            yield Mark(cell.span, f"c:{cell.path}", "cell")
        if cell.likely is not None and cell.likely.span is not None:
            yield Mark(cell.likely.span, f"c:{cell.path}", "said")
    for mention in mentions(report):
        for path in mention.paths:
            yield Mark(mention.span, f"c:{path}", "said")
    for number, figure in enumerate(report.unplaced):
        yield Mark(figure.span, f"u:{number}", "unplaced")
    for number, finding in enumerate(findings.all):
        for span in finding.spans:
            yield Mark(span, f"f:{number}", f"finding {finding.severity}")


def _legend(marks: Sequence[Mark], words: Mapping[str, str], language: Language) -> str:
    """What the marks in the text mean, of those that occur."""
    meanings = {kind: words[kind] for kind in ("cell", "said", "unplaced")} | {
        f"finding {severity}": names[language] for severity, names in SEVERITY_NAMES.items()
    }
    occurring = {mark.kind for mark in marks}
    shown = [
        f'<span class="{kind}">{html(said)}</span>'
        for kind, said in meanings.items()
        if kind in occurring
    ]
    return f'<p class="marks">{" ".join(shown)}</p>' if shown else ""


def _loose(report: ReportData, language: Language) -> list[str]:
    """The figures that no cell claims, as items of a list; each points to its place in the text."""
    said = unplaced(report, language)
    title = UNPLACED[language]
    return [
        f'<li class="warning" data-k="u:{number}" tabindex="-1" title="{html(f"{title}: {one}")}">'
        f"{html(one)}</li>"
        for number, one in enumerate(said)
    ]


def _findings(findings: Findings, title: str, loose: Sequence[str]) -> str:
    """The findings as a list, what has the same cause below the first, and the unplaced figures;
    each finding points to the cells that it names."""
    if not findings and not loose:
        return ""
    items = [
        f'<li class="{one.severity}{follows}" data-k="f:{number}" tabindex="-1" data-to="'
        + " ".join(f"c:{path}" for path in one.cells)
        + f'" title="{html(str(one))}">{html(one.headline)}</li>'
        for number, (one, follows) in enumerate(
            (single, " follows" if place else "")
            for finding in findings
            for place, single in enumerate(finding.all)
        )
    ]
    listed = "\n".join([*items, *loose])
    return (
        f'<div class="findings">\n<h2>{title}</h2>\n'
        f'<ul class="list" data-group="findings">\n{listed}\n</ul>\n</div>'
    )


def _text(source: str, marks: Sequence[Mark]) -> Iterator[str]:
    """The text, cut wherever something begins or ends; each stretch carries the keys of all it
    shows."""
    cuts = sorted({0, len(source), *(at for mark in marks for at in mark.span)})
    begins: dict[int, list[Mark]] = {}
    for mark in marks:
        begins.setdefault(mark.span.start, []).append(mark)
    over: list[Mark] = []
    for start, end in pairwise(cuts):
        over = [mark for mark in over if mark.span.end > start] + begins.get(start, [])
        shown = _plain(source[start:end])
        if over and source[start:end].strip():
            keys = " ".join(dict.fromkeys(mark.key for mark in over))
            kinds = " ".join(dict.fromkeys(mark.kind for mark in over))
            yield f'<span class="{kinds}" data-k="{keys}" tabindex="-1">{shown}</span>'
        else:
            yield shown


def _plain(text: str) -> str:
    return "\t".join(html(part) for part in text.split("\t"))
