"""Text and layout → rows → what the text shows of each row. The tables are cut out of the text and
parsed by the layout's grammar."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

import attrs
from lark import Token

from .. import form
from ..figures import units_noted
from ..form import RowSpec
from ..form.wording import Name
from ..layouts import Layout, Line
from ..model import Bare, Place, RowText, Span, Status, Unplaced
from ..parsing.outline import Region
from . import alignment as aligned
from .borders import (
    Cut,
    HeadMarks,
    are_borders,
    figure_at,
    fill,
    habits,
    place,
    place_running,
    trimmed,
)
from .cutting import (
    Part,
    behind,
    cut,
    cut_running,
    goes_on_with_letter,
    has_digit,
    has_doubtful_comma,
    has_doubtful_sign,
    has_page_of_pages,
    is_between_dashes,
    is_in_brackets,
    is_on_page_line,
    parts,
)
from .disputes import Stretch, by_stretches, in_line, names_in
from .heads import FOREIGN, Head, any_before_labels, columns, heads, names_nothing
from .owning import (
    alternations,
    has_odd_character,
    has_unknown_separator,
    is_followed_by_text,
    is_prose,
    text_behind,
    without_owner,
)

_SPANS: Final = {
    "requests.received": 3, "requests.carried_over": 3, "requests.carried_forward": 3,
    "requests.granted": 2, "requests.partly_granted": 2, "requests.handled_total": 2,
    "requests.other_handling.undivided": 2,
}  # fmt: skip
"""The grid columns that a row's label has on the form, where that is not one."""

_DISPUTES: Final = "disputes"
_FIGURES: Final = re.compile(r"\d+")
_DIGITS_BEHIND: Final = re.compile(r"\d[\])）〕】]?\s*$")
_MARK: Final = re.compile(r"[—–―/／\\无-]")
_ALSO_ROWS: Final = frozenset({"other", "total"})
"""Columns whose heads, without a number, are those of rows too."""
_STRANGERS: Final = 3
"""So many figures besides its own stand in a row that a page break or a narrow cell has broken."""
_THOUSANDS: Final = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d.])")
_WIDE: Final = 4
"""Fields of the widest grid of table two, besides the labels."""
_SEVERAL: Final = re.compile(r"\d(?:[^\S\n]+|\s*<br\s*/?>\s*)\d")
_CAPTION: Final = re.compile(
    r"(?<![0-9一-鿿])(?:附[件表]?[:：]?\s?)?(?P<year>20\d\d)年(?:度)?[^\n，。；|0-9]{0,20}情况"
)
"""The caption of a table that names its year."""
_YEAR: Final = re.compile(r"(?P<year>20\d\d)(?:年|\s*$)")
_MANY_CELLS: Final = 5
_SHORT: Final = 8
"""More characters than a cell of table four has."""
_SAMPLE: Final = 20_000
_NOTE: Final = 60
"""Characters above a table in which a note on its unit is looked for."""
_ONE: Final = Decimal(1)
_UNDIVIDED: Final = "requests.other_handling."
_HOLE: Final = "\ufffc"
"""What readers of files write where something stands that cannot be read."""
_MISSING: Final[Bare] = (Status.MISSING, None, None, None)


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


class _Row(NamedTuple):
    """A row of a table with the path that its label names. ``at`` is where its label's text
    ends."""

    path: str
    label: Token
    at: int
    rest: list[Token]


class _Table(NamedTuple):
    region: Region
    above: list[Token]
    rows: list[_Row]
    names: list[tuple[Token, Name]]  # what the tokens of the whole table name, in order


class _Whole(NamedTuple):
    """All that is read of a text: its tables with the rows chosen from each. ``ends`` takes down
    where each table ends."""

    text: str
    layout: Layout
    tables: Sequence[_Table]
    chosen: Sequence[Sequence[_Row]]
    specs: Mapping[str, RowSpec]
    ends: dict[Region, int]
    shapes: dict[str, RowSpec | None]
    on_lines: bool


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
        _table(layout, region, _of_year(text, region, rows_of[region.table], year))
        for region in regions
        if region.headed or layout.borders
    ]
    edition = _edition(tables) or (
        form.edition_of(year) if year and year >= form.EDITIONS[0] else None
    )
    specs = form.row_spec(edition or form.EDITIONS[-1])
    repeated: dict[str, bool] = {}  # rows that stand there twice, and whether with other figures
    chosen = [list(_in_order(table, specs, repeated, layout)) for table in tables]
    ends = dict.fromkeys((table.region for table in tables), 0)
    whole = _Whole(text, layout, tables, chosen, specs, ends, {}, False)
    whole = whole._replace(on_lines=_are_on_lines(whole))
    whole = whole._replace(shapes=_shapes(whole))
    whole_cells = None
    if layout.borders and not any(repeated.values()) and _is_plain(whole):
        whole_cells = _all_kept(whole)
    cells: dict[str, Bare] = whole_cells or {}
    rows: dict[str, RowText] = {}
    if whole_cells is None:
        placed, cells = _placed(whole, year)
        by_heads = {path for path in whole.shapes if not _is_forms(whole, path)}
        for path, row in placed.items():
            own = _own(specs, path)
            if repeated.get(path):
                rows[path] = _unreadable(text, row, len(own.cells))
            elif path not in by_heads:
                rows[path] = row
            else:
                cells |= _by_heads(text, row, whole.shapes[path], own)
        if rows and all(row.place is Place.KEPT for row in rows.values()):  # nothing to prove
            cells, rows = cells | _bare(rows, specs), {}
    places = tuple((region.heads, end) for region, end in ends.items() if end > region.heads)
    figures = () if whole_cells is not None else tuple(_figures_in(whole))
    return Found(edition, cells, rows, tuple(repeated), places, figures)


def _figures_in(whole: _Whole) -> Iterator[Unplaced]:
    """The figures that stand in the tables outside of labels, heads and page numbers."""
    text, layout = whole.text, whole.layout
    for table in whole.tables:
        name = table.region.table
        found: list[tuple[str | None, list[Part]]] = [(None, [*parts(table.above)])]
        found += [
            (row.path, [Part("RUN", row.at, row.label.end_pos or 0), *parts(row.rest)])
            for row in table.rows
        ]
        for path, pieces in found:
            for span in without_owner(text, layout, pieces, ()):
                yield Unplaced(span, text[span.start : span.end], name, path)


def _of_year(
    text: str, region: Region, items: Sequence[Line | Token], year: int | None
) -> list[Line | Token]:
    """The rows and heads of a table up to the caption of another year's table."""
    end = next(
        (
            match.start()
            for match in _CAPTION.finditer(text, region.start, region.end)
            if year is not None and int(match["year"]) != year
        ),
        region.end,
    )
    found: list[Line | Token] = []
    for item in items:
        start = (item.label if isinstance(item, Line) else item).start_pos or 0
        if start < end and isinstance(item, Line):
            rest = [token for token in item.rest if (token.start_pos or 0) < end]
            found.append(item._replace(rest=rest))
        elif start < end:
            found.append(item)
    return found


def _own(specs: Mapping[str, RowSpec], path: str) -> RowSpec:
    """A row as the form has it."""
    return specs[path] if path in specs else _one_row(specs)


def _bare(rows: Mapping[str, RowText], specs: Mapping[str, RowSpec]) -> dict[str, Bare]:
    """The cells of rows whose places are all known."""
    found: dict[str, Bare] = {}
    for path, row in rows.items():
        for cell, piece in zip(_own(specs, path).cells, row.pieces, strict=True):
            found[cell.path] = piece[:4]
    return found


def _by_heads(text: str, row: RowText, shape: RowSpec | None, own: RowSpec) -> dict[str, Bare]:
    """The cells of a row whose columns the heads of the text decide; unreadable where they cannot.

    A column of the form that has no head is missing, a foreign column's figures have no owner.
    """
    found: dict[str, Bare] = {cell.path: _MISSING for cell in own.cells}
    # a foreign head may be no column at all: then a row with a blank is shifted
    foreign = shape is not None and any(cell.path == FOREIGN for cell in shape.cells)
    doubtful = foreign and any(piece.status is Status.BLANK for piece in row.pieces)
    if shape is None or doubtful or row.place is not Place.KEPT:
        row, cells = _unreadable(text, row, len(own.cells)), own.cells
    else:
        cells = shape.cells
    for cell, piece in zip(cells, row.pieces, strict=True):
        if cell.path in found:
            found[cell.path] = piece[:4]
    return found


# -- which columns ---------------------------------------------------------------------------------


def _shapes(whole: _Whole) -> dict[str, RowSpec | None]:
    """Each row with its cells in the order of the text's heads: the form's own row where they are
    in the form's order; None where the order cannot be told."""
    shapes: dict[str, RowSpec | None] = {}
    for table, rows in zip(whole.tables, whole.chosen, strict=True):
        if table.region.table == _DISPUTES:
            line = _one_row(whole.specs)
            cells = in_line(_stretches(whole, table)[0].names, _groups_of_four(whole.specs))
            shapes[_DISPUTES] = None if cells is None else attrs.evolve(line, cells=cells)
            continue
        found = heads(whole.text, table.above, whole.layout)
        # a number before each label could belong to the row before, where lines do not tell
        numbered = not whole.on_lines and any_before_labels(found)
        by_row = _heads_by_row(whole, table) if table.region.table == "proactive" else {}
        for row in rows:
            spec = whole.specs[row.path]
            wanted = [cell.column for cell in spec.cells]
            here = by_row.get(row.label.start_pos or 0, found)
            order = None if numbered else columns(here, wanted).order
            shapes[row.path] = spec if order == tuple(wanted) else _shaped(spec, order)
    return shapes


def _heads_by_row(whole: _Whole, table: _Table) -> dict[int, list[Head]]:
    """The heads that stand last before each row of table two, by the place of the row's label."""
    found: dict[int, list[Head]] = {}
    last = heads(whole.text, table.above, whole.layout)
    for row in table.rows:
        found[row.label.start_pos or 0] = last
        between = heads(whole.text, _after_figures(row), whole.layout)
        if between:
            last = between
    return found


def _after_figures(row: _Row) -> list[Token]:
    """What stands behind the figures of a row, before the next label."""
    filled = has_digit(row.label[row.at - (row.label.start_pos or 0) :])
    for index, token in enumerate(row.rest):
        if token.type in ("HEAD", "GROUP") or (filled and token.type != "RUN"):
            return row.rest[index:]
        filled = filled or has_digit(token[len(token.value) :])
    return []


def _shaped(spec: RowSpec, order: tuple[str, ...] | None) -> RowSpec | None:
    """A row with its cells in another order; a foreign column is a cell without a path."""
    if order is None:
        return None
    by_column = {cell.column: cell for cell in spec.cells}
    stranger = attrs.evolve(spec.cells[0], path=FOREIGN, column=FOREIGN, kind="count")
    if not any(name in by_column for name in order):
        return None
    return attrs.evolve(spec, cells=tuple(by_column.get(name, stranger) for name in order))


def _is_forms(whole: _Whole, path: str) -> bool:
    """Whether the columns of a row are the form's, in the form's order."""
    shape = whole.shapes[path]
    return shape is not None and shape.cells == _own(whole.specs, path).cells


def _is_plain(whole: _Whole) -> bool:
    """Whether all columns are the form's, and no text stands in a table that names none of it."""
    return all(_is_forms(whole, path) for path in whole.shapes) and not any(
        token.type == "ENTRY" for table in whole.tables for row in table.rows for token in row.rest
    )


def _unreadable(text: str, row: RowText, columns: int) -> RowText:
    """The row with figures that cannot be given a column: its blanks cannot either."""
    pieces = row.pieces
    if all(piece.status is Status.BLANK for piece in pieces):
        return attrs.evolve(row, pieces=pieces[:1] * columns, place=Place.KEPT)
    if len(pieces) != columns:
        span = Span(pieces[0].span.start, pieces[-1].span.end)
        pieces = (pieces[0]._replace(raw=text[span.start : span.end], span=span),) * columns
    marked = tuple(p._replace(status=Status.UNREADABLE, value=None) for p in pieces)
    return attrs.evolve(row, pieces=marked, place=Place.KEPT)


def _table(layout: Layout, region: Region, items: Sequence[Line | Token]) -> _Table:
    above: list[Token] = []
    rows: list[_Row] = []
    names: list[tuple[Token, Name]] = []
    for item in items:
        if isinstance(item, Line):
            label = item.label
            name = layout.look_up(label.value)
            assert name is not None, "a LABEL names a row"
            rows.append(
                _Row(name.path, label, (label.start_pos or 0) + len(label.value), item.rest)
            )
            names.append((label, name))
            tokens: Iterable[Token] = item.rest
        else:
            above.append(item)
            tokens = (item,)
        for token in tokens:
            if token.type in ("HEAD", "GROUP"):
                name = layout.look_up(token.value)
                if name is not None:
                    names.append((token, name))
    return _Table(region, above, rows, names)


# -- which edition ---------------------------------------------------------------------------------

_HEAD_COUNTS: Final = 10
"""What a column counts for, since it says what the figures mean; a row counts for one."""


def _edition(tables: Sequence[_Table]) -> int | None:
    """The edition whose columns and rows the tables have."""
    votes: Counter[int] = Counter()
    for table in tables:
        for token, name in table.names:
            edition = form.telling().get(name.path)
            if edition:
                votes[edition] += _HEAD_COUNTS if token.type == "HEAD" else 1
    most = max(votes.values(), default=0)
    chosen = [edition for edition, count in votes.items() if count == most]
    return chosen[0] if len(chosen) == 1 else None


# -- rows in the order of the form -----------------------------------------------------------------


def _in_order(
    table: _Table, specs: Mapping[str, RowSpec], repeated: dict[str, bool], layout: Layout
) -> Iterator[_Row]:
    """Each row of the edition once: a label that spans columns may be written several times, a
    whole table twice."""
    if table.region.table == _DISPUTES:
        return
    seen: dict[str, _Row] = {}
    repeats = _repeats(table)
    rows = _unnumbered(table.rows, layout) if layout.borders else _joined(table.rows, specs)
    for row in rows:
        if row.path not in specs:
            continue
        before = seen.get(row.path)
        blank = before is not None and layout.borders and _has_own_fields(layout, before, specs)
        if before is None or not (blank or _figures(before)):
            seen[row.path] = row  # a label is written once for each column that it spans
            if before is not None and _figures(row) and not repeats and _is_below(before, row):
                repeated[row.path] = True
        elif _figures(row):
            here, there = _digits(row), _digits(before)
            repeated[row.path] = repeated.get(row.path, False) or (
                bool(here and (there or blank)) and here != there
            )
    yield from (seen[path] for path in specs if path in seen)


def _is_below(before: _Row, row: _Row) -> bool:
    """Whether a label stands on another line than the same label before it."""
    return "\n" in before.label[len(before.label.value) :] or any(
        "\n" in token for token in before.rest
    )


def _has_own_fields(layout: Layout, row: _Row, specs: Mapping[str, RowSpec]) -> bool:
    """Whether the separators behind a label show a place for each cell of its row."""
    run = str(row.label)
    return _separators(layout, run, len(row.label.value), len(run)) >= len(specs[row.path].cells)


def _as_entry(label: Token) -> Token:
    """A label as a text among others; the figures behind it stay with it."""
    entry = Token("ENTRY", str(label), label.start_pos, end_pos=label.end_pos)
    entry.value = label.value
    return entry


def _figures(row: _Row) -> bool:
    return has_digit(row.label[row.at - (row.label.start_pos or 0) :]) or any(
        has_digit(token) for token in row.rest
    )


def _digits(row: _Row) -> list[str]:
    """The figures behind a label, as written, up to the next wording of the form."""
    found = _FIGURES.findall(row.label, len(row.label.value))
    for token in row.rest:
        if token.type not in ("ENTRY", "RUN"):
            break
        found += _FIGURES.findall(token, len(token.value) if token.type == "ENTRY" else 0)
    return found


def _unnumbered(rows: Sequence[_Row], layout: Layout) -> Iterator[_Row]:
    """其他 and 总计 name columns, unless they stand as a row of their own behind the rows that come
    before 3.其他 and （七）总计."""
    for row in rows:
        if row.rest and row.path.startswith(_UNDIVIDED):
            for index, token in enumerate(row.rest):
                if token.type != "HEAD" or not has_digit(token):
                    continue
                name = layout.look_up(token.value)
                path = {"other": _UNDIVIDED + "other", "total": "requests.handled_total"}.get(
                    name.path if name else ""
                )
                if path:
                    yield row._replace(rest=row.rest[:index])
                    yield _Row(
                        path,
                        token,
                        (token.start_pos or 0) + len(token.value),
                        row.rest[index + 1 :],
                    )
                    break
            else:
                yield row
        else:
            yield row


def _joined(rows: Sequence[_Row], specs: Mapping[str, RowSpec]) -> Iterator[_Row]:
    """Rows of a text without borders, where a label is known by a few characters: what looks like
    the label of the same row, or of one that came before, is a part of the row's own label, mixed
    with labels of groups.
    """
    order = {path: index for index, path in enumerate(specs)}
    current: _Row | None = None
    for row in rows:
        index = order.get(row.path, -1)
        if current is not None and row.path == current.path and _figures(current) and _figures(row):
            yield current
            current = row
            continue
        if current is not None and index <= order[current.path]:
            label = _as_entry(row.label)
            current.rest.extend([label, *row.rest])
            continue
        if index < 0:
            continue
        if current is not None:
            yield current
        current = row
    if current is not None:
        yield current


# -- places ----------------------------------------------------------------------------------------


def _all_kept(whole: _Whole) -> dict[str, Bare] | None:
    """The cells of a text in which each row has a figure for every column, or none at all; else
    None. Most texts are such."""
    text, layout, tables, chosen, specs, ends, *_ = whole
    found: dict[str, Bare] = {}
    find = layout.figure.finditer
    for table, rows in zip(tables, chosen, strict=True):
        if _repeats(table):
            return None
        if table.region.table == _DISPUTES:
            below = _below_heads(table, layout)
            if not below:
                if table.names:
                    return None  # a line of blanks
                continue
            spec = _one_row(specs)
            figures = [*find(text, below[0].start_pos or 0, below[0].end_pos or 0)]
            if len(figures) != len(spec.cells) or any(map(has_digit, below[1:])):
                return None
            fill(found, spec, figures, below[0].start_pos or 0, _ONE)
            ends[table.region] = below[0].end_pos or 0
            continue
        for row in rows:
            spec = specs[row.path]
            figures = [*find(text, row.at, row.label.end_pos or 0)]
            size = len(spec.cells)
            if len(figures) != size and (
                figures
                or _separators(layout, text, row.at, row.label.end_pos or 0) < size
                or any(map(has_digit, row.rest))
            ):
                return None
            scale = _scale(whole, table, row, spec)
            if scale is None:
                return None
            fill(found, spec, figures, behind(text, row.label.start_pos or 0, row.at), scale)
            ends[table.region] = max(ends[table.region], row.label.end_pos or 0)
    return found


def _placed(whole: _Whole, year: int | None) -> tuple[dict[str, RowText], dict[str, Bare]]:
    """The rows of any text: what all of them together show of their places; and the cells of a
    table four that has another shape than the form's."""
    cells: dict[str, Bare] = {}
    text, layout, tables, chosen, specs, ends, *_ = whole
    cuts: list[Cut] = []
    cut_rows: list[list[Cut]] = []
    for table, rows in zip(tables, chosen, strict=True):
        if table.region.table != _DISPUTES:
            cut_rows.append(_cut_rows(whole, table, rows))
            continue
        filled = [stretch for stretch in _stretches(whole, table) if stretch.contents]
        if len(filled) > 1 or (filled and _is_of_other_year(filled[0], year)):
            cells |= _by_shape(text, filled, specs, year)
            ends[table.region] = filled[-1].contents[-1].end
            continue
        for one in _cut_disputes(whole, table):
            cuts.append(one)
            ends[table.region] = one.end
    cuts += [one for here in cut_rows for one in here]
    if not whole.on_lines and (
        any(_is_scrambled(text, here) for here in cut_rows)
        or any(_has_heads_between(table) for table in tables)
    ):
        cuts = [_opened(one) for one in cuts]
        cells = {path: (Status.UNREADABLE, None, *cell[2:4]) for path, cell in cells.items()}
    if layout.borders:
        customs = habits(cuts, _head_marks(text, layout, tables), lines=layout.cell_per_line)
        return {cut.row.path: place(cut, customs, text) for cut in cuts}, cells
    real = are_borders(cuts, text)
    placed = {cut.row.path: place_running(cut, real, text) for cut in cuts}
    if layout.padded and any(row.place is not Place.KEPT for row in placed.values()):
        placed |= aligned.align(
            text,
            [
                aligned.Part(
                    [
                        cut
                        for cut in cuts
                        if cut.row.table == region.table and _is_forms(whole, cut.row.path)
                    ],
                    region.start,
                    region.end,
                )
                for region, *_ in tables
            ],
        )
    return placed, cells


def _cut_rows(whole: _Whole, table: _Table, rows: Sequence[_Row]) -> list[Cut]:
    """The rows of table two or three, cut into what stands in them."""
    text, layout = whole.text, whole.layout
    repeats = _repeats(table)
    starts = [row.label.start_pos or 0 for row in table.rows]
    here: list[Cut] = []
    lost = scattered = False
    for row in rows:
        shape = whole.shapes[row.path]
        spec = whole.specs[row.path] if shape is None else shape
        every = [Part("RUN", row.at, row.label.end_pos or 0), *parts(row.rest)]
        at = behind(text, row.label.start_pos or 0, row.at)
        scale = _scale(whole, table, row, spec)
        if layout.borders:
            found = _on_one_line(whole, every) if whole.on_lines else every
            one = cut(
                text,
                layout,
                spec,
                _SPANS.get(row.path, 1),
                at,
                found,
                scale or _ONE,
                whole_line=whole.on_lines,
            )
            one = one._replace(repeats=repeats)
        else:
            one = cut_running(text, layout, spec, at, every, scale or _ONE)
        until = _row_end(starts, row.label.start_pos or 0, table.region.end)
        strays = without_owner(
            text,
            layout,
            [part._replace(start=max(part.start, one.at)) for part in every],
            one.contents,
        )
        lost = lost or (bool(strays) and not one.contents)
        astray = len(strays) > len(spec.cells) + _STRANGERS and until < table.region.end
        one = _audited(whole, table, one, every, strays, until, row.label.value)
        if astray and not whole.on_lines:
            scattered = True
        if scale is None and one.contents:
            one = one._replace(absent=Status.UNREADABLE)
        here.append(one)
        whole.ends[table.region] = max(whole.ends[table.region], one.end)
    if _is_joined(whole, table):
        here = [one._replace(foreign=bool(one.contents)) for one in here]
        lost = True
    if scattered:  # the figures of several rows stand behind one label
        return [_opened(one) for one in here]
    if lost:
        # figures of other rows stand somewhere: nothing is blank but what its own fields show
        here = [
            one
            if one.contents or one.absent or _has_fields(layout, one)
            else one._replace(absent=Status.UNREADABLE)
            for one in here
        ]
    return here


def _is_scrambled(text: str, rows: Sequence[Cut]) -> bool:
    """Whether the labels of a table stand apart from their figures: the figures of several rows in
    one run, or several labels with nothing behind them that is understood.

    Some programs write the blocks of a page in the order of its columns.
    """
    crowded = any(len(one.contents) > len(one.row.cells) + _STRANGERS for one in rows)
    several = sum(any(_SEVERAL.search(text, c.start, c.end) for c in one.contents) for one in rows)
    lost = sum(one.absent is Status.UNREADABLE for one in rows)
    return crowded or several > 1 or lost > max(2, len(rows) // 3)


def _has_heads_between(table: _Table) -> bool:
    """Whether heads that are missing above the rows of table three stand between them."""
    if table.region.table != "requests":
        return False
    rows = [index for index, (token, _) in enumerate(table.names) if token.type == "LABEL"]
    first = rows[0] if rows else len(table.names)
    above = {name.path for token, name in table.names[:first] if token.type == "HEAD"}
    between = [name.path for token, name in table.names[first:] if token.type == "HEAD"]
    wanted = {cell.column for cell in form.rows(form.EDITIONS[-1], "requests")[0].cells}
    late = (set(between) & wanted) - above - _ALSO_ROWS
    return len(late) > 1


def _opened(one: Cut) -> Cut:
    """A row of a table that is open as a whole."""
    return one._replace(absent=Status.UNREADABLE)


def _are_on_lines(whole: _Whole) -> bool:
    """Whether the figures of the rows stand on the lines of their labels, but for a few that a
    page number or a broken line has parted; without labels, whether a line holds many cells."""
    layout, text = whole.layout, whole.text
    if not layout.borders or layout.cell_per_line or layout.wraps:
        return False
    ways = [
        way for rows in whole.chosen for row in rows if (way := _is_on_line(whole, row)) is not None
    ]
    if any(_goes_on_below(whole, row) for rows in whole.chosen for row in rows):
        return False
    if ways:
        return 3 * sum(ways) > 2 * len(ways)
    lines = [line for table in whole.tables for line in _lines(text, table.region)]
    return any(_separators(layout, text, start, end) >= _MANY_CELLS for start, end in lines)


def _is_on_line(whole: _Whole, row: _Row) -> bool | None:
    """Whether the line of a label holds its cells; None where no figure stands behind the label."""
    text, end = whole.text, row.label.end_pos or 0
    first = _FIGURES.search(text, row.at, end)
    stop = text.find("\n", row.at, end)
    if first is None:
        return None
    if stop < 0 or first.start() < stop:
        return True
    return _separators(whole.layout, text, row.at, stop) > 1


def _goes_on_below(whole: _Whole, row: _Row) -> bool:
    """Whether the line below a label's begins with a separator and a figure: a cell of the row."""
    text, end = whole.text, row.label.end_pos or 0
    stop = text.find("\n", row.at, end)
    if stop < 0 or stop + 1 >= end:
        return False
    first = whole.layout.pieces.match(text, stop + 1, end)
    if first is None or first.lastgroup != "sep":
        return False
    line = text[first.end() : end].lstrip(" ")
    # one number before another label is the number of the row below
    return line[:1].isdigit() and ("\n" in line or len(_FIGURES.findall(line)) > 1)


def _lines(text: str, region: Region) -> Iterator[tuple[int, int]]:
    at = region.start
    while at < min(region.end, region.start + _SAMPLE):
        stop = text.find("\n", at, region.end)
        stop = region.end if stop < 0 else stop
        yield at, stop
        at = stop + 1


def _on_one_line(whole: _Whole, found: Sequence[Part]) -> list[Part]:
    """The parts of a row on the line of its label, or, where the label's line holds no other cell,
    on the line of its first figure."""
    text, at = whole.text, found[0].start
    stop = text.find("\n", at)
    if stop >= 0 and not _separators(whole.layout, text, at, stop):
        first = next(
            (p for p in found if p.role == "RUN" and has_digit(text[p.start : p.end])), None
        )
        figure = _FIGURES.search(text, first.start, first.end) if first else None
        stop = text.find("\n", figure.start() if figure else at)
    if stop < 0:
        return list(found)
    return [part._replace(end=min(part.end, stop)) for part in found if part.start < stop]


def _row_end(starts: Sequence[int], start: int, end: int) -> int:
    """Where the next row begins behind a label; behind the last, where the table ends."""
    index = bisect_right(starts, start)
    return starts[index] if index < len(starts) else end


def _audited(
    whole: _Whole,
    table: _Table,
    one: Cut,
    every: Sequence[Part],
    strays: Sequence[Span],
    until: int,
    label: str,
) -> Cut:
    """A row with what its surroundings say of it: figures that have no owner, cells not shown."""
    text, layout = whole.text, whole.layout
    behind_it = [part for part in every if part.end > one.end and part.start < until]
    n = len(one.row.cells)
    if _DIGITS_BEHIND.search(label):  # a figure that was not parted from the label, or a note's
        return one._replace(absent=Status.UNREADABLE) if not one.contents else _opened(one)
    if not one.contents:
        if _has_fields(layout, one) and not strays:
            return one
        # several labels on one line: whose the figures behind them are is not shown
        crowded = whole.on_lines and until < table.region.end and "\n" not in text[one.at : until]
        if layout.borders:
            written = is_followed_by_text(text, behind_it)
        else:  # the rest of the row's own label stands behind its beginning
            following = text_behind(text, every)
            written = _HOLE in following or names_nothing(label + following)
        if strays or crowded or written:
            return one._replace(absent=Status.UNREADABLE)
        is_last = until == table.region.end and until == len(text)
        return one._replace(absent=Status.MISSING) if is_last else one
    if layout.borders:
        if any(_SEVERAL.search(text, c.start, c.end) for c in one.contents) or (
            one.contents and _parts_thousands(layout, text, one)
        ):
            return _opened(one)  # a cell has taken the figure of its neighbour, or of another row
        return one._replace(foreign=len(one.contents) < n and bool(strays))
    ends = {content.end for content in one.contents}
    torn = any(p.role == "ENTRY" and p.start in ends and text[p.start].isdigit() for p in every)
    doubtful = any(
        has_doubtful_sign(text, content)
        or is_in_brackets(text, content)
        or is_between_dashes(text, content)
        or goes_on_with_letter(text, content)
        for content in one.contents
    )
    if torn or doubtful or has_page_of_pages(text, one) or has_doubtful_comma(text, one.contents):
        return _opened(one)
    digits = sum(map(str.isdigit, "".join(text[c.start : c.end] for c in one.contents)))
    ended = (
        digits >= n and alternations(text, behind_it) <= 1 and is_followed_by_text(text, behind_it)
    )
    odd = has_odd_character(text[one.at : one.contents[0].start], label)
    short = digits < n and is_followed_by_text(text, behind_it)
    return one._replace(foreign=odd or short or (bool(strays) and not ended))


def _parts_thousands(layout: Layout, text: str, one: Cut) -> bool:
    """Whether the commas that part the cells may stand in a figure too: ``2,907,,,10``. In a row
    of as many fields as columns they do not."""
    columns = len(one.row.cells)
    # a row of table two may be as long as the widest row of its grid
    most = _WIDE if one.row.table == "proactive" else columns + one.span - 1
    if len(one.contents) <= columns <= sum(one.gaps) <= most:
        return False
    match = _THOUSANDS.search(text, one.at, one.contents[-1].end)
    return match is not None and layout.pieces.fullmatch(",") is not None


def _has_fields(layout: Layout, one: Cut) -> bool:
    """Whether the separators behind a label show a place for each cell of its row."""
    return layout.borders and one.gaps[-1] >= len(one.row.cells)


def _head_marks(text: str, layout: Layout, tables: Sequence[_Table]) -> HeadMarks:
    """What the heads of the columns show of the separators."""
    between, ends, begin = [], [], []
    for table in tables:
        for (a, m), (b, n) in pairwise(table.names):
            if a.end_pos != b.start_pos or "LABEL" in (a.type, b.type):
                continue
            start, end = (a.start_pos or 0) + len(a.value), a.end_pos or 0
            if a.type == "HEAD" and "\n" in text[start:end]:
                ends.append(_separators(layout, text, start, text.index("\n", start)))
            elif a.type == "HEAD":
                between.append(_separators(layout, text, start, end))
            elif n.path and not m.path and table.region.table == "proactive":
                begin.append(_separators(layout, text, start, end))
    least = min(between, default=1) or 1
    return HeadMarks(least, min(ends) > 0 if ends else None, max(begin) // least if begin else None)


def _separators(layout: Layout, text: str, start: int, end: int) -> int:
    return sum(match.lastgroup == "sep" for match in layout.pieces.finditer(text, start, end))


def _repeats(table: _Table) -> bool:
    """Whether a cell that spans columns is written once in each of them: then some column is headed
    twice in a row."""
    if table.region.table == _DISPUTES:
        return False
    return any(
        a.type == "HEAD" and b.type == "HEAD" and m.path == n.path and a.end_pos == b.start_pos
        for (a, m), (b, n) in pairwise(table.names)
    )


def _scale(whole: _Whole, table: _Table, row: _Row, spec: RowSpec) -> Decimal | None:
    """What turns a bare amount of a row into 万元: as the heads and the line above the row say, or
    its own label, or a note above the table. None where two units stand there."""
    if not any(cell.kind == "amount" for cell in spec.cells):
        return _ONE
    text, at = whole.text, row.label.start_pos or 0
    earlier = [other.at for other in table.rows if other.at < at]
    label = text[at : row.at] + "".join(t.value for t in row.rest[:1] if t.type == "ENTRY")
    start = table.region.heads
    for written in (
        text[max(earlier, default=start) : at],
        label,
        text[max(0, start - _NOTE) : start],
    ):
        if units := units_noted(written):
            return units.pop() if len(units) == 1 else None
    return _ONE


# -- table four ------------------------------------------------------------------------------------

_HEADS: Final = frozenset(
    {
        "upheld",
        "corrected",
        "other",
        "pending",
        "total",
        "disputes.litigation_direct",
        "disputes.litigation_after_review",
    }
)


def _one_row(specs: Mapping[str, RowSpec]) -> RowSpec:
    """The one line of table four as a row of fifteen cells, the three groups side by side."""
    groups = [spec for spec in specs.values() if spec.table == _DISPUTES]
    return attrs.evolve(
        groups[0], path=_DISPUTES, cells=tuple(cell for group in groups for cell in group.cells)
    )


def _below_heads(table: _Table, layout: Layout) -> list[Token]:
    """The tokens from the first one with figures (or marks, where cells have borders) below the
    heads.

    The run of the last head counts, its text does not.
    """
    names = {id(token): name for token, name in table.names}
    marks = layout.borders or layout.padded
    headed = False
    for index, token in enumerate(table.above):
        name = names.get(id(token))
        headed = headed or (name is not None and name.path in _HEADS)
        run = (
            token[len(token.value) :] if headed and token.type != "RUN" else token if headed else ""
        )
        if has_digit(run) or (marks and _MARK.search(run) and layout.figure.search(run)):
            return table.above[index:]
    return []


def _groups_of_four(specs: Mapping[str, RowSpec]) -> list[RowSpec]:
    return [spec for spec in specs.values() if spec.table == _DISPUTES]


def _stretches(whole: _Whole, table: _Table) -> list[Stretch]:
    """The figures of table four as they stand together, each stretch with what stands before it."""
    text, layout = whole.text, whole.layout
    groups = _groups_of_four(whole.specs)
    found: list[Stretch] = []
    names: list[str] = []
    contents: list[Span] = []
    label = ""

    def close() -> None:
        nonlocal names, contents, label
        if len(contents) == 1 and not found:
            contents = []  # the number of a page, among the heads
        if contents:
            found.append(Stretch(tuple(names), tuple(contents), label))
            names, contents, label = [], [], ""

    for token in table.above:
        start, end = token.start_pos or 0, token.end_pos or 0
        if token.type != "RUN":
            here = names_in(token, layout.look_up(token.value), groups)
            if token.type == "ENTRY" and not here:
                if found and is_prose(text, start, start + len(token.value)):
                    break
                below = whole.on_lines and contents and "\n" in text[contents[-1].end : start]
                if below or (contents and _names_year(token.value)):
                    close()
                if not contents and (not label or _YEAR.search(token.value)):
                    label = token.value.strip()
            else:
                close()
                names += here
            start += len(token.value)
        if not names and not found and not contents:
            continue  # above the heads stands no figure of the table
        for match in layout.pieces.finditer(text, start, end):
            if match.lastgroup == "sep" or is_on_page_line(text, match.start()):
                continue
            if whole.on_lines and contents and "\n" in text[contents[-1].end : match.start()]:
                close()
            contents.append(trimmed(text, *match.span()))
    close()
    if found and len(found[-1].contents) == 1 and not found[-1].names and len(found) > 1:
        found.pop()  # the number of a page
    return found or [Stretch(tuple(names), ())]


def _by_shape(
    text: str, stretches: Sequence[Stretch], specs: Mapping[str, RowSpec], year: int | None
) -> dict[str, Bare]:
    """The cells of a table four that is no single line: by its shape, or the line of the year."""
    groups = _groups_of_four(specs)
    cells = [cell for group in groups for cell in group.cells]
    other = len(stretches) == 1  # the one line is another year's
    places = None if other else by_stretches(stretches, groups)
    if places is None and all(len(stretch.contents) == len(cells) for stretch in stretches):
        own = [stretch for stretch in stretches if year and str(year) in stretch.label]
        order = in_line(stretches[0].names, groups)
        if len(own) == 1 and order is not None:
            places = {cell.path: at for cell, at in zip(order, own[0].contents, strict=True)}
    if places is None:
        span = Span(stretches[0].contents[0].start, stretches[-1].contents[-1].end)
        return {
            cell.path: (Status.UNREADABLE, None, text[span.start : span.end], span)
            for cell in cells
        }
    return {cell.path: figure_at(text, places[cell.path], cell.kind) for cell in cells}


def _names_year(text: str) -> bool:
    """Whether a text among figures says of which year the next ones are."""
    return _YEAR.search(text) is not None or any(word in text for word in form.OTHER_YEARS)


def _is_of_other_year(stretch: Stretch, year: int | None) -> bool:
    """Whether a line of table four is headed by another year than the report's."""
    named = _YEAR.search(stretch.label)
    return named is not None and year is not None and named["year"] != str(year)


def _is_joined(whole: _Whole, table: _Table) -> bool:
    """Whether the cells of a text without borders are parted by something that is not known."""
    return not whole.layout.borders and has_unknown_separator(
        whole.text, [token for token, _ in table.names]
    )


def _lacks_heads(whole: _Whole, table: _Table) -> bool:
    """Whether some of the heads of table four are shown, but not all."""
    size = len(_one_row(whole.specs).cells)
    shown = sum(token.type == "HEAD" for token, _ in table.names)
    return 0 < shown < size


def _has_text_below(table: _Table) -> bool:
    """Whether right below the heads of table four stands a text that is none of the form's."""
    last = max((token.end_pos or 0 for token, _ in table.names), default=0)
    below = [token for token in table.above if (token.start_pos or 0) >= last]
    return any(
        token.type == "ENTRY" and len(token.value) <= _SHORT for token in below[:_MANY_CELLS]
    )


def _cut_disputes(whole: _Whole, table: _Table) -> Iterator[Cut]:
    """The one line of table four, cut into what stands in it."""
    text, layout, shape = whole.text, whole.layout, whole.shapes[_DISPUTES]
    spec = shape or _one_row(whole.specs)
    below = _below_heads(table, layout)
    found = [*[*parts(below[:1])][below[0].type != "RUN" :], *parts(below[1:])] if below else []
    joined = _is_joined(whole, table)
    if not found:
        if any(name.path in _HEADS for _, name in table.names):
            last = table.above[-1].end_pos or 0
            absent = Status.MISSING if table.region.end == len(text) else None
            absent = Status.UNREADABLE if joined or _has_text_below(table) else absent
            yield Cut(spec, 1, last, [], [0], end=last, absent=absent)
        return
    at = found[0].start
    if layout.borders:
        row = cut(text, layout, spec, 1, at, found, _ONE)
        if row.contents and not layout.cell_per_line:
            row = _from_line_start(text, layout, row, table.above)
    else:
        row = cut_running(text, layout, spec, at, found, _ONE)
    strays = without_owner(text, layout, parts(below), row.contents)
    short = len(row.contents) < len(spec.cells)
    lost = ((bool(strays) or _lacks_heads(whole, table)) and short) or (
        bool(strays) and not layout.borders
    )
    yield row._replace(foreign=bool(row.contents) and (shape is None or lost or joined))


def _from_line_start(text: str, layout: Layout, row: Cut, above: Sequence[Token]) -> Cut:
    """Count the first gap from the start of the line, where the heads stand on another line than
    the figures."""
    first = row.contents[0].start
    line, stop = text.rfind("\n", 0, first) + 1, text.find("\n", first)
    if line <= row.at:
        return row
    separators = [
        m.start() for m in layout.pieces.finditer(text, row.at, first) if m.lastgroup == "sep"
    ]
    on_line = sum(
        m.lastgroup == "sep"
        for m in layout.pieces.finditer(text, line, stop if stop >= 0 else len(text))
    )
    if on_line < 5:  # a cell per line: a line with a separator alone is an empty cell
        return row._replace(from_line=sum("\n" in text[a:b] for a, b in pairwise(separators)))
    head = next(token for token in above if token.type in ("HEAD", "GROUP"))
    opening = text[text.rfind("\n", 0, head.start_pos) + 1 : head.start_pos].strip()
    opened = bool(opening) and layout.pieces.fullmatch(opening) is not None
    return row._replace(from_line=max(sum(s >= line for s in separators) - opened, 0))
