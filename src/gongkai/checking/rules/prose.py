"""Rules X: what the prose says against what the tables say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from ... import form
from ...analysis.case import Case
from ...findings import Cause, Check, Severity, failed, passed, unknown
from ...form import Figure
from ...form.naming import cell_name, cell_names, figure
from ...mentions import Mention
from ...mentions.mention import READINGS
from ...model import Section, Span, Status
from ..rule import Example, Rule, rule


def prose(sentence: str) -> dict[str, Any]:
    """A report whose section one is this sentence, for the examples."""
    section = Section(1, "一、总体情况", sentence, Span(0, len(sentence)))
    return {"source": sentence, "sections": (section,), "year": 2023}


def total_of(case: Case, paths: Iterable[str]) -> Figure:
    """What the cells count together; None where one of them is not known for certain, or all are
    blank: a blank may be a figure that was lost."""
    paths = tuple(paths)
    if not any(path in case.statuses and case.statuses[path].claims for path in paths):
        return None
    figures = [case.operands.get(path) for path in paths]
    return None if any(f is None for f in figures) else sum(figures)  # type: ignore[arg-type]


def said_or_silent(checks: Iterable[Check]) -> Iterator[Check]:
    """The checks of a rule, or that the prose says nothing to be checked."""
    silent = True
    for check in checks:
        silent = False
        yield check
    if silent:
        yield unknown("prose", zh="正文没有说到", en="the prose does not say")


def _distinct(mentions: Iterable[Mention]) -> list[Mention]:
    """The same statement made several times is one."""
    return list({(m.choices, m.value, m.reading): m for m in reversed(tuple(mentions))}.values())[
        ::-1
    ]


def _compared(
    case: Case,
    abouts: Collection[str],
    *,
    why: Callable[[Case, Mention], Cause | None] | None = None,
) -> Iterator[Check]:
    """Each statement of the prose about these things against the cells it may mean."""
    told = _distinct(m for m in case.mentions if m.about in abouts and m.choices)
    return said_or_silent(
        _one_of_two(mention)
        if _said_otherwise(case, mention, told)
        else _against(case, mention, why)
        for mention in told
        if not _denied_by_table(case, mention)
    )


def _against(
    case: Case, mention: Mention, why: Callable[[Case, Mention], Cause | None] | None = None
) -> Check:
    about = "+".join(mention.choices[0])
    sums = [total_of(case, paths) for paths in mention.choices]
    if mention.value in sums:
        return passed(about)
    if None in sums:
        return _not_certain(about)
    if mention.foreign:
        return _of_another_unit(about)
    shown = _where_not_zero(case, mention.choices[0])
    said_zh, said_en = figure(mention.value, "zh"), figure(mention.value, "en")
    return failed(
        about,
        zh=f"正文写 {said_zh}：“{excerpt(mention)}”；"
        + "；".join(
            f"表中{cell_names(paths, 'zh')}{'合计' * (len(paths) > 1)}为 {figure(total, 'zh')}"
            for paths, total in zip(mention.choices, sums, strict=True)
        )
        + f"（理解：{READINGS[mention.reading]['zh']}）",
        en=f"the prose says {said_en}: “{excerpt(mention)}”; "
        + "; ".join(
            cell_names(paths, "en")
            + (" together are " if len(paths) > 1 else " is ")
            + figure(total, "en")
            for paths, total in zip(mention.choices, sums, strict=True)
        )
        + f" in the table (reading: {READINGS[mention.reading]['en']})",
        cells=shown,
        expected=mention.value,
        found=sums[0],
        origin="reading"
        if any(case.cells[path].status is Status.INFERRED for path in shown)
        else "report",
        cause=why(case, mention) if why else None,
        spans=_spans(case, mention, shown),
    )


def _said_otherwise(case: Case, mention: Mention, told: Iterable[Mention]) -> bool:
    """Whether the same sentence states another figure of the same cells, and that is the table's:
    then the sentence speaks of two units, and this figure is not the report's."""
    sums = [total_of(case, paths) for paths in mention.choices]
    return mention.value not in sums and any(
        other.text == mention.text and other.choices == mention.choices and other.value in sums
        for other in told
    )


def _one_of_two(mention: Mention) -> Check:
    return unknown(
        "+".join(mention.choices[0]),
        zh="同一句中的另一数与表相符",
        en="another figure of the same sentence is the table's",
    )


def _of_another_unit(about: str) -> Check:
    return unknown(
        about, zh="句中所说的是另一单位", en="the sentence speaks of another unit than the report"
    )


def _not_certain(about: str) -> Check:
    return unknown(about, zh="表中数字不确定", en="the figure of the table is not certain")


def _denied_by_table(case: Case, mention: Mention) -> bool:
    """Whether a sentence on information disclosure counts disputes, and the table has a plain 0 for
    them. Reviews and lawsuits of which it does not say so may be of another kind."""
    return (
        mention.about == "disputes"
        and bool(mention.value)
        and not mention.foreign
        and "公开" in mention.text
        and all(case.cells[p].status.claims and not case.cells[p].value for p in mention.paths)
    )


def _spans(case: Case, mention: Mention, paths: Iterable[str]) -> list[Span]:
    """The place of the figure in the prose, and those of the cells."""
    return [mention.span, *(s for path in paths if (s := case.cells[path].span))]


def _where_not_zero(case: Case, paths: tuple[str, ...]) -> list[str]:
    """The cells to look at: of several, those that are not zero, if any."""
    return [path for path in paths if case.cells[path].value] or list(paths)


def excerpt(mention: Mention) -> str:
    """The sentence around the figure, the figure marked."""
    marked = mention.marked
    at = mention.at
    start, end = max(0, at - 40), at + mention.width + 42
    return ("…" if start else "") + marked[start:end] + ("…" if end < len(marked) else "")


def _merged(case: Case, mention: Mention) -> Cause | None:
    """The figure is new and carried-over applications together."""
    received, over = "requests.received.total", "requests.carried_over.total"
    if case.operands.get(over) and mention.value == total_of(case, (received, over)):
        return Cause(
            "merged", "正文的数含上年结转的申请", "the prose counts those carried over too"
        )
    return None


def _elsewhere(case: Case, mention: Mention) -> Cause | None:
    """The figure is that of exactly one other row of outcomes."""
    if not mention.value:
        return None
    rows = [
        row.cells[-1].path
        for row in form.rows(case.edition)
        if row.table == "requests" and row.cells[-1].path in case.cells
    ]
    flows = ("received", "carried_over", "handled_total", "carried_forward")
    same = [
        path
        for path in rows
        if path.split(".")[1] not in flows
        and path not in mention.choices[0]
        and case.cells[path].value == mention.value
    ]
    own = [p for p in mention.choices[0] if case.cells[p].value == mention.value]
    if len(own) == 1:
        return Cause(
            "single_cell",
            f"正文的数等于其中一格：{cell_name(own[0], 'zh')}",
            f"the figure is that of one cell alone: {cell_name(own[0], 'en')}",
        )
    if len(same) != 1:
        return None
    return Cause(
        "neighbouring_row",
        f"表中此数填在 {cell_name(same[0], 'zh')}",
        f"in the table the figure stands under {cell_name(same[0], 'en')}",
    )


def _outside(case: Case, mention: Mention) -> Cause | None:
    """Applications not processed may be counted outside those handled."""
    aside = sum(
        m.value or 0
        for m in case.mentions
        if m.about == "outcome"
        and m.text == mention.text
        and all(".not_processed." in path for path in m.paths)
    )
    handled = case.operands.get("requests.handled_total.total")
    over = case.operands.get("requests.carried_over.total")
    if over and handled == (mention.value or 0) + over:
        return Cause(
            "merged",
            f"上年结转的 {over} 件未计入",
            f"the {over} carried over from last year are not counted in",
        )
    if aside and handled == (mention.value or 0) + aside:
        return Cause(
            "merged", f"另有 {aside} 件不予处理未计入", f"{aside} not processed are not counted in"
        )
    return None


@rule(
    "X001",
    Severity.WARNING,
    zh="正文所写收到申请数与表不符",
    en="applications received: the prose and the table differ",
    description_zh=(
        "正文“收到”“新收”的件数应等于表中本年新收；“收到”“受理”也可含上年结转，任一理解相符即可。"
    ),
    description_en=(
        "What the prose says was received should be the table's figure. Verbs that can also mean"
        " those carried over, or those handled, are held against each of these."
    ),
    example=Example({"requests.received.total": 5}, data=prose("本年新收政府信息公开申请4件。")),
)
def received(case: Case) -> Iterator[Check]:
    """X001."""
    yield from _compared(case, ("received", "open"), why=_merged)


@rule(
    "X002",
    Severity.WARNING,
    zh="正文所写办结、答复数与表不符",
    en="applications handled: the prose and the table differ",
    description_zh="正文“办结”“答复”的件数应等于表中本年度办理结果总计。不予处理的可能另计。",
    description_en=(
        "What the prose says was handled should be the total of outcomes. Those not processed may"
        " be counted apart."
    ),
    example=Example({"requests.handled_total.total": 5}, data=prose("办结政府信息公开申请4件。")),
)
def handled(case: Case) -> Iterator[Check]:
    """X002."""
    yield from _compared(case, ("handled",), why=_outside)


@rule(
    "X003",
    Severity.WARNING,
    zh="正文所写结转数与表不符",
    en="applications carried over or forward: the prose and the table differ",
    description_zh="正文的上年结转、结转下年度件数应等于表中的数。",
    description_en=(
        "What the prose says was carried over, or carried forward, should be the table's figure."
    ),
    example=Example(
        {"requests.carried_forward.total": 5}, data=prose("收到申请9件，2件结转下年度办理。")
    ),
)
def carried(case: Case) -> Iterator[Check]:
    """X003."""
    yield from _compared(case, ("carried over", "carried forward"))


@rule(
    "X004",
    Severity.WARNING,
    zh="正文所写办理结果与表不符",
    en="outcomes: the prose and the table differ",
    description_zh=(
        "正文所写予以公开、不予公开等件数应等于表中该行或该组的总计；若只等于其中一格，会指出。"
    ),
    description_en=(
        "The prose's figures of outcomes should be those of the row or group; where one equals a"
        " single cell instead, that is said."
    ),
    example=Example(
        {"requests.other_handling.other.total": 9},
        data=prose("收到申请20件，其中9件不予处理。"),
    ),
)
def outcomes(case: Case) -> Iterator[Check]:
    """X004."""
    yield from _compared(case, ("outcome",), why=_elsewhere)


def _denied(case: Case, about: str) -> Iterator[Check]:
    """Each plain denial against the cells that it denies."""
    for mention in _distinct(m for m in case.mentions if m.about == about):
        # only what is certainly there contradicts
        there = [p for p in mention.paths if case.cells[p].status.claims and case.cells[p].value]
        label = "+".join(mention.paths)
        if not there:
            if total_of(case, mention.paths) == 0:
                yield passed(label)
            else:
                yield _not_certain(label)
        elif mention.foreign:
            yield _of_another_unit(label)
        else:
            figures = [(path, case.cells[path].value) for path in there]
            yield failed(
                label,
                zh=f"正文写没有：“{excerpt(mention)}”；表中"
                + "，".join(f"{cell_name(p, 'zh')}为 {figure(v, 'zh')}" for p, v in figures),
                en=f"the prose denies it: “{excerpt(mention)}”; in the table, "
                + ", ".join(f"{cell_name(p, 'en')} is {figure(v, 'en')}" for p, v in figures),
                cells=there,
                expected=0,
                found=sum(v for _, v in figures),  # type: ignore[misc]
                spans=_spans(case, mention, there),
            )


@rule(
    "X005",
    Severity.ERROR,
    zh="正文写未收到申请，表中却有",
    en="the prose denies applications that the table has",
    description_zh="正文写“未收到申请”，表中本年新收应为 0。",
    description_en="Where the prose says that no application was received, the table has none.",
    example=Example({"requests.received.total": 1}, data=prose("2023年未收到政府信息公开申请。")),
)
def no_applications(case: Case) -> Iterator[Check]:
    """X005."""
    yield from said_or_silent(_denied(case, "no applications"))


@rule(
    "X006",
    Severity.ERROR,
    zh="行政复议、行政诉讼：正文写没有而表中有，或相反",
    en="disputes that the prose denies and the table has, or the reverse",
    description_zh=(
        "正文写“没有发生行政复议、行政诉讼”，表四应为 0；正文写因政府信息公开发生若干件，"
        "表四不应为 0。"
    ),
    description_en=(
        "Where the prose says that there were no reviews or lawsuits, table four has none; where it"
        " counts some about information disclosure, the table has some."
    ),
    example=Example(
        {"disputes.review.total": 1, "disputes.review.upheld": 1},
        data=prose("没有发生行政复议、行政诉讼。"),
    ),
)
def no_disputes(case: Case) -> Iterator[Check]:
    """X006, in both directions."""
    counted = _distinct(m for m in case.mentions if _denied_by_table(case, m))
    yield from said_or_silent(
        (*_denied(case, "no disputes"), *(_against(case, mention) for mention in counted))
    )


def _direct_only(case: Case, mention: Mention) -> Cause | None:
    """Lawsuits of one of the two kinds alone."""
    same = [path for path in mention.choices[0] if case.cells[path].value == mention.value]
    if len(mention.choices[0]) < 2 or len(same) != 1:
        return None
    return Cause(
        "single_cell",
        f"正文的数只是{cell_name(same[0], 'zh')}",
        f"the prose counts one kind alone: {cell_name(same[0], 'en')}",
    )


@rule(
    "X007",
    Severity.WARNING,
    zh="正文所写复议、诉讼数与表不符",
    en="disputes: the prose and the table differ",
    description_zh=(
        "正文的行政复议、行政诉讼件数及结果应等于表四；“均获维持”“均已审结”则其余结果应为 0。"
    ),
    description_en=(
        "The prose's figures of reviews and lawsuits, and of their results, should be those of"
        " table four. Where all were upheld or closed, the other results are 0."
    ),
    example=Example(
        {"disputes.review.total": 1, "disputes.review.upheld": 1}, data=prose("行政复议2件。")
    ),
)
def disputes(case: Case) -> Iterator[Check]:
    """X007."""
    yield from _compared(case, ("disputes", "results", "all disputes"), why=_direct_only)


@rule(
    "X011",
    Severity.WARNING,
    zh="正文所写规章、规范性文件数与表不符",
    en="documents: the prose and the table differ",
    description_zh=(
        "正文所写规章、规范性文件的制发、废止、现行有效件数应等于表二。"
        "统计口径不同（本机关或全区）也会造成差异。"
    ),
    description_en=(
        "The prose's figures of documents issued, repealed and in force should be those of table"
        " two. They also differ where one counts an office and the other its district."
    ),
    example=Example(
        {"proactive.normative_documents.in_force": 54},
        data=prose("现行有效行政规范性文件45件。"),
    ),
)
def documents(case: Case) -> Iterator[Check]:
    """X011."""
    yield from _compared(case, ("documents",))


RULES: tuple[Rule, ...] = (
    received,
    handled,
    carried,
    outcomes,
    no_applications,
    no_disputes,
    disputes,
    documents,
)
"""The rules of this module, in order."""
