"""The official form as the classes describe it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import gongkai
from gongkai import Cells, Report, Status, form


@pytest.mark.parametrize("edition", form.EDITIONS)
def test_every_path_is_said_once(edition: int) -> None:
    paths = [cell.path for cell in form.cells(edition)]
    assert len(paths) == len(set(paths)) == len(form.spec(edition))


@pytest.mark.parametrize("edition", form.EDITIONS)
def test_every_cell_of_tables_three_and_four_takes_part_in_an_equation(edition: int) -> None:
    used = {path for equation in form.equations(edition) for path in equation.paths}
    assert used == {cell.path for cell in form.cells(edition) if cell.table != "proactive"}


ROW = "requests.received"


def with_status(report: Report, path: str, status: Status) -> Report:
    cell = attrs.evolve(report.cells[path], status=status, value=None)
    return attrs.evolve(report, cells=Cells({**report.cells, path: cell}))


@pytest.mark.parametrize(
    ("total", "status", "expected"),
    [
        (4, Status.BLANK, (4, True)),
        (5, Status.BLANK, (4, False)),
        (4, Status.DASH, (4, True)),
        (4, Status.MISSING, (None, None)),
        (4, Status.AMBIGUOUS, (None, None)),
        (4, Status.UNREADABLE, (None, None)),
        (None, Status.BLANK, (4, None)),
    ],
)
def test_a_blank_part_counts_as_zero_and_a_lost_one_does_not(
    total: int | None, status: Status, expected: tuple[int | None, bool | None]
) -> None:
    values = {f"{ROW}.natural_person": 3, f"{ROW}.business": 1, f"{ROW}.total": total}
    report = with_status(Report.from_values(values, edition=2021), f"{ROW}.other", status)
    assert (report.requests.received.sum, report.requests.received.adds_up) == expected


@pytest.mark.parametrize("edition", form.EDITIONS)
def test_a_group_adds_the_rows_of_its_edition_and_fills_blank_totals(edition: int) -> None:
    rows = [
        row.path
        for row in form.rows(edition, "requests")
        if row.path.startswith("requests.other_handling.")
    ]
    values = {f"{row}.natural_person": 2 for row in rows}
    added = Report.from_values(values, edition=edition).requests.other_handling.added
    assert (added.natural_person, added.business, added.total) == (2 * len(rows), 0, 2 * len(rows))


def test_tables_name_the_equations_that_check_finds_failing() -> None:
    report = Report.from_values(
        {
            "requests.received.natural_person": 2,
            "requests.received.total": 3,
            "disputes.review.upheld": 2,
            "disputes.review.total": 1,
        },
        edition=2021,
    )
    failing = [*report.requests.failing(), *report.disputes.failing()]
    assert [e.id for e in failing] == ["R003:requests.received", "D001:disputes.review"]
    assert not report.disputes.review.adds_up
    assert report.requests.balance["business"] is None  # 总计 was left blank
    errors = report.check(select="R001,R002,R003,D001").errors
    assert {e.id for e in failing} == {f"{f.rule}:{f.about}" for f in errors}


def test_what_is_made_by_hand_has_no_blanks() -> None:
    known = form.Applicants(1, 1, 1, 1, 1, 1, 6)
    assert (known.sum, known.adds_up) == (6, True)
    assert form.Applicants(natural_person=3, total=3).adds_up is None


# -- written down nowhere else ---------------------------------------------------------------------


def numbers_and_strings(path: Path) -> Iterator[tuple[int, object]]:
    """The literals of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            yield node.lineno, node.value


@pytest.mark.parametrize(
    "room", ["api.py", "layouts", "parsing", "placing", "proving", "testing/guess.py"]
)
def test_no_edition_and_no_number_of_columns_stands_outside_the_form(room: str) -> None:
    package = Path(gongkai.__file__).parent
    widths = {len(row.cells) for edition in form.EDITIONS for row in form.rows(edition)} - {1, 2, 3}
    written = [
        (path.name, line, value)
        for path in ([package / room] if room.endswith(".py") else (package / room).glob("*.py"))
        for line, value in numbers_and_strings(path)
        if value in (*form.EDITIONS, max(widths))
    ]
    assert written == []
