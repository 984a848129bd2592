"""Where the grammar files are: inside the installed package, or at the top of a checkout."""

from __future__ import annotations

from contextlib import suppress
from pkgutil import get_data
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_FOLDERS: Final = ("grammars", "../../grammars")
"""A wheel carries the grammars inside the package, also when it is imported from a zip file. An
editable install and a bare checkout have no such folder: there they stand at the top of the
repository."""


def read(name: str) -> str:
    """The text of a grammar's file.

    Raises:
        OSError: there is no file of this name.

    >>> read("tab.lark").startswith("// ")
    True
    """
    for folder in _FOLDERS:
        with suppress(OSError):
            data = get_data(__package__, f"{folder}/{name}")
            assert data is not None, "the loader of a package reads its files"
            return data.decode().replace("\r\n", "\n")
    raise OSError(name)


def grammars() -> Traversable:
    """The folder that holds ``report.lark`` and a file for each layout.

    >>> grammars().is_dir()
    True
    """
    from importlib.resources import files

    inside, above = (files(__package__).joinpath(folder) for folder in _FOLDERS)
    return inside if inside.is_dir() else above
