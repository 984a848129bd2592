"""The public Hypothesis strategies make what they promise."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import Phase, find, given, settings

from gongkai import Cell, Report, Status, form
from gongkai.testing import holds, reports, texts

FEW = settings(max_examples=25, deadline=None)


def broken(report: Report) -> list[str]:
    assert report.edition is not None
    values = {path: cell.value for path, cell in report.cells.items()}
    return [
        equation.id for equation in form.equations(report.edition) if not holds(equation, values)
    ]


@FEW
@given(reports(consistent=True))
def test_in_a_consistent_report_every_equation_holds(report: Report) -> None:
    assert broken(report) == []
    for row in form.rows(report.form_edition, "proactive"):
        known = {cell.column: report[cell.path] or 0 for cell in row.cells}
        assert known.get("in_force", 0) >= known.get("issued", 0) - known.get("repealed", 0)
        assert known.get("public_total", 0) >= known.get("newly_public", 0)
        assert known.get("previous_items", 0) + known.get("change", 0) >= 0


@FEW
@given(reports(consistent=False))
def test_in_an_inconsistent_report_some_equation_fails(report: Report) -> None:
    assert broken(report)


@FEW
@given(reports())
def test_a_report_has_every_cell_and_values_only_where_the_status_claims_them(
    report: Report,
) -> None:
    assert list(report.cells) == list(form.spec(report.form_edition))
    for cell in report.cells.values():
        assert cell.status.claims is (cell.value is not None)
        kind = form.spec(report.form_edition)[cell.path].kind
        if cell.value is not None and kind != "change":
            assert cell.value >= 0


@FEW
@given(reports())
def test_every_report_survives_plain_data(report: Report) -> None:
    assert Report.from_dict(report.to_dict()) == report


@FEW
@given(reports(nothing=("blank",), missing_rows=False))
def test_zero_is_written_as_asked(report: Report) -> None:
    assert {cell.status for cell in report.cells.values()} <= {Status.READ, Status.BLANK}
    assert not any(
        cell.status is Status.READ and cell.value == 0 for cell in report.cells.values()
    ) or broken(report)


@pytest.mark.parametrize(
    ("what", "occurs"),
    [
        (
            "a figure of seven digits",
            lambda cell: isinstance(cell.value, int) and cell.value > 1_000_000,
        ),
        ("a dash", lambda cell: cell.status is Status.DASH),
        ("a blank", lambda cell: cell.status is Status.BLANK),
        ("a missing row", lambda cell: cell.status is Status.MISSING),
        ("a negative change", lambda cell: (cell.value or 0) < 0),
        ("decimals", lambda cell: (cell.value or 0) % 1),
    ],
)
@pytest.mark.slow
def test_the_strategies_reach_what_real_reports_have(
    what: str, occurs: Callable[[Cell], bool]
) -> None:
    """A strategy that never makes one of these would test nothing; ``find`` fails where none turns
    up."""
    found = find(
        reports(),
        lambda report: any(map(occurs, report.cells.values())),
        settings=settings(max_examples=500, deadline=None, database=None, phases=[Phase.generate]),
    )
    assert any(map(occurs, found.cells.values())), what


@pytest.mark.parametrize("layout", ["pipe", "glued"])
def test_texts_are_in_the_layout_that_was_asked_for(layout: str) -> None:
    @settings(max_examples=5, deadline=None, database=None)
    @given(texts(layout=layout, edition=2021))
    def check(text: str) -> None:
        assert "申请人情况" in text  # any row may be missing
        assert ("|" in text) is (layout == "pipe")

    check()


@pytest.mark.slow
def test_without_hypothesis_the_message_says_what_to_install() -> None:
    code = "import sys; sys.modules['hypothesis'] = None\nfrom gongkai.testing import reports"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "MissingExtraError" in run.stderr
    assert "pip install 'gongkai[testing]'" in run.stderr
