"""Text and layout → rows → what the text shows of each row. The tables are cut out of the text and
parsed by the layout's grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

import attrs
from lark import Token

from .. import form
from ..form import RowSpec
from ..form.wording import HAN
from ..layouts import Layout, Line
from ..model import Bare, Place, RowText, Status, Unplaced
from ..parsing.outline import Region
from . import alignment as aligned
from .borders import are_borders, filled, place, place_running
from .columns import cells_by_heads, is_forms, is_plain, shapes_of, unreadable_row
from .cutting import Part, behind, has_digit, parts
from .habits import Cut, fits_fields, habits, own_columns
from .headmarks import head_marks
from .lines import are_on_lines
from .opening import has_heads_between, is_scrambled, opened, opened_row
from .order import in_order
from .owning import without_owner
from .rows import cut_table_rows, ends_in_figure, glued_figures, has_figures_in_heads, scale_of
from .table import (
    DISPUTES,
    FIGURES,
    ONE,
    Row,
    Whole,
    edition_shown,
    has_figures,
    one_row,
    own_row,
    repeats_rows,
    separators_in,
    table_of,
)
from .tablefour import below_heads, by_shape, cut_disputes, is_of_other_year, stretches_of

_CAPTION: Final = re.compile(
    rf"(?<![0-9])(?<!{HAN})(?:附[件表]?[:：]?\s?)?(?P<year>20\d\d)年(?:度)?"
    r"[^\n，。；|0-9]{0,20}情况"
)
"""The caption of a table that names its year."""
_YEAR: Final = re.compile(r"20\d\d年")

_FEW_LINES: Final = 20
"""So many lines of tables may differ from each other."""


class Found(NamedTuple):
    """What the three tables of a text show: the edition they are of (None if nothing tells), the
    rows that stand there twice, the places of the tables; and their cells where every row is whole,
    else their ``rows``, with what is known of their places. ``figures`` are those that stand in the
    tables, if some may have no place: what no cell claims of them is unplaced.
    """

    edition: int | None
    cells: dict[str, Bare]
    rows: dict[str, RowText]
    repeated: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    figures: tuple[Unplaced, ...] = ()


def read_tables(
    text: str,
    layout: Layout,
    regions: Sequence[Region],
    rows_of: Mapping[str, Sequence[Line | Token]],
    year: int | None = None,
) -> Found:
    """Read the tables that stand in the regions of a text from the rows that its tree has of each.
    The year of the report decides the edition where the tables do not."""
    # without heads and without borders, prose about licences or penalties would look like rows
    tables = [
        table_of(layout, region, _of_year(text, region, rows_of[region.table], year))
        for region in regions
        if region.headed or layout.borders
    ]
    edition = edition_shown(tables) or (
        form.edition_of(year) if year and year >= form.EDITIONS[0] else None
    )
    specs = form.row_spec(edition or form.EDITIONS[-1])
    chosen = [in_order(table, specs, layout) for table in tables]
    repeated = dict(chain.from_iterable(one.repeated.items() for one in chosen))
    whole = Whole(text, layout, tables, [one.rows for one in chosen], specs, {}, False)
    whole = whole._replace(on_lines=are_on_lines(whole))
    whole = whole._replace(shapes=shapes_of(whole))
    kept = None
    distinct = _has_distinct_lines(whole)
    doubtful = distinct or any(repeated.values()) or any(map(has_figures_in_heads, tables))
    if layout.borders and not doubtful and is_plain(whole):
        kept = _all_kept(whole)
    placed, cells, ends = _placed(whole, year, distinct) if kept is None else kept
    rows: dict[str, RowText] = {}
    if kept is None:
        by_heads = {path for path in whole.shapes if not is_forms(whole, path)}
        for path, row in placed.items():
            own = own_row(specs, path)
            if repeated.get(path):
                rows[path] = unreadable_row(text, row, len(own.cells), repeated=True)
            elif path not in by_heads:
                rows[path] = row
            else:
                cells |= cells_by_heads(whole, path, row)
        if rows and all(row.place is Place.KEPT for row in rows.values()):  # nothing to prove
            cells, rows = cells | _bare(rows, specs), {}
        elif rows:
            told = {path: row for path, row in placed.items() if path not in rows}
            rows |= {path: attrs.evolve(row, witness=True) for path, row in told.items()}
    places = tuple(
        (table.region.heads, end)
        for table, end in zip(tables, ends, strict=True)
        if end > table.region.heads
    )
    figures: tuple[Unplaced, ...] = ()
    if kept is None:
        figures = tuple(_figures_in(whole, ()))
    elif _has_other_figures(whole, ends):
        figures = tuple(_figures_in(whole, [row for one in chosen for row in one.rows]))
    twice = {one.region.table for one, own in zip(tables, chosen, strict=True) if own.twice}
    in_order_of_form = tuple(name for name in form.TABLES if name in twice)
    return Found(edition, cells, rows, in_order_of_form, places, figures)


def _has_other_figures(whole: Whole, ends: Sequence[int]) -> bool:
    """Whether a digit stands behind a head or a group of rows, in a text among them, or behind the
    label of a row that is not chosen, where every chosen row has its figures; the line of table
    four stands behind its last head."""
    for table, rows, end in zip(whole.tables, whole.chosen, ends, strict=True):
        if len(rows) < len(table.rows):
            chosen = {row.label.start_pos for row in rows}
            if any(row.label.start_pos not in chosen and has_figures(row) for row in table.rows):
                return True
        line = end if table.region.table == DISPUTES else None
        for token in chain(table.above, *[row.rest for row in table.rows if row.rest]):
            if token.type != "RUN" and token.end_pos != line:
                own = 0 if token.type == "ENTRY" else len(token.value)
                if FIGURES.search(token, own):
                    return True
    return False


def _figures_in(whole: Whole, placed: Iterable[Row]) -> Iterator[Unplaced]:
    """The figures that stand in the tables outside of labels, heads and page numbers, but for those
    right behind the labels of rows whose cells have them all."""
    text, layout = whole.text, whole.layout
    done = set(map(id, placed))
    for table in whole.tables:
        name = table.region.table
        found: list[tuple[str | None, list[Part]]] = [(None, [*parts(table.above)])]
        for row in table.rows:
            own = [] if id(row) in done else [Part("RUN", row.at, row.label.end_pos or 0)]
            found.append((row.path, [*own, *parts(row.rest)]))
        for path, pieces in found:
            for span in without_owner(text, layout, pieces, ()):
                yield Unplaced(span, text[span.start : span.end], name, path)
        for row, span in glued_figures(whole, table):
            yield Unplaced(span, text[span.start : span.end], name, row.path)


def _of_year(
    text: str, region: Region, items: Sequence[Line | Token], year: int | None
) -> Sequence[Line | Token]:
    """The rows and heads of a table up to the caption of another year's table."""
    if year is None or not _YEAR.search(text, region.start, region.end):  # as in most
        return items
    captions = _CAPTION.finditer(text, region.start, region.end)
    end = next((match.start() for match in captions if int(match["year"]) != year), None)
    if end is None:
        return items
    found: list[Line | Token] = []
    for item in items:
        start = (item.label if isinstance(item, Line) else item).start_pos or 0
        if start < end and isinstance(item, Line):
            rest = [token for token in item.rest if (token.start_pos or 0) < end]
            found.append(item._replace(rest=rest))
        elif start < end:
            found.append(item)
    return found


def _bare(rows: Mapping[str, RowText], specs: Mapping[str, RowSpec]) -> dict[str, Bare]:
    """The cells of rows whose places are all known."""
    found: dict[str, Bare] = {}
    for path, row in rows.items():
        for cell, piece in zip(own_row(specs, path).cells, row.pieces, strict=True):
            found[cell.path] = piece[:4]
    return found


class _Placed(NamedTuple):
    """What is known of the places of all rows, the cells that need no more, and where each table
    ends; 0 where nothing of it is read."""

    rows: Mapping[str, RowText]
    cells: dict[str, Bare]
    ends: Sequence[int]


def _all_kept(whole: Whole) -> _Placed | None:
    """The cells of a text in which each row has a figure for every column, or none at all; else
    None. Most texts are such."""
    text, layout, tables, chosen, specs, *_ = whole
    found: dict[str, Bare] = {}
    ends: list[int] = []
    find = layout.figure.finditer
    for table, rows in zip(tables, chosen, strict=True):
        if repeats_rows(table, layout) or any(glued_figures(whole, table)):
            return None
        if table.region.table == DISPUTES:
            below = below_heads(table, layout)
            if not below:
                if table.names:
                    return None  # a line of blanks
                ends.append(0)
                continue
            spec = one_row(specs)
            figures = [*find(text, below[0].start_pos or 0, below[0].end_pos or 0)]
            if len(figures) != len(spec.cells) or any(map(has_digit, below[1:])):
                return None
            if below[0].type == "ENTRY":
                return None  # a text, which may be a part of the first cell
            in_grid = len(spec.cells) + len({cell.column for cell in spec.cells})
            if sum(token.type == "HEAD" for token, _ in table.names) > in_grid:
                return None  # another table
            start, end = (below[0].start_pos or 0) + len(below[0].value), figures[0].start()
            if (
                not layout.cell_per_line
                and text.count("\n", start, end) > 1
                and separators_in(layout, text, start, end) >= len(spec.cells) - 1
            ):
                return None  # a line of blanks
            found |= filled(spec, figures, below[0].start_pos or 0, ONE)
            ends.append(below[0].end_pos or 0)
            continue
        closing: int | None = None  # separators behind the last figure of a row
        for row in rows:
            spec, at, end = specs[row.path], row.at, row.label.end_pos or 0
            figures = [*find(text, at, end)]
            size = len(spec.cells)
            if figures and closing is None:
                closing = separators_in(layout, text, figures[-1].end(), end)
            if len(figures) != size and (
                figures
                or separators_in(layout, text, at, end) < size + bool(closing)
                or any(map(has_digit, row.rest))
                or ends_in_figure(row.label.value)
            ):
                return None
            if figures and whole.on_lines and "\n" in text[at : figures[-1].start()]:
                return None  # another row, without a label
            scale = scale_of(whole, table, row, spec)
            if scale is None:
                return None
            if not figures:
                at = behind(text, row.label.start_pos or 0, at)
            found |= filled(spec, figures, at, scale)
        ends.append(max((row.label.end_pos or 0 for row in rows), default=0))
    return _Placed({}, found, ends)


def _has_distinct_lines(whole: Whole) -> bool:
    """Whether no line of a text with one cell per line stands in its tables twice, as heads and
    figures do: a program has left out what it took for repeated, figures among it."""
    if not whole.layout.borders or whole.layout.wraps or whole.on_lines:
        return False
    lines: list[str] = []
    for table in whole.tables:
        cut = whole.text[table.region.heads : table.region.end]
        lines += filter(str.strip, cut.split("\n"))
        if len(set(lines)) < len(lines):
            return False
    return len(lines) > _FEW_LINES


def _placed(whole: Whole, year: int | None, distinct: bool) -> _Placed:
    """The rows of any text: what all of them together show of their places; and the cells of a
    table four that has another shape than the form's. Where all lines are ``distinct``, a row that
    lacks a figure is open."""
    cells: dict[str, Bare] = {}
    ends: list[int] = []
    text, layout, tables, chosen, specs, *_ = whole
    cuts: list[Cut] = []
    cut_rows: list[Sequence[Cut]] = []
    for table, rows in zip(tables, chosen, strict=True):
        if table.region.table != DISPUTES:
            here = cut_table_rows(whole, table, rows)
            ends.append(max((one.end for one in here), default=0))
            cut_rows.append(here if whole.on_lines else opened(whole, here))
            continue
        stretches = stretches_of(whole, table)
        shown = [stretch for stretch in stretches if stretch.contents]
        if shown and (len(stretches) > 1 or is_of_other_year(shown[0], year)):
            cells |= by_shape(text, shown, specs, year)
            ends.append(shown[-1].contents[-1].end)
            continue
        line = [*cut_disputes(whole, table)]
        cuts += line
        ends.append(max((one.end for one in line), default=0))
    cuts += [one for here in cut_rows for one in here]
    if distinct:
        cuts = [one if len(one.contents) == len(one.row.cells) else opened_row(one) for one in cuts]
    if not whole.on_lines and (
        any(is_scrambled(text, here) for here in cut_rows)
        or any(has_heads_between(table) for table in tables)
    ):
        cuts = [opened_row(one) for one in cuts]
        cells = {path: (Status.UNREADABLE, None, *cell[2:4]) for path, cell in cells.items()}
    if layout.borders:
        marks = head_marks(text, layout, tables)
        customs = habits(cuts, marks, lines=layout.cell_per_line, drawn=layout.wraps)
        others = [
            cut for cut in cuts if len(cut.row.cells) != len(own_row(specs, cut.row.path).cells)
        ]
        odd = {own_columns(cut) for cut in others if not fits_fields(cut, customs)}
        cuts = [opened_row(cut) if own_columns(cut) in odd else cut for cut in cuts]
        return _Placed({cut.row.path: place(cut, customs, text) for cut in cuts}, cells, ends)
    real = are_borders(cuts, text)
    placed = {cut.row.path: place_running(cut, real, text) for cut in cuts}
    if layout.padded and any(
        cut.headless or placed[cut.row.path].place is not Place.KEPT for cut in cuts
    ):
        placed |= aligned.align(
            text,
            [
                aligned.Part(
                    [
                        cut
                        for cut in cuts
                        if cut.row.table == region.table and is_forms(whole, cut.row.path)
                    ],
                    region.start,
                    region.end,
                )
                for region, *_ in tables
            ],
        )
    return _Placed(placed, cells, ends)
