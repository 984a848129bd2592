"""PDFs: places kept where rules are drawn, what page ends cut mended by the form's own wording, the
rest as lines."""

from __future__ import annotations

import logging
import shutil
import subprocess
import time
import zlib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

import gongkai
from gongkai import Origin, ParseError, Report, Span, form
from gongkai.model import HOLE
from gongkai.reading.composing import CUT
from gongkai.reading.pdf import read_pdf
from gongkai.writing.official import form_docx, form_html

Rows = Sequence[Sequence[str | None]]


class Drawing:
    """A small writer of PDFs, Chinese in a font that every reader knows.

    Pages have 600 by 800 points; places are counted from the top left corner.
    """

    def __init__(self) -> None:
        self._pages: list[list[str]] = []
        self.page()

    def page(self) -> None:
        self._pages.append([])

    def text(
        self, x: float, y: float, text: str, *, size: float = 10, matrix: str = "1 0 0 1"
    ) -> None:
        """Write a text whose upper left corner is at this place."""
        self._pages[-1].append(
            f"BT /F {size} Tf {matrix} {x} {800 - y - size} Tm <{text.encode('utf-16-be').hex()}>"
            " Tj ET"
        )

    def draw(self, operators: str) -> None:
        """Add operators of the PDF language as they are."""
        self._pages[-1].append(operators)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._pages[-1].append(f"{x0} {800 - y0} m {x1} {800 - y1} l S")

    def table(
        self, x: float, y: float, widths: Sequence[float], rows: Rows, *, closed: bool = True
    ) -> float:
        """Draw a ruled table, its rows 20 points high, and give back where it ends. None stands for
        the rest of the cell above.

        A text of several lines is given with line ends. ``closed=False`` leaves out the last rule,
        as at the end of a page.
        """
        edges = [x + sum(widths[:count]) for count in range(len(widths) + 1)]
        for number, row in enumerate(rows):
            top = y + 20 * number
            for column, text in enumerate(row):
                if text is not None:
                    self.rule(edges[column], top, edges[column + 1], top)
                    for place, line in enumerate(text.split("\n")):
                        self.text(edges[column] + 2, top + 1 + 9 * place, line, size=8)
        bottom = y + 20 * len(rows)
        if closed:
            self.rule(edges[0], bottom, edges[-1], bottom)
        for edge in edges:
            self.rule(edge, y, edge, bottom)
        return bottom

    def picture(self) -> None:
        """Fill the page with a picture, as a scan does."""
        self._pages[-1].append("q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q")

    def saved(self, *, filters: str = "/FlateDecode", content: bytes | None = None) -> bytes:
        """The bytes of the file. ``content`` replaces what the first page says."""
        count = len(self._pages)
        kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
        objects = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Count {count}/Kids[{kids}]>>".encode(),
            (
                b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement"
                b" 2>>/DW 1000/W[1[500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500]"
                b" 17 26 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags"
                b" 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight"
                b" 880/StemV 80>>>>]>>"
            ),
        ]
        for number, page in enumerate(self._pages):
            stream = zlib.compress("\n".join(page).encode("latin-1"))
            if content is not None and number == 0:
                stream = content
            objects.append(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {5 + 2 * number} 0 R"
                "/Resources<</Font<</F 3 0 R>>>>>>".encode()
            )
            objects.append(
                f"<</Filter {filters}/Length {len(stream)}>>\nstream\n".encode()
                + stream
                + b"\nendstream"
            )
        out = b"%PDF-1.5\n"
        places = []
        for number, body in enumerate(objects, 1):
            places.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        table = "".join(f"{place:010} 00000 n \n" for place in places)
        start = len(out)
        size = len(objects) + 1
        out += f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
        out += f"trailer\n<</Size {size}/Root 1 0 R>>\n".encode()
        return out + f"startxref\n{start}\n%%EOF\n".encode()


WIDTHS = [60, 160, 50, 50, 50]
FIRST = "3.危及“三安全一稳定”"
SECOND = "4.保护第三方合法权益"
THIRD = "5.属于三类内部事务信息"


def lines(drawing: Drawing) -> list[str]:
    return read_pdf(drawing.saved()).text.split("\n")


def over_two_pages(
    upper: Rows, lower: Rows, widths: list[float] | None = None, **options: bool
) -> list[str]:
    """The lines of a table that goes on on the next page, page numbers between."""
    drawing = Drawing()
    drawing.table(50, 700, list(widths or WIDTHS), upper, **options)
    drawing.text(300, 780, "- 1 -")
    drawing.page()
    drawing.table(50, 50, list(widths or WIDTHS), lower)
    drawing.text(300, 780, "- 2 -")
    return lines(drawing)


def test_ruled_cells_keep_their_places() -> None:
    drawing = Drawing()
    drawing.text(50, 50, "二、主动公开政府信息情况")
    bottom = drawing.table(
        50, 100, [150, 60, 60, 60], [["规章", "1", "", "3"], ["行政规范性文件", "", "6", ""]]
    )
    drawing.text(50, bottom + 20, "三、")
    assert lines(drawing) == [
        "二、主动公开政府信息情况",
        "规章\t1\t\t3",
        "行政规范性文件\t\t6\t",
        "三、",
    ]


def test_each_cell_knows_its_page_table_row_and_number() -> None:
    drawing = Drawing()
    drawing.page()
    drawing.table(50, 100, [150, 60], [["规章", "1"], ["行政许可", "77"]])
    reading = read_pdf(drawing.saved())
    start = reading.text.index("77")
    assert reading.origin(Span(start, start + 2)) == Origin(2, 1, 2, 2)


def test_a_label_written_downwards_and_labels_of_several_lines() -> None:
    drawing = Drawing()
    rows: Rows = [["（三）不\n予公开", FIRST, "1", "2", "3"], [None, SECOND, "4", "5", "6"]]
    drawing.table(50, 100, WIDTHS, rows)
    assert lines(drawing) == [f"（三）不予公开\t{FIRST}\t1\t2\t3", f"{SECOND}\t4\t5\t6"]


def test_a_groups_label_cut_by_the_page_end_is_put_together() -> None:
    upper = [["（四）无", "1.本机关不掌握相关政府信息", "7", "0", "1"]]
    lower = [["法提供", "2.没有现成信息需要另行制作", "1", "0", "2"]]
    assert over_two_pages(upper, lower) == [
        "（四）无法提供\t1.本机关不掌握相关政府信息\t7\t0\t1",
        "2.没有现成信息需要另行制作\t1\t0\t2",
    ]


@pytest.mark.parametrize("figures_above", [True, False])
@pytest.mark.slow
def test_a_row_cut_in_its_label_is_put_together(figures_above: bool) -> None:
    """The figures stand in one of the two parts."""
    figures, none = ["4", "", "6"], ["", "", ""]
    upper: Rows = [
        ["", FIRST, "1", "2", "3"],
        [None, "4.保护第三方", *(figures if figures_above else none)],
    ]
    lower: Rows = [
        ["", "合法权益", *(none if figures_above else figures)],
        [None, THIRD, "7", "8", "9"],
    ]
    assert over_two_pages(upper, lower) == [
        f"\t{FIRST}\t1\t2\t3",
        f"{SECOND}\t4\t\t6",
        f"{THIRD}\t7\t8\t9",
    ]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (["", SECOND, "", "", ""], ["", "", "4", "", "6"]),
        (["", "", "4", "", "6"], ["", SECOND, "", "", ""]),
        (["", SECOND, "4", "", "6"], ["", "", "", "", ""]),
    ],
    ids=["figures below", "label below", "nothing below"],
)
def test_a_row_cut_between_its_label_and_its_figures_is_put_together(
    upper: list[str], lower: list[str]
) -> None:
    first, last = ["", FIRST, "1", "2", "3"], ["", THIRD, "7", "8", "9"]
    assert over_two_pages([first, upper], [lower, last]) == [
        f"\t{FIRST}\t1\t2\t3", f"\t{SECOND}\t4\t\t6", f"\t{THIRD}\t7\t8\t9",
    ]  # fmt: skip


@pytest.mark.slow
def test_the_rest_of_a_groups_label_does_not_hide_that_a_row_was_cut() -> None:
    upper: Rows = [["三、本年度\n办理结果", FIRST, "1", "2", "3"], [None, SECOND, "4", "", "6"]]
    assert over_two_pages(upper, [["", "", "", "5", ""]])[-1] == f"{SECOND}\t4\t5\t6"


def test_two_rows_of_blanks_on_two_pages_stay_two_rows() -> None:
    assert over_two_pages([["", FIRST, "", "", ""]], [["", SECOND, "", "", ""]]) == [
        f"\t{FIRST}\t\t\t",
        f"\t{SECOND}\t\t\t",
    ]


def test_a_figure_cut_by_the_page_end_is_never_one_of_its_parts() -> None:
    """732859 at the end of a page and 0 on the next one may be one figure or two: neither 732859
    nor 7328590 is claimed."""
    found = over_two_pages([["", FIRST, "732859", "2", "3"]], [["", "", "0", "", ""]])
    assert found == [f"\t{FIRST}\t732859 {CUT} 0\t2\t3"]


def test_a_head_that_is_repeated_on_the_next_page_is_left_out() -> None:
    head = ["", "信息内容", "自然人", "商业企业", "总计"]
    found = over_two_pages([head, ["", FIRST, "1", "2", "3"]], [head, ["", SECOND, "4", "5", "6"]])
    assert found == [
        "\t信息内容\t自然人\t商业企业\t总计",
        f"\t{FIRST}\t1\t2\t3",
        f"\t{SECOND}\t4\t5\t6",
    ]


@pytest.mark.slow
def test_a_blank_below_a_head_that_spans_rows_is_a_blank() -> None:
    """The last cell of the first row on a page is no rest of 总计, however far that head reached
    down on the page before."""
    upper: Rows = [
        ["（本列", "申请人", "法人", None, "总计"],
        [None, None, "商业企业", "其他", None],
    ]
    lower = [["一、", "本年新收政府信息公开申请数量", "1", "", ""]]
    assert over_two_pages(upper, lower)[-1] == "一、\t本年新收政府信息公开申请数量\t1\t\t"


def test_a_table_that_the_page_end_leaves_open_is_closed() -> None:
    first, second = ["", FIRST, "1", "2", "3"], ["", SECOND, "4", "5", "6"]
    assert over_two_pages([first], [second], closed=False) == [
        f"\t{FIRST}\t1\t2\t3", f"\t{SECOND}\t4\t5\t6",
    ]  # fmt: skip


def test_a_table_without_rules_at_its_sides_keeps_its_outer_columns() -> None:
    drawing = Drawing()
    for y in (100, 120, 140, 160):
        drawing.rule(50, y, 350, y)
    for x in (200, 250, 300):
        drawing.rule(x, 100, x, 160)
    for y, label in ((100, FIRST), (120, SECOND), (140, THIRD)):
        drawing.text(52, y + 3, label, size=8)
        for x in (202, 252, 302):
            drawing.text(x, y + 3, "7", size=8)
    assert lines(drawing) == [f"{label}\t7\t7\t7" for label in (FIRST, SECOND, THIRD)]


def test_a_table_that_is_wider_than_its_page_may_have_lost_digits_of_its_last_column() -> None:
    drawing = Drawing()
    for y in (100, 120, 140, 160):
        drawing.rule(50, y, 350, y)
    for x in (50, 200, 250, 300):
        drawing.rule(x, 100, x, 160)
    for y, label in ((100, FIRST), (120, SECOND), (140, THIRD)):
        drawing.text(52, y + 3, label, size=8)
        for x in (202, 252, 302):
            drawing.text(x, y + 3, "7", size=8)
    assert lines(drawing) == [f"{label}\t7\t7\t7 ↵" for label in (FIRST, SECOND, THIRD)]


@pytest.mark.parametrize("number", ["{}", "- {} -", "—{}—", "第{}页", "第 {} 页 共 3 页", "{}/3"])
def test_page_numbers_are_left_out(number: str) -> None:
    drawing = Drawing()
    for page in (1, 2, 3):
        if page > 1:
            drawing.page()
        drawing.text(50, 50, f"第{'一二三'[page - 1]}段。")
        drawing.text(300, 780, number.format(page))
    assert lines(drawing) == ["第一段。", "第二段。", "第三段。"]


def test_a_figure_at_the_end_of_a_page_is_no_page_number() -> None:
    drawing = Drawing()
    for page, figure in enumerate(("5", "2", "9")):
        if page:
            drawing.page()
        drawing.text(50, 100, "规章")
        drawing.text(50, 115, figure)
    assert lines(drawing) == ["规章", "5", "规章", "2", "规章", "9"]


def test_running_heads_are_left_out() -> None:
    drawing = Drawing()
    for page in (1, 2, 3):
        if page > 1:
            drawing.page()
        drawing.text(50, 20, f"2023/1/18 10:0{page} 甲县政府信息公开年报")
        drawing.text(50, 50, f"第{'一二三'[page - 1]}段。")
        drawing.text(50, 100, "甲。")
    assert lines(drawing) == ["第一段。", "甲。", "第二段。", "甲。", "第三段。", "甲。"]


def test_paragraphs_are_put_together_over_lines_and_pages() -> None:
    drawing = Drawing()
    drawing.text(70, 50, "全年收到申请" + "一" * 42)
    drawing.text(50, 65, "二" * 50)
    drawing.page()
    drawing.text(50, 50, "三件。")
    drawing.text(70, 65, "（二）")
    drawing.table(50, 100, [150, 60], [["规章", "1"]])
    assert lines(drawing) == [
        "全年收到申请" + "一" * 42 + "二" * 50 + "三件。",
        "（二）",
        "规章\t1",
    ]


def test_a_figure_that_goes_on_in_the_next_line_of_a_narrow_cell_is_one() -> None:
    drawing = Drawing()
    drawing.table(50, 100, [150, 18, 60], [["规章", "3985\n758", "3985\n758"]])
    assert lines(drawing) == [f"规章\t3985758\t3985 {CUT} 758"]


def test_two_figures_where_a_rule_is_missing_are_two_cells() -> None:
    drawing = Drawing()
    drawing.table(50, 100, [150, 100], [["规章", "3"]])
    drawing.text(150 + 140, 101, "5", size=8)
    assert lines(drawing) == ["规章\t3\t5"]


def test_bold_print_made_by_printing_twice_is_read_once() -> None:
    drawing = Drawing()
    drawing.table(50, 100, [150, 60], [["规章", "35"]])
    drawing.text(202.3, 101, "35", size=8)
    assert lines(drawing) == ["规章\t35"]


@pytest.mark.parametrize(
    ("way", "size", "field"),
    [
        ("", 8, "7"),
        ("3 Tr", 8, HOLE),
        ("1 g", 8, HOLE),
        ("0.97 g", 8, HOLE),
        ("0.7 g", 8, "7"),
        ("/Span <<>> BDC 0 0 1 1 re W n", 8, HOLE),
        ("", 1, HOLE),
    ],
    ids=["seen", "invisible", "white", "faint", "grey", "clipped", "tiny"],
)
def test_a_figure_that_the_page_does_not_show_cannot_be_read(
    way: str, size: int, field: str
) -> None:
    drawing = Drawing()
    drawing.table(50, 100, [150, 60, 60], [["规章", "35", ""]])
    drawing.draw(f"q {way}")
    drawing.text(270, 103, "7", size=size)
    drawing.draw("Q")
    assert lines(drawing) == [f"规章\t35\t{field}"]


@pytest.mark.parametrize(
    ("operators", "field"),
    [
        ("1 g 200 680 60 20 re f", HOLE * 2),
        ("202 692.5 m 212 692.5 l S", HOLE * 2),
        ("202 692 10 0.7 re f", HOLE * 2),
        ("202 690 m 212 690 l S", "35"),
        ("BT /F 5 Tf 210.5 695 Td <0031> Tj ET", f"35{HOLE}"),
        ("BT /F 5 Tf 215 691 Td <0031> Tj ET", "35 1"),
        ("BT /F 8 Tf 203.5 691 Td <0031> Tj ET", HOLE * 3),
        ("BT /F 8 Tf -1 0 0 -1 250 696 Tm <00360038> Tj ET", f"35 {HOLE * 2}"),
        ("BT /F 8 Tf -1 0 0 1 250 691 Tm <00360038> Tj ET", f"35 {HOLE} {HOLE}"),
    ],
    ids=[
        "below a box", "struck", "struck by a box", "underlined", "a raised mark", "apart",
        "one over another", "upside down", "mirrored",
    ],
)  # fmt: skip
def test_a_figure_that_something_is_done_to_cannot_be_read(operators: str, field: str) -> None:
    drawing = Drawing()
    drawing.table(50, 100, [150, 60, 60], [["规章", "35", "8"]])
    drawing.draw(f"q {operators} Q")
    assert " ".join(lines(drawing)[0].split("\t")[1:-1]) == field


@pytest.mark.parametrize(
    ("operators", "field"),
    [
        ("275 690 m 280 695 285 680 290 690 c S", HOLE),
        ("q 10 0 0 10 280 685 cm BI /W 2 /H 1 /CS /G /BPC 8 ID \x80\x00 EI Q", HOLE),
        ("0.9 g 261 681 58 18 re f", ""),
    ],
    ids=["an outline", "a picture", "a ground"],
)
def test_a_cell_without_text_that_shows_something_is_not_blank(operators: str, field: str) -> None:
    drawing = Drawing()
    drawing.table(50, 100, [150, 60, 60], [["规章", "35", ""]])
    drawing.draw(f"q {operators} Q")
    drawing.text(50, 200, "四、政府信息公开行政复议、行政诉讼情况")
    assert lines(drawing)[0] == f"规章\t35\t{field}"


def test_a_figure_that_runs_into_the_next_cell_is_not_cut_at_the_rule() -> None:
    drawing = Drawing()
    drawing.table(50, 100, [150, 20, 60], [["规章", "1234567", ""], ["行政规范性文件", "12", "3"]])
    assert lines(drawing) == [f"规章\t1234{HOLE}\t567{HOLE}", "行政规范性文件\t12\t3"]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_is_turned_is_read_as_if_it_stood_upright(turned: int) -> None:
    drawing = Drawing()
    drawing.table(50, 100, [150, 60, 60], [["规章", "35", "7"], ["行政规范性文件", "12", ""]])
    data = drawing.saved().replace(b"/MediaBox", f"/Rotate {turned}/MediaBox".encode())
    assert read_pdf(data).text.split("\n") == ["规章\t35\t7", "行政规范性文件\t12\t"]


def test_single_figures_below_each_other_in_a_narrow_cell_are_two() -> None:
    drawing = Drawing()
    drawing.table(50, 100, [150, 9, 22], [["规章", "3\n5", "12\n34"]])
    assert lines(drawing) == [f"规章\t3 {CUT} 5\t12 {CUT} 34"]


def test_a_figure_that_goes_on_in_the_next_line_without_rules_cannot_be_read() -> None:
    def row(y: float, label: str, figures: str) -> None:
        drawing.text(50, y, label, size=8)
        for column, figure in enumerate(figures.split()):
            if figure != "-":
                drawing.text(250 + 30 * column, y, figure, size=8)

    drawing = Drawing()
    row(100, "三、本年度办", "47 - - - - - 52")
    row(110, "（七）总计", "6 6 11 15 12 8 8")
    row(126, "四、结转下年度继续办理", "3 0 0 0 0 0 3")
    row(200, "2.重复申请", "5 - - - - - 5")  # a row whose blanks leave no trace
    row(210, "3.要求提供公开出版物", "1 0 0 0 0 0 1")
    assert lines(drawing) == [
        f"三、本年度办 {HOLE * 2} {HOLE * 2}",
        f"（七）总计 {HOLE} 6 11 15 12 8 {HOLE}",
        "四、结转下年度继续办理 3 0 0 0 0 0 3",
        "2.重复申请 5 5",
        "3.要求提供公开出版物 1 0 0 0 0 0 1",
    ]


@pytest.mark.slow
def test_a_page_of_many_characters_is_read_in_reasonable_time() -> None:
    drawing = Drawing()
    for row in range(400):
        drawing.text(50, 10 + 1.8 * row, "规章一二三四五六七八九十12345678", size=8)
    before = time.process_time()
    lines(drawing)
    assert time.process_time() - before < 5  # it grew with the square, to 16 seconds


@pytest.mark.slow
def test_squared_paper_is_no_table() -> None:
    drawing = Drawing()
    for place in range(100):
        drawing.rule(50, 100 + 5 * place, 550, 100 + 5 * place)
        drawing.rule(50 + 5 * place, 100, 50 + 5 * place, 600)
    drawing.text(50, 700, "规章 3")
    assert lines(drawing) == ["规章 3"]


def test_a_mark_across_the_page_is_no_figure() -> None:
    drawing = Drawing()
    drawing.table(50, 100, [150, 60], [["规章", "35"]])
    drawing.text(200, 105, "7", matrix="0.7 0.7 -0.7 0.7")
    assert lines(drawing) == ["规章\t35"]


def test_without_rules_the_text_is_given_line_by_line() -> None:
    drawing = Drawing()
    drawing.text(50, 50, "一、本年新收政府信息公开申请数量 3 0 0 0 0 0 3")
    drawing.text(50, 65, "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0")
    assert lines(drawing) == [
        "一、本年新收政府信息公开申请数量 3 0 0 0 0 0 3",
        "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0",
    ]


def test_a_frame_around_text_is_no_table() -> None:
    drawing = Drawing()
    drawing.table(50, 100, [300], [["一、总体情况，全年主动公开政府信息。"], ["二、"]])
    drawing.table(50, 200, [150, 60], [["规章", "1"]])
    assert lines(drawing) == ["一、总体情况，全年主动公开政府信息。", "二、", "规章\t1"]


def _encrypted() -> bytes:
    data = Drawing().saved()
    lock = (
        b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<"
        + b"11" * 32
        + b">/U<"
        + b"22" * 32
        + b">>>/ID[<33><33>]"
    )
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R" + lock)


def _scan() -> Drawing:
    drawing = Drawing()
    drawing.picture()
    return drawing


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_scan().saved(), "a scan: it holds pictures"),
        (Drawing().saved(), "the PDF has no text"),
        (_encrypted(), "encrypted with a password"),
        (b"%PDF-1.7\n%nothing", "the PDF is broken"),
        (Drawing().saved()[:-400], "the PDF"),
        (Drawing().saved(filters="[/FlateDecode/FlateDecode]"), "packs its streams more than once"),
    ],
    ids=["scan", "empty", "encrypted", "broken", "cut", "bomb in a bomb"],
)
@pytest.mark.slow
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        read_pdf(data)


@pytest.mark.slow
def test_a_page_that_unpacks_to_more_than_any_report_is_refused() -> None:
    bomb = Drawing().saved(content=zlib.compress(bytes(300 * 2**20)))
    with pytest.raises(ParseError, match="unpacks to more than"):
        read_pdf(bomb)


def test_the_remarks_of_the_library_below_are_not_printed(caplog: pytest.LogCaptureFixture) -> None:
    level = logging.getLogger("pdfminer").level
    with caplog.at_level(logging.DEBUG, logger="root"):
        read_pdf(Drawing_with_text())
    assert [record for record in caplog.records if record.name.startswith("pdfminer")] == []
    assert logging.getLogger("pdfminer").level == level


def Drawing_with_text() -> bytes:
    drawing = Drawing()
    drawing.text(50, 50, "政府信息公开工作年度报告，一、总体情况，二、主动公开。")
    return drawing.saved()


# -- printed by real programs ----------------------------------------------------------------------


def report_of(edition: int, seed: int, *, blanks: bool) -> Report:
    """A report with figures of one to seven digits; with or without blanks. Its sums need not hold:
    places are what counts."""
    random = Random(seed)
    values: dict[str, int | Decimal | None] = {}
    for cell in form.cells(edition):
        figure = random.choice([0, 0, random.randint(1, 99), random.randint(100, 9_999_999)])
        values[cell.path] = Decimal(figure) / 10 if cell.kind == "amount" else figure
        if blanks and random.random() < 0.5:
            values[cell.path] = None
    return Report.from_values(
        values,
        edition=edition,
        title=f"甲县人民政府{edition + 1}年政府信息公开工作年度报告",
        year=edition + 1,
    )


def printed_by_chromium(folder: Path, report: Report) -> Path:
    program = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if program is None:
        pytest.skip("no Chromium is installed to print with")
    page, file = folder / "report.html", folder / "report.pdf"
    page.write_text(form_html(report), encoding="utf-8")
    command = [
        program,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder}",
        f"--print-to-pdf={file}",
        page.as_uri(),
    ]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    return file


def printed_by_libreoffice(folder: Path, report: Report) -> Path:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    fonts = shutil.which("fc-list")
    if fonts and not subprocess.run([fonts, ":lang=zh"], capture_output=True, check=True).stdout:
        pytest.skip("there is no Chinese font to print with")
    if program is None:
        pytest.skip("no LibreOffice is installed to print with")
    document = folder / "report.docx"
    document.write_bytes(form_docx(report))
    command = [
        program,
        f"-env:UserInstallation={folder.as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(document),
    ]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    return folder / "report.pdf"


@pytest.mark.slow
@pytest.mark.parametrize("blanks", [False, True], ids=["figures", "blanks"])
@pytest.mark.parametrize("edition", form.EDITIONS)
@pytest.mark.parametrize("program", [printed_by_chromium, printed_by_libreoffice])
def test_a_report_printed_to_pdf_is_read_whole(
    tmp_path: Path, program: object, edition: int, blanks: bool
) -> None:
    """Every cell comes back with its own status and value."""
    assert callable(program)
    report = report_of(edition, 7 * edition + blanks, blanks=blanks)
    read = gongkai.read(program(tmp_path, report))
    assert {path: (cell.status, cell.value) for path, cell in read.cells.items()} == {
        path: (cell.status, cell.value) for path, cell in report.cells.items()
    }
