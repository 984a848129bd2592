"""The ruled tables of a PDF page, cell by cell."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from ..form.wording import RADICALS
from .composing import CUT, cell_text
from .pages import Box, Grid, GridCell
from .rules import missing_sides

_FIGURES: Final = re.compile(r"[\d.,，．%\s]*\d[\d.,，．%\s]*")
_THIN: Final = 4.0
"""A cell thinner than this (in points) is the space between two rules, not a cell."""

_PADDING: Final = 14.0
"""What a cell keeps free beside its text at most (Word's default, both sides), in points."""


def is_upright(char: dict[str, Any]) -> bool:
    """Whether a character stands upright or at a right angle; slanted lines of text are marks
    across the page."""
    a, b = abs(char["matrix"][0]), abs(char["matrix"][1])
    return bool(min(a, b) <= 0.1 * max(a, b))


def same_line(chars: list[dict[str, Any]]) -> float:
    """How far apart the tops of characters of one line may be: digits and Chinese characters come
    from fonts of their own."""
    sizes = sorted(float(char["size"]) for char in chars)
    return max(3.0, 0.45 * sizes[len(sizes) // 2]) if sizes else 3.0


def grids(page: Any, number: int) -> Iterator[Grid]:
    """The tables of a page (of pdfplumber) that have more than one column."""
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
        # a crop of the page would keep what reaches into the table from the line below it
        begin, above, end, below = _around(rows)
        wide = _is_side(end, above, below, standing) and not _is_side(begin, above, below, standing)
        chars = sorted(
            [char for char in page.chars if above <= _middle(char) <= below], key=_middle
        )
        middles = [_middle(char) for char in chars]
        grid: list[list[GridCell]] = []
        for row in rows:
            cells: list[GridCell] = []
            for box in sorted(row):
                left, top, right, bottom = box
                inside = [
                    char
                    for char in chars[bisect_left(middles, top) : bisect_right(middles, bottom)]
                    if left <= (char["x0"] + char["x1"]) / 2 < right
                ]
                cells += _cells(box, inside)
            if cells:
                grid.append(_cut_off(cells, end) if wide else cells)
        grid = [
            row for row in grid if any(cell.text for cell in row) or _width(row) > (end - begin) / 2
        ]
        if any(cell.text for row in grid for cell in row):
            yield Grid(number, _around([[cell.box for cell in row] for row in grid]), grid)


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


def _middle(char: dict[str, Any]) -> float:
    return float(char["top"] + char["bottom"]) / 2


def _cells(box: Box, chars: list[dict[str, Any]]) -> Iterator[GridCell]:
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
        filled = line[-1]["x1"] - line[0]["x0"] > box[2] - box[0] - size - _PADDING
        # a long figure in a narrow cell goes on in the next line; figures with room beside them are
        # two
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
