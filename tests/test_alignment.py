"""Rows set in columns: a figure is of the head below which it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from unicodedata import east_asian_width

import pytest

import gongkai
from gongkai import Status

from .rows import CARRIED, COLUMNS, FORWARD, RECEIVED, Shown, shown

OPEN: Final[Shown] = ["…"] * 7
BROKEN: Final = ("自 然人", *COLUMNS[1:-1], "总 计")


def width(text: str) -> int:
    return sum(1 + (east_asian_width(char) in "WF") for char in text)


def table(heads: Sequence[str], row: str) -> str:
    """Rows below these heads; a dot leaves its column empty."""
    above = " " * 36 + "  ".join(heads)

    def line(label: str, figures: str) -> str:
        for head, figure in zip(heads, figures.split(), strict=True):
            if figure != ".":
                label += " " * (width(above[: above.index(head)]) - width(label)) + figure
        return label

    lines = [
        "三、收到和处理政府信息公开申请情况",
        above,
        line(RECEIVED, row),
        line(CARRIED, "1 0 0 0 0 0 1"),
        line(FORWARD, "0 0 0 0 0 0 0"),
        "五、存在的主要问题",
    ]
    return "\n".join(lines)


@pytest.mark.parametrize("heads", [COLUMNS, BROKEN])
@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("3 1 0 0 0 0 4", [3, 1, 0, 0, 0, 0, 4]),
        ("3 . . . . 1 4", [3, "", "", "", "", 1, 4]),
        (". 4 . . . . 4", ["", 4, "", "", "", "", 4]),
        (". . . . . . .", ["", "", "", "", "", "", ""]),
        ("3 — 0 0 0 1 4", [3, "-", 0, 0, 0, 1, 4]),
        ("3 ? 0 0 0 1 4", ["?", "?", "?", "?", "?", "?", "?"]),
    ],
)
def test_a_row_below_its_heads(heads: Sequence[str], row: str, cells: Shown) -> None:
    assert shown(table(heads, row), "columns", "requests.received.") == cells


def test_the_last_characters_of_heads_may_stand_in_a_line_below() -> None:
    short = ("自然人", "商业企", "科研机", "社会公益组", "法律服务机", "其他", "总计")
    title, heads, *rows = table(short, "3 . . . . 1 4").split("\n")
    ends = " " * 46 + "业      构        织          构"
    text = "\n".join([title, heads, ends, *rows])
    assert shown(text, "columns", "requests.received.") == [3, "", "", "", "", 1, 4]
    strange = "\n".join([title, heads, ends + "  额", *rows])
    assert shown(strange, "columns", "requests.received.") == ["?"] * 7


@pytest.mark.parametrize(
    ("others", "cells"),
    [
        # each column starts at a place of its own
        (["12 3 7 4 5 . 31", ". 1 7 . 2 8 18", "1 . . . . . 1"], [30, "", "", 1, "", 2, 33]),
        # no row has anything in one of the columns
        (["12 3 . 4 5 . 24", ". 1 . . 2 8 11", "1 . . . . . 1"], OPEN),
        # what one row has there may be a stranger
        (["12 3 . 4 5 . 24", ". 1 7 . 2 8 18", "1 . . . . . 1"], OPEN),
    ],
)
def test_figures_that_start_where_their_columns_do(others: Sequence[str], cells: Shown) -> None:
    labels = (RECEIVED, CARRIED, "（一）予以公开", FORWARD)

    def line(label: str, figures: str) -> str:
        for column, figure in enumerate(figures.split()):
            if figure != ".":
                label += " " * (50 + 7 * column - width(label)) + figure
        return label

    rows = [
        line(label, row) for label, row in zip(labels, ["30 . . 1 . 2 33", *others], strict=False)
    ]
    lines = ["三、收到和处理政府信息公开申请情况", "   ".join(COLUMNS), *rows, "五、存在的主要问题"]
    assert shown("\n".join(lines), "columns", "requests.received.") == cells


@pytest.mark.parametrize("word", ["见附件", "1.000"])
def test_a_word_among_the_heads_may_have_moved_them(word: str) -> None:
    title, heads, *rows = table(COLUMNS, "3 . . . . 1 4").split("\n")
    rows = [row for row in rows if not row.startswith((CARRIED, FORWARD))]
    whole = "\n".join([title, heads, *rows])
    assert shown(whole, "columns", "requests.received.") == [3, "", "", "", "", 1, 4]
    moved = "\n".join([title, heads[:20] + word + heads[20:], *rows])
    assert set(shown(moved, "columns", "requests.received.")) <= {"…", "?"}


@pytest.mark.slow
def test_figures_that_reach_into_the_next_column_start_nowhere() -> None:
    rows = [
        f"{RECEIVED}     9 1   2   3     15",
        f"{CARRIED}    10 1   2   3     16",
        "（一）予以公开" + " " * 22 + "9     2   3     14",
        f"{FORWARD}" + " " * 15 + "10 1         4 15",
    ]
    text = "\n".join(["三、收到和处理政府信息公开申请情况", "   ".join(COLUMNS), *rows])
    assert shown(text, "columns", "requests.received.") == OPEN


@pytest.mark.parametrize(
    ("figures", "blank"),
    [
        ("17 1 2 2 22 17 0 17 0 34 17 . 2 2 21", 11),
        (". 17 . . 17 . . 1 . 1 . . 17 . 17", 0),
    ],
)
def test_a_line_of_figures_is_no_grid_by_itself(figures: str, blank: int) -> None:
    five = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计"
    line = figures.replace(".", "").replace(" ", "\t")
    for size in (2, 4, 8):
        text = f"行政复议\t行政诉讼\n{five}\t未经复议直接起诉\t复议后起诉\n{five}\t{five}\n{line}"
        text = f"四、政府信息公开行政复议、行政诉讼情况\n{text.expandtabs(size)}\n五、"
        cells = [*gongkai.parse(text, layout="columns").cells.values()][-15:]
        for cell, figure in zip(cells, figures.split(), strict=True):
            true = None if figure == "." else int(figure)
            assert cell.value in (None, true)
            assert cell.status is not Status.BLANK or true is None
        assert cells[blank].value is None


@pytest.mark.parametrize("mark", ["?", "*", "…"])
def test_a_mark_behind_the_figures_of_a_row_stands_in_the_place_of_a_cell(mark: str) -> None:
    text = (
        "二、主动公开政府信息情况\n第二十条第（一）项\n"
        "信息内容          本年制发件数  本年废止件数  现行有效件数\n"
        f"规章                            290           {mark}\n"
        "行政规范性文件    274           51            237\n"
    )
    cells = gongkai.parse(text, layout="columns").cells
    path = "proactive.regulations"
    found = {cells[f"{path}.{name}"].status.value for name in ("issued", "repealed", "in_force")}
    assert found == {"unreadable"}
    assert cells["proactive.normative_documents.in_force"].value == 237


@pytest.mark.parametrize("mark", ["...", "*", "，"])
def test_a_mark_in_the_place_of_a_cell_of_table_four_opens_it(mark: str) -> None:
    five = "结果维持   结果纠正   其他结果   尚未审结   总计       "
    heads = f"行政复议{' ' * 50}行政诉讼\n{five}未经复议直接起诉{' ' * 40}复议后起诉\n"
    line = f"0          {mark:<11}0          0          0"
    text = f"{heads}{' ' * 55}{five}{five}\n{line}" + "          0" * 10
    text = f"四、政府信息公开行政复议、行政诉讼情况\n{text}\n五、"
    assert shown(text, "columns", "disputes.review.") == ["?"] * 5


def test_a_grid_that_fits_by_accident_says_nothing_where_the_heads_say_otherwise() -> None:
    """As ``tabulate`` prints it: 规章 is shorter than 信息内容 by two characters."""
    heads = "信息内容            本年制发件数               本年废止件数  现行有效件数"
    text = (
        f"二、主动公开政府信息情况\n第二十条第（一）项\n{heads}\n{'规章':45}1\n行政规范性文件\n"
        "第二十条第（五）项\n信息内容            本年处理决定数量\n行政许可            2\n三、收到"
    )
    report = gongkai.parse(text, layout="columns", year=2023)
    for column in ("issued", "repealed", "in_force"):
        assert report.cells[f"proactive.regulations.{column}"].status not in ("read", "blank")
