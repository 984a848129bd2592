"""A run of digits as figures: all its divisions, or those whose last figure is the sum of the
others."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, TypeAlias

READING_LIMIT: Final = 2000
"""So many readings of one row are listed; a row with more is not read."""

MAX_FIGURE: Final = 15
"""No figure of a report has more digits."""

Ends: TypeAlias = tuple[int, ...]
"""A division of a run: where each of its figures ends."""


class TooManyError(Exception):
    """The row has more readings than are listed. Never leaves the reasoning room."""


def all_divisions(digits: str, count: int) -> tuple[Ends, ...]:
    """Every division of a run of digits into ``count`` figures without leading zeros.

    >>> all_divisions("2300", 3)
    ((1, 3, 4), (2, 3, 4))

    Raises:
        TooManyError: there are more than are listed.
    """
    length = len(digits)
    if count == 0:
        return ((),) if not length else ()
    if length <= count:
        return (tuple(range(1, length + 1)),) if length == count else ()
    if division_counts(digits, count)[count] > READING_LIMIT:
        raise TooManyError
    found: list[Ends] = []

    def divide(left: int, left_over: int, ends: Ends) -> None:
        if left_over == 1:
            if (digits[left] != "0" or left == length - 1) and length - left <= MAX_FIGURE:
                found.append((*ends, length))
            return
        longest = 1 if digits[left] == "0" else min(MAX_FIGURE, length - left - left_over + 1)
        for right in range(left + 1, left + longest + 1):
            divide(right, left_over - 1, (*ends, right))

    divide(0, count, ())
    return tuple(found)


@lru_cache(maxsize=4096)
def division_counts(digits: str, most: int) -> tuple[int, ...]:
    """How many divisions a run has into 0, 1, … ``most`` figures, without listing them.

    >>> division_counts("2300", 4)
    (0, 1, 2, 2, 1)
    """
    length = len(digits)
    ways = [0] * length + [
        1
    ]  # ways[i]: divisions of digits[i:] into so many figures as rounds have passed
    found = [int(not length)]
    reach = [i + 1 + (digit != "0") * (MAX_FIGURE - 1) for i, digit in enumerate(digits)]
    for _ in range(most):
        ways = [sum(ways[i + 1 : reach[i] + 1]) for i in range(length)] + [0]
        found.append(ways[0])
    return tuple(found)


_STEPS: Final = 60_000


@lru_cache(maxsize=4096)
def balanced_divisions(digits: str, count: int) -> tuple[Ends, ...]:
    """The divisions in which the last figure is the sum of the others.

    A number and the sum of its digits leave the same rest modulo 9. So do the figures before the
    total and the total itself, wherever the figures' borders are: most lengths of the total are
    refused by that alone. For the others the figures are cut in two halves, and what the second
    half leaves of the total is looked up among the sums of the first.

    >>> balanced_divisions("230000023", 7)
    ((2, 3, 4, 5, 6, 7, 9),)

    Raises:
        TooManyError: they could not be found in a bounded number of steps.
    """
    length = len(digits)
    if count < 2:
        return ((1,),) if count == 1 and digits == "0" else ()
    if length <= count:
        return (
            (tuple(range(1, length + 1)),)
            if length == count and int(digits[-1]) == sum(map(int, digits[:-1]))
            else ()
        )
    sizes = _sizes_of_the_total(digits, count)
    if not sizes:
        return ()
    halves = _Halves(digits, count - 1, sizes)
    return tuple(ends for size in sizes for ends in halves.adding_up_to(size))


def _sizes_of_the_total(digits: str, count: int) -> list[int]:
    """How many digits the total can have."""
    length = len(digits)
    most = min(MAX_FIGURE, length - count + 1)
    if count <= 10:  # of fewer than ten parts one is nearly as long as the total
        most = min(most, max(1, (length - count + 3) // 2))
    whole, tail = sum(map(int, digits)) % 9, 0
    found = []
    for size in range(1, most + 1):
        first = digits[length - size]
        tail += int(first)
        if (
            (first != "0" or size == 1)
            and 2 * tail % 9 == whole
            and length - size <= (count - 1) * size
        ):
            found.append(size)
    return found


class _Halves:
    """The parts before a total in two halves: the sums of the first by where it ends, the second
    gone through one by one."""

    def __init__(self, digits: str, parts: int, sizes: list[int]) -> None:
        self._digits, self._steps = digits, _STEPS
        self._longest = [1 if digit == "0" else sizes[-1] for digit in digits]
        self._behind = parts - parts // 2
        self._fronts = self._sums(parts // 2, len(digits) - sizes[0] - self._behind)

    def _spend(self, steps: int) -> None:
        self._steps -= steps
        if self._steps < 0:
            raise TooManyError

    def _sums(self, parts: int, last: int) -> dict[int, dict[int, list[Ends]]]:
        """By end (up to ``last``) and by sum, the divisions of the beginnings of the run into so
        many figures."""
        digits = self._digits
        level: dict[int, dict[int, list[Ends]]] = {0: {0: [()]}}
        for left_over in reversed(range(parts)):
            following: dict[int, dict[int, list[Ends]]] = {}
            for left, sums in level.items():
                for right in range(left + 1, min(left + self._longest[left], last - left_over) + 1):
                    value = int(digits[left:right])
                    to = following.setdefault(right, {})
                    self._spend(len(sums))
                    for before, many in sums.items():
                        to.setdefault(value + before, []).extend([(*ends, right) for ends in many])
            level = following
        return level

    def adding_up_to(self, size: int) -> list[Ends]:
        """The divisions whose last ``size`` digits are the sum of the figures before."""
        digits, fronts = self._digits, self._fronts
        length = len(digits)
        found: list[Ends] = []

        def back(right: int, parts: int, rest: int, ends: Ends) -> None:
            """Take figures from behind; ``rest`` of the total is left to what stands before
            ``right``."""
            least = parts if fronts.keys() != {0} else 0
            lefts = range(right - 1, max(right - size, least) - 1, -1)
            self._spend(len(lefts))
            for left in lefts:
                if digits[left] == "0" and right - left > 1:
                    continue
                over = rest - int(digits[left:right])
                if over < 0:
                    break
                if parts > 1:
                    back(left, parts - 1, over, (right, *ends))
                elif (sums := fronts.get(left)) is not None and (
                    many := sums.get(over)
                ) is not None:
                    found.extend([(*front, right, *ends) for front in many])

        back(length - size, self._behind, int(digits[length - size :]), (length,))
        if len(found) > READING_LIMIT:
            raise TooManyError
        return found
