"""A report as it shows itself in a notebook."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import attrs
import pytest

from gongkai import Cell, Cells, Likely, Report, Status, form
from gongkai.writing.notebook import as_html

PATH = "disputes.review.upheld"


class Page(HTMLParser):
    """What a browser makes of a page: its elements with their attributes, and the text inside
    cells."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.cells: dict[str, tuple[str, str]] = {}
        self._path = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.elements.append((tag, given))
        self._path = given["title"].split("\n")[0] if tag == "td" else ""
        if self._path:
            self.cells[self._path] = (given["class"], "")

    def handle_data(self, data: str) -> None:
        if self._path:
            kind, text = self.cells[self._path]
            self.cells[self._path] = kind, text + data

    def handle_endtag(self, tag: str) -> None:
        self._path = ""

    def tip(self, path: str) -> str:
        return next(
            given["title"]
            for tag, given in self.elements
            if tag == "td" and given["title"].startswith(path + "\n")
        )


def shown(cell: Cell) -> Page:
    report = Report.from_values({}, edition=2021, title="甲县报告", publisher="甲县", year=2022)
    return Page(attrs.evolve(report, cells=Cells({**report.cells, cell.path: cell}))._repr_html_())


@pytest.mark.parametrize("edition", form.EDITIONS)
def test_every_cell_of_the_form_has_its_place(edition: int) -> None:
    page = Page(Report.from_values({}, edition=edition)._repr_html_())
    assert list(page.cells) == [cell.path for cell in form.cells(edition)]
    assert sum(tag == "table" for tag, _ in page.elements) == 3


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell(PATH, Status.READ, 5), "5"),
        (Cell(PATH, Status.INFERRED, 5), "5*"),
        (Cell(PATH, Status.AMBIGUOUS, candidates=(3, None)), "?"),
        (Cell(PATH, Status.AMBIGUOUS, candidates=(3, None), likely=Likely(3, "prose")), "3?"),
        (Cell(PATH, Status.BLANK), ""),
        (Cell(PATH, Status.DASH, raw="/"), "—"),
        (Cell(PATH, Status.UNREADABLE, raw="见附件"), "见附件!"),
        (Cell(PATH, Status.MISSING), "·"),
    ],
)
def test_each_status_has_a_text_and_a_class_of_its_own(cell: Cell, text: str) -> None:
    assert shown(cell).cells[PATH] == (cell.status.value, text)


def test_each_doubtful_status_has_a_style_besides_its_colour() -> None:
    rules = dict(
        re.findall(
            r"\.gongkai-report td\.(\w+) \{(.*?)\}",
            as_html(Report.from_values({}, edition=2021)),
            re.S,
        )
    )
    for status in ("inferred", "ambiguous", "unreadable", "missing"):
        assert re.search("font|text-decoration|border|gradient", rules[status]), status


def test_pointing_at_a_cell_tells_how_its_value_is_known() -> None:
    page = shown(
        Cell(
            PATH,
            Status.AMBIGUOUS,
            candidates=(3, None),
            likely=Likely(3, "prose"),
            basis=("D001:disputes.review",),
            raw="3 0",
        )
    )
    assert page.tip(PATH).split("\n") == [
        PATH,
        "ambiguous: 有多种可能",
        "可能的值: 3 / 无",
        "较可能的值: 3 (prose)",
        "依据: D001:disputes.review",
        "原文: 3 0",
    ]
    assert "单位：万元" in page.tip("proactive.fees.amount")


def test_hostile_text_stays_text() -> None:
    evil = "</td><script>alert('1')</script>\"onclick=\"x\x00\u202e"
    report = Report.from_values({}, edition=2021, title=evil, publisher=evil)
    cell = Cell(PATH, Status.UNREADABLE, raw=evil)
    page = Page(
        attrs.evolve(report, layout=evil, cells=Cells({**report.cells, PATH: cell}))._repr_html_()
    )
    assert {tag for tag, _ in page.elements} == {
        "div",
        "style",
        "table",
        "caption",
        "tr",
        "th",
        "td",
        "span",
    }
    assert {name for _, given in page.elements for name in given} <= {
        "class",
        "title",
        "rowspan",
        "colspan",
        "scope",
    }
    assert page.tip(PATH).endswith("原文: </td><script>alert('1')</script>\"onclick=\"x  ")


def test_the_style_touches_nothing_outside_the_report() -> None:
    style = re.search(
        "<style>(.*?)</style>", Report.from_values({}, edition=2021)._repr_html_(), re.S
    )
    assert style is not None
    selectors = [
        one.strip() for block in re.findall(r"([^{}]+)\{", style[1]) for one in block.split(",")
    ]
    assert len(selectors) > 10
    assert all(selector.startswith(".gongkai-report") for selector in selectors)


def test_labels_are_also_written_in_english() -> None:
    markup = as_html(Report.from_values({}, edition=2021), language="en")
    assert "State secret" in markup
    assert re.findall(r">[^<]*[\u4e00-\u9fff]", markup) == []
