"""Tables drawn with characters of equal width: as a box with lines, or as columns with blanks
between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..errors import display_width
from .grid import Box, Grid

_JOINTS: Final = {
    # up, down, left, right
    (False, False, True, True): "─", (True, True, False, False): "│",
    (False, True, False, True): "┌", (False, True, True, False): "┐",
    (True, False, False, True): "└", (True, False, True, False): "┘",
    (True, True, False, True): "├", (True, True, True, False): "┤",
    (False, True, True, True): "┬", (True, False, True, True): "┴",
    (True, True, True, True): "┼",
}  # fmt: skip


def boxed(shape: Grid, texts: Mapping[Box, str]) -> str:
    """Draw a table with lines around its boxes; a label that covers several rows stands in the
    first."""
    widths = _widths(shape, texts, gap=1)
    owners = [_owners(shape, line) for line in range(shape.height)]
    lines = [_rule(None, owners[0], widths)]
    for line, row in enumerate(owners):
        if line:
            lines.append(_rule(owners[line - 1], row, widths))
        pieces = []
        for column, box in enumerate(row):
            if box is None or box.column == column:
                room = (
                    widths[column]
                    if box is None
                    else sum(widths[column : column + box.columns]) + box.columns - 1
                )
                text = texts[box] if box is not None and box.row == line else ""
                pieces.append(text + " " * (room - display_width(text)))
        lines.append("│" + "│".join(pieces) + "│")
    lines.append(_rule(owners[-1], None, widths))
    return "\n".join(lines)


def columns(shape: Grid, texts: Mapping[Box, str]) -> str:
    """Write a table in columns of equal width, at least two blanks apart."""
    widths = _widths(shape, texts, gap=0)
    lines = []
    for line in range(shape.height):
        written = ""
        for column, box in enumerate(_owners(shape, line)):
            if box is not None and box.row == line and box.column == column:
                room = sum(widths[:column]) + 2 * column
                written += " " * (room - display_width(written)) + texts[box]
        lines.append(written)
    return "\n".join(lines)


def _owners(shape: Grid, line: int) -> list[Box | None]:
    """The box that covers each column of a line; None where the table has none."""
    found: list[Box | None] = [None] * shape.width
    for box in shape.boxes:
        if box.row <= line < box.row + box.rows:
            found[box.column : box.column + box.columns] = [box] * box.columns
    return found


def _widths(shape: Grid, texts: Mapping[Box, str], *, gap: int) -> list[int]:
    """The width of each column: what its own boxes need, and then what those need that reach over
    several columns."""
    widths = [1] * shape.width
    for box in sorted(shape.boxes, key=lambda box: box.columns):
        reach = widths[box.column : box.column + box.columns]
        missing = display_width(texts[box]) - sum(reach) - gap * (box.columns - 1)
        if missing > 0:
            widths[box.column + box.columns - 1] += missing
    return widths


def _rule(above: list[Box | None] | None, below: list[Box | None] | None, widths: list[int]) -> str:
    """The line between two rows: open where one box reaches over both."""
    count = len(widths)

    def drawn(column: int) -> bool:
        return 0 <= column < count and (
            above is None or below is None or above[column] is not below[column]
        )

    def edge(row: list[Box | None] | None, column: int) -> bool:
        return row is not None and (column in (0, count) or row[column - 1] is not row[column])

    written = ""
    for column in range(count + 1):
        joint = edge(above, column), edge(below, column), drawn(column - 1), drawn(column)
        written += _JOINTS.get(joint, " ")
        if column < count:
            written += ("─" if drawn(column) else " ") * widths[column]
    return written
