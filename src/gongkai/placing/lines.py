"""Whether each row of a text stands on a line of its own, and what of it stands there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from ..parsing.outline import Region
from .cutting import Part, before, has_digit
from .table import FIGURES, MANY_CELLS, Row, Whole, has_separator, separators_in

_SAMPLE: Final = 20_000


def are_on_lines(whole: Whole) -> bool:
    """Whether the figures of the rows stand on the lines of their labels, but for a few that a
    page number or a broken line has parted; without labels, whether a line holds many cells."""
    layout, text = whole.layout, whole.text
    if not layout.borders or layout.cell_per_line or layout.wraps:
        return False
    every = [row for rows in whole.chosen for row in rows]
    ways = [way for row in every if (way := _is_on_line(whole, row)) is not None]
    if ways and 3 * sum(ways) <= 2 * len(ways):
        return False
    if any(_goes_on_below(whole, row) for row in every):
        return False
    if ways:
        return True
    lines = [line for table in whole.tables for line in _lines(text, table.region)]
    return any(separators_in(layout, text, start, end) >= MANY_CELLS for start, end in lines)


def _is_on_line(whole: Whole, row: Row) -> bool | None:
    """Whether the line of a label holds its cells; None where no figure stands behind the label,
    nor a place for each of several."""
    text, end = whole.text, row.label.end_pos or 0
    first = FIGURES.search(text, row.at, end)
    stop = text.find("\n", row.at, end)
    if first and (stop < 0 or first.start() < stop):
        return True
    places = 0 if stop < 0 else separators_in(whole.layout, text, row.at, stop)
    if first is None and places < max(len(whole.specs[row.path].cells), MANY_CELLS):
        return None
    return places > 1


def _goes_on_below(whole: Whole, row: Row) -> bool:
    """Whether the line below a label's begins with a separator and a figure: a cell of the row,
    unless its own line has a place for each."""
    text, end = whole.text, row.label.end_pos or 0
    stop = text.find("\n", row.at, end)
    if stop < 0 or stop + 1 >= end:
        return False
    first = whole.layout.pieces.match(text, stop + 1, end)
    if first is None or first.lastgroup != "sep":
        return False
    if separators_in(whole.layout, text, row.at, stop) >= len(whole.specs[row.path].cells):
        return False
    line = text[first.end() : end].lstrip(" ")
    # one number before another label is the number of the row below
    return line[:1].isdigit() and ("\n" in line or len(FIGURES.findall(line)) > 1)


def _lines(text: str, region: Region) -> Iterator[tuple[int, int]]:
    at = region.start
    while at < min(region.end, region.start + _SAMPLE):
        stop = text.find("\n", at, region.end)
        stop = region.end if stop < 0 else stop
        yield at, stop
        at = stop + 1


def on_one_line(whole: Whole, found: Sequence[Part]) -> list[Part]:
    """The parts of a row on the line of its label, or, where the label's line holds no other cell,
    on the line of its first figure."""
    text, at = whole.text, found[0].start
    stop = text.find("\n", at)
    if stop >= 0 and not has_separator(whole.layout, text, at, stop):
        first = next(
            (p for p in found if p.role == "RUN" and has_digit(text[p.start : p.end])), None
        )
        figure = FIGURES.search(text, first.start, first.end) if first else None
        stop = text.find("\n", figure.start() if figure else at)
    if stop < 0:
        return list(found)
    return before(found, stop)


def row_end(starts: Sequence[int], start: int, end: int) -> int:
    """Where the next row begins behind a label; behind the last, where the table ends."""
    index = bisect_right(starts, start)
    return starts[index] if index < len(starts) else end
