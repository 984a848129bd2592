"""What gongkai raises, and nothing else::

    GongkaiError
    ├── ParseError (also a ValueError)     the input is no such report, or cannot be read as one
    │   └── LayoutError                    a layout's grammar has a mistake
    ├── MissingExtraError (also ImportError)  an optional dependency is not installed
    └── UnknownPathError (also a KeyError) no cell of the form has this path

Each message says what was expected and what to try, in the language that was chosen.
"""

from __future__ import annotations

import unicodedata
from typing import Any, Self

from .languages import Both, Language, default_language, worded


class GongkaiError(Exception):
    """The root of everything that gongkai raises."""


class ParseError(GongkaiError, ValueError):
    """The input is not an annual report on information disclosure, or cannot be read as text.

    ``reason`` says what is wrong, ``line`` and ``column`` (both from 1) where, ``excerpt`` is that
    line, ``expected`` what a report has there, ``hint`` what to try. ``caret`` is the column in the
    excerpt, where that is a part of a long line. ``zh`` and ``en`` hold the whole message;
    ``str(error)``, ``reason``, ``expected`` and ``hint`` are in the chosen language, ``words`` are
    the reason in both.
    """

    def __init__(
        self,
        reason: Both | str,
        *,
        line: int = 1,
        column: int = 1,
        excerpt: str = "",
        expected: Both | str = "",
        hint: Both | str = "",
        name: str | None = None,
        caret: int | None = None,
    ) -> None:
        self.line, self.column, self.excerpt, self.name = line, column, excerpt, name
        self.caret = column if caret is None else caret
        self.words = reason
        self._words = {"reason": reason, "expected": expected, "hint": hint}
        super().__init__(self.en)

    @property
    def reason(self) -> str:
        """What is wrong."""
        return worded(self._words["reason"], default_language())

    @property
    def expected(self) -> str:
        """What a report has at this place."""
        return worded(self._words["expected"], default_language())

    @property
    def hint(self) -> str:
        """What to try."""
        return worded(self._words["hint"], default_language())

    @property
    def en(self) -> str:
        """The whole message in English."""
        where = f"line {self.line}, column {self.column}: "
        return self._message("en", where, "expected: ", "try: ")

    @property
    def zh(self) -> str:
        """The whole message in Chinese."""
        where = f"第 {self.line} 行第 {self.column} 列："
        return self._message("zh", where, "应有：", "可以试试：")

    def __str__(self) -> str:
        return self.zh if default_language() == "zh" else self.en

    def _message(self, lang: Language, where: str, before_expected: str, before_hint: str) -> str:
        reason, expected, hint = (worded(words, lang) for words in self._words.values())
        if self.name:
            where = f"{self.name}:{self.line}:{self.column}: "
        parts = [where + reason]
        if self.excerpt:
            parts += [
                f"    {self.excerpt}",
                "    " + " " * display_width(self.excerpt[: self.caret - 1]) + "^",
            ]
        if expected:
            parts.append(before_expected + expected)
        if hint:
            parts.append(before_hint + hint)
        return "\n".join(parts)

    def of(self, name: str | None) -> Self:
        """The same error, said of the input of this name, unless it names one.

        >>> ParseError("the file is empty").of("a.txt").en
        'a.txt:1:1: the file is empty'
        """
        return type(self)(**{**self._state(), "name": self.name or name})

    def _state(self) -> dict[str, Any]:
        kept = ("line", "column", "excerpt", "name", "caret")
        return {**self._words, **{name: getattr(self, name) for name in kept}}

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self._state())


class LayoutError(ParseError):
    """A layout's grammar has a mistake, or asks for something that the contract of layouts does not
    have.

    ``name`` is the path of the layout's file, ``line`` and ``column`` the place in it.
    """


class MissingExtraError(GongkaiError, ImportError):
    """An optional dependency is not installed. ``hint`` is the command that installs it, ``reason``
    says what for; ``zh`` and ``en`` hold the whole message."""

    def __init__(self, purpose: Both | str, extra: str) -> None:
        self._purpose, self.extra = purpose, extra
        self.hint = f"pip install 'gongkai[{extra}]'"
        super().__init__(self.en)

    @property
    def purpose(self) -> str:
        """What the dependency is needed for."""
        return worded(self._purpose, default_language())

    @property
    def reason(self) -> str:
        """What is wrong, without the command."""
        return self._reason(default_language())

    @property
    def en(self) -> str:
        """The whole message in English."""
        return f"{self._reason('en')}: {self.hint}"

    @property
    def zh(self) -> str:
        """The whole message in Chinese."""
        return f"{self._reason('zh')}：{self.hint}"

    def _reason(self, lang: Language) -> str:
        purpose = worded(self._purpose, lang)
        if lang == "zh":
            return f"{purpose}需要附加组件“{self.extra}”"
        return f"{purpose} needs the extra '{self.extra}'"

    def __str__(self) -> str:
        return self.zh if default_language() == "zh" else self.en

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self._purpose, self.extra)


class UnknownPathError(GongkaiError, KeyError):
    """No cell of the form has this path. The message names the nearest one; ``zh`` and ``en`` hold
    it in both languages."""

    def __init__(self, path: str, nearest: str | None = None) -> None:
        self.path, self.nearest = path, nearest
        super().__init__(path)

    @property
    def en(self) -> str:
        """The whole message in English."""
        meant = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return f"no cell has the path {self.path!r}{meant}"

    @property
    def zh(self) -> str:
        """The whole message in Chinese."""
        meant = f"，是不是 {self.nearest!r}？" if self.nearest else ""
        return f"没有路径为 {self.path!r} 的单元格{meant}"

    def __str__(self) -> str:
        return self.zh if default_language() == "zh" else self.en

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.path, self.nearest)


def _rebuild(cls: type[ParseError], state: dict[str, Any]) -> ParseError:
    return cls(**state)


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
