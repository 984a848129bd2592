"""What of a web page a reader of it sees: elements without a box, text that is invisible, struck
out, raised, or turned around.

The page's own style sheets and the ``style`` of each element are applied as far as they say
something on that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import attrs

from .merged import COLUMNS
from .stylesheets import Sheet, plain_string

if TYPE_CHECKING:
    from lxml.etree import _Element

BLOCKS: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd",
        "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend",
        "li", "listing", "main", "marquee", "menu", "nav", "ol", "optgroup", "option", "p", "pre",
        "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title",
        "tr", "ul", "xmp",
    }
)  # fmt: skip
"""Elements whose text is on lines of its own."""

OPAQUE: Final = frozenset(
    {
        "svg", "math", "canvas", "audio", "video", "iframe", "object", "embed", "applet",
        "progress", "meter", "select", "button", "input", "img", "textarea",
    }
)  # fmt: skip
"""Elements that show something else than the text in them: in a cell that counts, elsewhere it is
no part of a report."""

APART: Final = "\0"
"""Stands in a text between what may not be joined. No page has it, and it is not shown."""

_CELLS: Final = ("td", "th")
_TABLE: Final = ("table", "caption", "thead", "tbody", "tfoot", "tr", *_CELLS)
_STRUCK: Final = frozenset({"s", "strike", "del"})
_NOTHING: Final = re.compile(r"[+-]?(?:0+\.?0*|\.0+)(?:e[+-]?\d+)?(?:[a-z]+|%)?")
_SPECK: Final = re.compile(rf"{_NOTHING.pattern}|[0-4](?:\.\d*)?p[xt]")
_NARROW: Final = re.compile(r"1?\d(?:\.\d*)?p[xt]|[0-2]?(?:\.\d*)?(?:r?em|ch|ex)")
"""Hardly room for one digit, or for two."""

_FAR: Final = re.compile(
    r"-(?:\d{4,}|9\d\d)(?:\.\d*)?[a-z%]*|-\d{2,}(?:\.\d*)?r?em|-\d{3,}(?:\.\d*)?(?:%|v[wh])"
)
_SPECKS: Final = re.compile(r"0?\.[01]\d*|1?\d(?:\.\d*)?%")
"""A part of the usual size in which nobody reads."""

_HEXADECIMAL: Final = re.compile(r"[0-9a-f]{6}")
_RELATIVE: Final = re.compile(r"[\d.]+(?:em|%)|smaller|larger|inherit")
_CLIPPED: Final = re.compile(
    r"rect\((?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?\)"
    r"|inset\((?:50|100)%.*\)|circle\(0.*\)"
    r"|polygon\(\s*0(?:px)? 0(?:px)?(?:\s*,\s*0(?:px)? 0(?:px)?)*\s*\)"
)
_MOVED: Final = re.compile(
    r"scale[xyz3d]*\(\s*0(?:\.0*)?\s*[,)]|translate[xyz3d]*\([^)]*-(?:\d{4,}|9\d\d)"
)
_NO_PART: Final = re.compile(r"opacity\(\s*(?:0+\.?0*|\.0+)%?\s*\)")
_MIRRORED: Final = re.compile(r"rotatez?\(\s*-?(?:180deg|0?\.5turn)|scale[xy3d]*\([^)]*-")
_WHITES: Final = ("canvas", "field", "window")
"""Colours of the system that are white."""

_PARTING: Final = re.compile(r"flex|grid|box")
_PLAIN_GROUND: Final = re.compile(r"none|transparent|initial|inherit|unset")

_OF_SIGHT: Final = frozenset(
    {
        "opacity", "clip-path", "clip", "content-visibility", "transform", "display", "visibility",
        "text-indent", "margin", "margin-left", "overflow", "overflow-x", "overflow-y", "filter",
        "scale",
    }
)  # fmt: skip
_DOUBTED: Final = re.compile(r"\b(?:var|env|attr|calc|min|max|clamp|if)\(")
"""What a value is reckoned with, and cannot be here."""

_JOINED: Final = ("", "inline", "contents", "initial", "unset", "revert")
_SMALLER: Final = re.compile(r"smaller|(?:0?\.\d+r?em)|\d{1,2}(?:\.\d+)?%|[0-3](?:\.\d+)?p[xt]")
_TO_NOTE: Final = re.compile(r"#_?(?:ftn|fn|edn|foot|note|cite|zhu|注)", re.IGNORECASE)
_WITH_UNIT: Final = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))([a-z%]*)")


class Look(Enum):
    """How a text that is not plainly seen looks. ``DOUBTED`` may be seen or not: it is white on a
    ground that is not known, or hidden by something that is reckoned elsewhere."""

    VANISHED = "vanished"
    STRUCK = "struck"
    RAISED = "raised"
    DOUBTED = "doubted"
    TURNED = "turned"


@attrs.frozen
class Looks:
    """How the elements of a page look.

    ``gone`` are elements that are not shown with all that is in them. ``text`` has the
    look of the text directly in an element, where that is not plain. ``drawn`` is what style sheets
    write ``before`` or ``after`` the text of an element (None: something that cannot be read).
    ``apart`` are elements, not of themselves on lines of their own, that may not join the text
    around them. ``collapsed`` has the columns, counted from 0, of the tables that do not show all
    of theirs.
    """

    gone: set[_Element] = attrs.field(factory=set)
    text: dict[_Element, Look] = attrs.field(factory=dict)
    drawn: dict[tuple[_Element, str], str | None] = attrs.field(factory=dict)
    apart: set[_Element] = attrs.field(factory=set)
    collapsed: dict[_Element, frozenset[int]] = attrs.field(factory=dict)


class _Inherited(NamedTuple):
    """What an element hands on to those in it."""

    sunk: bool = False
    invisible: bool = False
    tiny: bool = False
    struck: bool = False
    raised: bool = False
    white: bool = False
    clear: bool = False
    turned: bool = False
    ground: bool = False
    doubted: bool = False
    fixed: bool = False  # the widths of a table's columns do not follow what is in them
    parting: bool = False  # whatever stands in it is a box of its own

    def look(self) -> Look | None:
        if self.sunk or self.invisible or self.tiny or self.clear:
            return Look.VANISHED
        if self.struck:
            return Look.STRUCK
        if self.turned:
            return Look.TURNED
        if self.raised:
            return Look.RAISED
        return Look.DOUBTED if self.doubted or (self.white and not self.ground) else None


def looks(root: _Element) -> Looks:
    """How the elements of a page look, by their names, attributes and styles."""
    from lxml import etree

    sheet = Sheet(root)
    found = Looks()
    for element, place, style in sheet.written():
        if (written := _drawn(style)) != "":
            found.drawn[element, place] = written
    above = [_Inherited()]
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if not isinstance(element.tag, str):
            if event == "start":
                walker.skip_subtree()
            continue
        if event == "end":
            above.pop()
            continue
        style = sheet.style(element)
        sight = _sight(_box(element.tag, style, above[-1]), style, above[-1])
        # the place of a cell in its row stays, if nothing of it is seen
        if _is_gone(element, style) or (sight == "no" and element.tag not in _CELLS):
            found.gone.add(element)
        state = _handed_on(element, style, sight, above[-1])
        if element.tag not in BLOCKS and (above[-1].parting or _is_apart(element, style)):
            found.apart.add(element)
        above.append(state)
        if look := state.look():
            found.text[element] = look
        if element.tag == "table" and (columns := _collapsed(element, sheet)):
            found.collapsed[element] = columns
    return found


def _collapsed(table: _Element, sheet: Sheet) -> frozenset[int]:
    """The columns of a table that its ``col`` and ``colgroup`` elements collapse."""
    found: set[int] = set()
    at = 0
    for group in (one for one in table if one.tag in ("col", "colgroup")):
        above = sheet.style(group).get("visibility")
        for column in [one for one in group if one.tag == "col"] or [group]:
            behind = at + spanned(column, "span")
            if sheet.style(column).get("visibility", above) == "collapse":
                found |= {*range(at, min(behind, COLUMNS))}
            at = behind
    return frozenset(found)


def spanned(element: _Element, name: str) -> int:
    """Over how many columns or rows of a table an element reaches."""
    written = (element.get(name) or "1").strip()
    return max(int(written), 1) if written.isdecimal() and len(written) < 8 else 1


def _is_gone(element: _Element, style: Mapping[str, str]) -> bool:
    """Whether a page has no place for an element."""
    if element.tag == "details" and element.get("open") is None:
        return True
    display = style.get("display", "")
    if display == "none" or style.get("mso-hide") == "all":
        return True
    if not display and (
        element.get("hidden") is not None
        or element.get("popover") is not None
        or (element.tag == "dialog" and element.get("open") is None)
    ):
        return True
    return style.get("position", "static") != "static" and any(
        _FAR.fullmatch(style.get(side, "")) for side in ("left", "top", "right", "bottom")
    )


_Box = Literal["line", "table", "block"]


def _box(tag: str, style: Mapping[str, str], above: _Inherited) -> _Box:
    """How an element stands on the page: in a line of text, as a part of a table, or as a box."""
    if above.parting or _is_lifted(style) or style.get("float", "none") != "none":
        return "block"
    display = style.get("display", "")
    if display:
        if display.startswith("table"):
            return "table"
        return "line" if display in _JOINED else "block"
    if tag in _TABLE:
        return "table"
    return "block" if tag in BLOCKS or tag in OPAQUE else "line"


def _is_lifted(style: Mapping[str, str]) -> bool:
    return style.get("position") in ("absolute", "fixed")


def _sight(box: _Box, style: Mapping[str, str], above: _Inherited) -> Literal["yes", "no", "?"]:
    """Whether what is in an element is in sight, as far as its own box says."""
    if _OF_SIGHT.isdisjoint(style):
        return "yes"
    if _NOTHING.fullmatch(style.get("opacity", "1")) or _CLIPPED.fullmatch(
        style.get("clip-path", "")
    ):
        return "no"
    if _is_lifted(style) and _CLIPPED.fullmatch(style.get("clip", "")):
        return "no"
    if _NO_PART.search(style.get("filter", "")):
        return "no"
    if box != "line" and (
        style.get("content-visibility") == "hidden"
        or _NOTHING.fullmatch(style.get("scale", "1"))
        or _MOVED.search(style.get("transform", ""))
    ):
        return "no"
    doubted = any(
        _DOUBTED.search(style.get(name, ""))
        for name in ("display", "visibility", "opacity", "content-visibility")
    )
    for sight in (_indented(box, style), _cut(box, style, above)):
        if sight == "no":
            return "no"
        doubted = doubted or sight == "?"
    return "?" if doubted else "yes"


def _indented(box: _Box, style: Mapping[str, str]) -> Literal["yes", "no", "?"]:
    """Whether a text is in sight that is drawn far to the left; its padding may make up for it."""
    indent = style.get("text-indent", "0") if box != "line" else "0"
    margin = _side(style, "margin", "left")
    if not _FAR.fullmatch(indent) and not _FAR.fullmatch(margin):
        return "yes"
    padding = _side(style, "padding", "left")
    lengths = [one for one in (indent, margin, padding) if not _NOTHING.fullmatch(one)]
    if len(lengths) == 1:
        return "no" if box != "line" else "?"  # what follows in the line may be drawn along
    measured = [match for one in lengths if (match := _WITH_UNIT.fullmatch(one))]
    if len({match[2] for match in measured}) != 1 or len(measured) < len(lengths):
        return "?"
    return "yes" if sum(float(match[1]) for match in measured) >= 0 else "?"


def _cut(box: _Box, style: Mapping[str, str], above: _Inherited) -> Literal["yes", "no", "?"]:
    """Whether a text is in sight that its box may leave no room for."""
    cuts = any(
        style.get(name, "").split(" ")[0] in ("hidden", "clip", "auto", "scroll")
        for name in ("overflow", "overflow-x", "overflow-y")
    )
    if not cuts or box == "line":
        return "yes"
    if box == "block":
        grows = style.get("flex-grow", style.get("flex", "0")).split(" ")[0]
        if above.parting and grows != "none" and not _NOTHING.fullmatch(grows):
            return "yes"
        if _has_no(style, "height") or _has_no(style, "width"):
            return "no"
        narrow = any(_NARROW.fullmatch(style.get(name, "")) for name in ("width", "max-width"))
        return "?" if narrow else "yes"
    # a cell is as large as what is in it, but for the width where the table or a bound says other;
    # an ellipsis is for something that is to be seen
    if above.fixed and _SPECK.fullmatch(style.get("width", "auto")):
        return "?"
    bound = _SPECK.fullmatch(style.get("max-width", "none"))
    return "?" if bound and style.get("text-overflow") != "ellipsis" else "yes"


def _has_no(style: Mapping[str, str], size: str) -> bool:
    return _SPECK.fullmatch(style.get(f"min-{size}", "0")) is not None and any(
        _SPECK.fullmatch(style.get(name, "auto")) for name in (size, f"max-{size}")
    )


def _side(style: Mapping[str, str], name: str, side: Literal["left", "right"]) -> str:
    """A margin or padding at one side."""
    every = style.get(name, "0").split(" ")
    short = every[-1] if len(every) == 4 and side == "left" else every[min(1, len(every) - 1)]
    return style.get(f"{name}-{side}", short)


def _is_apart(element: _Element, style: Mapping[str, str]) -> bool:
    """Whether an element in a line of text may not join what stands around it.

    A link and a smaller text may be a note's mark.
    """
    if element.tag == "small" or (element.tag == "a" and element.get("href") is not None):
        return True
    return bool(style) and _is_set_apart(style)


def _is_set_apart(style: Mapping[str, str]) -> bool:
    if style.get("display", "") not in _JOINED or style.get("float", "none") != "none":
        return True
    position = style.get("position", "static")
    if position not in ("static", "relative"):
        return True
    moved = [style.get(side, "auto") for side in ("left", "right", "top", "bottom")]
    spaces = [
        _side(style, name, side) for name in ("margin", "padding") for side in ("left", "right")
    ]
    if any(
        one != "auto" and not _NOTHING.fullmatch(one)
        for one in spaces + (moved if position == "relative" else [])
    ):
        return True
    if _SMALLER.fullmatch(style.get("font-size", "")):
        return True
    return any(map(_DOUBTED.search, style.values()))


def _drawn(style: Mapping[str, str]) -> str | None:
    """What a sheet writes before or behind elements: often nothing, None where it cannot be
    read."""
    content = style.get("content", "none")
    if content in ("none", "normal") or style.get("display") == "none":
        return ""
    plainly = _Inherited()
    sight = _sight(_box("", style, plainly), style, plainly)
    look = plainly._replace(**_styled(style), doubted=sight == "?").look()
    if sight == "no" or look is Look.VANISHED:
        return ""
    text = plain_string(content)
    if text is None or (look is not None and text.strip()):
        return None
    if not text.strip():
        return ""
    return f"{APART}{text}{APART}" if _is_set_apart(style) else text


def _handed_on(
    element: _Element, style: Mapping[str, str], sight: str, above: _Inherited
) -> _Inherited:
    tag = element.tag
    changes: dict[str, bool] = {}
    if tag in _STRUCK:
        changes["struck"] = True
    elif tag in ("sup", "sub") or (tag == "a" and _TO_NOTE.match(element.get("href") or "")):
        changes["raised"] = True
    elif tag == "bdo" and (element.get("dir") or "").lower() == "rtl":
        changes["turned"] = True
    elif tag == "font" and (color := element.get("color")):
        changes["white"] = _is_white(_of_attribute(color))
    if element.get("background"):
        changes["ground"] = True
    elif color := element.get("bgcolor"):
        changes["ground"] = not _is_white(_of_attribute(color))
    if tag == "table" or tag in _CELLS:
        changes["raised"] = False
    if tag == "table":
        changes["fixed"] = style.get("table-layout") == "fixed"
    if style:
        changes |= _styled(style)
    if sight != "yes":
        changes["sunk" if sight == "no" else "doubted"] = True
    parting = _PARTING.search(style.get("display", "")) is not None
    if parting != above.parting:
        changes["parting"] = parting
    return above._replace(**changes) if changes else above


def _styled(style: Mapping[str, str]) -> dict[str, bool]:
    changes: dict[str, bool] = {}
    if visibility := style.get("visibility"):
        changes["invisible"] = visibility in ("hidden", "collapse")
    size = style.get("font-size") or _size_in(style.get("font", ""))
    if size and _NOTHING.fullmatch(size):
        changes["tiny"] = True
    elif size and not _RELATIVE.fullmatch(size):
        changes["tiny"] = False
    if _SPECKS.fullmatch(style.get("zoom", "1")):
        changes["tiny"] = True
    lines = f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}"
    if "line-through" in lines:
        changes["struck"] = True
    raised = style.get("vertical-align")
    if raised in ("super", "sub"):
        changes["raised"] = True
    color = style.get("-webkit-text-fill-color") or style.get("color")
    if color and color != "inherit":
        changes["clear"] = _is_clear(color)
        changes["white"] = _is_white(color) or _is_mixed(color)
    grounds = [
        ground
        for name in ("background", "background-color", "background-image")
        if (ground := style.get(name)) and not _PLAIN_GROUND.fullmatch(ground)
    ]
    if grounds:
        changes["ground"] = not all(map(_is_white, grounds))
    if style.get("unicode-bidi", "") in ("bidi-override", "isolate-override"):
        changes["turned"] = style.get("direction", "rtl") == "rtl"
    if (
        style.get("-webkit-text-security", "none") != "none"
        or _MIRRORED.search(style.get("transform", ""))
        or _MIRRORED.search(f"rotate({style.get('rotate', '0')})")
        or "-" in style.get("scale", "1")
    ):
        changes["turned"] = True
    return changes


def _of_attribute(color: str) -> str:
    """A colour as an old attribute has it, which may lack its sign."""
    color = color.strip().lower()
    return f"#{color}" if _HEXADECIMAL.fullmatch(color) else color


def _is_white(color: str) -> bool:
    """Whether a colour is hardly to be told from white paper."""
    levels = _levels(color)
    if levels is None:
        return color in _WHITES
    return all(level >= 0xF0 / 0xFF for level in levels[:3])


def _is_mixed(color: str) -> bool:
    """Whether a colour is reckoned in a way that is not known here."""
    return "(" in color and "var(" not in color and _levels(color) is None


def _is_clear(color: str) -> bool:
    levels = _levels(color)
    return levels is not None and levels[3] < 0.05


@lru_cache(maxsize=1024)
def _levels(color: str) -> tuple[float, float, float, float] | None:
    """How much red, green and blue a colour has, and how opaque it is, from 0 to 1; None where that
    is not known."""
    from tinycss2.color4 import parse_color  # type: ignore[import-untyped]

    try:
        found = parse_color(color)
        red, green, blue = found.to("srgb").coordinates
    except (AttributeError, NotImplementedError, TypeError, ValueError):
        return None
    return float(red or 0), float(green or 0), float(blue or 0), float(found.alpha)


def _size_in(font: str) -> str:
    """The size in a ``font`` shorthand: what stands before a slash, or the first length."""
    match = re.search(r"(?:^|\s)(\d[\d.]*[a-z%]*)(?:/\S+)?\s", font)
    return match[1] if match else ""
