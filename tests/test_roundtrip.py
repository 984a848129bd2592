"""What is written in a layout is read again as it was.

For layouts that keep places every cell comes back; for those that lose them the truth is the value
or among the candidates. Small numbers of examples here; ``pytest -m long`` tries thousands.
"""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import given

import gongkai
from gongkai import Cell, Report, Status, form
from gongkai.testing import reports

from .made_up import few

KEEPS_PLACES: Final[list[tuple[str, dict[str, Any]]]] = [
    ("pipe", {}),
    ("pipe", {"cell_per_line": True}),
    ("tab", {}),
    ("lines", {}),
    ("lines", {"blank_lines": True}),
    ("markdown", {}),
    ("csv", {}),
    ("boxed", {}),
    ("columns", {}),
    ("markup", {}),
]
LOSES_PLACES: Final[list[tuple[str, dict[str, Any]]]] = [
    ("glued", {}),
    ("spaced", {}),
    ("pipe", {"drop_blanks": True}),
    ("tab", {"drop_blanks": True}),
    ("lines", {"drop_blanks": True}),
]


def name(value: object) -> str:
    return (
        value
        if isinstance(value, str)
        else "+".join(value)
        if isinstance(value, dict)
        else str(value)
    )


def short(cell: Cell | None) -> str:
    return "no cell" if cell is None else f"{cell.status} {cell.value} {cell.candidates or ''}"


def changed(report: Report, again: Report) -> list[str]:
    """The cells that did not come back, each in one line."""
    return [
        f"{path}: {short(cell)} -> {short(again.cells.get(path))}"
        for path, cell in report.cells.items()
        if again.cells.get(path) != cell
    ]


def compare(report: Report, layout: str, options: dict[str, Any]) -> None:
    """Everything that a report says comes back: figures, metadata, headings, prose."""
    again = gongkai.parse(gongkai.render(report, layout, **options))
    assert again.layout == layout
    assert changed(report, again) == []
    for attribute in ("edition", "title", "publisher", "year", "period", "signed"):
        assert getattr(again, attribute) == getattr(report, attribute), attribute
    assert [section.heading for section in again.sections] == [
        section.heading for section in report.sections
    ]
    for before, after in zip(report.sections, again.sections, strict=True):
        if before.number in (1, 5):
            assert after.text == before.text
    assert again.sections[5].text.startswith(report.sections[5].text)
    for cell in again.cells.values():
        if cell.span is not None:
            assert again.source[slice(*cell.span)] == cell.raw


def never_wrong(report: Report, layout: str, options: dict[str, Any]) -> None:
    """A claimed value is the true one, and an ambiguous cell has the truth among its candidates."""
    again = gongkai.parse(gongkai.render(report, layout, **options), layout=layout)
    assert again.edition == report.edition
    for path, cell in again.cells.items():
        true = report.cells[path]
        if cell.status.claims:
            assert cell.value == true.value, (true, cell)
        elif cell.status is Status.AMBIGUOUS and not cell.cut:
            assert true.value in cell.candidates, (true, cell)


@pytest.mark.parametrize(("layout", "options"), KEEPS_PLACES, ids=name)
@pytest.mark.parametrize("consistent", [True, False])
@pytest.mark.slow
def test_a_layout_that_keeps_places_loses_nothing(
    layout: str, options: dict[str, Any], consistent: bool
) -> None:
    @few(15)
    @given(reports(consistent=consistent))
    def check(report: Report) -> None:
        compare(report, layout, options)

    check()


@pytest.mark.parametrize(("layout", "options"), LOSES_PLACES, ids=name)
@pytest.mark.slow
def test_a_layout_that_loses_places_never_claims_a_wrong_value(
    layout: str, options: dict[str, Any]
) -> None:
    @few(15)
    @given(reports(consistent=True))
    def check(report: Report) -> None:
        never_wrong(report, layout, options)

    check()


@pytest.mark.long
@pytest.mark.parametrize(("layout", "options"), KEEPS_PLACES, ids=name)
def test_thousands_of_reports_come_back(layout: str, options: dict[str, Any]) -> None:
    @few(2_000)
    @given(reports())
    def check(report: Report) -> None:
        compare(report, layout, options)

    check()


@pytest.mark.long
@pytest.mark.parametrize(("layout", "options"), LOSES_PLACES, ids=name)
def test_thousands_of_reports_are_never_misread(layout: str, options: dict[str, Any]) -> None:
    @few(2_000)
    @given(reports(consistent=True))
    def check(report: Report) -> None:
        never_wrong(report, layout, options)

    check()


@pytest.mark.parametrize(("layout", "options"), KEEPS_PLACES, ids=name)
@pytest.mark.parametrize("edition", form.EDITIONS)
def test_figures_as_large_as_a_province_s_come_back(
    layout: str, options: dict[str, Any], edition: int
) -> None:
    values: dict[str, form.Figure] = {
        cell.path: 9_000_000 + number for number, cell in enumerate(form.cells(edition))
    }
    report = Report.from_values(values, edition=edition)
    assert changed(report, gongkai.parse(gongkai.render(report, layout, **options))) == []


@pytest.mark.parametrize(("layout", "options"), KEEPS_PLACES, ids=name)
def test_a_township_with_nothing_but_zeros_comes_back(layout: str, options: dict[str, Any]) -> None:
    report = Report.from_values({cell.path: 0 for cell in form.cells(2021)}, edition=2021)
    assert changed(report, gongkai.parse(gongkai.render(report, layout, **options))) == []
