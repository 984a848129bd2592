"""The picture of a PDF page, drawn as a viewer draws it: whether anything is seen at a place.

A page says much that is not seen (white, invisible or clipped text, text below a box, layers that
are switched off) and shows much that is no text (pictures, outlines, fields of forms, remarks).
Only the picture has both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import ceil, floor
from threading import Lock
from typing import Any, Final

import attrs

from .pages import Box

_SCALE: Final = 2.0
"""Dots for each point: the strokes of the smallest print are not lost."""

_MOST_DOTS: Final = 40_000_000
_LOCK: Final = Lock()  # PDFium has no threads


@attrs.frozen
class Picture:
    """A page in shades of grey, row by row. ``box`` is the part of the page that it shows."""

    dots: bytes = attrs.field(repr=False)
    stride: int
    width: int
    height: int
    box: Box

    def contrast(self, box: Box) -> int:
        """How far apart the darkest and the lightest dot in a box are: 0 where nothing is seen, at
        most 255.

        >>> Picture(bytes([255, 255, 255, 0]), 2, 2, 2, (0, 0, 2, 2)).contrast((1, 0, 2, 2))
        255
        """
        left, top, right, bottom = self.box
        across, down = self.width / (right - left), self.height / (bottom - top)
        x0, x1 = _within(box[0] - left, box[2] - left, across, self.width)
        y0, y1 = _within(box[1] - top, box[3] - top, down, self.height)
        part = b"".join(
            self.dots[row * self.stride + x0 : row * self.stride + x1] for row in range(y0, y1)
        )
        return max(part) - min(part) if part else 0


def _within(start: float, end: float, scale: float, most: int) -> tuple[int, int]:
    return min(max(floor(start * scale), 0), most), min(max(ceil(end * scale), 0), most)


class Pictures:
    """Draws the pages of one PDF."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def of(self, page: Any, turned: int) -> Picture | None:
        """The picture of a page (of pdfplumber), turned so far; None if it cannot be drawn."""
        box = _common(page.cropbox, page.mediabox)
        size = (box[2] - box[0]) * (box[3] - box[1])
        scale = min(_SCALE, (_MOST_DOTS / max(size, 1)) ** 0.5)
        if self._document is None or scale < 1 or (page.rotation and box != page.mediabox):
            return None
        try:
            with _LOCK:
                drawn = self._document[page.page_number - 1].render(
                    scale=scale, rotation=turned, grayscale=True
                )
                dots = bytes(drawn.buffer)
                return Picture(dots, drawn.stride, drawn.width, drawn.height, box)
        except Exception:  # whatever PDFium says of a page that pdfplumber can read
            return None


def _common(one: Box, other: Box) -> Box:
    """What two boxes share; the second where they share nothing."""
    box = *map(max, one[:2], other[:2]), *map(min, one[2:], other[2:])
    left, top, right, bottom = box
    return (left, top, right, bottom) if left < right and top < bottom else other


@contextmanager
def pictures(data: bytes) -> Iterator[Pictures]:
    """The pictures of a PDF's pages; none if PDFium cannot open it."""
    import pypdfium2

    document: Any = None
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
            document.init_forms()
        except pypdfium2.PdfiumError:
            pass
    try:
        yield Pictures(document)
    finally:
        if document is not None:
            with _LOCK:
                document.close()


def box_of(item: Mapping[str, Any]) -> Box:
    """The box of an object (of pdfplumber)."""
    return item["x0"], item["top"], item["x1"], item["bottom"]
