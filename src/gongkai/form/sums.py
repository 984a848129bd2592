"""The sums of the form, as data. Checks, proofs, generated examples and documentation all read this
one list.

Only the balance (R001) and the rule that a partial grant counts once, hence the column sum (R002),
are printed on the form; the others are what a 总计 cell means.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

import attrs

from .describe import rows_of
from .tables import Disputes, Requests


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

    >>> [e.id for e in equations(2021) if e.rule == "D001"]
    ['D001:disputes.review', 'D001:disputes.litigation_direct', 'D001:disputes.litigation_after_review']
    """
    request_rows = rows_of("requests", Requests, edition)
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
    for rule, rows in (("R003", request_rows), ("D001", rows_of("disputes", Disputes, edition))):
        for row in rows:
            *parts, total = (cell.path for cell in row.cells)
            found.append(Equation(f"{rule}:{row.path}", rule, "arithmetic", tuple(parts), (total,)))
    return tuple(found)


def is_equation(basis: str) -> bool:
    """Whether a part of a cell's basis is an equation (and not a premise)."""
    return basis[:1] in ("R", "D") and ":" in basis
