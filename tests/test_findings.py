"""Findings: how they are grouped, printed and turned into data."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal

import attrs
import pytest

from gongkai import Cause, Finding, Findings, Severity, Span, State, failed, passed, unknown
from gongkai.errors import display_width
from gongkai.findings import Check
from gongkai.languages import default_language

SOURCE = "三、收到和处理\n（七）总计 | 3 | 4 |\n"
FINDING = Finding(
    "R003",
    Severity.ERROR,
    "arithmetic",
    "三、（七）总计 总计：应为 3，表中 4，差 1",
    "Handled in all, total: should be 3, the table has 4, off by 1",
    cells=("requests.handled_total.total",),
    spans=(Span(SOURCE.index("4"), SOURCE.index("4") + 1),),
    expected=3,
    found=4,
    cause=Cause("single_cell", "改为 3", "change it to 3", (("requests.handled_total.total", 3),)),
    subject="甲县 2023",
    lang="zh",
    source=SOURCE,
)
AMOUNT = Finding(
    "V005",
    Severity.INFO,
    "expectation",
    "小数",
    "decimals",
    found=Decimal("1.23456"),
    subject="甲县 2023",
)


def test_a_finding_prints_its_line_with_a_caret_under_the_figure() -> None:
    """A wide character takes two columns: the caret stands under the 4."""
    assert str(FINDING).splitlines() == [
        "2:13: 错误 R003: 三、（七）总计 总计：应为 3，表中 4，差 1〔算术关系〕",
        "    （七）总计 | 3 | 4 |",
        "                     ^",
        "  可能的原因：改为 3",
    ]


def test_a_finding_says_when_the_reading_may_be_at_fault() -> None:
    doubtful = attrs.evolve(FINDING, origin="reading", lang="en")
    assert (
        str(doubtful).splitlines()[-1]
        == "  origin: our reading of the text, not necessarily the report"
    )


def test_a_finding_without_a_place_prints_no_line() -> None:
    assert (
        str(attrs.evolve(FINDING, spans=(), cause=None))
        == "错误 R003: 三、（七）总计 总计：应为 3，表中 4，差 1〔算术关系〕"
    )


def test_the_column_counts_in_the_line_even_where_the_excerpt_is_cut() -> None:
    source = "字" * 500 + "7" + "字" * 500
    finding = attrs.evolve(FINDING, source=source, spans=(Span(500, 501),))
    assert str(finding).startswith("1:501: ")
    assert finding.to_dict()["column"] == 501
    excerpt, caret = str(finding).splitlines()[1:3]
    assert len(excerpt) < 100
    assert display_width(excerpt[: excerpt.index("7")]) == caret.index("^")


def test_findings_come_gravest_first_and_can_be_chosen_by_id_severity_and_cell() -> None:
    findings = Findings([AMOUNT, FINDING], lang="zh")
    assert [f.rule for f in findings] == ["R003", "V005"]
    assert findings.worst is Severity.ERROR
    assert [f.rule for f in findings.errors] == ["R003"]
    assert [f.rule for f in findings.infos] == ["V005"]
    assert not findings.warnings
    assert [f.rule for f in findings.select("V", "R003")] == ["R003", "V005"]
    assert [f.rule for f in findings.select("V", severity="error")] == []
    assert [f.rule for f in findings.about("requests.handled_total.total")] == ["R003"]
    assert list(findings.by_rule()) == ["R003", "V005"]
    assert {s: len(f) for s, f in findings.by_severity().items()} == {"error": 1, "info": 1}
    assert {name: len(f) for name, f in findings.by_subject().items()} == {"甲县 2023": 2}


def test_an_unknown_severity_is_refused() -> None:
    with pytest.raises(ValueError, match="grave"):
        Findings([]).select(severity="grave")


def test_a_rule_fails_where_one_of_its_checks_does_and_is_open_where_none_could_be_made() -> None:
    checks = [
        passed("a")._replace(rule="R001"),
        failed("b", zh="差", en="off")._replace(rule="R001"),
        passed("a")._replace(rule="R002"),
        unknown("b", zh="未知", en="not known")._replace(rule="R002"),
        unknown("a", zh="未知", en="not known")._replace(rule="Y001"),
    ]
    findings = Findings([], checks, lang="en")
    assert [findings.state(id) for id in ("R001", "R002", "Y001", "Z999")] == [
        State.FAIL,
        State.PASS,
        State.NOT_ASSESSABLE,
        State.NOT_ASSESSABLE,
    ]
    assert [check.text("en") for check in findings.not_assessable] == ["not known", "not known"]
    assert findings.summary() == "0 errors, 0 warnings, 0 infos; 2 checks passed, 2 not assessable"


def test_as_data_findings_are_json_with_exact_amounts() -> None:
    unsure = Check(
        State.NOT_ASSESSABLE, "total", "未知", "not known", rule="R001", subject="甲县 2023"
    )
    data = json.loads(json.dumps(Findings([FINDING, AMOUNT], [unsure], lang="en").to_dict()))
    first, second = data["findings"]
    assert (
        first["expected"],
        first["found"],
        first["difference"],
        first["line"],
        first["column"],
    ) == (3, 4, 1, 2, 13)
    assert (first["cause"], first["repair"]) == ("single_cell", {"requests.handled_total.total": 3})
    assert (
        first["message"]
        == "Handled in all, total: should be 3, the table has 4, off by 1 [arithmetic]"
    )
    assert (second["found"], second["difference"], second["line"]) == ("1.23456", None, None)
    assert data["not_assessable"] == [
        {"rule": "R001", "subject": "甲县 2023", "about": "total", "reason": "not known"}
    ]


def test_as_a_frame_findings_are_rows_even_where_there_are_none() -> None:
    pytest.importorskip("pandas")
    frame = Findings([FINDING, AMOUNT], lang="en").to_frame()
    assert list(frame["rule"]) == ["R003", "V005"]
    assert list(Findings([]).to_frame().columns) == list(frame.columns)


def test_findings_are_a_sequence_and_survive_pickling() -> None:
    findings = Findings([FINDING, AMOUNT], lang="zh")
    assert isinstance(findings[:1], Findings)
    assert findings[:1][0].rule == "R003"
    assert pickle.loads(pickle.dumps(findings)) == findings
    assert "R003" in repr(findings)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert default_language() == language
    assert Findings([FINDING]).lang == language
