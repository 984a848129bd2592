"""The arguments of the commands."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version

import gongkai

from .commands import (
    check,
    collect,
    explain,
    explore,
    layout_check,
    layout_guess,
    layouts,
    parse,
    render,
    show_tables,
)


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
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
        show_tables,
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
        explore,
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
        parse,
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
        check,
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
        explain,
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
        render,
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
        layouts,
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
        layout_check,
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
        layout_guess,
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
        collect,
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
    if not ids:
        raise argparse.ArgumentTypeError("it names no rule; `gongkai explain` lists the rules")
    try:
        gongkai.rules(*ids)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}; `gongkai explain` lists the rules") from None
    return ids
