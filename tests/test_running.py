"""Rows without borders: figures behind their label, with blanks between them or none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import gongkai

from .rows import COLUMNS, FORWARD, RECEIVED, Shown, received, shown

OPEN: Shown = ["…"] * 7
LOST: Shown = ["?"] * 7


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("3 1 0 0 0 0 4", [3, 1, 0, 0, 0, 0, 4]),
        ("12 3 0 0 0 0 15", [12, 3, 0, 0, 0, 0, 15]),
        ("-3 1 0 0 0 6 4", [-3, 1, 0, 0, 0, 6, 4]),
        ("3 1 4", OPEN),
        ("3 1 0 0 0 0 4 9", [(3,), (1,), (0,), (0,), (0,), (0,), (4,)]),
        ("3 1 x 0 0 0 4", LOST),
        ("3 1 0 0 0 0 4（更正为5）", LOST),
        ("3 3 /", LOST),
        ("3 1 0 0 0 0 4****", LOST),
        ("975 0 0 61 𝟐 𝟏𝟎 𝟏𝟎𝟒𝟖", LOST),
    ],
)
def test_a_row_with_blanks_between_its_figures(row: str, cells: Shown) -> None:
    assert received(row, "spaced", between=" ", others="1 0 0 0 0 0 1") == cells


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("3100004", [(3,), (1,), (0,), (0,), (0,), (0,), (4,)]),
        ("12300000123", [(123,), (0,), (0,), (0,), (0,), (0,), (123,)]),
        ("112000013", ["…", "…", (0,), (0,), (0,), (0,), (13,)]),
        ("30000003", LOST),
        ("3000003 /", LOST),
        ("300000３-Mar", LOST),
        ("///////", ["-"] * 7),
        ("////1/1", ["-", "-", "-", "-", 1, "-", 1]),
        ("31x0004", LOST),
        ("4", OPEN),
    ],
)
def test_a_row_whose_figures_run_together(row: str, cells: Shown) -> None:
    assert received(row, "glued", between="", others="1000001") == cells


def test_rows_side_by_side_make_a_text_of_one_cell_per_line_running(examples: Path) -> None:
    text = (examples / "songzhang-2022.txt").read_text(encoding="utf-8")
    row = re.compile(r"(?:^\d+\n){7}", re.MULTILINE)
    mixed = row.sub(lambda found: " ".join(found[0].split()) + "\n", text, count=3)
    before, after = gongkai.parse(text), gongkai.parse(mixed)
    assert (before.layout, after.layout) == ("lines", "spaced")
    assert after.figures == before.figures
    assert {cell.status for cell in after.cells.values()} == {gongkai.Status.READ}


def test_a_row_that_has_the_figures_of_another_opens_both_and_no_complete_one(
    examples: Path,
) -> None:
    report = gongkai.read(examples / "songzhang-2022.txt")
    text = gongkai.render(report, "spaced")
    upper, lower = "3.补正后申请内容仍不明确 ", "1.信访举报投诉类申请 "
    first = re.search(rf"{upper}((?:\d+ ?){{7}})", text)
    assert first
    crowded = text.replace(first[0], upper, 1).replace(lower, lower + first[1].strip() + " ", 1)
    found = gongkai.parse(crowded, layout="spaced")
    rows = ("requests.unavailable.still_unclear.", "requests.not_processed.petition.")
    opened = {path for path, cell in found.cells.items() if cell.status is not gongkai.Status.READ}
    assert opened == {path for path in report.cells if path.startswith(rows)}
    assert {found.cells[path].status for path in opened} == {gongkai.Status.UNREADABLE}


@pytest.mark.parametrize(
    "figure",
    [
        "5至8",
        "20余",
        "5月",
        "5个月",
        "5^2",
        "5•5",
        "5\u0338",
        "减少5",
        "↓5",
        "￥5",
        "±5",
        ",5",
        "无5",
    ],
)
@pytest.mark.parametrize("layout", ["spaced", "glued", "columns"])
def test_what_narrows_a_figure_opens_its_row(layout: str, figure: str) -> None:
    between = {"spaced": " ", "glued": "", "columns": "      "}[layout]
    rows = [["信息内容", "本年处理决定数量"], ["行政许可", figure], ["行政处罚", "3"]]
    text = "二、主动公开政府信息情况\n" + "\n".join(map(between.join, rows))
    assert shown(f"{text}\n三、收到", layout, "proactive.licensing.") == ["?"]
    assert shown(f"{text}\n三、收到", layout, "proactive.penalties.") in ([3], ["?"])


@pytest.mark.parametrize("change", ["- 15", "–15", "减少15", "15↓"])
@pytest.mark.parametrize("layout", ["spaced", "glued"])
def test_the_sign_of_a_change_is_not_lost(layout: str, change: str) -> None:
    between = {"spaced": " ", "glued": ""}[layout]
    rows = [
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政许可", "314", change, "22"],
        ["行政处罚", "7", "0", "3"],
    ]
    text = "二、主动公开政府信息情况\n" + "\n".join(map(between.join, rows))
    cells = shown(f"{text}\n三、收到", layout, "proactive.licensing.")
    assert cells == ["?"] * 3 or cells[1] == -15


@pytest.mark.parametrize("layout", ["spaced", "glued"])
@pytest.mark.parametrize("head", ["合计", "其中：吊销许可证", "第二十条第（六）项"])
def test_figures_behind_another_head_are_not_the_rows(layout: str, head: str) -> None:
    between = {"spaced": " ", "glued": ""}[layout]
    rows = [["信息内容", "本年处理决定数量"], ["行政许可"], [head, "3"], ["行政处罚", "1"]]
    text = "二、主动公开政府信息情况\n" + "\n".join(map(between.join, rows))
    assert shown(f"{text}\n三、收到", layout, "proactive.licensing.") in (["?"], [""])


def test_stretches_with_needless_zeros_are_not_divided_where_blanks_part_figures() -> None:
    heads = "结果维持 结果纠正 其他结果 尚未审结 总计"
    text = (
        "三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量 2 1 0 0 0 4 7\n"
        "四、政府信息公开行政复议、行政诉讼情况\n行政复议 行政诉讼\n"
        f"{heads} 未经复议直接起诉 复议后起诉\n{heads} {heads}\n"
        "00 01 017 01 019 00 00 017 00 017 01 00 00 00 01\n五、存在的主要问题\n无。"
    )
    assert set(shown(text, "spaced", "disputes.")) <= {"?", "…"}


def test_figures_in_a_line_without_a_label_may_be_of_either_row_above() -> None:
    """As a program prints a row that a page end has moved: whose they are is not shown."""
    text = (
        "三、收到和处理政府信息公开申请情况\n申请人情况 自然人 法人或其他组织 总计\n"
        "商业企业 科研机构 社会公益组织 法律服务机构 其他\n"
        "（一）予以公开            9   1   0   0   0   0  10\n"
        "2.没有现成信息需要另行制作\n3.补正后申请内容仍不明确\n"
        "                         17   1   0   4   0   0  22\n"
        "1.信访举报投诉类申请     33   0   5   0   0   0  38\n"
        "2.重复申请                8   0   0   0   0   0   8\n"
        "五、存在的主要问题\n"
    )
    assert "" not in shown(text, "columns", "requests.unavailable.needs_creation.")
    assert shown(text, "columns", "requests.unavailable.still_unclear.") == LOST


@pytest.mark.parametrize("row", ["l2 0 3", "=3 0 3", ".5 0 3", "0 —3 4", "#N/A 0 3", "3#N/A 0 3"])
def test_what_touches_a_figure_may_be_a_part_of_it(row: str) -> None:
    heads = "第二十条第（一）项\n信息内容 本年制发件数 本年废止件数 现行有效件数"
    text = f"二、主动公开政府信息情况\n{heads}\n规章 {row}\n行政规范性文件 0 0 3\n"
    text += "\n".join(
        ["三、收到和处理政府信息公开申请情况", " ".join(["申请人情况", *COLUMNS])]
        + [f"{label} 1 0 0 0 0 0 1" for label in (RECEIVED, FORWARD)]
    )
    assert shown(text, "spaced", "proactive.regulations.") == ["?"] * 3


@pytest.mark.parametrize("cell", ["□", "△", "···", "。", "、", "；"])
def test_a_mark_behind_a_label_that_ends_in_a_bracket_is_no_blank_cell(cell: str) -> None:
    label = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    heads = "    ".join(["申请人情况", *COLUMNS])
    row = f"{label}    {cell}      \n（七）总计    1    0    0    0    0    0    1"
    text = f"三、收到和处理政府信息公开申请情况\n{heads}\n{row}\n五、存在的主要问题\n"
    for layout in ("spaced", "columns"):
        assert shown(text, layout, "requests.partly_granted.") == ["?"] * 7


@pytest.mark.parametrize("counted", ["（件）", "(次)", "（万）", " （件）"])
def test_an_amount_that_is_a_count_cannot_be_read(counted: str) -> None:
    heads = "第二十条第（八）项\n信息内容 本年收费金额（单位：万元）"
    text = f"二、主动公开政府信息情况\n{heads}\n行政事业性收费 125000{counted}\n"
    assert shown(text, "spaced", "proactive.fees.") == ["?"]
