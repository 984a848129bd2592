"""How much slower than the floor is ``gongkai.parse``, on the same texts, measured in one run?

The floor is the least that any reader of these tables must do: split the text into cells, write
each in one way (width, blanks, quotes), and look it up. Both are timed in turns, so that a busy
machine slows both; the ratio uses the fastest run of each.

    python benchmarks/parse.py [FOLDER …] [--runs N] [--max RATIO]

Without folders it takes examples/reports and, where it is there, ../shared/seeds. With --max it
ends with 1 if the ratio of all texts with nothing to prove is above. What a proof costs is measured
by benchmarks/resolve.py.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from floor import floor

import gongkai

ROOT = Path(__file__).resolve().parent.parent


def once(work: Callable[[str], object], text: str) -> float:
    start = time.perf_counter()
    work(text)
    return time.perf_counter() - start


def measure(text: str, runs: int) -> tuple[float, float]:
    """The fastest run of parse and of the floor, in seconds. The first run, which builds the
    grammar, does not count."""
    least = partial(floor, layout=gongkai.parse(text).layout)
    times = [(once(gongkai.parse, text), once(least, text)) for _ in range(runs)]
    return min(parse for parse, _ in times), min(least for _, least in times)


def texts(folders: list[Path]) -> list[Path]:
    """The reports of the folders: what has its truth beside it."""
    return sorted(
        p
        for folder in folders
        for p in folder.iterdir()
        if p.suffix != ".json" and p.with_suffix(".json").exists()
    )


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("folders", nargs="*", type=Path)
    options.add_argument("--runs", type=int, default=30)
    options.add_argument("--max", type=float, metavar="RATIO")
    chosen = options.parse_args()
    folders = chosen.folders or [
        folder
        for folder in (ROOT / "examples/reports", ROOT.parent / "shared/seeds")
        if folder.is_dir()
    ]
    rows = []
    for path in texts(folders):
        text = path.read_text(encoding="utf-8")
        report = gongkai.parse(text)
        proof = any(cell.basis or cell.cut for cell in report.cells.values())
        rows.append(
            (path.stem[:24], report.layout or "?", len(text), *measure(text, chosen.runs), proof)
        )
    print(f"{'report':<24} {'layout':<9} {'chars':>6} {'parse ms':>9} {'floor ms':>9} {'ratio':>6}")
    for name, layout, size, parse, least, _ in rows:
        print(
            f"{name:<24} {layout:<9} {size:>6} {parse * 1e3:>9.3f} {least * 1e3:>9.3f}"
            f" {parse / least:>6.1f}"
        )
    ratios = []
    for what, some in (
        ("nothing to prove", [r for r in rows if not r[5]]),
        ("something to prove", [r for r in rows if r[5]]),
    ):
        if some:
            ratios.append(sum(row[3] for row in some) / sum(row[4] for row in some))
            print(f"{len(some)} texts with {what}: parse takes {ratios[-1]:.1f} times the floor")
    return int(chosen.max is not None and bool(ratios) and ratios[0] > chosen.max)


if __name__ == "__main__":
    sys.exit(main())
