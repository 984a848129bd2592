"""The parsers of the built-in layouts, made when the package is built: to load one takes a tenth of
the time in which Lark makes it of the grammars.

Each is kept with what it was made of. Where that is no longer the same (a grammar was changed,
Lark has another version), it is made anew, so that what is kept can be old, but never wrong.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

import lark
from lark import Lark

FOLDER: Final = "parsers"
"""Where they lie, beside this module; absent where the package was not built."""


def made_of(grammars: Sequence[str]) -> tuple[str, ...]:
    """All that decides what a parser is: the version of Lark and the texts of the grammars."""
    return (lark.__version__, *grammars)


def load(name: str, grammars: Sequence[str]) -> Lark | None:
    """The parser that is kept for a layout, None if none was made of these grammars."""
    file = files(__package__) / FOLDER / name
    if not name.isidentifier() or not file.is_file():
        return None
    # what is unpickled is a part of the package, as its byte code is
    kept_of, parser = pickle.loads(zlib.decompress(file.read_bytes()))
    return Lark.load(io.BytesIO(parser)) if kept_of == made_of(grammars) else None


def keep(name: str, grammars: Sequence[str], parser: Lark) -> None:
    """Keep the parser of a layout beside this module."""
    written = io.BytesIO()
    parser.save(written, exclude_options=("import_paths", "_plugins"))
    folder = Path(__file__).parent / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(
        zlib.compress(pickle.dumps((made_of(grammars), written.getvalue())), 9)
    )
