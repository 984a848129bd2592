"""Table three, whose rows and columns are bound to each other: which readings of its open rows remain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from .. import form
from ..form import CellSpec
from ..model import Place, RowText, Status
from .readings import Habits, Mark, TooManyError, Variant, variants
from .search import Budget, Columns, CutError, Option, Part, Role, smallest_repairs
from .settle import Settled, settle

_STEPS: Final = 60_000
_TRIES: Final = 300
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
                marks += (Mark(Status.BLANK),) * (len(self.cells) - len(marks))
                readings = [(marks, ())] if len(marks) == len(self.cells) else [((Mark(Status.BLANK),) * len(self.cells), ())]
                many = [(reading, premises) for reading, premises in readings]
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


class Solved:
    """What remains of a table: for each open row its readings, or nothing where the search was given up.

    ``broken`` holds the sets of equations that fail, one for each way to have as few of them as can be.
    """

    def __init__(self) -> None:
        self.left: dict[str, list[Settled]] = {}
        self.broken: list[frozenset[str]] = []
        self.cut = False


class Table:
    """The rows of table three, given or not, and the search over them."""

    def __init__(self, rows: Mapping[str, RowText], edition: int, seen: Habits) -> None:
        self.lines = [Line(row.path, row.cells, rows.get(row.path), seen) for row in form.rows(edition, "requests")]
        self.names = tuple(cell.column for cell in self.lines[0].cells)
        self._steps = Budget(_STEPS)

    @cached_property
    def failing(self) -> frozenset[str]:
        """The sums of rows that no reading of their row fulfils."""
        return frozenset(line.equation for line in self.lines if line.balanced is not None and not line.balanced)

    def solve(self) -> Solved:
        """Find the readings under which all equations hold, or else those under which the fewest fail."""
        solved = Solved()
        opened = [line for line in self.lines if line.is_open]
        base = self.failing
        left: dict[frozenset[str], list[dict[Option, None]]] = {}

        def attempt(more: frozenset[str]) -> frozenset[str]:
            broken = base | more
            ways = [list(line.ways(balanced=line.equation not in broken)) for line in self.lines]
            asked = [(f"R001:{name}" not in broken, f"R002:{name}" not in broken) for name in self.names]
            columns = Columns([line.role for line in self.lines], ways, asked)
            alive = columns.survivors(self._steps)
            if alive is None:
                return self._conflict(columns, ways, broken)
            left[more] = [{way[number]: None for number in sorted(kept)} for way, kept in zip(ways, alive, strict=True)]
            return frozenset()

        try:
            if all(len(line.ways(balanced=line.equation not in base)) == 1 for line in opened):
                # nothing is left for the columns to decide, whether they come out or not
                left[frozenset()] = [dict.fromkeys(line.ways(balanced=line.equation not in base)) for line in self.lines]
                found = [frozenset[str]()]
            else:
                found = smallest_repairs(attempt, Budget(_TRIES))
        except CutError:
            solved.cut = True
            return solved
        if any(found) and not self._is_exact(base):
            solved.cut = True  # unknown figures on several places hide what breaks; the fewest broken equations are not certain
            return solved
        solved.broken = [base | more for more in found]
        for number, line in enumerate(self.lines):
            if line.is_open and len(found) == 1:  # the usual case, without comparing readings
                ways_of = line.ways(balanced=line.equation not in base | found[0])
                solved.left[line.path] = [done for option in left[found[0]][number] for done in ways_of[option]]
            elif line.is_open:
                kept: dict[Settled, None] = {}
                for more in found:
                    ways_of = line.ways(balanced=line.equation not in base | more)
                    for option in left[more][number]:
                        kept.update(dict.fromkeys(ways_of[option]))
                solved.left[line.path] = list(kept)
        return solved

    def _is_exact(self, base: frozenset[str]) -> bool:
        return not any(
            part.free
            for line in self.lines
            for option in line.ways(balanced=line.equation not in base)
            if line.equation not in base
            for part in option[:-1]
        )

    def _conflict(self, columns: Columns, ways: Sequence[Sequence[Option]], broken: frozenset[str]) -> frozenset[str]:
        """Equations that cannot all hold: the fewest that one column shows, or all where it takes several columns to see it."""
        best: frozenset[str] | None = None
        roles = [line.role for line in self.lines]
        for column in columns.refused(self._steps):
            name = self.names[column]
            both = [rule for rule in ("R001", "R002") if f"{rule}:{name}" not in broken]
            alone = [
                rule
                for rule in both
                if len(both) == 2
                and not Columns(
                    roles, [list(dict.fromkeys((way[column],) for way in row)) for row in ways], [(rule == "R001", rule == "R002")]
                ).refused(self._steps)
                == []
            ]
            for rules in [[rule] for rule in alone] or [both]:
                conflict = {f"{rule}:{name}" for rule in rules}
                conflict.update(line.equation for line in self.lines if self._matters(line, column, rules, broken))
                if best is None or len(conflict) < len(best):
                    best = frozenset(conflict)
        if best is not None:
            return best
        everything = {f"{rule}:{name}" for rule in ("R001", "R002") for name in self.names}
        everything.update(
            line.equation for line in self.lines if any(self._matters(line, column, ["R001", "R002"], broken) for column in range(7))
        )
        return frozenset(everything - broken)

    def _matters(self, line: Line, column: int, rules: Sequence[str], broken: frozenset[str]) -> bool:
        """Whether giving up the row's own sum would let the row give something else to the column."""
        if line.equation in broken or line.text is None or not set(_RULES[line.role]) & set(rules):
            return False
        here = {option[column] for option in line.ways(balanced=True)}
        return not {option[column] for option in line.ways(balanced=False)} <= here

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
