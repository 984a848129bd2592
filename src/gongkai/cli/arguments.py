"""The arguments of the commands."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version

import gongkai

from ..languages import LANGUAGES, Language, said
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
    language = argparse.ArgumentParser(add_help=False)
    language.add_argument(
        "--lang",
        choices=("zh", "en"),
        help=said("the language of messages (default: the locale's)", "消息的语言（默认：随系统）"),
    )
    parser = argparse.ArgumentParser(
        prog="gongkai",
        parents=[language],
        description=(
            said(
                "Read and check annual reports on government information disclosure"
                " (政府信息公开工作年度报告).",
                "读取并检查政府信息公开工作年度报告。",
            )
        ),
        epilog=(
            said(
                "Exit codes: 0 done, nothing found; 1 findings at or above the threshold; 2"
                " wrong usage; 3 some input unreadable.",
                "退出码：0 完成，没有问题；1 有达到所定程度的问题；2 用法有误；3 有输入无法读取。",
            )
        ),
    )
    parser.add_argument("--version", action="version", version=f"gongkai {_version()}")
    commands = parser.add_subparsers(
        title=said("commands", "命令"), required=True, metavar="COMMAND"
    )

    inputs = argparse.ArgumentParser(add_help=False)
    inputs.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help=said(
            "a file, a folder, a pattern such as '2023/*.html', or - for standard input",
            "文件、文件夹、'2023/*.html' 这样的通配式，或 -（标准输入）",
        ),
    )
    inputs.add_argument(
        "--layout",
        metavar="NAME",
        help=said(
            "the layout, by name or as a .lark file of your own (default: detected)",
            "版式：名称，或自己的 .lark 文件（默认：自动识别）",
        ),
    )
    of_one = argparse.ArgumentParser(add_help=False)
    of_one.add_argument(
        "--layout",
        metavar="NAME",
        help=said("the layout of FILE (default: detected)", "FILE 的版式（默认：自动识别）"),
    )
    one = argparse.ArgumentParser(add_help=False, parents=[of_one])
    one.add_argument(
        "file",
        metavar="FILE",
        help=said("the report, or - for standard input", "年报，或 -（标准输入）"),
    )
    forms = argparse.ArgumentParser(add_help=False)
    chosen = forms.add_mutually_exclusive_group()
    chosen.add_argument(
        "--json",
        action="store_true",
        help=said("write JSON instead of text for people", "输出 JSON，而不是供人阅读的文字"),
    )
    chosen.add_argument(
        "--jsonl",
        action="store_true",
        help=said("write a JSON object a line", "每行输出一个 JSON 对象"),
    )
    chosen.add_argument(
        "--csv", action="store_true", help=said("write comma-separated lines", "输出逗号分隔的行")
    )

    command = _command(
        commands,
        "show",
        show_tables,
        parents=[inputs, language],
        help=said(
            "show reports: tables, what is known of each figure, findings",
            "显示年报：表格、每个数字的可靠程度、问题",
        ),
        description=said(
            "Show reports: their tables, how much is known, and what is wrong.",
            "显示年报：表格，读出多少，有什么问题。",
        ),
        examples=(
            "gongkai show report.pdf",
            "gongkai show --lang zh 2023/*.html | less -R",
        ),
    )

    command = _command(
        commands,
        "explore",
        explore,
        parents=[one, language],
        help=said(
            "open a page with a report's tables beside its text", "打开一个网页，表格与原文并列"
        ),
        description=(
            said(
                "Write a page with the tables of a report beside its text, each figure tied to"
                " its place, and open it.",
                "生成一个网页，年报的表格与原文并列，每个数字连到它在原文中的位置，并打开该网页。",
            )
        ),
        examples=(
            "gongkai explore report.pdf",
            "gongkai explore report.pdf --output page.html",
        ),
    )
    command.add_argument(
        "--output",
        metavar="PATH",
        help=said("write the page here and do not open a browser", "把网页写到此处，不打开浏览器"),
    )

    command = _command(
        commands,
        "parse",
        parse,
        parents=[inputs, forms, language],
        help=said("read reports and print their tables", "读取年报，输出表格"),
        description=(
            said(
                "Read reports and print their three tables. With --json or --jsonl, one JSON"
                " object a line for each report; with --csv, one line for each cell.",
                "读取年报，输出三张表。用 --json 或 --jsonl 时每份年报一行 JSON 对象；"
                "用 --csv 时每格一行。",
            )
        ),
        examples=(
            "gongkai parse report.html",
            "gongkai parse --csv 2023 > cells.csv",
        ),
    )
    command.add_argument(
        "--tree",
        action="store_true",
        help=said(
            "print the tree of each report, as the grammar finds it, in place of its tables",
            "不输出表格，而输出语法所得的树",
        ),
    )

    command = _command(
        commands,
        "check",
        check,
        parents=[inputs, forms, language],
        help=said("find what is wrong in reports", "检查年报有什么问题"),
        description=(
            said(
                "Check reports. Reports of one publisher are also checked against each other,"
                " year after year.",
                "检查年报。同一机关的各年年报还逐年相互核对。",
            )
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
        help=said(
            "only these rules, by id or by the beginning of ids: R,Y001",
            "只用这些规则，写编号或编号的开头：R,Y001",
        ),
    )
    command.add_argument(
        "--fail-on",
        choices=("error", "warning"),
        default="error",
        help=said(
            "exit with 1 for findings of this severity or graver (default: error)",
            "有此程度或更严重的问题时退出码为 1（默认：error）",
        ),
    )

    command = _command(
        commands,
        "explain",
        explain,
        parents=[of_one, language],
        help=said(
            "explain a rule, or how the figure of one cell is known",
            "解释一条规则，或某格的数字从何得知",
        ),
        description=(
            said(
                "Explain a rule by its id, or how the figure of one cell of a report is known."
                " With neither, list all rules.",
                "按编号解释一条规则，或解释年报中某格的数字从何得知。都不给时列出全部规则。",
            )
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
        help=said(
            "the rule's id, such as R001; or the report, - for standard input",
            "规则编号，如 R001；或年报，-（标准输入）",
        ),
    )
    command.add_argument(
        "path",
        nargs="?",
        metavar="CELL",
        help=said(
            "a cell or a row of the report, such as requests.received.total",
            "年报中的一格或一行，如 requests.received.total",
        ),
    )

    command = _command(
        commands,
        "render",
        render,
        parents=[one, language],
        help=said("write a report in another layout", "把年报写成另一种版式"),
        description=said("Write a report in another layout.", "把年报写成另一种版式。"),
        examples=("gongkai render report.html --to markdown",),
    )
    command.add_argument(
        "--to",
        metavar="NAME",
        default="pipe",
        help=said(
            "the layout to write, by name or as a .lark file (default: pipe)",
            "要写成的版式：名称或 .lark 文件（默认：pipe）",
        ),
    )

    _add_collect(commands, language)

    command = _command(
        commands,
        "layouts",
        layouts,
        parents=[language],
        help=said("list the layouts", "列出版式"),
        description=said("List the layouts that can be read and written.", "列出可读写的版式。"),
    )

    command = commands.add_parser(
        "layout",
        help=said("work on a layout of your own", "编写自己的版式"),
        description=said("Work on a layout of your own.", "编写自己的版式。"),
    )
    steps = command.add_subparsers(title=said("commands", "命令"), required=True, metavar="COMMAND")
    command = _command(
        steps,
        "check",
        layout_check,
        parents=[language],
        help=said(
            "say whether a grammar meets the contract of layouts", "检查语法是否符合版式的约定"
        ),
        description=(
            said(
                "Say whether a grammar meets the contract of layouts, and show what it makes of"
                " samples.",
                "检查语法是否符合版式的约定，并显示它读样本的结果。",
            )
        ),
    )
    command.add_argument("grammar", metavar="GRAMMAR", help=said("the .lark file", ".lark 文件"))
    command.add_argument(
        "samples", nargs="*", metavar="SAMPLE", help=said("texts in this layout", "此版式的文本")
    )

    command = _command(
        steps,
        "guess",
        layout_guess,
        parents=[language],
        help=said(
            "propose a grammar for a text in an unknown layout", "为未知版式的文本拟一份语法"
        ),
        description=(
            said(
                "Find from the form's labels what separates the cells of a text, and print a"
                " grammar with the number of cells that it reads.",
                "由表式的标签找出文本中单元格之间是什么，输出一份语法及其读出的格数。",
            )
        ),
        examples=("gongkai layout guess unknown.txt > mine.lark",),
    )
    command.add_argument(
        "file",
        metavar="FILE",
        help=said("a text, or - for standard input", "文本，或 -（标准输入）"),
    )
    try:
        import shtab
    except ImportError:
        pass
    else:
        shtab.add_argument_to(
            parser, help=said("print the completion for a shell", "输出某种 shell 的补全脚本")
        )
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
        help=said(
            "read folders of reports into one table, and keep it up to date",
            "把文件夹中的年报读成一张表，并随时更新",
        ),
        description=(
            said(
                "Read folders of reports into one table. A second run reads only what is new or"
                " changed, also after the first was killed. What cannot be read is listed in"
                " OUTPUT.failures.jsonl.",
                "把文件夹中的年报读成一张表。再次运行只读新增或改动的文件，上次中断了也一样。"
                "无法读取的列在 OUTPUT.failures.jsonl 中。",
            )
        ),
    )
    command.add_argument(
        "files",
        nargs="+",
        metavar="FOLDER",
        help=said("a folder, a file or a pattern", "文件夹、文件或通配式"),
    )
    command.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="OUTPUT",
        help=said(
            "the table: .parquet, .jsonl, .csv or .duckdb", "表：.parquet、.jsonl、.csv 或 .duckdb"
        ),
    )
    command.add_argument(
        "--wide",
        action="store_true",
        help=said("a row a report, not a row a cell", "每份年报一行，而不是每格一行"),
    )
    command.add_argument(
        "--partition",
        action="store_true",
        help=said("a folder of Parquet files, by year", "按年份分的 Parquet 文件夹"),
    )
    command.add_argument(
        "--by",
        metavar="PATTERN",
        help=said(
            "what the folders' names say where a text does not: '{publisher}/{year}'",
            "正文没有写明时，文件夹名表示什么：'{publisher}/{year}'",
        ),
    )
    command.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help=said("processes (default: one for each core)", "进程数（默认：每核一个）"),
    )
    command.add_argument(
        "--layout",
        metavar="NAME",
        help=said(
            "the layout of all files (default: detected)", "所有文件的版式（默认：自动识别）"
        ),
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
        epilog=said("examples:\n", "例：\n") + "\n".join(f"  {line}" for line in examples)
        if examples
        else None,
        formatter_class=argparse.RawDescriptionHelpFormatter
        if examples
        else argparse.HelpFormatter,
    )
    command.set_defaults(run=run)
    return command


def language_in(arguments: Sequence[str]) -> Language | None:
    """The language that the arguments ask for, known before anything is said of them."""
    only = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    only.add_argument("--lang", nargs="?")
    wanted = only.parse_known_args(arguments)[0].lang
    return next((lang for lang in LANGUAGES if lang == wanted), None)


def _version() -> str:
    try:
        return version("gongkai")
    except PackageNotFoundError:
        return said("(not installed, run from a checkout)", "（未安装，从源码运行）")


def _ids(text: str) -> tuple[str, ...]:
    ids = tuple(part.strip().upper() for part in text.split(",") if part.strip())
    if not ids:
        raise argparse.ArgumentTypeError(
            said(
                "it names no rule; `gongkai explain` lists the rules",
                "没有写规则；`gongkai explain` 列出各规则",
            )
        )
    try:
        gongkai.rules(*ids)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            said(
                f"{error}; `gongkai explain` lists the rules",
                f"{error}；`gongkai explain` 列出各规则",
            )
        ) from None
    return ids
