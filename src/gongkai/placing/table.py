"""A table of the form as its text shows it: its rows with the paths that their labels name, and
which edition it is of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise, takewhile
from typing import Final, NamedTuple

import attrs
from lark import Token

from .. import form
from ..figures import read_figure
from ..form import RowSpec
from ..form.wording import Name, key
from ..layouts import Layout, Line
from ..parsing.outline import Region
from .cutting import has_digit

DISPUTES: Final = "disputes"
"""Table four, the only one whose figures stand below its heads and not behind a label."""
FIGURES: Final = re.compile(r"\d+")
"""Stretches of digits."""
MANY_CELLS: Final = 5
"""So many separators in a line are those of a row."""
ONE: Final = Decimal(1)
"""The scale of figures that are read as they stand."""


class Row(NamedTuple):
    """A row of a table with the path that its label names. ``at`` is where its label's text
    ends."""

    path: str
    label: Token
    at: int
    rest: list[Token]


class Table(NamedTuple):
    """A table of a text: the tokens above its first row, and its rows."""

    region: Region
    above: list[Token]
    rows: list[Row]
    names: list[tuple[Token, Name]]  # what the tokens of the whole table name, in order


class Whole(NamedTuple):
    """All that is read of a text: its tables with the rows chosen from each."""

    text: str
    layout: Layout
    tables: Sequence[Table]
    chosen: Sequence[Sequence[Row]]
    specs: Mapping[str, RowSpec]
    shapes: dict[str, RowSpec | None]
    on_lines: bool


def own_row(specs: Mapping[str, RowSpec], path: str) -> RowSpec:
    """A row as the form has it."""
    return specs[path] if path in specs else one_row(specs)


def after_figures(row: Row) -> list[Token]:
    """What stands behind the figures of a row, before the next label."""
    filled = has_digit(row.label[row.at - (row.label.start_pos or 0) :])
    for index, token in enumerate(row.rest):
        if token.type in ("HEAD", "GROUP") or (filled and token.type != "RUN"):
            return row.rest[index:]
        filled = filled or has_digit(token[len(token.value) :])
    return []


def table_of(layout: Layout, region: Region, items: Sequence[Line | Token]) -> Table:
    """The table in a region of a text, from what its tree has of it."""
    above: list[Token] = []
    rows: list[Row] = []
    names: list[tuple[Token, Name]] = []
    for item in items:
        if isinstance(item, Line):
            label = item.label
            name = layout.look_up(label.value)
            assert name is not None, "a LABEL names a row"
            row = Row(name.path, label, (label.start_pos or 0) + len(label.value), item.rest)
            if not rows and _is_head(row, name, region.table):
                above += [as_entry(label), *item.rest]
                continue
            rows.append(row)
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
    return Table(region, above, rows, names)


def _is_head(row: Row, name: Name, table: str) -> bool:
    """Whether what seems to name the first row is the head of a column, or a part of it: heads
    follow, and no figure (其他 法律服务机构 总计: 其他 names a row as well, and 其他法律 begins
    another)."""
    begun = not name.exact or key(row.label.value) in column_labels(table)
    return begun and any(token.type == "HEAD" for token in row.rest) and not has_figures(row)


@cache
def column_labels(table: str) -> frozenset[str]:
    """All that a table's columns are headed with, in any edition."""
    rows = [row for edition in form.EDITIONS for row in form.rows(edition, table)]
    columns = {cell.column for row in rows for cell in row.cells}
    return frozenset(key(label) for column in columns for label in form.head_labels(column))


_HEAD_COUNTS: Final = 10
"""What a column counts for, since it says what the figures mean; a row counts for one."""


def edition_shown(tables: Sequence[Table]) -> int | None:
    """The edition whose columns and rows the tables have."""
    votes: Counter[int] = Counter()
    edition_of = form.telling().get
    for table in tables:
        for token, name in table.names:
            edition = edition_of(name.path)
            if edition:
                votes[edition] += _HEAD_COUNTS if token.type == "HEAD" else 1
    most = max(votes.values(), default=0)
    chosen = [edition for edition, count in votes.items() if count == most]
    return chosen[0] if len(chosen) == 1 else None


def as_entry(label: Token) -> Token:
    """A label as a text among others; the figures behind it stay with it."""
    entry = Token("ENTRY", str(label), label.start_pos, end_pos=label.end_pos)
    entry.value = label.value
    return entry


def has_figures(row: Row) -> bool:
    """Whether a digit stands behind a label, before the next one."""
    return has_digit(row.label[row.at - (row.label.start_pos or 0) :]) or any(
        has_digit(token) for token in row.rest
    )


def digits_of(row: Row) -> list[str]:
    """The figures behind a label, as written, up to the next wording of the form."""
    found = FIGURES.findall(row.label, len(row.label.value))
    for token in _own_tokens(row):
        found += FIGURES.findall(token, len(token.value) if token.type == "ENTRY" else 0)
    return found


def _own_tokens(row: Row) -> Iterable[Token]:
    """What stands behind a label up to the next wording of the form."""
    return takewhile(lambda token: token.type in ("ENTRY", "RUN"), row.rest)


def fields_of(row: Row) -> list[str]:
    """The figures behind a label up to the next wording of the form, and what stands before each:
    separators, without blanks."""
    found = "".join([row.label[len(row.label.value) :], *_own_tokens(row)])
    *fields, _ = re.split(r"(\d+)", found.replace(" ", ""))
    return fields


def all_digits_of(row: Row) -> list[str]:
    """The figures behind a label, as written, up to the next label: what names a group or a column
    may be a piece of the label."""
    return [
        digits
        for token in (row.label, *row.rest)
        for digits in FIGURES.findall(token, len(token.value))
    ]


def adds_up(figures: Sequence[str]) -> bool:
    """Whether figures, as written, add up to the last of them.

    >>> adds_up(["3", "0", "3"]), adds_up(["7"]), adds_up(["1" * 5000, "0"])
    (True, False, False)
    """
    values = [read_figure(figure)[1] for figure in figures]
    known = [value for value in values if value is not None]
    return len(known) == len(values) > 0 and sum(known[:-1]) == known[-1]


def separators_in(layout: Layout, text: str, start: int, end: int) -> int:
    """How many separators stand in a cut of a text."""
    found = [match.lastgroup for match in layout.pieces.finditer(text, start, end)]
    return found.count("sep")


def has_separator(layout: Layout, text: str, start: int, end: int) -> bool:
    """Whether a separator stands in a cut of a text."""
    return any(match.lastgroup == "sep" for match in layout.pieces.finditer(text, start, end))


def repeats_rows(table: Table, layout: Layout) -> bool:
    """Whether a cell that spans columns is written once in each of them: then some column is headed
    twice in a row."""
    return table.region.table != DISPUTES and bool(headed_twice(table, layout))


def headed_twice(table: Table, layout: Layout) -> list[str]:
    """The heads that stand twice in a row, by the columns that they name."""
    return [
        m.path
        for (a, m), (b, n) in pairwise(table.names)
        if a.type == "HEAD" == b.type
        and m.path == n.path
        and a.end_pos == b.start_pos
        and a.value == b.value
        and (layout.cell_per_line or "\n" not in a[len(a.value) :])
    ]


def one_row(specs: Mapping[str, RowSpec]) -> RowSpec:
    """The one line of table four as a row of fifteen cells, the three groups side by side."""
    return _side_by_side(tuple([spec for spec in specs.values() if spec.table == DISPUTES]))


@cache
def _side_by_side(groups: tuple[RowSpec, ...]) -> RowSpec:
    cells = tuple(cell for group in groups for cell in group.cells)
    return attrs.evolve(groups[0], path=DISPUTES, cells=cells)
