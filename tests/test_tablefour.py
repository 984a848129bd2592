"""Table four: one line of fifteen figures below its heads."""

from __future__ import annotations

import pytest

import gongkai

from .rows import Shown, shown

HEADS = (
    "四、政府信息公开行政复议、行政诉讼情况\n行政复议 | 行政诉讼 |\n"
    "未经复议直接起诉 | 复议后起诉 |\n" + "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | " * 3
)
ALL: Shown = [1, 0, 0, 0, 1, 0, 2, 0, 0, 2, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("1|0|0|0|1|0|2|0|0|2|0|0|0|0|0|", ALL),
        ("1||||1||2|||2||||||", [1, "", "", "", 1, "", 2, "", "", 2, *[""] * 5]),
        ("|||||||||||||||", [""] * 15),
        ("", ["!"] * 15),
        ("无|0|0|0|0|0|2|0|0|2|0|0|0|0|0|", ["-", 0, 0, 0, 0, *ALL[5:]]),
        ("1|0|0|0|1|暂无|2|0|0|2|0|0|0|0|0|", [*ALL[:5], "?", *ALL[6:]]),
        ("1|0|0|0|1|0|2|0|0|2|0 0||0|0|0|", ["?"] * 15),
        ("<b>17</b>|" * 15, ["?"] * 15),
        ("1|0|0|0|1|0|2|0|0|2|", ["…"] * 15),
        ("1|0|0|0|1|2|0|0|2|0|0|0|0|0|", ["…"] * 15),
        ("12", ["…"] * 15),
    ],
)  # fmt: skip
def test_the_line_below_the_heads(line: str, cells: Shown) -> None:
    text = f"{HEADS}\n{line}\n五、存在的主要问题\n无。"
    assert shown(text, "pipe", "disputes.") == cells


def test_a_year_in_the_place_of_the_last_head_is_no_figure() -> None:
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    lines = [*heads[:-1], "2022", *map(str, ALL), "五、存在的主要问题"]
    text = "\n".join(["四、政府信息公开行政复议、行政诉讼情况", *lines])
    assert shown(text, "lines", "disputes.") == ["?"] * 15


FIVE = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
LOST = ("结果维持", "", "其他结果", "尚未审结", "总计")
NOTED = ("结果维持", "备注", "其他结果", "尚未审结", "总计")
OPEN: Shown = ["?"] * 15
FULL = "1|0|0|0|1|0|2|0|0|2|0|0|0|0|0"
SPARSE = "2 . . 1 3 . 1 . . 1 . . . . ."


def grid(heads: tuple[str, ...], line: str, between: str = "\t") -> str:
    """A table four as a grid in which each spanned place is filled, as data frames write it."""
    groups = ["行政复议"] * 5 + ["行政诉讼"] * 10
    lawsuits = ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5
    lines = [groups, [*heads, *lawsuits], [*heads] * 3, line.split("|")]
    written = "\n".join(between.join(fields) for fields in lines)
    return f"四、政府信息公开行政复议、行政诉讼情况\n{written}\n五、存在的主要问题\n无。"


@pytest.mark.parametrize("layout", ["tab", "pipe", "csv"])
@pytest.mark.parametrize(
    ("heads", "line", "cells"),
    [
        (FIVE, FULL, ALL),
        # the page has lost one head of each group, its column is there
        (LOST, FULL, ALL),
        # the column itself is not
        (("结果维持", "其他结果", "尚未审结", "总计"), "1|0|0|1|0|0|2|2|0|0|0|0", OPEN),
        # another column stands in its place
        (NOTED, FULL, OPEN),
        (("结果维持", "上年", "其他结果", "尚未审结", "总计"), FULL, OPEN),
        (("结果维持", "结果纠正", "其他结果", "尚未审结", "本年数"), FULL, OPEN),
        # what is left stands in another order
        (("其他结果", "", "结果维持", "尚未审结", "总计"), FULL, OPEN),
    ],
)  # fmt: skip
def test_heads_that_a_page_has_lost(
    layout: str, heads: tuple[str, ...], line: str, cells: Shown
) -> None:
    between = {"tab": "\t", "pipe": "|", "csv": ","}[layout]
    assert shown(grid(heads, line, between), layout, "disputes.") == cells


@pytest.mark.parametrize("head", ["备注", "上年"])
def test_another_head_takes_the_place_of_a_lost_one_without_a_grid(head: str) -> None:
    heads = HEADS.replace("结果纠正", head)
    text = f"{heads}\n1|0|0|0|1|0|2|0|0|2|0|0|0|0|0|\n五、存在的主要问题\n无。"
    assert shown(text, "pipe", "disputes.") == OPEN


def columns(heads: tuple[str, ...], line: str, end: str) -> str:
    """A table four set in columns of ten characters; a dot leaves its column empty."""

    def set_out(words: list[str]) -> str:
        return "".join(word.rjust(10) for word in words)

    figures = set_out(["" if one == "." else one for one in line.split()])
    lines = [
        "四、政府信息公开行政复议、行政诉讼情况",
        set_out([*heads] * (15 // len(heads))),
        figures,
    ]
    return "\n".join(lines) + end


@pytest.mark.parametrize(
    ("heads", "line", "cells"),
    [
        (FIVE, SPARSE, [2, "", "", 1, 3, "", 1, "", "", 1, *[""] * 5]),
        # a figure stands where the lost head would
        (LOST, SPARSE, [2, "!", "", 1, 3, "", 1, "", "", 1, "", "!", "", "", ""]),
        (LOST, "2 0 0 1 3 0 1 0 0 1 0 0 0 0 0", [2, 0, 0, 1, 3, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0]),
        # each group has lost another
        ((*FIVE, *LOST, *FIVE), SPARSE, OPEN),
        (NOTED, SPARSE, OPEN),
    ],
)  # fmt: skip
def test_lost_heads_above_figures_in_columns(
    heads: tuple[str, ...], line: str, cells: Shown
) -> None:
    text = columns(heads, line, "\n五、存在的主要问题\n无。")
    assert shown(text, "columns", "disputes.") == cells


def test_a_last_line_as_long_as_its_heads_is_whole() -> None:
    whole = columns(FIVE, SPARSE, "")
    assert shown(whole, "columns", "disputes.") == [2, "", "", 1, 3, "", 1, "", "", 1, *[""] * 5]
    assert shown(whole.rstrip(), "columns", "disputes.") == OPEN


@pytest.mark.parametrize("layout", ["tab", "pipe", "spaced", "glued"])
def test_a_total_of_all_groups_is_none_of_theirs(layout: str) -> None:
    between = {"tab": "\t", "pipe": " | ", "spaced": " ", "glued": ""}[layout]
    five = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    lines = [
        ["行政复议", "行政诉讼", "合计"],
        [*five, "未经复议直接起诉", "复议后起诉"],
        [*five, *five],
        [*"200021002300025"],  # one of sixteen cells is lost
    ]
    text = "\n".join(map(between.join, lines))
    text = f"四、政府信息公开行政复议、行政诉讼情况\n{text}\n五、存在的主要问题"
    assert shown(text, layout, "disputes.") == ["?"] * 15


@pytest.mark.parametrize(
    ("digits", "cells"),
    [
        # fifteen figures that add up in each group, and no twelve that do
        ("101020001110001", [(int(digit),) for digit in "101020001110001"]),
        ("000000000000000", [(0,)] * 15),
        # 10, 0, 10 and three more twelve figures: the column may be missing
        ("100100001230101", OPEN),
        # neither add up
        ("101030001110001", OPEN),
        ("1010200011100010", OPEN),
    ],
)  # fmt: skip
def test_glued_figures_show_whether_heads_are_lost_or_columns(digits: str, cells: Shown) -> None:
    heads = "结果维持其他结果尚未审结总计"
    text = (
        f"四、政府信息公开行政复议、行政诉讼情况行政复议行政诉讼{heads}未经复议直接起诉复议后起诉"
        f"{heads * 2}{digits}五、存在的主要问题无。"
    )
    assert shown(text, "glued", "disputes.") == cells


@pytest.mark.parametrize("layout", ["pipe", "tab", "lines"])
@pytest.mark.parametrize("mark", ["无", "/"])
def test_one_mark_for_the_whole_line_is_a_mark_for_nothing_and_no_blank(
    layout: str, mark: str
) -> None:
    between = {"pipe": " | ", "tab": "\t", "lines": "\n"}[layout]
    text = f"{HEADS.replace(' | ', between)}\n{mark}\n五、存在的主要问题\n无。"
    assert shown(text, layout, "disputes.") == ["-"] * 15


@pytest.mark.parametrize(
    "line", ["见附表 . 2 . . 2", "2 . . 1 3 . 1 . . 1 . . . . 3多", "、 . 2 . . 2"]
)
def test_a_text_before_or_behind_the_figures_of_a_line_may_be_a_cell(line: str) -> None:
    cells = [*line.replace(".", "").split(" "), *[""] * 15][:15]
    text = HEADS.replace(" | ", "\n").replace(" |\n", "\n") + "\n".join(["", *cells])
    assert shown(f"{text}\n\n五、存在的主要问题", "lines", "disputes.") == OPEN


@pytest.mark.parametrize("layout", ["glued", "spaced"])
@pytest.mark.parametrize("at", [0, 14])
def test_a_text_that_touches_the_line_may_be_a_cell_where_its_figures_run_together(
    layout: str, at: int
) -> None:
    cells = [*"10017000001001"]
    cells.insert(at, "暂无")
    between = {"glued": "", "spaced": " "}[layout]
    text = HEADS.replace(" | ", between).replace(" |\n", "\n") + between.join(["", *cells])
    assert shown(f"{text}\n五、存在的主要问题", layout, "disputes.") == OPEN


@pytest.mark.parametrize("layout", ["glued", "spaced", "lines"])
def test_a_table_of_blanks_is_not_called_missing(layout: str) -> None:
    text = HEADS.replace(" | ", "\n" if layout == "lines" else " ") + "\n五、存在的主要问题\n无。"
    found = {one.en for one in gongkai.parse(text, layout=layout).check().select("S002")}
    assert "table three (applications) is missing" in found
    assert not any("table four" in one for one in found)
