"""Whether a text or a file may be a report, told fast enough for every page of a crawl.

First come searches that are fast and let too much through, then the heads themselves.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Final

from ..form.traditional import is_simplified, simplified
from ..form.wording import RADICALS, without_radicals
from .outline import has_heads

SUBJECT: Final = re.compile(r"政\s{0,3}府\s{0,3}信\s{0,3}息\s{0,3}公\s{0,3}开|政务公开")
"""What every report speaks of."""

_WORDINGS: Final = (
    *(
        f"本年{a}{b}"
        for a in ("", "度", "新", "度新")
        for b in ("制发件", "制发数", "制作件", "制作数")
    ),
    "本年新收政府",
    "本年度新收政府",
    "本列数据",
    "未经复议直",
    "未经行政复议直",
    "未审结",
    "申请人情况",
    "信息内容",
    "第二十条第",
    "果维持…果纠正",
)  # fmt: skip
"""A part of each head of a table. They begin with few characters, and none of these with one that
fonts write as a radical: a pattern that begins with a character is found many times faster than a
choice of several. ``…`` stands for a few other characters."""

_BETWEEN: Final = r"(?:\s|<[^<>]*>|&#?\w{1,8};)*+"
"""What may stand between two characters of a page."""

_BLANKS: Final = {
    "utf-8": rb"\xc2.|\xe1\x9a\x80|\xe2[\x80\x81].|\xe3\x80\x80|\xef\xbb\xbf",
    "gb18030": rb"\xa1\xa1|[\x81-\xfe][0-9][\x81-\xfe][0-9]",
}
"""How a character set writes blanks and characters that nobody sees."""

_FIRST: Final = "政"
_OTHERWISE: Final = (
    *(ord(_FIRST).to_bytes(2, order) for order in ("little", "big")),
    *(form.encode() for form in ("&#25919;", "&#x653f;", "&#x653F;", "&#X653F;")),
)
"""The first character of the subject in a wide character set and as a reference of HTML."""

_PACKED: Final = (b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0")
"""How files begin whose text does not stand in their bytes as it is."""

_SAMPLE: Final = 4096
_TAG: Final = re.compile("<[^<>]*>")


def speaks_of_reports(text: str) -> bool:
    """Whether a text names the subject and a head of one of the tables. Every text that has a table
    does."""
    text = simplified(text)
    if not SUBJECT.search(text) or not _may_have_heads(text):
        return False
    return has_heads(without_radicals(text))


def may_speak(data: bytes) -> bool:
    """The same for the bytes of a file. A file that has to be unpacked may."""
    if data.startswith(_PACKED) or b"%PDF-" in data[:1024]:
        return True
    if not _written_otherwise(data):
        charset = _charset(data)
        if not _subject_in(charset).search(data):
            return False
        # what GBK lacks of GB18030 are characters that no head has, and it is read much faster
        quick = "gbk" if charset == "gb18030" else charset
        text = data.decode(quick, "ignore")
        if is_simplified(text) and not _may_have_heads(text):
            return False
    try:
        from ..reading.text import decode

        text, _ = decode(data, None)
    except ValueError:
        return False
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        from html import unescape

        text = unescape(text)
    return speaks_of_reports(text)


def _written_otherwise(data: bytes) -> bool:
    """Whether the bytes may be in a wide character set, or name the subject by references."""
    return (b"&" in data or b"\0" in data) and any(form in data for form in _OTHERWISE)


def _charset(data: bytes) -> str:
    """UTF-8, if the first Chinese of the bytes is."""
    found = _BEYOND_ASCII.search(data)
    start = found.start() if found else 0
    try:
        data[start : start + _SAMPLE].decode()
    except UnicodeDecodeError as error:
        return "utf-8" if error.start >= _SAMPLE - 4 else "gb18030"
    return "utf-8"


_BEYOND_ASCII: Final = re.compile(rb"[\x80-\xff]")


@cache
def _subject_in(charset: str) -> re.Pattern[bytes]:
    """The subject as a character set writes it. The pattern begins with the last byte of the first
    character, which is seen less often than the others."""
    between = rb"(?:" + _BLANKS[charset] + b"|" + _BETWEEN[3:].encode()
    # each character in either script
    first = _FIRST.encode(charset)
    others = ("府", "信", "息", "公", "开開"), ("务務", "公", "开開")
    choices = [
        between.join(
            b"(?:" + b"|".join(char.encode(charset) for char in chars) + b")" for chars in word
        )
        for word in others
    ]
    start = re.escape(first[-1:]) + b"(?<=" + re.escape(first) + b")"
    return re.compile(start + between + b"(?:" + b"|".join(choices) + b")", re.DOTALL)


@cache  # it takes longer than many a text: made when a text is first searched
def _by_first_character() -> list[re.Pattern[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for wording in _WORDINGS:
        found[wording[0]].append(_BETWEEN.join(map(_or_radical, wording[1:])))
    return [
        re.compile(f"{first}{_BETWEEN}(?:{'|'.join(ends)})") for first, ends in found.items()
    ]  # fmt: skip


def _or_radical(char: str) -> str:
    if char == "…":
        return rf"[^\n，。；<]{{0,12}}?{_BETWEEN}[^\n，。；<]{{0,12}}?"
    return f"[{char}{''.join(chr(code) for code, meant in RADICALS.items() if meant == char)}]"


def _may_have_heads(text: str) -> bool:
    return any(pattern.search(text) for pattern in _by_first_character())
