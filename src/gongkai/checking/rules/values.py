"""Rules V: what stands in single cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ... import form
from ...analysis.case import Case
from ...figures import WAN, fold
from ...findings import Cause, Check, Severity, failed, passed, unknown
from ...form import RowSpec
from ...form.naming import cell_name, cell_names, cell_spec, column_name, figure, phrase, row_name
from ...form.sums import totals
from ...model import UNKNOWN_UNIT, Cell, Section, Span, Status
from ..rule import Example, Rule, rule

_DECIMALS: Final = 4
_YUAN: Final = re.compile(r"[0-9０-９]\s*(?:亿元|万元|元)\s*$")
_UNIT_OF_COUNT: Final = re.compile(r"[0-9０-９]\s*[件项个条宗笔次份部起人]\s*$")


@rule(
    "V001",
    Severity.WARNING,
    zh="应填数字处空白",
    en="blank where the form asks for a number",
    description_zh="格式要求填数字，没有的填 0。整行或整张表空白时可理解为以空白代零，只作提示。",
    description_en=(
        "The form asks for a number in every cell, 0 for nothing. Where a whole row or table is"
        " blank, the blank stands for zero: an info."
    ),
    example=Example(
        {
            "requests.granted.business": None,
            "requests.granted.natural_person": 2,
            "requests.granted.total": 2,
        }
    ),
)
def blank(case: Case) -> Iterator[Check]:
    """V001: one finding for the blank cells of a row, one for all blanks of a table that stand for
    zero."""
    rows: dict[str, list[tuple[RowSpec, list[str], bool]]] = {}
    writes_zero: set[str] = set()
    blanks = frozenset(case.with_status(Status.BLANK))
    for row in form.rows(case.edition) if blanks else ():
        paths = [cell.path for cell in row.cells if cell.path in case.statuses]
        empty = [path for path in paths if path in blanks]
        if empty:
            rows.setdefault(row.table, []).append((row, empty, len(empty) == len(paths)))
        if any(
            case.figures.values[path] == 0 and path not in totals(case.edition) for path in paths
        ):
            writes_zero.add(row.table)
    for table in form.TABLES:
        if table not in rows:
            yield passed(table)
            continue
        # a table in which no zero is written, except in totals, has left them all blank
        several = sum(len(empty) for _, empty, _ in rows[table]) > 1
        for_zero = [
            entry for entry in rows[table] if entry[2] or (several and table not in writes_zero)
        ]
        for row, empty, _ in rows[table]:
            if not any(row is other for other, _, _ in for_zero):
                yield failed(
                    row.path,
                    zh=f"{row_name(row.path, 'zh')}：应填数字而空白："
                    + phrase([column_name(path, "zh") for path in empty], "zh"),
                    en=f"{row_name(row.path, 'en')}: blank where a number belongs: "
                    + phrase([column_name(path, "en") for path in empty], "en"),
                    cells=empty,
                )
        if for_zero:
            yield failed(
                f"{table}: for zero",
                zh=f"{len(for_zero)} 行以空白代零："
                + phrase([row_name(row.path, "zh") for row, _, _ in for_zero], "zh", most=3),
                en=f"blanks stand for zero in {len(for_zero)} rows: "
                + phrase([row_name(row.path, "en") for row, _, _ in for_zero], "en", most=3),
                cells=[path for _, empty, _ in for_zero for path in empty],
                severity=Severity.INFO,
            )


def _each(case: Case, broken: list[str], zh: str, en: str) -> Iterator[Check]:
    """One finding for all broken cells, or a pass."""
    if broken:
        yield failed(
            "cells",
            zh=f"{zh}：{cell_names(broken, 'zh')}",
            en=f"{en}: {cell_names(broken, 'en')}",
            cells=broken,
        )
    else:
        yield passed("cells")


@rule(
    "V002",
    Severity.INFO,
    zh="以横线或“无”代替数字",
    en="a mark for nothing instead of a number",
    description_zh="单元格里是“/”“—”“无”之类的记号。读作“没有”，不读作数字 0。",
    description_en=(
        "A cell holds a dash, a stroke or the word for none. It is read as nothing, not as the"
        " figure 0."
    ),
    example=Example(cells=(Cell("proactive.coercion.decisions", Status.DASH, raw="/"),)),
)
def dash(case: Case) -> Iterator[Check]:
    """V002."""
    return _each(
        case, case.with_status(Status.DASH), "用记号代替数字", "a mark stands for a number"
    )


@rule(
    "V003",
    Severity.ERROR,
    kind="arithmetic",
    zh="件数为负数",
    en="negative count",
    description_zh="件数不能为负数。“本年增/减”除外。",
    description_en="A count cannot be negative. The change of items from year to year can.",
    example=Example({"requests.carried_over.total": -1}),
)
def negative(case: Case) -> Iterator[Check]:
    """V003."""
    broken = [
        path
        for path, value in case.figures.values.items()
        if value is not None and value < 0 and cell_spec(path).kind == "count"
    ]
    for path in broken:
        value = case.cells[path].value
        yield failed(
            path,
            zh=f"{cell_name(path, 'zh')}：件数为负数 {value}",
            en=f"{cell_name(path, 'en')}: negative count {value}",
            cells=[path],
            found=value,
        )
    if not broken:
        yield passed("cells")


@rule(
    "V004",
    Severity.ERROR,
    kind="arithmetic",
    zh="件数不是整数",
    en="count is not an integer",
    description_zh="件数应为整数；单元格里是小数，或根本不是数字。",
    description_en=(
        "A count is a whole number; the cell holds a fraction, or text that is no figure at all."
    ),
    example=Example({"requests.received.total": Decimal("0.5")}),
)
def fraction(case: Case) -> Iterator[Check]:
    """V004."""
    nothing = True
    unreadable = set(case.with_status(Status.UNREADABLE)) - case.without_place
    for path, value in case.figures.values.items():
        if path in unreadable:
            nothing = False
            yield _no_figure(case, case.cells[path])
        elif type(value) is Decimal and cell_spec(path).kind != "amount":
            nothing = False
            yield failed(
                path,
                zh=f"{cell_name(path, 'zh')}：{value} 不是整数",
                en=f"{cell_name(path, 'en')}: {value} is not a whole number",
                cells=[path],
                found=value,
            )
    if nothing:
        yield passed("cells")


def _no_figure(case: Case, cell: Cell) -> Check:
    """A cell whose text is no figure, with the figure that its sums ask for."""
    text = (cell.raw or "").strip()
    asked = case.asked_for(cell.path)
    zh, en = (
        ("", "")
        if asked is None
        else (f"；由其所在的等式，此格应为 {asked}", f"; the sums it takes part in ask for {asked}")
    )
    return failed(
        cell.path,
        zh=f"{cell_name(cell.path, 'zh')}：“{text}”不是数字{zh}",
        en=f"{cell_name(cell.path, 'en')}: “{text}” is no figure{en}",
        cells=[cell.path],
        expected=asked,
    )


def _amounts(case: Case) -> Iterator[tuple[str, Cell]]:
    for path in ("proactive.fees.amount", "proactive.procurement.amount"):
        if path in case.cells:
            yield path, case.cells[path]


@rule(
    "V005",
    Severity.INFO,
    zh="金额多于四位小数",
    en="amount with more than 4 decimals",
    description_zh="金额以万元为单位，保留四位小数（到元）即可。单元格以元为单位的不算。",
    description_en=(
        "Amounts are in 万元 with four decimals, which is to the yuan. An amount that its cell"
        " gives in yuan is not meant.".replace("万元", "units of 10,000 yuan")
    ),
    example=Example({"proactive.fees.amount": Decimal("18651.064104")}),
)
def decimals(case: Case) -> Iterator[Check]:
    """V005."""
    for path, cell in _amounts(case):
        value = cell.value
        if (
            isinstance(value, Decimal)
            and -int(value.as_tuple().exponent) > _DECIMALS
            and not _YUAN.search(cell.raw or "")
        ):
            yield failed(
                path,
                zh=f"{cell_name(path, 'zh')}：{figure(value, 'zh')} 多于四位小数",
                en=f"{cell_name(path, 'en')}: {figure(value, 'en')} has more than four decimals",
                cells=[path],
                found=value,
            )
        else:
            yield passed(path)


_NEAR: Final = (Decimal("0.8"), Decimal("1.25"))
"""Between these, a ratio divided by 10,000 makes one suspect the unit rather than the office."""


def _unit_over_years(case: Case, before: Case) -> Iterator[Check]:
    """V006 against last year."""
    for path in ("proactive.fees.amount", "proactive.procurement.amount"):
        if path not in case.cells or path not in before.cells:
            continue
        now, then = case.cells[path].value, before.cells[path].value
        if not now or not then:
            yield unknown(path, zh="没有金额可比", en="there is no amount to compare")
        elif about_ten_thousand(Decimal(now), Decimal(then)):
            yield unit_suspected(
                path, case.cells[path], Decimal(then), "上一年", "last year's report"
            )
        else:
            yield passed(path)


@rule(
    "V006",
    Severity.WARNING,
    zh="金额单位可疑（相差一万倍）",
    yearly=_unit_over_years,
    en="unit suspicion: factor 10,000",
    description_zh="表中金额与正文所写金额，或与上一年金额，恰好相差约一万倍：多半是把元当成了万元，或相反。",
    description_en=(
        "The amount differs from the one in the text, or from last year's, by a factor of about"
        " 10,000: yuan taken for 10,000 yuan, or the reverse."
    ),
    example=Example(
        {"proactive.fees.amount": Decimal(251000)},
        data={
            "source": "全年行政事业性收费251000元。",
            "sections": (Section(1, "一、总体情况", "全年行政事业性收费251000元。", Span(0, 17)),),
        },
    ),
)
def unit_in_text(case: Case) -> Iterator[Check]:
    """V006 against the sentences that speak of the same amount."""
    for path, cell in _amounts(case):
        if not cell.value:
            yield unknown(path, zh="没有金额可比", en="there is no amount to compare")
            continue
        stated = [
            Decimal(mention.value)
            for mention in case.mentions
            if mention.paths == (path,) and mention.value
        ]
        off = next(
            (value for value in stated if value and value in (cell.value * WAN, cell.value / WAN)),
            None,
        )
        if off is None or cell.value in stated:
            yield passed(path)
        else:
            yield unit_suspected(path, cell, off, "正文", "the text")


def unit_suspected(path: str, cell: Cell, other: Decimal, zh: str, en: str) -> Check:
    """A finding of V006: the cell's amount against another one."""
    return failed(
        path,
        zh=(
            f"{cell_name(path, 'zh')}：表中 {figure(cell.value, 'zh')} 万元，{zh}为"
            f" {figure(other, 'zh')} 万元，相差约一万倍"
        ),
        en=(
            f"{cell_name(path, 'en')}: {figure(cell.value, 'en')} in the table,"
            f" {figure(other, 'en')} in {en} (units of 10,000 yuan): a factor of 10,000"
        ),
        cells=[path],
        expected=other,
        found=cell.value,
        cause=Cause("unit", "元与万元弄混", "yuan and 10,000 yuan were confused", ((path, other),)),
    )


def about_ten_thousand(value: Decimal, other: Decimal) -> bool:
    """Whether two amounts differ by a factor of about 10,000.

    >>> about_ten_thousand(Decimal(251000), Decimal("25.3"))
    True
    >>> about_ten_thousand(Decimal(25), Decimal(24))
    False
    """
    big, small = max(value, other), min(value, other)
    return small > 0 and _NEAR[0] <= big / small / WAN <= _NEAR[1]


@rule(
    "V007",
    Severity.INFO,
    zh="数字经过规范化",
    en="figure normalised",
    description_zh="单元格里的数字含全角字符、千分位逗号、内部空格或量词，已规范化后读取。",
    description_en=(
        "The figure was written with full-width digits, thousands commas, inner blanks or a"
        " counting word and was normalised."
    ),
    example=Example(cells=(Cell("requests.received.total", Status.READ, 0, raw="０"),)),
)
def normalised(case: Case) -> Iterator[Check]:
    """V007."""
    broken = [
        path
        for path, raw in case.cells.raws().items()
        if raw
        and not (raw.isascii() and raw.isdecimal())  # most cells: nothing to normalise
        and case.statuses[path] is Status.READ
        and (fold(raw) != raw.strip() or "," in raw or _UNIT_OF_COUNT.search(raw))
    ]
    return _each(case, broken, "数字经过规范化", "figures were normalised")


@rule(
    "V008",
    Severity.INFO,
    zh="单元格内带单位",
    en="unit inside the cell",
    description_zh="金额单元格自带单位（如 251000元），已精确换算成万元。",
    description_en=(
        "The cell of an amount carries its own unit, as in 251000 yuan; the amount was converted"
        " exactly."
    ),
    example=Example(
        cells=(Cell("proactive.fees.amount", Status.READ, Decimal("25.1"), raw="251000元"),)
    ),
)
def own_unit(case: Case) -> Iterator[Check]:
    """V008."""
    for path, cell in _amounts(case):
        if cell.value is not None and _YUAN.search(cell.raw or ""):
            raw = (cell.raw or "").strip()
            yield failed(
                path,
                zh=(
                    f"{cell_name(path, 'zh')}：“{raw}”带单位，"
                    f"换算为 {figure(cell.value, 'zh')} 万元"
                ),
                en=(
                    f"{cell_name(path, 'en')}: “{raw}” carries a unit; it is"
                    f" {figure(cell.value, 'en')} in units of 10,000 yuan"
                ),
                cells=[path],
                found=cell.value,
            )
        else:
            yield passed(path)


@rule(
    "V009",
    Severity.WARNING,
    zh="数字不确定，有几种读法",
    en="figure not certain: several readings fit",
    description_zh=(
        "文字不能确定这一格的数字，列出所有可能的读法；连哪个数字属于哪一格都分不清的，列出各行，按错误提示。"
        "由多份报告相加而某一份未知的，写明是哪一份。"
    ),
    description_en=(
        "The text does not decide the figure of a cell; all readings that fit are listed. Where it"
        " cannot even be told which figure belongs to which cell, the rows are named, as an error."
        " In a sum of reports, the report whose figure is unknown is named."
    ),
    example=Example(
        cells=(Cell("requests.received.natural_person", Status.AMBIGUOUS, candidates=(4, None)),)
    ),
)
def uncertain(case: Case) -> Iterator[Check]:
    """V009: one finding for each row, one for all rows of a table whose figures have no place."""
    nothing = True
    for table in form.TABLES if case.without_place else ():
        without = [
            (row, [cell.path for cell in row.cells if cell.path in case.without_place])
            for row in form.rows(case.edition, table)
        ]
        without = [(row, paths) for row, paths in without if paths]
        if without:
            nothing = False
            yield failed(
                table,
                zh=f"{len(without)} 行分不清哪个数字属于哪一格："
                + phrase([row_name(row.path, "zh") for row, _ in without], "zh"),
                en=f"in {len(without)} rows it cannot be told which figure belongs to which cell: "
                + phrase([row_name(row.path, "en") for row, _ in without], "en"),
                cells=[path for _, paths in without for path in paths],
                origin="reading",
                severity=Severity.ERROR,
            )
    open_paths = case.of_unknown_units.union(case.with_status(Status.AMBIGUOUS))
    for row in form.rows(case.edition) if open_paths else ():
        open_cells = [case.cells[cell.path] for cell in row.cells if cell.path in open_paths]
        if open_cells:
            nothing = False
            cut = any(cell.cut for cell in open_cells)
            yield failed(
                row.path,
                zh=f"{row_name(row.path, 'zh')}："
                + "；".join(_readings(cell, "zh") for cell in open_cells)
                + ("（搜索未完成）" if cut else ""),
                en=f"{row_name(row.path, 'en')}: "
                + "; ".join(_readings(cell, "en") for cell in open_cells)
                + (" (the search was cut)" if cut else ""),
                cells=[cell.path for cell in open_cells],
                origin="reading",
            )
    if nothing:
        yield passed("cells")


def _readings(cell: Cell, lang: str) -> str:
    zh = lang == "zh"
    name = (
        cell_name(cell.path, "zh" if zh else "en")
        .removeprefix(row_name(cell_spec(cell.path).row, "zh" if zh else "en"))
        .strip(" ,")
    )
    sources = [
        basis.removeprefix(UNKNOWN_UNIT) for basis in cell.basis if basis.startswith(UNKNOWN_UNIT)
    ]
    if sources:
        listed = phrase(sources, "zh" if zh else "en", most=3)
        return f"{name} 未知（{listed}）" if zh else f"{name} unknown, because of “{listed}”"
    values = (" 或 " if zh else " or ").join(
        figure(value, "zh" if zh else "en") for value in cell.candidates
    )
    likely = ""
    if cell.likely:
        likely = (
            f"（可能是 {figure(cell.likely.value, 'zh')}）"
            if zh
            else f" (probably {figure(cell.likely.value, 'en')})"
        )
    return f"{name} {values or ('未知' if zh else 'unknown')}{likely}"


RULES: tuple[Rule, ...] = (
    blank,
    dash,
    negative,
    fraction,
    decimals,
    unit_in_text,
    normalised,
    own_unit,
    uncertain,
)
"""The rules of this module, in order."""
