"""From the outline of a text to the tree of its report, in the words of the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, TypeAlias, cast

from lark import Token, Tree

from .. import form
from ..form.grammar import heading, roles
from ..layouts import Layout, Part
from .outline import Heading, Region

ReportTree: TypeAlias = Tree[Token]
"""The tree of a report; a field that is blank is None in it."""

Child: TypeAlias = Token | ReportTree | None
_TEXTS: Final = ("title", "heading", "prose")


def parts_of(
    text: str, title: str | None, found: Sequence[Heading], where: Sequence[Region]
) -> list[Part]:
    """What is known of a text before its tables are read: where its title, its headings and its
    tables stand, in the order of the text."""
    parts = [Part(heading(one.number), one.start, one.end) for one in found]
    parts += [Part(one.table.upper(), one.start, one.end, one.table) for one in where]
    parts.sort(key=lambda part: (part.start, part.end))
    first = parts[0].start if parts else len(text)
    at = text.find(title, 0, first) if title else -1
    return parts if at < 0 else [Part("TITLE", at, at + len(title or "")), *parts]


def with_fields(tree: ReportTree, text: str, layout: Layout) -> ReportTree:
    """The tree with the fields of each row where the text behind its label stands as one."""
    children: list[Child] = []
    stretch: list[Token] = []  # a label and what stands behind it
    for child in cast("list[Child]", tree.children):
        if isinstance(child, Token) and tree.data not in _TEXTS:
            if stretch and child.type in roles():
                children += _split(stretch, tree.data, text, layout)
                stretch = []
            if child.start_pos != child.end_pos:
                stretch.append(child)
            continue
        children += _split(stretch, tree.data, text, layout)
        stretch = []
        children.append(with_fields(child, text, layout) if isinstance(child, Tree) else child)
    children += _split(stretch, tree.data, text, layout)
    return Tree(str(tree.data), cast("list[Token | ReportTree]", children))


def _split(stretch: Sequence[Token], rule: str, text: str, layout: Layout) -> Iterator[Child]:
    """A label, and the fields behind it."""
    if not stretch:
        return
    first = stretch[0]
    start, end = first.start_pos or 0, stretch[-1].end_pos or 0
    if first.type in roles():
        start += len(first.value)
        if not layout.borders:  # a label is known by its beginning, and goes on to the first figure
            figure = layout.figure.search(text, start, end)
            start = figure.start() if figure else end
        label = text[first.start_pos or 0 : start]
        yield Token(first.type, "".join(label.split()), first.start_pos, end_pos=start)
    fields = layout.fields(text, start, end) if start < end else []
    if not layout.borders or (rule not in _columns() and not any(fields)):
        fields = [field for field in fields if field is not None]
    if fields and fields[0] is None:  # the border behind the label
        fields = fields[1:]
    while fields and fields[-1] is None and len(fields) > _columns().get(rule, 0):
        fields = fields[:-1]
    if fields:
        yield Tree("fields", cast("list[Token | ReportTree]", fields))


@cache
def _columns() -> dict[str, int]:
    """How many columns the form has for a row, by the name of its rule."""
    return {
        row.path.rpartition(".")[2]: len(row.cells)
        for edition in form.EDITIONS
        for row in form.rows(edition)
        if row.table != "disputes"
    }
