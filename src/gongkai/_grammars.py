"""Where the grammar files are: inside the installed package, or at the top of a checkout."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def grammars() -> Traversable:
    """The folder that holds ``report.lark`` and a file for each layout.

    A wheel carries the grammars inside the package (``gongkai/grammars``, also when it is imported
    from a zip file). An editable install and a bare checkout have no such folder: there the files
    stand at the top of the repository.

    >>> grammars().is_dir()
    True
    """
    shipped = files(__package__) / "grammars"
    return shipped if shipped.is_dir() else Path(__file__).resolve().parents[2] / "grammars"
