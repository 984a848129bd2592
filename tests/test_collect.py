"""A folder as one table: only what is new is read, and a killed run loses and doubles nothing."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import gongkai
from gongkai import cli, collect
from gongkai.corpus import collect as room

pytest.importorskip("pyarrow")
import pyarrow.parquet as pq

ROW = (
    "一、本年新收政府信息公开申请数量 | {} | 0 | 0 | 0 | 0 | 0 | {} |\n"
    "二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
)


def text(number: int, year: int = 2022) -> str:
    title = f"白浦市{year}年政府信息公开工作年度报告\n"
    return f"{title}三、收到和处理政府信息公开申请情况\n{ROW.format(number, number)}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "in"
    found.mkdir()
    for number in range(20):
        (found / f"{number:03}.txt").write_text(text(number, 2021 + number % 2), encoding="utf-8")
    return found


def totals(path: Path) -> dict[str, Any]:
    """The total of each file; no file is there twice."""
    rows = pq.read_table(path, columns=["file", "requests.received.total"]).to_pylist()
    assert max(Counter(row["file"] for row in rows).values(), default=1) == 1
    return {Path(row["file"]).name: row["requests.received.total"] for row in rows}


@pytest.mark.slow
def test_a_second_run_reads_only_what_is_new_or_changed(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    done = collect(folder, out, wide=True, batch=8)
    assert (done.read, done.kept, done.failures) == (20, 0, ())
    (folder / "003.txt").write_text(text(333), encoding="utf-8")
    (folder / "new.txt").write_text(text(99), encoding="utf-8")
    (folder / "004.txt").unlink()
    os.utime(folder / "005.txt", (0, 0))  # touched, but the same
    done = collect(folder, out, wide=True, batch=8, workers=1)
    assert (done.read, done.kept) == (2, 18)
    found = totals(out)
    assert len(found) == 20
    assert (found["003.txt"], found["new.txt"], found["005.txt"]) == (333, 99, 5)
    assert "004.txt" not in found


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.slow
def test_every_row_is_that_of_a_report_read_alone(
    folder: Path, tmp_path: Path, workers: int
) -> None:
    from gongkai.writing.rows import joined, rows

    collect(folder, tmp_path / "out.parquet", workers=workers, batch=6)
    wanted = joined(rows(gongkai.read(path), file=str(path)) for path in sorted(folder.iterdir()))
    assert pq.read_table(tmp_path / "out.parquet").to_pydict() == wanted


@pytest.mark.slow
def test_the_ending_says_what_is_written(folder: Path, tmp_path: Path) -> None:
    for ending in (".jsonl", ".csv"):
        collect(folder, tmp_path / f"out{ending}", workers=1)
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    row = next(r for r in map(json.loads, lines) if r["path"] == "requests.received.total")
    assert (row["value"], row["count"], row["candidates"]) == ("0", 0, [])
    assert len((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()) == len(lines) + 1
    with pytest.raises(ValueError, match=r"\.xlsx"):
        collect(folder, tmp_path / "out.xlsx")


@pytest.mark.slow
def test_duckdb_gets_a_table(folder: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    collect(folder, tmp_path / "out.duckdb", workers=1)
    with duckdb.connect(str(tmp_path / "out.duckdb")) as base:
        query = "SELECT sum(value) FROM reports WHERE path = 'requests.received.total'"
        assert base.execute(query).fetchone() == (sum(range(20)),)


@pytest.mark.slow
def test_a_folder_by_year(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    for _ in range(2):
        collect(folder, out, workers=1, partition=True, wide=True)
        assert sorted(path.name for path in out.iterdir()) == ["year=2021", "year=2022"]
        assert pq.read_table(out).num_rows == 20


@pytest.mark.slow
@pytest.mark.parametrize("partition", [False, True])
def test_parts_are_written_together_since_each_row_group_costs_memory_to_the_end(
    folder: Path, tmp_path: Path, partition: bool
) -> None:
    out = tmp_path / "out.parquet"
    collect(folder, out, workers=1, partition=partition, wide=True, batch=5)
    files = sorted(out.rglob("*.parquet")) if partition else [out]
    assert [pq.ParquetFile(file).num_row_groups for file in files] == [1] * len(files)


@pytest.mark.slow
def test_what_cannot_be_read_is_listed_and_read_again_only_where_that_may_help(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "novel.txt").write_text("话说天下大势。", encoding="utf-8")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    command = ["collect", str(folder), "-o", str(tmp_path / "out.jsonl"), "--lang", "en"]
    assert cli.main(command) == cli.EXIT_UNREADABLE
    assert "22 files read, 0 unchanged, 2 cannot be read" in capsys.readouterr().out
    listed = (tmp_path / "out.jsonl.failures.jsonl").read_text(encoding="utf-8").splitlines()
    assert [Path(json.loads(line)["file"]).name for line in listed] == ["gone.txt", "novel.txt"]
    assert cli.main(command) == cli.EXIT_UNREADABLE
    assert "1 files read, 21 unchanged, 2 cannot be read" in capsys.readouterr().out
    (folder / "novel.txt").unlink()
    (folder / "gone.txt").unlink()
    assert cli.main(command) == cli.EXIT_CLEAN
    assert not (tmp_path / "out.jsonl.failures.jsonl").exists()


def test_two_runs_on_one_table_are_kept_apart(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(room, "_WAIT", 0.1)
    out = tmp_path / "out.parquet"
    with room._locked(out.with_name("out.parquet.parts")):
        assert cli.main(["collect", str(folder), "-o", str(out)]) == cli.EXIT_UNREADABLE
    assert "another run is writing this table" in capsys.readouterr().err


@pytest.mark.slow
def test_a_full_disk_ends_in_a_message_and_keeps_what_was_read(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "out.jsonl"
    with monkeypatch.context() as patch:
        patch.setitem(room._WRITERS, ".jsonl", full)
        assert cli.main(["collect", str(folder), "-o", str(out)]) == cli.EXIT_UNREADABLE
    assert "No space left on device" in capsys.readouterr().err
    assert not out.exists()
    assert collect(folder, out).kept == 20


def killed(folder: Path, out: Path, seconds: float) -> bool:
    """Start a run, kill it after some seconds, and say whether it was killed before its end."""
    command = (
        "import sys, gongkai;"
        " gongkai.collect(sys.argv[1], sys.argv[2], wide=True, workers=2, batch=4)"
    )
    run = subprocess.Popen([sys.executable, "-c", command, str(folder), str(out)])
    try:
        return run.wait(timeout=seconds) != 0
    except subprocess.TimeoutExpired:
        run.send_signal(signal.SIGKILL)
        run.wait()
        return True


def kill_and_go_on(folder: Path, out: Path, moments: list[float]) -> None:
    wanted = {path.name: gongkai.read(path)["requests.received.total"] for path in folder.iterdir()}
    for moment in moments:
        killed(folder, out, moment)
    done = collect(folder, out, wide=True, workers=2, batch=4)
    assert done.read + done.kept == len(wanted)
    assert totals(out) == wanted
    assert not list(out.parent.glob("**/*.tmp"))


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_without_loss_or_doubles(folder: Path, tmp_path: Path) -> None:
    kill_and_go_on(folder, tmp_path / "out.parquet", [0.4, 0.9])


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_long_run_that_is_killed_ten_times(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3000):
        (folder / f"{number}.txt").write_text(text(number), encoding="utf-8")
    moments = [random.Random(number).uniform(0.3, 2.5) for number in range(10)]
    print(f"killed after {moments} seconds")
    kill_and_go_on(folder, tmp_path / "out.parquet", moments)


@pytest.mark.parametrize(
    ("lacking", "extra"), [("filelock", "collect"), ("pyarrow", "collect"), ("duckdb", "duckdb")]
)
def test_nothing_is_begun_without_what_the_end_takes(
    lacking: str, extra: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, lacking, None)
    with pytest.raises(gongkai.MissingExtraError, match=rf"gongkai\[{extra}\]"):
        collect(folder, tmp_path / "out.duckdb")
    assert [one.name for one in tmp_path.iterdir()] == ["in"]
