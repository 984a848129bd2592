"""A layout: one grammar file that says how cells are delimited, with the wordings that a report
uses beside the form's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path, PurePath
from types import ModuleType
from typing import TYPE_CHECKING, Final

import attrs
from lark import Token, Tree
from lark.utils import TextSlice

from .._grammars import grammars
from ..errors import LayoutError
from ..form.wording import Name
from ..showing import default_language, small_table
from .composed import Composed, Elements, compose, defines
from .lexer import Outlined, Part
from .tree import Line, rows
from .variants import meaning

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint, EntryPoints

_SHARED: Final = frozenset({"report", "form", "prose", "figures", "bordered", "running"})
"""The grammars that are no layouts."""

ENTRY_POINTS: Final = "gongkai.layouts"
"""The group of entry points in which an installed package offers its layouts."""

_OURS: Final = "gongkai:"
_RUNNING: Final = re.compile(r"^[^\S\n]*%import[^\S\n]+(?:running|wording)\b", re.MULTILINE)


@attrs.frozen
class Layout:
    """A way in which the form is written down as text.

    ``name`` is what ``report.layout`` says, ``grammar`` the text of its file, ``path`` where that
    file is, ``wording`` what :meth:`with_wording` has added. A layout made from a text is checked
    when it is first used.

    >>> Layout.named("tab").separator
    '\\t'
    >>> Layout("mine", 'SEP: ";"').separator
    ';'
    """

    name: str
    grammar: str = attrs.field(repr=False)
    path: str = attrs.field(default="", repr=False)
    wording: tuple[tuple[str, str], ...] = attrs.field(default=(), repr=False)

    @classmethod
    def named(cls, name: str) -> Layout:
        """A built-in layout, or one that an installed package offers under the entry-point group
        ``gongkai.layouts``.

        An entry point names a :class:`Layout`, the path of a ``.lark`` file, or a package in which
        the file ``NAME.lark`` lies.

        Raises:
            LayoutError: no layout has this name, or the one that a package offers cannot be loaded.
        """
        return _named(name)

    @classmethod
    def from_file(cls, path: str | Path) -> Layout:
        """A layout of your own: a ``.lark`` file that defines ``SEP`` (and ``TEXT``, ``FIGURE``,
        ``OPEN``, ``CLOSE`` where needed).

        Its name is the file's.

        Raises:
            LayoutError: the file cannot be read, or its grammar has a mistake; the message gives
                file, line and column.
        """
        file = Path(path)
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError, ValueError) as error:
            raise LayoutError(f"cannot read the layout: {error}", name=str(path)) from None
        layout = cls(file.stem, text, str(path))
        return layout._checked()

    def with_wording(self, wording: Mapping[str, str]) -> Layout:
        """This layout with wordings of a province or an office, beside those of the form, which it
        reads as before.

        Args:
            wording: what is printed, and what it stands for: the path of a row, the path of a cell
                (for the head of its column), the path of a group of rows, or ``section.1`` to
                ``section.6`` for a heading without its numeral.

        Raises:
            UnknownPathError: the form has no such row, cell, group or section; the message names
                the nearest.
            LayoutError: a wording has no letter or digit by which it could be known, or is longer
                than any label.

        >>> text = "二、主动公开政府信息情况\\n行政许可 | 3 |\\n处罚决定数 | 5 |\\n三、"
        >>> import gongkai
        >>> pipe = Layout.named("pipe").with_wording({"处罚决定数": "proactive.penalties"})
        >>> text = "一、总体情况\\n政府信息公开本年制发件数\\n" + text
        >>> gongkai.parse(text, layout=pipe).proactive.penalties.decisions
        5
        """
        for label, path in wording.items():
            try:
                meaning(label, path)
            except ValueError as error:
                raise LayoutError(str(error), name=self.path or self.name) from None
        return attrs.evolve(self, wording=tuple({**dict(self.wording), **wording}.items()))

    @cached_property
    def borders(self) -> bool:
        """Whether what stands between two figures is the border of a cell.

        Where it is not, blanks are only evidence, and a label is known by its beginning: such a
        grammar imports ``running`` (or ``wording`` itself).
        """
        return _RUNNING.search(self.grammar) is None

    @cached_property
    def wraps(self) -> bool:
        """Whether a rule stands between rows, so that a label may go on in the next line: the
        grammar has a ``RULE``."""
        return defines(self.grammar, "RULE")

    @cached_property
    def padded(self) -> bool:
        """Whether blanks set the columns: the grammar has a ``PADDING``."""
        return defines(self.grammar, "PADDING")

    @cached_property
    def cell_per_line(self) -> bool:
        """Whether each cell has a line of its own: the separator is the end of a line."""
        return self.separator == "\n"

    @property
    def elements(self) -> Elements | None:
        """The elements that stand for rows and cells, where tables stand as tags in the text: the
        grammar has ``ROW`` and ``CELL``."""
        return self.grammar_of_tables.elements

    @cached_property
    def grammar_of_tables(self) -> Composed:
        """The composed grammar, made once for each layout."""
        return compose(self.name, self.grammar, self.path, self.wording)

    def _checked(self) -> Layout:
        """This layout, composed already, so that a mistake in its grammar is told now and not at
        the first report."""
        compose(self.name, self.grammar, self.path, self.wording)  # which keeps what it composed
        return self

    @property
    def separator(self) -> str:
        """The separator itself where the grammar gives it literally, else its pattern for Python's
        ``re``."""
        return self.grammar_of_tables.separator

    @cached_property
    def pieces(self) -> re.Pattern[str]:
        """Splits a run of cells: each match is a ``figure`` or a ``sep``."""
        return self.grammar_of_tables.pieces

    @cached_property
    def figure(self) -> re.Pattern[str]:
        """Finds the figures of a run of cells."""
        return self.grammar_of_tables.figure

    @property
    def text(self) -> re.Pattern[str]:
        """Matches the text at the start of an entry."""
        return self.grammar_of_tables.text

    @property
    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """The labels of rows, by table, that the layout's wordings add to those of the form."""
        return self.grammar_of_tables.own.labels

    @property
    def titles(self) -> tuple[tuple[str, int], ...]:
        """The headings that the layout's wordings add to those of the form, each with the number of
        its section."""
        return self.grammar_of_tables.own.titles

    def look_up(self, text: str) -> Name | None:
        """What a cell's text names: in the wordings of this layout, then in those of the form."""
        return self.grammar_of_tables.look_up(text)

    def parse_table(self, text: str, start: int, end: int, table: str) -> list[Line | Token]:
        """Parse one table, cut from a text: its rows, and the tokens above them. All positions are
        those of the whole text."""
        part = Part(table.upper(), start, end, table)
        return rows(self.parse(text, [part], start=table, at=start, end=end))

    def parse(
        self,
        text: str,
        parts: Iterable[Part],
        *,
        start: str = "report",
        at: int = 0,
        end: int | None = None,
    ) -> Tree[Token]:
        """The tree of a text, or of a cut of it, whose headings, title and tables are known."""
        cut = Outlined(text, at, len(text) if end is None else end, tuple(parts))
        return self.grammar_of_tables.parser.parse(cut, start=start)

    def fields(self, text: str, start: int, end: int) -> list[Token | Tree[Token] | None]:
        """What stands between the separators of a cut of a text: each field, None where it is
        blank.

        >>> Layout.named("pipe").fields("规章 | 5 | | 1", 2, 12)
        [None, Token('FIGURE', '5'), None, Token('FIGURE', '1')]
        """
        parsed = self.grammar_of_tables.parser.parse(TextSlice(text, start, end), start="fields")
        return [child for child in parsed.children if getattr(child, "type", None) != "SEP"]


@cache
def built_in() -> tuple[str, ...]:
    """The names of the layouts that come with gongkai: those of their grammars.

    >>> built_in()[:3]
    ('boxed', 'columns', 'csv')
    """
    files = (PurePath(one.name) for one in grammars().iterdir())
    names = {file.stem for file in files if file.suffix == ".lark"}
    return tuple(sorted(names - _SHARED))


@cache
def _named(name: str) -> Layout:
    if name in built_in():
        file = grammars() / f"{name}.lark"
        return Layout(name, file.read_text(encoding="utf-8"), f"{_OURS}{name}.lark")
    for entry in _entry_points().select(name=name):
        return _offered(entry)
    raise LayoutError(
        f"no layout is called {name!r}",
        hint=f"one of {', '.join(layouts())}, or Layout.from_file(path)",
    )


def _entry_points() -> EntryPoints:
    """The layouts that installed packages offer."""
    from importlib.metadata import entry_points

    return entry_points(group=ENTRY_POINTS)


def _offered(entry: EntryPoint) -> Layout:
    """The layout that an installed package offers, under the name that the package gives it."""
    where = f"{entry.dist.name if entry.dist else 'a package'}, entry point {entry.name!r}"
    try:
        found = entry.load()
        if isinstance(found, ModuleType):
            file = files(found) / f"{entry.name}.lark"
            found = Layout(entry.name, file.read_text(encoding="utf-8-sig"), str(file))
    except Exception as error:  # whatever goes wrong in a package of someone else
        raise LayoutError(f"the layout cannot be loaded: {error}", name=where) from None
    if not isinstance(found, Layout | str | Path):
        raise LayoutError(
            f"the layout is {type(found).__name__!r}",
            name=where,
            expected="a Layout, the path of a .lark file, or a package with NAME.lark",
        )
    layout = found if isinstance(found, Layout) else Layout.from_file(found)
    return attrs.evolve(layout._checked(), name=entry.name)


class Names(tuple[str, ...]):
    """The names of layouts: a tuple that shows itself as a table with what each grammar says of its
    layout.

    >>> print(str(layouts()).splitlines()[-1].partition(":")[0] + "…")
    tab       Cells between tabs…
    """

    __slots__ = ()

    def _described(self) -> list[tuple[str, str]]:
        return [(name, description(Layout.named(name).grammar)) for name in self]

    def __str__(self) -> str:
        return "\n".join(f"{name:8}  {what}" for name, what in self._described())

    def _repr_html_(self) -> str:
        zh = default_language() == "zh"
        heads = ("版式", "样子") if zh else ("layout", "what it looks like")
        return small_table("版式" if zh else "layouts", heads, self._described())


def description(grammar: str) -> str:
    """The first sentence of the comment at the head of a grammar.

    >>> description("// Cells between strokes: `a | b`. More.\\nSEP: '|'")
    'Cells between strokes: `a | b`.'
    """
    words = []
    for line in grammar.splitlines():
        if not line.startswith("//"):
            break
        words.append(line.removeprefix("//").strip())
    first, end, _ = (" ".join(words) + " ").partition(". ")
    return (first + end).strip()


def layouts() -> Names:
    """The names of all layouts: the built-in ones, then those that installed packages offer. They
    show themselves as a table.

    >>> "pipe" in layouts()
    True
    """
    offered: Iterable[str] = (entry.name for entry in _entry_points())
    return Names((*built_in(), *sorted(set(offered) - set(built_in()))))
