"""Titles, publishers and years as reports write them."""

from __future__ import annotations

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
