"""The words of a sentence, by the grammar ``prose.lark``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from lark import Lark, Token, Tree
from lark.lexer import Lexer, LexerState, TerminalDef

from .._grammars import read
from ..layouts.tree import plain

_STATING: Final = ("COUNT", "MONEY", "NOT")
"""A sentence without any of these words states no figure."""


class Word(NamedTuple):
    """A word that matters: its name in the grammar, and where it stands in the sentence."""

    name: str
    text: str
    start: int
    end: int


class Clause(NamedTuple):
    """The words between two marks of punctuation, and the mark in front."""

    opened_by: str
    words: list[Word]


class _Words(Lexer):
    """Yields the words of a sentence as Lark's basic lexer does, without stopping at each character
    between them."""

    __future_interface__: Final = 2

    def __init__(self, conf: Any) -> None:
        # in the order in which Lark tries them
        terminals = sorted(
            conf.terminals,
            key=lambda t: (-t.priority, -t.pattern.max_width, -len(t.pattern.value), t.name),
        )
        self._find = _any_of(terminals).finditer
        self._ignored = frozenset(conf.ignore)

    def lex(self, lexer_state: LexerState, parser_state: Any) -> Iterator[Token]:
        """The words of a sentence, one behind the other."""
        for found in self._find(lexer_state.text.text):
            name = found.lastgroup
            if name is not None and name not in self._ignored:
                start, end = found.span()
                yield plain(name, found[0], start, end)


def _any_of(terminals: Iterable[TerminalDef]) -> re.Pattern[str]:
    """A pattern for any of some terminals. The name stands behind the word: in front, it would hide
    from ``re`` with which character the word begins, and each would be tried everywhere."""
    return re.compile("|".join(f"(?:{t.pattern.to_regexp()})(?P<{t.name}>)" for t in terminals))


def parser_of(grammar: str) -> Lark:
    """The parser of a grammar of sentences."""
    return Lark(grammar, parser="lalr", lexer=_Words, start="sentence")


@cache
def _parser() -> Lark:
    return parser_of(read("prose.lark"))


@lru_cache(maxsize=1)
def _stating(parser: Lark) -> re.Pattern[str]:
    return _any_of(terminal for terminal in parser.terminals if terminal.name in _STATING)


def may_state(sentence: str) -> bool:
    """Whether a sentence, folded and without blanks, has a figure or a word that denies.

    >>> may_state("新收申请45件"), may_state("依申请公开方面")
    (True, False)
    """
    return _stating(_parser()).search(sentence) is not None


def clauses(sentence: str) -> list[Clause]:
    """Cut a sentence, folded and without blanks, into clauses of words that matter.

    >>> [[word.name for word in clause.words] for clause in clauses("新收申请45件,2件结转下年度")]
    [['NEW', 'REQUEST', 'COUNT'], ['COUNT', 'TO_NEXT']]
    """
    found: list[Clause] = []
    mark = ""
    for child in _parser().parse(sentence).children:
        if isinstance(child, Token):
            mark = child.type
        elif isinstance(child, Tree):
            words = [_word(token) for token in child.children if isinstance(token, Token)]
            found.append(Clause(mark, words))
    return found


def _word(token: Token) -> Word:
    return Word(token.type, str(token), token.start_pos or 0, token.end_pos or 0)
