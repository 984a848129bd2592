"""Places shown by alignment: columns that an extractor set by padding every cell with blanks to the width of its column.

Then each cell starts at the start of a column, and the starts of all cells of a table, heads among them, are the grid. An empty cell
leaves only blanks, but its column is in the grid all the same, as soon as one other row has something there. That every column has
something is checked by counting: a grid with too few columns shows no places.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from typing import Final

from .model import Place, RowText
from .placing import Cut, spread

_WORDS: Final = re.compile(r"\S+(?: \S+)*")
_MAX_LINES: Final = 400


def align(text: str, cuts: Sequence[Cut], start: int, end: int) -> dict[str, RowText]:
    """The rows of one table whose figures stand at the starts of the columns; none where the columns do not show."""
    lines = _lines(text, start, end)
    grid = sorted({match.start() - line for line, words in lines for match in words})
    if not 4 <= len(grid) <= 24:
        return {}
    heads = max((len(words) for _, words in lines if _is_contiguous(words, lines[0][0], grid)), default=0)
    places: dict[str, tuple[Cut, list[int]]] = {}
    furthest = 0
    for cut in cuts:
        found = _slots(text, cut, grid)
        if found is None:
            return {}
        label, slots = found
        if slots and (slots[0] < 1 or slots[-1] > len(cut.row.cells) or len(set(slots)) < len(slots)):
            return {}
        furthest = max(furthest, label + len(cut.row.cells) + 1)
        places[cut.row.path] = cut, slots
    if not places or (furthest != len(grid) and not all(_within(cut, slots, heads) for cut, slots in places.values())):
        return {}
    rows = {}
    for path, (cut, slots) in places.items():
        by_column = {slot - 1: content for slot, content in zip(slots, cut.contents, strict=True)}
        rows[path] = RowText(path, spread(cut, by_column, text), Place.KEPT, cut.scale)
    return rows


def _lines(text: str, start: int, end: int) -> list[tuple[int, list[re.Match[str]]]]:
    """The lines of a table that have several columns, with the words of each."""
    found = []
    at = text.rfind("\n", 0, start) + 1
    while at < end and len(found) < _MAX_LINES:
        stop = text.find("\n", at)
        stop = end if stop < 0 else min(stop, end)
        words = list(_WORDS.finditer(text, at, stop))
        if len(words) > 1 and "  " in text[at:stop].strip():
            found.append((at, words))
        at = stop + 1
    return found


def _is_contiguous(words: Iterable[re.Match[str]], _line: int, grid: Sequence[int]) -> bool:
    """Whether the words of a line stand in neighbouring columns from the first on, as heads do."""
    words = list(words)
    line = words[0].string.rfind("\n", 0, words[0].start()) + 1
    return [match.start() - line for match in words] == list(grid[: len(words)])


def _slots(text: str, cut: Cut, grid: Sequence[int]) -> tuple[int, list[int]] | None:
    """The column of a row's label, and those of its figures counted from there; None where they do not stand at columns' starts."""
    if not cut.contents:
        return 0, []
    line = text.rfind("\n", 0, cut.contents[0].start) + 1
    if cut.contents[-1].start - line > grid[-1] or "\n" in text[line : cut.contents[-1].end]:
        return None
    columns = []
    for content in cut.contents:
        index = bisect.bisect_left(grid, content.start - line)
        if grid[index] != content.start - line:
            return None
        columns.append(index)
    if cut.at <= line:
        label = -1 if cut.row.path == "disputes" else None
    else:
        words = [m for m in _WORDS.finditer(text, line, cut.contents[0].start)]
        label = bisect.bisect_left(grid, words[-1].start() - line) if words else None
    return None if label is None else (label, [column - label for column in columns])


def _within(cut: Cut, slots: Sequence[int], heads: int) -> bool:
    """Whether all figures of a line without a label stand below heads that show every column."""
    return cut.row.path == "disputes" and (not slots or slots[-1] <= heads)
