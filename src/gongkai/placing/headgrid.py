"""The heads of table three where each stands in the same column of a grid as its figures.

Where cells are narrow, heads are broken over lines and mixed with those that span them, and the
order in which their pieces stand in the text says nothing. The grid does: by the number of the
field in its line, or, in drawn boxes, by the place of the strokes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from .. import form
from ..errors import display_width
from ..figures import read_figure
from ..form.wording import key
from ..layouts import Layout
from ..model import Status
from .heads import is_foreign
from .table import Table, Whole

_MOST_LINES: Final = 60
"""Lines above a table that are looked at for its heads."""
_LONGEST: Final = 2000
"""Characters of a line of a table."""
_CORNERS: Final = "[│┃║├┤┼┬┴┌┐└┘┠┨┣┫╂╋┯┷┿╞╡╪╟╢╫╬╦╩╠╣╔╗╚╝]"
_DRAWN: Final = "[─━═┄┈]+"


class _Field(NamedTuple):
    """A field of a line: its text, and its place, which is that of all fields of its column."""

    text: str
    place: tuple[int, int]


def order_by_grid(whole: Whole, table: Table, wanted: Sequence[str]) -> tuple[str, ...] | None:
    """The columns of a table in the order of the text; None unless a whole row shows where they
    are, and each of them has a head of its own there."""
    text, layout = whole.text, whole.layout
    if not table.rows or not layout.borders or not (whole.on_lines or layout.wraps):
        return None
    begin = _line(text, table.rows[0].at)[0]
    full = next(_shown_rows(whole, table, len(wanted)), None)
    if full is None:
        return None
    row, places = full
    label = [field.place for field in row if field.place < places[0] and _is_label(field, layout)][
        -1:
    ]
    heads = dict.fromkeys(places, "")
    for start, end in _lines(text, table.region.heads, begin):
        fields = _fields(text, layout, start, end)
        if not layout.wraps and len(fields) != len(row):
            continue
        if any(
            is_foreign(word, "requests")
            for field in fields
            if label < [field.place] < [places[-1]]
            for word in field.text.split()
        ):
            return None  # the figures below it, beside those of the form, are of another column
        for field in fields:
            said = key(field.text)
            if field.place in heads and not heads[field.place].endswith(said or "\0"):
                heads[field.place] += said
    named = [_column(head, wanted) for head in heads.values()]
    order = tuple(name for name in named if name is not None)
    return order if sorted(order) == sorted(wanted) else None


def _shown_rows(
    whole: Whole, table: Table, columns: int
) -> Iterator[tuple[list[_Field], list[tuple[int, int]]]]:
    """The rows that show where the columns are: their fields, and where those of the columns are.
    First those that have a figure in each column."""
    rows = [_fields(whole.text, whole.layout, *_line(whole.text, row.at)) for row in table.rows]
    for fields in rows:
        if found := _places_of_figures(fields, columns):
            yield fields, found
    for fields in rows:
        if found := _places_behind_label(fields, columns, whole.layout):
            yield fields, found


def _places_of_figures(row: Sequence[_Field], columns: int) -> list[tuple[int, int]] | None:
    """The places of a row's figures, if the row has one in each column and nothing behind them."""
    figures = [field for field in row if _is_figure(field)]
    if len(figures) != columns:
        return None
    last = [field for field in row if field.text.strip()][-columns:]
    return [field.place for field in figures] if last == figures else None


def _places_behind_label(
    row: Sequence[_Field], columns: int, layout: Layout
) -> list[tuple[int, int]] | None:
    """The places of as many fields as columns, each a figure or empty, right behind a label."""
    *before, label = row[: max(1, len(row) - columns)] or [_Field("", (0, 0))]
    last = row[len(before) + 1 :]
    if len(last) != columns or not _is_label(label, layout):
        return None
    named = all(_is_figure(field) or not field.text.strip() for field in last)
    return [field.place for field in last] if named else None


def _is_figure(field: _Field) -> bool:
    return field.text.strip(" *").isdecimal()


def _is_label(field: _Field, layout: Layout) -> bool:
    """Whether a field names something; where its text may be broken, whether it is neither empty
    nor a figure or a mark for nothing."""
    if layout.wraps:
        return read_figure(field.text)[0] is Status.UNREADABLE
    name = layout.look_up(field.text)
    return name is not None and name.role == "LABEL"


def _column(head: str, wanted: Sequence[str]) -> str | None:
    """The column that a head names: what spans it may stand in front of its own wording."""
    ends = {
        name: max(
            (len(one) for one in map(key, form.head_labels(name)) if head.endswith(one)), default=0
        )
        for name in wanted
    }
    best = max(ends.values(), default=0)
    named = [name for name, size in ends.items() if size == best]
    return named[0] if best and len(named) == 1 else None


def _line(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at, at + _LONGEST)
    return text.rfind("\n", max(0, at - _LONGEST), at) + 1, min(
        len(text), at + _LONGEST
    ) if end < 0 else end


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines above the first row, the nearest ones if there are many."""
    found: list[tuple[int, int]] = []
    while end > start and len(found) < _MOST_LINES:
        begin = text.rfind("\n", max(start, end - 1 - _LONGEST), end - 1) + 1
        begin = max(begin, start)
        found.append((begin, end - 1))
        end = begin
    yield from reversed(found)


def _fields(text: str, layout: Layout, start: int, end: int) -> list[_Field]:
    """The fields of a line with their places."""
    if layout.wraps:
        return _boxes(text[start:end])
    bounds = [
        match.span()
        for match in layout.pieces.finditer(text, start, end)
        if match.lastgroup == "sep"
    ]
    edges = [(start, start), *bounds, (end, end)]
    pairs = pairwise(edges)
    return [_Field(text[a[1] : b[0]], (i, i)) for i, (a, b) in enumerate(pairs)]


def _boxes(line: str) -> list[_Field]:
    """What stands between the strokes of a line, each with the places of its strokes."""
    at = [match.start() for match in re.finditer(_CORNERS, line)]
    widths = accumulate(display_width(line[a:b]) for a, b in pairwise([0, *at]))
    strokes = [*zip(at, widths, strict=True)]
    return [
        _Field(re.sub(_DRAWN, "", line[a + 1 : b]), (left, right))
        for (a, left), (b, right) in pairwise(strokes)
    ]
