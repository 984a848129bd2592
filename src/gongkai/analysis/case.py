"""A case: one report under examination, with what several rules need worked out once.

*Blank counts as zero* is a reading that sums apply: a blank cell or a mark for nothing adds
nothing. A blank total (总计) is unknown instead, for it was left out rather than counted. Missing,
ambiguous and unreadable cells are unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache, cached_property
from typing import Final, NamedTuple

from .. import form
from ..figures import holds_text
from ..form import Equation, Figure, Figures, RowSpec
from ..form.sums import is_equation, totals
from ..form.traditional import TRADITIONAL, simplified
from ..form.wording import without_radicals
from ..mentions import Mention, mentions
from ..model import INFERRED_UNIT, UNKNOWN_UNIT, Cell, Cells, NothingRead, ReportData, Span, Status

_NOTHING: Final = (Status.BLANK, Status.DASH)
_MOST_SUMS: Final = 5_000
"""So many different sums of an equation with ambiguous cells are looked at; past that the equation
is not assessable."""

_HEADER: Final = 400
"""The header of a table, with its column labels, stands within so many characters before its first
figure."""


class Sum(NamedTuple):
    """One equation of the form, worked out for one report.

    ``left`` and ``right`` are the sums of the known operands, ``open`` the paths of the unknown
    ones. ``hopeless`` says that operands are open but no choice among their candidates makes the
    equation hold.
    """

    equation: Equation
    left: Figure
    right: Figure
    open: tuple[str, ...] = ()
    hopeless: bool = False

    @property
    def fails(self) -> bool:
        """Whether all operands are known and the two sides differ."""
        return not self.open and self.left != self.right

    @property
    def residual(self) -> int:
        """Left side less right side."""
        return self.left - self.right  # type: ignore[operator, return-value]


@cache
def equations_of(edition: int) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """The equations that each cell takes part in: the id of the equation, and 1 on its left side,
    -1 on its right."""
    found: dict[str, list[tuple[str, int]]] = {}
    for equation in form.equations(edition):
        for side, paths in ((1, equation.left), (-1, equation.right)):
            for path in paths:
                found.setdefault(path, []).append((equation.id, side))
    return {path: tuple(sides) for path, sides in found.items()}


class Case:
    """One report under examination. A rule of one report looks at ``case.report`` and at what is
    worked out here."""

    def __init__(self, report: ReportData) -> None:
        self.report = report
        self.edition = report.form_edition

    @cached_property
    def name(self) -> str:
        """What the report is called in messages: its publisher and year, or as much as is known."""
        who = self.report.publisher or self.report.title or ""
        year = str(self.report.year or "")
        return " ".join(filter(None, (who, "" if year in who else year)))

    @property
    def cells(self) -> Cells:
        """The cells by path."""
        return self.report.cells

    @cached_property
    def statuses(self) -> dict[str, Status]:
        """The status of each cell by path."""
        return self.cells.statuses()

    @cached_property
    def _every_status(self) -> frozenset[Status]:
        return frozenset(self.statuses.values())

    @cached_property
    def spans(self) -> dict[str, Span | None]:
        """The span of each cell by path."""
        return self.cells.spans()

    @cached_property
    def bases(self) -> dict[str, tuple[str, ...]]:
        """The basis of each cell that has one, by path."""
        return self.cells.bases()

    @cached_property
    def rows(self) -> list[tuple[RowSpec, list[Cell]]]:
        """The rows of the edition in form order, each with its cells in this report."""
        cells = self.cells
        return [
            (row, [cells[cell.path] for cell in row.cells if cell.path in cells])
            for row in form.rows(self.edition)
        ]

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """What the prose says of the tables' figures."""
        return mentions(self.report)

    def with_status(self, *statuses: Status) -> list[str]:
        """The paths of the cells with one of these statuses, in form order."""
        if self._every_status.isdisjoint(statuses):
            return []  # as for most: few reports have more than two
        return [path for path, status in self.statuses.items() if status in statuses]

    @cached_property
    def without_place(self) -> frozenset[str]:
        """The unreadable cells of rows of which no cell is known, where no text of their own is the
        reason: what stands there cannot be given to one of them for certain."""
        found: set[str] = set()
        for row, cells in self.rows if self.with_status(Status.UNREADABLE) else ():
            unread = [cell for cell in cells if cell.status is Status.UNREADABLE]
            if all(cell.status in (Status.UNREADABLE, Status.MISSING) for cell in cells):
                shared = len(unread) > 1 and len({cell.span for cell in unread}) == 1
                kinds = {cell.path: cell.kind for cell in row.cells}
                found |= {
                    cell.path
                    for cell in unread
                    if shared or not holds_text(cell.raw or "", kinds[cell.path])
                }
        return frozenset(found)

    @cached_property
    def operands(self) -> Mapping[str, Figure]:
        """What each cell counts in a sum; None where that is unknown."""
        return self.figures.operands

    @cached_property
    def figures(self) -> Figures:
        """The report's figures as sums take them."""
        return self.report.figures

    @cached_property
    def sums(self) -> dict[str, Sum]:
        """Every equation of the edition, worked out, by its id."""
        get = self.operands.get
        found = {}
        for equation in form.equations(self.edition):
            lefts, rights = [get(p) for p in equation.left], [get(p) for p in equation.right]
            if None in lefts or None in rights:
                found[equation.id] = self._open_sum(equation)
            else:
                both = sum(lefts), sum(rights)  # type: ignore[arg-type]
                found[equation.id] = Sum(equation, *both)
        return found

    def _open_sum(self, equation: Equation) -> Sum:
        operands = self.operands
        unknown = tuple(path for path in equation.paths if operands.get(path) is None)
        return Sum(equation, None, None, unknown, self._hopeless(equation, unknown))

    def _hopeless(self, equation: Equation, unknown: tuple[str, ...]) -> bool:
        """Whether every choice of candidates breaks the equation; choices that exclude each other
        are tried too."""
        for path in unknown:
            cell = self.cells.get(path)
            if cell is None or cell.status is not Status.AMBIGUOUS or not cell.candidates:
                return False
            if cell.cut:
                return False  # it may have a value that is not among its candidates
            if path in totals(self.edition) and None in cell.candidates:
                return False  # an empty total is unknown and can make the equation hold
        left = set(equation.left)
        sums = {0}
        for path in equation.paths:
            side = 1 if path in left else -1
            operand = self.operands.get(path)
            choices = (
                [operand]
                if operand is not None
                else [value or 0 for value in self.cells[path].candidates]
            )
            terms = [side * choice for choice in choices]
            sums = {total + term for total in sums for term in terms}  # type: ignore[misc]
            if len(sums) > _MOST_SUMS:
                return False
        return 0 not in sums

    @cached_property
    def failing(self) -> dict[str, Sum]:
        """The equations that do not hold, by id."""
        return {id: found for id, found in self.sums.items() if found.fails}

    def asked_for(self, path: str) -> Figure:
        """The figure that the sums of an unknown cell ask for, where all else in them is known;
        None where none of them does, they ask for different figures, or it can be none."""
        figures: dict[str, Figure] = {**self.operands, path: 0}
        asked = set()
        for id, side in equations_of(self.edition).get(path, ()):
            equation = self.sums[id].equation
            if self.sums[id].open == (path,):
                left, right = (
                    sum(figures[p] or 0 for p in paths) for paths in (equation.left, equation.right)
                )
                asked.add(side * (right - left))
        return asked.pop() if len(asked) == 1 and min(asked) >= 0 else None

    def certain(self, path: str) -> bool:
        """Whether the text itself fixes the cell's figure: it was read, or inferred without the
        help of an equation."""
        cell = self.cells[path]
        return cell.status is not Status.INFERRED or not any(
            is_equation(basis) or basis.startswith(INFERRED_UNIT) for basis in cell.basis
        )

    def another_reading_passes(self, found: Sum) -> bool:
        """Whether an operand that equations decided would, with another value, let this failing
        equation hold."""
        for side, paths in ((1, found.equation.left), (-1, found.equation.right)):
            for path in paths:
                if not self.certain(path):
                    value = self.operands[path]
                    if value is not None and value - side * found.residual >= 0:
                        return True
        return False

    def parts_of(self, path: str) -> tuple[str, ...]:
        """The cells that add up to a total and are all known: those of its row, or the outcome rows
        of its column; else none."""
        return self.figures.parts(path)

    def total(self, path: str) -> Figure:
        """The figure of a total as printed, or, where it was left blank, as its parts give it."""
        return self.figures.total(path)

    @cached_property
    def blank_totals(self) -> dict[str, Figure]:
        """The totals that were left blank although their parts add up to something, with the
        sum."""
        return {
            path: sums[0]
            for path, sums in self._sums_of_blank.items()
            if len(sums) == 1 and sums[0] > 0  # parts below nothing are errors of their own
        }

    @cached_property
    def torn_totals(self) -> dict[str, tuple[int | Decimal, ...]]:
        """The totals that were left blank and of which row and column say different sums."""
        return {path: sums for path, sums in self._sums_of_blank.items() if len(sums) > 1}

    @cached_property
    def _sums_of_blank(self) -> dict[str, tuple[int | Decimal, ...]]:
        """What the parts of each total that was left blank add up to."""
        blank = self.with_status(*_NOTHING)
        return {path: self.figures.sums(path) for path in blank if path in totals(self.edition)}

    @cached_property
    def of_unknown_units(self) -> frozenset[str]:
        """The cells that are unknown because an addend is: they belong to a sum of reports, not to
        a text that could lack them."""
        return frozenset(
            path
            for path, basis in self.bases.items()
            if any(one.startswith(UNKNOWN_UNIT) for one in basis)
        )

    @cached_property
    def lacking(self) -> frozenset[str]:
        """The cells that the text lacks."""
        return frozenset(self.with_status(Status.MISSING)) - self.of_unknown_units

    @cached_property
    def present(self) -> frozenset[str]:
        """The tables of which the text has at least one cell."""
        return frozenset(
            table
            for table in form.TABLES
            if any(
                cell.path in self.statuses and cell.path not in self.lacking
                for cell in form.cells(self.edition, table)
            )
        )

    @cached_property
    def nothing_read(self) -> NothingRead | None:
        """Why the report has no figure; None where one is known."""
        return self.report.nothing_read

    @cached_property
    def table_text(self) -> dict[str, str]:
        """For each table with a place in the source: its text from some way before its first cell
        to its last one, squeezed."""
        found = {}
        for table in form.TABLES:
            paths = [cell.path for cell in form.cells(self.edition, table)]
            if spans := [span for path in paths if (span := self.spans.get(path))]:
                start, end = min(spans)[0], max(spans)[1]
                found[table] = squeeze(self.report.source[max(0, start - _HEADER) : end])
        return found

    @cached_property
    def squeezed(self) -> str:
        """The source without blanks and with one kind of punctuation, for looking up labels and
        phrases."""
        return squeeze(self.report.source)


_PUNCTUATION: Final = (
    ("(", "（"),
    (")", "）"),
    (":", "："),
    (",", "，"),
    ("、", "，"),
    ("“", ""),
    ("”", ""),
    ('"', ""),
)


@cache
def _squeeze_short(text: str) -> str:
    return _squeeze(text.translate(TRADITIONAL))


def _squeeze(text: str) -> str:
    text = "".join(without_radicals(simplified(text)).split())
    for old, new in _PUNCTUATION:
        text = text.replace(old, new)
    return text


def squeeze(text: str) -> str:
    """A text without blanks and with one kind of punctuation.

    >>> squeeze("本年收费金额 (单位:万元)")
    '本年收费金额（单位：万元）'
    """
    return _squeeze_short(text) if len(text) < 80 else _squeeze(text)
