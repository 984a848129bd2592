"""What a source is (a path, bytes, an open file, a web page as a string), and which reader it
needs. A reader is loaded when a file needs it: whoever reads texts waits for none."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

from ..errors import ParseError
from . import archive
from .composing import Reading
from .mediatypes import DOCX, HTML, ODS, PDF, XLS, XLSX
from .text import decode, read_text

Source: TypeAlias = str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO
"""A path, the bytes of a file, a binary file open for reading, or (with a media type given) a text
as a string."""

MAX_BYTES: Final = 100 * 2**20
"""A larger file is refused: reports have kilobytes, scans a few megabytes."""

_BY_NAME: Final = {
    ".html": HTML, ".htm": HTML, ".shtml": HTML, ".xhtml": HTML, ".jhtml": HTML,
    ".mht": HTML, ".mhtml": HTML,
    ".md": "text/markdown",
    ".markdown": "text/markdown", ".csv": "text/csv", ".tsv": "text/tab-separated-values",
    ".docx": DOCX, ".pdf": PDF, ".xlsx": XLSX, ".xlsm": XLSX,
    ".xls": XLS, ".ods": ODS,
}  # fmt: skip
_LINES: Final = ("text/markdown", "text/plain")
"""Types whose line ends count, even where they have tables as tags."""

_CALLED: Final = {
    PDF: "a PDF",
    DOCX: "a Word file (.docx)",
    XLSX: "an Excel workbook (.xlsx)",
    ODS: "an OpenDocument spreadsheet (.ods)",
}
"""What begins in a way of its own. A file that is named .xls may be a web page: many systems export
such."""

_NOT_READ: Final = (
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"BM", "a picture (BMP)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
)
_TAG: Final = re.compile(
    r"<(?:!doctype\s+html|/?(?:html|head|body|meta|title|table|tbody|tr|td|th|div|p|span|br|h[1-6]|ul|li|a|font|section|article|center)\b)[^<>]*>",
    re.IGNORECASE,
)
_DECLARED: Final = re.compile(
    rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE
)

_HEADERS: Final = re.compile(
    rb"\s*(?:[A-Za-z][A-Za-z0-9-]*:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+", re.IGNORECASE
)
_RELATED: Final = re.compile(
    rb"^content-type:\s*multipart/(?:related|mixed|alternative)", re.IGNORECASE | re.MULTILINE
)


def read_source(source: Source, *, media_type: str | None = None) -> tuple[Reading, str | None]:
    """Read a source with the reader that it needs; give back what it says and its name, if it has
    one.

    Args:
        source: a path, bytes, or a binary file. A string is a path, unless ``media_type`` is given:
        then it is the text itself. media_type: such as ``text/html; charset=gbk``, where the
        content does not say it or says it wrong.

    Raises:
        ParseError: the source is encrypted, broken, too large, or nothing that can be read as text;
        the message says what. MissingExtraError: the reader for this type is not installed.
        OSError: the file cannot be opened.
    """
    wanted, charset = _media_type(media_type)
    if isinstance(source, str) and media_type is not None:
        return _from_string(source, wanted), None
    data, name = _load(source)
    try:
        return _read(data, name, wanted, charset), name
    except ParseError as error:
        raise named(error, name) from error.__cause__


def named(error: ParseError, name: str | None) -> ParseError:
    """The same error with the name of the file, unless it has one."""
    if name is None or error.name is not None:
        return error
    details = {
        detail: getattr(error, detail)
        for detail in ("line", "column", "excerpt", "expected", "hint")
    }
    return ParseError(error.reason, name=name, **details)


def _media_type(text: str | None) -> tuple[str | None, str | None]:
    if text is None:
        return None, None
    from email.message import Message

    message = Message()
    message["content-type"] = text
    charset = message.get_param("charset")
    return message.get_content_type(), charset if isinstance(charset, str) else None


def _from_string(text: str, media_type: str | None) -> Reading:
    if media_type in _CALLED:
        raise ParseError(f"a string cannot hold {media_type}", hint="give the bytes of the file")
    if media_type == HTML or _looks_like_html(text):
        from .html import read_html

        return read_html(text, keep_lines=media_type in _LINES)
    return Reading(text.replace("\r\n", "\n").replace("\r", "\n"), media_type or "text/plain")


def _load(source: Source) -> tuple[bytes, str | None]:
    if isinstance(source, (bytes, bytearray, memoryview)):
        data, name = bytes(source), None
    elif isinstance(source, (str, os.PathLike)):
        if isinstance(source, str):
            _refuse_what_is_no_path(source)
        name = os.fspath(source)
        with Path(source).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    elif hasattr(source, "read"):
        data = source.read(MAX_BYTES + 1)
        name = getattr(source, "name", None)
        name = name if isinstance(name, str) else None
        if not isinstance(data, bytes):
            raise ParseError(
                "the file is open as text",
                name=name,
                hint="open it in binary mode ('rb'), or gongkai.parse(text)",
            )
    else:
        raise TypeError(
            f"source must be a path, bytes or a binary file, not source={source!r}"
            f" ({type(source).__name__})"
        )
    if len(data) > MAX_BYTES:
        raise ParseError(f"the file is larger than {MAX_BYTES // 2**20} MB", name=name)
    if not data.strip():
        raise ParseError("the file is empty", name=name)
    return data, name


def _refuse_what_is_no_path(text: str) -> None:
    if re.match(r"https?://", text):
        raise ParseError(
            "gongkai fetches nothing from the network",
            hint="download the page, then give its path or bytes",
        )
    if "\n" in text or "\0" in text or len(text) > 4096 or text.lstrip().startswith("<"):
        raise ParseError(
            "this string is a text, not a path",
            hint=(
                "gongkai.parse(text), or gongkai.read(text, media_type='text/html') for a web page"
            ),
        )


def _read(data: bytes, name: str | None, media_type: str | None, charset: str | None) -> Reading:
    if b"%PDF-" in data[:1024]:
        from .pdf import read_pdf

        return read_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _read_archive(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _read_compound_file(data)
    if data.startswith(b"{\\rtf"):
        from .office import read_office

        return read_office(data, what="an RTF file", suffix=".rtf", media_type="application/rtf")
    for mark, what in _NOT_READ:
        if data.startswith(mark):
            raise ParseError(
                f"the file is {what}",
                hint="a web page, Word file (.docx), PDF, spreadsheet or text file",
            )
    if _is_web_archive(data):
        from .webarchive import read_web_archive

        return read_web_archive(data)
    named = media_type or (_BY_NAME.get(Path(name).suffix.lower()) if name else None)
    if named in _CALLED:
        raise ParseError(f"the file is named as {_CALLED[named]} but is none: it is broken")
    found = _DECLARED.search(data[:4096]) if data.lstrip()[:1] == b"<" or named == HTML else None
    declared = charset or (found[1].decode("ascii") if found else None)
    text, encoding = decode(data, declared)
    if named == HTML or _looks_like_html(text):
        # what lies between the tables of a Markdown file is lines, in a web page a line end means
        # nothing
        from .html import read_html

        return read_html(text, encoding=encoding, keep_lines=named in _LINES)
    return read_text(data, declared=declared, media_type=named or "text/plain")


def _is_web_archive(data: bytes) -> bool:
    """Whether a file begins as a message of several parts does."""
    headers = _HEADERS.match(data[:8192])
    return headers is not None and _RELATED.search(headers[0]) is not None


def _looks_like_html(text: str) -> bool:
    """Whether a text is marked up: it begins with a tag, or has a table of tags somewhere."""
    head = text[:20_000].lstrip("\ufeff \t\r\n")
    if head.startswith("<") and _TAG.search(head):
        return True
    return (
        re.search(r"<table\b[^<>]*>", text, re.IGNORECASE) is not None
        and re.search(r"<td\b", text, re.IGNORECASE) is not None
    )


def _read_archive(data: bytes) -> Reading:
    """Word files, spreadsheets and OpenDocument texts are archives, known by their parts."""
    names = archive.names(data)
    if any(name.startswith("xl/") for name in names):
        if "xl/workbook.bin" in names:
            raise ParseError("the file is a binary Excel workbook (.xlsb)", hint="save it as .xlsx")
        from .xlsx import read_xlsx

        return read_xlsx(data)
    if "content.xml" in names and "[Content_Types].xml" not in names:
        kind = archive.part(data, "mimetype")[:100]
        if b"spreadsheet" in kind:
            from .ods import read_ods

            return read_ods(data)
        if b"text" in kind:
            from .office import read_office

            return read_office(
                data,
                what="an OpenDocument text (.odt)",
                suffix=".odt",
                media_type="application/vnd.oasis.opendocument.text",
            )
    from .docx import read_docx

    return read_docx(data)


def _read_compound_file(data: bytes) -> Reading:
    """Old Word, WPS and Excel files, and encrypted new ones, are compound files, known by the names
    of their streams."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise ParseError("the file is encrypted with a password", hint="save it without a password")
    if has("WordDocument"):
        from .office import read_office

        return read_office(
            data,
            what="in the old binary format of Word or WPS (.doc, .wps)",
            suffix=".doc",
            media_type="application/msword",
        )
    if has("Workbook") or has("Book"):
        from .xls import read_xls

        return read_xls(data)
    raise ParseError(
        "the file is in an old binary format (.doc, .wps, .ppt)", hint="save it as .docx or PDF"
    )
