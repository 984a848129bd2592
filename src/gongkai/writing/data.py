"""A report as plain data for JSON, and back, without loss.

Counts are numbers, amounts strings of decimal digits, dates in ISO form, a span is ``[start,
end]``. Cells stand under their paths. A key of a cell that says nothing (no raw text, no
candidates, …) is left out. ``schema/report.schema.json`` describes the result.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from .. import form
from ..errors import ParseError
from ..form import Figure
from ..languages import Both
from ..model import Cell, Cells, Likely, Origin, ReportData, Span, Status

if TYPE_CHECKING:
    import cattrs

FORMAT: Final = "gongkai-report-1"
"""Says what the data are; changes when a reader of the old data could no longer read the new."""

DECIMAL_PATTERN: Final = r"-?[0-9]+(\.[0-9]+)?"
"""How an exact decimal is written: digits, no exponent."""

_SHOWN: Final = 3
"""How many mistakes a message names; more would hide the first."""

Data = TypeVar("Data", bound=ReportData)


def to_dict(report: ReportData) -> dict[str, Any]:
    """The whole report as dicts, lists, strings, numbers and None, ready for :func:`json.dumps`.

    >>> from decimal import Decimal
    >>> from gongkai import Report
    >>> data = to_dict(Report.from_values({"proactive.fees.amount": Decimal("6858.05")},
    ...     edition=2021, year=2023))
    >>> data["year"], data["cells"]["proactive.fees.amount"]
    (2023, {'status': 'read', 'value': '6858.05'})
    """
    return {"format": FORMAT, **_converter().unstructure(report, ReportData)}


def from_dict(data: Mapping[str, Any], cls: type[Data]) -> Data:
    """The report that :func:`to_dict` wrote, as an object of ``cls``.

    Raises:
        ParseError: the data are not a report's. The message names the keys that are wrong.
    """
    if not isinstance(data, Mapping):
        raise _refuse([f"a report's data are a mapping, not {type(data).__name__}"])
    if data.get("format") != FORMAT:
        raise _refuse([f"format is {data.get('format')!r}, not {FORMAT!r}"])
    import cattrs

    try:
        report = _converter().structure(
            {key: value for key, value in data.items() if key != "format"}, cls
        )
    except (
        cattrs.BaseValidationError,
        cattrs.StructureHandlerNotFoundError,
        RecursionError,
    ) as error:
        raise _refuse(cattrs.transform_error(error, "report", _say)) from None
    if wrong := _contradictions(report):
        raise _refuse(wrong)
    ordered = {path: report.cells[path] for path in form.spec(report.form_edition)}
    return attrs.evolve(report, cells=Cells(ordered))


def _refuse(wrong: list[str]) -> ParseError:
    more = len(wrong) - _SHOWN
    named = "; ".join(wrong[:_SHOWN])
    return ParseError(
        Both(
            f"these data are not a report: {named}" + (f" (and {more} more)" if more > 0 else ""),
            f"这些数据不是年报：{named}" + (f"（另有 {more} 处）" if more > 0 else ""),
        ),
        expected=Both("what Report.to_dict() writes", "Report.to_dict() 写出的内容"),
        hint=Both(
            "look up the keys in gongkai's report.schema.json",
            "在 gongkai 的 report.schema.json 中查对各键",
        ),
    )


def _say(error: BaseException, _type: type | None) -> str:
    """One mistake in words; cattrs adds the place."""
    import cattrs

    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        return "unknown key " + ", ".join(sorted(repr(key) for key in error.extra_fields))
    if isinstance(error, KeyError):
        return f"the key {error.args[0]!r} is missing"
    return str(error)


def _contradictions(report: ReportData) -> list[str]:
    """What no report says, although every part has the right type."""
    if report.edition is not None and report.edition not in form.EDITIONS:
        return [f"edition is {report.edition}, not one of {', '.join(map(str, form.EDITIONS))}"]
    wrong: list[str] = []
    known = form.spec(report.form_edition)
    wrong += [
        f"edition {report.form_edition} has no cell {path!r}"
        for path in report.cells
        if path not in known
    ]
    wrong += [f"the cell {path!r} is missing" for path in known if path not in report.cells]
    length = len(report.source)
    for path, cell in report.cells.items():
        if cell.status.claims is (cell.value is None):
            wrong.append(
                f"{path}: status {cell.status.value!r} and value {cell.value!r} contradict each"
                " other"
            )
        if cell.span is not None and not 0 <= cell.span.start <= cell.span.end <= length:
            wrong.append(
                f"{path}: span {list(cell.span)} lies outside the source of {length} characters"
            )
        elif (
            cell.span is not None
            and cell.raw is not None
            and report.source[slice(*cell.span)] != cell.raw
        ):
            wrong.append(
                f"{path}: raw is {cell.raw!r}, but the source has"
                f" {report.source[slice(*cell.span)]!r} at its span"
            )
    for section in report.sections:
        if not 0 <= section.span.start <= section.span.end <= length:
            wrong.append(
                f"section {section.number}: span {list(section.span)} lies outside the source of"
                f" {length} characters"
            )
    return wrong


# --- how each kind of value is written and read ---------------------------------------------------


@cache
def _converter() -> cattrs.Converter:
    import cattrs
    from cattrs.gen import make_dict_unstructure_fn, override

    converter = cattrs.Converter(forbid_extra_keys=True)
    for plain in (int, str, bool):
        converter.register_structure_hook(plain, _exactly)
    converter.register_structure_hook(Status, lambda value, _: _status(value))
    converter.register_structure_hook(datetime.date, lambda value, _: _date(value))
    converter.register_unstructure_hook(Status, lambda status: status.value)
    converter.register_unstructure_hook(datetime.date, lambda day: day.isoformat())
    converter.register_structure_hook(Span, lambda value, _: _span(value))
    converter.register_unstructure_hook(Span, list)
    converter.register_structure_hook_func(
        lambda kind: kind == Figure, lambda value, _: _figure(value)
    )
    converter.register_unstructure_hook(Decimal, lambda value: format(value, "f"))
    for small in (Likely, Origin):
        converter.register_unstructure_hook(
            small, make_dict_unstructure_fn(small, converter, _cattrs_omit_if_default=True)
        )
    converter.register_unstructure_hook(
        Cell,
        make_dict_unstructure_fn(
            Cell,
            converter,
            _cattrs_omit_if_default=True,
            path=override(omit=True),
            value=override(omit_if_default=False),
        ),
    )
    converter.register_unstructure_hook(
        Cells, lambda cells: {path: converter.unstructure(cell) for path, cell in cells.items()}
    )
    converter.register_structure_hook(
        Cells, lambda value, _: Cells(converter.structure(_with_paths(value), dict[str, Cell]))
    )
    return converter


def _with_paths(cells: Any) -> dict[str, Any]:
    if not isinstance(cells, Mapping):
        raise TypeError(f"cells are a mapping of paths, not {type(cells).__name__}")
    for path, cell in cells.items():
        if not isinstance(cell, Mapping):
            raise TypeError(f"the cell {path!r} is a mapping, not {cell!r}")
    return {path: {**cell, "path": path} for path, cell in cells.items()}


def _exactly(value: Any, kind: type) -> Any:
    # plain int() and str() would accept 3.7, "3" and None, and so change what the data say
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _status(value: Any) -> Status:
    try:
        return Status(value)
    except ValueError:
        raise ValueError(f"{value!r} is no status; there are {', '.join(Status)}") from None


def _date(value: Any) -> datetime.date:
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"{value!r} is no date like 2023-01-19") from None


def _span(value: Any) -> Span:
    if (
        not isinstance(value, (list, tuple))
        or len(value) != 2
        or any(type(end) is not int for end in value)
    ):
        raise TypeError(f"{value!r} is no span [start, end]")
    return Span(*value)


def _figure(value: Any) -> Figure:
    if value is None or type(value) is int:
        return value
    if isinstance(value, str) and re.fullmatch(DECIMAL_PATTERN, value):
        return Decimal(value)
    raise TypeError(f"{value!r} is no figure: a whole number, a string of decimal digits, or None")
