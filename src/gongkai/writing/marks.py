"""How a cell is shown to a person: its figure, and a mark that tells how the figure is known."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, Literal

from ..form import Figure
from ..model import Cell, Status

Language = Literal["zh", "en"]

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

MEANINGS: Final[dict[Language, dict[Status, str]]] = {
    "zh": {
        Status.READ: "原文所载",
        Status.INFERRED: "由勾稽关系推定",
        Status.AMBIGUOUS: "有多种可能",
        Status.BLANK: "空白",
        Status.DASH: "以符号表示无",
        Status.UNREADABLE: "不是数字",
        Status.MISSING: "原文无此栏",
    },
    "en": {
        Status.READ: "read in the text",
        Status.INFERRED: "proven by the form's equations",
        Status.AMBIGUOUS: "several values are possible",
        Status.BLANK: "blank",
        Status.DASH: "a mark for nothing",
        Status.UNREADABLE: "not a figure",
        Status.MISSING: "not in the text",
    },
}
"""What each status says, in words."""

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

    >>> possibilities(Cell("disputes.review.total", Status.AMBIGUOUS, candidates=(0, 4, None)), "en")
    '0 / 4 / none'
    """
    return " / ".join(digits(value) or _NONE[language] for value in cell.candidates)


def legend(cells: Iterable[Cell], language: Language) -> list[tuple[str, str]]:
    """The marks that occur, each with its meaning, in the order of the statuses."""
    occurring = {cell.status for cell in cells}
    return [
        (mark, MEANINGS[language][status])
        for status, mark in MARKS.items()
        if mark and status in occurring
    ]
