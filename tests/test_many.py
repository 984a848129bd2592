"""Many reports at a time: the same results for any number of processes, and failures as data."""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

import pytest

import gongkai
from gongkai import read_many
from gongkai.corpus import many
from gongkai.corpus.sources import inputs, said_by_folders

ROW = (
    "一、本年新收政府信息公开申请数量 | {} | 0 | 0 | 0 | 0 | 0 | {} |\n"
    "二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
)


def text(number: int) -> str:
    return f"三、收到和处理政府信息公开申请情况\n{ROW.format(number, number)}"


def received(result: gongkai.Result) -> object:
    return result.report and result.report["requests.received.total"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, name in enumerate(["白浦市/2022/b.txt", "白浦市/2023/a.txt", "c.txt"]):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text(number), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_order_and_each_knows_its_file(workers: int) -> None:
    given = [(f"{number}.txt", text(number)) for number in range(100)]
    given[40] = ("40.txt", "Dear Sir,")
    found = list(read_many(given, workers=workers))
    assert [result.file for result in found] == [name for name, _ in given]
    assert [received(result) for result in found] == [*range(40), None, *range(41, 100)]


def test_a_folder_a_pattern_paths_and_texts_are_read(folder: Path) -> None:
    assert [Path(result.file).name for result in read_many(folder)] == ["c.txt", "b.txt", "a.txt"]
    assert len(read_many(f"{folder}/**/*.txt").reports) == 3
    assert len(read_many([folder / "c.txt", folder / "白浦市"]).reports) == 3
    assert [(r.file, received(r)) for r in read_many([text(7), ("x", text(8).encode())])] == [
        ("text 1", 7),
        ("x", 8),
    ]


def test_what_cannot_be_read_is_a_record(folder: Path) -> None:
    (folder / "broken.docx").write_bytes(b"PK\x03\x04broken")
    (folder / "novel.txt").write_text("话说天下大势。", encoding="utf-8")
    found = read_many([folder, folder / "absent.txt", folder / "none*.txt"])
    assert len(found.reports) == 3
    assert [Path(failure.file).name for failure in found.failures] == [
        "broken.docx",
        "novel.txt",
        "absent.txt",
        "none*.txt",
    ]
    assert all(failure.error for failure in found.failures)
    assert [failure.lasting for failure in found.failures] == [True, True, False, False]


def test_the_first_failure_can_be_an_error(folder: Path) -> None:
    with pytest.raises(gongkai.ParseError, match="absent"):
        list(read_many(folder / "absent.txt", on_error="raise"))


def test_reading_is_lazy_and_no_more_inputs_are_taken_than_wait() -> None:
    taken = []

    def endless() -> object:
        for number in itertools.count():
            taken.append(number)
            yield f"{number}", text(number)

    found = iter(read_many(endless(), workers=2))  # type: ignore[arg-type]
    assert [received(next(found)) for _ in range(100)] == list(range(100))
    assert len(taken) < 300


def test_an_iterator_can_be_read_once_and_a_list_again() -> None:
    given = [("a", text(1)), ("b", text(2))]
    again = read_many(given)
    assert list(again) == list(again)
    once = read_many(iter(given))
    assert len(once.reports) == 2
    assert once.failures == ()
    with pytest.raises(ValueError, match="read already"):
        list(once)


@pytest.mark.slow
def test_names_of_folders_say_what_the_text_does_not(folder: Path) -> None:
    found = read_many(folder, by="{publisher}/{year}").reports
    assert [(report.publisher, report.year) for report in found] == [
        (None, None),
        ("白浦市", 2022),
        ("白浦市", 2023),
    ]
    said = "白浦市人民政府2021年政府信息公开工作年度报告\n" + text(1)
    (folder / "白浦市/2022/b.txt").write_text(said, encoding="utf-8")
    assert read_many(folder, by="*/{year}").reports[1].year == 2021


@pytest.mark.parametrize("by", ["", "{office}", "{year}/{year}", "x"])
def test_a_pattern_of_folders_that_says_nothing_is_refused(by: str) -> None:
    with pytest.raises(ValueError, match="publisher"):
        read_many(".", by=by)


def test_a_pattern_fits_from_the_folder_that_was_given() -> None:
    assert said_by_folders("{year}", "2022年/白浦市.html") == {"year": "2022"}
    assert said_by_folders("{publisher}", "白浦市.html") == {"publisher": "白浦市"}
    assert said_by_folders("*/{publisher}", "江苏/白浦市/x.html") == {"publisher": "白浦市"}
    assert said_by_folders("{year}", "白浦市/2022.html") == {}


@pytest.mark.slow
def test_the_frame_names_files_and_the_check_compares_years(examples: Path) -> None:
    found = read_many(examples / "chenghu-202?.txt")
    frame = found.to_frame()
    assert [Path(file).name for file in frame["file"].unique()] == [
        Path(f).name for f in found.files
    ]
    assert len(frame) == sum(len(report.cells) for report in found.reports)
    assert found.check(lang="zh") == gongkai.check(*found.reports, lang="zh")
    assert any(check.rule.startswith("Y") for check in found.check().checks)


@pytest.mark.slow
def test_a_process_that_dies_takes_no_other_text_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        pytest.skip("processes are not forked here, so that the patch does not reach them")
    usual = gongkai.parse
    monkeypatch.setattr(many, "parse", lambda t, **o: os._exit(1) if t == "kill" else usual(t, **o))
    given = [(str(number), text(number)) for number in range(30)]
    given[11] = ("11", "kill")
    found = read_many(given, workers=2)
    assert [received(result) for result in found] == [*range(11), None, *range(12, 30)]
    assert [failure.file for failure in found.failures] == ["11"]
    assert "died" in found.failures[0].error


def test_a_folder_without_reports_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "notes.log").write_text("x")
    assert [item.name for item in inputs(tmp_path)] == [str(tmp_path)]
    assert "holds no file" in read_many(tmp_path).failures[0].error
