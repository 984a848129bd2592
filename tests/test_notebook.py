"""A report as it shows itself in a notebook."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import attrs
import pytest

import gongkai
from gongkai import (
    Cell,
    Cells,
    Findings,
    Likely,
    Report,
    Section,
    Span,
    Status,
    aggregate,
    compare,
    form,
)
from gongkai.errors import display_width
from gongkai.form import Figure
from gongkai.showing import STYLE
from gongkai.writing.notebook import as_html

PATH = "disputes.review.upheld"


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shown is Chinese, wherever the tests run."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


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
        self._path = given.get("data-path", "") if tag == "td" else ""
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
            given["title"] for tag, given in self.elements if given.get("data-path") == path
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
    kinds, written = shown(cell).cells[PATH]
    assert (kinds.split()[0], written.removesuffix("≠")) == (cell.status.value, text)


def test_each_doubtful_status_has_a_style_besides_its_colour() -> None:
    rules = dict(re.findall(r"\.gongkai \.(\w+) \{(.*?)\}", STYLE, re.S))
    for status in ("inferred", "ambiguous", "unreadable", "missing"):
        assert re.search("font|text-decoration|outline|gradient", rules[status]), status


def test_pointing_at_a_cell_tells_in_words_how_its_value_is_known() -> None:
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
        "行政复议 结果维持：有多种可能",
        "可能的值：3 / 无",
        "所用等式：D001 行政复议：四种结果之和＝总计。",
        "按报告正文，3 较为可能，但不作为结论。",
        PATH,
    ]
    assert "单位：万元" in page.tip("proactive.fees.amount")


def test_a_report_that_contradicts_itself_does_not_look_clean() -> None:
    values: dict[str, Figure] = {"disputes.review.upheld": 2, "disputes.review.total": 3}
    markup = Report.from_values(values, edition=2021)._repr_html_()
    page = Page(markup)
    assert page.cells["disputes.review.total"] == ("read fails", "3≠")
    assert "✗ 错误 1" in markup
    assert "应为 2，表中 3，差 1" in page.tip("disputes.review.total")
    assert markup.index("检查不符") < markup.index("<table>")


def test_the_head_says_what_was_read_and_how_sure_it_is() -> None:
    report = Report.from_values(
        {PATH: 2, "disputes.review.total": 2}, edition=2021, publisher="甲县", year=2022
    )
    about = re.search('<div class="about">(.*?)</div>', report._repr_html_(), re.S)
    assert about is not None
    assert re.findall("<span.*?>(.*?)</span>", about[1]) == [
        "甲县",
        "2022 年",
        "2021 年版格式",
        "原文所载 2",
        "推定 0",
        "未定 0",
        "空白 198",
        "✓ " + report.check(lang="zh").summary(),
    ]


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
        "i",
        "details",
        "summary",
        "ul",
        "li",
    }
    assert {name for _, given in page.elements for name in given} <= {
        "class",
        "title",
        "rowspan",
        "colspan",
        "scope",
        "lang",
        "data-path",
    }
    assert "</td><script>alert('1')</script>\"onclick=\"x" in page.tip(PATH)


def test_the_style_touches_nothing_outside_what_is_shown() -> None:
    blocks = re.findall(r"([^{}>]+)\{", STYLE)
    selectors = [one.strip() for block in blocks for one in block.split(",")]
    assert len(selectors) > 10
    assert all(selector.startswith(".gongkai.gongkai.gongkai") for selector in selectors)


REPORT = Report.from_values(
    {PATH: 2, "disputes.review.total": 3}, edition=2021, title="甲县" * 400, publisher="甲县" * 400
)
TABLES: tuple[Any, ...] = (REPORT.requests, REPORT.requests.received, REPORT.disputes)
THINGS: tuple[Any, ...] = (
    REPORT,
    REPORT.cells,
    REPORT.check(),
    compare(REPORT, REPORT.with_values({PATH: 3})),
    REPORT.indicators(),
    aggregate([REPORT, REPORT]),
)


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: type(thing).__name__)
def test_everything_shows_itself_in_one_language(
    thing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert re.search("[\u4e00-\u9fff]", thing._repr_html_())
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    shown = thing.in_language("en") if isinstance(thing, Findings) else thing
    markup = re.sub("甲县", "", shown._repr_html_()).replace("万元", "")
    assert re.findall(r">[^<]*[\u4e00-\u9fff]", markup) == []


def test_tables_and_rows_show_their_figures() -> None:
    row = REPORT.disputes.review
    assert repr(row) == "<Outcomes upheld=2, corrected=None, other=None, pending=None, total=3>"
    assert repr(REPORT.disputes).endswith("litigation_after_review: 2 figures>")
    shown = REPORT.disputes._repr_html_()
    assert re.findall("<td>([0-9]+)", shown) == ["2", "3"]
    assert shown.count("<tr>") == 15


@pytest.mark.parametrize(
    "thing",
    [
        *THINGS,
        *TABLES,
        REPORT.check()[0],
        *REPORT.suggest_repairs()[:1],
        *REPORT.check().checks,
        REPORT.indicators()["carry_rate"],
        Cell(PATH, Status.AMBIGUOUS, raw="3 0" * 500, candidates=tuple(range(500))),
        Section(1, "一、总体情况", "总体情况" * 1000, Span(0, 4000)),
        *gongkai.rules(),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_no_repr_fills_the_screen(thing: Any) -> None:
    lines = repr(thing).splitlines()
    assert sum(-(-display_width(line) // 100) for line in lines) <= 6


def test_labels_are_also_written_in_english() -> None:
    markup = as_html(Report.from_values({}, edition=2021), language="en")
    assert "State secret" in markup
    assert re.findall(r">[^<]*[\u4e00-\u9fff]", markup) == []
