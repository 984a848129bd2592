"""The tree of a report as the other rooms take it: its rows with all that stands behind their
labels, and its fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from lark import Token, Tree

from ..form.grammar import roles


class Line(NamedTuple):
    """A row as the text shows it: its label with the figures behind it, and the tokens up to the
    next label."""

    label: Token
    rest: list[Token]


Table: TypeAlias = list[Line | Token]


def rows(table: Tree[Token]) -> Table:
    """The rows of one table, after the tokens above them, in the order of the text. A token's type
    says what it names: a row is a ``LABEL``, a column a ``HEAD``."""
    role = roles().get
    found: Table = []
    rest: list[Token] | None = None
    for token in _tokens(table):
        kind = role(token.type)
        if kind == "LABEL":
            rest = []
            found.append(Line(_as(token, kind), rest))
        else:
            told = token if kind is None else _as(token, kind)
            found.append(told) if rest is None else rest.append(told)
    return found


def _tokens(tree: Tree[Token]) -> Iterator[Token]:
    """The tokens of a table in order, but for the one that begins it."""
    for child in tree.children:
        if isinstance(child, Tree):
            yield from _tokens(child)
        elif child.end_pos != child.start_pos:
            yield child


def _as(token: Token, kind: str) -> Token:
    told = Token(kind, str(token), token.start_pos, None, None, None, None, token.end_pos)
    told.value = token.value
    return told
