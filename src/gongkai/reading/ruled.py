"""The ruled tables of a PDF page, cell by cell."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from ..form.wording import RADICALS
from ..model import HOLE
from .composing import CUT, cell_text
from .pages import Box, Grid, GridCell
from .picture import Picture, box_of
from .printed import Char, beside
from .rules import missing_sides

_FIGURES: Final = re.compile(r"[\d.,，．%\s]*\d[\d.,，．%\s]*")
_THIN: Final = 4.0
"""A cell thinner than this (in points) is the space between two rules, not a cell."""

_DARK: Final = 80
"""More contrast than a ground has: something is printed."""


def same_line(chars: Sequence[Char]) -> float:
    """How far apart the tops of characters of one line may be: digits and Chinese characters come
    from fonts of their own."""
    sizes = sorted(float(char["size"]) for char in chars)
    return max(3.0, 0.45 * sizes[len(sizes) // 2]) if sizes else 3.0


def grids(
    page: Any, chars: Sequence[Char], picture: Picture | None, marks: Sequence[Char]
) -> Iterator[Grid]:
    """The tables of a page (of pdfplumber) that have more than one column, with these characters.

    ``marks`` are the characters of marks across the page: the picture shows them, too.
    """
    standing, lying = missing_sides(page.debug_tablefinder().edges)
    for table in page.find_tables(
        {"explicit_vertical_lines": standing, "explicit_horizontal_lines": lying}
    ):
        rows = [
            [box for box in row.cells if box is not None and _is_cell(box, float(page.height))]
            for row in table.rows
        ]
        if max((len(row) for row in rows), default=0) < 2:
            continue
        begin, above, end, below = _around(rows)
        wide = _is_side(end, above, below, standing) and not _is_side(begin, above, below, standing)
        # a crop of the page would keep what reaches into the table from the line below it
        inside = sorted([char for char in chars if above <= _middle(char) <= below], key=_middle)
        middles = [_middle(char) for char in inside]
        held = {
            box: [
                char
                for char in inside[bisect_left(middles, box[1]) : bisect_right(middles, box[3])]
                if box[0] <= (char["x0"] + char["x1"]) / 2 < box[2]
            ]
            for row in rows
            for box in row
        }
        padding = _padding(held)
        overrun = set(_overrun(chars, held))
        grid: list[list[GridCell]] = []
        for row in rows:
            cells: list[GridCell] = []
            for box in sorted(row):
                for cell in _cells(box, held[box], padding):
                    if box in overrun or (not cell.text and _shows(picture, box, marks)):
                        cell.text += HOLE
                    cells.append(cell)
            if cells:
                grid.append(_cut_off(cells, end) if wide else cells)
        grid = [
            row for row in grid if any(cell.text for cell in row) or _width(row) > (end - begin) / 2
        ]
        if any(cell.text for row in grid for cell in row):
            yield Grid(
                page.page_number, _around([[cell.box for cell in row] for row in grid]), grid
            )


def _padding(held: Mapping[Box, list[Char]]) -> float:
    """What the cells of a table keep free beside their text, both sides."""
    left = min((char["x0"] - box[0] for box, chars in held.items() for char in chars), default=0.0)
    right = min((box[2] - char["x1"] for box, chars in held.items() for char in chars), default=0.0)
    return max(left, 0.0) + max(right, 0.0)


def _overrun(chars: Sequence[Char], held: Mapping[Box, list[Char]]) -> Iterator[Box]:
    """The cells into which, or out of which, a figure runs that is too long for its cell."""
    places = {id(char): box for box, inside in held.items() for char in inside}
    for one, other in beside(chars, 0.1):
        here, there = places.get(id(chars[one])), places.get(id(chars[other]))
        if here != there:
            yield from (box for box in (here, there) if box is not None)


def _shows(picture: Picture | None, box: Box, marks: Sequence[Char]) -> bool:
    """Whether a cell without a text shows something, other than a mark across the page."""
    left, top, right, bottom = box
    edge = min(_THIN, (right - left) / 4, (bottom - top) / 4)
    return (
        picture is not None
        and picture.contrast((left + edge, top + edge, right - edge, bottom - edge)) > _DARK
        and not any(
            x0 < right and left < x1 and y0 < bottom and top < y1
            for x0, y0, x1, y1 in map(box_of, marks)
        )
    )


def _is_side(at: float, above: float, below: float, missing: list[dict[str, Any]]) -> bool:
    """Whether one of the rules that were missing is this side of a table."""
    return any(
        abs(line["x0"] - at) < _THIN and line["top"] < below and line["bottom"] > above
        for line in missing
    )


def _cut_off(cells: list[GridCell], end: float) -> list[GridCell]:
    """The row of a table that lacks its right side alone, as one does that is wider than its page:
    of what stands in its last column more may have stood there."""
    last = cells[-1]
    if (
        last.box[2] < end
        or not any(map(_is_figure, cells))
        or not (_is_figure(last) or not last.text)
    ):
        return cells
    return [*cells[:-1], GridCell(last.box, f"{last.text} {CUT}".strip())]


def _is_figure(cell: GridCell) -> bool:
    return _FIGURES.fullmatch(cell.text) is not None


def _is_cell(box: Box, height: float) -> bool:
    """Whether a box is large enough for a cell and on the page (rules may run on beyond its edge,
    where they are cut off)."""
    left, top, right, bottom = box
    return (
        right - left >= _THIN and bottom - top >= _THIN and top > -_THIN and bottom < height + _THIN
    )


def _around(rows: list[list[Box]]) -> Box:
    boxes = [box for row in rows for box in row]
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def _width(row: list[GridCell]) -> float:
    return sum(cell.box[2] - cell.box[0] for cell in row)


def _middle(char: Char) -> float:
    return float(char["top"] + char["bottom"]) / 2


def _cells(box: Box, chars: list[Char], padding: float) -> Iterator[GridCell]:
    """The text of one ruled cell; two figures far apart in it are two cells between which the rule
    is missing."""
    from pdfplumber.utils.text import extract_text, extract_words

    text = extract_text(chars, y_tolerance=same_line(chars)).translate(RADICALS) if chars else ""
    if len(text.split()) < 2 or not _FIGURES.fullmatch(text):
        yield GridCell(box, cell_text(text.split("\n")))
        return
    lines: list[list[dict[str, Any]]] = []
    for word in extract_words(chars):
        if lines and abs(lines[-1][-1]["top"] - word["top"]) < 3:
            lines[-1].append(word)
        else:
            lines.append([word])
    size = float(chars[0]["size"])
    if len(lines) == 1:
        yield from _apart(box, lines[0], size)
        return
    whole = ""
    for line in lines:
        part = " ".join(word["text"] for word in line)
        # a long figure in a narrow cell goes on in the next line; figures with room beside them for
        # another digit are two, and single digits may be
        wide = (line[-1]["x1"] - line[0]["x0"]) * (1 + 1 / len(part))
        filled = len(part) > 1 and wide > box[2] - box[0] - padding
        whole += part if filled or line is lines[-1] else f"{part} {CUT} "
    yield GridCell(box, whole)


def _apart(box: Box, words: list[dict[str, Any]], size: float) -> Iterator[GridCell]:
    left = box[0]
    text = words[0]["text"]
    for before, word in pairwise(words):
        if word["x0"] - before["x1"] > 1.5 * size:
            middle = (word["x0"] + before["x1"]) / 2
            yield GridCell((left, box[1], middle, box[3]), text)
            left, text = middle, word["text"]
        else:
            text += " " + word["text"]
    yield GridCell((left, box[1], box[2], box[3]), text)
