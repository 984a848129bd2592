"""A report as text again, in any layout: title, preamble, the six headings with their prose, the
three tables, the signature.

What stands in a table for a cell, by its status: ``read`` and ``inferred`` the figure; ``blank`` an
empty cell; ``dash`` its mark; ``unreadable`` its text, without the characters that would end the
cell. A row whose cells are all ``missing`` is left out, and so is a table without rows. A single
``missing`` cell is left out where the layout allows it (the row is then shorter), else a question
mark: an empty cell would say that there is nothing.

A row with ``ambiguous`` cells is written as it stood in its text: its figures in their order, their
places as open as before. Where that cannot be (glued digits in another layout; a layout whose rows
have a fixed number of cells), an ambiguous cell is a question mark, which is read again as no
figure: a guess must not become a fact by being written down.

The layouts ``glued`` and ``spaced`` lose the places of blank cells, as the texts do that they are
named after.
"""

from __future__ import annotations

import bisect
import csv
import datetime
import html
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from .. import form
from ..errors import LayoutError
from ..figures import read_figure
from ..languages import Both
from ..layouts import Layout, Mark
from ..model import Cell, Period, ReportData, Section, Span, Status
from ..parsing.outline import NUMERALS
from .drawn import boxed, columns
from .grid import Box, Grid, grid
from .marks import digits

Row = Sequence[str]
"""The cells of one line of a table, labels included."""


@attrs.frozen
class Style:
    """How a layout writes a table and puts paragraphs together.

    ``row`` writes one line of a table; ``covered`` says that a column which a label covers is
    written as an empty cell; ``ends`` are the characters that would end a cell; ``paragraph``
    stands between paragraphs and around tables, ``line`` between rows. ``heading`` goes before a
    heading, and ``keeps_blanks`` is False where blank cells leave no trace. ``opening`` is what
    stands before a line's first cell; it is given the number of the line.
    """

    row: Callable[[Row], str]
    ends: str
    covered: bool = False
    line: str = "\n"
    paragraph: str = "\n"
    heading: str = ""
    keeps_blanks: bool = True
    table: Callable[[Grid, Mapping[Box, str]], str] | None = None
    opening: Callable[[int], str] = attrs.field(default=lambda _: "")


def _pipe(row: Row) -> str:
    return " | ".join(row) + " |"


def _pipe_cells(row: Row) -> str:
    return "\n".join(f"{cell} |" if cell else "|" for cell in row)


def _markdown(row: Row) -> str:
    return (
        "| "
        + " | ".join(
            cell.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*") for cell in row
        )
        + " |"
    )


def _csv(row: Row) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(row)
    return line.getvalue()


def _markdown_table(shape: Grid, texts: Mapping[Box, str]) -> str:
    first, *rest = (_markdown(row) for row in _rows(shape, texts))
    return "\n".join([first, "|" + " --- |" * shape.width, *rest])


def _tagged(row: str, cell: str) -> Style:
    """Tables whose rows and cells are elements of these names."""

    def written(texts: Row) -> str:
        cells = (f"<{cell}>{html.escape(text, quote=False)}</{cell}>" for text in texts)
        return f"<{row}>{''.join(cells)}</{row}>"

    def table(shape: Grid, texts: Mapping[Box, str]) -> str:
        return "\n".join(["<table>", *map(written, _rows(shape, texts)), "</table>"])

    return Style(written, "", paragraph="\n\n", heading="## ", table=table)


STYLES: Final[Mapping[str, Style]] = {
    "pipe": Style(_pipe, "|｜¦"),
    "tab": Style("\t".join, "\t"),
    "lines": Style("\n".join, ""),
    "glued": Style("".join, "", line="", paragraph="", keeps_blanks=False),
    "spaced": Style(" ".join, "", keeps_blanks=False),
    "markdown": Style(_markdown, "", paragraph="\n\n", heading="## ", table=_markdown_table),
    "csv": Style(_csv, "", covered=True),
    "boxed": Style(" ".join, "│┃║|", paragraph="\n\n", table=boxed),
    "markup": _tagged("tr", "td"),
    "columns": Style(" ".join, "", paragraph="\n\n", table=columns),
}
"""How each built-in layout is written."""

_PIPE_CELLS: Final = Style(_pipe_cells, "|｜¦")
_SPACED_LINES: Final = Style("\n\n".join, "", line="\n\n", paragraph="\n\n")

_COMMON: Final = ("|", ";", "；", "\t", ",", "║", "│", "  ", "\n")
"""What is tried as a separator where a layout gives its own as a pattern."""

_TABLE_SECTIONS: Final = range(2, 2 + len(form.TABLES))
_BETWEEN: Final = re.compile(r"[\s|｜¦│┃║]+")
_SENTENCE_END: Final = re.compile("[。！？]")


def render(
    report: ReportData,
    layout: str | Layout = "pipe",
    *,
    cell_per_line: bool = False,
    blank_lines: bool = False,
    drop_blanks: bool = False,
) -> str:
    """Write a report as text in a layout.

    ``cell_per_line`` writes the pipe layout with one cell on each line, ``blank_lines`` the lines
    layout with an empty line between cells. ``drop_blanks`` leaves out blank cells, as many text
    extractors do (with pipes, the row is then padded at its end): their places are lost. A layout
    of your own is written with its ``SEP``, ``OPEN`` and ``CLOSE``, or, where its grammar gives a
    pattern, with something common that the pattern accepts; an ``OPEN`` that accepts a number gets
    that of the line.

    Raises:
        LayoutError: no layout has this name, or a delimiter is a pattern, so that nothing says what
            to write.

    >>> from gongkai import Report
    >>> text = render(Report.from_values({"proactive.regulations.issued": 3}, edition=2021,
    ...     title="甲县2022年报告"))
    >>> [line for line in text.splitlines() if line.startswith("规章")]
    ['规章 | 3 |  |  |']
    """
    style = _style(layout, cell_per_line=cell_per_line, blank_lines=blank_lines)
    if drop_blanks or _dropped_blanks(report):
        style = attrs.evolve(style, keeps_blanks=False)
    parts = [part for part in _parts(report, style) if part]
    return style.paragraph.join(parts) + ("\n" if style.paragraph else "")


def _style(layout: str | Layout, *, cell_per_line: bool, blank_lines: bool) -> Style:
    name = layout if isinstance(layout, str) else layout.name
    if name == "pipe" and cell_per_line:
        return _PIPE_CELLS
    if name == "lines" and blank_lines:
        return _SPACED_LINES
    own = Layout.named(layout) if isinstance(layout, str) else layout
    if name in STYLES and attrs.evolve(own, wording=()) == Layout.named(name):
        return STYLES[name]
    return _style_of(own)


def _style_of(layout: Layout) -> Style:
    """How a layout is written that says itself what stands between, before and behind the cells of
    a row, or in which elements they stand."""
    if layout.elements:
        return _tagged(layout.elements.rows[0], layout.elements.cells[0])
    marks = layout.grammar_of_tables.delimiters
    separator = _written(layout, "SEP", marks.sep, _COMMON)
    closing = "" if marks.closing is None else _written(layout, "CLOSE", marks.closing, _COMMON)
    opening = marks.opening
    numbers = () if opening is None else _numbers(opening, separator)
    before = "" if opening is None or numbers else _written(layout, "OPEN", opening, _COMMON)
    return Style(
        lambda row: separator.join(row) + closing,
        separator + closing + before,
        opening=lambda line: numbers[0].format(line) if numbers else before,
    )


def _written(layout: Layout, name: str, mark: Mark, common: Sequence[str]) -> str:
    if mark.literal is not None:
        return mark.literal
    for text in common:
        if re.fullmatch(mark.pattern, text):
            return text
    raise LayoutError(
        Both(
            f"{name} is a pattern, so nothing says what to write there",
            f"{name} 是一个模式，说不出该写什么",
        ),
        name=layout.path or layout.name,
        expected=Both(
            f'{name} as a literal, like {name}: ";"', f'{name} 写成字面量，如 {name}: ";"'
        ),
    )


def _numbers(opening: Mark, separator: str) -> tuple[str, ...]:
    """The ways of writing the number of a line that this opening accepts, for lines of one figure
    and of two."""
    ways = ("{}" + separator, "{}", "{}.", "{}. ", "{}、")
    return tuple(
        way
        for way in ways
        if all(re.fullmatch(opening.pattern, way.format(line)) for line in (1, 28))
    )


# --- the parts of a report, from its title to its signature ---------------------------------------


def _parts(report: ReportData, style: Style) -> Iterator[str]:
    mark = "# " if style.heading else ""
    if report.title:
        yield mark + report.title
    yield preamble(report)
    tables = dict(enumerate(form.TABLES, 2))
    for section in sections_of_form(report):
        yield style.heading + section.heading
        table = tables.get(section.number)
        yield prose(report, section)
        if table:
            yield _table(report, table, style)
    yield from signature(report)


def sections_of_form(report: ReportData) -> Iterator[Section]:
    """The report's sections; those of the form that it lacks are added, since every report has the
    six headings."""
    present = {section.number: section for section in report.sections}
    for number, title in enumerate(form.SECTION_TITLES, 1):
        yield present.get(number) or Section(
            number, f"{NUMERALS[number - 1]}、{title}", "", Span(0, 0)
        )


def prose(report: ReportData, section: Section) -> str:
    """The text of a section without the table that stands in it: the sentences that hold none of
    its figures.

    A section's text is all that stands below its heading in the source; written as it is, the table
    would come twice.
    """
    start, end = section.span
    inside = sorted(
        cell.span.start - start
        for cell in report.cells.values()
        if cell.span and start <= cell.span.start and cell.span.end <= end
    )
    if section.number not in _TABLE_SECTIONS or not inside:
        return section.text
    kept, place = [], 0
    for line in section.text.split("\n"):
        figures = bisect.bisect_left(inside, place + len(line) + 1) - bisect.bisect_left(
            inside, place
        )
        place += len(line) + 1
        if not figures and _SENTENCE_END.search(line):
            kept.append(line)
    return "\n".join(kept)


def preamble(report: ReportData) -> str:
    """The sentences before the first section: who publishes the report, and the time that its
    figures cover."""
    sentences = []
    if report.publisher and report.year is not None:
        sentences.append(
            "根据《中华人民共和国政府信息公开条例》规定，"
            f"现向社会公布{report.publisher}{report.year}年政府信息公开工作年度报告。"
        )
    if report.period:
        sentences.append(_stated(report.period))
    return "".join(sentences)


def _stated(period: Period) -> str:
    return (
        f"本报告中所列数据的统计期限自{date_in_words(period.start)}起"
        f"至{date_in_words(period.end)}止。"
    )


def signature(report: ReportData) -> Iterator[str]:
    """The lines below the last section: publisher and date, unless that section ends with them
    already."""
    if report.signed and not (
        report.sections and date_in_words(report.signed) in report.sections[-1].text[-40:]
    ):
        yield report.publisher or ""
        yield date_in_words(report.signed)


def date_in_words(day: datetime.date) -> str:
    """A date as reports write it.

    >>> date_in_words(datetime.date(2023, 1, 19))
    '2023年1月19日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


# --- tables ---------------------------------------------------------------------------------------


def absent_rows(report: ReportData, table: str) -> list[str]:
    """The rows of a table that the report does not have: all their cells are missing."""
    return [
        row.path
        for row in form.rows(report.form_edition, table)
        if all(report.cells[cell.path].status is Status.MISSING for cell in row.cells)
    ]


def cell_text(cell: Cell, ends: str = "") -> str:
    """What is written for a cell: see the top of this module. ``ends`` are characters that would
    end the cell.

    >>> cell_text(Cell("disputes.review.total", Status.UNREADABLE, raw="见附件 | 略"), "|")
    '见附件 略'
    """
    raw = cell.raw or ""
    if cell.status is Status.DASH:
        return raw if raw in ("/", "-", "—", "——", "无") else "—"
    if cell.status is Status.UNREADABLE:
        text = " ".join(raw.translate({ord(char): " " for char in ends}).split())
        # with its blanks gone too, since a layout may take them for the border of a cell
        return text if read_figure(text.replace(" ", ""))[0] is Status.UNREADABLE else "?"
    if cell.status in (Status.AMBIGUOUS, Status.MISSING):
        return "?"
    return digits(cell.value)


def _table(report: ReportData, table: str, style: Style) -> str:
    shape = grid(table, report.form_edition, absent_rows(report, table))
    if not shape.boxes:
        return ""
    boxes = [box for box in shape.boxes if not _left_out(report, box, style)]
    shape = attrs.evolve(shape, boxes=tuple(boxes))
    texts = {
        box: cell_text(report.cells[box.path], style.ends) if box.path else box.text
        for box in boxes
    }
    if style.table:
        return style.table(shape, texts)
    if style.covered:
        return style.line.join(style.row(row) for row in _rows(shape, texts))
    lines = (_line(report, boxes, texts, style) for boxes in shape.lines())
    return style.line.join(style.opening(number) + line for number, line in enumerate(lines, 1))


def _line(report: ReportData, boxes: Sequence[Box], texts: Mapping[Box, str], style: Style) -> str:
    figures = _open_figures(
        [report.cells[box.path] for box in boxes if box.path], glued=not style.line
    )
    if figures is not None:
        labels = [texts[box] for box in boxes if not box.path]
        return _without_blanks(
            [*labels, *figures, *[""] * (len(boxes) - len(labels) - len(figures))], style
        )
    row = [texts[box] for box in boxes]
    return style.row(row) if style.keeps_blanks else _without_blanks(row, style)


def _open_figures(cells: Sequence[Cell], *, glued: bool) -> list[str] | None:
    """The figures of a line whose places its text leaves open, in their order; None for any other
    line.

    Ambiguous cells share the text of their whole row as raw text. It can be written again where its
    figures are whole cells, or where it is glued and the layout is so too.
    """
    ambiguous = [cell for cell in cells if cell.status is Status.AMBIGUOUS]
    if not ambiguous or not ambiguous[0].raw or ambiguous[0].span is None:
        return None
    raw, span = ambiguous[0].raw, ambiguous[0].span
    if any(
        cell.span and not span.start <= cell.span.start <= cell.span.end <= span.end
        for cell in cells
    ):
        return None
    if glued:
        return ["".join(raw.split())]
    figures = _BETWEEN.split(raw)
    possible = {value for cell in cells for value in (*cell.candidates, cell.value)}
    whole = all(read_figure(figure)[1] in possible for figure in figures)
    return figures if whole and len(figures) <= len(cells) else None


def _dropped_blanks(report: ReportData) -> bool:
    """Whether the report's own text left blank cells out: some line is open, and none has a blank
    beside a figure."""
    if not any(cell.status is Status.AMBIGUOUS and cell.raw for cell in report.cells.values()):
        return False
    for row in form.rows(report.form_edition):
        statuses = {report.cells[cell.path].status for cell in row.cells}
        if Status.BLANK in statuses and statuses - {Status.BLANK, Status.AMBIGUOUS, Status.MISSING}:
            return False
    return True


def _left_out(report: ReportData, box: Box, style: Style) -> bool:
    """A cell that the text does not have is left out, unless others would then move into its place
    in the grid."""
    return (
        bool(box.path)
        and report.cells[box.path].status is Status.MISSING
        and not style.covered
        and style.table is None
    )


def _rows(shape: Grid, texts: Mapping[Box, str]) -> Iterator[Row]:
    """The lines of a table with every column of the grid: what a label covers is empty."""
    for line in range(shape.height):
        slots = enumerate(shape.slots(line))
        yield [
            texts[box] if (box.row, box.column) == (line, column) else "" for column, box in slots
        ]


def _without_blanks(row: Row, style: Style) -> str:
    kept = [cell for cell in row if cell]
    written = style.row(kept)
    pads = "|" * (len(row) - len(kept))
    return f"{written} {pads}" if pads and written.endswith("|") else written
