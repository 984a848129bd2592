"""The example reports are read as the truth beside them says, and the example programs run."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import gongkai
from gongkai import Status, form

pytestmark = pytest.mark.quick

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples" / "reports"
REPORTS = sorted(path for path in EXAMPLES.iterdir() if path.suffix in (".txt", ".md"))
PLACES_LOST = {"luyu-2023": "glued", "tongdu-2022": "pipe", "yunyan-2021": "spaced"}
"""The reports whose text has lost places, so that cells may be inferred or ambiguous, and their
layouts."""

LAYOUTS = PLACES_LOST | {
    "baipu-2019": "lines",
    "chenghu-2022": "tab",
    "chenghu-2023": "pipe",
    "heting-2023": "markup",
    "jichuan-2024": "pipe",
    "liaoxi-2024": "markdown",
    "songzhang-2022": "lines",
    "weitang-2022": "pipe",
    "yanhui-2020": "tab",
}


def truth_of(path: Path) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    spec = form.spec(truth["edition"])
    amounts = {name for name, cell in spec.items() if cell.kind == "amount"}
    truth["cells"] = {
        name: Decimal(value) if name in amounts else value for name, value in truth["cells"].items()
    }
    assert truth["cells"].keys() | set(truth["blank"]) == spec.keys(), (
        "the truth speaks of every cell of the form"
    )
    return truth


@cache
def read(path: Path) -> tuple[Path, gongkai.Report, dict[str, Any]]:
    """An example, read once for all tests."""
    return path, gongkai.parse(path.read_text(encoding="utf-8")), truth_of(path)


@pytest.fixture(params=REPORTS, ids=lambda path: path.stem)
def example(request: pytest.FixtureRequest) -> tuple[Path, gongkai.Report, dict[str, Any]]:
    return read(request.param)


def test_metadata_and_layout_are_those_of_the_truth(
    example: tuple[Path, gongkai.Report, dict[str, Any]],
) -> None:
    path, report, truth = example
    assert (report.title, report.year, report.edition, report.publisher) == tuple(
        truth[key] for key in ("title", "year", "edition", "publisher")
    )
    assert report.layout == LAYOUTS[path.stem]
    assert report.signed is not None
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]


def test_no_cell_claims_what_the_truth_does_not_say(
    example: tuple[Path, gongkai.Report, dict[str, Any]],
) -> None:
    _, report, truth = example
    claimed = {path: cell.value for path, cell in report.cells.items() if cell.status.claims}
    assert claimed == {path: truth["cells"].get(path) for path in claimed}


def test_every_cell_is_read_where_the_text_keeps_places(
    example: tuple[Path, gongkai.Report, dict[str, Any]],
) -> None:
    path, report, truth = example
    if path.stem in PLACES_LOST:
        pytest.skip("this text has lost places")
    blank = set(truth["blank"])
    assert {name: cell.status for name, cell in report.cells.items()} == {
        name: Status.BLANK if name in blank else Status.READ for name in report.cells
    }


def test_the_truth_is_among_the_candidates_where_places_are_lost(
    example: tuple[Path, gongkai.Report, dict[str, Any]],
) -> None:
    _, report, truth = example
    for name, cell in report.cells.items():
        value = truth["cells"].get(name)
        if cell.status is Status.AMBIGUOUS:
            assert value in cell.candidates, name
        elif value is None:
            assert cell.status is Status.BLANK, name
        else:
            assert cell.status.claims, name


def test_a_figure_stands_in_the_source_at_its_span(
    example: tuple[Path, gongkai.Report, dict[str, Any]],
) -> None:
    _, report, _ = example
    for cell in report.cells.values():
        if cell.span is not None:
            assert report.source[slice(*cell.span)] == cell.raw


@pytest.mark.parametrize(("name", "share"), [("luyu-2023", 0.9), ("yunyan-2021", 1.0)])
def test_where_places_are_lost_but_no_figure_is_nearly_all_is_known(
    name: str, share: float
) -> None:
    report = gongkai.parse((EXAMPLES / f"{name}.txt").read_text(encoding="utf-8"))
    known = sum(cell.status.claims for cell in report.cells.values())
    assert known >= share * len(report.cells)


@pytest.mark.parametrize(
    "program", sorted((ROOT / "examples").glob("*.py")), ids=lambda path: path.stem
)
@pytest.mark.slow
def test_an_example_program_runs(program: Path) -> None:
    ran = subprocess.run(
        [sys.executable, str(program)],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip()
    assert not ran.stderr
