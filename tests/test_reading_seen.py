"""Web pages: what a reader of the page does not see is no figure; what he sees and the library
cannot read leaves the cell open."""

from __future__ import annotations

import pytest

from gongkai.model import HOLE
from gongkai.reading.composing import CUT
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
        '<b style="color:hsl(0 0% 0% / 0%)">9</b>',
        '<b style="zoom:0.01">9</b>',
        '<b style="filter:opacity(0)">9</b>',
        '<b style="display:inline-block;scale:0">9</b>',
        '<b style="position:absolute;left:-9999px">9</b>',
        '<b style="display:inline-block;text-indent:-999em">9</b>',
        '<b style="overflow:hidden;height:0;display:block">9</b>',
        '<b style="position:absolute;clip:rect(0,0,0,0)">9</b>',
        '<b style="clip-path:inset(50%)">9</b>',
        '<b style="display:inline-block;transform:scale(0)">9</b>',
        '<b style="display:inline-block;overflow:hidden;width:0">9</b>',
        '<b style="display:block;overflow:auto;max-height:0">9</b>',
        '<b style="display:/* */none">9</b>',
        '<b style="display:none;display:foo">9</b>',
        '<b style="opacity:0;opacity:foo">9</b>',
        "<dialog>9</dialog>",
        "<b popover>9</b>",
        "<s>9</s>",
        "<strike>9</strike>",
        "<del>9</del>",
        '<b style="text-decoration:line-through red">9</b>',
        "<sup>1</sup>",
        "<sup>[1]</sup>",
        '<sup><a href="#n1">①</a></sup>',
        '<a href="#_ftn1" name="_ftnref1">1</a>',
        '<a href="#note"><b>[1]</b></a>',
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
        "/* b */.h/* c */{/* d */display:none}",
        "table{.h{display:none}}",
        "td, th{color:red; & > .h{display:none}}",
        "td{@media screen{.h{display:none}}}",
        ".h, a:focus-visible, ::-webkit-scrollbar{display:none}",
        ".h:not(:hover){display:none}",
        ".h{display:none;display:foo}",
        ":root{--d:none}.h{display:var(--d)}",
        ":root{--e:var(--d);--d:0}.h{font-size:var(--e)}",
        ".h{display:var(--d, none)}",
        "@layer a,b;@layer b{.h{display:none}}@layer a{b.h{display:inline}}",
        "@layer{b.h{display:inline}}.h{display:none}",
        "@layer a{.h{display:none!important}}@layer b{.h{display:inline!important}}",
        "@supports (display:grid){.h{display:none}}",
        "@media (width >= 600px){.h{display:none}}",
    ],
)
def test_the_style_sheet_of_the_page_hides(style: str) -> None:
    assert cell('<b class="h" id="x">9</b>14', style) == "14"


@pytest.mark.parametrize(
    ("markup", "style"),
    [
        ('<b class="h">1</b>4', "@media print{.h{display:none}}"),
        ('<b class="h">1</b>4', "@media (max-width:600px){.h{display:none}}"),
        ('<b class="h">1</b>4', "@media (width < 600px){.h{display:none}}"),
        ('<b class="h">1</b>4', "@media (prefers-color-scheme: dark){.h{color:#fff}}"),
        ('<b class="h">1</b>4', "@supports not (display:grid){.h{display:none}}"),
        ('<b class="h">1</b>4', ".h{display:inline}@layer{b.h{display:none}}"),
        ('<b class="h">1</b>4', ":root{--c:#333}.h{color:var(--c)}"),
        ('<b style="color:hsl(0,0%,20%)">14</b>', ""),
        ('<b style="color:#fff;background:linear-gradient(#036,#025)">14</b>', ""),
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
        ('<b class="h">1</b>4', ".h, :foo{display:none}"),
        ('<b class="h">1</b>4', ".h, b::foo{display:none}"),
        ('<b class="h">1</b>4', ".h, b:not(:foo){display:none}"),
        ('<b class="h">1</b>4', ".h,{display:none}"),
        ('<b class="h">1</b>4', ":foo{.h{display:none}}"),
        ('<b class="h">1</b>4<noscript><style>.h{display:none}</style></noscript>', ""),
        ('<b class="h">1</b>4<style media="(max-width:9px)">.h{display:none}</style>', ""),
        ('<b class="h">1</b>4<style type="text/less">.h{display:none}</style>', ""),
        ('<b style="visibility:none;font-size:small;opacity:inherit">14</b>', ""),
        ('<b style="display:block;overflow:hidden;height:auto">14</b>', ""),
        ('<b style="display:table-cell;overflow:hidden;height:0">14</b>', ""),
        ('<b style="overflow:hidden;height:0">1</b>4', ""),
        ('<b style="text-indent:-999em;transform:scale(0)">1</b>4', ""),
        ('<b style="clip:rect(0,0,0,0)">1</b>4', ""),
        ('<p style="display:flex"><b style="flex:1;width:0;overflow:hidden">14</b></p>', ""),
        ('<p style="text-indent:-1000px;padding-left:1000px">14</p>', ""),
        ('<p style="text-indent:-1000px;padding:0 0 0 400px;margin:0 0 0 600px">14</p>', ""),
        ('<p style="text-indent:1000px;margin-left:-1000px">14</p>', ""),
        ("<dialog open>14</dialog>", ""),
        ('<b popover style="display:inline">14</b>', ""),
        ('1<b style="margin:3px 0;padding:0cm;display:inline">4</b>', ""),
        ('<b style="display:inline-block;width:50%;margin:3px">14</b>', ""),
        ("<small>14</small>", ""),
        ('<a href="4.html">14</a>', ""),
        ("<button>14</button>", ""),
        ('<b class="h">1</b>', '.h::after{content:"4"}'),
        ('<b class="h">4</b>', '.h::before{content:"1"}'),
        ("14", 'td::after{content:"9";display:none}td::before{content:"9";opacity:0}'),
        ('<b class="h">14</b>', 'b.h::after{content:none}.h::after{content:"9"}'),
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
        ('<b style="color:rgb(100%,100%,100%)">14</b>', ""),
        ('<b style="color:hsl(0,0%,100%)">14</b>', ""),
        ('<b style="color:color-mix(in srgb,white,#fff)">14</b>', ""),
        ('<b class="h">14</b>', ":root{--c:#fff}.h{color:var(--c)}"),
        ('<font color="FFFFFF">14</font>', ""),
        ('<b style="display:inline-block;rotate:180deg">16</b>', ""),
        ("<script>document.write(14)</script>", ""),
        ("<template shadowrootmode=open>14</template>", ""),
        ("<sup>14</sup>", ""),
        ("<del>14</del>", ""),
        ('<span style="display:none">14</span>', ""),
        ('<b data-value="14"></b>', ""),
        ('<b data-num="14">-</b>', ""),
        ('<b class="h">1</b>', '.h::after{content:"4"}.h::before{content:url(4.png)}'),
        ('<b class="h">14</b>', '.h::after{content:"1";vertical-align:super}'),
        ('<b class="h">14</b>', '.h{visibility:hidden}.h::after{content:"1"}'),
        ('<b style="display:var(--d)">14</b>', ""),
        ('<b style="display:inline-block;transform:rotate(180deg)">16</b>', ""),
        ('<b style="display:inline-block;width:1ch;overflow:hidden">14</b>', ""),
        ('<p style="width:1px;height:1px;overflow:hidden">14</p>', ""),
        ('<p style="text-indent:-1000px;padding-left:2em">14</p>', ""),
        ('<p style="text-indent:-1000px">14</p>', ""),
        ('<p style="text-indent:-1000px;padding:1.2.3px">14</p>', ""),
        ('<p style="display:flex"><b style="width:0;overflow:hidden">14</b></p>', ""),
        ('<p bgcolor="#036"><b bgcolor="white"><font color="white">14</font></b></p>', ""),
        ('<p style="background:#036"><b style="background:#fff;color:#fff">14</b></p>', ""),
    ],
)
def test_what_cannot_be_read_leaves_the_cell_open(markup: str, style: str) -> None:
    """Neither a figure nor an empty cell."""
    assert HOLE in cell(markup, style)


@pytest.mark.parametrize(
    "markup",
    [
        '<b style="display:block">1</b>\n<b style="display:block">4</b>',
        '<b style="display:inline-block;width:50%">1</b>4',
        '<b style="display:table-cell">1</b><b style="display:table-cell">4</b>',
        '<p style="display:flex"><b>1</b><b>4</b></p>',
        '<b style="float:left">1</b><b style="float:right">4</b>',
        '1<b style="margin-left:2em">4</b>',
        '<b style="margin:0 9px">1</b>4',
        '1<b style="padding:0 0 0 9px">4</b>',
        '1<b style="position:absolute;right:0">4</b>',
        '1<b style="position:relative;left:9px">4</b>',
        '1<b style="display:inline-block;transform:rotate(90deg)">4</b>',
        '1<b style="color:var(--c)">4</b>',
        '1<b style="font-size:60%">4</b>',
        "1<small>4</small>",
        '1<a href="4.html">4</a>',
        '1<a href="#_ftn">444</a>',
        "1<button>4</button>",
        "<textarea>1</textarea>4",
        "<select><option>1</select>4",
        '1<input value="4">',
        "<marquee>1</marquee>4",
        '1<i class="drawn"></i>',
        '-<b style="float:left">4</b>',
    ],
)
def test_what_stands_apart_is_not_one_figure(markup: str) -> None:
    assert f" {CUT} 4" in cell(markup, '.drawn::after{content:"4";float:right}')


def test_what_stands_apart_in_a_line_of_text_is_not_one_figure() -> None:
    apart = '<b style="display:table-cell">'
    assert lines(f"<p>{apart}规章</b>{apart}1</b>{apart}4</b></p>") == ["规章1 4"]


@pytest.mark.parametrize(
    ("style", "field"),
    [
        ("max-width:0;overflow:hidden;text-overflow:ellipsis", "14"),
        ("max-width:0;overflow:hidden", HOLE * 2),
        ("height:0;overflow:hidden", "14"),
        ("width:0.0pt;overflow:hidden", "14"),
        ("text-indent:-1000px;padding-left:1000px", "14"),
        ("text-indent:-1000px", HOLE),
        ("opacity:0", HOLE),
        ("display:block;width:0;overflow:hidden", HOLE),
        ("float:left;width:0;overflow:hidden", HOLE),
    ],
)
def test_a_cell_keeps_its_place_and_is_as_large_as_what_is_in_it(style: str, field: str) -> None:
    page = f'<table><tr><td>规章<td style="{style}">14<td>3</table>'
    assert lines(page) == [f"规章\t{field}\t3"]
    row = page.replace("<tr>", '<tr style="height:0;overflow:hidden">')
    assert lines(row) == lines(page)


def test_a_cell_without_width_in_a_table_of_fixed_widths_may_not_be_seen() -> None:
    table = '<table style="table-layout:fixed"><tr><td>规章'
    assert lines(f'{table}<td style="width:0;overflow:hidden">14</table>') == [f"规章\t{HOLE * 2}"]


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
