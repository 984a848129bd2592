"""Table three, whose rows and columns are bound to each other: which readings of its open rows remain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import Final

from .. import form
from ..form import CellSpec
from ..model import Place, RowText, Status
from .divisions import TooManyError
from .readings import BLANK, Habits, Mark, Reading, Variant, variants
from .search import Budget, Columns, CutError, Option, Part, Role
from .settle import Settled, settle

_STEPS: Final = 60_000
_TRIES: Final = 400
_ROLES: Final[Mapping[str, Role]] = {
    "requests.received": "in",
    "requests.carried_over": "in",
    "requests.handled_total": "handled",
    "requests.carried_forward": "forward",
}
_RULES: Final[Mapping[Role, tuple[str, ...]]] = {
    "in": ("R001",),
    "outcome": ("R002",),
    "handled": ("R001", "R002"),
    "forward": ("R001",),
}


def is_settled(row: RowText, cells: Sequence[CellSpec]) -> bool:
    """Whether each cell of the row is what stands at its place, so that there is nothing to decide.

    A row without any figure is a row of blanks; a row of one column holds what stands in it.
    """
    if row.place is not Place.GLUED:
        return len(row.pieces) == len(cells) or not any(piece.status is not Status.BLANK for piece in row.pieces)
    return not row.pieces


class Line:
    """One row of table three: the ways to fill it, with its own sum and without."""

    def __init__(self, path: str, cells: Sequence[CellSpec], text: RowText | None, seen: Habits) -> None:
        self.path, self.cells, self.text = path, cells, text
        self.role: Role = _ROLES.get(path, "outcome")
        self.equation = f"R003:{path}"
        self.is_open = text is not None and not is_settled(text, cells)
        self._seen = seen

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """The ways to take the row's text."""
        assert self.text is not None
        return variants(self.text, self.cells, self._seen)

    @property
    def is_single(self) -> bool:
        """Whether the row has one reading even without its sum, so that the sum has nothing to decide."""
        ways = self.variants
        return len(ways) == 1 and ways[0].absent is None and ways[0].run.is_single(len(self.cells))

    @property
    def can_say_more(self) -> bool:
        """Whether the row can have other readings, or other figures for what is unknown in it, when its sum is let go."""
        if self.balanced is None:
            return False
        return not self.is_single if self.is_open else self.balanced.keys() != (self.all or {}).keys()

    @cached_property
    def balanced(self) -> Mapping[Option, list[Settled]] | None:
        """The readings under which the row's own sum can hold, by what they give to the columns. None: too many to list."""
        return self._readings(True)

    @cached_property
    def all(self) -> Mapping[Option, list[Settled]] | None:
        """All readings of the row, no sum asked for. None: too many to list."""
        return self._readings(False)

    def ways(self, *, balanced: bool) -> Mapping[Option, list[Settled]]:
        """The one or the other; too many readings, or none, leave all of the row's figures unknown."""
        return (self.balanced if balanced else self.all) or {_ALL_UNKNOWN: []}

    def _readings(self, sum_holds: bool) -> Mapping[Option, list[Settled]] | None:
        found: dict[Option, list[Settled]] = {}
        if self.text is None:
            return {_ALL_UNKNOWN: []}
        try:
            if not self.is_open:
                marks = tuple(Mark(p.status, p.value, p.raw, p.span, p.origin) for p in self.text.pieces)
                many: list[tuple[Reading, tuple[str, ...]]] = [(marks if len(marks) == len(self.cells) else (BLANK,) * 7, ())]
            else:
                many = [
                    (reading, way.premises)
                    for way in self.variants
                    for reading in way.run.between(0, len(way.run), self.cells, way.absent, sum_holds)
                ]
        except TooManyError:
            return None
        for reading, premises in many:
            done = settle(reading, self.cells, premises, sum_holds=sum_holds)
            if done is not None:
                found.setdefault(done.option, []).append(done)
        return found


_ALL_UNKNOWN: Final[Option] = (Part(0, True),) * 7


def _list(ways: Mapping[Option, list[Settled]]) -> list[Settled]:
    return [done for some in ways.values() for done in some]


class Solved:
    """What remains of a table: for each open row its readings, and the equations that fail in all of them.

    ``cut`` says that the search was given up; then nothing remains.
    """

    def __init__(self, *, cut: bool = False) -> None:
        self.left: dict[str, list[Settled]] = {}
        self.broken = frozenset[str]()
        self.fewest = False
        self.cut = cut


class Table:
    """The rows of table three, given or not, and the search over them."""

    def __init__(self, rows: Mapping[str, RowText], edition: int, seen: Habits) -> None:
        self.lines = [Line(row.path, row.cells, rows.get(row.path), seen) for row in form.rows(edition, "requests")]
        self.names = tuple(cell.column for cell in self.lines[0].cells)
        self._roles = [line.role for line in self.lines]
        self._steps = Budget(_STEPS)

    @cached_property
    def failing(self) -> frozenset[str]:
        """The sums of rows that no reading of their row fulfils."""
        return frozenset(line.equation for line in self.lines if line.balanced is not None and not line.balanced)

    def solve(self) -> Solved:
        """Find the readings under which all equations hold, or else those under which the fewest fail."""
        if all(line.balanced is not None and line.is_single for line in self.lines if line.is_open):
            # each row has one reading without any equation: nothing is left to decide, whether the sums come out or not
            solved = Solved()
            solved.broken = self.failing
            solved.left = {
                line.path: _list(line.ways(balanced=line.equation not in self.failing)) for line in self.lines if line.is_open
            }
            return solved
        try:
            return self._search()
        except CutError:
            return Solved(cut=True)

    def _search(self) -> Solved:
        """Give up 0, 1, 2, … equations, sums of rows and of columns in every mixture, until readings remain."""
        columns: dict[frozenset[str], Columns] = {}
        first = self._columns(frozenset())
        columns[frozenset()] = first
        if not first.least and (alive := first.survivors(0)) is not None:
            return self._solved({frozenset(): alive}, 0)
        # a row whose own sum had something to decide says more without it
        loose = [line for line in self.lines if line.text is not None and line.equation not in self.failing and line.can_say_more]
        tries = Budget(_TRIES)
        for count in range(1, 2 * len(self.names) + 1):
            found: dict[frozenset[str], list[set[int]]] = {}
            for size in range(min(count, len(loose)) + 1):
                for some in combinations(loose, size):
                    more = frozenset(line.equation for line in some)
                    if more not in columns:
                        tries.spend()
                        columns[more] = self._columns(more)
                    if columns[more].least <= count - size and (alive := columns[more].survivors(count - size)) is not None:
                        found[more] = alive
            if found:
                return self._solved(found, count)
        raise CutError  # not reached: with the sums of all columns given up everything remains

    def _ways(self, more: frozenset[str]) -> list[Mapping[Option, list[Settled]]]:
        broken = self.failing | more
        return [line.ways(balanced=line.equation not in broken) for line in self.lines]

    def _columns(self, more: frozenset[str]) -> Columns:
        return Columns(self._roles, [list(ways) for ways in self._ways(more)], self._steps)

    def _solved(self, found: Mapping[frozenset[str], list[set[int]]], count: int) -> Solved:
        if count and not self._is_exact(found):
            raise CutError  # unknown figures in several places can hide what fails: the fewest are not certain
        solved = Solved()
        solved.fewest = count > 0
        kept_options: list[dict[Option, None]] = [{} for _ in self.lines]
        kept: list[dict[Settled, None]] = [{} for _ in self.lines]
        for more, alive in found.items():
            for number, (ways, numbers) in enumerate(zip(self._ways(more), alive, strict=True)):
                for option in [option for at, option in enumerate(ways) if at in numbers]:
                    kept_options[number][option] = None
                    if len(found) > 1:
                        kept[number].update(dict.fromkeys(ways[option]))
        if len(found) == 1:  # the usual case, without comparing readings
            (more,) = found
            for line, ways, options in zip(self.lines, self._ways(more), kept_options, strict=True):
                if line.is_open:
                    solved.left[line.path] = [done for option in options for done in ways[option]]
        else:
            solved.left = {line.path: list(some) for line, some in zip(self.lines, kept, strict=True) if line.is_open}
        solved.broken = self.failing.union(frozenset.intersection(*found))
        if count:
            columns = Columns(self._roles, [list(options) for options in kept_options], self._steps)
            solved.broken |= {
                f"{rule}:{name}"
                for rule in ("R001", "R002")
                for number, name in enumerate(self.names)
                if not columns.can_hold(number, balance=rule == "R001")
            }
        return solved

    def _is_exact(self, found: Mapping[frozenset[str], object]) -> bool:
        """Whether no unknown figures of one row are bound to each other by anything but the row's sum, which the search lets go."""
        given_up = self.failing.union(*found)
        for line in self.lines:
            if line.equation in given_up and line.all is None:
                return False
            if line.equation not in self.failing and any(part.free for way in line.ways(balanced=True) for part in way[:-1]):
                return False
        return True

    def used(self, line: Line, kept: Sequence[Settled], broken: frozenset[str]) -> tuple[list[str], dict[int, list[str]]]:
        """The equations that took readings from a row: its own sum, and for each column the sums of that column."""
        own = [line.equation] if line.equation not in broken and line.balanced is not None and not line.is_single else []
        by_column: dict[int, list[str]] = {}
        stay = [done.option for done in kept]
        gone = [option for option in line.ways(balanced=line.equation not in broken) if option not in set(stay)]
        if gone:
            differing = [c for c in range(7) if {option[c] for option in gone} - {option[c] for option in stay}]
            for column in differing or [c for c in range(7) if len({option[c] for option in [*gone, *stay]}) > 1]:
                ids = [f"{rule}:{self.names[column]}" for rule in _RULES[line.role]]
                by_column[column] = [id for id in ids if id not in broken]
        return own, by_column
