"""Reports made from the truth files of the corpus: what the published tables show, without a
text."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import attrs

from gongkai import Cell, Cells, Report, Status


def report_of(path: Path) -> Report:
    """The report that a truth file describes; cells that the page does not have are missing."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    values = {
        p: Decimal(v) if isinstance(v, str) else v for p, v in truth["cells"].items()
    } | truth.get("inferred", {})
    about = {key: truth[key] for key in ("edition", "title", "publisher", "year")}
    report = Report.from_values(values, blank=False, **about)
    cells = dict(report.cells)
    cells |= {p: Cell(p, Status.BLANK) for p in truth["blank"]}
    cells |= {
        p: Cell(p, Status.AMBIGUOUS, candidates=tuple(c))
        for p, c in truth.get("ambiguous", {}).items()
    }
    return attrs.evolve(report, cells=Cells(cells))
