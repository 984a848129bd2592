"""The tree of a report as the other rooms take it: its rows with all that stands behind their
labels, and its fields."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from lark import Token, Tree

from ..form.grammar import roles


class Line(NamedTuple):
    """A row as the text shows it: its label with the figures behind it, and the tokens up to the
    next label."""

    label: Token
    rest: list[Token]


Table: TypeAlias = list[Line | Token]


def plain(kind: str, text: str, start: int, end: int, value: str | None = None) -> Token:
    """A token without line and column, which nobody asks for; its ``value`` is its text.

    There is one for every cell that is no figure: Lark's own way to make one takes three times as
    long.

    >>> plain("ENTRY", "规章 | 5", 3, 9, "规章").value
    '规章'
    """
    token = str.__new__(Token, text)
    token.type, token.start_pos, token.end_pos = kind, start, end
    token.value = text if value is None else value
    token.line = token.column = token.end_line = token.end_column = None
    return token


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


def _tokens(tree: Tree[Token]) -> list[Token]:
    """The tokens of a table in order, but for the one that begins it."""
    found: list[Token] = []
    for child in tree.children:
        if isinstance(child, Tree):
            found += _tokens(child)
        elif child:
            found.append(child)
    return found


def _as(token: Token, kind: str) -> Token:
    return plain(kind, token, token.start_pos or 0, token.end_pos or 0, token.value)
