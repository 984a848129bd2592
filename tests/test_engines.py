"""The recipes of docs/how-to/scale.md, as they stand there, on the engines themselves."""

from __future__ import annotations

import io
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")
from pyarrow import dataset, parquet  # noqa: E402

PAGE = Path(__file__).parent.parent / "docs" / "how-to" / "scale.md"
ROW = (
    "一、本年新收政府信息公开申请数量 | {} | 0 | 0 | 0 | 0 | 0 | {} |\n"
    "二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
)
TEXTS = [f"三、收到和处理政府信息公开申请情况\n{ROW.format(n, n)}" for n in range(40)]


def recipes(heading: str) -> list[str]:
    """The code below a heading of the page."""
    section = re.split(r"^#+ ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    body = next(part for part in section if part.startswith(heading + "\n"))
    return re.findall(r"```python\n((?!>>>).*?)```", body, re.DOTALL)


@pytest.fixture(autouse=True)
def _texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    src = Path(__file__).parent.parent / "src"
    if src.is_dir():  # for the engines' own processes
        monkeypatch.setenv("PYTHONPATH", str(src))
    parquet.write_table(pa.table({"text": [*TEXTS, "A letter.", None]}), "texts.parquet")


def run(recipe: str) -> dict[str, Any]:
    assert len([line for line in recipe.splitlines() if line.strip()]) <= 15
    names: dict[str, Any] = {"__name__": "recipe"}
    exec(compile(recipe, "recipe", "exec"), names)
    return names


def totals() -> list[int]:
    """The totals of the table that a recipe wrote."""
    table = dataset.dataset("reports.parquet", format="parquet").to_table()
    rows = table.to_pylist()
    return sorted(int(row["value"]) for row in rows if row["path"] == "requests.received.total")


@pytest.mark.parametrize("engine", ["DuckDB", "Polars", "Ray Data", "Dask"])
@pytest.mark.slow
def test_an_engine_reads_every_report_once(engine: str) -> None:
    package = {"Ray Data": "ray.data", "Dask": "dask.dataframe"}.get(engine, engine.lower())
    pytest.importorskip(package, reason=f"{engine} is not installed")
    run(recipes(engine)[0])
    assert totals() == list(range(40))


def test_spark_reads_every_report_once(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark", reason="Spark is not installed")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not installed")
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    names = run(recipes("Spark")[0])
    names["spark"].stop()
    assert totals() == list(range(40))


@pytest.mark.slow
def test_duckdb_calls_a_function() -> None:
    pytest.importorskip("duckdb", reason="DuckDB is not installed")
    assert run(recipes("DuckDB")[1])["total"] == sum(range(40))


@pytest.mark.slow
def test_a_warc_file_becomes_a_table() -> None:
    pytest.importorskip("warcio", reason="warcio is not installed")
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with open("crawl.warc.gz", "wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number, text in enumerate([*TEXTS, "A letter."]):
            page = f"<html><body><pre>{text}</pre></body></html>".encode("gb18030")
            headers = StatusAndHeaders("200 OK", [], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                f"http://example.org/{number}",
                "response",
                payload=io.BytesIO(page),
                http_headers=headers,
            )
            writer.write_record(record)
    run(recipes("A crawl")[0])
    assert totals() == list(range(40))
