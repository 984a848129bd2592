"""Excel workbooks (.xlsx, .xlsm), and what WPS saves as such."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from ..errors import MissingExtraError, ParseError
from ..model import HOLE
from .composing import Reading
from .mediatypes import XLSX
from .numberformats import shown
from .sheets import Area, Sheet, compose


def read_xlsx(data: bytes) -> Reading:
    """Read an Excel workbook.

    The figure of a formula is the one that was stored with it; a formula that was never computed
    leaves its cell open.

    Raises:
        ParseError: the workbook is broken, or shows no text. MissingExtraError: openpyxl is not
        installed.
    """
    try:
        import openpyxl
    except ImportError:
        raise MissingExtraError("reading spreadsheets", "sheets") from None
    try:
        values = openpyxl.load_workbook(BytesIO(data), data_only=True)
        formulas = openpyxl.load_workbook(BytesIO(data))
        sheets = [
            _sheet(sheet, formulas[sheet.title])
            for sheet in values.worksheets  # charts and macros have sheets of their own kind
        ]
    except Exception as error:  # whatever the zip, XML and package layers of openpyxl raise
        raise ParseError(
            f"the Excel workbook is broken ({type(error).__name__}: {error})"
        ) from None
    return compose(sheets, XLSX)


def _sheet(sheet: Any, with_formulas: Any) -> Sheet:
    zeros = sheet.sheet_view.showZeros is not False
    texts = dict(_texts(sheet, with_formulas, zeros))
    return Sheet(
        sheet.title,
        texts,
        [Area(a.min_row, a.min_col, a.max_row, a.max_col) for a in sheet.merged_cells.ranges],
        frozenset(row for row, look in sheet.row_dimensions.items() if look.hidden),
        frozenset(_hidden_columns(sheet)),
        hidden=sheet.sheet_state != "visible",
    )


def _texts(sheet: Any, with_formulas: Any, zeros: bool) -> Iterator[tuple[tuple[int, int], str]]:
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
            yield place, as_text(value, known.number_format)


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


def _hidden_columns(sheet: Any) -> Iterator[int]:
    for look in sheet.column_dimensions.values():
        if look.hidden:
            look.reindex()  # its first and last column are known only then
            yield from range(look.min, look.max + 1)
