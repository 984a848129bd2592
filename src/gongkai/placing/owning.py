"""Who owns a digit: what stands in a row or beside it and belongs to no cell, label or page number.

A figure without an owner may be any of those that stand near it, so that nothing in its row can be
told by counting.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from lark import Token

from .. import form
from ..form.wording import HAN, key
from ..layouts import Layout
from ..model import Span
from .cutting import HARMLESS, Part, has_digit, is_page_number
from .heads import names_nothing

_FIGURE: Final = re.compile(r"\d[\d,.，．]*")
_UNNAMED: Final = ("RUN", "ENTRY")
"""The roles of what names nothing of the form."""
_SEPARATOR: Final = 4
_LONG: Final = 200
_SENTENCE: Final = r"[，。；：！？]"
_IN_FRONT: Final = re.compile(
    r"\s*(?P<figure>\d+(?:\.\d+(?=\s))?)(?:(?P<next>\s+(?=\d))|(?P<mark>[.．、)）])?)"
)
_NO_END: Final = rf"[。；;“‘](?!{HAN})|(?<!{HAN})[”’]|[(（]\s*[)）]|\"\s*\"|'\s*'"
_MEASURES: Final = ("件", "元", "万元")
_DOTS: Final = frozenset(".．,，。、；")
_CLOSING: Final = ("）", ")", "”", '"', "」")
"""How a label may end."""
_DRAWN: Final = frozenset("-=_~+|─━│┃═║┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┄┈") | HARMLESS
"""What a line between rows is drawn with, or what stands around a label."""
_SHORTEST: Final = 4
_LONGEST: Final = 14
"""Characters of a text that may name a row; a longer one behind a row is prose."""


def without_owner(
    text: str,
    layout: Layout,
    found: Iterable[Part],
    contents: Sequence[Span],
    *,
    last: bool = True,
) -> list[Span]:
    """The figures in some parts of a table that are no content of a row, no part of a label or
    head, and no page number; of the ``last`` row up to the first sentence below it, where the table
    has ended."""
    strays: list[Span] = []
    starts = [content.start for content in contents]
    end = contents[-1].end if contents else None
    ended = False
    late: list[Span] = []
    found = list(found)
    stop = text.find("\n", found[0].start) if found and layout.borders else 0
    stop = len(text) if stop < 0 else stop  # where the line of a label between borders ends
    # a sentence before a head or label of the form is a note in the table, not its end
    named = next((part.start for part in reversed(found) if part.role not in _UNNAMED), -1)
    for part in found:
        if part.role == "RUN" and _FIGURE.search(text, part.start, part.end) is None:
            continue
        if part.role not in _UNNAMED:
            glued = digits_in_front(text, part.start, part.end)
            strays += [glued] if glued else []
            continue
        if part.role == "ENTRY" and part.start >= stop and _ends_table(text, part, end):
            ended = ended or (part.start >= named and last)
            continue
        if part.role == "ENTRY" and is_page_number(text, part.start, part.end):
            continue
        for match in _figures(text, layout, part):
            if ended:
                late += _late(text, match)
                continue
            index = bisect_right(starts, match.start()) - 1
            if index < 0 or contents[index].end <= match.start():
                strays.append(Span(*match.span()))
    return strays + late if len(late) > 1 else strays  # one may be the number of a page


def digits_in_front(text: str, start: int, end: int, number: str = "") -> Span | None:
    """The digits in front of a label that are no number of its own, where it does not begin a line:
    a figure that nothing parts from it. ``number`` is what the form puts before the label.

    >>> digits_in_front("0\\t37二、上年结转", 2, 10, "二、"), digits_in_front("02.重复申请", 0, 7)
    (Span(start=2, end=4), None)
    """
    match = _IN_FRONT.match(text, start, end)
    if match is None or _begins_line(text, start):
        return None
    own = number.rstrip("、.．")
    figure = match["figure"]
    parted = match["next"] is not None  # 3 3.补正后
    if not parted and figure == own:
        return None
    if match["mark"] and not (own.isdigit() and figure.endswith(own)):
        return None
    return Span(*match.span("figure"))


def _begins_line(text: str, at: int) -> bool:
    """Whether only blanks stand before a place in its line."""
    while at and text[at - 1] in " \t":
        at -= 1
    return at == 0 or text[at - 1] == "\n"


def _late(text: str, match: re.Match[str]) -> list[Span]:
    """A figure below a sentence, if no word stands on its line: it may be one of the table all the
    same."""
    start = text.rfind("\n", max(0, match.start() - _LONG), match.start()) + 1
    stop = text.find("\n", match.end(), match.end() + _LONG)
    line = text[start : stop if stop >= 0 else match.end() + _LONG]
    return [] if any(map(str.isalpha, line)) else [Span(*match.span())]


def _ends_table(text: str, part: Part, end: int | None) -> bool:
    """Whether a text is a sentence behind a row whose contents end at ``end``; before that, the
    commas of the row's own label end nothing."""
    if end is None:
        return _is_sentence(text, part.start, part.end)
    return part.start >= end and is_prose(text, part.start, part.end)


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
    return _chinese(text, start, end) > _LONGEST or _is_sentence(text, start, end)


def _is_sentence(text: str, start: int, end: int) -> bool:
    """Whether a text has the punctuation of a sentence, and words."""
    mark = re.compile(_SENTENCE).search(text, start, end)
    if mark is None or len(text[start : min(end, start + _LONG)].strip()) <= _SHORTEST:
        return False
    return _chinese(text, start, end) > 0


def _chinese(text: str, start: int, end: int) -> int:
    return sum("一" <= char <= "鿿" for char in text[start : min(end, start + _LONG)])


def is_followed_by_text(text: str, found: Iterable[Part]) -> bool:
    """Whether a text that names nothing of the form stands first behind a row."""
    for part in found:
        if part.role == "ENTRY":
            if is_page_number(text, part.start, part.end):
                continue
            written = text[part.start : part.end]
            return names_nothing(written) or is_odd_cell(written) or has_digit(written)
        if part.role != "RUN":
            return False
    return False


def is_odd_cell(written: str) -> bool:
    """Whether a text without words is what a cell may hold: a sign, a numeral, a measure word.

    >>> is_odd_cell("*"), is_odd_cell("五"), is_odd_cell("（五）"), is_odd_cell("———")
    (True, True, False, False)
    """
    said = written.strip()
    if not said or said in _MEASURES:
        return said != ""
    if any(map(str.isalnum, said)):
        return all(char.isnumeric() and not char.isdecimal() for char in said)
    return not _DRAWN.issuperset(said) or _DOTS.issuperset(said)


@cache
def _first_cell() -> re.Pattern[str]:
    """What stands first in a line, up to a blank or the next wording of table two."""
    rows = [row for edition in form.EDITIONS for row in form.rows(edition, "proactive")]
    begun = {label[:2] for row in rows for label in (row.band, row.label) if label}
    begun |= {label[:2] for label in form.SPANNING_HEADS["labels"]}
    return re.compile(rf"[^\S\n]*(?P<cell>[^\w\s]+|\w+?(?=\s|$|{'|'.join(sorted(begun))}))")


def begins_with_odd_cell(text: str, at: int, rest: str) -> bool:
    """Whether such a text stands first behind a label in running text, of which the ``rest`` may
    stand there.

    >>> begins_with_odd_cell("行政规范性文件 * 第二十条", 5, "文件")
    True
    """
    if key(text[at : at + _LONG]).startswith(rest):
        for char in rest:
            at = max(text.find(char, at, at + _LONG) + 1, at)
        at += text[at : at + 1] in _CLOSING
    first = _first_cell().match(text, at)
    return first is not None and is_odd_cell(first["cell"])


def has_unknown_separator(text: str, named: Sequence[Token]) -> bool:
    """Whether the same few characters that are no blanks stand between several heads: then they may
    part the cells of the table, and what of them belongs to a figure is not known."""
    between = [
        text[(a.start_pos or 0) + len(a.value) : b.start_pos].strip()
        for a, b in pairwise(named)
        if a.type == b.type == "HEAD"
    ]
    short = Counter(one for one in between if 0 < len(one) <= _SEPARATOR)
    return any(count > 1 for count in short.values())


def has_odd_character(between: str, label: str) -> bool:
    """Whether between a label's beginning and its first figure something stands that is neither a
    Chinese character nor punctuation nor a part of the label, or such punctuation as no label ends
    with."""
    quotes = sum(map((label + between).count, "\"'"))
    return (
        quotes % 2 > 0
        or re.search(_NO_END, between) is not None
        or any(
            not ("一" <= char <= "鿿" or char.isspace() or char in HARMLESS or char in label)
            for char in between
        )
    )


def text_behind(text: str, found: Iterable[Part]) -> str:
    """The text behind the beginning of a label, up to the first figure or wording of the form.

    A piece of a group's label that touches what stands before it is the rest of the row's own: the
    公开 of 予以公开.
    """
    written = ""
    for part in found:
        touches = part.role == "GROUP" and not text[part.start - 1 : part.start].isspace()
        if not (touches or part.role in ("RUN", "ENTRY")) or len(written) > _LONG:
            break
        written += text[part.start : part.end]
    return written


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
