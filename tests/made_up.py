"""Made-up reports in tests: how many, the same in every run; and what must hold of one that was
read from a changed text."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

from gongkai import Report


def few(examples: int) -> settings:
    """So many examples, the same in every run, of whatever size."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def never_silently_wrong(report: Report, again: Report) -> None:
    """No figure of a report has become another or a blank; it may have become unsure."""
    for path, cell in again.cells.items():
        true = report[path] if path in report.cells else None
        assert cell.value in (None, true), cell
        assert true is None or cell.status not in ("blank", "dash"), cell
