"""OpenDocument spreadsheets (.ods): the file holds what each cell shows as text, and that is what
is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..errors import MissingExtraError, ParseError
from ..model import HOLE
from . import archive
from .composing import Reading
from .mediatypes import ODS
from .sheets import Area, Sheet, compose

if TYPE_CHECKING:
    from lxml.etree import _Element

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_MAX_REPEATED: Final = 1_000
"""A cell with text is repeated over no more cells than this: no table of a report is wider."""


def read_ods(data: bytes) -> Reading:
    """Read an OpenDocument spreadsheet.

    Raises:
        ParseError: the file is broken, or shows no text. MissingExtraError: lxml is not installed.
    """
    try:
        from lxml import etree
    except ImportError:
        raise MissingExtraError("reading spreadsheets", "sheets") from None
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(archive.part(data, "content.xml"), parser)
    except Exception as error:  # a broken archive or XML, by many names
        raise ParseError(f"the spreadsheet is broken ({type(error).__name__}: {error})") from None
    unseen = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for look in style.iter(f"{_STYLE}table-properties")
        if look.get(f"{_TABLE}display") == "false"
    }
    body = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet")
    tables = [] if body is None else body.iterchildren(f"{_TABLE}table")
    return compose([_sheet(table, unseen) for table in tables], ODS)


def _sheet(table: _Element, unseen: set[str | None]) -> Sheet:
    texts: dict[tuple[int, int], str] = {}
    merged: list[Area] = []
    rows: set[int] = set()
    columns: set[int] = set()
    at = 0
    for column in table.iter(f"{_TABLE}table-column"):
        count = _number(column, "number-columns-repeated")
        if column.get(f"{_TABLE}visibility", "visible") != "visible":
            columns.update(range(at + 1, at + 1 + min(count, _MAX_REPEATED)))
        at += count
    number = 0
    for row in table.iter(f"{_TABLE}table-row"):
        count = _number(row, "number-rows-repeated")
        found, areas = _cells(row)
        for shift in range(min(count, _MAX_REPEATED) if found else 0):
            texts.update({(number + 1 + shift, at): text for at, text in found.items()})
        if row.get(f"{_TABLE}visibility", "visible") != "visible":
            rows.update(range(number + 1, number + 1 + min(count, _MAX_REPEATED)))
        merged += [
            Area(number + 1, left, number + down, left + across - 1) for left, down, across in areas
        ]
        number += count
    return Sheet(
        table.get(f"{_TABLE}name") or "",
        texts,
        merged,
        frozenset(rows),
        frozenset(columns),
        hidden=table.get(f"{_TABLE}style-name") in unseen,
    )


def _cells(row: _Element) -> tuple[dict[int, str], list[tuple[int, int, int]]]:
    """The texts of a row by column, and its merged cells: column, rows down, columns across."""
    texts: dict[int, str] = {}
    merged = []
    at = 0
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        count = _number(cell, "number-columns-repeated")
        down, across = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            merged.append((at + 1, down, across))
        text = "\n".join(_paragraph(part) for part in cell.iterchildren(f"{_TEXT}p", f"{_TEXT}h"))
        if not text and cell.get(f"{_OFFICE}value-type"):
            # a value is there and no text: what the cell shows is not known. A zero may be hidden
            text = "" if cell.get(f"{_OFFICE}value") == "0" else HOLE
        if text and cell.tag == f"{_TABLE}table-cell":
            for shift in range(min(count, _MAX_REPEATED)):
                texts[at + 1 + shift] = text
        at += count
    return texts, merged


def _paragraph(part: _Element) -> str:
    """The text of a paragraph without the notes that hang on it."""
    found = [part.text or ""]
    for child in part:
        if child.tag == f"{_TEXT}s":
            found.append(" ")
        elif child.tag == f"{_TEXT}line-break":
            found.append("\n")
        elif isinstance(child.tag, str) and child.tag.startswith(_TEXT):
            found.append(_paragraph(child))
        found.append(child.tail or "")
    return "".join(found)


def _number(element: _Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1
