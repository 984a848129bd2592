"""Rules M: title, period, issuer and signature among themselves."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Final

from ...analysis.case import Case
from ...findings import Check, Severity, failed, passed, unknown
from ...model import Period
from ...parsing.metadata import signature
from ..rule import Example, Rule, rule

_YEAR: Final = re.compile(r"(20[0-9]{2})\s*年")
_GOVERNMENT: Final = re.compile(r"(?<![镇乡])人民政府|管委会|管理委员会|[省市县区旗州盟]$")


@rule(
    "M001",
    Severity.ERROR,
    zh="标题、统计期限、落款的年份不一致",
    en="years in title, period and signature disagree",
    description_zh="标题的年份应等于统计期限的年份；落款日期应在当年或次年，不能早于统计年度。",
    description_en=(
        "The title names the year of the period; the signature is of that year or a later one,"
        " never of an earlier one."
    ),
    example=Example(
        data={
            "title": "某局2023年政府信息公开工作年度报告",
            "year": 2023,
            "period": Period(datetime.date(2022, 1, 1), datetime.date(2022, 12, 31)),
        }
    ),
)
def years(case: Case) -> Iterator[Check]:
    """M001: title against period, and signature against both."""
    report = case.report
    titled = _YEAR.search("".join((report.title or "").split()))
    named = {
        "title": (int(titled[1]) if titled else None, "标题", "the title"),
        "period": (report.period.start.year if report.period else None, "统计期限", "the period"),
    }
    known = {year: (zh, en) for year, zh, en in named.values() if year is not None}
    if len(known) < 2 and all(year is not None for year, _, _ in named.values()):
        yield passed("title and period")
    elif len(known) > 1:
        yield failed(
            "title and period",
            zh="年份不一致：" + "，".join(f"{zh} {year}" for year, (zh, _) in known.items()),
            en="the years disagree: "
            + ", ".join(f"{year} in {en}" for year, (_, en) in known.items()),
        )
    else:
        yield unknown(
            "title and period",
            zh="标题或统计期限没有年份",
            en="the title or the period has no year",
        )
    year = report.year or next(iter(known), None)
    if year is None or report.signed is None:
        yield unknown(
            "signature",
            zh="年度或落款日期未知",
            en="the year or the date of the signature is not known",
        )
    elif report.signed.year < year:
        yield failed(
            "signature",
            zh=f"落款日期 {report.signed.isoformat()} 早于 {year} 年度",
            en=f"signed on {report.signed.isoformat()}, before the year {year} that is reported on",
            expected=year + 1,
            found=report.signed.year,
        )
    else:
        yield passed("signature")


@rule(
    "M002",
    Severity.ERROR,
    zh="统计期限颠倒或不是全年",
    en="period reversed, or not 1 January to 31 December",
    description_zh="统计期限为 1 月 1 日至 12 月 31 日。",
    description_en="The period runs from 1 January to 31 December of one year.",
    example=Example(
        data={"period": Period(datetime.date(2023, 1, 1), datetime.date(2023, 11, 30))}
    ),
)
def period(case: Case) -> Iterator[Check]:
    """M002."""
    stated = case.report.period
    if stated is None:
        yield unknown("period", zh="文中没有统计期限", en="the text states no period")
        return
    start, end = stated.start, stated.end
    if (start.month, start.day, end.month, end.day, end.year) == (1, 1, 12, 31, start.year):
        yield passed("period")
    elif end < start:
        yield failed(
            "period",
            zh=f"统计期限颠倒：{start.isoformat()} 至 {end.isoformat()}",
            en=f"the period is reversed: {start.isoformat()} to {end.isoformat()}",
        )
    else:
        yield failed(
            "period",
            zh=f"统计期限不是 1 月 1 日至 12 月 31 日：{start.isoformat()} 至 {end.isoformat()}",
            en=(
                f"the period is not 1 January to 31 December: {start.isoformat()} to"
                f" {end.isoformat()}"
            ),
        )


@rule(
    "M003",
    Severity.WARNING,
    zh="标题、正文、落款的机关名称不一致",
    en="issuer in title, body and signature disagree",
    description_zh="标题、正文（“向社会公布……”）和落款中的机关名称应指同一机关。一个名称包含另一个的不算不一致。",
    description_en=(
        "Title, body and signature name the same organ. Names of which one contains the other do"
        " not disagree."
    ),
    example=Example(
        data={"title": "甲县农业农村局2023年政府信息公开工作年度报告", "publisher": "甲县教育局"}
    ),
)
def issuer(case: Case) -> Iterator[Check]:
    """M003."""
    report = case.report
    signer = signature(report.source)[1] if report.signed else None
    names = {
        "标题": (issuer_of_title(report.title), "the title"),
        "正文": (report.publisher, "the body"),
        "落款": (signer.name if signer else None, "the signature"),
    }
    known = {zh: ("".join(name.split()), en) for zh, (name, en) in names.items() if name}
    if len(known) < 2:
        yield unknown(
            "issuer", zh="只有一处写明机关名称", en="the issuer is named in one place at most"
        )
        return
    shown = list(known.items())
    pairs = [
        (a, b)
        for number, a in enumerate(shown)
        for b in shown[number + 1 :]
        if not _same_organ(a[1][0], b[1][0])
    ]
    for (zh_a, (name_a, en_a)), (zh_b, (name_b, en_b)) in pairs:
        yield failed(
            f"{zh_a}/{zh_b}",
            zh=f"机关名称不一致：{zh_a}“{name_a}”，{zh_b}“{name_b}”",
            en=f"the issuers disagree: “{name_a}” in {en_a}, “{name_b}” in {en_b}",
            spans=[signer.span] if signer and zh_b == "落款" else [],
        )
    if not pairs:
        yield passed("issuer")


def issuer_of_title(title: str | None) -> str | None:
    """The organ that a title names before the year.

    >>> issuer_of_title("甲县教育局2023年政府信息公开工作年度报告")
    '甲县教育局'
    """
    found = re.match(r"(.*?)(?:关于)?[（(]?20[0-9]{2}", "".join((title or "").split()))
    return found[1] or None if found else None


def _same_organ(one: str, other: str) -> bool:
    """Whether two names can mean the same organ: one abbreviates the other, keeping its characters
    in order."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(char in rest for char in short)


@rule(
    "M004",
    Severity.WARNING,
    zh="落款晚于公布期限",
    en="published after the deadline",
    description_zh=(
        "机关应在次年 1 月 31 日前、县级以上人民政府应在 3 月 31"
        " 日前公布（《政府信息公开条例》第四十九条）。"
        "以落款日期为准。"
    ),
    description_en=(
        "Organs publish by 31 January of the next year, governments of counties and above by 31"
        " March (article 49 of the regulation). The date of the signature is looked at."
    ),
    example=Example(
        data={"year": 2023, "publisher": "甲县教育局", "signed": datetime.date(2024, 2, 8)}
    ),
)
def deadline(case: Case) -> Iterator[Check]:
    """M004."""
    report = case.report
    who = report.publisher or issuer_of_title(report.title)
    known = report.year is not None and report.year < datetime.MAXYEAR
    if not known or report.year is None or report.signed is None or who is None:
        yield unknown(
            "deadline",
            zh="年度、机关或落款日期未知",
            en="the year, the issuer or the date of the signature is not known",
        )
        return
    government = _GOVERNMENT.search(who) is not None
    last = datetime.date(report.year + 1, 3 if government else 1, 31)
    if report.signed <= last:
        yield passed("deadline")
    else:
        yield failed(
            "deadline",
            zh=(
                f"落款日期 {report.signed.isoformat()}，公布期限为"
                f" {last.isoformat()}（{'人民政府' if government else '机关'}）"
            ),
            en=(
                f"signed on {report.signed.isoformat()}, the deadline is {last.isoformat()} "
                f"({'governments' if government else 'organs'})"
            ),
        )


RULES: tuple[Rule, ...] = (years, period, issuer, deadline)
"""The rules of this module, in order."""
