"""Colours for a terminal, where rich is installed; without it the same text stands as it is.

Width, ``NO_COLOR`` and what kind of terminal this is are known to rich. Every colour goes with a
sign in the text.
"""

from __future__ import annotations

import os
from typing import Any, Final, TextIO

_STYLES: Final = (
    (r"(?m)(?<=[ ])[\d.]+\*", "blue"),
    (r"(?m)(?<=[ ])[\d.]*\?(?= |$)", "yellow bold"),
    (r"(?m)[\d.*?!]*≠", "red bold"),
    (r"(?m)(?<=[ ])!(?= |$)", "magenta bold"),
    (r"(?m)^✗.*$|\b(?:error|错误) (?=[A-Z]\d{3}:)", "red bold"),
    (r"(?m)^△.*$|\b(?:warning|警告) (?=[A-Z]\d{3}:)", "yellow bold"),
    (r"(?m)^✓.*$", "green"),
    (r"(?m)^[^\s:][^:\n]*:\d+:\d+:", "bold"),
    (r"(?m)^ *\^$", "red bold"),
)


def show(text: str, stream: TextIO) -> None:
    """Print a text, coloured where the stream is a terminal that has colours.

    >>> import sys
    >>> show("39:42: error R003: off by 1", sys.stdout)
    39:42: error R003: off by 1
    """
    if not (stream.isatty() or os.environ.get("FORCE_COLOR")):
        print(text, file=stream)
        return
    try:
        import rich.console
        import rich.text
    except ImportError:
        print(text, file=stream)
        return
    console: Any = rich.console.Console(file=stream, highlight=False, markup=False, emoji=False)
    coloured: Any = rich.text.Text(text)
    for pattern, style in _STYLES:
        coloured.highlight_regex(pattern, style)
    console.print(coloured, soft_wrap=True)
