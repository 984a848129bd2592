"""One slip, one finding: what has the same cause stands under one of its findings.

A figure in the wrong column breaks the sums of two columns, and a count that the prose states
otherwise breaks a rule of its own. Whoever reads the findings has one thing to mend.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from ..analysis.case import Case
from ..analysis.repair import Repair, Slip, slips
from ..findings import Finding, Severity

_SUMS: Final = ("R001", "R002", "R003", "D001")
"""The rules that check one equation in each check."""

_PROSE: Final = ("X001", "X002", "X003", "X004", "X005", "X006", "X007", "X011")
"""The rules that hold a statement of the prose against cells, the paths in ``about``."""

_CELL: Final = ("Y001", "Y002", "Y003", "Y004", "V006")
"""The rules that say what their first cell should be, on other evidence than the table itself."""

_GRAVENESS: Final = {severity: number for number, severity in enumerate(Severity)}


def grouped(case: Case, findings: Iterable[Finding]) -> list[Finding]:
    """The findings of one case, those with the same cause under one of them.

    Together are: the sums that one change would mend; two errors that cancel out, if they are that
    change; what the prose, the year before or the unit says against a cell, if the change would
    make that right too, or if each asks for the same figure; the blank that is a total left out;
    the columns of a total that differs from the year before.
    """
    left = list(findings)
    found: list[Finding] = []
    for slip in slips(case) if case.failing else ():
        if members := _members(slip, left):
            repairs = [r for r in slip.repairs if r.changes]
            agreeing = [one for one in left if _asks(one) and _agreeing(case, repairs, [one])]
            members += agreeing
            left = [one for one in left if all(one is not other for other in members)]
            fitting = _agreeing(case, repairs, agreeing)
            found.append(_under(members, fitting[0] if len(fitting) == 1 else None))
    for same in _alike(left):
        found.append(_under(same))
    return found


def _members(slip: Slip, findings: Sequence[Finding]) -> list[Finding]:
    """The findings about equations of a slip: a sum that fails, or two that cancel out."""
    return [
        one
        for one in findings
        if (one.rule in _SUMS and f"{one.rule}:{one.about}" in slip.equations)
        or (one.rule == "R008" and set(one.about.split("+")) <= set(slip.equations))
    ]


def _asks(finding: Finding) -> tuple[str, ...]:
    """The cells that together should have the figure ``expected``; none where the finding does not
    ask for a figure."""
    if finding.expected is None or finding.found is None:
        return ()
    if finding.rule in _PROSE:
        return tuple(finding.about.split("+"))
    return finding.cells[:1] if finding.rule in _CELL else ()


def _agreeing(case: Case, repairs: Iterable[Repair], findings: Sequence[Finding]) -> list[Repair]:
    """The repairs that give each of these findings the figure it asks for; all, if there are no
    findings."""
    return [
        repair
        for repair in repairs
        if all(
            not asked.isdisjoint(repair.changes)
            and one.difference
            == sum(
                (case.operands[path] or 0) - (repair.changes[path] or 0)
                for path in asked
                if path in repair.changes
            )
            for one in findings
            for asked in [set(_asks(one))]
        )
    ]


def _alike(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings that ask for the same figure in the same cell, together; so are a total left out
    and the blank that stands for it."""
    groups: dict[object, list[Finding]] = {}
    left_out: set[str] = set()
    for one in findings:
        key: object = id(one)
        if asked := _asks(one):
            key = (asked, one.expected)
        elif one.rule == "R005":
            key = one.about
            left_out.add(one.about)
        groups.setdefault(key, []).append(one)
    for key, (first, *others) in list(groups.items()):
        if first.rule == "V001" and not others and len(first.cells) == 1:
            (path,) = first.cells
            if path in left_out:
                groups[path].append(first)
                del groups[key]
    return _columns_under_their_total(list(groups.values()))


def _columns_under_their_total(groups: list[list[Finding]]) -> list[list[Finding]]:
    """What was carried over against last year: columns whose differences are together that of the
    total are what is wrong with it."""
    columns = [g for g in groups if len(g) == 1 and g[0].rule == "Y001" and g[0].about != "total"]
    together = sum(column[0].difference or 0 for column in columns)
    for group in groups:
        whole = group[0]
        if whole.rule == "Y001" and whole.about == "total" and whole.difference == together:
            group += [column[0] for column in columns]
            return [g for g in groups if all(g is not column for column in columns)]
    return groups


def _under(findings: Sequence[Finding], repair: Repair | None = None) -> Finding:
    """One finding with the others as its consequences: the gravest, of these the one at the figure
    to be changed. What they agree on is named as the cause."""
    first, *rest = sorted(
        findings,
        key=lambda one: (_GRAVENESS[one.severity], not _at_the_figure(one, repair), one.rule),
    )
    if rest:
        cause = first.cause or (repair.cause if repair else None)
        first = attrs.evolve(first, cause=cause, consequences=tuple(rest))
    return first


def _at_the_figure(finding: Finding, repair: Repair | None) -> bool:
    """Whether a finding asks for the very figure that the repair puts into its first cell."""
    if repair is None or not finding.cells or finding.expected is None:
        return False
    return repair.changes.get(finding.cells[0]) == finding.expected
