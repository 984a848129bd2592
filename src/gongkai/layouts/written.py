"""A layout's file as it is written: where its names are defined and used, and the texts that a name
stands for."""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Iterator
from typing import Final, NamedTuple

TOKEN: Final = re.compile(
    r"(?P<comment>//[^\n]*|\#[^\n]*)"
    r'|(?P<string>"(?:\\.|[^"\\\n])*"i?)'
    r"|(?P<regex>/(?!/)(?:\\.|[^/\\\n])*/[imslux]*)"
    r"|(?P<name>\w+)"
)
"""A comment, a literal or a name in a grammar."""

_HEAD: Final = re.compile(
    r"^[^\S\n]*(?:%(?:override|extend)[^\S\n]+)?[!?]?(?P<name>[A-Za-z_]\w*)"
    r"\s*(?:\.\s*-?\d+\s*)?:",
    re.MULTILINE,
)
_ODD_ESCAPE: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\(?![\\\"'nrtfuUx])")
_STATEMENT: Final = re.compile(r"^[^\S\n]*%", re.MULTILINE)


class Definition(NamedTuple):
    """A name with the place where it is defined, and what stands behind its colon."""

    name: str
    at: int
    start: int
    end: int


class Text(NamedTuple):
    """A text in quotes, and where it begins."""

    text: str
    at: int


def places(grammar: str, wanted: str) -> tuple[list[int], list[int]]:
    """The offsets at which a name is defined in a grammar, and those at which it is used; comments
    and literals do not count.

    >>> places('SEP: BAR // not a USE\\nBAR: "|"', "BAR")
    ([22], [5])
    """
    defined = [one.at for one in definitions(grammar) if one.name == wanted]
    used = [
        match.start()
        for match in TOKEN.finditer(grammar)
        if match["name"] == wanted and match.start() not in defined
    ]
    return defined, used


def definitions(grammar: str) -> Iterator[Definition]:
    """The definitions of a grammar, in the order of the file.

    >>> [one.name for one in definitions('SEP: BAR // SEP: 1\\nBAR: "|"')]
    ['SEP', 'BAR']
    """
    heads = list(_HEAD.finditer(grammar))
    starts = sorted({one.start() for one in (*heads, *_STATEMENT.finditer(grammar))})
    for head in heads:
        end = next((at for at in starts if at > head.start()), len(grammar))
        yield Definition(head["name"], head.start("name"), head.end(), end)


def alternatives(grammar: str, definition: Definition) -> list[Text] | None:
    """The texts of which a definition is a choice; None where it is anything else.

    >>> grammar = 'RECEIVED: "新收件数" | "收件数"  // two'
    >>> [one.text for one in alternatives(grammar, next(definitions(grammar)))]
    ['新收件数', '收件数']
    """
    found: list[Text] = []
    bars = ""
    at = definition.start
    for match in TOKEN.finditer(grammar, definition.start, definition.end):
        bars += "".join(grammar[at : match.start()].split())
        at = match.end()
        if match["string"] and match["string"].endswith('"'):
            text = _text(match["string"])
            if text is None:
                return None
            found.append(Text(text, match.start() + 1))
            bars += "s"
        elif not match["comment"]:
            return None
    bars += "".join(grammar[at : definition.end].split())
    return found if found and bars == "|".join("s" * len(found)) else None


def _text(literal: str) -> str | None:
    """What a literal stands for, None where Python does not know; other escapes stay as in Lark."""
    try:
        return str(literal_eval(_ODD_ESCAPE.sub(r"\1\\\\", literal)))
    except (SyntaxError, ValueError):
        return None
