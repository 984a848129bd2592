"""Tables that went through a data frame: printed or saved with the numbers of its rows and columns,
with NaN for what is empty, and with a spanned cell in each of its columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

import gongkai
from gongkai import Report, Status, form
from gongkai.parsing.frames import with_dashes, without_numbers, without_repeats
from gongkai.writing.grid import grid

ROOT: Final = Path(__file__).resolve().parent.parent
REPORTS: Final = ("chenghu-2022.txt", "heting-2023.md", "jichuan-2024.txt")

WAYS: Final[dict[str, Callable[[Any], str]]] = {
    "csv": lambda frame: str(frame.to_csv()),
    "csv without index": lambda frame: str(frame.to_csv(index=False)),
    "csv with NaN": lambda frame: str(frame.to_csv(na_rep="NaN")),
    "tabs": lambda frame: str(frame.to_csv(sep="\t")),
    "printed": lambda frame: str(frame.to_string()),
    "printed, blank": lambda frame: str(frame.to_string(na_rep="")),
    "printed bare": lambda frame: str(frame.to_string(index=False, header=False)),
}


def rows_of(report: Report, table: str, *, repeated: bool) -> list[list[str | None]]:
    """The printed table, each spanned cell in all of its places or in the first of them; None is a
    blank cell."""
    shape = grid(table, report.form_edition)
    written = set()
    rows = []
    for line in range(shape.height):
        row: list[str | None] = []
        for box in shape.slots(line):
            value = report[box.path] if box.path else box.text
            left_out = value is None or (not repeated and id(box) in written)
            row.append(None if left_out else str(value))
            written.add(id(box))
        rows.append(row)
    return rows


def text_of(report: Report, written: Callable[[str], str]) -> str:
    """The title, and each table as it is written below its heading."""
    parts = [report.title or ""]
    for number, table in enumerate(form.TABLES, 2):
        parts += [f"{'一二三四'[number - 1]}、{form.TABLE_TITLES[table]}", written(table)]
    return "\n".join(parts)


def frame_of(report: Report, table: str) -> Any:
    """The printed table with each spanned cell in all of its places, as readers of web pages give
    it."""
    pandas = pytest.importorskip("pandas", reason="the extra frames is not installed")
    return pandas.DataFrame(rows_of(report, table, repeated=True))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", REPORTS)
def test_what_a_frame_adds_is_no_figure_and_shifts_none(name: str, way: str) -> None:
    report = gongkai.read(ROOT / "examples" / "reports" / name)
    again = gongkai.parse(text_of(report, lambda table: WAYS[way](frame_of(report, table))))
    told = [path for path, cell in again.cells.items() if cell.status.claims]
    assert {path: again[path] for path in told} == {path: report[path] for path in told}
    blank = {
        path for path, cell in again.cells.items() if cell.status in (Status.BLANK, Status.DASH)
    }
    assert all(report[path] is None for path in blank)
    assert len(told) + len(blank) >= 0.97 * len(again.cells)


def test_numbers_of_lines_that_are_no_index_stay() -> None:
    for text in (
        "1,规章,3\n2,法,5\n3,令,7\n4,令,8\n",  # 序号, which has a head of its own
        "0,规章,3\n1,法,5\n2,令,7\n",  # too few
        "0,规章,3\n1,法,5\n\n2,令,7\n3,令,7\n",  # no table without a gap
        "0\n1\n2\n3\n4\n",
    ):
        assert without_numbers(text) == text


def test_the_line_above_is_left_out_only_where_it_numbers_the_columns() -> None:
    rows = "".join(f"{number},规章,3\n" for number in range(4))
    for head, kept in ((",0,1\n", "\n"), ("3,4,6\n", "3,4,6\n"), (",1,1\n", ",1,1\n")):
        shown = without_numbers(head + rows)
        assert len(shown) == len(head + rows)
        assert shown.splitlines()[0].strip() == kept.strip()


def test_a_text_repeated_elsewhere_or_a_short_one_stays() -> None:
    for text in (
        "结果维持 其他结果 结果维持",
        "总计 总计",
        "1234 1234",
        "（一）予以公开\n（一）予以公开 1",
    ):
        assert without_repeats(text) == text
    assert without_repeats("（七）总计  （七）总计 3").split() == ["（七）总计", "3"]


def test_words_that_only_begin_like_a_lost_value_stay() -> None:
    for text in ("Nano", "NULLs", "nanometre", "Nonesuch"):
        assert with_dashes(text) == text


def test_a_cell_that_goes_on_is_no_value_that_is_lacking() -> None:
    label = "一、本年新收政府信息公开申请数量"
    row = f"{label} | None | None | 197 |  | 9 | 4 | 8 | 7 | 225\n"
    head = "申请人情况 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计\n"
    text = (
        "三、收到和处理政府信息公开申请情况\n"
        + head
        + row
        + row.replace(label, "四、结转下年度继续办理")
    )
    columns = ("natural_person", "business", "research", "total")
    report = gongkai.parse(text)
    assert [report[f"requests.received.{column}"] for column in columns] == [197, None, 9, 225]
    # two marks that may be cells, and a blank that is one: which of them are the row's is not shown
    marked = gongkai.parse(text.replace("None", "—"))
    assert [marked[f"requests.received.{column}"] for column in columns] == [None] * 4


def saved(rows: Sequence[Sequence[str]], between: str) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=between, quoting=csv.QUOTE_ALL).writerows(rows)
    return file.getvalue()


def wiki(rows: Sequence[Sequence[str]]) -> str:
    lines = ["{|", *("\n| ".join(["|-", *row]) for row in rows), "|}"]
    return "\n".join(lines)


QUOTED: Final[dict[str, Callable[[Sequence[Sequence[str]]], str]]] = {
    "commas": lambda rows: saved(rows, ","),
    "tabs": lambda rows: saved(rows, "\t"),
    "lists": lambda rows: json.dumps(rows, ensure_ascii=False),
    "a list in each line": lambda rows: "\n".join(
        json.dumps(row, ensure_ascii=False) for row in rows
    ),
    "a list of Python in each line": lambda rows: "\n".join(str([*row]) for row in rows),
    "a box with thin strokes": lambda rows: "\n".join(f"│ {' ┆ '.join(row)} │" for row in rows),
    "wiki": wiki,
    "lists of numbers": lambda rows: json.dumps(
        [[int(field) if field.isdigit() else field for field in row] for row in rows],
        ensure_ascii=False,
    ),
}


@pytest.mark.parametrize("way", QUOTED)
@pytest.mark.parametrize("name", REPORTS)
def test_quotes_around_every_cell_are_no_part_of_it(name: str, way: str) -> None:
    report = gongkai.read(ROOT / "examples" / "reports" / name)

    def written(table: str) -> str:
        rows = rows_of(report, table, repeated=False)
        return QUOTED[way]([[field or "" for field in row] for row in rows])

    again = gongkai.parse(text_of(report, written))
    known = {path for path, cell in report.cells.items() if cell.status.claims}
    assert {path: again[path] for path in known} == {path: report[path] for path in known}
    assert all(again[path] is None for path in report.cells.keys() - known)


@pytest.mark.parametrize("brackets", ["<>", "{}", "«»"])
def test_a_quote_inside_a_cell_opens_none(brackets: str) -> None:
    row = '{}"行政规范性文件", "152", "355", "0"{}'.format(*brackets)
    head = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    report = gongkai.parse(
        "二、主动公开政府信息情况\n" + json.dumps(head, ensure_ascii=False) + f"\n{row}\n" * 1,
        layout="csv",
    )
    assert report["proactive.normative_documents.repealed"] in (None, 355)
