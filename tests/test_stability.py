"""What the page on stability promises is still there: names, keys and columns are added, not
lost."""

from __future__ import annotations

from pathlib import Path

import gongkai
from gongkai import Report

NAMES = """
Aggregate Case Cause Cell Cells Change Check Comparison Contribution Detection Finding Findings
GongkaiError Indicator Layout LayoutError Likely MissingExtraError Origin ParseError Period Repair
Collected Coverage Failure Report Result Results Rule Section Severity Span State Status Unplaced
UnknownPathError aggregate check check_units collect
compare detect explain failed indicators_frame language layouts parse passed read read_many render
rule rules tree unknown
"""
METHODS = """
blank cells check computed_totals disputes edition explore from_dict from_values indicators layout
period proactive publisher repeated_tables requests sections signed source suggest_repairs table
title to_dict to_docx to_excel to_frame to_html unplaced with_values year
"""
KEYS = """
format source cells edition layout title publisher year period signed sections repeated_tables
unplaced left_out
"""
CELL_COLUMNS = "publisher year edition layout path value status candidates raw start end"
FINDING_COLUMNS = """
rule severity kind message subject cells spans line column expected found difference origin cause
cause_text repair reference
"""


def test_no_public_name_is_lost() -> None:
    assert set(NAMES.split()) <= set(gongkai.__all__)
    assert [name for name in gongkai.__all__ if not hasattr(gongkai, name)] == []
    report = Report.blank(2021)
    assert [name for name in METHODS.split() if not hasattr(report, name)] == []


def test_no_key_or_column_is_lost(examples: Path) -> None:
    report = gongkai.read(examples / "weitang-2022.txt")
    assert set(KEYS.split()) <= set(report.to_dict())
    assert set(CELL_COLUMNS.split()) <= set(report.to_frame().columns)
    assert set(FINDING_COLUMNS.split()) <= set(report.check().to_frame().columns)


def test_no_path_and_no_rule_is_lost() -> None:
    assert [len(gongkai.form.cells(edition)) for edition in (2019, 2021)] == [198, 200]
    assert {"R001", "R002", "R003", "D001", "Y001", "H001"} <= {r.id for r in gongkai.rules()}
