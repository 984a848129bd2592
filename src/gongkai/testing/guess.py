"""What a grammar for an unknown text could be: found from the form's labels, which every text has.

Behind a label stand figures, and between the figures stands the separator. A grammar is only
proposed with the number of cells that are read through it; it is for a person to look at.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final, NamedTuple

import attrs

from .. import form
from ..api import parse
from ..errors import ParseError
from ..layouts import Layout
from ..report import Report

_FIGURE: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_NUMBER: Final = re.compile(
    r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|[0-9][.．])?\s*$"
)
_BRACKETED: Final = re.compile(r"[（(].*$")
_LEAST: Final = 3
"""Fewer rows than this show no habit."""


@attrs.frozen
class Guess:
    """A grammar that may fit, and what is read through it: how many cells are read or proven, and
    how many checks fail."""

    grammar: str
    known: int
    errors: int

    @property
    def rank(self) -> tuple[int, int]:
        """More known cells are better, and then fewer errors."""
        return self.known, -self.errors


class _Row(NamedTuple):
    before: str
    between: list[str]
    behind: str


def guess(text: str) -> Guess | None:
    """The grammar through which most cells of the text are read; None where the text has
    no row of figures behind a label of the form.

    >>> text = "三、收到和处理政府信息公开申请情况\\n" + "".join(
    ...     f"{row.title} ~ 1 ~ 0 ~ 0 ~ 0 ~ 0 ~ 0 ~ 1\\n" for row in form.rows(2021, "requests"))
    >>> guess(text).grammar
    'SEP: "~"\\n'
    """
    tried = (Guess(grammar, *known(text, grammar)) for grammar in _grammars(text))
    return max(tried, key=lambda one: one.rank, default=None)


def known(text: str, layout: Layout | str | None) -> tuple[int, int]:
    """How many cells are read or proven through a layout or the text of a grammar, and how many
    checks fail."""
    chosen = Layout("guess", layout) if isinstance(layout, str) else layout
    try:
        report: Report = parse(text, layout=chosen)
    except ParseError:
        return 0, 0
    cells = sum(cell.status.claims for cell in report.cells.values())
    return cells, len(report.check(select="R,D").errors)


def with_close(text: str, layout: Layout) -> str | None:
    """A line that says what closes a row, where the layout has none and more cells are read with
    it."""
    if re.search(r"^CLOSE\b", layout.grammar, re.MULTILINE):
        return None
    before, _ = known(text, layout)
    for closing in filter(None, _usual(row.behind for row in _rows(text))):
        line = f"CLOSE: {json.dumps(closing, ensure_ascii=False)}"
        if known(text, f"{layout.grammar.rstrip()}\n{line}\n")[0] > before:
            return line
    return None


def _grammars(text: str) -> Iterator[str]:
    """The grammars to try, those first that follow what most rows do."""
    rows = list(_rows(text))
    separators = filter(None, _usual(piece for row in rows for piece in row.between))
    opens = _usual(re.sub("[0-9]+", "0", row.before) for row in rows) or [""]
    closes = _usual(row.behind for row in rows) or [""]
    rule = _rule(text)
    for sep, opening, closing in product(separators, opens, closes):
        lines = [f"SEP: {_literal(sep)}{f' | {rule}' if rule else ''}"]
        lines += [f"OPEN: {_opening(opening)}"] if opening else []
        lines += [f"CLOSE: {_literal(closing)}"] if closing else []
        yield "\n".join(lines) + "\n"


def _rows(text: str) -> Iterator[_Row]:
    """What stands around the figures of each line that holds a label of the form."""
    labels = sorted(
        {_BRACKETED.sub("", row.label) for row in form.rows(form.EDITIONS[-1])}, key=len
    )[::-1]
    for line in text.splitlines():
        label = next((label for label in labels if label in line), None)
        if label is None or len(line) > 400:
            continue
        before, _, behind = line.partition(label)
        pieces = _FIGURE.split(behind)
        if len(pieces) > 1:
            yield _Row(_NUMBER.sub("", before), pieces[1:-1], pieces[-1])


def _usual(pieces: Iterable[str]) -> list[str]:
    """The two that occur most, without the blanks around them; a tab is no blank here, and nothing
    at all is one of them."""
    counted = Counter(piece.strip(" \u3000\r") for piece in pieces)
    return [piece for piece, count in counted.most_common(2) if count >= _LEAST]


def _rule(text: str) -> str:
    """The pattern of the lines that are drawn between rows, '' where there are none."""
    drawn = [
        line.strip()
        for line in text.splitlines()
        if len(line.strip()) > 3 and not re.search(r"[\w\s]", line.strip())
    ]
    if len(drawn) < _LEAST:
        return ""
    chars = "".join(re.escape(char).replace("/", r"\/") for char in sorted(set("".join(drawn))))
    return f"/[{chars}]{{2,}}/"


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _opening(text: str) -> str:
    """What opens a row: a literal, or a pattern where the number of the row stands in it."""
    if "0" not in text:
        return _literal(text)
    parts = (re.escape(part).replace("\\\t", r"\t").replace("/", r"\/") for part in text.split("0"))
    return f"/{'[0-9]{1,3}'.join(parts)}/"
