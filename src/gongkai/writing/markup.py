"""A printed table as an HTML table: the boxes of its grid with the rows and columns that they reach
over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from .grid import Box, Grid

Filled = tuple[str, Mapping[str, str]]
"""What stands in a box (as markup) and the attributes of its element."""


def html_table(grid: Grid, fill: Callable[[Box], Filled], *, indent: str = "") -> str:
    """Write a grid as ``<table>``; ``fill`` gives each box its content, already escaped, and its
    attributes.

    Labels and heads become ``<th>`` with a scope, so that a screen reader can say what a figure
    belongs to.
    """
    lines = [f"{indent}<table>"]
    for boxes in grid.lines():
        lines.append(f"{indent} <tr>")
        for box in boxes:
            inside, attributes = fill(box)
            name = "td" if box.role == "figure" else "th"
            lines.append(f"{indent}  <{name}{_attributes(box, attributes)}>{inside}</{name}>")
        lines.append(f"{indent} </tr>")
    lines.append(f"{indent}</table>")
    return "\n".join(lines)


def _attributes(box: Box, given: Mapping[str, str]) -> str:
    found: dict[str, str] = {}
    if box.rows > 1:
        found["rowspan"] = str(box.rows)
    if box.columns > 1:
        found["colspan"] = str(box.columns)
    if box.role != "figure":
        sideways = "rowgroup" if box.rows > 1 else "row"
        above = "colgroup" if box.columns > 1 else "col"
        found["scope"] = sideways if box.role == "label" else above
    found |= given
    return "".join(f' {name}="{escape(value)}"' for name, value in found.items())
