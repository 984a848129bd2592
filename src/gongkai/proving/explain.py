"""The argument for one cell in words: what its row could say, which equation refused what, and what
is left."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from .. import form
from ..errors import place
from ..figures import holds_text
from ..form.naming import cell_name, cell_spec, column_name, figure, row_name
from ..form.sums import is_equation
from ..languages import Language
from ..model import INFERRED_UNIT, MEANINGS, UNKNOWN_UNIT, Cell, Likely, RowText, Status
from . import lines
from .divisions import TooManyError
from .readings import (
    AS_MANY,
    BROKEN,
    DROPPED,
    LOST_CELL,
    ORDER_KEPT,
    STRANGER,
    columns_of,
    habits_by_table,
)
from .resolve import FEWEST
from .runs import Gap
from .search import Option
from .settle import Settled
from .table import Line, Solved, Table

_MOST: Final = 12
"""So many readings of a row are written out; of more only the number is given."""

_STATUS: Final[Mapping[Status, Mapping[Language, str]]] = {
    Status.READ: {
        "zh": "原文在该格位置写有此数，照录不改。",
        "en": "The figure stands in the text at its own place; it is never altered.",
    },
    Status.BLANK: {
        "zh": "该格为空。空格不是零，只在求和时按零计。",
        "en": "The cell is empty. Empty is not zero; only sums count it as zero.",
    },
    Status.DASH: {"zh": "该格写的是表示“无”的符号。", "en": "The cell holds a mark for nothing."},
    Status.UNREADABLE: {"zh": "该格的文字不是数。", "en": "What stands in the cell is no figure."},
    Status.MISSING: {"zh": "原文没有这一格。", "en": "The text has no such cell."},
    Status.INFERRED: {
        "zh": "原文没有留下该格的位置，但只有这一个数能使各等式成立。",
        "en": (
            "The text does not show the cell's place, but this is the only value under which the"
            " equations hold."
        ),
    },
    Status.AMBIGUOUS: {
        "zh": "原文没有留下该格的位置，各等式也定不下来；候选值全部列出。",
        "en": (
            "The text does not show the cell's place, and the equations leave several values; all"
            " of them are listed."
        ),
    },
}
_PREMISES: Final[Mapping[str, Mapping[Language, str]]] = {
    AS_MANY: {
        "zh": "连写的数字恰好分成与列数相同的几个数",
        "en": "the run of digits holds one figure for each column",
    },
    ORDER_KEPT: {
        "zh": "数的先后与列的先后一致",
        "en": "the figures stand in the order of the columns",
    },
    DROPPED: {
        "zh": "该表的空格没有留下痕迹，缺数的列为空格",
        "en": "the table leaves no trace of blank cells; columns without a figure are blank",
    },
    LOST_CELL: {
        "zh": "该表连零也写出，因此缺数的列是丢失了一个大于或等于零的整数",
        "en": (
            "the table prints its zeros, so a column without a figure has lost a whole number from"
            " 0 up"
        ),
    },
    BROKEN: {
        "zh": "行内有一个数被窄单元格拆成两段",
        "en": "a narrow cell has broken a figure of the row into two",
    },
    STRANGER: {
        "zh": "行内可能有一段（如页码、表外的列）不属于该行",
        "en": "something in the row (a page number, a foreign column) may not belong to it",
    },
    FEWEST: {
        "zh": "没有一种读法能使全部等式成立，报告本身有误；只取不成立的等式最少的读法",
        "en": (
            "no reading fulfils all equations, the report itself is in error; readings with the"
            " fewest broken ones count"
        ),
    },
}
_SEVERAL: Final = re.compile(r"\d[^\d.,]+\d")
_OPENED: Final[Mapping[Language, str]] = {
    "zh": "该行或其旁有不属于任何一列的文字或数字，或分不清各数属于哪一列，所以整行不读。",
    "en": (
        "Something in the row or beside it belongs to no column, or the columns cannot be told"
        " apart, so that none of the row's figures is claimed."
    ),
}
"""What is said of a cell whose whole row is open: its raw text has several figures."""

_RULES: Final[Mapping[str, Mapping[Language, str]]] = {
    "R001": {
        "zh": "{0}列：新收＋上年结转＝总计＋结转下年度",
        "en": "column {0}: received + carried over = handled + carried forward",
    },
    "R002": {
        "zh": "{0}列：各办理结果之和＝总计",
        "en": "column {0}: the outcomes add up to handled in all",
    },
    "R003": {
        "zh": "{0}：六类申请人之和＝总计",
        "en": "{0}: the six kinds of applicant add up to the total",
    },
    "D001": {"zh": "{0}：四种结果之和＝总计", "en": "{0}: the four outcomes add up to the total"},
}


def explain(
    cell: Cell,
    rows: Sequence[RowText] = (),
    *,
    edition: int = form.EDITIONS[-1],
    language: Language = "zh",
    source: str = "",
) -> str:
    """Say in words how the value of a cell is known. With the ``source`` the text's line is named
    and shown.

    With the ``rows`` that the cell was resolved from, the readings of its row are gone through one
    by one: which equation refused which, and what is left. Without them the text names the value or
    the candidates, the premises and the equations used.

    >>> from gongkai.model import Piece, Place, Span
    >>> piece = Piece(Status.UNREADABLE, None, "112000013", Span(0, 9))
    >>> row = RowText("requests.received", (piece,), Place.GLUED)
    >>> from gongkai.proving.resolve import resolve
    >>> cell = resolve([row], 2021)["requests.received.business"]
    >>> print(explain(cell, [row], language="en").splitlines()[0])
    Received this year, businesses: ambiguous, 2 or 12.
    """
    raw = cell.raw or ""
    opened = cell.status is Status.UNREADABLE and (
        _SEVERAL.search(raw) is not None or not holds_text(raw, cell_spec(cell.path).kind)
    )
    known = _OPENED if opened else _STATUS[cell.status]
    text = [_headline(cell, language), known[language]]
    if cell.status is Status.INFERRED and not any(map(is_equation, cell.basis)):
        text[1] = _said(
            "原文没有留下该格的位置，但按下述前提只能是这个数。",
            "The text does not show the cell's place, but under the premises no other value is"
            " possible.",
            language,
        )
    proven = [id.removeprefix(INFERRED_UNIT) for id in cell.basis if id.startswith(INFERRED_UNIT)]
    if cell.status is Status.INFERRED and proven:
        text[1] = _said(
            "各单位之和；下列单位的数是推定的：{}。",
            "The sum of the units; the figures of these are proven, not read: {}.",
            language,
        ).format(_joined(proven, language))
    if source and cell.span is not None:
        line, _, excerpt = place(source, cell.span.start)
        text.append(
            _said("原文第 {} 行：{}", "Line {} of the text: {}", language).format(
                line, excerpt.strip()
            )
        )
    if cell.status in (Status.INFERRED, Status.AMBIGUOUS):
        premises = [_PREMISES[id][language] for id in cell.basis if id in _PREMISES]
        used = [_rule(id, language) for id in cell.basis if is_equation(id)]
        units = [id.removeprefix(UNKNOWN_UNIT) for id in cell.basis if id.startswith(UNKNOWN_UNIT)]
        if premises:
            text.append(
                _said("前提：{}。", "Premises: {}.", language).format(_joined(premises, language))
            )
        if used:
            text.append(
                _said("所用等式：{}。", "Equations used: {}.", language).format(
                    _joined(used, language)
                )
            )
        if units:
            text.append(
                _said(
                    "下列单位的数不确定：{}。",
                    "The figures of these units are not certain: {}.",
                    language,
                ).format(_joined(units, language))
            )
        if cell.cut:
            text.append(
                _said(
                    "所缺的数无法逐一列出，或者搜索超出限度而中止；候选值可能不全。",
                    "A lost figure cannot be listed, or the search was given up at its bound; other"
                    " values are possible.",
                    language,
                )
            )
        text += _argument(cell, rows, edition, language)
    if cell.likely is not None:
        text.append(_likely(cell.likely, language, source))
    return "\n".join(text)


def _likely(likely: Likely, language: Language, source: str) -> str:
    value = figure(likely.value, language)
    if likely.reason == "blanks":
        said = _said(
            "按原文的空白，{} 较为可能，但不作为结论。",
            "The blanks of the text suggest {}, which proves nothing.",
            language,
        )
        return said.format(value)
    where = ""
    if source and likely.span is not None:
        line, _, excerpt = place(source, likely.span.start)
        where = _said("（第 {} 行：{}）", " (line {}: {})", language).format(line, excerpt.strip())
    said = _said(
        "按报告正文{}，{} 较为可能，但不作为结论。",
        "The prose of the report{} suggests {}, which proves nothing.",
        language,
    )
    return said.format(where, value)


def _said(zh: str, en: str, language: Language) -> str:
    return zh if language == "zh" else en


def _joined(parts: Sequence[str], language: Language) -> str:
    return _said("；", "; ", language).join(parts)


def _headline(cell: Cell, language: Language) -> str:
    name = cell_name(cell.path, language)
    none = _said("无数", "no figure", language)
    if cell.status.claims:
        what = figure(cell.value, language)
    elif cell.candidates:
        what = _said(" 或 ", " or ", language).join(
            none if value is None else figure(value, language) for value in cell.candidates
        )
    else:
        unknown = cell.status in (Status.AMBIGUOUS, Status.UNREADABLE)
        what = _said("未知", "not known", language) if unknown else none
    if language == "zh":
        return f"{name}：{MEANINGS['zh'][cell.status]}，{what}。"
    return f"{name}: {cell.status.value}, {what}."


def _rule(id: str, language: Language) -> str:
    rule, _, about = id.partition(":")
    # R001 and R002 are about a column, R003 and D001 about a row
    name = (
        column_name(f"requests.received.{about}", language)
        if rule in ("R001", "R002")
        else row_name(about, language)
    )
    return f"{rule} {_RULES[rule][language].format(name)}"


def _argument(cell: Cell, rows: Sequence[RowText], edition: int, language: Language) -> list[str]:
    """The readings of the cell's row, one a line, each with what became of it."""
    spec = cell_spec(cell.path)
    own = [row for row in rows if not row.witness]
    row = next((row for row in own if row.path in (spec.row, spec.table)), None)
    if row is None or not row.pieces:
        return []
    said = _said("原文该行：{}", "The row in the text: {}", language).format(
        " ".join(piece.raw for piece in row.pieces[:40])
    )
    seen = habits_by_table(rows, edition)[spec.table]
    if spec.table == "requests":
        given = {row.path: row for row in reversed(own)}
        return [said, *_of_table(Table(given, edition, seen), row, language)]
    try:
        line = lines.solve(row, columns_of(row.path, edition), seen)
    except TooManyError:
        line = None
    if line is None:
        return [said]
    groups = [group[0].row for group in lines.groups_of(columns_of(row.path, edition))]
    left = line.groups[groups.index(spec.row)]
    return [said, *_listed(left, _said("余下的读法", "Readings that remain", language), language)]


def _of_table(table: Table, row: RowText, language: Language) -> list[str]:
    line = next(line for line in table.lines if line.path == row.path)
    solved = table.solve()
    everything = line.readings("let go")
    kept = solved.left.get(line.path)
    if not everything or not kept:
        return [
            _said(
                "该行的读法过多，未逐一考察。",
                "The row has too many readings to go through them.",
                language,
            )
        ]
    balanced = {
        _written(done): option
        for option, some in line.ways(table.asked(line, ())).items()
        for done in some
    }
    remaining = {_written(done) for done in kept}
    readings = {_written(done): None for some in everything.values() for done in some}
    if len(readings) > _MOST:
        counts = _said(
            "该行共有 {} 种读法，合乎本行总计的 {} 种，合乎全部等式的 {} 种。",
            "The row has {} readings; {} fulfil the row's own sum; {} remain when all equations are"
            " asked for.",
            language,
        ).format(len(readings), len(balanced), len(remaining))
        return [
            counts,
            *_listed(kept, _said("余下的读法", "Readings that remain", language), language),
        ]
    text = [_said("该行的各种读法：", "The readings of the row:", language)]
    for written in readings:
        if written in remaining:
            fate = _said("成立", "remains", language)
        elif written not in balanced:
            fate = _said("不合 ", "refused by ", language) + _rule(line.equation, language)
        else:
            fate = _said("不合 ", "refused by ", language) + _joined(
                _refusals(table, line, balanced[written], solved, language), language
            )
        text.append(f"  {written}  {fate}")
    return text


def _refusals(
    table: Table, line: Line, gone: Option, solved: Solved, language: Language
) -> list[str]:
    """The column sums that stand against a reading: those of the columns in which it differs from
    every reading that remains."""
    _, by_column = table.used(line, solved)
    kept = [done.filling.option for done in solved.left[line.path]]
    differing = [c for c in by_column if gone.part(c) not in {option.part(c) for option in kept}]
    ids = [id for column in differing or by_column for id in by_column[column]]
    return [_rule(id, language) for id in ids] or [
        _said("其他各行各列的等式", "the equations of the other rows and columns", language)
    ]


def _listed(readings: Sequence[Settled], title: str, language: Language) -> list[str]:
    different = list(dict.fromkeys(map(_written, readings)))
    shown = [f"  {one}" for one in different[:_MOST]]
    more = len(different) - len(shown)
    if more > 0:
        shown.append(_said("  另有 {} 种", "  and {} more", language).format(more))
    return [f"{title}{_said('：', ':', language)}", *shown]


def _written(done: Settled) -> str:
    """A reading in one line: figures, · for a blank cell or a mark for nothing, ? for what was lost
    or cannot be read."""
    lost = LOST_CELL in done.premises
    return " | ".join(
        (
            "?"
            if isinstance(value, Gap) or (spot is None and lost)
            else "·"
            if value is None
            else str(value)
        )
        for value, spot in zip(done.filling.shown, done.filling.spots, strict=True)
    )
