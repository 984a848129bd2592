"""Figures that stand elsewhere than behind their labels: above or below them, one row off, in the
cell of a neighbour, behind the heading of the next table. No row claims them, and none is blank."""

from __future__ import annotations

from typing import Final

import pytest

import gongkai
from gongkai import form

from .rows import CARRIED, COLUMNS, FORWARD, RECEIVED, Shown, received, shown

TITLE: Final = "三、收到和处理政府信息公开申请情况"
TWO: Final = "二、主动公开政府信息情况"
HEADS: Final = ["申请人情况", *COLUMNS]
GRANTED: Final = "（一）予以公开"
TOTAL: Final = "（七）总计"
END: Final = "五、存在的主要问题\n无。"
LOST: Final[Shown] = ["?"] * 7
BETWEEN: Final = {"tab": "\t", "csv": ",", "lines": "\n", "spaced": " "}


def figures(last: int) -> list[str]:
    return [str(last), "0", "0", "0", "0", "0", str(last)]


def table(rows: list[list[str]], layout: str) -> str:
    between = BETWEEN[layout]
    return "\n".join([TITLE, *map(between.join, [HEADS, *rows]), END])


def test_labels_that_stand_one_row_off_have_no_figures() -> None:
    rows = [
        [RECEIVED, *figures(4)],
        ['"费用\n公开申请\n3."', *figures(2)],
        ["其他", *figures(3)],
        [TOTAL, *figures(1)],  # those of 四、结转下年度继续办理
    ]
    text = table(rows, "csv")
    assert shown(text, "csv", "requests.received.") == [4, 0, 0, 0, 0, 0, 4]
    assert shown(text, "csv", "requests.handled_total.") == LOST


@pytest.mark.parametrize(
    ("row", "cells"), [(["", "", "1", "", "", "", "1"], LOST), ([""] * 7, [""] * 7)]
)
def test_where_cells_hold_two_figures_fields_are_no_columns(row: list[str], cells: Shown) -> None:
    joined = ["3 1", "", "", "", "", "", "4"]
    text = table([[RECEIVED, *joined], [CARRIED, *joined], [FORWARD, *row]], "tab")
    assert shown(text, "tab", "requests.carried_forward.") == cells


def test_figures_behind_the_next_heading_are_those_of_the_rows_above() -> None:
    rows = [[RECEIVED, *figures(4)], [GRANTED], [TOTAL, "4"], [FORWARD, "1"]]
    moved = "四、政府信息公开行政复议、行政诉讼情况\n1\n7\n24\n4\n行政复议\n行政诉讼\n结果维持\n"
    text = table(rows, "lines").replace(END, moved + END)
    assert shown(text, "lines", "requests.granted.") == LOST
    assert shown(text, "lines", "requests.handled_total.") == LOST


def test_rows_in_another_order_than_the_forms_may_have_lost_their_figures() -> None:
    rows = [[GRANTED], [CARRIED, *figures(9)], [RECEIVED, *figures(4)], [FORWARD, *figures(1)]]
    assert shown(table(rows, "lines"), "lines", "requests.granted.") == LOST


@pytest.mark.parametrize("layout", ["tab", "csv", "lines", "spaced"])
def test_figures_before_their_labels_are_not_those_of_the_label_above(layout: str) -> None:
    rows = [[*figures(5), RECEIVED], [*figures(1), CARRIED], [*figures(6), TOTAL]]
    text = table([*rows, [*figures(0), FORWARD]], layout)
    assert not {5, 1, 6, 0} & set(shown(text, layout, "requests."))


@pytest.mark.parametrize("layout", ["lines", "spaced"])
def test_so_are_figures_above_labels_where_blanks_are_dropped(layout: str) -> None:
    rows = [["5", "5"], [RECEIVED], ["1", "1"], [CARRIED], ["6", "6"], [TOTAL], [FORWARD]]
    assert shown(table(rows, layout), layout, "requests.received.") == LOST


@pytest.mark.parametrize("layout", ["lines", "spaced"])
def test_few_figures_behind_the_last_label_are_those_of_the_rows_above(layout: str) -> None:
    rows = [[RECEIVED], [CARRIED], [GRANTED], [TOTAL], [FORWARD], ["1", "1", "1", "1"]]
    assert shown(table(rows, layout), layout, "requests.received.") == LOST


@pytest.mark.parametrize("layout", ["tab", "csv"])
def test_labels_above_all_figures_are_not_blank(layout: str) -> None:
    labels = [[f"{row.number}{row.label}"] for row in form.rows(2021, "requests")]
    above = [["行政许可", "5"], ["行政处罚", "7"], ["行政强制", "0"]]
    rows = table([*labels, *(figures(number % 3) for number in range(25))], layout)
    text = "\n".join([TWO, *map(BETWEEN[layout].join, above), rows])
    assert shown(text, layout, "requests.received.") == LOST


@pytest.mark.parametrize(
    "lines",
    [
        ["规章", "/", "/", "/"],  # each in a line of its own
        [",/,/,/", "规章,,,"],
        [',,,"11', '765"', "规章,,,"],
    ],
)
def test_a_label_beside_a_line_of_cells_is_not_blank(lines: list[str]) -> None:
    heads = "信息内容,本年制发件数,本年废止件数,现行有效件数"
    text = "\n".join([TWO, heads, *lines, "行政规范性文件,3,1,7", "行政许可,5,,", END])
    assert shown(text, "csv", "proactive.regulations.") == ["?"] * 3


def test_a_mark_that_nothing_parts_from_the_label_is_no_blank() -> None:
    text = f"{TWO}\n信息内容,本年制发件数\n行政许可,5\n行政事业性收费 /,\n{END}"
    assert shown(text, "csv", "proactive.fees.") == ["?"]


def test_texts_by_themselves_make_no_cell_beside_them_blank() -> None:
    heads = "信息内容,本年制发件数,本年废止件数,现行有效件数"
    text = f'{TWO}\n{heads}\n规章,"}}]],[["","[{{"t"\n行政规范性文件,3,1,7\n{END}'
    assert "" not in shown(text, "csv", "proactive.regulations.")


def test_a_figure_before_another_label_on_the_line_opens_a_row() -> None:
    zeros = "\t0" * 7
    beside = [f"70579   3.要求提供公开出版物{zeros}", f"2   4.无正当理由大量反复申请{zeros}"]
    text = f"{TWO}\n信息内容\t本年处理决定数量\n行政许可\t{beside[0]}\n行政处罚\t{beside[1]}\n{END}"
    assert shown(text, "tab", "proactive.licensing.") == ["?"]


@pytest.mark.parametrize("label", ["规章", "行政许可"])
def test_the_number_and_the_head_of_a_page_stand_in_a_row_of_table_two(label: str) -> None:
    cells = {
        "规章": ["12", "9", "1", "某某县人民政府", "53"],
        "行政许可": ["1", "某某县人民政府", "705"],
    }
    heads = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    rows = [label, *cells[label], "行政规范性文件", "3", "1", "7"]
    text = "\n".join([TWO, *heads, *rows, END])
    path = next(row.path for row in form.rows(2021) if row.label == label)
    assert set(shown(text, "lines", path)) == {"?"}


def test_a_cell_is_not_written_twice_below_heads_that_each_stand_once() -> None:
    band = "| 第二十条第（五）项 | 第二十条第（五）项 |\n"
    text = (
        f"{TWO}\n| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n|---|---|---|---|\n"
        f"| 规章 | 0 | 0 | 2 | / |\n{band}| 信息内容 | 本年处理决定数量 | 本年处理决定数量 |\n"
        f"| 行政许可 | 4 | 4 |\n{END}"
    )
    assert shown(text, "markdown", "proactive.regulations.") == [(0,), "…", "…"]


@pytest.mark.parametrize(
    ("below", "cells"),
    [
        ("", ["!"] * 15),
        ("| 1 " + "| 0 " * 3 + "| 1 " + "| 0 " * 10 + "|", [1, 0, 0, 0, 1, *[0] * 10]),
        ("| " * 15 + "|", [""] * 15),
    ],
)
def test_a_rule_below_the_heads_of_table_four_is_no_line_of_blanks(
    below: str, cells: Shown
) -> None:
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    text = (
        f"四、政府信息公开行政复议、行政诉讼情况\n| {' | '.join(heads)} |\n|{'---|' * 15}\n"
        f"{below}\n{END}"
    )
    assert shown(text, "markdown", "disputes.") == cells


@pytest.mark.parametrize("end", ["", "\n"])
def test_the_last_figure_of_a_text_that_breaks_off_may_lack_digits(end: str) -> None:
    text = (
        f"一、总体情况\n无。\n{TITLE}\n" + "\t".join(HEADS) + f"\n{RECEIVED}\t3\t0\t0\t0\t0\t0\t3\n"
        f"{CARRIED}\t20\t9\t0\t0\t0\t0\t2{end}"
    )
    last = shown(text, "tab", "requests.carried_over.")[-1]
    assert last == ("?" if not end else 2)
    assert shown(text.replace("20\t9", "2\t0"), "tab", "requests.carried_over.")[-1] == 2


def test_numbers_of_rows_behind_glued_labels_are_no_figures() -> None:
    rows = form.rows(2021, "requests")
    large = "253129173710452669"
    lines = [
        f"{row.number}{row.label} {number}{'0' * 7 if number > 1 else large}"
        for number, row in enumerate(rows, 1)
    ]
    text = TITLE + "申请人情况" + "".join(COLUMNS) + "".join(lines) + END
    report = gongkai.parse(text, layout="glued")
    assert not any(cell.value for cell in report.cells.values())


def test_digits_of_another_kind_behind_glued_labels_are_no_blanks() -> None:
    heads = "申请人情况" + "".join(COLUMNS)
    text = f"{TITLE}{heads}{RECEIVED}₃₀₀₀₀₀₃{CARRIED}₀₀₀₀₀₀₀{TOTAL}₃₀₀₀₀₀₃{FORWARD}₀₀₀₀₀₀₀{END}"
    assert shown(text, "glued", "requests.received.") == LOST


def test_omitted_text_in_a_row_opens_it() -> None:
    row = "3 | 1……（略）……0 | 0 | 0 | 0 | 0 | 4 |"
    assert received(row, "pipe", between=" | ", others="1 | 0 | 0 | 0 | 0 | 0 | 1 |") == LOST


def test_the_head_of_a_column_within_a_row_is_no_row() -> None:
    overdue = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
    rows = [
        [label, *(field for name in COLUMNS for field in (name, last * (name in COLUMNS[::6])))]
        for label, last in ((RECEIVED, "9"), (overdue, "3"), ("3.其他", ""), (TOTAL, "9"))
    ]
    report = gongkai.parse("\n".join([TITLE, *map("\t".join, rows), END]), layout="tab")
    total = report.cells["requests.handled_total.total"]
    assert total.value in (None, 9)
    assert 3 not in total.candidates


def test_below_a_field_with_two_heads_a_row_with_a_blank_shows_no_columns() -> None:
    rows = ["信息内容,上一年项目数量 本年增/减,,处理决定数量", "行政处罚,-2,,8", "行政强制,3,0,3"]
    text = "\n".join(["某某县2019年政府信息公开工作年度报告", TWO, *rows, END])
    assert shown(text, "csv", "proactive.penalties.") == ["?"] * 3


@pytest.mark.parametrize("figures", ["1 0 0 0 0 0 3 4", "1 0 0 0 0 0 0 1"])
def test_two_heads_of_the_same_words_in_running_text_name_no_column(figures: str) -> None:
    heads = "自然人 法人或其他组织 总计\n商业企业 科研机构 社会公益组织 法律服务机构 其他 其他"
    rows = [f"{label} {figures}" for label in (RECEIVED, CARRIED, TOTAL, FORWARD)]
    text = "\n".join([TITLE, "申请人情况", heads, *rows, END])
    assert shown(text, "spaced", "requests.received.other")[0] == "?"


def test_fields_that_some_rows_fill_are_no_empty_columns() -> None:
    between = [str(number) for number in range(7)]  # last year's, before each of this year's
    full = [figure for pair in zip(between, figures(4), strict=True) for figure in pair]
    blank = [figure for pair in zip(between, [""] * 7, strict=True) for figure in pair]
    rows = [[RECEIVED, *blank], [CARRIED, *full], [TOTAL, *full], [FORWARD, *blank]]
    text = "\n".join([TITLE, *map("\t".join, rows), END])
    assert shown(text, "tab", "requests.received.") == LOST


def test_a_line_of_table_four_that_is_wrapped_moves_no_figure() -> None:
    five = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    rows = [
        ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9],
        ["---"] * 15,
        [*five, "未经复议直接起诉", "", "", "", "\n复议后起诉", *[""] * 4],
        [*[""] * 5, *five, five[0], "\n" + five[1], *five[2:]],
        ["", "17", "2", "2", "21", "17", "", "1", "17", "35", "2", "", "2", "2", "\n6"],
    ]
    lines = ["| " + " | ".join(row).replace(" | \n", " |\n") + " |" for row in rows]
    text = "\n".join(["四、政府信息公开行政复议、行政诉讼情况", *lines, END])
    assert shown(text, "markdown", "disputes.") == ["?"] * 15
