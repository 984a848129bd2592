"""The page to explore one report, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

import gongkai
from gongkai import Report
from gongkai.languages import Language

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[[Report], "Page"]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens the page of a report; afterwards nothing may have been asked of any other place."""
    context = browser.new_context()
    asked: list[str] = []
    wrong: list[str] = []

    def opened(report: Report) -> Page:
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(report.explore(tmp_path / "page.html", language="en").as_uri())
        return page

    yield opened
    context.close()
    assert {url.split(":")[0] for url in asked} == {"file"}
    assert wrong == []


@pytest.fixture(scope="module")
def wrong_sums(examples: Path) -> Report:
    return gongkai.read(examples / "weitang-2022.txt")


def lit(page: Page, part: str) -> list[str]:
    return page.locator(f"{part} .lit").all_inner_texts()


def cell(path: str) -> str:
    return f'[data-k="c:{path}"]'


def test_a_cell_lights_up_its_place_in_the_text(open_page: Open, wrong_sums: Report) -> None:
    page = open_page(wrong_sums)
    page.click(cell("proactive.fees.amount"))
    assert lit(page, "#text") == ["215.33"]
    assert "Administrative fees" in page.inner_text("#said")


def test_a_figure_in_the_text_lights_up_its_cell(open_page: Open, wrong_sums: Report) -> None:
    page = open_page(wrong_sums)
    page.click('#text span:text-is("215.33")')
    assert page.locator("td.lit").get_attribute("data-k") == "c:proactive.fees.amount"


def test_a_finding_lights_up_the_cells_that_it_names(open_page: Open, wrong_sums: Report) -> None:
    page = open_page(wrong_sums)
    finding = wrong_sums.check(lang="en")[0]
    page.click("#tables li >> nth=0")
    shown = page.locator("td.lit").evaluate_all("all => all.map(one => one.dataset.k.slice(2))")
    assert sorted(shown) == sorted(finding.cells)
    assert page.locator(cell(finding.cells[0])).is_visible()


def test_a_figure_of_a_sentence_lights_up_the_cell_it_speaks_of(
    open_page: Open, examples: Path
) -> None:
    page = open_page(gongkai.read(examples / "luyu-2023.txt"))
    page.click('#text span.said:text-is("269")')  # 新收政府信息公开申请269件
    assert page.locator("td.lit").get_attribute("data-k") == "c:requests.received.total"


def test_the_arrow_keys_move_through_a_table(open_page: Open, wrong_sums: Report) -> None:
    page = open_page(wrong_sums)
    page.click(cell("requests.received.business"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    focused = page.evaluate("document.activeElement.dataset.k")
    assert focused == "c:requests.carried_over.research"
    assert page.locator("td[aria-selected]").count() == 1


def test_a_reader_without_a_mouse_reaches_every_part(open_page: Open, wrong_sums: Report) -> None:
    page = open_page(wrong_sums)
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.closest('[data-group]')?.dataset.group || ''")
        )
    assert [part for part in reached if part] == ["findings", "tables", "text"]


def test_no_text_of_a_report_runs_as_a_script(open_page: Open) -> None:
    evil = "</pre></script><script>document.title = 'run'</script><img src=x onerror=alert(1)>"
    report = Report.from_values({}, edition=2021, title=evil, publisher=evil)
    page = open_page(attrs.evolve(report, source=evil))
    assert page.title() == evil
    assert page.inner_text("#text pre").strip() == evil


def test_a_text_of_a_megabyte_can_be_explored(open_page: Open, examples: Path) -> None:
    text = (examples / "weitang-2022.txt").read_text(encoding="utf-8")
    page = open_page(gongkai.parse(text + "本机关按期答复了全部申请。\n" * 30_000))
    page.click(cell("proactive.fees.amount"))
    assert lit(page, "#text") == ["215.33"]


def test_a_figure_that_no_cell_claims_lights_up_its_place(open_page: Open) -> None:
    text = (
        "二、主动公开政府信息情况\n第二十条第（一）项\n"
        "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n"
        "规章 | 3 | 1 | 27 |\n没有的一行 | 88 | 5 | 6 |\n"
    )
    page = open_page(gongkai.parse(text, layout="pipe"))
    page.click('li[data-k="u:0"]')
    assert lit(page, "#text") == ["88"]
    page.click('#text [data-k~="u:0"]')
    assert len(lit(page, "#tables")) == 2  # in the list of such figures, and in the finding
    assert "line 5: 88" in page.inner_text("#said")


def test_nothing_above_the_tables_is_cut_off(open_page: Open, wrong_sums: Report) -> None:
    page = open_page(wrong_sums)
    page.set_viewport_size({"width": 1000, "height": 700})
    header = page.locator("header")
    assert "not assessable" in header.inner_text()
    assert header.evaluate("one => one.scrollWidth <= one.clientWidth")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_severity_has_a_mark_of_its_own_in_the_text_and_in_its_legend(
    open_page: Open, wrong_sums: Report, tmp_path: Path, language: Language
) -> None:
    # a figure in full-width digits is an info, a blank beside figures a warning
    changed = wrong_sums.source.replace("| 37 | ||", "| ３7 | ||", 1).replace("| 902 |", "| |", 1)
    report = gongkai.parse(changed)
    page = open_page(report)
    kinds = ("error", "warning", "info")
    style = (
        "one => getComputedStyle(one).borderBottomStyle + getComputedStyle(one).borderBottomColor"
    )
    lines = [page.eval_on_selector(f"pre span.{kind}", style) for kind in kinds]
    assert len(set(lines)) == 3
    assert lines == [page.eval_on_selector(f".marks span.{kind}", style) for kind in kinds]
    written = report.explore(tmp_path / "again.html", language=language).read_text(encoding="utf-8")
    names = {"en": ("error", "warning", "info"), "zh": ("错误", "警告", "提示")}[language]
    for kind, name in zip(kinds, names, strict=True):
        assert f'<span class="finding {kind}">{name}</span>' in written
