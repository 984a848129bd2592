"""The lexer of the tables: what Lark's basic lexer does for this grammar, without lines and
columns, which nobody asks for.

Most of the time that a table takes goes into its tokens. This loop halves what each of them costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lark import Token
from lark.lexer import Lexer, LexerState


class Entries(Lexer):
    """Yields the ``RUN`` and ``ENTRY`` tokens of a grammar; an entry's value is its text, without
    the run behind it.

    A character that no terminal matches is an entry of its own, so that no layout can fail on a
    text.
    """

    __future_interface__: Final = 2

    def __init__(self, conf: Any) -> None:
        patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in conf.terminals}
        text, run = patterns["TEXT"], patterns["RUN"]
        self._match = re.compile(rf"(?:{run})|(?P<text>{text}|[\s\S])(?:{run})?").match
        self._recognise = conf.callbacks["ENTRY"]

    def lex(self, lexer_state: LexerState, parser_state: Any) -> Iterator[Token]:
        """The tokens of a cut of a text, one behind the other."""
        text = lexer_state.text
        source, at, end = text.text, text.start, text.end
        match, recognise = self._match, self._recognise
        while at < end:
            found = match(source, at, end)
            assert found is not None, "any character is an entry"
            split, stop = found.end("text"), found.end()
            if split < 0:
                yield Token("RUN", source[at:stop], at, None, None, None, None, stop)
            else:
                entry = Token("ENTRY", source[at:stop], at, None, None, None, None, stop)
                entry.value = source[at:split]
                yield recognise(entry)
            at = stop
