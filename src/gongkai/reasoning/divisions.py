"""A run of digits as figures: all its divisions, or those whose last figure is the sum of the others."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

READING_LIMIT: Final = 2000
"""So many readings of one row are listed; a row with more is not read."""

MAX_FIGURE: Final = 30
"""More digits than any figure of a report has."""


class TooManyError(Exception):
    """The row has more readings than are listed. Never leaves the reasoning room."""


@lru_cache(maxsize=4096)
def all_divisions(digits: str, count: int) -> tuple[tuple[int, ...], ...]:
    """Every division of a run of digits into ``count`` figures without leading zeros, as the ends of the figures.

    >>> all_divisions("2300", 3)
    ((1, 3, 4), (2, 3, 4))

    Raises:
        TooManyError: there are more than are listed.
    """
    length = len(digits)
    if count == 0:
        return ((),) if not length else ()
    if length == count:
        return (tuple(range(1, length + 1)),)
    found: list[tuple[int, ...]] = []

    def divide(left: int, left_over: int, ends: tuple[int, ...]) -> None:
        if left_over == 1:
            if (digits[left] != "0" or left == length - 1) and length - left <= MAX_FIGURE:
                found.append((*ends, length))
                if len(found) > READING_LIMIT:
                    raise TooManyError
            return
        longest = 1 if digits[left] == "0" else min(MAX_FIGURE, length - left - left_over + 1)
        for right in range(left + 1, left + longest + 1):
            divide(right, left_over - 1, (*ends, right))

    if length > count:
        if count_divisions(digits, count) > READING_LIMIT:
            raise TooManyError
        divide(0, count, ())
    return tuple(found)


@lru_cache(maxsize=4096)
def count_divisions(digits: str, count: int) -> int:
    """How many divisions a run has, without listing them."""
    length = len(digits)
    if length <= count:
        return int(length == count)
    ways = [0] * length + [1]  # ways[i]: divisions of digits[i:] into so many figures as rounds have passed
    for _ in range(count):
        ways = [sum(ways[i + 1 : i + 2 if digits[i] == "0" else i + MAX_FIGURE + 1]) for i in range(length)] + [0]
    return ways[0]


_STEPS: Final = 80_000


@lru_cache(maxsize=4096)
def balanced_divisions(digits: str, count: int) -> tuple[tuple[int, ...], ...]:
    """The divisions in which the last figure is the sum of the others.

    A number and the sum of its digits leave the same rest modulo 9. So do the figures before the total and the total itself,
    wherever the figures' borders are: most lengths of the total are refused by that alone. For the others the figures are cut
    in two halves, and sums of the first half are looked up for sums of the second.

    >>> balanced_divisions("230000023", 7)
    ((2, 3, 4, 5, 6, 7, 9),)

    Raises:
        TooManyError: they could not be found in a bounded number of steps.
    """
    length = len(digits)
    if count < 2:
        return ((1,),) if count == 1 and digits == "0" else ()
    if length == count:
        return (tuple(range(1, length + 1)),) if int(digits[-1]) == sum(map(int, digits[:-1])) else ()
    first_half = (count - 1) // 2
    fronts: dict[int, dict[int, list[tuple[int, ...]]]] | None = None
    found: list[tuple[int, ...]] = []
    steps = _STEPS
    whole, tail = sum(map(int, digits)) % 9, 0
    for size in range(1, min(MAX_FIGURE, length - count + 1) + 1):
        border = length - size
        tail += int(digits[border])
        if (digits[border] == "0" and size > 1) or 2 * tail % 9 != whole or border > (count - 1) * size:
            continue
        if fronts is None:
            fronts, steps = _fronts(digits[:border], first_half, steps)
        total = int(digits[border:])
        backs, steps = _backs(digits[:border], count - 1 - first_half, total, steps)
        for middle, some in backs.items():
            by_sum = fronts.get(middle, {})
            for value, ends in some:
                found += [(*front, *ends, length) for front in by_sum.get(total - value, ())]
        if len(found) > READING_LIMIT:
            raise TooManyError
    return tuple(found)


def _fronts(digits: str, figures: int, steps: int) -> tuple[dict[int, dict[int, list[tuple[int, ...]]]], int]:
    """By end and by sum, the divisions of the beginnings of a run into so many figures; and the steps that are left."""
    level: dict[int, list[tuple[int, tuple[int, ...]]]] = {0: [(0, ())]}
    for _ in range(figures):
        following: dict[int, list[tuple[int, tuple[int, ...]]]] = {}
        for left, some in level.items():
            longest = 1 if digits[left] == "0" else MAX_FIGURE
            for right in range(left + 1, min(left + longest, len(digits) - 1) + 1):
                value = int(digits[left:right])
                following.setdefault(right, []).extend([(value + before, (*ends, right)) for before, ends in some])
                steps -= len(some)
            if steps < 0:
                raise TooManyError
        level = following
    by_sum: dict[int, dict[int, list[tuple[int, ...]]]] = {}
    for end, some in level.items():
        sums = by_sum[end] = {}
        for value, ends in some:
            sums.setdefault(value, []).append(ends)
    return by_sum, steps


def _backs(digits: str, figures: int, most: int, steps: int) -> tuple[dict[int, list[tuple[int, tuple[int, ...]]]], int]:
    """By start, the sums (up to ``most``) and ends of the divisions of the ends of a run; and the steps that are left."""
    level: dict[int, list[tuple[int, tuple[int, ...]]]] = {len(digits): [(0, ())]}
    for _ in range(figures):
        following: dict[int, list[tuple[int, tuple[int, ...]]]] = {}
        for right, some in level.items():
            for left in range(right - 1, max(right - MAX_FIGURE, 0) - 1, -1):
                if digits[left] == "0" and right - left > 1:
                    continue
                value = int(digits[left:right])
                if value > most:
                    break
                following.setdefault(left, []).extend([(value + behind, (right, *ends)) for behind, ends in some])
                steps -= len(some)
            if steps < 0:
                raise TooManyError
        level = following
    return level, steps
