"""Prove what the text has lost: from rows as the text shows them to cells that say how they are known.

Two rows of one report, as an extractor left them::

    一、本年新收政府信息公开申请数量 1 12 0 0 0 0 013        thirteen applications: 1 and 12? or 11 and 2?
    （一）予以公开 2 0 0 0 0 2                               six figures for seven columns

The equations of the form decide where they can. A cell is ``inferred`` where every reading of the table under which the equations
hold gives it the same figure, else ``ambiguous`` with every figure that some such reading gives it. A figure that stands at
its own place is never altered. ``docs/explanation/proof.md`` argues this at length.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from ..form import CellSpec, Figure
from ..model import Cell, Likely, Place, RowText, Span, Status
from . import lines
from .divisions import TooManyError
from .readings import Habits, Mark, columns_of, habits
from .settle import UNKNOWN, Settled
from .table import Table, is_settled

FEWEST: Final = "premise:fewest-equations-broken"
"""No reading fulfils all equations: the report itself is in error, and readings under which the fewest fail count."""


def resolve(rows: Sequence[RowText], edition: int) -> dict[str, Cell]:
    """One cell for every column of every given row.

    A row without any figure is a row of blanks. A row whose path the edition does not have is passed over, and of two rows with
    one path the first counts. ``disputes`` as a path is the one printed line of table four.

    >>> from gongkai.model import Piece
    >>> digits = Piece(Status.UNREADABLE, None, "230000023", Span(0, 9))
    >>> cells = resolve([RowText("requests.received", (digits,), Place.GLUED)], 2021)
    >>> cells["requests.received.total"].value, cells["requests.received.total"].status
    (23, <Status.INFERRED: 'inferred'>)
    """
    cells: dict[str, Cell] = {}
    unsettled: dict[str, dict[str, RowText]] = {}
    for row in rows:
        columns = columns_of(row.path, edition)
        if not columns or columns[0].path in cells:
            continue
        if is_settled(row, columns):
            if len(row.pieces) == len(columns):
                for spec, piece in zip(columns, row.pieces, strict=True):
                    cells[spec.path] = Cell(spec.path, piece.status, piece.value, piece.raw, piece.span, origin=piece.origin)
            else:
                cells.update((spec.path, Cell(spec.path, Status.BLANK)) for spec in columns)
        elif row.path not in unsettled.get(columns[0].table, ()):
            unsettled.setdefault(columns[0].table, {})[row.path] = row
    everywhere = habits(rows, edition) if unsettled else None
    for table, opened in unsettled.items():
        mates = [row for row in rows if row.path.startswith(table)]
        seen = habits(mates, edition)
        if everywhere is not None:  # one hand wrote all tables, and one extractor: a blank in one of them tells of the others
            seen = seen._replace(empty=everywhere.empty, short=everywhere.short or everywhere.empty)
        if table == "requests":
            given: dict[str, RowText] = {}
            for row in mates:
                given.setdefault(row.path, row)
            cells.update(_resolve_table(given, edition, seen))
        else:
            for row in opened.values():
                cells.update(_resolve_line(row, columns_of(row.path, edition), seen))
    return cells


def _resolve_table(rows: Mapping[str, RowText], edition: int, seen: Habits) -> dict[str, Cell]:
    table = Table(rows, edition, seen)
    solved = table.solve()
    cells: dict[str, Cell] = {}
    for line in table.lines:
        row = line.text
        if row is None or not line.is_open:
            continue
        if solved.cut or line.path not in solved.left or not solved.left[line.path]:
            ways = line.all
            if ways is not None and not ways:
                cells.update(_strangers(row, line.cells))
            else:
                kept = [done for some in (ways or {}).values() for done in some]
                cells.update(_cells(row, line.cells, kept, [()] * 7, cut=True))
            continue
        kept = solved.left[line.path]
        own, by_column = table.used(line, kept, solved.broken)
        by_row = own + [id for ids in by_column.values() for id in ids]
        premise = (FEWEST,) if solved.fewest or line.equation in solved.broken else ()
        basis = [(*(_near(by_row, spec) if by_column else own), *premise) for spec in line.cells]
        cells.update(_cells(row, line.cells, kept, basis, cut=False))
    return cells


def _near(ids: Sequence[str], spec: CellSpec) -> tuple[str, ...]:
    """The equations that decided a row, those that contain the cell first."""
    here = (f":{spec.column}", f":{spec.row}")
    return tuple(sorted(dict.fromkeys(ids), key=lambda id: not id.endswith(here)))


def _resolve_line(row: RowText, specs: Sequence[CellSpec], seen: Habits) -> dict[str, Cell]:
    try:
        found = lines.solve(row, specs, seen)
    except TooManyError:
        return _cells(row, specs, [], [()] * len(specs), cut=True)
    if found is None:
        return _strangers(row, specs)
    if len(specs) == 1 and len(found.groups[0]) == 1 and (mark := found.groups[0][0].reading[0]).status is Status.READ:
        # one column, one figure: it stands at its own place
        path = specs[0].path
        return {path: Cell(path, Status.READ, mark.value, mark.raw, mark.span, origin=mark.origin)}
    cells: dict[str, Cell] = {}
    for number, (group, kept) in enumerate(zip(lines.groups_of(specs), found.groups, strict=True)):
        basis: tuple[str, ...] = ()
        if group[0].table == "disputes" and not _as_long(row, specs):
            basis = (FEWEST,) if number in found.broken else (f"D001:{group[0].row}",)
        cells.update(_cells(row, group, kept, [basis] * len(group), cut=False))
    return cells


def _as_long(row: RowText, specs: Sequence[CellSpec]) -> bool:
    """Whether the row has one digit for each column, which leaves no equation anything to decide."""
    return row.place is Place.GLUED and sum(len(piece.raw) for piece in row.pieces) == len(specs)


def _strangers(row: RowText, specs: Sequence[CellSpec]) -> dict[str, Cell]:
    """The cells of a row whose text cannot be its figures."""
    raw, span = _whole(row)
    return {spec.path: Cell(spec.path, Status.UNREADABLE, None, raw, span) for spec in specs}


def _whole(row: RowText) -> tuple[str | None, Span]:
    """Where the row's pieces stand, first to last; the text between them is not known here."""
    raw = row.pieces[0].raw if len(row.pieces) == 1 else None
    return raw, Span(row.pieces[0].span.start, row.pieces[-1].span.end)


def _cells(
    row: RowText, specs: Sequence[CellSpec], kept: Sequence[Settled], basis: Sequence[tuple[str, ...]], *, cut: bool
) -> dict[str, Cell]:
    """The cells of a row (or of one group of a line) of which these readings are left."""
    if len(kept) == 1 and not cut:
        return _only(specs, kept[0], row, basis)
    premises = tuple(dict.fromkeys(premise for done in kept for premise in done.premises))
    suggested = _suggested(row, kept)
    cells = {}
    for number, spec in enumerate(specs):
        shown = list(dict.fromkeys(done.shown[number] for done in kept))
        marks = list(dict.fromkeys(done.reading[number] for done in kept))
        cell = _cell(spec.path, shown, marks, row, basis[number] + premises, cut=cut)
        if cell.status is Status.AMBIGUOUS and suggested and suggested[number].value is not None:
            cell = _with_likely(cell, suggested[number])
        cells[spec.path] = cell
    return cells


def _only(specs: Sequence[CellSpec], done: Settled, row: RowText, basis: Sequence[tuple[str, ...]]) -> dict[str, Cell]:
    """The cells of a row that has one reading left, the usual case."""
    cells = {}
    for spec, shown, mark, rests in zip(specs, done.shown, done.reading, basis, strict=True):
        if mark.status is Status.READ:
            cells[spec.path] = Cell(
                spec.path, Status.INFERRED, mark.value, mark.raw, mark.span, (), rests + done.premises, origin=mark.origin
            )
        else:
            cells[spec.path] = _cell(spec.path, [shown], [mark], row, rests + done.premises, cut=False)
    return cells


def _cell(path: str, shown: Sequence[object], marks: Sequence[Mark], row: RowText, basis: tuple[str, ...], *, cut: bool) -> Cell:
    if len({mark.span for mark in marks}) == 1:
        raw, span, origin = marks[0].raw, marks[0].span, marks[0].origin
    else:
        (raw, span), origin = _whole(row), None
    figures = [value for value in shown if isinstance(value, int | Decimal)]
    if len(shown) == 1 and figures:
        return Cell(path, Status.INFERRED, figures[0], raw, span, (), basis, origin=origin)
    if len(shown) == 1 and shown[0] is None:
        dashes = all(mark.status is Status.DASH for mark in marks)
        return Cell(path, Status.DASH if dashes else Status.BLANK, None, raw, span, (), basis, origin=origin)
    if marks and all(mark.status is Status.UNREADABLE for mark in marks):
        return Cell(path, Status.UNREADABLE, None, raw, span, (), basis, origin=origin)
    candidates: tuple[Figure, ...] = (*sorted(figures), *([None] if None in shown else []))
    return Cell(path, Status.AMBIGUOUS, None, raw, span, candidates, basis, cut or UNKNOWN in shown, origin=origin)


def _suggested(row: RowText, kept: Sequence[Settled]) -> Sequence[Mark] | None:
    """The one reading that the blanks of a glued row suggest: no figure of it has a blank inside."""
    if row.place is not Place.GLUED or len(row.pieces) < 2:
        return None
    whole = {
        done.reading: None for done in kept if all(mark.raw is not None for mark in done.reading if mark.status is Status.READ)
    }
    return next(iter(whole)) if len(whole) == 1 else None


def _with_likely(cell: Cell, mark: Mark) -> Cell:
    return Cell(
        cell.path,
        cell.status,
        None,
        cell.raw,
        cell.span,
        cell.candidates,
        cell.basis,
        cell.cut,
        Likely(mark.value, "blanks", mark.span),
        cell.origin,
    )
