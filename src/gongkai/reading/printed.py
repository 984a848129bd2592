"""Which characters of a PDF page are seen, and which of its digits make the figures that a reader
sees. A digit that is not seen, or makes no figure where it stands, is a hole in the text."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, TypeAlias

from ..form.wording import key
from ..model import HOLE
from .pages import keys
from .picture import Picture, box_of

Char: TypeAlias = dict[str, Any]
"""A character, or another object on a page, of pdfplumber."""

_FAINT: Final = 12
"""Less contrast, of 255, is not seen."""

_TINY: Final = 2.0
"""Nobody reads a smaller print (in points)."""

_TWICE: Final = 1.0
"""A character this near to the same one, in points, was printed twice to make it bold."""

_PLACE: Final = 6.0
"""Digits nearer to each other than this, in points, may be at one place."""

_MOST_AT_ONE: Final = 8
"""More digits than end at one place of a page where they can be read."""

_HATCHED: Final = 1000
"""So many rules at one height are a pattern, in which nothing is read."""

_LEADING: Final = 1.6
"""Lines of one text are no further apart, in parts of the size of its letters."""

_ROW: Final = 4
"""A line with fewer figures at its end may be one of prose."""

_OVER: Final = ("FreeText", "Redact", "Stamp", "StrikeOut", "Widget")
"""Kinds of annotations that stand in the place of what is below them."""


def direction(chars: Sequence[Char]) -> int:
    """By how many degrees the text of a page is turned to the left, for the most part."""
    turns = Counter(map(_turn, chars))
    return turns.most_common(1)[0][0] if turns else 0


def _turn(char: Char) -> int:
    a, b = char["matrix"][:2]
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 180
    return 90 if b > 0 else 270


def is_upright(char: Char) -> bool:
    """Whether a character stands upright or at a right angle; slanted lines of text are marks
    across the page."""
    a, b = abs(char["matrix"][0]), abs(char["matrix"][1])
    return bool(min(a, b) <= 0.1 * max(a, b))


def seen(page: Any, chars: Sequence[Char], picture: Picture | None) -> list[Char]:
    """These characters of a page (of pdfplumber), each once, with a hole for each digit that cannot
    be read."""
    once = list(_once(chars))
    doubtful = {
        *_unseen(once, picture),
        *_struck(once, page.lines + page.rects),
        *_annotated(once, page),
        *_raised(once),
        *_turned(once),
        *_covered(once),
    }
    return [{**char, "text": HOLE} if at in doubtful else char for at, char in enumerate(once)]


def _once(chars: Sequence[Char]) -> Iterator[Char]:
    """The characters without those that are printed again to be bold, which would double every
    digit."""
    known: dict[tuple[object, ...], list[Char]] = {}
    for char in chars:
        kind = char["text"], char["fontname"], round(char["size"], 3), char["upright"]
        x, y = int(char["x0"] // _TWICE), int(char["top"] // _TWICE)
        if not any(
            abs(other["x0"] - char["x0"]) <= _TWICE and abs(other["top"] - char["top"]) <= _TWICE
            for near in itertools.product((x - 1, x, x + 1), (y - 1, y, y + 1))
            for other in known.get((*kind, *near), ())
        ):
            known.setdefault((*kind, x, y), []).append(char)
            yield char


def is_digit(char: Char) -> bool:
    """Whether a character is a digit, or was one that cannot be read."""
    return bool(char["text"].isdigit() or char["text"] == HOLE)


def _unseen(chars: Sequence[Char], picture: Picture | None) -> Iterator[int]:
    """The digits of which the picture of the page shows nothing."""
    if picture is None:
        return
    for at, char in enumerate(chars):
        if is_digit(char):
            x0, top, x1, bottom = box_of(char)
            side, edge = 0.15 * (x1 - x0), 0.15 * (bottom - top)
            inner = x0 + side, top + edge, x1 - side, bottom - edge
            if char["size"] < _TINY or picture.contrast(inner) < _FAINT:
                yield at


def _struck(chars: Sequence[Char], rules: Sequence[Char]) -> Iterator[int]:
    """The digits through which a line is drawn."""
    lying = sorted(
        (
            ((rule["top"] + rule["bottom"]) / 2, rule["x0"], rule["x1"])
            for rule in rules
            if rule["bottom"] - rule["top"] < 2 < rule["x1"] - rule["x0"]
        ),
    )
    heights = [rule[0] for rule in lying]
    for at, char in enumerate(chars):
        if not is_digit(char):
            continue
        start = bisect_left(heights, _base(char) - 0.65 * char["size"])
        end = bisect_right(heights, _base(char) - 0.15 * char["size"])
        middle = (char["x0"] + char["x1"]) / 2
        if end - start > _HATCHED or any(x0 <= middle <= x1 for _, x0, x1 in lying[start:end]):
            yield at


def _annotated(chars: Sequence[Char], page: Any) -> Iterator[int]:
    """The digits over which something was written or drawn in a viewer of PDFs."""
    try:
        over = [
            box_of(one)
            for one in page.annots
            if getattr(one["data"].get("Subtype"), "name", "") in _OVER
        ]
    except Exception:  # an annotation that is none
        over = []
    for at, char in enumerate(chars if over else ()):
        # what is written close beside a figure makes it another
        beside, y = char["size"], (char["top"] + char["bottom"]) / 2
        if is_digit(char) and any(
            left - beside <= char["x1"] and char["x0"] <= right + beside and top <= y <= bottom
            for left, top, right, bottom in over
        ):
            yield at


def _raised(chars: Sequence[Char]) -> Iterator[int]:
    """The digits that stand behind a figure and are smaller or higher: marks of notes."""
    known: set[int] = set()
    for left, at in sorted(beside(chars, 0.3), key=lambda pair: float(chars[pair[1]]["x0"])):
        one, char = chars[left], chars[at]
        smaller = char["size"] < 0.9 * one["size"]
        if smaller or abs(_base(char) - _base(one)) > 0.15 * one["size"] or left in known:
            known.add(at)
    yield from known


def beside(chars: Sequence[Char], most: float) -> Iterator[tuple[int, int]]:
    """The digits that stand close behind a digit in the same line, whatever their sizes: at most so
    far, in parts of the size of the first."""
    ends: dict[tuple[int, int], list[int]] = {}
    for at, char in enumerate(chars):
        if is_digit(char):
            ends.setdefault(_place(char["x1"], char["bottom"]), []).append(at)
    for at, char in enumerate(chars):
        if is_digit(char):
            x, y = _place(char["x0"], char["bottom"])
            for near in itertools.product((x - 1, x, x + 1), (y - 1, y, y + 1)):
                for left in ends.get(near, [])[:_MOST_AT_ONE]:
                    if _touch(chars[left], char, most):
                        yield left, at


def _place(x: float, y: float) -> tuple[int, int]:
    return int(x // _PLACE), int(y // _PLACE)


def _touch(one: Char, other: Char, most: float) -> bool:
    return bool(
        abs(other["x0"] - one["x1"]) < most * one["size"]
        and min(one["bottom"], other["bottom"]) > max(one["top"], other["top"])
    )


def _base(char: Char) -> float:
    """The line on which a character stands, from the top of the page."""
    return float(char["bottom"] - (char["matrix"][5] - char["y0"]))


def _turned(chars: Sequence[Char]) -> Iterator[int]:
    """The digits that stand on their head or on their side, or are mirrored."""
    usual = direction(chars)
    for at, char in enumerate(chars):
        if is_digit(char):
            a, b, c, d = char["matrix"][:4]
            if _turn(char) != usual or a * d < b * c:
                yield at


def _covered(chars: Sequence[Char]) -> Iterator[int]:
    """The digits at the place of another one."""
    known: dict[tuple[int, int], list[int]] = {}
    for at, char in enumerate(chars):
        if not is_digit(char):
            continue
        across, down = (min(part * char["size"], _PLACE) for part in (0.35, 0.5))
        x, y = here = _place(char["x0"], char["top"])
        same = [
            other
            for near in itertools.product((x - 1, x, x + 1), (y - 1, y, y + 1))
            for other in known.get(near, ())
            if abs(chars[other]["x0"] - char["x0"]) < across
            and abs(chars[other]["top"] - char["top"]) < down
        ]
        if same:
            yield from (at, *same)
        else:
            known.setdefault(here, []).append(at)


def going_on(lines: Sequence[Char]) -> Iterator[Char]:
    """The digits of figures outside of ruled tables that go on in the next line, as in a narrow
    column: what stands close above or below a row in a line of fewer figures without a label.

    ``lines`` are those of pdfplumber, with their characters.
    """
    for upper, lower in pairwise(lines):
        if lower["top"] - upper["top"] > _LEADING * upper["chars"][0]["size"]:
            continue
        above, below = _figures(upper), _figures(lower)
        rest, row = sorted((above, below), key=len)
        if not rest or len(rest) == len(row) or len(row) < _ROW:
            continue
        pairs = [
            (one, other)
            for one in rest
            for other in row
            if one[0]["x0"] < other[-1]["x1"] and other[0]["x0"] < one[-1]["x1"]
        ]
        if len(pairs) == len(rest) and not _is_label(upper if rest is above else lower):
            yield from (char for pair in pairs for figure in pair for char in figure)


def _is_label(line: Char) -> bool:
    """Whether the words of a line are a label of the form."""
    return key(re.sub(r"[\d\s]+$", "", line["text"])) in keys()


def _figures(line: Char) -> list[list[Char]]:
    """The figures at the end of a line, each as its digits."""
    found: list[list[Char]] = []
    for char in line["chars"]:
        if char["text"].isspace():
            continue
        if not is_digit(char):
            found.clear()
        elif found and char["x0"] - found[-1][-1]["x1"] < 0.3 * char["size"]:
            found[-1].append(char)
        else:
            found.append([char])
    return found
