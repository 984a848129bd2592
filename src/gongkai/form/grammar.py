"""The form's part of the grammar, ``grammars/form.lark``, written from the classes of the tables.

The test that keeps the file true says how it is written anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Final, NamedTuple

import attrs

from .. import form
from .describe import Described, described
from .wording import Name

_TOP: Final = """\
// The official form, in the words of its classes: a terminal and a rule for each heading, band,
// group, row and column. Written by gongkai/form/grammar.py (CONTRIBUTING.md says how); report.lark
// says how these stand together.
//
// No terminal here has a pattern. While a text is read, the whole text of a cell is looked up in
// the form's wording, with widths, blanks, brackets and numbers folded, and what it names is its
// terminal: that is faster than a pattern for each label, and safer, since 不予公开 is not found
// inside another sentence.
"""


class _Rule(NamedTuple):
    """A rule of the form: its terminal, what it holds beside it, and what the form prints.

    A group whose label is that of one of its rows (其他处理, undivided in 2019) has no terminal.
    """

    name: str
    terminal: str
    parts: tuple[str, ...]
    printed: str


@cache  # it is asked for each label of each report
def terminal(name: Name) -> str:
    """The terminal of what a text names.

    >>> terminal(Name("LABEL", "requests.received")), terminal(Name("HEAD", "total"))
    ('RECEIVED', 'HEAD_TOTAL')
    """
    if name.role == "HEAD":
        return f"HEAD_{name.path.upper()}"
    return name.path.rpartition(".")[2].upper() or name.role


def heading(number: int) -> str:
    """The terminal of the heading of a section.

    >>> heading(2)
    'SECTION_2'
    """
    return f"SECTION_{number}"


@cache
def terminals(table: str) -> Mapping[str, str]:
    """What the terminals of the form are in a table: themselves, or ``GROUP``, a text of the form
    out of its place, where the table has no such row or column.

    >>> terminals("requests")["RECEIVED"], terminals("proactive")["RECEIVED"]
    ('RECEIVED', 'GROUP')
    """
    own = {rule.terminal for rule in (*_rows(table), *_heads(table))} - {""}
    own |= (
        {"BAND"} if any(described(one).band for one in attrs.fields(form.TABLES[table])) else set()
    )
    every = chain.from_iterable((*_rows(one), *_heads(one)) for one in form.TABLES)
    known = {"GROUP", "BAND", *(rule.terminal for rule in every)} - {""}
    return {name: name if name in own else "GROUP" for name in known}


@cache
def roles() -> Mapping[str, str]:
    """What each terminal of a table names: a row (``LABEL``), a column (``HEAD``), or a ``GROUP``
    or ``BAND``."""
    found = {"GROUP": "GROUP", "BAND": "GROUP"}
    for table in form.TABLES:
        for rule in _rows(table):
            grouping = bool(rule.parts) or table == "disputes"
            if rule.terminal:
                found[rule.terminal] = "GROUP" if grouping else "LABEL"
        found |= {rule.terminal: "HEAD" for rule in _heads(table)}
    return found


def _rows(table: str) -> Iterator[_Rule]:
    """The rules of a table's rows and groups, in form order."""
    return _rows_of(form.TABLES[table])


def _rows_of(cls: type) -> Iterator[_Rule]:
    for field in attrs.fields(cls):
        what = described(field)
        if what.role == "cell":
            continue
        inside = [
            one for one in attrs.fields(field.default.factory) if described(one).role == "row"
        ]
        same = any(described(one).label == what.label for one in inside)
        terminal = "" if same else field.name.upper()
        parts = tuple(one.name for one in inside)
        yield _Rule(field.name, terminal, parts, what.number + what.label)
        yield from _rows_of(field.default.factory)


def _heads(table: str) -> Iterator[_Rule]:
    """The rules of a table's columns, each once, in form order."""
    found: dict[str, _Rule] = {}
    for field in _cells(form.TABLES[table]):
        name = field.name
        printed = described(field).label
        found.setdefault(name, _Rule(name, f"HEAD_{name.upper()}", (), printed))
    return iter(found.values())


def _cells(cls: type) -> Iterator[attrs.Attribute[Described]]:
    for field in attrs.fields(cls):
        if described(field).role == "cell":
            yield field
        else:
            yield from _cells(field.default.factory)


def grammar() -> str:
    """The text of ``grammars/form.lark``."""
    return "\n".join([_TOP, *_headings(), *chain.from_iterable(map(_table, form.TABLES))])


def _headings() -> Iterator[str]:
    yield "// ---- the headings of the sections"
    numbers = range(1, len(form.SECTION_TITLES) + 1)
    yield f"%declare {' '.join(map(heading, numbers))}\n"
    yield _alternatives("heading", [(heading(n), form.SECTION_TITLES[n - 1]) for n in numbers])


def _table(table: str) -> Iterator[str]:
    rows, heads = list(_rows(table)), list(_heads(table))
    inside = {name for rule in rows for name in rule.parts}
    yield f"\n// ---- {table}: {form.TABLE_TITLES[table]}"
    own = [rule.terminal for rule in rows if rule.terminal]
    yield f"%declare {' '.join([table.upper(), *own])}\n"
    outer = [(rule.name, rule.printed) for rule in rows if rule.name not in inside]
    yield _alternatives(f"_{table}", outer)
    for rule in rows:
        if rule.parts:
            start = [_start(rule)] if rule.terminal else []
            yield f"{rule.name}: ({' | '.join([*start, *rule.parts])})+  // {rule.printed}"
        else:
            yield f"{rule.name}: {_start(rule)}  // {rule.printed}"
    declared = {one.terminal for other in _before(table) for one in _heads(other)}
    new = [rule.terminal for rule in heads if rule.terminal not in declared]
    yield f"\n%declare {' '.join(new)}\n"
    columns = [(f"{_start(rule)} -> {rule.name}", rule.printed) for rule in heads]
    yield _alternatives(f"?{table}_head", columns)


def _start(rule: _Rule) -> str:
    return f"{rule.terminal} _behind*"


def _before(table: str) -> list[str]:
    names = list(form.TABLES)
    return names[: names.index(table)]


def _alternatives(name: str, alternatives: Iterable[tuple[str, str]]) -> str:
    """A rule with each alternative on a line of its own, and what the form prints behind it."""
    lines = [
        f"{'|' if index else ':'} {one}  // {printed}"
        for index, (one, printed) in enumerate(alternatives)
    ]
    return f"{name}{lines[0]}\n" + "".join(f"    {line}\n" for line in lines[1:])
