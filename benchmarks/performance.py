"""What everything costs, measured in one run and mostly as ratios, so that a slow machine changes
little.

    python benchmarks/performance.py [--reports N] [--write docs/explanation/performance.md]

``--reports`` is the number of files that the workers read (a multiple of the examples).
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from floor import floor

import gongkai
from gongkai.proving import resolve
from gongkai.writing.official import form_html

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted((ROOT / "examples" / "reports").glob("*.txt"))

PAGE = """\
# Performance

Measured by `python benchmarks/performance.py --write docs/explanation/performance.md`, all in one run.
Ratios say more than times: they are nearly the same on every machine.

{machine}

{table}

*Floor* is splitting the same text into cells, writing each of them in one way (width, blanks, quotes) and looking it up: less than that nobody can do who reads it.
Where other programs keep the cores busy, one worker over two says little; what two workers cost in processor time says what they can gain.
*Growth* is how many times longer ten times as much takes; 10 is linear.
"""


def fastest(work: Callable[[], object], runs: int = 7) -> float:
    """Seconds of the fastest run."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def fresh(code: str) -> float:
    """Seconds of a new process that runs this, the fastest of five."""
    return fastest(lambda: subprocess.run([sys.executable, "-c", code], check=True), 5)


def crawl(subject: str) -> str:
    """Three million characters as frequent as in reports, that speak of something else, or once of
    the subject."""
    chance = random.Random(1)
    known = [char for path in EXAMPLES for char in path.read_text("utf-8") if "一" <= char <= "鿿"]
    half = ["".join(chance.choices(known, k=1_500_000)).replace("政", "的") for _ in range(2)]
    return subject.join(half)


def speed(given: str | bytes, size: int) -> str:
    return f"{size / fastest(lambda: gongkai.detect(given), 5) / 1e6:,.0f} MB/s"


READ = """
import resource, sys, time, gongkai
start = time.perf_counter()
count = sum(result.report is not None for result in gongkai.read_many(sys.argv[1], workers=int(sys.argv[2])))
print(count, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
COLLECT = """
import resource, sys, time, gongkai
start = time.perf_counter()
done = gongkai.collect(sys.argv[1], sys.argv[3], workers=int(sys.argv[2]))
print(done.read, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def folder_run(code: str, *arguments: str) -> tuple[int, float, int, float]:
    """Count, seconds, megabytes and seconds of processor time of a run in a process of its own."""
    command = [sys.executable, "-c", code, *arguments]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return int(out[0]), float(out[1]), int(out[2]), spent


def measured(count: int) -> list[tuple[str, str]]:
    """What was measured, and the figure."""
    texts = [path.read_text(encoding="utf-8") for path in EXAMPLES]
    reports = [gongkai.parse(text) for text in texts]
    parse = fastest(lambda: [gongkai.parse(text) for text in texts]) / len(texts)
    found = [("a report, `parse`", f"{parse * 1e3:.2f} ms")]
    layouts = [report.layout for report in reports]
    least = fastest(lambda: list(map(floor, texts, layouts))) / len(texts)
    found.append(("`parse` / floor", f"{parse / least:.1f}"))
    check = fastest(lambda: [report.check() for report in reports]) / len(texts)
    found.append(("`check` / `parse`", f"{check / parse:.2f}"))
    pages = [form_html(report) for report in reports[:5]]
    read = fastest(lambda: [gongkai.read(page, media_type="text/html") for page in pages], 3)
    with contextlib.suppress(ImportError):
        import pandas

        peer = fastest(lambda: [pandas.read_html(io.StringIO(page)) for page in pages], 3)
        found.append(("`read` of a web page / `pandas.read_html` of it", f"{read / peer:.2f}"))
    proof = resolve.proven
    spent = 0.0

    def clocked(*arguments: object) -> object:
        nonlocal spent
        start = time.perf_counter()
        try:
            return proof(*arguments)  # type: ignore[arg-type]
        finally:
            spent += time.perf_counter() - start

    for layout in gongkai.layouts():
        written = [gongkai.render(report, layout=layout) for report in reports[:6]]
        for text in written:
            gongkai.parse(text)
        whole = fastest(lambda given=written: [gongkai.parse(t) for t in given], 5) / len(written)  # type: ignore[misc]
        resolve.proven = clocked  # type: ignore[assignment]
        spent, start = 0.0, time.perf_counter()
        for text in written:
            gongkai.parse(text)
        share = spent / (time.perf_counter() - start)
        resolve.proven = proof
        found.append(
            (f"layout `{layout}` / all examples", f"{whole / parse:.2f}, of it proof {share:.0%}")
        )
    for name, text in (("does not", crawl("天气")), ("does", crawl("政府信息公开"))):
        data = text.encode()
        found.append((f"`detect`, text that {name} speak of the subject", speed(text, len(data))))
        found.append((f"`detect`, the same as bytes, {name}", speed(data, len(data))))
        other = text.encode("gb18030")
        found.append((f"`detect`, the same as bytes of GB18030, {name}", speed(other, len(other))))
    bare = fresh("import lark, attrs")
    found.append(
        ("import of gongkai / import of lark and attrs", f"{fresh('import gongkai') / bare:.2f}")
    )
    first = f"import gongkai; gongkai.read({str(EXAMPLES[0])!r})"
    found.append(
        ("first report in a new process / import of lark and attrs", f"{fresh(first) / bare:.2f}")
    )
    return [*found, *growth(texts[0], parse), *workers(texts, count)]


def growth(text: str, parse: float) -> list[tuple[str, str]]:
    prose = "全年通过门户网站主动公开各类信息若干条。\n" * 400
    at = text.index("二、")
    sizes = [text[:at] + prose * times + text[at:] for times in (1, 10)]
    one, ten = (fastest(lambda given=given: gongkai.parse(given), 3) for given in sizes)  # type: ignore[misc]
    return [("growth with the length of the prose", f"{ten / one:.1f}")]


def workers(texts: list[str], count: int) -> list[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as name:
        folders = Path(name, "few"), Path(name, "many")
        for folder, size in zip(folders, (count // 10, count), strict=True):
            folder.mkdir()
            for number in range(size):
                path = folder / f"{number:06}.txt"
                path.write_text(texts[number % len(texts)] + "\n" * number, encoding="utf-8")
        few, many = map(str, folders)
        small = folder_run(READ, few, "1")
        one, two = folder_run(READ, many, "1"), folder_run(READ, many, "2")
        tables = [
            folder_run(COLLECT, many, str(n), str(Path(name, f"{n}.parquet"))) for n in (1, 2)
        ]
        for number, *_ in (one, two, *tables):
            assert number == count
    return [
        (f"`read_many`, {count} files: one worker / two", f"{one[1] / two[1]:.2f}"),
        ("`read_many`, processor time: two workers / one", f"{two[3] / one[3]:.2f}"),
        ("`collect`, processor time: two workers / one", f"{tables[1][3] / tables[0][3]:.2f}"),
        (f"`collect`, {count} files: one worker / two", f"{tables[0][1] / tables[1][1]:.2f}"),
        ("`collect` / `read_many`, one worker", f"{tables[0][1] / one[1]:.2f}"),
        ("growth with the number of files", f"{one[1] / small[1]:.1f}"),
        (f"memory, {count // 10} files, then {count}", f"{small[2]} MB, {one[2]} MB"),
        (f"memory of `collect`, {count} files", f"{tables[0][2]} MB"),
        ("a million reports with `collect`", f"{tables[0][3] / count * 1e6 / 3600:.1f} core hours"),
    ]


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--reports", type=int, default=1000, metavar="N")
    options.add_argument("--write", type=Path, metavar="FILE")
    chosen = options.parse_args()
    rows = measured(chosen.reports)
    table = "\n".join(["| what | figure |", "|---|---:|", *(f"| {a} | {b} |" for a, b in rows)])
    load = os.getloadavg()[0]
    machine = f"Machine: {platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; load before the end {load:.1f}."
    print(machine, table, sep="\n\n")
    if chosen.write:
        chosen.write.write_text(PAGE.format(machine=machine, table=table), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
