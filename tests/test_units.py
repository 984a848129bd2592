"""The unit of an amount: 万元 by the form, or what a head, a label, a cell or a note says. It is
converted exactly, and where it cannot be told no amount is claimed."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import pytest

import gongkai
from gongkai import Cell, Status
from gongkai.figures import read_figure, units_headed, units_noted

HEAD: Final = "本年收费金额"
LAYOUTS: Final = {
    "tab": ("\t", "\n"),
    "spaced": (" ", " "),
    "glued": ("", ""),
    "lines": ("\n",) * 2,
}
ROWS: Final = (
    ("第二十条第（一）项",),
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "0", "0", "7"),
    ("第二十条第（五）项",),
    ("信息内容", "本年处理决定数量"),
    ("行政许可", "5"),
    ("第二十条第（八）项",),
)


def amount(
    layout: str,
    head: str = HEAD,
    label: str = "行政事业性收费",
    figure: str = "125000",
    above: str = "",
    below: str = "",
) -> Cell:
    """The cell of the fees in a text of table two, with notes above and below the table."""
    between, ends = LAYOUTS[layout]
    rows = (*ROWS, ("信息内容", head), (label, figure))
    text = ends.join(between.join(row) for row in rows)
    title = "临川区司法局2023年政府信息公开工作年度报告"
    section = "二、主动公开政府信息情况"
    lines = [title, section, *filter(None, (above, text, below)), "三、收到和处理情况"]
    report = gongkai.parse("\n".join(lines))
    return report.cells["proactive.fees.amount"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("said", "value"),
    [
        *((said, "12.5") for said in ("/元", "／元", " 元", "，元", "：元", "-元", "_元", "元")),
        *((said, "12.5") for said in ("[元]", "【元】", "〔元〕", "（元）", "（單位：元）")),
        *((said, "12.5") for said in ("（人民币元）", "（单位：人民币元）", "（计量单位：元）")),
        ("（单位：千元）", "12500"),
        ("/千元", "12500"),
        ("（单位：十万元）", "1250000"),
        ("【百万元】", "12500000"),
        ("：亿元", "1250000000"),
        ("（单位：億元）", "1250000000"),
        *((said, "125000") for said in ("", "万元", "/万元", "（万元）", "（單位：萬元）")),
    ],
)
def test_a_head_says_its_unit_behind_any_mark(layout: str, said: str, value: str) -> None:
    assert amount(layout, HEAD + said).value == Decimal(value)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "said",
    [
        *("（元 / 万元）", "（元、万元）", "（单位：万元）（元）", "元/万元"),  # two units
        *("（￥）", "/￥", "（单位：件）", "（元/件）", "（单位：元/件）", "：单元"),  # none
    ],
)
def test_a_head_that_does_not_say_one_unit_leaves_the_amount_open(layout: str, said: str) -> None:
    assert amount(layout, HEAD + said).status is Status.UNREADABLE


@pytest.mark.parametrize("said", ["（元）", "（单位：元）", "：元"])
def test_the_label_of_the_row_says_it_too(said: str) -> None:
    label = f"行政事业性收费{said}"
    for layout in LAYOUTS:
        assert amount(layout, label=label).value == Decimal("12.5")
        assert amount(layout, HEAD + "（万元）", label).status is Status.UNREADABLE


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "note",
    [
        "注：行政事业性收费金额以元为单位。",
        "注：收费金额单位为元。",
        "注：金额按元计。",
        "计量单位：件、元",
        "单位：件/元",
        "单位：元",
        "（元）",
    ],
)
def test_a_note_above_or_below_says_the_unit(layout: str, note: str) -> None:
    for where in ({"above": note}, {"below": note}):
        assert amount(layout, **where).value == Decimal("12.5")
        assert amount(layout, HEAD + "（单位：万元）", **where).status is Status.UNREADABLE


@pytest.mark.parametrize(
    "prose",
    [
        "全年投入20万元。",
        "元旦期间各单位元件由公司维修，宋、元、明、清多元文化单元照常开放。",
        "全年减免20万元（元旦期间），收费标准为每件5元/件。",
        "投资金额以亿元计，影响很大。",
        "单位：件",
    ],
)
def test_what_prose_states_is_no_unit(prose: str) -> None:
    assert not units_noted(prose)
    assert not units_headed(f"{prose}\n本年收费金额")
    for layout in ("tab", "lines"):
        assert amount(layout, above=prose).value == amount(layout, below=prose).value == 125000


@pytest.mark.parametrize("layout", ["tab", "spaced", "glued"])
def test_a_cell_may_have_its_unit_in_brackets(layout: str) -> None:
    for figure in ("125000（元）", "125000 元", "125000[元]", "125000（人民币元）", "12.5（万元）"):
        found = amount(layout, HEAD + "（单位：万元）", figure=figure)
        assert (found.value, found.raw) == (Decimal("12.5"), figure)
    for figure in ("125仟元", "125000圆"):
        assert amount(layout, figure=figure).status is Status.UNREADABLE
    assert read_figure("5（元）") == (Status.UNREADABLE, None)  # no count


def test_the_amount_of_procurement_has_its_own_unit() -> None:
    for said in ("/元", "【元】", "（单位：元）"):
        text = (
            "二、主动公开政府信息情况\n第二十条第（八）项\n信息内容\t上一年项目数量\t本年增/减\n"
            "行政事业性收费\t3\t0\n第二十条第（九）项\n"
            f"信息内容\t采购项目数量\t采购总金额{said}\n政府集中采购\t2\t984361\n"
        )
        assert gongkai.parse(text, year=2019).proactive.procurement.amount == Decimal("98.4361")
    below = "信息内容\t采购项目数量\t采购总金额（元）\n"  # of a table that later forms lack
    assert amount("tab", HEAD + "（万元）", below=below).value == 125000
