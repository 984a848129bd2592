"""The words of a sentence, by the grammar ``prose.lark``."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from lark import Lark, Token, Tree

from .._grammars import read

BREAKS: Final = frozenset({"COMMA", "SEMICOLON", "OPEN", "CLOSE"})


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


@cache
def _parser() -> Lark:
    return Lark(read("prose.lark"), parser="lalr", lexer="basic", start="sentence")


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
