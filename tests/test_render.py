"""A report written as text: what stands where, in each layout."""

from __future__ import annotations

import csv
import datetime
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

import gongkai
from gongkai import Cell, Cells, Layout, LayoutError, Period, Report, Section, Span, Status, form
from gongkai.layouts import built_in
from gongkai.writing.render import STYLES, cell_text, render


def report_with(*cells: Cell, edition: int = 2021) -> Report:
    report = Report.from_values(
        {
            (
                "proactive.normative_documents.issued"
                if edition == 2021
                else "proactive.normative_documents.made"
            ): 2,
            (
                "proactive.normative_documents.in_force"
                if edition == 2021
                else "proactive.normative_documents.public_total"
            ): 15,
            "requests.refused.state_secret.business": 1,
            "requests.refused.state_secret.total": 1,
        },
        edition=edition,
        title="云栖县人民政府2022年政府信息公开工作年度报告",
        publisher="云栖县人民政府",
        year=2022,
        period=Period(datetime.date(2022, 1, 1), datetime.date(2022, 12, 31)),
        signed=datetime.date(2023, 1, 19),
        sections=(Section(1, "一、总体工作情况", "平稳有序。\n成效良好。", Span(0, 0)),),
    )
    return attrs.evolve(
        report, cells=Cells({**report.cells, **{cell.path: cell for cell in cells}})
    )


def lines_from(text: str, label: str, count: int) -> list[str]:
    lines = text.split("\n")
    begin = next(index for index, line in enumerate(lines) if label in line)
    return lines[begin : begin + count]


def test_every_built_in_layout_can_be_written() -> None:
    assert set(STYLES) <= set(built_in())


def test_a_report_is_complete_from_title_to_signature() -> None:
    lines = render(report_with()).splitlines()
    assert lines[:6] == [
        "云栖县人民政府2022年政府信息公开工作年度报告",
        (
            "根据《中华人民共和国政府信息公开条例》规定，"
            "现向社会公布云栖县人民政府2022年政府信息公开工作年度报告。"
            "本报告中所列数据的统计期限自2022年1月1日起至2022年12月31日止。"
        ),
        "一、总体工作情况",  # the report's own heading
        "平稳有序。",
        "成效良好。",
        "二、主动公开政府信息情况",
    ]
    assert [line for line in lines if (line[1:2] == "、" and "情况" in line) or "需要报告" in line][
        1:
    ] == [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    assert lines[-2:] == ["云栖县人民政府", "2023年1月19日"]


def test_a_signature_that_the_prose_ends_with_is_not_written_twice() -> None:
    last = Section(6, "六、其他需要报告的事项", "无。\n云栖县人民政府\n2023年1月19日", Span(0, 0))
    report = attrs.evolve(report_with(), sections=(last,))
    assert render(report).count("2023年1月19日") == 1


@pytest.mark.parametrize("layout", built_in())
@pytest.mark.parametrize("edition", form.EDITIONS)
def test_every_label_of_the_edition_is_written_in_every_layout(layout: str, edition: int) -> None:
    text = render(report_with(edition=edition), layout)
    for row in form.rows(edition):
        assert row.title in text, row.path


@pytest.mark.parametrize(
    ("layout", "options", "lines"),
    [
        ("pipe", {}, ["行政规范性文件 | 2 |  | 15 |"]),
        ("pipe", {"drop_blanks": True}, ["行政规范性文件 | 2 | 15 | |"]),
        ("pipe", {"cell_per_line": True}, ["行政规范性文件 |", "2 |", "|", "15 |"]),
        ("tab", {}, ["行政规范性文件\t2\t\t15"]),
        ("lines", {}, ["行政规范性文件", "2", "", "15"]),
        ("lines", {"blank_lines": True}, ["行政规范性文件", "", "2", "", "", "", "15", ""]),
        ("lines", {"drop_blanks": True}, ["行政规范性文件", "2", "15"]),
        ("spaced", {}, ["行政规范性文件 2 15"]),
        ("markdown", {}, ["| 行政规范性文件 | 2 |  | 15 |"]),
        ("csv", {}, ["行政规范性文件,2,,15"]),
        ("boxed", {}, ["│行政规范性文件│2           │            │15          │"]),
        ("columns", {}, ["行政规范性文件  2                           15"]),
    ],
)
def test_a_row_in_each_layout(layout: str, options: dict[str, bool], lines: list[str]) -> None:
    assert (
        lines_from(render(report_with(), layout, **options), "行政规范性文件", len(lines)) == lines
    )


def test_the_glued_layout_has_no_separator_at_all() -> None:
    text = render(report_with(), "glued")
    assert "规章行政规范性文件215第二十条第（五）项" in text
    assert "\n" not in text.replace("平稳有序。\n成效良好。", "")  # prose keeps its own line ends


@pytest.mark.parametrize(
    ("layout", "line"),
    [
        ("pipe", "（三）不予公开 | 1.属于国家秘密 |  | 1 |  |  |  |  | 1 |"),
        ("csv", ",（三）不予公开,1.属于国家秘密,,1,,,,,1"),
        ("markdown", "|  | （三）不予公开 | 1.属于国家秘密 |  | 1 |  |  |  |  | 1 |"),
    ],
)
def test_labels_beside_several_rows_stand_in_the_first(layout: str, line: str) -> None:
    assert lines_from(render(report_with(), layout), "1.属于国家秘密", 1) == [line]


def test_a_markdown_table_has_a_rule_below_its_first_line_and_escaped_pipes() -> None:
    cell = Cell("proactive.licensing.decisions", Status.UNREADABLE, raw="见|附*件")
    lines = render(report_with(cell), "markdown").splitlines()
    head = lines.index("| 第二十条第（一）项 |  |  |  |")
    assert lines[head + 1] == "| --- | --- | --- | --- |"
    assert "| 行政许可 | 见\\|附\\*件 |  |  |" in lines


def test_a_csv_row_is_what_a_csv_reader_expects() -> None:
    cell = Cell("proactive.licensing.decisions", Status.UNREADABLE, raw='见"附件", 略')
    line = lines_from(render(report_with(cell), "csv"), "行政许可", 1)
    assert next(csv.reader(line)) == ["行政许可", '见"附件", 略', "", ""]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell("p", Status.READ, 0), "0"),
        (Cell("p", Status.READ, Decimal("1E+2")), "100"),
        (Cell("p", Status.INFERRED, -3), "-3"),
        (Cell("p", Status.BLANK), ""),
        (Cell("p", Status.DASH, raw="/"), "/"),
        (Cell("p", Status.DASH), "—"),
        (Cell("p", Status.DASH, raw="*"), "—"),  # would be a mark of its own in Markdown
        (Cell("p", Status.UNREADABLE, raw=" 见 |\n附件"), "见 附件"),
        (Cell("p", Status.UNREADABLE, raw="3|4"), "?"),  # without its stroke it would be a figure
        (Cell("p", Status.UNREADABLE, raw="|"), "?"),
        (Cell("p", Status.AMBIGUOUS, raw="34", candidates=(3, 34)), "?"),
    ],
)
def test_what_is_written_for_each_status(cell: Cell, text: str) -> None:
    assert cell_text(cell, "|") == text


def test_a_report_that_was_read_from_a_text_is_written_with_each_table_once() -> None:
    """Prose before and after a table stays; the table, which stands in the section's text too, is
    not repeated."""
    source = (
        "一、总体情况\n平稳。\n二、主动公开政府信息情况\n全年公开46条。\n信息内容 | 本年制发件数 |"
        " 本年废止件数 | 现行有效件数 |\n"
        "规章 | 0 | 0 | 7 |\n行政规范性文件 | 3 | 1 | 27 |\n另有说明见附件。\n三、"
        "收到和处理政府信息公开申请情况\n"
    )
    text = render(gongkai.parse(source))
    assert text.count("行政规范性文件 | 3 | 1 | 27 |") == 1
    assert text.count("信息内容 | 本年制发件数") == 1
    assert lines_from(text, "二、主动公开", 3) == [
        "二、主动公开政府信息情况",
        "全年公开46条。",
        "另有说明见附件。",
    ]


def test_a_row_whose_places_are_open_is_written_as_it_stood_in_the_text() -> None:
    """Blanks were dropped from this text; neither figures nor doubt are lost, and nothing becomes
    certain."""
    received = "一、本年新收政府信息公开申请数量 | 4 | 4 | |||||||"
    carried_over = "二、上年结转政府信息公开申请数量 | |||||||||"
    report = gongkai.parse(
        f"三、收到和处理政府信息公开申请情况\n申请人情况 |\n{received}\n{carried_over}\n四、其他\n",
        layout="pipe",
    )
    assert report.cells["requests.received.total"].status is Status.AMBIGUOUS
    text = render(report)
    assert lines_from(text, "一、本年新收", 1) == [
        "一、本年新收政府信息公开申请数量 | 4 | 4 | |||||"
    ]
    assert "?" not in text
    assert gongkai.parse(text).cells == report.cells


def without_row(report: Report, row: str) -> Report:
    gone = {
        cell.path: Cell(cell.path, Status.MISSING)
        for cell in form.row_spec(report.form_edition)[row].cells
    }
    return attrs.evolve(report, cells=Cells({**report.cells, **gone}))


def test_a_missing_row_is_left_out_and_its_group_begins_with_the_next() -> None:
    text = render(without_row(report_with(), "requests.refused.state_secret"))
    assert "属于国家秘密" not in text
    assert "（三）不予公开 | 2.其他法律行政法规禁止公开 |" in text


def test_a_missing_table_leaves_its_heading() -> None:
    report = report_with()
    for row in form.rows(2021, "disputes"):
        report = without_row(report, row.path)
    lines = lines_from(render(report), "四、政府信息公开行政复议", 2)
    assert lines == ["四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况"]


def test_a_layout_of_ones_own_is_written_with_its_separator(tmp_path: Path) -> None:
    file = tmp_path / "semicolon.lark"
    file.write_text(
        'SEP: ";"\nTEXT: /[^;\\n]+/\nFIGURE: /[0-9]+(?=\\s*(?:;|\\n|$))/\n', encoding="utf-8"
    )
    layout = Layout.from_file(file)
    text = render(report_with(), layout)
    assert "行政规范性文件;2;;15" in text
    assert gongkai.parse(text, layout=layout).proactive.normative_documents.in_force == 15


def test_an_unknown_layout_is_refused_with_the_known_ones() -> None:
    with pytest.raises(LayoutError, match="no layout is called 'pipes'"):
        render(report_with(), "pipes")
