"""What a row can say: every reading of a row whose places the text leaves open. No equation decides
anything here.

A reading gives each column of the row a figure of the text, a blank cell, or a lost cell. Which
readings are considered follows from a few premises. They are named here, stand in the ``basis`` of
every cell that rests on them, and are argued for in ``docs/explanation/proof.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

import attrs

from .. import form
from ..figures import fold, read_figure
from ..form import CellSpec
from ..model import Piece, Place, RowText, Span, Status
from .divisions import TooManyError
from .runs import Digits, Gap, Pieces

_SEVERAL: Final = 4
"""So many stretches of digits do not stand apart by chance."""

AS_MANY: Final = "premise:as-many-figures-as-columns"
"""A run of digits holds one figure for each column of its row."""

DROPPED: Final = "premise:blank-cells-dropped"
"""The table leaves no trace of its blank cells, so a row with too few figures has blank cells at
unknown places."""

LOST_CELL: Final = "premise:cells-lost"
"""The table prints its zeros, so a row with too few figures has lost cells, each of which held a
whole number from 0 up."""

STRANGER: Final = "premise:stranger"
"""Some piece of the row (a page number) does not belong to it: there are more pieces than columns,
or the text shows that there may be one."""

BROKEN: Final = "premise:broken-figure"
"""The row has more pieces than columns, because a narrow cell has broken a figure into two."""

ORDER_KEPT: Final = "premise:order-kept"
"""The figures of a row stand in the order of its columns."""

_LOST: Final = (Status.UNREADABLE, Status.MISSING)
_SHOWN: Final = (Status.BLANK, Status.DASH)
_APART: Final = re.compile(r"\d\s+\d")
_MAX_PIECES: Final = 64
_MAX_DIGITS: Final = 80
_MAX_CHOICES: Final = 100
"""So many ways to leave out strangers are tried."""

_MAX_STEPS: Final = 100 * _MAX_CHOICES
"""So many steps are taken in looking for them."""


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

    ``zeros``: some zero is printed. ``complete``: how many rows have a figure for each of several
    columns. ``empty``: some row has no figure at all, or some cell is visibly blank. ``short``:
    some run of digits is shorter than its row has columns. ``lacking``: how many rows have some
    figures, but one too few; None where a row has even fewer. ``apart``: blanks stand between the
    figures of the text's rows, so that a row with fewer stretches than columns is none of them.
    ``printed``: some table of the text prints a zero. ``shown``: some row has its blank cells, or
    marks for nothing, at their places beside its figures, so that a shorter row may have lost
    cells.
    """

    zeros: bool
    complete: int
    empty: bool
    short: bool
    lacking: int | None = 0
    apart: bool = False
    printed: bool = False
    shown: bool = False

    @property
    def cut(self) -> bool:
        """Whether what took a figure from one row took one from most of them: no clerk leaves one
        cell of most rows blank and prints the zeros beside it, unless marks for nothing stand
        elsewhere."""
        return not self.shown and self.complete < (self.lacking or 0)

    def absent(self, places: int) -> tuple[Gap, ...]:
        """What can stand at the places of a row for which the text has no figure: blank cells, lost
        cells, or either."""
        if self.empty and not self.zeros and not self.shown:
            return (Gap.BLANK,)
        if self.zeros and self.complete and not self.empty and self.lacking:
            return (Gap.LOST,)
        # extractors lose a cell, not most of a row
        if not self.zeros and not self.printed and places > 1 and not self.shown:
            return (Gap.BLANK,)
        return (Gap.BLANK, Gap.LOST)


def habits_by_table(rows: Iterable[RowText], edition: int) -> dict[str, Habits]:
    """See how each table was written down.

    One hand wrote all tables, and one extractor: a row without a figure in one of them tells that
    the others leave no trace of blank cells either.
    """
    by_table: dict[str, list[RowText]] = {}
    for row in rows:
        by_table.setdefault(row.path.partition(".")[0], []).append(row)
    found = {table: habits(mates, edition) for table, mates in by_table.items()}
    empty = any(seen.empty for seen in found.values())
    every = [row for mates in by_table.values() for row in mates]
    short = empty or any(seen.short for seen in found.values())
    printed = any(seen.zeros for seen in found.values())
    shown = any(seen.shown for seen in found.values())
    apart = _stand_apart(every, edition)
    return {
        table: seen._replace(empty=empty, short=short, apart=apart, printed=printed, shown=shown)
        for table, seen in found.items()
    }


def _stand_apart(rows: Iterable[RowText], edition: int) -> bool:
    """Whether most rows of several columns have blanks between their figures, and some has as many
    stretches as columns; or the one line of table four, where it is all that the text has."""
    count = several = exact = many = 0
    for row in rows:
        width = len(columns_of(row.path, edition))
        if width > 1 and row.pieces:
            count += 1
            several += len(row.pieces) > 1
            exact += len(row.pieces) == width
            many += row.path == "disputes" and _SEVERAL <= len(row.pieces) < width
    return 2 * several >= count and (exact > 0 or count == many == 1)


def habits(rows: Iterable[RowText], edition: int) -> Habits:
    """See how one table was written down, from its own rows."""
    zeros = empty = short = shown = False
    complete = 0
    lacking: int | None = 0
    for row in rows:
        pieces, width = row.pieces, len(columns_of(row.path, edition))
        if row.place is Place.GLUED:
            count, zero = _digits(pieces)
            short |= count < width
            zeros |= count == width and zero > 0
        else:
            count = 0
            for piece in pieces[:_MAX_PIECES]:
                count += piece.status is Status.READ
                zeros |= piece.status is Status.READ and piece.value == 0
                empty |= piece.status is Status.BLANK
            if 0 < len(pieces) < width and lacking is not None:
                lacking = lacking + 1 if len(pieces) == width - 1 else None
        empty |= not count and not any(piece.status in _LOST for piece in pieces[:_MAX_PIECES])
        complete |= 1 < width <= count and not row.foreign
        if row.place is Place.KEPT and count:
            shown |= any(piece.status in _SHOWN for piece in pieces[:_MAX_PIECES])
    return Habits(zeros, complete, empty, short, lacking, shown=shown)


def _digits(pieces: Sequence[Piece]) -> tuple[int, int]:
    """How many digits a glued row has, and how many of them are zeros."""
    count = zero = 0
    for piece in pieces[:_MAX_PIECES]:
        raw = piece.raw[:_MAX_DIGITS]
        if raw.isascii() and raw.isdigit():
            count += len(raw)
            zero += raw.count("0")
        else:
            count += sum(map(str.isdigit, raw)) or 1  # a mark for nothing fills a column
            zero += raw.count("0") + raw.count("０")
    return count, zero


class Variant(NamedTuple):
    """One way to take a row: what stands in it, the gap that its other columns hold (None: there
    are no others), and the premises of that way."""

    run: Pieces | Digits
    gap: Gap | None
    premises: tuple[str, ...]


_WHOLE: Final = (ORDER_KEPT,)
_STRANGERS: Final = (ORDER_KEPT, STRANGER)
_MENDED: Final = (ORDER_KEPT, BROKEN)
_EXACT: Final = (AS_MANY,)


def variants(row: RowText, cells: Sequence[CellSpec], seen: Habits) -> tuple[Variant, ...]:
    """The ways to take an open row that has a figure. None where nothing in it can be its figures.

    Raises:
        TooManyError: the row is too long to be read.
    """
    pieces, width = row.pieces, len(cells)
    if len(pieces) > _MAX_PIECES or sum([len(piece.raw) for piece in pieces]) > 4 * _MAX_DIGITS:
        raise TooManyError
    if row.foreign:
        return _without_any(row, cells, seen)
    if row.place is not Place.GLUED or not pieces:
        if not all(_is_one_cell(piece, cells, row.scale) for piece in pieces):
            return ()  # how many columns it fills, or whether it fills any, is not known
        if len(pieces) <= width:
            whole = Pieces(pieces, row.scale)
            if len(pieces) == width:
                return (Variant(whole, None, _WHOLE),)
            return tuple(
                Variant(whole, gap, (ORDER_KEPT, _absence(gap)))
                for gap in seen.absent(width - len(pieces))
            )
        broken = [
            Variant(Pieces(mended, row.scale), None, _MENDED) for mended in _mended(pieces, width)
        ]
        return (*_strangers(row, width), *broken)
    run = Digits(pieces, row.scale, strokes=not seen.apart)
    alone = cells[0].table == "proactive" or len(pieces) == width > 1
    if alone and seen.apart and any(map(_begins_with_zero, pieces)):
        return ()  # each stretch is a figure of its own, and no sum tells what 017 is
    if run.has_text:
        return ()  # it may stand in a column or in none
    if len(run) > _MAX_DIGITS:
        raise TooManyError
    exact = run.is_divisible(cells)
    if exact and len(pieces) > width > 1:
        return (Variant(run, None, _EXACT), *_strangers(row, width))
    if exact and not seen.short and not (seen.apart and len(pieces) < width):
        return (Variant(run, None, _EXACT),)
    if exact or run.is_divisible(cells, fewer=True):
        return tuple(
            Variant(run, gap, (_absence(gap),)) for gap in seen.absent(max(1, width - len(run)))
        )
    if (cells[0].table == "proactive" or seen.apart) and len(pieces) <= width:
        return ()  # each of the others is one figure, or no sum tells how it would be divided
    without = [
        Digits(pieces[:number] + pieces[number + 1 :], row.scale) for number in range(len(pieces))
    ]
    return tuple(
        Variant(rest, None, (AS_MANY, STRANGER)) for rest in without if rest.is_divisible(cells)
    )


def _is_one_cell(piece: Piece, cells: Sequence[CellSpec], scale: Decimal) -> bool:
    """Whether a piece is one figure or a mark for nothing or an empty cell; several figures with
    blanks between them are none."""
    if _APART.search(piece.raw) is not None:
        return False
    return piece.status is not Status.UNREADABLE or any(
        read_figure(piece.raw, kind, scale)[0] is Status.READ for kind in {c.kind for c in cells}
    )


def _without_any(row: RowText, cells: Sequence[CellSpec], seen: Habits) -> tuple[Variant, ...]:
    """The ways to take a row of which one piece, or none, is foreign to it.

    Where digits run together, the foreign ones cannot be told from the row's own: nothing can be
    said.
    """
    if row.place is Place.GLUED and not seen.apart:
        return ()
    own = attrs.evolve(row, foreign=False)
    found = list(variants(own, cells, seen))
    for number in range(len(row.pieces)):
        rest = attrs.evolve(own, pieces=row.pieces[:number] + row.pieces[number + 1 :])
        found += [
            Variant(run, gap, tuple(dict.fromkeys([*premises, STRANGER])))
            for run, gap, premises in variants(rest, cells, seen)
        ]
    return tuple(found)


def _strangers(row: RowText, width: int) -> list[Variant]:
    """The ways to take a row that has more pieces than columns: some are foreign to it."""
    pieces = row.pieces if row.place is not Place.GLUED else tuple(map(_as_cell, row.pieces))
    return [
        Variant(Pieces(chosen, row.scale), None, _STRANGERS) for chosen in _choices(pieces, width)
    ]


def _begins_with_zero(stretch: Piece) -> bool:
    """Whether a stretch begins with a needless zero, as no figure does."""
    folded = fold(stretch.raw)
    return folded[:1] == "0" and folded[1:2].isdigit()


def _as_cell(stretch: Piece) -> Piece:
    """A stretch of a run as a cell by itself; one that begins with a needless zero is no figure."""
    status, value = read_figure(stretch.raw)
    if status is Status.READ and str(value)[:1] != fold(stretch.raw)[:1]:
        return stretch._replace(status=Status.UNREADABLE, value=None)
    return stretch._replace(status=status, value=value)


def _choices(pieces: Sequence[Piece], width: int) -> list[tuple[Piece, ...]]:
    """All ways to choose so many of the pieces in order; of choices that look the same the
    first."""
    found: list[tuple[Piece, ...]] = []

    def choose(start: int, chosen: tuple[Piece, ...]) -> None:
        if len(chosen) == width:
            found.append(chosen)
            if len(found) > _MAX_CHOICES:
                raise TooManyError
            return
        seen: set[object] = set()
        for number in range(start, len(pieces) - width + len(chosen) + 1):
            piece = pieces[number]
            if (look := (piece.status, piece.value, piece.raw)) not in seen:
                seen.add(look)
                choose(number + 1, (*chosen, piece))

    choose(0, ())
    return found


def _mended(pieces: Sequence[Piece], width: int) -> list[tuple[Piece, ...]]:
    """All ways to put neighbouring pieces together, and to leave out others, until there are as
    many as columns."""
    found: list[tuple[Piece, ...]] = []
    if not any(_together(first, second) for first, second in pairwise(pieces)):
        return found
    steps = 0

    def mend(at: int, done: tuple[Piece, ...], mended: bool) -> None:
        nonlocal steps
        steps += 1
        if steps > _MAX_STEPS:  # most ways may put nothing together
            raise TooManyError
        left = len(pieces) - at
        if len(done) == width and mended:
            found.append(done)
            if len(found) > _MAX_CHOICES:
                raise TooManyError
        if len(done) >= width or left < width - len(done):
            return
        mend(at + 1, (*done, pieces[at]), mended)
        if left > width - len(done):
            if left > 1 and (whole := _together(pieces[at], pieces[at + 1])):
                mend(at + 2, (*done, whole), True)
            mend(at + 1, done, mended)

    mend(0, (), False)
    return list(dict.fromkeys(found))


def _together(first: Piece, second: Piece) -> Piece | None:
    """Two pieces as the figure that they are together, None where they are none."""
    raw = first.raw + second.raw
    if not (raw.isascii() and raw.isdigit()) or (raw[0] == "0" and len(raw) > 1):
        return None
    return Piece(Status.READ, int(raw), raw, Span(first.span.start, second.span.end), first.origin)


def _absence(gap: Gap) -> str:
    return LOST_CELL if gap is Gap.LOST else DROPPED
