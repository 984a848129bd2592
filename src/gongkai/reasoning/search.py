"""Which readings of table three's rows stand together: the search over rows and columns at once.

Every row has a few options. An option gives each column a number, or a number and an unknown whole number from 0 up on top of it
(a blank total, a row that the text has lost). Column by column two sums must come out: received + carried over = handled + carried
forward (R001), and the outcomes = handled (R002).

The search goes through the rows and keeps one running state for each column. Before it enters a row it looks ahead in each
column alone: can the rows that are left still bring this column into balance? That is a question about single numbers, cheap to
answer and to remember, and it refuses nearly every wrong option at once. What remains is remembered by row and states, so
that nothing is searched twice. All of it is exact; a budget bounds it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal, NamedTuple, TypeAlias

Role: TypeAlias = Literal["in", "outcome", "handled", "forward"]
"""What a row is to the column sums: received or carried over, an outcome, the outcomes' total, carried forward."""

Number: TypeAlias = int | Decimal


class Part(NamedTuple):
    """What an option gives to a column: ``known``, and with ``free`` an unknown number from 0 up on top of it."""

    known: Number
    free: bool = False


Option: TypeAlias = tuple[Part, ...]
"""One part for each column."""

State: TypeAlias = tuple[Number, Number, int]
"""Of a column: what R001 has left over, what R002 has left over, and the bits of the roles that hold an unknown number."""

_DELTA: Final[Mapping[Role, tuple[int, int, int]]] = {
    "in": (1, 0, 1),
    "outcome": (0, 1, 2),
    "handled": (-1, -1, 4),
    "forward": (-1, 0, 8),
}
_IN, _OUTCOME, _HANDLED, _FORWARD = 1, 2, 4, 8


class CutError(Exception):
    """The search was given up. Never leaves the reasoning room."""


class Budget:
    """How many steps a search may still take."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def spend(self, steps: int = 1) -> None:
        """Take steps.

        Raises:
            CutError: none are left.
        """
        self.steps -= steps
        if self.steps < 0:
            raise CutError


def balances(state: State, balance: bool, sum_of_outcomes: bool) -> bool:
    """Whether unknown numbers from 0 up can bring a column's sums to nothing left over.

    ``balance`` and ``sum_of_outcomes`` say whether R001 and R002 are asked for.

    >>> balances((0, -2, 0), True, True), balances((0, -2, 2), True, True)  # outcomes 2 short; an unknown outcome makes it up
    (False, True)
    """
    over, above, free = state
    more, less = free & _IN, free & _FORWARD
    if balance and sum_of_outcomes and free & _HANDLED:
        # handled = above + unknown outcomes, and over + unknown in - unknown forward = handled
        if not free & _OUTCOME:
            if above < 0:
                return False
            rest = over - above
            return bool((rest == 0) or (rest < 0 and more) or (rest > 0 and less))
        return bool(more or over >= max(0, above))
    if sum_of_outcomes and not (above == 0 or (above < 0 and free & _OUTCOME) or (above > 0 and free & _HANDLED)):
        return False
    return not balance or bool(over == 0 or (over < 0 and more) or (over > 0 and free & (_FORWARD | _HANDLED)))


class Columns:
    """The columns of a table whose rows have these options, and the states that can still come out."""

    def __init__(self, roles: Sequence[Role], rows: Sequence[Sequence[Option]], asked: Sequence[tuple[bool, bool]]) -> None:
        self.width = len(asked)
        self._asked = asked
        self._deltas: list[list[tuple[State, ...]]] = []
        self._open: list[int] = []
        start: tuple[State, ...] = ((0, 0, 0),) * self.width
        for number, (role, options) in enumerate(zip(roles, rows, strict=True)):
            deltas = [tuple([_delta(part, role) for part in option]) for option in options]
            if len(deltas) == 1:  # nothing to choose: it is part of where the search starts
                start = tuple(map(_plus, start, deltas[0]))
            else:
                self._open.append(number)
                self._deltas.append(deltas)
        self._start, self._height = start, len(rows)
        self._distinct = [
            [tuple(dict.fromkeys(deltas[column] for deltas in row)) for column in range(self.width)] for row in self._deltas
        ]
        self._ahead: list[dict[tuple[int, State], bool]] = [{} for _ in asked]

    def can(self, column: int, row: int, state: State, budget: Budget) -> bool:
        """Whether the rows from ``row`` on can bring this column, taken alone, into balance."""
        known = self._ahead[column]
        key = (row, state)
        if key not in known:
            if row == len(self._deltas):
                known[key] = balances(state, *self._asked[column])
            else:
                budget.spend()
                known[key] = any(
                    self.can(column, row + 1, _plus(state, delta), budget) for delta in self._distinct[row][column]
                )
        return known[key]

    def survivors(self, budget: Budget) -> list[set[int]] | None:
        """The options of each row that some choice for all rows contains in which every column is in balance; None where none is.

        Raises:
            CutError: the budget is spent.
        """
        height = len(self._deltas)
        alive: list[set[int]] = [set() for _ in range(height)]
        result: list[set[int]] = [{0} for _ in range(self._height)]
        known: dict[tuple[int, tuple[State, ...]], bool] = {}
        columns = range(self.width)

        def complete(row: int, states: tuple[State, ...]) -> bool:
            if row == height:
                return True
            key = (row, states)
            if key in known:
                return known[key]
            found = False
            for number, deltas in enumerate(self._deltas[row]):
                budget.spend()
                after = tuple(map(_plus, states, deltas))
                if all(self.can(column, row + 1, after[column], budget) for column in columns) and complete(row + 1, after):
                    alive[row].add(number)
                    found = True
            known[key] = found
            return found

        if self.refused(budget) or not complete(0, self._start):
            return None
        for number, options in zip(self._open, alive, strict=True):
            result[number] = options
        return result

    def refused(self, budget: Budget) -> list[int]:
        """The columns that no choice of options brings into balance, each taken alone."""
        return [column for column in range(self.width) if not self.can(column, 0, self._start[column], budget)]


def _delta(part: Part, role: Role) -> State:
    over, above, bit = _DELTA[role]
    return over * part.known, above * part.known, bit if part.free else 0


def _plus(state: State, delta: State) -> State:
    return state[0] + delta[0], state[1] + delta[1], state[2] | delta[2]


def smallest_repairs(
    attempt: Callable[[frozenset[str]], frozenset[str]], budget: Budget
) -> list[frozenset[str]]:
    """All smallest sets of equations without which the others can hold.

    ``attempt`` tries to do without some equations. It answers with the empty set where the others can hold, else with
    equations of which at least one more must go: any solution has to give up one of them, so the search branches over these alone.

    Raises:
        CutError: the budget is spent.
    """
    level = [frozenset[str]()]
    while level:
        solved, following = [], dict[frozenset[str], None]()
        for broken in level:
            budget.spend()
            conflict = attempt(broken)
            if not conflict:
                solved.append(broken)
            following.update((broken | {one}, None) for one in sorted(conflict))
        if solved:
            return solved
        level = list(following)
    return []
