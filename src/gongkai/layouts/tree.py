"""What the grammar's tree becomes while it is parsed: a method for each rule."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from lark import Token, Transformer


class Line(NamedTuple):
    """A row as the text shows it: its label with the figures behind it, and the tokens up to the
    next label."""

    label: Token
    rest: list[Token]


Table: TypeAlias = list[Line | Token]


class Rows(Transformer[Token, Table]):
    """The rows of one table, after the tokens above them."""

    def row(self, children: list[Token]) -> Line:
        """A label and what follows it."""
        return Line(children[0], children[1:])

    def proactive(self, children: Table) -> Table:
        """Table two."""
        return children

    def requests(self, children: Table) -> Table:
        """Table three."""
        return children

    def disputes(self, children: Table) -> Table:
        """Table four."""
        return children

    def pieces(self, children: Table) -> Table:
        """The parts of a run; no table is parsed from this rule."""
        return children
