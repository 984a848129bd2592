"""One reading of one row against the row's own sum: what it says of each cell, and what it gives to the columns."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Final, Literal, NamedTuple, TypeAlias

from ..form import CellSpec, Figure
from ..model import Status
from .readings import LOST, Reading
from .search import Number, Option, Part


class _Unknown(Enum):
    UNKNOWN = "unknown"


UNKNOWN: Final = _Unknown.UNKNOWN
"""What a reading says of a cell that holds a figure it does not tell."""

Shown: TypeAlias = Figure | Literal[_Unknown.UNKNOWN]
"""What a reading says of a cell: a figure, None for no figure, or UNKNOWN."""


class Settled(NamedTuple):
    """A reading with what follows from it: ``shown`` for each cell, ``option`` for each column, and the premises it rests on."""

    reading: Reading
    shown: tuple[Shown, ...]
    option: Option
    premises: tuple[str, ...] = ()


_NONE: Final = Part(0)
_FREE: Final = Part(0, True)


def settle(reading: Reading, cells: Sequence[CellSpec], premises: tuple[str, ...], *, sum_holds: bool) -> Settled | None:
    """Work out a reading, None where the row's sum is asked for and cannot hold.

    The last cell is the total of the others. A blank total, a lost figure and a cell that cannot be read are unknown whole numbers
    from 0 up; if only one is unknown, the sum determines it. A blank cell elsewhere counts as 0.
    """
    known: list[Number] = []
    unknown: list[int] = []
    last = len(reading) - 1
    for column, mark in enumerate(reading):
        if mark.value is not None:
            known.append(mark.value)
            continue
        known.append(0)
        # all cells of the row 总计 are totals, or the last one alone
        if mark is LOST or mark.status is Status.UNREADABLE or column == last or cells[0].is_total:
            unknown.append(column)
    if not unknown:
        if sum_holds and sum(known[:-1]) != known[-1]:
            return None
        values = tuple([mark.value for mark in reading])
        return Settled(reading, values, tuple([Part(number) for number in known]), premises)
    shown: list[Shown] = [UNKNOWN if mark is LOST or mark.status is Status.UNREADABLE else mark.value for mark in reading]
    option = [Part(number) for number in known]
    parts = sum(known[:-1])
    if not sum_holds:
        for column in unknown:
            option[column] = _FREE
    elif unknown == [last]:
        if parts < 0:
            return None
        _fill(reading, shown, option, last, parts)
    elif last in unknown:  # a total of unknown parts is at least the sum of the known ones
        for column in unknown:
            option[column] = _FREE
        option[last] = Part(parts, True)
    else:
        rest = known[-1] - parts
        if rest < 0:
            return None
        if len(unknown) == 1 or rest == 0:
            for column in unknown:
                _fill(reading, shown, option, column, rest)
        else:
            for column in unknown:
                option[column] = _FREE
    return Settled(reading, tuple(shown), tuple(option), premises)


def _fill(reading: Reading, shown: list[Shown], option: list[Part], column: int, value: Number) -> None:
    option[column] = Part(value)
    if reading[column] is LOST:
        shown[column] = value
