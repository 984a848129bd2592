"""A report as a pandas data frame (extra ``frames``). Figures stay exact: no column is ever a
float."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import form
from ..errors import MissingExtraError
from ..languages import Both, Language
from ..model import ReportData
from .grid import column_labels, group_of
from .rows import COLUMNS, Columns, rows

if TYPE_CHECKING:
    import pandas


def to_frame(report: ReportData) -> pandas.DataFrame:
    """One row a cell, in form order, in the columns of :data:`gongkai.writing.rows.COLUMNS`.

    ``value`` is an exact Decimal (amounts in 万元) or None, ``count`` the same as a nullable
    integer, ``candidates`` and ``findings`` are lists.
    Frames of many reports can be put together with :func:`pandas.concat`, and stored as Parquet.

    Raises:
        MissingExtraError: pandas is not installed.

    >>> from gongkai import Report
    >>> frame = to_frame(
    ...     Report.from_values({"requests.received.total": 4}, edition=2021, year=2022))
    >>> frame.loc[frame.path == "requests.received.total",
    ...     ["year", "label", "count", "status"]].values.tolist()
    [[2022, '一、本年新收政府信息公开申请数量 总计', 4, 'read']]
    """
    return frame_of(rows(report))


def frame_of(columns: Columns) -> pandas.DataFrame:
    """A table of cells as a data frame.

    Raises:
        MissingExtraError: pandas is not installed.
    """
    pd = _pandas()
    # object keeps decimals exact; any other type of pandas alone would round, or fill with NaN
    types = {"text": "string", "integer": "Int64", "truth": "boolean"}
    frame: pandas.DataFrame = pd.DataFrame(
        {
            name: pd.Series(columns[name], dtype=types.get(holds, object))
            for name, holds in COLUMNS.items()
        }
    )
    return frame


def table_frame(report: ReportData, table: str, language: Language = "zh") -> pandas.DataFrame:
    """One table as printed: a row of the form a row, its columns under their labels, None where
    there is no figure.

    Table four stands on the form as one line of fifteen figures; here each of its three groups is a
    row.

    Raises:
        MissingExtraError: pandas is not installed.
        ValueError: there is no such table.

    >>> from gongkai import Report
    >>> frame = table_frame(Report.from_values({"disputes.review.upheld": 2}, edition=2021),
    ...     "disputes")
    >>> frame.loc["行政复议", "结果维持"]
    2
    """
    if table not in form.TABLES:
        raise ValueError(f"table={table!r} is not one of {', '.join(form.TABLES)}")
    pd = _pandas()
    pick = 0 if language == "zh" else 1
    lines: dict[str, dict[str, Any]] = {}
    for row in form.rows(report.form_edition, table):
        group = group_of(row)
        title = (group[pick] + " " if group else "") + (
            row.title if language == "zh" else row.english
        )
        lines[title] = {
            labels[pick]: report.cells[cell.path].value
            for labels, cell in zip(column_labels(row), row.cells, strict=True)
        }
    columns = list(dict.fromkeys(label for line in lines.values() for label in line))
    values = [[line.get(column) for column in columns] for line in lines.values()]
    frame: pandas.DataFrame = pd.DataFrame(values, index=list(lines), columns=columns, dtype=object)
    return frame


def _pandas() -> Any:
    try:
        import pandas
    except ImportError:
        raise MissingExtraError(Both("a data frame", "数据框"), "frames") from None
    return pandas
