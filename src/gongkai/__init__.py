"""gongkai (公开) reads annual reports on government information disclosure as typed, checked, traceable data."""

from __future__ import annotations

from .errors import GongkaiError, LayoutError, MissingExtraError, ParseError, UnknownPathError
from .layouts import Layout, layouts
from .model import Cell, Cells, Likely, Origin, Period, Section, Span, Status
from .reader import Detection, detect, parse, read
from .report import Report
from .writing.render import render

__all__ = [
    # from text or file to report
    "parse",
    "read",
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
    "Likely",
    "Origin",
    # what can go wrong
    "GongkaiError",
    "ParseError",
    "LayoutError",
    "MissingExtraError",
    "UnknownPathError",
]  # fmt: skip
