"""The parsers of the built-in layouts, made when the package is built: to load one takes a tenth of
the time in which Lark makes it of the grammars.

Each is kept with what it was made of. Where that is no longer the same (a grammar was changed,
Lark has another version), it is made anew, so that what is kept can be old, but never wrong.

Lark saves a parser as lists and numbers, of which it makes thousands of objects when it loads them.
Here the objects themselves are kept, each once: to load these takes a quarter of that.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Sequence
from pkgutil import get_data
from typing import Any, Final

import lark
from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef
from lark.parsers.lalr_analysis import Action, IntParseTable
from lark.parsers.lalr_parser import LALR_Parser
from lark.utils import SerializeMemoizer

FOLDER: Final = "parsers"
"""Where they lie, beside this module; absent where the package was not built."""


def made_of(grammars: Sequence[str]) -> tuple[str, ...]:
    """All that decides what a parser is: the version of Lark and the texts of the grammars."""
    return (lark.__version__, *grammars)


def load(name: str, grammars: Sequence[str]) -> Lark | None:
    """The parser that is kept for a layout, None if none was made of these grammars."""
    if not name.isidentifier():
        return None
    try:
        data = get_data(__package__, f"{FOLDER}/{name}") or b""
    except OSError:
        return None
    # what is unpickled is a part of the package, as its byte code is
    kept_of, parser = pickle.loads(zlib.decompress(data))
    return Lark.load(pickle.loads(parser)) if kept_of == made_of(grammars) else None


def keep(name: str, grammars: Sequence[str], parser: Lark) -> None:
    """Keep the parser of a layout beside this module."""
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    known = SerializeMemoizer.deserialize(memo, {"Rule": Rule, "TerminalDef": TerminalDef}, {})
    del data["options"]["import_paths"]
    data["options"]["_plugins"] = {"LALR_Parser": _Kept}
    table = IntParseTable.deserialize(data["parser"]["parser"], known)  # type: ignore[no-untyped-call]
    data["parser"]["parser"] = _shared(table)
    written = io.BytesIO()
    _Pickler(written).dump({"data": data, "memo": known})
    from pathlib import Path

    folder = Path(__file__).parent / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(
        zlib.compress(pickle.dumps((made_of(grammars), written.getvalue())), 9)
    )


def _shared(table: IntParseTable) -> IntParseTable:
    """A table in which equal actions are one object."""
    one: dict[tuple[str, Any], Any] = {}
    states = {
        state: {
            token: one.setdefault((does.name, arg), (does, arg))
            for token, (does, arg) in row.items()
        }
        for state, row in table.states.items()
    }
    return IntParseTable(states, table.start_states, table.end_states)  # type: ignore[no-untyped-call]


class _Kept:
    """Makes a parser of a table that is kept as it is, for Lark's plugin ``LALR_Parser``."""

    @staticmethod
    def deserialize(table: IntParseTable, memo: Any, callbacks: Any, debug: bool) -> LALR_Parser:
        """The parser of a table."""
        empty: Any = {"tokens": {}, "states": {}, "start_states": {}, "end_states": {}}
        parser: LALR_Parser = LALR_Parser.deserialize(empty, memo, callbacks, debug)  # type: ignore[no-untyped-call]
        parser.parser.parse_table = table
        return parser


class _Pickler(pickle.Pickler):
    """Pickles parts of a parser so that they are again what they were."""

    def reducer_override(self, part: Any) -> Any:
        """How a part is pickled: Lark knows an action by its identity, and a rule keeps its hash,
        which is another in each process."""
        if isinstance(part, Action):
            return part.name
        if isinstance(part, Rule):
            return Rule, (part.origin, part.expansion, part.order, part.alias, part.options)
        return NotImplemented
