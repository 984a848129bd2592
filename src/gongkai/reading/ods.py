"""OpenDocument spreadsheets (.ods): the file holds what each cell shows as text, and that is what
is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from ..errors import MissingExtraError, ParseError
from ..languages import Both
from ..model import HOLE
from . import archive
from .composing import Reading, holds_digit
from .mediatypes import ODS
from .odsstyles import Look, Styles, seen, shows
from .sheets import Area, Sheet, compose

if TYPE_CHECKING:
    from lxml.etree import _Element

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_NOTES: Final = (f"{_TEXT}note", f"{_TEXT}ruby-text")
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
        raise MissingExtraError(Both("reading spreadsheets", "读取电子表格"), "sheets") from None
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(archive.part(data, "content.xml"), parser)
        roots = [root]
        if shared := archive.part(data, "styles.xml"):
            roots.append(etree.fromstring(shared, parser))
    except Exception as error:  # a broken archive or XML, by many names
        raise ParseError(
            Both(
                f"the spreadsheet is broken ({type(error).__name__}: {error})",
                f"电子表格已损坏（{type(error).__name__}: {error}）",
            )
        ) from None
    styles = Styles(roots)
    body = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet")
    tables = [] if body is None else body.iterchildren(f"{_TABLE}table")
    return compose([_sheet(table, styles) for table in tables], ODS)


def _sheet(table: _Element, styles: Styles) -> Sheet:
    texts: dict[tuple[int, int], str] = {}
    merged: list[Area] = []
    rows: set[int] = set()
    columns: set[int] = set()
    looks: dict[int, str | None] = {}
    at = 0
    for column in table.iter(f"{_TABLE}table-column"):
        count = _number(column, "number-columns-repeated")
        covered = range(at + 1, at + 1 + min(count, _MAX_REPEATED))
        looks.update(dict.fromkeys(covered, column.get(f"{_TABLE}default-cell-style-name")))
        if not _is_shown(column, "table-column", styles):
            columns.update(covered)
        at += count
    number = 0
    for row in table.iter(f"{_TABLE}table-row"):
        count = _number(row, "number-rows-repeated")
        found, areas = _cells(row, looks, styles)
        for shift in range(min(count, _MAX_REPEATED) if found else 0):
            texts.update({(number + 1 + shift, at): text for at, text in found.items()})
        if not _is_shown(row, "table-row", styles):
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
        hidden=not _is_shown(table, "table", styles),
    )


def _is_shown(element: _Element, family: str, styles: Styles) -> bool:
    return element.get(f"{_TABLE}visibility", "visible") == "visible" and shows(
        styles.look(family, element.get(f"{_TABLE}style-name"))
    )


def _cells(
    row: _Element, looks: Mapping[int, str | None], styles: Styles
) -> tuple[dict[int, str], list[tuple[int, int, int]]]:
    """The texts of a row by column, and its merged cells: column, rows down, columns across.

    ``looks`` are the styles of the cells in each column that have none of their own."""
    texts: dict[int, str] = {}
    merged = []
    at = 0
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        count = _number(cell, "number-columns-repeated")
        down, across = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            merged.append((at + 1, down, across))
        style = (
            cell.get(f"{_TABLE}style-name")
            or row.get(f"{_TABLE}default-cell-style-name")
            or looks.get(at + 1)
        )
        text = _text(cell, styles.look("table-cell", style), styles)
        if text and cell.tag == f"{_TABLE}table-cell":
            for shift in range(min(count, _MAX_REPEATED)):
                texts[at + 1 + shift] = text
        at += count
    return texts, merged


def _text(cell: _Element, look: Look, styles: Styles) -> str:
    parts = list(cell.iterchildren(f"{_TEXT}p", f"{_TEXT}h"))
    text = "\n".join(_paragraph(part, look, styles) for part in parts)
    if text.strip():
        return text
    if any(holds_digit("".join(map(str, part.itertext()))) for part in parts):
        return HOLE  # a figure that is struck out or hidden: not an empty cell
    # a value is there and no text: what the cell shows is not known. A zero may be hidden
    return HOLE if cell.get(f"{_OFFICE}value-type") and cell.get(f"{_OFFICE}value") != "0" else ""


def _paragraph(part: _Element, around: Look, styles: Styles) -> str:
    """What is seen of a paragraph, or of a part of one, without the notes that hang on it."""
    family = "text" if part.tag == f"{_TEXT}span" else "paragraph"
    look = {**around, **styles.look(family, part.get(f"{_TEXT}style-name"))}
    found = [seen(part.text or "", look)]
    for child in part:
        if child.tag in (f"{_TEXT}s", f"{_TEXT}tab"):
            found.append(" ")
        elif child.tag == f"{_TEXT}line-break":
            found.append("\n")
        elif isinstance(child.tag, str) and child.tag.startswith(_TEXT) and child.tag not in _NOTES:
            found.append(_paragraph(child, look, styles))
        found.append(seen(child.tail or "", look))
    return "".join(found)


def _number(element: _Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1
