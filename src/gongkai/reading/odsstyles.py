"""How a text of an OpenDocument spreadsheet looks, by the styles that it, its paragraph and its
cell have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from . import composing
from .composing import is_dark, is_white

if TYPE_CHECKING:
    from lxml.etree import _Element

_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FO: Final = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"

Look = Mapping[str, str]
"""What is set, by its name in the file."""


class Styles:
    """The styles of one document."""

    def __init__(self, roots: list[_Element]) -> None:
        self._styles = {
            (style.get(f"{_STYLE}family", ""), style.get(f"{_STYLE}name", "")): style
            for root in roots
            for style in root.iter(f"{_STYLE}style")
        }

    def look(self, family: str, name: str | None) -> Look:
        """All that a style and those above it set."""
        chain: list[_Element] = []
        at = self._styles.get((family, name or ""))
        while at is not None and at not in chain:
            chain.append(at)
            at = self._styles.get((family, at.get(f"{_STYLE}parent-style-name", "")))
        return {
            str(key): str(value)
            for style in reversed(chain)
            for properties in style
            for key, value in properties.attrib.items()
        }


def shows(look: Look) -> bool:
    """Whether a sheet, row or column is shown and has a size."""
    sizes = (look.get(f"{_STYLE}row-height", ""), look.get(f"{_STYLE}column-width", ""))
    return look.get(f"{_TABLE}display") != "false" and not any(
        re.fullmatch(r"0(?:\.0+)?[a-z]*", size) for size in sizes
    )


def seen(text: str, look: Look) -> str:
    """What is seen of a text: nothing of what is hidden, struck out, or a raised mark of a note."""
    struck = look.get(
        f"{_STYLE}text-line-through-style", look.get(f"{_STYLE}text-line-through-type", "none")
    )
    raised = not look.get(f"{_STYLE}text-position", "0%").startswith("0%")
    gone = look.get(f"{_TEXT}display") == "none" or struck != "none"
    faint = is_white(_rgb(look, "color")) and not is_dark(_rgb(look, "background-color"))
    return composing.seen(text, struck=gone, raised=raised, faint=faint)


def _rgb(look: Look, name: str) -> str:
    return look.get(f"{_FO}{name}", "").removeprefix("#")
