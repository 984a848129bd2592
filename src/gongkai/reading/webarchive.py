"""Web pages that a browser or Word saved with all their parts in one file (.mht, .mhtml), and what
some systems export under the name of a Word file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes

from ..errors import ParseError
from ..languages import Both
from .composing import Reading, is_distinctive
from .html import read_html
from .text import decode


def read_web_archive(data: bytes) -> Reading:
    """Read the page in a file: of several the first that holds a report, or else the first.

    Raises:
        ParseError: the file holds no web page. MissingExtraError: lxml is not installed.
    """
    pages = list(_pages(data))
    if not pages:
        raise ParseError(
            Both(
                "the file is a web archive without a web page in it",
                "文件是网页归档，里面却没有网页",
            )
        )
    text, encoding = next((page for page in pages if is_distinctive(page[0])), pages[0])
    return read_html(text, encoding=encoding)


def _pages(data: bytes) -> Iterator[tuple[str, str]]:
    for part in message_from_bytes(data).walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(content, bytes):
            declared = re.search(rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", content[:4096])
            charset = part.get_content_charset()
            yield decode(content, charset or (declared[1].decode("ascii") if declared else None))
