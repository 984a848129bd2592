"""The official form, filled in or blank: a page of HTML to publish or print, and a Word document
(extra ``docx``) to edit.

Boxes reach over rows and columns as on the form. What stands in a cell is what
:mod:`gongkai.writing.render` writes: a question mark where the figure is not known.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from html import escape
from typing import Any, Final

from .. import form
from ..errors import MissingExtraError
from ..languages import Both
from ..model import ReportData, Section
from .grid import Box, Grid, grid
from .markup import Filled, html_table
from .render import cell_text, preamble, prose, sections_of_form, signature

_UNTITLED: Final = "政府信息公开工作年度报告"

_PAGE: Final = """\
body {font-family: FangSong, 仿宋, "Noto Serif CJK SC", serif; max-width: 50em;
 margin: 2em auto; padding: 0 1em; line-height: 1.8}
h1 {text-align: center; font-size: 1.5em} h2 {font-size: 1.15em; margin-top: 1.6em}
p {text-indent: 2em; margin: .3em 0} .signature {text-align: right; text-indent: 0}
table {border-collapse: collapse; width: 100%; font-size: .85em; line-height: 1.35;
 page-break-inside: auto}
tr {page-break-inside: avoid}
th, td {border: 1px solid #000; padding: .25em .4em; text-align: center; font-weight: normal}
th.label {text-align: left}
th.down {writing-mode: vertical-rl; text-align: center; letter-spacing: .15em;
 padding: .4em .1em}
td {min-width: 1.6em}
@page {size: A4; margin: 2cm}"""


def form_html(report: ReportData) -> str:
    """The report on the official form as a whole HTML page, with nothing to load from elsewhere.

    >>> from gongkai import Report
    >>> form_html(Report.blank(2021)).count("<table>")
    3
    """
    title = report.title or _UNTITLED
    lines = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{_text(title)}</title>",
        f"<style>\n{_PAGE}\n</style>",
        "</head>",
        "<body>",
        f"<h1>{_text(title)}</h1>",
    ]
    if opening := preamble(report):
        lines.append(f"<p>{_text(opening)}</p>")
    for section, table in _parts(report):
        lines.append(f"<h2>{_text(section.heading)}</h2>")
        lines += [
            f"<p>{_text(paragraph)}</p>"
            for paragraph in prose(report, section).split("\n")
            if paragraph.strip()
        ]
        if table is not None:
            lines.append(html_table(table, lambda box: _fill(report, box)))
    lines += [f'<p class="signature">{_text(line)}</p>' for line in _signature(report)]
    return "\n".join([*lines, "</body>", "</html>", ""])


def form_docx(report: ReportData) -> bytes:
    """The report on the official form as a Word document: the bytes of a ``.docx`` file.

    Raises:
        MissingExtraError: python-docx is not installed.
    """
    docx = _python_docx()
    document = docx.Document()
    _set_up(docx, document)
    _paragraph(docx, document, report.title or _UNTITLED, size=18, bold=True, align="CENTER")
    if opening := preamble(report):
        _paragraph(docx, document, opening, indent=True)
    for section, table in _parts(report):
        _paragraph(docx, document, section.heading, size=14, bold=True)
        for paragraph in prose(report, section).split("\n"):
            if paragraph.strip():
                _paragraph(docx, document, paragraph, indent=True)
        if table is not None:
            _docx_table(docx, document, table, report)
    for line in _signature(report):
        _paragraph(docx, document, line, align="RIGHT")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _parts(report: ReportData) -> Iterator[tuple[Section, Grid | None]]:
    tables = dict(enumerate(form.TABLES, 2))
    for section in sections_of_form(report):
        table = tables.get(section.number)
        yield section, grid(table, report.form_edition) if table else None


def _signature(report: ReportData) -> list[str]:
    return [line for line in signature(report) if line]


def _printable(text: str) -> str:
    """Without characters that HTML and XML forbid."""
    return "".join(char if char.isprintable() else " " for char in text)


def _is_vertical(box: Box) -> bool:
    """A group's label, beside the rows of the group: written downwards, as there is little room to
    its side."""
    return box.role == "label" and box.rows > 2


# --- HTML -----------------------------------------------------------------------------------------


def _text(text: str) -> str:
    return escape(_printable(text))


def _fill(report: ReportData, box: Box) -> Filled:
    if box.role == "figure":
        return _text(cell_text(report.cells[box.path])), {"data-path": box.path}
    return _text(box.text), {"class": "label down" if _is_vertical(box) else box.role}


# --- Word -----------------------------------------------------------------------------------------


def _python_docx() -> Any:
    try:
        import docx
        import docx.enum.text
        import docx.oxml
        import docx.oxml.ns
        import docx.shared
    except ImportError:
        raise MissingExtraError(Both("a Word document", "Word 文件"), "docx") from None
    return docx


def _set_up(docx: Any, document: Any) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = docx.shared.Cm(21), docx.shared.Cm(29.7)
    page.left_margin = page.right_margin = docx.shared.Cm(2.2)
    style = document.styles["Normal"]
    style.font.name = "FangSong"
    style.font.size = docx.shared.Pt(12)
    style.element.rPr.rFonts.set(docx.oxml.ns.qn("w:eastAsia"), "仿宋")


def _paragraph(
    docx: Any,
    holder: Any,
    text: str,
    *,
    size: float = 12,
    bold: bool = False,
    align: str = "",
    indent: bool = False,
) -> None:
    paragraph = holder.add_paragraph()
    _write(docx, paragraph, text, size=size, bold=bold, align=align)
    if indent:
        paragraph.paragraph_format.first_line_indent = docx.shared.Pt(2 * size)


def _write(
    docx: Any, paragraph: Any, text: str, *, size: float, bold: bool = False, align: str = ""
) -> None:
    run = paragraph.add_run(_printable(text))
    run.font.size = docx.shared.Pt(size)
    run.bold = bold
    if align:
        paragraph.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH[align]


def _docx_table(docx: Any, document: Any, shape: Grid, report: ReportData) -> None:
    table = document.add_table(rows=shape.height, cols=shape.width)
    table.style = "Table Grid"
    places = [
        list(row.cells) for row in table.rows
    ]  # taken before any merge, so that each box finds its corners
    for box in shape.boxes:
        corner = places[box.row][box.column]
        last = places[box.row + box.rows - 1][box.column + box.columns - 1]
        cell = corner.merge(last) if last is not corner else corner
        text = cell_text(report.cells[box.path]) if box.path else box.text
        level = "LEFT" if box.role == "label" and not _is_vertical(box) else "CENTER"
        _write(docx, cell.paragraphs[0], text, size=9, align=level)
        if _is_vertical(box):
            direction = docx.oxml.OxmlElement("w:textDirection")
            direction.set(docx.oxml.ns.qn("w:val"), "tbRlV")
            cell._tc.get_or_add_tcPr().append(direction)
