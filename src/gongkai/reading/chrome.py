"""What of a web page is the report, and what is the site around it: menus, breadcrumbs, bars to
share and print.

One pass over the page measures each element (its text, how much of it is links, whether it has the
report's own wording); the part that holds the report is the smallest element around all of that
wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

import attrs

from .composing import plain, wordings
from .styles import OPAQUE, Looks

if TYPE_CHECKING:
    from lxml.etree import _Element

_NEVER: Final = frozenset(
    {
        "script", "style", "head", "noscript", "template", "xml", "source", "track", "map",
        "datalist", "frameset", "noframes", "noembed", "colgroup", "col", "rt", "rp", "rtc",
    }
)  # fmt: skip
"""Elements whose text no browser shows as text, or only as a gloss above other text."""

_TABS: Final = frozenset(
    {
        "div", "section", "article", "main", "center", "form", "details", "ul", "ol", "li", "dd",
        "body",
    }
)  # fmt: skip
"""Elements that a page shows by turns, as tabs or when something is clicked."""

_SECTION: Final = re.compile(
    "一、总体情况|申请情况|诉讼情况|存在的主要问题|其他需要报告的事项|第二十条第"
)
"""Of the wording of a report, what a whole part of it has and a single row has not."""

_SITE: Final = frozenset(("nav", "footer", "aside"))
_CHROME: Final = re.compile(
    r"(?:^|[\s_-])(?:(?:top|main|sub|left|right|side|site|bottom|page)?(?:nav|menu|bar)s?|nav\w*|menu\w*|breadcrumbs?|crumbs?|position|location|path"
    r"|weizhi|dqwz|footer|foot|sidebar|share\w*|bdshare\w*|print\w*|toolbar|tools?|copyright|login|search\w*|related|pager|prenext|ewm|qrcode"
    r"|header|top|banner|logo|friend\w*|links?)(?=$|[\s_-])",
    re.IGNORECASE,
)
_BARS: Final = re.compile(
    r"(?:^|[\s_-])(?:bd)?(?:share|print|toolbar|breadcrumb|crumb|qrcode|ewm)", re.IGNORECASE
)
_DOCUMENTS: Final = frozenset(
    {
        ".pdf", ".doc", ".docx", ".wps", ".ofd", ".ceb", ".xls", ".xlsx", ".et", ".rtf", ".zip",
        ".rar", ".7z", ".tif", ".tiff",
    }
)  # fmt: skip
_CONTAINERS: Final = frozenset(
    {
        "html", "body", "div", "p", "table", "caption", "thead", "tbody", "tfoot", "tr", "td",
        "th", "ul", "ol", "dl", "dt", "dd", "li", "section", "article", "main", "header", "form",
        "center", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "fieldset", "nav",
        "footer", "aside",
    }
)  # fmt: skip
_ICON: Final = re.compile(
    r"logo|icon|banner|ewm|qrcode|weixin|blank|spacer|jiucuo|conac|gongan|beian|\.gif|line",
    re.IGNORECASE,
)
TITLE: Final = re.compile("政府信息公开.{0,12}报告|信息公开.{0,8}年度?报告")
"""How the title of a report reads."""

_LONG: Final = 300
"""More characters than the longest label or header cell has: a cell with more is a part of the
page, not of a table."""


@attrs.define
class Outline:
    """What one pass over a page found.

    ``dropped`` are the elements to leave out with all that is in them. ``open_rows`` (a ``tr``, or
    a ``table`` whose cells have none) lay out the page: what they hold is read as paragraphs and
    tables of its own. ``attachments``, ``frames`` and ``pictures`` name what the page points to.
    """

    has_report: bool = False
    title: str = ""
    dropped: set[_Element] = attrs.field(factory=set)
    open_rows: set[_Element] = attrs.field(factory=set)
    attachments: list[str] = attrs.field(factory=list)
    frames: list[str] = attrs.field(factory=list)
    pictures: list[str] = attrs.field(factory=list)


@attrs.define
class _Measure:
    """How much text an element holds, how much of it in links, how many tables, how many cells of
    its own (a table)."""

    text: int = 0
    links: int = 0
    tables: int = 0
    cells: int = 0


def outline(root: _Element, looks: Looks) -> Outline:
    """Measure a page, and say what of it is the report."""
    survey = _Survey()
    survey.through(root)
    found = survey.found
    hidden = set(_hidden(survey.marked, looks.gone))
    marked = [element for element in survey.marked if not _is_under(element, hidden)]
    found.has_report = bool(marked)
    holding = _with_ancestors(marked)  # every element around some of the report's wording
    titled = _with_ancestors(survey.titled)
    found.dropped.update(survey.unshown)
    found.dropped.update(hidden)
    region = _around(marked)
    site: set[_Element] = set()
    for element, inside in _with_side(root, region):
        if element in holding or element in found.dropped:
            continue
        measure = survey.measures.get(element)
        if inside:
            if (
                _BARS.search(_names(element))
                and measure is not None
                and measure.text < 120
                and not measure.tables
            ):
                found.dropped.add(element)
        elif _is_chrome(element, measure) and (
            element not in titled or _BARS.search(_names(element))
        ):
            site.add(element)
    if found.has_report:
        found.dropped.update(site)
    found.pictures = [
        name
        for picture in survey.pictures
        if not _is_under(picture, site) and (name := _picture(picture))
    ]
    return found


def _hidden(marked: Mapping[_Element, set[str]], gone: set[_Element]) -> Iterator[_Element]:
    """The elements to leave out of those that are not shown.

    Pages show the parts of a report by turns, as tabs: such a part stays, if nothing of it stands
    elsewhere. What is shown twice, and once hidden, is another year's, or an older state.
    """
    around: dict[_Element | None, set[str]] = {None: set()}  # what stands there, not deeper hidden
    for element, words in marked.items():
        outer = next((one for one in _upwards(element) if one in gone), None)
        around.setdefault(outer, set()).update(words)
    within: dict[_Element, set[str]] = {}  # and what stands there, hidden deeper or not
    for element, words in marked.items():
        for one in _upwards(element):
            if one in gone:
                within.setdefault(one, set()).update(words)
    for element in gone:
        words = within.get(element, set())
        outer = next((one for one in element.iterancestors() if one in gone), None)
        if (
            element.tag not in _TABS
            or not any(map(_SECTION.search, words))
            or words & around.get(outer, set())
        ):
            yield element


def _upwards(element: _Element) -> Iterator[_Element]:
    yield element
    yield from element.iterancestors()


class _Survey:
    """One pass over a page in document order."""

    def __init__(self) -> None:
        self.found = Outline()
        self.measures: dict[_Element, _Measure] = {}
        self.marked: dict[_Element, set[str]] = {}  # in document order, with the wording
        self.titled: list[_Element] = []
        self.unshown: list[_Element] = []
        self.pictures: list[_Element] = []
        self._open: list[tuple[_Element, _Measure]] = []
        self._rows: list[
            tuple[_Element, int]
        ] = []  # what holds each open cell, and the text before the cell
        self._line: list[str] = []
        self._linked = 0
        self._total = 0

    def through(self, root: _Element) -> None:
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            skipped = (
                not isinstance(element.tag, str) or element.tag in _NEVER or element.tag in OPAQUE
            )
            if event == "start":
                if skipped:
                    self._unshown(element)
                    walker.skip_subtree()
                else:
                    self._start(element)
            else:
                if not skipped:
                    self._end(element)
                if element.tail:
                    self._text(element.tail)

    def _unshown(self, element: _Element) -> None:
        if element.tag == "img":
            self.pictures.append(element)
        elif element.tag not in OPAQUE:
            self.unshown.append(element)
        if element.tag in ("iframe", "frameset", "object", "embed"):
            for frame in (element, *element.iter("frame")):
                address = frame.get("src") or frame.get("data") or ""
                if _is_document(address):
                    self.found.attachments.append(_file_name(address))
                elif address and not address.startswith(("about:", "javascript:")):
                    self.found.frames.append(address)
        elif element.tag == "head":
            self.found.title = _title(element)

    def _start(self, element: _Element) -> None:
        tag = element.tag
        if tag in _CONTAINERS:
            self._end_line()
            self._open.append((element, _Measure()))
            if tag in ("td", "th"):
                holder = element.getparent()
                if holder is not None:
                    self._rows.append((holder, self._total))
        elif tag == "br":
            self._end_line()
        elif tag == "a":
            self._linked += 1
            if _is_document(element.get("href") or ""):
                name = plain("".join(map(str, element.itertext())))[:80]
                self.found.attachments.append(name or _file_name(element.get("href") or ""))
        if element.text:
            self._text(element.text)

    def _end(self, element: _Element) -> None:
        tag = element.tag
        if tag == "a":
            self._linked -= 1
        if tag not in _CONTAINERS:
            return
        self._end_line()
        _, measure = self._open.pop()
        self.measures[element] = measure
        if tag in ("td", "th"):
            if self._rows:
                holder, before = self._rows.pop()
                if self._total - before > _LONG:
                    self.found.open_rows.add(holder)
            for outer, counted in reversed(self._open):
                if outer.tag == "table":
                    counted.cells += 1
                    break
        elif tag == "table":
            measure.tables += 1
            if measure.cells > 1:  # a table of one cell is only a frame around its text
                self.found.open_rows.update(holder for holder, _ in self._rows)
        if self._open:
            above = self._open[-1][1]
            above.text += measure.text
            above.links += measure.links
            above.tables += measure.tables

    def _text(self, text: str) -> None:
        length = sum(map(len, text.split()))
        if not length or not self._open:
            return
        self._line.append(text)
        self._total += length
        measure = self._open[-1][1]
        measure.text += length
        if self._linked:
            measure.links += length

    def _end_line(self) -> None:
        if self._line and self._open:
            line = "".join(self._line)
            if words := wordings(line):
                self.marked.setdefault(self._open[-1][0], set()).update(words)
            elif TITLE.search(line) and not self._linked:
                self.titled.append(self._open[-1][0])
        self._line.clear()


def _with_ancestors(elements: Iterable[_Element]) -> set[_Element]:
    found: set[_Element] = set()
    for inner in elements:
        element: _Element | None = inner
        while element is not None and element not in found:
            found.add(element)
            element = element.getparent()
    return found


def _around(elements: list[_Element]) -> _Element | None:
    """The smallest element around the first and the last of these, which stand in document
    order."""
    if not elements:
        return None
    first = [elements[0], *elements[0].iterancestors()]
    last = {elements[-1], *elements[-1].iterancestors()}
    return next((element for element in first if element in last), None)


def _with_side(root: _Element, region: _Element | None) -> Iterator[tuple[_Element, bool]]:
    """Every element, and whether it stands inside of the region."""
    from lxml import etree

    inside = False
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            if element is region:
                inside = False
        elif isinstance(element.tag, str):
            if element is region:
                inside = True
            yield element, inside


def _names(element: _Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _is_chrome(element: _Element, measure: _Measure | None) -> bool:
    """Whether an element that has nothing of the report is a menu, a bar, or mostly links."""
    if element.tag in ("html", "body"):
        return False
    if element.tag in _SITE or element.get("role") in (
        "navigation",
        "banner",
        "contentinfo",
        "search",
    ):
        return True
    return _CHROME.search(_names(element)) is not None or (
        measure is not None and measure.text < 2 * measure.links
    )


def _is_under(element: _Element, above: set[_Element]) -> bool:
    return any(outer in above for outer in _upwards(element))


def _picture(element: _Element) -> str:
    """The name of a picture that may be a page of a report; empty for icons and logos."""
    address = element.get("src") or ""
    sizes = [
        int(size)
        for name in ("width", "height")
        if (size := (element.get(name) or "").removesuffix("px")).isdecimal()
    ]
    if not address or any(size < 100 for size in sizes) or _ICON.search(address + _names(element)):
        return ""
    return "(inline)" if address.startswith("data:") else _file_name(address)


def _is_document(address: str) -> bool:
    parts = _split(address)
    return (
        PurePosixPath(parts[0]).suffix.lower() in _DOCUMENTS
        or PurePosixPath(parts[1]).suffix.lower() in _DOCUMENTS
    )


def _file_name(address: str) -> str:
    path, query = _split(address)
    chosen = query if PurePosixPath(query).suffix.lower() in _DOCUMENTS else path
    return unquote(PurePosixPath(chosen).name)


def _split(address: str) -> tuple[str, str]:
    """The path and the query of an address; viewers get the file's address in their query."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return "", ""
    return parts.path, parts.query.partition("&")[0].partition("=")[2]


def _title(head: _Element) -> str:
    """The title that the page's head gives its article, or else the page."""
    for meta in head.iter("meta"):
        if (meta.get("name") or "").lower() == "articletitle" and meta.get("content"):
            return plain(meta.get("content") or "")
    return plain(head.findtext(".//title") or "")
