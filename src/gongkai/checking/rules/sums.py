"""Rules R and D: the sums of tables three and four. What the form prints, and what 总计 means."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ...analysis.case import Case, Sum, equations_of
from ...analysis.repair import causes
from ...findings import Cause, Check, Severity, failed, passed, unknown
from ...form.naming import cell_name, cell_names, column_name, figure, row_name
from ...languages import LANGUAGES, Language
from ..rule import Example, Rule, rule

_MOST_PAIRED = 40
"""Errors that cancel out are looked for among so many broken sums of one rule; a report with more
has nothing left to balance."""

_SEED = {
    "requests.received.legal_services": 1,
    "requests.received.total": 1,
    "requests.granted.legal_services": 1,
    "requests.granted.total": 1,
    "requests.handled_total.other": 1,
    "requests.handled_total.total": 1,
}


def _checks(case: Case, rule_id: str) -> Iterator[Check]:
    why = causes(case) if any(id.startswith(rule_id) for id in case.failing) else {}
    for id, found in case.sums.items():
        if found.equation.rule != rule_id:
            continue
        about = id.split(":", 1)[1]
        if found.fails:
            result = _failed(case, found, about, why.get(id))
            yield (
                result._replace(origin="reading") if case.another_reading_passes(found) else result
            )
        elif found.hopeless:
            yield _hopeless(found, about)
        elif found.open:
            yield unknown(
                about,
                zh=f"数字未知：{cell_names(found.open, 'zh')}",
                en=f"figures not known: {cell_names(found.open, 'en')}",
            )
        else:
            yield passed(about)


def _failed(case: Case, found: Sum, about: str, cause: Cause | None) -> Check:
    equation = found.equation
    off = abs(found.residual)
    changed = [path for path, _ in cause.changes if path in equation.paths] if cause else []
    if equation.rule == "R001":
        a, b, c, d = (figure(case.operands[path], "en") for path in equation.paths)
        column = {lang: column_name(equation.left[0], lang) for lang in LANGUAGES}
        zh = (
            f"{column['zh']}列：新收加上年结转（{a} + {b}）应等于办理结果总计加结转下年度（{c} +"
            f" {d}）："
            f"应为 {found.left}，表中 {found.right}，差 {off}"
        )
        en = (
            f"column {column['en']}: received + carried over ({a} + {b}) should equal handled +"
            f" carried forward ({c} + {d}): should be {found.left}, the table has {found.right},"
            f" off by {off}"
        )
    else:
        total = equation.right[0]
        changed = changed or [total]
        parts = {
            "R002": ("各项办理结果之和", "the sum of the outcome rows"),
            "R003": ("六类申请人之和", "the sum of the six kinds of applicant"),
            "D001": ("四种结果之和", "the sum of the four outcomes"),
        }[equation.rule]
        zh = (
            f"{cell_name(total, 'zh')}：应为 {found.left}，表中 {found.right}，差"
            f" {off}（应为{parts[0]}）"
        )
        en = (
            f"{cell_name(total, 'en')}: should be {found.left}, the table has {found.right}, off by"
            f" {off} (it is {parts[1]})"
        )
    cells = dict.fromkeys([*changed, *equation.right, *equation.left])
    return failed(
        about, zh=zh, en=en, cells=cells, expected=found.left, found=found.right, cause=cause
    )


def _hopeless(found: Sum, about: str) -> Check:
    total = found.equation.right[0]
    return failed(
        about,
        zh=(
            f"{cell_name(total, 'zh')}：{cell_names(found.open, 'zh')}有几种读法，"
            "但没有一种能使等式成立"
        ),
        en=(
            f"{cell_name(total, 'en')}: {cell_names(found.open, 'en')} can be read in several ways,"
            " and none makes the sum hold"
        ),
        cells=dict.fromkeys([*found.equation.right, *found.equation.left]),
    )


@rule(
    "R001",
    Severity.ERROR,
    kind="printed",
    zh="第一项加第二项之和，等于第三项加第四项之和",
    en="received + carried over = handled + carried forward",
    description_zh=(
        "表三每一列：本年新收加上年结转，等于（七）总计加结转下年度继续办理。这是表上印明的勾稽关系。"
        "空格按零计，空的总计视为未知。"
    ),
    description_en=(
        "In each column of table three: received + carried_over = handled_total + carried_forward."
        " The form prints this rule. A blank counts as zero; a blank total is unknown."
    ),
    example=Example(_SEED),
)
def balance(case: Case) -> Iterator[Check]:
    """R001 for the seven columns."""
    return _checks(case, "R001")


@rule(
    "R002",
    Severity.ERROR,
    kind="printed",
    zh="（七）总计等于各项办理结果之和",
    en="handled in all = sum of the outcome rows",
    description_zh=(
        "表三每一列：（七）总计等于各项办理结果之和。表上印明：区分处理的只计“部分公开”一种情形，"
        "不计其他情形，所以一件申请只计一次。"
    ),
    description_en=(
        "In each column of table three, handled_total is the sum of all outcome rows: the form says"
        " that an application with a partial grant counts there only, so each counts once."
    ),
    example=Example(_SEED),
)
def outcomes(case: Case) -> Iterator[Check]:
    """R002 for the seven columns."""
    return _checks(case, "R002")


@rule(
    "R003",
    Severity.ERROR,
    kind="arithmetic",
    zh="总计等于六类申请人之和",
    en="total = the six kinds of applicant",
    description_zh="表三每一行：总计等于自然人与五类法人或其他组织之和。",
    description_en=(
        "In each row of table three, the total is the sum of natural persons and the five kinds of"
        " organisation."
    ),
    example=Example(
        {
            "requests.received.natural_person": 6,
            "requests.received.business": 1,
            "requests.carried_over.total": 7,
            "requests.granted.natural_person": 6,
            "requests.granted.business": 1,
            "requests.granted.total": 7,
            "requests.handled_total.natural_person": 6,
            "requests.handled_total.business": 1,
            "requests.handled_total.total": 7,
        }
    ),
)
def applicants(case: Case) -> Iterator[Check]:
    """R003 for each row."""
    return _checks(case, "R003")


@rule(
    "R005",
    Severity.ERROR,
    kind="arithmetic",
    zh="分项已填而总计空白",
    en="total left blank although its parts are filled",
    description_zh=(
        "总计空白，而各分项之和不为零。给出按分项算出的数。各分项都空白或都为零时，"
        "空白可以理解为零，不算错误。"
    ),
    description_en=(
        "A total is blank although its parts add up to something; the computed value is offered."
        " Where the parts are blank or zero themselves, the blank can stand for zero and is no"
        " error."
    ),
    example=Example({"requests.received.natural_person": 3, "requests.received.total": None}),
)
def blank_totals(case: Case) -> Iterator[Check]:
    """R005 for each total of tables three and four."""
    for path, value in case.blank_totals.items():
        cause = Cause(
            "blank_total",
            f"总计未填，应为 {value}",
            f"the total was left blank; it is {value}",
            ((path, value),),
        )
        yield failed(
            path,
            zh=f"{cell_name(path, 'zh')}：应为 {value}（各分项之和），表中空白",
            en=(
                f"{cell_name(path, 'en')}: should be {value} (the sum of its parts), the table"
                " leaves it blank"
            ),
            cells=[path, *case.parts_of(path)],
            expected=value,
            cause=cause,
        )
    for path, sums in case.torn_totals.items():
        told = [figure(value, "en") for value in sums]
        yield failed(
            path,
            zh=f"{cell_name(path, 'zh')}：各分项之和按列为 {told[0]}，按行为 {told[1]}，表中空白",
            en=(
                f"{cell_name(path, 'en')}: its parts add up to {told[0]} down the column and to"
                f" {told[1]} along the row, the table leaves it blank"
            ),
            cells=[path, *case.parts_of(path)],
        )
    if not case.blank_totals and not case.torn_totals:
        yield passed()


@rule(
    "R008",
    Severity.INFO,
    kind="arithmetic",
    zh="两处错误互相抵消",
    en="two errors that cancel out",
    description_zh=(
        "两个等式各自不成立，差额大小相等、方向相反，因而另一个把两处合在一起的等式仍然成立。"
        "只看后者会漏掉这两处错误。"
    ),
    description_en=(
        "Two sums fail by the same amount in opposite directions, so that a third sum over both"
        " still holds. Whoever looks at the third one only misses them."
    ),
    example=Example({**_SEED}),
)
def cancelling(case: Case) -> Iterator[Check]:
    """R008: pairs of broken sums of one rule that all sums across them hide."""
    nothing = True
    for rule_id in ("R001", "R002", "R003"):
        broken = [found for found in case.failing.values() if found.equation.rule == rule_id]
        for first, second in combinations(broken[:_MOST_PAIRED], 2):
            if abs(first.residual) == abs(second.residual) and _hidden(case, first, second):
                nothing = False
                zh, en = (
                    [_equation_name(found, lang) for found in (first, second)] for lang in LANGUAGES
                )
                off = abs(first.residual)
                across = ("各列", "columns") if rule_id == "R003" else ("各行", "rows")
                yield failed(
                    f"{first.equation.id}+{second.equation.id}",
                    zh=f"{zh[0]}与{zh[1]}各差 {off}，互相抵消，{across[0]}的等式因而仍然成立",
                    en=(
                        f"{en[0]} and {en[1]} are off by {off} each and cancel out, so that the"
                        f" sums of the {across[1]} still hold"
                    ),
                    cells=[first.equation.right[0], second.equation.right[0]],
                )
    if nothing:
        yield passed()


def _hidden(case: Case, first: Sum, second: Sum) -> bool:
    """Whether every sum that runs across both holds, and at least one of them because the two
    errors meet in it."""
    mine = first.equation.rule
    of_first, of_second = _sides(case, first), _sides(case, second)
    across = [
        id
        for id, found in case.sums.items()
        if (found.equation.rule == "R003") != (mine == "R003")
        and id in of_first
        and id in of_second
    ]
    return not any(case.sums[id].fails or case.sums[id].open for id in across) and any(
        a * first.residual + b * second.residual == 0
        for id in across
        for a in of_first[id]
        for b in of_second[id]
    )


def _sides(case: Case, broken: Sum) -> dict[str, set[int]]:
    """For each sum with a cell of the broken one, by its id: 1 if a surplus in the broken sum is a
    surplus in the other one too, else -1."""
    found: dict[str, set[int]] = {}
    for there, paths in ((1, broken.equation.left), (-1, broken.equation.right)):
        for path in paths:
            for id, here in equations_of(case.edition)[path]:
                found.setdefault(id, set()).add(here * there)
    return found


def _equation_name(found: Sum, language: Language) -> str:
    equation = found.equation
    if equation.rule in ("R001", "R002"):
        column = column_name(equation.right[0], language)
        if language == "zh":
            return f"{column}列的{'勾稽关系' if equation.rule == 'R001' else '办理结果总计'}"
        return f"the {'balance' if equation.rule == 'R001' else 'outcome sum'} of column {column}"
    row = row_name(equation.right[0].rsplit(".", 1)[0], language)
    return f"{row}一行" if language == "zh" else f"the row {row}"


@rule(
    "D001",
    Severity.ERROR,
    kind="arithmetic",
    zh="总计等于四种结果之和",
    en="total = upheld + corrected + other + pending",
    description_zh=(
        "表四的三组（行政复议、未经复议直接起诉、复议后起诉）：总计等于结果维持、结果纠正、"
        "其他结果、尚未审结之和。"
    ),
    description_en=(
        "In each of the three groups of table four, the total is the sum of the four outcomes."
    ),
    example=Example(
        {"disputes.review.upheld": 2, "disputes.review.pending": 1, "disputes.review.total": 2}
    ),
)
def disputes(case: Case) -> Iterator[Check]:
    """D001 for the three groups."""
    return _checks(case, "D001")


RULES: tuple[Rule, ...] = (balance, outcomes, applicants, blank_totals, cancelling, disputes)
"""The rules of this module, in order."""
