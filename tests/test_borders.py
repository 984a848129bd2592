"""Rows between borders: which cell each field is of."""

from __future__ import annotations

from typing import Final

import pytest

from .rows import CARRIED, COLUMNS, FORWARD, RECEIVED, Shown, received, shown

TAB: Final = "\t"


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("3 | 1 | 0 | 0 | 0 | 0 | 4 |", [3, 1, 0, 0, 0, 0, 4]),
        ("3 | | | | | 1 | 4 |", [3, "", "", "", "", 1, 4]),
        ("| | | | | | |", ["", "", "", "", "", "", ""]),
        ("3 | 1 | — | 无 | 0 | 0 | 4 |", [3, 1, "-", "-", 0, 0, 4]),
        ("3 | * | 0 | 0 | 0 | 0 | 4 |", [3, "?", 0, 0, 0, 0, 4]),
        ("3 | 持平 | 0 | 0 | 0 | 0 | 4 |", [3, "?", 0, 0, 0, 0, 4]),
        ("3 | 1 | 0 | 0 | 0 | 0 | 4**** |", [3, 1, 0, 0, 0, 0, "?"]),
        ("3 | 1① | 0 | 0 | 0 | 0 | 4 |", [3, "?", 0, 0, 0, 0, 4]),
        ("3__ | __1_ | 0 | ____ | 0 | 0 | 4 |", [3, 1, 0, "", 0, 0, 4]),
        ("3_1 | 1 | 0 | 0 | 0 | 0 | 4 |", ["?", 1, 0, 0, 0, 0, 4]),
        ("3 | -1 | 0 | 0 | 0 | 2 | 4 |", [3, -1, 0, 0, 0, 2, 4]),
        ("3 | 1 | 0 | 0 | 0 | 0 | 4 | 9 |", [(3,), (1,), (0,), (0,), (0,), (0,), (4,)]),
    ],
)
def test_a_row_between_strokes(row: str, cells: Shown) -> None:
    assert received(row, "pipe", between=" | ", others="1 | 0 | 0 | 0 | 0 | 0 | 1 |") == cells


def test_figures_below_a_row_that_has_its_fields_are_not_in_order_with_it() -> None:
    text = (
        "二、主动公开政府信息情况\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"
        "规章\t\t1\t7\n\t128\t\t7\n行政规范性文件\t\t\t50\n"
        "三、收到和处理政府信息公开申请情况\n申请人情况\n"
        f"{RECEIVED}\t1\t\t\t\t\t\t1\n四、"
    )
    assert shown(text, "tab", "proactive.regulations.") == ["", 1, 7]
    lacking = text.replace("\t\t1\t7\n", "\t\t1\n")
    assert shown(lacking, "tab", "proactive.regulations.") == ["?"] * 3
    assert shown(text, "tab", "proactive.normative_documents.") == ["", "", 50]


@pytest.mark.parametrize("end", ["|", "| ", ""])
def test_a_row_of_a_grid_with_more_fields_than_columns_does_not_show_its_blanks(end: str) -> None:
    """In the form of 2019 a cell may span the place of another's beginning."""
    rows = [
        "信息内容 | 上一年项目数量 | 本年增/减 | | 处理决定数量",
        "行政许可 | 6 | | | ",
        "其他对外管理服务事项 | | | | 343",
        "信息内容 | 上一年项目数量 | 本年增/减 | | 处理决定数量",
        "行政处罚 | | | -2 | 8",
        "行政强制 | 8 | | 3 " + end,
    ]
    text = "二、主动公开政府信息情况\n第二十条第（五）项\n" + "\n".join(rows) + "\n三、收到和处理"
    change, decisions = shown(text, "pipe", "proactive.coercion.")[1:]
    assert change in (3, "…", "?")
    assert decisions in ("", "…", "?")


def test_a_row_in_which_spanned_cells_repeat_themselves_may_have_two_readings() -> None:
    rows = [
        "信息内容,上一年项目数量,本年增/减,本年增/减,处理决定数量",
        "行政许可,6,6,,",
        "行政处罚,,,-2,8",
        "行政强制,8,8,3,",
    ]
    text = "二、主动公开政府信息情况\n第二十条第（五）项\n" + "\n".join(rows) + "\n三、收到和处理"
    assert shown(text, "csv", "proactive.coercion.") == ["?", "?", "?"]


def test_a_row_that_has_the_next_line_as_well_shows_nothing_of_the_borders() -> None:
    rows = [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["行政规范性文件", "0", "0", "0"],
        ["信息内容", *["本年收费金额（单位：万元）"] * 3],
        [*[RECEIVED] * 3, "62", "4", "0", "1", "0", "4", "71"],
        ["18", "18", "18", "15", "128", "15", "7", "3", "7", "0"],
        ["三、本年度办理结果", "（六）其他处理", "3.其他", *"0000000"],
        ["三、本年度办理结果", *["（七）总计"] * 2, "60", "2", "0", "1", "0", "1", "64"],
        [*[FORWARD] * 3, "3", "3", "0", "1", "0", "3", "10"],
    ]
    text = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    assert shown(text, "markdown", "proactive.normative_documents.") == [0, 0, 0]


@pytest.mark.parametrize("others", ["4\t\t\t1\t\t\t5", "4\t0\t0\t1\t0\t0\t5"])
def test_fewer_figures_over_more_fields_than_columns_are_not_all_cells(others: str) -> None:
    row = "273\t2\t\t2\t\t8\t285\t0"
    assert received(row, "tab", between="\t", others=others) == ["?"] * 7


@pytest.mark.parametrize("end", ["", "\t"], ids=["open", "closed"])
def test_a_row_of_blanks_that_lacks_a_field_shows_no_place(end: str) -> None:
    full, blanks = "\t3\t0\t0\t0\t0\t0\t3", TAB * 7
    rows = [RECEIVED + full, CARRIED + TAB * 6, FORWARD + blanks]
    rows += ["（一）予以公开" + blanks, "（二）部分公开" + blanks, "（七）总计" + blanks]
    heads = ["三、收到和处理政府信息公开申请情况", TAB.join(["申请人情况", *COLUMNS])]
    text = "\n".join(line + end for line in [*heads, *rows])
    assert shown(f"{text}\n五、", "tab", "requests.carried_over.") == ["!"] * 7
    assert shown(f"{text}\n五、", "tab", "requests.handled_total.") == [""] * 7


def test_a_field_too_few_is_lost_somewhere() -> None:
    found = received("3 | 1 | 0 | 0 | 0 | 4 |", "pipe", between=" | ", others="0 | " * 7)
    assert found[0] == found[-1] == "…"


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("3\t1\t0\t0\t0\t0\t4", [3, 1, 0, 0, 0, 0, 4]),
        ("3\t\t\t\t\t1\t4", [3, "", "", "", "", 1, 4]),
        ("3\t1 \t0\t0\t0\t0\t4", [3, 1, 0, 0, 0, 0, 4]),
    ],
)
def test_a_row_between_tabs(row: str, cells: Shown) -> None:
    assert received(row, "tab", between="\t", others="1\t0\t0\t0\t0\t0\t1") == cells


@pytest.mark.parametrize(
    ("end", "total"), [("4\n12", 4), ("2\n111", "?"), ("4\n.5", "?"), ("4\n,000", "?"), ("4\n", 4)]
)
def test_a_figure_that_a_line_end_breaks_is_not_read(end: str, total: int | str) -> None:
    row = f"3\t1\t0\t0\t0\t0\t{end}"
    assert received(row, "tab", between=TAB, others="1\t\t0\t0\t0\t0\t1")[-1] == total


@pytest.mark.parametrize(
    ("layout", "row"),
    [("csv", '行政事业性收费,"2\n-",'), ("pipe", "行政事业性收费 | 685805\n. | |")],
)
def test_a_sign_or_point_alone_on_the_next_line_is_of_the_figure(layout: str, row: str) -> None:
    """As some readers of PDF files write -2 and 6858.05."""
    text = f"二、主动公开政府信息情况\n第二十条第（八）项\n{row}\n三、收到和处理"
    assert shown(text, layout, "proactive.fees.") == ["?"]


@pytest.mark.parametrize("lines", [",,6858.05\n行政事业性收费,,", "行政事业性收费,,\n,,6858.05"])
def test_a_row_of_blanks_beside_a_line_of_figures_without_a_label_is_open(lines: str) -> None:
    rows = "信息内容,,本年处理决定数量\n行政处罚,,5\n行政强制,,7\n"
    text = (
        f"二、主动公开政府信息情况\n{rows}信息内容,,本年收费金额（单位：万元）\n{lines}\n三、收到"
    )
    assert shown(text, "csv", "proactive.coercion.") == [7]
    assert shown(text, "csv", "proactive.fees.") == ["?"]
