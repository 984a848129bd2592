"""A layout: one grammar file that says how cells are delimited, composed with the grammar of the report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

import attrs
from lark import Lark, Token, Tree
from lark.exceptions import GrammarError, LarkError, UnexpectedInput
from lark.utils import TextSlice

from .. import form
from .._grammars import grammars
from ..errors import LayoutError, place
from .wording import look_up, running

BUILT_IN: Final = ("pipe", "tab", "lines", "markdown", "csv", "boxed", "columns", "spaced", "glued")
"""The layouts that come with gongkai."""

_BORDERLESS: Final = frozenset({"spaced", "glued", "columns"})
_OURS: Final = "gongkai:"
_REPORT: Final = "report.lark"


@attrs.frozen(slots=False)
class Layout:
    """A way in which the form is written down as text.

    ``name`` is what ``report.layout`` says, ``grammar`` the text of its file, ``path`` where that file is. ``borders`` tells
    whether the separators are the borders of cells; where they are not (``spaced``, ``glued``), blanks are only evidence.

    >>> Layout.named("tab").separator
    '\\t'
    """

    name: str
    grammar: str = attrs.field(repr=False)
    path: str = attrs.field(default="", repr=False)
    wording: tuple[tuple[str, str], ...] = attrs.field(default=(), repr=False)

    @classmethod
    def named(cls, name: str) -> Layout:
        """A built-in layout, or one that an installed package offers under the entry-point group ``gongkai.layouts``.

        Raises:
            LayoutError: no layout has this name.
        """
        return _named(name)

    @classmethod
    def from_file(cls, path: str | Path) -> Layout:
        """A layout of your own: a ``.lark`` file that defines ``SEP``, ``TEXT`` and ``FIGURE``. Its name is the file's.

        Raises:
            LayoutError: the file cannot be read, or its grammar has a mistake; the message gives file, line and column.
        """
        file = Path(path)
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise LayoutError(f"cannot read the layout: {error}", name=str(path)) from None
        layout = cls(file.stem, text, str(path))
        layout.grammar_of_tables  # a mistake is told now, not at the first report
        return layout

    @property
    def borders(self) -> bool:
        """Whether what stands between two figures is the border of a cell."""
        return not (self.name in _BORDERLESS and self.path.startswith(_OURS))

    @property
    def grammar_of_tables(self) -> Lark:
        """The composed grammar, with a start symbol for each table."""
        return _compose(self.name, self.grammar, self.path)

    @cached_property
    def _terminals(self) -> dict[str, str]:
        return {t.name: t.pattern.to_regexp() for t in self.grammar_of_tables.terminals}

    @property
    def separator(self) -> str:
        """The separator as a pattern of Python's ``re``, or the separator itself where the grammar gives it literally."""
        for terminal in self.grammar_of_tables.terminals:
            if terminal.name == "SEP":
                return str(terminal.pattern.value if terminal.pattern.type == "str" else terminal.pattern.to_regexp())
        raise AssertionError("the contract of a layout has SEP")

    @cached_property
    def pieces(self) -> re.Pattern[str]:
        """Splits a run of cells: each match is a ``figure`` or a ``sep``."""
        return re.compile(f"(?P<figure>{self._terminals['FIGURE']})|(?P<sep>{self._terminals['SEP']})")

    def parse_table(self, text: str, start: int, end: int, table: str) -> Tree[Token]:
        """Parse one table, cut from a text; all positions are those of the whole text."""
        return self.grammar_of_tables.parse(TextSlice(text, start, end), start=table)


def _recognise(token: Token) -> Token:
    """Called by the lexer for each TEXT: what names something of the form becomes a LABEL, HEAD or GROUP."""
    name = look_up(token.value)
    if name is not None:
        token.type = name.role
    return token


@cache
def _compose(name: str, grammar: str, path: str) -> Lark:
    folder = grammars()

    def layout_file(_base: object, wanted: str) -> tuple[str, str]:
        if wanted == "layout.lark":
            return path or name, grammar
        if wanted == "form.lark":
            label, stray = running()
            return "form.lark", f"NAME: /{label}/\nSTRAY: /{stray}/\n"
        raise OSError(wanted)

    report = (folder / _REPORT).read_text(encoding="utf-8")
    try:
        return Lark(
            report,
            parser="lalr",
            lexer="basic",
            start=[*form.TABLES, "pieces"],
            import_paths=[layout_file],
            lexer_callbacks={"TEXT": _recognise},
            maybe_placeholders=False,
        )
    except UnexpectedInput as error:
        line, column, excerpt = place(grammar, error.pos_in_stream or 0)
        raise LayoutError(
            "the grammar cannot be read here", line=line, column=column, excerpt=excerpt, name=path or name, expected=_wanted()
        ) from None
    except (GrammarError, LarkError, re.error) as error:
        raise LayoutError(str(error).splitlines()[0], name=path or name, expected=_wanted()) from None


def _wanted() -> str:
    return "definitions of SEP (what separates two cells), TEXT (the text of one cell) and FIGURE (a figure and what follows it)"


@cache
def _named(name: str) -> Layout:
    if name in BUILT_IN:
        file = grammars() / f"{name}.lark"
        return Layout(name, file.read_text(encoding="utf-8"), f"{_OURS}{name}.lark")
    for entry in entry_points(group="gongkai.layouts", name=name):
        found = entry.load()
        return found if isinstance(found, Layout) else Layout.from_file(found)
    raise LayoutError(f"no layout is called {name!r}", hint=f"one of {', '.join(layouts())}, or Layout.from_file(path)")


def layouts() -> tuple[str, ...]:
    """The names of all layouts: the built-in ones, then those that installed packages offer.

    >>> "pipe" in layouts()
    True
    """
    offered: Iterable[str] = (entry.name for entry in entry_points(group="gongkai.layouts"))
    return (*BUILT_IN, *sorted(set(offered) - set(BUILT_IN)))
