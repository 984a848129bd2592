"""Reports as Excel workbooks: the official tables, formulas, comments, signs; and read again."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gongkai
from gongkai import Cell, Cells, MissingExtraError, Report, Status
from gongkai.form import spec

REPORTS = Path(__file__).parent.parent / "examples" / "reports"
ROW = "requests.received"
APPLICANTS = ("natural_person", "business", "research", "nonprofit", "legal_services", "other")


def written(report: Report, folder: Path) -> Any:
    return openpyxl.load_workbook(report.to_excel(folder / "report.xlsx", language="en"))


def place(report: Report, path: str, folder: Path) -> tuple[str, str]:
    """The sheet and the cell in which a figure of the report was written."""
    origin = gongkai.read(report.to_excel(folder / "placed.xlsx")).cells[path].origin
    assert origin is not None
    assert origin.sheet is not None
    assert origin.reference is not None
    return origin.sheet, origin.reference


def cell_of(report: Report, path: str, folder: Path) -> Any:
    """The written cell of a figure; its place is found in a report that has a figure everywhere."""
    full = Report.from_values(dict.fromkeys(report.cells, 1), edition=report.form_edition)
    sheet, reference = place(full, path, folder)
    return written(report, folder)[sheet][reference]


def with_cells(*cells: Cell) -> Report:
    blank = Report.blank(2021)
    return attrs.evolve(
        blank, cells=Cells({**dict(blank.cells), **{cell.path: cell for cell in cells}})
    )


@pytest.mark.parametrize("file", sorted(REPORTS.glob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.slow
def test_what_is_written_is_read_again(file: Path, tmp_path: Path) -> None:
    report = gongkai.read(file)
    again = gongkai.read(report.to_excel(tmp_path / "report.xlsx"))
    assert (again.title, again.publisher, again.year, again.edition, again.signed) == (
        report.title,
        report.publisher,
        report.year,
        report.edition,
        report.signed,
    )
    assert len(again.sections) == len(report.sections)
    opened = any(cell.status is Status.AMBIGUOUS for cell in report.cells.values())
    for path, cell in report.cells.items():
        back = again.cells[path]
        if cell.status is Status.AMBIGUOUS:
            assert (path, back.value, back.status is Status.BLANK) == (path, None, False)
        elif cell.status is Status.INFERRED:
            # behind a cell that is open a figure may be open too; it never is another figure
            assert back.value == cell.value or (opened and back.status is Status.AMBIGUOUS)
        else:
            assert (path, back.status, back.value) == (path, cell.status, cell.value)


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_every_figure_comes_back_exactly(tmp_path_factory: Any, data: st.DataObject) -> None:
    edition = data.draw(st.sampled_from([2019, 2021]))
    paths = data.draw(st.lists(st.sampled_from(sorted(spec(edition))), unique=True, max_size=20))
    values: dict[str, int | Decimal] = dict.fromkeys(spec(edition), 0)
    for path in paths:
        if path.endswith("amount"):
            values[path] = data.draw(st.decimals(0, 10**10, places=6))
        else:
            values[path] = data.draw(st.integers(0, 10**13))
    report = Report.from_values(values, edition=edition, title="甲县2022年报告")
    again = gongkai.read(report.to_excel(tmp_path_factory.mktemp("x") / "r.xlsx"))
    assert again.cells == report.cells


@pytest.mark.slow
def test_beside_blanks_no_figure_becomes_another(tmp_path: Path) -> None:
    """Where a row ends in blanks its places may be open; what is claimed is what was written."""
    report = Report.from_values({"proactive.penalties.previous_items": 0}, edition=2019)
    again = gongkai.read(report.to_excel(tmp_path / "r.xlsx"))
    for path, cell in again.cells.items():
        assert (path, cell.value) == (
            path,
            report.cells[path].value,
        ) or cell.status is Status.AMBIGUOUS


@pytest.mark.slow
def test_a_total_that_adds_up_is_a_formula_with_its_figure(tmp_path: Path) -> None:
    values = {f"{ROW}.{name}": n for n, name in enumerate(APPLICANTS)}
    report = Report.from_values({**values, f"{ROW}.total": 15}, edition=2021)
    assert str(cell_of(report, f"{ROW}.total", tmp_path).value).startswith("=SUM(D")
    assert gongkai.read(tmp_path / "report.xlsx")[f"{ROW}.total"] == 15


@pytest.mark.slow
def test_a_total_that_does_not_add_up_stays_and_says_why(tmp_path: Path) -> None:
    values = {f"{ROW}.{name}": n for n, name in enumerate(APPLICANTS)}
    cell = cell_of(
        Report.from_values({**values, f"{ROW}.total": 16}, edition=2021), f"{ROW}.total", tmp_path
    )
    assert cell.value == 16
    assert cell.number_format == '0"≠"'
    assert "R003" in cell.comment.text
    assert "off by 1" in cell.comment.text


@pytest.mark.slow
def test_a_sum_of_open_figures_is_no_formula(tmp_path: Path) -> None:
    open_part = Cell(f"{ROW}.other", Status.AMBIGUOUS, candidates=(3, None))
    total = Cell(f"{ROW}.total", Status.READ, 3)
    assert cell_of(with_cells(open_part, total), f"{ROW}.total", tmp_path).value == 3


@pytest.mark.parametrize(
    ("cell", "value", "number_format", "said"),
    [
        (
            Cell(f"{ROW}.other", Status.INFERRED, 3, basis=("R003:requests.received",)),
            3,
            '0"*"',
            "proven",
        ),
        (Cell(f"{ROW}.other", Status.AMBIGUOUS, candidates=(3, 0)), "?", "0", "3 / 0"),
        (
            Cell(f"{ROW}.other", Status.UNREADABLE, raw="见附件"),
            "见附件",
            "0",
            "cannot be given a value",
        ),
        (Cell(f"{ROW}.other", Status.DASH, raw="/"), "/", "0", "a mark for nothing"),
        (Cell(f"{ROW}.other", Status.MISSING), "缺栏", "0", "not in the text"),
    ],
    ids=lambda value: value.status.value if isinstance(value, Cell) else "",
)
@pytest.mark.slow
def test_what_was_not_simply_read_has_a_sign_a_colour_and_a_comment(
    cell: Cell, value: object, number_format: str, said: str, tmp_path: Path
) -> None:
    found = cell_of(with_cells(cell), cell.path, tmp_path)
    assert (found.value, found.number_format) == (value, number_format)
    assert found.fill.fill_type is not None
    assert said in found.comment.text


def test_a_blank_cell_stays_empty_and_a_missing_row_is_left_out(tmp_path: Path) -> None:
    report = with_cells(*(Cell(f"{ROW}.{n}", Status.MISSING) for n in (*APPLICANTS, "total")))
    again = gongkai.read(report.to_excel(tmp_path / "report.xlsx"))
    assert again.cells[f"{ROW}.total"].status is Status.MISSING
    assert again.cells["requests.carried_over.total"].status is Status.BLANK


@pytest.mark.slow
def test_more_digits_than_a_spreadsheet_keeps_are_text(tmp_path: Path) -> None:
    amount = Decimal("1234567890123.567891")
    report = Report.from_values({"proactive.fees.amount": amount}, edition=2021)
    assert gongkai.read(report.to_excel(tmp_path / "r.xlsx"))["proactive.fees.amount"] == amount


def test_text_is_never_a_formula_and_no_paragraph_is_lost(tmp_path: Path) -> None:
    prose = f"一、总体情况\n=HYPERLINK(1)。\n{'长' * 70_000}。\n"
    text = f"{prose}二、主动公开政府信息情况\n行政许可 | 3 |\n"
    report = gongkai.parse(text, layout="pipe")
    book = written(report, tmp_path)
    values = [cell.value for row in book["报告"].iter_rows() for cell in row if cell.value]
    assert "=HYPERLINK(1)。" in values
    assert sum(str(value).count("长") for value in values) == 70_000


def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        Report.blank(2021).to_excel(tmp_path / "nowhere" / "r.xlsx")


def test_without_the_extra_the_message_has_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'gongkai\[sheets\]'"):
        Report.blank(2021).to_excel(tmp_path / "r.xlsx")
