"""The command ``gongkai``: arguments and printing. What is computed, the library computes.

Exit codes, the same for every command: 0 done and nothing to complain of, 1 findings at or above
the threshold (``check``) or a layout that fails its check, 2 wrong usage, 3 some input could not be
read, or no figure of it. 3 goes before 1: a result that lacks an input is not a clean result. Never
a count.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import difflib
import glob
import json
import os
import shutil
import signal
import sys
import webbrowser
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, TextIO

import attrs

import gongkai

from .checking.rulepage import example_checks
from .corpus.sources import SUFFIXES
from .findings import KINDS
from .form.naming import Language
from .showing import default_language
from .testing.guess import guess, known, with_close
from .testing.trial import try_layout
from .writing.display import as_text
from .writing.marks import digits
from .writing.terminal import show

EXIT_CLEAN: Final = 0
EXIT_FINDINGS: Final = 1
EXIT_USAGE: Final = 2
EXIT_UNREADABLE: Final = 3
EXIT_INTERRUPTED: Final = 128 + signal.SIGINT
EXIT_PIPE: Final = 128 + getattr(
    signal, "SIGPIPE", 13
)  # what a shell reports for a program that a closed pipe ended

STDIN: Final = "-"
PROGRESS_FROM: Final = 10
"""A run over fewer files than this is over before a progress bar says anything."""


_REASONS: Final = 10
"""The kinds of failure that a summary names; the list beside the table has them all."""


class UsageError(Exception):
    """The command was called wrongly in a way that argparse cannot see."""


@attrs.frozen
class Input:
    """One input that was read: its name as given, and the report or the reason why there is
    none."""

    name: str
    report: gongkai.Report | None
    error: str = ""

    @property
    def unreadable(self) -> bool:
        """Whether there is no report, or one of which no figure could be read."""
        return self.report is None or self.report.nothing_read == "text"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (those of the process by default) and return the exit
    code."""
    _tolerate_narrow_encodings()
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        if sys.stdout is not None:
            sys.stdout.flush()
    except UsageError as error:
        print(f"gongkai: {error}", file=sys.stderr)
        return EXIT_USAGE
    except BrokenPipeError:
        _silence()  # the reader (head, less) has seen enough
        return EXIT_PIPE
    except (gongkai.GongkaiError, OSError) as error:
        _silence()
        print(f"gongkai: {_reason(_file_of(error) or 'output', error)}", file=sys.stderr)
        return EXIT_UNREADABLE
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    return code


def _silence() -> None:
    """Nothing can be written to standard output any more: Python must not complain of that when it
    flushes at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _file_of(error: Exception) -> str:
    return str(getattr(error, "filename", None) or "")


# --- arguments ----------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gongkai",
        description=(
            "Read and check annual reports on government information disclosure"
            " (政府信息公开工作年度报告)."
        ),
        epilog=(
            "Exit codes: 0 done, nothing found; 1 findings at or above the threshold; 2 wrong"
            " usage; 3 some input unreadable."
        ),
    )
    parser.add_argument("--version", action="version", version=f"gongkai {_version()}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    inputs = argparse.ArgumentParser(add_help=False)
    inputs.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a file, a folder, a pattern such as '2023/*.html', or - for standard input",
    )
    inputs.add_argument(
        "--layout",
        metavar="NAME",
        help="the layout, by name or as a .lark file of your own (default: detected)",
    )
    forms = argparse.ArgumentParser(add_help=False)
    chosen = forms.add_mutually_exclusive_group()
    chosen.add_argument("--json", action="store_true", help="write JSON instead of text for people")
    chosen.add_argument("--jsonl", action="store_true", help="write a JSON object a line")
    chosen.add_argument("--csv", action="store_true", help="write comma-separated lines")
    language = argparse.ArgumentParser(add_help=False)
    language.add_argument(
        "--lang", choices=("zh", "en"), help="the language of messages (default: the locale's)"
    )

    command = _command(
        commands,
        "show",
        _show,
        parents=[inputs, language],
        help="show reports: tables, what is known of each figure, findings",
        description="Show reports: their tables, how much is known, and what is wrong.",
        examples=(
            "gongkai show report.pdf",
            "gongkai show --lang zh 2023/*.html | less -R",
        ),
    )

    command = _command(
        commands,
        "explore",
        _explore,
        parents=[language],
        help="open a page with a report's tables beside its text",
        description=(
            "Write a page with the tables of a report beside its text, each figure tied to its"
            " place, and open it."
        ),
        examples=(
            "gongkai explore report.pdf",
            "gongkai explore report.pdf --output page.html",
        ),
    )
    command.add_argument("file", metavar="FILE", help="the report, or - for standard input")
    command.add_argument("--layout", metavar="NAME", help="the layout of FILE (default: detected)")
    command.add_argument(
        "--output", metavar="PATH", help="write the page here and do not open a browser"
    )

    command = _command(
        commands,
        "parse",
        _parse,
        parents=[inputs, forms, language],
        help="read reports and print their tables",
        description=(
            "Read reports and print their three tables. With --json or --jsonl, one JSON object a"
            " line for each report; with --csv, one line for each cell."
        ),
        examples=(
            "gongkai parse report.html",
            "gongkai parse --csv 2023 > cells.csv",
        ),
    )
    command.add_argument(
        "--tree",
        action="store_true",
        help="print the tree of each report, as the grammar finds it, in place of its tables",
    )

    command = _command(
        commands,
        "check",
        _check,
        parents=[inputs, forms, language],
        help="find what is wrong in reports",
        description=(
            "Check reports. Reports of one publisher are also checked against each other, year"
            " after year."
        ),
        examples=(
            "gongkai check report.html",
            "gongkai check --select R --fail-on warning 2022 2023",
        ),
    )
    command.add_argument(
        "--select",
        metavar="IDS",
        type=_ids,
        help="only these rules, by id or by the beginning of ids: R,Y001",
    )
    command.add_argument(
        "--fail-on",
        choices=("error", "warning"),
        default="error",
        help="exit with 1 for findings of this severity or graver (default: error)",
    )

    command = _command(
        commands,
        "explain",
        _explain,
        parents=[language],
        help="explain a rule, or how the figure of one cell is known",
        description=(
            "Explain a rule by its id, or how the figure of one cell of a report is known. With"
            " neither, list all rules."
        ),
        examples=(
            "gongkai explain R001",
            "gongkai explain report.html requests.received.total",
            "gongkai explain report.html requests.received",
        ),
    )
    command.add_argument(
        "rule",
        nargs="?",
        metavar="ID|FILE",
        help="the rule's id, such as R001; or the report, - for standard input",
    )
    command.add_argument(
        "path",
        nargs="?",
        metavar="CELL",
        help="a cell or a row of the report, such as requests.received.total",
    )
    command.add_argument("--layout", metavar="NAME", help="the layout of FILE (default: detected)")

    command = _command(
        commands,
        "render",
        _render,
        parents=[language],
        help="write a report in another layout",
        description="Write a report in another layout.",
        examples=("gongkai render report.html --to markdown",),
    )
    command.add_argument("file", metavar="FILE", help="the report, or - for standard input")
    command.add_argument("--layout", metavar="NAME", help="the layout of FILE (default: detected)")
    command.add_argument(
        "--to",
        metavar="NAME",
        default="pipe",
        help="the layout to write, by name or as a .lark file (default: pipe)",
    )

    _add_collect(commands, language)

    command = _command(
        commands,
        "layouts",
        _layouts,
        help="list the layouts",
        description="List the layouts that can be read and written.",
    )

    command = commands.add_parser(
        "layout", help="work on a layout of your own", description="Work on a layout of your own."
    )
    steps = command.add_subparsers(title="commands", required=True, metavar="COMMAND")
    command = _command(
        steps,
        "check",
        _layout_check,
        parents=[language],
        help="say whether a grammar meets the contract of layouts",
        description=(
            "Say whether a grammar meets the contract of layouts, and show what it makes of"
            " samples."
        ),
    )
    command.add_argument("grammar", metavar="GRAMMAR", help="the .lark file")
    command.add_argument("samples", nargs="*", metavar="SAMPLE", help="texts in this layout")

    command = _command(
        steps,
        "guess",
        _layout_guess,
        help="propose a grammar for a text in an unknown layout",
        description=(
            "Find from the form's labels what separates the cells of a text, and print a grammar"
            " with the number of cells that it reads."
        ),
        examples=("gongkai layout guess unknown.txt > mine.lark",),
    )
    command.add_argument("file", metavar="FILE", help="a text, or - for standard input")
    try:
        import shtab
    except ImportError:
        pass
    else:
        shtab.add_argument_to(parser, help="print the completion for a shell")
    return parser


def _add_collect(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], language: argparse.ArgumentParser
) -> None:
    command = _command(
        commands,
        "collect",
        _collect,
        examples=(
            "gongkai collect archive -o reports.parquet",
            "gongkai collect archive -o reports.csv --wide",
        ),
        parents=[language],
        help="read folders of reports into one table, and keep it up to date",
        description=(
            "Read folders of reports into one table. A second run reads only what is new or"
            " changed, also after the first was killed. What cannot be read is listed in"
            " OUTPUT.failures.jsonl."
        ),
    )
    command.add_argument("files", nargs="+", metavar="FOLDER", help="a folder, a file or a pattern")
    command.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="OUTPUT",
        help="the table: .parquet, .jsonl, .csv or .duckdb",
    )
    command.add_argument("--wide", action="store_true", help="a row a report, not a row a cell")
    command.add_argument(
        "--partition", action="store_true", help="a folder of Parquet files, by year"
    )
    command.add_argument(
        "--by",
        metavar="PATTERN",
        help="what the folders' names say where a text does not: '{publisher}/{year}'",
    )
    command.add_argument(
        "--workers", type=int, metavar="N", help="processes (default: one for each core)"
    )
    command.add_argument(
        "--layout", metavar="NAME", help="the layout of all files (default: detected)"
    )


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    *,
    help: str,
    description: str,
    parents: Sequence[argparse.ArgumentParser] = (),
    examples: Sequence[str] = (),
) -> argparse.ArgumentParser:
    """Add a command that calls ``run``, with examples below its help."""
    command = commands.add_parser(
        name,
        help=help,
        description=description,
        parents=list(parents),
        epilog="examples:\n" + "\n".join(f"  {line}" for line in examples) if examples else None,
        formatter_class=argparse.RawDescriptionHelpFormatter
        if examples
        else argparse.HelpFormatter,
    )
    command.set_defaults(run=run)
    return command


def _version() -> str:
    try:
        return version("gongkai")
    except PackageNotFoundError:
        return "(not installed, run from a checkout)"


def _ids(text: str) -> tuple[str, ...]:
    ids = tuple(part.strip().upper() for part in text.split(",") if part.strip())
    try:
        gongkai.rules(*ids)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}; `gongkai explain` lists the rules") from None
    return ids


# --- inputs -------------------------------------------------------------------------------------


def _names(files: Iterable[str]) -> Iterator[str]:
    """The inputs meant by the arguments: folders and patterns (where the shell has not expanded
    them) become their files. What the system refuses stays as it is, and is refused when it is
    read."""
    for name in files:
        try:
            yield from list(_meant(name))
        except OSError:
            yield name


def _meant(name: str) -> Iterator[str]:
    path = Path(name)
    if name == STDIN or path.is_file():
        yield name
    elif path.is_dir():
        found = sorted(
            str(p) for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file()
        )
        yield from found or [name]  # an empty folder is reported as unreadable, by its name
    else:
        yield from sorted(glob.glob(name, recursive=True)) or [name]


def _read(files: Sequence[str], layout: str | None) -> Iterator[Input]:
    """Read the inputs one by one; complain of an unreadable one on standard error and go on."""
    chosen = None if layout is None else _layout(layout)
    names = list(_names(files))
    if names.count(STDIN) > 1:
        raise UsageError("standard input (-) can be read only once")
    for name in _progress(names):
        try:
            yield Input(name, _read_one(name, chosen))
        except (gongkai.GongkaiError, OSError) as error:
            reason = _reason(name, error)
            print(f"gongkai: {reason}", file=sys.stderr)
            yield Input(name, None, reason)


def _read_one(name: str, layout: gongkai.Layout | None) -> gongkai.Report:
    if name == STDIN:
        if sys.stdin is None:
            raise OSError(0, "there is no standard input", name)
        return gongkai.read(sys.stdin.buffer, layout=layout)
    if Path(name).is_dir():
        raise IsADirectoryError(
            0, f"the folder holds no file with the ending {', '.join(SUFFIXES)}", name
        )
    return gongkai.read(Path(name), layout=layout)


def _reason(name: str, error: Exception) -> str:
    shown = "standard input" if name == STDIN else name
    if isinstance(error, OSError) and not isinstance(error, gongkai.GongkaiError):
        return f"{shown}: {error.strerror or error}"
    text = str(error)
    return text if text.startswith(shown) else f"{shown}: {text}"


def _layout(name: str) -> gongkai.Layout:
    """A layout by name, or a file that ends in ``.lark``."""
    try:
        return (
            gongkai.Layout.from_file(name) if name.endswith(".lark") else gongkai.Layout.named(name)
        )
    except gongkai.LayoutError as error:
        raise UsageError(str(error)) from None


def _progress(names: Sequence[str]) -> Iterable[str]:
    """Show a bar on standard error, if that is a terminal, the run is long and the extra ``cli`` is
    there."""
    if len(names) < PROGRESS_FROM or not sys.stderr.isatty():
        return names
    try:
        from rich.console import Console
        from rich.progress import track
    except ImportError:
        return names
    return track(names, description="reading", console=Console(stderr=True), transient=True)


# --- commands -----------------------------------------------------------------------------------


def _parse(options: argparse.Namespace) -> int:
    unreadable = False
    for number, item in enumerate(_read(options.files, options.layout)):
        unreadable = unreadable or item.unreadable
        if item.report is None:
            continue
        if options.tree:
            print(gongkai.tree(item.report.source, layout=item.report.read_in).pretty(), end="")
        elif options.json or options.jsonl:
            _write_json(item.report.to_dict(), indent=None)
        elif options.csv:
            _write_cells(item.name, item.report, heads=not number)
        else:
            if number:
                print()
            print(as_text(item.report, width=_width(), language=options.lang or default_language()))
    return EXIT_UNREADABLE if unreadable else EXIT_CLEAN


def _show(options: argparse.Namespace) -> int:
    lang = options.lang or default_language()
    unreadable = False
    for number, item in enumerate(_read(options.files, options.layout)):
        unreadable = unreadable or item.unreadable
        if item.report is None:
            continue
        if number:
            print()
        findings = item.report.check(lang=lang)
        tables = as_text(item.report, width=_width(), language=lang, findings=findings)
        show("\n".join([tables, *([""] if findings else [])]), sys.stdout)
        for finding in findings:
            show(_named(finding, item.name), sys.stdout)
    return EXIT_UNREADABLE if unreadable else EXIT_CLEAN


def _named(finding: gongkai.Finding, file: str) -> str:
    """The finding as printed, with the file in front, as compilers name a place."""
    return f"{file}:{'' if finding.where else ' '}{finding}"


def _explore(options: argparse.Namespace) -> int:
    for item in _read([options.file], options.layout):
        if item.report is None:
            return EXIT_UNREADABLE
        page = item.report.explore(options.output, language=options.lang)
        print(page)
        if options.output is None:
            webbrowser.open(page.as_uri())
    return EXIT_CLEAN


def _check(options: argparse.Namespace) -> int:
    items = list(_read(options.files, options.layout))
    groups: dict[str, list[Input]] = {}
    for item in items:
        if item.report is not None:
            groups.setdefault(item.report.publisher or item.name, []).append(item)
    results = []
    for publisher, members in groups.items():
        reports = [item.report for item in members if item.report is not None]
        results.append(
            (publisher, members, gongkai.check(*reports, select=options.select, lang=options.lang))
        )
    if options.jsonl or options.csv:
        listed = [
            {"file": _file_for(finding, members), **row}
            for _, members, findings in results
            for finding, row in zip(findings.all, findings.rows(), strict=True)
        ]
        if options.csv:
            _write_findings(listed)
        else:
            for one in listed:
                _write_json(one, indent=None)
    elif options.json:
        _write_json(
            {
                "publishers": [
                    {
                        "publisher": publisher,
                        "files": [item.name for item in members],
                        **findings.to_dict(),
                    }
                    for publisher, members, findings in results
                ],
                "unreadable": [
                    {"file": item.name, "reason": item.error}
                    for item in items
                    if item.report is None
                ],
            }
        )
    else:
        for number, (publisher, members, findings) in enumerate(results):
            if len(items) > 1:
                print(
                    "\n" * bool(number)
                    + f"# {publisher}: {', '.join(item.name for item in members)}"
                )
            for finding in findings:
                show(_named(finding, _file_for(finding, members) or publisher), sys.stdout)
            print(findings.summary())
    if any(item.unreadable for item in items):
        return EXIT_UNREADABLE
    threshold = gongkai.Severity(options.fail_on)
    found = any(
        finding.severity.at_least(threshold) for _, _, findings in results for finding in findings
    )
    return EXIT_FINDINGS if found else EXIT_CLEAN


def _collect(options: argparse.Namespace) -> int:
    lang = options.lang or default_language()
    try:
        done = gongkai.collect(
            options.files,
            options.output,
            workers=options.workers,
            wide=options.wide,
            partition=options.partition,
            by=options.by,
            layout=None if options.layout is None else _layout(options.layout),
            progress=sys.stderr.isatty() and find_spec("rich") is not None,
        )
    except (ValueError, gongkai.MissingExtraError) as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        print(f"gongkai: {_reason(error.filename or options.output, error)}", file=sys.stderr)
        return EXIT_UNREADABLE
    if lang == "zh":
        print(
            f"{done.output}：新读 {done.read} 个文件，未变 {done.kept} 个，"
            f"无法读取 {len(done.failures)} 个"
        )
    else:
        print(
            f"{done.output}: {done.read} files read, {done.kept} unchanged,"
            f" {len(done.failures)} cannot be read"
        )
    reasons = Counter((failure.error, failure.hint) for failure in done.failures)
    for (reason, hint), count in reasons.most_common(_REASONS):
        print(f"gongkai: {count} × {reason}" + (f" ({hint})" if hint else ""), file=sys.stderr)
    return EXIT_UNREADABLE if done.failures else EXIT_CLEAN


def _file_for(finding: gongkai.Finding, members: Sequence[Input]) -> str:
    """The file whose text the finding points into; '' for what no single file shows."""
    for item in members:
        if item.report is not None and (len(members) == 1 or item.report.source == finding.source):
            return item.name
    return ""


def _explain(options: argparse.Namespace) -> int:
    lang = options.lang or default_language()
    if options.path is not None:
        return _explain_cell(options.rule, options.path, options.layout, lang)
    rules = {rule.id: rule for rule in gongkai.rules()}
    if options.rule is None:
        for rule in rules.values():
            print(f"{rule.id}  {rule.severity:<7}  {rule.title[lang]}")
        return EXIT_CLEAN
    wanted = options.rule.upper()
    if wanted not in rules:
        near = difflib.get_close_matches(wanted, rules, 3, 0.5)
        raise UsageError(
            f"no rule has the id {options.rule!r}"
            + (f"; did you mean {', '.join(near)}?" if near else "")
        )
    rule = rules[wanted]
    print(
        f"{rule.id}  {rule.title[lang]}\n{rule.severity} ·"
        f" {KINDS[rule.kind][lang]}\n\n{rule.description[lang]}"
    )
    if broken := [check for check in example_checks(rule) if check.state is gongkai.State.FAIL]:
        print("\n例：" if lang == "zh" else "\nFor example:")
        for check in broken:
            print(
                f"- {check.text(lang)}" + (f"\n  {check.cause.text(lang)}" if check.cause else "")
            )
    return EXIT_CLEAN


def _explain_cell(file: str, path: str, layout: str | None, lang: Language) -> int:
    for item in _read([file], layout):
        if item.report is None:
            return EXIT_UNREADABLE
        row = gongkai.form.row_spec(item.report.form_edition).get(path)
        paths = [path] if row is None else [cell.path for cell in row.cells]
        try:
            print("\n\n".join(gongkai.explain(item.report, one, language=lang) for one in paths))
        except gongkai.UnknownPathError as error:
            raise UsageError(str(error)) from None
    return EXIT_CLEAN


def _render(options: argparse.Namespace) -> int:
    target = _layout(options.to)
    for item in _read([options.file], options.layout):
        if item.report is None:
            return EXIT_UNREADABLE
        text = gongkai.render(item.report, layout=target)
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
    return EXIT_CLEAN


def _layouts(_: argparse.Namespace) -> int:
    for name in gongkai.layouts():
        print(name)
    return EXIT_CLEAN


def _layout_check(options: argparse.Namespace) -> int:
    lang = options.lang or default_language()
    try:
        samples = [Path(name).read_text(encoding="utf-8") for name in options.samples]
        Path(options.grammar).read_bytes()
    except (OSError, UnicodeDecodeError) as error:
        print(
            f"gongkai: {_reason(getattr(error, 'filename', None) or 'a sample', error)}",
            file=sys.stderr,
        )
        return EXIT_UNREADABLE
    try:
        trial = try_layout(options.grammar, samples)
    except gongkai.LayoutError as error:
        print(error)
        return EXIT_FINDINGS
    lossy = sum(bool(one.open) for one in trial.reread)
    print(f"{options.grammar}: the grammar meets the contract of layouts")
    print(
        f"{len(trial.reread)} made-up reports written and read again, {lossy} of them with cells"
        " whose place is lost"
    )
    for one in trial.reread:
        if one.failure or one.wrong:
            print(
                one.failure
                or f"came back otherwise: {', '.join(one.wrong[:5])}"
                f"{' …' if len(one.wrong) > 5 else ''}"
            )
    for name, text, sample in zip(options.samples, samples, trial.samples, strict=True):
        print(f"\n# {name}")
        if isinstance(sample, gongkai.Report):
            print(as_text(sample, width=_width(), language=lang))
            cells = sum(cell.status.claims for cell in sample.cells.values())
            print(f"\n{cells} of {len(sample.cells)} cells are read or proven")
        else:
            print(sample)
        if closing := with_close(text, trial.layout):
            print(f"more cells are read if the grammar also has the line\n    {closing}")
    return EXIT_CLEAN if trial.passed else EXIT_FINDINGS


def _layout_guess(options: argparse.Namespace) -> int:
    try:
        if options.file == STDIN:
            text = sys.stdin.read()
        else:
            text = Path(options.file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        print(f"gongkai: {_reason(options.file, error)}", file=sys.stderr)
        return EXIT_UNREADABLE
    found = guess(text)
    if found is None or not found.known:
        print(
            f"gongkai: {options.file}: no row of figures stands behind a label of the form",
            file=sys.stderr,
        )
        return EXIT_FINDINGS
    cells, errors = known(text, None)
    if (cells, -errors) >= found.rank:
        detected = gongkai.parse(text).layout
        print(f"// no grammar is needed: layout {detected} reads {cells} cells, {errors} sums fail")
    print(f"// {found.known} cells are read through this, {found.errors} sums fail")
    print(found.grammar, end="")
    return EXIT_CLEAN


# --- printing -----------------------------------------------------------------------------------


def _width() -> int:
    return shutil.get_terminal_size((100, 24)).columns


def _write_json(data: Any, indent: int | None = 2) -> None:
    """Write JSON in Chinese where the output's encoding has Chinese, else with escapes: valid JSON
    in every case."""
    json.dump(data, sys.stdout, ensure_ascii=not _unicode(sys.stdout), indent=indent)
    print()


_CELL_COLUMNS: Final = ("file", "path", "value", "status", "raw", "start", "end", "candidates")
_FINDING_COLUMNS: Final = (
    "file", "line", "column", "reference", "severity", "rule", "message", "subject", "cells",
    "expected", "found", "difference", "cause", "follows_from",
)  # fmt: skip


def _write_cells(name: str, report: gongkai.Report, *, heads: bool) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if heads:
        writer.writerow(_CELL_COLUMNS)
    for cell in report.cells.values():
        start, end = cell.span or ("", "")
        possible = " | ".join(digits(value) or "-" for value in cell.candidates)
        row = (name, cell.path, digits(cell.value), cell.status, cell.raw, start, end, possible)
        writer.writerow(row)


def _write_findings(found: Iterable[dict[str, Any]]) -> None:
    writer = csv.DictWriter(sys.stdout, _FINDING_COLUMNS, extrasaction="ignore")
    writer.writeheader()
    for one in found:
        writer.writerow({**one, "cells": " ".join(one["cells"])})


def _unicode(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "").startswith("utf")


def _tolerate_narrow_encodings() -> None:
    """Where a stream cannot show a character, show its escape instead of failing half way."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
