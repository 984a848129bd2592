"""gongkai (公开) reads annual reports on government information disclosure as typed, checked,
traceable data."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import arrow as arrow
    from . import form as form
    from .analysis.aggregate import Contribution
    from .analysis.case import Case
    from .analysis.compare import Change, Comparison, compare
    from .analysis.indicators import Indicator, indicators_frame
    from .analysis.repair import Repair
    from .api import Detection, detect, explain, parse, read, tree
    from .checking.check import check, check_units, rules
    from .checking.rule import Rule, rule
    from .corpus.collect import Collected, collect
    from .corpus.many import Failure, Result, Results, read_many
    from .errors import GongkaiError, LayoutError, MissingExtraError, ParseError, UnknownPathError
    from .findings import Cause, Check, Finding, Findings, Severity, State, failed, passed, unknown
    from .languages import language
    from .layouts import Layout, layouts
    from .model import (
        Cell,
        Cells,
        Coverage,
        Likely,
        Origin,
        Period,
        Section,
        Span,
        Status,
        Unplaced,
    )
    from .report import Aggregate, Report, aggregate
    from .writing.render import render

__all__ = [
    # from text or file to report
    "parse",
    "read",
    "tree",
    "detect",
    "Detection",
    "Layout",
    "layouts",
    # and back to text
    "render",
    # a report and what it is made of
    "Report",
    "Cell",
    "Cells",
    "Status",
    "Section",
    "Period",
    "Span",
    "Unplaced",
    "Coverage",
    "Likely",
    "Origin",
    "explain",
    # checking
    "check",
    "check_units",
    "rules",
    "rule",
    "Rule",
    "Case",
    "Check",
    "passed",
    "failed",
    "unknown",
    "Finding",
    "Findings",
    "Severity",
    "State",
    "Cause",
    "Repair",
    # many reports
    "read_many",
    "Results",
    "Result",
    "Failure",
    "collect",
    "Collected",
    # several reports together
    "compare",
    "Comparison",
    "Change",
    "aggregate",
    "Aggregate",
    "Contribution",
    "Indicator",
    "indicators_frame",
    # how all of it is shown
    "language",
    # what can go wrong
    "GongkaiError",
    "ParseError",
    "LayoutError",
    "MissingExtraError",
    "UnknownPathError",
]  # fmt: skip

_HOMES = {
    "analysis.aggregate": "Contribution",
    "analysis.case": "Case",
    "analysis.compare": "Change Comparison compare",
    "analysis.indicators": "Indicator indicators_frame",
    "analysis.repair": "Repair",
    "api": "Detection detect explain parse read tree",
    "checking.check": "check check_units rules",
    "checking.rule": "Rule rule",
    "corpus.collect": "Collected collect",
    "corpus.many": "Failure Result Results read_many",
    "errors": "GongkaiError LayoutError MissingExtraError ParseError UnknownPathError",
    "findings": "Cause Check Finding Findings Severity State failed passed unknown",
    "languages": "language",
    "layouts": "Layout layouts",
    "model": "Cell Cells Coverage Likely Origin Period Section Span Status Unplaced",
    "report": "Aggregate Report aggregate",
    "writing.render": "render",
}
"""The public names by the module that each comes from. A module is loaded when one of its names is
first used, so that importing gongkai costs next to nothing."""

_MODULES = ("arrow", "form")
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return import_module(f".{name}", __name__)
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME_OF[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, *_MODULES])


class _Package(ModuleType):
    """The package, in which no room takes the place of a public name: when ``gongkai.layouts`` the
    room is loaded, ``gongkai.layouts`` stays the function."""

    def __setattr__(self, name: str, value: object) -> None:
        if name not in _HOME_OF or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
