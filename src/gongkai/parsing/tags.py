"""Tables that stand as tags in a text: the same text with what the tags stand for in their place.

Each character stays where it is, so that places in the one are places in the other. What a reader
of the page would not see as text (struck-out or hidden elements, pictures) is a hole: something
stands there, and it is not known what.
"""

from __future__ import annotations

import re
from typing import Final

from ..layouts import Elements
from ..model import HOLE

_LONGEST: Final = 4000
"""Characters of a tag; what is longer is text."""
_PIECE: Final = re.compile(
    rf"<(?P<close>/?)(?P<name>[A-Za-z][\w:.-]{{0,40}})(?P<rest>[^<>]{{0,{_LONGEST}}}+)>"
    r"|(?P<comment><!--)|(?P<declared><[!?][^<>]{0,400}+>)|(?P<entity>&#?\w{1,10};)"
)
_LINES: Final = frozenset(
    {
        "address", "article", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt",
        "fieldset", "figcaption", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
        "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
        "table", "tbody", "tfoot", "thead", "title", "ul",
    }
)  # fmt: skip
"""Elements that begin and end a line."""
_VOID: Final = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr",
    }
)  # fmt: skip
_PICTURES: Final = frozenset(
    {
        "applet", "audio", "button", "canvas", "embed", "graphic", "iframe", "img", "input", "math",
        "meter", "object", "picture", "progress", "select", "svg", "textarea", "video",
    }
)  # fmt: skip
"""Elements that show something else than text."""
_UNSEEN: Final = frozenset(
    {
        "del", "noscript", "rp", "rt", "s", "script", "strike", "style", "template",
    }
)  # fmt: skip
_RAISED: Final = frozenset({"sup"})
_UNSEEN_OR_RAISED: Final = _UNSEEN | _RAISED
_HIDDEN: Final = re.compile(
    r"(?:^|[\s\"'])hidden(?:[\s\"'=/]|$)"
    r"|display\s*:\s*none|visibility\s*:\s*[hc]|opacity\s*:\s*0|line-through|transparent"
    r"|(?<![-\w])(?:clip|transform)|text-indent\s*:\s*-|position\s*:\s*[af]|font-size\s*:\s*0"
    r"|(?<![-\w])color\s*:\s*(?:#f[a-f0-9]f|white|rgba?\(\s*25)|direction\s*:\s*r|unicode-bidi",
    re.IGNORECASE,
)
"""What says that an element may not be seen as it stands."""
_CLASSES: Final = re.compile(r"(?:class|id)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_SHEET: Final = re.compile(r"<style\b[^<>]{0,400}+>([^<]{0,200000})", re.IGNORECASE)
_MERGED: Final = re.compile(r"(?:col|row)span\s*=\s*[\"']?0*(?:[2-9]|1\d)")
_ROWSPAN: Final = re.compile(r"rowspan\s*=\s*[\"']?0*(\d{1,3})")
_BLANK_ENTITY: Final = re.compile(r"&(?:nbsp|ensp|emsp|thinsp|#0*160|#[xX]0*[aA]0|#0*32|#12288);")
_FIGURE: Final = re.compile(r"\s*[+-]?\d[\d,.]*\s*")
_NOTE: Final = re.compile(r"\s*[\[［(（]?[\d①-⑳*※]{1,2}[\]］)）]?\s*")
_DIGIT: Final = re.compile(r"\d")
_VISIBLE: Final = re.compile(r"\S")
_STROKE: Final = re.compile(r"[|｜¦]")
_BLANK: Final = re.compile(r"\s")


def untagged(text: str, elements: Elements) -> str:
    """The text with strokes, line ends and blanks in the place of its tags.

    >>> from gongkai.layouts import Elements
    >>> untagged("<tr><td>规章</td><td>3</td></tr>", Elements(("tr",), ("td",)))
    '    |   规章     |   3     |   \\n'
    """
    return _Untagging(text, elements).result()


class _Untagging:
    """One walk over a text. ``_row`` holds the cells of the row that is open: where each begins,
    and what its tag says; ``_below`` how many rows further a merged cell reaches."""

    def __init__(self, text: str, elements: Elements) -> None:
        self._text = text
        self._elements = elements
        self._out: list[str] = []  # what is finished
        self._line: list[str] = []  # what may still be part of an open row
        self._at = 0
        self._row: list[tuple[int, str]] | None = None
        self._cell = False
        self._filled = False  # whether the open cell has a text
        self._below = 0
        self._hiding: list[str] = []  # the element that is not seen, once for each one open in it
        self._from = 0
        self._hides: dict[str, bool] = {}  # what the tags say of being seen
        sheet = " ".join(_SHEET.findall(text))
        hides = _HIDDEN.search(sheet) is not None
        self._doubtful = frozenset(re.findall(r"[.#]([\w-]+)", sheet)) if hides else frozenset()

    def result(self) -> str:
        text = self._text
        ends_comments = "-->" in text
        for match in _PIECE.finditer(text):
            if match.start() < self._at:
                continue
            if match["comment"]:
                end = text.find("-->", match.end()) if ends_comments else -1
                ends_comments = end >= 0
                if end >= 0:
                    self._content(match.start())
                    self._write(" " * (end + 3 - self._at))
                continue
            self._content(match.start())
            if self._hiding:
                self._hidden(match)
            elif match["name"]:
                self._tag(match, match["name"].lower())
            elif match["entity"]:
                known = not self._cell or _BLANK_ENTITY.fullmatch(match[0])
                self._fill(match, "" if known else HOLE)
            else:
                self._fill(match, "")
        self._content(len(text))
        return "".join([*self._out, *self._line])

    def _write(self, instead: str) -> None:
        self._line.append(instead)
        self._at += len(instead)

    def _fill(self, match: re.Match[str], first: str, last: str = "") -> None:
        """Write as many characters as a tag has."""
        self._write(first + " " * (len(match[0]) - len(first) - len(last)) + last)

    def _content(self, end: int) -> None:
        """What stands between two tags."""
        content = self._text[self._at : end]
        if self._hiding:
            self._write(_VISIBLE.sub(" ", content))
        elif self._row is None:
            self._write(content)
        else:
            self._filled = self._filled or bool(content.strip())
            seen = _STROKE.sub(HOLE, content)
            self._write(_BLANK.sub(" ", seen))

    def _tag(self, match: re.Match[str], name: str) -> None:
        closing = bool(match["close"])
        if name in self._elements.rows or (name == "table" and self._row is not None):
            self._end_row(match)
            if not closing and name in self._elements.rows:
                self._row = []
                self._hide(match, name)
        elif name in self._elements.cells and not closing and self._row is not None:
            self._row.append((self._at, match["rest"]))
            self._cell, self._filled = not match["rest"].endswith("/"), False
            self._fill(match, "|")
            self._hide(match, name)
        elif name in self._elements.cells:
            self._cell = False
            self._fill(match, "")
        elif name in _PICTURES:
            self._fill(match, HOLE if self._cell else "")
        elif name in _UNSEEN_OR_RAISED or not closing:
            line = "\n" if name in _LINES and self._row is None else ""
            self._fill(match, "", line)
            if not closing:
                self._hide(match, name)
        else:
            self._fill(match, "", "\n" if name in _LINES and self._row is None else "")

    def _end_row(self, match: re.Match[str]) -> None:
        """Close the row that is open. Where one of its figures is merged with other cells, or a
        cell above reaches down, nothing tells which columns its figures have: they are holes."""
        cells, self._row, self._cell = self._row, None, False
        line = "".join(self._line)
        self._out.append(line)
        self._line = []
        if not cells:
            self._fill(match, "", "\n" if match["close"] else "")
            return
        start = self._at - len(line)
        fields = line[cells[0][0] - start :].split("|")[1:]
        held = [_FIGURE.fullmatch(one) is not None for one in fields]
        merged = [
            rest
            for number, (_, rest) in enumerate(cells)
            if _MERGED.search(rest) and (held[number] or (number and not fields[number].strip()))
        ]
        several = sum(held) > 1 or (any(held) and any(not one.strip() for one in fields[1:]))
        if self._below > 0 or (merged and several):
            chars = list(line)
            for (at, _), figure in zip(cells, held, strict=False):
                if figure:
                    chars[at - start + 1] = HOLE
            self._out[-1] = "".join(chars)
        reach = max((int(one[1]) for rest in merged for one in _ROWSPAN.finditer(rest)), default=1)
        self._below = max(self._below - 1, reach - 1)
        self._fill(match, "|", "\n")

    def _hide(self, match: re.Match[str], name: str) -> None:
        """Begin to leave out an element that is not seen as text."""
        rest = match["rest"]
        if name in _VOID or rest.endswith("/"):
            return
        if name in _UNSEEN_OR_RAISED or (rest and self._says_hidden(rest)):
            self._hiding = [name]
            self._from = self._at

    def _says_hidden(self, rest: str) -> bool:
        """Whether what stands in a tag says that its element may not be seen. Most tags of a page
        say the same as another."""
        known = self._hides.get(rest)
        if known is None:
            found = "".join("".join(one) + " " for one in _CLASSES.findall(rest))
            hidden = _HIDDEN.search(rest) is not None
            known = self._hides[rest] = hidden or not self._doubtful.isdisjoint(found.split())
        return known

    def _hidden(self, match: re.Match[str]) -> None:
        """A tag within an element that is not seen; with its end, the rest is."""
        name = (match["name"] or "").lower()
        if name == self._hiding[0]:
            if match["close"]:
                self._hiding.pop()
            elif not match["rest"].endswith("/"):
                self._hiding.append(name)
        if self._hiding or self._row is None or name in self._elements.rows:
            self._fill(match, "")
        elif name in self._elements.cells:  # a column that is not seen
            self._cell = False
            self._fill(match, HOLE)
        else:
            lost = self._text[self._from : match.start()]
            holds = _DIGIT.search(lost) is not None
            is_note = self._filled and name in _RAISED and _NOTE.fullmatch(lost)
            self._fill(match, HOLE if holds and not is_note else "")
