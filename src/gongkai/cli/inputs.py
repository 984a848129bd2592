"""What the arguments of a command mean as inputs, and the reports that are read of them."""

from __future__ import annotations

import glob
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

import attrs

import gongkai

from ..corpus.sources import SUFFIXES
from ..languages import said
from ..reading.text import read_text
from .exits import UsageError

STDIN: Final = "-"
PROGRESS_FROM: Final = 10
"""A run over fewer files than this is over before a progress bar says anything."""


@attrs.frozen
class Input:
    """One input that was read: its name as given, and the report or the reason why there is
    none."""

    name: str
    report: gongkai.Report | None
    error: str = ""

    @property
    def unreadable(self) -> bool:
        """Whether there is no report, or one of which no figure could be read."""
        return self.report is None or self.report.nothing_read == "text"


def _names(files: Iterable[str]) -> Iterator[str]:
    """The inputs meant by the arguments: folders and patterns (where the shell has not expanded
    them) become their files. What the system refuses stays as it is, and is refused when it is
    read."""
    for name in files:
        try:
            yield from list(_meant(name))
        except OSError:
            yield name


def _meant(name: str) -> Iterator[str]:
    path = Path(name)
    if name in (STDIN, "") or path.is_file():  # an empty name is no folder, though Path says so
        yield name
    elif path.is_dir():
        found = sorted(
            str(p) for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file()
        )
        yield from found or [name]  # an empty folder is reported as unreadable, by its name
    else:
        yield from sorted(glob.glob(name, recursive=True)) or [name]


def read_inputs(files: Sequence[str], layout: str | None) -> Iterator[Input]:
    """Read the inputs one by one; complain of an unreadable one on standard error and go on."""
    chosen = None if layout is None else layout_called(layout)
    names = list(_names(files))
    if names.count(STDIN) > 1:
        raise UsageError(
            said("standard input (-) can be read only once", "标准输入（-）只能读一次")
        )
    for name in progress(names):
        try:
            yield Input(name, _read_one(name, chosen))
        except (gongkai.GongkaiError, OSError) as error:
            reason = why(name, error)
            print(f"gongkai: {reason}", file=sys.stderr)
            yield Input(name, None, reason)


def _read_one(name: str, layout: gongkai.Layout | None) -> gongkai.Report:
    if name == STDIN:
        return gongkai.read(_stdin(), layout=layout)
    if not name:
        raise FileNotFoundError(0, "the name of a file is empty", name)
    if Path(name).is_dir():
        raise IsADirectoryError(
            0, f"the folder holds no file with the ending {', '.join(SUFFIXES)}", name
        )
    return gongkai.read(Path(name), layout=layout)


def _stdin() -> BinaryIO:
    if sys.stdin is None:
        raise OSError(0, "there is no standard input", STDIN)
    return sys.stdin.buffer


def text_in(name: str) -> str:
    """The text in a file, or on standard input, in any character set that reports come in.

    Raises:
        ParseError: it is no text; the message has the name. OSError: it cannot be read.
    """
    data = _stdin().read() if name == STDIN else Path(name).read_bytes()
    try:
        return read_text(data).text
    except gongkai.ParseError as error:
        raise error.of(name) from None


def why(name: str, error: Exception) -> str:
    """Why an input could not be read, beginning with its name."""
    shown = said("standard input", "标准输入") if name == STDIN else name
    if isinstance(error, OSError) and not isinstance(error, gongkai.GongkaiError):
        return f"{shown}: {error.strerror or error}"
    text = str(error)
    return text if text.startswith(shown) else f"{shown}: {text}"


def layout_called(name: str) -> gongkai.Layout:
    """A layout by name, or a file that ends in ``.lark``."""
    try:
        return (
            gongkai.Layout.from_file(name) if name.endswith(".lark") else gongkai.Layout.named(name)
        )
    except gongkai.LayoutError as error:
        raise UsageError(str(error)) from None


def progress(names: Sequence[str]) -> Iterable[str]:
    """Show a bar on standard error, if that is a terminal, the run is long and the extra ``cli`` is
    there."""
    if len(names) < PROGRESS_FROM or not sys.stderr.isatty():
        return names
    try:
        from rich.console import Console
        from rich.progress import track
    except ImportError:
        return names
    return track(
        names, description=said("reading", "读取"), console=Console(stderr=True), transient=True
    )
