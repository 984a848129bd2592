"""What sentences say of figures that the tables leave open, and what they do not say."""

from __future__ import annotations

from pathlib import Path

import pytest

import gongkai
from gongkai.model import Cell, Cells, Likely, ReportData, Section, Span, Status
from gongkai.proving.prose import made_likely, stated

RECEIVED, OVER = "requests.received.total", "requests.carried_over.total"
HANDLED, FORWARD = "requests.handled_total.total", "requests.carried_forward.total"
ISSUED, REPEALED, IN_FORCE = (
    f"proactive.normative_documents.{column}" for column in ("issued", "repealed", "in_force")
)


def report(text: str, *, number: int = 1, year: int | None = 2023) -> ReportData:
    return ReportData(
        text,
        Cells({}),
        2021,
        year=year,
        sections=(Section(number, "一、总体情况", text, Span(0, len(text))),),
    )


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("2023年共收到依申请公开4件，均按时答复。", {RECEIVED: 4}),
        ("我局新收到政府信息公开申请78件，结转上年度办理3件。", {RECEIVED: 78, OVER: 3}),
        (
            "新收申请25件，上年结转2件，办结26件，结转下年度1件。",
            {RECEIVED: 25, OVER: 2, HANDLED: 26, FORWARD: 1},
        ),
        (
            "收到公民、法人和其他组织政府信息公开申请６件，1件结转下年办理。",
            {RECEIVED: 6, FORWARD: 1},
        ),
        ("共收到政府信息依申请公开件 4 件，\n办结依申请2件。", {RECEIVED: 4, HANDLED: 2}),
        ("制发行政规范性文件9件，废止5件，现行有效45件。", {ISSUED: 9, REPEALED: 5, IN_FORCE: 45}),
        (
            "集中公开现行有效行政规范性文件698件，动态更新本年度制发的规范性文件88件。",
            {ISSUED: 88, IN_FORCE: 698},
        ),
    ],
)
def test_a_sentence_states_the_figure_of_a_cell(text: str, figures: dict[str, int]) -> None:
    data = report(text)
    found = stated(data)
    assert {path: likely.value for path, likely in found.items()} == figures
    for likely in found.values():
        assert likely.reason == "prose"
        assert likely.span is not None
        assert int(data.source[slice(*likely.span)]) == likely.value


@pytest.mark.parametrize(
    "text",
    [
        "市长信箱收到来信及申请612件。",  # letters to a mayor
        "12345热线收到公开申请30件。",
        "累计收到政府信息公开申请292件。",  # new ones, or those carried over too
        "受理政府信息公开申请95件，办理申请218件。",  # new, all, or finished?
        "2022年收到政府信息公开申请82件。",  # another year
        "收到申请17件，较去年同期的申请20件下降。收到申请18件。",  # two figures for one cell
        "未收到政府信息公开申请，信息处理费0件。",
        "全年收到建议提案12件，办结12件。",  # not applications
        "现行有效规范性文件以外的规章5件。",
        "往年制发行政规范性文件2件。",
        "收到政府信息公开申请3个次。",
        "上半年收到申请45件。",  # a part of the year, or several years
        "第一季度收到申请20件，5月收到申请3件。",
        "近三年共收到申请320件，五年来共收到申请520件。",
        "依申请公开平台收到申请60件。",  # one of the ways on which they come
    ],
)
def test_what_is_not_certainly_about_the_cell_is_left_out(text: str) -> None:
    assert stated(report(text)) == {}


def test_plans_state_no_figures_and_any_year_will_do_where_the_report_has_none() -> None:
    text = "2023年收到政府信息公开申请4件。"
    assert stated(report(text, number=5)) == {}
    assert set(stated(report(text, year=None))) == {RECEIVED}


def test_a_sentence_makes_a_candidate_likely_and_never_a_value() -> None:
    data = report("收到政府信息公开申请4件。")
    cell = Cell(RECEIVED, Status.AMBIGUOUS, candidates=(4, None))
    found = made_likely(data, {RECEIVED: cell})
    assert found[RECEIVED].likely == Likely(4, "prose")
    assert (found[RECEIVED].value, found[RECEIVED].status, found[RECEIVED].candidates) == (
        None,
        Status.AMBIGUOUS,
        (4, None),
    )
    assert made_likely(data, {RECEIVED: Cell(RECEIVED, Status.AMBIGUOUS, candidates=(3, 5))}) == {}
    assert made_likely(data, {OVER: Cell(OVER, Status.AMBIGUOUS, candidates=(4, None))}) == {}


def test_where_blanks_and_prose_suggest_different_figures_nothing_is_likely() -> None:
    data = report("制发行政规范性文件6件。")
    cells = {
        value: Cell(
            ISSUED, Status.AMBIGUOUS, candidates=(6, 62), likely=Likely(value, "blanks", Span(0, 1))
        )
        for value in (6, 62)
    }
    assert made_likely(data, {ISSUED: cells[62]})[ISSUED].likely is None
    assert made_likely(data, {ISSUED: cells[6]})[ISSUED].likely == Likely(6, "prose")


def test_the_blanks_of_a_seed_with_dropped_blanks_stay_unproven_but_its_prose_states_one_of_them(
    shared: Path,
) -> None:
    """Seed 000: 共收到依申请公开4件, and a row that reads 4 | 4."""
    (path,) = (shared / "seeds").glob("000_*.txt")
    found = gongkai.parse(path.read_text(encoding="utf-8"))
    cell = found.cells[RECEIVED]
    assert (cell.status, cell.value, cell.candidates) == (Status.AMBIGUOUS, None, (4, None))
    assert cell.likely is not None
    assert (cell.likely.value, cell.likely.reason) == (4, "prose")
    assert cell.likely.span is not None
    assert found.source[cell.likely.span.start - 5 : cell.likely.span.end + 1] == "依申请公开4件"
    assert "共收到依申请公开4件" in gongkai.explain(found, RECEIVED, language="en")
    assert [path for path, cell in found.cells.items() if cell.likely] == [RECEIVED]
