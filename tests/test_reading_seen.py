"""Web pages: what a reader of the page does not see is no figure; what he sees and the library
cannot read leaves the cell open."""

from __future__ import annotations

import pytest

from gongkai.model import HOLE
from gongkai.reading.html import read_html


def lines(page: str) -> list[str]:
    return read_html(page).text.split("\n")


def cell(markup: str, style: str = "") -> str:
    page = f"<style>{style}</style><table><tr><td>规章</td><td>{markup}</td></tr></table>"
    return lines(page)[-1].partition("\t")[2]


@pytest.mark.parametrize(
    "hidden",
    [
        "<b hidden>9</b>",
        '<b style="display:none">9</b>',
        '<b style="DISPLAY : None !important">9</b>',
        '<b style="visibility:hidden">9</b>',
        '<b style="font-size:0">9</b>',
        '<b style="font-size:0px"><i style="font-size:1em">9</i></b>',
        '<b style="font:0/0 a">9</b>',
        '<b style="opacity:0.0">9</b>',
        '<b style="color:transparent">9</b>',
        '<b style="color:rgba(0,0,0,0)">9</b>',
        '<b style="position:absolute;left:-9999px">9</b>',
        '<b style="display:inline-block;text-indent:-999em">9</b>',
        '<b style="overflow:hidden;height:0;display:block">9</b>',
        '<b style="position:absolute;clip:rect(0,0,0,0)">9</b>',
        '<b style="clip-path:inset(50%)">9</b>',
        '<b style="transform:scale(0)">9</b>',
        "<s>9</s>",
        "<strike>9</strike>",
        "<del>9</del>",
        '<b style="text-decoration:line-through red">9</b>',
        "<sup>1</sup>",
        "<sup>[1]</sup>",
        '<sup><a href="#n1">①</a></sup>',
        '<b style="vertical-align:super;font-size:8px">1</b>',
        "<template>9</template>",
        "<noscript>9</noscript>",
        "<script>9</script>",
        "<!-- 9 -->",
        '<input type="hidden" value="9">',
        "<details><summary>9</summary>9</details>",
    ],
)
def test_what_is_not_seen_is_no_part_of_a_figure(hidden: str) -> None:
    assert cell(f"14{hidden}") == "14"
    assert cell(f"{hidden}14") == "14"


@pytest.mark.parametrize(
    "style",
    [
        ".h{display:none}",
        "b.h , i{ display:none }",
        "#x{display:none!important}",
        "td > b{visibility:hidden}",
        "@media screen{.h{display:none}}",
        "@media screen and (min-width:1px){.h{font-size:0}}",
        ".h{display:inline}b.h{display:none}",
        "b.h{display:none}.h{display:inline}",
        ".h{opacity:0;color:red}",
        "td b:nth-child(1){text-decoration:line-through}",
        "<!-- .h{display:none} -->",
    ],
)
def test_the_style_sheet_of_the_page_hides(style: str) -> None:
    assert cell('<b class="h" id="x">9</b>14', style) == "14"


@pytest.mark.parametrize(
    ("markup", "style"),
    [
        ('<b class="h">1</b>4', "@media print{.h{display:none}}"),
        ('<b class="h">1</b>4', "@media (max-width:600px){.h{display:none}}"),
        ('<b class="h">1</b>4', ".h{display:none}b.h{display:inline}"),
        ('<b class="h" style="display:inline">1</b>4', ".h{display:none}"),
        ('<b class="h">1</b>4', ".h:hover{display:none} .other{display:none} .h{"),
        ('<b style="font-size:0"><i style="font-size:14px">14</i></b>', ""),
        ('<b style="visibility:hidden"><i style="visibility:visible">14</i></b>', ""),
        ('<b aria-hidden="true">14</b>', ""),
        ('<b style="color:#fff;background:#036">14</b>', ""),
        ("<ruby>14<rp>(</rp><rt>9</rt><rp>)</rp></ruby>", ""),
        ('<input value="14">', ""),
        ('<input type="number" value="14">', ""),
        ("<textarea>14</textarea>", ""),
        ("<select><option>9<option selected>14</select>", ""),
        ("<select><option>14<option>9</select>", ""),
        ("<details open>14</details>", ""),
        ("\u200e14\u200f", ""),
        ('<b class="h">1</b>4', '.h::after{content:""}'),
        ('<p data-row="3">14</p>', ""),
    ],
)
def test_what_is_seen_is_read(markup: str, style: str) -> None:
    assert cell(markup, style) == "14"


@pytest.mark.parametrize(
    ("markup", "style"),
    [
        ('1<img src="4.png">4', ""),
        ('<img src="14.png">', ""),
        ("1<svg><text>4</text></svg>", ""),
        ("<math><mn>14</mn></math>", ""),
        ("<canvas></canvas>", ""),
        ('<input type="checkbox">', ""),
        ("<select multiple><option>1<option>4</select>", ""),
        ("<bdo dir=rtl>14</bdo>", ""),
        ('<b style="unicode-bidi:bidi-override;direction:rtl">14</b>', ""),
        ("\u202e14\u202c", ""),
        ('<b style="color:white">14</b>', ""),
        ("<sup>14</sup>", ""),
        ("<del>14</del>", ""),
        ('<span style="display:none">14</span>', ""),
        ('<b data-value="14"></b>', ""),
        ('<b data-num="14">-</b>', ""),
        ('<b class="h">1</b>', '.h::after{content:"4"}.h::before{content:url(4.png)}'),
    ],
)
def test_what_cannot_be_read_leaves_the_cell_open(markup: str, style: str) -> None:
    """Neither a figure nor an empty cell."""
    assert HOLE in cell(markup, style)


ROW = "<tr{}><td>一、本年新收政府信息公开申请数量<td>{}"


@pytest.mark.parametrize(
    "hidden",
    [' class="old"', " hidden", ' style="display:none"', ' style="visibility:collapse"'],
)
def test_a_hidden_row_is_no_row(hidden: str) -> None:
    style = "<style>tr.old td, .old{display:none}</style>"
    page = f"{style}<table>{ROW.format(hidden, 9)}{ROW.format('', 14)}</table>"
    found = [line for line in lines(page) if line.strip()]
    assert found[-1] == "一、本年新收政府信息公开申请数量\t14"
    assert "9" not in "".join(found)


REPORT = (
    "<p>甲县{}年政府信息公开工作年度报告<p>一、总体情况<p>二、主动公开政府信息情况<table>" + ROW
)


def test_a_tab_with_another_year_is_left_out() -> None:
    old, new = REPORT.format(2022, "", 9), REPORT.format(2023, "", 14)
    page = (
        f"<style>.tab{{display:none}}.tab.on{{display:block}}</style>"
        f'<div class="tab">{old}</table></div>'
    )
    assert "2022" not in "".join(lines(f'{page}<div class="tab on">{new}</table></div>'))
    closed = f"{new}</table><details><summary>2022年</summary>{old}</table></details>"
    assert "2022" not in "".join(lines(closed))


def test_parts_of_a_report_shown_by_turns_are_all_read() -> None:
    page = (
        '<div class="tab"><p>一、总体情况<p>无。</div><div class="tab" style="display:none">'
        f"<p>三、收到和处理政府信息公开申请情况<table>{ROW.format('', 14)}</table></div>"
    )
    assert lines(page)[-1] == "一、本年新收政府信息公开申请数量\t14"


@pytest.mark.parametrize(
    "columns",
    [
        '<col><col style="visibility:collapse"><col>',
        '<colgroup><col><col class="gone"><col></colgroup>',
        '<colgroup><col></colgroup><colgroup class="gone"></colgroup>',
        '<colgroup span="1"></colgroup><colgroup class="gone"><col></colgroup>',
    ],
)
def test_a_collapsed_column_is_not_seen(columns: str) -> None:
    rows = "<tr><td>规章<td>9<td>3</tr><tr><td colspan=2>行政许可<td>4</tr>"
    page = f"<style>.gone{{visibility:collapse}}</style><table>{columns}{rows}</table>"
    assert lines(page)[-2:] == ["规章\t3", "行政许可\t4"]
    shown = page.replace("collapse", "visible")
    assert lines(shown)[-2:] == ["规章\t9\t3", "行政许可\t4"]
