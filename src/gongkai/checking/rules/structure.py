"""Rules S: whether the report has the parts of the form, once each, in order and under their
names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from typing import Final

import attrs

from ... import form
from ...analysis.case import Case, squeeze
from ...findings import Check, Severity, failed, passed, unknown
from ...form import EDITIONS, RowSpec, described
from ...form.describe import walk
from ...form.naming import phrase, row_name
from ...model import Cell, Section, Span, Status, Unplaced
from ...proving.readings import LOST_CELL, STRANGER
from ..rule import Example, Rule, rule

_SHOWN: Final = 20
"""So many of the figures that belong to no cell are pointed to."""

_SEVERAL: Final = 3
"""A table of which so many rows stand there twice stands there twice."""

_NUMERALS: Final = "一二三四五六"
_OFFICIAL_TOO: Final = {
    what.label: what.label_2019
    for cls in form.TABLES.values()
    for _, what, _, _ in walk(cls, "", EDITIONS[-1])
    if what.label_2019
}
"""What the earlier edition says for some labels of the later. Both wordings are in general use."""

_ALIKE: Final = 0.75
"""Two wordings this alike are taken for one label that has drifted, less alike ones for different
texts."""

_SECTION_WORDS: Final = (
    "总体|工作开展|概述",
    "主动公开",
    "申请",
    "复议|诉讼",
    "问题",
    "其他|说明|事项",
)
"""A word that any wording of each section's heading has."""

_TABLES_IN_ENGLISH: Final = {
    "proactive": "table two (information made public)",
    "requests": "table three (applications)",
    "disputes": "table four (reviews and lawsuits)",
}
_SECTIONS_IN_ENGLISH: Final = (
    "overall situation",
    "information made public",
    "applications",
    "reviews and lawsuits",
    "problems and improvements",
    "other matters",
)


def _table_zh(table: str) -> str:
    number = 1 + form.SECTION_TITLES.index(form.TABLE_TITLES[table])
    return f"表{_NUMERALS[number - 1]}（{form.TABLE_TITLES[table]}）"


@rule(
    "S001",
    Severity.WARNING,
    zh="无法判断表格版本",
    en="edition cannot be determined",
    description_zh=(
        f"文中没有任何内容能区分 {' 年版与 '.join(map(str, EDITIONS))} 年版的表格，"
        f"暂按 {EDITIONS[-1]} 年版读取。"
    ),
    description_en=(
        f"Nothing in the text tells the forms of {' and '.join(map(str, EDITIONS))} apart. The"
        f" cells are then those of edition {EDITIONS[-1]}."
    ),
    example=Example(data={"edition": None}),
)
def edition(case: Case) -> Iterator[Check]:
    """S001."""
    if case.report.edition is None:
        yield failed(
            "edition",
            zh=(
                f"无法判断表格是 {' 年版还是 '.join(map(str, EDITIONS))} 年版，"
                f"暂按 {EDITIONS[-1]} 年版读取"
            ),
            en=(
                f"cannot tell whether the form is of {' or '.join(map(str, EDITIONS))}; it was"
                f" read as {EDITIONS[-1]}"
            ),
        )
    else:
        yield passed("edition")


@rule(
    "S002",
    Severity.ERROR,
    zh="缺少某一部分或某张表",
    en="a section or table is missing",
    description_zh="报告应有六个部分和三张表。部分的标题在全文中完全找不到，或某张表一个单元格也没有、表头也不全，即为缺少。",
    description_en=(
        "A report has six sections and three tables. A section is missing where no heading like it"
        " stands anywhere in the text, a table where not one of its cells does, nor all its heads."
    ),
    example=Example(
        cells=tuple(
            Cell(cell.path, Status.MISSING) for cell in form.cells(EDITIONS[-1], "disputes")
        )
    ),
)
def parts(case: Case) -> Iterator[Check]:
    """S002 for each table and each section."""
    for table in form.TABLES:
        if table in case.present:
            yield passed(table)
        elif _has_heads(case, table):
            yield unknown(
                table,
                zh=f"{_table_zh(table)}只有表头，没有读到数字",
                en=f"{_TABLES_IN_ENGLISH[table]} shows its heads, and no figure that could be read",
            )
        else:
            yield failed(
                table, zh=f"缺少{_table_zh(table)}", en=f"{_TABLES_IN_ENGLISH[table]} is missing"
            )
    if not case.report.sections:
        yield unknown(
            "sections",
            zh="没有正文，无法判断各部分是否齐全",
            en="there is no text whose sections could be looked at",
        )
        return
    numbers = {section.number for section in case.report.sections}
    for number, title in enumerate(form.SECTION_TITLES, 1):
        if number in numbers or _stands_somewhere(case, number):
            yield passed(f"section {number}")
        else:
            numeral = _NUMERALS[number - 1]
            yield failed(
                f"section {number}",
                zh=f"缺少第{numeral}部分：{numeral}、{title}",
                en=f"section {number} ({_SECTIONS_IN_ENGLISH[number - 1]}) is missing",
            )


def _has_heads(case: Case, table: str) -> bool:
    """Whether the text shows a head for each column of a table: then it is there, filled in or
    not."""
    edition = case.report.edition or EDITIONS[-1]
    columns = {cell.column for cell in form.cells(edition, table)}
    return all(
        any(squeeze(label) in case.squeezed for label in form.head_labels(column))
        for column in columns
    )


def _stands_somewhere(case: Case, number: int) -> bool:
    """Whether a heading of this section can be made out anywhere: then it is not the report that
    lacks it."""
    pattern = rf"{_NUMERALS[number - 1]}[，、.．]?[^，。；]{{0,12}}(?:{_SECTION_WORDS[number - 1]})"
    return (
        squeeze(form.SECTION_TITLES[number - 1]) in case.squeezed
        or re.search(pattern, case.squeezed) is not None
    )


@rule(
    "S003",
    Severity.INFO,
    zh="各部分的标题或顺序与格式不同",
    en="section titles or order differ from the form",
    description_zh="各部分的标题应与统一格式一致，并按一至六的顺序排列。",
    description_en="The sections carry the form's headings and follow each other from one to six.",
    example=Example(
        data={
            "source": "六、需要说明的其他事项",
            "sections": (Section(6, "六、需要说明的其他事项", "", Span(0, 11)),),
        }
    ),
)
def headings(case: Case) -> Iterator[Check]:
    """S003 for each section and for their order."""
    sections = [
        section
        for section in case.report.sections
        if 1 <= section.number <= len(form.SECTION_TITLES)
    ]
    if not sections:
        yield unknown("sections", zh="没有分部分的正文", en="there is no text in sections")
        return
    seen: set[int] = set()
    for section in sections:
        number = section.number
        title = form.SECTION_TITLES[number - 1]
        if number in seen or _is_headed(section, title):
            yield passed(f"section {number}")
        else:
            span = Span(
                section.span.start, min(section.span.end, section.span.start + len(section.heading))
            )
            yield failed(
                f"section {number}",
                zh=(
                    f"第{_NUMERALS[number - 1]}部分标题为“{section.heading.strip()}”，"
                    f"格式为“{_NUMERALS[number - 1]}、{title}”"
                ),
                en=(
                    f"section {number} is headed “{section.heading.strip()}”; the form says"
                    f" “{_NUMERALS[number - 1]}、{title}”"
                ),
                spans=[span],
            )
        seen.add(number)
    order = [section.number for section in sections]
    if order != sorted(order):
        listed = "、".join(_NUMERALS[number - 1] for number in order)
        yield failed(
            "order",
            zh=f"各部分的顺序为{listed}",
            en="the sections stand in the order " + ", ".join(map(str, order)),
            spans=[next(b.span for a, b in pairwise(sections) if b.number < a.number)],
        )
    else:
        yield passed("order")


def _is_headed(section: Section, title: str) -> bool:
    """Whether a section's heading has the form's title, or nothing behind its number."""
    heading = squeeze(section.heading)
    number = rf"[（]?{_NUMERALS[section.number - 1]}[）]?[，、.．：]?"
    return squeeze(title) in heading or re.fullmatch(f"(?:{number})?", heading) is not None


@rule(
    "S004",
    Severity.WARNING,
    zh="表格缺行、多行，或行列名称与格式不同",
    en="a row is missing or extra, or a label drifted",
    description_zh=(
        "表内缺少格式中的一行，出现另一版本才有的一行，或行、"
        "列的名称与格式文字不同（如把“本年废止件数”写成“本年度止件数”）。标点和空格的差别不算。"
    ),
    description_en=(
        "A table lacks a row of the form, has one that only the other edition has, or words a row"
        " or column differently. Differences of punctuation and blanks do not count."
    ),
    example=Example(
        cells=tuple(
            Cell(f"proactive.regulations.{name}", Status.MISSING)
            for name in ("issued", "repealed", "in_force")
        )
    ),
)
def rows(case: Case) -> Iterator[Check]:
    """S004 for each table."""
    text = case.table_text
    for table in form.TABLES:
        if table not in case.present:
            continue
        found = list(_rows_of(case, table, text.get(table, "")))
        yield from found or [passed(table)]


def _rows_of(case: Case, table: str, text: str) -> Iterator[Check]:
    labels: dict[str, tuple[tuple[str, ...], RowSpec]] = {}
    for row in form.rows(case.edition, table):
        if all(cell.path in case.lacking or cell.path not in case.statuses for cell in row.cells):
            name = row_name(row.path, "zh")
            yield failed(
                row.path,
                zh=f"{_table_zh(table)}缺少一行：{name}",
                en=f"{_TABLES_IN_ENGLISH[table]} lacks the row “{row_name(row.path, 'en')}”",
                cells=[cell.path for cell in row.cells],
            )
        else:
            labels.setdefault(row.label, (row.also, row))
            if table == "proactive":
                for label, also in _columns(row):
                    labels.setdefault(label, (also, row))
    if not text:
        return
    for row in _other_edition(case.edition, table):
        label = squeeze(row.label)
        if label in text and re.search(re.escape(label) + r"[|，\t]*[0-9]", text):
            yield failed(
                row.path,
                zh=f"{_table_zh(table)}多出另一版本的一行：{row_name(row.path, 'zh')}",
                en=(
                    f"{_TABLES_IN_ENGLISH[table]} has a row of the other edition:"
                    f" “{row_name(row.path, 'en')}”"
                ),
            )
    for label, (also, row) in labels.items():
        drifted = _drifted(case, label, also, row, text)
        if drifted:
            span = _first_span(case, row)
            yield failed(
                label,
                zh=f"“{drifted}”与格式文字“{label}”不同",
                en=f"the label “{drifted}” differs from the form's “{label}”",
                spans=[span] if span else [],
            )


def _columns(row: RowSpec) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The columns of a row in table two, where every row has its own. Amounts are left out: their
    unit has a rule of its own."""
    for cell in row.cells:
        if cell.kind != "amount":
            yield _wording(cell.path)


@cache
def _wording(path: str) -> tuple[str, tuple[str, ...]]:
    table, *names, column = path.split(".")
    cls = form.TABLES[table]
    for name in names:
        cls = getattr(attrs.fields(cls), name).default.factory
    what = described(getattr(attrs.fields(cls), column))
    return what.label, tuple(filter(None, (*what.also, what.label_2019)))


@cache
def _other_edition(edition: int, table: str) -> tuple[RowSpec, ...]:
    ours = {row.path for row in form.rows(edition, table)}
    others = [row for other in EDITIONS if other != edition for row in form.rows(other, table)]
    return tuple(row for row in others if row.path not in ours and len(row.label) > 4)


def _first_span(case: Case, row: RowSpec) -> Span | None:
    return next((span for cell in row.cells if (span := case.spans.get(cell.path))), None)


def _drifted(case: Case, label: str, also: tuple[str, ...], row: RowSpec, text: str) -> str | None:
    """The wording that stands instead of the label, if it is clear which one that is."""
    official = squeeze(label)
    if official in text or len(official) < 3:
        return None
    short = re.sub(r"（.*", "", official)
    if short != official and short in text:
        return None
    if _OFFICIAL_TOO.get(label, "-") in text:
        return None
    plain = _letters(official)
    for other in sorted(also, key=len, reverse=True):
        if _letters(squeeze(other)) == plain:
            if squeeze(other) in text:
                return None  # only the punctuation differs
        elif squeeze(other) in text:
            return _as_printed(squeeze(other), official, text)
    span = _first_span(case, row)
    if span is None or _letters(official) in _letters(text):
        return None
    # the label should stand right before the row's first figure
    before = re.sub(
        r"[0-9.．|，\s]+$", "", squeeze(case.report.source[max(0, span.start - 120) : span.start])
    )
    candidate = re.split(r"[0-9|]+[.．，]?|[（(][一二三四五六七][)）]", before)[-1]
    if (
        len(candidate) >= 3
        and SequenceMatcher(None, candidate, official).ratio() >= _ALIKE
        and _letters(candidate) != plain
    ):
        return candidate
    return None


def _as_printed(short: str, official: str, text: str) -> str:
    """A known short wording together with what stands before it, if the label seems to begin there
    (本月废止件数)."""
    at = text.index(short)
    start = at - (len(official) - len(short))
    return (
        text[start : at + len(short)] if 0 <= start < at and text[start] == official[0] else short
    )


def _letters(text: str) -> str:
    return re.sub(r"[^\w]", "", text)


@rule(
    "S005",
    Severity.ERROR,
    zh="一行的格数与格式不同",
    en="a row has fewer or more cells than the form, or is shifted",
    description_zh=(
        "一行里只有部分单元格，或数字个数与列数不符、无法断定各在哪一列。"
        "后一种情形也可能是网页转成文字时丢失了空格，因此只作警告。"
    ),
    description_en=(
        "A row has some of its cells only, or not as many pieces as columns, so that their columns"
        " are open. The latter can also come about when a page is turned into text and is a"
        " warning."
    ),
    example=Example(
        cells=(
            Cell("requests.received.other", Status.MISSING),
            Cell("requests.received.total", Status.MISSING),
        )
    ),
)
def complete_rows(case: Case) -> Iterator[Check]:
    """S005 for each row, rows of one table in one finding where only their places are open."""
    nothing = True
    open_rows: dict[str, list[RowSpec]] = {}
    shifted = {p for p, basis in case.bases.items() if LOST_CELL in basis or STRANGER in basis}
    for row in form.rows(case.edition) if case.lacking or shifted else ():
        paths = [cell.path for cell in row.cells if cell.path in case.statuses]
        missing = [path for path in paths if path in case.lacking]
        if missing and len(missing) < len(paths):
            nothing = False
            there = len(paths) - len(missing)
            yield failed(
                row.path,
                zh=f"{row_name(row.path, 'zh')}：应有 {len(paths)} 格，只有 {there} 格",
                en=f"{row_name(row.path, 'en')}: {there} cells, the form has {len(paths)}",
                cells=[path for path in paths if case.statuses[path] is not Status.MISSING]
                + missing,
                expected=len(paths),
                found=there,
            )
        elif not shifted.isdisjoint(paths):
            open_rows.setdefault(row.table, []).append(row)
    for table, found in open_rows.items():
        nothing = False
        yield failed(
            table,
            zh=f"{_table_zh(table)}有 {len(found)} 行的数字个数与列数不符："
            + phrase([row_name(row.path, "zh") for row in found], "zh"),
            en=(
                f"{_TABLES_IN_ENGLISH[table]}: in {len(found)} rows the number of figures is not"
                " that of the columns: "
            )
            + phrase([row_name(row.path, "en") for row in found], "en"),
            cells=[cell.path for row in found for cell in row.cells],
            origin="reading",
            severity=Severity.WARNING,
        )
    if nothing:
        yield passed()


@rule(
    "S006",
    Severity.WARNING,
    zh="同一张表出现两次",
    en="a table occurs twice",
    description_zh="同一张表在文中出现两次或更多。只读第一张；两张数字不同时，以哪张为准无从判断。",
    description_en="The text has the same table twice or more often. The first one is read.",
    example=Example(data={"repeated_tables": ("disputes",)}),
)
def repeated(case: Case) -> Iterator[Check]:
    """S006 for each table."""
    for table in form.TABLES:
        again = _again(case, table)
        if again or table in case.report.repeated_tables:
            yield failed(
                table,
                zh=f"{_table_zh(table)}出现不止一次",
                en=f"{_TABLES_IN_ENGLISH[table]} occurs more than once",
                spans=again[:1],
            )
        else:
            yield passed(table)


def _again(case: Case, table: str) -> list[Span]:
    """Where rows of a table stand a second time, with figures: anywhere in the text, for the table
    is read where it stands first. None if they are too few to be a table."""
    source, rows = case.report.source, form.rows(case.edition, table)
    if any(source.count(row.label) < 2 for row in (rows[1], rows[-1])):
        return []  # as in most texts
    found = []
    for row in rows:
        if len(row.label) > 3 and source.count(row.label) > 1:
            # a figure with a measure word is one of a sentence
            pattern = re.compile(
                re.escape(row.label) + r"[\s|｜,，]*[0-9]+(?![0-9]|\s?[件条项个份宗起])"
            )
            found += [Span(*match.span()) for match in [*pattern.finditer(source)][1:2]]
    return found if len(found) >= _SEVERAL else []


@rule(
    "S007",
    Severity.ERROR,
    zh="表格版本与年度不符",
    en="edition does not fit the report's year",
    description_zh="；".join(f"{edition} 年度起用 {edition} 年版" for edition in EDITIONS) + "。",
    description_en="; ".join(
        f"reports of {edition} and later use the form of {edition}" for edition in EDITIONS
    ).capitalize()
    + ".",
    example=Example(data={"year": 2020}),
)
def fitting(case: Case) -> Iterator[Check]:
    """S007."""
    year, edition = case.report.year, case.report.edition
    if year is None or edition is None or year < EDITIONS[0]:
        yield unknown("edition", zh="年度或表格版本未知", en="the year or the edition is not known")
        return
    right = form.edition_of(year)
    if edition == right:
        yield passed("edition")
    else:
        yield failed(
            "edition",
            zh=f"{year} 年度报告应使用 {right} 年版表格，实际使用 {edition} 年版",
            en=f"a report for {year} uses the form of {right}, this one uses that of {edition}",
            expected=right,
            found=edition,
        )


_UNIT: Final = re.compile(r"(本年收费金额|采购总金额)（?(?:单位：?)?(万元|亿元|元)?")


@rule(
    "S008",
    Severity.INFO,
    zh="金额单位与格式不同或缺少",
    en="unit header differs or is missing",
    description_zh=(
        f"{EDITIONS[-1]} 年版表头为“本年收费金额（单位：万元）”。"
        "表头写其他单位或不写单位，金额容易错一万倍。"
    ),
    description_en=(
        f"The form of {EDITIONS[-1]} heads the fee column with its unit, 万元. With another unit or"
        " none, amounts are easily off by 10,000."
    ),
    example=Example(data={"source": "行政事业性收费 本年收费金额（单位：元） 0"}),
)
def unit(case: Case) -> Iterator[Check]:
    """S008."""
    found = _UNIT.findall(case.table_text.get("proactive") or case.squeezed)
    if not found:
        yield unknown(
            "unit", zh="没有找到金额一栏的表头", en="the header of the amount column was not found"
        )
        return
    for header, printed in found:
        if printed == "万元" or (
            not printed and header == "采购总金额"
        ):  # the form prints no unit there
            yield passed(header)
        elif printed:
            yield failed(
                header,
                zh=f"“{header}”的单位为{printed}，格式为万元",
                en=f"the column “{header}” is in “{printed}”, the form asks for “万元”",
            )
        else:
            yield failed(
                header,
                zh=f"“{header}”没有写明单位（万元）",
                en=f"the column “{header}” does not name its unit (“万元”)",
            )


@rule(
    "S009",
    Severity.WARNING,
    zh="表中有不属于任何一格的数字",
    en="figures in a table that no cell claims",
    description_zh="表中有些数字不属于任何一格：多出的列、小计行、页码，或位置无从判断的数字。",
    description_en=(
        "Some figures inside a table belong to no cell of the form: a column or row that the form"
        " does not have, the number of a page, or a figure whose place cannot be told."
    ),
    example=Example(
        data={"unplaced": (Unplaced(Span(0, 1), "3", "requests", "requests.received"),)}
    ),
)
def unplaced(case: Case) -> Iterator[Check]:
    """S009 for each table."""
    for table in form.TABLES:
        found = [one for one in case.report.unplaced if one.table == table]
        if found:
            listed = phrase([one.raw for one in found], "en")
            yield failed(
                table,
                zh=f"{_table_zh(table)}中有 {len(found)} 个数字不属于任何一格："
                + phrase([one.raw for one in found], "zh"),
                en=f"{_TABLES_IN_ENGLISH[table]}: {len(found)} figures belong to no cell: {listed}",
                spans=[one.span for one in found[:_SHOWN]],
                origin="reading",
                found=len(found),
            )
        else:
            yield passed()


@rule(
    "S010",
    Severity.ERROR,
    zh="一个数字也没有读出",
    en="no figure could be read",
    description_zh="报告的表中一个数字也没有读出来。可换一种版式，或用 gongkai layout guess 查看。",
    description_en=(
        "Not one figure of the tables could be read. Try another layout, or see what"
        " `gongkai layout guess` finds."
    ),
    example=Example(
        cells=tuple(Cell(cell.path, Status.MISSING) for cell in form.cells(EDITIONS[-1])),
        data={"source": "一、总体情况"},
    ),
)
def nothing_read(case: Case) -> Iterator[Check]:
    """S010 for a report that was read from a text."""
    if case.nothing_read != "text" or not case.report.source:
        yield passed()
        return
    yield failed(
        "report",
        zh="表中一个数字也没有读出：可指定版式（layout=），或运行 gongkai layout guess",
        en=(
            "no figure of the tables could be read: name a layout (layout=), or run gongkai layout"
            " guess"
        ),
        origin="reading",
    )


@rule(
    "S011",
    Severity.WARNING,
    zh="表格是空表",
    en="the tables are an empty form",
    description_zh="三张表中没有一格有数字：这是通知附件里的空白格式，或还没有填写的报告。",
    description_en=(
        "No cell of the tables holds a figure: this is the blank form of the notice, or a report"
        " that nobody has filled in yet."
    ),
    example=Example(
        cells=tuple(Cell(cell.path, Status.BLANK) for cell in form.cells(EDITIONS[-1])),
        data={"source": "一、总体情况"},
    ),
)
def filled_in(case: Case) -> Iterator[Check]:
    """S011 for a report that was read from a text."""
    if case.nothing_read != "form" or not case.report.source:
        yield passed()
        return
    yield failed(
        "report",
        zh="三张表中没有一格有数字，是空表",
        en="no cell of the tables holds a figure: this is an empty form",
    )


RULES: tuple[Rule, ...] = (
    edition,
    parts,
    headings,
    rows,
    complete_rows,
    repeated,
    fitting,
    unit,
    unplaced,
    nothing_read,
    filled_in,
)
"""The rules of this module, in order."""
