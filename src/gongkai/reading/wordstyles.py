"""How a run of a Word file looks: what is set on it, on the character style that it has, on the
style of its paragraph, or for the whole document.

Source: ECMA-376 part 1, §17.7 (styles). Of the parts of a table that its style gives a look of
their own (first row, last column, bands) it is known whether they may hide a run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from .numbering import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFF: Final = ("0", "false", "off")
_PARTS: Final = {
    "firstRow": ("firstRow", 0x20, True),
    "lastRow": ("lastRow", 0x40, True),
    "firstCol": ("firstColumn", 0x80, True),
    "lastCol": ("lastColumn", 0x100, True),
    "band1Horz": ("noHBand", 0x200, False),
    "band2Horz": ("noHBand", 0x200, False),
    "band1Vert": ("noVBand", 0x400, False),
    "band2Vert": ("noVBand", 0x400, False),
}
"""The parts of a table by their names in a style: what of a table's look switches them (by name, or
in older files by a bit), and how."""


class Looks:
    """The styles of one document."""

    def __init__(self, styles: _Element | None) -> None:
        found = [] if styles is None else list(styles.iter(f"{W}style"))
        self._styles = {style.get(f"{W}styleId", ""): style for style in found}
        self._default = next(
            (
                style.get(f"{W}styleId", "")
                for style in found
                if style.get(f"{W}type") == "paragraph"
                and style.get(f"{W}default", "0") not in _OFF
            ),
            "",
        )
        everywhere = None if styles is None else styles.find(f"{W}docDefaults/{W}rPrDefault")
        self._everywhere = [] if everywhere is None else [everywhere]
        self._chains: dict[str, list[_Element]] = {}

    def find(self, run: _Element, name: str) -> _Element | None:
        """A property of a run, from the nearest place that sets it."""
        return next((found for layer in self._layers(run) for found in _set(layer, name)), None)

    def is_on(self, run: _Element, name: str) -> bool:
        """Whether a property that is on or off is on. What is on by the style of the characters and
        by that of the paragraph is off: each turns it around."""
        own, *styles = (
            next((found.get(f"{W}val", "1") not in _OFF for found in _set(layer, name)), None)
            for layer in self._layers(run)
        )
        return own if own is not None else sum(map(bool, styles)) % 2 == 1

    def parts(self, run: _Element) -> Iterator[_Element]:
        """What the style of the table around a run sets for parts of it that the run may be in."""
        cell = next(run.iterancestors(f"{W}tc"), None)
        row = None if cell is None else next(cell.iterancestors(f"{W}tr"), None)
        table = None if row is None else next(row.iterancestors(f"{W}tbl"), None)
        if cell is None or row is None or table is None:
            return
        look = table.find(f"{W}tblPr/{W}tblLook")
        outside = {
            "firstRow": _has_before(row),
            "lastRow": _has_behind(row),
            "firstCol": _has_before(cell),
            "lastCol": _has_behind(cell),
        }
        for style in self._chain(_style(table, "tblPr/tblStyle")):
            for part in style.iterfind(f"{W}tblStylePr"):
                kind = part.get(f"{W}type", "")
                if not outside.get(kind) and _is_on(look, kind):
                    yield part

    def grounds(self, run: _Element) -> Iterator[_Element]:
        """The shadings behind a run: its own, those of its styles, and those of all around it."""
        around = [*self._chain(self._table_style(run)), *self.parts(run), *run.iterancestors()]
        for element in [*self._styles_of(run), run, *around]:
            for properties in ("rPr", "pPr", "tcPr"):
                yield from element.iterfind(f"{W}{properties}/{W}shd")

    def _layers(self, run: _Element) -> tuple[list[_Element], ...]:
        """What sets the properties of a run, the nearest first."""
        return (
            [run],
            self._chain(_style(run, "rPr/rStyle")),
            self._chain(self._paragraph_style(run)),
            self._chain(self._table_style(run)),
            self._everywhere,
        )

    def _styles_of(self, run: _Element) -> list[_Element]:
        return self._chain(_style(run, "rPr/rStyle")) + self._chain(self._paragraph_style(run))

    def _table_style(self, run: _Element) -> str:
        table = next(run.iterancestors(f"{W}tbl"), None)
        return "" if table is None else _style(table, "tblPr/tblStyle")

    def _paragraph_style(self, run: _Element) -> str:
        paragraph = next(run.iterancestors(f"{W}p"), None)
        own = "" if paragraph is None else _style(paragraph, "pPr/pStyle")
        return own if own in self._styles else self._default

    def _chain(self, name: str) -> list[_Element]:
        """A style and those that it is based on."""
        if name not in self._chains:
            chain: list[_Element] = []
            at = self._styles.get(name)
            while at is not None and at not in chain:
                chain.append(at)
                at = self._styles.get(_style(at, "basedOn"))
            self._chains[name] = chain
        return self._chains[name]


def _is_on(look: _Element | None, kind: str) -> bool:
    """Whether a part is shown in the look that a table has; a part that is not known is."""
    if look is None or kind not in _PARTS:
        return True
    name, bit, on = _PARTS[kind]
    is_set, bits = look.get(f"{W}{name}"), look.get(f"{W}val", "")
    if is_set is not None:
        return (is_set not in _OFF) == on
    return not re.fullmatch("[0-9A-Fa-f]{4}", bits) or bool(int(bits, 16) & bit) == on


def _has_before(element: _Element) -> bool:
    return next(element.itersiblings(element.tag, preceding=True), None) is not None


def _has_behind(element: _Element) -> bool:
    return next(element.itersiblings(element.tag), None) is not None


def _set(layer: list[_Element], name: str) -> Iterator[_Element]:
    for element in layer:
        yield from element.iterfind(f"{W}rPr/{W}{name}")


def _style(element: _Element, path: str) -> str:
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return "" if found is None else found.get(f"{W}val", "")
