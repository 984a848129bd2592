"""Writes ``reference/form/`` and ``zh/form/``: the data dictionary of each edition, in English and
in Chinese, from the classes that are the form."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from sphinx.application import Sphinx

from gongkai import form

ISSUED = {
    2019: "国办公开办函〔2019〕60号, for the reports of 2019 and 2020",
    2021: "国办公开办函〔2021〕30号, for the reports of 2021 and later",
}
UNITS = {
    "count": "number",
    "change": "number, may be negative",
    "amount": "万元 (10,000 yuan), exact decimal",
}
NUMERALS = {"proactive": "二", "requests": "三", "disputes": "四"}


def page(edition: int) -> Iterator[str]:
    """The lines of one edition's page."""
    yield f"# Edition {edition}"
    yield f"\nThe form of {ISSUED[edition]}: {len(form.cells(edition))} cells."
    yield "A cell's path is the row's path, a dot, and the column's name."
    for table, title in form.TABLE_TITLES.items():
        yield f"\n## `{table}`: {NUMERALS[table]}、{title}"
        rows = form.rows(edition, table)
        yield "\n### Rows\n"
        yield "| path | label on the form | meaning | columns | also printed as |"
        yield "|---|---|---|---|---|"
        for row in rows:
            above = " ".join((row.band, *row.groups) if row.band else row.groups)
            label = f"{above} · {row.title}" if above else row.title
            columns = ", ".join(f"`{cell.column}`" for cell in row.cells)
            if len(row.cells) > 3:
                columns = "all of the columns below"
            yield f"| `{row.path}` | {label} | {row.english} | {columns} | {'; '.join(row.also)} |"
        yield "\n### Columns\n"
        yield "| name | label on the form | meaning | unit |"
        yield "|---|---|---|---|"
        seen = dict.fromkeys(
            (cell.column, cell.label.split(" ", 1)[1], cell.english.split(": ", 1)[1], cell.kind)
            for row in rows
            for cell in row.cells
        )
        for name, column_label, english, kind in seen:
            yield f"| `{name}` | {column_label} | {english} | {UNITS[kind]} |"
    yield "\n## Equations\n"
    yield (
        "The sums that the cells must fulfil. Checks, proofs and generated examples all read this"
        " list.\n"
    )
    yield "| rule | basis | how many | the first of them |"
    yield "|---|---|---|---|"
    for (rule, kind), some in groupby(
        form.equations(edition), key=lambda equation: (equation.rule, equation.kind)
    ):
        found = list(some)
        left, right = ([f"`{path}`" for path in side] for side in (found[0].left, found[0].right))
        if len(left) > 4:
            left = [left[0], "…", left[-1]]
        basis = {"printed": "printed on the form", "arithmetic": "arithmetic"}[kind]
        yield f"| {rule} | {basis} | {len(found)} | {' + '.join(left)} = {' + '.join(right)} |"


def chinese(edition: int) -> Iterator[str]:
    """The lines of one edition's page in Chinese."""
    units = {"count": "个数", "change": "个数，可为负", "amount": "万元，精确到原文的小数"}
    yield f"# 数据字典：{edition} 年版\n"
    yield (
        f"共 {len(form.cells(edition))} 格。一格的路径是行的路径，加点，加列名，"
        "例如 `requests.received.total`。"
    )
    for table, title in form.TABLE_TITLES.items():
        yield f"\n## {NUMERALS[table]}、{title}"
        for row in form.rows(edition, table):
            above = " ".join((row.band, *row.groups) if row.band else row.groups)
            yield f"\n### {above + ' · ' if above else ''}{row.title}\n"
            yield "| 路径 | 栏目 | 单位 |"
            yield "|---|---|---|"
            for cell in row.cells:
                label = cell.label.removeprefix(row.title + " ")
                yield f"| `{cell.path}` | {label} | {units[cell.kind]} |"


def write(app: Sphinx) -> None:
    """Write the pages of each edition, and only where they changed, so that a second build has
    nothing to do."""
    written = {
        Path(app.srcdir) / folder / f"{edition}.md": "\n".join(lines(edition)) + "\n"
        for edition in form.EDITIONS
        for folder, lines in (("reference/form", page), ("zh/form", chinese))
    }
    for target, text in written.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Hook into Sphinx before it reads the pages."""
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True}
