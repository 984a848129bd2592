"""Reports as Arrow tables, for any engine that has Arrow batches (extra ``arrow``).

``SCHEMA`` is the schema of a table with a row a cell; :func:`parse_batch` turns a batch of texts
into a batch of it.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from .api import detect, parse, read
from .errors import MissingExtraError, ParseError
from .languages import Both
from .layouts import Layout
from .report import Report
from .writing.rows import (
    COLUMNS,
    SCHEMA_VERSION,
    Columns,
    Holds,
    failed,
    joined,
    rows,
    wide_columns,
    wide_rows,
)

if TYPE_CHECKING:
    SCHEMA: Any
    """The schema of the batches: one row a cell."""

DIGITS: Final = 38
"""Digits of an exact decimal: what Arrow, DuckDB, Spark and Polars all have."""

DECIMALS: Final = 8
"""Digits of them behind the point: fractions of a 分 in 万元."""


def __getattr__(name: str) -> Any:
    if name == "SCHEMA":
        return schema()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@cache
def schema(*, wide: bool = False) -> Any:
    """The :class:`pyarrow.Schema` of tables of cells, or with ``wide`` of reports.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    pa = _pyarrow()
    exact = pa.decimal128(DIGITS, DECIMALS)
    types: dict[Holds, Any] = {
        "text": pa.string(),
        "integer": pa.int64(),
        "decimal": exact,
        "decimals": pa.list_(exact),
        "texts": pa.list_(pa.string()),
        "truth": pa.bool_(),
    }
    columns = wide_columns() if wide else COLUMNS
    return pa.schema(
        [(name, types[holds]) for name, holds in columns.items()],
        metadata={"gongkai": SCHEMA_VERSION},
    )


def to_arrow(columns: Columns, *, wide: bool = False) -> Any:
    """A table of cells (or with ``wide`` of reports) as a :class:`pyarrow.RecordBatch`.

    A figure with more than 8 decimals fits no decimal of Arrow; it is left out, and its ``error``
    says so.
    """
    pa = _pyarrow()
    fields = schema(wide=wide)
    try:
        return pa.RecordBatch.from_pydict(columns, schema=fields)
    except pa.ArrowInvalid:
        return pa.RecordBatch.from_pydict(_fitting(columns, fields.names), schema=fields)


def parse_batch(
    batch: Any,
    *,
    column: str = "text",
    name: str | None = None,
    wide: bool = False,
    layout: Layout | str | None = None,
) -> Any:
    """Read the reports in a batch: texts or bytes in, a row a cell (``wide``: a row a report) out.

    A text that is no annual report makes no row, and costs what :func:`gongkai.detect` costs. One
    that is, but cannot be read, makes a row with the reason in ``error``. Nothing is raised for a
    text.

    Args:
        batch: a :class:`pyarrow.RecordBatch` or :class:`pyarrow.Table`; the result is of the same
            class. column: the column of texts
            or bytes. name: a column that names each text; it becomes ``file``. wide: a row a
            report. layout: the layout of all texts; by default told from each.

    Raises:
        MissingExtraError: pyarrow is not installed. KeyError: the batch has no such column.

    >>> import pyarrow
    >>> text = open("examples/reports/chenghu-2023.txt", encoding="utf-8").read()
    >>> batch = pyarrow.RecordBatch.from_pydict({"text": [text, "A letter."], "url": ["a", "b"]})
    >>> found = parse_batch(batch, name="url", wide=True)
    >>> found.num_rows, found["file"].to_pylist(), found["requests.received.total"].to_pylist()
    (1, ['a'], [63])
    """
    texts = batch[column]
    names = [None] * len(texts) if name is None else [_named(value) for value in batch[name]]
    parts = [
        part
        for file, value in zip(names, texts, strict=True)
        if (part := _part(value.as_py(), file, layout, wide=wide)) is not None
    ]
    found = to_arrow(joined(parts, wide=wide), wide=wide)
    table = _pyarrow().Table
    return table.from_batches([found]) if isinstance(batch, table) else found


def _named(value: Any) -> str | None:
    plain = value.as_py()
    return plain if plain is None else str(plain)


def _part(
    content: str | bytes | None, file: str | None, layout: Layout | str | None, *, wide: bool
) -> Columns | None:
    """The rows of one text; None for a text of another kind."""
    if content is None:
        return None
    try:
        report = _report(content, layout)
        if report is None:
            return None
        return wide_rows(report, file=file) if wide else rows(report, file=file)
    except ParseError as error:
        return failed(file, error.reason, wide=wide)
    except Exception as error:
        # whatever is wrong with one text, the others of the batch are read
        return failed(file, f"{type(error).__name__}: {error}", wide=wide)


def _report(content: str | bytes, layout: Layout | str | None) -> Report | None:
    if layout is None and detect(content) is None:
        return None
    if isinstance(content, str) and content.lstrip()[:1] != "<":
        return parse(content, layout=layout)
    return read(
        content, layout=layout, media_type="text/html" if isinstance(content, str) else None
    )


def _fitting(columns: Columns, names: list[str]) -> Columns:
    """The columns without the figures that do not fit, which ``error`` names."""
    fitting = {name: list(columns[name]) for name in names}
    for name, column in fitting.items():
        for number, value in enumerate(column):
            if _too_fine(value):
                column[number] = None
            elif isinstance(value, list) and any(map(_too_fine, value)):
                column[number] = [one for one in value if not _too_fine(one)]
            else:
                continue
            said = fitting["error"][number]
            fitting["error"][number] = (
                f"{said + '; ' if said else ''}{name} has a figure with too many digits"
            )
    return fitting


def _too_fine(value: Any) -> bool:
    if not isinstance(value, Decimal):
        return False
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and (
        exponent < -DECIMALS or value.adjusted() >= DIGITS - DECIMALS
    )


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise MissingExtraError(Both("an Arrow table", "Arrow 表"), "arrow") from None
    return pyarrow
