"""Text and layout → tree → rows → cells. The tables are cut out of the text, parsed by the layout's grammar, and put together."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

import attrs
from lark import Token, Transformer

from . import form
from .aligned import align
from .form import RowSpec
from .layouts import Layout
from .layouts.wording import look_up
from .model import Place, RowText
from .placing import Content, Cut, are_borders, habits, place, place_running
from .sections import Region

_MAX_CONTENTS: Final = 256
"""More things in one row than any form has columns for; what comes after is not looked at."""
_SPANS: Final = {"received": 3, "carried_over": 3, "carried_forward": 3, "granted": 2, "partly_granted": 2, "handled_total": 2}
_DISPUTES: Final = "disputes"
_YUAN: Final = re.compile(r"(?<!万)(?<!亿)元")
_DIGITS: Final = re.compile(r"\d+")
_SENTENCE: Final = re.compile(r"[，。；：！？,;:]|.{13}", re.DOTALL)


class Line(NamedTuple):
    """A row as the tree shows it: the path that its label names, the label, and the tokens behind it."""

    path: str
    label: Token
    rest: list[Token]
    exact: bool


class Rows(Transformer[Token, list[Any]]):
    """The tree of one table, as its rows and what stands before them. One method for each rule of the grammar."""

    def row(self, children: list[Token]) -> Line:
        """A label and what follows it."""
        label, *rest = children
        name = look_up(label.value)
        assert name is not None
        return Line(name.path, label, rest, name.exact)

    def proactive(self, children: list[Any]) -> list[Any]:
        """Table two."""
        return children

    def requests(self, children: list[Any]) -> list[Any]:
        """Table three."""
        return children

    def disputes(self, children: list[Any]) -> list[Any]:
        """Table four."""
        return children

    def pieces(self, children: list[Any]) -> list[Any]:
        """The parts of a run; no table has this rule."""
        return children


_ROWS: Final = Rows(visit_tokens=False)


class Found(NamedTuple):
    """What the three tables of a text show: the edition they are of (None if they do not tell), their rows, and what is odd."""

    edition: int | None
    rows: dict[str, RowText]
    repeated: tuple[str, ...]


class _Table(NamedTuple):
    before: list[Token]
    lines: list[Line]


def read_tables(text: str, layout: Layout, regions: Sequence[Region]) -> Found:
    """Read the tables that stand in the regions of a text."""
    tables = {region.table: _table(text, layout, region) for region in regions}
    edition = _edition(tables)
    rows = form.row_spec(edition or form.EDITIONS[-1])
    cuts: list[Cut] = []
    repeated: list[str] = []
    for region in regions:
        table = tables[region.table]
        if region.table == _DISPUTES:
            cuts += _cut_disputes(text, layout, region, table, edition)
        else:
            lines = table.lines if layout.borders else _joined(table.lines, rows)
            repeats = _repeats(table)
            for line in _in_order(lines, rows, repeated):
                cut = _cut(text, layout, rows[line.path], line, _scale(table, rows[line.path]))
                cuts.append(cut._replace(repeats=True) if repeats else cut)
    if layout.borders:
        customs = habits(cuts, lines=layout.separator == "\n")
        placed = {cut.row.path: place(cut, customs, text) for cut in cuts}
    else:
        real = are_borders(cuts, text)
        placed = {cut.row.path: place_running(cut, real, text) for cut in cuts}
        if layout.name == "columns" and any(row.place is not Place.KEPT for row in placed.values()):
            for region in regions:
                placed |= align(text, [cut for cut in cuts if cut.row.table == region.table], region.start, region.end)
    line = placed.get(_DISPUTES)
    if line is not None and line.place is Place.KEPT:
        del placed[_DISPUTES]
        for index, group in enumerate(form.rows(edition or form.EDITIONS[-1], _DISPUTES)):
            placed[group.path] = RowText(group.path, line.pieces[5 * index : 5 * index + 5], Place.KEPT)
    return Found(edition, placed, tuple(dict.fromkeys(repeated)))


def _table(text: str, layout: Layout, region: Region) -> _Table:
    tree = layout.parse_table(text, region.start, region.end, region.table)
    children = _ROWS.transform(tree)
    lines = [child for child in children if isinstance(child, Line)]
    return _Table([child for child in children if isinstance(child, Token)], lines)


# -- which edition -----------------------------------------------------------------------------------------------------

_SURE: Final = {
    "made": 2019, "newly_public": 2019, "public_total": 2019, "previous_items": 2019, "change": 2019, "projects": 2019,
    "issued": 2021, "repealed": 2021, "in_force": 2021,
}  # fmt: skip
_SURE_ROWS: Final = {
    "proactive.other_services": 2019,
    "proactive.procurement": 2019,
    "requests.other_handling.overdue_correction": 2021,
    "requests.other_handling.overdue_fee": 2021,
}


def _edition(tables: dict[str, _Table]) -> int | None:
    """The edition whose columns and rows the tables have; the columns of table two decide before its rows, then table three."""
    votes: dict[int, int] = {}
    for table in tables.values():
        for token in _tokens(table):
            name = look_up(token.value) if token.type in ("HEAD", "LABEL") else None
            if name is None:
                continue
            edition = _SURE.get(name.path) if token.type == "HEAD" else _SURE_ROWS.get(name.path)
            if edition:
                votes[edition] = votes.get(edition, 0) + (1 if token.type == "LABEL" else 10)
    if not votes or len(set(votes.values())) < len(votes):
        return None
    return max(votes, key=lambda edition: votes[edition])


def _tokens(table: _Table) -> Iterator[Token]:
    yield from table.before
    for line in table.lines:
        yield line.label
        yield from line.rest


def _repeats(table: _Table) -> bool:
    """Whether a cell that spans columns is written once in each of them: then some column is headed twice in a row."""
    words = [token for token in _tokens(table) if token.type != "RUN"]
    return any(a.type == "HEAD" and a.value.strip() == b.value.strip() for a, b in itertools.pairwise(words))


# -- rows in the order of the form -------------------------------------------------------------------------------------


def _in_order(lines: Sequence[Line], rows: Mapping[str, RowSpec], repeated: list[str]) -> Iterator[Line]:
    """Each row of the edition once: a label that spans columns may be written several times, a whole table twice."""
    order = {path: index for index, path in enumerate(rows)}
    seen: dict[str, Line] = {}
    for line in _unnumbered(lines):
        if line.path not in order:
            continue
        before = seen.get(line.path)
        if before is None or not _figures(before):
            seen[line.path] = line
        elif _figures(line):
            repeated.append(line.path)
    yield from (seen[path] for path in order if path in seen)


def _joined(lines: Sequence[Line], rows: Mapping[str, RowSpec]) -> Iterator[Line]:
    """Rows of a text without borders, where a label is known by a few characters: what looks like the label of the same row, or
    of one that came before, is a part of the row's own label, mixed with labels of groups.
    """
    order = {path: index for index, path in enumerate(rows)}
    current: Line | None = None
    for line in lines:
        index = order.get(line.path, -1)
        if current is not None and index <= order[current.path]:
            label = Token("TEXT", line.label.value, start_pos=line.label.start_pos, end_pos=line.label.end_pos)
            current.rest.extend([label, *line.rest])
            continue
        if index < 0:
            continue
        if current is not None:
            yield current
        current = line
    if current is not None:
        yield current


def _unnumbered(lines: Sequence[Line]) -> Iterator[Line]:
    """其他 and 总计 name columns, unless they stand as a row of their own behind the rows that come before 3.其他 and （七）总计."""
    for line in lines:
        rest = line.rest
        for index, token in enumerate(rest):
            if token.type != "HEAD" or not any(t.type == "RUN" and _has_digit(t) for t in rest[index + 1 :]):
                continue
            name = look_up(token.value)
            path = {"other": "requests.other_handling.other", "total": "requests.handled_total"}.get(name.path if name else "")
            if path and line.path.startswith("requests.other_handling."):
                yield line._replace(rest=rest[:index])
                line = Line(path, token, rest[index + 1 :], exact=False)  # noqa: PLW2901 - the row goes on as another
                break
        yield line


def _figures(line: Line) -> bool:
    return any(token.type == "RUN" and _has_digit(token) for token in line.rest)


def _has_digit(token: Token) -> bool:
    return any(map(str.isdigit, token.value))


def _scale(table: _Table, row: RowSpec) -> Decimal:
    """0.0001 where the column of an amount is headed in 元, else 1."""
    if not any(cell.kind == "amount" for cell in row.cells):
        return Decimal(1)
    for token in _tokens(table):
        if token.type == "HEAD" and _YUAN.search(token.value):
            name = look_up(token.value)
            if name is not None and name.path == "amount":
                return Decimal("0.0001")
    return Decimal(1)


# -- cutting a row into its contents ----------------------------------------------------------------------------------


def _cut(text: str, layout: Layout, row: RowSpec, line: Line, scale: Decimal) -> Cut:
    label = line.label
    at = (label.end_pos or 0) - (len(label.value) - len(label.value.rstrip()))
    if not layout.borders:
        return _running(text, layout, row, line.rest, at, scale)
    span = _SPANS.get(row.path.rpartition(".")[2], 1) if row.path.count(".") == 1 else 1
    rest = _one_line(text, line) if layout.name == "boxed" else line.rest
    return _contents(text, layout, row, rest, span, at, scale)


def _one_line(text: str, line: Line) -> list[Token]:
    """In a drawn box a label goes on over several lines, and the figures stand in one of them: what follows the label in that line.

    Figures in several lines are digits of one figure broken in a narrow cell: they are given as one text, which no figure can be read from.
    """
    runs = [m for token in line.rest if token.type == "RUN" for m in _DIGITS.finditer(text, token.start_pos or 0, token.end_pos)]
    if not runs:
        return [token for token in line.rest if token.type == "RUN"][:1]
    start, stop = text.rfind("\n", 0, runs[0].start()) + 1, text.find("\n", runs[0].start())
    stop = len(text) if stop < 0 else stop
    if runs[-1].end() > stop:
        broken = text[runs[0].start() : runs[-1].end()]
        return [Token("TEXT", broken, start_pos=runs[0].start(), end_pos=runs[-1].end())]
    base = max([i for i, t in enumerate(line.rest) if t.type != "RUN" and start <= (t.start_pos or 0) < runs[0].start()], default=-1)
    rest = line.rest[base + 1 :]
    return [token for token in rest if (token.start_pos or 0) < stop]


def _contents(text: str, layout: Layout, row: RowSpec, tokens: Sequence[Token], span: int, at: int, scale: Decimal) -> Cut:
    contents: list[Content] = []
    gaps = [0]
    separators: list[int] = []  # places of the separators since the last content
    same = across = False
    n = len(row.cells)
    for index, token in enumerate(tokens):
        kind = token.type
        if kind == "RUN":
            for match in layout.pieces.finditer(text, token.start_pos, token.end_pos):
                if match.lastgroup == "sep":
                    gaps[-1] += 1
                    separators.append(match.start())
                    continue
                if contents and len(separators) > 1:
                    s, a = _pairs(text, separators)
                    same, across = same or s > 0, across or a > 0
                if len(contents) >= _MAX_CONTENTS:
                    break
                contents.append(_trimmed(text, match.start(), match.end()))
                gaps.append(0)
                separators.clear()
        elif kind == "TEXT" and len(contents) < n and _is_cell(text, tokens, index):
            contents.append(_trimmed(text, token.start_pos or 0, token.end_pos or 0))
            gaps.append(0)
            separators.clear()
        elif contents or (kind == "TEXT" and row.table != _DISPUTES):
            break
    pads_same, pads_across = _pairs(text, separators)
    tail = 0
    if separators:
        stop = text.find("\n", contents[-1].end if contents else at)
        tail = sum(s < stop for s in separators) if stop >= 0 else len(separators)
    return Cut(row, span, at, contents, gaps, same, across, pads_same, pads_across, tail, scale)


_ALL_GROUPS: Final = frozenset("三本年度办理结果不予公开四无法提供五不予处理六其他处理")
_PAGE: Final = re.compile(r"[^\S\n]*(?:[-—–－―·]+[^\S\n]*\d{1,4}[^\S\n]*[-—–－―·]*|第[^\S\n]*\d{1,4}[^\S\n]*页.{0,12}|\d{1,4})[^\S\n]*")


def _running(text: str, layout: Layout, row: RowSpec, tokens: Sequence[Token], at: int, scale: Decimal) -> Cut:
    """The figures of a row in a text without borders: all digits up to the next label, as long as only the label goes on between them."""
    contents: list[Content] = []
    own = _ALL_GROUPS | set(row.label) if row.table != _DISPUTES else frozenset("结果其他尚未审结总计维持纠正")
    for token in tokens:
        if token.type == "RUN":
            for match in layout.pieces.finditer(text, token.start_pos, token.end_pos):
                if match.lastgroup == "figure" and len(contents) < _MAX_CONTENTS and not _is_page_number(text, match):
                    contents.append(Content(match.start(), match.end()))
        elif token.type == "TEXT" or not contents:
            if any("一" <= char <= "鿿" and char not in own for char in token.value) and (contents or token.type == "TEXT"):
                break
        else:
            break
    return Cut(row, 1, at, contents, [], scale=scale)


def _is_page_number(text: str, match: re.Match[str]) -> bool:
    """A number alone on its line, between dashes or right at a page break."""
    start = max(text.rfind("\n", max(0, match.start() - 40), match.start()), text.rfind("\f", max(0, match.start() - 40), match.start()))
    if start < 0 and match.start() > 40:
        return False
    end = min((e for e in (text.find("\n", match.end(), match.end() + 40), text.find("\f", match.end(), match.end() + 40)) if e >= 0), default=-1)
    if end < 0:
        return False
    line = text[start + 1 : end]
    if _PAGE.fullmatch(line) is None:
        return False
    return not line.strip().isdigit() or "\f" in text[max(start, 0) : start + 1] + text[end : end + 2]


def _pairs(text: str, separators: Sequence[int]) -> tuple[int, int]:
    """How many neighbouring separators stand on one line, and how many across lines."""
    same = across = 0
    for left, right in zip(separators, separators[1:], strict=False):
        if "\n" in text[left + 1 : right]:
            across += 1
        else:
            same += 1
    return same, across


def _is_cell(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Whether a text among a row's figures is a cell of the row: it is short, no sentence, and figures or a border follow it."""
    if _SENTENCE.search(tokens[index].value.strip()):
        return False
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is None or following.type != "RUN":
        return False
    head = following.value.split("\n", 1)[0]
    return bool(head.strip("\r ")) or "\t" in head or any(map(str.isdigit, following.value))


def _trimmed(text: str, start: int, end: int) -> Content:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Content(start, end)


# -- table four ---------------------------------------------------------------------------------------------------------


def _cut_disputes(text: str, layout: Layout, region: Region, table: _Table, edition: int | None) -> Iterator[Cut]:
    """The one line of table four, below its heads: fifteen cells, the three groups side by side."""
    tokens = list(_tokens(table))
    groups = form.rows(edition or form.EDITIONS[-1], _DISPUTES)
    spec = attrs.evolve(groups[0], path=_DISPUTES, cells=tuple(cell for group in groups for cell in group.cells))
    first = next((i for i, t in enumerate(tokens) if t.type in ("HEAD", "GROUP") and _is_head(t)), None)
    if first is None:
        return
    below = next((i for i in range(first, len(tokens)) if tokens[i].type == "RUN" and _has_digit(tokens[i])), len(tokens))
    rest = tokens[below:]
    at = tokens[below - 1].end_pos or 0
    if not layout.borders:
        yield _running(text, layout, spec, rest, at, Decimal(1))
        return
    cut = _contents(text, layout, spec, rest, 1, at, Decimal(1))
    if cut.contents and layout.separator != "\n":
        cut = _from_line_start(text, layout, cut, tokens)
    yield cut


def _is_head(token: Token) -> bool:
    name = look_up(token.value)
    return name is not None and name.path in {
        "upheld", "corrected", "other", "pending", "total", "disputes.litigation_direct", "disputes.litigation_after_review",
    }  # fmt: skip


def _from_line_start(text: str, layout: Layout, cut: Cut, tokens: Sequence[Token]) -> Cut:
    """Count the first gap from the start of the line, where the heads stand on another line than the figures."""
    first = cut.contents[0].start
    line = text.rfind("\n", 0, first) + 1
    if line <= cut.at:
        return cut
    head = next(token for token in tokens if token.type in ("HEAD", "GROUP"))
    above = text[text.rfind("\n", 0, head.start_pos) + 1 : head.start_pos].strip()
    opening = bool(above) and layout.pieces.fullmatch(above) is not None
    before = sum(m.lastgroup == "sep" for m in layout.pieces.finditer(text, line, first))
    return cut._replace(from_line=max(before - opening, 0))


__all__ = ["Found", "Rows", "read_tables"]
