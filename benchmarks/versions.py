"""How do two versions of gongkai compare? Each is installed into an environment of its own, and
both read the same texts in turns, so that a busy machine slows both.

    python benchmarks/versions.py OLD [NEW] [--runs N] [FOLDER …]

A version is whatever pip installs: a folder, an archive, ``gongkai==0.1.0``; or ``REF@`` for a
state of this repository (``HEAD~20@``, ``v0.1.0@``). NEW is this checkout where it is left out.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

WORK = """
import json, sys, time
start = time.perf_counter()
import lark, attrs
base = time.perf_counter() - start
start = time.perf_counter()
import gongkai
texts = json.load(sys.stdin)
gongkai.parse(texts[0])
first = time.perf_counter() - start

def fastest(work):
    best = None
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        took = time.perf_counter() - start
        best = took if best is None else min(best, took)
    return best

parse = [fastest(lambda: gongkai.parse(text)) for text in texts]
both = [fastest(lambda: gongkai.parse(text).check()) for text in texts]
print(json.dumps({"base": base, "first": first, "parse": parse, "parse and check": both}))
"""


def installed(version: str, folder: Path) -> Path:
    """The interpreter of a new environment in which a version is installed."""
    if version.endswith("@"):
        source = folder / "source"
        source.mkdir(parents=True)
        state = subprocess.run(
            ["git", "-C", str(ROOT), "archive", version[:-1]], check=True, capture_output=True
        ).stdout
        subprocess.run(["tar", "-x", "-C", str(source)], input=state, check=True)
        version = str(source)
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "install", "-q", version], check=True)
    return python


def measured(python: Path, texts: list[str], runs: int) -> dict[str, float | list[float]]:
    done = subprocess.run(
        [str(python), "-c", WORK.replace("RUNS", str(runs))],
        input=json.dumps(texts),
        check=True,
        capture_output=True,
        text=True,
        cwd="/",
    )
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("old")
    options.add_argument("new", nargs="?", default=str(ROOT))
    options.add_argument("folders", nargs="*", type=Path)
    options.add_argument("--runs", type=int, default=10, help="of each text in each of five turns")
    chosen = options.parse_args()
    folders = chosen.folders or [
        folder
        for folder in (ROOT / "examples/reports", ROOT.parent / "shared/seeds")
        if folder.is_dir()
    ]
    paths = sorted(path for folder in folders for path in folder.glob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in paths]
    with tempfile.TemporaryDirectory() as folder:
        pythons = [
            installed(version, Path(folder, name))
            for version, name in ((chosen.old, "old"), (chosen.new, "new"))
        ]
        for python in pythons:
            measured(python, texts[:1], 1)  # writes the byte code
        turns = [[measured(python, texts, chosen.runs) for python in pythons] for _ in range(5)]
    old, new = ([turn[which] for turn in turns] for which in (0, 1))
    for what in ("parse", "parse and check"):
        before, after = (
            [min(times) for times in zip(*(run[what] for run in side), strict=True)]
            for side in (old, new)
        )
        ratios = [b / a for a, b in zip(before, after, strict=True)]
        print(
            f"{what}: {statistics.median(before) * 1e3:.2f} -> {statistics.median(after) * 1e3:.2f}"
            f" ms, median of {len(texts)} texts; new / old {statistics.median(ratios):.2f}"
            f" (from {min(ratios):.2f} to {max(ratios):.2f})"
        )
    for name, side in (("old", old), ("new", new)):
        first = statistics.median((run["base"] + run["first"]) / run["base"] for run in side)
        print(f"import and first report, {name}: {first:.1f} times the import of lark and attrs")


if __name__ == "__main__":
    main()
