"""Small changes after which the sums of a report hold: one cell, or a figure moved by one column or
row.

A repair is a suggestion and is never applied by itself: a report can be wrong in ways that no
arithmetic shows. Every repair listed mends at least one broken equation and breaks none. Those
after which *all* equations hold come first; ``remaining`` names the equations that another mistake
still breaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal, TypeAlias

import attrs

from .. import form
from ..findings import Cause
from ..form import Figure
from ..form.naming import cell_name, figure
from ..languages import LANGUAGES, Language
from ..model import Status
from ..showing import brief
from .case import Case, equations_of

RepairKind: TypeAlias = Literal[
    "blank_total", "neighbouring_column", "neighbouring_row", "merged", "single_cell"
]
"""``blank_total`` fills a total by its parts; ``neighbouring_column`` and ``neighbouring_row`` move
a figure by one place; ``merged`` parts new from carried-over applications; ``single_cell`` changes
one figure."""

_ORDER: Final[Mapping[RepairKind, int]] = {
    "blank_total": 0,
    "merged": 1,
    "neighbouring_column": 2,
    "neighbouring_row": 3,
    "single_cell": 4,
}
_CHANGEABLE: Final = (Status.READ, Status.INFERRED, Status.BLANK, Status.DASH)


@attrs.frozen
class Repair:
    """One suggestion: the cells to change with their new values, the equations that it mends, and
    those still broken after it.

    ``report.with_values(repair.changes)`` tries it.
    """

    kind: RepairKind
    changes: Mapping[str, Figure] = attrs.field(hash=False, repr=brief)
    mends: tuple[str, ...] = attrs.field(repr=brief)
    remaining: tuple[str, ...] = attrs.field(repr=brief)
    zh: str = attrs.field(repr=False)
    en: str = attrs.field(repr=False)

    def text(self, lang: Language) -> str:
        """The suggestion as a sentence."""
        return self.zh if lang == "zh" else self.en

    @property
    def cause(self) -> Cause:
        """The suggestion as the likely cause of a finding."""
        return Cause(self.kind, self.zh, self.en, tuple(self.changes.items()))


def suggest_repairs(case: Case) -> tuple[Repair, ...]:
    """The repairs of one report, best first: those that leave no equation broken, then those that
    mend more and change less."""
    found: dict[tuple[tuple[str, Figure], ...], Repair] = {}
    for kind, changes in _candidates(case):
        mends = _mends(case, changes)
        if mends and (key := tuple(sorted(changes.items()))) not in found:
            remaining = tuple(id for id in case.failing if id not in mends)
            found[key] = Repair(kind, changes, mends, remaining, *_describe(case, kind, changes))
    ranked = sorted(found.values(), key=lambda repair: _rank(case, repair))
    return (*_blank_totals(case), *ranked)


def _rank(case: Case, repair: Repair) -> tuple[object, ...]:
    computed = sum(not form.spec(case.edition)[path].is_total for path in repair.changes)
    return (
        len(repair.remaining),
        -len(repair.mends),
        len(repair.changes),
        _ORDER[repair.kind],
        computed,
    )


def _blank_totals(case: Case) -> Iterator[Repair]:
    for path, value in case.blank_totals.items():
        name = {lang: cell_name(path, lang) for lang in LANGUAGES}
        yield Repair(
            "blank_total",
            {path: value},
            (),
            tuple(case.failing),
            f"{name['zh']} 未填，按各分项之和应为 {value}",
            f"{name['en']} is blank; its parts give {value}",
        )


def _mends(case: Case, changes: Mapping[str, Figure]) -> tuple[str, ...]:
    """The broken equations that the changes mend; none where they leave or make a touched equation
    broken."""
    after: dict[str, int | Decimal] = {}
    sides = equations_of(case.edition)
    for path, value in changes.items():
        delta = (value or 0) - (case.operands[path] or 0)
        for id, side in sides[path]:
            if id in after:
                after[id] += side * delta
            elif not case.sums[id].open:
                after[id] = case.sums[id].residual + side * delta
    if any(after.values()):
        return ()
    return tuple(id for id in case.failing if id in after)


def _touched(case: Case) -> set[str]:
    """The cells that take part in a broken equation and can be changed.

    One changed cell must be among them, and so must all changed cells of one row: every column has
    sums of its own, and nothing else in the row could make up for a change. Of two cells in one
    column one suffices, for their sums can be the same.
    """
    return {
        path
        for found in case.failing.values()
        for path in found.equation.paths
        if case.cells[path].status in _CHANGEABLE
    }


def _candidates(case: Case) -> Iterator[tuple[RepairKind, dict[str, Figure]]]:
    touched = _touched(case)
    if not touched:
        return
    yield from _merged(case)
    rows = [
        [cell.path for cell in row.cells]
        for row in form.rows(case.edition)
        if row.table != "proactive"
    ]
    for row in rows:
        if sum(path in touched for path in row) > 1:
            yield from _shifts(case, row, touched)
    yield from _vertical(case, [row for row in rows if row[0].startswith("requests.")], touched)
    yield from _singles(case, touched)


def _singles(case: Case, touched: set[str]) -> Iterator[tuple[RepairKind, dict[str, Figure]]]:
    sides = equations_of(case.edition)
    for path in case.cells:
        if path not in touched:
            continue
        id, side = next((id, side) for id, side in sides[path] if id in case.failing)
        value = (case.operands[path] or 0) - side * case.failing[id].residual
        if value >= 0 and value == int(value):
            yield "single_cell", {path: value}


def _shifts(
    case: Case, row: Sequence[str], touched: set[str]
) -> Iterator[tuple[RepairKind, dict[str, Figure]]]:
    """The row with a stretch of figures moved by one column into an empty place, or with two
    neighbours exchanged."""
    values = [case.operands[path] for path in row]
    places = [number for number, path in enumerate(row) if path in touched]
    first, last = places[0], places[-1]
    if None in values or len(set(values[first : last + 1])) == 1:
        return  # unknown, or all alike: nothing can be moved
    shifted = [
        [*values[:i], values[i + 1], values[i], *values[i + 2 :]] for i in range(first, last)
    ]
    for empty in range(first, last + 1):
        if values[empty] == 0:
            rest = values[:empty] + values[empty + 1 :]
            shifted += [
                [*rest[:to], 0, *rest[to:]] for to in range(first, last + 1) if abs(to - empty) > 1
            ]
    for new in shifted:
        changes = {
            path: after
            for path, before, after in zip(row, values, new, strict=True)
            if before != after
        }
        if changes and touched.issuperset(changes):
            yield "neighbouring_column", changes


def _vertical(
    case: Case, rows: Sequence[Sequence[str]], touched: set[str]
) -> Iterator[tuple[RepairKind, dict[str, Figure]]]:
    """Two rows that follow each other, exchanged in one column or in all, where one of the two
    holds nothing."""
    for upper, lower in pairwise(rows):
        pairs = [
            (a, b, case.operands[a], case.operands[b])
            for a, b in zip(upper, lower, strict=True)
            if (a in touched or b in touched) and None not in (case.operands[a], case.operands[b])
            if case.operands[a] != case.operands[b]
        ]
        kind: RepairKind = (
            "merged" if upper[0].startswith("requests.received.") else "neighbouring_row"
        )
        moved: dict[str, Figure] = {}
        for a, b, above, below in pairs:
            if 0 in (above, below):
                moved |= {a: below, b: above}
                yield kind, {a: below, b: above}
        if len(moved) > 2:
            yield "neighbouring_row", moved


def _merged(case: Case) -> Iterator[tuple[RepairKind, dict[str, Figure]]]:
    """The carried-over applications taken out of the new ones, in every column where they were
    counted twice."""
    changes: dict[str, Figure] = {}
    for cell in form.row_spec(case.edition)["requests.received"].cells:
        twice = case.operands[f"requests.carried_over.{cell.column}"]
        new = case.operands[cell.path]
        if twice and new is not None and new >= twice and f"R001:{cell.column}" in case.failing:
            changes[cell.path] = new - twice
    if changes:
        yield "merged", changes


def _describe(case: Case, kind: RepairKind, changes: Mapping[str, Figure]) -> tuple[str, str]:
    zh = "；".join(
        f"{cell_name(path, 'zh')} {_was(case, path, 'zh')} 改为 {figure(value, 'zh')}"
        for path, value in changes.items()
    )
    en = "; ".join(
        f"{cell_name(path, 'en')} {_was(case, path, 'en')} to {figure(value, 'en')}"
        for path, value in changes.items()
    )
    lead_zh, lead_en = {
        "neighbouring_column": (
            "数字填到了相邻的列",
            "the value stands in the neighbouring column",
        ),
        "neighbouring_row": ("数字填到了相邻的行", "the value stands in the neighbouring row"),
        "merged": ("新收与上年结转混在一起", "new and carried-over applications were merged"),
        "single_cell": (
            "改动这一格即可使其所在的行和列都平衡",
            "changing this one cell mends every sum it takes part in",
        ),
        "blank_total": ("总计未填", "the total is blank"),
    }[kind]
    return f"{lead_zh}：{zh}", f"{lead_en}: {en}"


def _was(case: Case, path: str, lang: Language) -> str:
    return figure(case.cells[path].value, lang)


@attrs.frozen
class Slip:
    """Broken equations that one change mends together: one mistake with several consequences.

    ``repairs`` are the changes that do so, all equally good, the most plausible in front; there are
    none where no small change mends an equation, which is then a slip by itself.
    """

    equations: tuple[str, ...]
    repairs: tuple[Repair, ...] = ()

    @property
    def cause(self) -> Cause | None:
        """The likely cause, None where several repairs are equally good.

        One cell that mends a single sum proves nothing: any of its operands would do.
        """
        if len(self.repairs) != 1:
            return None
        (only,) = self.repairs
        return only.cause if only.kind != "single_cell" or len(only.mends) > 1 else None


@lru_cache(maxsize=1)  # several rules ask about the same report, one after the other
def slips(case: Case) -> tuple[Slip, ...]:
    """The broken equations, each in exactly one slip: the best repair takes all that it mends, then
    the best of those that touch none of these, and so on."""
    found: list[Slip] = []
    settled: set[str] = set()
    repairs = [repair for repair in suggest_repairs(case) if repair.mends]
    while repairs:
        best = repairs[0]
        rivals = [
            r
            for r in repairs
            if not set(r.mends).isdisjoint(best.mends)
            and (len(r.mends), len(r.changes)) == (len(best.mends), len(best.changes))
        ]
        if all(set(r.mends) == set(best.mends) for r in rivals):
            found.append(Slip(best.mends, tuple(rivals)))
            settled.update(best.mends)
            repairs = [r for r in repairs if settled.isdisjoint(r.mends)]
        else:  # nothing says which of the equations belong together
            repairs = [r for r in repairs if r not in rivals]
    return (*found, *(Slip((id,)) for id in case.failing if id not in settled))


def causes(case: Case) -> dict[str, Cause]:
    """The likely cause of each broken equation, by its id. None is named where several repairs are
    equally good."""
    return {id: slip.cause for slip in slips(case) for id in slip.equations if slip.cause}
