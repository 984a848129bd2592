"""Indicators: exact fractions with numerator and denominator, None where something is unknown."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given

import gongkai
from gongkai import Cell, Report, Status, form
from gongkai.analysis.indicators import formulas
from gongkai.testing import reports

from .truth import report_of

VALUES: dict[str, int] = {
    "requests.received.natural_person": 30,
    "requests.received.business": 10,
    "requests.received.total": 40,
    "requests.carried_over.total": 10,
    "requests.granted.total": 20,
    "requests.partly_granted.total": 4,
    "requests.refused.state_secret.total": 2,
    "requests.refused.third_party_rights.total": 6,
    "requests.unavailable.not_held.total": 3,
    "requests.unavailable.needs_creation.total": 1,
    "requests.not_processed.petition.total": 1,
    "requests.not_processed.repeated.total": 2,
    "requests.not_processed.excessive.total": 1,
    "requests.handled_total.total": 40,
    "requests.carried_forward.total": 10,
    "disputes.review.upheld": 2,
    "disputes.review.corrected": 1,
    "disputes.review.pending": 1,
    "disputes.review.total": 4,
    "disputes.litigation_direct.corrected": 1,
    "disputes.litigation_direct.total": 2,
    "disputes.litigation_after_review.pending": 1,
    "disputes.litigation_after_review.total": 1,
    "proactive.normative_documents.issued": 5,
    "proactive.normative_documents.repealed": 8,
}
REPORT = Report.from_values(
    dict.fromkeys(form.spec(2021), 0) | VALUES, edition=2021, publisher="甲县", year=2023
)


def test_a_share_of_less_than_nothing_is_none_and_halves_are_rounded_up() -> None:
    wrong = REPORT.with_values({"disputes.review.total": 0, "disputes.review.pending": 2})
    rate = wrong.indicators()["correction_rate.review"]
    assert (rate.denominator, rate.value, rate.in_words) == (-2, None, "–")
    of_80 = REPORT.with_values({"requests.handled_total.total": 80, "requests.granted.total": 1})
    assert of_80.indicators()["full_disclosure_rate"].in_words == "1.3%"  # 1.25


@pytest.mark.parametrize(
    ("id", "numerator", "denominator"),
    [
        ("disclosure_rate", 24, 40),
        ("full_disclosure_rate", 20, 40),
        ("refusal_rate", 8, 40),
        ("unavailable_rate", 4, 40),
        ("not_processed_rate", 4, 40),
        ("completion_rate", 40, 50),
        ("carry_rate", 10, 50),
        ("refusal_share.third_party_rights", 6, 8),
        ("not_held_share", 3, 4),
        ("petition_share", 1, 4),
        ("repeat_share", 3, 40),
        ("applicant_share.business", 10, 40),
        ("dispute_rate", 6, 40),
        ("escalation_rate", 1, 4),
        ("correction_rate.review", 1, 3),
        ("correction_rate.litigation", 1, 2),
        ("correction_rate.all", 2, 5),
        ("upheld_rate.review", 2, 3),
        ("pending_share.all", 2, 7),
    ],
)
def test_an_indicator_is_its_exact_fraction(id: str, numerator: int, denominator: int) -> None:
    found = REPORT.indicators()[id]
    assert (found.numerator, found.denominator) == (numerator, denominator)
    assert found.value == Fraction(numerator, denominator)
    assert found.small is (denominator < 30)


def test_differences_have_no_denominator() -> None:
    found = REPORT.indicators()
    assert [found[id].value for id in ("backlog_change", "normative_net_change")] == [
        Fraction(0),
        Fraction(-3),
    ]
    assert found["backlog_change"].denominator is None
    assert not found["backlog_change"].small


def test_a_zero_denominator_gives_none() -> None:
    empty = Report.from_values(dict.fromkeys(form.spec(2021), 0), edition=2021).indicators()[
        "disclosure_rate"
    ]
    assert (empty.value, empty.numerator, empty.denominator, empty.small) == (None, 0, 0, True)


def test_an_unknown_figure_gives_none_and_a_blank_one_counts_as_zero() -> None:
    cells = dict(REPORT.cells) | {
        "requests.granted.total": Cell("requests.granted.total", Status.MISSING)
    }
    unknown = Report("", gongkai.Cells(cells), 2021).indicators()["disclosure_rate"]
    assert (unknown.value, unknown.numerator, unknown.denominator) == (None, None, 40)
    blank = REPORT.with_values({"disputes.review.corrected": None}).indicators()[
        "correction_rate.review"
    ]
    assert blank.value == 0


def test_a_blank_total_is_added_up_from_its_parts_and_named() -> None:
    report = REPORT.with_values({"requests.received.total": None}).indicators()[
        "applicant_share.business"
    ]
    assert (report.value, report.computed) == (Fraction(1, 4), ("requests.received.total",))


def test_an_indicator_that_the_edition_has_no_cells_for_is_none() -> None:
    report = Report.from_values(dict.fromkeys(form.spec(2019), 1), edition=2019)
    assert report.indicators()["normative_net_change"].value is None
    assert list(report.indicators()) == list(REPORT.indicators())


@pytest.mark.parametrize("edition", form.EDITIONS)
def test_every_formula_speaks_of_cells_of_its_edition_and_has_two_names(edition: int) -> None:
    for formula in formulas(edition):
        assert all(
            term.lstrip("-") in form.spec(edition)
            for term in (*formula.numerator, *formula.denominator)
        )
        assert formula.name("zh") != formula.name("en")
        assert formula.formula
    assert len({formula.id for formula in formulas(edition)}) == len(formulas(edition))


def test_a_frame_of_many_reports_keeps_exact_fractions() -> None:
    pytest.importorskip("pandas")
    frame = gongkai.indicators_frame([REPORT, REPORT])
    assert len(frame) == 2 * len(REPORT.indicators())
    value = frame.loc[frame["id"] == "correction_rate.review", "value"].iloc[0]
    assert value == Fraction(1, 3)
    assert isinstance(value, Fraction)
    assert list(gongkai.indicators_frame([]).columns) == list(frame.columns)


def test_the_rates_of_a_real_city(shared: Path) -> None:
    report = report_of(shared / "corpus/suqian-2023.json")
    found = report.indicators()
    assert found["disclosure_rate"].numerator == 1191 + 328
    carried_over = report.requests.carried_over.total
    assert isinstance(carried_over, int)
    assert found["backlog_change"].numerator == 121 - carried_over


@given(reports(consistent=True))
def test_shares_of_a_consistent_report_lie_between_zero_and_one(report: Report) -> None:
    for id, found in report.indicators().items():
        if found.value is not None and id.startswith(
            ("refusal_share", "applicant_share", "disclosure", "completion", "correction")
        ):
            assert 0 <= found.value <= 1, id
            assert found.denominator
            assert found.value == Fraction(found.numerator or 0, found.denominator)
