"""Spreadsheets to text: each table as rows of its real cells, everything else as lines.

A sheet is what it shows: hidden sheets, rows and columns are left out and named, merged cells stand
once, numbers as their format writes them. Tables may stand on a sheet each, or all on one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import attrs

from ..errors import ParseError
from ..form import SECTION_TITLES
from ..languages import Both
from ..model import HOLE, Origin
from .composing import Composer, Reading, cell_text, plain
from .merged import is_figure

_MAX_FIELDS: Final = 1_000_000
"""More cells than any report's tables have, blank ones counted."""

_HEADING: Final = re.compile(
    r"[(（]?[一二三四五六][)）]?[、.．]?\s*(?:"
    + "|".join(map(re.escape, SECTION_TITLES))
    + "|.{0,12}(?:行政诉讼情况|公开申请情况|主要问题.{0,8}|报告的事项)).{0,12}"
)
_PROSE: Final = re.compile(r"[。！？；]$|报告$|^.{0,20}\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$")
_HEAD: Final = re.compile(r"第二十条第|勾稽关系|申请人情况|^行政复议$|^行政诉讼$")
"""What stands in the first lines of a table, or of a part of table two."""


class Area(NamedTuple):
    """Cells that are one, rows and columns counted from 1, all included."""

    top: int
    left: int
    bottom: int
    right: int


@attrs.frozen
class Sheet:
    """One sheet as it is in its file: its texts by row and column (from 1), merged cells, and what
    of it is hidden."""

    name: str
    texts: Mapping[tuple[int, int], str] = attrs.field(repr=False)
    merged: Sequence[Area] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False


class _Box(NamedTuple):
    """A cell as it is seen: where it begins, the last column that it covers, its text."""

    row: int
    column: int
    last: int
    text: str


def compose(sheets: Iterable[Sheet], media_type: str) -> Reading:
    """The text of the sheets that can be seen.

    Raises:
        ParseError: nothing can be seen on them, or they are too large for a report.

    >>> sheet = Sheet("表",
    ...     {(1, 1): "规章", (1, 2): "3", (1, 4): "27", (2, 1): "行政许可", (3, 9): " "})
    >>> compose([sheet], "text/csv").text
    '规章\\t3\\t\\t27\\n行政许可\\t\\t\\t'
    """
    composer = Composer()
    left_out: list[str] = []
    table = 0
    for sheet in sheets:
        if sheet.hidden:
            left_out.append(sheet.name)
            continue
        left_out += _hidden_parts(sheet)
        for block in _blocks(list(_seen(sheet))):
            if all(len(row) < 2 for row in block):
                for row in block:
                    _lines(composer, row[0].text)
                continue
            table += 1
            _add_table(composer, sheet, block, table)
    if not composer.lines:
        if not left_out:
            raise ParseError(Both("the spreadsheet shows no text", "电子表格里看不到文字"))
        hidden = ", ".join(left_out[:6])
        raise ParseError(
            Both(
                f"the spreadsheet shows no text; hidden: {hidden}",
                f"电子表格里看不到文字；隐藏的有：{hidden}",
            ),
            hint=Both("unhide what holds the report, and save it", "取消隐藏年报所在部分，再保存"),
        )
    return attrs.evolve(composer.reading(media_type), left_out=tuple(left_out))


def letters(column: int) -> str:
    """The name of a column.

    >>> letters(3), letters(28)
    ('C', 'AB')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _hidden_parts(sheet: Sheet) -> Iterator[str]:
    """The hidden rows and columns that hold text, as a spreadsheet names them: ``表三!5:7``,
    ``表三!D:D``."""
    for place, hidden, name in (
        (0, sheet.hidden_rows, str),
        (1, sheet.hidden_columns, letters),
    ):
        held = sorted({at[place] for at, text in sheet.texts.items() if text.strip()} & hidden)
        run: list[int] = []
        for number in [*held, 0]:
            if run and number != run[-1] + 1:
                yield f"{sheet.name}!{name(run[0])}:{name(run[-1])}"
                run = []
            run.append(number)


def _seen(sheet: Sheet) -> Iterator[list[_Box]]:
    """The rows that can be seen and have a text, from top to bottom: their cells that hold
    something, and merged ones that do not."""
    texts: dict[int, dict[int, str]] = {}
    for (row, column), text in sheet.texts.items():
        if text.strip():
            texts.setdefault(row, {})[column] = text
    starting: dict[int, list[_Box]] = {}
    covered: dict[int, list[Area]] = {}
    for area in sheet.merged:
        whole = texts.get(area.top, {}).get(area.left, "")
        rows = [row for row in range(area.top, area.bottom + 1) if row not in sheet.hidden_rows]
        columns = [
            column
            for column in range(area.left, area.right + 1)
            if column not in sheet.hidden_columns
        ]
        if rows and columns:
            starting.setdefault(rows[0], []).append(_Box(rows[0], columns[0], columns[-1], whole))
        for row in rows:
            covered.setdefault(row, []).append(area)
    for row in sorted(
        texts.keys() | {row for row, boxes in starting.items() if any(b.text for b in boxes)}
    ):
        if row in sheet.hidden_rows:
            continue
        boxes = starting.get(row, [])
        boxes += [
            _Box(row, column, column, text)
            for column, text in texts.get(row, {}).items()
            if column not in sheet.hidden_columns
            and not any(area.left <= column <= area.right for area in covered.get(row, ()))
        ]
        if any(box.text for box in boxes):
            yield sorted(boxes, key=lambda box: box.column)


def _blocks(rows: Sequence[list[_Box]]) -> Iterator[list[list[_Box]]]:
    """Rows that belong together: a table, or a part of table two, or lines of prose between
    tables."""
    block: list[list[_Box]] = []
    headed = False
    for row in rows:
        texts = [plain(box.text) for box in row if box.text]
        line = len(texts) == 1 and (_HEADING.fullmatch(texts[0]) or _PROSE.search(texts[0]))
        heads = any(_HEAD.search(text) for text in texts)
        if line or (heads and not headed):
            if block:
                yield block
            block = []
        headed = heads
        if line:
            yield [[box for box in row if box.text]]
        else:
            block.append(row)
    if block:
        yield block


def _lines(composer: Composer, text: str) -> None:
    for line in text.splitlines():
        composer.line(line)


def _add_table(composer: Composer, sheet: Sheet, block: Sequence[list[_Box]], table: int) -> None:
    """Add rows with all cells between the first and the last column that any of them uses."""
    first = min(box.column for row in block for box in row)
    last = max(box.last for row in block for box in row)
    columns = [column for column in range(first, last + 1) if column not in sheet.hidden_columns]
    if len(columns) * len(block) > _MAX_FIELDS:
        raise ParseError(
            Both(
                "the sheet has more cells than a report can have",
                "工作表的单元格多于一份年报可能有的",
            )
        )
    with_figures = {row for (row, _), text in sheet.texts.items() if is_figure(plain(text))}
    for row in block:
        number = row[0].row
        known = {box.column: box for box in row}
        over = [area for area in sheet.merged if area.top <= number <= area.bottom]
        fields, origins = [], []
        for column in columns:
            box = known.get(column)
            text = cell_text(box.text.splitlines()) if box else ""
            if box is None and (area := _at(column, over)):
                above = plain(sheet.texts.get((area.top, area.left), ""))
                figure = is_figure(above) if above else area.top in with_figures
                if not figure or column != area.left or number == area.top:
                    continue
                text = HOLE  # whether the one figure counts for both rows is not known
            fields.append(text)
            reference = f"{letters(column)}{number}"
            origins.append(
                Origin(None, table, number, column, sheet=sheet.name, reference=reference)
            )
        composer.row_at(fields, origins)


def _at(column: int, areas: Iterable[Area]) -> Area | None:
    """The merged cell of some that reaches over a column."""
    return next((area for area in areas if area.left <= column <= area.right), None)
