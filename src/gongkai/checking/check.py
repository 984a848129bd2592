"""The registry of rules, and running them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TypeAlias

from ..analysis.case import Case
from ..findings import Check, Finding, Findings, State
from ..languages import Language
from ..model import ReportData
from .grouping import grouped
from .rule import Rule, Rules
from .rules import REGISTRY
from .rules.units import Whole
from .rules.years import not_chained, runs

Selection: TypeAlias = Iterable[str] | str | None
"""Rules by id or beginning of an id: ``["R", "Y001"]`` or ``"R,Y001"``; None for all."""


def rules(*ids: str) -> Rules:
    """The rules of gongkai: all of them, or those whose ids begin with one of the given words. They
    show themselves as a table.

    Raises:
        ValueError: no rule begins so.

    >>> [rule.id for rule in rules("A")]
    ['A001', 'A002', 'A003', 'A006']
    """
    return Rules(chosen(ids or None))


def chosen(select: Selection, extra: Sequence[Rule] = ()) -> tuple[Rule, ...]:
    """The selected rules of the registry and of ``extra``."""
    every = (*REGISTRY, *extra)
    if select is None:
        return every
    words = tuple(
        word.strip()
        for word in (select.split(",") if isinstance(select, str) else select)
        if word.strip()
    )
    if not words:
        raise ValueError("select names no rule")
    for word in words:
        if not any(rule.id.startswith(word) for rule in every):
            ids = [rule.id for rule in every]
            same_group = [id for id in ids if id[0] == word[0].upper()]
            near = get_close_matches(word.upper(), same_group or ids, 1, 0.5)
            raise ValueError(
                f"select: no rule begins with {word!r}"
                + (f"; did you mean {near[0]!r}?" if near else "")
            )
    return tuple(rule for rule in every if rule.id.startswith(words))


def check(
    *reports: ReportData,
    lang: Language | None = None,
    select: Selection = None,
    extra: Sequence[Rule] = (),
) -> Findings:
    """Check reports, each by itself and, where several years of one publisher are among them, from
    year to year.

    ``select`` chooses rules by id or beginning of an id (``"R,Y"`` or ``["R", "Y001"]``), ``extra``
    adds rules made with :func:`rule`, ``lang`` is ``"zh"`` or ``"en"`` (default: by the
    environment's locale). What cannot be compared, such as columns that the editions of 2019 and
    2021 define differently, a year without the year before, or a report whose publisher is written
    differently, ends as *not assessable* with its reason.

    Raises:
        ValueError: ``select`` names no rule.
    """
    ruling = chosen(select, extra)
    cases = [Case(report) for report in reports]
    jobs: list[_Job] = [
        (rule, case, rule.check(case))
        for case in cases
        for rule in ruling
        if rule.scope == "report"
    ]
    for case, before in runs(cases) if len(cases) > 1 else ():
        for rule in ruling:
            if before is None:
                if rule.scope == "years":
                    jobs.append((rule, case, [not_chained(case)]))
            elif rule.scope == "years":
                jobs.append((rule, case, rule.check(case, before)))
            elif rule.yearly is not None:
                jobs.append((rule, case, rule.yearly(case, before)))
    return _examine(jobs, lang)


def check_units(
    reports: Sequence[ReportData],
    whole: ReportData | None = None,
    *,
    expected: Sequence[str] = (),
    lang: Language | None = None,
    select: Selection = None,
    extra: Sequence[Rule] = (),
) -> Findings:
    """Check the units of a whole among themselves and, where ``whole`` is its own published report,
    against that.

    ``expected`` lists the publishers that should be among the units.

    Raises:
        ValueError: there are no reports, or ``select`` names no rule.
    """
    if not reports:
        raise ValueError("check_units needs at least one report")
    given = Whole(reports, whole, expected)
    case = given.published or given.sums
    return _examine(
        [
            (rule, case, rule.check(given))
            for rule in chosen(select, extra)
            if rule.scope == "units"
        ],
        lang,
    )


_Job: TypeAlias = tuple[Rule, Case, Iterable[Check]]


def _examine(jobs: Iterable[_Job], lang: Language | None) -> Findings:
    findings: dict[Case, list[Finding]] = {}
    checks: list[Check] = []
    for rule, case, results in jobs:
        for result in results:
            checks.append(Check._make((*result[:-2], rule.id, case.name)))
            if result.state is State.FAIL:
                findings.setdefault(case, []).append(_finding(rule, case, result))
    by_cause = (one for case, found in findings.items() for one in grouped(case, found))
    return Findings(by_cause, checks, lang=lang)


def _finding(rule: Rule, case: Case, result: Check) -> Finding:
    spans = result.spans or tuple(span for path in result.cells if (span := case.spans.get(path)))
    return Finding(
        rule=rule.id,
        severity=result.severity or rule.severity,
        kind=rule.kind,
        zh=result.zh,
        en=result.en,
        cells=result.cells,
        spans=spans,
        expected=result.expected,
        found=result.found,
        origin=result.origin,
        cause=result.cause,
        about=result.about,
        subject=case.name,
        source=case.report.source,
        reference="" if result.spans else _reference(case, result.cells),
    )


def _reference(case: Case, paths: Sequence[str]) -> str:
    """Where in a spreadsheet the first of some cells stands, '' where it stands in none."""
    for path in paths:
        cell = case.cells.get(path)
        if cell is not None and cell.span is not None:
            origin = cell.origin
            return f"{origin.sheet}!{origin.reference}" if origin and origin.sheet else ""
    return ""
