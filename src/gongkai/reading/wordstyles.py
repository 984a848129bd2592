"""How a run of a Word file looks: what is set on it, on the character style that it has, on the
style of its paragraph, or for the whole document.

Source: ECMA-376 part 1, §17.7 (styles). Styles of tables are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from .numbering import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFF: Final = ("0", "false", "off")


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

    def grounds(self, run: _Element) -> Iterator[_Element]:
        """The shadings behind a run: its own, those of its styles, and those of all around it."""
        for element in [*self._styles_of(run), run, *run.iterancestors()]:
            for properties in ("rPr", "pPr", "tcPr"):
                yield from element.iterfind(f"{W}{properties}/{W}shd")

    def _layers(self, run: _Element) -> tuple[list[_Element], ...]:
        """What sets the properties of a run, the nearest first."""
        return (
            [run],
            self._chain(_style(run, "rPr/rStyle")),
            self._chain(self._paragraph_style(run)),
            self._everywhere,
        )

    def _styles_of(self, run: _Element) -> list[_Element]:
        return self._chain(_style(run, "rPr/rStyle")) + self._chain(self._paragraph_style(run))

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


def _set(layer: list[_Element], name: str) -> Iterator[_Element]:
    for element in layer:
        yield from element.iterfind(f"{W}rPr/{W}{name}")


def _style(element: _Element, path: str) -> str:
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return "" if found is None else found.get(f"{W}val", "")
