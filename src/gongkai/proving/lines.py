"""Rows that no column sum connects with others: those of table two, and the one line of table four
with its three sums."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final, Literal, NamedTuple, TypeAlias

from ..form import CellSpec
from ..model import RowText
from .divisions import TooManyError
from .readings import DROPPED, LOST_CELL, STRANGER, Habits, Variant, variants
from .runs import Content
from .settle import Settled, count_fillings, fillings, is_fillable

_STEPS: Final = 3_000
"""So many readings of a line's stretches are looked at; a line with more is not read."""


_OFF: Final = frozenset({1, 2, 10, 100})
"""By so much a clerk's total is usually wrong."""

_UNSURE: Final = frozenset({STRANGER, LOST_CELL})

Sum: TypeAlias = Literal["holds", "open", "slip"]
"""What is asked of a group's sum: nothing if it is ``open``; ``slip``: it fails, by a slip of the
pen."""


class Line(NamedTuple):
    """What is left of a line: for each of its groups the readings that remain, and the groups whose
    sum cannot hold."""

    groups: tuple[tuple[Settled, ...], ...]
    broken: frozenset[int]


def groups_of(cells: Sequence[CellSpec]) -> tuple[tuple[CellSpec, ...], ...]:
    """The cells of a line, row of the form by row of the form."""
    rows: dict[str, list[CellSpec]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    return tuple(map(tuple, rows.values()))


def solve(row: RowText, cells: Sequence[CellSpec], seen: Habits) -> Line | None:
    """The readings of a line under which the sums of its groups hold, or else the fewest of them
    fail. None: nothing fits.

    Where one group ends and the next begins is open as well; each group is read for itself between
    all borders that can be.

    Raises:
        TooManyError: the line has too many readings.
    """
    groups = groups_of(cells)
    ways = [_Way(variant, groups) for variant in variants(row, cells, seen)]
    summed = cells[0].table == "disputes"
    if summed and any(DROPPED in way.premises for way in ways):
        return _whatever_the_sums(ways, groups)
    for failing in range(len(groups) + 1 if summed else 1):
        left: list[dict[Settled, None]] = [{} for _ in groups]
        broken: set[int] = set()
        for failed in combinations(range(len(groups)), failing):
            asked: list[Sum] = [
                "holds" if summed and number not in failed else "open"
                for number in range(len(groups))
            ]
            if _add(left, ways, asked):
                broken.update(failed)
        if all(left):
            if any(_says_nothing(done) for group in left for done in group):
                return _whatever_the_sums(ways, groups)
            for hidden in range(len(groups)) if summed and not failing else ():
                _add(left, ways, ["slip" if n == hidden else "holds" for n in range(len(groups))])
            return Line(tuple(map(tuple, left)), frozenset(broken))
    return None


def _says_nothing(done: Settled) -> bool:
    """Whether a sum holds only since a mark stands for the total, where the places are not known:
    a figure of the text, or one that is lost, may be that total."""
    *parts, total = done.shown
    return not _UNSURE.isdisjoint(done.premises) and total is None and any(parts)


def _add(left: Sequence[dict[Settled, None]], ways: Sequence[_Way], asked: Sequence[Sum]) -> bool:
    """Add the readings of each group that fulfil what is asked of the sums; whether there are
    any."""
    some = False
    for way in ways:
        if found := way.solve(asked):
            some = True
            for known, more in zip(left, found, strict=True):
                known.update(dict.fromkeys(more))
    return some


def _whatever_the_sums(ways: Sequence[_Way], groups: Sequence[Sequence[CellSpec]]) -> Line | None:
    """The readings of a line that may have dropped its blank cells: its sums, one for each group,
    do not tell where."""
    left: list[dict[Settled, None]] = [{} for _ in groups]
    _add(left, ways, ["open"] * len(groups))
    return Line(tuple(map(tuple, left)), frozenset()) if all(left) else None


def is_slip(values: Sequence[Content]) -> bool:
    """Whether one slip of the pen turns figures whose sum holds into these: a figure off by one, a
    total by a little, two digits of a figure or the last two figures exchanged.

    >>> is_slip((71, 0, 0, 0, 17)), is_slip((7, 0, 0, 0, 8)), is_slip((7, 0, 0, 40, 17))
    (True, True, False)
    """
    figures = [value for value in values if isinstance(value, int)]
    if len(figures) < len(values):
        return False
    *parts, total = figures
    over = total - sum(parts)
    return over != 0 and (
        abs(over) in _OFF
        or any(_is_turned(part, part + over) for part in parts)
        or _is_turned(total, total - over)
        or sum(parts) - parts[-1] + total == parts[-1]
    )


def _is_turned(figure: int, other: int) -> bool:
    """Whether two figures differ by two neighbouring digits that have changed places."""
    one, two = str(figure), str(other)
    differing = [at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b]
    if len(one) != len(two) or len(differing) != 2:
        return False
    left, right = differing
    return left + 1 == right and (one[left], one[right]) == (two[right], two[left])


class _Way:
    """One way to take a line, and what its stretches can be."""

    def __init__(self, variant: Variant, groups: Sequence[Sequence[CellSpec]]) -> None:
        self._variant, self._groups = variant, groups
        self.premises = variant.premises
        self._fits: dict[tuple[int, int, int, Sum], bool] = {}
        self._read: dict[tuple[int, int, int, Sum], list[Settled]] = {}
        self._steps = _STEPS

    def _can_be(self, group: int, start: int, end: int, asked: Sum) -> bool:
        """Whether a stretch has a reading for a group."""
        key = (group, start, end, asked)
        found = self._fits.get(key)
        if found is None:
            run, gap, _ = self._variant
            self._steps -= (
                1 + (end - start) ** 3 // 1000
            )  # what it takes to look for a sum in so many digits
            if self._steps < 0:
                raise TooManyError
            if asked == "slip":
                self._spend(*key)
                found = bool(self._stretch(*key))
            else:
                found = is_fillable(
                    run, start, end, self._groups[group], gap, sum_holds=asked == "holds"
                )
            self._fits[key] = found
        return found

    def _stretch(self, group: int, start: int, end: int, asked: Sum) -> list[Settled]:
        """The readings of a stretch for a group."""
        key = (group, start, end, asked)
        found = self._read.get(key)
        if found is None:
            run, gap, premises = self._variant
            many = fillings(run, start, end, self._groups[group], gap, sum_holds=asked == "holds")
            found = self._read[key] = [
                Settled(filling, run, start, premises)
                for filling in many
                if asked != "slip" or is_slip(filling.shown)
            ]
        return found

    def _spend(self, group: int, start: int, end: int, asked: Sum) -> None:
        if (group, start, end, asked) not in self._read:
            run, gap, _ = self._variant
            self._steps -= 1 + count_fillings(
                run, start, end, self._groups[group], gap, sum_holds=asked == "holds"
            )
            if self._steps < 0:
                raise TooManyError

    def solve(self, asked: Sequence[Sum]) -> list[list[Settled]] | None:
        """The readings of each group that some division of the whole line contains; None where
        there is no division."""
        size = len(self._variant.run)
        exact = self._variant.gap is None
        left = sum(map(len, self._groups))
        reached = [{0}]
        for number, cells in enumerate(self._groups):
            left -= len(cells)
            last = number == len(self._groups) - 1
            ends = set()
            for start in reached[-1]:
                first = start + len(cells) if exact else start
                for end in (
                    range(size, size + 1)
                    if last
                    else range(first, size - (left if exact else 0) + 1)
                ):
                    if end not in ends and self._can_be(number, start, end, asked[number]):
                        ends.add(end)
            reached.append(ends)
        if size not in reached[-1]:
            return None
        stretches: list[list[tuple[int, int]]] = []
        ends = {size}
        for number in reversed(range(len(self._groups))):
            pairs = [
                (a, b)
                for a in reached[number]
                for b in ends
                if a <= b and self._can_be(number, a, b, asked[number])
            ]
            for start, end in pairs:
                self._spend(number, start, end, asked[number])
            stretches.append(pairs)
            ends = {start for start, _ in pairs}
        return [
            [
                done
                for start, end in pairs
                for done in self._stretch(number, start, end, asked[number])
            ]
            for number, pairs in enumerate(reversed(stretches))
        ]
