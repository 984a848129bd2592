"""Spreadsheets: what they show is read, where it stands is kept, and what they hide is named."""

from __future__ import annotations

import datetime
import io
import zipfile
from contextlib import suppress
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting import rule as rules
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

import gongkai
from gongkai import MissingExtraError, ParseError, Report, Status
from gongkai.reading.numberformats import shown
from gongkai.reading.ods import read_ods
from gongkai.reading.sheets import Area, Sheet, compose
from gongkai.reading.xls import read_xls
from gongkai.reading.xlsx import read_xlsx
from gongkai.writing.grid import grid

TABLES = {
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
}
HIDDEN = "草稿"


def filled(zero: int | None = 0) -> Report:
    """A report in which every third cell is zero (or blank) and the others differ."""
    paths = gongkai.Report.blank(2021).cells
    values = {path: zero if n % 3 == 0 else n for n, path in enumerate(paths)}
    return Report.from_values(values | {"proactive.fees.amount": Decimal("2986.1")}, edition=2021)


def sheets_of(
    report: Report, *, single: bool
) -> list[tuple[str, dict[tuple[int, int], Any], list[Area]]]:
    """The printed report as sheets: texts and figures by row and column, and merged cells."""
    sheets: list[tuple[str, dict[tuple[int, int], Any], list[Area]]] = [("报告", {}, [])]
    row = 1
    for line in ("甲县2022年政府信息公开工作年度报告", "一、总体情况", "全年一切正常。"):
        sheets[-1][1][row, 1] = line
        row += 1
    for table, heading in TABLES.items():
        if not single:
            sheets.append((table, {}, []))
            row = 1
        _, texts, merged = sheets[-1]
        texts[row, 1] = heading
        row += 1
        shape = grid(table, 2021)
        for box in shape.boxes:
            value = report.cells[box.path].value if box.path else box.text
            if value is not None:
                texts[row + box.row, 1 + box.column] = value
            if box.rows > 1 or box.columns > 1:
                top, left = row + box.row, 1 + box.column
                merged.append(Area(top, left, top + box.rows - 1, left + box.columns - 1))
        row += shape.height
    for line in ("五、存在的主要问题及改进情况", "无。", "六、其他需要报告的事项", "无。"):
        sheets[-1][1][row, 1] = line
        row += 1
    return [*sheets, (HIDDEN, {(1, 1): "规章", (1, 2): 99}, [])]


def xlsx(report: Report, *, single: bool) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, texts, merged in sheets_of(report, single=single):
        sheet = book.create_sheet(name)
        for (row, column), value in texts.items():
            sheet.cell(row, column, float(value) if isinstance(value, Decimal) else value)
        for area in merged:
            sheet.merge_cells(None, area.top, area.left, area.bottom, area.right)
        sheet.sheet_state = "hidden" if name == HIDDEN else "visible"
    return saved(book)


def saved(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xls(report: Report, *, single: bool) -> bytes:
    book = xlwt.Workbook()
    for name, texts, merged in sheets_of(report, single=single):
        sheet = book.add_sheet(name)
        tops = {(area.top, area.left): area for area in merged}
        for at, area in tops.items():
            value = texts.get(at, "")
            value = float(value) if isinstance(value, Decimal) else value
            sheet.write_merge(area.top - 1, area.bottom - 1, area.left - 1, area.right - 1, value)
        for (row, column), value in texts.items():
            if (row, column) not in tops:
                number = float(value) if isinstance(value, Decimal) else value
                sheet.write(row - 1, column - 1, number)
        sheet.visibility = int(name == HIDDEN)
    return saved(book)


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:automatic-styles><style:style style:name="off" style:family="table">
<style:table-properties table:display="false"/></style:style>STYLES</office:automatic-styles>
<office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"""


def ods_of(tables: str, styles: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.replace("STYLES", styles).format(tables))
    return file.getvalue()


def ods(report: Report, *, single: bool) -> bytes:
    written = []
    for name, texts, merged in sheets_of(report, single=single):
        tops = {(area.top, area.left): area for area in merged}
        covered = {
            (row, column)
            for area in merged
            for row in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)
        } - tops.keys()
        rows = ""
        for row in range(1, max(row for row, _ in texts) + 1):
            cells = ""
            for column in range(1, 17):
                kind = "covered-table-cell" if (row, column) in covered else "table-cell"
                area = tops.get((row, column))
                spans = area and (
                    f'table:number-rows-spanned="{area.bottom - area.top + 1}"'
                    f' table:number-columns-spanned="{area.right - area.left + 1}"'
                )
                text = texts.get((row, column))
                shown = "" if text is None else f"<text:p>{escape(str(text))}</text:p>"
                cells += f"<table:{kind} {spans or ''}>{shown}</table:{kind}>"
            cells += '<table:table-cell table:number-columns-repeated="16368"/>'
            rows += f"<table:table-row>{cells}</table:table-row>"
        rows += (
            '<table:table-row table:number-rows-repeated="1048000">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        )
        look = 'table:style-name="off"' if name == HIDDEN else ""
        written.append(f'<table:table table:name="{name}" {look}>{rows}</table:table>')
    return ods_of("".join(written))


@pytest.mark.parametrize("single", [True, False], ids=["one sheet", "a sheet a table"])
@pytest.mark.parametrize("write", [xlsx, xls, ods])
@pytest.mark.parametrize("zero", [0, None], ids=["zeros", "blanks"])
@pytest.mark.slow
def test_every_cell_is_read_at_its_place(write: Any, single: bool, zero: int | None) -> None:
    report = filled(zero)
    found = gongkai.read(write(report, single=single))
    assert found.title == "甲县2022年政府信息公开工作年度报告"
    assert found.left_out == (HIDDEN,)
    for path, cell in report.cells.items():
        assert (path, found.cells[path].value) == (path, cell.value)
        assert found.cells[path].status is (Status.BLANK if cell.value is None else Status.READ)
    assert not found.unplaced


def test_a_figure_knows_its_file_sheet_and_cell(tmp_path: Path) -> None:
    path = tmp_path / "报告.xlsx"
    path.write_bytes(xlsx(filled(), single=False))
    origin = gongkai.read(path).cells["proactive.regulations.in_force"].origin
    assert origin is not None
    assert (origin.file, origin.sheet, origin.reference) == (str(path), "proactive", "D4")


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_finding_names_the_sheet_and_the_cell(examples: Path, tmp_path: Path) -> None:
    book = tmp_path / "weitang.xlsx"
    gongkai.read(examples / "weitang-2022.txt").to_excel(book)
    report = gongkai.read(book)
    finding = report.check(lang="en")[0]
    origin = report.cells[finding.cells[0]].origin
    assert origin is not None
    assert finding.where == finding.reference == f"{origin.sheet}!{origin.reference}"
    assert str(finding).startswith(f"{finding.where}: error R001")
    assert finding.to_dict()["reference"] == finding.where
    of_text = gongkai.read(examples / "weitang-2022.txt").check()[0]
    assert of_text.reference == ""
    assert of_text.to_dict()["reference"] is None


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (2986.1, "General", "2986.1"),
        (0.1 + 0.2, "General", "0.3"),
        (1e-7, "General", "0.0000001"),
        (12345678, "General", "12345678"),
        (-3, "General", "-3"),
        (65.0, 'G/通用格式"件"', "65件"),
        (2986.1234, "0.00", "2986.12"),
        (2.5, "0", "3"),
        (-2.5, "0", "-3"),
        (1254, "#,##0", "1,254"),
        (1234567.5, "#,##0.00_ ", "1,234,567.50"),
        (0.5, "0%", "50%"),
        (29861000, '0.0,"千"', "29861.0千"),
        (3, "00", "03"),
        (0, "#", ""),
        (0, "0;-0;;@", ""),
        (5, "0;-0;;@", "5"),
        (-5, "0_);(0)", "(5)"),
        (-5, "0;[Red]-0", "-5"),
        (7, "[$-804]0", "7"),
        (7, "[$¥-804]0", "¥7"),
        (7.25, "0.##", "7.25"),
        (7, "0.0#", "7.0"),
    ],
)
def test_a_number_is_what_its_format_shows(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (5, ";;;"),  # hidden
        (-5, "0;[Red]0"),  # told by its colour alone
        (5, "[White]0"),
        (5, "[颜色 2]0"),
        (5, "[DBNum1]0"),
        (5, "[>=3]0;0.0"),
        (12345, "0-00"),
        (0.5, "# ?/?"),
        (5, "0.00E+00"),
        (5, "yyyy"),
        (float("inf"), "General"),
    ],
)
def test_a_format_that_is_not_understood_leaves_the_cell_open(value: float, code: str) -> None:
    assert shown(value, code) == "\ufffc"


@given(st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False, allow_infinity=False))
def test_an_amount_typed_into_a_cell_comes_back_exactly(amount: Decimal) -> None:
    assert Decimal(shown(float(amount))) == amount


def test_rounded_and_percent_figures_are_what_the_sheet_shows() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["二、主动公开政府信息情况"],
        ["第二十条第（一）项"],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", 0.5, 3, datetime.date(2022, 1, 3)],
        ["行政规范性文件", 7, "=B4+C4", True],
        ["第二十条第（八）项"],
        ["信息内容", "本年收费金额（单位：万元）"],
        ["行政事业性收费", 2986.1234],
    ):
        sheet.append(row)
    sheet["B4"].number_format = "0%"
    sheet["B8"].number_format = "0.00"
    report = gongkai.read(saved(book))
    assert report["proactive.fees.amount"] == Decimal("2986.12")
    assert report["proactive.regulations.repealed"] == 3
    for path in ("regulations.issued", "regulations.in_force", "normative_documents.repealed"):
        assert report.cells[f"proactive.{path}"].status is Status.UNREADABLE
    # the formula was never computed: it is not blank
    assert report.cells["proactive.normative_documents.in_force"].status is Status.UNREADABLE


def test_a_formula_has_the_figure_that_was_stored_with_it() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["二、主动公开政府信息情况"])
    sheet.write_row(1, 0, ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"])
    sheet.write_row(2, 0, ["规章", 3, 1])
    sheet.write_formula(2, 3, "=B3+C3", value=4)
    book.close()
    assert gongkai.read(file.getvalue())["proactive.regulations.in_force"] == 4


# --- what is hidden -------------------------------------------------------------------------------


def test_hidden_rows_and_columns_are_not_read_and_named() -> None:
    sheet = Sheet(
        "表二",
        {
            (1, 1): "规章",
            (1, 2): "3",
            (1, 3): "1",
            (2, 1): "行政许可",
            (2, 2): "5",
            (3, 1): "行政处罚",
        },
        hidden_rows=frozenset({2, 3, 9}),
        hidden_columns=frozenset({3}),
    )
    reading = compose([sheet], "text/csv")
    assert reading.text == "规章\t3"
    assert reading.left_out == ("表二!2:3", "表二!C:C")


@pytest.mark.parametrize("hide", ["row", "group"])
def test_what_a_workbook_hides_is_left_out(hide: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表"
    for row in (
        ["二、主动公开政府信息情况"],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "草稿", "草稿"],
        ["规章", 9, 9, 9, 7, 7],
        ["行政规范性文件", 3, 1, 27, 7, 7],
    ):
        sheet.append(row)
    if hide == "row":
        sheet.row_dimensions[3].hidden = True
    else:
        sheet.column_dimensions.group("E", "F", hidden=True)
    report = gongkai.read(saved(book))
    assert report.left_out == {"row": ("表!3:3",), "group": ("表!E:F",)}[hide]
    assert report["proactive.regulations.issued"] == (None if hide == "row" else 9)
    assert report.left_out[0] in str(report)
    assert report.left_out[0] in report._repr_html_()


def seen_in_xlsx(value: Any, look: Any = None, ground: Any = None) -> str:
    """How the cell behind a label is read that has this value, font and fill."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"], sheet["A2"], sheet["B2"] = "规章", value, "行政许可", "x"
    if look is not None:
        sheet["B1"].font = look
    if ground is not None:
        sheet["B1"].fill = ground
    return read_xlsx(saved(book)).text.split("\n")[0].split("\t")[1]


@pytest.mark.parametrize(
    ("look", "text"),
    [
        (Font(strike=True), "\ufffc"),
        (Font(vertAlign="superscript"), "\ufffc"),
        (Font(color="FFFFFFFF"), "\ufffc"),
        (Font(color="FFFEFEFE"), "\ufffc"),
        (Font(color=Color(theme=0)), "\ufffc"),
        (Font(color=Color(indexed=9)), "\ufffc"),
        (Font(size=1), "\ufffc"),
        (Font(color="FFFF0000", bold=True), "7"),
        (Font(color=Color(theme=1)), "7"),
    ],
)
def test_a_cell_whose_figure_is_not_seen_is_open(look: Font, text: str) -> None:
    assert seen_in_xlsx(7, look) == text


@pytest.mark.slow
def test_white_on_a_dark_ground_is_seen() -> None:
    for ground in (Color("FF1F4E79"), Color(theme=4)):
        fill = PatternFill("solid", fgColor=ground)
        assert seen_in_xlsx(7, Font(color="FFFFFFFF"), fill) == "7"
    for ground in (Color("FFF2F2F2"), Color(theme=0), Color(theme=4, tint=0.8)):
        fill = PatternFill("solid", fgColor=ground)
        assert seen_in_xlsx(7, Font(color="FFFFFFFF"), fill) == "\ufffc"


def test_a_figure_in_the_colour_of_its_ground_is_not_seen() -> None:
    red = PatternFill("solid", fgColor="FFC00000")
    assert seen_in_xlsx(7, Font(color="FFC00000"), red) == "\ufffc"
    assert seen_in_xlsx(7, Font(color="FF000000"), red) == "7"
    assert seen_in_xlsx(7, None, PatternFill("solid", fgColor=Color(theme=4, tint=0.4))) == "7"


HIDING = DifferentialStyle(numFmt=NumberFormat(170, ";;;"))
RULES: Any = rules  # without types of its own
WHITE = Font(color="FFFFFFFF")


@pytest.mark.parametrize(
    ("rule", "seen"),
    [
        (RULES.CellIsRule("equal", ["0"], font=WHITE), ["\ufffc", "7"]),
        (RULES.CellIsRule("greaterThan", ["3"], font=Font(strike=True)), ["0", "\ufffc"]),
        (RULES.CellIsRule("equal", ["$A$9"], font=WHITE), ["\ufffc", "\ufffc"]),
        (RULES.FormulaRule(["B1=0"], font=WHITE), ["\ufffc", "\ufffc"]),
        (RULES.FormulaRule(["B1=0"], font=WHITE, fill=PatternFill(bgColor="FF1F4E79")), ["0", "7"]),
        (RULES.FormulaRule(["B1=0"], font=Font(color="FFFF0000")), ["0", "7"]),
        (RULES.DataBarRule("min", 0, "max", 9, "FF638EC6", showValue=False), ["\ufffc", "\ufffc"]),
        (RULES.DataBarRule("min", 0, "max", 9, "FF638EC6"), ["0", "7"]),
        (
            RULES.Rule("expression", dxf=HIDING, formula=["1"]),
            ["\ufffc", "\ufffc"],
        ),
    ],
)
def test_a_figure_that_a_conditional_format_may_hide_is_open(rule: Any, seen: list[str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("规章", 0, 7), ("行政规范性文件", 4, 5)):
        sheet.append(row)
    sheet.conditional_formatting.add("B1:C1", rule)
    assert read_xlsx(saved(book)).text.split("\n") == [
        "\t".join(["规章", *seen]),
        "行政规范性文件\t4\t5",
    ]


@pytest.mark.parametrize(
    ("look", "text"),
    [
        ("font: color white", "\ufffc"),
        ("font: struck_out true", "\ufffc"),
        ("font: escapement superscript", "\ufffc"),
        ("font: height 20", "\ufffc"),
        ("font: color red; pattern: pattern solid, fore_colour red", "\ufffc"),
        ("font: color white; pattern: pattern solid, fore_colour black", "7"),
        ("font: color red, bold true", "7"),
    ],
)
@pytest.mark.parametrize("value", [7, "7"])
def test_a_cell_of_an_old_workbook_is_open_where_its_figure_is_not_seen(
    value: int | str, look: str, text: str
) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    sheet.write(0, 0, "规章")
    sheet.write(0, 1, value, xlwt.easyxf(look))
    assert read_xls(saved(book)).text == f"规章\t{text}"


def test_a_part_of_a_cell_of_an_old_workbook_has_a_look_of_its_own() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    struck, raised = (xlwt.easyfont(look) for look in ("struck_out true", "escapement superscript"))
    sheet.write_rich_text(0, 0, ("规章", ("旧", struck)))
    sheet.write_rich_text(0, 1, (("5", struck), "14", ("1", raised)))
    assert read_xls(saved(book)).text == "规章\t14"


def test_a_row_or_column_of_an_old_workbook_without_a_size_is_hidden() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row, cells in enumerate((("规章", 1, 2), ("行政规范性文件", 3, 4), ("行政许可", 5, 6))):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    sheet.row(1).height, sheet.row(1).height_mismatch = 0, True
    sheet.col(2).width = 0
    assert read_xls(saved(book)).text == "规章\t1\n行政许可\t5"


def test_a_figure_that_is_merged_over_rows_leaves_a_hole_in_the_row_below() -> None:
    sheet = Sheet(
        "表",
        {(1, 1): "规章", (1, 2): "1", (1, 3): "5", (2, 1): "行政规范性文件", (2, 2): "2"},
        [Area(1, 3, 2, 3)],
    )
    assert compose([sheet], "text/csv").text == "规章\t1\t5\n行政规范性文件\t2\t\ufffc"
    label = Sheet("表", {(1, 1): "三、", (1, 2): "1", (2, 2): "2"}, [Area(1, 1, 2, 1)])
    assert compose([label], "text/csv").text == "三、\t1\n2"


@pytest.mark.parametrize(
    ("look", "part", "text"),
    [
        (InlineFont(strike=True), "9", "14"),
        (InlineFont(vertAlign="superscript"), "1", "14"),
        (InlineFont(vertAlign="superscript"), "123", "14\ufffc"),
        (InlineFont(color=Color("FFFFFFFF")), "9", "14\ufffc"),
        (InlineFont(b=True), "9", "149"),
    ],
)
def test_a_part_of_a_cell_has_a_look_of_its_own(look: InlineFont, part: str, text: str) -> None:
    assert seen_in_xlsx(CellRichText("14", TextBlock(look, part))) == text


@pytest.mark.parametrize("size", ["0", "0.01"])
def test_a_row_or_column_without_a_size_is_hidden(size: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["规章", 1, 2], ["行政许可", 3, 4]):
        sheet.append(row)
    sheet.row_dimensions[2].height = sheet.column_dimensions["C"].width = 0.01
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'"0.01"', f'"{size}"'.encode()))
    reading = read_xlsx(file.getvalue())
    assert reading.text == "规章\t1"
    assert reading.left_out == ("Sheet!2:2", "Sheet!C:C")


def test_a_workbook_whose_report_is_hidden_says_so() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("旧表")["A1"] = "规章"
    book["旧表"].sheet_state = "veryHidden"
    with pytest.raises(ParseError, match="shows no text; hidden: 旧表"):
        gongkai.read(saved(book))


def test_what_an_opendocument_sheet_shows_is_read() -> None:
    """The shown text counts, not the value; notes are no part of it; repeated cells are several."""
    tables = """<table:table table:name="表"><table:table-row>
    <table:table-cell><text:p>二、主动公开政府信息情况</text:p></table:table-cell>
    </table:table-row><table:table-row><table:table-cell><text:p>信息内容</text:p></table:table-cell>
    <table:table-cell><text:p>本年制发件数</text:p></table:table-cell>
    <table:table-cell><text:p>本年废止件数</text:p></table:table-cell>
    <table:table-cell><text:p>现行有效件数</text:p></table:table-cell>
    </table:table-row><table:table-row><table:table-cell><text:p>规章</text:p></table:table-cell>
    <table:table-cell office:value-type="float" office:value="3.4"><text:p>3</text:p>
     <office:annotation><text:p>99</text:p></office:annotation></table:table-cell>
    <table:table-cell table:number-columns-repeated="2"><text:p>1</text:p></table:table-cell>
    </table:table-row><table:table-row table:visibility="collapse">
    <table:table-cell><text:p>行政许可</text:p></table:table-cell></table:table-row>
    <table:table-row><table:table-cell><text:p>行政规范性文件</text:p></table:table-cell>
    <table:table-cell office:value-type="float" office:value="5"/></table:table-row>
    </table:table>"""
    report = gongkai.read(ods_of(tables), layout="tab")
    assert report.proactive.regulations.issued == 3
    assert report.proactive.regulations.in_force == 1
    assert report.left_out == ("表!4:4",)
    assert report.cells["proactive.normative_documents.issued"].status is Status.UNREADABLE


def seen_in_ods(cell: str, look: str, of_cell: str = "") -> list[str]:
    """How a cell behind a label is read; ``look`` is that of the style ``S``, ``of_cell`` that of
    the style ``C``."""
    styles = "".join(
        f'<style:style style:name="{name}" style:family="{family}"{parent}>{inside}</style:style>'
        for name, family, parent, inside in (
            ("T", "text", "", f"<style:text-properties {look}/>"),
            ("S", "text", ' style:parent-style-name="T"', ""),
            ("C", "table-cell", "", of_cell),
        )
    )
    label = "<table:table-cell><text:p>规章</text:p></table:table-cell>"
    row = f"<table:table-row>{label}{cell}</table:table-row>"
    tables = f'<table:table table:name="表">{row}{row.replace("规章", "行政许可")}</table:table>'
    return read_ods(ods_of(tables, styles)).text.split("\n")[0].split("\t")


@pytest.mark.parametrize(
    ("look", "part", "text"),
    [
        ('text:display="none"', "9", "14"),
        ('style:text-line-through-style="solid"', "9", "14"),
        ('style:text-line-through-style="none"', "9", "149"),
        ('style:text-position="super 58%"', "9", "14"),
        ('style:text-position="-33% 58%"', "123", "14\ufffc"),
        ('style:text-position="0% 100%"', "9", "149"),
        ('fo:color="#ffffff"', "9", "14\ufffc"),
        ('fo:color="#ff0000"', "9", "149"),
    ],
)
def test_a_span_of_an_opendocument_cell_has_a_look_of_its_own(
    look: str, part: str, text: str
) -> None:
    span = f'<text:span text:style-name="S">{part}</text:span>'
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    assert seen_in_ods(cell.format(f"14{span}"), look) == ["规章", text]
    alone = text.removeprefix("14") or "\ufffc"
    assert seen_in_ods(cell.format(span), look) == ["规章", alone]


@pytest.mark.parametrize(
    ("look", "text"),
    [
        ('<style:text-properties style:text-line-through-style="solid"/>', "\ufffc"),
        ('<style:text-properties fo:color="#ffffff"/>', "\ufffc"),
        (
            '<style:table-cell-properties fo:background-color="#1f4e79"/>'
            '<style:text-properties fo:color="#ffffff"/>',
            "9",
        ),
    ],
)
def test_an_opendocument_cell_has_the_look_of_its_style_or_its_column(look: str, text: str) -> None:
    cell = '<table:table-cell table:style-name="C"><text:p>9</text:p></table:table-cell>'
    assert seen_in_ods(cell, "", look) == ["规章", text]
    styles = f'<style:style style:name="C" style:family="table-cell">{look}</style:style>'
    columns = '<table:table-column/><table:table-column table:default-cell-style-name="C"/>'
    row = f"<table:table-row>{''.join(map(_ods_cell, ('规章', '9')))}</table:table-row>"
    tables = f"<table:table>{columns}{row}{row}</table:table>"
    assert read_ods(ods_of(tables, styles)).text.split("\n")[0] == f"规章\t{text}"


def _ods_cell(text: str) -> str:
    return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"


@pytest.mark.parametrize("between", ["<text:tab/>", '<text:s text:c="3"/>'])
def test_a_tab_or_blanks_keep_figures_of_an_opendocument_cell_apart(between: str) -> None:
    assert seen_in_ods(_ods_cell(f"1{between}9"), "") == ["规章", "1 9"]


def test_an_opendocument_row_without_a_height_is_hidden() -> None:
    look = '<style:table-row-properties style:row-height="0cm"/>'
    styles = f'<style:style style:name="R" style:family="table-row">{look}</style:style>'
    cells = _ods_cell("规章") + _ods_cell("9")
    rows = f'<table:table-row table:style-name="R">{cells}</table:table-row>'
    rows += f"<table:table-row>{cells}</table:table-row>"
    tables = f'<table:table table:name="表">{rows}</table:table>'
    reading = read_ods(ods_of(tables, styles))
    assert (reading.text, reading.left_out) == ("规章\t9", ("表!1:1",))


# --- refusals -------------------------------------------------------------------------------------


def _archive(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_archive(xl__workbook_xml="<broken"), "the Excel workbook is broken"),
        (
            _archive(content_xml="<a", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "broken",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(600),
            "broken",
        ),
        (_archive(**{"xl__workbook.bin": ""}), "save it as .xlsx"),
        (_archive(OFD_xml=""), "an OFD document"),
        (saved(openpyxl.Workbook()), "the spreadsheet shows no text"),
    ],
    ids=["xlsx", "ods", "xls", "xlsb", "ofd", "empty"],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        gongkai.read(data)


@given(cut=st.integers(0, 4000), at=st.integers(0, 4000), byte=st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_refused(cut: int, at: int, byte: int) -> None:
    data = bytearray(_SMALL)
    data[at % len(data)] = byte
    for broken in (bytes(data), bytes(data[: len(data) - cut])):
        with suppress(ParseError):
            gongkai.read(broken or b"x")


_SMALL = xls(Report.blank(2021), single=False)


@pytest.mark.parametrize(("module", "write"), [("openpyxl", xlsx), ("xlrd", xls), ("lxml", ods)])
def test_without_the_extra_the_message_has_the_command(
    module: str, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(MissingExtraError, match=r"pip install 'gongkai\[sheets\]'"):
        gongkai.read(write(filled(), single=True)) if module != "openpyxl" else gongkai.read(
            _archive(xl__workbook_xml="")
        )
