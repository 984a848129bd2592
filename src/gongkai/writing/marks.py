"""How a cell is shown to a person: its figure, and a mark that tells how the figure is known."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import accumulate
from typing import Final

from .. import form
from ..findings import Finding, Findings, Severity
from ..form import Figure
from ..form.naming import row_name
from ..languages import Language
from ..model import MEANINGS, Cell, NothingRead, ReportData, Status
from ..showing import short

MARKS: Final[dict[Status, str]] = {
    Status.READ: "",
    Status.INFERRED: "*",
    Status.AMBIGUOUS: "?",
    Status.BLANK: "",
    Status.DASH: "—",
    Status.UNREADABLE: "!",
    Status.MISSING: "·",
}
"""The mark of each status. A blank cell is shown as it is: empty."""

FAILS: Final = "≠"
"""The mark of a cell at which a check fails."""

_COVERAGE: Final[Mapping[Language, Mapping[Status, str]]] = {
    "zh": {
        Status.READ: "原文所载",
        Status.INFERRED: "推定",
        Status.AMBIGUOUS: "未定",
        Status.BLANK: "空白",
        Status.DASH: "符号",
        Status.UNREADABLE: "读不出",
        Status.MISSING: "缺栏",
    },
    "en": {
        Status.READ: "read",
        Status.INFERRED: "proven",
        Status.AMBIGUOUS: "open",
        Status.BLANK: "blank",
        Status.DASH: "dash",
        Status.UNREADABLE: "unreadable",
        Status.MISSING: "missing",
    },
}

_LISTED: Final = 6
"""So many hidden parts of a file are named; ``report.left_out`` has them all."""

_UNPLACED: Final = 200
"""So many of the figures that no cell claims are listed for people."""

_NONE: Final[dict[Language, str]] = {"zh": "无", "en": "none"}


def digits(value: Figure) -> str:
    """A figure in digits, exact and without an exponent.

    >>> digits(Decimal("6858.05")), digits(None)
    ('6858.05', '')
    """
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def figure_and_mark(cell: Cell) -> tuple[str, str]:
    """What stands in a table for a cell. An ambiguous cell shows its likely value, where there is
    one, before the mark.

    >>> figure_and_mark(Cell("disputes.review.total", Status.INFERRED, 5))
    ('5', '*')
    """
    shown = cell.likely.value if cell.status is Status.AMBIGUOUS and cell.likely else cell.value
    return digits(shown), MARKS[cell.status]


def possibilities(cell: Cell, language: Language) -> str:
    """All values that an ambiguous cell can have, in words; empty for the others.

    >>> possibilities(Cell("disputes.review.total", Status.AMBIGUOUS, candidates=(0, 4, None)),
    ...     "en")
    'possible values: 0 / 4 / none'
    """
    listed = " / ".join(digits(value) or _NONE[language] for value in cell.candidates)
    zh = language == "zh"
    more = (" 等" if zh else ", perhaps others") if cell.cut else ""
    return listed and ("可能的值：" if zh else "possible values: ") + listed + more


def coverage(report: ReportData, language: Language) -> list[str]:
    """How many cells are known, and how: read, proven and open always, the others where there are
    any.

    >>> from gongkai import Report
    >>> coverage(Report.from_values({"disputes.review.total": 2}, edition=2021), "en")
    ['read 1', 'proven 0', 'open 0', 'blank 199']
    """
    count = report.coverage._asdict()
    always = (Status.READ, Status.INFERRED, Status.AMBIGUOUS)
    shown = [
        f"{word} {count[status.value]}"
        for status, word in _COVERAGE[language].items()
        if status in always or count[status.value]
    ]
    if report.nothing_read:
        shown.insert(0, NOTHING_READ[report.nothing_read][language])
    unplaced = "未归位" if language == "zh" else "unplaced"
    return [*shown, f"{unplaced} {count['unplaced']}"] if count["unplaced"] else shown


NOTHING_READ: Final[Mapping[NothingRead, Mapping[Language, str]]] = {
    "form": {"zh": "空表：没有一格有数字", "en": "an empty form: no cell holds a figure"},
    "text": {
        "zh": "没有读出任何数字：请换一种版式，或用 gongkai layout guess 推测版式",
        "en": "no figure could be read: try another layout, or gongkai layout guess",
    },
}
"""What is said first of a report without a figure."""


def unplaced(report: ReportData, language: Language) -> list[str]:
    """The figures inside the tables that no cell claims, each with its line and the row that it
    stands in; of many the first, and how many more there are."""
    if not report.unplaced:
        return []
    found = []
    ends = list(accumulate(map(len, report.source.split("\n")), lambda at, n: at + n + 1))
    for one in report.unplaced[:_UNPLACED]:
        line = bisect_right(ends, one.span.start) + 1
        where = (
            row_name(one.row, language)
            if one.row
            else (form.TABLE_TITLES[one.table] if language == "zh" else one.table)
        )
        said = "第 {} 行：{}（{}）" if language == "zh" else "line {}: {} ({})"
        found.append(said.format(line, short(one.raw), where))
    if (more := len(report.unplaced) - _UNPLACED) > 0:
        found.append(f"另有 {more} 个" if language == "zh" else f"and {more} more")
    return found


UNPLACED: Final[Mapping[Language, str]] = {
    "zh": "表中有数字不属于任何一格",
    "en": "figures inside the tables that no cell claims",
}
"""What stands above the list of unplaced figures."""


def left_out(report: ReportData, language: Language) -> str:
    """What the file hides and was not read, in a line; empty where it hides nothing."""
    if not report.left_out:
        return ""
    more = "…" if len(report.left_out) > _LISTED else ""
    named = ("、" if language == "zh" else ", ").join(report.left_out[:_LISTED]) + more
    return (
        f"文件中隐藏、未读取：{named}"
        if language == "zh"
        else f"hidden in the file and not read: {named}"
    )


def verdict(findings: Findings) -> str:
    """The verdict of the checks in one line, with a sign for the gravest finding."""
    sign = {Severity.ERROR: "✗", Severity.WARNING: "△"}.get(findings.worst or Severity.INFO, "✓")
    return f"{sign} {findings.summary()}"


def failing_cells(findings: Findings) -> dict[str, list[Finding]]:
    """The errors by the cell to look at first."""
    found: dict[str, list[Finding]] = {}
    for one in findings.errors.all:
        if one.cells:
            found.setdefault(one.cells[0], []).append(one)
    return found


def legend(
    cells: Iterable[Cell], language: Language, *, failing: bool = False
) -> list[tuple[str, str, str]]:
    """The marks that occur, each with the name of its style and its meaning, in the order of the
    statuses; behind them that of sums that fail."""
    occurring = {cell.status for cell in cells}
    marks = [
        (status.value, mark, MEANINGS[language][status])
        for status, mark in MARKS.items()
        if mark and status in occurring
    ]
    broken = "检查不符" if language == "zh" else "a check fails here"
    return [*marks, ("fails", FAILS, broken)] if failing else marks
