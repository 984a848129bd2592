"""A report as a pandas data frame (extra ``frames``). Figures stay exact: no column is ever a
float."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import form
from ..errors import MissingExtraError
from ..form.naming import Language
from ..model import ReportData
from .grid import column_labels, group_of

if TYPE_CHECKING:
    import pandas


def to_frame(report: ReportData) -> pandas.DataFrame:
    """One row a cell, in form order, with the report's publisher, year and edition beside it.

    Columns: ``publisher``, ``year``, ``edition``, ``path``, ``table``, ``row``, ``column``,
    ``label`` (Chinese), ``english``, ``kind``, ``value`` (int, Decimal in 万元, or None),
    ``status``, ``candidates`` (a tuple), ``raw``, and the span in ``start`` and ``end``.
    Frames of many reports can be put together with :func:`pandas.concat`.

    Raises:
        MissingExtraError: pandas is not installed.

    >>> from gongkai import Report
    >>> frame = to_frame(Report.from_values({"requests.received.total": 4}, edition=2021, year=2022))
    >>> frame.loc[frame.path == "requests.received.total", ["year", "label", "value", "status"]].values.tolist()
    [[2022, '一、本年新收政府信息公开申请数量 总计', 4, 'read']]
    """
    pd = _pandas()
    specs = form.cells(report.form_edition)
    cells = [report.cells[spec.path] for spec in specs]
    count = len(cells)
    texts = {
        "path": [spec.path for spec in specs],
        "table": [spec.table for spec in specs],
        "row": [spec.row for spec in specs],
        "column": [spec.column for spec in specs],
        "label": [spec.label for spec in specs],
        "english": [spec.english for spec in specs],
        "kind": [spec.kind for spec in specs],
    }
    frame: pandas.DataFrame = pd.DataFrame(
        {
            "publisher": pd.Series([report.publisher] * count, dtype="string"),
            "year": pd.array([report.year] * count, dtype="Int64"),
            "edition": pd.array([report.edition] * count, dtype="Int64"),
            **{name: pd.Series(column, dtype="string") for name, column in texts.items()},
            # object keeps int, Decimal and None apart; any other type would round, or fill with NaN
            "value": pd.Series([cell.value for cell in cells], dtype=object),
            "status": pd.Series([cell.status.value for cell in cells], dtype="string"),
            "candidates": pd.Series([cell.candidates for cell in cells], dtype=object),
            "raw": pd.Series([cell.raw for cell in cells], dtype="string"),
            "start": pd.array(
                [cell.span.start if cell.span else None for cell in cells], dtype="Int64"
            ),
            "end": pd.array(
                [cell.span.end if cell.span else None for cell in cells], dtype="Int64"
            ),
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
    >>> frame = table_frame(Report.from_values({"disputes.review.upheld": 2}, edition=2021), "disputes")
    >>> frame.loc["行政复议", "结果维持"]
    2
    """
    if table not in form.TABLES:
        raise ValueError(f"table={table!r} is not one of {', '.join(form.TABLES)}")
    pd = _pandas()
    rows = form.rows(report.form_edition, table)
    pick = 0 if language == "zh" else 1
    lines: dict[str, dict[str, Any]] = {}
    for row in rows:
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
        raise MissingExtraError("a data frame", "frames") from None
    return pandas
