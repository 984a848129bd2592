"""Table three, whose rows and columns are bound to each other: which readings of its open rows
remain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import combinations_with_replacement
from typing import Final, Literal, TypeAlias

from .. import form
from ..form import CellSpec
from ..model import Place, RowText, Status
from .divisions import READING_LIMIT, TooManyError
from .readings import DROPPED, LOST_CELL, Habits, Variant, variants
from .runs import Content, Gap
from .search import Budget, Columns, CutError, Number, Option, Role, Rows, Survivors
from .settle import Settled, count_fillings, fillings, settle

_STEPS: Final = 20_000
_STEPS_WIDER: Final = 6_000
"""Steps of the search for readings that a slip may hide: one that takes more seldom ends within
:data:`_STEPS` either, and then all readings stay."""
_TRIES: Final = 200
_SLIP: Final = 2
"""So many more sums of columns can fail with the true reading than with another, if a figure stands
in the wrong column."""

_LISTED: Final = 3_000
"""So many readings of all rows together are listed; a table with more is not searched."""

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

Sum: TypeAlias = Literal["asked", "idle", "let go"]
"""What is asked of a row's own sum. ``idle``: it is not asked for where blank cells were dropped,
since with a blank total it says nothing of the places; ``let go``: it is taken to be broken."""

Ways: TypeAlias = Mapping[Option, Sequence[Settled]]
"""The readings of a row by what they give to the columns."""


def is_settled(row: RowText, cells: Sequence[CellSpec]) -> bool:
    """Whether each cell of the row is what stands at its place, so that there is nothing to decide.

    A row without any figure is a row of blanks; a row of one column holds what stands in it.
    """
    if row.place is not Place.GLUED:
        return (len(row.pieces) == len(cells) and not row.foreign) or not any(
            piece.status is not Status.BLANK for piece in row.pieces
        )
    return not row.pieces


class Line:
    """One row of table three: the ways to fill it, with its own sum and without.

    ``variants``: the ways to take its text, None if they are too many. ``is_single``: it has one
    reading even without its sum, so that the sum has nothing to decide.
    """

    def __init__(
        self, path: str, cells: Sequence[CellSpec], text: RowText | None, seen: Habits
    ) -> None:
        self.path, self.cells, self.text = path, cells, text
        self.role: Role = _ROLES.get(path, "outcome")
        self.equation = f"R003:{path}"
        self.is_open = text is not None and not is_settled(text, cells)
        self.is_idle = False
        self.is_single = False
        self.variants: tuple[Variant, ...] | None = ()
        if self.is_open:
            assert text is not None
            try:
                self.variants = variants(text, cells, seen)
            except TooManyError:
                self.variants = None
            ways = self.variants or ()
            self.is_single = (
                len(ways) == 1 and ways[0].gap is None and ways[0].run.is_single(len(cells))
            )
        self._known: dict[Sum, Ways | None] = {}

    def has(self, premise: str) -> bool:
        """Whether some way to take the row rests on a premise."""
        return any(premise in premises for _, _, premises in self.variants or ())

    @property
    def listed(self) -> int:
        """What listing the row's readings costs, its own sum asked for."""
        if self.is_single or self.variants is None:
            return 1
        looking = sum(
            [len(run) ** 3 // 400 for run, _, _ in self.variants if run.is_plain]
        )  # for the sums in so many digits
        return looking + self._count(sum_holds=True)

    @property
    def listed_loosely(self) -> int:
        """The same, its sum let go; nothing where there are too many to list."""
        count = 1 if not self.is_open or self.is_single else self._count(sum_holds=False)
        return count if count <= READING_LIMIT else 0

    def _count(self, *, sum_holds: bool) -> int:
        # each way to take the row costs something by itself
        many = [
            count_fillings(run, 0, len(run), self.cells, gap, sum_holds=sum_holds)
            for run, gap, _ in self.variants or ()
        ]
        return sum(many) + 3 * len(many)

    def readings(self, asked: Sum) -> Ways | None:
        """The readings of the row, by what they give to the columns. None: too many to list.

        If all readings that drop blank cells need a blank total to fulfil the row's sum, the row
        ``is_idle`` by itself, and its other readings count as well.
        """
        if asked not in self._known:
            try:
                self._known[asked] = self._list(asked)
            except TooManyError:
                self._known[asked] = None
        return self._known[asked]

    def ways(self, asked: Sum) -> Ways:
        """The readings; too many, or none, leave all of the row's figures unknown."""
        return self.readings(asked) or _UNKNOWN

    def can_say_more(self, asked: Sum) -> bool:
        """Whether the row can have other readings, or other figures for what is unknown in it, when
        its sum is let go."""
        if self.text is None or self.is_single or self.readings(asked) is None:
            return False
        return self.ways(asked).keys() != self.ways("let go").keys()

    def becomes_idle(self, left: Sequence[Settled]) -> bool:
        """Whether, of the readings that drop blank cells, only such are left as need a blank total
        to fulfil the row's sum."""
        dropping = [done for done in left if DROPPED in done.premises]
        if self.is_idle or not dropping or not all(done.filling.is_idle for done in dropping):
            return False
        return len(_listed(self.ways("idle"))) > len(_listed(self.ways("asked")))

    def _list(self, asked: Sum) -> Ways:
        if self.text is None:
            return _UNKNOWN
        if not self.is_open:
            pieces = self.text.pieces
            values = tuple(
                [
                    Gap.UNREADABLE if piece.status is Status.UNREADABLE else piece.value
                    for piece in pieces
                ]
            )
            option = _option(
                values if len(values) == len(self.cells) else _BLANKS,
                self.cells[0].is_total,
                asked != "let go",
            )
            return {} if option is None else {option: ()}
        if self.variants is None:
            raise TooManyError
        found: dict[Option, list[Settled]] = {}
        for run, gap, premises in self.variants:
            dropping = DROPPED in premises
            holds = asked == "asked" or (asked == "idle" and not dropping)
            many = fillings(run, 0, len(run), self.cells, gap, sum_holds=holds)
            if holds and dropping and many and all(filling.is_idle for filling in many):
                self.is_idle = True
                many = fillings(run, 0, len(run), self.cells, gap, sum_holds=False)
            for filling in many:
                found.setdefault(filling.option, []).append(Settled(filling, run, 0, premises))
        return found


_WIDTH: Final = len(form.rows(form.EDITIONS[-1], "requests")[0].cells)
"""The columns of the table that is proven: the applicants and their total."""

_UNKNOWN: Final[Ways] = {Option((0,) * _WIDTH, (1 << _WIDTH) - 1): ()}
_BLANKS: Final[tuple[Content, ...]] = (None,) * _WIDTH


@lru_cache(maxsize=1024)
def _option(values: tuple[Content, ...], all_totals: bool, sum_holds: bool) -> Option | None:
    """What a row whose figures stand at their places gives to the columns."""
    done = settle(values, all_totals, sum_holds)
    return None if done is None else done[1]


class Solved:
    """What remains of a table: for each open row its readings, and the equations that fail in all
    of them.

    ``fewest`` says that some equation had to be given up, ``idle`` names the rows whose own sum was
    not asked for, ``cut`` says that the search was given up; then nothing remains.
    """

    def __init__(self, *, idle: frozenset[str] = frozenset(), cut: bool = False) -> None:
        self.left: dict[str, list[Settled]] = {}
        self.near: dict[str, list[Settled]] = {}
        self.broken = frozenset[str]()
        self.fewest = False
        self.idle = idle
        self.cut = cut


class Table:
    """The rows of table three, given or not, and the search over them."""

    def __init__(self, rows: Mapping[str, RowText], edition: int, seen: Habits) -> None:
        self.lines = [
            Line(row.path, row.cells, rows.get(row.path), seen)
            for row in form.rows(edition, "requests")
        ]
        self.opened = [line for line in self.lines if line.is_open]
        self.seen = seen
        self.names = tuple(cell.column for cell in self.lines[0].cells)
        self._roles = [line.role for line in self.lines]
        self._budget = Budget(_STEPS)
        self._idle = frozenset[str]()
        self._alike: dict[str, list[Line]] = {}

    def asked(self, line: Line, broken: Container[str]) -> Sum:
        """What is asked of the sum of a row if these equations are given up."""
        return (
            "let go" if line.equation in broken else "idle" if line.path in self._idle else "asked"
        )

    @cached_property
    def failing(self) -> frozenset[str]:
        """The sums of rows that no reading of their row fulfils."""
        return frozenset([line.equation for line in self.lines if line.readings("asked") == {}])

    @property
    def _cost_of_failing(self) -> Iterator[int]:
        for line in self.opened:
            if line.equation in self.failing:
                yield line.listed_loosely

    def solve(self) -> Solved:
        """Find the readings under which all equations hold, or else those under which the fewest
        fail."""
        if all(line.is_single for line in self.opened):
            # each row has one reading without any equation: nothing is left to decide, whether the
            # sums come out or not
            solved = Solved()
            solved.broken = frozenset(
                [line.equation for line in self.opened if line.readings("asked") == {}]
            )
            solved.left = {
                line.path: _listed(line.ways(self.asked(line, solved.broken)))
                for line in self.opened
            }
            solved.near = solved.left
            return solved
        if (
            sum([line.listed for line in self.opened]) > _LISTED
            or sum(self._cost_of_failing) > _LISTED
        ):
            return Solved(cut=True)
        try:
            found, count = self._search()
            solved = self._solved(found, count)
            while idle := [
                line.path
                for line in self.opened
                if line.path not in self._idle and line.becomes_idle(solved.left[line.path])
            ]:
                self._idle = self._idle.union(idle)
                found, count = self._search()
                solved = self._solved(found, count)
            solved.near = self._near(solved, found, count)
            return solved
        except CutError:
            return Solved(cut=True)

    def _near(
        self, solved: Solved, found: Mapping[frozenset[str], Survivors], count: int
    ) -> dict[str, list[Settled]]:
        """The readings that remain, and those that a slip of the pen may hide.

        Where no sum fails, these are readings under which two neighbouring figures of some row have
        changed places. Where one fails, and where blank cells were dropped, so that nothing but the
        sums tells the places, they are those with which few more sums of columns fail.
        """
        dropping = [line for line in self.opened if line.has(DROPPED)]
        near = dict(solved.left)
        if not count:
            for line in self.opened:
                if line not in dropping:
                    near[line.path] = self._exchanged(line, solved)
        if count or dropping:
            wide = self._wider(solved, found, count)
            for line in self.opened if count else dropping:
                near[line.path] = wide[line.path]
        for line in self.opened:
            if line.has(LOST_CELL) and not line.has(DROPPED):
                near[line.path] = solved.left[line.path]
        return near

    def _exchanged(self, line: Line, solved: Solved) -> list[Settled]:
        """The readings of a row that remain, and those that fit as well if some row has the figures
        of two neighbouring columns exchanged."""
        kept = {done.filling.option for done in solved.left[line.path]}
        return [
            done
            for option, some in line.ways(self.asked(line, solved.broken)).items()
            if option in kept or any(self._is_exchange(option, one, solved) for one in kept)
            for done in some
        ]

    def _is_exchange(self, option: Option, one: Option, solved: Solved) -> bool:
        moved = [
            c
            for c, pair in enumerate(zip(option.known, one.known, strict=True))
            if pair[0] != pair[1]
        ]
        if len(moved) != 2 or moved[0] + 1 != moved[1] or moved[1] == len(self.names) - 1:
            return False
        left, right = moved
        by = abs(option.known[left] - one.known[left])
        return any(
            abs(known[left] - known[right]) == by
            for known in [option.known, *self._known_figures(solved)]
        )

    def _known_figures(self, solved: Solved) -> Iterator[tuple[Number, ...]]:
        """What each row gives to the columns under the readings that remain."""
        for line in self.lines:
            if line.is_open:
                yield from {done.filling.option.known for done in solved.left[line.path]}
            else:
                yield from [option.known for option in line.ways("let go")]

    def _wider(
        self, solved: Solved, found: Mapping[frozenset[str], Survivors], count: int
    ) -> dict[str, list[Settled]]:
        """The readings with which few more sums of columns fail than with those that remain."""
        rows = Rows(self._roles, len(self.names), Budget(_STEPS_WIDER))
        sizes = [len(ways) for ways in self._ways(frozenset())]
        wide: dict[frozenset[str], Survivors] = {}
        try:
            for more in found:
                columns = Columns(rows, self._ways(more), sizes)
                if (alive := columns.survivors(count - len(more) + _SLIP)) is not None:
                    wide[more] = alive
        except CutError:
            return {
                line.path: _listed(line.ways(self.asked(line, solved.broken)))
                for line in self.opened
            }
        return self._left(wide)

    def _search(self) -> tuple[dict[frozenset[str], Survivors], int]:
        """Give up 0, 1, 2, … equations, sums of rows and of columns in every mixture, until
        readings remain."""
        self._alike = {}
        nothing = frozenset[str]()
        width = len(self.names)
        if (
            alive := self._columns(
                Rows(self._roles, width, self._budget, strict=True), nothing
            ).survivors(0)
        ) is not None:
            return {nothing: alive}, 0
        if not self._is_exact:
            # unknown figures in several places can hide what fails: the fewest are not certain
            raise CutError
        self._alike = self._rows_alike()
        rows = Rows(self._roles, width, self._budget)
        columns: dict[frozenset[str], Columns] = {}
        tries = Budget(_TRIES)
        for count in range(1, 2 * len(self.names) + 1):
            found: dict[frozenset[str], Survivors] = {}
            for size in range(count + 1):
                for more in self._to_give_up(size):
                    if more not in columns:
                        tries.spend()
                        columns[more] = self._columns(rows, more)
                    if (
                        columns[more].least <= count - size
                        and (alive := columns[more].survivors(count - size)) is not None
                    ):
                        found[more] = alive
            if found:
                if any(
                    line.readings("let go") is None
                    for line in self.lines
                    if line.equation in frozenset[str]().union(*found)
                ):
                    raise CutError  # what the row would say without its sum is too much to list
                return found, count
        raise CutError  # not reached: with the sums of all columns given up everything remains

    def _rows_alike(self) -> dict[str, list[Line]]:
        """By equation, the rows that say more without their sum; with each those that say just the
        same, itself included."""
        found: dict[object, list[Line]] = {}
        for line in self.lines:
            asked = self.asked(line, self.failing)
            if asked == "let go":
                continue
            if line.is_open:
                self._budget.spend(2 * line.listed_loosely)
            if line.can_say_more(asked):
                more = tuple(line.ways("let go"))
                found.setdefault(
                    (line.role, line.is_open, asked, tuple(line.ways(asked)), more), []
                ).append(line)
        return {line.equation: some for some in found.values() for line in some}

    def _to_give_up(self, size: int) -> Iterator[frozenset[str]]:
        """The ways to give up the sums of so many rows. Of rows that say the same it does not
        matter which."""
        classes = list({id(some): some for some in self._alike.values()}.values())
        for chosen in combinations_with_replacement(range(len(classes)), size):
            counts = Counter(chosen)
            # of rows whose places are known, one unknown total does what two would do
            if all(
                times <= (len(classes[number]) if classes[number][0].is_open else 1)
                for number, times in counts.items()
            ):
                yield frozenset(
                    [
                        line.equation
                        for number, times in counts.items()
                        for line in classes[number][:times]
                    ]
                )

    def _ways(self, more: frozenset[str]) -> list[Ways]:
        broken = self.failing | more
        return [line.ways(self.asked(line, broken)) for line in self.lines]

    def _columns(self, rows: Rows, more: frozenset[str]) -> Columns:
        self._budget.spend(len(self.lines))
        return Columns(rows, self._ways(more), [len(ways) for ways in self._ways(frozenset())])

    def _solved(self, found: Mapping[frozenset[str], Survivors], count: int) -> Solved:
        solved = Solved(idle=self._idle)
        solved.fewest = count > 0
        solved.left = self._left(found)
        given_up = frozenset.intersection(*found)
        solved.broken = self.failing | {
            id for id in given_up if all(mate.equation in given_up for mate in self._alike[id])
        }
        if count:
            holding = set[tuple[str, int]]().union(*[alive.holding for alive in found.values()])
            solved.broken |= {
                f"{rule}:{name}"
                for rule in ("R001", "R002")
                for number, name in enumerate(self.names)
                if (rule, number) not in holding
            }
        return solved

    def _left(self, found: Mapping[frozenset[str], Survivors]) -> dict[str, list[Settled]]:
        """By row the readings that survive, whichever of these sums are given up."""
        options: dict[tuple[str, Sum], dict[Option, None]] = {}
        for more, alive in found.items():
            broken = self.failing | more
            for line, numbers in zip(self.lines, alive.options, strict=True):
                if line.is_open:
                    asked = self.asked(line, broken)
                    left = [option for at, option in enumerate(line.ways(asked)) if at in numbers]
                    for mate in self._alike.get(line.equation, [line]):
                        options.setdefault((mate.path, asked), {}).update(dict.fromkeys(left))
        kept: dict[str, dict[Settled, None]] = {line.path: {} for line in self.opened}
        by_path = {line.path: line for line in self.opened}
        for (path, asked), some in options.items():
            ways = by_path[path].ways(asked)
            kept[path].update(dict.fromkeys([done for option in some for done in ways[option]]))
        return {path: list(some) for path, some in kept.items()}

    @property
    def _is_exact(self) -> bool:
        """Whether no unknown figures of one row are bound to each other by anything but the row's
        sum, which the search lets go."""
        total = 1 << len(self.names) - 1
        for line in self.lines:
            if line.equation in self.failing:
                if line.readings("let go") is None:
                    return False
            elif any(option.free & ~total for option in line.ways(self.asked(line, ()))):
                return False
        return True

    def used(self, line: Line, solved: Solved) -> tuple[list[str], dict[int, list[str]]]:
        """The equations that took readings from a row: its own sum, and for each column the sums of
        that column."""
        if line.is_single:
            return [], {}
        asked = self.asked(line, solved.broken)
        has_sum = asked == "asked" and line.readings("asked") is not None
        own = [line.equation] if has_sum and not line.is_idle else []
        by_column: dict[int, list[str]] = {}
        kept = {done.filling.option for done in solved.left[line.path]}
        gone = [option for option in line.ways(asked) if option not in kept]
        if gone:
            differing = [
                c
                for c in range(_WIDTH)
                if {option.part(c) for option in gone} - {option.part(c) for option in kept}
            ]
            for column in differing or [
                c for c in range(_WIDTH) if len({option.part(c) for option in [*gone, *kept]}) > 1
            ]:
                ids = [f"{rule}:{self.names[column]}" for rule in _RULES[line.role]]
                by_column[column] = [id for id in ids if id not in solved.broken]
        return own, by_column


def _listed(ways: Ways) -> list[Settled]:
    return [done for some in ways.values() for done in some]
