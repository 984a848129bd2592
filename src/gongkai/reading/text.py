"""Bytes to text: by byte order mark, as UTF-8, by the declared character set, by what the
characters say."""

from __future__ import annotations

import codecs
from typing import Final

from ..errors import ParseError
from ..form import EDITIONS, SECTION_TITLES, rows
from ..languages import Both
from .composing import Reading

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins alike
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDER: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "hz",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "cp936": "gb18030",
}
"""Pages declare an older set than they use; the wider one reads every text of the older."""

_GUESSES: Final = ("gb18030", "big5hkscs")
_MAX_DAMAGE: Final = 0.01
"""The share of unreadable characters above which a file is not a damaged text but no text."""

_COMMON: Final = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经"
    "信息公开情况报告政府申请数量本机关办理部门工作主动社会法规文件二三四五六七八九十月日、，。（）：；“”"
    "這個們來為國說時會對過發後種開報請數機關辦門動規資訊總結轉處訴訟複議業務書無實與並縣區網"
).union(*SECTION_TITLES, *(row.label for edition in EDITIONS for row in rows(edition)))


def read_text(
    data: bytes, *, declared: str | None = None, media_type: str = "text/plain"
) -> Reading:
    """A text file as it is, with line ends made ``\\n``: text, Markdown and CSV go to the parser
    unchanged.

    Raises:
        ParseError: the bytes are no text in a known character set.

    >>> read_text("规章\\t0\\r\\n".encode("gb18030"))
    Reading(media_type='text/plain', encoding='gb18030')
    """
    text, encoding = decode(data, declared)
    return Reading(text.replace("\r\n", "\n").replace("\r", "\n"), media_type, encoding)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text and character set of some bytes.

    A byte order mark decides. Then UTF-8, since Chinese text in another set is never valid UTF-8 by
    chance, whatever the page declares. Then the declared set and the two families of Chinese sets,
    by which gives commoner characters.

    Raises:
        ParseError: no character set gives readable text.

    >>> decode("信息公开".encode("gb2312"))
    ('信息公开', 'gb18030')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _tolerant(data[len(mark) :], (encoding,))
    if b"\0" in data[:4096]:
        return _tolerant(data, (_wide(data[:4096]),))
    known = _known(declared)
    if known is not None and data.isascii():
        return _tolerant(data, (known,))
    text = _strict(data, "utf-8")
    if text is not None:
        return text, "utf-8"
    candidates = [encoding for encoding in dict.fromkeys((known, *_GUESSES)) if encoding]
    read = [
        (text, encoding) for encoding in candidates if (text := _strict(data, encoding)) is not None
    ]
    if read:
        # the declared set comes first, and wins a tie
        return max(read, key=lambda pair: _commonness(pair[0]))
    return _tolerant(data, tuple(dict.fromkeys(("utf-8", *candidates))))


def _known(declared: str | None) -> str | None:
    """The codec for a declared character set, its wider sibling where it has one; None if there is
    no such text codec."""
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip("\"' ").lower()).name
    except (LookupError, ValueError):
        return None
    try:
        b"".decode(name)
    except LookupError:  # a codec of Python that is no character set, such as rot13
        return None
    # UTF-16 without a mark and without a single zero byte is not UTF-16
    return None if name.startswith(("utf-16", "utf-32")) else _WIDER.get(name, name)


def _wide(head: bytes) -> str:
    """Which UTF-16 it is: the zero byte of a Latin character or line end comes second in little
    endian."""
    return "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except ValueError:
        return None


def _commonness(text: str) -> float:
    """The share of common characters among the Chinese ones of the beginning of a text."""
    chinese = [char for char in text[:100_000] if char > "\u2000"]
    return sum(char in _COMMON for char in chinese) / (len(chinese) or 1)


def _tolerant(data: bytes, encodings: tuple[str, ...]) -> tuple[str, str]:
    """Read a text that is damaged in a few places; these become U+FFFD, so that a damaged figure is
    never taken for one."""
    text, encoding = max(
        ((data.decode(encoding, "replace"), encoding) for encoding in encodings),
        key=lambda pair: _commonness(pair[0]),
    )
    strange = text.count("\ufffd") + text.count("\0")
    if strange > max(4, len(text) * _MAX_DAMAGE):
        raise ParseError(
            Both(
                "the file is not text in UTF-8, UTF-16, GB18030 (GBK, GB2312) or Big5",
                "文件不是 UTF-8、UTF-16、GB18030（GBK、GB2312）或 Big5 编码的文本",
            ),
            hint=Both(
                "a web page, Word file (.docx), PDF or text file",
                "网页、Word 文件（.docx）、PDF 或文本文件",
            ),
        )
    return text, encoding
