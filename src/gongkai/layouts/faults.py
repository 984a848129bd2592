"""A mistake in a layout's file, explained: where in that file it is, and what the contract of
layouts asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lark.exceptions import GrammarError, UnexpectedInput, VisitError

from ..errors import LayoutError
from ..languages import Both
from .written import TOKEN, places

CONTRACT: Final = Both(
    "definitions of SEP (what stands between two cells) and, where needed, of TEXT (the text of one"
    " cell), FIGURE (a figure and what follows it), OPEN and CLOSE (what stands before a row's"
    " first cell and behind its last)",
    "SEP（两个单元格之间的内容）的定义；需要时还有 TEXT（一个单元格的文字）、"
    "FIGURE（数字及其后的内容）、OPEN 和 CLOSE（一行第一格之前、最后一格之后的内容）的定义",
)
"""What a layout's file defines, in words."""

_WIDTH: Final = 100
"""Characters of a line that are shown."""

_LINE: Final = re.compile(r"\bline (\d+),? col(?:umn)? (\d+)")
_NAMED: Final = r"'(?:layout__)?([A-Z_]\w*)'|\b(?:layout__)?([A-Z_][A-Z0-9_]*)\b|\blayout__(\w+)"


def fault(reason: Both | str, grammar: str, name: str, offset: int) -> LayoutError:
    """The error for a mistake at an offset of a layout's file."""
    start = grammar.rfind("\n", 0, offset) + 1
    stop = grammar.find("\n", offset)
    stop = len(grammar) if stop < 0 else stop
    left = start if offset - start < _WIDTH else offset - _WIDTH // 2
    excerpt = "".join(
        char if char.isprintable() else " " for char in grammar[left : min(stop, left + _WIDTH)]
    )
    return LayoutError(
        reason,
        line=grammar.count("\n", 0, offset) + 1,
        column=offset - start + 1,
        caret=offset - left + 1,
        excerpt=excerpt,
        name=name,
        expected=CONTRACT,
    )


def matches_nothing(name: str) -> Both:
    """What is wrong with a definition that an empty text satisfies."""
    return Both(
        f"{name} can match nothing at all; it must match one character at least",
        f"{name} 可以什么都不匹配；它至少须匹配一个字符",
    )


def explain(error: Exception, grammar: str, name: str) -> LayoutError:
    """What Lark (or ``re``) says against a layout's file, as an error that points into that
    file."""
    error = _cause(error)
    said = str(error).split("\n", maxsplit=1)[0]
    if isinstance(error, UnexpectedInput):
        return fault(
            Both(
                "the grammar ends here too early or cannot be read on",
                "语法在此过早结束，或无法继续读",
            ),
            grammar,
            name,
            _at_end(grammar),
        )
    if isinstance(error, GrammarError) and (at := _LINE.search(said)) is not None:
        reason: Both | str = said[: at.start()].removesuffix("at ").rstrip(" ,")
        reason = (
            Both("the grammar cannot be read here", "语法在此无法读")
            if reason == "Unexpected input"
            else reason
        )
        return fault(reason, grammar, name, _offset(grammar, int(at[1]), int(at[2])))
    if isinstance(error, FileNotFoundError):
        stem = str(error.filename).removesuffix(".lark").rpartition("/")[2]
        at_import = re.search(rf"^\s*%import[^\n]*?\b({re.escape(stem)})\b", grammar, re.MULTILINE)
        return fault(
            Both("there is no such grammar to import", "没有可导入的这个语法"),
            grammar,
            name,
            at_import.start(1) if at_import else _first(grammar),
        )
    for start, problem in _mistaken_patterns(grammar):
        return fault(
            Both(f"this is no regular expression: {problem}", f"这不是正则表达式：{problem}"),
            grammar,
            name,
            start,
        )
    for wanted in _names(said):
        defined, used = places(grammar, wanted)
        if "not defined" in said and used:
            return fault(
                Both(f"{wanted} is used but not defined", f"用到了 {wanted}，却没有定义"),
                grammar,
                name,
                used[0],
            )
        if "zero-width" in said and defined:
            return fault(
                matches_nothing(wanted),
                grammar,
                name,
                defined[0],
            )
        if "more than once" in said and len(defined) > 1:
            return fault(
                Both(f"{wanted} is defined twice", f"{wanted} 定义了两次"),
                grammar,
                name,
                defined[1],
            )
        if defined or used:
            return fault(said.replace("layout__", ""), grammar, name, (defined or used)[0])
    return fault(
        said.replace("layout__", "") or type(error).__name__, grammar, name, _first(grammar)
    )


def _cause(error: Exception) -> Exception:
    """What lies behind an error that Lark has wrapped in another one."""
    while isinstance(error, VisitError) and isinstance(error.orig_exc, Exception):
        error = error.orig_exc
    return error


def _names(said: str) -> Iterator[str]:
    for match in re.finditer(_NAMED, said):
        yield match[1] or match[2] or match[3]


def _mistaken_patterns(grammar: str) -> Iterator[tuple[int, str]]:
    """The regular expressions of a grammar that Python's ``re`` refuses: the place, and what is
    wrong."""
    for match in TOKEN.finditer(grammar):
        if match["regex"]:
            pattern = match["regex"][1:].rpartition("/")[0]
            try:
                re.compile(pattern)
            except re.error as error:
                yield match.start() + 1 + (error.pos or 0), error.msg
            except (OverflowError, RecursionError) as error:
                yield match.start(), str(error)


def _offset(grammar: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = grammar.find("\n", start) + 1
    return min(start + column - 1, len(grammar))


def _at_end(grammar: str) -> int:
    """Behind the last character that is no blank."""
    return len(grammar.rstrip())


def _first(grammar: str) -> int:
    """The first thing that is no comment."""
    return next((match.start() for match in TOKEN.finditer(grammar) if not match["comment"]), 0)
