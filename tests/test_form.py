"""The official form as the classes describe it."""

from __future__ import annotations

import pytest

from gongkai import form


@pytest.mark.parametrize("edition", form.EDITIONS)
def test_every_path_is_said_once(edition: int) -> None:
    paths = [cell.path for cell in form.cells(edition)]
    assert len(paths) == len(set(paths)) == len(form.spec(edition))


@pytest.mark.parametrize("edition", form.EDITIONS)
def test_every_cell_of_tables_three_and_four_takes_part_in_an_equation(edition: int) -> None:
    used = {path for equation in form.equations(edition) for path in equation.paths}
    assert used == {cell.path for cell in form.cells(edition) if cell.table != "proactive"}
