"""Detecting reports among texts of other kinds: what parse reads is found, and nothing else."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

import gongkai
from gongkai import ParseError, detect, render

OTHER = {
    "news on a report": (
        "本报讯 某市政府信息公开工作年度报告近日发布，全年新收申请19件，主动公开信息1846条。"
    ),
    "a notice with the empty form's name": (
        "关于编制政府信息公开工作年度报告的通知：请各单位填报收到和处理政府信息公开申请情况表。"
    ),
    "a list of links": (
        "白浦市2021年政府信息公开工作年度报告\n白浦市2022年政府信息公开工作年度报告\n下一页"
    ),
    "a guide": "政府信息公开指南\n一、主动公开\n二、依申请公开 申请人情况请如实填写。",
    "an older report": (
        "一、概述\n2017年主动公开政府信息12条。\n二、主动公开政府信息情况\n公开机构职能类信息3条。"
    ),
    "another form": "政务公开工作台账\n序号 | 事项 | 信息内容\n1 | 例会 | 3\n",
    "a letter": "Dear Sir, nothing here.",
}


@pytest.mark.parametrize("kind", OTHER)
def test_a_text_of_another_kind_is_none(kind: str) -> None:
    text = OTHER[kind] * 20
    assert detect(text) is None
    assert detect(text.encode()) is None
    assert detect(text.encode("gb18030")) is None


@pytest.mark.parametrize("layout", gongkai.layouts())
@pytest.mark.slow
def test_a_report_in_any_layout_is_found_as_text_and_as_bytes(layout: str, examples: Path) -> None:
    for path in sorted(examples.glob("*.txt"))[:5]:
        text = render(gongkai.read(path), layout=layout)
        found = detect(text)
        assert found is not None
        assert found.layout == gongkai.parse(text).layout
        assert detect(text.encode("gb18030")) is not None


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("meta", ["", "<meta charset=utf-8>"])
def test_a_page_is_found_whatever_it_declares(charset: str, meta: str) -> None:
    row = "<tr><td><b>一、</b>本年新收政府信息公开<i>申请</i>数量<td>3" + 6 * "<td>0"
    page = f"<html>{meta}<body><h2>三、收到和处理政府信息公开申请情况</h2><table>{row}</table>"
    assert detect(page.encode(charset)) is not None


def test_a_page_in_references_is_found() -> None:
    row = "<tr><td>一、本年新收政府信息公开申请数量<td>3" + 6 * "<td>0"
    page = f"<h2>三、收到和处理政府信息公开申请情况</h2><table>{row}</table>"
    assert detect(page.encode("ascii", "xmlcharrefreplace")) is not None


def test_detect_and_parse_agree_on_every_known_text(shared: Path) -> None:
    disagree = []
    for path in [
        *shared.glob("extractors/*/*"),
        *shared.glob("seeds/*.txt"),
        *shared.glob("corpus/*.txt"),
        *shared.glob("faults/*.txt"),
    ]:
        if path.suffix not in (".txt", ".md"):
            continue
        text = path.read_text(encoding="utf-8")
        try:
            report = gongkai.parse(text)
        except ParseError:
            report = None
        claims = report is not None and any(cell.status.claims for cell in report.cells.values())
        if claims != (detect(text) is not None):
            disagree.append((path.name, claims))
    assert not [name for name, claims in disagree if claims]
    print(f"a table without a figure, or sections alone: {disagree}")


@pytest.mark.slow
def test_of_texts_that_use_the_same_words_only_reports_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = Path(__file__).resolve().parent.parent
    monkeypatch.syspath_prepend(root / "benchmarks")
    kinds = importlib.import_module("detect")
    count = 0
    for kind in (*kinds.reports(), *kinds.others()):
        found = [detect(text) is not None for text in kind.texts]
        assert found == [kind.is_report] * len(found), kind.name
        count += len(found)
    page = (root / "docs" / "explanation" / "detect.md").read_text(encoding="utf-8")
    assert f"{count} texts: precision 1.000" in page


def test_a_page_that_cannot_be_read_is_not_called_another_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = "<html><table><tr><td>一、本年新收政府信息公开申请数量<td>3".encode()
    for name in ("lxml", "lxml.html", "lxml.etree"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(gongkai.MissingExtraError, match=r"gongkai\[html\]"):
        detect(page)
    assert detect(b"<html><body><p>A letter.") is None
