"""What the end of a page has cut: tables, their rows, the labels in them, and paragraphs.

A row or a label is joined only where the form's own wording shows that it was cut: ``（四）无`` and
``法提供`` are no labels of the form, together they are one. Two rows of blanks on two pages stay
two rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from ..form.wording import key
from .composing import CUT, cell_text
from .pages import Block, Grid, GridCell, Line, group_keys, keys

_HEADING: Final = re.compile("[（(]?[一二三四五六七八九十]{1,3}[、）)]")
_NEAR: Final = 3.0
"""Edges closer than this (in points) are the same edge."""


def mend(blocks: list[Block]) -> list[Block]:
    """Join what page breaks have cut in tables that go on; the heads that they repeat are left
    out."""
    first: Grid | None = None
    last: Grid | None = None
    for block in blocks:
        if not isinstance(block, Grid):
            first = last = None
            continue
        if last is not None and block.page > last.page and _same_width(last, block):
            assert first is not None
            _drop_repeated_head(first, block)
            if block.rows:
                _join(last, block)
        else:
            first = block
        last = block
    return [block for block in blocks if not isinstance(block, Grid) or block.rows]


def _same_width(upper: Grid, lower: Grid) -> bool:
    return abs(upper.box[0] - lower.box[0]) < _NEAR and abs(upper.box[2] - lower.box[2]) < _NEAR


def _drop_repeated_head(first: Grid, grid: Grid) -> None:
    """A head repeated on the next page has the same texts; rows of figures or blanks are no
    head."""
    for count, (one, other) in enumerate(zip(first.rows, grid.rows, strict=False)):
        texts = [cell.text for cell in one]
        if (
            texts != [cell.text for cell in other]
            or not any(texts)
            or any(text.strip().isdecimal() for text in texts)
        ):
            del grid.rows[:count]
            return
    if len(first.rows) != len(grid.rows):
        del grid.rows[: min(len(first.rows), len(grid.rows))]


def _join(upper: Grid, lower: Grid) -> None:
    """Join the first row of a page to the last one of the page before, as far as it continues
    it."""
    row, last = lower.rows[0], upper.rows[-1]
    top = min(cell.box[1] for cell in last)
    pairs = [(cell, _above(upper, cell)) for cell in row]
    label_cut = False
    for place, (cell, above) in enumerate(pairs):
        if above is None:
            continue
        if _continues(above.text, cell.text):
            above.text = cell_text([above.text, cell.text])
            cell.gone = label_cut = True
        elif not cell.text and above.box[1] < top - _NEAR:
            # the rest of a group's label beside rows on both pages, and no head above a column
            cell.gone = key(above.text) in group_keys() or any(
                not _is_figure(right.text) for right in row[place:]
            )
    rest = [(cell, above) for cell, above in pairs if not cell.gone]
    of_last = [(cell, above) for cell, above in rest if above is not None and above in last]
    if not rest or len(of_last) != len(rest):
        return
    # where the cut label was the row's own, its figures stand in one of the two parts
    if (label_cut and all(_is_figure(cell.text) for cell, _ in rest)) or _halves(of_last):
        for cell, above in of_last:
            above.text = (
                f"{above.text} {CUT} {cell.text}"
                if above.text and cell.text
                else above.text or cell.text
            )
            cell.gone = True


def _above(grid: Grid, cell: GridCell) -> GridCell | None:
    """The cell at the lower edge of a grid that has the width of this one."""
    for row in reversed(grid.rows):
        for above in row:
            if (
                abs(above.box[0] - cell.box[0]) < _NEAR
                and abs(above.box[2] - cell.box[2]) < _NEAR
                and above.box[3] > grid.box[3] - _NEAR
            ):
                return above
    return None


def _continues(above: str, below: str) -> bool:
    """Whether two texts are the two parts of one label of the form."""
    one, other = key(above), key(below)
    if not one or not other or one in keys():
        return False
    return any(label.startswith(one + other) for label in keys())


def _is_figure(text: str) -> bool:
    return not any(char.isalpha() for char in text)


def _halves(pairs: list[tuple[GridCell, GridCell]]) -> bool:
    """Whether two rows are one: the lower has no label, or the upper has none and the label is
    below with no figure beside it."""
    named = [(below, above) for below, above in pairs if below.text or above.text]
    if not named:
        return False
    (below, above), *_ = named
    others = pairs[pairs.index(named[0]) + 1 :]
    if not others or not all(_is_figure(cell.text) for pair in others for cell in pair):
        return False
    if not below.text:
        return key(above.text) in keys()
    return key(below.text) in keys() and not above.text and not any(cell.text for cell, _ in others)


def paragraphs(blocks: list[Block]) -> Iterator[Block]:
    """Join the lines of each paragraph: a full line goes on in the next one, if that is not
    indented."""
    lines = [block for block in blocks if isinstance(block, Line)]
    if not lines:
        yield from blocks
        return
    starts = Counter(round(line.x0) for line in lines)
    usual = [x0 for x0, count in starts.items() if count > 1 and count >= len(lines) / 10]
    left = min(usual, default=min(starts))
    right = sorted(line.x1 for line in lines)[len(lines) * 9 // 10]
    open_line: Line | None = None
    for block in blocks:
        if not isinstance(block, Line):
            if open_line is not None:
                yield open_line
                open_line = None
            yield block
            continue
        if open_line is not None and _goes_on(open_line, block, left, right):
            open_line = Line(
                _run_on(open_line.text, block.text),
                open_line.x0,
                block.x1,
                block.top,
                block.bottom,
                block.size,
                open_line.page,
            )
            continue
        if open_line is not None:
            yield open_line
        open_line = block
    if open_line is not None:
        yield open_line


def _goes_on(upper: Line, lower: Line, left: float, right: float) -> bool:
    if _is_figure(upper.text) or _is_figure(lower.text):
        return False  # figures below each other are no paragraph
    if _HEADING.match(lower.text):
        return False
    full = upper.x1 > right - 2.2 * upper.size
    flush = abs(lower.x0 - left) < 0.8 * lower.size
    return full and flush and abs(upper.size - lower.size) < 1


def _run_on(upper: str, lower: str) -> str:
    """Two lines as one: only Latin words are parted by a blank."""
    between = (
        " "
        if upper[-1:].isascii()
        and upper[-1:].isalpha()
        and lower[:1].isascii()
        and lower[:1].isalpha()
        else ""
    )
    return upper + between + lower
