"""The text that every reader of files composes: prose paragraphs as lines, a table's row as one
line of cells between tabs.

A row has its own cells in their order, nothing is repeated for a spanned column or row, an empty
cell stays an empty field: ``规章``, three blanks. So a figure's place is the order of the cells,
which survives misaligned grids and giant spans.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from ..form.wording import UNSEEN
from ..model import HOLE, Origin, Span

CUT: Final = "↵"
"""Stands in a cell between two lines that could be read as one figure: whatever they are, they are
not one figure."""

TINY: Final = 2.5
"""Nobody reads letters of a smaller size (in points)."""

_INVISIBLE: Final = {
    **{ord(char): None for char in UNSEEN + "\0"},
    **{ord(char): HOLE for char in "\u202b\u202d\u202e\u2067"},  # what follows is turned around
}
_LATIN: Final = re.compile(r"[!-~]")
_DIGIT: Final = re.compile(r"[0-9０-９]")
_PART: Final = re.compile(
    r"[0-9０-９.,:，．、：%％+\-−－＋—–―/／\\()（）*＊#×·~～ ¦↵\ufffc"
    r"一二三四五六七八九十百千万亿〇○零无oO元件项个条宗笔次份部起人]*"
)
"""What a figure, or a part of one, is written with."""

_NOTE: Final = re.compile(
    r"[\[(（〔【]?(?:注释?|备注|note)?[:：]?(?:\d{1,2}|[①-⑳⑴-⒇¹²³⁰-⁹*＊※#†‡a-z])?(?:[,，、-]\d{1,2})*[\])）〕】]?",
    re.IGNORECASE,
)
"""A mark that points to a note."""

_DISTINCTIVE: Final = re.compile(
    "一、总体情况|收到和处理政府信息公开申请情况|行政复议、行政诉讼情况|存在的主要问题|其他需要报告的事项|本年新收政府信息公开申请数量"
    "|上年结转政府信息公开申请数量|结转下年度继续办理|属于国家秘密|属于三类内部事务信息|属于四类过程性信息|本机关不掌握相关政府信息"
    "|信访举报投诉类申请|第二十条第[（(].[)）]项"
)


@attrs.frozen
class Reading:
    """What a reader found in a file: the text to parse, and where in the file its cells stand.

    ``media_type`` is what the file turned out to be, ``encoding`` the character set that its bytes
    were read in (None for DOCX and PDF, which say themselves). ``cells`` has the span of every cell
    of every table, in order, with its origin. ``left_out`` names what the file holds but does not
    show, where a user can unhide it: sheets, rows and columns of a spreadsheet.
    """

    text: str = attrs.field(repr=False)
    media_type: str
    encoding: str | None = None
    cells: tuple[tuple[Span, Origin], ...] = attrs.field(default=(), repr=False)
    left_out: tuple[str, ...] = attrs.field(default=(), repr=False)

    def origin(self, span: Span) -> Origin | None:
        """Where in the file this part of the text stands; None outside of tables.

        >>> composer = Composer()
        >>> composer.row(["规章", "0"], table=1, row=2)
        >>> composer.reading("text/html").origin(Span(3, 4))
        Origin(table=1, row=2, column=2)
        """
        at = bisect_right(self.cells, span.start, key=lambda cell: cell[0].start) - 1
        if at < 0 or span.end > self.cells[at][0].end:
            return None
        return self.cells[at][1]


class Composer:
    """Collects lines and rows into the text of a :class:`Reading`, and remembers the origin of each
    cell."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self._cells: list[tuple[Span, Origin]] = []

    def line(self, text: str) -> None:
        """Add a paragraph as one line, its blanks made single; an empty one adds nothing."""
        if line := plain(text):
            self._add(line)

    def verbatim(self, text: str) -> None:
        """Add a line as it is, tabs included; an empty one adds nothing."""
        if line := text.translate(_INVISIBLE).rstrip():
            self._add(line)

    def row(self, cells: Sequence[str], *, table: int, row: int, page: int | None = None) -> None:
        """Add a row of a table; ``table`` and ``row`` are counted from 1."""
        origins = [Origin(page, table, row, column) for column in range(1, len(cells) + 1)]
        self.row_at(cells, origins)

    def row_at(self, cells: Sequence[str], origins: Sequence[Origin]) -> None:
        """Add a row of a table whose cells come from these places of the file."""
        start, fields = self._length, [plain(cell) for cell in cells]
        for cell, origin in zip(fields, origins, strict=True):
            self._cells.append((Span(start, start + len(cell)), origin))
            start += len(cell) + 1
        self._add("\t".join(fields))

    def extend(self, other: Composer) -> None:
        """Add all lines and rows of another text."""
        shift = self._length
        self._cells += [
            (Span(start + shift, end + shift), origin) for (start, end), origin in other._cells
        ]
        self._lines += other._lines
        self._length += other._length

    def _add(self, line: str) -> None:
        self._lines.append(line)
        self._length += len(line) + 1

    @property
    def lines(self) -> Sequence[str]:
        """The lines so far."""
        return self._lines

    def reading(self, media_type: str, encoding: str | None = None) -> Reading:
        """The text as composed so far."""
        return Reading("\n".join(self._lines), media_type, encoding, tuple(self._cells))


def plain(text: str) -> str:
    """A text without invisible characters, every run of blanks (no-break and full-width ones too) a
    single space.

    >>> plain(" 规章\\u00a0 \\n")
    '规章'
    """
    return " ".join(text.translate(_INVISIBLE).split())


def cell_text(lines: Iterable[str]) -> str:
    """The lines of a cell as one.

    Chinese text continues without a blank, as labels written in narrow or vertical cells do. Two
    figures (or a sign and a figure) on lines of their own are kept apart by a visible mark: they
    may belong to two rows, and read as one they would be a figure that nobody wrote.

    >>> cell_text(["（三）不予", "公开", " 1.属于国家秘密"])
    '（三）不予公开 1.属于国家秘密'
    >>> cell_text(["3", "", "5"])
    '3 ↵ 5'
    """
    whole = ""
    for line in map(plain, lines):
        if not line:
            continue
        if not whole:
            whole = line
        elif (_DIGIT.match(whole[-1]) and _DIGIT.match(line)) or (
            _PART.fullmatch(whole) and _PART.fullmatch(line)
        ):
            whole += f" {CUT} {line}"
        elif _LATIN.match(whole[-1]) or _LATIN.match(line):
            whole += f" {line}"
        else:
            whole += line
    return whole


def is_distinctive(text: str) -> bool:
    """Whether a text holds wording that only such a report has (a menu may say 规章 or 行政处罚,
    but not 三类内部事务信息)."""
    return _DISTINCTIVE.search("".join(text.split())) is not None


def wordings(text: str) -> list[str]:
    """The wordings in a text that only such a report has."""
    return _DISTINCTIVE.findall("".join(text.split()))


def is_note(text: str) -> bool:
    """Whether a raised text is a mark that points to a note.

    >>> is_note("[1]"), is_note("万元")
    (True, False)
    """
    return _NOTE.fullmatch(text.strip()) is not None


def seen(text: str, *, struck: bool, raised: bool, faint: bool) -> str:
    """What is seen of a part of a cell with a look of its own: nothing of what is ``struck`` out,
    or of a ``raised`` mark of a note; other digits that are raised, or ``faint``, are not known."""
    if struck or (raised and is_note(text)):
        return ""
    return HOLE if (raised or faint) and holds_digit(text) else text


def holds_digit(text: str) -> bool:
    """Whether a text may be a figure."""
    return any(char.isdigit() for char in text)


def is_white(rgb: str) -> bool:
    """Whether a colour, in six hexadecimal digits, is hardly to be told from white paper.

    >>> is_white("FEFEFE"), is_white("D9D9D9"), is_white("auto")
    (True, False, False)
    """
    return all(level >= 0xF0 for level in _levels(rgb) or (0,))


def is_dark(rgb: str) -> bool:
    """Whether a colour is known to be one on which white can be read.

    >>> is_dark("1F4E79"), is_dark("F2F2F2"), is_dark("auto")
    (True, False, False)
    """
    return any(level < 0xC0 for level in _levels(rgb))


def is_seen(rgb: str, ground: str) -> bool:
    """Whether letters of a colour are to be told from their ground; one that is not known is taken
    for white paper, a colour that is not known for black.

    >>> is_seen("FEFEFE", ""), is_seen("FEFEFE", "1F4E79"), is_seen("C00000", "C00000")
    (False, True, False)
    """
    if is_white(rgb):
        return is_dark(ground)
    ink, paper = _levels(rgb) or (0, 0, 0), _levels(ground)
    return not paper or any(abs(one - other) > 0x10 for one, other in zip(ink, paper, strict=True))


def _levels(rgb: str) -> tuple[int, ...]:
    """How much red, green and blue a colour has; nothing where that is not known."""
    return tuple(bytes.fromhex(rgb)) if re.fullmatch(r"[0-9A-Fa-f]{6}", rgb) else ()
