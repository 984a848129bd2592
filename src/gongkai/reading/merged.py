"""Cells of figures that are merged over several rows of a table.

A label that is merged over rows (三、本年度办理结果) is written once, and the rows below it have
one cell less. Where the same is done with figures, the row below lacks one, and the order of its
cells no longer says which: its place is kept by :data:`~gongkai.model.HOLE`, since
whether the one figure counts for both rows is not known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ..model import HOLE

COLUMNS: Final = 64
"""More columns than the form's widest table has, spans included."""

_FIGURE: Final = re.compile(
    r"[+\-－−]?[0-9０-９][0-9０-９,，.．\s]*[元件项个条]?|[/／—–―-]{1,2}|无"
)


def is_figure(text: str) -> bool:
    """Whether the text of a cell is a figure, or a mark for nothing."""
    return _FIGURE.fullmatch(text) is not None


class Merging(NamedTuple):
    """A cell as a page has it: its text, and over how many columns and rows it reaches."""

    text: str
    columns: int
    rows: int


class Grid:
    """The rows of one table from above, each with a hole where a figure above reaches into it.

    >>> grid = Grid()
    >>> grid.fields([Merging("规章", 1, 1), Merging("7", 1, 2)])
    ['规章', '7']
    >>> grid.fields([Merging("行政规范性文件", 1, 1)]) == ["行政规范性文件", HOLE]
    True
    """

    def __init__(self, hidden: frozenset[int] = frozenset()) -> None:
        self._hidden = hidden  # columns that are not shown
        self._reach: dict[
            int, tuple[int, bool]
        ] = {}  # by column: rows that are left, figure begins

    def fields(self, cells: Sequence[Merging]) -> list[str]:
        """The texts of a row's own cells, with the holes between them."""
        reach, self._reach = self._reach, {}
        figures = any(is_figure(cell.text) for cell in cells)
        found: list[str] = []
        at = 0
        for cell in cells:
            while at in reach:
                found += self._hole(reach, at)
                at += 1
            if cell.rows > 1:
                # an empty cell of a row of figures is one of them, elsewhere it is a head's
                figure = is_figure(cell.text) or (not cell.text and figures)
                for column in range(at, min(at + cell.columns, COLUMNS)):
                    self._reach[column] = cell.rows - 1, figure and column == at
            if not self._hidden.issuperset(range(at, at + cell.columns)):
                found.append(cell.text)
            at += cell.columns
        for column in range(at, max(reach, default=-1) + 1):
            found += self._hole(reach, column)
        return found

    def _hole(self, reach: Mapping[int, tuple[int, bool]], at: int) -> list[str]:
        """What a cell above that reaches into a column leaves there: a hole for a figure."""
        rows, figure = reach.get(at, (0, False))
        if rows > 1:
            self._reach[at] = rows - 1, figure
        return [HOLE] if figure and at not in self._hidden else []


class Continued:
    """The same for a table in which a merged cell stands in each of its rows, without text in the
    lower ones."""

    def __init__(self) -> None:
        self._figures: set[int] = set()  # the columns in which the cell above holds a figure

    def fields(self, cells: Sequence[tuple[str | None, int]]) -> list[str]:
        """The texts of a row's cells; None stands for one that continues the cell above."""
        figures = any(text is not None and is_figure(text) for text, _ in cells)
        here: set[int] = set()
        found: list[str] = []
        at = 0
        for text, columns in cells:
            if text is not None:
                found.append(text)
                if is_figure(text) or (not text and figures):
                    here.add(at)
            elif at in self._figures:
                found.append(HOLE)
                here.add(at)
            at += columns
        self._figures = here
        return found
