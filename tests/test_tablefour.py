"""Table four: one line of fifteen figures below its heads."""

from __future__ import annotations

import pytest

from .rows import Shown, shown

HEADS = (
    "四、政府信息公开行政复议、行政诉讼情况\n行政复议 | 行政诉讼 |\n"
    "未经复议直接起诉 | 复议后起诉 |\n" + "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | " * 3
)
ALL: Shown = [1, 0, 0, 0, 1, 0, 2, 0, 0, 2, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("1|0|0|0|1|0|2|0|0|2|0|0|0|0|0|", ALL),
        ("1||||1||2|||2||||||", [1, "", "", "", 1, "", 2, "", "", 2, *[""] * 5]),
        ("|||||||||||||||", [""] * 15),
        ("", ["!"] * 15),
        ("无|0|0|0|0|0|2|0|0|2|0|0|0|0|0|", ["-", 0, 0, 0, 0, *ALL[5:]]),
        ("1|0|0|0|1|暂无|2|0|0|2|0|0|0|0|0|", [*ALL[:5], "?", *ALL[6:]]),
        ("1|0|0|0|1|0|2|0|0|2|", ["…"] * 15),
        ("1|0|0|0|1|2|0|0|2|0|0|0|0|0|", ["…"] * 15),
        ("12", ["…"] * 15),
    ],
)  # fmt: skip
def test_the_line_below_the_heads(line: str, cells: Shown) -> None:
    text = f"{HEADS}\n{line}\n五、存在的主要问题\n无。"
    assert shown(text, "pipe", "disputes.") == cells
