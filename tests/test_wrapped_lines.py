"""Texts whose lines a program has wrapped, left out or marked, and cells that hold several."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

import gongkai
from gongkai import Report, Status

from .rows import CARRIED, COLUMNS, FORWARD, RECEIVED, Shown, received, shown

ROOT: Final = Path(__file__).resolve().parent.parent
UNSURE: Final = (Status.UNREADABLE, Status.AMBIGUOUS, Status.MISSING)
END: Final = "\n五、存在的主要问题\n无。"


def example(name: str) -> str:
    return (ROOT / "examples" / "reports" / name).read_text(encoding="utf-8")


def values(report: Report) -> list[object]:
    return [cell.value for cell in report.cells.values()]


@pytest.mark.parametrize("mark", ["> ", "- ", "* ", "• ", "// ", "  >> "])
def test_the_mark_before_all_lines_is_none_of_their_cells(mark: str) -> None:
    text = example("chenghu-2023.txt")
    marked = "\n".join(mark + line for line in text.split("\n"))
    assert values(gongkai.parse(marked)) == values(gongkai.parse(text))


@pytest.mark.parametrize("blank", ["&nbsp;", "&#160;", "&ensp;&emsp;", "&#12288;"])
def test_a_blank_may_have_its_name_in_html(blank: str) -> None:
    row = f"3 | {blank} | 0 |{blank}| 0 | 1{blank} | 4 |"
    cells = received(row, "pipe", between=" | ", others="1 | 0 | 0 | 0 | 0 | 0 | 1 |")
    assert cells == [3, "", 0, "", 0, 1, 4]


@pytest.mark.parametrize("end", ["  \n| 2 |", "\n | 2 |"])
def test_a_row_that_goes_on_in_the_next_line_is_open(end: str) -> None:
    blank = 7 * "  |"
    text = f"""三、收到和处理政府信息公开申请情况
| 申请人情况 |  |  | {" | ".join(COLUMNS)} |
|{10 * "---|"}
| {RECEIVED} |  |  | 2 |  |  |  |  |{end}
| {CARRIED} |  |  | 2 |  |  |  |  |{end}
| 三、本年度办理结果 | （一）予以公开 |  |{blank}
|  |  | 2.其他法律行政法规禁止公开 |{blank}
|  |  | 7.属于行政执法案卷 | 1 |  |  |  |  |  | 1 |
|  | （七）总计 |  |{blank}
五、存在的主要问题
"""
    found = gongkai.parse(text, layout="markdown").cells
    cells = [cell for path, cell in found.items() if ".received." in path]
    assert all(cell.status in UNSURE for cell in cells)


@pytest.mark.parametrize("broken", ["1\n2 |", "1\n2 | |", "1\n09 |", "1\n2.5 |"])
def test_a_figure_that_goes_on_in_the_next_line_is_not_read(broken: str) -> None:
    heads = "第二十条第（八）项 |\n信息内容 | 本年收费金额（单位：万元） |"
    text = f"二、主动公开政府信息情况\n{heads}\n行政事业性收费 | {broken}\n三、收到"
    assert shown(text, "pipe", "proactive.fees.") == ["?"]


@pytest.mark.parametrize("cell", ['"8\n618"', '"\n8"', '"8\n（含5）"'])
def test_a_cell_of_several_lines_between_quotes_is_not_read(cell: str) -> None:
    heads = "第二十条第（六）项,,,\n信息内容,本年处理决定数量,,"
    text = f"二、主动公开政府信息情况\n{heads}\n行政处罚,{cell},,\n行政强制,3,,\n三、收到"
    assert shown(text, "csv", "proactive.penalties.") == ["?"]


def test_no_row_is_blank_where_repeated_lines_were_left_out(examples: Path) -> None:
    text = (examples / "songzhang-2022.txt").read_text(encoding="utf-8")
    lines = dict.fromkeys(text.split("\n"))
    cells = gongkai.parse("\n".join(lines)).cells.values()
    assert all(cell.status is not Status.BLANK for cell in cells)


def test_the_number_of_a_page_before_its_end_may_be_no_cell() -> None:
    heads = "\n".join(["申请人情况", *COLUMNS])
    rows = f"{RECEIVED}\n35\n58\n7\n100\n7\n\f\n{CARRIED}\n1\n1\n{FORWARD}\n2\n2"
    text = f"三、收到和处理政府信息公开申请情况\n{heads}\n{rows}{END}"
    assert shown(text, "lines", "requests.received.") == ["?"] * 7


def test_the_number_of_a_page_before_its_head_is_no_amount() -> None:
    heads = "第二十条第（八）项\n信息内容            本年收费金额（单位：万元）"
    text = f"二、主动公开政府信息情况\n{heads}\n行政事业性收费\n8   某县人民政府办公室\n三、收到"
    assert shown(text, "columns", "proactive.fees.") == ["?"]


@pytest.mark.parametrize("layout", ["pipe", "tab", "csv"])
def test_the_figures_of_a_row_of_the_other_edition_are_unplaced(layout: str) -> None:
    between = {"pipe": " | ", "tab": "\t", "csv": ","}[layout]
    lines = [
        ["申请人情况", *COLUMNS],
        [RECEIVED, *"2000002"],
        ["（六）其他处理", *"2300005"],
        ["（七）总计", *"2000002"],
    ]
    text = "\n".join(between.join([*line, ""]) for line in lines)
    text = f"三、收到和处理政府信息公开申请情况\n{text}\n五、存在的主要问题"
    report = gongkai.parse(text, layout=layout, year=2023)
    assert "".join(one.raw for one in report.unplaced) == "2300005"


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("一 | 二 | 0 | 0 | 0 | 0 | 三 |", ["?", "?", 0, 0, 0, 0, "?"]),
        ("一 | 1 | 0 | 0 | 0 | 0 | 1 |", ["-", 1, 0, 0, 0, 0, 1]),
    ],
)
def test_a_stroke_that_is_a_numeral_among_numerals_is_no_mark_for_nothing(
    row: str, cells: Shown
) -> None:
    assert received(row, "pipe", between=" | ", others="1 | 0 | 0 | 0 | 0 | 0 | 1 |") == cells
