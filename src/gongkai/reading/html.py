"""Web pages: the report inside the page of a site, its paragraphs as lines, its tables as rows.

A page is walked once in document order, without recursion. What is left out is only what can be
recognised safely: what no browser shows, and, outside of the part that holds the report, menus and
bars. What remains before and after the report does no harm, lost text of the report would.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from ..errors import MissingExtraError, ParseError
from ..form.wording import look_up
from ..languages import Both
from ..model import HOLE
from .chrome import TITLE, Outline, outline
from .composing import Composer, Reading, cell_text, is_distinctive, is_note, plain
from .mediatypes import HTML
from .merged import Grid, Merging
from .styles import APART, BLOCKS, OPAQUE, Look, Looks, looks, spanned

if TYPE_CHECKING:
    from lxml.etree import _Element

_CODE: Final = frozenset({"script", "style", "noscript", "template", "xml"})
_CONTROL: Final = {code: " " for code in range(32) if code not in (9, 10, 13)}
_NO_HEIGHT: Final = re.compile(
    r"(?:^|;)\s*height\s*:\s*0(?:\.0*)?(?:pt|px|cm)?\s*(?:;|$)", re.IGNORECASE
)
_LAYOUT_DATA: Final = re.compile(
    r"row|col|width|height|index|idx|id\b|span|size|sort|order|level|style|font|align|pos|page|line|key|border|time|date"
    r"|version|type|zoom|scale|depth|max|min|length",
    re.IGNORECASE,
)
"""Names of ``data-`` attributes in which editors keep numbers of their own."""

_NUMBER: Final = re.compile(r"\s*[+-]?\d[\d,.]*\s*")
_DIGIT: Final = re.compile(r"\d")
_BETWEEN: Final = re.compile(rf"(?<=[\d.,，+\-－−/])\s*{APART}[{APART}\s]*(?=[\d.,，+\-－−/])")
"""Where two pieces of figures stand apart. Elsewhere it does not matter."""

_SITE_NAME: Final = re.compile(r"[_|\-—–].*$")


def read_html(text: str, *, encoding: str | None = None, keep_lines: bool = False) -> Reading:
    """Read a web page, or a part of one.

    ``keep_lines`` is for Markdown and text files with tables as tags in them: outside of the tables
    their line ends count.

    Raises:
        ParseError: the page has no text, is nested too deeply, or holds the report only as a
        picture or an attachment. MissingExtraError: lxml is not installed.

    >>> read_html(
    ...     "<p>规章<table><tr><td>规章<td><span>1</span><span>49</span><td>&nbsp;</table>").text
    '规章\\n规章\\t149\\t'
    """
    root = _tree(text)
    look = looks(root)
    shape = outline(root, look)
    walk = _Walk(shape, look, keep_lines)
    walk.through(root)
    lines = walk.composer.lines
    if not shape.has_report:
        _refuse_if_elsewhere(shape, lines)
    composer = walk.composer
    title = shape.title
    if title and TITLE.search(title) and not any(TITLE.search(line) for line in lines[:20]):
        # the part of the page with the report does not always repeat the title of the page
        composer = walk.with_title(_SITE_NAME.sub("", title))
    return composer.reading(HTML, encoding)


def _tree(text: str) -> _Element:
    try:
        from lxml import etree
    except ImportError:
        raise MissingExtraError(Both("reading web pages", "读取网页"), "html") from None
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    data = text.translate(_CONTROL).encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.LxmlError as error:
        raise ParseError(
            Both(f"the web page cannot be read: {error}", f"网页无法读取：{error}")
        ) from None
    if root is None:
        raise ParseError(Both("the web page is empty", "网页是空的"))
    if any("depth" in entry.message for entry in parser.error_log):
        raise ParseError(Both("the web page is nested too deeply", "网页的嵌套太深"))
    return root


class _Walk:
    """The state of one walk through a page: the line, the row and the cell that are being
    composed."""

    def __init__(self, shape: Outline, look: Looks, keep_lines: bool) -> None:
        self.composer = Composer()
        self._shape = shape
        self._look = look
        self._keep_lines = keep_lines
        self._parts: list[str] = []
        self._verbatim = 0
        self._cell: Any = None  # the td or th whose text is being collected as one field
        self._lost = False  # whether something in the cell was left out that is no mere blank
        self._row: Any = (
            None  # the tr (or, for cells without one, the table) whose fields are being collected
        )
        self._fields: list[Merging] = []
        self._tables: dict[Any, tuple[int, int]] = {}  # number of the table, rows so far
        self._grids: dict[Any, Grid] = {}
        self._stack: list[Any] = []  # open tables

    def through(self, root: _Element) -> None:
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                if not isinstance(element.tag, str):
                    walker.skip_subtree()
                elif element in self._shape.dropped:
                    self._leave_out(element)
                    walker.skip_subtree()
                elif element.tag in OPAQUE:
                    if self._cell is not None:
                        # a control is no part of a figure beside it
                        self._parts += [APART, _shown(element), APART]
                    walker.skip_subtree()
                else:
                    self._start(element)
            else:
                if (
                    isinstance(element.tag, str)
                    and element not in self._shape.dropped
                    and element.tag not in OPAQUE
                ):
                    self._end(element)
                if element.tail:
                    self._text(element.tail, element.getparent())
        self._break()

    def with_title(self, title: str) -> Composer:
        """The same text with a title above it."""
        composer = Composer()
        composer.line(title)
        composer.extend(self.composer)
        return composer

    def _start(self, element: _Element) -> None:
        tag = element.tag
        if tag == "table":
            if self._cell is None:
                self._end_row()
                self._break()
                self._stack.append(element)
        elif tag in ("tr", "tbody", "thead", "tfoot"):
            if self._cell is None:
                self._end_row()
                self._break()
                if tag == "tr" and self._stack and element not in self._shape.open_rows:
                    self._row = element
        elif tag in ("td", "th"):
            self._start_cell(element)
        elif tag == "pre":
            self._break()
            self._verbatim += 1
        else:
            self._part(element)
        if self._cell is not None:
            self._draw(element, "before")
            self._lost = self._lost or _holds_number(element)
        if element.text:
            self._text(element.text, element)

    def _part(self, element: _Element) -> None:
        """Part what is on a line of its own, or stands apart, from what is beside it."""
        if element.tag in BLOCKS:
            self._break()
        elif element in self._look.apart:
            self._parts.append(APART)

    def _draw(self, element: _Element, place: str) -> None:
        """Add what a style sheet writes at an end of an element in a cell."""
        written = self._look.drawn.get((element, place), "")
        if written != "":
            self._parts.append(HOLE if element in self._look.text else written or HOLE)

    def _leave_out(self, element: _Element) -> None:
        """Remember that something in a cell is not shown, though it may be at another time, or that
        something is which is not known."""
        if self._cell is not None and (element.tag not in _CODE or _is_run(element)):
            self._lost = (
                self._lost
                or _is_run(element)
                or _DIGIT.search("".join(map(str, element.itertext()))) is not None
            )

    def _start_cell(self, element: _Element) -> None:
        if self._cell is not None:
            self._break()
            return
        if (
            self._row is None
            and self._stack
            and element.getparent() is self._stack[-1]
            and self._stack[-1] not in self._shape.open_rows
        ):
            self._row = self._stack[-1]  # cells that stand in a table without a row
        self._break()
        if self._row is not None:
            self._cell = element
            self._lost = False

    def _end(self, element: _Element) -> None:
        tag = element.tag
        if self._cell is not None:
            self._draw(element, "after")
        if element is self._cell:
            field = cell_text(_BETWEEN.sub("\n", "".join(self._parts)).split("\n"))
            # not an empty cell, and no mark for nothing: what belongs there is not known
            if self._lost and len(field) < 3 and not _DIGIT.search(field):
                field += HOLE
            self._fields.append(
                Merging(field, spanned(element, "colspan"), spanned(element, "rowspan"))
            )
            self._parts.clear()
            self._cell = None
        elif self._cell is not None:
            self._part(element)
        elif element is self._row:
            self._end_row()
        elif tag == "pre":
            self._break()
            self._verbatim -= 1
        else:
            self._part(element)
        if tag == "table" and self._cell is None and self._stack and self._stack[-1] is element:
            self._end_row()
            self._stack.pop()

    def _end_row(self) -> None:
        row, fields = self._row, self._fields
        self._row, self._fields = None, []
        if row is None or not fields or not self._stack:
            return
        if not any(field.text for field in fields) and _is_ruler(row):
            return
        table = self._stack[-1]
        hidden = self._look.collapsed.get(table, frozenset())
        grid = self._grids.setdefault(table, Grid(hidden))
        number, count = self._tables.get(table, (len(self._tables) + 1, 0))
        self._tables[table] = number, count + 1
        self.composer.row(grid.fields(fields), table=number, row=count + 1)

    def _text(self, text: str, owner: _Element | None) -> None:
        look = self._look.text.get(owner) if owner is not None else None
        if look is not None:
            text = self._as_seen(text, look)
        if self._cell is None and (self._verbatim or (self._keep_lines and not self._stack)):
            *ended, rest = text.replace("\r", "").split("\n")
            for line in ended:
                self._parts.append(line)
                self._break()
            self._parts.append(rest)
        else:
            self._parts.append(text.replace("\n", " "))

    def _as_seen(self, text: str, look: Look) -> str:
        """What a reader sees of a text that is not plain, as far as it can be said."""
        if look is Look.TURNED:
            return HOLE if text.strip() else text
        if look is Look.DOUBTED:
            return _DIGIT.sub(HOLE, text) if self._cell is not None else text
        if look is Look.RAISED and (self._cell is None or not is_note(text)):
            return text
        if text.strip():
            self._lost = True
        return " "

    def _break(self) -> None:
        """End a line: of the text, or within a cell."""
        if self._cell is not None:
            self._parts.append("\n")
        elif self._parts:
            line = _BETWEEN.sub(" ", "".join(self._parts))
            self._parts.clear()
            if self._verbatim or (self._keep_lines and not self._stack):
                self.composer.verbatim(line)
            else:
                self.composer.line(line)


def _is_run(element: _Element) -> bool:
    """Whether a script writes at this place, or a browser shows a tree of its own."""
    return (element.tag == "script" and "document.write" in (element.text or "")) or (
        element.tag == "template" and element.get("shadowrootmode") is not None
    )


def _shown(element: _Element) -> str:
    """What a control or a picture in a cell shows: the content of a field, or that there is
    something."""
    tag = element.tag
    if tag == "input":
        return _entered(element)
    if tag == "select":
        return _chosen(element)
    if tag in ("textarea", "button"):
        return "".join(map(str, element.itertext()))
    if tag == "img" and {element.get("width"), element.get("height")} & {"0", "1", "2"}:
        return ""
    return HOLE


def _entered(element: _Element) -> str:
    kind = (element.get("type") or "text").lower()
    if kind == "hidden":
        return ""
    if kind in ("checkbox", "radio", "image", "password", "range", "color", "file"):
        return HOLE
    value = element.get("value") or ""
    return HOLE if not value and _DIGIT.search(element.get("placeholder") or "") else value


def _chosen(element: _Element) -> str:
    """The chosen option of a list; which counts of several that are shown is not known."""
    if element.get("multiple") is not None or (element.get("size") or "1") not in ("0", "1"):
        return HOLE
    options = list(element.iter("option"))
    chosen = [one for one in options if one.get("selected") is not None] or options
    if not chosen:
        return ""
    one = chosen[-1] if chosen is not options else chosen[0]
    return one.get("label") or "".join(map(str, one.itertext()))


def _holds_number(element: _Element) -> bool:
    """Whether an element keeps a number for a script to show."""
    return any(
        name.startswith("data-") and _NUMBER.fullmatch(value) and not _LAYOUT_DATA.search(name[5:])
        for name, value in ((str(name), str(value)) for name, value in element.items())
    )


def _is_ruler(row: _Element) -> bool:
    """Whether an empty row only sets the widths of columns, as word processors add it for
    misaligned grids."""
    return row.get("height") == "0" or _NO_HEIGHT.search(row.get("style") or "") is not None


def _is_of_report(line: str) -> bool:
    """Whether a line has wording of the report, or is a row that begins with one of its labels."""
    if is_distinctive(line):
        return True
    name = look_up(line.partition("\t")[0]) if "\t" in line else None
    return name is not None and name.role == "LABEL"


def _refuse_if_elsewhere(shape: Outline, lines: Sequence[str]) -> None:
    """Say where the report is, if the page holds none of it as text."""
    if any(map(_is_of_report, lines)) or sum(map(len, lines)) > 3000:
        return  # a report after all, or a long text: the parser says what it thinks of it
    if shape.attachments:
        names = ", ".join(dict.fromkeys(shape.attachments))
        raise ParseError(
            Both(
                f"the page holds the report only as an attachment: {names}",
                f"网页里的年报只是附件：{names}",
            ),
            hint=Both("download the attachment and read that file", "下载附件，读取该文件"),
        )
    if shape.frames:
        names = ", ".join(dict.fromkeys(shape.frames))
        raise ParseError(
            Both(
                f"the page shows another page in a frame: {names}",
                f"网页在框架里显示另一个网页：{names}",
            ),
            hint=Both("download that page and read it", "下载那个网页再读取"),
        )
    if shape.pictures:
        names = ", ".join(dict.fromkeys(shape.pictures))
        raise ParseError(
            Both(
                f"the page holds the report only as a picture: {names}",
                f"网页里的年报只是图片：{names}",
            ),
            hint=Both(
                "ask for the text, or run a text recognition (OCR)",
                "索取文字版，或者做文字识别（OCR）",
            ),
        )
    if not any(plain(line) for line in lines):
        raise ParseError(Both("the web page has no text", "网页里没有文字"))
