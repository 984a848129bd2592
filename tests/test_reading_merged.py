"""A figure that is merged over several rows: the rows below keep its place, and claim nothing."""

from __future__ import annotations

import gongkai
from gongkai.model import HOLE
from gongkai.reading.html import read_html
from gongkai.reading.merged import Continued

HEAD = "<tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数"


def rows(page: str) -> list[list[str]]:
    return [line.split("\t") for line in read_html(page).text.splitlines() if "\t" in line]


def test_a_merged_figure_leaves_a_hole_in_the_row_below() -> None:
    page = f"<table>{HEAD}<tr><td>规章<td>1<td rowspan=2>5<td>3<tr><td>行政规范性文件<td>2<td>9"
    assert rows(page)[1:] == [["规章", "1", "5", "3"], ["行政规范性文件", "2", HOLE, "9"]]


def test_a_label_that_is_merged_leaves_none() -> None:
    page = "<table><tr><td rowspan=2>（四）无法提供<td>1.本机关不掌握<td>7<tr><td>2.没有现成<td>8"
    assert rows(page) == [["（四）无法提供", "1.本机关不掌握", "7"], ["2.没有现成", "8"]]


def test_a_blank_cell_of_a_row_of_figures_leaves_one_and_a_head_does_not() -> None:
    page = "<table><tr><td rowspan=2><td>自然人<tr><td>商业企业<td>其他"
    assert rows(page) == [["", "自然人"], ["商业企业", "其他"]]
    page = "<table><tr><td>规章<td rowspan=2><td>4<tr><td>行政规范性文件<td>6"
    assert rows(page) == [["规章", "", "4"], ["行政规范性文件", HOLE, "6"]]


def test_the_cells_below_a_merged_figure_are_not_claimed() -> None:
    page = f"""<h1>临川区民政局2023年政府信息公开工作年度报告</h1><p>二、主动公开政府信息情况</p>
    <table>{HEAD}<tr><td>规章<td>1<td rowspan=2>5<td>3<tr><td>行政规范性文件<td>2<td>9</table>
    <p>三、收到和处理政府信息公开申请情况</p><p>四、政府信息公开行政复议、行政诉讼情况</p>"""
    report = gongkai.read(page.encode(), media_type="text/html")
    cells = [report.cells[f"proactive.normative_documents.{name}"] for name in COLUMNS]
    assert [cell.status.value for cell in cells] == ["read", "unreadable", "read"]
    assert [cell.value for cell in cells] == [2, None, 9]


COLUMNS = ("issued", "repealed", "in_force")


def test_a_word_table_says_itself_which_cells_continue() -> None:
    grid = Continued()
    assert grid.fields([("规章", 1), ("1", 1), ("5", 2), ("3", 1)]) == ["规章", "1", "5", "3"]
    assert grid.fields([("文件", 1), ("2", 1), (None, 2), ("9", 1)]) == ["文件", "2", HOLE, "9"]
    assert grid.fields([("三", 1), ("4", 1), (None, 2), ("6", 1)]) == ["三", "4", HOLE, "6"]
    assert grid.fields([("群", 2), ("x", 1), (None, 1)]) == ["群", "x"]
