"""gongkai (公开) reads annual reports on government information disclosure as typed, checked,
traceable data."""

from __future__ import annotations

from . import arrow as arrow
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
from .layouts import Layout, layouts
from .model import Cell, Cells, Coverage, Likely, Origin, Period, Section, Span, Status, Unplaced
from .report import Aggregate, Report, aggregate
from .showing import language
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
