"""What stands on the pages of a PDF: lines, and grids of ruled cells. Page numbers and running
heads are told apart here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Final, TypeAlias

import attrs

from ..form import EDITIONS, rows
from ..form.wording import key, names
from .composing import is_distinctive, plain

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the top left corner of the page."""

_NUMBERED: Final = re.compile(
    r"[-—–―_·•~\s]+\d{1,3}[-—–―_·•~\s]+|第?\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?|\d{1,3}\s*[/／]\s*\d{1,3}|Page\s*\d{1,3}.*"
)
_BARE: Final = re.compile(r"\d{1,3}")


@cache
def group_keys() -> frozenset[str]:
    """The keys of the labels that stand beside several rows (三、本年度办理结果,
    （三）不予公开)."""
    beside = {
        key(label)
        for edition in EDITIONS
        for row in rows(edition, "requests")
        for label in row.groups
    }
    return frozenset(beside | {known for known in names() if known.endswith("办理结果")})


@attrs.frozen(eq=False)
class Line:
    """One line of text outside of tables."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int

    def plain_lines(self) -> Iterator[str]:
        """The line itself."""
        yield self.text


@attrs.define(eq=False)
class GridCell:
    """One ruled cell: its place on the page and its text. ``gone`` once it was joined to the cell
    that it continues."""

    box: Box
    text: str
    gone: bool = False


@attrs.define(eq=False)
class Grid:
    """A ruled table, or the part of one that stands on one page. Each cell stands once, in the row
    where it begins."""

    page: int
    box: Box
    rows: list[list[GridCell]]

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.box[1]

    @property
    def has_labels(self) -> bool:
        """Whether it is a part of the form, and not a frame around something else."""
        return any(
            is_distinctive(cell.text) or key(cell.text) in keys()
            for row in self.rows
            for cell in row
        )

    def plain_lines(self) -> Iterator[str]:
        """Each row as a line."""
        for row in self.rows:
            yield " ".join(cell.text for cell in row if cell.text)


Block: TypeAlias = Line | Grid


@attrs.frozen
class Page:
    """One page: its blocks from top to bottom, and how many pictures it has."""

    number: int
    height: float
    blocks: list[Block]
    pictures: int


@cache
def keys() -> frozenset[str]:
    """The keys of all labels of the form, with and without their numbers."""
    numbered = (
        label for edition in EDITIONS for row in rows(edition) for label in (row.title, *row.groups)
    )
    return frozenset(names()) | frozenset(map(key, numbered))


def without_page_numbers(pages: list[Page]) -> list[Page]:
    """The pages without page numbers, and without lines that stand at the same place on every
    page."""
    edges = [(page, line) for page in pages for line in _edge_lines(page)]
    bare = Counter(
        int(line.text) - page.number for page, line in edges if _BARE.fullmatch(plain(line.text))
    )
    shift, times = bare.most_common(1)[0] if bare else (0, 0)
    heads = Counter((_pattern(line.text), round(line.top)) for _, line in edges)
    dropped: set[Line] = set()
    for page, line in edges:
        text = plain(line.text)
        numbered = _NUMBERED.fullmatch(text) is not None
        counted = (
            _BARE.fullmatch(text) is not None and times > 1 and int(text) - page.number == shift
        )
        in_margin = line.top < 0.1 * page.height or line.bottom > 0.9 * page.height
        running = (
            len(pages) > 2
            and in_margin
            and not _BARE.fullmatch(text)
            and heads[_pattern(line.text), round(line.top)] == len(pages)
        )
        if numbered or counted or running:
            dropped.add(line)
    return [
        attrs.evolve(page, blocks=[block for block in page.blocks if block not in dropped])
        for page in pages
    ]


def _edge_lines(page: Page) -> list[Line]:
    """The first and last lines of a page, up to two on each side as long as nothing but lines
    stands there."""
    found: list[Line] = []
    for blocks in (page.blocks, page.blocks[::-1]):
        for block in blocks[:2]:
            if not isinstance(block, Line):
                break
            if block not in found:
                found.append(block)
    return found


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "0", plain(text))
