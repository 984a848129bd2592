"""What the commands write: JSON, lines of values, on streams of any encoding."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Iterable
from typing import Any, Final, TextIO

import gongkai

from ..writing.marks import digits


def width() -> int:
    """Columns of the terminal."""
    return shutil.get_terminal_size((100, 24)).columns


def write_json(data: Any, indent: int | None = 2) -> None:
    """Write JSON in Chinese where the output's encoding has Chinese, else with escapes: valid JSON
    in every case."""
    json.dump(data, sys.stdout, ensure_ascii=not _unicode(sys.stdout), indent=indent)
    print()


_CELL_COLUMNS: Final = (
    "file", "path", "value", "status", "raw", "start", "end", "candidates", "cut",
)  # fmt: skip
_FINDING_COLUMNS: Final = (
    "file", "line", "column", "reference", "severity", "rule", "message", "subject", "cells",
    "expected", "found", "difference", "cause", "follows_from",
)  # fmt: skip


def write_cells(name: str, report: gongkai.Report, *, heads: bool) -> None:
    """Write a report's cells as comma-separated lines."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if heads:
        writer.writerow(_CELL_COLUMNS)
    for cell in report.cells.values():
        start, end = cell.span or ("", "")
        possible = " | ".join(digits(value) or "-" for value in cell.candidates)
        known = (digits(cell.value), cell.status, cell.raw, start, end, possible)
        row = (name, cell.path, *known, "cut" if cell.cut else "")
        writer.writerow(row)


def write_findings(found: Iterable[dict[str, Any]]) -> None:
    """Write findings, as dictionaries, as comma-separated lines."""
    writer = csv.DictWriter(sys.stdout, _FINDING_COLUMNS, extrasaction="ignore")
    writer.writeheader()
    for one in found:
        writer.writerow({**one, "cells": " ".join(one["cells"])})


def _unicode(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "").startswith("utf")


def tolerate_narrow_encodings() -> None:
    """Where a stream cannot show a character, show its escape instead of failing half way."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
