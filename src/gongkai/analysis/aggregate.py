"""Adding reports up: the cells of a whole as the sums of its units' cells."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import attrs

from .. import form
from ..figures import trim
from ..form import Figure
from ..model import INFERRED_UNIT, UNKNOWN_UNIT, Cell, Cells, ReportData, Status
from .case import Case

_MOST_CANDIDATES = 1_000


@attrs.frozen
class Contribution:
    """What one unit adds to a cell of the whole. ``value`` is None where the unit's figure is not
    known (``status`` says why)."""

    unit: str
    value: Figure
    status: Status


def common_edition(reports: Sequence[ReportData]) -> int:
    """The edition of the sum: the newest among the units."""
    return max(report.form_edition for report in reports)


def unit_names(cases: Sequence[Case]) -> list[str]:
    """A name for each unit; units without a name are numbered."""
    return [case.name or f"#{number}" for number, case in enumerate(cases, 1)]


def added(reports: Sequence[ReportData]) -> Cells:
    """The cells of the whole.

    A sum is known where every addend is; blank cells and marks for nothing add nothing, and where
    all are blank so is the sum. It is ``inferred`` where an addend is, and its ``basis`` names each
    such addend as ``inferred:<unit>``. A sum with an unknown addend (missing, ambiguous,
    unreadable, or a blank total) has no value: its ``basis`` names each such addend as
    ``unknown:<unit>``. It is ``ambiguous`` with every possible sum where the addends have
    candidates (``cut`` where those of one may not be all), else ``missing``. Amounts are exact.
    """
    cases = [Case(report) for report in reports]
    names = unit_names(cases)
    edition = common_edition(reports)
    return Cells({cell.path: _sum(cell.path, cases, names) for cell in form.cells(edition)})


def _sum(path: str, cases: Sequence[Case], names: Sequence[str]) -> Cell:
    operands = [case.operands.get(path) for case in cases]
    if None not in operands:
        if all(
            path in case.cells
            and case.cells[path].status is not Status.READ
            and case.cells[path].value is None
            for case in cases
        ):
            return Cell(path, Status.BLANK)
        proven = tuple(
            INFERRED_UNIT + name
            for name, case in zip(names, cases, strict=True)
            if case.cells[path].status is Status.INFERRED
        )
        status = Status.INFERRED if proven else Status.READ
        return Cell(path, status, total(operands), basis=proven)
    there = [case.cells.get(path) for case in cases]
    if all(cell is not None and cell.status in (Status.BLANK, Status.DASH) for cell in there):
        return Cell(path, Status.BLANK)  # a total that every unit left blank
    unknown = [
        (name, cell)
        for name, cell, operand in zip(names, there, operands, strict=True)
        if operand is None
    ]
    basis = tuple(UNKNOWN_UNIT + name for name, _ in unknown)
    known = total([operand for operand in operands if operand is not None])
    sums: set[Figure] = {known}
    for _, cell in unknown:
        choices = cell.candidates if cell is not None and cell.status is Status.AMBIGUOUS else ()
        sums = {total([base, choice or 0]) for base in sums for choice in choices}
        if not 0 < len(sums) <= _MOST_CANDIDATES or (
            form.spec(cases[0].edition)[path].is_total and None in choices
        ):
            return Cell(path, Status.MISSING, basis=basis)
    return Cell(
        path,
        Status.AMBIGUOUS,
        candidates=tuple(sorted(sums, key=lambda value: value or 0)),
        basis=basis,
        cut=any(cell is not None and cell.cut for _, cell in unknown),
    )


def total(values: Sequence[Figure]) -> Figure:
    """The exact sum of known figures: an int, or a Decimal where one of them is. No figures add up
    to 0.

    >>> total([1, Decimal("0.50")])
    Decimal('1.5')
    """
    found = form.added([0, *values])
    return trim(found) if isinstance(found, Decimal) else found


def contributions(reports: Sequence[ReportData], path: str) -> tuple[Contribution, ...]:
    """What each unit adds to one cell, in the order of the units. A unit whose edition lacks the
    cell has status ``missing``."""
    cases = [Case(report) for report in reports]
    return tuple(
        Contribution(
            name,
            case.operands.get(path),
            case.cells[path].status if path in case.cells else Status.MISSING,
        )
        for name, case in zip(unit_names(cases), cases, strict=True)
    )
