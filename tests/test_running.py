"""Rows without borders: figures behind their label, with blanks between them or none."""

from __future__ import annotations

import pytest

from .rows import Shown, received

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
        ("31x0004", LOST),
        ("4", OPEN),
    ],
)
def test_a_row_whose_figures_run_together(row: str, cells: Shown) -> None:
    assert received(row, "glued", between="", others="1000001") == cells
