"""The report as an Excel workbook (extra ``sheets``): the official tables on a sheet each, in the
report's own edition.

Totals are formulas where the report's total is the sum of its parts; a total that is not stays as
it stands, with what the checks found as a comment. What is not certain is shown by colour and sign
and explained in a comment: an open cell holds a question mark and never a zero. The sign of an
inferred figure (``*``), or of one at which a check fails (``≠``), is part of the number format, so
that the cell still holds a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from .. import form
from ..errors import MissingExtraError
from ..findings import Finding, Findings
from ..form import Figure, equations
from ..languages import Both, Language
from ..model import Cell, ReportData, Section, Status
from .display import describe
from .grid import Box, Grid, grid
from .marks import FAILS, MARKS, coverage, left_out, legend, verdict
from .notebook import tip
from .render import absent_rows, cell_text, preamble, prose, sections_of_form, signature

_UNTITLED: Final = "政府信息公开工作年度报告"
_NAMES: Final = {"proactive": "表二", "requests": "表三", "disputes": "表四"}
_FIRST: Final = "报告"
_LAST: Final = "其他"
_MISSING: Final = "缺栏"
"""Stands in a cell that the report does not have, in a row that it has."""

_EXACT: Final = 15
"""Digits that a number in Excel keeps; a longer figure is written as text."""

_LONGEST: Final = 32_000
"""Characters that Excel allows in a cell, nearly; a longer paragraph goes on in the next cell."""

_COLOURS: Final[Mapping[Status, Mapping[str, Any]]] = {
    Status.INFERRED: {"bg_color": "#DCE9F9", "italic": True},
    Status.AMBIGUOUS: {"bg_color": "#FFE3A3", "bold": True},
    Status.UNREADABLE: {"bg_color": "#FFD0B0", "bold": True},
    Status.DASH: {"bg_color": "#EEEEEE"},
    Status.MISSING: {"pattern": 14, "fg_color": "#BBBBBB", "bg_color": "#FFFFFF"},
}
_FAILS: Final = {"bg_color": "#F9C6C6", "bold": True}
_WIDTHS: Final = {"proactive": (26, 20), "requests": (12, 12), "disputes": (9, 9)}
"""How wide the columns of labels and of figures are, in characters."""


def write_excel(
    report: ReportData, findings: Findings, path: str | Path, language: Language
) -> None:
    """Write the workbook.

    Raises:
        MissingExtraError: XlsxWriter is not installed. OSError: the file cannot be written.
    """
    try:
        import xlsxwriter
        import xlsxwriter.exceptions
    except ImportError:
        raise MissingExtraError(Both("an Excel workbook", "Excel 工作簿"), "sheets") from None
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    _Writer(book, report, findings.in_language(language), language).write()
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        cause = error.args[0] if error.args else error
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from None


class _Writer:
    """Writes one report into one workbook."""

    def __init__(
        self, book: Any, report: ReportData, findings: Findings, language: Language
    ) -> None:
        self._book, self._report, self._findings = book, report, findings
        self._language: Language = language
        self._looks: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._said: dict[str, list[Finding]] = {}
        for finding in findings:
            self._said.setdefault(finding.cells[0] if finding.cells else "", []).append(finding)
        self._failing = {one.cells[0] for one in findings.errors if one.cells}

    def write(self) -> None:
        report = self._report
        title = report.title or _UNTITLED
        self._book.set_properties({"title": title, "company": report.publisher or ""})
        first, row = self._page(_FIRST), 0
        first.write_string(row, 0, _printable(title), self._look(bold=True, font_size=16))
        if general := self._said.get(""):
            first.write_comment(row, 0, "\n".join(str(one) for one in general), _NOTE)
        self._box(first)
        page, row = first, row + 1
        if opening := preamble(report):
            row = self._text(page, row, opening)
        tables = dict(enumerate(form.TABLES, 2))
        for section in sections_of_form(report):
            table = tables.get(section.number)
            if table:
                self._table(table, section)
            else:
                if section.number > max(tables) and page is first:
                    page, row = self._page(_LAST), 0
                row = self._text(page, row, section.heading, bold=True, font_size=13)
                row = self._text(page, row, prose(report, section))
        for line in signature(report):
            row = self._text(page, row, line, align="right")

    # --- text -------------------------------------------------------------------------------------

    def _page(self, name: str) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, 0, 90)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _text(self, sheet: Any, row: int, text: str, **look: Any) -> int:
        """Write paragraphs, a row each; give back the next row."""
        for paragraph in text.split("\n"):
            for start in range(0, len(paragraph), _LONGEST):
                part = _printable(paragraph[start : start + _LONGEST])
                if part.strip():
                    sheet.write_string(row, 0, part, self._look(text_wrap=True, **look))
                    row += 1
        return row

    def _box(self, sheet: Any) -> None:
        """What was read, what the checks say, and what the signs mean, in a box beside the text: so
        that it is no part of the report."""
        report, language = self._report, self._language
        marks = legend(report.cells.values(), language, failing=bool(self._failing))
        lines = [
            " · ".join(describe(report, language)),
            " · ".join(coverage(report, language)),
            left_out(report, language),
            verdict(self._findings),
            *(f"{mark}  {meaning}" for _, mark, meaning in marks),
        ]
        options = {"width": 360, "height": 40 + 22 * len(lines), "font": {"size": 10}}
        sheet.insert_textbox(0, 2, _printable("\n".join(filter(None, lines)), "\n"), options)

    # --- tables -----------------------------------------------------------------------------------

    def _table(self, table: str, section: Section) -> None:
        report = self._report
        sheet = self._book.add_worksheet(_NAMES[table])
        shape = grid(table, report.form_edition, absent_rows(report, table))
        heading = self._look(bold=True, font_size=13)
        sheet.write_string(0, 0, _printable(section.heading), heading)
        row = self._text(sheet, 1, prose(report, section))
        labels = max((box.column for box in shape.boxes if box.role == "figure"), default=0)
        first = min((box.column for box in shape.boxes if box.role == "figure"), default=0)
        wide, narrow = _WIDTHS[table]
        sheet.set_column(0, max(0, first - 1), wide)
        sheet.set_column(first, max(first, labels), narrow)
        if table == "requests":
            sheet.set_column(2, 2, 34)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        at = {box.path: (row + box.row, box.column) for box in shape.boxes if box.path}
        for box in shape.boxes:
            self._put(sheet, row, box, at)
        if first and shape.height:
            sheet.freeze_panes(row + _heads(shape), first)

    def _put(self, sheet: Any, top: int, box: Box, at: Mapping[str, tuple[int, int]]) -> None:
        row, column = top + box.row, box.column
        if box.path:
            cell = self._report.cells[box.path]
            look = self._figure_look(cell)
        else:
            left = box.role == "label" and box.rows <= 2
            look = self._look(
                border=1, text_wrap=True, valign="vcenter", align="left" if left else "center"
            )
        if box.rows > 1 or box.columns > 1:
            last = (row + box.rows - 1, column + box.columns - 1)
            sheet.merge_range(row, column, *last, "", look)
        if not box.path:
            sheet.write_string(row, column, box.text, look)
            return
        self._figure(sheet, row, column, cell, look, at)
        if comment := self._comment(cell):
            sheet.write_comment(row, column, comment, _NOTE)

    def _figure(
        self,
        sheet: Any,
        row: int,
        column: int,
        cell: Cell,
        look: Any,
        at: Mapping[str, tuple[int, int]],
    ) -> None:
        text = _MISSING if cell.status is Status.MISSING else _printable(cell_text(cell))
        if cell.value is None or not _is_exact(cell.value):
            if text:
                sheet.write_string(row, column, text, look)
            else:
                sheet.write_blank(row, column, None, look)
        elif parts := self._parts(cell.path, at):
            formula = f"=SUM({_reference([at[path] for path in parts])})"
            sheet.write_formula(row, column, formula, look, cell.value)
        else:
            sheet.write_number(row, column, cell.value, look)

    def _parts(self, path: str, at: Mapping[str, tuple[int, int]]) -> tuple[str, ...]:
        """The cells whose sum a total is, where they are on the sheet; none if it is not."""
        figures = self._report.figures
        for equation in equations(self._report.form_edition):
            if equation.right == (path,) and figures.holds(equation):
                exact = all(_is_exact(figures.values.get(part) or 0) for part in equation.left)
                if exact and all(part in at for part in equation.left):
                    return equation.left
        return ()

    def _figure_look(self, cell: Cell) -> Any:
        fails = cell.path in self._failing
        # what is no number is written as text, and that is sign enough
        sign = MARKS[cell.status] + FAILS * fails if cell.status.claims else ""
        value = cell.value
        places = max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
        number = "0" + ("." + "0" * places if places else "") + (f'"{sign}"' if sign else "")
        return self._look(
            border=1,
            align="center",
            valign="vcenter",
            num_format=number,
            **({**_COLOURS.get(cell.status, {}), **(_FAILS if fails else {})}),
        )

    def _comment(self, cell: Cell) -> str:
        found = [str(one) for one in self._said.get(cell.path, [])]
        if cell.status in (Status.READ, Status.BLANK) and not found:
            return ""
        lines = [*tip(self._report, cell, self._language), *found]
        return _printable("\n".join(lines), "\n")[:_LONGEST]

    def _look(self, **wanted: Any) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self._looks:
            self._looks[key] = self._book.add_format({"font_name": "宋体", **wanted})
        return self._looks[key]


_NOTE: Final = {"author": "gongkai", "x_scale": 3, "y_scale": 2}


def _heads(shape: Grid) -> int:
    """How many lines at the top of a table hold heads only."""
    return min((box.row for box in shape.boxes if box.role in ("label", "figure")), default=0)


def _is_exact(value: Figure) -> bool:
    """Whether a spreadsheet keeps all digits of a figure."""
    return value is not None and len(Decimal(value).normalize().as_tuple().digits) <= _EXACT


def _reference(places: Sequence[tuple[int, int]]) -> str:
    """Cells as a formula names them, runs of neighbours as one: ``D5:I5``, ``D7:D14,D16``."""
    return ",".join(_runs(sorted(places)))


def _runs(places: Sequence[tuple[int, int]]) -> Iterator[str]:
    start = before = places[0]
    across = len({row for row, _ in places}) == 1
    step = (0, 1) if across else (1, 0)
    for place in [*places[1:], None]:
        if place is not None and place == (before[0] + step[0], before[1] + step[1]):
            before = place
            continue
        yield _name(start) if start == before else f"{_name(start)}:{_name(before)}"
        if place is not None:
            start = before = place


def _name(place: tuple[int, int]) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(*place))


def _printable(text: str, kept: str = "") -> str:
    """Without characters that a workbook cannot hold."""
    return "".join(char if char.isprintable() or char in kept else " " for char in text)
