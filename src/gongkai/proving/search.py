"""Which readings of table three's rows stand together: the search over rows and columns at once.

Every row has a few options. An option gives each column a number, or a number and an unknown whole
number from 0 up on top of it (a blank total, a row that the text has lost). Column by column two
sums should come out: received + carried over = handled + carried forward (R001), and the outcomes =
handled (R002).

First each column is gone through alone, row by row: what can its two sums have left over after so
many rows, and how many of them must fail then, whatever the rows that follow contribute? The four
rows of the balance go first, so that from there on only one number is left to follow, and a
remainder that the rows ahead cannot make up for is not followed at all. Each remainder knows the
options of the next row with which no sum need fail, as bits of one number. Then all columns are
gone through together: the options that are left are the bits that all seven remainders share. Equal
remainders are the same search, done once.

All of it is exact; a budget bounds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal, NamedTuple, TypeAlias

Role: TypeAlias = Literal["in", "forward", "handled", "outcome"]
"""What a row is to the column sums: received or carried over, carried forward, the outcomes' total,
an outcome."""

Number: TypeAlias = int | Decimal


class Option(NamedTuple):
    """What a reading gives to each column: a known number, and where the column's bit of ``free``
    is set, an unknown number from 0 up on top of it."""

    known: tuple[Number, ...]
    free: int = 0

    def part(self, column: int) -> tuple[Number, int]:
        """What it gives to one column: the known number, and 1 if there is an unknown one on
        top."""
        return self.known[column], self.free >> column & 1


State: TypeAlias = tuple[Number, Number, int]
"""Of a column: what R001 has left over, what R002 has left over, and bits: which roles hold an
unknown number, what has failed."""

_IN, _OUTCOME, _HANDLED, _FORWARD, _BROKEN = 1, 2, 4, 8, 16
_DELTA: Final[Mapping[Role, tuple[int, int, int]]] = {
    "in": (1, 0, _IN),
    "forward": (-1, 0, _FORWARD),
    "handled": (-1, -1, _HANDLED),
    "outcome": (0, 1, _OUTCOME),
}
_ORDER: Final[Mapping[Role, int]] = {"in": 0, "forward": 1, "handled": 2, "outcome": 3}


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

    >>> balances((0, -2, 0), True, True)  # outcomes are 2 short
    False
    >>> balances((0, -2, 2), True, True)  # an unknown outcome makes it up
    True
    """
    over, above, bits = state
    more, less = bits & _IN, bits & _FORWARD
    if sum_of_outcomes and bits & _BROKEN:
        return False
    if balance and sum_of_outcomes and bits & _HANDLED:
        # handled = above + unknown outcomes, and over + unknown in - unknown forward = handled
        if not bits & _OUTCOME:
            if above < 0:
                return False
            rest = over - above
            return bool((rest == 0) or (rest < 0 and more) or (rest > 0 and less))
        return bool(more or over >= max(0, above))
    if sum_of_outcomes and not (
        above == 0 or (above < 0 and bits & _OUTCOME) or (above > 0 and bits & _HANDLED)
    ):
        return False
    return not balance or bool(
        over == 0 or (over < 0 and more) or (over > 0 and bits & (_FORWARD | _HANDLED))
    )


def failures(state: State) -> int:
    """How many of a column's two sums must fail, 0 to 2.

    >>> failures((0, 0, 0)), failures((3, 0, 0)), failures((3, 1, 0))
    (0, 1, 2)
    """
    if balances(state, True, True):
        return 0
    return 1 if balances(state, True, False) or balances(state, False, True) else 2


class _Node:
    """What one column has left over before some open row.

    ``least``: so many of its sums must fail. ``within[k]``: the options of the row, as bits, after
    which it is at most k. ``next``: where each option of the row leads.
    """

    __slots__ = ("least", "next", "state", "within")

    def __init__(self, state: State, least: int = 2) -> None:
        self.state = state
        self.least = least
        self.within = (0, 0, 0)
        self.next: list[_Node] = []


_PASSED: Final = _Node((0, 0, 0), 0)
_FAILED: Final = _Node((1, 0, _BROKEN), 2)


class _Layer:
    """An open row and those that follow it. The same rows behind another beginning are the same
    layer, worked out once.

    ``bits[column]``: what the row can add to a column, with the options that do, as bits.
    ``ways[column][option]``: which of these additions an option makes. ``ahead[column]``: the least
    and the most that the rows from here on can add to R002, and the bits they can set. ``balance``
    tells whether a row of the balance is still to come.
    """

    def __init__(
        self, number: int, role: Role, options: Sequence[Option], after: _Layer | None, width: int
    ) -> None:
        self.number, self.after = number, after
        self.balance: bool = number >= 0 and (
            role != "outcome" or (after is not None and after.balance)
        )
        self.bits: list[dict[State, int]] = []
        self.ways: list[list[int]] = []
        self.ahead: list[tuple[Number, Number, int]] = []
        self.known: list[dict[State, _Node]] = [{} for _ in range(width)]
        in_balance, in_outcomes, bit = _DELTA[role]
        for column in range(width):
            at: dict[tuple[Number, int], int] = {}
            ways = [
                at.setdefault((known[column], free >> column & 1), len(at))
                for known, free in options
            ]
            bits = [0] * len(at)
            for option, way in enumerate(ways):
                bits[way] |= 1 << option
            deltas = [
                (in_balance * value, in_outcomes * value, bit if free else 0) for value, free in at
            ]
            self.bits.append(dict(zip(deltas, bits, strict=True)))
            self.ways.append(ways)
            low, high, coming = after.ahead[column] if after else (0, 0, 0)
            if deltas:
                low, high = (
                    low + min([above for _, above, _ in deltas]),
                    high + max([above for _, above, _ in deltas]),
                )
            for _, _, more in deltas:
                coming |= more
            self.ahead.append((low, high, coming))


class Rows:
    """What has been worked out of a table so far, whichever of its rows' sums are asked for.

    With ``strict`` no sum of a column may fail: what follows when one has failed is not looked at.
    """

    def __init__(
        self, roles: Sequence[Role], width: int, budget: Budget, *, strict: bool = False
    ) -> None:
        self.roles, self.width, self.budget, self.strict = roles, width, budget, strict
        self.end = _Layer(-1, "outcome", (), None, width)
        self._layers: dict[tuple[int, int, _Layer], _Layer] = {}

    def layer(self, number: int, options: Mapping[Option, object], after: _Layer) -> _Layer:
        """A row with these options before other rows. The mapping of options must be the same
        object if it is meant to be known."""
        key = (number, id(options), after)
        found = self._layers.get(key)
        if found is None:
            self.budget.spend(len(options) * self.width // 4)
            found = self._layers[key] = _Layer(
                number, self.roles[number], list(options), after, self.width
            )
        return found

    def node(self, layer: _Layer, column: int, state: State) -> _Node:
        """What a column with this left over is before a row."""
        known = layer.known[column]
        node = known.get(state)
        if node is None:
            short = _short(layer, column, state)
            node = known.get(short)
            if node is None:
                node = known[short] = self._new(layer, column, short)
            known[state] = node
        return node

    def _new(self, layer: _Layer, column: int, state: State) -> _Node:
        over, above, bits = state
        if self.strict and not layer.balance and (bits & _BROKEN or (over and not bits & _HANDLED)):
            return _FAILED
        after = layer.after
        if after is None:
            least = failures(state)
            return _Node(state, least) if not self.strict else _FAILED if least else _PASSED
        deltas = layer.bits[column]
        self.budget.spend(2 + len(deltas))
        node = _Node(state)
        none = one = every = 0
        for (d_over, d_above, d_bits), options in deltas.items():
            then = self.node(after, column, (over + d_over, above + d_above, bits | d_bits))
            node.next.append(then)
            every |= options
            if then.least < 2:
                one |= options
                if not then.least:
                    none |= options
        node.within = (none, one, every)
        node.least = 0 if none else 1 if one else 2
        return node


def _short(layer: _Layer, column: int, state: State) -> State:
    """The same state for all that behave the same from here on."""
    over, above, bits = state
    low, high, coming = layer.ahead[column]
    if not layer.balance and not (bits | coming) & _HANDLED:
        # R001 is decided: only whether it holds is still of interest
        over = 0 if balances((over, 0, bits), True, False) else 1
        bits &= _OUTCOME | _BROKEN
        if bits & _BROKEN or (
            not (bits | coming) & _OUTCOME and (above + low > 0 or above + high < 0)
        ):
            above, bits = 0, _BROKEN
    return over, above, bits


class Survivors(NamedTuple):
    """What is left: the options of each row, and, if some sum may fail, those (rule and column)
    that hold in some joint reading."""

    options: list[set[int]]
    holding: set[tuple[str, int]]


class Columns:
    """The columns of a table whose rows have these options. ``sizes`` orders the rows: how many
    options each usually has."""

    def __init__(
        self, known: Rows, rows: Sequence[Mapping[Option, object]], sizes: Sequence[int]
    ) -> None:
        self._budget = known.budget
        self._height = len(rows)
        over: list[Number] = [0] * known.width
        above: list[Number] = [0] * known.width
        bits = [0] * known.width
        opened: list[tuple[int, int, int]] = []
        for number, (role, options, size) in enumerate(zip(known.roles, rows, sizes, strict=True)):
            if len(options) > 1:
                # a row that is usually settled comes first, so that what follows it is known; else
                # the one with the fewest last
                opened.append((_ORDER[role], -size if size > 1 else -len(options) - 10_000, number))
                continue
            ((given, free),) = options  # nothing to choose: it is part of where the search starts
            if free or any(given):
                in_balance, in_outcomes, bit = _DELTA[role]
                for column, value in enumerate(given):
                    over[column] += in_balance * value
                    above[column] += in_outcomes * value
                    if free >> column & 1:
                        bits[column] |= bit
        self._first = known.end
        for _, _, number in sorted(opened, reverse=True):
            self._first = known.layer(number, rows[number], self._first)
        states = zip(over, above, bits, strict=True)
        self._start = tuple(
            [known.node(self._first, column, state) for column, state in enumerate(states)]
        )

    @property
    def least(self) -> int:
        """So many sums fail at least: those that must in each column, taken alone."""
        return sum([node.least for node in self._start])

    def survivors(self, allowed: int) -> Survivors | None:
        """The options of each row with which at most so many sums fail, together with some options
        of the other rows.

        None where there are none.

        Raises:
            CutError: the budget is spent.
        """
        if self.least > allowed:
            return None
        alive: dict[int, int] = {}
        known: dict[tuple[_Node, ...], bool] = {}
        ends: set[tuple[int, _Node]] = set()  # what is left over of a column in the end

        def complete(layer: _Layer, nodes: tuple[_Node, ...]) -> bool:
            after = layer.after
            if after is None:
                if allowed:
                    ends.update(enumerate(nodes))
                return True
            left = 0
            options = _within(nodes, allowed)
            pairs = [(node.next, way) for node, way in zip(nodes, layer.ways, strict=True)]
            while options:
                self._budget.spend(2)
                option = options & -options
                options ^= option
                at = option.bit_length() - 1
                then = tuple([after_it[way[at]] for after_it, way in pairs])
                found = known.get(then)
                if found is None:
                    found = known[then] = complete(after, then)
                if found:
                    left |= option
            alive[layer.number] = alive.get(layer.number, 0) | left
            return left > 0

        if not complete(self._first, self._start):
            return None
        result: list[set[int]] = [{0} for _ in range(self._height)]
        for number, options in alive.items():
            result[number] = {at for at in range(options.bit_length()) if options >> at & 1}
        holding = {
            (rule, column)
            for column, node in ends
            for rule in ("R001", "R002")
            if balances(node.state, rule == "R001", rule == "R002")
        }
        return Survivors(result, holding)


def _within(nodes: Iterable[_Node], allowed: int) -> int:
    """The options of the next row, as bits, after which at most so many sums must fail, all columns
    counted."""
    if not allowed:
        options = -1
        for node in nodes:
            options &= node.within[0]
        return options
    levels = [-1] * (
        allowed + 1
    )  # levels[k]: the options after which at most k sums fail in the columns counted so far
    for node in nodes:
        none, one, every = node.within
        for k in range(allowed, -1, -1):
            levels[k] = (
                levels[k] & none
                | (levels[k - 1] & one if k else 0)
                | (levels[k - 2] & every if k > 1 else 0)
            )
    return levels[allowed]
