"""One reading of one row against the row's own sum: what it says of each cell, and what it gives to
the columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from math import comb
from typing import Final, NamedTuple, TypeAlias

from ..form import CellSpec
from .divisions import (
    READING_LIMIT,
    TooManyError,
    all_divisions,
    balanced_divisions,
    division_counts,
)
from .runs import (
    Content,
    Digits,
    Gap,
    Pieces,
    Reading,
    Spot,
    are_integers,
    counts_of_figures,
    filled,
    placements,
)
from .search import Number, Option

Run: TypeAlias = Pieces | Digits


class Filling(NamedTuple):
    """A reading with what follows from it: ``shown`` for each cell, ``option`` for the columns, and
    where each figure stands.

    A gap that is still shown is a figure that the reading does not tell.
    """

    shown: tuple[Content, ...]
    option: Option
    spots: tuple[Spot | None, ...]

    @property
    def is_idle(self) -> bool:
        """Whether the total is a dropped blank, so that the row's sum can hold but has confirmed
        nothing."""
        return self.spots[-1] is None and self.shown[-1] is None


class Settled(NamedTuple):
    """A filling of a certain row: the run in which it stands, from ``at`` on, and the premises it
    rests on."""

    filling: Filling
    run: Run
    at: int
    premises: tuple[str, ...]

    @property
    def shown(self) -> tuple[Content, ...]:
        """What the reading says of each cell."""
        return self.filling.shown

    def is_torn(self, column: int) -> bool:
        """Whether the figure of a column would be put together of stretches with a blank between
        them."""
        spot = self.filling.spots[column]
        return spot is not None and self.run.is_torn((spot[0] + self.at, spot[1] + self.at))


def settle(
    values: Sequence[Content], all_totals: bool, sum_holds: bool
) -> tuple[tuple[Content, ...], Option] | None:
    """Work out a reading, None where the row's sum is asked for and cannot hold.

    The last cell is the total of the others. A blank total, a lost figure and a cell that cannot be
    read are unknown whole numbers from 0 up; if only one is unknown, the sum determines it. A blank
    cell elsewhere counts as 0, unless all cells of the row are totals, as those of the row 总计
    are.

    >>> settle((2, None, None, 3), all_totals=False, sum_holds=True) is None
    True
    >>> settle((2, Gap.LOST, None, 3), all_totals=False, sum_holds=True)
    ((2, 1, None, 3), Option(known=(2, 1, 0, 3), free=0))
    """
    known: list[Number] = []
    unknown: list[int] = []
    last = len(values) - 1
    for column, value in enumerate(values):
        if value is None:
            known.append(0)
            if column == last or all_totals:
                unknown.append(column)
        elif isinstance(value, Gap):
            known.append(0)
            unknown.append(column)
        else:
            known.append(value)
    shown = tuple(values)
    if not unknown:
        return (
            (shown, Option(tuple(known), 0))
            if not sum_holds or sum(known[:-1]) == known[-1]
            else None
        )
    free = 0
    parts = sum(known[:-1])
    rest = known[-1] - parts
    if not sum_holds:
        free = sum([1 << column for column in unknown])
    elif unknown == [last]:
        if parts < 0:
            return None
        known[last], shown = parts, _told(shown, last, parts)
    elif last in unknown:  # a total of unknown parts is at least the sum of the known ones
        free = sum([1 << column for column in unknown])
        known[last] = parts
    elif rest < 0:
        return None
    elif len(unknown) == 1 or rest == 0:
        for column in unknown:
            known[column], shown = rest, _told(shown, column, rest)
    else:
        free = sum([1 << column for column in unknown])
    return shown, Option(tuple(known), free)


def _told(shown: tuple[Content, ...], column: int, value: Number) -> tuple[Content, ...]:
    """The sum tells what was lost; a blank cell stays blank, and a text stays what it is."""
    return (*shown[:column], value, *shown[column + 1 :]) if shown[column] is Gap.LOST else shown


def fillings(
    run: Run, start: int, end: int, cells: Sequence[CellSpec], gap: Gap | None, *, sum_holds: bool
) -> Sequence[Filling]:
    """The readings of a run from ``start`` to ``end`` for these cells, worked out; with
    ``sum_holds`` those whose sum can hold.

    Raises:
        TooManyError: there are more than are listed.
    """
    if isinstance(run, Digits) and run.is_plain and are_integers(cells):
        of_digits = _of_few_digits if gap is None and end - start <= _FEW else _of_digits
        return of_digits(run.text[start:end], len(cells), gap, cells[0].is_total, sum_holds)
    # all cells of one row hold counts; table four has three of them in a line
    if isinstance(run, Pieces) and _is_one_row(cells) and cells[0].table != "proactive":
        contents = run.contents(start, end, "count")
        if not any(
            isinstance(content, Decimal) for content in contents
        ):  # 4.0 would be remembered as 4
            return _of_pieces(contents, len(cells), gap, cells[0].is_total, sum_holds)
    return _worked_out(run.between(start, end, cells, gap), cells[0].is_total, sum_holds)


def _worked_out(
    readings: Iterable[Reading], all_totals: bool, sum_holds: bool
) -> tuple[Filling, ...]:
    found = []
    for number, (values, spots) in enumerate(readings):
        if number >= READING_LIMIT:
            raise TooManyError
        done = settle(values, all_totals, sum_holds)
        if done is not None:
            found.append(Filling(*done, spots))
    return tuple(found)


def _is_one_row(cells: Sequence[CellSpec]) -> bool:
    return cells[0].row == cells[-1].row


@lru_cache(maxsize=512)
def _of_pieces(
    contents: tuple[Content, ...], width: int, gap: Gap | None, all_totals: bool, sum_holds: bool
) -> tuple[Filling, ...]:
    """The readings of whole cells in a row of few columns; many rows of a table hold the same."""
    return _worked_out(placements([contents] * width, len(contents), gap), all_totals, sum_holds)


def count_fillings(
    run: Run, start: int, end: int, cells: Sequence[CellSpec], gap: Gap | None, *, sum_holds: bool
) -> int:
    """About how many readings must be listed, without listing them."""
    width = len(cells)
    if isinstance(run, Digits) and run.is_plain and are_integers(cells):
        return _listed(run.text[start:end], width, gap, cells[0].is_total, sum_holds)
    return sum([comb(width, count) for count in counts_of_figures(end - start, width, gap)])


def is_fillable(
    run: Run, start: int, end: int, cells: Sequence[CellSpec], gap: Gap | None, *, sum_holds: bool
) -> bool:
    """Whether there is any such reading.

    Raises:
        TooManyError: too many would have to be listed to find out.
    """
    if not isinstance(run, Digits) or not run.is_plain or not are_integers(cells):
        return bool(fillings(run, start, end, cells, gap, sum_holds=sum_holds))
    width, digits = len(cells), run.text[start:end]
    if sum_holds and (gap is None or cells[0].is_total):
        return bool(fillings(run, start, end, cells, gap, sum_holds=True))
    counts = division_counts(digits, width)
    figures = counts_of_figures(len(digits), width, gap)
    # where the total may be absent, some reading leaves it out, and then any figures before it will
    # do
    if any(counts[count] for count in figures if count < width or not sum_holds):
        return True
    return width in figures and bool(balanced_divisions(digits, width))


def _listed(digits: str, width: int, gap: Gap | None, all_totals: bool, sum_holds: bool) -> int:
    """How many readings are listed one by one, and not found by their sum."""
    if gap is None:
        return 0 if sum_holds else division_counts(digits, width)[width]
    counts = division_counts(digits, width)
    found = 0
    for count in counts_of_figures(len(digits), width, gap):
        by_sum = count and sum_holds and (count == width or (gap is Gap.BLANK and not all_totals))
        found += counts[count] * (
            comb(width, count) - (comb(width - 1, count - 1) if by_sum else 0)
        )
    return found


_FEW: Final = 9
"""Runs of so many digits are nearly all rows of most tables, and come again and again."""


def _of_digits(
    digits: str, width: int, gap: Gap | None, all_totals: bool, sum_holds: bool
) -> tuple[Filling, ...]:
    """The readings of a run of plain digits."""
    if _listed(digits, width, gap, all_totals, sum_holds) > READING_LIMIT:
        raise TooManyError
    found = []
    for count in counts_of_figures(len(digits), width, gap):
        for columns in combinations(range(width), count):
            # what stands in the total is the sum of the others, unless some of them are unknown
            by_sum = (
                sum_holds
                and columns[-1:] == (width - 1,)
                and (count == width or (gap is Gap.BLANK and not all_totals))
            )
            for ends in (
                balanced_divisions(digits, count) if by_sum else all_divisions(digits, count)
            ):
                starts = (0, *ends)[:-1]
                spots = tuple(zip(starts, ends, strict=True))
                values = tuple([int(digits[a:b]) for a, b in spots])
                if count == width:
                    found.append(Filling(values, Option(values, 0), spots))
                    continue
                reading = filled(width, columns, values, spots, gap)
                done = settle(reading.values, all_totals, sum_holds)
                if done is not None:
                    found.append(Filling(*done, reading.spots))
        if len(found) > READING_LIMIT:
            raise TooManyError
    return tuple(found)


_of_few_digits = lru_cache(maxsize=1024)(_of_digits)
