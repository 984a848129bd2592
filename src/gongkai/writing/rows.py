"""The one schema of tables of cells: what the columns are called, what they hold, and a report's
rows in them. Data frames, Parquet, JSON lines, CSV and Arrow batches all have these columns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal, TypeAlias

from .. import form
from ..checking.check import check
from ..form import Figure
from ..model import ReportData

SCHEMA_VERSION: Final = "gongkai-cells-1"
"""Says what the columns are; changes when a reader of the old table could no longer read the
new."""

Holds: TypeAlias = Literal["text", "integer", "decimal", "decimals", "texts"]
"""What a column holds: text, a whole number of 64 bits, an exact decimal, or a list of these."""

Columns: TypeAlias = dict[str, list[Any]]
"""A table by columns."""

COLUMNS: Final[Mapping[str, Holds]] = {
    "file": "text",
    "report": "text",
    "publisher": "text",
    "year": "integer",
    "edition": "integer",
    "layout": "text",
    "path": "text",
    "table": "text",
    "row": "text",
    "column": "text",
    "label": "text",
    "english": "text",
    "kind": "text",
    "value": "decimal",
    "count": "integer",
    "status": "text",
    "candidates": "decimals",
    "likely": "decimal",
    "raw": "text",
    "start": "integer",
    "end": "integer",
    "findings": "texts",
    "error": "text",
}
"""The columns in order, one row a cell. ``value`` is the figure as an exact decimal, ``count`` the
same as a whole number where it is one; both are absent where the cell claims no figure. ``findings``
lists the rules that found something in the cell. ``error`` says why a text could not be read; such
a row has no cell. ``report`` tells reports apart by their text."""

_LARGEST: Final = 2**63


def report_id(source: str) -> str | None:
    """A short name for a report, the same for the same text everywhere; None without a text.

    >>> report_id("一、总体情况")
    'd3260afdb42b9ea1'
    """
    digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
    return digest[:16] if source else None


def rows(report: ReportData, *, file: str | None = None) -> Columns:
    """The rows of one report, a column a key, in form order."""
    cells = [report.cells[path] for path in form.spec(report.form_edition)]
    count = len(cells)
    found = _findings(report)
    return {
        "file": [file] * count,
        "report": [report_id(report.source)] * count,
        "publisher": [report.publisher] * count,
        "year": [report.year] * count,
        "edition": [report.edition] * count,
        "layout": [report.layout] * count,
        **_form_columns(report.form_edition),
        "value": [decimal(cell.value) for cell in cells],
        "count": [whole(cell.value) for cell in cells],
        "status": [cell.status.value for cell in cells],
        "candidates": [[decimal(value) for value in cell.candidates] for cell in cells],
        "likely": [decimal(cell.likely.value) if cell.likely else None for cell in cells],
        "raw": [cell.raw for cell in cells],
        "start": [cell.span.start if cell.span else None for cell in cells],
        "end": [cell.span.end if cell.span else None for cell in cells],
        "findings": [found.get(cell.path, []) for cell in cells],
        "error": [None] * count,
    }


def joined(parts: Iterable[Columns]) -> Columns:
    """Tables one below the other."""
    table: Columns = {name: [] for name in COLUMNS}
    for part in parts:
        for name in COLUMNS:
            table[name] += part[name]
    return table


def failed(file: str | None, error: str) -> Columns:
    """The row of a text that could not be read."""
    row: Columns = {name: [[]] if holds in ("decimals", "texts") else [None] for name, holds in COLUMNS.items()}  # fmt: skip
    return {**row, "file": [file], "error": [error]}


def decimal(value: Figure) -> Decimal | None:
    """A figure as an exact decimal."""
    return Decimal(value) if isinstance(value, int) else value


def whole(value: Figure) -> int | None:
    """A figure that is a whole number of 64 bits; None if it is another.

    >>> whole(3), whole(Decimal("2.5"))
    (3, None)
    """
    return value if isinstance(value, int) and -_LARGEST <= value < _LARGEST else None


@cache
def _form_columns(edition: int) -> Columns:
    specs = form.cells(edition)
    names = ("path", "table", "row", "column", "label", "english", "kind")
    return {name: [getattr(spec, name) for spec in specs] for name in names}


def _findings(report: ReportData) -> dict[str, list[str]]:
    """The ids of the rules that found something, by the cells in which they did."""
    found: dict[str, list[str]] = {}
    for finding in check(report, lang="en"):
        for path in finding.cells:
            ids = found.setdefault(path, [])
            if finding.rule not in ids:
                ids.append(finding.rule)
    return found
