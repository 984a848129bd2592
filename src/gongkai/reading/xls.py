"""Old Excel workbooks (.xls), and what WPS saves as .et or .xls: binary files of the same kind."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from io import StringIO
from typing import Any, Final

from ..errors import MissingExtraError, ParseError
from ..languages import Both
from ..model import HOLE
from .composing import TINY, Reading, holds_digit, is_seen, seen
from .mediatypes import XLS
from .numberformats import GENERAL, shown
from .sheets import Area, Sheet, compose

_THIN: Final = 2
"""Nothing is seen of a row that is not this high (in twentieths of a point)."""

_NARROW: Final = 26
"""Nothing is seen of a column that is not this wide (in parts of 256 of a digit)."""


def read_xls(data: bytes) -> Reading:
    """Read an old Excel workbook.

    Raises:
        ParseError: the workbook is encrypted, broken, or shows no text. MissingExtraError: xlrd is
        not installed.
    """
    try:
        import xlrd
    except ImportError:
        raise MissingExtraError(Both("reading spreadsheets", "读取电子表格"), "sheets") from None
    try:
        with redirect_stdout(StringIO()) as said:  # its remarks on odd files
            book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=said)
            sheets = [_sheet(xlrd, book, sheet) for sheet in book.sheets()]
    except Exception as error:  # xlrd raises whatever a damaged record leads it to
        if "encrypted" in str(error):
            raise ParseError(
                Both("the file is encrypted with a password", "文件有密码"),
                hint=Both("save it without a password", "去掉密码后另存"),
            ) from None
        raise ParseError(
            Both(
                f"the Excel workbook is broken ({type(error).__name__}: {error})",
                f"Excel 工作簿已损坏（{type(error).__name__}: {error}）",
            )
        ) from None
    return compose(sheets, XLS)


def _sheet(xlrd: Any, book: Any, sheet: Any) -> Sheet:
    return Sheet(
        sheet.name,
        dict(_texts(xlrd, book, sheet)),
        [Area(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells],
        frozenset(
            row + 1
            for row, look in sheet.rowinfo_map.items()
            if look.hidden or (not look.has_default_height and look.height < _THIN)
        ),
        frozenset(
            column + 1
            for column, look in sheet.colinfo_map.items()
            if look.hidden or look.width < _NARROW
        ),
        hidden=bool(sheet.visibility),
    )


def _texts(xlrd: Any, book: Any, sheet: Any) -> Iterator[tuple[tuple[int, int], str]]:
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
            place = (row + 1, column + 1)
            if kind == xlrd.XL_CELL_TEXT:
                runs = sheet.rich_text_runlist_map.get((row, column), [])
                yield place, _seen(book, sheet, row, column, value, runs)
            elif kind == xlrd.XL_CELL_NUMBER:
                if value or sheet.show_zero_values:
                    text = shown(value, _format(book, sheet, row, column))
                    yield place, _seen(book, sheet, row, column, text, [])
            elif kind == xlrd.XL_CELL_DATE:
                yield place, _date(xlrd, value, book.datemode)
            elif kind == xlrd.XL_CELL_BOOLEAN:
                yield place, "TRUE" if value else "FALSE"
            elif kind == xlrd.XL_CELL_ERROR:
                yield place, xlrd.error_text_from_code.get(value, "#ERROR")


def _seen(
    book: Any, sheet: Any, row: int, column: int, whole: str, runs: Sequence[tuple[int, int]]
) -> str:
    """What of a cell is seen. ``runs`` are the parts with a look of their own: where each begins,
    and its font."""
    look = book.xf_list[sheet.cell_xf_index(row, column)]
    filled = look.background.fill_pattern == 1
    paper = _rgb(book, look.background.pattern_colour_index) if filled else ""
    ends = [*(start for start, _ in runs[1:]), len(whole)]
    parts = [(start, end, font) for (start, font), end in zip(runs, ends, strict=False)]
    first = runs[0][0] if runs else len(whole)
    text = "".join(
        _part(book, whole[start:end], book.font_list[font], paper)
        for start, end, font in [(0, first, look.font_index), *parts]
    )
    return text if text.strip() or not holds_digit(whole) else HOLE


def _part(book: Any, text: str, font: Any, paper: str) -> str:
    faint = font.height < 20 * TINY or not is_seen(_rgb(book, font.colour_index), paper)
    return seen(text, struck=bool(font.struck_out), raised=bool(font.escapement), faint=faint)


def _rgb(book: Any, index: int) -> str:
    """A colour in six hexadecimal digits, empty where it is the usual one of letters or paper."""
    levels = book.colour_map.get(index)
    return "" if levels is None else bytes(levels).hex()


def _format(book: Any, sheet: Any, row: int, column: int) -> str:
    look = book.xf_list[sheet.cell_xf_index(row, column)]
    known = book.format_map.get(look.format_key)
    return GENERAL if known is None else str(known.format_str)


def _date(xlrd: Any, value: float, mode: int) -> str:
    try:
        day: datetime.datetime = xlrd.xldate.xldate_as_datetime(value, mode)
    except (ValueError, OverflowError):
        return "#DATE"
    return f"{day.year}年{day.month}月{day.day}日" if value >= 1 else str(day.time())
