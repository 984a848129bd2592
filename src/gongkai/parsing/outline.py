"""Where the six sections of a report and its three tables stand in a text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from ..form.wording import HAN
from ..model import Section, Span

NUMERALS: Final = "一二三四五六"


def _loose(text: str) -> str:
    """A pattern for a wording whose characters may have a few blanks or line ends between them.

    Characters of ``()|?[]`` and groups keep their meaning; a group is written without blanks.
    """
    return re.sub(rf"({HAN})(?={HAN}|[(\[])", r"\1\\s{0,3}", text)


_DISCLOSURE: Final = "(?:政府信息公开|政务公开|信息公开)?(?:工作)?"
_TITLES: Final = (
    "(?:总体|基本|总的|整体)(?:工作)?(?:情况|概况)|概述|总体概述",
    "(?:政府信息)?主动公开(?:政府)?(?:信息)?(?:工作)?(?:的)?情况",
    "(?:收到和?(?:处理|办理)|受理和处理)(?:的)?(?:政府)?(?:信息)?公开(?:的)?申请(?:的)?情况|(?:政府信息)?依申请公开(?:政府信息)?(?:申请)?(?:办理|处理|工作)?(?:的)?情况"
    "|收到和处理依申请公开(?:政府信息)?(?:的)?情况",
    f"(?:因)?{_DISCLOSURE}(?:被)?(?:申请|提起|引发|引起)?(?:的)?行政法?复议[、,，和与及]*(?:被)?(?:提起)?(?:行政)?诉讼(?:的)?(?:情况)?",
    f"{_DISCLOSURE}(?:中)?(?:存在)?(?:的)?主?要?(?:存在的)?问题(?:和|及|与|、|以及)?(?:下一步)?(?:的)?(?:改进|整改|工作)?(?:情况|措施|打算|建议|思路|计划)?",
    "(?:需要)?(?:其他|其它)?(?:需要)?(?:报告|说明)(?:的)?(?:其他|其它)?(?:事项|情况)(?:与附表)?",
)


@cache
def _heading(own: tuple[tuple[str, int], ...]) -> re.Pattern[str]:
    """A heading of the six sections, in words of one's own or in the form's."""
    titles = [
        f"(?P<o{index}_{number}>{_loose(re.escape(title))})"
        for index, (title, number) in enumerate(own)
    ]
    titles += [f"(?P<h_{number}>{_loose(title)})" for number, title in enumerate(_TITLES, 1)]
    return re.compile(r"[一二三四五六]\s{0,3}[、．.,，:：]\s{0,3}(?:" + "|".join(titles) + ")")


_HEADS: Final = {
    "proactive": (
        _loose("第二十条第")
        + r"\s{0,3}[（(]\s{0,3}一\s{0,3}[)）]\s{0,3}项(?=[^。；]{0,300}信\s{0,3}息\s{0,3}内)",
        _loose("信息内容"),
        _loose("本年(?:度)?(?:新)?制(?:发|作)(?:件|数)"),
    ),
    "requests": tuple(
        map(_loose, ("本列数据的?勾稽关系", "申请人情况", "本年(?:度)?新收政府信息公开申请"))
    ),
    "disputes": tuple(
        map(_loose, ("未经(?:行政)?复议直接起诉", "结果维持[^\n，。；]{0,12}结果纠正", "尚未审结"))
    ),
}
_ANCHORS: Final = {table: re.compile("|".join(heads)) for table, heads in _HEADS.items()}


@cache
def _alone() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(head) for heads in _HEADS.values() for head in heads)


def has_heads(text: str) -> bool:
    """Whether a head of one of the tables stands anywhere in a text.

    Each is searched for by itself: a pattern that begins with one character is found many times
    faster than a choice of several.
    """
    return any(head.search(text) for head in _alone())


_DISPUTES_HEADS: Final = re.compile(
    _loose("行政复议") + r"[^\w。，、；：！？（）“”]{0,400}" + _loose("行政诉讼")
)
_LEFTOVERS: Final = " \t\r\n\f\v\u3000\xa0#*|-─└┴┘│"
"""What stands around a heading or a paragraph and is not part of it: blanks, marks of Markdown,
strokes of a table."""

_OPENS: Final = frozenset(' \t\r\n\u3000\xa0|│┃║（("*-:┌─┐├┤┬┼╔═╗╦「')


@cache
def _anchor(table: str, own: tuple[str, ...]) -> re.Pattern[str]:
    """What shows that a table stands here: its heads and labels, those of one's own too."""
    return (
        re.compile(
            "|".join([_ANCHORS[table].pattern, *(_loose(re.escape(label)) for label in own)])
        )
        if own
        else _ANCHORS[table]
    )


class Heading(NamedTuple):
    """A heading as printed: the number of its section and its place."""

    number: int
    start: int
    end: int


def headings(text: str, own: tuple[tuple[str, int], ...] = ()) -> list[Heading]:
    """The headings of the six sections, at most one for each, in the order of the text.

    A list of contents and a nested 一、 look like headings too: what counts is the run of rising
    numbers that holds the most text. ``own`` gives further wordings of headings, each with the
    number of its section.
    """
    runs = _runs(text, own)
    longest = max(map(len, runs), default=0)
    # how much text stands from the first heading of each run to the next run
    ends = [*(run[0].start for run in runs[1:]), len(text)]
    sizes = [
        end - run[0].start if len(run) == longest else -1
        for run, end in zip(runs, ends, strict=False)
    ]
    # of two reports in one text the first is read: its title stands before it
    enough = max(sizes, default=0)
    return next((run for run, size in zip(runs, sizes, strict=True) if 3 * size >= enough), [])


def _runs(text: str, own: tuple[tuple[str, int], ...]) -> list[list[Heading]]:
    """All headings of a text, as runs of rising numbers."""
    runs: list[list[Heading]] = []
    for match in _heading(own).finditer(text):
        number = int(match.lastgroup[-1])  # type: ignore[index]
        if NUMERALS[number - 1] != match[0][0]:
            continue
        heading = Heading(number, match.start(), _end_of_line(text, match))
        if not runs or heading.number <= runs[-1][-1].number:
            runs.append([])
        runs[-1].append(heading)
    return runs


def report_end(text: str, found: Sequence[Heading]) -> int:
    """Where the report with these headings ends: where another with as many of them begins."""
    if not found:
        return len(text)
    rest = text[found[-1].end :]
    later = [run[0].start for run in _runs(rest, ()) if len(run) > 3 and run[0].number == 1]
    return found[-1].end + min(later, default=len(rest))


def _end_of_line(text: str, match: re.Match[str]) -> int:
    """Where a heading ends: with its line, where only a few characters of it are left and they are
    no sentence."""
    end = match.end()
    stop = text.find("\n", end, end + 16)
    rest = text[end:stop] if stop >= 0 else text[end : end + 16] if end + 16 >= len(text) else ""
    return stop if stop >= 0 and not re.search(r"[\d，。；：:|\t]", rest) else end


def sections_of(
    text: str, found: Sequence[Heading], tables: Sequence[tuple[int, int]] = ()
) -> tuple[Section, ...]:
    """The sections with their prose. The span of a section is everything up to the next heading,
    its text that without the tables."""
    result = []
    for index, heading in enumerate(found):
        until = found[index + 1].start if index + 1 < len(found) else len(text)
        body = text[heading.end : until]
        left, right = len(body) - len(body.lstrip()), len(body.rstrip(_LEFTOVERS))
        span = Span(heading.end + min(left, right), heading.end + right)
        prose, at = [], span.start
        for start, end in sorted(tables):
            if at <= end and start < span.end:
                prose.append(text[at : max(at, start)])
                at = end
        prose.append(text[at : span.end])
        written = "\n".join(part for piece in prose if (part := piece.strip(_LEFTOVERS)))
        result.append(
            Section(
                heading.number, text[heading.start : heading.end].strip(_LEFTOVERS), written, span
            )
        )
    return tuple(result)


_STOP: Final = r"[。！？]|[：:](?=\s*\n|$)"
"""The end of a sentence, or of the line before a table."""
_COUNT: Final = re.compile(r"(?:数量)?\s?\d+\s?件")
"""What stands behind a wording of the form that a sentence counts."""

_LONGEST: Final = 200_000
"""Characters of a section that are searched for its table; with all its padding a real one has a
tenth of that."""


class Region(NamedTuple):
    """The part of the text in which one table stands; its heads begin at ``heads``.

    ``headed`` says that heads of its columns are there. Without them it is the section in which the
    form has the table.
    """

    table: str
    start: int
    end: int
    heads: int
    headed: bool = True

    @property
    def goes_on(self) -> bool:
        """Whether the table may go on behind the part that is searched."""
        return self.end - self.start >= _LONGEST


def _before_marks(text: str, at: int, floor: int) -> int:
    """The place before the strokes, blanks and brackets that stand before a place."""
    while at > floor and text[at - 1] in _OPENS:
        at -= 1
    return at


def _in_table(anchor: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """The first place of an anchor that no sentence counts (本年新收政府信息公开申请53件); where
    all are counted, a table may write its figures so, and the first."""
    first = None
    for match in anchor.finditer(text, start, end):
        if not _COUNT.match(text, match.end()):
            return match
        first = first or match
    return first


def _behind_prose(text: str, start: int, heads: int) -> int:
    """Where the sentences end that stand between the heading of a section and the heads of its
    table: what they name and count is none of the table's."""
    at = start
    for mark in re.compile(_STOP).finditer(text, start, heads):
        at = mark.end()
    comma = max(text.rfind(mark, at, heads) for mark in "，；")
    if comma < 0:
        return at
    line = text.find("\n", comma, heads)
    return line + 1 if line >= 0 else heads


def regions(
    text: str, found: list[Heading], own: Mapping[str, tuple[str, ...]] | None = None
) -> list[Region]:
    """Where the three tables stand: in their sections, or wherever their heads are. ``own`` gives
    further labels by table."""
    text = text[: report_end(text, found)]
    bounds = sorted({h.start for h in found} | {len(text)})
    first: dict[str, tuple[int, int]] = {}
    headless = set()
    for number, table in enumerate(_ANCHORS, 2):
        anchor = _anchor(table, (own or {}).get(table, ()))
        heading = next((h for h in found if h.number == number), None)
        inside = (
            _in_table(anchor, text, heading.end, next(b for b in bounds if b > heading.start))
            if heading
            else None
        )
        mark = inside or _ANCHORS[table].search(text) or anchor.search(text)
        if mark is None:
            if heading is not None:
                first[table] = heading.end, heading.end
                headless.add(table)
            continue
        if table == "disputes":
            over = _DISPUTES_HEADS.search(
                text,
                max(heading.end if heading and inside else 0, mark.start() - 200),
                mark.start() + 4,
            )
            mark = over or mark
        start = (
            heading.end
            if heading is not None and inside is not None and table != "proactive"
            else mark.start()
        )
        heads = mark.start()
        floor = heading.end if heading is not None and inside is not None else max(0, heads - 2000)
        heads = _before_marks(text, heads, floor)
        line = max(floor, text.rfind("\n", 0, heads) + 1)
        if line < heads and not any(
            char.isalpha() for char in text[line:heads]
        ):  # the number of a row
            heads = _before_marks(text, line, floor)
        if start < heads:
            start = _behind_prose(text, start, heads)
        first[table] = start, heads
    result = []
    for table, (start, heads) in first.items():
        later = [s for other, (s, _) in first.items() if s > start and other != table]
        beyond = [b for b in bounds if b > start]
        result.append(
            Region(
                table,
                start,
                min([*later, *beyond, len(text), start + _LONGEST]),
                heads,
                table not in headless,
            )
        )
    return result
