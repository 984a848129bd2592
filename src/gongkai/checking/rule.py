"""What a rule is: an id, a severity, a description in two languages, an example that breaks it, and
a function that checks."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal, TypeAlias

import attrs

from .. import form
from ..findings import KINDS, Check, Kind, Severity
from ..form import Figure
from ..languages import Language, default_language
from ..model import Cell, Cells, ReportData, Status
from ..showing import short, small_table

Scope: TypeAlias = Literal["report", "years", "units"]
"""What a rule looks at: one report; a report and the one of the year before; the units of a
whole."""

_FEW: Final = 4
"""So many rules are written out where a session shows all of them."""

_ID: Final = re.compile(r"[A-Z]+[0-9]{3}")


@attrs.frozen
class Example:
    """A report that breaks a rule.

    It has zeros everywhere but for ``values`` (None: blank); ``cells`` replaces whole cells,
    ``data`` sets the other fields of the report. ``before`` is the year before, ``units`` are the
    parts of the whole. The form is of the latest edition that has these cells.
    """

    values: Mapping[str, Figure] = attrs.field(factory=dict)
    cells: tuple[Cell, ...] = ()
    data: Mapping[str, Any] = attrs.field(factory=dict)
    before: Example | None = None
    units: tuple[Example, ...] = ()

    @property
    def edition(self) -> int:
        """The edition of the form."""
        return form.edition_with(*self.values)

    def report(self) -> ReportData:
        """The report itself."""
        cells = {
            cell.path: _cell(cell.path, self.values.get(cell.path, 0))
            for cell in form.cells(self.edition)
        }
        cells |= {cell.path: cell for cell in self.cells}
        fields: dict[str, Any] = {"edition": self.edition, "source": "", **self.data}
        return ReportData(cells=Cells(cells), **fields)


def _cell(path: str, value: Figure) -> Cell:
    return Cell(path, Status.BLANK if value is None else Status.READ, value)


@attrs.frozen
class Rule:
    """One rule. ``check`` yields how each of its checks ended.

    ``title`` and ``description`` hold the wording by language. ``scope`` says what the function is
    given: a :class:`Case` (``report``), two cases of neighbouring years (``years``), or the units
    of a whole (``units``). ``yearly`` is a second function, of a rule of one report that also looks
    at the year before.
    """

    id: str
    severity: Severity
    kind: Kind
    scope: Scope
    title: Mapping[Language, str] = attrs.field(hash=False)
    description: Mapping[Language, str] = attrs.field(hash=False, repr=False)
    check: Callable[..., Iterable[Check]] = attrs.field(repr=False, eq=False)
    example: Example | None = attrs.field(default=None, repr=False, eq=False)
    yearly: Callable[..., Iterable[Check]] | None = attrs.field(default=None, repr=False, eq=False)

    def to_dict(self) -> dict[str, Any]:
        """The rule as plain data: id, severity, kind, scope, title and description in both
        languages."""
        return {
            "id": self.id,
            "severity": str(self.severity),
            "kind": self.kind,
            "scope": self.scope,
            "title": dict(self.title),
            "description": dict(self.description),
        }


class Rules(tuple[Rule, ...]):
    """Some rules: a tuple that shows itself as a table.

    >>> import gongkai
    >>> print(str(gongkai.rules("A")).splitlines()[0])
    A001  error    arithmetic   in force ≥ issued − repealed
    """

    __slots__ = ()

    def __repr__(self) -> str:
        few = [short(line) for line in str(self).splitlines()[:_FEW]]
        return "\n".join([f"<{len(self)} rules>", *few, *(["…"] if len(self) > _FEW else [])])

    def __str__(self) -> str:
        lang = default_language()
        return "\n".join(
            f"{one.id}  {one.severity!s:7}  {one.kind:11}  {one.title[lang]}" for one in self
        )

    def _repr_html_(self) -> str:
        lang = default_language()
        zh = lang == "zh"
        heads = (
            ("编号", "级别", "依据", "检查什么", "说明")
            if zh
            else ("id", "severity", "kind", "what it checks", "description")
        )
        rows = [
            (
                one.id,
                str(one.severity),
                KINDS[one.kind][lang],
                one.title[lang],
                one.description[lang],
            )
            for one in self
        ]
        return small_table(f"{len(self)} 条规则" if zh else f"{len(self)} rules", heads, rows)


def rule(
    id: str,
    severity: Severity | str,
    *,
    zh: str,
    en: str,
    kind: Kind = "expectation",
    scope: Scope = "report",
    description_zh: str = "",
    description_en: str = "",
    example: Example | None = None,
    yearly: Callable[..., Iterable[Check]] | None = None,
) -> Callable[[Callable[..., Iterable[Check]]], Rule]:
    """Make a rule of a function. The rule is not put into any list: pass it to a check,
    ``report.check(extra=[my_rule])``.

    ``zh`` and ``en`` are the rule's title. The function is given a :class:`Case` (for
    ``scope="years"``: the case and that of the year before) and yields :func:`passed`,
    :func:`failed` or :func:`unknown`.

    Raises:
        ValueError: the id is not capital letters and three digits, or the severity or kind is not
            one of those there are.

    >>> from gongkai.findings import failed, passed
    >>> @rule("Z001", "info", zh="没有收到申请", en="no application received")
    ... def no_applications(case):
    ...     if case.report.value("requests.received.total") == 0:
    ...         yield failed("received", zh="没有收到申请", en="no application received",
    ...             cells=["requests.received.total"])
    ...     else:
    ...         yield passed("received")
    >>> no_applications.id, no_applications.severity
    ('Z001', <Severity.INFO: 'info'>)
    """
    if not _ID.fullmatch(id):
        raise ValueError(
            f"id={id!r} is no rule id: one to a few capital letters and three digits, as in Z001"
        )
    if kind not in KINDS:
        raise ValueError(f"kind={kind!r} is not one of {', '.join(KINDS)}")
    graveness = Severity(severity)

    def make(function: Callable[..., Iterable[Check]]) -> Rule:
        doc = inspect.getdoc(function) or ""
        descriptions: dict[Language, str] = {
            "zh": description_zh or zh,
            "en": description_en or doc or en,
        }
        return Rule(
            id,
            graveness,
            kind,
            scope,
            {"zh": zh, "en": en},
            descriptions,
            function,
            example,
            yearly,
        )

    return make
