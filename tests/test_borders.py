"""Rows between borders: which cell each field is of."""

from __future__ import annotations

import pytest

from .rows import Shown, received


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("3 | 1 | 0 | 0 | 0 | 0 | 4 |", [3, 1, 0, 0, 0, 0, 4]),
        ("3 | | | | | 1 | 4 |", [3, "", "", "", "", 1, 4]),
        ("| | | | | | |", ["", "", "", "", "", "", ""]),
        ("3 | 1 | — | 无 | 0 | 0 | 4 |", [3, 1, "-", "-", 0, 0, 4]),
        ("3 | * | 0 | 0 | 0 | 0 | 4 |", [3, "?", 0, 0, 0, 0, 4]),
        ("3 | 持平 | 0 | 0 | 0 | 0 | 4 |", [3, "?", 0, 0, 0, 0, 4]),
        ("3 | 1① | 0 | 0 | 0 | 0 | 4 |", [3, "?", 0, 0, 0, 0, 4]),
        ("3__ | __1_ | 0 | ____ | 0 | 0 | 4 |", [3, 1, 0, "", 0, 0, 4]),
        ("3_1 | 1 | 0 | 0 | 0 | 0 | 4 |", ["?", 1, 0, 0, 0, 0, 4]),
        ("3 | -1 | 0 | 0 | 0 | 2 | 4 |", [3, -1, 0, 0, 0, 2, 4]),
        ("3 | 1 | 0 | 0 | 0 | 0 | 4 | 9 |", [(3,), (1,), (0,), (0,), (0,), (0,), (4,)]),
    ],
)
def test_a_row_between_strokes(row: str, cells: Shown) -> None:
    assert received(row, "pipe", between=" | ", others="1 | 0 | 0 | 0 | 0 | 0 | 1 |") == cells


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
