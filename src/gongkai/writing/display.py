"""The three tables as plain text, for a person at a terminal.

A wide character takes two columns. Labels are wrapped where the width is small; figures never are,
so that a very narrow terminal gets lines that are too long rather than a figure that is cut.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import groupby
from typing import Final

from .. import form
from ..errors import display_width
from ..findings import Findings
from ..form import RowSpec
from ..languages import Language, default_language
from ..model import Cell, ReportData
from .grid import column_labels, group_of
from .marks import (
    FAILS,
    UNPLACED,
    coverage,
    failing_cells,
    figure_and_mark,
    left_out,
    legend,
    unplaced,
    verdict,
)

_NUMBERS: Final = {"proactive": "二、", "requests": "三、", "disputes": "四、"}
_ENGLISH_TITLES: Final = {
    "proactive": "2. Information made public without being asked",
    "requests": "3. Applications received and handled",
    "disputes": "4. Administrative reviews and lawsuits",
}
_OPENING: Final = "（“《"
_CLOSING: Final = "）”》、，。；："
_LABEL: Final = 12
"""No label gets fewer columns than this, whatever the width."""


def as_text(
    report: ReportData,
    *,
    width: int = 80,
    language: Language | None = None,
    findings: Findings | None = None,
) -> str:
    """The title, the three tables and a legend of the marks that occur, in lines of ``width``
    columns. No final line end. ``language`` is that of ``gongkai.language()`` if it is not given.
    With ``findings`` their verdict stands at the head, and a mark at each cell where a check fails.

    >>> from gongkai import Report
    >>> report = Report.from_values({"disputes.review.upheld": 2, "disputes.review.total": 2},
    ...     edition=2021, title="甲县报告")
    >>> print(as_text(report, width=80, language="zh").split("\\n\\n")[-1])
    四、政府信息公开行政复议、行政诉讼情况
                      结果维持  结果纠正  其他结果  尚未审结  总计
    行政复议                 2                                   2
    未经复议直接起诉
    复议后起诉
    """
    language = language or default_language()
    failing = failing_cells(findings) if findings is not None else {}
    head = _head(report, width, language)
    if findings is not None:
        head += wrap(verdict(findings.in_language(language)), width)
    parts = ["\n".join(head)]
    for table in form.TABLES:
        parts.append(
            "\n".join(
                [table_title(table, language), *_table(report, table, width, language, failing)]
            )
        )
    if loose := unplaced(report, language):
        lines = [UNPLACED[language], *(f"  {one}" for one in loose)]
        parts.append("\n".join(line for one in lines for line in wrap(one, width)))
    if marks := legend(report.cells.values(), language, failing=bool(failing)):
        parts.append("\n".join(_join([f"{mark} {meaning}" for _, mark, meaning in marks], width)))
    return "\n\n".join(parts)


def table_title(table: str, language: Language) -> str:
    """The heading of a table, with its number on the form."""
    return (
        _NUMBERS[table] + form.TABLE_TITLES[table] if language == "zh" else _ENGLISH_TITLES[table]
    )


def describe(report: ReportData, language: Language) -> list[str]:
    """What is known of a report besides its tables, in a few words each."""
    words = {
        "zh": ("{}", "{} 年", "{} 年版格式", "版式 {}", "签发于 {}"),
        "en": ("{}", "year {}", "form of {}", "layout {}", "signed {}"),
    }[language]
    given = {"zh": "（读取时给出）", "en": " (given)"}[language]
    names = ("publisher", "year", "edition", "layout", "signed")
    return [
        word.format(value) + (given if name in report.given else "")
        for word, name in zip(words, names, strict=True)
        if (value := getattr(report, name)) is not None
    ]


def _head(report: ReportData, width: int, language: Language) -> list[str]:
    untitled = {"zh": "（无标题）", "en": "(no title)"}[language]
    return [
        *wrap(report.title or untitled, width),
        *_join(describe(report, language), width, " · "),
        *_join(coverage(report, language), width, " · "),
        *(wrap(hidden, width) if (hidden := left_out(report, language)) else []),
    ]


def _table(
    report: ReportData, table: str, width: int, language: Language, failing: Container[str]
) -> list[str]:
    """The lines of one table: heads over each run of rows that share them, labels at the left,
    figures at the right."""
    lines: list[str] = []
    rows = form.rows(report.form_edition, table)
    for heads, members in groupby(rows, key=lambda row: tuple(_heads(row, language))):
        run = list(members)
        shown = [
            [_shown(report.cells[cell.path], cell.path in failing) for cell in row.cells]
            for row in run
        ]
        figures = [max(len(figure) for figure, _ in column) for column in zip(*shown, strict=True)]
        longest = 1 + max(display_width(_label(row, language)) for row in rows)
        for narrowest in (display_width, _narrowest):  # heads in one line where the width allows it
            columns = [
                max(narrowest(head), figure) for head, figure in zip(heads, figures, strict=True)
            ]
            left = width - sum(columns) - 2 * len(columns)
            if left >= longest:
                break
        room = min(longest, max(_LABEL, left))
        lines += _head_lines(heads, columns, room)
        above = ""
        for row, cells in zip(run, shown, strict=True):
            group = group_of(row)
            title = "" if group is None else group[0 if language == "zh" else 1]
            if title and title != above:
                lines += wrap(title, room + sum(columns) + 2 * len(columns))
            above = title
            lines += _row_lines(row, cells, columns, room, language)
    return lines


def _shown(cell: Cell, fails: bool) -> tuple[str, str]:
    figure, mark = figure_and_mark(cell)
    return (figure + mark, FAILS) if fails else (figure, mark)


def _row_lines(
    row: RowSpec,
    cells: Sequence[tuple[str, str]],
    columns: Sequence[int],
    room: int,
    language: Language,
) -> list[str]:
    label = _label(row, language)
    indent = label[: len(label) - len(label.lstrip())]
    *above, label = wrap(label.lstrip(), room - len(indent))
    figures = "".join(
        _right(figure, mark, column) for (figure, mark), column in zip(cells, columns, strict=True)
    )
    return [*(indent + line for line in above), (_pad(indent + label, room) + figures).rstrip()]


def _label(row: RowSpec, language: Language) -> str:
    return ("" if group_of(row) is None else "  ") + (
        row.title if language == "zh" else row.english
    )


def _right(figure: str, mark: str, column: int) -> str:
    """A figure so that its last digit stands in the last place of its column and its mark behind
    it."""
    if not figure:  # a mark alone stands where the last digit would
        return f"{mark:>{column + 1}} "
    return f"{figure:>{column + 1}}{mark or ' '}"


def _heads(row: RowSpec, language: Language) -> list[str]:
    # English column heads are the words of the paths: short, and what a user types next
    if language == "zh":
        return [chinese for chinese, _ in column_labels(row)]
    return [
        cell.column.replace("_", " ") + (" (万元)" if cell.kind == "amount" else "")
        for cell in row.cells
    ]


def _narrowest(head: str) -> int:
    """The columns that a head needs when it is wrapped: two wide characters (four for a long head),
    or the longest word."""
    if head[0].isascii():
        return max(display_width(word) for word in head.split())
    return 4 if len(head) <= 6 else 8


def _head_lines(heads: Sequence[str], columns: Sequence[int], room: int) -> list[str]:
    wrapped = [wrap(head, column) for head, column in zip(heads, columns, strict=True)]
    height = max(len(lines) for lines in wrapped)
    filled = [[""] * (height - len(lines)) + lines for lines in wrapped]
    return [
        (
            " " * room
            + "".join(
                " " * (1 + column - display_width(text)) + text + " "
                for text, column in zip(line, columns, strict=True)
            )
        ).rstrip()
        for line in zip(*filled, strict=True)
    ]


# --- text in columns ------------------------------------------------------------------------------


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most ``width`` columns: between words, and anywhere between
    wide characters.

    >>> wrap("社会公益组织", 4)
    ['社会', '公益', '组织']
    """
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and display_width(lines[-1] + piece.rstrip()) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    lines[-1] = lines[-1].rstrip()
    return lines


def _pieces(text: str) -> list[str]:
    """The parts of a text that stay together: a word with the blank behind it, or a wide character
    with its punctuation."""
    pieces: list[str] = []
    for char in "".join(
        char if char.isprintable() else " " for char in text
    ):  # nothing here may steer a terminal
        before = pieces[-1][-1] if pieces else ""
        narrow = (
            display_width(char) < 2
            and display_width(before) < 2
            and not (before == " " and char != " ")
        )
        if pieces and (narrow or char in _CLOSING or before in _OPENING):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _pad(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))


def _join(parts: Sequence[str], width: int, between: str = "   ") -> list[str]:
    """Parts side by side, broken into lines between them."""
    lines: list[str] = []
    for part in parts:
        if lines and display_width(lines[-1] + between + part) <= width:
            lines[-1] += between + part
        else:
            lines += wrap(part, width)
    return lines
