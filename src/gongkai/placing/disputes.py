"""Table four: which of its fifteen cells each figure belongs to.

The form prints one line of figures below three groups of five heads. People turn it round, stack
its groups or put one group to a line: what stands before each stretch of figures tells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import attrs
from lark import Token

from .. import form
from ..form import CellSpec, RowSpec
from ..form.wording import Name, key
from ..model import Span
from .heads import FOREIGN, is_foreign
from .table import DISPUTES

_LAWSUITS: Final = "行政诉讼"
_TITLE: Final = key(form.SECTION_TITLES[3])
"""The heading of table four, which names groups too."""
_FEW: Final = 64
"""More heads and groups than a table of the form has, each written in every place that it spans."""


class Stretch(NamedTuple):
    """Figures that stand together, and the heads and groups before them since the last stretch.

    ``names`` are the columns' names and the paths of groups in the order of the text, ``FOREIGN``
    where a word of neither kind stands between two of them; ``label`` is another text before the
    figures.
    """

    names: tuple[str, ...]
    contents: tuple[Span, ...]
    label: str = ""


@cache
def _groups(edition_groups: tuple[RowSpec, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    named = {
        key(label): group.path for group in edition_groups for label in (group.label, *group.also)
    } | {_LAWSUITS: _LAWSUITS}
    longest_first = sorted(named, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), named


def is_foreign_behind(text: str, groups: Sequence[RowSpec]) -> bool:
    """Whether a word of a text, behind the last group that it names, is no piece of what the form
    has above the columns of table four."""
    pattern, _ = _groups(tuple(groups))
    words = [key(word).rpartition(_TITLE)[2] for word in text.split()]
    last = max((number for number, word in enumerate(words) if pattern.search(word)), default=0)
    return any(is_foreign(pattern.split(word)[-1], DISPUTES) for word in words[last:])


def names_in(token: Token, name: Name | None, groups: Sequence[RowSpec]) -> list[str]:
    """What a token of table four names: columns, groups by their paths, 行政诉讼."""
    if name is not None and name.path:
        return [name.path]
    pattern, named = _groups(tuple(groups))
    said = key(token.value)
    found = [named[match[0]] for match in pattern.finditer(said)]
    behind = pattern.split(said)[-1] if found else ""
    if not behind:
        return found
    columns = [cell.column for cell in groups[0].cells]  # 行政诉讼合计
    return found + [name for name in columns if behind in map(key, form.head_labels(name))]


def in_line(names: Sequence[str], groups: Sequence[RowSpec]) -> tuple[CellSpec, ...] | None:
    """The cells of the one line below the heads in the order of the text, one without a path for
    a foreign column; None where the heads do not tell it. Without any head it is the form's
    order."""
    # most reports have the same heads
    found = _in_line if len(names) <= _FEW else _in_line.__wrapped__
    return found(tuple(names), tuple(groups))


@lru_cache(maxsize=256)
def _in_line(names: tuple[str, ...], groups: tuple[RowSpec, ...]) -> tuple[CellSpec, ...] | None:
    columns = [cell.column for cell in groups[0].cells]
    size = len(columns)
    heads = [name for name in names if name in columns]
    if not heads:
        return tuple(cell for group in groups for cell in group.cells)
    paths = [group.path for group in groups]
    shown = [name for name in dict.fromkeys(names) if name in paths or name == _LAWSUITS]
    if len(heads) == size * len(groups) and names[-1] == FOREIGN:
        names = names[:-1]  # the label of the line
    if len(heads) == size * (len(groups) + 1) and FOREIGN not in names:
        heads = heads[size:]  # a grid in which each spanned place is filled
    if [name for name, count in Counter(heads).items() if count > len(groups)] == ["total"]:
        return None  # a total of all groups beside theirs
    if len(heads) != size * len(groups):  # some are broken: what is left must be in order
        filled = columns * (len(groups) + (len(heads) > size * len(groups)))
        in_order = _is_part(heads, filled) and _groups_in_order(shown, paths) == paths
        in_order = in_order and FOREIGN not in names  # it may be the head of the column
        return tuple(cell for group in groups for cell in group.cells) if in_order else None
    chunks = [heads[at : at + size] for at in range(0, len(heads), size)]
    if any(sorted(chunk) != sorted(columns) for chunk in chunks):
        return None
    order = _groups_in_order(shown, paths)
    if order is None or (order != paths and any(chunk != chunks[0] for chunk in chunks)):
        return None
    by_path = {group.path: {cell.column: cell for cell in group.cells} for group in groups}
    stranger = attrs.evolve(groups[0].cells[0], path=FOREIGN, column=FOREIGN)
    if any(a == FOREIGN and b not in columns for a, b in pairwise(names)):
        return None  # whether it stands before the next group's columns or behind these
    cells: list[CellSpec] = []
    left = [
        by_path[path][name] for path, chunk in zip(order, chunks, strict=True) for name in chunk
    ]
    for name in names if FOREIGN in names else heads:
        cells += [stranger] if name == FOREIGN else [left.pop(0)] if name in columns else []
    return tuple(cells)


def lacks_only_heads(digits: str, names: Sequence[str], groups: Sequence[RowSpec]) -> bool:
    """Whether glued digits below a line that lacks heads stand for all columns of the form: one for
    each, which add up in each group, while no division of them fits the heads that are left.

    >>> groups = [row for row in form.rows(2021) if row.table == "disputes"]
    >>> names = ["upheld", "other", "pending", "total"] * 3
    >>> lacks_only_heads("101020001110001", names, groups)
    True
    >>> lacks_only_heads("100100001230101", names, groups)
    False
    """
    columns = [cell.column for cell in groups[0].cells]
    if in_line(names, groups) is None or len(digits) != len(columns) * len(groups):
        return False
    shown: list[list[str]] = []
    for name in names:
        if name in columns:
            if not shown or columns.index(name) <= columns.index(shown[-1][-1]):
                shown.append([])
            shown[-1].append(name)
    return _adds_up(digits, [columns] * len(groups)) and not _adds_up(digits, shown)


def _adds_up(digits: str, groups: Sequence[Sequence[str]]) -> bool:
    """Whether digits can be divided into figures of groups that add up to their totals, where they
    show one. A figure of several digits does not begin with a zero."""
    ends = {0}
    for columns in groups:
        ends = {end for start in ends for end in _group_ends(digits, start, columns, 0)}
    return len(digits) in ends


def _group_ends(digits: str, start: int, columns: Sequence[str], total: int) -> Iterator[int]:
    """Where a group of columns that begins here can end, if the figures before give a total."""
    if not columns:
        yield start
        return
    for end in range(start + 1, len(digits) + 1):
        figure = int(digits[start:end])
        if columns[0] != "total":
            yield from _group_ends(digits, end, columns[1:], total + figure)
        elif figure == total:
            yield from _group_ends(digits, end, columns[1:], total)
        if digits[start] == "0":
            break


def _is_part(names: Sequence[str], order: Sequence[str]) -> bool:
    """Whether names stand in an order in which others may have been lost between them."""
    rest = iter(order)
    return all(name in rest for name in names)


def _groups_in_order(shown: Sequence[str], paths: Sequence[str]) -> list[str] | None:
    """The groups from left to right; those below 行政诉讼 stand where it does."""
    review, *lawsuits = paths
    order = [name for name in shown if name in lawsuits]
    if len(order) < len(lawsuits):
        order = lawsuits
    if review not in shown or _LAWSUITS not in shown:
        return [review, *order]
    first = shown.index(review) < shown.index(_LAWSUITS)
    return [review, *order] if first else [*order, review]


def by_stretches(
    stretches: Sequence[Stretch], groups: Sequence[RowSpec]
) -> Mapping[str, Span] | None:
    """The contents of a table four of another shape by path; None where its shape is not known."""
    columns = [cell.column for cell in groups[0].cells]
    sizes = [len(stretch.contents) for stretch in stretches]
    size, count = len(columns), len(groups)
    if sizes == [size] * count:
        return _group_a_line(stretches, groups, columns)
    if sizes == [size, size * (count - 1)]:
        return _review_above(stretches, groups, columns)
    if sizes == [count] * size:
        return _turned(stretches, groups, columns)
    return None


def _group_a_line(
    stretches: Sequence[Stretch], groups: Sequence[RowSpec], columns: Sequence[str]
) -> Mapping[str, Span] | None:
    heads = [name for name in stretches[0].names if name in columns]
    found: dict[str, Span] = {}
    for stretch in stretches:
        named = [name for name in stretch.names if name in {group.path for group in groups}]
        own = [name for name in stretch.names if name in columns] or heads
        if len(named) != 1 or sorted(own) != sorted(columns):
            return None
        for name, content in zip(own, stretch.contents, strict=True):
            found[f"{named[0]}.{name}"] = content
    return found if len(found) == len(groups) * len(columns) else None


def _review_above(
    stretches: Sequence[Stretch], groups: Sequence[RowSpec], columns: Sequence[str]
) -> Mapping[str, Span] | None:
    above, below = stretches
    first = [name for name in above.names if name in columns]
    second = [name for name in below.names if name in columns]
    paths = [group.path for group in groups]
    lawsuits = [name for name in dict.fromkeys(below.names) if name in paths]
    if groups[0].path not in above.names or set(above.names) & set(paths[1:]):
        return None
    if sorted(first) != sorted(columns) or sorted(lawsuits) != sorted(paths[1:]):
        return None
    halves = [second[: len(columns)], second[len(columns) :]]
    if any(sorted(half) != sorted(columns) for half in halves):
        return None
    order = [f"{groups[0].path}.{name}" for name in first]
    order += [
        f"{path}.{name}" for path, half in zip(lawsuits, halves, strict=True) for name in half
    ]
    return dict(zip(order, [*above.contents, *below.contents], strict=True))


def _turned(
    stretches: Sequence[Stretch], groups: Sequence[RowSpec], columns: Sequence[str]
) -> Mapping[str, Span] | None:
    paths = [group.path for group in groups]
    order = [name for name in stretches[0].names if name in paths]
    found: dict[str, Span] = {}
    for stretch in stretches:
        named = [name for name in stretch.names if name in columns]
        if len(named) != 1 or sorted(order) != sorted(paths):
            return None
        for path, content in zip(order, stretch.contents, strict=True):
            found[f"{path}.{named[0]}"] = content
    return found if len(found) == len(groups) * len(columns) else None
