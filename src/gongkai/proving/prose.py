"""What sentences of a report make likely where its tables leave a figure open.

Reports state their main figures twice, in the tables and in 一、总体情况. A sentence proves nothing
about a cell, for the two often differ, but it makes one of its candidates likely.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ..mentions import mentions
from ..model import Cell, Likely, ReportData


def stated(report: ReportData) -> dict[str, Likely]:
    """The figures that sentences of the report state for single cells of its form, by path.

    A cell for which they state different figures is left out. The span is that of the figure in the
    source.
    """
    found: dict[str, Likely] = {}
    conflicting = set()
    for mention in mentions(report):
        if len(mention.paths) != 1 or mention.foreign or mention.reading == "denial":
            continue
        path = mention.paths[0]
        if path in found and found[path].value != mention.value:
            conflicting.add(path)
        found.setdefault(path, Likely(mention.value, "prose", mention.span))
    return {path: likely for path, likely in found.items() if path not in conflicting}


def made_likely(report: ReportData, open_cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """Those of a report's ambiguous cells for which a sentence states one of their candidates, with
    that as what is likely.

    If the blanks of the table suggest another figure than the sentence, nothing is likely.
    """
    found: dict[str, Cell] = {}
    for path, likely in stated(report).items():
        cell = open_cells.get(path)
        if cell is not None and likely.value in cell.candidates:
            agrees = cell.likely is None or cell.likely.value == likely.value
            found[path] = attrs.evolve(cell, likely=likely if agrees else None)
    return found
