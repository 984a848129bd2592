"""Word files: each real cell once, automatic numbers as Word shows them, text boxes, and nothing
that Word hides."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from gongkai import Origin, ParseError, Span
from gongkai.reading.docx import read_docx
from gongkai.reading.numbering import chinese

W = nsdecls("w") + ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def lines(document: Any) -> list[str]:
    return read_docx(saved(document)).text.split("\n")


def with_body(xml: str) -> list[str]:
    """The lines of a document whose body is this XML."""
    document = docx.Document()
    body = document.element.body
    for child in list(parse_xml(f"<w:body {nsdecls('w', 'wp')} {_MORE}>{xml}</w:body>")):
        body.insert(len(body) - 1, child)
    return lines(document)


_MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_merged_cells_stand_once_in_the_row_where_they_begin() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=4)
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            cell.text = f"{number}{column}"
    table.cell(0, 0).merge(table.cell(0, 2)).text = "一、本年新收"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "三、本年度办理结果"
    assert lines(document) == ["一、本年新收\t03", "三、本年度办理结果\t11\t12\t13", "21\t22\t23"]


def test_empty_cells_stay_fields() -> None:
    assert with_body(f"<w:tbl><w:tr>{tc('规章')}{tc('')}{tc('3')}{tc('')}</w:tr></w:tbl>") == [
        "规章\t\t3\t"
    ]


def test_runs_that_split_a_figure_are_joined() -> None:
    run = "<w:r><w:t>1</w:t></w:r><w:proofErr/><w:r><w:rPr><w:b/></w:rPr><w:t>49</w:t></w:r>"
    assert with_body(f"<w:tbl><w:tr>{tc('规章')}<w:tc><w:p>{run}</w:p></w:tc></w:tr></w:tbl>") == [
        "规章\t149"
    ]


def test_paragraphs_of_a_cell_are_one_field_but_two_figures_stay_two() -> None:
    cells = (
        f"<w:tc>{p('结果')}{p('维持')}</w:tc><w:tc>{p('')}{p('7')}{p('')}</w:tc>"
        f"<w:tc>{p('3')}{p('5')}</w:tc>"
    )
    assert with_body(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>") == ["结果维持\t7\t3 ↵ 5"]


@pytest.mark.slow
def test_content_controls_around_rows_cells_and_paragraphs_are_seen_through() -> None:
    def control(inside: str) -> str:
        return f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    row = f"<w:tr>{tc('规章')}{control(tc('7'))}</w:tr>"
    assert with_body(control(p("一、总体情况")) + f"<w:tbl>{control(row)}</w:tbl>") == [
        "一、总体情况",
        "规章\t7",
    ]


def test_what_word_does_not_show_is_left_out() -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>9</w:delText></w:r></w:del><w:ins><w:r><w:t>7</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>8</w:t></w:r><w:r><w:rPr><w:vanish"
        ' w:val="0"/></w:rPr><w:t>件</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>'
    )
    assert with_body(body) == ["7件"]


def test_a_tab_in_prose_is_a_blank_and_a_break_a_line() -> None:
    body = (
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:br"
        " w:type='page'/></w:r></w:p>"
    )
    assert with_body(body) == ["甲 乙", "丙"]


@pytest.mark.slow
def test_a_table_in_a_table_is_the_table_and_one_of_a_single_cell_is_only_a_frame() -> None:
    inner = f"<w:tbl><w:tr>{tc('规章')}{tc('7')}</w:tr></w:tbl>"
    frame = f"<w:tbl><w:tr>{tc('5')}</w:tr></w:tbl>"
    assert with_body(f"<w:tbl><w:tr><w:tc>{p('二、')}{inner}{p('')}</w:tc></w:tr></w:tbl>") == [
        "二、",
        "规章\t7",
    ]
    assert with_body(f"<w:tbl><w:tr>{tc('规章')}<w:tc>{frame}{p('')}</w:tc></w:tr></w:tbl>") == [
        "规章\t5"
    ]


def test_a_text_box_is_read_once() -> None:
    """Word writes a box twice, in its own way and for older versions."""
    box = f"<w:txbxContent>{p('甲县人民政府')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        + box
        + "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        + box
        + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>一、总体情况</w:t></w:r></w:p>"
    )
    assert with_body(body) == ["一、总体情况", "甲县人民政府"]


def test_a_picture_in_a_cell_is_not_an_empty_cell() -> None:
    picture = "<w:p><w:r><w:drawing><wp:inline/></w:drawing></w:r></w:p>"
    assert with_body(f"<w:tbl><w:tr>{tc('规章')}<w:tc>{picture}</w:tc></w:tr></w:tbl>") == [
        "规章\t\ufffc"
    ]


def numbered(levels: str, paragraphs: list[tuple[int, str]]) -> list[str]:
    """Paragraphs of one list with these levels: (level, text)."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    numbering.append(parse_xml(f'<w:abstractNum {W} w:abstractNumId="1">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="1"><w:abstractNumId w:val="1"/></w:num>'))
    for level, text in paragraphs:
        element = document.add_paragraph(text)._p
        element.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')
        )
    return lines(document)


def level(number: int, kind: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText'
        f' w:val="{text}"/></w:lvl>'
    )


def test_headings_numbered_by_word_get_their_numbers() -> None:
    """No number of an automatic list is in the text: it is counted, and begins again below each
    higher heading."""
    levels = (
        level(0, "chineseCountingThousand", "%1、")
        + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%3.")
    )
    paragraphs = [
        (0, "总体情况"),
        (1, "主动公开"),
        (2, "甲"),
        (2, "乙"),
        (1, "依申请公开"),
        (2, "丙"),
        (0, "主动公开政府信息情况"),
    ]
    assert numbered(levels, paragraphs) == [
        "一、总体情况", "（一）主动公开", "1.甲", "2.乙", "（二）依申请公开", "1.丙",
        "二、主动公开政府信息情况",
    ]  # fmt: skip


def test_a_number_may_name_the_numbers_above_it() -> None:
    levels = level(0, "decimal", "%1") + level(1, "upperLetter", "%1.%2 ")
    assert numbered(levels, [(0, "甲"), (1, "乙"), (1, "丙")]) == ["1甲", "1.A 乙", "1.B 丙"]


@pytest.mark.parametrize(
    ("number", "text", "shown"),
    [
        ("%1", "5", "1 ↵ 5"),
        ("%1.", "5", "1. ↵ 5"),
        ("%1", "５件", "1 ↵ ５件"),
        ("%1", ".5", "1 ↵ .5"),
        ("%1.", "2022年新收", "1. 2022年新收"),
        ("%1.", "新收5件", "1.新收5件"),
    ],
)
def test_an_automatic_number_and_a_figure_are_apart(number: str, text: str, shown: str) -> None:
    assert numbered(level(0, "decimal", number), [(0, text)]) == [shown]


@pytest.mark.slow
def test_a_kind_of_number_that_is_not_known_gives_none() -> None:
    assert numbered(level(0, "hebrew1", "%1、"), [(0, "总体情况")]) == ["总体情况"]


@pytest.mark.slow
def test_a_heading_style_brings_its_number() -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    numbering.append(
        parse_xml(
            f"<w:abstractNum {W}"
            f' w:abstractNumId="1">{level(0, "japaneseCounting", "%1、")}</w:abstractNum>'
        )
    )
    numbering.append(parse_xml(f'<w:num {W} w:numId="4"><w:abstractNumId w:val="1"/></w:num>'))
    style = document.styles["Heading 1"].element
    style.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="4"/></w:numPr>'))
    for heading in ("总体情况", "主动公开政府信息情况"):
        document.add_paragraph(heading, style="Heading 1")
    unnumbered = document.add_paragraph("附", style="Heading 1")._p
    unnumbered.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="0"/></w:numPr>'))
    assert lines(document) == ["一、总体情况", "二、主动公开政府信息情况", "附"]


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "一〇〇")],
)
def test_chinese_counting(number: int, text: str) -> None:
    assert chinese(number) == text


def test_each_cell_knows_where_it_stands() -> None:
    document = docx.Document()
    document.add_paragraph("甲")
    for figure in ("1", "22"):
        table = document.add_table(rows=2, cols=2)
        table.cell(1, 0).text, table.cell(1, 1).text = "规章", figure
    reading = read_docx(saved(document))
    start = reading.text.index("22")
    assert reading.origin(Span(start, start + 2)) == Origin(None, 2, 2, 2)


def repacked(data: bytes, change: dict[str, bytes | None]) -> bytes:
    """The archive with some parts replaced, or left out."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = change.get(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in change.items():
            if name not in old.namelist() and part is not None:
                new.writestr(name, part)
    return buffer.getvalue()


def whole() -> bytes:
    document = docx.Document()
    document.add_paragraph("一、总体情况")
    return saved(document)


_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"ha" * 50 + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(8))
    + b']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p>'
    b"</w:body></w:document>"
)  # fmt: skip


@pytest.mark.parametrize(
    ("part", "content", "reason"),
    [
        ("word/document.xml", None, "broken or not a .docx"),
        ("word/document.xml", b"<no xml", "broken or not a .docx"),
        ("word/document.xml", b"<a>" * 5000, "broken or not a .docx"),
        ("[Content_Types].xml", b"<Types/>", "broken or not a .docx"),
        pytest.param(
            "word/media/bomb", 400 * 2**20, "unpacks to more than", marks=pytest.mark.slow
        ),
    ],
    ids=["no document", "no xml", "deep", "no types", "bomb"],
)
def test_a_broken_file_says_so(part: str, content: bytes | int | None, reason: str) -> None:
    made = bytes(content) if isinstance(content, int) else content
    with pytest.raises(ParseError, match=reason):
        read_docx(repacked(whole(), {part: made}))


def test_a_file_that_was_cut_off_or_is_empty_says_so() -> None:
    with pytest.raises(ParseError, match="broken archive"):
        read_docx(whole()[:2000])
    with pytest.raises(ParseError, match="has no text"):
        read_docx(saved(docx.Document()))


def test_entities_are_never_expanded() -> None:
    """A text of entities that would unfold to terabytes stays empty or is refused at once."""
    with pytest.raises(ParseError):
        read_docx(repacked(whole(), {"word/document.xml": _LAUGHS}))


def test_a_password_is_named() -> None:
    data = bytearray(whole())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    with pytest.raises(ParseError, match="encrypted"):
        read_docx(bytes(data))


@pytest.mark.slow
def test_a_list_of_a_style_based_on_itself_ends() -> None:
    document = docx.Document()
    style = document.styles["Heading 1"].element
    style.find(qn("w:basedOn")).set(qn("w:val"), "Heading1")
    document.add_paragraph("总体情况", style="Heading 1")
    assert lines(document) == ["总体情况"]


@pytest.mark.parametrize(
    ("properties", "shown"),
    [
        ("<w:strike/>", "14"),
        ("<w:dstrike/>", "14"),
        ('<w:strike w:val="0"/>', "149"),
        ('<w:vertAlign w:val="superscript"/>', "14"),
        ('<w:color w:val="FFFFFF"/>', "14\ufffc"),
        ('<w:color w:val="FF0000"/>', "149"),
    ],
)
def test_struck_raised_and_white_text_is_no_part_of_a_figure(properties: str, shown: str) -> None:
    runs = f"<w:r><w:t>14</w:t></w:r><w:r><w:rPr>{properties}</w:rPr><w:t>9</w:t></w:r>"
    row = f"<w:tr>{tc('规章')}<w:tc><w:p>{runs}</w:p></w:tc></w:tr>"
    assert with_body(f"<w:tbl>{row}</w:tbl>") == [f"规章\t{shown}"]


def test_a_hidden_row_is_no_row_and_a_struck_cell_is_not_empty() -> None:
    struck = "<w:tc><w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>9</w:t></w:r></w:p></w:tc>"
    hidden = f"<w:tr><w:trPr><w:hidden/></w:trPr>{tc('规章')}{tc('9')}</w:tr>"
    body = f"<w:tbl>{hidden}<w:tr>{tc('规章')}{struck}</w:tr></w:tbl>"
    assert with_body(body) == ["规章\t\ufffc"]


def styled(styles: str, runs: str, properties: str = "") -> str:
    """The cell of a paragraph with these runs, in a document that has these styles too."""
    document = docx.Document()
    for style in parse_xml(f"<w:styles {W}>{styles}</w:styles>"):
        document.styles.element.append(style)
    cell = f"<w:tc><w:p><w:pPr>{properties}</w:pPr>{runs}</w:p></w:tc>"
    table = parse_xml(f"<w:tbl {W}><w:tr>{tc('规章')}{cell}</w:tr></w:tbl>")
    document.element.body.insert(0, table)
    return lines(document)[0].split("\t")[1]


def style(name: str, properties: str, kind: str = "character", based: str = "") -> str:
    above = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{above}'
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        ("<w:vanish/>", "14"),
        ("<w:strike/>", "14"),
        ('<w:vertAlign w:val="superscript"/>', "14"),
        ('<w:color w:val="FFFFFF"/>', "14\ufffc"),
        ("<w:b/>", "149"),
    ],
)
@pytest.mark.slow
def test_a_style_hides_strikes_raises_and_whitens_as_a_run_does(look: str, shown: str) -> None:
    styles = style("Above", look) + style("Below", "", based="Above")
    assert styled(styles, run("14") + run("9", '<w:rStyle w:val="Below"/>')) == shown
    of_paragraph = styled(style("P", look, "paragraph"), run("9"), '<w:pStyle w:val="P"/>')
    assert of_paragraph == ("9" if shown == "149" else "\ufffc")


@pytest.mark.slow
def test_what_a_run_says_itself_counts_more_than_its_style() -> None:
    styles = style("Struck", "<w:strike/>") + style("P", "<w:strike/>", "paragraph")
    struck, paragraph = '<w:rStyle w:val="Struck"/>', '<w:pStyle w:val="P"/>'
    assert styled(styles, run("9", struck + '<w:strike w:val="0"/>')) == "9"
    # two styles that strike out turn each other around
    assert styled(styles, run("9", struck), paragraph) == "9"


@pytest.mark.slow
def test_white_by_a_style_on_a_dark_ground_of_a_style_is_seen() -> None:
    styles = style("Head", '<w:color w:val="FFFFFF"/><w:shd w:fill="1F4E79"/>')
    assert styled(styles, run("9", '<w:rStyle w:val="Head"/>')) == "9"


@pytest.mark.slow
def test_a_note_with_a_mark_of_its_own_is_no_part_of_a_figure() -> None:
    for mark, shown in (("1", "14"), ("123", "14\ufffc")):
        note = f'<w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>{mark}</w:t>'
        assert styled("", run("14") + f"<w:r>{note}</w:r>") == shown


@pytest.mark.slow
def test_a_raised_number_that_is_no_mark_of_a_note_cannot_be_read() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    assert styled("", run("14") + run("123", raised)) == "14\ufffc"


_EQUATION = "<m:oMath><m:r><m:t>9</m:t></m:r></m:oMath>"
_TWICE = (
    f"<mc:AlternateContent><mc:Choice Requires='wps'>{run('9')}</mc:Choice>"
    f"<mc:Fallback>{run('9')}</mc:Fallback></mc:AlternateContent>"
)


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (f"<w:p>{_EQUATION}</w:p>", "\ufffc"),
        (f"<w:p>{run('1')}{_EQUATION}</w:p>", "1\ufffc"),
        (f"<w:p>{run('1')}<m:oMathPara>{_EQUATION}</m:oMathPara></w:p>", "1\ufffc"),
        (f"<w:p>{run('1')}{_TWICE}</w:p>", "1\ufffc"),
        (f"<m:oMathPara>{_EQUATION}</m:oMathPara><w:p/>", "\ufffc"),
        (f"{_TWICE.replace('<w:r>', '<w:p><w:r>').replace('</w:r>', '</w:r></w:p>')}", "\ufffc"),
        ("<w:p><m:oMath/></w:p>", ""),
    ],
)
@pytest.mark.slow
def test_an_equation_and_what_is_there_twice_cannot_be_read(content: str, shown: str) -> None:
    row = f"<w:tr>{tc('规章')}<w:tc>{content}</w:tc></w:tr>"
    assert with_body(f"<w:tbl>{row}</w:tbl>") == [f"规章\t{shown}"]


_FILLED = '<w14:textFill><w14:solidFill><w14:srgbClr w14:val="{}"/></w14:solidFill></w14:textFill>'


@pytest.mark.parametrize(
    ("properties", "shown"),
    [
        ('<w:color w:val="auto" w:themeColor="background1"/>', "14\ufffc"),
        ('<w:color w:val="808080" w:themeColor="background1" w:themeShade="80"/>', "149"),
        ('<w:color w:val="FEFEFE"/>', "14\ufffc"),
        ('<w:color w:val="FEFEFE"/><w:shd w:fill="F2F2F2"/>', "14\ufffc"),
        ('<w:color w:val="FFFFFF"/><w:shd w:fill="1F4E79"/>', "149"),
        ('<w:sz w:val="2"/>', "14\ufffc"),
        ('<w:sz w:val="10"/>', "149"),
        ('<w:color w:val="C00000"/><w:shd w:fill="C00000"/>', "14\ufffc"),
        ('<w:color w:val="C00000"/><w:shd w:fill="auto"/>', "149"),
        ('<w:color w:val="auto"/><w:shd w:fill="000000"/>', "149"),
        ("<w14:textFill><w14:noFill/></w14:textFill>", "14\ufffc"),
        (_FILLED.format("FFFFFF"), "14\ufffc"),
        (_FILLED.format("C00000"), "149"),
    ],
)
def test_a_figure_that_is_hardly_seen_cannot_be_read(properties: str, shown: str) -> None:
    assert styled("", run("14") + run("9", properties)) == shown


WHITE = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'


@pytest.mark.parametrize(
    ("look", "style", "shown"),
    [
        ("", WHITE, ["规章\t\ufffc\t\ufffc", "二\t\ufffc\t\ufffc"]),
        ("", "<w:rPr><w:b/></w:rPr>", ["规章\t1\t2", "二\t3\t4"]),
        ("", ("firstRow", WHITE), ["规章\t\ufffc\t\ufffc", "二\t3\t4"]),
        ("", ("lastCol", WHITE), ["规章\t1\t\ufffc", "二\t3\t\ufffc"]),
        ("", ("band1Horz", WHITE), ["规章\t\ufffc\t\ufffc", "二\t\ufffc\t\ufffc"]),
        ("", ("lastRow", "<w:rPr><w:strike/></w:rPr>"), ["规章\t1\t2", "二\t\ufffc\t\ufffc"]),
        ('w:firstRow="0"', ("firstRow", WHITE), ["规章\t1\t2", "二\t3\t4"]),
        ('w:val="0480"', ("firstRow", WHITE), ["规章\t1\t2", "二\t3\t4"]),
        (
            "",
            ("firstRow", f'{WHITE}<w:tcPr><w:shd w:fill="1F4E79"/></w:tcPr>'),
            ["规章\t1\t2", "二\t3\t4"],
        ),
    ],
)
@pytest.mark.slow
def test_the_style_of_a_table_and_of_its_parts_hides(
    look: str, style: str | tuple[str, str], shown: list[str]
) -> None:
    if isinstance(style, tuple):
        style = f'<w:tblStylePr w:type="{style[0]}">{style[1]}</w:tblStylePr>'
    document = docx.Document()
    document.styles.element.append(
        parse_xml(f'<w:style {W} w:type="table" w:styleId="T"><w:name w:val="T"/>{style}</w:style>')
    )
    rows = "".join(
        f"<w:tr>{''.join(map(tc, cells))}</w:tr>" for cells in (("规章", "1", "2"), "二34")
    )
    properties = f'<w:tblPr><w:tblStyle w:val="T"/><w:tblLook {look}/></w:tblPr>'
    document.element.body.insert(0, parse_xml(f"<w:tbl {W}>{properties}{rows}</w:tbl>"))
    assert lines(document) == shown


@pytest.mark.slow
def test_a_row_that_is_made_too_low_to_be_seen_is_hidden() -> None:
    def row(label: str, height: int, rule: str) -> str:
        low = f'<w:trPr><w:trHeight w:val="{height}" w:hRule="{rule}"/></w:trPr>'
        return f"<w:tr>{low}{tc(label)}{tc('5')}</w:tr>"

    rows = row("规章", 300, "exact") + row("旧", 1, "exact") + row("行政许可", 1, "atLeast")
    assert with_body(f"<w:tbl>{rows}</w:tbl>") == ["规章\t5", "行政许可\t5"]


@pytest.mark.slow
def test_what_is_turned_around_or_stands_in_another_file_cannot_be_read() -> None:
    turned = f"<w:tc><w:p><w:bdo w:val='rtl'>{run('14')}</w:bdo></w:p></w:tc>"
    chunk = "<w:tc><w:altChunk/><w:p/></w:tc>"
    row = f"<w:tr>{tc('规章')}{turned}{chunk}</w:tr>"
    assert with_body(f"<w:tbl>{row}</w:tbl>") == ["规章\t\ufffc\t\ufffc"]


@pytest.mark.slow
def test_a_figure_above_the_others_or_in_pictures_cannot_be_read() -> None:
    raised = '<w:position w:val="12"/>'
    assert styled("", run("14") + run("9", raised)) == "14\ufffc"
    assert styled("", run("14", raised) + run("9", raised)) == "149"
    for font, shown in (("Wingdings", "14\ufffc"), ("Wingdings 2", "14\ufffc"), ("Arial", "149")):
        fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
        assert styled("", run("14") + run("9", fonts)) == shown


def mark(kind: str, inside: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def field(instruction: str, result: str) -> str:
    return mark("begin") + instruction + mark("separate") + result + mark("end")


def instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


_LIST = "<w:ffData><w:ddList><w:listEntry w:val='9'/></w:ddList></w:ffData>"


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (field(instruction("PAGE"), run("14")) + run("9"), "149"),
        (field(instruction("=") + field(instruction("DOCPROPERTY n"), run("7")), run("14")), "14"),
        (field(instruction("REF a"), run("1") + field(instruction("REF b"), run("4"))), "14"),
        (mark("begin", _LIST) + instruction("FORMDROPDOWN") + mark("end"), "\ufffc"),
        (run("1") + mark("begin") + instruction("EQ \\o(○,4)") + mark("end"), "1\ufffc"),
        (run("1") + mark("begin") + instruction("PAGE") + run("4"), "1\ufffc"),
        (run("1") + mark("end") + run("4"), "14"),
    ],
)
def test_of_a_field_its_result_is_read(runs: str, shown: str) -> None:
    assert styled("", runs) == shown
