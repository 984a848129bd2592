"""How much of the time that reading a text takes goes into proving what the text has lost, measured
in one run?

``gongkai.parse`` is timed with a clock around its last step, the proof. The ratio is that of the
fastest proof to the fastest rest, so that a busy machine slows both. ``first`` is the first proof
of the text, before anything of it is remembered. A report with every figure at its place has
nothing to prove and is left out of the median.

    python benchmarks/resolve.py [FOLDER …] [--runs N] [--max RATIO] [--worst N]

Without folders it takes examples/reports and, where they are there, ../shared/seeds and
../shared/corpus. With --max it ends with 1 if the median is above. With --worst it also writes N
generated reports, townships' to provinces', without cell borders and without their blank cells, in
which nearly nothing can be proven, and prints how long the proofs take then.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gongkai
from gongkai.proving import resolve

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "examples/reports", ROOT.parent / "shared/seeds", ROOT.parent / "shared/corpus")


class Clock:
    """Stands around a function and remembers how long its last call took, in seconds."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self._work = work
        self.last = 0.0

    def __call__(self, *arguments: Any) -> Any:
        start = time.perf_counter()
        try:
            return self._work(*arguments)
        finally:
            self.last = time.perf_counter() - start


def once(text: str, clock: Clock) -> tuple[float, float]:
    """Parse a text: how long the proof took, and how long the rest."""
    clock.last = 0.0
    start = time.perf_counter()
    gongkai.parse(text)
    whole = time.perf_counter() - start
    return clock.last, whole - clock.last


def measure(text: str, runs: int, clock: Clock) -> tuple[float, float, float]:
    """The first proof, the fastest proof and the fastest rest, in seconds."""
    times = [once(text, clock) for _ in range(runs)]
    return times[0][0], min(proof for proof, _ in times), min(rest for _, rest in times)


def worst(count: int, clock: Clock) -> list[float]:
    """How long the proofs of generated reports take, in seconds; the longest first."""
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from hypothesis import strategies as st

    from gongkai.testing import texts

    found: list[float] = []

    @seed(1)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        st.sampled_from(("glued", "spaced", "lines")).flatmap(
            lambda layout: texts(layout=layout, drop_blanks=True)
        )
    )
    def prove(text: str) -> None:
        gc.collect()  # what Hypothesis leaves behind is not what is measured
        with contextlib.suppress(gongkai.ParseError):  # of some texts only labels are left
            found.append(once(text, clock)[0])

    prove()
    return sorted(found, reverse=True)


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("folders", nargs="*", type=Path)
    options.add_argument("--runs", type=int, default=20)
    options.add_argument("--max", type=float, metavar="RATIO")
    options.add_argument("--worst", type=int, metavar="N", default=0)
    chosen = options.parse_args()
    folders = chosen.folders or [folder for folder in FOLDERS if folder.is_dir()]
    clock = Clock(resolve.proven)
    resolve.proven = clock  # type: ignore[assignment]
    paths = sorted(
        path for folder in folders for path in folder.iterdir() if path.suffix in (".txt", ".md")
    )
    gongkai.parse(paths[0].read_text(encoding="utf-8"))  # builds what is built once
    print(
        f"{'report':<24} {'layout':<9} {'open':>5} {'first ms':>9} {'proof ms':>9} {'rest ms':>9}"
        f" {'ratio':>6}"
    )
    ratios = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        try:
            first, proof, rest = measure(text, chosen.runs, clock)
        except gongkai.ParseError:
            continue  # a README among the reports
        report = gongkai.parse(text)
        proven = sum(
            cell.status in (gongkai.Status.INFERRED, gongkai.Status.AMBIGUOUS)
            for cell in report.cells.values()
        )
        if proven:
            ratios.append(proof / rest)
        shown = f"{path.stem[:24]:<24} {report.layout or '?':<9} {proven:>5}"
        print(
            f"{shown} {first * 1e3:>9.3f} {proof * 1e3:>9.3f} {rest * 1e3:>9.3f}"
            f" {proof / rest:>6.2f}"
        )
    median = statistics.median(ratios)
    print(
        f"{len(ratios)} texts with something to prove: the proof takes {median:.2f} of the time of"
        " the rest (median)"
    )
    if chosen.worst:
        times = worst(chosen.worst, clock)
        shown = f"median {statistics.median(times) * 1e3:.1f} ms, worst {times[0] * 1e3:.1f} ms"
        print(f"{len(times)} generated reports without borders and blanks: {shown}")
    return int(chosen.max is not None and median > chosen.max)


if __name__ == "__main__":
    sys.exit(main())
