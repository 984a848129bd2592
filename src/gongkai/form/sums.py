"""The sums of the form, as data. Checks, proofs, generated examples and documentation all read this
one list.

Only the balance (R001) and the rule that a partial grant counts once, hence the column sum (R002),
are printed on the form; the others are what a 总计 cell means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, cached_property
from typing import Literal

import attrs

from .describe import EDITIONS, TABLES, CellSpec, Figure, Shown, figures_of, rows_of, walk


@attrs.frozen
class Equation:
    """``sum(left) == sum(right)``, over the paths of cells.

    ``rule`` is the check that fails where the equation does not hold, ``id`` names this one
    equation (``R003:requests.received``), ``kind`` tells whether the form prints the rule or
    arithmetic alone demands it.
    """

    id: str
    rule: str
    kind: Literal["printed", "arithmetic"]
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """All cells that take part."""
        return self.left + self.right


_NOT_OUTCOMES = ("received", "carried_over", "handled_total", "carried_forward")


@cache
def equations(edition: int) -> tuple[Equation, ...]:
    """All equations of an edition: row sums and dispute totals, column sums, balances.

    >>> [e.id for e in equations(2021) if e.rule == "D001"][:2]
    ['D001:disputes.review', 'D001:disputes.litigation_direct']
    """
    request_rows = rows_of("requests", TABLES["requests"], edition)
    outcomes = tuple(
        row for row in request_rows if row.path.removeprefix("requests.") not in _NOT_OUTCOMES
    )
    columns = tuple(cell.column for cell in request_rows[0].cells)
    found: list[Equation] = []
    for column in columns:
        found.append(
            Equation(
                f"R001:{column}",
                "R001",
                "printed",
                (f"requests.received.{column}", f"requests.carried_over.{column}"),
                (f"requests.handled_total.{column}", f"requests.carried_forward.{column}"),
            )
        )
    for column in columns:
        found.append(
            Equation(
                f"R002:{column}",
                "R002",
                "printed",
                tuple(f"{row.path}.{column}" for row in outcomes),
                (f"requests.handled_total.{column}",),
            )
        )
    for rule, rows in (
        ("R003", request_rows),
        ("D001", rows_of("disputes", TABLES["disputes"], edition)),
    ):
        for row in rows:
            *parts, total = (cell.path for cell in row.cells)
            found.append(Equation(f"{rule}:{row.path}", rule, "arithmetic", tuple(parts), (total,)))
    return tuple(found)


def is_equation(basis: str) -> bool:
    """Whether a part of a cell's basis is an equation (and not a premise)."""
    return basis[:1] in ("R", "D") and ":" in basis


def added(figures: Iterable[Figure]) -> Figure:
    """The exact sum of some figures; None if one of them is not known, or there is none.

    >>> added([1, 2]), added([1, None])
    (3, None)
    """
    found = list(figures)
    return None if not found or None in found else sum(found)  # type: ignore[arg-type]


@cache
def _cells(edition: int) -> Mapping[str, CellSpec]:
    return {
        cell.path: cell
        for name, cls in TABLES.items()
        for row in rows_of(name, cls, edition)
        for cell in row.cells
    }


@cache
def totals(edition: int) -> frozenset[str]:
    """The cells that the form calls a total."""
    return frozenset(path for path, cell in _cells(edition).items() if cell.is_total)


@cache
def _parts(edition: int) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """For each total, the cells that it adds up, one way or two."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for equation in equations(edition):
        if len(equation.right) == 1:
            found[equation.right[0]] = (*found.get(equation.right[0], ()), equation.left)
    return found


@attrs.frozen
class Figures:
    """The figures of one report as sums take them: ``values`` by path, ``blank`` the cells that
    were left blank or hold a mark for nothing.

    A blank cell adds nothing; a blank total is unknown, for it was left out rather than counted;
    and what is neither known nor blank is unknown.
    """

    edition: int
    values: Mapping[str, Figure] = attrs.field(repr=False)
    blank: frozenset[str] = attrs.field(default=frozenset(), repr=False)

    @cached_property
    def operands(self) -> Mapping[str, Figure]:
        """What each cell counts in a sum; None where that is unknown."""
        nothing = self.blank - totals(self.edition)
        return {**self.values, **dict.fromkeys(nothing, 0)} if nothing else self.values

    def counted(self, path: str) -> Figure:
        """What a cell counts in a sum; None where that is unknown."""
        return self.operands.get(path)

    def holds(self, equation: Equation) -> bool | None:
        """Whether an equation is true; None where that cannot be said."""
        left, right = (added(map(self.operands.get, s)) for s in (equation.left, equation.right))
        return None if left is None or right is None else left == right

    def parts(self, path: str) -> tuple[str, ...]:
        """The cells that add up to a total and are all known; else none."""
        for parts in _parts(self.edition).get(path, ()):
            if added(map(self.operands.get, parts)) is not None:
                return parts
        return ()

    def sums(self, path: str) -> tuple[int | Decimal, ...]:
        """What the parts of a total add up to, one way or two: more than one figure where the row
        and the column disagree."""
        of = self.operands.get
        ways = (added(map(of, parts)) for parts in _parts(self.edition).get(path, ()))
        return tuple(dict.fromkeys(way for way in ways if way is not None))

    def total(self, path: str) -> Figure:
        """What a cell counts, or, for a total that was left blank, the sum of its parts; None where
        its row and its column disagree on that."""
        if path in self.blank and path in totals(self.edition):
            found = self.sums(path)
            return found[0] if len(found) == 1 else None
        return self.counted(path)


class Sums(Shown):
    """A part of a table that can be added up. In a report it knows which of its cells were left
    blank, so that a blank counts as zero and what the text has lost makes a sum unknown; made by
    hand it does not, and every cell without a value is unknown."""

    def _at(self) -> tuple[str, Figures]:
        """The part's path, and the figures of its report."""
        place: tuple[str, Figures] = self.__dict__.get("_place") or _by_hand(self)
        return place

    def _broken(self) -> tuple[Equation, ...]:
        path, figures = self._at()
        return tuple(
            equation
            for equation in equations(figures.edition)
            if equation.left[0].startswith(f"{path}.") and figures.holds(equation) is False
        )

    def _equations(self, rule: str) -> list[Equation]:
        path, figures = self._at()
        return [
            equation
            for equation in equations(figures.edition)
            if equation.rule == rule and equation.left[0].startswith(f"{path}.")
        ]


class RowSums(Sums):
    """A row that ends in the total of its other cells."""

    @property
    def sum(self) -> Figure:
        """What the total must be: the sum of the row's other cells, whatever ``total`` says. None
        if one of them is not known."""
        equation, figures = self._own()
        return added(map(figures.counted, equation.left))

    @property
    def adds_up(self) -> bool | None:
        """Whether ``total`` is the sum of the row's other cells; None where that cannot be said."""
        equation, figures = self._own()
        return figures.holds(equation)

    def _own(self) -> tuple[Equation, Figures]:
        path, figures = self._at()
        rows = (e for e in equations(figures.edition) if e.rule in ("R003", "D001"))
        return next(e for e in rows if e.right == (f"{path}.total",)), figures


def _by_hand(part: Sums) -> tuple[str, Figures]:
    cls = type(part)
    for edition in reversed(EDITIONS):
        for table, top in TABLES.items():
            paths = [table] if top is cls else []
            paths += [path for path, _, inner, _ in walk(top, table, edition) if inner is cls]
            if paths:
                values = {
                    path: value
                    for path, _, value in figures_of(part, f"{paths[0]}.")
                    if value is not None
                }
                if values.keys() <= _cells(edition).keys() or edition == EDITIONS[0]:
                    return paths[0], Figures(edition, values)
    raise TypeError(f"{cls.__name__} is no part of the form")
