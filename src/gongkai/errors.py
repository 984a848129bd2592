"""What gongkai raises, and nothing else::

    GongkaiError
    ├── ParseError (also a ValueError)     the input is no such report, or cannot be read as one
    │   └── LayoutError                    a layout's grammar has a mistake
    ├── MissingExtraError (also ImportError)  an optional dependency is not installed
    └── UnknownPathError (also a KeyError) no cell of the form has this path

Each message says what was expected and what to try.
"""

from __future__ import annotations

import unicodedata


class GongkaiError(Exception):
    """The root of everything that gongkai raises."""


class ParseError(GongkaiError, ValueError):
    """The input is not an annual report on information disclosure, or cannot be read as text.

    ``reason`` says what is wrong, ``line`` and ``column`` (both from 1) where, ``excerpt`` is that
    line, ``expected`` what a report has there, ``hint`` what to try. ``caret`` is the column in the
    excerpt, where that is a part of a long line.
    """

    def __init__(
        self,
        reason: str,
        *,
        line: int = 1,
        column: int = 1,
        excerpt: str = "",
        expected: str = "",
        hint: str = "",
        name: str | None = None,
        caret: int | None = None,
    ) -> None:
        self.reason, self.line, self.column, self.excerpt = reason, line, column, excerpt
        self.caret = column if caret is None else caret
        self.expected, self.hint, self.name = expected, hint, name
        super().__init__(self._text())

    def _text(self) -> str:
        where = (
            f"{self.name}:{self.line}:{self.column}"
            if self.name
            else f"line {self.line}, column {self.column}"
        )
        parts = [f"{where}: {self.reason}"]
        if self.excerpt:
            parts += [
                f"    {self.excerpt}",
                "    " + " " * display_width(self.excerpt[: self.caret - 1]) + "^",
            ]
        if self.expected:
            parts.append(f"expected: {self.expected}")
        if self.hint:
            parts.append(f"try: {self.hint}")
        return "\n".join(parts)

    def __reduce__(self) -> tuple[object, ...]:
        state = {
            k: getattr(self, k)
            for k in ("line", "column", "excerpt", "expected", "hint", "name", "caret")
        }
        return _rebuild, (type(self), self.reason, state)


class LayoutError(ParseError):
    """A layout's grammar has a mistake, or asks for something that the contract of layouts does not
    have.

    ``name`` is the path of the layout's file, ``line`` and ``column`` the place in it.
    """


class MissingExtraError(GongkaiError, ImportError):
    """An optional dependency is not installed. The message holds the command that installs it."""

    def __init__(self, purpose: str, extra: str) -> None:
        self.purpose, self.extra = purpose, extra
        super().__init__(f"{purpose} needs the extra '{extra}': pip install 'gongkai[{extra}]'")

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.purpose, self.extra)


class UnknownPathError(GongkaiError, KeyError):
    """No cell of the form has this path. The message names the nearest one."""

    def __init__(self, path: str, nearest: str | None = None) -> None:
        self.path, self.nearest = path, nearest
        super().__init__(path)

    def __str__(self) -> str:
        return f"no cell has the path {self.path!r}" + (
            f"; did you mean {self.nearest!r}?" if self.nearest else ""
        )

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.path, self.nearest)


def _rebuild(cls: type[ParseError], reason: str, state: dict[str, object]) -> ParseError:
    return cls(reason, **state)  # type: ignore[arg-type]


def display_width(text: str) -> int:
    """How many columns a terminal gives to a text: two for wide characters, none for combining
    ones.

    >>> display_width("一a")
    3
    """
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def place(text: str, offset: int, *, width: int = 60) -> tuple[int, int, str]:
    """Line and column (from 1) of an offset in a text, and an excerpt of that line in which the
    column still points right.

    A long line is cut to ``width`` characters around the place, with the column counted in the
    excerpt.
    """
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    left = max(start, offset - width // 2)
    right = min(end, left + width)
    excerpt = "".join(char if char.isprintable() else " " for char in text[left:right])
    return text.count("\n", 0, offset) + 1, offset - left + 1, excerpt
