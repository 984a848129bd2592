"""Which column each figure of a row belongs to, where the heads of the text decide it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

import attrs

from .. import form
from ..form import RowSpec
from ..model import Bare, Place, RowText, Span, Status
from .alignment import shows_form_order
from .disputes import in_line
from .headgrid import order_by_grid
from .heads import FOREIGN, Head, any_before_labels, columns, heads
from .table import (
    DISPUTES,
    Row,
    Table,
    Whole,
    adds_up,
    after_figures,
    all_digits_of,
    one_row,
    own_row,
    separators_in,
)
from .tablefour import groups_of_four, stretches_of

_SEVERAL: Final = 3
"""Rows enough to show what is common to all."""
_MISSING: Final[Bare] = (Status.MISSING, None, None, None)


def cells_by_heads(whole: Whole, path: str, row: RowText) -> dict[str, Bare]:
    """The cells of a row whose columns the heads of the text decide; unreadable where they cannot.

    A column of the form that has no head is missing, a foreign column's figures have no owner.
    """
    shape, own = whole.shapes[path], own_row(whole.specs, path)
    found: dict[str, Bare] = {cell.path: _MISSING for cell in own.cells}
    # a foreign head may be no column at all: then a row with a blank or a text is shifted, in the
    # fields of a line one that stands below the form's heads
    shows_fields = whole.layout.borders and not whole.layout.cell_per_line
    foreign = shape is not None and any(cell.path == FOREIGN for cell in shape.cells)
    doubtful = foreign and any(
        piece.status in (Status.BLANK, Status.UNREADABLE)
        and not (shows_fields and cell.path == FOREIGN)
        for cell, piece in zip(shape.cells if shape else (), row.pieces, strict=False)
    )
    if shape is None or doubtful or row.place is not Place.KEPT:
        row, cells = unreadable_row(whole.text, row, len(own.cells)), own.cells
        if all(piece.status is Status.BLANK for piece in row.pieces):
            headed = _headed(whole, own.table, path)
            cells = tuple(cell for cell in cells if not headed or cell.column in headed)
            row = attrs.evolve(row, pieces=row.pieces[: len(cells)])
    else:
        cells = shape.cells
    for cell, piece in zip(cells, row.pieces, strict=True):
        if cell.path in found:
            found[cell.path] = piece[:4]
    return found


def _headed(whole: Whole, table: str, path: str) -> set[str]:
    """The columns of a table that have a head in the text: in table two, above the row of this
    path."""
    found: set[str] = set()
    for one, rows in zip(whole.tables, whole.chosen, strict=True):
        if one.region.table != table:
            continue
        starts = {row.label.start_pos or 0 for row in rows if row.path == path}
        if table == "proactive" and starts:
            above = _heads_by_row(whole, one, heads(whole.text, one.above, whole.layout))
            found |= {head.column for start in starts for head in above[start]}
        else:
            found |= {name.path for token, name in one.names if token.type == "HEAD"}
    return found


def shapes_of(whole: Whole) -> dict[str, RowSpec | None]:
    """Each row with its cells in the order of the text's heads: the form's own row where they are
    in the form's order; None where the order cannot be told."""
    shapes: dict[str, RowSpec | None] = {}
    for table, rows in zip(whole.tables, whole.chosen, strict=True):
        if table.region.table == DISPUTES:
            line = one_row(whole.specs)
            cells = in_line(stretches_of(whole, table)[0].names, groups_of_four(whole.specs))
            if cells is not None and cells != line.cells:
                line = attrs.evolve(line, cells=cells)
            shapes[DISPUTES] = None if cells is None else line
            continue
        found = heads(whole.text, table.above, whole.layout)
        # a number before each label could belong to the row before, where lines do not tell
        numbered = not whole.on_lines and any_before_labels(found)
        by_row = _heads_by_row(whole, table, found) if table.region.table == "proactive" else {}
        orders: dict[tuple[int, tuple[str, ...]], tuple[str, ...] | None] = {}
        for row in rows:
            spec = whole.specs[row.path]
            wanted = spec.columns
            here = by_row.get(row.label.start_pos or 0, found)
            key = id(here), wanted  # many rows stand below the same heads
            if key not in orders:
                headed = {head.column for head in here}
                strange = numbered or (
                    not headed.isdisjoint(_elsewhere(row.path) - {*wanted})
                    and headed.isdisjoint(wanted)
                )
                order = None if strange else columns(here, wanted).order
                if order is None and not strange and table.region.table == "requests":
                    order = order_by_grid(whole, table, wanted)
                    region = table.region
                    if (
                        order is None
                        and whole.layout.padded
                        and all(head.column != FOREIGN for head in here)
                        and shows_form_order(whole.text, region.start, region.end, spec)
                    ):
                        order = wanted
                if (
                    order is not None
                    and len(order) < len(wanted)
                    and (_has_empty_head(whole, table) or _drops_cells(whole, wanted, len(order)))
                ):
                    order = None  # a column may not be missing, but its head
                if order is not None and _ends_in_empty_column(order, wanted, rows):
                    order = wanted
                if order != wanted and not whole.layout.cell_per_line and _are_lines(here, wanted):
                    order = None  # which of them stands to the left of which is not shown
                orders[key] = order
            order = orders[key]
            shapes[row.path] = spec if order == wanted else _shaped(spec, order)
    return shapes


def _are_lines(found: Sequence[Head], wanted: Sequence[str]) -> bool:
    """Whether each head of a column stands on a line of its own, in a text whose rows are lines:
    programs write the blocks of a page in any order."""
    lines = [head.line for head in found if head.column in wanted]
    return len(lines) > 1 and len(set(lines)) == len(lines)


def _ends_in_empty_column(order: Sequence[str], wanted: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether only heads of other columns (备注) stand behind those of table three, and each row
    has its own figures and no more: they add up to the last of them."""
    size = len(wanted)
    if order[:size] != wanted or size == len(order) or "total" not in wanted:
        return False
    filled = [figures for figures in map(all_digits_of, rows) if figures]
    return len(filled) >= _SEVERAL and all(
        len(figures) == size and adds_up(figures) for figures in filled
    )


@cache
def _elsewhere(path: str) -> frozenset[str]:
    """The columns that a row has in any edition: heads of another than the report's may stand
    above it."""
    specs = (form.row_spec(edition) for edition in form.EDITIONS)
    return frozenset(
        cell.column for spec in specs for cell in (spec[path].cells if path in spec else ())
    )


def _has_empty_head(whole: Whole, table: Table) -> bool:
    """Whether the heads of table two, which none spans, stand apart by different numbers of
    separators, so that a field between two of them is empty."""
    if not whole.layout.borders or table.region.table != "proactive":
        return False
    apart = {
        separators_in(whole.layout, whole.text, a.start_pos + len(a.value), b.start_pos)
        for (a, _), (b, _) in pairwise(table.names)
        if b.type == "HEAD"
        and a.type != "LABEL"
        and a.start_pos is not None
        and b.start_pos is not None
        and (whole.layout.cell_per_line or "\n" not in whole.text[a.start_pos : b.start_pos])
    }
    return len(apart) > 1


def _drops_cells(whole: Whole, wanted: Sequence[str], heads: int) -> bool:
    """Whether a text without places for blank cells has rows with fewer figures than columns, those
    of some columns having so many ``heads``: then it may have dropped blank heads as well."""
    if whole.layout.borders and not whole.layout.cell_per_line:
        return False
    for row in (row for rows in whole.chosen for row in rows if row.path in whole.specs):
        columns = [cell.column for cell in whole.specs[row.path].cells]
        least = heads if columns == [*wanted] else len(columns)
        # a label that names another column (不计其他情形) goes on behind that
        figures = len(all_digits_of(row))
        if figures < least:
            return True
    return False


def _heads_by_row(
    whole: Whole, table: Table, above: tuple[Head, ...]
) -> dict[int, tuple[Head, ...]]:
    """The heads that stand last before each row of table two, by the place of the row's label;
    ``above`` are those above the first."""
    found: dict[int, tuple[Head, ...]] = {}
    last = above
    for row in table.rows:
        found[row.label.start_pos or 0] = last
        last = heads(whole.text, after_figures(row), whole.layout) or last
    return found


def _shaped(spec: RowSpec, order: tuple[str, ...] | None) -> RowSpec | None:
    """A row with its cells in another order; a foreign column is a cell without a path."""
    if order is None:
        return None
    by_column = {cell.column: cell for cell in spec.cells}
    stranger = attrs.evolve(spec.cells[0], path=FOREIGN, column=FOREIGN, kind="count")
    if not any(name in by_column for name in order):
        return None
    return attrs.evolve(spec, cells=tuple(by_column.get(name, stranger) for name in order))


def is_forms(whole: Whole, path: str) -> bool:
    """Whether the columns of a row are the form's, in the form's order."""
    shape, own = whole.shapes[path], own_row(whole.specs, path)
    return shape is own or (shape is not None and shape.cells == own.cells)


def is_plain(whole: Whole) -> bool:
    """Whether all columns are the form's, and no text stands in a table that names none of it."""
    return all(is_forms(whole, path) for path in whole.shapes) and not any(
        token.type == "ENTRY" for table in whole.tables for row in table.rows for token in row.rest
    )


def unreadable_row(text: str, row: RowText, columns: int, *, repeated: bool = False) -> RowText:
    """The row with figures that cannot be given a column: its blanks cannot either. A row of blanks
    stays one, unless it is ``repeated`` with figures elsewhere."""
    pieces = row.pieces
    if not repeated and all(piece.status is Status.BLANK for piece in pieces):
        return attrs.evolve(row, pieces=pieces[:1] * columns, place=Place.KEPT)
    if len(pieces) != columns:
        span = Span(
            min(piece.span.start for piece in pieces), max(piece.span.end for piece in pieces)
        )
        pieces = (pieces[0]._replace(raw=text[span.start : span.end], span=span),) * columns
    marked = tuple(p._replace(status=Status.UNREADABLE, value=None) for p in pieces)
    return attrs.evolve(row, pieces=marked, place=Place.KEPT)
