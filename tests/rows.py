"""A row as it is written, and what is read of it: one line is one test.

Values stand as they are; a sign for each status that has none: ``""`` blank, ``"-"`` a mark for
nothing, ``"?"`` unreadable, ``"…"`` ambiguous, ``"!"`` missing. A value that was proven is in
brackets: ``(3,)``.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import gongkai
from gongkai import Status
from gongkai.form import Figure

Shown: TypeAlias = list[Figure | str | tuple[Figure]]

RECEIVED: Final = "一、本年新收政府信息公开申请数量"
CARRIED: Final = "二、上年结转政府信息公开申请数量"
FORWARD: Final = "四、结转下年度继续办理"
COLUMNS: Final = (
    "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计",
)  # fmt: skip
SIGNS: Final = {
    Status.BLANK: "",
    Status.DASH: "-",
    Status.UNREADABLE: "?",
    Status.AMBIGUOUS: "…",
    Status.MISSING: "!",
}


def shown(text: str, layout: str, prefix: str) -> Shown:
    """What is read of the cells whose paths begin so."""
    report = gongkai.parse(text, layout=layout)
    return [
        SIGNS.get(cell.status, (cell.value,) if cell.status is Status.INFERRED else cell.value)
        for path, cell in report.cells.items()
        if path.startswith(prefix)
    ]


def received(row: str, layout: str, *, between: str, others: str) -> Shown:
    """The first row of table three, written so behind its label, above two rows of ``others``."""
    lines = [
        "三、收到和处理政府信息公开申请情况",
        between.join(["申请人情况", *COLUMNS]),
        *(label + between + figures for label, figures in ((RECEIVED, row), (CARRIED, others))),
        FORWARD + between + others,
        "五、存在的主要问题",
    ]
    return shown("\n".join(lines), layout, "requests.received.")
