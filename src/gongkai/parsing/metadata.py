"""What a report says of itself: title, publisher, year, statistical period, date of the signature.
Only what the text states."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from ..form.wording import HAN
from ..model import Period, Span
from .outline import Heading

_HEAD: Final = 6000
"""Characters before the first section, and behind the last heading, that are searched."""

_YEAR: Final = r"(?P<year>20\d\d|二[〇○零Ｏ0][〇○零Ｏ0一二三四五六七八九]{2})"
_REPORT: Final = (
    rf"{_YEAR}\s?年\s?(?:度)?\s?(?:的)?政府信息公开"
    r"(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:报告|年报)"
)
_OF_NAME: Final = rf"(?:{HAN}|[（）()·])"
_NAME: Final = (
    r"(?P<publisher>(?:(?!根据|按照|依据|编制|公布|发布|要求|通知|条例|关于|报告|年度)"
    rf"{_OF_NAME}){{2,40}}?)"
)
_TITLE_LINE: Final = re.compile(
    # not over line ends, of which there may be thousands
    rf"^(?:[^\w\n]|_)*(?P<title>{_NAME}(?:关于)?{_REPORT})(?:[^\w\n]|_)*$",
    re.MULTILINE,
)
_TITLE_QUOTED: Final = rf"《(?P<title>{_NAME}{_REPORT})》"
_TITLE_SPOKEN: Final = re.compile(
    rf"(?:公布|发布|公开|编制了?|形成)(?:了)?(?P<title>{_NAME}{_REPORT})(?=[。，,.；;、]|$)"
)
# on a text whose blanks and line ends are taken out
_TITLE_FIRST: Final = (
    rf"(?:^|(?!{HAN}|《).|报告)(?!日)(?P<title>{_NAME}{_REPORT})"
    rf"(?=(?!{HAN})[^》，。]|根据|按照|依据|为|本|现|{HAN}{{2,40}}?20\d\d|$)"
)
_MADE: Final = rf"(?:编制|公布|发布)了?(?:并公布)?{_REPORT}"
_SPOKEN: Final = re.compile(
    rf"(?<!{HAN})(?<!\d)(?P<publisher>(?![我本]){_OF_NAME}{{2,30}}?)(?:依法|现)?{_MADE}"
)
_PAGE_FIELD: Final = (
    rf"(?:发布|公开|发文|成文)(?:机构|单位|机关)\s*[:：]\s*(?P<publisher>{_OF_NAME}{{2,40}})"
)
_ABOUT: Final = r"(?:政府信息公开|信息公开|政务公开)"
_WORK: Final = r"(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:报告|年报)"
_OTHER: Final = (
    rf"{_YEAR}年(?:度)?(?P<publisher>){_ABOUT}{_WORK}",
    rf"{_YEAR}年(?:度)?{_NAME}(?:关于)?{_ABOUT}{_WORK}",
    rf"{_NAME}(?:关于)?{_YEAR}年(?:度)?(?:的)?{_ABOUT}{_WORK}",
    rf"{_NAME}(?:关于)?{_ABOUT}(?:工作)?{_YEAR}年(?:度)?(?:工作)?(?:情况)?(?:的)?(?:报告|年报)",
    rf"{_NAME}(?:关于)?{_ABOUT}{_WORK}[（(【\[]?{_YEAR}年?(?:度)?[）)】\]]?",
)
"""Titles in other orders, each on a line of its own."""

_ELSEWHERE: Final = re.compile(
    r"^\W{0,6}(?:[上下]一[篇条页]|相关(?:链接|阅读|文章|附件)).{0,120}$", re.MULTILINE
)
_CRUMB: Final = re.compile(
    r"\s(?<=(?:首页|年报|公开|目录|专栏|专题|栏目|导航|模式).)\s*(?!工作|情况|年|的|报|条|《)",
    re.DOTALL,
)
"""What parts the way to a page from its title, where the way ends in such a word."""
_ENDS: Final = re.compile(r"^[\W_]+|[^\w）)】\]]+$")
_OPENING: Final = re.compile(r"\W{0,9}(?:（一）|\(一\))?\W{0,9}(?P<year>20\d\d)年(?:度)?[，,]")
_OFFICE: Final = (
    r"(?:府|局|办公室|办公厅|委员会|委|厅|处|中心|站|所|院|会|室|街道|镇|乡|部|署"
    r"|公司|大学|学校|总队|支队|社)"
)
_AN_OFFICE: Final = re.compile(rf"{_OFFICE}$")
_DATE: Final = re.compile(r"(?P<y>20\d\d)\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日")
_PERIOD: Final = re.compile(
    r"(?:期限|时限|时间|期间|周期)[^0-9。]{0,12}"
    r"(20\d\d)年\s?(\d{1,2})月\s?(\d{1,2})日\s?起?\s?[至到—\-－~～]+\s?(?:(20\d\d)年)?\s?(\d{1,2})月\s?(\d{1,2})日"
)
_SIGNER: Final = re.compile(rf"(?P<name>{_OF_NAME}{{2,30}}{_OFFICE})\s*$")
_OTHER_ROLE: Final = re.compile(
    r"(?:来源|主办|主管|承办|版权所有|审核|联系|技术支持|监制|最近更新|相关链接|地址|抄送|报送)"
    r"(?:单位|部门)?\s?[:：]?\s*$"
)
"""What stands before an office that did not sign."""
_DIGITS: Final = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")


class Metadata(NamedTuple):
    """What was found; None where the text does not state it."""

    title: str | None = None
    publisher: str | None = None
    year: int | None = None
    period: Period | None = None
    signed: datetime.date | None = None


def read_metadata(text: str, headings: Sequence[Heading]) -> Metadata:
    """Read what stands before the first section and below the last."""
    opened = bool(headings) and headings[0].number == 1
    head = text[: min(headings[0].start, _HEAD)] if opened else text[:_HEAD]
    tail = text[headings[-1].end :] if headings else text
    head = _CRUMB.sub("\n|\n", _ELSEWHERE.sub("", head))
    running = "".join(head.split())
    first = (
        text[headings[0].end : headings[1].start if len(headings) > 1 else None] if opened else ""
    )
    period = _period(running) or _period("".join(first[:_HEAD].split()))
    found = _title(head, running, period) or _other_title(head, period)
    signed, signer = signature(tail)
    spoken = _TITLE_SPOKEN.search(running)
    if found and spoken and "".join(found["title"].split()).endswith(spoken["title"]):
        spoken = None  # a part of the name: 政务公开办公室
    if not spoken and re.search(_MADE, running):
        spoken = _SPOKEN.search(running)
    named = spoken or found or re.search(_PAGE_FIELD, head)
    year = found or spoken or (_OPENING.match(text, headings[0].end) if opened else None)
    return Metadata(
        title=found["title"].strip() if found else None,
        publisher=signer.name if signer else (_office(named["publisher"]) if named else None),
        year=_year(year) if year else period.end.year if period else None,
        period=period,
        signed=signed,
    )


def _title(head: str, running: str, period: Period | None) -> re.Match[str] | None:
    """The title as a line, in 《》, as a sentence says it, or, where an extractor broke or glued
    it, in the running text. Of several lines, which may list other reports, the last before the
    report, of the year of its period."""
    lines = [*_TITLE_LINE.finditer(head)]
    own = [one for one in lines if _is_of_period(one, period)]
    if lines:
        return own[-1] if own else lines[0]
    quoted = re.search(_TITLE_QUOTED, running)
    if quoted and _is_of_period(quoted, period):
        return quoted
    return _TITLE_SPOKEN.search(running) or re.search(_TITLE_FIRST, running)


def _is_of_period(title: re.Match[str], period: Period | None) -> bool:
    return period is None or _year(title) == period.end.year


@cache  # few titles stand in another order
def _other() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(f"(?P<title>{form})") for form in _OTHER)


def _other_title(head: str, period: Period | None) -> re.Match[str] | None:
    """The title in another order, on a line or broken into up to three; None where lines name
    several years, unless the period says which counts. The lines above one without an office may
    name it."""
    lines = ["".join(_ENDS.sub("", line).split()) for line in head.split("\n")]
    lines = [line for line in lines if line]
    unnamed: re.Match[str] | None = None
    for count in (1, 2, 3):
        joined = ("".join(lines[at : at + count]) for at in range(len(lines) - count + 1))
        found = [match for line in joined for form in _other() if (match := form.fullmatch(line))]
        if period is not None:
            found = [one for one in found if _is_of_period(one, period)]
        if unnamed:
            found = [one for one in found if _AN_OFFICE.search(one["publisher"])]
        if len({_year(one) for one in found}) > 1:
            return unnamed
        if found and _office(found[0]["publisher"]):
            return found[0]
        unnamed = found[0] if found else unnamed
    return unnamed


def _year(match: re.Match[str]) -> int:
    return int(match["year"].translate(_DIGITS))


def _office(name: str | None) -> str | None:
    """The office that a title names; 甲县人民政府信息公开 names 甲县人民政府, and 我局 nobody."""
    if not name or name == "政府" or name.startswith(("我", "本")):
        return None
    return f"{name}政府" if name.endswith("人民") else name


def _period(head: str) -> Period | None:
    match = _PERIOD.search(head)
    if match is None:
        return None
    y1, m1, d1, y2, m2, d2 = match.groups()
    start, end = _date(y1, m1, d1), _date(y2 or y1, m2, d2)
    return Period(start, end) if start and end else None


class Signer(NamedTuple):
    """The office that signs a report, and where it stands."""

    name: str
    span: Span


def signature(text: str) -> tuple[datetime.date | None, Signer | None]:
    """The last date that ends a line (or the text), and the office named right before it.

    >>> date, signer = signature("六、其他需要报告的事项 无。 甲县教育局 2024年1月8日")
    >>> date, signer
    (datetime.date(2024, 1, 8), Signer(name='甲县教育局', span=Span(start=15, end=20)))
    """
    start = max(0, len(text) - _HEAD)
    tail = text[start:]
    for match in reversed(list(_DATE.finditer(tail))):
        line_end = tail.find("\n", match.end())
        rest = tail[match.end() : line_end if line_end >= 0 else match.end() + 12].strip()
        if rest and not rest.startswith(("附件", "分享", "来源", "打印", "【")):
            continue
        begin = max(0, match.start() - 60)
        before = tail[begin : match.start()].rstrip()
        found = _SIGNER.search(before)
        if found is None and rest:
            continue
        signer = _by_itself(before, found, start + begin)
        return _date(match["y"], match["m"], match["d"]), signer
    return None, None


def _by_itself(before: str, found: re.Match[str] | None, begin: int) -> Signer | None:
    """An office, where it stands by itself: behind a line end, a blank or a full stop."""
    if found is None:
        return None
    start, end = found.span("name")
    if found["name"].startswith(("我", "本")) or _OTHER_ROLE.search(before, 0, start):
        return None
    above = before[:start].split()[-1:]
    if above and _SIGNER.fullmatch(above[0]):
        return None  # of two offices, or of a name in two lines
    alone = start == 0 or before[start - 1] in "\n\r\t 　\xa0。|；"
    return Signer(found["name"], Span(begin + start, begin + end)) if alone else None


def _date(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
