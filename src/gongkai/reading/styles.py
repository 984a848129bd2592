"""What of a web page a reader of it sees: elements without a box, text that is invisible, struck
out, raised, or turned around.

The page's own style sheets and the ``style`` of each element are applied as far as they say
something on that; sheets in other files are not known. Where several rules name one element, the
cascade decides as in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from ..errors import MissingExtraError
from .merged import COLUMNS

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_RULES: Final = 2000
"""More rules on visibility than any page has; the rest is not looked at."""

_MATTERS: Final = frozenset(
    {
        "display", "visibility", "opacity", "font-size", "font", "color", "background",
        "background-color", "background-image", "text-decoration", "text-decoration-line",
        "vertical-align", "position", "left", "right", "top", "bottom", "margin-left",
        "text-indent", "overflow", "overflow-x", "overflow-y", "height", "max-height", "width",
        "max-width", "line-height", "clip", "clip-path", "transform", "unicode-bidi", "direction",
        "mso-hide", "content-visibility", "content", "-webkit-text-security",
        "-webkit-text-fill-color",
    }
)  # fmt: skip
_ATTRIBUTES: Final = re.compile("|".join(sorted(_MATTERS, key=len, reverse=True)), re.IGNORECASE)
_STRUCK: Final = frozenset({"s", "strike", "del"})
_NOTHING: Final = re.compile(r"[+-]?0*\.?0*(?:[a-z%]+)?")
_FAR: Final = re.compile(
    r"-(?:\d{4,}|9\d\d)(?:\.\d*)?[a-z%]*|-\d{2,}(?:\.\d*)?r?em|-\d{3,}(?:\.\d*)?(?:%|v[wh])"
)
_RELATIVE: Final = re.compile(r"[\d.]+(?:em|%)|smaller|larger|inherit")
_CLIPPED: Final = re.compile(
    r"rect\((?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?\)"
    r"|inset\((?:50|100)%.*\)|circle\(0.*\)"
    r"|polygon\(\s*0(?:px)? 0(?:px)?(?:\s*,\s*0(?:px)? 0(?:px)?)*\s*\)"
)
_MOVED: Final = re.compile(
    r"scale[xyz3d]*\(\s*0(?:\.0*)?\s*[,)]|translate[xyz3d]*\([^)]*-(?:\d{4,}|9\d\d)"
)
_CLEAR: Final = re.compile(
    r"transparent|rgba\(.*,\s*0?\.?0*%?\s*\)|rgb\([^/]*/\s*0?\.?0*%?\s*\)|#[0-9a-f]{3}0|#[0-9a-f]{6}00"
)
_WHITE: Final = re.compile(
    r"white|#fff(?:f|fff|fffff)?|#f[a-f0-9]f[a-f0-9]f[a-f0-9]|rgba?\(\s*2[45]\d[\s,]+2[45]\d[\s,]+2[45]\d.*\)|snow|ivory"
)
_PLAIN_GROUND: Final = re.compile(r"none|transparent|initial|inherit|unset")


class Look(Enum):
    """How a text that is not plainly seen looks."""

    VANISHED = "vanished"
    STRUCK = "struck"
    RAISED = "raised"
    WHITE = "white"
    TURNED = "turned"


@attrs.frozen
class Looks:
    """How the elements of a page look.

    ``gone`` are elements that are not shown with all that is in them. ``text`` has the
    look of the text directly in an element, where that is not plain. ``drawn`` is what style sheets
    write before or behind the text of an element (None: something that cannot be read).
    ``collapsed`` has the columns, counted from 0, of the tables that do not show all of theirs.
    """

    gone: set[_Element] = attrs.field(factory=set)
    text: dict[_Element, Look] = attrs.field(factory=dict)
    drawn: dict[_Element, str | None] = attrs.field(factory=dict)
    collapsed: dict[_Element, frozenset[int]] = attrs.field(factory=dict)


class _Inherited(NamedTuple):
    """What an element hands on to those in it."""

    invisible: bool = False
    tiny: bool = False
    struck: bool = False
    raised: bool = False
    white: bool = False
    clear: bool = False
    turned: bool = False
    ground: bool = False

    def look(self) -> Look | None:
        if self.invisible or self.tiny or self.clear:
            return Look.VANISHED
        if self.struck:
            return Look.STRUCK
        if self.turned:
            return Look.TURNED
        if self.raised:
            return Look.RAISED
        return Look.WHITE if self.white and not self.ground else None


def looks(root: _Element) -> Looks:
    """How the elements of a page look, by their names, attributes and styles."""
    from lxml import etree

    sheet, drawn = _sheet(root)
    found = Looks(drawn=drawn)
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
        style = _style(element, sheet)
        if _is_gone(element, style):
            found.gone.add(element)
        state = _handed_on(element, style, above[-1])
        above.append(state)
        if look := state.look():
            found.text[element] = look
        if element.tag == "table" and (columns := _collapsed(element, sheet)):
            found.collapsed[element] = columns
    return found


def _collapsed(table: _Element, sheet: _Sheet) -> frozenset[int]:
    """The columns of a table that its ``col`` and ``colgroup`` elements collapse."""
    found: set[int] = set()
    at = 0
    for group in (one for one in table if one.tag in ("col", "colgroup")):
        above = _style(group, sheet).get("visibility")
        for column in [one for one in group if one.tag == "col"] or [group]:
            behind = at + spanned(column, "span")
            if _style(column, sheet).get("visibility", above) == "collapse":
                found |= {*range(at, min(behind, COLUMNS))}
            at = behind
    return frozenset(found)


def spanned(element: _Element, name: str) -> int:
    """Over how many columns or rows of a table an element reaches."""
    written = (element.get(name) or "1").strip()
    return max(int(written), 1) if written.isdecimal() and len(written) < 8 else 1


def _is_gone(element: _Element, style: dict[str, str]) -> bool:
    if element.tag == "details" and element.get("open") is None:
        return True
    display = style.get("display", "")
    if display == "none" or style.get("mso-hide") == "all":
        return True
    if element.get("hidden") is not None and not display:
        return True
    if not style:
        return False
    value = style.get("opacity")
    if value is not None and _NOTHING.fullmatch(value):
        return True
    if style.get("content-visibility") == "hidden":
        return True
    if _CLIPPED.fullmatch(style.get("clip", "")) or _CLIPPED.fullmatch(style.get("clip-path", "")):
        return True
    if _MOVED.search(style.get("transform", "")):
        return True
    if style.get("position", "static") != "static" and any(
        _FAR.fullmatch(style.get(side, "")) for side in ("left", "top", "right", "bottom")
    ):
        return True
    if any(_FAR.fullmatch(style.get(name, "")) for name in ("text-indent", "margin-left")):
        return True
    hides = any(
        style.get(name, "").split(" ")[0] in ("hidden", "clip")
        for name in ("overflow", "overflow-x", "overflow-y")
    )
    return hides and any(
        _NOTHING.fullmatch(style.get(name, "-"))
        for name in ("height", "max-height", "width", "max-width")
    )


def _handed_on(element: _Element, style: dict[str, str], above: _Inherited) -> _Inherited:
    tag = element.tag
    changes: dict[str, bool] = {}
    if tag in _STRUCK:
        changes["struck"] = True
    elif tag in ("sup", "sub"):
        changes["raised"] = True
    elif tag == "bdo" and (element.get("dir") or "").lower() == "rtl":
        changes["turned"] = True
    elif tag == "font" and (color := element.get("color")):
        changes["white"] = _WHITE.fullmatch(color.strip().lower()) is not None
    if element.get("bgcolor") or element.get("background"):
        changes["ground"] = True
    if tag in ("table", "td", "th"):
        changes["raised"] = False
    if style:
        changes |= _styled(style)
    return above._replace(**changes) if changes else above


def _styled(style: dict[str, str]) -> dict[str, bool]:
    changes: dict[str, bool] = {}
    if visibility := style.get("visibility"):
        changes["invisible"] = visibility in ("hidden", "collapse")
    size = style.get("font-size") or _size_in(style.get("font", ""))
    if size and _NOTHING.fullmatch(size):
        changes["tiny"] = True
    elif size and not _RELATIVE.fullmatch(size):
        changes["tiny"] = False
    lines = f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}"
    if "line-through" in lines:
        changes["struck"] = True
    raised = style.get("vertical-align")
    if raised in ("super", "sub"):
        changes["raised"] = True
    color = style.get("-webkit-text-fill-color") or style.get("color")
    if color and color != "inherit":
        changes["clear"] = _CLEAR.fullmatch(color) is not None
        changes["white"] = _WHITE.fullmatch(color) is not None
    for name in ("background", "background-color", "background-image"):
        if (ground := style.get(name)) and not (
            _PLAIN_GROUND.fullmatch(ground) or _WHITE.fullmatch(ground)
        ):
            changes["ground"] = True
    if style.get("unicode-bidi", "") in ("bidi-override", "isolate-override"):
        changes["turned"] = style.get("direction", "rtl") == "rtl"
    if style.get("-webkit-text-security", "none") != "none":
        changes["turned"] = True
    return changes


def _size_in(font: str) -> str:
    """The size in a ``font`` shorthand: what stands before a slash, or the first length."""
    match = re.search(r"(?:^|\s)(\d[\d.]*[a-z%]*)(?:/\S+)?\s", font)
    return match[1] if match else ""


# -- style sheets ----------------------------------------------------------------------------------


class _Weight(NamedTuple):
    """What of two declarations wins: the heavier one, or else the later."""

    important: bool
    inline: bool
    specificity: tuple[int, int, int]
    order: int


_Weighed = tuple[_Weight, str]
_Sheet = dict[Any, dict[str, _Weighed]]


def _style(element: _Element, sheet: _Sheet) -> dict[str, str]:
    """What the sheets and the element itself say on how it looks."""
    inline = element.get("style")
    weighed = sheet.get(element)
    if inline is None or not _ATTRIBUTES.search(inline):
        return {name: value for name, (_, value) in weighed.items()} if weighed else {}
    weighed = dict(weighed or {})
    for name, value, important in _of_attribute(inline):
        one = _Weight(important, True, (0, 0, 0), 0), value
        weighed[name] = _stronger(weighed.get(name), one)
    return {name: value for name, (_, value) in weighed.items()}


@lru_cache(maxsize=1024)
def _of_attribute(inline: str) -> tuple[tuple[str, str, bool], ...]:
    """What a ``style`` attribute declares. Office programs write the same one into every cell."""
    return tuple(_declarations(_tinycss2().parse_blocks_contents(inline)))


def _stronger(before: _Weighed | None, later: _Weighed) -> _Weighed:
    """Which of two values counts: of equal weight the later."""
    return later if before is None or before[0] <= later[0] else before


def _sheet(root: _Element) -> tuple[_Sheet, dict[_Element, str | None]]:
    """What the style sheets in the page say on each element that they name, and what they write
    before or behind elements."""
    found: _Sheet = {}
    drawn: dict[_Element, str | None] = {}
    texts = [str(style.text or "") for style in root.iter("style") if _is_for_screens(style)]
    if not any(map(_ATTRIBUTES.search, texts)):
        return found, drawn
    css = _tinycss2()
    translator = _translator()
    order = 0
    for text in texts:
        rules = css.parse_stylesheet(
            text.replace("<!--", "").replace("-->", ""), skip_comments=True, skip_whitespace=True
        )
        for rule in _style_rules(rules):
            declared = [
                one for one in _declarations(css.parse_blocks_contents(rule.content))
                if one[0] in _MATTERS
            ]  # fmt: skip
            if not declared:
                continue
            order += 1
            if order > _MOST_RULES:
                return found, drawn
            for specificity, pseudo, elements in _selected(root, rule.prelude, translator):
                if pseudo is not None:
                    written = _drawn(pseudo, declared)
                    if written != "":
                        drawn |= dict.fromkeys(elements, written)
                    continue
                for element in elements:
                    weighed = found.setdefault(element, {})
                    for name, value, important in declared:
                        one = _Weight(important, False, specificity, order), value
                        weighed[name] = _stronger(weighed.get(name), one)
    return found, drawn


def _is_for_screens(style: _Element) -> bool:
    media = (style.get("media") or "all").lower()
    return "all" in media or "screen" in media


def _style_rules(rules: Iterable[Any]) -> Iterator[Any]:
    """The rules that hold on a usual screen, those of ``@media`` and ``@supports`` too."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.content is not None:
            about = _tinycss2().serialize(rule.prelude).lower()
            if rule.lower_at_keyword in ("supports", "layer") or (
                rule.lower_at_keyword == "media"
                and not re.search(r"print|speech|not\s|max-(?:device-)?width|orientation", about)
            ):
                inner = _tinycss2().parse_rule_list(
                    rule.content, skip_comments=True, skip_whitespace=True
                )
                yield from _style_rules(inner)


def _declarations(nodes: Iterable[Any]) -> Iterator[tuple[str, str, bool]]:
    """Name, value and importance of each declaration."""
    for node in nodes:
        if node.type == "declaration":
            value = " ".join(_tinycss2().serialize(node.value).split())
            name = node.lower_name
            yield name, value if name == "content" else value.lower(), node.important


def _selected(
    root: _Element, prelude: Any, translator: Any
) -> Iterator[tuple[tuple[int, int, int], str | None, list[_Element]]]:
    """The elements that each selector of a rule names; none for a selector that is not known."""
    from cssselect import SelectorError, parse
    from lxml import etree

    try:
        selectors = parse(_tinycss2().serialize(prelude))
    except SelectorError:
        return
    for selector in selectors:
        pseudo = selector.pseudo_element
        try:
            path = translator.selector_to_xpath(selector)
            elements: Any = root.xpath(path)
        except (SelectorError, etree.XPathError, RecursionError):
            continue
        name = str(pseudo).lower() if pseudo is not None else None
        yield selector.specificity(), name, elements


def _drawn(pseudo: str, declared: Iterable[tuple[str, str, bool]]) -> str | None:
    """What a sheet writes before or behind elements: often nothing, None where it cannot be
    read."""
    values = {name: value for name, value, _ in declared}
    content = values.get("content", "none")
    if pseudo not in ("before", "after") or content in ("none", "normal"):
        return ""
    if values.get("display") == "none" or values.get("visibility") == "hidden":
        return ""
    parts = list(_tinycss2().parse_component_value_list(content))
    if not all(node.type in ("string", "whitespace") for node in parts):
        return None
    text = "".join(node.value for node in parts if node.type == "string")
    return text if text.strip() else ""


def _tinycss2() -> Any:
    try:
        import tinycss2  # type: ignore[import-untyped]
    except ImportError:
        raise MissingExtraError("reading web pages", "html") from None
    return tinycss2


def _translator() -> Any:
    try:
        from cssselect import HTMLTranslator
    except ImportError:
        raise MissingExtraError("reading web pages", "html") from None
    return HTMLTranslator()
