"""What is left of a report after real text extractors and converters, and does gongkai ever claim a
wrong figure there?

Reports that Hypothesis chooses (both editions, zeros, blanks, dashes, sums that hold and that fail)
are written on the official form as a web page. Each tool that is installed turns the page into
text, gongkai.parse reads the text, and every cell is compared:

    right    the figure is claimed (read or inferred), or the cell is known to hold none
    flagged  gongkai says that it does not know
    wrong    a figure is claimed that the page does not show: silently wrong

    python benchmarks/extractors.py [--reports N] [--only NAME] [--show] [--write
    docs/explanation/extractors.md]

It ends with 1 if any figure is silently wrong. Tools that are not installed are named and left out:
pip install beautifulsoup4 html2text inscriptis markdownify html-text trafilatura resiliparse
pypandoc_binary; apt install w3m lynx
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import attrs
from hypothesis import HealthCheck, Phase, given, settings

import gongkai
from gongkai import ParseError, Report, Status
from gongkai.testing import reports
from gongkai.writing.official import form_docx, form_html

Extract = Callable[[str], str]


@attrs.frozen
class Tool:
    """One way to turn a page into text: the package or program it needs, and what it is called
    with."""

    name: str
    needs: str
    extract: Extract
    program: bool = False
    media_type: str | None = (
        None  # read by gongkai.read as this, where the text still has tags in it
    )

    def version(self) -> str | None:
        """The installed version, None where the tool is not installed."""
        if self.program:
            return _program_version(self.needs) if shutil.which(self.needs) else None
        try:
            found = importlib.metadata.version(self.needs)
            return (
                str(_module("pypandoc").get_pandoc_version())
                if self.needs == "pypandoc_binary"
                else found
            )
        except importlib.metadata.PackageNotFoundError:
            return None


def _module(name: str) -> Any:
    """A tool's module, loaded when it is used."""
    return importlib.import_module(name)


def _soup(separator: str, *, strip: bool) -> Extract:
    return lambda page: str(
        _module("bs4").BeautifulSoup(page, "lxml").body.get_text(separator, strip=strip)
    )


def _html2text(page: str) -> str:
    converter = _module("html2text").HTML2Text(bodywidth=0)
    return str(converter.handle(page))


def _trafilatura(page: str) -> str:
    return _module("trafilatura").extract(page, include_tables=True, favor_recall=True) or ""


def _resiliparse(page: str) -> str:
    return str(
        _module("resiliparse.extract.html2text").extract_plain_text(page, main_content=False)
    )


def _pandoc(to: str) -> Extract:
    return lambda page: str(
        _module("pypandoc").convert_text(page, to, format="html", extra_args=["--wrap=none"])
    )


def _run(*command: str) -> Extract:
    def extract(page: str) -> str:
        return subprocess.run(
            command, input=page.encode(), capture_output=True, timeout=60, check=True
        ).stdout.decode("utf-8", "replace")

    return extract


def _program_version(name: str) -> str:
    flag = {"w3m": "-version", "lynx": "-version"}.get(name, "--version")
    out = subprocess.run([name, flag], capture_output=True, timeout=60, check=False).stdout.decode(
        "utf-8", "replace"
    )
    words = out.split()
    numbers = (word for word in words if any(char.isdigit() for char in word.removeprefix("w3m")))
    return next((word.strip(",").partition("/")[2] or word for word in numbers), "?")


TOOLS = (
    Tool("BeautifulSoup get_text()", "beautifulsoup4", _soup("", strip=False)),
    Tool('BeautifulSoup get_text("", strip=True)', "beautifulsoup4", _soup("", strip=True)),
    Tool('BeautifulSoup get_text(" ", strip=True)', "beautifulsoup4", _soup(" ", strip=True)),
    Tool('BeautifulSoup get_text("\\n", strip=True)', "beautifulsoup4", _soup("\n", strip=True)),
    Tool('BeautifulSoup get_text("|", strip=True)', "beautifulsoup4", _soup("|", strip=True)),
    Tool("html2text", "html2text", _html2text),
    Tool("inscriptis", "inscriptis", lambda page: str(_module("inscriptis").get_text(page))),
    Tool("markdownify", "markdownify", lambda page: str(_module("markdownify").markdownify(page))),
    Tool("html-text", "html-text", lambda page: str(_module("html_text").extract_text(page))),
    Tool("trafilatura", "trafilatura", _trafilatura),
    Tool("resiliparse", "resiliparse", _resiliparse),
    Tool("pandoc, plain", "pypandoc_binary", _pandoc("plain")),
    Tool("pandoc, gfm", "pypandoc_binary", _pandoc("gfm"), media_type="text/markdown"),
    Tool(
        "w3m -dump",
        "w3m",
        _run("w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", "160"),
        program=True,
    ),
    Tool(
        "lynx -dump",
        "lynx",
        _run(
            "lynx",
            "-dump",
            "-stdin",
            "-nolist",
            "-width=160",
            "-assume_charset=utf-8",
            "-display_charset=utf-8",
        ),
        program=True,
    ),
)


def sample(count: int) -> list[Report]:
    """The same reports in every run: half of each edition."""
    return [report for edition in (2019, 2021) for report in _sample_of(edition, count // 2)]


def _sample_of(edition: int, count: int) -> list[Report]:
    found: list[Report] = []

    @settings(
        max_examples=count, derandomize=True, database=None, deadline=None,
        phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(reports(edition=edition, missing_rows=False))
    def collect(report: Report) -> None:
        found.append(report)

    collect()
    return found


def compare(report: Report, got: Report, *, show: bool = False) -> Counter[str]:
    """Count the cells by what became of them."""
    tally: Counter[str] = Counter()
    if show:
        for path, cell in report.cells.items():
            read = got.cells.get(path)
            if read is not None and read.status.claims and (read.value or 0) != (cell.value or 0):
                was, now = (
                    f"{cell.status} {cell.value}",
                    f"{read.status} {read.value} ({read.raw!r})",
                )
                print(f"    {report.title}: {path} is {was}, read as {now}", file=sys.stderr)
    for path, cell in report.cells.items():
        read = got.cells.get(path)
        if read is None or not read.status.claims:
            known = read is not None and read.status in (Status.BLANK, Status.DASH)
            tally["right" if known and not cell.status.claims else "flagged"] += 1
        elif cell.status.claims:
            tally["right" if read.value == cell.value else "wrong"] += 1
        else:
            # a blank that the sums show to be nothing is right, any figure in its place is not
            tally["wrong" if read.value else "right"] += 1
    tally["wrong"] += sum(
        cell.status.claims for path, cell in got.cells.items() if path not in report.cells
    )
    return tally


def read_text(text: str, media_type: str | None) -> Report:
    """Read what a tool made of the page."""
    return gongkai.parse(text) if media_type is None else gongkai.read(text, media_type=media_type)


def examine(
    report: Report, read: Callable[[], Report], tally: Counter[str], *, show: bool = False
) -> None:
    """Read one report and add what became of its cells."""
    try:
        got = read()
    except ParseError:
        tally["refused"] += 1
        tally["flagged"] += len(report.cells)
        return
    tally.update(compare(report, got, show=show))
    tally[f"layout {got.layout}"] += 1


def row(name: str, version: str, tally: Mapping[str, int]) -> str:
    cells = sum(tally.get(kind, 0) for kind in ("right", "flagged", "wrong")) or 1
    layouts = ", ".join(
        key.removeprefix("layout ") for key in sorted(tally) if key.startswith("layout ")
    )
    share = f"{100 * tally.get('right', 0) / cells:.1f} %"
    counts = " | ".join(str(tally.get(kind, 0)) for kind in ("flagged", "wrong", "refused"))
    return f"| {name} | {version} | {layouts or '–'} | {share} | {counts} |"


PAGE = """\
# What text extractors leave of a report

A web page keeps every figure in its own cell.
Tools that turn the page into text keep some of that and lose the rest: blank cells leave no trace, figures run together, labels are broken over lines.
Whoever has only the text has to live with it; whoever still has the page should give the page itself to `gongkai.read`.

The table is measured, not chosen: {count} reports by Hypothesis, of both editions, with zeros, blanks, dashes, and with sums that hold or fail, are written on the official form as a web page, turned into text by each tool, and read by `gongkai.parse`.
*Right* is the share of cells whose figure is claimed (`read` or `inferred`) and is the one on the page, or that are known to hold none.
*Flagged* cells are those of which gongkai says that it does not know.
*Wrong* are figures that the page does not show, claimed as if it did: the number that has to be none.
A text in which no report can be found at all is *refused*, and all its cells count as flagged.

{table}

Where much is flagged, the text has lost it: without separators and blanks several readings often satisfy every equation of the form, and gongkai then lists them all and chooses none.

`python benchmarks/extractors.py --write docs/explanation/extractors.md` makes this page.
"""


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--reports", type=int, default=24, metavar="N")
    options.add_argument(
        "--only", default="", metavar="NAME", help="only tools whose name holds this"
    )
    options.add_argument("--show", action="store_true", help="print every wrong figure")
    options.add_argument("--write", type=Path, metavar="FILE")
    chosen = options.parse_args()
    lines = [
        "| tool | version | layouts | right | flagged | wrong | refused |",
        "|---|---|---|---:|---:|---:|---:|",
    ]
    print(*lines, sep="\n")
    made = sample(chosen.reports)
    pages = [form_html(report) for report in made]
    wrong = 0

    def add(name: str, version: str, tally: Counter[str]) -> None:
        nonlocal wrong
        wrong += tally["wrong"]
        lines.append(row(name, version, tally))
        print(lines[-1], flush=True)

    if not chosen.only:
        tallies = Counter[str](), Counter[str]()
        for report, page in zip(made, pages, strict=True):
            examine(
                report,
                partial(gongkai.read, page, media_type="text/html"),
                tallies[0],
                show=chosen.show,
            )
            examine(report, partial(gongkai.read, form_docx(report)), tallies[1], show=chosen.show)
        add("`gongkai.read`, the page itself", "–", tallies[0])
        add("`gongkai.read`, a Word file", "–", tallies[1])
    for tool in TOOLS:
        if chosen.only not in tool.name:
            continue
        version = tool.version()
        if version is None:
            print(f"{tool.name}: not installed", file=sys.stderr)
            continue
        tally: Counter[str] = Counter()
        for report, page in zip(made, pages, strict=True):
            examine(
                report,
                partial(read_text, tool.extract(page), tool.media_type),
                tally,
                show=chosen.show,
            )
        add(f"`{tool.name}`", version, tally)
    if chosen.write:
        chosen.write.write_text(
            PAGE.format(count=len(made), table="\n".join(lines)), encoding="utf-8"
        )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
