"""What a source is (a path, bytes, an open file, a web page as a string), and which reader it
needs. A reader is loaded when a file needs it: whoever reads texts waits for none."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

from ..errors import ParseError
from ..languages import Both
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
    PDF: Both("a PDF", "PDF"),
    DOCX: Both("a Word file (.docx)", "Word 文件（.docx）"),
    XLSX: Both("an Excel workbook (.xlsx)", "Excel 工作簿（.xlsx）"),
    ODS: Both("an OpenDocument spreadsheet (.ods)", "OpenDocument 电子表格（.ods）"),
}
"""What begins in a way of its own. A file that is named .xls may be a web page: many systems export
such."""

_NOT_READ: Final = (
    (b"Rar!", Both("a RAR archive", "RAR 压缩包")),
    (b"7z\xbc\xaf", Both("a 7z archive", "7z 压缩包")),
    (b"\x1f\x8b", Both("a gzip archive", "gzip 压缩包")),
    (b"\x89PNG", Both("a picture (PNG)", "图片（PNG）")),
    (b"\xff\xd8\xff", Both("a picture (JPEG)", "图片（JPEG）")),
    (b"GIF8", Both("a picture (GIF)", "图片（GIF）")),
    (b"BM", Both("a picture (BMP)", "图片（BMP）")),
    (b"II*\0", Both("a picture (TIFF)", "图片（TIFF）")),
    (b"MM\0*", Both("a picture (TIFF)", "图片（TIFF）")),
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
        raise error.of(name) from error.__cause__


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
        raise ParseError(
            Both(f"a string cannot hold {media_type}", f"字符串里不能是 {media_type}"),
            hint=Both("give the bytes of the file", "给出文件的字节"),
        )
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
                Both("the file is open as text", "文件是以文本方式打开的"),
                name=name,
                hint=Both(
                    "open it in binary mode ('rb'), or gongkai.parse(text)",
                    "以二进制方式（'rb'）打开，或者用 gongkai.parse(text)",
                ),
            )
    else:
        raise TypeError(
            f"source must be a path, bytes or a binary file, not source={source!r}"
            f" ({type(source).__name__})"
        )
    if len(data) > MAX_BYTES:
        raise ParseError(
            Both(
                f"the file is larger than {MAX_BYTES // 2**20} MB",
                f"文件大于 {MAX_BYTES // 2**20} MB",
            ),
            name=name,
        )
    if not data.strip():
        raise ParseError(Both("the file is empty", "文件是空的"), name=name)
    return data, name


def _refuse_what_is_no_path(text: str) -> None:
    if re.match(r"https?://", text):
        raise ParseError(
            Both("gongkai fetches nothing from the network", "gongkai 不从网络取任何东西"),
            hint=Both(
                "download the page, then give its path or bytes", "先下载网页，再给出它的路径或字节"
            ),
        )
    if "\n" in text or "\0" in text or len(text) > 4096 or text.lstrip().startswith("<"):
        raise ParseError(
            Both("this string is a text, not a path", "这个字符串是正文，不是路径"),
            hint=Both(
                "gongkai.parse(text); for a web page gongkai.read(text, media_type='text/html')",
                "gongkai.parse(text)；网页用 gongkai.read(text, media_type='text/html')",
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

        return read_office(
            data, what=Both("an RTF file", "RTF 文件"), suffix=".rtf", media_type="application/rtf"
        )
    for mark, what in _NOT_READ:
        if data.startswith(mark):
            raise ParseError(
                Both(f"the file is {what.en}", f"文件是{what.zh}"),
                hint=Both(
                    "a web page, Word file (.docx), PDF, spreadsheet or text file",
                    "网页、Word 文件（.docx）、PDF、电子表格或文本文件",
                ),
            )
    if _is_web_archive(data):
        from .webarchive import read_web_archive

        return read_web_archive(data)
    named = media_type or (_BY_NAME.get(Path(name).suffix.lower()) if name else None)
    if named in _CALLED:
        raise ParseError(
            Both(
                f"the file is named as {_CALLED[named].en} but is none: it is broken",
                f"文件名是{_CALLED[named].zh}，内容却不是：文件已损坏",
            )
        )
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
            raise ParseError(
                Both(
                    "the file is a binary Excel workbook (.xlsb)",
                    "文件是二进制 Excel 工作簿（.xlsb）",
                ),
                hint=Both("save it as .xlsx", "另存为 .xlsx"),
            )
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
                what=Both("an OpenDocument text (.odt)", "OpenDocument 文本（.odt）"),
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
        raise ParseError(
            Both("the file is encrypted with a password", "文件有密码"),
            hint=Both("save it without a password", "去掉密码后另存"),
        )
    if has("WordDocument"):
        from .office import read_office

        return read_office(
            data,
            what=Both(
                "in the old binary format of Word or WPS (.doc, .wps)",
                "旧的二进制格式的 Word 或 WPS 文件（.doc、.wps）",
            ),
            suffix=".doc",
            media_type="application/msword",
        )
    if has("Workbook") or has("Book"):
        from .xls import read_xls

        return read_xls(data)
    raise ParseError(
        Both(
            "the file is in an old binary format (.doc, .wps, .ppt)",
            "文件是旧的二进制格式（.doc、.wps、.ppt）",
        ),
        hint=Both("save it as .docx or PDF", "另存为 .docx 或 PDF"),
    )
