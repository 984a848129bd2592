"""The official form as a page of HTML and as a Word document."""

from __future__ import annotations

import datetime
import io
import sys
from html.parser import HTMLParser

import attrs
import pytest

import gongkai
from gongkai import Cell, Cells, MissingExtraError, Period, Report, Section, Span, Status, form
from gongkai.writing.grid import grid


def numbered(edition: int) -> Report:
    """A report in which every count is different, so that a figure in the wrong place shows."""
    values: dict[str, form.Figure] = {
        cell.path: 100 + number for number, cell in enumerate(form.cells(edition))
    }
    year = edition + 1
    return Report.from_values(
        values,
        edition=edition,
        title=f"云栖县人民政府{year}年政府信息公开工作年度报告",
        publisher="云栖县人民政府",
        year=year,
        period=Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31)),
        signed=datetime.date(year + 1, 1, 19),
        sections=(Section(1, "一、总体情况", "平稳有序。\n成效良好。", Span(0, 0)),),
    )


@pytest.mark.slow
def test_a_figure_that_is_not_known_is_never_an_empty_box() -> None:
    path = "requests.received.total"
    for lost in (Cell(path, Status.MISSING), Cell(path, Status.AMBIGUOUS, candidates=(1, None))):
        report = numbered(2021)
        report = attrs.evolve(report, cells=Cells({**report.cells, path: lost}))
        for again in (gongkai.read(report.to_html().encode()), gongkai.read(report.to_docx())):
            assert again.cells[path].status is Status.UNREADABLE


class Tables(HTMLParser):
    """The text of every element that holds a box, with the rows and columns that it reaches
    over."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.boxes: list[list[tuple[str, int, int]]] = []
        self._open: tuple[int, int] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {
            name: int(value or 1) for name, value in attributes if name in ("rowspan", "colspan")
        }
        if tag == "table":
            self.boxes.append([])
        elif tag in ("td", "th"):
            self._open = given.get("rowspan", 1), given.get("colspan", 1)
            self.boxes[-1].append(("", *self._open))

    def handle_data(self, data: str) -> None:
        if self._open:
            self.boxes[-1][-1] = (data, *self._open)

    def handle_endtag(self, tag: str) -> None:
        self._open = None


@pytest.mark.parametrize("edition", form.EDITIONS)
@pytest.mark.parametrize("table", form.TABLES)
def test_the_boxes_of_a_table_cover_every_place_exactly_once(edition: int, table: str) -> None:
    shape = grid(table, edition)
    covered = [
        (row, column)
        for box in shape.boxes
        for row in range(box.row, box.row + box.rows)
        for column in range(box.column, box.column + box.columns)
    ]
    assert sorted(covered) == [
        (row, column) for row in range(shape.height) for column in range(shape.width)
    ]
    assert [box.path for box in shape.boxes if box.path] == [
        cell.path for cell in form.cells(edition, table)
    ]


@pytest.mark.parametrize("edition", form.EDITIONS)
@pytest.mark.slow
def test_html_and_word_are_read_again_as_the_report(edition: int) -> None:
    pytest.importorskip("lxml")
    pytest.importorskip("docx")
    report = numbered(edition)
    for written in (report.to_html().encode(), report.to_docx()):
        again = gongkai.read(io.BytesIO(written))
        assert {path: cell.value for path, cell in again.cells.items()} == {
            path: report[path] for path in report.cells
        }
        for name in ("edition", "title", "publisher", "year", "period", "signed"):
            assert getattr(again, name) == getattr(report, name), name
        assert [section.number for section in again.sections] == [1, 2, 3, 4, 5, 6]
        assert again.sections[0].text == "平稳有序。\n成效良好。"


def test_labels_reach_over_rows_and_columns_as_on_the_form() -> None:
    proactive, requests, disputes = Tables(Report.blank(2021).to_html()).boxes
    assert ("第二十条第（一）项", 1, 4) in proactive
    assert ("三、本年度办理结果", 22, 1) in requests
    assert ("（三）不予公开", 8, 1) in requests
    assert ("（七）总计", 1, 2) in requests
    assert ("四、结转下年度继续办理", 1, 3) in requests
    assert ("法人或其他组织", 1, 5) in requests
    assert ("行政诉讼", 1, 10) in disputes


def test_a_blank_form_has_every_cell_and_no_figure() -> None:
    for edition in form.EDITIONS:
        texts = [
            text for table in Tables(Report.blank(edition).to_html()).boxes for text, _, _ in table
        ]
        assert texts.count("") == len(form.cells(edition))
    with pytest.raises(ValueError, match="edition=2020 is not one of 2019, 2021"):
        Report.blank(2020)


@pytest.mark.slow
def test_hostile_text_stays_text_in_html_and_in_word() -> None:
    pytest.importorskip("docx")
    evil = "<script>alert(1)</script>&\x00\x08\"'"
    path = "disputes.review.upheld"
    report = numbered(2021)
    report = attrs.evolve(
        report,
        title=evil,
        cells=Cells({**report.cells, path: Cell(path, Status.UNREADABLE, raw=evil)}),
        sections=(Section(1, evil, evil, Span(0, 0)),),
    )
    assert "<script" not in report.to_html()
    assert "\x00" not in report.to_html()
    assert report.to_docx().startswith(b"PK")


def test_without_python_docx_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'gongkai\[docx\]'"):
        Report.blank(2021).to_docx()
