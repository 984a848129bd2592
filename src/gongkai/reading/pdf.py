"""PDF files: ruled tables as rows of their real cells, everything else as lines in reading order.

Where a document draws the rules of its tables, a figure's place is the cell that it stands in.
Where it does not, the text is given line by line as it stands, for the layout ``spaced``: nothing
is guessed from distances.
"""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from io import BytesIO
from typing import Any, Final

from ..errors import MissingExtraError, ParseError
from ..form.wording import RADICALS
from ..languages import Both
from ..model import HOLE
from .composing import Composer, Reading
from .mediatypes import PDF
from .pagebreaks import mend, paragraphs
from .pages import Block, Grid, Line, Page, without_page_numbers
from .picture import Pictures
from .picture import pictures as drawn
from .printed import Char, direction, going_on, is_upright, seen
from .ruled import grids, same_line

_MAX_PAGES: Final = 500
_MAX_UNPACKED: Final = 256 * 2**20
_MAX_RULES: Final = 20_000
"""More rules on one page than tables have: a drawing, in which no table is looked for."""

_MAX_CROSSINGS: Final = 8_000
"""Ruled reports have some two thousand places where rules may cross; squared paper has more."""

_STREAM: Final = re.compile(rb"stream\r?\n")
_CID: Final = re.compile(r"\(cid:\d+\)")


def read_pdf(data: bytes) -> Reading:
    """Read a PDF with a text layer.

    Raises:
        ParseError: the PDF is encrypted, broken, a scan without text, or unpacks to more than a
        report can have. MissingExtraError: pdfplumber is not installed.
    """
    _check_streams(data)
    try:
        import pdfplumber
    except ImportError:
        raise MissingExtraError(Both("reading PDF files", "读取 PDF 文件"), "pdf") from None
    try:
        with _quiet(), pdfplumber.open(BytesIO(data)) as document, drawn(data) as pictures:
            if len(document.pages) > _MAX_PAGES:
                raise ParseError(
                    Both(f"the PDF has more than {_MAX_PAGES} pages", f"PDF 多于 {_MAX_PAGES} 页")
                )
            pages = [_page(page, pictures) for page in document.pages]
    except ParseError:
        raise
    except Exception as error:  # pdfminer raises whatever its many layers raise
        if "Password" in repr(error) or "Encrypt" in repr(error):
            raise ParseError(
                Both("the PDF is encrypted with a password", "PDF 有密码"),
                hint=Both("save it without a password", "去掉密码后另存"),
            ) from None
        raise ParseError(
            Both(
                f"the PDF is broken ({type(error).__name__}: {str(error)[:200]})",
                f"PDF 已损坏（{type(error).__name__}: {str(error)[:200]}）",
            )
        ) from None
    _refuse_without_text(pages, any(page.pictures for page in pages))
    return _compose(pages)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pdfminer from printing its remarks on fonts, hundreds in a file, where the program has
    set up no logging."""
    logger = logging.getLogger("pdfminer")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _page(page: Any, pictures: Pictures) -> Page:
    """The lines and grids of one page, from top to bottom."""
    turned = direction(page.chars)
    page = _turned(page, turned)
    picture = pictures.of(page, turned)
    # marks across the page are no text of it
    chars = seen(page, [char for char in page.chars if is_upright(char)], picture)
    marks = [char for char in page.chars if not is_upright(char)]
    found = list(grids(page, chars, picture, marks)) if _may_have_tables(page) else []
    boxes = [grid.box for grid in found]

    def outside(item: Char) -> bool:
        x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        return not any(
            left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes
        )

    lines = _lines([char for char in chars if outside(char)], page.page_number)
    blocks: list[Block] = sorted([*found, *lines], key=lambda block: block.top)
    held = len(page.images)
    page.close()
    return Page(page.page_number, float(page.height), blocks, held)


def _may_have_tables(page: Any) -> bool:
    """Whether the rules of a page are few enough to look for tables: that takes the square of the
    number of crossings."""
    if len(page.edges) > _MAX_RULES:
        return False
    standing = {round(edge["x0"] / 3) for edge in page.edges if edge["orientation"] == "v"}
    lying = {round(edge["top"] / 3) for edge in page.edges if edge["orientation"] == "h"}
    return len(standing) * len(lying) <= _MAX_CROSSINGS


def _lines(chars: list[Char], page: int) -> Iterator[Line]:
    lines = _in_lines(chars)
    if goes_on := {id(char) for char in going_on(lines)}:
        lines = _in_lines(
            [{**char, "text": HOLE} if id(char) in goes_on else char for char in chars]
        )
    for line in lines:
        yield Line(
            line["text"].translate(RADICALS),  # many fonts say ⼆, a radical, where they show 二
            line["x0"],
            line["x1"],
            line["top"],
            line["bottom"],
            float(line["chars"][0]["size"]),
            page,
        )


def _in_lines(chars: list[Char]) -> list[Char]:
    from pdfplumber.utils.text import chars_to_textmap

    if not chars:
        return []
    return chars_to_textmap(chars, y_tolerance=same_line(chars)).extract_text_lines()


def _turned(page: Any, angle: int) -> Any:
    """A page turned to the right, so that a text that was turned to the left stands upright."""
    if not angle:
        return page
    turned = copy(page.page_obj)
    turned.rotate = (page.rotation + angle) % 360
    turned.attrs = {**page.page_obj.attrs, "Rotate": turned.rotate}
    return type(page)(page.pdf, turned, page.page_number)


def _compose(pages: list[Page]) -> Reading:
    composer = Composer()
    pages = without_page_numbers(pages)
    blocks = [block for page in pages for block in page.blocks]
    if not any(isinstance(block, Grid) and block.has_labels for block in blocks):
        for block in blocks:
            for line in block.plain_lines():
                composer.line(line)
        return composer.reading(PDF)
    table = 0
    for block in paragraphs(mend(blocks)):
        if isinstance(block, Line):
            composer.line(block.text)
            continue
        table += 1
        for number, row in enumerate(block.rows, 1):
            fields = [cell.text for cell in row if not cell.gone]
            if fields:
                composer.row(fields, table=table, row=number, page=block.page)
    return composer.reading(PDF)


def _refuse_without_text(pages: list[Page], pictures: bool) -> None:
    text = "".join(line for page in pages for block in page.blocks for line in block.plain_lines())
    unknown = sum(map(len, _CID.findall(text)))
    if unknown > len(text) / 5:
        raise ParseError(
            Both(
                "the PDF's fonts do not say which characters they show",
                "PDF 的字体没有说明显示的是哪些字",
            ),
            hint=Both("run a text recognition (OCR) first", "先做文字识别（OCR）"),
        )
    length = len("".join(text.split()))
    if pictures and length < 20:
        raise ParseError(
            Both(
                "the PDF is a scan: it holds pictures of pages and no text",
                "PDF 是扫描件：只有页面的图片，没有文字",
            ),
            hint=Both("run a text recognition (OCR) first", "先做文字识别（OCR）"),
        )
    if not length:
        raise ParseError(
            Both("the PDF has no text", "PDF 里没有文字"),
            hint=Both(
                "if it shows text, run a text recognition (OCR) first",
                "如果看得到文字，先做文字识别（OCR）",
            ),
        )


def _check_streams(data: bytes) -> None:
    """Refuse a PDF whose compressed streams unpack to more than a report can have, before any is
    unpacked whole.

    Pictures are left out: they are never unpacked.
    """
    left = _MAX_UNPACKED
    for start in _starts(data):
        unpacker = zlib.decompressobj()
        at = start
        try:
            while at < len(data) and not unpacker.eof:
                piece = data[at : at + 65536]
                while piece:
                    left -= len(unpacker.decompress(piece, 1 << 20))
                    if left < 0:
                        raise ParseError(
                            Both(
                                f"the PDF unpacks to more than {_MAX_UNPACKED // 2**20} MB",
                                f"PDF 解压后大于 {_MAX_UNPACKED // 2**20} MB",
                            )
                        )
                    piece = unpacker.unconsumed_tail
                at += 65536
        except zlib.error:
            continue  # not a compressed stream, or a broken one: the reader of the PDF will say


def _starts(data: bytes) -> Iterator[int]:
    """Where each compressed stream that is no picture begins."""
    for match in _STREAM.finditer(data):
        before = data[max(0, match.start() - 400) : match.start()]
        before = before[before.rfind(b"obj") :]
        if before.count(b"FlateDecode") > 1 or before.count(b"/Fl ") > 1:
            raise ParseError(
                Both(
                    "the PDF packs its streams more than once, as no program does for a report",
                    "PDF 的数据流被多次压缩，制作年报的程序都不会这样做",
                )
            )
        if b"FlateDecode" in before and b"/Image" not in before:
            yield match.end()
