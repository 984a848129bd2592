"""Tables left as tags in a text: what the tags stand for, and what a reader of the page would not
see."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gongkai
from gongkai import Layout, Report, Status
from gongkai.layouts import Elements
from gongkai.parsing.tags import untagged

HTML: Final = Elements(("tr",), ("td", "th"))
ROW: Final = "requests.received"
SEVEN: Final = "".join(f"<td>{figure}</td>" for figure in (1, 2, 3, 4, 5, 6, 21))


def shown(text: str) -> str:
    """The text without its tags, and without the blanks that keep the places."""
    again = untagged(text, HTML)
    assert len(again) == len(text)
    return "\n".join(" ".join(line.split()) for line in again.splitlines() if line.strip())


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("<tr><td>规章</td><td>3</td></tr>", "| 规章 | 3 |"),
        ("<TR><TD>规章<TD>3<TR><TD>法<TD>4</TABLE>", "| 规章| 3|\n| 法| 4|"),
        ("<tr>\n <td>规\n章</td>\n <td/>\n <td>3</td>\n</tr>", "| 规 章 | | 3 |"),
        ("<tr><td>1<br>2</td></tr>", "| 1 2 |"),
        ("<tr><td>1&nbsp;</td><td>&#50;</td></tr>", "| 1 | ￼ |"),
        ("<tr><td>1|2</td></tr>", "| 1￼2 |"),
        ("<tr><td>1<!-- 7 --></td></tr>", "| 1 |"),
        ("<tr><td><img src=3.png></td></tr>", "| ￼ |"),
        ("<tr><td>1<del>7</del>2</td></tr>", "| 1 ￼ 2 |"),
        ("<tr><td>1<del>废</del></td></tr>", "| 1 |"),
        ("<tr><td>9<sup>①</sup></td></tr>", "| 9 |"),
        ("<tr><td><sup>9</sup></td></tr>", "| ￼ |"),
        ("<tr><td>1<span style='display:none'>7</span></td></tr>", "| 1 ￼ |"),
        ("<tr><td>1</td><td hidden>7</td></tr>", "| 1 | ￼ |"),
        ("<tr style='visibility: hidden'><td>7</td></tr><tr><td>1</td></tr>", "| 1 |"),
        ("<div hidden><tr><td>7</td></tr></div><tr><td>1</td></tr>", "| 1 |"),
        ("<div hidden><div>7</div>8</div>9", "9"),
        ("<style>.x{display:none}</style><tr><td>1<i class='a x'>7</i></td></tr>", "| 1 ￼ |"),
        ("<style>.x{color:red}</style><tr><td>1<i class='x'>7</i></td></tr>", "| 1 7 |"),
        ("<tr><td>a</td><td colspan=2>7</td></tr>", "| a | 7 |"),
        ("<tr><td>a</td><td colspan=2>7</td><td>8</td></tr>", "| a |￼ 7 |￼ 8 |"),
        (
            "<tr><td>a</td><td rowspan=2>7</td><td>1</td></tr><tr><td>b</td><td>2</td></tr>"
            "<tr><td>c</td><td>3</td></tr>",
            "| a |￼ 7 |￼ 1 |\n| b |￼ 2 |\n| c | 3 |",
        ),
        ("<h2>二、主动</h2><p>无。</p>x<y z", "二、主动\n无。\nx<y z"),
    ],
)
def test_what_tags_stand_for(written: str, seen: str) -> None:
    assert shown(written) == seen


@given(st.lists(st.sampled_from(
    ["<tr>", "</tr>", "<td>", "<td/>", "</td>", "<table>", "</table>", "<del>", "</del>", "<!--",
     "-->", "<p hidden>", "</p>", "<", ">", "&nbsp;", "&", "|", "\n", "1", "规章", "<x y='>'>"]
), max_size=30))  # fmt: skip
def test_no_place_moves(pieces: list[str]) -> None:
    text = "".join(pieces)
    again = untagged(text, HTML)
    assert len(again) == len(text)
    kept = [(a, b) for a, b in zip(text, again, strict=True) if b.isalnum()]
    assert all(a == b for a, b in kept)


def read(row: str, layout: str | Layout | None = "markup") -> Report:
    table = f"<table><tr><td>申请人情况</td></tr>{row}</table>"
    return gongkai.parse(f"三、收到和处理政府信息公开申请情况\n{table}\n", layout=layout)


def test_a_row_is_read_with_the_places_of_the_text_as_given() -> None:
    report = read(f"<tr><td>一、本年新收政府信息公开申请数量</td>{SEVEN}</tr>")
    cell = report.cells[f"{ROW}.total"]
    assert (cell.status, cell.value, cell.raw) == (Status.READ, 21, "21")
    assert cell.span is not None
    assert report.source[slice(*cell.span)] == "21"


@pytest.mark.parametrize(
    "cell",
    ["<td>1<del>7</del></td>", "<td>1<img src=x></td>", "<td>1<br>2</td>", "<td hidden>1</td>",
     "<td colspan=2>1</td>", "<td>1|2</td>", "<td>&#49;</td>", "<td>1<span hidden>0</span></td>"],
)  # fmt: skip
def test_what_no_reader_sees_as_a_figure_is_none(cell: str) -> None:
    row = SEVEN.replace("<td>1</td>", cell)
    report = read(f"<tr><td>一、本年新收政府信息公开申请数量</td>{row}</tr>")
    assert report.cells[f"{ROW}.natural_person"].status in (Status.UNREADABLE, Status.AMBIGUOUS)


@pytest.mark.slow
def test_elements_of_an_extractor_s_own_are_named_in_a_grammar() -> None:
    own = Layout("own", '%import markup (SEP, TEXT, FIGURE)\nROW: "r"\nCELL: "c"\n')
    row = SEVEN.replace("td>", "c>")
    report = read(f"<r><c>一、本年新收政府信息公开申请数量</c>{row}</r>", own)
    assert report[f"{ROW}.total"] == 21
    again = gongkai.parse(gongkai.render(report, own), layout=own)
    assert again.cells == report.cells
    with pytest.raises(gongkai.LayoutError, match="ROW is the name of an element"):
        read("", Layout("own", 'SEP: "|"\nROW: /tr/\nCELL: "td"\n'))


@pytest.mark.slow
def test_tables_in_tags_are_recognised_and_many_open_ones_cost_no_time() -> None:
    row = f"<tr><td>一、本年新收政府信息公开申请数量</td>{SEVEN}</tr>"
    assert read(2 * row, None).layout == "markup"
    merged = "<tr>" + "<td colspan=2>1</td>" * 20_000 + "</tr>"
    hostile = (
        merged,
        "<!--" * 50_000,
        "<del>" * 50_000,
        "<tr><td>" * 50_000,
        "<a " * 50_000,
        "&#" * 50_000,
    )
    for text in hostile:
        assert len(untagged(text, HTML)) == len(text)


def test_the_raw_text_of_a_cell_and_of_a_stray_figure_is_that_of_the_text_as_given() -> None:
    head = "一、本年新收政府信息公开申请数量"
    rows = f"<tr><td>{head}</td>{SEVEN.replace('<td>6</td>', '<td>6<b>0</b></td>')}<td>8</td></tr>"
    title = "三、收到和处理政府信息公开申请情况"
    texts = (
        f"{title}\n<table><tr><td>申请人情况</td></tr>{2 * rows}</table>",
        f"{title}\n申请人情况|\n{head}|1<br>2|2|3|4|5|6|21|9|\n" * 2,
        "三、收到和處理政府信息公開申請情況\n申請人情況|\n"
        "一、本年新收政府信息公開申請數量|無|2|3|4|5|6|數|\n",
    )
    for text in texts:
        report = gongkai.parse(text)
        shown = [(cell.span, cell.raw) for cell in report.cells.values()]
        shown += [(one.span, one.raw) for one in report.unplaced]
        held = [(span, raw) for span, raw in shown if span is not None]
        assert held
        assert all(text[slice(*span)] == raw for span, raw in held)
        assert Report.from_dict(report.to_dict()) == report
