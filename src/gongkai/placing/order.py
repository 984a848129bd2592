"""Rows in the order of the form: of rows that stand there several times the one that is meant, and
labels that are no rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from lark import Token

from ..form import RowSpec
from ..layouts import Layout
from .cutting import has_digit
from .table import (
    DISPUTES,
    Row,
    Table,
    all_digits_of,
    as_entry,
    digits_of,
    fields_of,
    has_figures,
    repeats_rows,
    separators_in,
)

_SEVERAL: Final = 3
"""So many rows further down one of the first two rows of a table is none of their labels; and a
table of which so many rows stand there twice stands there twice."""

_UNDIVIDED: Final = "requests.other_handling."


class Chosen(NamedTuple):
    """The rows of a table in the order of the form. ``repeated`` names those that stand there
    twice, and says whether with other figures; ``twice`` says whether the table itself does."""

    rows: Sequence[Row]
    repeated: Mapping[str, bool]
    twice: bool = False


def in_order(table: Table, specs: Mapping[str, RowSpec], layout: Layout) -> Chosen:
    """Each row of the edition once: a label that spans columns may be written several times, a
    whole table twice."""
    if table.region.table == DISPUTES:
        return Chosen((), {})
    seen: dict[str, Row] = {}
    repeated: dict[str, bool] = {}
    repeats = repeats_rows(table, layout)
    found = _unnumbered(table.rows, layout, specs) if layout.borders else _joined(table.rows, specs)
    rows = list(found)
    divided = any(row.path.startswith(_UNDIVIDED) and row.path not in specs for row in rows)
    # where blank cells are dropped, a table may stand there twice with figures in one of the two
    dropped = layout.cell_per_line or not layout.borders
    again = dropped and not repeats and len({row.path for row in rows}) + 1 < len(rows)
    for row in rows:
        if row.path not in specs:
            continue
        if divided and row.path == f"{_UNDIVIDED}undivided":
            continue  # the label of a group, whose rows are those of the other edition
        before = seen.get(row.path)
        blank = before is not None and layout.borders and _has_own_fields(layout, before, specs)
        if before is None or not (blank or has_figures(before)):
            seen[row.path] = row  # a label is written once for each column that it spans
            twice = before is not None and (again or (not repeats and _is_below(before, row)))
            if twice and has_figures(row):
                repeated[row.path] = True
        elif has_figures(row):
            digits = digits_of if layout.borders else all_digits_of
            here, there = digits(row), digits(before)
            other = here != there or (layout.borders and fields_of(row) != fields_of(before))
            repeated[row.path] = repeated.get(row.path, False) or (
                bool(here and (there or blank)) and other
            )
        elif again or (
            layout.borders
            and (not repeats or _is_below(before, row))
            and _has_own_fields(layout, row, specs)
        ):
            repeated[row.path] = True  # its cells are blank there
    twice = len(repeated) >= _SEVERAL
    if twice:  # a row that stands there once may be the one that the other table lacks
        repeated = dict.fromkeys(seen, True) | repeated
    return Chosen([seen[path] for path in specs if path in seen], repeated, twice)


def _is_below(before: Row, row: Row) -> bool:
    """Whether a label stands on another line than the same label before it."""
    return "\n" in before.label[len(before.label.value) :] or any(
        "\n" in token for token in before.rest
    )


def _has_own_fields(layout: Layout, row: Row, specs: Mapping[str, RowSpec]) -> bool:
    """Whether the separators behind a label show a place for each cell of its row, which is one of
    the edition's."""
    spec, run = specs.get(row.path), str(row.label)
    shown = separators_in(layout, run, len(row.label.value), len(run))
    return spec is not None and shown >= len(spec.cells)


def _unnumbered(rows: Sequence[Row], layout: Layout, specs: Mapping[str, RowSpec]) -> Iterator[Row]:
    """其他 and 总计 name columns, unless they stand as a row of their own behind the rows that come
    before 3.其他 and （七）总计: on a line of their own, or behind the fields of that row."""
    for row in rows:
        if row.rest and row.path.startswith(_UNDIVIDED):
            for index, token in enumerate(row.rest):
                if token.type != "HEAD":
                    continue
                name = layout.look_up(token.value)
                path = {"other": _UNDIVIDED + "other", "total": "requests.handled_total"}.get(
                    name.path if name else ""
                )
                if path is None:  # the row has the heads of its columns in itself
                    yield row
                    break
                if has_digit(token) and _is_parted(row, index, layout, specs):
                    yield row._replace(rest=row.rest[:index])
                    yield Row(
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


def _is_parted(row: Row, index: int, layout: Layout, specs: Mapping[str, RowSpec]) -> bool:
    """Whether what stands behind a label so far is a row, and the next text begins another."""
    shown = row._replace(rest=row.rest[:index])
    if has_figures(shown) or _has_own_fields(layout, row, specs):
        return True
    last = row.rest[index - 1] if index else row.label
    run = last[len(last.value) :]
    begun = separators_in(layout, run, 0, len(run)) > 1  # its fields end in the midst of a line
    return not layout.cell_per_line and "\n" in run and not begun


def _joined(rows: Sequence[Row], specs: Mapping[str, RowSpec]) -> Iterator[Row]:
    """Rows of a text without borders, where a label is known by a few characters: what looks like
    the label of the same row, or of one that came before, is a part of the row's own label, mixed
    with labels of groups. Where the table begins again, it stands there twice.
    """
    tables = {specs[row.path].table for row in rows if row.path in specs}
    own = [path for path, spec in specs.items() if spec.table in tables]
    order = {path: index for index, path in enumerate(own)}
    current: Row | None = None
    behind: list[Token] = []  # what stands behind the current row and begins none
    shown = False  # whether a digit stands in the current row so far
    for row in rows:
        if current is None:
            if row.path in order:
                current, shown = row, has_figures(row)
            continue
        back = order[current.path] - order.get(row.path, -1)
        again = (shown and not back) or (row.path in own[:2] and back >= _SEVERAL)
        if back < 0 or (again and has_figures(row)):
            yield current._replace(rest=[*current.rest, *behind])
            current, behind, shown = row, [], has_figures(row)
        else:
            more = [as_entry(row.label), *row.rest]
            behind += more
            shown = shown or any(map(has_digit, more))
    if current is not None:
        yield current._replace(rest=[*current.rest, *behind])
