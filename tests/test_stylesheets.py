"""What is shown in a notebook keeps its shape under the style sheets of notebooks, in a real
browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gongkai import Report
from gongkai.writing.notebook import as_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REPORT = Report.from_values(
    {"disputes.review.upheld": 2, "disputes.review.total": 3}, edition=2021, title="甲县报告"
)

VS_CODE = """<style>table {border-collapse: collapse; border-spacing: 0; font-size: 12px}
th, td {text-align: right; vertical-align: middle; padding: .5em; line-height: normal;
 white-space: normal; max-width: none; border: none}
table, th {border-bottom: 1px solid} tbody tr:nth-child(even) {background: #eee}
td, th, tr {position: static} thead, tr, td, th {text-align: right}</style>"""
COLAB = """<style>.rendered_html table {table-layout: fixed; margin-left: auto}
.rendered_html td, .rendered_html th {text-align: right; padding: .5em; max-width: 65px}
.rendered_html tr:nth-child(odd) {background: #f5f5f5}</style>"""


def page_of(kind: str) -> str:
    """The report as the output of a cell, in the page of a notebook of this kind."""
    shown = as_html(REPORT, language="zh")
    if kind == "VS Code":
        return f"{VS_CODE}<body class='vscode-dark'><div class='output'>{shown}</div>"
    if kind == "Colab":
        return f"{COLAB}<body><div class='rendered_html output_html'>{shown}</div>"
    nbconvert: Any = pytest.importorskip("nbconvert", reason="nbconvert is not installed")
    nbformat: Any = pytest.importorskip("nbformat", reason="nbformat is not installed")
    output = nbformat.v4.new_output("display_data", {"text/html": shown})
    code = nbformat.v4.new_code_cell("report", outputs=[output])
    template, _, theme = kind.partition(" ")
    exporter = nbconvert.HTMLExporter(
        template_name=template, theme=theme or "light", mathjax_url="", require_js_url=""
    )
    written: str = exporter.from_notebook_node(nbformat.v4.new_notebook(cells=[code]))[0]
    return written


@pytest.mark.parametrize("kind", ["lab light", "lab dark", "classic", "VS Code", "Colab"])
def test_labels_stand_left_in_wide_columns_and_figures_right(browser: Browser, kind: str) -> None:
    page = browser.new_page(viewport={"width": 1100, "height": 800})
    page.set_default_timeout(5000)
    page.set_content(page_of(kind))
    label = page.locator("th.label", has_text="一、本年新收")
    figure = page.locator('[data-path="requests.received.natural_person"]')
    style = "(one, name) => getComputedStyle(one)[name]"
    assert label.evaluate(style, "textAlign") == "left"
    assert figure.evaluate(style, "textAlign") == "right"
    assert figure.evaluate(style, "backgroundColor") == "rgba(0, 0, 0, 0)"
    assert label.evaluate(style, "color") == page.locator(".gongkai").evaluate(style, "color")
    label_box, figure_box = label.bounding_box(), figure.bounding_box()
    assert label_box is not None
    assert figure_box is not None
    assert label_box["width"] > 200
    assert figure_box["height"] < 35
    page.close()
