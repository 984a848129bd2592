"""One slip is one finding, with what follows from it below."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import attrs
import pytest
from hypothesis import given

import gongkai
from gongkai import Cell, Findings, Report, Section, Severity, Span, State, Status, cli, form
from gongkai.model import Cells
from gongkai.testing import reports

SOUND = {
    f"requests.{row}.{column}": value
    for row in ("received", "granted", "handled_total")
    for column, value in (("natural_person", 4), ("business", 1), ("total", 5))
} | {
    "disputes.review.upheld": 2,
    "disputes.review.total": 2,
    "proactive.normative_documents.in_force": 45,
}
VALID = "proactive.normative_documents.in_force"


def report(changed: Mapping[str, int | None], prose: str = "", year: int = 2024) -> Report:
    values = {**dict.fromkeys(form.spec(2021), 0), **SOUND, **changed}
    found = Report.from_values(values, edition=2021, publisher="甲县教育局", year=year)
    section = Section(1, "一、总体情况", prose, Span(0, len(prose)))
    return attrs.evolve(found, source=prose, sections=(section,))


def check(*reports: Report) -> Findings:
    """All but the rules of the structure: these reports have one section."""
    return gongkai.check(*reports, select="R,D,A,V,X,Y", lang="en")


def causes(findings: Findings) -> list[tuple[str, ...]]:
    """The rules of each finding, itself in front."""
    return [tuple(one.rule for one in finding.all) for finding in findings]


@pytest.mark.parametrize(
    ("changed", "prose", "expected"),
    [
        ({}, "新收申请5件。", []),
        # one cell, in a row and a column
        ({"requests.granted.business": 3}, "", [("R002", "R003")]),
        # one cell in two rows of sums, one column; the figure that the prose has is the right one
        (
            {"requests.received.total": 50},
            "新收申请5件。",
            [("R003", "R001", "X001")],
        ),
        # the prose has a third figure: that is another matter
        (
            {"requests.received.total": 50},
            "新收申请6件。",
            [("R003", "R001"), ("X001",)],
        ),
        # a figure in the neighbouring column breaks four sums, and they cancel out
        (
            {"requests.handled_total.business": 0, "requests.handled_total.research": 1},
            "",
            [("R001", "R001", "R002", "R002", "R008", "R008")],
        ),
        # any of five cells would mend the sum; the prose says which
        ({"disputes.review.total": 3}, "行政复议2件。", [("D001", "X007")]),
        ({"disputes.review.total": 3}, "", [("D001",)]),
        # two slips
        (
            {"requests.granted.business": 3, "disputes.review.total": 3},
            "",
            [("D001",), ("R002", "R003")],
        ),
        # a total left out is a blank, too
        ({"requests.granted.total": None}, "", [("R005", "V001")]),
        # an error of the prose about a cell of which the sums say the same
        (
            {"disputes.review.total": 1, "disputes.review.upheld": 0},
            "没有发生行政复议、行政诉讼。",
            [("D001", "X006")],
        ),
    ],
)
def test_what_has_one_cause_is_one_finding(
    changed: dict[str, int | None], prose: str, expected: list[tuple[str, ...]]
) -> None:
    found = check(report(changed, prose))
    assert causes(found) == expected
    assert sorted(one.rule for one in found.all) == sorted(sum(expected, ()))


def test_where_the_prose_decides_which_cell_is_wrong_the_cause_says_so() -> None:
    (one,) = check(report({"disputes.review.total": 3}, "行政复议2件。"))
    assert one.cause is not None
    assert one.cause.changes == (("disputes.review.total", 2),)
    (alone,) = check(report({"disputes.review.total": 3}))
    assert alone.cause is None


def test_prose_and_last_year_asking_for_the_same_figure_of_a_cell_are_one_finding() -> None:
    before = report({VALID: 45}, year=2023)
    now = report({VALID: 54}, "现行有效行政规范性文件45件。")
    assert causes(check(before, now)) == [("X011", "Y002")]
    other = report({VALID: 54}, "现行有效行政规范性文件44件。")
    assert causes(check(before, other)) == [("X011",), ("Y002",)]


def test_a_column_carried_over_wrongly_stands_under_its_total() -> None:
    before = report({})
    wrong = {f"requests.carried_over.{c}": 2 for c in ("business", "total")}
    also = {f"requests.granted.{c}": n for c, n in (("business", 3), ("total", 7))}
    also |= {f"requests.handled_total.{c}": n for c, n in (("business", 3), ("total", 7))}
    found = check(attrs.evolve(before, year=2023), report(wrong | also))
    assert causes(found) == [("Y001", "Y001")]
    assert [str(one.severity) for one in found.all] == ["error", "warning"]


def test_what_is_chosen_stays_together_and_every_single_one_is_found() -> None:
    found = check(report({"requests.received.total": 50}, "新收申请5件。"))
    assert [len(part) for part in (found, found.all, found.errors, found.errors.all)] == [
        1,
        3,
        1,
        2,
    ]
    assert causes(found.select("X")) == [("X001",)]
    assert causes(found.warnings) == [("X001",)]
    assert list(found.by_rule()) == ["R003", "R001", "X001"]
    assert causes(found.about("requests.received.natural_person")) == [("R003",)]
    assert found.worst is Severity.ERROR
    assert found.summary().startswith("1 error, 0 warnings, 0 infos (2 more follow from them);")
    chinese = found.in_language("zh")
    assert chinese[0].consequences[0].lang == "zh"
    assert "错误 1，警告 0，提示 0（另有 2 项由其引起）" in chinese.summary()


def test_a_finding_shows_its_consequences_in_print_in_a_notebook_and_as_data() -> None:
    found = check(report({"requests.received.total": 50}, "新收申请5件。"))
    printed = str(found[0]).splitlines()
    assert printed[0].startswith("error R003: ")
    at = printed.index("  the same cause leads to:")
    assert [line.split(": ")[0].split()[-1] for line in printed[at + 1 :]] == ["R001", "1:5"]
    assert "the same cause leads to:" in found._repr_html_()
    data = json.loads(json.dumps(found.to_dict()))["findings"]
    assert [one["rule"] for one in data] == ["R003"]
    assert [one["rule"] for one in data[0]["consequences"]] == ["R001", "X001"]
    assert [(row["rule"], row["follows_from"]) for row in found.rows()] == [
        ("R003", None),
        ("R001", "R003"),
        ("X001", "R003"),
    ]


def test_the_made_up_report_with_two_slips_has_two_errors(
    examples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A figure one column too far to the right, and a total of 3 for 2."""
    path = str(examples / "weitang-2022.txt")
    assert cli.main(["check", "--lang", "en", path]) == cli.EXIT_FINDINGS
    out = capsys.readouterr().out.splitlines()
    heads = [line.split(": ")[1] for line in out if line.startswith(path)]
    assert heads == ["error R001", "error R003", "warning X007"]
    assert sum("error R" in line for line in out) == 6
    assert cli.main(["check", "--select", "R008", "--fail-on", "error", path]) == cli.EXIT_CLEAN


def _with_text(raw: str, path: str) -> Report:
    found = report({})
    return attrs.evolve(
        found, cells=Cells({**found.cells, path: Cell(path, Status.UNREADABLE, raw=raw)})
    )


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("requests.granted.other", 0),
        ("requests.granted.natural_person", 4),
        ("requests.handled_total.total", 5),
        ("proactive.licensing.decisions", None),
    ],
)
def test_a_text_that_is_no_figure_comes_with_the_figure_that_its_sums_ask_for(
    path: str, asked: int | None
) -> None:
    (one,) = check(_with_text("O", path)).errors
    assert (one.rule, one.expected) == ("V004", asked)
    assert one.message.endswith(
        f"is no figure{'' if asked is None else f'; the sums it takes part in ask for {asked}'}"
        " [arithmetic]"
    )
    assert (asked is None) == ("此格应为" not in one.zh)


def test_sums_that_ask_for_different_figures_ask_for_none() -> None:
    wrong = _with_text("O", "requests.granted.business")
    cells = {
        **wrong.cells,
        "requests.granted.total": Cell("requests.granted.total", Status.READ, 6),
    }
    findings = attrs.evolve(wrong, cells=Cells(cells)).check(select="V004")
    assert [one.expected for one in findings] == [None]


@given(reports(consistent=False))
def test_no_finding_is_lost_or_doubled_and_the_gravest_stands_in_front(found: Report) -> None:
    findings = found.check(lang="en")
    failing = Counter((c.rule, c.about) for c in findings.checks if c.state is State.FAIL)
    assert Counter((one.rule, one.about) for one in findings.all) == failing
    order = list(Severity)
    for one in findings:
        assert all(order.index(one.severity) <= order.index(c.severity) for c in one.consequences)
        assert not any(c.consequences for c in one.consequences)
