"""Titles, publishers and years as reports write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pytest

import gongkai
from gongkai.parsing.metadata import read_metadata
from gongkai.parsing.outline import headings
from gongkai.writing.display import as_text


@pytest.mark.parametrize(
    ("head", "publisher", "year"),
    [
        ("2022年度云溪镇政府信息公开工作年度报告", "云溪镇", 2022),
        ("2022年云溪镇人民政府信息公开工作年度报告", "云溪镇人民政府", 2022),
        ("甲县财政局信息公开工作年度报告（2022年度）", "甲县财政局", 2022),
        ("甲县财政局2022年信息公开工作年度报告", "甲县财政局", 2022),
        ("甲县财政局政府信息公开工作2022年度报告", "甲县财政局", 2022),
        ("2022年度甲县财政局\n政府信息公开工作\n年度报告", "甲县财政局", 2022),
        ("2022年政府信息公开工作年度报告", None, 2022),
        ("2022年我局政府信息公开工作年度报告", None, 2022),
        ("2021年甲县信息公开年度报告\n2022年甲县信息公开年度报告", None, None),
        ("上一篇：甲县财政局2021年政府信息公开工作年度报告", None, None),
    ],
)
def test_titles_in_other_orders(head: str, publisher: str | None, year: int | None) -> None:
    """Several titles with several years say nothing, nor does 我局."""
    text = f"{head}\n一、总体情况\n无。\n二、主动公开政府信息情况\n"
    found = read_metadata(text, headings(text))
    assert (found.publisher, found.year) == (publisher, year)


def test_the_period_may_stand_in_section_one() -> None:
    text = "一、总体情况\n统计期限自2022年1月1日至2022年12月31日止。\n二、主动公开政府信息情况\n"
    assert read_metadata(text, headings(text)).year == 2022


# -- what the caller says --------------------------------------------------------------------------


def test_what_the_caller_knows_is_kept_and_named() -> None:
    text = "甲局2022年政府信息公开工作年度报告\n二、主动公开政府信息情况\n规章 | 3 | 0 | 1 |\n"
    report = gongkai.parse(text, layout="pipe", year=2023, url="https://example.org/1")
    assert (report.publisher, report.year, report.url) == ("甲局", 2023, "https://example.org/1")
    assert report.given == ("year", "url")
    assert "year 2023 (given)" in as_text(report, language="en")
    assert gongkai.Report.from_dict(report.to_dict()) == report
    assert gongkai.read(text.encode(), layout="pipe", publisher="乙局").publisher == "乙局"
    assert gongkai.parse(text, layout="pipe").given == ()


@pytest.mark.parametrize(("year", "edition"), [(None, None), (2020, 2019), (2023, 2021)])
def test_a_year_that_is_given_decides_the_edition_where_the_tables_do_not(
    year: int | None, edition: int | None
) -> None:
    text = "四、政府信息公开行政复议、行政诉讼情况\n结果维持|结果纠正|其他结果|尚未审结|总计|\n"
    assert gongkai.parse(text + "1|0|0|2|3|" * 3, layout="pipe", year=year).edition == edition


OWN: Final = "甲县教育局2023年政府信息公开工作年度报告"
PERIOD: Final = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
BODY: Final = (
    "一、总体情况\n无。\n二、主动公开政府信息情况\n规章 | 0 | 0 | 0 |\n六、其他需要报告的事项\n无。"
)


@pytest.mark.parametrize(
    "above",
    [
        ("甲县财政局2022年政府信息公开工作年度报告", "甲县卫健委2023年政府信息公开工作年度报告"),
        ("相关阅读", "甲县财政局2022年政府信息公开工作年度报告"),
        ("上一条：", "甲县财政局2022年政府信息公开工作年度报告"),
    ],
)
def test_of_several_titles_the_reports_own_counts(above: Sequence[str]) -> None:
    report = gongkai.parse("\n".join([*above, OWN, PERIOD, BODY]))
    assert (report.title, report.publisher, report.year) == (OWN, "甲县教育局", 2023)


@pytest.mark.parametrize(
    ("first", "publisher"),
    [
        ("根据《甲县人民政府2022年政府信息公开工作年度报告》，现公布本局情况。", None),
        ("2022年甲县教育局已公布2022年政府信息公开工作年度报告。", None),
        ("2024年1月20日 甲县教育局2023年政府信息公开工作年度报告", None),
        ("甲县政务公开办公室2023年政府信息公开工作年度报告", "甲县政务公开办公室"),
    ],
)
def test_what_stands_around_an_office_is_no_part_of_its_name(
    first: str, publisher: str | None
) -> None:
    report = gongkai.parse("\n".join([first, PERIOD, BODY]))
    assert (report.publisher, report.year) == (publisher, 2023)


@pytest.mark.parametrize(
    "end",
    [
        "信息来源 甲县融媒体中心 2024年1月31日",
        "主办单位\n甲县人民政府办公室\n2024年1月31日",
        "我局已将收费情况报送甲县财政局 2024年1月8日",
        "甲县教育局\n2024年1月20日\n最近更新\n甲县财政局\n2024年3月5日",
    ],
)
def test_an_office_in_the_footer_of_a_page_did_not_sign(end: str) -> None:
    assert gongkai.parse("\n".join([OWN, PERIOD, BODY, end])).publisher == "甲县教育局"


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ("首页 部门年报 甲局2023年政府信息公开工作年度报告", "甲局"),
        ("无障碍 首页 甲县政府 政府信息公开年报 2023年政府信息公开工作年度报告", None),
        ("甲县教育局\n政府信息公开工作年度报告\n（2023年）", "甲县教育局"),
        ("政府信息公开工作年度报告（2023年）", None),
    ],
)
def test_the_way_to_a_page_is_no_part_of_a_name(head: str, publisher: str | None) -> None:
    report = gongkai.parse(f"{head}\n{BODY}", layout="pipe")
    assert (report.publisher, report.year) == (publisher, 2023)


@pytest.mark.parametrize(
    "end",
    [
        "甲县财政局\n甲县水利局\n",
        "甲县财政局 甲县水利局\n",
        "甲县人民政府\n办公室\n",
        "地址： 甲县政府\n",
    ],
)
def test_of_two_offices_before_the_date_neither_is_the_publisher_by_itself(end: str) -> None:
    report = gongkai.parse(f"{OWN}\n{BODY}\n{end}2024年1月8日", layout="pipe")
    assert report.publisher == "甲县教育局"
