"""The lexer of a report: what Lark's basic lexer does for this grammar, without lines and columns,
which nobody asks for.

Most of the time that a table takes goes into its tokens. This loop halves what each of them costs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from lark import Token
from lark.lexer import Lexer, LexerState
from lark.utils import TextSlice

from ..form.grammar import terminal, terminals
from ..form.wording import Name
from .tree import plain

_WORD: Final = re.compile(r"\w")
_LINE_END: Final = re.compile(r"[^\S\t\n]*\n[^\S\t]*")
_LINES: Final = 8
"""More lines than a label is broken over."""


class Part(NamedTuple):
    """A stretch of a text that is known before its tables are read: a heading, the title, or a
    table. ``terminal`` is its name in the grammar; ``table`` names the table."""

    terminal: str
    start: int
    end: int
    table: str = ""


@dataclass(frozen=True)
class Outlined(TextSlice[str]):
    """A text, or a cut of it, with its parts in order; what stands between them is prose."""

    parts: tuple[Part, ...] = ()


class Tokens(Lexer):
    """Yields the tokens of an outlined text, and of any other the fields of a row.

    A character that no terminal matches is an ``ENTRY`` of its own, so that no layout can fail on a
    text. An entry's value is its text, without the run behind it.
    """

    __future_interface__: Final = 2

    def __init__(self, conf: Any) -> None:
        patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in conf.terminals}
        # a run is a repetition, behind which nothing is asked for: it need not be able to give back
        text, run = patterns["TEXT"], patterns["RUN"] + "+"
        entry = re.compile(rf"(?:{run})|(?P<text>{text}|[\s\S])(?:{run})?")
        self._entry, self._text = entry, entry.groupindex["text"]
        self._piece = (  # a text: only the tree asks for fields
            rf"(?P<FIGURE>{patterns['FIGURE']})|(?P<SEP>{patterns['SEP']})|(?P<BLANK>\s)"
            rf"|(?P<TEXT>{text}|[\s\S])"
        )
        self._look_up: Callable[[str], Name | None] = conf.callbacks["ENTRY"]
        self._begins: Callable[[str], bool] = conf.callbacks["BEGINNING"]

    def lex(self, lexer_state: LexerState, parser_state: Any) -> Iterator[Token]:
        """The tokens of a text, one behind the other."""
        cut = lexer_state.text
        return iter(self._outlined(cut)) if isinstance(cut, Outlined) else self._fields(cut)

    def _outlined(self, cut: Outlined) -> list[Token]:
        source, at = cut.text, cut.start
        tokens: list[Token] = []
        for part in cut.parts:
            tokens += _prose(source, at, part.start)
            text = "" if part.table else source[part.start : part.end]
            tokens.append(plain(part.terminal, text, part.start, part.start + len(text)))
            if part.table:
                tokens += self._entries(source, part.start, part.end, terminals(part.table))
            at = part.end
        return [*tokens, *_prose(source, at, cut.end)]

    def _entries(self, source: str, at: int, end: int, known: Mapping[str, str]) -> Iterator[Token]:
        look_up, group = self._look_up, self._text
        for found in self._entry.finditer(source, at, end):
            start, stop = found.span()
            if start < at:
                continue  # a line of a label that has been taken whole
            split = found.end(group)
            if split < 0:
                yield plain("RUN", source[start:stop], start, stop)
            else:
                text = source[start:split]
                name = look_up(text)
                if (name is None or not name.exact or name.role == "LABEL") and (
                    whole := self._whole(source, start, split, stop, end)
                ):
                    text, name, stop = whole
                kind = known[terminal(name)] if name else "ENTRY"
                yield plain(kind, source[start:stop], start, stop, text)
            at = stop

    def _whole(
        self, source: str, at: int, split: int, stop: int, end: int
    ) -> tuple[str, Name, int] | None:
        """The label of a row that goes on over lines: its text, what it names, and where the run
        behind it ends. None where the lines make no whole wording together."""
        for _ in range(_LINES):
            if stop == end or not _LINE_END.fullmatch(source, split, stop):
                return None
            if not self._begins(source[at:split]):
                return None
            found = self._entry.match(source, stop, end)
            split = found.end(self._text) if found else -1
            if found is None or split < 0:
                return None
            text, stop = source[at:split], found.end()
            name = self._look_up(text)
            if name and name.exact:
                return (text, name, stop) if name.role == "LABEL" else None
        return None

    def _fields(self, cut: TextSlice[str]) -> Iterator[Token]:
        for found in re.compile(self._piece).finditer(cut.text, cut.start, cut.end):
            if found.lastgroup != "BLANK":
                start, end = found.span()
                yield plain(found.lastgroup or "", found[0], start, end)


def _prose(source: str, start: int, end: int) -> Iterator[Token]:
    if _WORD.search(source, start, end):
        yield plain("PROSE", source[start:end], start, end)
