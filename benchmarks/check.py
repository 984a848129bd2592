"""How much of the time that parsing takes does checking take, on the same reports, measured in one
run?

``parse`` and ``check`` are timed in turns, so that a busy machine slows both; the ratio uses the
fastest run of each.

    python benchmarks/check.py [FOLDER …] [--runs N] [--max RATIO]

Without folders it takes examples/reports and, where they are there, ../shared/seeds and
../shared/corpus. With --max it ends with 1 if the ratio of any report is above.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import gongkai

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "examples/reports", ROOT.parent / "shared/seeds", ROOT.parent / "shared/corpus")


def once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(text: str, runs: int) -> tuple[float, float]:
    """The fastest run of parse and of check, in seconds. The first run, which builds the grammar,
    does not count."""
    report = gongkai.parse(text)
    report.check()
    times = [(once(lambda: gongkai.parse(text)), once(report.check)) for _ in range(runs)]
    return min(parse for parse, _ in times), min(check for _, check in times)


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("folders", nargs="*", type=Path)
    options.add_argument("--runs", type=int, default=20)
    options.add_argument("--max", type=float, metavar="RATIO")
    chosen = options.parse_args()
    folders = chosen.folders or [folder for folder in FOLDERS if folder.is_dir()]
    paths = sorted(
        path for folder in folders for path in folder.iterdir() if path.suffix in (".txt", ".md")
    )
    rows = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        try:
            errors = len(gongkai.parse(text).check().errors)
        except gongkai.ParseError:
            continue  # a README among the reports
        rows.append((path.stem[:24], errors, *measure(text, chosen.runs)))
    print(f"{'report':<24} {'errors':>6} {'parse ms':>9} {'check ms':>9} {'ratio':>6}")
    for name, errors, parse, check in rows:
        print(
            f"{name:<24} {errors:>6} {parse * 1e3:>9.3f} {check * 1e3:>9.3f} {check / parse:>6.2f}"
        )
    ratios = [check / parse for _, _, parse, check in rows]
    worst = max(ratios)
    print(
        f"{len(rows)} reports: checking takes {statistics.median(ratios):.2f} of the time of"
        f" parsing (median), {worst:.2f} at worst"
    )
    return int(chosen.max is not None and worst > chosen.max)


if __name__ == "__main__":
    sys.exit(main())
