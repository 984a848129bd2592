"""The numbers that programs put before each line of a text that they show. They are replaced by
blanks, so that every other character stays where it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from ..form import SECTION_TITLES
from .frames import blanked

_LONGEST: Final = 4000
"""Characters of a line that are looked at."""
_LETTER: Final = re.compile(r"[^\W\d_]")
_FIRST_NUMBER: Final = re.compile(
    r"[ \t\ufeff]*+\d{1,6}(?P<mark>[ ]*+[:：|｜│┃>→\]】.．、)）-]|\t|[ 　](?!\s*年))"
)
"""The beginning of a line as ``cat -n``, ``nl``, ``grep -n`` and editors show it, each with its own
mark. ``2023 年`` is none."""
_OWN_MARKS: Final = frozenset(".．、)）-")
"""Marks behind the numbers of a report's own rows and sentences too."""
_BETWEEN: Final = ("", "--", "```")
"""Lines without a number in a text that has them: those between what ``grep`` found, say."""
_HEADING: Final = "|".join(["年度?报告", *(one[:4] for one in SECTION_TITLES)])
"""What the title or a heading has."""
_MANY: Final = 10
"""A report counts no further in what it numbers itself."""
_FEW: Final = 3


_MARK: Final = re.compile(r"[^\S\n]*+(?P<mark>>{1,3}|[-–*•·●○◦#→]|//)(?=[ \t])")
"""What editors and letters put before each line that they list or quote."""


def without_line_marks(text: str) -> str:
    """The text without the mark that every line of it begins with.

    >>> without_line_marks("> 规章 3\\n>\\n> 行政许可 5")
    '  规章 3\\n \\n  行政许可 5'
    """
    first = _MARK.match(text)
    if first is None:  # as in most texts
        return text
    mark = first["mark"]
    lines = text.split("\n")
    filled = (line for line in lines if line and not line.isspace())
    if not all(line.lstrip().startswith(mark) for line in filled):
        return text
    if sum(bool(line.strip()) for line in lines) < _FEW:
        return text
    return "\n".join(line.replace(mark, " " * len(mark), 1) for line in lines)


def without_line_numbers(text: str) -> str:
    """The text without the numbers of its lines, where every line has one.

    A report that numbers its rows or paragraphs does not number its title and headings.

    >>> text = "  9 二、主动公开\\n 10 规章 0 7\\n 12 行政许可"
    >>> without_line_numbers(text).split("\\n")
    ['    二、主动公开', '    规章 0 7', '    行政许可']
    """
    letter = _LETTER.search(text)
    start = text.rfind("\n", 0, letter.start()) + 1 if letter else 0
    first = _FIRST_NUMBER.match(text, start)
    if first is None:  # as in most texts
        return text
    mark = first["mark"].strip(" ") or " "
    numbered = _numbered(mark)
    found: list[re.Match[str]] = []
    blank: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        one = numbered.match(line)
        if one:
            found.append(one)
            blank.append((at + one.start("number"), at + one.end()))
        elif line.strip() not in _BETWEEN:
            return text
        at += len(line) + 1
    return blanked(text, blank) if _are_of_lines(found, mark) else text


@lru_cache(maxsize=64)
def _numbered(mark: str) -> re.Pattern[str]:
    """A line with a number and this mark; where nothing else is in it, the mark may be lost.
    ``grep`` marks the lines that it found otherwise than those around them."""
    marks = "[:-]" if mark in ":-" else re.escape(mark)
    return re.compile(rf"[ \t\ufeff]*+(?P<number>\d{{1,6}})(?:[ ]*?{marks}|(?=\s*\Z))")


def _are_of_lines(found: Sequence[re.Match[str]], mark: str) -> bool:
    """Whether the numbers before all the lines of a text, with this mark, are those of the
    lines."""
    places = [one.span("number") for one in found[1:]]  # a text may lack its first blanks
    if len(found) < _FEW or all(len({place[side] for place in places}) > 1 for side in (0, 1)):
        return False
    numbers = [int(one["number"]) for one in found]
    steps = [(a, b) for a, b in pairwise(numbers) if b != a + 1]
    if len(found) >= _MANY and all(b == 1 and a >= _MANY for a, b in steps):  # each page its own
        return True
    # lines were left out, or there are few of them: the numbers may be others
    return (
        (mark not in _OWN_MARKS or len(found) >= _MANY)
        and all(a < b for a, b in steps)
        and any(
            re.compile(_HEADING).search(one.string, one.end(), one.end() + _LONGEST)
            for one in found
        )
    )
