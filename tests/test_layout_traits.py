"""What a layout is like stands in its grammar: the same file under another name reads the same."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

import gongkai
from gongkai import Layout
from gongkai._grammars import grammars

ROOT: Final = Path(__file__).resolve().parent.parent
EXAMPLES: Final = sorted(
    path for path in (ROOT / "examples" / "reports").iterdir() if path.suffix != ".json"
)


def same(text: str, folder: Path) -> str:
    """Read a text in its layout and in a copy of that layout's file; the layout's name."""
    as_built_in = gongkai.parse(text)
    name = as_built_in.layout or ""
    copy = folder / f"copy_of_{name}.lark"
    if not copy.exists():
        copy.write_text((grammars() / f"{name}.lark").read_text("utf-8"), "utf-8")
    as_copy = gongkai.parse(text, layout=Layout.from_file(copy))
    assert as_copy.layout == copy.stem
    assert as_copy.cells == as_built_in.cells
    explained = False
    for cell in as_built_in.cells.values():
        again = as_copy.cells[cell.path]
        assert (again.span, again.raw, again.basis) == (cell.span, cell.raw, cell.basis)
        assert (again.cut, again.likely) == (cell.cut, cell.likely)
        if cell.status in ("inferred", "ambiguous") and not explained:
            assert gongkai.explain(as_copy, cell.path) == gongkai.explain(as_built_in, cell.path)
            explained = True
    return name


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.slow
def test_a_copy_of_a_layout_reads_an_example_the_same(path: Path, tmp_path: Path) -> None:
    same(path.read_text("utf-8"), tmp_path)


def test_a_copy_of_every_layout_reads_the_texts_of_the_web_the_same(
    shared: Path, tmp_path: Path
) -> None:
    met = set()
    for path in sorted(shared.rglob("*.txt")):
        try:
            text = path.read_text("utf-8")
            gongkai.parse(text)
        except ValueError:  # no report, or no text
            continue
        met.add(same(text, tmp_path))
    assert met >= {"pipe", "tab", "lines", "boxed", "columns", "spaced", "glued"}
