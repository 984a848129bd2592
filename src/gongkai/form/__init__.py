"""The official form, described once: its tables, rows, cells and equations. This room imports no
other.

Paths, labels to recognise, rendering, JSON, data frames, checks and generated test data are all
derived from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import attrs

from .describe import (
    EDITIONS,
    TABLES,
    CellSpec,
    Described,
    Figure,
    Kind,
    RowSpec,
    described,
    rows_of,
    walk,
)
from .sums import Equation, Figures, Sums, added, equations
from .tables import (
    Applicants,
    Decisions,
    Disputes,
    Documents,
    Fees,
    NotProcessed,
    OtherHandling,
    Outcomes,
    Proactive,
    Procurement,
    Refused,
    Requests,
    Unavailable,
)

TABLE_TITLES: Final[Mapping[str, str]] = {
    "proactive": "主动公开政府信息情况",
    "requests": "收到和处理政府信息公开申请情况",
    "disputes": "政府信息公开行政复议、行政诉讼情况",
}
"""The heading under which each table stands on the form (二, 三, 四)."""

SECTION_TITLES: Final = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
"""The headings of the six sections 一 to 六."""

SPANNING_HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "labels": (
        "信息内容",
        "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和",
    ),
    "applicants": ("申请人情况",),
    "organisations": ("法人或其他组织",),
}
"""The heads that span others or stand over the labels of rows, by name."""

ORGANISATIONS: Final = ("business", "research", "nonprofit", "legal_services", "other")
"""The columns that stand below 法人或其他组织."""

MONEY: Final[Mapping[str, int]] = {
    "元": 1,
    "百元": 100,
    "千元": 1000,
    "万元": 10_000,
    "十万元": 100_000,
    "百万元": 1_000_000,
    "千万元": 10_000_000,
    "亿元": 100_000_000,
}
"""The units in which reports state amounts, each in 元."""

UNIT_NOTES: Final = (
    "单位：件",
    "（件）",
    *(
        said + unit
        for unit in MONEY
        for said in ("单位：", "计量单位：", "单位：人民币", "人民币", "")
    ),
)
"""What is written above a table or behind a head of the unit of its figures."""

OTHER_YEARS: Final = ("上年", "去年", "上一年", "往年", "增减", "同比", "历年", "累计")
"""Words of heads over figures that are not this year's."""


def head_labels(column: str) -> tuple[str, ...]:
    """Every wording of the heads of a column, in all tables and editions.

    >>> head_labels("upheld")
    ('结果维持',)
    """
    return _head_labels().get(column, ())


@cache
def _head_labels() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for table, cls in TABLES.items():
        for edition in EDITIONS:
            for _, what, inner, _ in walk(cls, table, edition):
                if what.role == "row" and inner is not None:
                    for field in attrs.fields(inner):
                        head = described(field)
                        wordings = filter(None, (head.label, head.label_2019, *head.also))
                        found.setdefault(field.name, {}).update(dict.fromkeys(wordings))
    return {column: tuple(labels) for column, labels in found.items()}


@cache
def rows(edition: int, table: str | None = None) -> tuple[RowSpec, ...]:
    """The rows of the form in form order, of one table or of all three.

    >>> [row.path for row in rows(2021, "disputes")]
    ['disputes.review', 'disputes.litigation_direct', 'disputes.litigation_after_review']
    """
    names = TABLES if table is None else [table]
    return tuple(row for name in names for row in rows_of(name, TABLES[name], edition))


@cache
def cells(edition: int, table: str | None = None) -> tuple[CellSpec, ...]:
    """The cells of the form in form order, of one table or of all three: 198 in edition 2019, 200
    in edition 2021.

    >>> len(cells(2019)), len(cells(2021))
    (198, 200)
    """
    return tuple(cell for row in rows(edition, table) for cell in row.cells)


@cache
def spec(edition: int) -> Mapping[str, CellSpec]:
    """Every cell of the edition by its path."""
    return {cell.path: cell for cell in cells(edition)}


def edition_with(*paths: str) -> int:
    """The latest edition that has all these cells.

    Raises:
        ValueError: no edition has them all.

    >>> edition_with("requests.received.total")
    2021
    >>> edition_with("proactive.regulations.made", "requests.received.total")
    2019
    """
    for edition in reversed(EDITIONS):
        if all(path in spec(edition) for path in paths):
            return edition
    raise ValueError(f"no edition of the form has all of {', '.join(paths)}")


def edition_of(year: int) -> int:
    """The edition of the form that reports of a year use.

    >>> edition_of(2020), edition_of(2021)
    (2019, 2021)
    """
    return max(edition for edition in EDITIONS if edition <= max(year, EDITIONS[0]))


@cache
def telling() -> Mapping[str, int]:
    """The columns, by name, and the rows, by path, that one edition alone has, with the edition. A
    row whose label names a column or a group too tells nothing.

    >>> telling()["issued"], telling()["proactive.procurement"]
    (2021, 2019)
    """
    columns = {edition: {_last(cell.path) for cell in cells(edition)} for edition in EDITIONS}
    other = {label for names in columns.values() for name in names for label in head_labels(name)}
    other |= {group for edition in EDITIONS for row in rows(edition) for group in row.groups}
    named = {
        edition: names
        | {row.path for row in rows(edition) if not other & {row.label, row.number + row.label}}
        for edition, names in columns.items()
    }
    return {
        name: edition
        for edition, names in named.items()
        for name in names
        if all(name not in some for one, some in named.items() if one != edition)
    }


def _last(path: str) -> str:
    return path.rpartition(".")[2]


@cache
def row_spec(edition: int) -> Mapping[str, RowSpec]:
    """Every row of the edition by its path."""
    return {row.path: row for row in rows(edition)}


def build(table: str, values: Mapping[str, Figure], figures: Figures | None = None) -> Any:
    """Put values, given by path, into the class of a table; a path that is not given is None.

    ``figures`` tell the helpers of the table which of the values that are None were left blank;
    without them all are unknown.

    >>> build("disputes", {"disputes.review.upheld": 2}).review.upheld
    2
    """
    return _build(TABLES[table], table, values, figures)


def _build(cls: type, prefix: str, values: Mapping[str, Figure], figures: Figures | None) -> Any:
    parts: dict[str, Any] = {}
    for field in attrs.fields(cls):
        path = f"{prefix}.{field.name}"
        if described(field).role == "cell":
            parts[field.name] = values.get(path)
        else:
            parts[field.name] = _build(field.default.factory, path, values, figures)
    made = cls(**parts)
    if figures is not None and isinstance(made, Sums):
        made.__dict__["_place"] = (prefix, figures)
    return made


__all__ = [
    "EDITIONS",
    "SECTION_TITLES",
    "TABLES",
    "TABLE_TITLES",
    "Applicants",
    "CellSpec",
    "Decisions",
    "Described",
    "Disputes",
    "Documents",
    "Equation",
    "Fees",
    "Figure",
    "Figures",
    "Kind",
    "NotProcessed",
    "OtherHandling",
    "Outcomes",
    "Proactive",
    "Procurement",
    "Refused",
    "Requests",
    "RowSpec",
    "Sums",
    "Unavailable",
    "added",
    "build",
    "cells",
    "described",
    "edition_of",
    "edition_with",
    "equations",
    "row_spec",
    "rows",
    "spec",
    "telling",
]
