"""Suggested repairs: small changes after which the sums hold, best first, never applied by
themselves."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from gongkai import Report, form
from gongkai.testing import reports

from .truth import report_of

COVERED = {
    e: sorted({path for equation in form.equations(e) for path in equation.paths})
    for e in form.EDITIONS
}
SOUND = {
    f"requests.{row}.{column}": count
    for row in ("received", "granted", "handled_total")
    for column, count in (("natural_person", 5), ("other", 2), ("total", 7))
}


def zeros(values: dict[str, int]) -> Report:
    return Report.from_values(dict.fromkeys(form.spec(2021), 0) | values, edition=2021)


def test_a_sound_report_needs_no_repair() -> None:
    assert zeros(SOUND).suggest_repairs() == ()


def test_the_one_wrong_cell_is_found_because_it_mends_its_row_and_its_column() -> None:
    report = zeros(SOUND | {"requests.granted.other": 3})
    best = report.suggest_repairs()[0]
    assert (best.kind, best.changes, best.remaining) == (
        "single_cell",
        {"requests.granted.other": 2},
        (),
    )
    assert best.mends == ("R002:other", "R003:requests.granted")
    assert {f.cause and f.cause.id for f in report.check().errors} == {"single_cell"}


def test_a_sum_that_any_of_its_cells_could_mend_names_no_cause_but_lists_the_total_first() -> None:
    report = zeros({"disputes.review.upheld": 2, "disputes.review.total": 3})
    repairs = report.suggest_repairs()
    assert repairs[0].changes == {"disputes.review.total": 2}
    assert {"disputes.review.pending": 1} in [repair.changes for repair in repairs]
    assert [f.cause for f in report.check().errors] == [None]


def test_a_figure_in_the_neighbouring_row_is_moved_back() -> None:
    """A whole row of outcomes stands one row too low, where the carried-forward applications
    belong."""
    row = {
        column: SOUND[f"requests.handled_total.{column}"]
        for column in ("natural_person", "other", "total")
    }
    moved = {f"requests.handled_total.{c}": 0 for c in row} | {
        f"requests.carried_forward.{c}": v for c, v in row.items()
    }
    best = zeros(SOUND | moved).suggest_repairs()[0]
    assert (best.kind, best.remaining) == ("neighbouring_row", ())
    assert best.changes["requests.handled_total.total"] == 7


def test_carried_over_applications_counted_among_the_new_ones_are_taken_out() -> None:
    """Received holds the carried-over applications as well, so each balance fails by them."""
    doubled = {"requests.carried_over.natural_person": 3, "requests.carried_over.total": 3}
    report = zeros(SOUND | doubled)
    best = report.suggest_repairs()[0]
    assert best.kind == "merged"
    assert best.changes == {"requests.received.natural_person": 2, "requests.received.total": 4}
    assert {f.cause and f.cause.id for f in report.check().errors} == {"merged"}


def test_two_separate_errors_are_each_mended_and_the_other_is_named_as_remaining() -> None:
    report = zeros(SOUND | {"requests.granted.other": 3, "disputes.review.total": 1})
    by_cell = {tuple(repair.changes): repair for repair in report.suggest_repairs()}
    assert by_cell[("requests.granted.other",)].remaining == ("D001:disputes.review",)
    assert set(by_cell[("disputes.review.total",)].remaining) == {
        "R002:other",
        "R003:requests.granted",
    }


def test_blank_totals_are_offered_with_their_sum() -> None:
    report = Report.from_values(
        {"disputes.review.upheld": 2, "disputes.review.other": 1}, edition=2021
    )
    (repair,) = report.suggest_repairs()
    assert (repair.kind, repair.changes) == ("blank_total", {"disputes.review.total": 3})


def test_the_real_report_with_a_shifted_total_is_mended_by_one_move(shared: Path) -> None:
    report = report_of(next(shared.glob("seeds/002_*.json")))
    best = report.suggest_repairs()[0]
    assert best.kind == "neighbouring_column"
    assert best.changes == {
        "requests.handled_total.legal_services": 1,
        "requests.handled_total.other": 0,
    }
    assert len(best.mends) == 4
    assert not report.with_values(best.changes).check().errors


@given(reports(consistent=False))
def test_a_repair_mends_what_it_says_breaks_nothing_and_leaves_the_report_alone(
    report: Report,
) -> None:
    def broken(of: Report) -> set[str]:
        return {f"{f.rule}:{f.about}" for f in of.check(select="R001,R002,R003,D001").all}

    before = broken(report)
    for repair in report.suggest_repairs()[:6]:
        if repair.kind != "blank_total":
            after = broken(report.with_values(repair.changes))
            assert after == set(repair.remaining)
            assert before - after == set(repair.mends)
            assert all(isinstance(value, int) and value >= 0 for value in repair.changes.values())
    assert broken(report) == before


@given(
    reports(edition=2021, consistent=True, nothing=["zero"], missing_rows=False, prose=False),
    st.data(),
)
def test_the_original_figure_of_one_changed_cell_is_among_the_repairs(
    report: Report, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(COVERED[2021]))
    old = report[path]
    assert isinstance(old, int)
    wrong = report.with_values(
        {path: data.draw(st.integers(0, 2 * old + 9).filter(lambda value: value != old))}
    )
    complete = [repair.changes for repair in wrong.suggest_repairs() if not repair.remaining]
    assert {path: old} in complete
