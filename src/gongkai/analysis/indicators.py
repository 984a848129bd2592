"""Indicators: shares and rates that are derived from one report, exactly, each with its formula,
numerator and denominator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from .. import form
from ..errors import MissingExtraError
from ..form.naming import column_name, row_name
from ..languages import Both, Language, default_language
from ..model import ReportData
from ..showing import short, small_table
from .case import Case

if TYPE_CHECKING:
    import pandas

SMALL: Final = 30
"""A share of fewer than this many is flagged: one application more or less moves it by several
points."""

Terms: TypeAlias = tuple[str, ...]
"""Paths whose figures are added; a leading ``-`` takes the figure off."""


@attrs.frozen
class Formula:
    """What an indicator is: its name, and which cells make its numerator and denominator (none: the
    indicator is a difference)."""

    id: str
    zh: str
    en: str
    formula: str
    numerator: Terms
    denominator: Terms = ()

    def name(self, lang: Language) -> str:
        """The indicator in words."""
        return self.zh if lang == "zh" else self.en


@attrs.frozen
class Indicator:
    """One indicator of one report.

    ``value`` is an exact fraction, None where the denominator is not above 0 or a figure is not
    known. An indicator without a denominator is a number of cases. ``small`` says that the
    denominator is below 30. ``computed`` lists totals that the report left blank and that were
    added up from their parts.
    """

    id: str
    value: Fraction | None
    numerator: int | None
    denominator: int | None
    formula: str
    small: bool
    zh: str
    en: str
    computed: tuple[str, ...] = ()

    def name(self, lang: Language) -> str:
        """The indicator in words."""
        return self.zh if lang == "zh" else self.en

    @property
    def in_words(self) -> str:
        """The value as people write it: a share in percent with one decimal, a difference as a
        number, ``–`` where it is not known.

        >>> Indicator("x", Fraction(2, 3), 2, 3, "a / b", True, "", "").in_words
        '66.7%'
        """
        if self.value is None:
            return "–"
        if self.denominator is None:
            return str(self.value)
        percent = Decimal(self.value.numerator * 100) / self.value.denominator
        return f"{percent.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"

    def __repr__(self) -> str:
        return short(f"<Indicator {self.id}: {self.value} = {self.formula}") + ">"

    def to_dict(self) -> dict[str, Any]:
        """The indicator as plain data for JSON; the value is written as a fraction, ``"2/3"``."""
        return {
            "id": self.id,
            "value": None if self.value is None else str(self.value),
            "numerator": self.numerator,
            "denominator": self.denominator,
            "formula": self.formula,
            "small": self.small,
            "name": {"zh": self.zh, "en": self.en},
            "computed": list(self.computed),
        }


def _rows(group: str, edition: int) -> list[str]:
    return [
        row.path
        for row in form.rows(edition, "requests")
        if row.path.startswith(f"requests.{group}")
    ]


def _totals(*rows: str) -> Terms:
    return tuple(f"requests.{row}.total" for row in rows)


def _group(group: str, edition: int) -> Terms:
    return tuple(f"{row}.total" for row in _rows(group, edition))


def _disputes(column: str, *groups: str) -> Terms:
    return tuple(f"disputes.{group}.{column}" for group in groups)


_LITIGATION: Final = ("litigation_direct", "litigation_after_review")
_BODIES: Final[Mapping[str, tuple[tuple[str, ...], str, str]]] = {
    "review": (("review",), "行政复议", "reviews"),
    "litigation": (_LITIGATION, "行政诉讼", "lawsuits"),
    "all": (("review", *_LITIGATION), "复议和诉讼", "reviews and lawsuits"),
}


def formulas(edition: int) -> tuple[Formula, ...]:
    """The indicators of an edition, in order. One that the edition has no cells for has an empty
    numerator.

    >>> [formula.id for formula in formulas(2021)][:3]
    ['disclosure_rate', 'full_disclosure_rate', 'refusal_rate']
    """
    handled = _totals("handled_total")
    refused, unavailable, not_processed = (
        _group(name, edition) for name in ("refused", "unavailable", "not_processed")
    )
    found = [
        Formula(
            "disclosure_rate",
            "公开率",
            "disclosure rate",
            "(G+P)/H",
            _totals("granted", "partly_granted"),
            handled,
        ),
        Formula(
            "full_disclosure_rate",
            "全部公开率",
            "full disclosure rate",
            "G/H",
            _totals("granted"),
            handled,
        ),
        Formula("refusal_rate", "不予公开率", "refusal rate", "R/H", refused, handled),
        Formula(
            "unavailable_rate",
            "无法提供率",
            "rate of information not available",
            "U/H",
            unavailable,
            handled,
        ),
        Formula(
            "not_processed_rate",
            "不予处理率",
            "rate of applications not processed",
            "X/H",
            not_processed,
            handled,
        ),
        Formula(
            "completion_rate",
            "办结率",
            "completion rate",
            "H/A",
            handled,
            _totals("received", "carried_over"),
        ),
        Formula(
            "carry_rate",
            "结转率",
            "carry rate",
            "F/A",
            _totals("carried_forward"),
            _totals("received", "carried_over"),
        ),
        Formula(
            "backlog_change",
            "结转增减",
            "change of the backlog",
            "F−O",
            (*_totals("carried_forward"), "-requests.carried_over.total"),
        ),
    ]
    for row in _rows("refused", edition):
        reason = row.rsplit(".", 1)[1]
        zh, en = (
            row_name(row, "zh").rsplit(".", 1)[1],
            row_name(row, "en").removeprefix("Refused, "),
        )
        found.append(
            Formula(
                f"refusal_share.{reason}",
                f"不予公开中{zh}占比",
                f"share of refusals: {en}",
                f"{reason}/R",
                (f"{row}.total",),
                refused,
            )
        )
    found += [
        Formula(
            "not_held_share",
            "无法提供中本机关不掌握占比",
            "share of not held",
            "not_held/U",
            _totals("unavailable.not_held"),
            unavailable,
        ),
        Formula(
            "petition_share",
            "不予处理中信访举报投诉占比",
            "share of petitions",
            "petition/X",
            _totals("not_processed.petition"),
            not_processed,
        ),
        Formula(
            "repeat_share",
            "重复申请占比",
            "share of repeated applications",
            "(repeated+excessive)/H",
            _totals("not_processed.repeated", "not_processed.excessive"),
            handled,
        ),
    ]
    for cell in form.row_spec(edition)["requests.received"].cells[:-1]:
        zh, en = column_name(cell.path, "zh"), column_name(cell.path, "en")
        found.append(
            Formula(
                f"applicant_share.{cell.column}",
                f"{zh}申请占比",
                f"share of applicants: {en}",
                f"{cell.column}/N",
                (cell.path,),
                _totals("received"),
            )
        )
    found += [
        Formula(
            "dispute_rate",
            "争议率",
            "dispute rate",
            "(review+litigation_direct)/H",
            _disputes("total", "review", "litigation_direct"),
            handled,
        ),
        Formula(
            "escalation_rate",
            "复议后起诉率",
            "escalation rate",
            "litigation_after_review/review",
            _disputes("total", "litigation_after_review"),
            _disputes("total", "review"),
        ),
    ]
    for rate, column, zh, en in (
        ("correction_rate", "corrected", "纠错率", "correction rate"),
        ("upheld_rate", "upheld", "维持率", "rate upheld"),
    ):
        for name, (groups, zh_of, en_of) in _BODIES.items():
            decided = (
                *_disputes("total", *groups),
                *("-" + path for path in _disputes("pending", *groups)),
            )
            found.append(
                Formula(
                    f"{rate}.{name}",
                    zh_of + zh,
                    f"{en}, {en_of}",
                    f"{column}/(total−pending)",
                    _disputes(column, *groups),
                    decided,
                )
            )
    for name, (groups, zh_of, en_of) in _BODIES.items():
        found.append(
            Formula(
                f"pending_share.{name}",
                zh_of + "未审结占比",
                f"share pending, {en_of}",
                "pending/total",
                _disputes("pending", *groups),
                _disputes("total", *groups),
            )
        )
    documents = "proactive.normative_documents"
    has = f"{documents}.issued" in form.spec(edition)
    found.append(
        Formula(
            "normative_net_change",
            "规范性文件净增",
            "net change of normative documents",
            "issued−repealed",
            (f"{documents}.issued", f"-{documents}.repealed") if has else (),
        )
    )
    return tuple(found)


class Indicators(dict[str, Indicator]):
    """The indicators of one report by id, in order."""

    def __repr__(self) -> str:
        known = sum(one.value is not None for one in self.values())
        return f"<Indicators: {len(self)}, {known} with a value>"

    def _repr_html_(self) -> str:
        lang = default_language()
        zh = lang == "zh"
        heads = (
            ("指标", "值", "分子", "分母", "说明", "编号")
            if zh
            else ("indicator", "value", "numerator", "denominator", "note", "id")
        )
        small, computed = (
            ("分母小于 30", "空白总计由各项相加")
            if zh
            else ("fewer than 30", "blank total added up")
        )
        rows = [
            (
                one.name(lang),
                one.in_words,
                one.numerator,
                one.denominator,
                "; ".join(filter(None, [small * one.small, computed * bool(one.computed)])),
                one.id,
            )
            for one in self.values()
        ]
        return small_table("指标" if zh else "Indicators", heads, rows)


def indicators(report: ReportData) -> Indicators:
    """The indicators of one report by id, in order.

    Sums read a blank as zero. A blank total is added up from its parts where these are known, and
    named in ``computed``.
    """
    case = Case(report)
    return Indicators({formula.id: _indicator(case, formula) for formula in formulas(case.edition)})


def _indicator(case: Case, formula: Formula) -> Indicator:
    computed = tuple(
        path
        for term in (*formula.numerator, *formula.denominator)
        if case.operands.get(path := term.lstrip("-")) is None and _figure(case, path) is not None
    )
    numerator = _sum(case, formula.numerator)
    denominator = _sum(case, formula.denominator)
    if formula.denominator:
        known = numerator is not None and denominator is not None and denominator > 0
        value = Fraction(numerator or 0, denominator or 1) if known else None
    else:
        value = None if numerator is None else Fraction(numerator)
    small = denominator is not None and denominator < SMALL
    return Indicator(
        formula.id,
        value,
        numerator,
        denominator,
        formula.formula,
        small,
        formula.zh,
        formula.en,
        computed,
    )


def _figure(case: Case, path: str) -> int | None:
    found = case.total(path)
    return found if isinstance(found, int) else None


def _sum(case: Case, terms: Terms) -> int | None:
    """The sum of the terms; None where one is not known, or where there is nothing to add."""
    values = [
        (-1 if term.startswith("-") else 1, _figure(case, term.lstrip("-"))) for term in terms
    ]
    if not values or any(value is None for _, value in values):
        return None
    return sum(sign * (value or 0) for sign, value in values)


def indicators_frame(reports: Iterable[ReportData]) -> pandas.DataFrame:
    """The indicators of many reports as a data frame: one row for each report and indicator.

    Values are exact :class:`fractions.Fraction`; ``frame["value"].astype(float)`` makes them fit
    for plots.

    Raises:
        MissingExtraError: pandas is not installed.
    """
    try:
        import pandas
    except ImportError:
        raise MissingExtraError(
            Both("a data frame of indicators", "指标的数据框"), "frames"
        ) from None
    rows = [
        {
            "publisher": report.publisher,
            "year": report.year,
            "edition": report.edition,
            "id": found.id,
            "name_zh": found.zh,
            "name_en": found.en,
            "value": found.value,
            "in_words": found.in_words,
            "numerator": found.numerator,
            "denominator": found.denominator,
            "small": found.small,
            "formula": found.formula,
        }
        for report in reports
        for found in indicators(report).values()
    ]
    columns = [
        "publisher",
        "year",
        "edition",
        "id",
        "name_zh",
        "name_en",
        "value",
        "in_words",
        "numerator",
        "denominator",
        "small",
        "formula",
    ]
    frame = pandas.DataFrame(rows, columns=columns)
    return frame.astype(
        {
            "year": "Int64",
            "edition": "Int64",
            "numerator": "Int64",
            "denominator": "Int64",
            "value": object,
        }
    )
