"""Who owns a digit: what stands in a row or beside it and belongs to no cell, label or page number.

A figure without an owner may be any of those that stand near it, so that nothing in its row can be
told by counting.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ..layouts import Layout
from ..model import Span
from .cutting import Part, is_page_number
from .heads import names_nothing

_FIGURE: Final = re.compile(r"\d[\d,.，．]*")
_SENTENCE: Final = re.compile(r"[，。；：！？]")
_LONGEST: Final = 14
"""Characters of a text that may name a row; a longer one behind a row is prose."""


def without_owner(
    text: str, layout: Layout, found: Iterable[Part], contents: Sequence[Span]
) -> list[Span]:
    """The figures in some parts of a table that are no content of a row, no part of a label or
    head, and no page number; up to the first sentence, where the table has ended."""
    strays: list[Span] = []
    starts = [content.start for content in contents]
    end = contents[-1].end if contents else None
    for part in found:
        if part.role not in ("RUN", "ENTRY"):
            continue
        if part.role == "ENTRY" and (
            is_prose(text, part.start, part.end)
            if end is not None and part.start >= end
            else _SENTENCE.search(text, part.start, part.end)
        ):
            break
        if part.role == "ENTRY" and is_page_number(text, part.start, part.end):
            continue
        for match in _figures(text, layout, part):
            index = bisect_right(starts, match.start()) - 1
            if index < 0 or contents[index].end <= match.start():
                strays.append(Span(*match.span()))
    return strays


def _figures(text: str, layout: Layout, part: Part) -> Iterator[re.Match[str]]:
    """The figures of a part; the number that a layout's separator may hold is none."""
    if part.role != "RUN":
        yield from _FIGURE.finditer(text, part.start, part.end)
        return
    for match in layout.pieces.finditer(text, part.start, part.end):
        if match.lastgroup == "figure" and _FIGURE.search(match[0]):
            yield match


def is_prose(text: str, start: int, end: int) -> bool:
    """Whether a text behind figures is a sentence, where the table has ended."""
    return end - start > _LONGEST or _SENTENCE.search(text, start, end) is not None


def is_followed_by_text(text: str, found: Iterable[Part]) -> bool:
    """Whether a text that names nothing of the form stands first behind a row."""
    for part in found:
        if part.role == "ENTRY":
            return names_nothing(text[part.start : part.end])
        if part.role != "RUN":
            return False
    return False


def alternations(text: str, found: Iterable[Part]) -> int:
    """How often a text and figures behind it follow each other."""
    count, written = 0, False
    for part in found:
        if part.role == "RUN":
            count += written and _FIGURE.search(text, part.start, part.end) is not None
            written = False
        else:
            written = True
    return count
