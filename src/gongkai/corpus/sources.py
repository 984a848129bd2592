"""What many reports are read from: folders, patterns, paths, texts, and named contents."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

SUFFIXES: Final = (
    ".txt", ".md", ".html", ".htm", ".mht", ".mhtml", ".docx", ".pdf", ".xlsx", ".xls",
    ".et", ".ods",
)  # fmt: skip
"""The files that are taken from a folder."""

_LONGEST_NAME: Final = 255
"""Bytes that a file system allows for one name; a longer string is a text."""

Item: TypeAlias = str | os.PathLike[str] | tuple[str, str | bytes]
"""A path or a text, or the name of something with its content. A string is a text if it has a line
end or a part longer than any file name."""

Many: TypeAlias = str | os.PathLike[str] | Iterable[Item]
"""A folder, a pattern, a path, or any number of items."""


class Input(NamedTuple):
    """One thing to read. Without content it is the file of that name; ``inside`` is its path below
    the folder that was given."""

    name: str
    content: str | bytes | None = None
    inside: str = ""
    error: str = ""


def inputs(source: Many) -> Iterator[Input]:
    """The things that a source means, one by one: files of a folder in the order of their names.

    What is not there comes as an input of its name; reading it then fails with the reason.
    """
    if isinstance(source, (str, os.PathLike)):
        yield from _expanded(source)
        return
    for number, item in enumerate(source, 1):
        if isinstance(item, tuple):
            name, content = item
            yield Input(name, content)
        else:
            yield from _expanded(item, f"text {number}")


def _expanded(item: str | os.PathLike[str], title: str = "text 1") -> Iterator[Input]:
    if isinstance(item, str) and is_text(item):
        yield Input(title, item)
        return
    name = os.fspath(item)
    if os.path.isdir(name):
        yield from _below(name)
    elif os.path.lexists(name):
        yield Input(name, inside=os.path.basename(name))
    else:
        found = sorted(glob.glob(name, recursive=True))
        for path in found or [name]:
            yield Input(path, inside=os.path.basename(path))


def _below(folder: str) -> Iterator[Input]:
    """The files of a folder. One that cannot be listed, or holds no report, is itself an input that
    fails."""
    refused: list[OSError] = []
    empty = True
    for at, folders, files in os.walk(folder, onerror=refused.append):
        folders.sort()
        for file in sorted(files):
            if os.path.splitext(file)[1].lower() in SUFFIXES:
                empty = False
                path = os.path.join(at, file)
                yield Input(path, inside=os.path.relpath(path, folder))
    for error in refused:
        yield Input(str(error.filename or folder), error=error.strerror or str(error))
    if empty and not refused:
        reason = f"the folder holds no file with the ending {', '.join(SUFFIXES)}"
        yield Input(folder, error=reason)


def is_text(item: str) -> bool:
    """Whether a string is a text and not a path.

    >>> is_text("reports/2023.txt"), is_text("一、总体情况\\n无。")
    (False, True)
    """
    if "\n" in item or "\0" in item:
        return True
    return len(item) > _LONGEST_NAME // 4 and any(
        len(part.encode("utf-8", "replace")) > _LONGEST_NAME for part in re.split(r"[/\\]", item)
    )


def said_by_folders(by: str, inside: str) -> dict[str, str]:
    """What the names of folders say of a file, by a pattern such as ``{publisher}/{year}``; ``*``
    stands for any name.

    >>> said_by_folders("{publisher}/{year}", "白浦市/2022/report.html")
    {'publisher': '白浦市', 'year': '2022'}
    >>> said_by_folders("{publisher}/{year}", "白浦市/2022.txt")
    {'publisher': '白浦市', 'year': '2022'}
    """
    path = Path(inside).with_suffix("").as_posix()
    match = folder_pattern(by).match(path)
    return match.groupdict() if match else {}


@cache
def folder_pattern(by: str) -> re.Pattern[str]:
    """The pattern of folder names as a regular expression.

    Raises:
        ValueError: it names anything but ``{publisher}`` and ``{year}``, or none of them.
    """
    pieces = re.split(r"(\{[^{}]*\}|\*)", by)
    known = {"{publisher}": "(?P<publisher>[^/]+)", "{year}": "(?P<year>[0-9]{4})", "*": "[^/]*"}
    named = [piece for piece in pieces if piece.startswith("{")]
    if not named or len(set(named)) < len(named) or not set(named) <= set(known):
        raise ValueError(
            f"by={by!r} is no pattern of {{publisher}} and {{year}}, such as"
            " '{publisher}/{year}'"
        )
    return re.compile(
        "".join(known.get(piece, re.escape(piece)) for piece in pieces) + "(?:年?(?:/|$))"
    )
