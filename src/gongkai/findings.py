"""What a check says: how each check ended, and one finding for everything that is wrong or odd.

A finding is data first (rule, cells, figures, cause) and a sentence second; the sentence exists in
Chinese and in English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias, overload

import attrs

from .errors import MissingExtraError, display_width, place
from .form import Figure
from .languages import Both, Language, default_language
from .model import Span
from .showing import brief, short, small_table

if TYPE_CHECKING:
    import pandas

Kind: TypeAlias = Literal["printed", "arithmetic", "expectation"]
"""Where a rule comes from: the form prints it, plain arithmetic demands it, or it is only what one
expects."""

KINDS: Final[Mapping[Kind, Mapping[Language, str]]] = {
    "printed": {"zh": "表上印明的规则", "en": "printed on the form"},
    "arithmetic": {"zh": "算术关系", "en": "arithmetic"},
    "expectation": {"zh": "一般预期", "en": "expectation"},
}
"""The names of the kinds of rules."""


class Severity(StrEnum):
    """How grave a finding is.

    ``error``: a printed rule or plain arithmetic is broken. ``warning``: an expectation is broken,
    and honest explanations exist. ``info``: worth knowing.

    >>> Severity.ERROR.at_least(Severity.WARNING)
    True
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    def at_least(self, other: Severity) -> bool:
        """Whether this severity is as grave as the other, or graver."""
        order = list(Severity)
        return order.index(self) <= order.index(other)


SEVERITY_NAMES: Final[Mapping[Severity, Mapping[Language, str]]] = {
    Severity.ERROR: {"zh": "错误", "en": "error"},
    Severity.WARNING: {"zh": "警告", "en": "warning"},
    Severity.INFO: {"zh": "提示", "en": "info"},
}
"""The names of the severities."""


_SIGNS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "✗",
    Severity.WARNING: "△",
    Severity.INFO: "·",
}

_READING: Final[Mapping[Language, str]] = {
    "zh": "  出处：我们对文字的读法，不一定是报告的错误",
    "en": "  origin: our reading of the text, not necessarily the report",
}


_CONSEQUENCES: Final[Mapping[Language, str]] = {
    "zh": "  同一原因还引起：",
    "en": "  the same cause leads to:",
}


class State(StrEnum):
    """How one check ended: the rule holds, it is broken, or an operand is unknown."""

    PASS = "pass"
    FAIL = "fail"
    NOT_ASSESSABLE = "not assessable"


@attrs.frozen
class Cause:
    """The likely reason of a failed check, and the changes that would mend it.

    ``id`` is a stable word: ``blank_total``, ``single_cell``, ``neighbouring_column``,
    ``neighbouring_row``, ``merged`` (new and carried-over applications merged), ``unit`` (off by
    10,000), ``explained_by_units``. ``changes`` gives paths with the values they would get.
    """

    id: str
    zh: str = attrs.field(repr=False)
    en: str = attrs.field(repr=brief)
    changes: tuple[tuple[str, Figure], ...] = attrs.field(default=(), repr=brief)

    def text(self, lang: Language) -> str:
        """The cause as a sentence."""
        return self.zh if lang == "zh" else self.en


class Check(NamedTuple):
    """How one check of one rule ended; what a rule's function yields. Made with :func:`passed`,
    :func:`failed`, :func:`unknown`.

    ``about`` says which of the rule's checks this is (a column, a row, a path); ``zh`` and ``en``
    are the message of a failure, or the reason why a check is not assessable.
    """

    state: State
    about: str = ""
    zh: str = ""
    en: str = ""
    cells: tuple[str, ...] = ()
    expected: Figure = None
    found: Figure = None
    origin: Literal["report", "reading"] = "report"
    cause: Cause | None = None
    severity: Severity | None = None
    spans: tuple[Span, ...] = ()
    rule: str = ""
    subject: str = ""

    def __repr__(self) -> str:
        return short(f"<Check {self.rule or '?'} {self.about}: {self.state} {self.en}") + ">"

    def text(self, lang: Language) -> str:
        """The message or reason in one language."""
        return self.zh if lang == "zh" else self.en


def passed(about: str = "") -> Check:
    """The rule holds here.

    >>> passed("requests.received").state
    <State.PASS: 'pass'>
    """
    return Check(State.PASS, about)


def unknown(about: str, *, zh: str, en: str) -> Check:
    """The rule cannot be judged here; ``zh`` and ``en`` say why."""
    return Check(State.NOT_ASSESSABLE, about, zh, en)


def failed(
    about: str,
    *,
    zh: str,
    en: str,
    cells: Iterable[str] = (),
    expected: Figure = None,
    found: Figure = None,
    origin: Literal["report", "reading"] = "report",
    cause: Cause | None = None,
    severity: Severity | None = None,
    spans: Iterable[Span] = (),
) -> Check:
    """The rule is broken here. ``severity`` differs from the rule's own only where this one case is
    graver or milder."""
    return Check(
        State.FAIL,
        about,
        zh,
        en,
        tuple(cells),
        expected,
        found,
        origin,
        cause,
        severity,
        tuple(spans),
    )


@attrs.frozen
class Finding:
    """One thing that is wrong or odd in a report, or in our reading of it.

    ``cells`` are the paths that take part, the one to look at first in front; ``spans`` their
    places in the report's source (a cell that the text lacks has none). ``expected`` and ``found``
    are the two figures that should agree. ``origin`` is ``report`` where the figures are certain
    and ``reading`` where another reading of the text would pass. ``subject`` names the report.
    ``reference`` is the place of the first cell in a spreadsheet, ``表三!J5``.
    ``zh`` and ``en`` hold the message, :attr:`message` is the one in the chosen language.
    ``consequences`` are the other findings that have the same cause: one figure in the wrong column
    breaks several sums, and is one finding.
    """

    rule: str
    severity: Severity
    kind: Kind
    zh: str
    en: str
    cells: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    expected: Figure = None
    found: Figure = None
    origin: Literal["report", "reading"] = "report"
    cause: Cause | None = None
    about: str = ""
    subject: str = ""
    lang: Language = "en"
    source: str = attrs.field(default="", repr=False, eq=False)
    reference: str = ""
    consequences: tuple[Finding, ...] = attrs.field(default=(), repr=False)

    @property
    def all(self) -> tuple[Finding, ...]:
        """The finding and its consequences, each by itself."""
        alone = attrs.evolve(self, consequences=()) if self.consequences else self
        return (alone, *self.consequences)

    def in_language(self, lang: Language) -> Finding:
        """The same finding, and its consequences, with messages in a language."""
        if lang == self.lang:
            return self
        under = tuple(finding.in_language(lang) for finding in self.consequences)
        return attrs.evolve(self, lang=lang, consequences=under)

    @property
    def message(self) -> str:
        """What is wrong, in one sentence that also names the kind of the rule."""
        if self.lang == "zh":
            return f"{self.zh}〔{KINDS[self.kind]['zh']}〕"
        return f"{self.en} [{KINDS[self.kind]['en']}]"

    @property
    def difference(self) -> Figure:
        """``found`` less ``expected``, None where one of them is not a figure."""
        return None if self.found is None or self.expected is None else self.found - self.expected

    @property
    def place(self) -> tuple[int, int, str] | None:
        """Line and column (from 1) of the first span, and that line; None where the finding has no
        place in a text."""
        return place(self.source, self.spans[0].start) if self.spans and self.source else None

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain data for JSON; amounts are strings."""
        where = self.place
        return {
            "rule": self.rule,
            "severity": str(self.severity),
            "kind": self.kind,
            "message": self.message,
            "subject": self.subject,
            "cells": list(self.cells),
            "spans": [list(span) for span in self.spans],
            "line": where[0] if where else None,
            "column": _column(self.source, self.spans[0]) if where else None,
            "reference": self.reference or None,
            "expected": _plain(self.expected),
            "found": _plain(self.found),
            "difference": _plain(self.difference),
            "origin": self.origin,
            "cause": self.cause and self.cause.id,
            "cause_text": self.cause and self.cause.text(self.lang),
            "repair": (
                {path: _plain(value) for path, value in self.cause.changes} if self.cause else {}
            ),
            "consequences": [finding.to_dict() for finding in self.consequences],
        }

    @property
    def where(self) -> str:
        """``line:column`` of the first span, or the cell of a spreadsheet, ``表三!J5``; '' where
        the finding has no place in a text."""
        if self.reference:
            return self.reference
        found = self.place
        return f"{found[0]}:{_column(self.source, self.spans[0])}" if found else ""

    def __repr__(self) -> str:
        return short(f"<Finding {self.rule} {self.severity} {self.where} {self.message}", 200) + ">"

    def __str__(self) -> str:
        """The finding as printed: a headline, the line of the report with a caret, the likely
        cause, its consequences."""
        where = self.place
        lines = [self.headline]
        if where:
            _, column, excerpt = where
            lines += [f"    {excerpt}", "    " + " " * display_width(excerpt[: column - 1]) + "^"]
        if self.cause:
            lines.append(
                ("  可能的原因：" if self.lang == "zh" else "  likely cause: ")
                + self.cause.text(self.lang)
            )
        if self.origin == "reading":
            lines.append(_READING[self.lang])
        if self.consequences:
            lines.append(_CONSEQUENCES[self.lang])
            lines += [f"    {finding.headline}" for finding in self.consequences]
        return "\n".join(lines)

    @property
    def headline(self) -> str:
        """The first line of the finding as printed: place, severity, rule and message."""
        at = f"{self.where}: " if self.where else ""
        return f"{at}{SEVERITY_NAMES[self.severity][self.lang]} {self.rule}: {self.message}"


class Findings(Sequence[Finding]):
    """The findings of a check, gravest first, and how every single check ended.

    What has one cause is one finding, with the others as its ``consequences``; :attr:`all` has each
    by itself. Choosing (:meth:`select`, :attr:`errors`, :meth:`about`) looks at every single one,
    and what is chosen stays together by cause.

    >>> one = Finding("R001", Severity.ERROR, "printed", "差 1", "off by 1")
    >>> findings = Findings([one], lang="en")
    >>> len(findings.errors), findings[0].message
    (1, 'off by 1 [printed on the form]')
    """

    def __init__(
        self,
        findings: Iterable[Finding],
        checks: Iterable[Check] = (),
        *,
        lang: Language | None = None,
    ) -> None:
        self.lang: Language = lang or default_language()
        graveness = {severity: number for number, severity in enumerate(Severity)}
        ordered = sorted(
            findings,
            key=lambda finding: (finding.subject, graveness[finding.severity], finding.rule),
        )
        self._findings = tuple(finding.in_language(self.lang) for finding in ordered)
        self.checks: tuple[Check, ...] = tuple(checks)
        """Every check that was made, with its rule, state and reason."""

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Findings: ...
    def __getitem__(self, index: int | slice) -> Finding | Findings:
        if isinstance(index, slice):
            return Findings(self._findings[index], self.checks, lang=self.lang)
        return self._findings[index]

    def __len__(self) -> int:
        return len(self._findings)

    def __eq__(self, other: object) -> bool:
        return self._findings == other._findings if isinstance(other, Findings) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._findings)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._findings)

    @property
    def all(self) -> tuple[Finding, ...]:
        """Every single finding, each followed by its consequences.

        >>> sum_ = Finding("R002", Severity.ERROR, "printed", "差 1", "off by 1")
        >>> cell = attrs.evolve(sum_, rule="R003", consequences=(sum_,))
        >>> findings = Findings([cell])
        >>> len(findings), [finding.rule for finding in findings.all]
        (1, ['R003', 'R002'])
        """
        return tuple(single for finding in self for single in finding.all)

    @property
    def errors(self) -> Findings:
        """The findings that are errors."""
        return self.select(severity=Severity.ERROR)

    @property
    def warnings(self) -> Findings:
        """The findings that are warnings."""
        return self.select(severity=Severity.WARNING)

    @property
    def infos(self) -> Findings:
        """The findings that are only worth knowing."""
        return self.select(severity=Severity.INFO)

    @property
    def worst(self) -> Severity | None:
        """The gravest severity found, None where there is nothing to say."""
        return min((f.severity for f in self), key=list(Severity).index, default=None)

    def select(self, *ids: str, severity: Severity | str | None = None) -> Findings:
        """The findings of these rules (ids or their beginnings, ``"R"`` for all of a group) and of
        this severity."""
        wanted = None if severity is None else Severity(severity)
        return self._only(
            lambda f: (
                (not ids or f.rule.startswith(ids)) and (wanted is None or f.severity is wanted)
            ),
            lambda c: not ids or c.rule.startswith(ids),
        )

    def about(self, path: str) -> Findings:
        """The findings that name this cell."""
        return self._only(lambda f: path in f.cells, lambda c: path in c.cells)

    def by_rule(self) -> dict[str, Findings]:
        """The findings, grouped by the id of their rule."""
        names = _unique(f.rule for f in self.all)
        return {
            name: self._only(partial(_of_rule, name), partial(_of_rule, name)) for name in names
        }

    def by_severity(self) -> dict[Severity, Findings]:
        """The findings, grouped by severity."""
        return {
            severity: self.select(severity=severity)
            for severity in Severity
            if self.select(severity=severity)
        }

    def by_subject(self) -> dict[str, Findings]:
        """The findings, grouped by the report they are about."""
        names = _unique(f.subject for f in self)
        return {
            name: self._only(partial(_of_subject, name), partial(_of_subject, name))
            for name in names
        }

    def _only(
        self, findings: Callable[[Finding], bool], checks: Callable[[Check], bool]
    ) -> Findings:
        kept = ([one for one in finding.all if findings(one)] for finding in self)
        chosen = (
            attrs.evolve(first, consequences=tuple(rest)) if rest else first
            for first, *rest in filter(None, kept)
        )
        return Findings(chosen, filter(checks, self.checks), lang=self.lang)

    def state(self, rule: str) -> State:
        """How a rule ended in all: broken somewhere, else holding somewhere, else not assessable
        (or not checked)."""
        states = {check.state for check in self.checks if check.rule == rule}
        return next(
            (state for state in (State.FAIL, State.PASS) if state in states), State.NOT_ASSESSABLE
        )

    @property
    def not_assessable(self) -> tuple[Check, ...]:
        """The checks that could not be made, each with its reason."""
        return tuple(check for check in self.checks if check.state is State.NOT_ASSESSABLE)

    def in_language(self, lang: Language) -> Findings:
        """The same findings with messages in the other language."""
        return Findings(self._findings, self.checks, lang=lang)

    def summary(self) -> str:
        """One line: how many findings of each severity, how many more are consequences of these,
        how many checks passed, how many could not be made."""
        count = {s: sum(f.severity is s for f in self) for s in Severity}
        more = len(self.all) - len(self)
        states = {s: sum(c.state is s for c in self.checks) for s in State}
        if self.lang == "zh":
            return (
                f"错误 {count[Severity.ERROR]}，警告 {count[Severity.WARNING]}，提示"
                f" {count[Severity.INFO]}{f'（另有 {more} 项由其引起）' if more else ''}"
                f"；通过 {states[State.PASS]} 项，无法判断"
                f" {states[State.NOT_ASSESSABLE]} 项"
            )
        return (
            ", ".join(_many(number, str(severity)) for severity, number in count.items())
            + (f" ({more} more follow from them)" if more else "")
            + f"; {_many(states[State.PASS], 'check')} passed,"
            f" {states[State.NOT_ASSESSABLE]} not assessable"
        )

    def to_dict(self) -> dict[str, Any]:
        """The findings as plain data for JSON, with the checks that could not be made and why."""
        return {
            "lang": self.lang,
            "findings": [finding.to_dict() for finding in self],
            "passed": sum(check.state is State.PASS for check in self.checks),
            "not_assessable": [
                {
                    "rule": c.rule,
                    "subject": c.subject,
                    "about": c.about,
                    "reason": c.text(self.lang),
                }
                for c in self.not_assessable
            ],
        }

    def to_frame(self) -> pandas.DataFrame:
        """Every single finding as a data frame, one row each: see :meth:`rows`.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise MissingExtraError(
                Both("a data frame of findings", "问题的数据框"), "frames"
            ) from None
        nothing = Findings([Finding("", Severity.INFO, "expectation", "", "")])
        return pandas.DataFrame(self.rows(), columns=list(nothing.rows()[0]))

    def rows(self) -> list[dict[str, Any]]:
        """Every single finding as plain data, one after the other. ``follows_from`` is the rule of
        the finding with the same cause under which it stands, None where it stands by itself."""
        found = []
        for finding in self:
            for number, single in enumerate(finding.all):
                row = single.to_dict()
                del row["consequences"]
                found.append({**row, "follows_from": finding.rule if number else None})
        return found

    def __str__(self) -> str:
        """The findings as printed, by report, with the line and a caret for each; a summary at the
        end."""
        blocks: list[str] = []
        several = len({f.subject for f in self}) > 1
        for subject, group in self.by_subject().items():
            if several and subject:
                blocks.append(f"== {subject}")
            blocks += [str(finding) for finding in group]
        return "\n".join([*blocks, self.summary()])

    def __repr__(self) -> str:
        return short(f"<Findings: {', '.join(_unique(f.rule for f in self.all)) or 'none'}") + ">"

    def _repr_html_(self) -> str:
        zh = self.lang == "zh"
        heads = (
            ("程度", "规则", "报告", "位置", "问题", "可能的原因")
            if zh
            else ("severity", "rule", "report", "place", "what is wrong", "likely cause")
        )
        rows = [
            (
                f"{_SIGNS[f.severity]} {SEVERITY_NAMES[f.severity][self.lang]}",
                f.rule,
                f.subject,
                f.where,
                "\n".join(
                    [
                        f.message,
                        *([_READING[self.lang].strip()] if f.origin == "reading" else []),
                        *([_CONSEQUENCES[self.lang].strip()] if f.consequences else []),
                        *(one.headline for one in f.consequences),
                    ]
                ),
                f.cause.text(self.lang) if f.cause else "",
            )
            for f in self
        ]
        marks = [str(f.severity) for f in self]
        return small_table(self.summary(), heads, rows, marks=marks)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))


def _of_rule(rule: str, thing: Finding | Check) -> bool:
    return thing.rule == rule


def _of_subject(subject: str, thing: Finding | Check) -> bool:
    return thing.subject == subject


def _plain(value: Figure) -> int | str | None:
    return format(value, "f") if isinstance(value, Decimal) else value  # never 1E-7


def _column(source: str, span: Span) -> int:
    return span.start - source.rfind("\n", 0, span.start)


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
