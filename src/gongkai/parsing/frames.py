"""What a data frame adds to a table when it is printed or saved: a number before each row, a line
of numbers above the columns, a spanned cell written again in each column that it spans, and quotes
around every cell; and what programs add to a text that they show: a number before each line, the
marks of a wiki.

All of it is replaced by blanks, so that every other character stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

_FEWEST: Final = 4
"""Lines with numbers 0, 1, 2, 3: so many are no accident."""
_LONGEST: Final = 4000
"""Characters of a line; one that is longer is no row of a frame."""
_ROW: Final = re.compile(
    r"^[ \t]*+(?:[|│┃║][ \t]*+)?(?P<number>\d{1,4})(?:[ ]*+[,|｜¦│┃║;；\t]|[ ]{2})", re.MULTILINE
)
_COLUMNS: Final = re.compile(r"[ \t,|｜¦│┃║;；]*(?:\d{1,3}[ \t,|｜¦│┃║;；]+)+\d{0,3}[ \t|｜¦│┃║]*")
_ABSENT: Final = re.compile(r"(?<![\w<])(?:NaN|nan|None|NULL|<NA>)(?!\w)")
_MAY: Final = re.compile("N[aoU]|nan|<NA").search
_QUOTES: Final = 20
"""So many quotes stand around cells; a few are around cells with a separator in them."""
_QUOTED: Final = re.compile(
    r'(?m)(?P<before>[,;|\t][ ]?|^[ ]{0,9})"(?P<cell>[^",;|\t\n]{0,200})"'
    r"(?=[ ]{0,3}(?:[,;|\t\r\n]|$))"
)
_NEXT_LIST: Final = re.compile(r"\][ \n]{0,8},[ \n]{0,8}\[")
_LISTS: Final = re.compile(r"\[\[|\]\]")
_WIKI_TABLE: Final = re.compile(r"^\{\|", re.MULTILINE)
_WIKI_CELL: Final = re.compile(r"\n[|!](?![-}+])")
_WIKI_CELLS: Final = re.compile(r"\|\||!!")
_WIKI_MARKS: Final = re.compile(
    r"^(?:\{\||\|[-}+])[^|\n]*"
    r"|(?<=\|)[^\S\n]*(?:(?:col|row)span|style|class|align|scope|width)=[^|\n]{1,200}\|",
    re.MULTILINE,
)
"""The beginning and the end of a table and of its rows, and what is said of a cell before it."""
_DIGITS: Final = re.compile(r"\d+")
_WORD: Final = re.compile(r"\S+")
_LABEL: Final = 4
"""A label has so many characters; shorter ones may stand beside themselves."""

_LETTER: Final = re.compile(r"[^\W\d_]")
_FIRST_NUMBER: Final = re.compile(
    r"[ \t\ufeff]*+\d{1,6}(?P<mark>[ ]*+[:：|｜│┃>→\]】.．、)）-]|\t|[ ](?!\s*年))"
)
"""The beginning of a line as ``cat -n``, ``nl``, ``grep -n`` and editors show it, each with its own
mark. ``2023 年`` is none."""
_OWN_MARKS: Final = frozenset(".．、)）-")
"""Marks behind the numbers of a report's own rows and sentences too."""
_BETWEEN: Final = ("", "--", "```")
"""Lines without a number in a text that has them: those between what ``grep`` found, say."""
_HEADING: Final = re.compile(
    r"年度?报告|[一二三四五六][、．.]\s{0,3}(?:总体|主动公开|收到和|政府信息公开行政|存在|其他需要)"
)
_MANY: Final = 10
"""A report counts no further in what it numbers itself."""
_FEW: Final = 3


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
    return _blanked(text, blank) if _are_of_lines(found, mark) else text


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
        mark not in _OWN_MARKS
        and all(a < b for a, b in steps)
        and any(_HEADING.search(one.string, one.end(), one.end() + _LONGEST) for one in found)
    )


def without_numbers(text: str) -> str:
    """The text without the numbers of a frame's rows and columns.

    >>> frame = ",0,1\\n0,规章,3\\n1,法,5\\n2,令,7\\n3,令,8\\n"
    >>> without_numbers(frame).splitlines()
    ['    ', '  规章,3', '  法,5', '  令,7', '  令,8']
    """
    rows = list(_ROW.finditer(text))
    blank: list[tuple[int, int]] = []
    at = 0
    while at < len(rows):
        end = at + 1
        while end < len(rows) and _follows(text, rows[end - 1], rows[end]):
            end += 1
        if rows[at]["number"] == "0" and end - at >= _FEWEST:
            blank += _line_of_columns(text, rows[at].start())
            blank += [(row.start("number"), row.end()) for row in rows[at:end]]
        at = end
    return _blanked(text, blank)


def _follows(text: str, row: re.Match[str], other: re.Match[str]) -> bool:
    """Whether a row is numbered next, on the line below; a frame breaks no line."""
    line_end = text.find("\n", row.end(), row.end() + _LONGEST)
    return int(other["number"]) == int(row["number"]) + 1 and line_end + 1 == other.start()


def _line_of_columns(text: str, start: int) -> list[tuple[int, int]]:
    """The line above the first row, or above a rule, if it numbers the columns from 0 or 1."""
    end = start - 1
    for _ in range(2):
        if end <= 0:
            return []
        begin = text.rfind("\n", max(0, end - _LONGEST), end) + 1
        numbers = [int(one) for one in _DIGITS.findall(text, begin, end)]
        if _COLUMNS.fullmatch(text, begin, end):
            first = numbers[0]
            in_order = numbers == list(range(first, first + len(numbers)))
            return [(begin, end)] if first in (0, 1) and in_order else []
        if numbers or not set(text[begin:end]) <= set("|:- \t+"):
            return []
        end = begin - 1  # the rule of Markdown
    return []


def with_dashes(text: str) -> str:
    """The text with a dash in the place of each value that a frame lacks.

    >>> with_dashes("规章,NaN,3,<NA>")
    '规章,  —,3,   —'
    """
    return _ABSENT.sub(lambda match: "—".rjust(len(match[0])), text) if _MAY(text) else text


def without_quotes(text: str) -> str:
    """The text without the quotes in which each of its cells stands, and, where the rows are lists
    as JSON writes them, with a row in each line.

    >>> row = '"规章","3","","1,254","无"'
    >>> without_quotes(row + row.join(8 * ["\\n"])).splitlines()[0]
    ' 规章 , 3 ,  ,"1,254", 无 '
    """
    if text.count('"') < _QUOTES:
        return text
    if "[[" in text:
        text = _NEXT_LIST.sub(lambda match: "\n".ljust(len(match[0])), text)
        text = _LISTS.sub(lambda match: " " * len(match[0]), text)
    return _QUOTED.sub(r"\g<before> \g<cell> ", text)


def with_wiki_rows(text: str) -> str:
    """The text with each row of a wiki's table on a line, its cells between strokes.

    >>> with_wiki_rows("{|\\n|-\\n! 规章 !! 件\\n|-\\n| 令\\n| \\n| 5\\n|}").split("\\n")
    ['  ', '   | 规章  | 件', '   | 令 |  | 5', '  ']
    """
    if not _WIKI_TABLE.search(text):
        return text
    text = _WIKI_CELL.sub(" |", text)
    text = _WIKI_CELLS.sub(" |", text)
    return _WIKI_MARKS.sub(lambda match: " " * len(match[0]), text)


def without_repeats(text: str) -> str:
    """The text without a label that stands again right behind itself in the same line.

    >>> without_repeats("（七）总计 （七）总计  12 12").split()
    ['（七）总计', '12', '12']
    """
    blank: list[tuple[int, int]] = []
    before: re.Match[str] | None = None
    for word in _WORD.finditer(text):
        if (
            before is not None
            and word[0] == before[0]
            and len(word[0]) >= _LABEL
            and not word[0][-1].isdigit()
            and "\n" not in text[before.end() : word.start()]
        ):
            blank.append(before.span())
        before = word
    return _blanked(text, blank)


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    if not spans:
        return text
    out, at = [], 0
    for start, end in spans:
        out += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*out, text[at:]])
