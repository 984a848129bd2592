"""Web pages: what a page holds becomes lines and rows, one row of a table in one line, its cells
between tabs."""

from __future__ import annotations

import pytest

from gongkai import Origin, ParseError, Span
from gongkai.reading.composing import CUT
from gongkai.reading.html import read_html

REPORT = """
<p>一、总体情况</p><p>全年收到申请4件。</p>
<p>三、收到和处理政府信息公开申请情况</p>
<table><tr><td colspan=3>一、本年新收政府信息公开申请数量</td><td>4</td><td>0</td></tr></table>
<p>六、其他需要报告的事项</p><p>无</p>
"""


def lines(page: str) -> list[str]:
    return read_html(page).text.split("\n")


@pytest.mark.parametrize(
    ("cell", "field"),
    [
        ("<span>1</span><span>49</span>", "149"),
        ("<span>1</span>\n<!-- split -->49", "1 49"),
        ("<p></p><p>149</p><p>&nbsp;</p>", "149"),
        ("<p>&nbsp;</p><p> </p>", ""),
        ("149<p></p>", "149"),
        ("<o:p>&nbsp;</o:p>", ""),
        ('<span style="mso-bidi-font-size:10.5pt">149<o:p></o:p></span>', "149"),
        ("<!--[if !supportEmptyParas]-->&nbsp;<!--[endif]-->", ""),
        ("结<br>果<br>维<br>持", "结果维持"),
        ("<p>（三）不予</p><p>公开</p>", "（三）不予公开"),
        ("\u200b149\ufeff", "149"),
        ('149<span style="display:none">7</span>', "149"),
        ('<input type="text" value="149">', "149"),
        ("<table><tr><td>149</td></tr></table>", "149"),
        ("<table><tr><td><table><tr><td><p>149</p></td></tr></table></td></tr></table>", "149"),
        ("<script>document.write(7)</script>149", "149"),
        ("１４９", "１４９"),
    ],
)
def test_a_cell_is_one_field(cell: str, field: str) -> None:
    """Whatever a cell's markup, its text is one field, and a figure stands in it in one piece."""
    assert lines(f"<table><tr><td>规章</td><td>{cell}</td><td>0</td></tr></table>") == [
        f"规章\t{field}\t0"
    ]


@pytest.mark.parametrize("cell", ["3<br>5", "<p>3</p><p>5</p>", "<div>3</div>5"])
def test_two_figures_in_one_cell_never_become_one(cell: str) -> None:
    """3 above 5 is not 35: a mark that is no part of a figure stands between them."""
    assert lines(f"<table><tr><td>规章</td><td>{cell}</td></tr></table>") == [f"规章\t3 {CUT} 5"]


def test_a_picture_in_a_cell_is_not_an_empty_cell() -> None:
    page = (
        '<table><tr><td>规章</td><td><img src="7.png"></td><td>'
        '<img src="dot.gif" width=1 height=1></td></tr></table>'
    )
    assert lines(page) == ["规章\t\ufffc\t"]


def test_spans_are_not_expanded() -> None:
    """A row has its own cells only, so that a span as large as it likes costs nothing."""
    first = "<tr><td rowspan=1000000 colspan=1000000>三、本年度办理结果<td>（一）予以公开<td>7"
    page = f"<table>{first}<tr><td>（二）部分公开<td>2</table>"
    assert lines(page) == ["三、本年度办理结果\t（一）予以公开\t7", "（二）部分公开\t2"]


def test_cells_that_are_not_closed_and_rows_that_are_not_there() -> None:
    assert lines("<table><td>规章<td>1<td>2<tr><td>行政许可<td>3</table>") == [
        "规章\t1\t2",
        "行政许可\t3",
    ]


def test_the_row_that_only_sets_widths_is_no_row_but_a_row_of_blanks_is() -> None:
    """Word ends a misaligned grid with a row of height 0. Fifteen blanks of table four are a row
    all the same."""
    page = (
        "<table><tr><td>结果维持<td>总计</tr><tr><td>&nbsp;<td>&nbsp;</tr>"
        "<![if !supportMisalignedColumns]><tr height=0><td width=1><td width=1></tr><![endif]>"
        "</table>"
    )
    assert lines(page) == ["结果维持\t总计", "\t"]


def test_text_beside_paragraphs_keeps_its_place() -> None:
    assert lines("<div>一、总体情况<p>甲</p>乙<br>丙<p>丁</p></div>") == [
        "一、总体情况",
        "甲",
        "乙",
        "丙",
        "丁",
    ]


def test_a_line_of_prose_never_looks_like_a_row() -> None:
    """A tab in the source is a blank on the page."""
    assert lines("<p>规章\t3\t5\n件</p>") == ["规章 3 5 件"]


def test_preformatted_text_keeps_its_lines_and_tabs() -> None:
    assert lines("<pre>规章\t3\n行政许可\t5</pre>") == ["规章\t3", "行政许可\t5"]


def test_tables_that_lay_out_the_page_are_taken_apart() -> None:
    """Only the innermost table with several cells is one; around it stand paragraphs."""
    page = (
        "<table><tr><td>菜单</td><td><p>二、主动公开</p><table><tr><td>规章</td><td>1</td></tr>"
        "</table><p>完</p></td></tr></table>"
    )
    assert lines(page) == ["菜单", "二、主动公开", "规章\t1", "完"]


def test_an_article_in_a_single_cell_keeps_its_paragraphs() -> None:
    long = "全年主动公开政府信息。" * 40
    assert lines(f"<table><tr><td><p>一、总体情况</p><p>{long}</p></td></tr></table>") == [
        "一、总体情况",
        long,
    ]


def test_each_cell_knows_where_it_stands() -> None:
    """Table and row of the page, and the cell's number in its row."""
    reading = read_html(
        "<p>甲</p><table><tr><td>规章<td>1</table><table><tr><td>行政许可<td>33<td>4</table>"
    )
    assert reading.text == "甲\n规章\t1\n行政许可\t33\t4"
    start = reading.text.index("33")
    assert reading.origin(Span(start, start + 2)) == Origin(None, 2, 1, 2)
    assert reading.origin(Span(0, 1)) is None
    assert reading.origin(Span(start, start + 4)) is None  # reaches into the next cell


def test_the_site_around_the_report_is_left_out() -> None:
    page = f"""<html><head><title>甲县2022年政府信息公开工作年度报告_甲县人民政府</title>
    <style>p{{}}</style></head><body><div class="top"><a href="/">无障碍</a></div>
    <ul class="nav"><li><a href=1>首页</a><li><a href=2>规章</a></ul>
    <div class="position">当前位置：<a href="/">首页</a> &gt; 正文</div>
    <div class="left"><ul><li><a href=3>行政处罚</a><li><a href=4>行政强制</a></ul></div>
    <div class="content"><h1>甲县2022年政府信息公开工作年度报告</h1>
    <div id="zoom">{REPORT}<div class="bdsharebuttonbox">分享到：微信 微博</div><p>甲县人民政府</p>
    </div></div><div class="footer">版权所有 甲县人民政府 ICP备1号</div>
    <script>var a = "五、存在的主要问题";</script></body></html>"""
    assert lines(page) == [
        "甲县2022年政府信息公开工作年度报告",
        "一、总体情况",
        "全年收到申请4件。",
        "三、收到和处理政府信息公开申请情况",
        "一、本年新收政府信息公开申请数量\t4\t0",
        "六、其他需要报告的事项",
        "无",
        "甲县人民政府",
    ]


@pytest.mark.parametrize(
    "name", ["print", "share", "nav", "header", "footer", "left", "menu-content"]
)
def test_the_report_is_kept_whatever_the_page_calls_it(name: str) -> None:
    """Class names are the site's own. What holds the report's wording is never left out."""
    page = f'<body><div class="{name}" id="{name}" style="display:none">{REPORT}</div></body>'
    assert "一、本年新收政府信息公开申请数量\t4\t0" in lines(page)
    assert lines(page)[-1] == "无"


def test_the_title_of_the_page_stands_in_where_the_report_has_none() -> None:
    page = f"<title>甲县2022年政府信息公开工作年度报告-甲县人民政府</title><body>{REPORT}</body>"
    assert lines(page)[0] == "甲县2022年政府信息公开工作年度报告"
    reading = read_html(page)
    assert all("\t" not in reading.text[span.start : span.end] for span, _ in reading.cells)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            '<p>附件：<a href="/files/nb.pdf">甲县2022年度报告.pdf</a></p>',
            "only as an attachment: 甲县2022年度报告.pdf",
        ),
        (
            '<iframe src="/pdfjs/web/viewer.html?file=/P0203.pdf"></iframe>',
            "only as an attachment: P0203.pdf",
        ),
        ('<embed src="nb%E5%B9%B4.pdf">', "only as an attachment: nb年.pdf"),
        ('<p><img src="W020230118.jpg" width="800"></p>', "only as a picture: W020230118.jpg"),
        ('<p><img src="data:image/png;base64,AA"></p>', "only as a picture: \\(inline\\)"),
        ('<iframe src="/inner/report.html"></iframe>', "in a frame: /inner/report.html"),
        ("", "has no text"),
    ],
)
def test_a_page_without_the_text_says_where_the_report_is(body: str, reason: str) -> None:
    page = (
        '<body><div class="header"><img src="/images/top.jpg" width="1000"></div>'
        f"<h1>政府信息公开年度报告</h1>{body}</body>"
    )
    if not body:
        page = "<body><div> </div></body>"
    with pytest.raises(ParseError, match=reason):
        read_html(page)


def test_a_report_with_an_attachment_is_read() -> None:
    assert "无" in lines(f'<body>{REPORT}<p>附件：<a href="nb.docx">年报.docx</a></p></body>')


def test_markdown_with_tables_as_tags_keeps_its_lines() -> None:
    """Converters write tables with spans as tags; what stands between them is lines of its own."""
    text = "一、总体情况\n\n全年。\n<table><tr>\n<td>规章</td>\n<td>1</td></tr></table>\n二、完\n"
    assert read_html(text, keep_lines=True).text.split("\n") == [
        "一、总体情况",
        "全年。",
        "规章\t1",
        "二、完",
    ]


@pytest.mark.slow
def test_deep_nesting_is_read_up_to_a_bound_and_then_refused() -> None:
    assert "一、本年新收政府信息公开申请数量\t4\t0" in lines("<div>" * 200 + REPORT)
    for depth in (5_000, 200_000):
        with pytest.raises(ParseError, match="nested too deeply"):
            lines("<div>" * depth + REPORT)


def test_nothing_outside_of_the_page_is_read() -> None:
    """An entity that names a file stays what it is: text of the page, or nothing."""
    page = (
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><table><tr><td>规章</td>'
        "<td>&x;</td></tr></table>"
    )
    assert lines(page)[-1] in ("规章\t&x;", "规章\t")
