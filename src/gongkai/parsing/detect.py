"""Whether a text or a file may be a report, told fast enough for every page of a crawl."""

from __future__ import annotations

import html
import re
from typing import Final

from ..form.wording import RADICALS
from ..reading.text import decode
from .outline import has_heads

SUBJECT: Final = re.compile(r"政\s{0,3}府\s{0,3}信\s{0,3}息\s{0,3}公\s{0,3}开|政务公开")
"""What every report speaks of."""

RADICAL: Final = re.compile("[⺀-⿟]")
"""A character that fonts put where another should be."""

_FIRST: Final = "政"
_WRITTEN: Final = (
    (b"\x94", _FIRST.encode()),
    (b"\xfe", _FIRST.encode("gb18030")),
    (b"\0", _FIRST.encode("utf-16-le")),
    (b"\0", _FIRST.encode("utf-16-be")),
    *((b"&", form.encode()) for form in ("&#25919;", "&#x653f;", "&#x653F;", "&#X653F;")),
)
"""The first character of the subject, in each character set and as a reference of HTML; before it a
byte without which it is not there, which is found much faster."""

_PACKED: Final = (b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0")
"""How files begin whose text does not stand in their bytes as it is."""

_TAG: Final = re.compile("<[^<>]*>")


def speaks_of_reports(text: str) -> bool:
    """Whether a text names the subject and a head of one of the tables. Every text that has a table
    does."""
    if not SUBJECT.search(text):
        return False
    return has_heads(text.translate(RADICALS) if RADICAL.search(text) else text)


def may_speak(data: bytes) -> bool:
    """The same for the bytes of a file. A file that has to be unpacked may."""
    if data.startswith(_PACKED) or b"%PDF-" in data[:1024]:
        return True
    if not any(sign in data and form in data for sign, form in _WRITTEN):
        return False
    try:
        text, _ = decode(data, None)
    except ValueError:
        return False
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    return speaks_of_reports(text)
