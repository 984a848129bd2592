"""Rows set in columns: a figure is of the head below which it stands."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest

from .rows import CARRIED, COLUMNS, FORWARD, RECEIVED, Shown, shown

HEADS = " " * 36 + "  ".join(COLUMNS)


def width(text: str) -> int:
    return sum(1 + (east_asian_width(char) in "WF") for char in text)


def line(label: str, figures: str) -> str:
    """A label, and figures below the heads; a dot leaves its column empty."""
    for head, figure in zip(COLUMNS, figures.split(), strict=True):
        if figure != ".":
            label += " " * (width(HEADS[: HEADS.index(head)]) - width(label)) + figure
    return label


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
def test_a_row_below_its_heads(row: str, cells: Shown) -> None:
    lines = [
        "三、收到和处理政府信息公开申请情况",
        HEADS,
        line(RECEIVED, row),
        line(CARRIED, "1 0 0 0 0 0 1"),
        line(FORWARD, "0 0 0 0 0 0 0"),
        "五、存在的主要问题",
    ]
    assert shown("\n".join(lines), "columns", "requests.received.") == cells
