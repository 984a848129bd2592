"""Rows that no column sum connects with others: those of table two, and the one line of table four
with its three sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from ..form import CellSpec
from ..model import RowText
from .divisions import TooManyError
from .readings import DROPPED, Habits, Variant, variants
from .settle import Settled, count_fillings, fillings, is_fillable

_STEPS: Final = 3_000
"""So many readings of a line's stretches are looked at; a line with more is not read."""


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
    for failing in range(len(groups) + 1 if summed else 1):
        left: list[dict[Settled, None]] = [{} for _ in groups]
        broken: set[int] = set()
        for failed in combinations(range(len(groups)), failing):
            strict = [summed and number not in failed for number in range(len(groups))]
            for way in ways:
                found = way.solve(strict)
                if found:
                    broken.update(failed)
                    for known, more in zip(left, found, strict=True):
                        known.update(dict.fromkeys(more))
        if all(left):
            if summed and any(map(_is_idle, left)):
                break
            return Line(tuple(map(tuple, left)), frozenset(broken))
    else:
        return None
    # a sum holds only because its total would be blank: then it shows nothing, and every reading of
    # the line counts
    loose = [found for way in ways if (found := way.solve([False] * len(groups)))]
    merged = [
        dict.fromkeys(done for found in loose for done in found[number])
        for number in range(len(groups))
    ]
    return Line(tuple(map(tuple, merged)), frozenset()) if all(merged) else None


def _is_idle(known: Mapping[Settled, None]) -> bool:
    """Whether a group has figures and a blank total in all of its readings."""
    return all(
        done.filling.is_idle
        and DROPPED in done.premises
        and any(spot is not None for spot in done.filling.spots)
        for done in known
    )


class _Way:
    """One way to take a line, and what its stretches can be."""

    def __init__(self, variant: Variant, groups: Sequence[Sequence[CellSpec]]) -> None:
        self._variant, self._groups = variant, groups
        self._fits: dict[tuple[int, int, int, bool], bool] = {}
        self._read: dict[tuple[int, int, int, bool], list[Settled]] = {}
        self._steps = _STEPS

    def _can_be(self, group: int, start: int, end: int, strict: bool) -> bool:
        """Whether a stretch has a reading for a group."""
        key = (group, start, end, strict)
        found = self._fits.get(key)
        if found is None:
            run, gap, _ = self._variant
            self._steps -= (
                1 + (end - start) ** 3 // 1000
            )  # what it takes to look for a sum in so many digits
            if self._steps < 0:
                raise TooManyError
            found = self._fits[key] = is_fillable(
                run, start, end, self._groups[group], gap, sum_holds=strict
            )
        return found

    def _stretch(self, group: int, start: int, end: int, strict: bool) -> list[Settled]:
        """The readings of a stretch for a group."""
        key = (group, start, end, strict)
        found = self._read.get(key)
        if found is None:
            run, gap, premises = self._variant
            many = fillings(run, start, end, self._groups[group], gap, sum_holds=strict)
            found = self._read[key] = [Settled(filling, run, start, premises) for filling in many]
        return found

    def _spend(self, group: int, start: int, end: int, strict: bool) -> None:
        if (group, start, end, strict) not in self._read:
            run, gap, _ = self._variant
            self._steps -= 1 + count_fillings(
                run, start, end, self._groups[group], gap, sum_holds=strict
            )
            if self._steps < 0:
                raise TooManyError

    def solve(self, strict: Sequence[bool]) -> list[list[Settled]] | None:
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
                    if end not in ends and self._can_be(number, start, end, strict[number]):
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
                if a <= b and self._can_be(number, a, b, strict[number])
            ]
            for start, end in pairs:
                self._spend(number, start, end, strict[number])
            stretches.append(pairs)
            ends = {start for start, _ in pairs}
        return [
            [
                done
                for start, end in pairs
                for done in self._stretch(number, start, end, strict[number])
            ]
            for number, pairs in enumerate(reversed(stretches))
        ]
