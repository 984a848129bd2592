"""The sum of units' reports, and the rules that compare it with the whole's own."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gongkai
from gongkai import Cell, Cells, Report, State, Status, form
from gongkai.testing import reports

from .truth import report_of


def unit(
    publisher: str, year: int = 2023, edition: int = 2021, /, **values: int | Decimal | None
) -> Report:
    given = {path.replace("__", "."): value for path, value in values.items()}
    return Report.from_values(
        dict.fromkeys(form.spec(edition), 0) | given,
        edition=edition,
        year=year,
        publisher=publisher,
    )


def test_counts_and_amounts_are_added_exactly() -> None:
    units = [
        unit("甲局", proactive__fees__amount=Decimal("0.1"), proactive__penalties__decisions=3),
        unit("乙局", proactive__fees__amount=Decimal("0.2"), proactive__penalties__decisions=4),
    ]
    whole = gongkai.aggregate(units, title="某县2023年报告", publisher="某县人民政府")
    assert (whole["proactive.fees.amount"], whole["proactive.penalties.decisions"]) == (
        Decimal("0.3"),
        7,
    )
    assert (whole.title, whole.publisher, whole.year, whole.edition) == (
        "某县2023年报告",
        "某县人民政府",
        2023,
        2021,
    )
    assert isinstance(whole, Report)


def test_a_sum_with_an_unknown_addend_is_unknown_and_names_it() -> None:
    path = "proactive.penalties.decisions"
    lost = attrs.evolve(
        unit("乙局"), cells=Cells({**unit("乙局").cells, path: Cell(path, Status.MISSING)})
    )
    whole = gongkai.aggregate([unit("甲局", proactive__penalties__decisions=3), lost])
    assert (whole.cells[path].status, whole[path], whole.cells[path].basis) == (
        Status.MISSING,
        None,
        ("unknown:乙局 2023",),
    )
    (finding,) = whole.check(select="V009,S", lang="en")
    assert finding.cells == (path,)
    assert "“乙局 2023”" in finding.message


def test_candidates_of_an_uncertain_addend_become_candidates_of_the_sum() -> None:
    path = "disputes.review.upheld"
    unsure = Cell(path, Status.AMBIGUOUS, candidates=(4, None))
    whole = gongkai.aggregate(
        [
            unit("甲局", disputes__review__upheld=3),
            attrs.evolve(unit("乙局"), cells=Cells({**unit("乙局").cells, path: unsure})),
        ]
    )
    assert (whole.cells[path].status, whole.cells[path].candidates) == (Status.AMBIGUOUS, (3, 7))


def test_candidates_that_may_not_be_all_make_sums_that_may_not_be_all() -> None:
    path = "disputes.review.upheld"
    unsure = Cell(path, Status.AMBIGUOUS, candidates=(4, 6), cut=True)
    other = attrs.evolve(unit("乙局"), cells=Cells({**unit("乙局").cells, path: unsure}))
    whole = gongkai.aggregate([unit("甲局", disputes__review__upheld=3), other])
    assert (whole.cells[path].candidates, whole.cells[path].cut) == ((7, 9), True)
    assert not other.check(select="D").errors
    assert not whole.check(select="D").errors


def test_a_sum_with_a_figure_that_was_proven_is_proven_and_not_read() -> None:
    path = "disputes.review.total"
    proven = Cell(path, Status.INFERRED, 4, basis=("D001:disputes.review",))
    other = attrs.evolve(unit("乙局"), cells=Cells({**unit("乙局").cells, path: proven}))
    whole = gongkai.aggregate([unit("甲局", disputes__review__total=3), other])
    cell = whole.cells[path]
    assert (cell.value, cell.status, cell.basis) == (7, Status.INFERRED, ("inferred:乙局 2023",))
    assert "proven, not read: 乙局 2023" in gongkai.explain(whole, path, language="en")
    assert whole.check(select="D").errors[0].origin == "reading"


def test_blanks_add_nothing_and_a_blank_total_beside_a_filled_one_is_unknown() -> None:
    some = unit("甲局", requests__received__other=2, requests__received__total=2)
    none = unit("乙局", requests__received__other=None, requests__received__total=None)
    whole = gongkai.aggregate([some, none])
    assert whole["requests.received.other"] == 2
    assert whole["requests.received.total"] is None
    assert gongkai.aggregate([none, none]).cells["requests.received.total"].status is Status.BLANK


def test_contributions_show_who_adds_what() -> None:
    whole = gongkai.aggregate(
        [
            unit("甲局", proactive__penalties__decisions=3),
            unit("乙局", proactive__penalties__decisions=None),
        ]
    )
    assert [
        (c.unit, c.value, c.status) for c in whole.contributions("proactive.penalties.decisions")
    ] == [
        ("甲局 2023", 3, Status.READ),
        ("乙局 2023", 0, Status.BLANK),
    ]
    with pytest.raises(gongkai.UnknownPathError, match="did you mean"):
        whole.contributions("proactive.penalties.decision")


def test_nothing_cannot_be_added_up() -> None:
    with pytest.raises(ValueError, match="at least one report"):
        gongkai.aggregate([])


def test_the_sum_is_checked_like_any_report() -> None:
    """A broken row of one unit breaks the row of the sum."""
    whole = gongkai.aggregate([unit("甲局", requests__received__other=2), unit("乙局")])
    assert "R003" in {f.rule for f in whole.check().errors.all}


TWO = [
    unit("甲局", proactive__penalties__decisions=12),
    unit("乙局", proactive__penalties__decisions=30),
]


@pytest.mark.parametrize(
    ("published", "explained"), [(30, "甲局 2023"), (72, "乙局 2023"), (41, None)]
)
def test_the_unit_that_explains_a_gap_is_named(published: int, explained: str | None) -> None:
    findings = gongkai.check_units(
        TWO, unit("某县", proactive__penalties__decisions=published), select="H001", lang="zh"
    )
    (finding,) = findings
    assert (finding.expected, finding.found) == (42, published)
    assert (explained in finding.message) if explained else ("恰为差额" not in finding.message)


def test_a_unit_larger_than_the_whole_is_an_error_but_rounding_is_not() -> None:
    smaller = unit("某县", proactive__penalties__decisions=20)
    assert [f.cells for f in gongkai.check_units(TWO, smaller, select="H003")] == [
        ("proactive.penalties.decisions",)
    ]
    rounded = unit("某县", proactive__fees__amount=Decimal("18651.06"))
    precise = unit("甲局", proactive__fees__amount=Decimal("18651.064104"))
    assert not gongkai.check_units([precise], rounded, select="H001,H003")


def test_units_that_occur_twice_or_are_missing_are_named() -> None:
    twice = gongkai.aggregate([TWO[0], TWO[0]], expected=["甲局", "丙局"]).check(
        select="H002", lang="en"
    )
    assert [f.message.split(" [")[0] for f in twice] == [
        "“甲局 2023” occurs twice",
        "the report of “丙局” is missing",
    ]


def test_a_unit_that_the_whole_left_out_altogether_is_recognised() -> None:
    decisions = {"licensing": 3, "penalties": 5, "coercion": 7}
    third = unit(
        "丙局",
        **{f"proactive__{row}__decisions": n for row, n in decisions.items()},
        proactive__normative_documents__issued=2,
    )
    whole = gongkai.aggregate(TWO)
    (finding,) = gongkai.check_units([*TWO, third], whole, select="H002", lang="en")
    assert finding.message.startswith("the whole lacks exactly “丙局 2023”")


def test_mixed_years_and_editions_are_an_error() -> None:
    mixed = gongkai.aggregate([unit("甲局"), unit("乙局", 2020, 2019)])
    assert [f.about for f in mixed.check(select="H004")] == ["editions", "years"] or {
        f.about for f in mixed.check(select="H004")
    } == {"years", "editions"}
    assert mixed.year is None
    assert mixed.check(select="H001").state("H001") is State.NOT_ASSESSABLE


def test_a_real_department_fits_into_its_district(shared: Path) -> None:
    for year in (2022, 2024):
        department, district = (
            report_of(shared / f"corpus/pt-{name}-{year}.json") for name in ("czj", "main")
        )
        assert not gongkai.check_units([department], district, select="H003")


@given(
    st.lists(
        reports(edition=2021, consistent=True, nothing=["zero"], missing_rows=False, prose=False),
        min_size=1,
        max_size=3,
    )
)
def test_the_sum_of_consistent_reports_is_consistent_and_each_cell_the_sum(
    units: list[Report],
) -> None:
    whole = gongkai.aggregate(units)
    assert not whole.check(select="R001,R002,R003,D001,A001")
    for path in form.spec(2021):
        assert whole[path] == sum(unit[path] or 0 for unit in units)
        assert sum(c.value or 0 for c in whole.contributions(path)) == whole[path]
