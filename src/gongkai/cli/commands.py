"""The commands, each from its arguments to its exit code. What is computed, the library
computes."""

from __future__ import annotations

import argparse
import difflib
import sys
import webbrowser
from collections import Counter
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import gongkai

from ..checking.rulepage import example_checks
from ..findings import KINDS
from ..languages import Language, default_language, said
from ..testing.guess import guess, known, with_close
from ..testing.trial import try_layout
from ..writing.display import as_text
from ..writing.terminal import show
from .exits import EXIT_CLEAN, EXIT_FINDINGS, EXIT_UNREADABLE, UsageError
from .inputs import Input, layout_called, read_inputs, text_in, why
from .printing import width, write_cells, write_findings, write_json

_REASONS: Final = 10
"""The kinds of failure that a summary names; the list beside the table has them all."""


def parse(options: argparse.Namespace) -> int:
    """Print what was read: for people, as data, or as the tree of the grammar."""
    unreadable, written = False, 0
    for item in read_inputs(options.files, options.layout):
        unreadable = unreadable or item.unreadable
        if item.report is None:
            continue
        if options.tree:
            print(gongkai.tree(item.report.source, layout=item.report.read_in).pretty(), end="")
        elif options.json or options.jsonl:
            write_json(item.report.to_dict(), indent=None)
        elif options.csv:
            write_cells(item.name, item.report, heads=not written)
        else:
            if written:
                print()
            print(as_text(item.report, width=width(), language=default_language()))
        written += 1
    return EXIT_UNREADABLE if unreadable else EXIT_CLEAN


def show_tables(options: argparse.Namespace) -> int:
    """Print the tables of each report, how much of it is known, and what is wrong."""
    lang = default_language()
    unreadable, written = False, 0
    for item in read_inputs(options.files, options.layout):
        unreadable = unreadable or item.unreadable
        if item.report is None:
            continue
        if written:
            print()
        written += 1
        findings = item.report.check(lang=lang)
        tables = as_text(item.report, width=width(), language=lang, findings=findings)
        show("\n".join([tables, *([""] if findings else [])]), sys.stdout)
        for finding in findings:
            show(_named(finding, item.name), sys.stdout)
    return EXIT_UNREADABLE if unreadable else EXIT_CLEAN


def _named(finding: gongkai.Finding, file: str) -> str:
    """The finding as printed, with the file in front, as compilers name a place."""
    return f"{file}:{'' if finding.where else ' '}{finding}"


def explore(options: argparse.Namespace) -> int:
    """Write the page of a report and open it."""
    for item in read_inputs([options.file], options.layout):
        if item.report is None:
            return EXIT_UNREADABLE
        page = item.report.explore(options.output, language=options.lang)
        print(page)
        if options.output is None:
            webbrowser.open(page.as_uri())
    return EXIT_CLEAN


def check(options: argparse.Namespace) -> int:
    """Check reports, each by itself and the years and units of one kind together, and print the
    findings."""
    items = list(read_inputs(options.files, options.layout))
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
            write_findings(listed)
        else:
            for one in listed:
                write_json(one, indent=None)
    elif options.json:
        write_json(
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


def collect(options: argparse.Namespace) -> int:
    """Read folders of reports into one table, and sum up what failed."""
    lang = default_language()
    try:
        done = gongkai.collect(
            options.files,
            options.output,
            workers=options.workers,
            wide=options.wide,
            partition=options.partition,
            by=options.by,
            layout=None if options.layout is None else layout_called(options.layout),
            progress=sys.stderr.isatty() and find_spec("rich") is not None,
        )
    except (ValueError, gongkai.MissingExtraError) as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        print(f"gongkai: {why(error.filename or options.output, error)}", file=sys.stderr)
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


def explain(options: argparse.Namespace) -> int:
    """Explain a rule, all rules, a cell or a row."""
    lang = default_language()
    if options.path is not None:
        return _explain_cell(options.rule, options.path, options.layout, lang)
    rules = {rule.id: rule for rule in gongkai.rules()}
    if options.rule is None:
        for rule in rules.values():
            print(f"{rule.id}  {rule.severity:<7}  {rule.title[lang]}")
        return EXIT_CLEAN
    wanted = options.rule.upper()
    if wanted not in rules and Path(options.rule).is_file():
        raise UsageError(
            said(
                f"{options.rule} is a file: name a cell or a row of it too, such as"
                " requests.received.total",
                f"{options.rule} 是文件：请再给出其中的一格或一行，如 requests.received.total",
            )
        )
    if wanted not in rules:
        near = difflib.get_close_matches(wanted, rules, 3, 0.5)
        raise UsageError(
            said(
                f"no rule has the id {options.rule!r}"
                + (f"; did you mean {', '.join(near)}?" if near else ""),
                f"没有编号为 {options.rule!r} 的规则"
                + (f"，是不是 {'、'.join(near)}？" if near else ""),
            )
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
    for item in read_inputs([file], layout):
        if item.report is None:
            return EXIT_UNREADABLE
        row = gongkai.form.row_spec(item.report.form_edition).get(path)
        paths = [path] if row is None else [cell.path for cell in row.cells]
        try:
            print("\n\n".join(gongkai.explain(item.report, one, language=lang) for one in paths))
        except gongkai.UnknownPathError as error:
            raise UsageError(str(error)) from None
    return EXIT_CLEAN


def render(options: argparse.Namespace) -> int:
    """Write a report in another layout."""
    target = layout_called(options.to)
    for item in read_inputs([options.file], options.layout):
        if item.report is None:
            return EXIT_UNREADABLE
        text = gongkai.render(item.report, layout=target)
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
    return EXIT_CLEAN


def layouts(_: argparse.Namespace) -> int:
    """Name the layouts."""
    for name in gongkai.layouts():
        print(name)
    return EXIT_CLEAN


def layout_check(options: argparse.Namespace) -> int:
    """Try a layout on a sample, and say what it does not read."""
    lang = default_language()
    Path(options.grammar).read_bytes()
    samples = [text_in(name) for name in options.samples]
    try:
        trial = try_layout(options.grammar, samples)
    except gongkai.LayoutError as error:
        print(error)
        return EXIT_FINDINGS
    zh = lang == "zh"
    lossy, made = sum(bool(one.open) for one in trial.reread), len(trial.reread)
    if zh:
        print(f"{options.grammar}：语法符合版式的约定")
        print(f"写出并重读 {made} 份虚构报告，其中 {lossy} 份有单元格失去位置")
    else:
        print(f"{options.grammar}: the grammar meets the contract of layouts")
        print(
            f"{made} made-up reports written and read again, {lossy} of them with cells whose"
            " place is lost"
        )
    for one in trial.reread:
        if one.failure or one.wrong:
            otherwise = "重读结果不同：" if zh else "came back otherwise: "
            more = " …" if len(one.wrong) > 5 else ""
            print(one.failure or f"{otherwise}{', '.join(one.wrong[:5])}{more}")
    for name, text, sample in zip(options.samples, samples, trial.samples, strict=True):
        print(f"\n# {name}")
        if isinstance(sample, gongkai.Report):
            print(as_text(sample, width=width(), language=lang))
            cells = sum(cell.status.claims for cell in sample.cells.values())
            print(
                f"\n{len(sample.cells)} 格中读出或推定 {cells} 格"
                if zh
                else f"\n{cells} of {len(sample.cells)} cells are read or proven"
            )
        else:
            print(sample)
        if closing := with_close(text, trial.layout):
            told = (
                "语法再加一行，可多读单元格"
                if zh
                else ("more cells are read if the grammar also has the line")
            )
            print(f"{told}\n    {closing}")
    return EXIT_CLEAN if trial.passed else EXIT_FINDINGS


def layout_guess(options: argparse.Namespace) -> int:
    """Print the grammar that fits an unknown text best."""
    text = text_in(options.file)
    found = guess(text)
    if found is None or not found.known:
        why_not = said(
            "no row of figures stands behind a label of the form",
            "没有一行数字跟在表式的标签之后",
        )
        print(f"gongkai: {options.file}: {why_not}", file=sys.stderr)
        return EXIT_FINDINGS
    cells, errors = known(text, None)
    if (cells, -errors) >= found.rank:
        detected = gongkai.parse(text).layout
        print(
            said(
                f"// no grammar is needed: layout {detected} reads {cells} cells,"
                f" {errors} sums fail",
                f"// 不需要语法：版式 {detected} 读出 {cells} 格，{errors} 处合计不符",
            )
        )
    print(
        said(
            f"// {found.known} cells are read through this, {found.errors} sums fail",
            f"// 用此语法读出 {found.known} 格，{found.errors} 处合计不符",
        )
    )
    print(found.grammar, end="")
    return EXIT_CLEAN
