"""Rows that are open for what the table shows besides: figures of several rows behind one label,
heads between rows, a row that is missing behind another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from .. import form
from ..model import Status
from .cutting import digits_in
from .habits import Cut
from .table import Table, Whole, adds_up

_ALSO_ROWS: Final = frozenset({"other", "total"})
"""Columns whose heads, without a number, are those of rows too."""
STRANGERS: Final = 3
"""So many figures besides its own stand in a row that a page break or a narrow cell has broken."""
_FEW: Final = 5
"""More rows that lack most of their figures than a page break makes."""
_HALF: Final = 4
"""Figures of a row that has most of them."""
SEVERAL: Final = re.compile(r"\d(?:[^\S\n]+|\s*<br\s*/?>\s*)\d")
"""Two figures with only blanks between them."""


def is_scrambled(text: str, rows: Sequence[Cut]) -> bool:
    """Whether the labels of a table stand apart from their figures: the figures of several rows in
    one run, or several labels with nothing behind them that is understood.

    Some programs write the blocks of a page in the order of its columns.
    """
    complete = sum(map(_is_complete, rows))
    crowded = any(map(_is_crowded, rows)) and 4 * complete < 3 * len(rows)
    several = sum(any(SEVERAL.search(text, c.start, c.end) for c in one.contents) for one in rows)
    lost = sum(one.absent is Status.UNREADABLE for one in rows)
    return crowded or several > 1 or lost > max(2, len(rows) // 3) or _lack_figures(text, rows)


def _lack_figures(text: str, rows: Sequence[Cut]) -> bool:
    """Whether most rows of a table that writes its zeros have but a few figures, and not all of
    them add up to the last: the others stand elsewhere, and no blank cells were dropped."""
    short = [
        [text[content.start : content.end] for content in one.contents]
        for one in rows
        if 0 < len(one.contents) < min(len(one.row.cells), _HALF)
    ]
    zeros = sum("0" in figures for figures in short)
    return zeros > max(_FEW, len(rows) // 2) and any(
        not adds_up(figures) for figures in short if all(map(str.isdecimal, figures))
    )


def _is_crowded(one: Cut) -> bool:
    return len(one.contents) > len(one.row.cells) + STRANGERS


def _is_complete(one: Cut) -> bool:
    return len(one.contents) == len(one.row.cells)


def opened(whole: Whole, rows: Sequence[Cut]) -> Sequence[Cut]:
    """The rows of a table that do not stand on lines of their own, with those open whose figures
    may be another's."""
    rows = _before_missing(whole, _uncrowded(rows))
    return rows if whole.layout.borders else _without_numbers_below(whole.text, rows)


def _uncrowded(rows: Sequence[Cut]) -> Sequence[Cut]:
    """The rows of a table in which a row has the figures of others as well: each that lacks any is
    open with it."""
    if not any(map(_is_crowded, rows)):
        return rows
    return [one if _is_complete(one) else opened_row(one) for one in rows]


def _before_missing(whole: Whole, rows: Sequence[Cut]) -> list[Cut]:
    """The rows of a table, with those open behind which a row of the form is missing, if nothing
    shows where they end: its label may be lost, and its figures stand behind theirs."""
    if whole.layout.borders and not whole.layout.cell_per_line:
        return list(rows)
    following = _followed_by_missing(whole, [one.row.path for one in rows])
    lines = whole.layout.cell_per_line
    counts = [sum(one.gaps) if lines else digits_in(whole.text, one) for one in rows]
    short = any(count < len(one.row.cells) for count, one in zip(counts, rows, strict=True))
    return [
        opened_row(one)
        if one.row.path in following
        and one.contents
        and not _ends_with_its_line(whole, one, rows)
        and (short or one.texts or (not lines and count >= 2 * len(one.row.cells)))
        else one
        for count, one in zip(counts, rows, strict=True)
    ]


def _followed_by_missing(whole: Whole, paths: Sequence[str]) -> set[str]:
    """The rows behind which the form has one that the text does not show."""
    own = {whole.specs[path].table for path in paths}
    order = [path for path, spec in whole.specs.items() if spec.table in own]
    return {path for path, other in pairwise(order) if other not in paths}


def _ends_with_its_line(whole: Whole, one: Cut, rows: Sequence[Cut]) -> bool:
    """Whether the figures of a row stand on the line of its label, and nothing behind them, nor
    another row in front of it."""
    if whole.layout.cell_per_line:
        return False
    text, end = whole.text, one.contents[-1].end
    start, line = text.rfind("\n", 0, one.at), text.find("\n", one.at)
    line = len(text) if line < 0 else line
    beside = any(start < other.at < one.at for other in rows)
    return end <= line and not text[end:line].strip() and not beside


def has_heads_between(table: Table) -> bool:
    """Whether heads that are missing above the rows of table three stand between them."""
    if table.region.table != "requests":
        return False
    rows = [index for index, (token, _) in enumerate(table.names) if token.type == "LABEL"]
    first = rows[0] if rows else len(table.names)
    above = {name.path for token, name in table.names[:first] if token.type == "HEAD"}
    between = [name.path for token, name in table.names[first:] if token.type == "HEAD"]
    wanted = {cell.column for cell in form.rows(form.EDITIONS[-1], "requests")[0].cells}
    late = (set(between) & wanted) - above - _ALSO_ROWS
    return len(late) > 1


def _without_numbers_below(text: str, rows: Sequence[Cut]) -> list[Cut]:
    """The rows, with those open whose figures stand on a line below their own, where the others
    begin on their labels' lines: if it is one, it may be the number of a page, below a blank cell;
    if the row before has none, they may be that row's."""
    filled = [one for one in rows if one.contents]
    below = [one for one in filled if text[one.at : one.contents[0].start].strip(" ")[-1:] == "\n"]
    if 3 * len(below) > len(filled):
        return list(rows)
    doubtful = {one.row.path for one in below if len(one.row.cells) == 1}
    for before, one in pairwise(rows):
        if one in below and not before.contents:
            doubtful |= {before.row.path, one.row.path}
    return [opened_row(one) if one.row.path in doubtful else one for one in rows]


def opened_row(one: Cut) -> Cut:
    """A row of a table that is open as a whole."""
    return one._replace(absent=Status.UNREADABLE)
