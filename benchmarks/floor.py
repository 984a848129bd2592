"""The least that any reader of these tables must do: split a text into cells, write each of them in
one way (width, blanks, quotes), and look it up."""

from __future__ import annotations

import re
import unicodedata

from gongkai import form

CELL = re.compile(r"[^|\t\n]+")
WITHOUT_BORDERS = {
    "glued": re.compile(r"[0-9]+|[^0-9\n]+"),
    "spaced": re.compile(r"[0-9.]+|[^\s0-9]+"),
}
"""Where nothing separates cells, a cell ends where digits begin or end."""

_QUOTES = str.maketrans(dict.fromkeys("“”‘’\"'", ""))


def normal(text: str) -> str:
    """A cell in full or half width, with blanks or quotes or without, is the same cell."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).split())


LABELS = {normal(row.title): row.path for edition in form.EDITIONS for row in form.rows(edition)}


def floor(text: str, layout: str | None) -> int:
    """Split a text of this layout into cells, and look each of them up."""
    cell = WITHOUT_BORDERS.get(layout or "", CELL)
    return sum(LABELS.get(normal(match[0])) is not None for match in cell.finditer(text))
