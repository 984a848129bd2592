"""Rows set in columns: a figure is of the head below which it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from unicodedata import east_asian_width

import pytest

from .rows import CARRIED, COLUMNS, FORWARD, RECEIVED, Shown, shown

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


def test_two_words_are_no_head_unless_the_first_is_one_character() -> None:
    heads = ("自然 人", *COLUMNS[1:-1], "总 额 计")
    assert shown(table(heads, "3 . . . . 1 4"), "columns", "requests.received.") == ["…"] * 7


def test_the_last_characters_of_heads_may_stand_in_a_line_below() -> None:
    short = ("自然人", "商业企", "科研机", "社会公益组", "法律服务机", "其他", "总计")
    title, heads, *rows = table(short, "3 . . . . 1 4").split("\n")
    ends = " " * 46 + "业      构        织          构"
    text = "\n".join([title, heads, ends, *rows])
    assert shown(text, "columns", "requests.received.") == [3, "", "", "", "", 1, 4]
    strange = "\n".join([title, heads, ends + "  额", *rows])
    assert shown(strange, "columns", "requests.received.") == ["?"] * 7
