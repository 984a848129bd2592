"""Which readings of table three's rows stand together: the search over rows and columns at once.

Every row has a few options. An option gives each column a number, or a number and an unknown whole number from 0 up on top of it
(a blank total, a row that the text has lost). Column by column two sums should come out: received + carried over = handled +
carried forward (R001), and the outcomes = handled (R002).

The search goes through the rows and keeps one running state for each column. Before it enters a row it looks ahead in each
column alone: how many of the two sums must fail, whatever the rows that are left contribute? That is a question about single
numbers, cheap to answer and to remember, and its answers, added up, refuse nearly every wrong option at once. What remains is
remembered by row and states, so that nothing is searched twice. All of it is exact; a budget bounds it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def failures(state: State) -> int:
    """How many of a column's two sums must fail, 0 to 2.

    >>> failures((0, 0, 0)), failures((3, 0, 0)), failures((3, 1, 0))
    (0, 1, 2)
    """
    if balances(state, True, True):
        return 0
    return 1 if balances(state, True, False) or balances(state, False, True) else 2


class Columns:
    """The columns of a table whose rows have these options."""

    def __init__(self, roles: Sequence[Role], rows: Sequence[Sequence[Option]], budget: Budget) -> None:
        self._budget = budget
        self._height = len(rows)
        self._open: list[int] = []
        self._deltas: list[list[tuple[State, ...]]] = []
        start: tuple[State, ...] = ((0, 0, 0),) * len(rows[0][0])
        for number, (role, options) in enumerate(zip(roles, rows, strict=True)):
            deltas = [tuple([_delta(part, role) for part in option]) for option in options]
            if len(deltas) == 1:  # nothing to choose: it is part of where the search starts
                start = tuple(map(_plus, start, deltas[0]))
            else:
                self._open.append(number)
                self._deltas.append(deltas)
        self._start = start
        self._distinct = [
            [tuple(dict.fromkeys(deltas[column] for deltas in row)) for row in self._deltas] for column in range(len(start))
        ]
        self._known: list[list[dict[State, int]]] = [[{} for _ in range(len(self._deltas) + 1)] for _ in start]

    @property
    def least(self) -> int:
        """So many sums fail at least: those that must in each column, taken alone."""
        return sum(self._ahead(column, 0, state) for column, state in enumerate(self._start))

    def _ahead(self, column: int, row: int, state: State) -> int:
        """How many sums of a column must fail, whatever the open rows from ``row`` on give to it."""
        known = self._known[column][row]
        least = known.get(state)
        if least is None:
            if row == len(self._deltas):
                least = failures(state)
            else:
                least = 2
                for delta in self._distinct[column][row]:
                    self._budget.spend()
                    least = min(least, self._ahead(column, row + 1, _plus(state, delta)))
                    if not least:
                        break
            known[state] = least
        return least

    def survivors(self, allowed: int) -> list[set[int]] | None:
        """The options of each row with which at most so many sums fail, together with some options of the other rows.

        None where there are none.

        Raises:
            CutError: the budget is spent.
        """
        height = len(self._deltas)
        alive: list[set[int]] = [set() for _ in range(height)]
        known: dict[tuple[int, tuple[State, ...]], bool] = {}

        def complete(row: int, states: tuple[State, ...]) -> bool:
            if row == height:
                return True
            key = (row, states)
            if key in known:
                return known[key]
            found = False
            for number, deltas in enumerate(self._deltas[row]):
                self._budget.spend()
                after = tuple(map(_plus, states, deltas))
                failing = 0
                for column, state in enumerate(after):
                    failing += self._ahead(column, row + 1, state)
                    if failing > allowed:
                        break
                else:
                    if complete(row + 1, after):
                        alive[row].add(number)
                        found = True
            known[key] = found
            return found

        if self.least > allowed or not complete(0, self._start):
            return None
        result: list[set[int]] = [{0} for _ in range(self._height)]
        for number, options in zip(self._open, alive, strict=True):
            result[number] = options
        return result

    def can_hold(self, column: int, *, balance: bool) -> bool:
        """Whether some options bring one sum of one column to nothing left over: R001 (``balance``) or R002."""
        states = {self._start[column]}
        for row in self._distinct[column]:
            states = {_plus(state, delta) for state in states for delta in row}
            self._budget.spend(len(states))
        return any(balances(state, balance, not balance) for state in states)


def _delta(part: Part, role: Role) -> State:
    over, above, bit = _DELTA[role]
    return over * part.known, above * part.known, bit if part.free else 0


def _plus(state: State, delta: State) -> State:
    return state[0] + delta[0], state[1] + delta[1], state[2] | delta[2]
