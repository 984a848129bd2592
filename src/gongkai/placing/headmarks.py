"""What the heads of the tables, and the lines of their labels, show of the separators."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from ..layouts import Layout
from .habits import HeadMarks
from .table import Table, separators_in

_LINE: Final = 1_000
"""More characters than half a row of a table has."""


def head_marks(text: str, layout: Layout, tables: Sequence[Table]) -> HeadMarks:
    """What the heads of the columns show of the separators."""
    between, ends, begin = [], [], []
    for table in tables:
        for (a, m), (b, n) in pairwise(table.names):
            if a.end_pos != b.start_pos or "LABEL" in (a.type, b.type):
                continue
            start, end = (a.start_pos or 0) + len(a.value), a.end_pos or 0
            if a.type == "HEAD" and "\n" in text[start:end]:
                ends.append(separators_in(layout, text, start, text.index("\n", start)))
            elif a.type == "HEAD":
                between.append(separators_in(layout, text, start, end))
            elif n.path and not m.path and table.region.table == "proactive":
                begin.append(separators_in(layout, text, start, end))
    least = min(between, default=1) or 1
    closed = {end > 0 for end in ends}
    boxed = [
        _is_boxed(text, layout, row.label.start_pos or 0) for one in tables for row in one.rows
    ]
    return HeadMarks(
        least,
        closed.pop() if len(closed) == 1 else None,
        max(begin) // least if begin else None,
        boxed=2 * sum(boxed) > len(boxed),
    )


def _is_boxed(text: str, layout: Layout, at: int) -> bool:
    """Whether the line of a label begins and ends with a separator."""
    start = text.rfind("\n", max(0, at - _LINE), at) + 1
    stop = text.find("\n", at, at + _LINE)
    line = text[start:stop].strip() if start and stop >= 0 else ""
    first = layout.pieces.match(line)
    if first is None or first.lastgroup != "sep":  # as in most texts
        return False
    ends = [match.end() for match in layout.pieces.finditer(line) if match.lastgroup == "sep"]
    return ends[-1] == len(line)
