"""A whole and its units: many reports added up to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from .analysis.aggregate import Contribution, added, common_edition, contributions
from .checking.check import Selection, check_units
from .checking.rule import Rule
from .findings import Findings
from .form.naming import Language
from .model import ReportData
from .report import Report


@attrs.frozen(slots=False, repr=False)
class Aggregate(Report):
    """The sum of several reports, itself a report. ``units`` are the reports that were added up.

    A cell is known where it is known in every unit; otherwise its ``basis`` names the units whose
    figure is unknown.
    """

    units: tuple[ReportData, ...] = attrs.field(default=(), repr=False, kw_only=True)
    expected: tuple[str, ...] = attrs.field(default=(), repr=False, kw_only=True)

    def contributions(self, path: str) -> tuple[Contribution, ...]:
        """What each unit adds to one cell, in the order of the units.

        Raises:
            UnknownPathError: the sum has no cell with this path.

        >>> units = [Report.from_values({"requests.received.total": n}, edition=2021, publisher=f"{n}局") for n in (2, 3)]
        >>> [(c.unit, c.value) for c in aggregate(units).contributions("requests.received.total")]
        [('2局', 2), ('3局', 3)]
        """
        self[path]  # refuses a path that the form does not have
        return contributions(self.units, path)

    def check(
        self,
        *,
        lang: Language | None = None,
        select: Selection = None,
        extra: Sequence[Rule] = (),
        whole: ReportData | None = None,
    ) -> Findings:
        """Check the sum like any report, its units among themselves, and, if ``whole`` is given,
        against that published report."""
        own = super().check(lang=lang, select=select, extra=extra)
        among = check_units(
            self.units, whole, expected=self.expected, lang=lang, select=select, extra=extra
        )
        return Findings([*own, *among], [*own.checks, *among.checks], lang=own.lang)


def aggregate(
    reports: Iterable[ReportData],
    *,
    title: str | None = None,
    publisher: str | None = None,
    expected: Iterable[str] = (),
) -> Aggregate:
    """Add up the reports of a whole's units, cell by cell.

    Counts stay integers and amounts exact decimals. A sum with an unknown addend is unknown and
    names it. Reports of different years or editions are added all the same, over the cells of the
    newest edition; the check then says so (H004). ``expected`` lists the publishers that should be
    among the units.

    Raises:
        ValueError: there are no reports.

    >>> units = [Report.from_values({"proactive.penalties.decisions": n}, edition=2021, year=2024) for n in (2, 3)]
    >>> whole = aggregate(units, publisher="某县人民政府")
    >>> whole.proactive.penalties.decisions, whole.year
    (5, 2024)
    """
    units = tuple(reports)
    if not units:
        raise ValueError("aggregate needs at least one report")
    years = {unit.year for unit in units}
    periods = {unit.period for unit in units}
    shared: dict[str, Any] = {
        "year": years.pop() if len(years) == 1 else None,
        "period": periods.pop() if len(periods) == 1 else None,
    }
    edition = common_edition(units)
    return Aggregate(
        "",
        added(units),
        edition,
        None,
        title,
        publisher,
        units=units,
        expected=tuple(expected),
        **shared,
    )
