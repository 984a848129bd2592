"""A row of the tree cut into its contents: the figures, marks and other texts of its cells, and the
separators between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from lark import Token

from ..figures import NO_UNIT
from ..form import RowSpec
from ..form.wording import UNSEEN, key
from ..layouts import Layout
from ..model import Span
from .borders import trimmed
from .habits import Cut

_MAX_CONTENTS: Final = 256
"""More things in one row than any form has columns for; what comes after is not looked at."""

_DIGITS: Final = re.compile(r"\d+")
_YEAR: Final = re.compile(r"(?P<digits>20\d\d)\s?年")
_SENTENCE: Final = re.compile(r"[，。；：！？,;:]|.{13}", re.DOTALL)
_GROUP_CHARACTERS: Final = frozenset("三本年度办理结果不予公开四无法提供五不予处理六其他处理")
_GROUP_NUMBERS: Final = frozenset("一二三四五六七八九十0123456789")
_HEAD_CHARACTERS: Final = frozenset("结果其他尚未审结总计维持纠正")


@cache
def _page() -> re.Pattern[str]:
    """The number of a page: 3, - 3 -, 第3页. With a dash before it alone it may be a figure's
    sign."""
    return re.compile(
        r"[^\S\n]*(?:[-—–－―·]+[^\S\n]*\d{1,4}[^\S\n]*[-—–－―·]+"
        r"|第[^\S\n]*\d{1,4}[^\S\n]*页.{0,12}|\d{1,4})[^\S\n]*"
    )


_MARGIN: Final = 400
"""More characters than the margin of a page has blanks."""
_GAP: Final = 40
"""More characters than a gap between two columns has blanks."""
_LABEL: Final = 100
"""More characters than a label has with the blanks in it."""
_NOTHING: Final = " \t　|｜¦"
"""What may stand on the line of a page number besides it."""
_LINE_ENDS: Final = ("", "\n", "\r", "\f", "\v")

HARMLESS: Final = frozenset("（）()〔〕[]“”\"'‘’、，,.．。：:；;-—–　")
"""What a label may have inside or around it besides its letters."""

_SIGNS: Final = frozenset("-−－﹣")
_OPENING: Final = ("[", "〔", "【", "(", "（")
_CLOSING: Final = ("]", "〕", "】", ")", "）", "”", "’", "」", "》")


@cache
def _narrowed() -> re.Pattern[str]:
    """What stands right behind a number that is no cell's figure, or not by itself: 20余, 5至8,
    5月, 0（更正为2）; or what parts it from its other digits."""
    return re.compile(
        r"[至到余多年月日号时倍成折℃°家户名增减负降升持+＋×]|个月|来件|左右|上下|以[上下]|人次|[-—](?:\s|[A-Za-z])|[(（]上"
        rf"|[{UNSEEN}]|[(（][^\W\d_]{{1,8}}\d"
    )


@cache
def _narrowing() -> re.Pattern[str]:
    """The same right before a number: 减少2, ￥37."""
    return re.compile(r"[↓↑▲▼△▽±￥¥$<>≈≥≤~～约近超负减增少币无,，]\d|(?<=\s)元\d")


_NOTE_MARKS: Final = frozenset("*＊※#＃†‡¹²³⁴⁵⁶⁷⁸⁹")
_BESIDE: Final = HARMLESS | frozenset("|｜¦/／\\―！!？?")
"""What may stand right behind a figure, besides letters and blanks."""
_MARK_APART: Final = r"(?:  |\t)(?![—–―/／\\+＋−－-])(?![）)]+(?:  |\t))[^\w\s]+(?=  |\t|\s?$)"
"""Punctuation that stands where a cell may stand, in a text that is set in columns."""
_MINUS_APART: Final = re.compile(r".?[-−－﹣–—―]\s?\d")
"""A dash before a figure, which may be a mark for nothing or, for a change, its sign."""
_CIRCLES: Final = frozenset("〇○◯●Οо")
_STROKES: Final = frozenset("/／")
_APART: Final = frozenset("/／\\—–―-")
_POINTS: Final = (".", "．")
_SHARES: Final = frozenset("%％‰")
_COMMAS: Final = frozenset(",，")
_DASHES: Final = _SIGNS | frozenset("—–―")


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(
        r"[^\S\n]?(?:[百千万亿佰仟萬億]+[元件项个条圆圓]?|[%％‰])"
        r"|[^\S\n]{0,3}(?:[（(\[【〔](?:人民币)?[百千万亿十佰仟萬億]*[元圆圓][)）\]】〕]"
        r"|(?:人民币)?[百千万亿十]*[元圆圓]"
        rf"(?!{NO_UNIT}))"
    )


@cache
def _counted() -> re.Pattern[str]:
    """What stands behind a figure that is no amount."""
    return re.compile(r"[^\S\n]{0,3}[（(\[【〔](?:万|万?[件项个条宗笔次份部起人])[)）\]】〕]")


_OF_UNITS: Final = frozenset("计量单位人民币十百千万亿元")
"""What the label of an amount may have besides its own letters."""


class Part(NamedTuple):
    """A stretch of a row: a text (``role`` is that of its token) or a run of figures and separators
    (``RUN``)."""

    role: str
    start: int
    end: int


def parts(tokens: Sequence[Token]) -> Iterator[Part]:
    """The tokens of a row, each entry as its text and its run."""
    for token in tokens:
        start, end = token.start_pos or 0, token.end_pos or 0
        if token.type != "RUN":
            split = start + len(token.value)
            yield Part(token.type, start, split)
            start = split
        if start < end:
            yield Part("RUN", start, end)


def before(found: Sequence[Part], stop: int) -> list[Part]:
    """The parts up to a place of the text."""
    return [part._replace(end=min(part.end, stop)) for part in found if part.start < stop]


def has_digit(text: str) -> bool:
    """Whether a text has any digit."""
    return _DIGITS.search(text) is not None


def digits_in(text: str, one: Cut) -> int:
    """How many digits stand in a row."""
    return sum(map(str.isdigit, "".join(text[c.start : c.end] for c in one.contents)))


def is_page_number(text: str, start: int, end: int) -> bool:
    """Whether a text among the rows is the number of a page: nothing else stands on its line."""
    if end - start >= 40 or _page().fullmatch(text, start, end) is None:
        return False
    return _are_alone(text, start, end)


def has_page(text: str, found: Sequence[Part], start: int, end: int) -> bool:
    """Whether a line of its own among some parts of a row, begun between two places, looks like the
    number of a page."""
    return any(
        part.role == "ENTRY"
        and start <= part.start < end
        and is_page_number(text, part.start, part.end)
        for part in found
    )


def is_on_page_line(text: str, at: int) -> bool:
    """Whether a place is on a line of its own that is marked as the number of a page (- 3 -)."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    end = len(text) if end < 0 else end
    return is_page_number(text, start, end) and not text[start:end].strip().isdigit()


def behind(text: str, start: int, end: int) -> int:
    """The place behind the last character of a stretch that is no blank."""
    return start + len(text[start:end].rstrip()) if end > start else end


def cut(
    text: str,
    layout: Layout,
    row: RowSpec,
    span: int,
    at: int,
    found: Sequence[Part],
    scale: Decimal,
    *,
    whole_line: bool = False,
) -> Cut:
    """Cut the parts behind a label into contents and the separators between them.

    ``whole_line`` says that the parts are the rest of the label's line, so that each text among
    them is a cell.
    """
    if layout.wraps:
        found = _one_line(text, layout, found, row)
    contents: list[Span] = []
    gaps = [0]
    separators: list[int] = []  # places of the separators since the last content
    same = across = texts = False
    before = False, False
    end = at

    def add(content: Span) -> None:
        if contents and not gaps[-1] and contents[-1].end == content.start < content.end:
            contents[-1] = Span(contents[-1].start, content.end)  # 暂无, 12件左右
        else:
            contents.append(content)
            gaps.append(0)
        separators.clear()

    for index, part in enumerate(found):
        if part.role == "RUN":
            for match in layout.pieces.finditer(text, part.start, part.end):
                if match.lastgroup == "sep":
                    gaps[-1] += 1
                    separators.append(match.start())
                    continue
                if len(separators) > 1:
                    s, a = _pairs(text, separators)
                    if contents:
                        same, across = same or s > 0, across or a > 0
                    else:
                        before = s > 0, a > 0
                if len(contents) >= _MAX_CONTENTS:
                    break
                add(trimmed(text, match.start(), match.end()))
        elif part.role == "ENTRY" and is_page_number(text, part.start, part.end):
            continue
        elif (
            part.role == "ENTRY"
            and len(contents) < 2
            and (_goes_on(text, part, row, at) or (not contents and _closes(text, part)))
        ):
            # the label was broken, over lines or by a page end: a number in between is a page's
            contents.clear()
            separators.clear()
            gaps[:], at = [0], behind(text, part.start, part.end)
        elif (
            part.role == "ENTRY"
            and (len(contents) < len(row.cells) or (whole_line and _has_digit(text, part)))
            and (
                not _are_alone(text, part.start, part.end)
                if whole_line
                else _is_cell(text, layout, found, index)
            )
        ):
            texts = True
            add(trimmed(text, part.start, part.end))
        elif contents or (_ends_row(text, layout, part) and row.table != "disputes"):
            break
        end = part.end
    pads_same, pads_across = _pairs(text, separators)
    tail = 0
    if separators:
        stop = text.find("\n", contents[-1].end if contents else at)
        tail = sum(s < stop for s in separators) if stop >= 0 else len(separators)
    return Cut(
        row,
        span,
        at,
        contents,
        gaps,
        same,
        across,
        pads_same,
        pads_across,
        tail,
        scale,
        None,
        False,
        end,
        *before,
        texts=texts,
    )


def _ends_row(text: str, layout: Layout, part: Part) -> bool:
    """Whether what stands behind a label without figures ends its row: other text does, and so does
    the label of a group on a line of its own, whose figures are not the row's."""
    if part.role != "GROUP":
        return part.role in ("ENTRY", "HEAD")
    return not layout.wraps and text[part.start - 1 : part.start] in _LINE_ENDS


def _pairs(text: str, separators: Sequence[int]) -> tuple[int, int]:
    """How many neighbouring separators stand on one line, and how many across lines."""
    if len(separators) < 2:
        return 0, 0
    pairs = len(separators) - 1
    if "\n" not in text[separators[0] : separators[-1]]:  # the usual case: all on one line
        return pairs, 0
    across = sum("\n" in text[left + 1 : right] for left, right in pairwise(separators))
    return pairs - across, across


def _goes_on(text: str, part: Part, row: RowSpec, at: int) -> bool:
    """Whether a text is a later piece of the row's own label: its last character, or more."""
    piece = key(text[part.start : part.end]) if part.end - part.start < 80 else ""
    wholes = map(key, (row.label, *row.also))
    if len(piece) < 2:
        shown = key(text[max(0, at - _LABEL) : at])
        return bool(piece) and any(
            whole[-1:] == piece and shown.endswith(whole[:-1]) for whole in wholes
        )
    return any(piece in whole and not whole.startswith(piece) for whole in wholes)


def _closes(text: str, part: Part) -> bool:
    """Whether a text is the bracket or quote with which a label ends."""
    return text[part.start : part.end].strip() in _CLOSING


def _has_digit(text: str, part: Part) -> bool:
    return _DIGITS.search(text, part.start, part.end) is not None


def _is_cell(text: str, layout: Layout, found: Sequence[Part], index: int) -> bool:
    """Whether a text among a row's figures is a cell of the row: it is short, no sentence, and a
    border follows it on its line, or figures do in a text with one cell per line."""
    part = found[index]
    if part.end - part.start > 40 or _SENTENCE.search(text[part.start : part.end].strip()):
        return False
    if index + 1 >= len(found) or found[index + 1].role != "RUN":
        return False
    run = text[found[index + 1].start : found[index + 1].end]
    head = run.split("\n", 1)[0]
    return bool(head.strip("\r ")) or (layout.cell_per_line and has_digit(run))


def _one_line(text: str, layout: Layout, found: Sequence[Part], row: RowSpec) -> Sequence[Part]:
    """In a drawn box a label goes on over several lines, and the figures stand in one of them: what
    follows the label in that line.

    Figures in several lines are digits of one figure broken in a narrow cell: given as one text,
    from which no figure can be read.
    """
    runs = [
        m
        for part in found
        if part.role == "RUN"
        for m in layout.figure.finditer(text, part.start, part.end)
    ]
    if not runs:
        blank = [part for part in found if part.role == "RUN"][:1]
        return [part._replace(end=_line_end(text, part.start, part.end)) for part in blank]
    start, stop = text.rfind("\n", 0, runs[0].start()) + 1, text.find("\n", runs[0].start())
    stop = len(text) if stop < 0 else stop
    if runs[-1].end() > stop:
        return [
            Part("ENTRY", runs[0].start(), runs[-1].end()),
            Part("RUN", runs[-1].end(), runs[-1].end() + 1),
        ]
    base = max(
        [
            i
            for i, part in enumerate(found)
            if part.role != "RUN"
            and start <= part.start < runs[0].start()
            and (row.table == "disputes" or _is_label(text[part.start : part.end], row.label))
        ],
        default=-1,
    )
    return [part for part in found[base + 1 :] if part.start < stop]


def _line_end(text: str, start: int, end: int) -> int:
    stop = text.find("\n", start, end)
    return end if stop < 0 else stop


def _is_label(text: str, label: str) -> bool:
    """Whether a text beside a row's figures is a piece of its label, or of one of a group's."""
    letters = {char for char in text if not char.isspace()} - HARMLESS
    return bool(letters) and letters <= _own_characters(label) | _GROUP_NUMBERS


def is_at_page_end(text: str, contents: Sequence[Span]) -> bool:
    """Whether a page begins or ends right beside some of the contents: it may be its number."""
    return any("\f" in text[max(0, one.start - 2) : one.end + 3] for one in contents)


def is_at_text_end(text: str, row: Cut) -> bool:
    """Whether a row has fewer figures than columns, and the text ends in its line."""
    short = 0 < len(row.contents) < len(row.row.cells)
    return short and text.find("\n", row.contents[-1].end) < 0


def are_beside(text: str, row: Cut, strays: Sequence[Span]) -> bool:
    """Whether a figure without an owner stands on the line of those of a row, between the row's
    label and the end of the line."""
    stop = text.find("\n", row.contents[-1].end)
    stop = len(text) if stop < 0 else stop
    return any(row.at <= stray.start < stop for stray in strays)


# -- text without borders --------------------------------------------------------------------------


def cut_running(
    text: str, layout: Layout, row: RowSpec, at: int, found: Sequence[Part], scale: Decimal
) -> Cut:
    """The figures of a row in a text without borders: all digits up to the next label, while only
    the label goes on between them, and up to a year, with which the next text begins."""
    contents: list[Span] = []
    own = _HEAD_CHARACTERS if row.table == "disputes" else _own_characters(row.label)
    units = _OF_UNITS if any(cell.kind == "amount" for cell in row.cells) else frozenset()
    end = at
    for part in found:
        if part.role == "RUN":
            for match in layout.figure.finditer(text, part.start, part.end):
                year = _YEAR.search(text, match.start(), match.end() + 2)
                if year and year.end("digits") == match.end():
                    if match.start() < year.start():
                        contents.append(Span(match.start(), year.start()))
                    end = max(end, contents[-1].end if contents else 0)
                    return Cut(row, 1, at, contents, [], scale=scale, end=end)
                if len(contents) < _MAX_CONTENTS and not _is_page_number(text, match):
                    found_here = _with_sign_and_unit(text, *match.span())
                    counted = _counted().match(text, found_here.end) if units else None
                    contents.append(
                        Span(found_here.start, counted.end()) if counted else found_here
                    )
        elif part.role == "ENTRY" or not contents:
            strange = set(text[max(part.start, end) : part.end]) - own - HARMLESS
            if contents:
                strange = {char for char in strange if not char.isspace()}
            else:
                strange = {char for char in strange - units if "一" <= char <= "鿿"}
            if strange and (contents or part.role == "ENTRY" or row.table != "disputes"):
                break
        else:
            break
        end = max(part.end, contents[-1].end if contents else 0)
    return Cut(row, 1, at, contents, [], scale=scale, end=end)


def has_doubtful_figures(text: str, row: Cut) -> bool:
    """Whether what stands around the figures of a row without borders says that one of them may be
    none, or a part of one."""
    full = len(row.contents) == len(row.row.cells)  # the dashes are marks for nothing then
    signed = any(cell.kind == "change" for cell in row.row.cells)
    proven = row.row.table != "proactive"  # sums tell how its digits are cut
    return (
        any(
            _has_doubtful_sign(text, content)
            or (signed and _MINUS_APART.match(text, max(0, content.start - 2)))
            or _is_in_brackets(text, content)
            or (not full and _is_between_dashes(text, content))
            or _goes_on_with_letter(text, content)
            or _is_begun(text, content)
            or _is_narrowed(text, content)
            or _touches_mark(text, content, _NOTE_MARKS if proven or full else frozenset())
            for content in row.contents
        )
        or _has_page_of_pages(text, row)
        or _touches_stroke(text, row.contents)
        or _has_doubtful_comma(text, row.contents)
    )


def has_mark_apart(text: str, row: Cut) -> bool:
    """Whether a mark that is none for nothing stands by itself among the figures of a row set in
    columns: in the place of a cell, also of one behind the last figure."""
    end = row.contents[-1].end
    if len(row.contents) < len(row.row.cells):
        stop = text.find("\n", end)
        end = len(text) if stop < 0 else stop
    return re.compile(_MARK_APART).search(text, row.at, end) is not None


def has_mark_behind(text: str, row: Cut) -> bool:
    """Whether a mark for nothing stands apart behind the figures of a row that lacks some: no total
    is a mark beside figures, so that it may part the row from what follows."""
    if row.row.table == "proactive" or not 1 < len(row.contents) < len(row.row.cells):
        return False
    before, last = row.contents[-2:]
    apart = before.end < last.start and text[last.start : last.end] in _APART
    return apart and text[before.end - 1].isdigit()


def _has_doubtful_sign(text: str, content: Span) -> bool:
    """Whether a figure's sign touches what stands before it, so that it may as well part the cells
    of a text without borders: ``规章-35-12``."""
    before = text[content.start - 1 : content.start]
    return text[content.start] in _SIGNS and bool(before.strip())


def _is_in_brackets(text: str, content: Span) -> bool:
    """Whether a figure of a text without borders stands in brackets: the number of a note."""
    before, after = text[content.start - 1 : content.start], text[content.end : content.end + 1]
    return before in _OPENING or after in _CLOSING


def _is_between_dashes(text: str, content: Span) -> bool:
    """Whether a figure of a text without borders stands between dashes, as the number of a page
    does: ``- 3 -``."""
    before = text[max(0, content.start - 3) : content.start].rstrip(" ")[-1:]
    after = text[content.end : content.end + 3].lstrip(" ")[:1]
    return before in _DASHES and after in _DASHES


def _goes_on_with_letter(text: str, content: Span) -> bool:
    """Whether a letter that is no Chinese character, or a circle, stands behind a figure: an O or
    〇 that should be a 0, so that the figure may be a part of one; or whether it is a share, which
    no cell holds."""
    if text[content.end - 1] in _SHARES:
        return True
    following = text[content.end : content.end + _GAP].lstrip(" \t　")[:1]
    return following in _CIRCLES or (following.isalpha() and not "一" <= following <= "鿿")


def _is_begun(text: str, content: Span) -> bool:
    """Whether a letter that is no Chinese character, a circle, a point or another sign of
    calculation touches the first digit of a figure, which may be a part of one: l2, .5."""
    before = text[content.start - 1 : content.start]
    if before in _POINTS:
        return text[content.start - 2 : content.start - 1].isspace()
    return before in _CIRCLES or (before.isascii() and (before.isalpha() or before == "="))


def _touches_stroke(text: str, contents: Sequence[Span]) -> bool:
    """Whether a stroke touches the figure behind it in a row whose other figures stand apart: it
    may be its sign."""
    together = [
        text[a.start] in _DASHES and text[b.start].isdigit()
        for a, b in pairwise(contents)
        if a.end == b.start
    ]
    return any(together) and len(together) < len(contents) - 1


def _is_narrowed(text: str, content: Span) -> bool:
    """Whether a word or sign that touches a figure says that it is no cell's, or not by itself."""
    return bool(_narrowed().match(text, content.end) or _narrowing().match(text, content.start - 1))


def _touches_mark(text: str, content: Span, notes: frozenset[str]) -> bool:
    """Whether a sign that no text has behind a figure stands there, besides the marks of notes."""
    beside = text[content.end : content.end + 1]
    known = beside.isalnum() or beside.isspace() or beside in _BESIDE or beside in notes
    if text.startswith("**", content.end) and text[content.start - 1] != "*":  # 7****
        return True
    if beside == "\\" and text[content.end + 1 : content.end + 2] in _POINTS:  # 12\.5
        return True
    if beside in notes and text[content.end + 1 : content.end + 2].isascii():  # #N/A
        known = not text[content.end + 1 : content.end + 2].isalpha()
    return beside != "" and not known


def _has_page_of_pages(text: str, row: Cut) -> bool:
    """Whether a stroke stands between two figures, ``3 / 8``: a page of so many, unless the row has
    as many figures as columns, and more strokes, which are its marks for nothing."""
    contents = row.contents
    strokes = sum(text[content.start : content.end] in _STROKES for content in contents)
    fits = len(contents) == len(row.row.cells) and strokes > 1
    for a, b, c in zip(contents, contents[1:], contents[2:], strict=False):
        if (
            text[b.start : b.end] in _STROKES
            and text[a.end - 1].isdigit()
            and text[c.start].isdigit()
            and not (fits and not _are_alone(text, a.start, c.end))
        ):
            return True
    return False


def _are_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands on the line of a stretch of text."""
    before = text[max(0, start - _MARGIN) : start].rstrip(_NOTHING)
    after = text[end : end + _MARGIN].lstrip(_NOTHING)
    return before[-1:] in _LINE_ENDS and after[:1] in _LINE_ENDS


def _has_doubtful_comma(text: str, contents: Sequence[Span]) -> bool:
    """Whether commas stand between the figures of a text without borders as well as in one of
    them: then those may part cells too."""
    between = "".join(text[a.end : b.start] for a, b in pairwise(contents))
    return bool(_COMMAS & set(between)) and any(
        _COMMAS & set(text[content.start : content.end]) for content in contents
    )


def _with_sign_and_unit(text: str, start: int, end: int) -> Span:
    """A figure with a minus sign right before it and a unit or share right behind it, which the
    label or the next text may have taken: they are what the figure says."""
    unit = _unit().match(text, end)
    if start and text[start - 1] in _SIGNS and text[start : start + 1].isdigit():
        start -= 1
    return Span(start, unit.end() if unit else end)


@cache
def _own_characters(label: str) -> frozenset[str]:
    """The characters of a row's label, and of those of the groups that narrow cells mix with it."""
    return _GROUP_CHARACTERS | set(label)


def _is_page_number(text: str, match: re.Match[str]) -> bool:
    """A number alone on its line, between dashes or right at a page break."""
    following = text[match.end() : match.end() + 3].lstrip(" \t")
    if match[0].isdigit() and following and following[0].isalnum() and following[0] != "页":
        return False  # most figures have another behind them
    left, right = max(0, match.start() - 40), match.end() + 40
    start = max(text.rfind("\n", left, match.start()), text.rfind("\f", left, match.start()))
    ends = [
        end
        for end in (text.find("\n", match.end(), right), text.find("\f", match.end(), right))
        if end >= 0
    ]
    if not ends or (start < 0 and left):
        return False
    line = text[start + 1 : min(ends)]
    if _page().fullmatch(line) is None:
        return False
    return (
        not line.strip().isdigit()
        or "\f" in text[max(start, 0) : start + 1] + text[min(ends) : min(ends) + 2]
    )
