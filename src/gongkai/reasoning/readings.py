"""What a row can say: every reading of a row whose places the text leaves open. No equation decides anything here.

A reading gives each column of the row one :class:`Mark`: a figure of the text, a blank cell, or a lost cell. Which readings are
considered follows from a few premises. They are named here, stand in the ``basis`` of every cell that rests on them, and are
argued for in ``docs/explanation/proof.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Final, NamedTuple, TypeAlias

from .. import form
from ..figures import fold, read_figure
from ..form import CellSpec, Figure, Kind
from ..model import Origin, Piece, Place, RowText, Span, Status
from .divisions import MAX_FIGURE, READING_LIMIT, TooManyError, all_divisions, balanced_divisions, count_divisions

AS_MANY: Final = "premise:as-many-figures-as-columns"
"""A run of digits holds one figure for each column of its row."""

DROPPED: Final = "premise:blank-cells-dropped"
"""The table leaves no trace of its blank cells, so a row with too few figures has blank cells at unknown places."""

LOST_CELL: Final = "premise:cells-lost"
"""The table prints its zeros, so a row with too few figures has lost cells, each of which held a whole number from 0 up."""

STRANGER: Final = "premise:stranger"
"""The row has more pieces than columns, so that some piece (a page number) does not belong to it."""

ORDER_KEPT: Final = "premise:order-kept"
"""The figures of a row stand in the order of its columns."""

_MARKS: Final = frozenset("—–―/／-")
_MAX_PIECES: Final = 64
_MAX_DIGITS: Final = 80


class Mark(NamedTuple):
    """What a reading puts into one column.

    ``status`` is ``read`` for a figure of the text, ``blank``, ``dash`` or ``unreadable`` as in a cell, and ``missing`` for a
    figure that the text has lost. ``raw`` is None where the figure's digits have a blank between them.
    """

    status: Status
    value: Figure = None
    raw: str | None = None
    span: Span | None = None
    origin: Origin | None = None


Reading: TypeAlias = tuple[Mark, ...]
"""One mark for each column of a row."""

BLANK: Final = Mark(Status.BLANK)
LOST: Final = Mark(Status.MISSING)


def columns_of(path: str, edition: int) -> tuple[CellSpec, ...]:
    """The cells that a row of text fills, in order; none where the edition has no such row.

    ``disputes`` is the one printed line of table four, with the cells of its three groups.

    >>> len(columns_of("disputes", 2021)), len(columns_of("requests.granted", 2021))
    (15, 7)
    """
    if path == "disputes":
        return form.cells(edition, "disputes")
    found = form.row_spec(edition).get(path)
    return found.cells if found else ()


class Habits(NamedTuple):
    """What the rows of one table show of how the table was written down.

    ``zeros``: some zero is printed. ``complete``: some row has a figure for each of several columns. ``empty``: some row has no
    figure at all, or some cell is visibly blank. ``short``: some run of digits is shorter than its row has columns.
    ``lacking``: how many rows have some figures, but one too few; None where a row has even fewer.
    """

    zeros: bool
    complete: bool
    empty: bool
    short: bool
    lacking: int | None = 0

    def absent(self, places: int) -> tuple[Mark, ...]:
        """What can stand at the places of a row for which the text has no figure: blank cells, lost cells, or either."""
        if self.empty and not self.zeros:
            return (BLANK,)
        if self.zeros and self.complete and not self.empty and self.lacking:
            return (LOST,)
        if not self.zeros and places > 1:  # extractors lose a cell, not most of a row
            return (BLANK,)
        return (BLANK, LOST)


def habits(rows: Iterable[RowText], edition: int) -> Habits:
    """See how one table was written down, from all of its rows."""
    zeros = complete = empty = short = False
    lacking: int | None = 0
    for row in rows:
        width = len(columns_of(row.path, edition))
        if row.place is Place.GLUED:
            count = zero = 0
            for piece in row.pieces[:_MAX_PIECES]:
                digits = [char for char in piece.raw[:_MAX_DIGITS] if char.isdigit()]
                count += len(digits)
                zero += digits.count("0") + digits.count("０")
            short |= count < width
            zeros |= count == width and zero > 0
        else:
            count = 0
            for piece in row.pieces[:_MAX_PIECES]:
                count += piece.status is Status.READ
                zeros |= piece.status is Status.READ and piece.value == 0
                empty |= piece.status is Status.BLANK
            if 0 < len(row.pieces) < width and lacking is not None:
                lacking = lacking + 1 if len(row.pieces) == width - 1 else None
        empty |= not count
        complete |= 1 < width <= count
    return Habits(zeros, complete, empty, short, lacking)


class Pieces:
    """The whole cells of a row in their order; their columns are open."""

    def __init__(self, pieces: Sequence[Piece], scale: Decimal) -> None:
        self._pieces, self._scale = pieces, scale

    def __len__(self) -> int:
        return len(self._pieces)

    def between(self, start: int, end: int, cells: Sequence[CellSpec], absent: Mark | None, balanced: bool) -> list[Reading]:
        """The readings that put the pieces from ``start`` to ``end`` into these cells, and ``absent`` into the others."""
        count, width = end - start, len(cells)
        if count > width or (count < width and absent is None):
            return []
        found = []
        for columns in combinations(range(width), count):
            reading = [absent or BLANK] * width
            for column, piece in zip(columns, self._pieces[start:end], strict=True):
                reading[column] = self._mark(piece, cells[column].kind)
            found.append(tuple(reading))
            if len(found) > READING_LIMIT:
                raise TooManyError
        return found

    def is_single(self, width: int) -> bool:
        """Whether the pieces fill as many columns in one way only."""
        return len(self._pieces) == width

    def _mark(self, piece: Piece, kind: Kind) -> Mark:
        status, value = piece.status, piece.value
        if kind != "count" and status in (Status.READ, Status.UNREADABLE):
            status, value = read_figure(piece.raw, kind, self._scale)  # the column decides what the text means
        return Mark(status, value, piece.raw, piece.span, piece.origin)


class Digits:
    """The run of digits of a row, with signs, decimals and units where the form allows them; its divisions are open."""

    def __init__(self, pieces: Sequence[Piece], scale: Decimal) -> None:
        self._pieces, self._scale = pieces, scale
        self._places: list[tuple[int, int]] = []
        if all(piece.raw.isascii() and piece.raw.isdigit() for piece in pieces):  # the usual case needs no folding
            self.text = "".join([piece.raw for piece in pieces])
            for number, piece in enumerate(pieces):
                self._places += [(number, offset) for offset in range(len(piece.raw))]
        else:
            text: list[str] = []
            for number, piece in enumerate(pieces):
                for offset, char in enumerate(piece.raw):
                    if folded := fold(char):
                        text.append(folded)
                        self._places.append((number, offset))
            self.text = "".join(text)
        self.is_plain = self.text.isascii() and self.text.isdigit()
        self._marks: dict[tuple[int, int, Kind], Mark | None] = {}

    def __len__(self) -> int:
        return len(self.text)

    def between(self, start: int, end: int, cells: Sequence[CellSpec], absent: Mark | None, balanced: bool) -> list[Reading]:
        """The readings that divide the run from ``start`` to ``end`` into figures for these cells.

        There are as many figures as cells, or with ``absent`` also fewer (of lost cells one only, where the digits suffice).
        ``balanced`` leaves out divisions in which the last figure, put into the total, is not the sum of the others.
        """
        width, length = len(cells), end - start
        least = width if absent is None else 0 if absent is BLANK else min(width - 1, length)
        plain = self.is_plain and all(cell.kind == "count" for cell in cells)
        found: list[Reading] = []
        for count in range(max(least, 0 if length == 0 else 1), min(width, length) + 1):
            for columns in combinations(range(width), count):
                chosen = [cells[column] for column in columns]
                if plain:
                    text = self.text[start:end]
                    summing = balanced and bool(columns) and columns[-1] == width - 1
                    if summing and count < width:  # a blank total, or a lost figure, is no zero
                        summing = absent is BLANK and not any(cells[c].is_total for c in range(width) if c not in columns)
                    divisions: Iterable[tuple[int, ...]] = (
                        balanced_divisions(text, count) if summing else all_divisions(text, count)
                    )
                else:
                    divisions = self._divisions(start, end, chosen)
                for ends in divisions:
                    reading = [absent or BLANK] * width
                    left = start
                    for column, cell, right in zip(columns, chosen, ends, strict=True):
                        mark = self._mark(left, start + right, cell.kind)
                        assert mark is not None
                        reading[column] = mark
                        left = start + right
                    found.append(tuple(reading))
                if len(found) > READING_LIMIT:
                    raise TooManyError
        return found

    def is_single(self, width: int) -> bool:
        """Whether the run has one division only into as many figures."""
        return self.is_plain and (len(self.text) == width or count_divisions(self.text, width) == 1)

    def is_figure(self, start: int, end: int, kind: Kind) -> bool:
        """Whether these characters are one figure in a column of this kind."""
        if kind == "count" and self.is_plain:
            return end - start == 1 or (self.text[start] != "0" and end - start <= MAX_FIGURE)
        return self._mark(start, end, kind) is not None

    def _mark(self, start: int, end: int, kind: Kind) -> Mark | None:
        """The figure that these characters are in a column of this kind, None where they are none."""
        key = (start, end, kind)
        try:
            return self._marks[key]
        except KeyError:
            text = self.text[start:end]
            (first, left), (last, right) = self._places[start], self._places[end - 1]
            raw = self._pieces[first].raw[left : right + 1] if first == last else None
            span = Span(self._pieces[first].span.start + left, self._pieces[last].span.start + right + 1)
            mark = None
            if kind == "count" and self.is_plain:
                mark = Mark(Status.READ, int(text), raw, span)
            elif _WRITTEN[kind].fullmatch(text):
                status, value = read_figure(text, kind, self._scale)
                if status is Status.READ:
                    mark = Mark(status, value, raw, span)
            self._marks[key] = mark
            return mark

    def _divisions(self, start: int, end: int, cells: Sequence[CellSpec]) -> Iterator[tuple[int, ...]]:
        """Every division into figures of these cells' kinds, as their ends counted from ``start``."""
        if not cells:
            if start == end:
                yield ()
            return

        def divide(left: int, number: int) -> Iterator[tuple[int, ...]]:
            kind, rest = cells[number].kind, len(cells) - number - 1
            if not rest:
                if self._mark(left, end, kind):
                    yield (end - start,)
                return
            for right in range(left + 1, end - rest + 1):
                if self._mark(left, right, kind):
                    for more in divide(right, number + 1):
                        yield (right - start, *more)

        for number, ends in enumerate(divide(start, 0)):
            if number > READING_LIMIT:
                raise TooManyError
            yield ends


_WRITTEN: Final[dict[Kind, re.Pattern[str]]] = {
    # a figure has no leading zero; only a change has a sign, only an amount has decimals
    "count": re.compile(r"(?:0|[1-9][0-9,]{0,39})[^0-9.,+-]{0,2}"),
    "change": re.compile(r"[+-]?(?:0|[1-9][0-9,]{0,39})[^0-9.,+-]{0,2}"),
    "amount": re.compile(r"(?:0|[1-9][0-9,]{0,39})(?:\.[0-9]+)?[^0-9.,+-]{0,2}"),
}


class Variant(NamedTuple):
    """One way to take a row: what stands in it, what its other columns hold, and the premises of that way."""

    run: Pieces | Digits
    absent: Mark | None
    premises: tuple[str, ...]


def variants(row: RowText, cells: Sequence[CellSpec], seen: Habits) -> tuple[Variant, ...]:
    """The ways to take an open row that has a figure. None where nothing in it can be its figures.

    Raises:
        TooManyError: the row is too long to be read.
    """
    pieces, width = row.pieces, len(cells)
    if len(pieces) > _MAX_PIECES or sum(len(piece.raw) for piece in pieces) > 4 * _MAX_DIGITS:
        raise TooManyError
    if row.place is Place.GLUED and any(piece.raw[0] in _MARKS and not piece.raw[1:].isdigit() for piece in pieces):
        raise TooManyError  # how many cells a stroke of marks fills is not known
    if row.place is not Place.GLUED:
        if len(pieces) <= width:
            whole = Pieces(pieces, row.scale)
            if len(pieces) == width:
                return (Variant(whole, None, (ORDER_KEPT,)),)
            return tuple(Variant(whole, mark, (ORDER_KEPT, _absence(mark))) for mark in seen.absent(width - len(pieces)))
        found = []
        for chosen in combinations(pieces, width):
            found.append(Variant(Pieces(chosen, row.scale), None, (ORDER_KEPT, STRANGER)))
            if len(found) > READING_LIMIT:
                raise TooManyError
        return tuple(found)
    run = Digits(pieces, row.scale)
    if len(run) > _MAX_DIGITS:
        raise TooManyError
    exact = _divisible(run, cells)
    if exact and not seen.short:
        return (Variant(run, None, (AS_MANY,)),)
    if exact or _divisible(run, cells, fewer=True):
        marks = seen.absent(max(1, width - len(run)))
        return tuple(Variant(run, mark, (_absence(mark),)) for mark in marks)
    without = [Digits(pieces[:number] + pieces[number + 1 :], row.scale) for number in range(len(pieces))]
    return tuple(Variant(rest, None, (AS_MANY, STRANGER)) for rest in without if _divisible(rest, cells))


def _absence(mark: Mark) -> str:
    return LOST_CELL if mark is LOST else DROPPED


def _divisible(run: Digits, cells: Sequence[CellSpec], *, fewer: bool = False) -> bool:
    """Whether a run can be divided into as many figures as there are cells (or into fewer)."""
    if run.is_plain and all(cell.kind == "count" for cell in cells):
        return any(count_divisions(run.text, count) for count in range(1 if fewer else len(cells), len(cells) + 1))
    reach = {0}
    for cell in cells:
        reach = {
            end
            for start in reach
            for end in range(start + 1, min(len(run), start + MAX_FIGURE + 10) + 1)
            if run.is_figure(start, end, cell.kind)
        } | (reach if fewer else set())
    return len(run) in reach
