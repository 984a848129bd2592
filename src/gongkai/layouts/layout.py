"""A layout: one grammar file that says how cells are delimited, composed with the grammar of the report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

import attrs
from lark import Lark, Token
from lark.exceptions import GrammarError, LarkError, UnexpectedInput
from lark.utils import TextSlice

from .. import form
from .._grammars import grammars
from ..errors import LayoutError, place
from .tree import Line, Rows
from .wording import look_up, running

BUILT_IN: Final = ("pipe", "tab", "lines", "markdown", "csv", "boxed", "columns", "spaced", "glued")
"""The layouts that come with gongkai."""

_BORDERLESS: Final = frozenset({"spaced", "glued", "columns"})
_OURS: Final = "gongkai:"
_REPORT: Final = "report.lark"


@attrs.frozen
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
    def grammar_of_tables(self) -> Composed:
        """The composed grammar, made once for each layout."""
        return _compose(self.name, self.grammar, self.path)

    @property
    def separator(self) -> str:
        """The separator itself where the grammar gives it literally, else its pattern for Python's ``re``."""
        return self.grammar_of_tables.separator

    @property
    def pieces(self) -> re.Pattern[str]:
        """Splits a run of cells: each match is a ``figure`` or a ``sep``."""
        return self.grammar_of_tables.pieces

    @property
    def figure(self) -> re.Pattern[str]:
        """Finds the figures of a run of cells."""
        return self.grammar_of_tables.figure

    @property
    def text(self) -> re.Pattern[str]:
        """Matches the text at the start of an entry."""
        return self.grammar_of_tables.text

    def parse_table(self, text: str, start: int, end: int, table: str) -> list[Line | Token]:
        """Parse one table, cut from a text: its rows, and the tokens above them. All positions are those of the whole text."""
        return self.grammar_of_tables.parser.parse(TextSlice(text, start, end), start=table)  # type: ignore[return-value]


class Composed:
    """The grammar of the report with that of one layout: the parser of its tables, and the patterns of its pieces."""

    def __init__(self, report: str, load: Callable[[object, str], tuple[str, str]]) -> None:
        self.parser = Lark(
            report,
            parser="lalr",
            lexer="basic",
            start=[*form.TABLES, "pieces"],
            import_paths=[load],
            lexer_callbacks={"ENTRY": self._recognise},
            transformer=Rows(),
            maybe_placeholders=False,
        )
        patterns = {terminal.name: terminal.pattern for terminal in self.parser.terminals}
        separator, figure = patterns["SEP"], patterns["FIGURE"].to_regexp()
        self.separator: str = separator.value if separator.type == "str" else separator.to_regexp()
        self.figure = re.compile(figure)
        self.text = re.compile(patterns["TEXT"].to_regexp())
        self.pieces = re.compile(f"(?P<figure>{figure})|(?P<sep>{separator.to_regexp()})")

    def _recognise(self, token: Token) -> Token:
        """Called by the lexer for each ENTRY: what names something of the form becomes a LABEL, HEAD or GROUP.

        Its value is the text alone; the run behind it goes on to the token's end.
        """
        text = self.text.match(token)[0]  # type: ignore[index]
        token.value = text
        name = look_up(text)
        if name is not None:
            token.type = name.role
        return token


@cache
def _compose(name: str, grammar: str, path: str) -> Composed:
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
        return Composed(report, layout_file)
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
