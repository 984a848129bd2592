"""The grammar of the report composed with that of a layout: the parser of its tables, and the
patterns of its pieces."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from lark import Lark
from lark.lexer import Pattern
from lark.utils import get_regexp_width

from .. import form
from .._grammars import grammars
from ..errors import LayoutError
from ..form.wording import running
from . import kept
from .faults import explain, fault
from .lalr import lalr_parser, with_quick_rules
from .lexer import Tokens
from .variants import Variants, declared, paths_by_terminal, variants
from .written import alternatives, definitions, places

_REPORT: Final = "report.lark"
_FORM: Final = "form.lark"
_IMPORTED: Final = ("figures.lark", "bordered.lark", "running.lark")
"""What layouts import from."""

_LAYOUT: Final = "layout.lark"
_WORDING: Final = "wording.lark"
_BORDERS: Final = "borders.lark"

_CONTRACT: Final = ("SEP", "TEXT", "FIGURE", "OPEN", "CLOSE", "RULE", "PADDING", "ROW", "CELL")
_LINE_START: Final = r"(?<![^\n])"
_LINE_END: Final = r"(?=[^\S\n]*(?:\n|$))"
_LABEL: Final = "行政许可"
_BLANKS: Final = (" " * 4, "\u3000" * 4)

Load = Callable[[object, str], tuple[str, str]]
"""A loader as Lark wants it in ``import_paths``: the path and the text of the grammar that is
called so."""


class Mark(NamedTuple):
    """What a layout's file says for one of its names: the text itself where it is a literal, and a
    pattern in every case."""

    literal: str | None
    pattern: str


class Delimiters(NamedTuple):
    """What stands between two cells of a row, before the first, and behind the last; None for what
    the file does not define."""

    sep: Mark
    opening: Mark | None = None
    closing: Mark | None = None


class Elements(NamedTuple):
    """The names of elements that stand for rows and for cells, where a layout has tags."""

    rows: tuple[str, ...]
    cells: tuple[str, ...]


class Composed:
    """The grammar of the report with that of one layout and the wordings of one's own."""

    def __init__(
        self,
        parser: Lark,
        delimiters: Delimiters | None,
        own: Variants,
        elements: Elements | None,
    ) -> None:
        self.parser = parser
        self.own = own
        self.elements = elements
        self.look_up = own.looking_up()
        patterns = {terminal.name: terminal.pattern for terminal in self.parser.terminals}
        separator, figure = patterns["SEP"].to_regexp(), patterns["FIGURE"].to_regexp()
        self.delimiters = delimiters or Delimiters(_mark(patterns["SEP"]))
        self.figure = re.compile(figure)
        self.text = re.compile(patterns["TEXT"].to_regexp())
        self.pieces = re.compile(f"(?P<figure>{figure})|(?P<sep>{separator})")

    @property
    def separator(self) -> str:
        """The separator itself where the grammar gives it literally, else its pattern."""
        sep = self.delimiters.sep
        return sep.pattern if sep.literal is None else sep.literal


@lru_cache(maxsize=64)
def compose(name: str, grammar: str, path: str, wording: tuple[tuple[str, str], ...]) -> Composed:
    """Compose the report's grammar with a layout's, once for each layout and its wordings.

    Raises:
        LayoutError: the layout's grammar has a mistake; the message gives its file, line and
        column.
    """
    file = path or name
    own = _wordings(grammar, file, wording)
    try:
        text, borders, delimiters = _completed(grammar, file)
    except re.error as error:
        raise explain(error, grammar, file) from None
    made = _made(own, borders)
    try:
        # wordings of one's own are in the texts: nothing is kept for them
        parser = kept.load(name, _texts(text, made)) or _parser(_loader(file, text, made), own)
        found = elements(grammar, file)
        composed = Composed(with_quick_rules(parser), delimiters, own, found)
    except (
        Exception
    ) as error:  # the loader of Lark ends in errors of many kinds on a grammar that has a mistake
        raise explain(error, grammar, file) from None
    _keeps_contract(composed, grammar, file)
    return composed


def keep(name: str, grammar: str) -> None:
    """Make the parser of a built-in layout, and keep it beside the package."""
    text, borders, _ = _completed(grammar, name)
    own = variants({})
    made = _made(own, borders)
    kept.keep(name, _texts(text, made), _parser(_loader(name, text, made), own))


def _made(own: Variants, borders: str) -> dict[str, str]:
    """The grammars that are no files: of the wordings, and of the borders."""
    return {_WORDING: _wording(own), _BORDERS: borders}


def _texts(text: str, made: Mapping[str, str]) -> list[str]:
    """The texts of all grammars that a layout's is composed with."""
    return [text, *made.values(), *map(_read, (_REPORT, _FORM, *_IMPORTED))]


def _read(grammar: str) -> str:
    return (grammars() / grammar).read_text(encoding="utf-8")


def _parser(load: Load, own: Variants) -> Lark:
    """The parser that Lark makes of the report's grammar and that of a layout."""
    return Lark(
        "\n".join(map(_read, (_REPORT, _FORM))),
        parser="lalr",
        lexer=Tokens,
        start=["report", *form.TABLES, "fields"],
        import_paths=[load],
        lexer_callbacks={"ENTRY": own.looking_up(), "BEGINNING": own.beginning()},
        _plugins={"LALR_Parser": lalr_parser},
    )


def _loader(file: str, text: str, made: Mapping[str, str]) -> Load:
    """A loader of a layout's file, of what the layouts share, and of what is made for this one."""

    def load(_base: object, wanted: str) -> tuple[str, str]:
        if wanted == _LAYOUT:
            return file, text
        if wanted in made:
            return wanted, made[wanted]
        if (grammars() / wanted).is_file():
            return wanted, _read(wanted)
        raise OSError(wanted)

    return load


def _wording(own: Variants) -> str:
    """What a label in running text begins with, and other text up to the next one."""
    label, stray = running(tuple(own.names))
    return f"NAME: /{label}/\nSTRAY: /{stray}/\n"


def elements(grammar: str, file: str) -> Elements | None:
    """The elements of a layout with tags: the names that its file gives to ROW and CELL."""
    names: dict[str, tuple[str, ...]] = {}
    for one in definitions(grammar):
        if one.name in ("ROW", "CELL"):
            texts = alternatives(grammar, one)
            if texts is None:
                reason = f"{one.name} is the name of an element in quotes, or several"
                raise fault(reason, grammar, file, one.at)
            names[one.name] = tuple(text.text.lower() for text in texts)
    return Elements(names["ROW"], names["CELL"]) if len(names) == 2 else None


def _wordings(grammar: str, file: str, wording: tuple[tuple[str, str], ...]) -> Variants:
    known = paths_by_terminal()
    for one in definitions(grammar):
        if one.name in known:
            if alternatives(grammar, one) is None:
                reason = f"{one.name} is a wording: one text in quotes, or several with | between"
                raise fault(reason, grammar, file, one.at)
        elif one.name.isupper() and one.name not in _CONTRACT and not places(grammar, one.name)[1]:
            nearest = difflib.get_close_matches(one.name, (*_CONTRACT, *known), 1, 0.5)
            hint = f"; did you mean {nearest[0]}?" if nearest else ""
            reason = f"{one.name} is not used: no name of a layout or of the form{hint}"
            raise fault(reason, grammar, file, one.at)
    given: dict[str, str] = {}
    for wanted in declared(grammar):
        try:
            variants({wanted.label: wanted.path})
        except ValueError as error:
            raise fault(str(error), grammar, file, wanted.at) from None
        given[wanted.label] = wanted.path
    return variants({**given, **dict(wording)})


# -- what a file need not say ----------------------------------------------------------------------


def _completed(grammar: str, file: str) -> tuple[str, str, Delimiters | None]:
    """The text of a layout's file with what it leaves out; the file of its borders; and its
    delimiters, where they are not the SEP alone.

    A file leaves out TEXT or FIGURE where a cell's text or figure is that of all layouts with
    borders.
    """
    has = {name: defines(grammar, name) for name in ("SEP", "TEXT", "FIGURE", "OPEN", "CLOSE")}
    if not has["SEP"]:
        raise fault("SEP is not defined", grammar, file, len(grammar.rstrip()))
    marks = _marks(grammar, file, [name for name in ("SEP", "OPEN", "CLOSE") if has[name]])
    sep, opening, closing = marks["SEP"], marks.get("OPEN"), marks.get("CLOSE")
    ends = [sep.pattern, *([f"{closing.pattern}{_LINE_END}"] if closing else [])]
    all_borders = [*([f"{_LINE_START}(?:{opening.pattern})"] if opening else []), *ends]
    added = []
    if opening or closing:
        added.append(f"%override SEP: {_literal('|'.join(f'(?:{one})' for one in all_borders))}")
    added += [f"%import bordered ({name})" for name in ("TEXT", "FIGURE") if not has[name]]
    delimiters = Delimiters(sep, opening, closing) if opening or closing else None
    return "\n".join([grammar, *added, ""]), _borders(sep.pattern, all_borders, ends), delimiters


def _borders(sep: str, borders: list[str], ends: list[str]) -> str:
    """The grammar that ``bordered.lark`` asks for: what sees a border without taking it."""
    border, end = ("|".join(f"(?:{one})" for one in some) for some in (borders, ends))
    blanks = any(re.match(sep, blank) for blank in _BLANKS)
    seen = {
        "INSIDE": f"(?!{border})",
        "EDGE": rf"(?={border}|\n|$)",
        "END": rf"(?=[^\S\n]*(?:{end}|\n|$))",
        "APART": "(?!)" if blanks else "(?=)",
    }
    return "".join(f"{name}: {_literal(pattern)}\n" for name, pattern in seen.items())


@lru_cache(maxsize=256)
def defines(grammar: str, name: str) -> bool:
    """Whether a file defines a name, or imports it from another file."""
    defined, used = places(grammar, name)
    return bool(defined) or any(
        grammar[grammar.rfind("\n", 0, at) + 1 : at].lstrip().startswith(("%import", "%declare"))
        for at in used
    )


def _marks(grammar: str, file: str, names: list[str]) -> Mapping[str, Mark]:
    """What a file says for these names, whatever its borders and wordings are."""
    texts = {
        one.name: alternatives(grammar, one) for one in definitions(grammar) if one.name in names
    }
    if all(texts.get(name) for name in names):
        return {name: _of_texts([one.text for one in texts[name] or ()]) for name in names}
    made = {_WORDING: "NAME: /x/\nSTRAY: /x/\n", _BORDERS: _borders("x", ["x"], ["x"])}
    try:
        probe = Lark(
            f"%import layout ({', '.join(names)})\nstart: {' | '.join(names)}\n",
            parser="lalr",
            import_paths=[_loader(file, grammar, made)],
        )
    except Exception as error:
        raise explain(error, grammar, file) from None
    return {terminal.name: _mark(terminal.pattern) for terminal in probe.terminals}


def _of_texts(texts: Sequence[str]) -> Mark:
    choice = "|".join(re.escape(text) for text in texts)
    return Mark(texts[0] if len(texts) == 1 else None, f"(?:{choice})")


def _mark(pattern: Pattern) -> Mark:
    literal = pattern.value if pattern.type == "str" and not pattern.flags else None
    return Mark(literal, f"(?:{pattern.to_regexp()})")


def _literal(pattern: str) -> str:
    """A regular expression as a grammar writes it.

    >>> print(_literal("a/b\\n"))
    /a\\/b\\n/
    """
    return "/" + pattern.replace("\\\n", "\\n").replace("\n", "\\n").replace("/", "\\/") + "/"


# -- the contract ----------------------------------------------------------------------------------


def _keeps_contract(composed: Composed, grammar: str, file: str) -> None:
    """See that what a text is made of has a terminal that takes it.

    Raises:
        LayoutError: one has not; the message points to the definition.
    """
    separator = re.compile(composed.delimiters.sep.pattern)

    def refuse(name: str, reason: str) -> LayoutError:
        defined, used = places(grammar, name)
        return fault(reason, grammar, file, (defined or used or [0])[0])

    for name, pattern in (("SEP", separator), ("TEXT", composed.text), ("FIGURE", composed.figure)):
        if get_regexp_width(pattern.pattern)[0] == 0:
            raise refuse(
                name, f"{name} can match nothing at all; it must match one character at least"
            )
    for text in ("12", _LABEL):
        if separator.search(text):
            raise refuse("SEP", f"SEP matches a part of {text!r}, which is no separator")
    figure, label = composed.figure.match("12"), composed.text.match(_LABEL)
    if figure is None or figure.end() != 2:
        raise refuse("FIGURE", "FIGURE does not match a figure such as '12' at the end of a text")
    if label is None or label.end() != len(_LABEL):
        raise refuse("TEXT", f"TEXT does not match a label such as {_LABEL!r}")
