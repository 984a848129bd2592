"""Rules X008, X009, X012: the figures of one sentence among themselves."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from ...analysis.case import Case
from ...findings import Check, Severity, failed, passed, unknown
from ...mentions import Mention
from ..rule import Example, Rule, rule
from .prose import excerpt, prose, said_or_silent, total_of

_FLOWS: Final = ("received", "carried_over", "handled_total")
_EVERYONE: Final = {"natural_person", "business", "other"}
"""Where these are named, so are all kinds of applicants."""


def _sentences(case: Case) -> list[list[Mention]]:
    """The statements of each sentence. The same sentence may stand twice."""
    found: list[list[Mention]] = []
    for mention in case.mentions:
        last = found[-1][-1] if found else None
        if last is None or last.text != mention.text or last.at > mention.at:
            found.append([])
        found[-1].append(mention)
    return found


def _together(
    about: str, first: Mention, figures: tuple[int, int], zh: str, en: str, all_of: list[Mention]
) -> Check:
    """The two figures that a sentence should make equal; ``zh`` and ``en`` say what they are where
    they differ."""
    expected, found = figures
    if expected == found:
        return passed(about)
    return failed(
        about,
        zh=f"“{excerpt(first)}”：{zh}",
        en=f"“{excerpt(first)}”: {en}",
        expected=expected,
        found=found,
        spans=[mention.span for mention in all_of],
    )


@rule(
    "X008",
    Severity.WARNING,
    zh="正文所写百分比与件数不符",
    en="a percentage in the prose is not that of its figures",
    description_zh="“42件，占51.85%”：百分比应为该件数占句中某一总数或表中收到、办理总数的比例。",
    description_en=(
        "In “42, that is 51.85%”, the percentage is the figure's share of a figure in the same"
        " sentence, or of those received or handled in the table."
    ),
    example=Example(
        {"requests.handled_total.total": 80, "requests.received.total": 80},
        data=prose("办结申请80件，其中予以公开40件，占60%。"),
    ),
)
def shares(case: Case) -> Iterator[Check]:
    """X008."""
    return said_or_silent(_shares(case))


def _shares(case: Case) -> Iterator[Check]:
    """Each percentage against every whole that it may be of."""
    received, over, handled = (f"requests.{row}.total" for row in _FLOWS)
    of_tables = [total_of(case, paths) for paths in ((received,), (received, over), (handled,))]
    for told in _sentences(case):
        for part, share in pairwise(told):
            if share.about != "shares" or not isinstance(part.value, int):
                continue
            wholes = [m.value for m in told if isinstance(m.value, int)] + of_tables
            step = Decimal(1).scaleb(int(Decimal(str(share.value)).as_tuple().exponent))
            fits = any(
                whole and abs(Decimal(part.value * 100) / whole - (share.value or 0)) < step
                for whole in wholes
            )
            if fits:
                yield passed(part.marked)
            elif None in of_tables:
                yield unknown(
                    part.marked, zh="表中总数不确定", en="the totals of the table are not certain"
                )
            else:
                yield failed(
                    "share",
                    zh=f"“{excerpt(share)}”：{part.value} 占任何一个总数都不是 {share.value}%",
                    en=f"“{excerpt(share)}”: {part.value} is {share.value}% of none of the wholes",
                    found=share.value,
                    spans=[share.span],
                )


@rule(
    "X009",
    Severity.WARNING,
    zh="同一句话中的数字不平衡",
    en="the figures of one sentence do not balance",
    description_zh="一句话写明新收、上年结转、办结、结转下年度四个数时，前两数之和应等于后两数之和。",
    description_en=(
        "Where one sentence states those new, carried over, handled and carried forward, the first"
        " two together are the last two together."
    ),
    example=Example(data=prose("新收申请10件，上年结转2件，办结9件，结转下年度1件。")),
)
def balance(case: Case) -> Iterator[Check]:
    """X009."""
    return said_or_silent(_balances(case))


def _balances(case: Case) -> Iterator[Check]:
    for told in _sentences(case):
        stated = {m.paths[0]: m for m in told if len(m.paths) == 1}
        four = [stated.get(f"requests.{row}.total") for row in (*_FLOWS, "carried_forward")]
        named = [m for m in four if m is not None]
        if len(named) == len(four):
            new, over, done, on = (int(m.value or 0) for m in named)
            yield _together(
                "balance",
                named[0],
                (new + over, done + on),
                f"{new} + {over} ≠ {done} + {on}",
                f"{new} + {over} is not {done} + {on}",
                named,
            )


@rule(
    "X012",
    Severity.INFO,
    zh="一句话中各类申请人或各种渠道相加不等于总数",
    en="the applicants or channels of one sentence do not add up",
    description_zh=(
        "正文把收到的申请分为自然人、法人或其他组织，或按网络、信函、当面等渠道分开时，"
        "各数相加应等于总数；只列出一部分的不算，但不应多于总数。"
    ),
    description_en=(
        "Where the prose splits those received into persons and organisations, or by the channel"
        " through which they came, the parts are the whole. A list of some of them may be less,"
        " never more."
    ),
    example=Example(data=prose("收到申请10件，其中自然人8件，法人或其他组织3件。")),
)
def split(case: Case) -> Iterator[Check]:
    """X012."""
    return said_or_silent(_splits(case))


def _splits(case: Case) -> Iterator[Check]:
    for told in _sentences(case):
        whole = next((m for m in told if "requests.received.total" in str(m.choices)), None)
        for about, zh, en in (
            ("applicants", "各类申请人", "applicants"),
            ("channels", "各种渠道", "channels"),
        ):
            parts = [m for m in told if m.about == about]
            if whole is None or len(parts) < 2:
                continue
            total, stated = sum(int(m.value or 0) for m in parts), int(whole.value or 0)
            named = {path.split(".")[2] for m in parts for c in m.choices[:1] for path in c}
            if total < stated and not named >= _EVERYONE:
                yield passed(about)  # a list of some of them
            else:
                yield _together(
                    about,
                    whole,
                    (stated, total),
                    f"{zh}合计 {total}",
                    f"the {en} together are {total}",
                    [whole, *parts],
                )


RULES: tuple[Rule, ...] = (shares, balance, split)
"""The rules of this module, in order."""
