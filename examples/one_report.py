"""Read one report; print what its tables say of the applications, and how much of it is certain.

python examples/one_report.py [FILE]
"""

import sys
from collections import Counter
from pathlib import Path

import gongkai

REPORTS = Path(__file__).parent / "reports"


def main(path: str) -> None:
    report = gongkai.read(path)
    print(report.title)
    for row in ("received", "carried_over", "handled_total", "carried_forward"):
        cell = report.cells[f"requests.{row}.total"]
        print(
            f"  {row:<16} {cell.value if cell.value is not None else '?':>6}  {cell.status.value}"
        )
    statuses = Counter(cell.status.value for cell in report.cells.values())
    print("  " + ", ".join(f"{count} {status}" for status, count in statuses.most_common()))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else str(REPORTS / "tongdu-2022.txt"))
