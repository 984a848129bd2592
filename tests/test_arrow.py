"""One schema in frames, Arrow, Parquet and JSON: nothing is lost on the way."""

from __future__ import annotations

import pickle
from decimal import Decimal
from functools import partial
from pathlib import Path

import attrs
import pytest

import gongkai
from gongkai import Cell, Cells, Likely, Report, Status, arrow
from gongkai.writing.rows import COLUMNS, rows, wide_columns, wide_rows

pa = pytest.importorskip("pyarrow")
pandas = pytest.importorskip("pandas")

ROW = (
    "一、本年新收政府信息公开申请数量 | {} | 0 | 0 | 0 | 0 | 0 | {} |\n"
    "二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
)


def text(number: int) -> str:
    return f"三、收到和处理政府信息公开申请情况\n{ROW.format(number, number)}"


@pytest.fixture
def report() -> Report:
    exact = Report.from_values(
        {"requests.received.total": 2**60 + 1, "proactive.fees.amount": Decimal("6858.0501")},
        edition=2021,
    )
    unsure = Cell(
        "requests.granted.total",
        Status.AMBIGUOUS,
        candidates=(3, None, Decimal("0.5")),
        likely=Likely(3, "blanks"),
    )
    return attrs.evolve(exact, cells=Cells({**exact.cells, unsure.path: unsure}))


def test_the_schema_has_the_columns_of_a_frame(report: Report) -> None:
    assert arrow.SCHEMA.names == list(COLUMNS) == list(report.to_frame().columns)
    assert arrow.SCHEMA.metadata == {b"gongkai": b"gongkai-cells-1"}


def test_a_table_comes_back_from_parquet_as_it_was(report: Report, tmp_path: Path) -> None:
    import pyarrow.parquet

    wanted = rows(report, file="a.txt")
    batch = arrow.to_arrow(wanted)
    pyarrow.parquet.write_table(pa.Table.from_batches([batch]), tmp_path / "a.parquet")
    assert pyarrow.parquet.read_table(tmp_path / "a.parquet").to_pydict() == wanted
    report.to_frame().to_parquet(tmp_path / "b.parquet")
    back = pandas.read_parquet(tmp_path / "b.parquet").set_index("path")
    assert back.loc["proactive.fees.amount", "value"] == Decimal("6858.0501")
    assert back.loc["requests.received.total", "count"] == 2**60 + 1
    assert list(back.loc["requests.granted.total", "candidates"]) == [3, None, Decimal("0.5")]
    assert back.loc["requests.granted.total", "likely"] == 3


@pytest.mark.slow
def test_frame_arrow_and_json_say_the_same(examples: Path) -> None:
    report = gongkai.read(examples / "weitang-2022.txt")
    frame, data = report.to_frame().set_index("path"), report.to_dict()["cells"]
    table = arrow.to_arrow(rows(report)).to_pylist()
    for row in table:
        cell = data[row["path"]]
        said = None if cell["value"] is None else Decimal(cell["value"])
        assert said == row["value"] == frame.loc[row["path"], "value"]
        assert cell["status"] == row["status"] == frame.loc[row["path"], "status"]
    assert sum(len(row["findings"]) for row in table) > 0


def test_a_figure_that_fits_no_decimal_is_left_out_and_said(report: Report) -> None:
    fine = report.with_values({"proactive.fees.amount": Decimal("0.0000000001")})
    row = next(row for row in arrow.to_arrow(rows(fine)).to_pylist() if row["error"])
    assert (row["path"], row["value"], row["status"]) == ("proactive.fees.amount", None, "read")
    assert row["error"] == "value has a figure with too many digits"


def test_a_wide_table_has_a_row_a_report_with_value_and_status(report: Report) -> None:
    wide = wide_rows(report, file="a.txt")
    assert list(wide) == list(wide_columns()) == arrow.schema(wide=True).names
    row = arrow.to_arrow(wide, wide=True).to_pylist()[0]
    assert row["requests.received.total"] == 2**60 + 1
    assert row["requests.granted.total"] is None
    assert row["requests.granted.total.status"] == "ambiguous"
    assert row["proactive.fees.amount"] == Decimal("6858.0501")


@pytest.mark.parametrize("wide", [False, True])
def test_a_batch_of_texts_becomes_a_batch_of_reports(wide: bool) -> None:
    texts = [text(3), "A letter.", None, text(5), "<p>政府信息公开</p>"]
    batch = pa.RecordBatch.from_pydict({"text": texts, "url": list("abcde")})
    found = arrow.parse_batch(batch, name="url", wide=wide)
    assert found.schema.equals(arrow.schema(wide=wide), check_metadata=True)
    assert found["file"].unique().to_pylist() == ["a", "d"]
    assert found["error"].null_count == found.num_rows


def test_bytes_are_read_in_any_character_set() -> None:
    page = f"<meta charset=gbk><pre>{text(3)}</pre>".encode("gb18030")
    batch = pa.RecordBatch.from_pydict({"body": [page, text(4).encode(), b"\xff\x00\x81", b""]})
    found = arrow.parse_batch(batch, column="body", wide=True)
    assert found["requests.received.total"].to_pylist() == [3, 4]


def test_an_error_is_a_row_and_harms_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = gongkai.parse

    def fault(given: str, **options: object) -> Report:
        if "| 8 |" in given:
            raise RecursionError("too deep")
        return usual(given)

    monkeypatch.setattr(arrow, "parse", fault)
    batch = pa.RecordBatch.from_pydict({"text": [text(3), text(8), text(5)]})
    found = arrow.parse_batch(batch, wide=True)
    assert found["error"].to_pylist() == [None, "RecursionError: too deep", None]
    assert found["requests.received.total"].to_pylist() == [3, None, 5]


def test_the_function_can_be_sent_to_another_process() -> None:
    sent = pickle.loads(pickle.dumps(partial(arrow.parse_batch, wide=True)))
    assert sent(pa.RecordBatch.from_pydict({"text": [text(3)]})).num_rows == 1


@pytest.mark.slow
def test_polars_and_duckdb_read_the_exact_values(report: Report) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    table = pa.Table.from_batches([arrow.to_arrow(rows(report))])
    fees = duckdb.from_arrow(table).filter("path = 'proactive.fees.amount'")
    found = fees.project("value, count")
    assert found.fetchall() == [(Decimal("6858.0501"), None)]
    polars = pytest.importorskip("polars", reason="Polars is not installed")
    frame = polars.from_arrow(table).filter(polars.col("path") == "requests.granted.total")
    assert frame["candidates"].to_list() == [[Decimal(3), None, Decimal("0.5")]]
