"""Reports as plain data and back."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from importlib.resources import files
from typing import Any

import attrs
import jsonschema
import pytest

import gongkai
from gongkai import Cell, Cells, Likely, Origin, ParseError, Period, Report, Section, Span, Status
from gongkai.writing.schema import json_schema

SOURCE = "一、总体情况\n收到4件。\n二、主动公开政府信息情况\n规章 3 — 3\n"


def everything() -> Report:
    """A report in which every attribute and every status occurs."""
    report = Report.from_values(
        {"requests.received.total": 4, "proactive.fees.amount": Decimal("6858.0500")},
        edition=2021,
        title="甲县2022年政府信息公开工作年度报告",
        publisher="甲县",
        year=2022,
        period=Period(datetime.date(2022, 1, 1), datetime.date(2022, 12, 31)),
        signed=datetime.date(2023, 1, 19),
        sections=(Section(1, "一、总体情况", "收到4件。", Span(0, 13)),),
        repeated_tables=("requests",),
    )
    figure = SOURCE.index("规章 3") + 3
    special = [
        Cell(
            "proactive.regulations.issued",
            Status.READ,
            3,
            "3",
            Span(figure, figure + 1),
            origin=Origin(page=2, row=4),
        ),
        Cell(
            "proactive.regulations.repealed", Status.DASH, None, "—", Span(figure + 2, figure + 3)
        ),
        Cell(
            "requests.granted.total",
            Status.INFERRED,
            4,
            basis=("R003:requests.granted", "premise:counts_at_least_zero"),
            origin=Origin(1),
        ),
        Cell(
            "requests.granted.other",
            Status.AMBIGUOUS,
            candidates=(0, 4, None),
            cut=True,
            likely=Likely(4, "prose", Span(7, 12)),
        ),
        Cell("requests.granted.business", Status.UNREADABLE, raw="见附件"),
        Cell("requests.granted.research", Status.MISSING),
    ]
    cells = Cells({**report.cells, **{cell.path: cell for cell in special}})
    return attrs.evolve(report, source=SOURCE, layout="spaced", cells=cells)


def all_parts(report: Report) -> tuple[Any, ...]:
    """Everything, also what does not take part in comparison."""
    return attrs.astuple(report, recurse=False), [
        attrs.astuple(cell) for cell in report.cells.values()
    ]


def test_a_report_survives_json_with_every_part() -> None:
    report = everything()
    back = Report.from_dict(json.loads(json.dumps(report.to_dict())))
    assert back == report
    assert all_parts(back) == all_parts(report)
    assert list(back.cells) == list(report.cells)


def test_amounts_are_strings_dates_are_iso_and_spans_are_pairs() -> None:
    data = everything().to_dict()
    assert data["cells"]["proactive.fees.amount"] == {"status": "read", "value": "6858.0500"}
    assert data["period"] == {"start": "2022-01-01", "end": "2022-12-31"}
    assert data["sections"][0]["span"] == [0, 13]


def test_an_amount_with_an_exponent_is_written_in_digits() -> None:
    report = Report.from_values({"proactive.fees.amount": Decimal("1E+3")}, edition=2021)
    assert report.to_dict()["cells"]["proactive.fees.amount"]["value"] == "1000"


def test_cells_come_back_in_the_order_of_the_form() -> None:
    data = everything().to_dict()
    data["cells"] = dict(reversed(data["cells"].items()))
    assert list(Report.from_dict(data).cells) == list(everything().cells)


def with_cell(path: str, **keys: Any) -> dict[str, Any]:
    data = everything().to_dict()
    data["cells"][path] = data["cells"][path] | keys
    return data


RECEIVED = "requests.received.total"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "mapping, not NoneType"),
        ([], "mapping, not list"),
        ({}, "format is None"),
        (everything().to_dict() | {"year": "2022"}, "'2022' is no int @ report.year"),
        (everything().to_dict() | {"year": True}, "True is no int @ report.year"),
        (everything().to_dict() | {"title": 3}, "title"),
        (everything().to_dict() | {"colour": "red"}, "unknown key 'colour'"),
        (everything().to_dict() | {"edition": 2020}, "edition is 2020, not one of 2019, 2021"),
        (everything().to_dict() | {"edition": 2019}, "edition 2019 has no cell"),
        (everything().to_dict() | {"cells": []}, "cells are a mapping of paths"),
        (
            everything().to_dict() | {"cells": {RECEIVED: 4}},
            "the cell 'requests.received.total' is a mapping, not 4",
        ),
        (everything().to_dict() | {"signed": "19.1.2023"}, "'19.1.2023' is no date"),
        (everything().to_dict() | {"sections": [{"number": 1}]}, "'heading' is missing"),
        (with_cell(RECEIVED, value=4.0), "4.0 is no figure"),
        (with_cell(RECEIVED, value=True), "True is no figure"),
        (with_cell(RECEIVED, value="NaN"), "'NaN' is no figure"),
        (with_cell(RECEIVED, value=None), "status 'read' and value None contradict each other"),
        (with_cell(RECEIVED, status="blank"), "status 'blank' and value 4 contradict each other"),
        (with_cell(RECEIVED, status="certain"), "'certain' is no status"),
        (with_cell(RECEIVED, span=[1]), "is no span"),
        (with_cell(RECEIVED, span=[0, 999]), "outside the source"),
        (with_cell(RECEIVED, raw="4", span=[0, 1]), "raw is '4', but the source has '一'"),
    ],
)
def test_data_that_are_no_report_are_refused_in_words(data: Any, said: str) -> None:
    with pytest.raises(ParseError, match="these data are not a report") as error:
        Report.from_dict(data)
    assert said in str(error.value)


@pytest.mark.slow
def test_deeply_nested_data_are_refused() -> None:
    nested: Any = 1
    for _ in range(100_000):
        nested = [nested]
    with pytest.raises(ParseError):
        Report.from_dict(everything().to_dict() | {"year": nested})


# --- JSON Schema ----------------------------------------------------------------------------------


def test_the_shipped_schema_is_the_one_made_from_the_classes() -> None:
    """After a change run ``python -m gongkai.writing.schema >
    src/gongkai/schema/report.schema.json``."""
    shipped = files("gongkai").joinpath("schema", "report.schema.json").read_text("utf-8")
    assert json.loads(shipped) == json_schema()


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("edition", [2019, 2021, None])
def test_a_report_of_each_edition_meets_the_schema(validator: Any, edition: int | None) -> None:
    report = attrs.evolve(Report.from_values({}, edition=edition or 2021), edition=edition)
    assert [error.message for error in validator.iter_errors(report.to_dict())] == []


@pytest.mark.slow
def test_a_report_with_everything_meets_the_schema(validator: Any) -> None:
    assert [
        error.message
        for error in validator.iter_errors(json.loads(json.dumps(everything().to_dict())))
    ] == []


@pytest.mark.parametrize(
    "data",
    [
        everything().to_dict() | {"edition": 2019},
        everything().to_dict() | {"colour": "red"},
        everything().to_dict() | {"cells": {}},
        with_cell(RECEIVED, value=None),
        with_cell(RECEIVED, value=1.5),
        with_cell(RECEIVED, status="blank"),
        with_cell(RECEIVED, span=[1]),
    ],
)
def test_the_schema_refuses_what_from_dict_refuses(validator: Any, data: dict[str, Any]) -> None:
    assert not validator.is_valid(data)
    with pytest.raises(ParseError):
        Report.from_dict(data)


def test_a_row_whose_columns_are_not_known_keeps_its_place_in_the_text() -> None:
    heads = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\t申请人情况\t备注"
    below = "自然人\t法人或其他组织\t总计\n商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他"
    report = gongkai.parse(f"{heads}\n{below}\n四、结转下年度继续办理\t1\t\t3\t1\t\t3\t8\t")
    assert all(cell.span.start <= cell.span.end for cell in report.cells.values() if cell.span)
    assert gongkai.Report.from_dict(report.to_dict()) == report
