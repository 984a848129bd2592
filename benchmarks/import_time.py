"""How long does ``import gongkai`` take, over what it must import anyway: ``lark`` and ``attrs``?

    python benchmarks/import_time.py [--runs N]

Each figure is the median of many fresh interpreters, less the time of an interpreter that imports
nothing. The three are started in turns, so that a busy machine slows all of them.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

STATEMENTS = {"nothing": "pass", "lark + attrs": "import lark, attrs", "gongkai": "import gongkai"}


def once(statement: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - start


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--runs", type=int, default=25)
    runs = options.parse_args().runs
    for statement in STATEMENTS.values():
        once(statement)  # writes the byte code
    times: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    for _ in range(runs):
        for name, statement in STATEMENTS.items():
            times[name].append(once(statement))
    median = {name: statistics.median(found) * 1e3 for name, found in times.items()}
    for name, milliseconds in median.items():
        print(f"{name:<13} {milliseconds:7.1f} ms")
    own, base = (median[name] - median["nothing"] for name in ("gongkai", "lark + attrs"))
    print(
        f"import gongkai takes {own / base:.2f} times as long as importing lark and attrs"
        f" ({own:.1f} ms, {base:.1f} ms)"
    )


if __name__ == "__main__":
    main()
