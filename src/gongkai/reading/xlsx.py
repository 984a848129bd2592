"""Excel workbooks (.xlsx, .xlsm), and what WPS saves as such."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from ..errors import MissingExtraError, ParseError
from ..languages import Both
from ..model import HOLE
from .composing import TINY, Reading, holds_digit, is_seen, is_white, seen
from .conditions import Conditions
from .mediatypes import XLSX
from .numberformats import shown
from .sheets import Area, Sheet, compose

_THIN: Final = 0.1
"""Nothing is seen of a row that is not this high (in points), or a column that is not this wide (in
digits)."""


def read_xlsx(data: bytes) -> Reading:
    """Read an Excel workbook.

    The figure of a formula is the one that was stored with it; a formula that was never computed
    leaves its cell open. What is struck out, and a raised mark of a note, is left out; what is
    white on white, or may be hidden by a conditional format, cannot be read.

    Raises:
        ParseError: the workbook is broken, or shows no text. MissingExtraError: openpyxl is not
        installed.
    """
    try:
        import openpyxl
    except ImportError:
        raise MissingExtraError(Both("reading spreadsheets", "读取电子表格"), "sheets") from None
    try:
        values = openpyxl.load_workbook(BytesIO(data), data_only=True, rich_text=True)
        formulas = openpyxl.load_workbook(BytesIO(data))
        sheets = [
            _sheet(sheet, formulas[sheet.title])
            for sheet in values.worksheets  # charts and macros have sheets of their own kind
        ]
    except Exception as error:  # whatever the zip, XML and package layers of openpyxl raise
        raise ParseError(
            Both(
                f"the Excel workbook is broken ({type(error).__name__}: {error})",
                f"Excel 工作簿已损坏（{type(error).__name__}: {error}）",
            )
        ) from None
    return compose(sheets, XLSX)


def _sheet(sheet: Any, with_formulas: Any) -> Sheet:
    zeros = sheet.sheet_view.showZeros is not False
    texts = dict(_texts(sheet, with_formulas, zeros))
    return Sheet(
        sheet.title,
        texts,
        [Area(a.min_row, a.min_col, a.max_row, a.max_col) for a in sheet.merged_cells.ranges],
        frozenset(_hidden_rows(sheet)),
        frozenset(_hidden_columns(sheet)),
        hidden=sheet.sheet_state != "visible",
    )


def _texts(sheet: Any, with_formulas: Any, zeros: bool) -> Iterator[tuple[tuple[int, int], str]]:
    conditions = Conditions(sheet)
    # the cells that the file has: a sheet may say that it reaches to its millionth row
    for place, cell in with_formulas._cells.items():
        if cell.value is None:
            continue
        known = sheet._cells.get(place)
        value = None if known is None else known.value
        if value is None:  # a formula without the value that it had
            yield place, HOLE
        elif value == 0 and not zeros and not isinstance(value, (str, bool)):
            continue
        else:
            text = _seen(known)
            hidden = holds_digit(text) and conditions.may_hide(place, value)
            yield place, HOLE if hidden else text


def _seen(cell: Any) -> str:
    """What of a cell is seen, which may have parts with a look of their own."""
    whole = as_text(cell.value, cell.number_format)
    parts = cell.value if isinstance(cell.value, list) else [whole]
    text = "".join(_part(getattr(part, "font", cell.font), str(part), cell.fill) for part in parts)
    return text if text.strip() or not holds_digit(whole) else HOLE


def _part(font: Any, text: str, ground: Any) -> str:
    raised = font.vertAlign in ("superscript", "subscript")
    solid = ground.fill_type == "solid"
    ink, paper = _rgb(font.color), _rgb(ground.fgColor) if solid else ""
    # of a colour of a theme it is not known which one it is
    if solid and ground.fgColor.type == "theme" and not is_white(ink):
        paper = ""
    faint = (font.size is not None and font.size < TINY) or not is_seen(ink, paper)
    return seen(text, struck=bool(font.strike), raised=raised, faint=faint)


def _rgb(color: Any) -> str:
    """A colour in six hexadecimal digits, empty where it is not known: of a theme, only that it is
    white or dark is."""
    if color is None:
        return ""
    if color.type == "theme":
        if color.theme == 0:
            return "FFFFFF" if color.tint > -0.1 else ""
        return "000000" if color.theme != 2 and color.tint <= 0.4 else ""
    if color.type == "indexed":
        from openpyxl.styles.colors import COLOR_INDEX

        return COLOR_INDEX[color.indexed][-6:] if color.indexed < len(COLOR_INDEX) else ""
    return str(color.rgb)[-6:]


def as_text(value: object, number_format: str) -> str:
    """What a cell shows. A date or time is no figure, and is written as a date."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return shown(value, number_format)
    if isinstance(value, datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, (datetime.time, datetime.timedelta)):
        return f"{value}"
    return str(value)


def _hidden_rows(sheet: Any) -> Iterator[int]:
    for row, look in sheet.row_dimensions.items():
        if look.hidden or (look.height is not None and look.height < _THIN):
            yield row


def _hidden_columns(sheet: Any) -> Iterator[int]:
    for look in sheet.column_dimensions.values():
        if look.hidden or look.width < _THIN:
            look.reindex()  # its first and last column are known only then
            yield from range(look.min, look.max + 1)
