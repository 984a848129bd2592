"""Heads of table three that are broken or mixed with those that span them, told by the grid."""

from __future__ import annotations

from typing import Final

import pytest

import gongkai
from gongkai import Status

from .rows import CARRIED, RECEIVED

TITLE: Final = "三、收到和处理政府信息公开申请情况"
COLUMNS: Final = (
    "natural_person", "business", "research", "nonprofit", "legal_services", "other", "total",
)  # fmt: skip

MIXED: Final = (
    "|（本列数据的勾稽关系）|自然人|商业<br>企业|科研<br>机构|申请人情况<br>法人或其他组<br>社会公益<br>组织"
    "|织<br>法律服务<br>机构|其他|总计|\n|---|---|---|---|---|---|---|---|\n"
)
BOXED: Final = """\
┌────────────────────────────────┬─────────────────────────────┐
│                                │申请人情况                   │
│                                ├──┬───────────────────────┬──┤
│                                │自│法人或其他组织         │  │
│                                │然├──┬──┬─────┬─────┬─────┤总│
│                                │人│商│科│社会 │法律 │其他 │计│
│                                │  │业│研│公益 │服务 │     │  │
│                                │  │企│机│组织 │机构 │     │  │
│                                │  │业│构│     │     │     │  │
├────────────────────────────────┼──┼──┼──┼─────┼─────┼─────┼──┤
│一、本年新收政府信息公开申请数量│1 │2 │3 │4    │5    │6    │21│
├────────────────────────────────┼──┼──┼──┼─────┼─────┼─────┼──┤
│二、上年结转政府信息公开申请数量│  │7 │  │     │     │     │7 │
└────────────────────────────────┴──┴──┴──┴─────┴─────┴─────┴──┘
"""


MIDDLE: Final = """\
┌────────────────────────────────┬────────────────────────────────────────────────────────────┐
│                                │申请人情况                                                  │
│                                ├──────┬────────────────────────────────────────────────┬────┤
│                                │      │法人或其他组织                                  │    │
│                                │自然人├────────┬────────┬────────────┬────────────┬────┤总计│
│                                │      │商业企业│科研机构│社会公益组织│法律服务机构│其他│    │
├────────────────────────────────┼──────┼────────┼────────┼────────────┼────────────┼────┼────┤
│一、本年新收政府信息公开申请数量│1     │2       │3       │4           │5           │6   │21  │
├────────────────────────────────┼──────┼────────┼────────┼────────────┼────────────┼────┼────┤
│二、上年结转政府信息公开申请数量│7     │7       │7       │7           │7           │7   │42  │
├────────────────────────────────┼──────┼────────┼────────┼────────────┼────────────┼────┼────┤
│四、结转下年度继续办理          │0     │0       │0       │0           │0           │0   │0   │
└────────────────────────────────┴──────┴────────┴────────┴────────────┴────────────┴────┴────┘
"""


def row(text: str, name: str = "received") -> list[object]:
    report = gongkai.parse(f"{TITLE}\n{text}")
    return [report[f"requests.{name}.{column}"] for column in COLUMNS]


def test_heads_mixed_with_those_above_them_are_told_by_their_field() -> None:
    figures = f"|{RECEIVED}|1|2|3|4|5|6|21|\n|{CARRIED}||7|||||7|\n"
    assert row(MIXED + figures) == [1, 2, 3, 4, 5, 6, 21]
    assert row(MIXED + figures, "carried_over") == [None, 7, None, None, None, None, 7]


def test_heads_broken_over_the_lines_of_a_box_are_told_by_its_strokes() -> None:
    assert row(BOXED) == [1, 2, 3, 4, 5, 6, 21]
    assert row(BOXED, "carried_over") == [None, 7, None, None, None, None, 7]


def test_heads_in_boxes_are_told_though_no_row_has_a_figure_in_each() -> None:
    blank = BOXED.replace("│1 │2 │3 │4    │5    │6    │21│", "│  │2 │  │4    │     │     │6 │")
    assert row(blank) == [None, 2, None, 4, None, None, 6]
    assert row(blank, "carried_over") == [None, 7, None, None, None, None, 7]
    lost = blank.replace("┤总│", "┤  │").replace("│其他 │计│", "│其他 │  │")
    assert row(lost) == [None] * 7


def test_a_head_in_the_midst_of_its_lines_stands_where_its_column_does() -> None:
    """As w3m prints it: 法人或其他组织 in the line above 自然人, though it stands to its right."""
    blanks = "".join(char if char in "\n│" or char.isalnum() else " " for char in MIDDLE)
    columns = "\n".join(filter(str.strip, blanks.replace("│", "  ").split("\n")))
    assert row(MIDDLE) == row(columns) == [1, 2, 3, 4, 5, 6, 21]
    spaced = "\n".join(" ".join(line.split()) for line in columns.split("\n"))
    assert row(spaced) == [None] * 7  # no place is left, and the order of the lines says nothing


def test_columns_in_another_order_keep_their_heads() -> None:
    swapped = MIXED.replace("自然人", "☃").replace("|总计|", "|自然人|").replace("☃", "总计")
    figures = f"|{RECEIVED}|21|2|3|4|5|6|1|\n"
    assert row(swapped + figures) == [1, 2, 3, 4, 5, 6, 21]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("|其他|", "|其它项|"),  # a head that names nothing
        ("|其他|", "|总计|"),  # two of one name
        ("法律服务<br>机构|", "法律服务|机构|"),  # one field too many
        ("织<br>法律", "织"),
    ],
)
def test_where_one_column_has_no_head_of_its_own_nothing_is_claimed(old: str, new: str) -> None:
    assert old in MIXED
    report = gongkai.parse(f"{TITLE}\n{MIXED.replace(old, new)}|{RECEIVED}|1|2|3|4|5|6|21|\n")
    cells = [report.cells[f"requests.received.{column}"] for column in COLUMNS]
    assert {cell.status for cell in cells} <= {Status.UNREADABLE, Status.AMBIGUOUS, Status.MISSING}
