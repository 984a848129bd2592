"""Wording variants: the labels, column heads and headings that a province or an office writes in
its own way, given as data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Final, NamedTuple

from .. import form
from ..errors import LayoutError, UnknownPathError
from ..form.describe import walk
from ..form.grammar import heading, terminal
from ..form.wording import MAX_LABEL, Name, bare, begins, key, look_up
from ..languages import Both
from .written import alternatives, definitions

_SECTION: Final = "section."


class Declared(NamedTuple):
    """A wording that a layout's file gives, what it stands for, and its place in the file."""

    label: str
    path: str
    at: int


def declared(grammar: str) -> Iterator[Declared]:
    """The wordings of a layout's file: the texts that it defines for a terminal of the form.

    >>> [(one.label, one.path) for one in declared('RECEIVED: "新收件数" | "收件数"')]
    [('新收件数', 'requests.received'), ('收件数', 'requests.received')]
    """
    known = paths_by_terminal()
    for definition in definitions(grammar):
        if definition.name in known:
            for text in alternatives(grammar, definition) or ():
                yield Declared(text.text, known[definition.name], text.at)


@cache
def paths_by_terminal() -> Mapping[str, str]:
    """A path that each terminal of the form stands for: a column's head, wherever it occurs, stands
    for one cell.

    >>> paths_by_terminal()["SECTION_3"], paths_by_terminal()["STATE_SECRET"]
    ('section.3', 'requests.refused.state_secret')
    """
    found: dict[str, str] = {}
    for path, what in known_paths().items():
        found.setdefault(heading(what) if isinstance(what, int) else terminal(what), path)
    return found


def known_paths() -> dict[str, Name | int]:
    """What a wording can stand for: a row, a cell (for the head of its column), a group, or a
    section (its number)."""
    known: dict[str, Name | int] = {
        f"{_SECTION}{number}": number for number in range(1, len(form.SECTION_TITLES) + 1)
    }
    for edition in form.EDITIONS:
        for table, cls in form.TABLES.items():
            for path, what, _, _ in walk(cls, table, edition):
                if what.role == "cell":
                    known[path] = Name("HEAD", path.rpartition(".")[2])
                elif what.role == "row" and table != "disputes":
                    known[path] = Name("LABEL", path)
                else:
                    known[path] = Name("GROUP", path)
    return known


def meaning(label: str, path: str) -> Name | int:
    """What a wording stands for.

    Raises:
        UnknownPathError: the form has no such row, cell, group or section; the message names the
        nearest. ValueError: the wording has no character that tells it apart, or more than any
        label has.

    >>> meaning("收费金额", "proactive.fees.amount")
    Name(role='HEAD', path='amount', exact=True)
    """
    known = known_paths()
    if path not in known:
        from difflib import get_close_matches

        nearest = get_close_matches(path, known, 1, 0.5)
        raise UnknownPathError(path, nearest[0] if nearest else None)
    if not 0 < len(key(label)) <= MAX_LABEL:
        raise LayoutError(
            Both(
                f"the wording {label!r} is no label: it has no letter or digit, or more than"
                f" {MAX_LABEL}",
                f"措辞 {label!r} 不是标签：没有一个字或数字，或者多于 {MAX_LABEL} 个",
            )
        )
    return known[path]


class Variants(NamedTuple):
    """Wordings of one's own, ready to be looked up: ``names`` by key, ``labels`` of rows by table,
    ``titles`` of sections."""

    names: Mapping[str, Name]
    labels: Mapping[str, tuple[str, ...]]
    titles: tuple[tuple[str, int], ...]

    def looking_up(self) -> Callable[[str], Name | None]:
        """The look-up of a cell's text: one's own wordings first, then those of the form."""
        own = self.names
        if not own:
            return look_up

        @lru_cache(maxsize=16384)
        def found(text: str) -> Name | None:
            k = key(text) if len(text) <= 2 * MAX_LABEL else ""
            return (own.get(k) or own.get(bare(k)) if k else None) or look_up(text)

        return found

    def beginning(self) -> Callable[[str], bool]:
        """Says whether a text is a beginning of a row's label."""
        own = [k for k, name in self.names.items() if name.role == "LABEL"]
        if not own:
            return begins
        return lambda text: begins(text) or any(k.startswith(key(text)) for k in own)


def variants(wording: Mapping[str, str]) -> Variants:
    """Make wordings ready to be looked up.

    Raises:
        UnknownPathError, ValueError: as :func:`meaning`.
    """
    names: dict[str, Name] = {}
    labels: dict[str, tuple[str, ...]] = {}
    titles: list[tuple[str, int]] = []
    for label, path in wording.items():
        what = meaning(label, path)
        if isinstance(what, int):
            titles.append((label, what))
        else:
            names[key(label)] = what
            if what.role == "LABEL":
                table = path.partition(".")[0]
                labels[table] = (*labels.get(table, ()), label)
    return Variants(names, labels, tuple(titles))
