"""What the style sheets in a web page, and the ``style`` of each element, declare for an element.

Sheets in other files are not known. Where several rules name one element, the cascade decides as in
a browser; what a browser does not understand is void here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..errors import MissingExtraError
from ..languages import Both

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_RULES: Final = 2000
"""More rules on visibility than any page has; the rest is not looked at."""

_DEEPEST: Final = 8
_MOST_SELECTORS: Final = 256
"""Of one rule. Rules nested in rules multiply theirs."""

_MATTERS: Final = frozenset(
    {
        "display", "visibility", "opacity", "font-size", "font", "color", "background",
        "background-color", "background-image", "text-decoration", "text-decoration-line",
        "vertical-align", "position", "left", "right", "top", "bottom", "margin", "margin-left",
        "margin-right", "padding", "padding-left", "padding-right", "float", "flex", "flex-grow",
        "text-indent", "overflow", "overflow-x", "overflow-y", "text-overflow", "table-layout",
        "height", "max-height", "min-height", "width", "max-width", "min-width", "clip",
        "clip-path", "transform", "unicode-bidi", "direction", "mso-hide", "content-visibility",
        "content", "-webkit-text-security", "-webkit-text-fill-color", "filter", "rotate", "scale",
        "zoom",
    }
)  # fmt: skip
_ATTRIBUTES: Final = re.compile("|".join(sorted(_MATTERS, key=len, reverse=True)), re.IGNORECASE)
_INERT: Final = frozenset({"noscript", "template", "textarea", "iframe", "noframes", "noembed"})
"""What stands in these is text, or not there, while scripts run: no style sheet is obeyed."""

_ELSEWHERE: Final = re.compile(
    r"print|speech|handheld|not\s|max-(?:device-)?width|width\s*<|>=?\s*(?:device-)?width|orientation"
    r"|prefers-color-scheme:\s*dark|prefers-contrast:\s*more|forced-colors:\s*active|hover:\s*none"
    r"|pointer:\s*coarse|display-mode"
)
_ANY_VALUE: Final = re.compile(r"inherit|initial|unset|revert|revert-layer|.*[a-z]\(.*")
_LENGTH: Final = re.compile(
    r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?:[a-z]+|%)?|auto|none|(?:min|max|fit)-content|stretch"
    r"|-webkit-fill-available"
)
_VALUES: Final = {
    "display": re.compile(
        r"none|contents|-webkit-(?:inline-)?(?:box|flex)|inline-(?:block|table|flex|grid)"
        r"|(?:(?:block|inline|flow|flow-root|table|flex|grid|ruby|math|list-item)(?: |$))+"
        r"|table-(?:(?:row|header|footer|column)-group|row|cell|column|caption)|ruby-text"
    ),
    "visibility": re.compile(r"visible|hidden|collapse"),
    "opacity": re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?%?"),
    "position": re.compile(r"static|relative|absolute|fixed|sticky|-webkit-sticky"),
    "float": re.compile(r"left|right|none|inline-(?:start|end)"),
    "font-size": re.compile(
        r"\+?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?:[a-z]+|%)?|(?:xx?-)?small|medium|(?:x{1,3}-)?large"
        r"|smaller|larger|math"
    ),
    **dict.fromkeys(
        ("left", "right", "top", "bottom", "text-indent", "margin-left", "margin-right", "height",
         "padding-left", "padding-right", "max-height", "min-height", "width", "max-width",
         "min-width"),
        _LENGTH,
    ),
}  # fmt: skip
"""How the values of some properties are written: a browser passes over any other."""

_VARIABLE: Final = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_PSEUDO: Final = re.compile(
    r"-webkit-.*|(?:first|last|only|nth|nth-last)-(?:child|of-type)|first-(?:letter|line)"
    r"|focus(?:-visible|-within)?|(?:user-)?(?:in)?valid|read-(?:only|write)|(?:in|out-of)-range"
    r"|placeholder(?:-shown)?|target(?:-text)?|host(?:-context)?|(?:any-)?link|popover-open"
    r"|(?:spelling|grammar)-error|view-transition.*|active|after|autofill|backdrop|before|checked"
    r"|cue|default|defined|details-content|dir|disabled|empty|enabled|file-selector-button"
    r"|fullscreen|has|highlight|hover|indeterminate|is|lang|marker|modal|not|open|optional|part"
    r"|paused|playing|picture-in-picture|required|root|scope|selection|slotted|state|visited|where"
)
"""The names that a browser knows behind a colon; any other makes a rule void."""


class _Weight(NamedTuple):
    """What of two declarations wins: the heavier one, or else the later."""

    important: bool
    inline: bool
    layer: int
    specificity: tuple[int, int, int]
    order: int


_Weighed = tuple[_Weight, str]


class Sheet:
    """What the style sheets in a page say on each element that they name, and on what they write
    before or behind it."""

    def __init__(self, root: _Element) -> None:
        self._weighed: dict[Any, dict[str, _Weighed]] = {}
        self._pseudo: dict[tuple[Any, str], dict[str, _Weighed]] = {}
        self._custom: dict[str, set[str]] = {}
        self._layers: dict[str | None, int] = {}  # what is in none of them comes last
        texts = [str(style.text or "") for style in root.iter("style") if _is_obeyed(style)]
        if any(map(_ATTRIBUTES.search, texts)):
            self._take(root, texts)

    def _take(self, root: _Element, texts: Iterable[str]) -> None:
        translator = _translator()
        order = 0
        for text in texts:
            nodes = _parsed(text.replace("<!--", "").replace("-->", ""))
            sheet = _tinycss2().parse_stylesheet(nodes)
            for name in _layers(sheet):
                self._layers.setdefault(name, len(self._layers))
            for selectors, inner, layer in _rules(sheet):
                every = list(_declarations(inner))
                for name, value, _ in every:
                    if name.startswith("--"):
                        self._custom.setdefault(name, set()).add(value)
                declared = [one for one in every if one[0] in _MATTERS]
                if not declared:
                    continue
                order += 1
                if order > _MOST_RULES:
                    return
                for specificity, pseudo, elements in _selected(root, selectors, translator):
                    for element in elements:
                        weighed = (
                            self._weighed.setdefault(element, {})
                            if pseudo is None
                            else self._pseudo.setdefault((element, pseudo), {})
                        )
                        for name, value, important in declared:
                            # of layers the last one counts, of what is important the first
                            rank = self._layers.get(layer, _MOST_RULES) * (-1 if important else 1)
                            one = _Weight(important, False, rank, specificity, order), value
                            weighed[name] = _stronger(weighed.get(name), one)

    def style(self, element: _Element) -> dict[str, str]:
        """What the sheets and the element itself say on how it looks."""
        inline = element.get("style")
        weighed = self._weighed.get(element)
        if inline is None or not _ATTRIBUTES.search(inline):
            return self._values(weighed) if weighed else {}
        weighed = dict(weighed or {})
        for name, value, important in _of_attribute(inline):
            one = _Weight(important, True, 0, (0, 0, 0), 0), value
            weighed[name] = _stronger(weighed.get(name), one)
        return self._values(weighed)

    def written(self) -> Iterator[tuple[_Element, str, dict[str, str]]]:
        """The style of each ``before`` and ``after`` that the sheets name."""
        for (element, pseudo), weighed in self._pseudo.items():
            if pseudo in ("before", "after"):
                yield element, pseudo, self._values(weighed)

    def _values(self, weighed: Mapping[str, _Weighed]) -> dict[str, str]:
        return {
            name: self._filled_in(value) if "var(" in value else value
            for name, (_, value) in weighed.items()
        }

    def _filled_in(self, value: str) -> str:
        """A value with its variables filled in, where the sheets give each one value only."""
        for _ in range(_DEEPEST):
            before, value = value, _VARIABLE.sub(self._of_variable, value)
            if value == before:
                break
        return value

    def _of_variable(self, variable: re.Match[str]) -> str:
        values = self._custom.get(variable[1], set())
        if not values and variable[2]:
            return variable[2].strip()
        return next(iter(values)) if len(values) == 1 else variable[0]


@lru_cache(maxsize=1024)
def _of_attribute(inline: str) -> tuple[tuple[str, str, bool], ...]:
    """What a ``style`` attribute declares. Office programs write the same one into every cell."""
    return tuple(_declarations(_tinycss2().parse_blocks_contents(_parsed(inline))))


def _stronger(before: _Weighed | None, later: _Weighed) -> _Weighed:
    """Which of two values counts: of equal weight the later."""
    return later if before is None or before[0] <= later[0] else before


def _is_obeyed(style: _Element) -> bool:
    """Whether a ``style`` element holds on a usual screen, with scripts."""
    return (
        (style.get("type") or "text/css").strip().lower() == "text/css"
        and _is_on_screens(style.get("media") or "all")
        and not any(outer.tag in _INERT for outer in style.iterancestors())
    )


def _is_on_screens(media: str) -> bool:
    return any(not _ELSEWHERE.search(one) for one in media.lower().split(","))


def _parsed(text: str) -> list[Any]:
    """The parts of a sheet, or of a ``style``, without its comments."""
    parts: list[Any] = _tinycss2().parse_component_value_list(text, skip_comments=True)
    return parts


def _written(parts: Iterable[Any]) -> str:
    """Parts of a sheet as text; nothing for what is nested so deeply that nobody means it."""
    try:
        return str(_tinycss2().serialize(parts))
    except RecursionError:
        return ""


def _layers(nodes: Iterable[Any], depth: int = 0) -> Iterator[str]:
    """The names of the layers of a sheet, in the order in which they are first named."""
    for node in nodes if depth < _DEEPEST else ():
        if node.type == "at-rule" and node.lower_at_keyword == "layer":
            yield from (name.strip() for name in _written(node.prelude).lower().split(","))
        elif node.type == "at-rule" and node.content is not None:
            yield from _layers(_tinycss2().parse_rule_list(node.content), depth + 1)


def _rules(
    nodes: Iterable[Any], above: Sequence[str] = (), depth: int = 0, layer: str | None = None
) -> Iterator[tuple[Sequence[str], Sequence[Any], str | None]]:
    """Selectors, content and layer of the rules that hold on a usual screen, those of ``@media``
    and ``@supports`` and those nested in others too."""
    if depth > _DEEPEST:
        return
    css = _tinycss2()
    for node in nodes:
        if node.type == "qualified-rule":
            selectors = _selectors(node.prelude, above)
            if not selectors:
                continue
            inner = css.parse_blocks_contents(node.content)
            yield selectors, inner, layer
            yield from _rules(inner, selectors, depth + 1, layer)
        elif node.type == "at-rule" and node.content is not None:
            keyword = node.lower_at_keyword
            prelude = _written(node.prelude).strip().lower()
            if (
                keyword == "layer"
                or (keyword == "supports" and not prelude.startswith("not"))
                or (keyword == "media" and _is_on_screens(prelude))
            ):
                within = layer or (prelude if keyword == "layer" else None)
                if above:
                    inner = css.parse_blocks_contents(node.content)
                    yield above, inner, within
                else:
                    inner = css.parse_rule_list(node.content)
                yield from _rules(inner, above, depth + 1, within)


def _selectors(prelude: Sequence[Any], above: Sequence[str]) -> list[str]:
    """The selectors of a rule, within those of the rule around it; none if one of them is no
    selector, since then the whole rule is void."""
    if not _written(prelude) or not _is_known(prelude):
        return []
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    written = [_written(part).strip() for part in parts]
    if not above:
        return written
    if len(above) * len(written) > _MOST_SELECTORS:
        return []
    return [
        one.replace("&", outer) if "&" in one else f"{outer} {one}"
        for outer in above
        for one in written
    ]


def _is_known(tokens: Sequence[Any]) -> bool:
    """Whether a browser knows all pseudo-classes and pseudo-elements of a selector."""
    for before, token in pairwise(tokens):
        if before == ":" and token.type in ("ident", "function"):
            name = token.lower_value if token.type == "ident" else token.lower_name
            if not _PSEUDO.fullmatch(name):
                return False
            # a list in these may hold what a browser does not know
            inner = token.arguments if token.type == "function" else []
            if name not in ("is", "where") and not _is_known(inner):
                return False
    return True


def _declarations(nodes: Iterable[Any]) -> Iterator[tuple[str, str, bool]]:
    """Name, value and importance of each declaration that a browser understands."""
    for node in nodes:
        if node.type == "declaration":
            name = node.lower_name
            value = " ".join(_written(node.value).split())
            if name != "content":
                value = value.lower()
            values = _VALUES.get(name)
            if values is None or values.fullmatch(value) or _ANY_VALUE.fullmatch(value):
                yield name, value, node.important


def _selected(
    root: _Element, selectors: Sequence[str], translator: Any
) -> Iterator[tuple[tuple[int, int, int], str | None, list[_Element]]]:
    """The elements that each selector of a rule names; none for a selector that is not known."""
    from cssselect import SelectorError, parse
    from lxml import etree

    try:
        parsed = parse(", ".join(selectors))
    except (SelectorError, RecursionError):
        return
    for selector in parsed:
        pseudo = selector.pseudo_element
        try:
            path = translator.selector_to_xpath(selector)
            elements: Any = root.xpath(path)
        except (SelectorError, etree.XPathError, RecursionError):
            continue
        name = str(pseudo).lower() if pseudo is not None else None
        yield selector.specificity(), name, elements


def _tinycss2() -> Any:
    try:
        import tinycss2  # type: ignore[import-untyped]
    except ImportError:
        raise MissingExtraError(Both("reading web pages", "读取网页"), "html") from None
    return tinycss2


def _translator() -> Any:
    try:
        from cssselect import HTMLTranslator
    except ImportError:
        raise MissingExtraError(Both("reading web pages", "读取网页"), "html") from None
    return HTMLTranslator()


def plain_string(content: str) -> str | None:
    """The text of a ``content``; None where it is not only text."""
    parts = list(_tinycss2().parse_component_value_list(content))
    if not all(node.type in ("string", "whitespace") for node in parts):
        return None
    return "".join(node.value for node in parts if node.type == "string")
