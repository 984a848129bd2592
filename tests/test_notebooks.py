"""The example notebooks: what is stored in them is what they say today."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "examples" / "notebooks").glob("*.ipynb"))


def opened(path: Path) -> Any:
    return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)  # type: ignore[no-untyped-call]


def code_cells(path: Path) -> list[Any]:
    notebook = opened(path)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def said(cell: Any) -> list[str]:
    """What a cell showed, as text; a picture is shown as what it is."""
    return [
        output.get("text") or output.get("data", {}).get("text/plain", "")
        for output in cell.outputs
    ]


def test_there_is_one_for_the_researcher_and_one_for_the_clerk() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["clerk", "researcher"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_was_executed_from_top_to_bottom(path: Path) -> None:
    cells = code_cells(path)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not [o for cell in cells for o in cell.outputs if o.output_type == "error"]
    shows = [cell for cell in cells if not isinstance(ast.parse(cell.source).body[-1], ast.Assign)]
    assert all(cell.outputs for cell in shows)
    assert max(len(line) for cell in cells for line in cell.source.split("\n")) <= 88


@pytest.mark.long
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_says_today_what_is_stored_in_it(path: Path) -> None:
    import nbclient

    notebook = opened(path)
    resources = {"metadata": {"path": str(path.parent)}}
    nbclient.NotebookClient(notebook, timeout=120, resources=resources).execute()
    fresh = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [said(cell) for cell in fresh] == [said(cell) for cell in code_cells(path)]
