"""Cells joined by any separator: no wrong figure, no false blank, and each digit has an owner."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gongkai
from gongkai.testing import reports

from .made_up import few

SEPARATORS = [
    "", " ", "\n", "|", "\t", "　", "_", "=", ":", "：", "→", "&", "+", "·", "／", "/",
    "、", "，", ",", ";", "；", "#", ", ", "；\n", "\f", "\u200b", "①", "[", "》", "%", "件", "元",
    "万元", "合计", "1", "-", "--", "—", "－", "−", ".", "。", "*", "~", "～", "'", '"', "(", "（",
    "无", "一", "a", "x", "<br>",
    "\r", "\r\n", "\x00", "\x0b", "\x1f", "\u2028", "\xa0", "$", "^", "\\", "!", "?", "年", "和",
    "第",
]  # fmt: skip

# a digit between two cells would change their figures, so that no text could show them
separators = st.sampled_from(SEPARATORS) | st.text(min_size=1, max_size=2).filter(
    lambda written: not any(char.isdecimal() for char in written)
)


def joined(report: gongkai.Report, separator: str) -> str:
    """The report with its cells parted by a separator; blank cells leave no trace."""
    lines = gongkai.render(report, layout="lines").splitlines()
    return separator.join(line.strip() for line in lines if line.strip())


def claims_only_what_is_shown(report: gongkai.Report, separator: str) -> None:
    try:
        read = gongkai.parse(joined(report, separator))
    except gongkai.ParseError:
        return
    for path, cell in read.cells.items():
        shown = report.cells[path].value if path in report.cells else None
        if cell.value is not None:
            assert cell.value == shown, (separator, path, cell)
        elif cell.status in ("blank", "dash"):
            assert shown is None, (separator, path, cell)
        elif cell.status == "ambiguous":
            assert shown in cell.candidates or cell.cut, (separator, path, cell)


@few(3)
@given(report=reports())
def test_known_separators(report: gongkai.Report) -> None:
    for separator in SEPARATORS:
        claims_only_what_is_shown(report, separator)


@few(10)
@given(report=reports(), separator=separators)
def test_any_separator(report: gongkai.Report, separator: str) -> None:
    claims_only_what_is_shown(report, separator)


@pytest.mark.long
@settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))
@given(report=reports(), separator=separators)
def test_any_separator_long(report: gongkai.Report, separator: str) -> None:
    claims_only_what_is_shown(report, separator)


def test_what_cannot_be_read_is_not_blank() -> None:
    text = (
        "临川区民政局2023年政府信息公开工作年度报告二、主动公开政府信息情况第二十条第（一）项信息内容本年制发件数"
        "本年废止件数现行有效件数规章\ufffc行政规范性文件123第二十条第（五）项信息内容本年处理决定数量行政许可5"
    )
    report = gongkai.parse(text)
    assert report.cells["proactive.regulations.issued"].status == "unreadable"
