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

Holds: TypeAlias = Literal["text", "integer", "decimal", "decimals", "texts", "truth"]
"""What a column holds: text, a whole number of 64 bits, an exact decimal, a list of these, or
whether something is so."""

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
    "cut": "truth",
    "likely": "decimal",
    "raw": "text",
    "start": "integer",
    "end": "integer",
    "findings": "texts",
    "error": "text",
}
"""The columns in order, one row a cell. ``value`` is the figure as an exact decimal, ``count`` the
same as a whole number where it is one; both are absent where the cell claims no figure. ``cut``
says that ``candidates`` may not be all.
``findings`` lists the rules that found something in the cell. ``error`` says why a text could not
be read; such a row has no cell. ``report`` tells reports apart by their text."""

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
        "cut": [cell.cut for cell in cells],
        "likely": [decimal(cell.likely.value) if cell.likely else None for cell in cells],
        "raw": [cell.raw for cell in cells],
        "start": [cell.span.start if cell.span else None for cell in cells],
        "end": [cell.span.end if cell.span else None for cell in cells],
        "findings": [found.get(cell.path, []) for cell in cells],
        "error": [None] * count,
    }


def joined(parts: Iterable[Columns], *, wide: bool = False) -> Columns:
    """Tables one below the other."""
    table: Columns = {name: [] for name in (wide_columns() if wide else COLUMNS)}
    for part in parts:
        for name, column in part.items():
            table[name].extend(column)
    return table


def failed(file: str | None, error: str, *, wide: bool = False) -> Columns:
    """The row of a text that could not be read."""
    columns = wide_columns() if wide else COLUMNS
    row: Columns = {
        name: [[] if holds in ("decimals", "texts") else None] for name, holds in columns.items()
    }
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
    for finding in check(report, lang="en").all:
        for path in finding.cells:
            ids = found.setdefault(path, [])
            if finding.rule not in ids:
                ids.append(finding.rule)
    return found


# --- a row a report -------------------------------------------------------------------------------

_OF_REPORT: Final = ("file", "report", "publisher", "year", "edition", "layout")


@cache
def wide_columns() -> Mapping[str, Holds]:
    """The columns of a table with a row a report: those of the whole report, then for each cell of
    any edition its value under the cell's path, and behind ``.status`` how that is known.

    >>> list(wide_columns())[6:8]
    ['proactive.regulations.made', 'proactive.regulations.made.status']
    """
    kinds = {spec.path: spec.kind for edition in form.EDITIONS for spec in form.cells(edition)}
    columns: dict[str, Holds] = {name: COLUMNS[name] for name in _OF_REPORT}
    for path, kind in kinds.items():
        columns[path] = "decimal" if kind == "amount" else "integer"
        columns[f"{path}.status"] = "text"
    return {**columns, "findings": "texts", "error": "text"}


def wide_rows(report: ReportData, *, file: str | None = None) -> Columns:
    """The one row of a report in the columns of :func:`wide_columns`.

    A count that is no whole number of 64 bits is left out, and ``error`` says so.
    """
    long = rows(report, file=file)
    row: Columns = {name: [None] for name in wide_columns()}
    row |= {name: long[name][:1] for name in _OF_REPORT}
    refused = []
    for path, value, status in zip(long["path"], long["value"], long["status"], strict=True):
        amount = wide_columns()[path] == "decimal"
        kept = value if amount else whole(report.cells[path].value)
        if kept is None and value is not None:
            refused.append(path)
        row[path], row[f"{path}.status"] = [kept], [status]
    row["findings"] = [list(dict.fromkeys(rule for ids in long["findings"] for rule in ids))]
    row["error"] = [f"no whole number: {', '.join(refused)}" if refused else None]
    return row
