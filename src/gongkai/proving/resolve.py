"""Prove what the text has lost: from rows as the text shows them to cells that say how they are
known.

Two rows of one report, as an extractor left them::

    一、本年新收政府信息公开申请数量 1 12 0 0 0 0 013        thirteen applications: 1 and 12? or 11
    and 2? （一）予以公开 2 0 0 0 0 2                               six figures for seven columns

The equations of the form decide where they can. A cell is ``inferred`` where every reading of the
table under which the equations hold gives it the same figure, else ``ambiguous`` with every figure
that some such reading gives it. A figure that stands at its own place is never altered.
``docs/explanation/proof.md`` argues this at length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, TypeAlias

import attrs

from ..figures import read_figure
from ..form import CellSpec, Figure
from ..model import Bare, Cell, Cells, Likely, Place, RowText, Span, Status
from . import lines
from .divisions import TooManyError, balanced_divisions
from .readings import (
    DROPPED,
    LOST_CELL,
    STRANGER,
    Habits,
    Variant,
    columns_of,
    habits_by_table,
    variants,
)
from .runs import Content, Digits, Gap, Mark, Pieces
from .settle import Settled, is_fillable
from .table import Line, Solved, Table, is_settled

FEWEST: Final = "premise:fewest-equations-broken"
"""No reading fulfils all equations: the report itself is in error, and readings under which the
fewest fail count."""

_PAGE_DIGITS: Final = range(1, 4)
"""So many digits the number of a page has."""

_MOST_ALONE: Final = 24
"""Of a row with so many characters what each column can hold is still listed, where the search was
given up."""

_NOTHING: Final[Bare] = (Status.BLANK, None, None, None)


def resolve(rows: Sequence[RowText], edition: int, source: str | None = None) -> Cells:
    """One cell for every column of every given row.

    A row without any figure is a row of blanks. A row whose path the edition does not have is
    passed over, and of two rows with one path the first counts. ``disputes`` as a path is the one
    printed line of table four. With the ``source`` that the rows' spans refer to, each cell's raw
    text is what stands at its span.

    >>> from gongkai.model import Piece
    >>> digits = Piece(Status.UNREADABLE, None, "230000023", Span(0, 9))
    >>> cells = resolve([RowText("requests.received", (digits,), Place.GLUED)], 2021)
    >>> cells["requests.received.total"].value, cells["requests.received.total"].status
    (23, <Status.INFERRED: 'inferred'>)
    """
    return Cells(proven(rows, edition, source))


def proven(
    rows: Sequence[RowText], edition: int, source: str | None = None
) -> dict[str, Cell | Bare]:
    """The same by path; a cell about which there is little to say is not yet a :class:`Cell`."""
    cells: dict[str, Cell | Bare] = {}
    unsettled: dict[str, dict[str, RowText]] = {}
    for row in rows:
        columns = columns_of(row.path, edition)
        if not columns or columns[0].path in cells or row.witness:
            continue
        if is_settled(row, columns):
            if len(row.pieces) == len(columns):
                for spec, piece in zip(columns, row.pieces, strict=True):
                    cells[spec.path] = (
                        piece[:4]
                        if piece.origin is None
                        else Cell(spec.path, *piece[:4], origin=piece.origin)
                    )
            else:
                for spec in columns:
                    cells[spec.path] = _NOTHING
        elif row.path not in unsettled.get(columns[0].table, ()):
            unsettled.setdefault(columns[0].table, {})[row.path] = row
    if not unsettled:
        return cells
    seen = habits_by_table(rows, edition)
    for table, opened in unsettled.items():
        found: dict[str, Cell | Bare] = {}
        if table == "requests":
            given: dict[str, RowText] = {}
            for row in rows:
                if not row.witness:
                    given.setdefault(row.path, row)
            found = _resolve_table(Table(given, edition, seen[table]), source)
        else:
            for row in opened.values():
                found |= _resolve_line(row, columns_of(row.path, edition), seen[table], source)
        for row in opened.values():
            found |= _as_written(row, columns_of(row.path, edition), found)
        cells.update(found)
    return cells


def _as_written(
    row: RowText, specs: Sequence[CellSpec], found: Mapping[str, Cell | Bare]
) -> _Found:
    """The cells of a row that shows one stretch of digits for each column, where what is proven is
    not what stands there: the clerk may have made a slip, and then the sums prove nothing."""
    if row.place is not Place.GLUED or len(row.pieces) != len(specs) or len(specs) == 1:
        return {}
    cells: _Found = {}
    for number, spec in enumerate(specs):
        cell = found.get(spec.path)
        value = Digits(row.pieces[number : number + 1], row.scale).whole(spec.kind)
        if cell is None or value is None:
            continue
        if not isinstance(cell, Cell):
            cell = Cell(spec.path, *cell)
        ways = cell.candidates if cell.status is Status.AMBIGUOUS else (cell.value,)
        if cell.status is Status.UNREADABLE or cell.cut or value in ways:
            continue
        figures = sorted([value, *(one for one in ways if one is not None)])
        candidates = (*figures, None) if None in ways else tuple(figures)
        cells[spec.path] = attrs.evolve(
            cell, status=Status.AMBIGUOUS, value=None, candidates=candidates
        )
    return cells


_Found: TypeAlias = dict[str, Cell | Bare]


def _resolve_table(table: Table, source: str | None) -> _Found:
    solved = table.solve()
    totals_stand = table.seen.cut and _totals_stand(solved)
    cells: _Found = {}
    for line in table.opened:
        row = line.text
        assert row is not None
        if line.equation in solved.broken and _may_hold_another(row, len(line.cells)):
            cells.update(_Row(row, source).unreadable(line.cells))
        elif kept := solved.near.get(line.path):
            kept = [
                one
                for done in kept
                for one in _or_blank(done, line.cells, table.seen.cut, totals_stand)
            ]
            cells.update(_cells(_Row(row, source), line.cells, kept, _basis(table, line, solved)))
        elif _may_hold_another(row, len(line.cells)) and not _can_add_up(line):
            cells.update(_Row(row, source).unreadable(line.cells))
        else:
            cells.update(_alone(_Row(row, source), line.cells, line.variants))
    return cells


def _can_add_up(line: Line) -> bool:
    """Whether the row's sum can hold in a reading of it, as far as that is looked for."""
    cells, ways = line.cells, line.variants
    try:
        return ways is None or any(
            is_fillable(way.run, 0, len(way.run), cells, way.gap, sum_holds=True) for way in ways
        )
    except TooManyError:
        return True


def _or_blank(
    done: Settled, cells: Sequence[CellSpec], cut: bool, totals_stand: bool
) -> Iterator[Settled]:
    """A reading, and the same with a blank cell where it has a lost figure, if that gives the sums
    the same: the figure is 0, or the total of others."""
    yield done
    if LOST_CELL not in done.premises:
        return
    shown, _, spots = done.filling
    for column, (value, spot, cell) in enumerate(zip(shown, spots, cells, strict=True)):
        if spot is None and ((not cut and value == 0) or (cell.is_total and not totals_stand)):
            blank = (*shown[:column], None, *shown[column + 1 :])
            yield done._replace(filling=done.filling._replace(shown=blank))


def _totals_stand(solved: Solved) -> bool:
    """Whether of the rows that lack a figure some surely has its total, and none surely lacks it:
    clerks leave totals blank, in one row or in all."""
    lacking = [
        {done.filling.spots[-1] is None for done in kept}
        for kept in solved.left.values()
        if any(LOST_CELL in done.premises for done in kept)
    ]
    return {False} in lacking and {True} not in lacking


def _may_hold_another(row: RowText, columns: int) -> bool:
    """Whether some digits of a row whose sum fails may be another's. Where they stand together, any
    may, unless there is one for each column; where each figure stands apart, the last digits, if
    the sum holds without them: the number of a page stands at the end of any row once line ends are
    lost."""
    if row.place is not Place.GLUED:
        return False
    digits = "".join(piece.raw for piece in row.pieces)
    if len(row.pieces) < columns:
        return len(digits) != columns
    if not digits.isdecimal():
        return False
    try:
        return any(balanced_divisions(digits[:-count], columns) for count in _PAGE_DIGITS)
    except TooManyError:
        return True


def _basis(table: Table, line: Line, solved: Solved) -> list[tuple[str, ...]]:
    """The equations that decided a row, for each of its cells; those that contain the cell
    first."""
    own, by_column = table.used(line, solved)
    premise = (FEWEST,) if solved.fewest or line.equation in solved.broken else ()
    if not by_column:
        return [(*own, *premise)] * len(line.cells)
    ids = list(dict.fromkeys(own + [id for some in by_column.values() for id in some]))
    near = [(f":{spec.column}", f":{spec.row}") for spec in line.cells]
    return [
        (
            *(id for id in ids if id.endswith(here)),
            *(id for id in ids if not id.endswith(here)),
            *premise,
        )
        for here in near
    ]


def _resolve_line(
    row: RowText, specs: Sequence[CellSpec], seen: Habits, source: str | None
) -> _Found:
    here = _Row(row, source)
    try:
        found = lines.solve(row, specs, seen)
    except TooManyError:
        try:
            return _alone(here, specs, variants(row, specs, seen))
        except TooManyError:
            return _alone(here, specs, None)
    if found is None:
        return here.unreadable(specs)
    if len(specs) == 1 and len(found.groups[0]) == 1:
        mark = here.mark(specs[0], found.groups[0][0], 0)
        # one column, one figure: it stands at its own place
        if mark and not found.groups[0][0].is_torn(0):
            return {
                specs[0].path: Cell(
                    specs[0].path, mark.status, mark.value, mark.raw, mark.span, origin=mark.origin
                )
            }
    cells: _Found = {}
    for number, (group, kept) in enumerate(zip(lines.groups_of(specs), found.groups, strict=True)):
        basis: tuple[str, ...] = ()
        if group[0].table == "disputes" and not _as_long(row, specs):
            basis = (FEWEST,) if number in found.broken else (f"D001:{group[0].row}",)
        cells.update(_cells(here, group, kept, [basis] * len(group)))
    return cells


def _as_long(row: RowText, specs: Sequence[CellSpec]) -> bool:
    """Whether the row has one digit for each column, which leaves no equation anything to
    decide."""
    return row.place is Place.GLUED and sum([len(piece.raw) for piece in row.pieces]) == len(specs)


class _Row:
    """An open row and the text that it stands in."""

    def __init__(self, row: RowText, source: str | None) -> None:
        self.row, self._source = row, source
        self._whole: tuple[str | None, Span] | None = None

    @property
    def whole(self) -> tuple[str | None, Span]:
        """Where the row's pieces stand, first to last; without a source the text between several of
        them is not known."""
        if self._whole is None:
            pieces = self.row.pieces
            span = Span(pieces[0].span.start, pieces[-1].span.end)
            raw = pieces[0].raw if len(pieces) == 1 else None
            self._whole = raw if self._source is None else self._source[span.start : span.end], span
        return self._whole

    def mark(self, spec: CellSpec, done: Settled, column: int) -> Mark | None:
        """What a reading puts into a column, None where that is nothing."""
        spot = done.filling.spots[column]
        if spot is None:
            return None
        mark = done.run.mark(
            spot if not done.at else (spot[0] + done.at, spot[1] + done.at), spec.kind
        )
        return (
            mark
            if self._source is None
            else mark._replace(raw=self._source[mark.span.start : mark.span.end])
        )

    def in_run(self, done: Settled) -> Callable[[int, int], tuple[str | None, Span]] | None:
        """For a reading of digits: what stands at a spot of the run, and where."""
        run, at, source = done.run, done.at, self._source
        if isinstance(run, Pieces):
            return None

        def place(start: int, end: int) -> tuple[str | None, Span]:
            raw, span = run.place(start + at, end + at)
            return raw if source is None else source[span.start : span.end], span

        return place

    def unreadable(self, specs: Sequence[CellSpec]) -> _Found:
        """The cells of a row whose text cannot be its figures."""
        raw, span = self.whole
        return {spec.path: (Status.UNREADABLE, None, raw, span) for spec in specs}


def _cells(
    here: _Row, specs: Sequence[CellSpec], kept: Sequence[Settled], basis: Sequence[tuple[str, ...]]
) -> _Found:
    """The cells of a row (or of one group of a line) of which these readings are left.

    Which of several equal pieces is a stranger cannot be told, so in such a row no cell has a place
    of its own.
    """
    if all(any(map(done.is_torn, range(len(specs)))) for done in kept):
        return here.unreadable(specs)  # each would join figures across a blank
    if len(kept) == 1:
        return _only(here, specs, kept[0], basis)
    premises = tuple(dict.fromkeys([premise for done in kept for premise in done.premises]))
    first = kept[0]
    is_one_run = STRANGER not in premises and all(
        done.run is first.run and done.at == first.at for done in kept
    )
    likely = _suggested(here.row, kept)
    cells: _Found = {}
    by_column = (
        zip(*[done.filling.shown for done in kept], strict=True),
        zip(*[done.filling.spots for done in kept], strict=True),
    )
    for number, (spec, values, spots, rests) in enumerate(
        zip(specs, *by_column, basis, strict=True)
    ):
        shown = list(dict.fromkeys(values))
        places = dict(zip(spots, kept, strict=True)) if is_one_run else {}
        marks = (
            [here.mark(spec, done, number) for done in places.values()]
            if len(places) == 1 or shown == [None]
            else []
        )
        # a stranger may leave columns without a figure as well
        cell = _cell(here, spec, shown, marks, rests + premises, cut=STRANGER in premises)
        if likely and isinstance(cell, Cell) and cell.status is Status.AMBIGUOUS:
            mark = here.mark(spec, likely, number)
            if mark and mark.value is not None:
                cell = attrs.evolve(cell, likely=Likely(mark.value, "blanks", mark.span))
        cells[spec.path] = cell
    return cells


def _only(
    here: _Row, specs: Sequence[CellSpec], done: Settled, basis: Sequence[tuple[str, ...]]
) -> _Found:
    """The cells of a row that has one reading left, the usual case."""
    rests = (
        [basis[0] + done.premises] * len(basis)
        if basis[-1] is basis[0]
        else [ids + done.premises for ids in basis]
    )
    shown, _, spots = done.filling
    place = here.in_run(done) if STRANGER not in done.premises else None
    cells: _Found = {}
    for number, (spec, value, spot, why) in enumerate(zip(specs, shown, spots, rests, strict=True)):
        if place and spot and value is not None and not isinstance(value, Gap):
            raw, span = place(*spot)
            cells[spec.path] = (Status.INFERRED, value, raw, span, (), why)
        else:
            marks = [] if STRANGER in done.premises else [here.mark(spec, done, number)]
            cells[spec.path] = _cell(here, spec, [value], marks, why)
    return cells


def _is_dash(
    here: _Row, marks: Sequence[Mark | None], raw: str | None, basis: tuple[str, ...]
) -> bool:
    """Whether a mark for nothing stands for a column without a figure; ``raw`` is what stands
    there, or in the whole row."""
    if marks and all(mark is not None and mark.status is Status.DASH for mark in marks):
        return True
    if len(marks) != 1 and read_figure(raw or "")[0] is Status.DASH:
        return True  # one mark, which a merged cell may have for all columns
    if marks or DROPPED in basis:
        return False
    seen = {piece.status for piece in here.row.pieces}  # which of them is foreign is not known
    return Status.DASH in seen and Status.BLANK not in seen


def _cell(
    here: _Row,
    spec: CellSpec,
    shown: Sequence[Content],
    marks: Sequence[Mark | None],
    basis: tuple[str, ...],
    *,
    cut: bool = False,
) -> Cell | Bare:
    """The cell that remaining readings show so; ``marks`` says where, if it is the same place for
    all of them."""
    origin = None
    if len(marks) != 1:
        raw, span = here.whole
    elif marks[0] is None:
        raw, span = None, None
    else:
        _, _, raw, span, origin = marks[0]
    if len(shown) == 1:
        value = shown[0]
        if value is Gap.UNREADABLE:
            return Cell(spec.path, Status.UNREADABLE, None, raw, span, (), basis, origin=origin)
        if not isinstance(value, Gap):
            status = Status.INFERRED
            if value is None:
                status = Status.DASH if _is_dash(here, marks, raw, basis) else Status.BLANK
            if origin is None:
                return status, value, raw, span, (), basis
            return Cell(spec.path, status, value, raw, span, (), basis, origin=origin)
    figures = sorted([value for value in shown if isinstance(value, int | Decimal)])
    candidates: tuple[Figure, ...] = (*figures, None) if None in shown else tuple(figures)
    unlisted = cut or any(isinstance(value, Gap) for value in shown)
    return Cell(
        spec.path, Status.AMBIGUOUS, None, raw, span, candidates, basis, unlisted, origin=origin
    )


def _alone(here: _Row, specs: Sequence[CellSpec], ways: Sequence[Variant] | None) -> _Found:
    """The cells of a row with all that it can say by itself, for the search was given up; with
    nothing if even that is too much."""
    if ways is not None and not ways:
        return here.unreadable(specs)
    if ways is None or max([len(way.run) for way in ways]) > _MOST_ALONE:
        return {spec.path: _cell(here, spec, [], [], (), cut=True) for spec in specs}
    premises = tuple(dict.fromkeys([premise for way in ways for premise in way.premises]))
    shown: list[set[Content]] = [set() for _ in specs]
    for way in ways:
        for some, more in zip(shown, way.run.possible(specs, way.gap), strict=False):
            some.update(more)
    pieces = here.row.pieces
    cells: _Found = {}
    for number, (spec, some) in enumerate(zip(specs, shown, strict=True)):
        torn = len(some) == 1 and _may_be_torn(here.row, specs, number, *some)
        cell = _cell(here, spec, [*some, *[Gap.UNREADABLE] * torn], [], premises, cut=True)
        if (
            isinstance(cell, Cell)
            and cell.status is Status.AMBIGUOUS
            and here.row.place is Place.GLUED
            and len(pieces) == len(specs)
        ):
            value = Digits(pieces[number : number + 1], here.row.scale).whole(spec.kind)
            if value is not None and value in cell.candidates:
                cell = attrs.evolve(cell, likely=Likely(value, "blanks", pieces[number].span))
        cells[spec.path] = cell
    return cells


def _may_be_torn(row: RowText, specs: Sequence[CellSpec], column: int, value: Content) -> bool:
    """Whether the one figure that a cell of a glued row can have may be joined across a blank; the
    stretch at its place, of as many as columns, is not."""
    if row.place is not Place.GLUED or len(row.pieces) < 2:
        return False
    if len(row.pieces) != len(specs):
        return True
    stretch = Digits(row.pieces[column : column + 1], row.scale)
    return not isinstance(value, Gap) and stretch.whole(specs[column].kind) != value


def _suggested(row: RowText, kept: Sequence[Settled]) -> Settled | None:
    """The one reading that the blanks of a glued row suggest: no figure of it has a blank
    inside."""
    if row.place is not Place.GLUED or len(row.pieces) < 2:
        return None
    whole = {
        done.filling.spots: done
        for done in kept
        if isinstance(done.run, Digits) and not any(map(done.is_torn, range(len(done.shown))))
    }
    return next(iter(whole.values())) if len(whole) == 1 else None
