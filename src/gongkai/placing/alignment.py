"""Places shown by alignment: columns that an extractor set by padding every cell with blanks.

There are three kinds. Some programs print a page as it looks: a figure stands below the head of its
column (*heads*). Others pad the cells of each row in turn, without regard to cells that span
columns: then each cell starts where a column starts, and the starts of all cells of a table are the
*grid*; or only the figures of table three have their *starts*. An empty cell leaves only blanks,
but its column is known all the same: from its head, or because another row has something there.
That no column is missing is checked by counting; where it cannot be, no places are claimed.
"""

from __future__ import annotations

import bisect
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ..errors import display_width
from ..form import RowSpec
from ..form.wording import key
from ..model import Place, RowText, Status
from .borders import spread
from .habits import Cut
from .heads import is_foreign

_WORDS: Final = re.compile(r"\S+(?: \S+)*")
_GAPS: Final = re.compile(r"(?<=\S)  +(?=\S)")
_WORD: Final = re.compile(r"\S+")
_MAX_LINES: Final = 400
_SIZES: Final = range(3, 9)
"""Numbers of blanks that part cells; that two divides most gaps between columns is no wonder."""

_HEADS: Final[Mapping[str, str]] = {
    "natural_person": "自然",
    "business": "商业",
    "research": "科研",
    "nonprofit": "社会",
    "legal_services": "法律",
    "upheld": "结果维",
    "corrected": "结果纠",
    "pending": "尚未",
    "total": "总计",
    "issued": "本年制",
    "repealed": "本年废",
    "in_force": "现行有",
    "made": "本年新制",
    "newly_public": "本年新公",
    "public_total": "对外公",
    "previous_items": "上一年",
    "change": "本年增",
    "decisions": "处理决",
    "projects": "采购项",
    "amount": "采购总",
}
"""How the head of each column begins; 其他 is the beginning of several."""


def _beginnings(row: RowSpec) -> tuple[str, ...]:
    """How the heads of a row's columns begin."""
    return tuple(_HEADS.get(cell.column, "其他") for cell in row.cells)


class _Line(NamedTuple):
    start: int
    end: int


class _Columns(NamedTuple):
    """The columns in which the figures of a row stand, and those whose heads are ``lost``."""

    taken: Sequence[int]
    lost: Collection[int] = ()


class Part(NamedTuple):
    """A table with its rows, and the part of the text in which it stands."""

    cuts: Sequence[Cut]
    start: int
    end: int


def align(text: str, tables: Sequence[Part]) -> dict[str, RowText]:
    """The rows whose figures stand at the starts of the columns, or in line with their heads; none
    of a table that shows neither.

    Some programs count a Chinese character as two columns of the screen, others as one: the count
    under which more tables are in line is the program's, and where both could be, both must agree.
    """
    rows: dict[str, RowText] = {}
    ways: dict[Callable[[str], int], list[dict[str, _Columns] | None]] = {
        display_width: [],
        len: [],
    }
    below = []
    if _are_joined(text, tables):
        return rows
    for cuts, start, end in tables:
        filled = [cut for cut in cuts if cut.contents]
        lines = _lines(text, start, end)
        if not filled or not lines or "\f" in text[start:end]:
            continue
        # the grid is exact: on a page printed as it looks, labels of different lengths shift the
        # starts, and the count fails; or by accident it does not, and the heads say otherwise
        columns = _by_grid(text, filled, lines)
        if columns is not None:
            seen = _by_heads(text, filled, lines, display_width)
            if seen is None or all(seen[p].taken == columns[p].taken for p in columns):
                rows |= _rows(text, filled, columns)
            continue
        below.append(filled)
        for width, found in ways.items():
            found.append(_by_heads(text, filled, lines, width) or _by_starts(text, filled, width))
    most = max(sum(way is not None for way in found) for found in ways.values())
    best = [found for found in ways.values() if sum(way is not None for way in found) == most]
    for filled, *choices in zip(below, *best, strict=True):
        if choices[0] is not None and all(choice == choices[0] for choice in choices):
            rows |= _rows(text, filled, choices[0])
    return rows


def shows_form_order(text: str, start: int, end: int, row: RowSpec) -> bool:
    """Whether the heads of all columns stand beside one another in the form's order, each with a
    place of its own from left to right, on whichever line."""
    lines, wanted = _lines(text, start, end), _beginnings(row)
    return any(
        len(_heads(text, lines, wanted, row.table, width) or ()) == len(wanted)
        for width in (display_width, len)
    )


def _are_joined(text: str, tables: Sequence[Part]) -> bool:
    """Whether the same number of blanks parts all cells, but for a few lines of a page's head, so
    that none of them is set in line with those above it."""
    gaps = [
        len(match[0])
        for _, start, end in tables
        for line in _lines(text, start, end)
        for match in _GAPS.finditer(text, line.start, line.end)
    ]
    if len(gaps) > 1 and math.gcd(*gaps) > 1:
        return True
    return any(10 * sum(gap % size == 0 for gap in gaps) > 9 * len(gaps) for size in _SIZES)


def _rows(text: str, cuts: Sequence[Cut], columns: Mapping[str, _Columns]) -> dict[str, RowText]:
    rows = {}
    for cut in cuts:
        if cut.foreign or cut.absent is not None:
            continue  # something in it may be no cell
        taken, lost = columns[cut.row.path]
        pieces = tuple(
            piece._replace(status=Status.MISSING)
            if number in lost and piece.status is Status.BLANK
            else piece
            for number, piece in enumerate(
                spread(cut, dict(zip(taken, cut.contents, strict=True)), text)
            )
        )
        rows[cut.row.path] = RowText(cut.row.path, pieces, Place.KEPT, cut.scale)
    return rows


def _lines(text: str, start: int, end: int) -> list[_Line]:
    """The lines of a table that have words with several blanks before or between them."""
    found: list[_Line] = []
    at = text.rfind("\n", 0, start) + 1
    while at < end and len(found) < _MAX_LINES:
        stop = text.find("\n", at)
        stop = end if stop < 0 else min(stop, end)
        if "  " in text[at:stop].rstrip():
            found.append(_Line(at, stop))
        at = stop + 1
    return found


def _line_of(text: str, cut: Cut) -> int | None:
    """Where the line starts in which all figures of a row stand."""
    line = text.rfind("\n", 0, cut.contents[0].start) + 1
    return None if "\n" in text[line : cut.contents[-1].end] else line


# -- below the heads -------------------------------------------------------------------------------


def _by_heads(
    text: str, cuts: Sequence[Cut], lines: Sequence[_Line], width: Callable[[str], int]
) -> dict[str, _Columns] | None:
    """For each row the columns with whose heads its figures are in line: at their left, their right
    or their middle."""
    every = {
        wanted: _heads(text, lines, wanted, cuts[0].row.table, width)
        for wanted in dict.fromkeys(_beginnings(cut.row) for cut in cuts)
    }
    found: dict[str, _Columns] = {}
    for cut in cuts:
        n, line = len(cut.row.cells), _line_of(text, cut)
        if n == 1 and len(cut.contents) == 1:
            found[cut.row.path] = _Columns([0])
            continue
        heads = every[_beginnings(cut.row)]
        if line is None or heads is None:
            return None
        columns = []
        for content in cut.contents:
            left = width(text[line : content.start])
            right = left + width(text[content.start : content.end])
            over = [
                i
                for i, head in heads.items()
                if left == head[0] or right == head[1] or abs(left + right - head[0] - head[1]) <= 2
            ] or _between(left, right, heads)
            if len(over) != 1:
                return None
            columns.append(over[0])
        if columns != sorted(set(columns)):
            return None
        found[cut.row.path] = _Columns(columns, {*range(n)} - {*heads})
    return found or None


def _between(left: int, right: int, heads: Mapping[int, tuple[int, int]]) -> list[int]:
    """The columns without a head in whose place a figure stands, between the heads beside it."""
    return [
        column
        for (before, (_, end)), (behind, (start, _)) in pairwise(heads.items())
        if end < left and right < start
        for column in range(before + 1, behind)
    ]


def _heads(
    text: str,
    lines: Sequence[_Line],
    wanted: Sequence[str],
    table: str,
    width: Callable[[str], int],
) -> dict[int, tuple[int, int]] | None:
    """Where the heads of the columns stand in their lines, by the number of the column; None unless
    each is there once, in order, or it is clear which are lost."""
    places: list[tuple[int, int, str]] = []
    for line in lines:
        words = list(_words(text, line, wanted))
        if words and any(is_foreign(word, table) for word in text[line.start : line.end].split()):
            return None  # something stands among the heads that is none, and may have moved them
        for begin, stop in words:
            left = width(text[line.start : begin])
            places.append((left, left + width(text[begin:stop]), key(text[begin:stop])))
    places = sorted(set(places))  # a head that spans lines may be written in each of them
    if not places or any(a[1] >= b[0] for a, b in pairwise(places)):
        return None
    columns = _columns_of([word for _, _, word in places], wanted)
    if columns is None:
        return None
    return {column: (left, right) for column, (left, right, _) in zip(columns, places, strict=True)}


def _columns_of(words: Sequence[str], wanted: Sequence[str]) -> list[int] | None:
    """The columns whose heads begin these words: all of them, or the same ones of each group, where
    a page has lost the others; None for any other words."""
    group = list(dict.fromkeys(wanted))
    kept = [i for i, begin in enumerate(group) if any(word.startswith(begin) for word in words)]
    columns = [at + i for at in range(0, len(wanted), len(group)) for i in kept]
    if len(kept) < len(group) and (len(wanted) == len(group) or 2 * len(kept) < len(group)):
        return None
    if len(words) != len(columns):
        return None
    right = all(word.startswith(wanted[i]) for word, i in zip(words, columns, strict=True))
    return columns if right else None


def _words(text: str, line: _Line, wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The words of a line that begin one of these heads; some have a blank in their beginning."""
    words = [match.span() for match in _WORD.finditer(text, line.start, line.end)]
    for number, (begin, stop) in enumerate(words):
        for _, end in words[number : number + 2]:
            broken = end != stop
            if broken and (len(text[begin:stop]) > 1 or "  " in text[begin:end]):
                break
            if key(text[begin:end]).startswith(tuple(wanted)):
                yield begin, end
                break


# -- by their starts -------------------------------------------------------------------------------


def _by_starts(
    text: str, cuts: Sequence[Cut], width: Callable[[str], int]
) -> dict[str, _Columns] | None:
    """For each row of table three the columns of its figures, where these start at as many places
    as there are columns, each in several rows, and none reaches to the next place: then each column
    has its own."""
    places: dict[str, list[tuple[int, int]]] = {}
    for cut in cuts:
        line = _line_of(text, cut)
        if line is None or cut.row.table != "requests":
            return None
        places[cut.row.path] = [
            (width(text[line : content.start]), width(text[line : content.end]))
            for content in cut.contents
        ]
    shown = Counter([start for row in places.values() for start, _ in row])
    starts = sorted(shown)
    # one that is shown once may be a stranger's, and another column blank in all rows
    if len(starts) != len(cuts[0].row.cells) or min(shown.values()) < 2:
        return None
    reach = dict(pairwise(starts))
    if any(end >= reach.get(start, end + 1) for row in places.values() for start, end in row):
        return None
    return {
        path: _Columns([starts.index(start) for start, _ in row]) for path, row in places.items()
    }


# -- in the grid -----------------------------------------------------------------------------------


def _by_grid(text: str, cuts: Sequence[Cut], lines: Sequence[_Line]) -> dict[str, _Columns] | None:
    """For each row the columns of its figures, counted in the grid from its label on; None where
    some figure is off the grid."""
    words = {
        line: [m.start() - line.start for m in _WORDS.finditer(text, line.start, line.end)]
        for line in lines
    }
    grid = sorted({start for starts in words.values() for start in starts})
    if not 4 <= len(grid) <= 24:
        return None
    own = {_line_of(text, cut) for cut in cuts if cut.row.table == "disputes"}
    heads = max(
        (
            len(starts)
            for line, starts in words.items()
            if line.start not in own and starts == grid[: len(starts)]
        ),
        default=0,
    )
    found: dict[str, _Columns] = {}
    needed = 0
    for cut in cuts:
        if cut.headless:
            return None  # the place of a lost head may not be on the grid
        n, line = len(cut.row.cells), _line_of(text, cut)
        if line is None:
            return None
        at = [_index(grid, content.start - line) for content in cut.contents]
        label = -1 if cut.row.table == "disputes" else _label(text, cut, line, grid)
        if label is None or None in at:
            return None
        columns = [index - label - 1 for index in at if index is not None]
        if columns[0] < 0 or columns[-1] >= n or columns != sorted(set(columns)):
            return None
        if cut.row.table == "disputes" and columns[-1] >= heads:
            return None  # no heads show that every column up to there has something
        found[cut.row.path] = _Columns(columns)
        needed = max(needed, label + 1 + n)
    table = cuts[0].row.table
    if table == "disputes":
        return found or None
    if table == "proactive" and heads < len(grid):
        return None  # so few rows have something in each column by accident
    return found if found and needed == len(grid) else None


def _label(text: str, cut: Cut, line: int, grid: Sequence[int]) -> int | None:
    """The column of a row's label: the last words before its figures, in the same line."""
    words = list(_WORDS.finditer(text, line, cut.contents[0].start))
    return _index(grid, words[-1].start() - line) if words and cut.at > line else None


def _index(grid: Sequence[int], start: int) -> int | None:
    index = bisect.bisect_left(grid, start)
    return index if index < len(grid) and grid[index] == start else None
