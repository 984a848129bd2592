"""Rules Y: a report against the one of the year before; and a table of the changes between two
reports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

import attrs

from ... import form
from ...analysis.case import Case
from ...findings import Check, Severity, failed, passed, unknown
from ...form.naming import (
    EDITIONS_EN,
    EDITIONS_ZH,
    cell_name,
    column_name,
    edition_name,
    row_name,
)
from ...mentions import sentences
from ...model import ReportData
from ..rule import Example, Rule, rule
from .documents import DOCUMENTS, ITEMS, PUBLIC, VALID
from .metadata import issuer_of_title

_LONG_ENOUGH: Final = 12
_ENOUGH_SENTENCES: Final = 6
_COPIED: Final = 0.8
_ENOUGH_FIGURES: Final = 4
_LARGE_ENOUGH: Final = 10
"""Two small offices' tables agree by chance; four figures other than 0, one of them of two digits,
do not."""


def publisher_of(report: ReportData) -> str:
    """The publisher by which reports of several years are put together: as stated, else as the
    title names it."""
    return "".join((report.publisher or issuer_of_title(report.title) or "").split())


def runs(cases: Sequence[Case]) -> Iterator[tuple[Case, Case | None]]:
    """Each of several cases with the same publisher's nearest earlier one; with None if it stands
    alone. Reports without a publisher are of one only if there are no others, and a year each."""
    by_publisher: dict[str, list[Case]] = {}
    for case in cases:
        if case.report.year is None:
            yield case, None
        else:
            by_publisher.setdefault(publisher_of(case.report), []).append(case)
    if nameless := by_publisher.get("", []):
        years = {case.report.year for case in nameless}
        if len(nameless) < len(cases) or len(years) < len(nameless):
            yield from ((case, None) for case in by_publisher.pop(""))
    for group in by_publisher.values():
        ordered = sorted(group, key=lambda case: case.report.year or 0)
        if len(ordered) == 1:
            yield ordered[0], None
        for before, case in pairwise(ordered):
            yield case, before


def not_chained(case: Case) -> Check:
    """Why a report among several is not compared with an earlier one."""
    if case.report.year is None:
        return unknown(
            "years",
            zh="年度未知，无法与其他年度比较",
            en="its year is not known, so it cannot be put beside another year",
        )
    who = publisher_of(case.report)
    return unknown(
        "years",
        zh=f"没有同一机关（{who or '未知'}）其他年度的报告",
        en=f"there is no report of the same publisher, “{who or 'unknown'}”, for another year",
    )


def _gap(case: Case, before: Case, about: str) -> Check | None:
    """Why the two cannot be chained at all: they are not neighbours."""
    year, earlier = case.report.year or 0, before.report.year or 0
    if year - earlier == 1:
        return None
    if year == earlier:
        return unknown(about, zh=f"两份报告都是 {year} 年度", en=f"both reports are for {year}")
    return unknown(
        about,
        zh=f"缺少 {year - 1} 年度报告，{year} 与 {earlier} 年度不能衔接",
        en=f"the report for {year - 1} is not here; {year} does not follow from {earlier}",
    )


@rule(
    "Y001",
    Severity.ERROR,
    kind="arithmetic",
    scope="years",
    zh="上年结转等于上一年的结转下年度",
    en="carried over = carried forward last year",
    description_zh=(
        "上年结转政府信息公开申请数量应等于上一年度报告的结转下年度继续办理。总计不等为错误；"
        "单列不等可能因申请人改变归类，为警告。"
    ),
    description_en=(
        "What was carried over is what last year's report carried forward. On the total a"
        " difference is an error, in one column a warning, since an applicant can have been classed"
        " anew."
    ),
    example=Example(
        {"requests.carried_over.total": 3, "requests.carried_over.other": 3},
        data={"year": 2024, "publisher": "甲县教育局"},
        before=Example(
            {"requests.carried_forward.total": 2, "requests.carried_forward.other": 3},
            data={"year": 2023, "publisher": "甲县教育局"},
        ),
    ),
)
def carried(case: Case, before: Case) -> Iterator[Check]:
    """Y001 for the seven columns. The rows mean the same in both editions and are chained across
    them."""
    if gap := _gap(case, before, "carried_over"):
        yield gap
        return
    for cell in form.row_spec(case.edition)["requests.carried_over"].cells:
        then = before.total(f"requests.carried_forward.{cell.column}")
        now = case.total(cell.path)
        if then is None or now is None:
            yield unknown(
                cell.column,
                zh=f"{column_name(cell.path, 'zh')}列：上年结转或上一年的结转下年度未知",
                en=(
                    f"column {column_name(cell.path, 'en')}: carried over, or last year's carried"
                    " forward, is not known"
                ),
            )
        elif then == now:
            yield passed(cell.column)
        else:
            blank = case.cells[cell.path].value is None
            shown_zh = f"空白（按 {now} 计）" if blank else f" {now}"
            shown_en = (
                f"the table leaves it blank, which counts as {now}"
                if blank
                else f"the table has {now}"
            )
            yield failed(
                cell.column,
                zh=(
                    f"{cell_name(cell.path, 'zh')}：应为 {then}（上一年的结转下年度），表中"
                    f"{shown_zh}，差 {abs(now - then)}"
                ),
                en=(
                    f"{cell_name(cell.path, 'en')}: should be {then} (carried forward last year),"
                    f" {shown_en}, off by {abs(now - then)}"
                ),
                cells=[cell.path],
                expected=then,
                found=now,
                severity=None if cell.column == "total" else Severity.WARNING,
                origin=(
                    "report"
                    if case.certain(cell.path)
                    and before.certain(f"requests.carried_forward.{cell.column}")
                    else "reading"
                ),
            )


@attrs.frozen
class _Chain:
    """``end`` = last year's ``end`` + ``plus`` − ``minus``, in the edition that has these columns.
    ``past``: the changes are last year's own."""

    end: str
    plus: str
    minus: str | None = None
    past: bool = False

    def checks(self, rows: Sequence[str], case: Case, before: Case) -> Iterator[Check]:
        """One check for each row, or the reason why the two years are not comparable."""
        if gap := _gap(case, before, self.end):
            yield gap
        elif case.edition != before.edition:
            yield unknown(self.end, zh=EDITIONS_ZH, en=EDITIONS_EN)
        elif not any(f"{row}.{self.end}" in case.cells for row in rows):
            yield unknown(
                self.end,
                zh=f"{edition_name(case.edition, 'zh')}表格没有这一栏",
                en=f"the form of {case.edition} has no such column",
            )
        else:
            for row in rows:
                if f"{row}.{self.end}" in case.cells:
                    yield self._row(row, case, before)

    def _row(self, row: str, case: Case, before: Case) -> Check:
        path, plus, minus = (f"{row}.{column}" for column in (self.end, self.plus, self.minus))
        source = before if self.past else case
        dropping = source.operands[minus] if self.minus else 0
        match [
            before.cells[path].value,
            source.cells[plus].value,
            dropping,
            case.cells[path].value,
        ]:
            case [int(start), int(added), int(dropped), int(found)]:
                expected = start + added - dropped
                if expected == found:
                    return passed(row)
                terms = f"{start} + {added}" + (f" − {dropped}" if self.minus else "")
                return failed(
                    row,
                    zh=(
                        f"{cell_name(path, 'zh')}：按上一年推算应为 {expected}（{terms}），"
                        f"表中 {found}，差 {abs(found - expected)}；清理或统计口径变化可以解释"
                    ),
                    en=(
                        f"{cell_name(path, 'en')}: following from last year it should be {expected}"
                        f" ({terms}), the table has {found}, off by {abs(found - expected)}; a"
                        " clean-up or another scope can explain it"
                    ),
                    cells=[path] if self.past else [path, plus, *([minus] if self.minus else [])],
                    expected=expected,
                    found=found,
                )
            case _:
                return unknown(
                    row,
                    zh=f"{row_name(row, 'zh')}：数字未知",
                    en=f"{row_name(row, 'en')}: a figure is not known",
                )


_2023 = {"year": 2023, "publisher": "甲县教育局"}
_2024 = {"year": 2024, "publisher": "甲县教育局"}
_2019 = {"year": 2019, "publisher": "甲县教育局"}
_2020 = {"year": 2020, "publisher": "甲县教育局"}


@rule(
    "Y002",
    Severity.WARNING,
    scope="years",
    zh="现行有效等于上一年现行有效加制发减废止",
    en="in force = last year's + issued − repealed",
    description_zh=(
        f"{VALID['zh']}：现行有效件数应从上一年推算而来。常因清理结果、"
        "统计口径（本级或全域）、补充往年文件而不符，"
        "所以只是警告。所用版本不同的两年之间不比较。"
    ),
    description_en=(
        f"{VALID['en']}: what is in force follows from last year. It often does not for"
        " honest reasons (clean-ups, own or whole area, older documents found), so this is a"
        " warning. It is not compared where the two years use different editions."
    ),
    example=Example(
        {
            "proactive.normative_documents.issued": 58,
            "proactive.normative_documents.repealed": 45,
            "proactive.normative_documents.in_force": 546,
        },
        data=_2024,
        before=Example({"proactive.normative_documents.in_force": 440}, data=_2023),
    ),
)
def valid(case: Case, before: Case) -> Iterator[Check]:
    """Y002 for rules and normative documents."""
    return _Chain("in_force", "issued", "repealed").checks(DOCUMENTS, case, before)


@rule(
    "Y003",
    Severity.WARNING,
    scope="years",
    zh="上一年项目数量等于上年报告的项目数量加增减",
    en="items last year = last year's items + its change",
    description_zh=(f"{PUBLIC['zh']}：上一年项目数量应等于上年报告中的上一年项目数量加本年增减。"),
    description_en=(
        f"{PUBLIC['en']}: the items of last year are those that last year's report"
        " began with, plus the change it reported."
    ),
    example=Example(
        {"proactive.licensing.previous_items": 300},
        data=_2020,
        before=Example(
            {"proactive.licensing.previous_items": 299, "proactive.licensing.change": -25},
            data=_2019,
        ),
    ),
)
def previous(case: Case, before: Case) -> Iterator[Check]:
    """Y003 for each row that counts items."""
    return _Chain("previous_items", "change", past=True).checks(ITEMS, case, before)


@rule(
    "Y004",
    Severity.WARNING,
    scope="years",
    zh="对外公开总数量等于上一年总数量加本年新公开",
    en="public in all = last year's + newly public",
    description_zh=(f"{PUBLIC['zh']}：对外公开总数量应等于上一年的总数量加本年新公开数量。"),
    description_en=(
        f"{PUBLIC['en']}: what is public in all is last year's number plus what was"
        " newly made public."
    ),
    example=Example(
        {"proactive.regulations.public_total": 10, "proactive.regulations.newly_public": 1},
        data=_2020,
        before=Example({"proactive.regulations.public_total": 8}, data=_2019),
    ),
)
def public_total(case: Case, before: Case) -> Iterator[Check]:
    """Y004 for rules and normative documents."""
    return _Chain("public_total", "newly_public").checks(DOCUMENTS, case, before)


@rule(
    "Y005",
    Severity.WARNING,
    scope="years",
    zh="照抄上一年报告",
    en="report copied from last year",
    description_zh=(
        "除数字外正文大部分句子与上一年相同，或某张表的非零数字与上一年完全相同（至少四个非零数字，"
        "其中有两位数以上的）。"
    ),
    description_en=(
        "Most sentences are last year's but for the figures, or a table has exactly last year's"
        " figures (at least four that are not 0, one of them of two digits)."
    ),
    example=Example(
        dict.fromkeys(
            [
                f"requests.{row}.{c}"
                for row in ("received", "handled_total")
                for c in ("natural_person", "total")
            ],
            25,
        ),
        data=_2024,
        before=Example(
            dict.fromkeys(
                [
                    f"requests.{row}.{c}"
                    for row in ("received", "handled_total")
                    for c in ("natural_person", "total")
                ],
                25,
            ),
            data=_2023,
        ),
    ),
)
def copied(case: Case, before: Case) -> Iterator[Check]:
    """Y005 for each table and for the prose, against the nearest earlier report."""
    if case.report.year == before.report.year:
        yield unknown(
            "years",
            zh=f"两份报告都是 {case.report.year} 年度",
            en=f"both reports are for {case.report.year}",
        )
        return
    for table in form.TABLES:
        now, then = _figures(case, table), _figures(before, table)
        if now == then and len(now) >= _ENOUGH_FIGURES and max(now.values()) >= _LARGE_ENOUGH:
            title = form.TABLE_TITLES[table]
            yield failed(
                table,
                zh=f"“{title}”的 {len(now)} 个非零数字与 {before.report.year} 年度完全相同",
                en=(
                    f"table “{title}”: all {len(now)} figures other than 0 are those of"
                    f" {before.report.year}"
                ),
                cells=list(now),
            )
        else:
            yield passed(table)
    now_said, then_said = _sentences(case.report), _sentences(before.report)
    if len(now_said) < _ENOUGH_SENTENCES or len(then_said) < _ENOUGH_SENTENCES:
        yield unknown("text", zh="正文太短，无从比较", en="there is too little prose to compare")
        return
    same = sum(sentence in then_said for sentence in now_said)
    if same >= _COPIED * len(now_said):
        yield failed(
            "text",
            zh=f"正文 {len(now_said)} 句中有 {same} 句与 {before.report.year} 年度相同（不计数字）",
            en=(
                f"{same} of {len(now_said)} sentences are those of {before.report.year} but for"
                " figures"
            ),
        )
    else:
        yield passed("text")


def _figures(case: Case, table: str) -> dict[str, int | Decimal]:
    return {
        path: cell.value
        for path, cell in case.cells.items()
        if cell.value and path.startswith(table)
    }


def _sentences(report: ReportData) -> set[str]:
    """The sentences of the prose sections, without figures and blanks; short ones are common
    property and left out."""
    plain = (re.sub(r"[0-9.%]+", "", sentence) for sentence in sentences(report, 1, 5))
    return {sentence for sentence in plain if len(sentence) >= _LONG_ENOUGH}


RULES: tuple[Rule, ...] = (carried, valid, previous, public_total, copied)
"""The rules of this module, in order."""
