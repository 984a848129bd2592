"""The two languages of all that gongkai shows and says, and which of them is wanted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Literal, NamedTuple, TypeAlias

Language: TypeAlias = Literal["zh", "en"]
"""The languages of messages: Chinese and English."""

LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
"""Both languages."""


class Both(NamedTuple):
    """The words of a message in both languages.

    >>> Both("the file is empty", "文件是空的").zh
    '文件是空的'
    """

    en: str
    zh: str


def said(en: str, zh: str) -> str:
    """The one of two texts that is in the chosen language."""
    return zh if default_language() == "zh" else en


def worded(words: Both | str, lang: Language) -> str:
    """The words of a message in a language; a plain string (a name, what another program said) is
    the same in both.

    >>> worded(Both("empty", "空"), "zh"), worded("SEP", "zh")
    ('空', 'SEP')
    """
    if isinstance(words, str):
        return words
    return words.zh if lang == "zh" else words.en


_chosen: list[Language] = []
"""The language that the user chose for all that is shown; empty where the locale decides."""


def language(name: Language | Literal["locale"] | None = None) -> Language:
    """Choose the language of everything that gongkai shows and says, ``zh`` or ``en``; and say
    which it is.

    Without a choice, or after the choice ``locale``, it is that of the locale. An argument ``lang``
    or ``language`` of a single call goes before it.

    Raises:
        ValueError: there is no such language.

    >>> language("zh")
    'zh'
    >>> language("locale") in ("zh", "en")
    True
    """
    if name == "locale":
        _chosen.clear()
    elif name is not None:
        if name not in LANGUAGES:
            raise ValueError(f"language {name!r} is not one of {', '.join(LANGUAGES)}, locale")
        _chosen[:] = [name]
    return default_language()


def default_language() -> Language:
    """The language that was chosen, else that of the locale: ``zh`` if that is Chinese, else
    ``en``."""
    if _chosen:
        return _chosen[0]
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if name := os.environ.get(variable):
            return "zh" if name.lower().startswith("zh") else "en"
    import locale

    name = locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


@contextmanager
def speaking(lang: Language | None) -> Iterator[None]:
    """Choose a language for a while; None leaves it as it is.

    >>> with speaking("zh"):
    ...     said("empty", "空")
    '空'
    """
    before = [*_chosen]
    if lang is not None:
        _chosen[:] = [lang]
    try:
        yield
    finally:
        _chosen[:] = before
