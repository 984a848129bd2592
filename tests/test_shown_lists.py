"""Results, rules and layouts show themselves; figures that no cell claims are shown everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import gongkai
from gongkai.errors import display_width
from gongkai.writing.display import as_text

STRAY = """二、主动公开政府信息情况
第二十条第（一）项
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
规章 | 3 | 1 | 27 |
没有的一行 | 88 | 5 | 6 |
行政规范性文件 | 3 | 1 | 27 |
"""


@pytest.fixture(autouse=True, params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    gongkai.language(request.param)
    yield request.param
    gongkai.language("locale")


def test_results_say_how_many_were_read_and_show_each(examples: Path, language: str) -> None:
    many = gongkai.read_many([examples / "weitang-2022.txt", ("a letter", "Dear Sir,\n")])
    assert "not read yet" in repr(many)
    page = many._repr_html_()
    assert "not read yet" in repr(many)  # showing keeps nothing
    assert len(many.reports) == 1
    assert repr(many).endswith("1 read, 1 not>")
    assert many._repr_html_() == page
    assert "苇塘区住房和城乡建设局" in page
    assert "200" in page
    assert ("这不是政府信息公开" if language == "zh" else "this is no annual report") in page
    assert page.count('class="text error"') >= 2


def test_of_many_results_the_first_are_shown(examples: Path) -> None:
    many = gongkai.read_many([("x", "Dear Sir,\n")] * 30, workers=1)
    assert many._repr_html_().count("<tr>") == 21
    once = gongkai.read_many(iter([("x", "Dear Sir,\n")]))
    assert once._repr_html_().count("<tr>") == 1
    assert len(once.failures) == 1  # nothing was taken from it


def test_rules_are_a_tuple_that_shows_itself() -> None:
    rules = gongkai.rules()
    assert isinstance(rules, tuple)
    lines = repr(rules).splitlines()
    assert len(lines) <= 6
    assert max(map(display_width, lines)) <= 100
    assert len(str(rules).splitlines()) == len(rules)
    assert rules._repr_html_().count("<tr>") == len(rules) + 1


def test_layouts_show_what_each_looks_like() -> None:
    layouts = gongkai.layouts()
    assert layouts[:2] == ("boxed", "columns")
    assert display_width(repr(layouts)) <= 100
    lines = str(layouts).splitlines()
    assert [line.split()[0] for line in lines] == list(layouts)
    assert all(len(line.split()) > 3 for line in lines)
    assert layouts._repr_html_().count("<tr>") == len(layouts) + 1


def test_unplaced_figures_are_shown_in_text_notebook_and_page(
    tmp_path: Path, language: str
) -> None:
    report = gongkai.parse(STRAY, layout="pipe")
    raw = [one.raw for one in report.unplaced]
    assert "88" in raw
    line = {"zh": "第 5 行：88", "en": "line 5: 88"}[language]
    assert line in as_text(report)
    assert line in report._repr_html_()
    page = report.explore(tmp_path / "page.html").read_text(encoding="utf-8")
    number = raw.index("88")
    assert f'data-k="u:{number}" tabindex="-1" title=' in page
    marked = (
        rf'<span class="unplaced finding warning" data-k="u:{number} f:\d+" tabindex="-1">88</span>'
    )
    assert re.search(marked, page)
