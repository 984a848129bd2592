"""Reports as pandas data frames."""

from __future__ import annotations

import sys
from decimal import Decimal

import attrs
import pytest

from gongkai import Cell, Cells, MissingExtraError, Report, Span, Status, form
from gongkai.cli.printing import write_cells
from gongkai.writing.marks import possibilities

pandas = pytest.importorskip("pandas")


@pytest.fixture
def report() -> Report:
    values: dict[str, form.Figure] = {
        "requests.received.natural_person": 2**60 + 1,  # a float would lose the last digit
        "requests.refused.state_secret.total": 3,
        "requests.other_handling.other.total": 1,
        "proactive.fees.amount": Decimal("6858.0501"),
        "disputes.review.upheld": 2,
    }
    report = Report.from_values(values, edition=2021, publisher="甲县", year=2022)
    special = (
        Cell("requests.granted.total", Status.AMBIGUOUS, candidates=(3, None)),
        Cell("requests.received.total", Status.READ, 4, "4", Span(7, 8)),
    )
    return attrs.evolve(
        report, cells=Cells({**report.cells, **{cell.path: cell for cell in special}})
    )


def test_there_is_one_row_a_cell_in_form_order(report: Report) -> None:
    assert report.to_frame()["path"].tolist() == [cell.path for cell in form.cells(2021)]


def test_a_row_says_all_that_is_known_of_a_cell(report: Report) -> None:
    frame = report.to_frame().set_index("path")
    row = frame.loc["requests.received.total"].drop("findings")
    assert {name: None if value is pandas.NA else value for name, value in row.items()} == {
        "file": None,
        "report": None,
        "layout": None,
        "publisher": "甲县",
        "year": 2022,
        "edition": 2021,
        "table": "requests",
        "row": "requests.received",
        "column": "total",
        "label": "一、本年新收政府信息公开申请数量 总计",
        "english": "Received this year: total",
        "kind": "count",
        "value": 4,
        "count": 4,
        "status": "read",
        "candidates": [],
        "cut": False,
        "likely": None,
        "raw": "4",
        "start": 7,
        "end": 8,
        "error": None,
    }
    assert frame.loc["requests.granted.total", "candidates"] == [3, None]


def test_figures_are_exact_and_no_column_is_a_float(report: Report) -> None:
    frame = report.to_frame()
    values = dict(zip(frame["path"], frame["value"], strict=True))
    assert values["requests.received.natural_person"] == 2**60 + 1
    assert values["proactive.fees.amount"] == Decimal("6858.0501")
    assert values["requests.granted.total"] is None
    assert not [str(kind) for kind in frame.dtypes if "float" in str(kind).lower()]


def test_a_report_that_states_no_metadata_has_gaps_there() -> None:
    frame = attrs.evolve(Report.from_values({}, edition=2021), edition=None).to_frame()
    assert frame[["publisher", "year", "edition"]].isna().all().all()
    assert len(frame) == 200


@pytest.mark.parametrize("edition", form.EDITIONS)
def test_every_table_has_the_rows_of_the_form_under_distinct_labels(edition: int) -> None:
    report = Report.from_values({}, edition=edition)
    for table in form.TABLES:
        for language in ("zh", "en"):
            frame = report.table(table, language=language)
            assert len(frame) == len(form.rows(edition, table))
            assert frame.columns.is_unique


def test_a_table_stands_as_printed(report: Report) -> None:
    table = report.table("requests")
    assert table.columns.tolist() == [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ]
    assert table.loc["（三）不予公开 1.属于国家秘密", "总计"] == 3
    assert table.loc["（六）其他处理 3.其他", "总计"] == 1
    assert table.loc["（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "其他"] is None
    assert report.table("proactive").loc["行政事业性收费", "本年收费金额（单位：万元）"] == Decimal(
        "6858.0501"
    )
    assert report.table("disputes", language="en").loc["Administrative review", "upheld"] == 2


def test_an_unknown_table_is_refused_with_the_known_ones(report: Report) -> None:
    with pytest.raises(ValueError, match="'fees' is not one of proactive, requests, disputes"):
        report.table("fees")


def test_without_pandas_the_message_says_what_to_install(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'gongkai\[frames\]'"):
        report.to_frame()
    with pytest.raises(MissingExtraError):
        report.table("requests")


def test_candidates_that_may_not_be_all_are_said_to_be_so_everywhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = "requests.received.other"
    unsure = Cell(path, Status.AMBIGUOUS, candidates=(1, 11), cut=True)
    report = Report.from_values({}, edition=2021)
    report = attrs.evolve(report, cells=Cells({**report.cells, path: unsure}))
    frame = report.to_frame().set_index("path")
    assert frame.cut[frame.cut].index.tolist() == [path]
    assert possibilities(unsure, "en") == "possible values: 1 / 11, perhaps others"
    write_cells("a.txt", report, heads=True)
    assert "1 | 11,cut" in capsys.readouterr().out
