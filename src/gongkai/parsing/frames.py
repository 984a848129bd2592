"""What a data frame adds to a table when it is printed or saved: a number before each row, a line
of numbers above the columns, a spanned cell written again in each column that it spans, quotes
around every cell; and the marks of a wiki.

All of it is replaced by blanks, so that every other character stays where it is.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from .. import form

_FEWEST: Final = 4
"""Lines with numbers 0, 1, 2, 3: so many are no accident."""
_LONGEST: Final = 4000
"""Characters of a line; one that is longer is no row of a frame."""
_ROW: Final = re.compile(
    r"^[ \t]*+(?:[|│┃║][ \t]*+)?(?P<number>\d{1,4})(?:[ ]*+[,|｜¦│┃║;；\t]|[ ]{2})", re.MULTILINE
)
_MAY_BE_ROWS: Final = re.compile(
    r"\n[ \t|│┃║]*+\d{0,3}[^\D013-9](?!\d)[^\n]*+\n[ \t|│┃║]*+\d{0,3}[^\D0-24-9](?!\d)"
)
"""A row with a number that ends in 2, and one below in 3, in whatever digits. It begins with a line
end, which is found at once."""
_COLUMNS: Final = re.compile(r"[ \t,|｜¦│┃║;；]*(?:\d{1,3}[ \t,|｜¦│┃║;；]+)+\d{0,3}[ \t|｜¦│┃║]*")
_ABSENT: Final = re.compile(
    r"(?<=[|,;\t\[])(?P<spanned>[ ]?None)(?=[ ]?[|,;\t\]\n])"
    r"|(?<![\w<])(?:NaN|nan|None|NULL|null|<NA>)(?!\w)"
)
_MAY: Final = re.compile("N[aoU]|nan|null|<NA").search
_QUOTES: Final = 20
"""So many quotes stand around cells; a few are around cells with a separator in them."""
_QUOTED: Final = re.compile(
    r"(?m)(?P<before>[,;|\t][ ]?|^[ ]{0,9})(?P<quote>[\"'])(?P<cell>[^\"',;|\t\n]{0,200})(?P=quote)"
    r"(?=[ ]{0,3}(?:[,;|\t\r\n]|$))"
)
_NEXT_LIST: Final = re.compile(r"\][ \n]{0,8},[ \n]{0,8}\[")
_LIST: Final = re.compile(
    r"(?m)^(?P<open>[ ]{0,9}[\[(])(?P<row>[\"'][^\n]{0,4000})(?P<close>[\])],?)(?=[ ]{0,3}$)"
)
"""A row as Python and JSON write a list."""
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
_APART: Final = 40
"""More characters than stand between two numbers of a line that numbers columns."""
_LABEL: Final = 4
"""A label has so many characters; shorter ones may stand beside themselves."""


def without_numbers(text: str) -> str:
    """The text without the numbers of a frame's rows and columns.

    >>> frame = ",0,1\\n0,规章,3\\n1,法,5\\n2,令,7\\n3,令,8\\n"
    >>> without_numbers(frame).splitlines()
    ['    ', '  规章,3', '  法,5', '  令,7', '  令,8']
    """
    if not _MAY_BE_ROWS.search(text):  # as in most texts
        return text
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
    return blanked(text, blank)


@cache
def _numbering() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How a line ends that numbers the columns of table four, as no line of figures does, and how
    all of it looks."""
    rows = form.rows(form.EDITIONS[-1], "disputes")
    numbers = [str(number) for number in range(1, sum(len(row.cells) for row in rows) + 1)]
    between = rf"\W{{1,{_APART}}}"
    label = rf"(?:(?:[栏列]次|序号|编号)\W{{0,{_APART}}}|(?<![\w.])\W?)"
    ending = re.compile(between.join(numbers[-3:]))  # is found at once where it is not there
    return ending, re.compile(rf"{label}{between.join(numbers)}(?![\w.])\W?")


def without_numbering(text: str) -> str:
    """The text without the line that numbers the columns of table four.

    >>> numbers = " | ".join(map(str, range(1, 16)))
    >>> without_numbering(f"总计 |\\n栏次 | {numbers} |\\n0 | 2 |").split("\\n")[2]
    '0 | 2 |'
    """
    ending, line = _numbering()
    return line.sub(as_blanks, text) if ending.search(text) else text


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
    """The text with a dash in the place of each value that a frame lacks. The None of a field is
    what readers of PDF files have where a cell goes on: it is left blank.

    >>> with_dashes("规章,NaN,3,<NA>"), with_dashes("规章|None|3|")
    ('规章,  —,3,   —', '规章|    |3|')
    """
    if not ("N" in text or "n" in text) or not _MAY(text):
        return text
    return _ABSENT.sub(_as_nothing, text)


def _as_nothing(match: re.Match[str]) -> str:
    return ("" if match["spanned"] else "—").rjust(len(match[0]))


def without_quotes(text: str) -> str:
    """The text without the quotes in which each of its cells stands, and, where the rows are lists
    as JSON and Python write them, with a row in each line.

    >>> row = '"规章","3","","1,254","无"'
    >>> without_quotes(row + row.join(8 * ["\\n"])).splitlines()[0]
    ' 规章 , 3 ,  ,"1,254", 无 '
    """
    if text.count('"') < _QUOTES and text.count("'") < _QUOTES:
        return text
    if "[[" in text:
        text = _NEXT_LIST.sub(lambda match: "\n".ljust(len(match[0])), text)
        text = _LISTS.sub(as_blanks, text)
    text = _LIST.sub(_without_brackets, text)
    return _QUOTED.sub(r"\g<before> \g<cell> ", text)


def _without_brackets(row: re.Match[str]) -> str:
    return " " * len(row["open"]) + row["row"] + " " * len(row["close"])


def with_wiki_rows(text: str) -> str:
    """The text with each row of a wiki's table on a line, its cells between strokes.

    >>> with_wiki_rows("{|\\n|-\\n! 规章 !! 件\\n|-\\n| 令\\n| \\n| 5\\n|}").split("\\n")
    ['  ', '   | 规章  | 件', '   | 令 |  | 5', '  ']
    """
    if "{" not in text or not _WIKI_TABLE.search(text):
        return text
    text = _WIKI_CELL.sub(" |", text)
    text = _WIKI_CELLS.sub(" |", text)
    return _WIKI_MARKS.sub(as_blanks, text)


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
    return blanked(text, blank)


def as_blanks(match: re.Match[str]) -> str:
    """As many blanks as something has characters."""
    return " " * len(match[0])


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with blanks in these places."""
    if not spans:
        return text
    out, at = [], 0
    for start, end in spans:
        out += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*out, text[at:]])
