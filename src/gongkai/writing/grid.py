"""The printed shape of the three tables: which label or figure stands where, and over how many rows
and columns it reaches.

Made from the form; the notebook, the official form and every layout that is written take their
shape from here. Rows that a report does not have can be left out, and the labels beside them then
reach over fewer rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import Final, Literal

import attrs

from .. import form
from ..form import RowSpec
from ..form.describe import walk

Role = Literal["note", "band", "head", "label", "figure"]


@attrs.frozen
class Box:
    """One box of a printed table: a label with its English meaning, or the place of a figure
    (``path``)."""

    role: Role
    text: str
    english: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    path: str = ""


@attrs.frozen
class Grid:
    """One printed table: its boxes in reading order, ``height`` lines of ``width`` columns."""

    table: str
    width: int
    height: int
    boxes: tuple[Box, ...]

    def lines(self) -> list[list[Box]]:
        """The boxes by the line in which they begin."""
        found: list[list[Box]] = [[] for _ in range(self.height)]
        for box in self.boxes:
            found[box.row].append(box)
        return found

    def slots(self, line: int) -> list[Box]:
        """The box that covers each column of a line, from left to right.

        >>> [box.text for box in grid("proactive", 2021).slots(0)]
        ['第二十条第（一）项', '第二十条第（一）项', '第二十条第（一）项', '第二十条第（一）项']
        """
        covering = [box for box in self.boxes if box.row <= line < box.row + box.rows]
        return [
            box for box in sorted(covering, key=lambda box: box.column) for _ in range(box.columns)
        ]


_NOTE: Final = (
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
    "(in each column, item one plus item two equals item three plus item four)",
)
_BANDS: Final = {
    "第二十条第": "Article 20, item ",
    "（一）": "1",
    "（五）": "5",
    "（六）": "6",
    "（八）": "8",
    "（九）": "9",
    "项": "",
}
_CONTENT: Final = ("信息内容", "Content")
_APPLICANTS: Final = ("申请人情况", "Applicants")
_ORGANISATIONS: Final = ("法人或其他组织", "Legal persons or other organisations")
_RESULTS: Final = ("三、本年度办理结果", "Results this year")
_LITIGATION: Final = ("行政诉讼", "Administrative litigation")


def grid(table: str, edition: int, without: Iterable[str] = ()) -> Grid:
    """The printed shape of a table in an edition, ``without`` these rows (paths).

    >>> shape = grid("requests", 2021)
    >>> shape.width, shape.height, [box.text for box in shape.lines()[3]][0]
    (10, 28, '一、本年新收政府信息公开申请数量')
    """
    return _grid(table, edition, frozenset(without))


@cache
def _grid(table: str, edition: int, without: frozenset[str]) -> Grid:
    rows = [row for row in form.rows(edition, table) if row.path not in without]
    build = {"proactive": _proactive, "requests": _requests, "disputes": _disputes}[table]
    boxes = tuple(sorted(build(rows), key=lambda box: (box.row, box.column)))
    width = max((box.column + box.columns for box in boxes), default=0)
    return Grid(table, width, max((box.row + box.rows for box in boxes), default=0), boxes)


def column_labels(row: RowSpec) -> tuple[tuple[str, str], ...]:
    """What the form prints above each cell of a row, in Chinese and in English."""
    title = row.title + " "
    meaning = row.english + ": "
    return tuple(
        (cell.label.removeprefix(title), cell.english.removeprefix(meaning)) for cell in row.cells
    )


def _spread(count: int, width: int) -> list[tuple[int, int]]:
    """Where each of ``count`` boxes begins in ``width`` columns and how many it takes; the last
    takes what is left."""
    return [(index, 1 if index < count - 1 else width - index) for index in range(count)]


def _proactive(rows: Sequence[RowSpec]) -> list[Box]:
    width = 3  # the most figures that one row has
    boxes: list[Box] = []
    line = 0
    for band, members in groupby(rows, key=lambda row: row.band):
        english = band
        for chinese, meaning in _BANDS.items():
            english = english.replace(chinese, meaning)
        boxes.append(Box("band", band, english, line, 0, columns=1 + width))
        line += 1
        for index, row in enumerate(members):
            places = _spread(len(row.cells), width)
            if index == 0:
                boxes.append(Box("head", *_CONTENT, line, 0))
                boxes += [
                    Box("head", *label, line, 1 + at, columns=reach)
                    for label, (at, reach) in zip(column_labels(row), places, strict=True)
                ]
                line += 1
            boxes.append(Box("label", row.title, row.english, line, 0))
            boxes += [
                Box("figure", "", "", line, 1 + at, columns=reach, path=cell.path)
                for cell, (at, reach) in zip(row.cells, places, strict=True)
            ]
            line += 1
    return boxes


def _requests(rows: Sequence[RowSpec]) -> list[Box]:
    if not rows:
        return []
    labels = 3  # the columns that the labels take
    heads = column_labels(rows[0])
    last = len(heads) - 1
    boxes = [
        Box("note", *_NOTE, 0, 0, rows=3, columns=labels),
        Box("head", *_APPLICANTS, 0, labels, columns=len(heads)),
        Box("head", *heads[0], 1, labels, rows=2),
        Box("head", *_ORGANISATIONS, 1, labels + 1, columns=last - 1),
        *(Box("head", *heads[column], 2, labels + column) for column in range(1, last)),
        Box("head", *heads[last], 1, labels + last, rows=2),
    ]
    begin = 3
    for line, row in enumerate(rows, begin):
        at = _depth(row)
        boxes.append(Box("label", row.title, row.english, line, at, columns=labels - at))
        boxes += [
            Box("figure", "", "", line, labels + column, path=cell.path)
            for column, cell in enumerate(row.cells)
        ]
    boxes += _beside([_RESULTS if _depth(row) else None for row in rows], begin, 0)
    boxes += _beside([group_of(row) for row in rows], begin, 1)
    return boxes


@cache
def _group_meanings() -> dict[str, str]:
    """What each group of table three means in English, by its path."""
    return {
        path: what.english
        for edition in form.EDITIONS
        for path, what, _, _ in walk(form.TABLES["requests"], "requests", edition)
        if what.role == "group"
    }


def group_of(row: RowSpec) -> tuple[str, str] | None:
    """The label that stands beside a row and its neighbours in table three, in Chinese and in
    English; None for other rows.

    >>> group_of(form.row_spec(2021)["requests.refused.state_secret"])
    ('（三）不予公开', 'Refused')
    """
    if not row.groups or _depth(row) < 2:
        return None
    return row.groups[-1], _group_meanings()[row.path.rpartition(".")[0]]


def _depth(row: RowSpec) -> int:
    """How many labels stand to the left of a row's own in table three."""
    if row.number.endswith("、"):
        return 0
    return 1 if row.number.startswith("（") else 2


def _beside(labels: Sequence[tuple[str, str] | None], begin: int, column: int) -> list[Box]:
    """A box for each run of equal labels."""
    boxes: list[Box] = []
    line = begin
    for label, members in groupby(labels):
        reach = len(list(members))
        if label:
            boxes.append(Box("label", *label, line, column, rows=reach))
        line += reach
    return boxes


def _disputes(rows: Sequence[RowSpec]) -> list[Box]:
    boxes: list[Box] = []
    at = 0
    suits = [row for row in rows if row.path != "disputes.review"]
    for row in rows:
        heads = column_labels(row)
        review = row.path == "disputes.review"
        if review:
            boxes.append(Box("head", row.title, row.english, 0, at, columns=len(heads)))
        else:
            boxes.append(Box("head", row.title, row.english, 1, at, columns=len(heads)))
            if row is suits[0]:
                boxes.append(
                    Box("head", *_LITIGATION, 0, at, columns=sum(len(suit.cells) for suit in suits))
                )
        top, reach = (1, 2) if review else (2, 1)
        boxes += [
            Box("head", *head, top, at + column, rows=reach) for column, head in enumerate(heads)
        ]
        boxes += [
            Box("figure", "", "", 3, at + column, path=cell.path)
            for column, cell in enumerate(row.cells)
        ]
        at += len(heads)
    return boxes
