"""Many reports through ``gongkai.collect``: made-up reports in all layouts, read by one process and
by two, and by a run that is killed ten times.

    python benchmarks/many.py [--count 20000] [--folder DIR]

Prints seconds, the ratio, processor time and memory, and fails where a row of the tables differs.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import gongkai

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted((ROOT / "examples" / "reports").glob("*.txt"))
COLLECT = """
import resource, sys, time, gongkai
start = time.perf_counter()
done = gongkai.collect(sys.argv[1], sys.argv[2], wide=True, workers=int(sys.argv[3]))
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
below = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(done.read, done.kept, time.perf_counter() - start, memory, below)
"""


def write(folder: Path, count: int) -> None:
    """Reports with figures of their own, each in another layout than the one before."""
    chance = random.Random(3)
    reports = [gongkai.read(path) for path in EXAMPLES]
    layouts = gongkai.layouts()
    for number in range(count):
        report = reports[number % len(reports)]
        known = [path for path, cell in report.cells.items() if isinstance(cell.value, int)]
        changed = {
            path: chance.randint(0, 999) for path in chance.sample(known, min(3, len(known)))
        }
        text = gongkai.render(report.with_values(changed), layouts[number // 7 % len(layouts)])
        (folder / f"{number:06}.txt").write_text(text, encoding="utf-8")


def run(folder: Path, out: Path, workers: int) -> tuple[int, int, float, int, int]:
    command = [sys.executable, "-c", COLLECT, str(folder), str(out), str(workers)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(said[0]), int(said[1]), float(said[2]), int(said[3]), int(said[4])


def rows(out: Path) -> list[tuple[object, ...]]:
    """The table that a run wrote, without the order in which its rows were written."""
    import duckdb

    found = duckdb.sql(f"SELECT * FROM '{out}'").fetchall()
    return sorted(found, key=repr)


def killed(folder: Path, out: Path, seconds: float) -> None:
    """Start a run with two workers, and kill it after some seconds."""
    command = [sys.executable, "-c", COLLECT, str(folder), str(out), "2"]
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        started.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        started.send_signal(signal.SIGKILL)
        started.wait()


def main() -> int:
    """Runs all of it and prints what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="where the reports are written")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder, count = Path(name, "in"), arguments.count
        folder.mkdir()
        start = time.perf_counter()
        write(folder, count)
        print(f"{count} reports written in {time.perf_counter() - start:.0f} s")
        tables = [Path(name, f"{way}.parquet") for way in ("one", "two", "killed")]
        one = run(folder, tables[0], 1)
        print(f"one worker: {one[2]:.1f} s, {one[3]} MB")
        two = run(folder, tables[1], 2)
        print(
            f"two workers: {two[2]:.1f} s, {two[3]} MB and {two[4]} MB a worker;"
            f" one over two {one[2] / two[2]:.2f}"
        )
        chance = random.Random(5)
        for _ in range(10):
            killed(folder, tables[2], chance.uniform(0.5, max(1.0, two[2] / 8)))
        last = run(folder, tables[2], 2)
        print(f"killed ten times: {last[1]} were kept, {last[0]} read by the last run")
        wanted = rows(tables[0])
        same = [rows(table) == wanted for table in tables[1:]]
        print(f"rows {len(wanted)}; two workers the same: {same[0]}; killed the same: {same[1]}")
        print(f"parts left: {len(list(Path(name).glob('**/*.tmp')))}")
    return 0 if all(same) and len(wanted) == count else 1


if __name__ == "__main__":
    sys.exit(main())
