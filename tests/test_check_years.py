"""Reports of several years: chains from year to year, editions that cannot be compared, and a table
of changes."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from hypothesis import given

import gongkai
from gongkai import Period, Report, Section, Span, State, form
from gongkai.testing import reports

from .truth import report_of


def year(number: int, publisher: str = "甲县教育局", /, **values: int | Decimal | None) -> Report:
    edition = 2019 if number < 2021 else 2021
    given = {path.replace("__", "."): value for path, value in values.items()}
    return Report.from_values(
        dict.fromkeys(form.spec(edition), 0) | given,
        edition=edition,
        year=number,
        publisher=publisher,
        period=Period(datetime.date(number, 1, 1), datetime.date(number, 12, 31)),
    )


def test_a_city_that_carries_its_figures_over_rightly_passes(shared: Path) -> None:
    both = [
        report_of(shared / f"corpus/suqian-{number}.json") for number in (2024, 2023)
    ]  # in any order
    findings = gongkai.check(*both, select="Y")
    assert not findings
    assert [findings.state(rule) for rule in ("Y001", "Y002")] == [State.PASS, State.PASS]


def test_a_gap_in_the_total_is_an_error_and_in_one_column_a_warning() -> None:
    before = year(2022, requests__carried_forward__total=5, requests__carried_forward__other=5)
    after = year(2023, requests__carried_over__total=4, requests__carried_over__business=5)
    found = {
        f.about: (f.severity, f.expected, f.found)
        for f in gongkai.check(before, after, select="Y001")
    }
    assert found == {
        "total": ("error", 5, 4),
        "other": ("warning", 5, 0),
        "business": ("warning", 0, 5),
    }


def test_the_change_of_edition_is_not_compared_and_the_result_says_so() -> None:
    before = year(2020, proactive__regulations__public_total=7)
    after = year(2021, proactive__regulations__in_force=3)
    findings = gongkai.check(before, after, select="Y", lang="en")
    assert not findings
    assert findings.state("Y001") is State.PASS  # table three means the same in both editions
    assert [findings.state(rule) for rule in ("Y002", "Y003", "Y004")] == [State.NOT_ASSESSABLE] * 3
    reason = next(check.en for check in findings.not_assessable if check.rule == "Y002")
    assert (
        reason
        == "the two years use different editions of the form, whose columns mean different things:"
        " not compared"
    )


def test_years_with_a_gap_between_them_are_not_chained() -> None:
    before, after = year(2021, requests__carried_forward__total=5), year(2023)
    findings = gongkai.check(before, after, select="Y001", lang="zh")
    assert not findings
    assert [check.zh for check in findings.not_assessable] == [
        "缺少 2022 年度报告，2023 与 2021 年度不能衔接"
    ]


def test_reports_without_a_publisher_are_chained_only_where_there_are_no_others() -> None:
    before = year(2022, "", requests__carried_forward__total=5)
    after = year(2023, "", requests__carried_over__total=4)
    assert gongkai.check(before, after, select="Y001").errors
    for other in (year(2023, "甲县教育局"), year(2023, "")):
        assert not gongkai.check(before, after, other, select="Y001").errors


def test_a_blank_total_is_not_called_a_figure_of_the_table() -> None:
    before = year(2022, requests__carried_forward__total=5)
    after = year(2023, requests__carried_over__total=None)
    (found,) = gongkai.check(before, after, select="Y001", lang="zh").errors
    assert "表中空白（按 0 计）" in found.message


def test_reports_of_different_publishers_are_not_chained() -> None:
    before = year(2022, "甲县教育局", requests__carried_forward__total=5)
    after = year(2023, "乙县教育局", requests__carried_over__total=4)
    findings = gongkai.check(before, after, select="Y001", lang="en")
    assert not findings
    assert [check.en for check in findings.checks] == [
        f"there is no report of the same publisher, “{who}县教育局”, for another year"
        for who in "甲乙"
    ]


def test_what_cannot_be_put_into_the_order_of_years_is_told() -> None:
    """Two reports of one year, and one whose year is not known; a single report is not chained and
    nothing is said of it."""
    twice = gongkai.check(year(2023), year(2023), select="Y001", lang="en").not_assessable
    assert "both reports are for 2023" in {check.en for check in twice}
    undated = attrs.evolve(year(2023), year=None)
    assert {c.about for c in gongkai.check(undated, year(2022), select="Y001").not_assessable} == {
        "years"
    }
    assert gongkai.check(year(2023), select="Y001").checks == ()


def test_documents_in_force_follow_from_last_year_or_a_warning_says_so() -> None:
    before = year(2022, proactive__normative_documents__in_force=440)
    numbers = {
        "proactive__normative_documents__issued": 58,
        "proactive__normative_documents__repealed": 45,
    }
    sound = year(2023, proactive__normative_documents__in_force=453, **numbers)
    odd = year(2023, proactive__normative_documents__in_force=546, **numbers)
    assert not gongkai.check(before, sound, select="Y002")
    (finding,) = gongkai.check(before, odd, select="Y002")
    assert (finding.severity, finding.expected, finding.found) == ("warning", 453, 546)


def test_edition_2019_chains_items_and_public_documents() -> None:
    before = year(
        2019,
        proactive__licensing__previous_items=299,
        proactive__licensing__change=-25,
        proactive__regulations__public_total=8,
    )
    good = {"proactive__licensing__previous_items": 274, "proactive__regulations__newly_public": 1}
    assert not gongkai.check(
        before, year(2020, proactive__regulations__public_total=9, **good), select="Y003,Y004"
    )
    bad = year(
        2020, proactive__licensing__previous_items=300, proactive__regulations__public_total=10
    )
    assert [
        (f.rule, f.expected, f.found) for f in gongkai.check(before, bad, select="Y003,Y004")
    ] == [
        ("Y003", 274, 300),
        ("Y004", 8, 10),
    ]


SENTENCES = [
    f"本年度继续推进第{n}项重点领域信息公开工作，取得{'新' * (1 + i)}的进展"
    for i, n in enumerate("甲乙丙丁戊己庚")
]


@pytest.mark.parametrize(("kept", "copied"), [(7, True), (3, False)])
def test_a_text_copied_from_last_year_is_noticed_whatever_its_figures(
    kept: int, copied: bool
) -> None:
    then = _with_text(year(2022), "。".join(f"2022年{s}" for s in SENTENCES))
    new = [f"2023年另一项全新的工作，即第{n}项，已经完成" for n in "子丑寅卯"]
    now = _with_text(
        year(2023), "。".join([*(f"2023年{s}" for s in SENTENCES[:kept]), *new[: 7 - kept]])
    )
    assert bool(gongkai.check(then, now, select="Y005")) is copied


def test_equal_tables_of_small_offices_are_chance() -> None:
    one = {
        f"requests__{row}__{c}": 1
        for row in ("received", "granted", "handled_total")
        for c in ("natural_person", "total")
    }
    assert not gongkai.check(year(2022, **one), year(2023, **one), select="Y005")
    many = dict.fromkeys(one, 17)
    assert gongkai.check(year(2022, **many), year(2023, **many), select="Y005")


def _with_text(report: Report, text: str) -> Report:
    return attrs.evolve(report, sections=(Section(1, "一、总体情况", text, Span(0, 0)),))


@pytest.mark.parametrize(("now", "found"), [("251000", 1), ("25.9", 0), ("2500", 0)])
def test_an_amount_ten_thousand_times_last_years_is_a_suspicion(now: str, found: int) -> None:
    before, after = (
        year(n, proactive__fees__amount=Decimal(v)) for n, v in ((2022, "25.3"), (2023, now))
    )
    findings = gongkai.check(before, after, select="V006")
    assert len(findings) == found
    assert all(f.cause and f.cause.id == "unit" for f in findings)


@given(reports(consistent=True))
def test_a_report_follows_from_itself_only_where_what_came_over_went_forward(
    report: Report,
) -> None:
    """Chained to a copy of itself a year later, Y001 fails exactly in the columns where the two
    rows differ."""
    later = attrs.evolve(report, year=(report.year or 0) + 1)
    failing = {f.about for f in gongkai.check(report, later, select="Y001")}
    columns = [
        cell.column for cell in form.row_spec(report.form_edition)["requests.received"].cells
    ]
    known = {
        c: (report[f"requests.carried_over.{c}"] or 0, report[f"requests.carried_forward.{c}"] or 0)
        for c in columns
    }
    assert failing <= {c for c, (over, forward) in known.items() if over != forward}


def test_the_comparison_lists_every_cell_and_names_what_it_left_out() -> None:
    before, after = year(2020, requests__received__total=4), year(2021, requests__received__total=6)
    comparison = gongkai.compare(before, after)
    (change,) = comparison.changed
    assert (change.path, change.difference, change.ratio) == (
        "requests.received.total",
        2,
        Fraction(3, 2),
    )
    assert "proactive.regulations.in_force" in comparison.not_comparable
    assert "proactive.regulations.public_total" in comparison.not_comparable
    assert len(comparison) + len(comparison.not_comparable) == len({**before.cells, **after.cells})
    assert "different editions" in str(comparison)
    assert gongkai.compare(before, before).note("zh") == ""


def test_the_comparison_is_a_frame() -> None:
    pytest.importorskip("pandas")
    frame = gongkai.compare(
        year(2022, proactive__fees__amount=Decimal("0.1")), year(2023)
    ).to_frame()
    row = frame.set_index("path").loc["proactive.fees.amount"]
    assert (row["before"], row["difference"]) == (Decimal("0.1"), Decimal("-0.1"))
