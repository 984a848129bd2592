"""Pages that editors and programs have changed: whatever happens to a cell, a row or a span, no
figure is read that the page does not show in that place, and none becomes a blank."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gongkai
from gongkai import Report, Status
from gongkai.testing import reports
from gongkai.writing.official import form_html

from .made_up import few, never_silently_wrong

pytest.importorskip("lxml")

CELL: Final = re.compile(r"<t[dh]\b[^>]*>.*?</t[dh]>", re.DOTALL)
ROW: Final = re.compile(r"<tr\b[^>]*>.*?</tr>", re.DOTALL)
FIGURE: Final = re.compile(r"(<td[^>]*>)(\d+)(</td>)")
SPAN: Final = re.compile(r'(col|row)span="(\d+)"')

Edit = Callable[[str, random.Random], str]


def _one(pattern: re.Pattern[str], change: Callable[[re.Match[str]], str]) -> Edit:
    """One of the places that a pattern finds, changed."""

    def edit(page: str, chance: random.Random) -> str:
        match = chance.choice(list(pattern.finditer(page)))
        return page[: match.start()] + change(match) + page[match.end() :]

    return edit


def _figure(written: str) -> Edit:
    """One figure, written otherwise: ``{0}`` stands for it, ``{1}`` and ``{2}`` for its pieces."""
    return _one(
        FIGURE,
        lambda match: match[1] + written.format(match[2], match[2][:1], match[2][1:]) + match[3],
    )


def _spans(which: str, by: int) -> Edit:
    def edit(page: str, chance: random.Random) -> str:
        count = chance.randint(1, 5)
        return SPAN.sub(
            lambda match: f'{match[1]}span="{max(1, int(match[2]) + by * (match[1] == which))}"',
            page,
            count=count,
        )

    return edit


EDITS: Final[dict[str, Edit]] = {
    "a cell twice": _one(CELL, lambda match: match[0] * 2),
    "an empty cell more": _one(CELL, lambda match: "<td></td>" + match[0]),
    "a note more": _one(CELL, lambda match: "<td>备注</td>" + match[0]),
    "a figure more": _one(CELL, lambda match: "<td>9</td>" + match[0]),
    "a cell less": _one(CELL, lambda match: ""),
    "a row less": _one(ROW, lambda match: ""),
    "a row twice": _one(ROW, lambda match: match[0] * 2),
    "a question": _figure("?"),
    "a star": _figure("*"),
    "a picture": _figure("<img src=1.png>"),
    "two paragraphs": _figure("<p>{0}</p><p>9</p>"),
    "deleted": _figure("<del>{0}</del>"),
    "hidden besides": _figure('<span style="display:none">9</span>{0}'),
    "a note's number": _figure("{0}<sup>1</sup>"),
    "broken by a line": _figure("{1}<br>{2}"),
    "in two pieces": _figure("<span>{1}</span><span>{2}</span>"),
    "in a table of its own": _figure("<table><tr><td>{0}</td></tr></table>"),
    "wider": _spans("col", 1),
    "taller": _spans("row", 1),
    "lower": _spans("row", -1),
    "without spans": lambda page, _: SPAN.sub("", page),
    "unclosed": lambda page, _: re.sub(r"</t[dr]>", "", page),
    "cut off": lambda page, chance: page[: chance.randint(len(page) // 3, len(page))],
}


def holds(report: Report, edit: str, seed: int) -> None:
    page = EDITS[edit](form_html(report), random.Random(seed))
    try:
        again = gongkai.read(page.encode(), media_type="text/html")
    except gongkai.ParseError:
        return
    never_silently_wrong(report, again)


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS)
def test_no_figure_of_an_edited_page_becomes_another_or_a_blank(edit: str, examples: Path) -> None:
    for path in sorted(examples.glob("*.txt")):
        report = gongkai.read(path)
        if not any(cell.status is Status.AMBIGUOUS for cell in report.cells.values()):
            holds(report, edit, seed=1)


@pytest.mark.slow
def test_where_marks_stand_for_nothing_a_missing_cell_is_lost_and_not_blank(examples: Path) -> None:
    report = gongkai.read(examples / "weitang-2022.txt")
    page = re.sub(r"(<td[^>]*>)(?:0)?(</td>)", r"\1—\2", form_html(report))
    whole = gongkai.read(page.encode(), media_type="text/html")
    assert whole.disputes.review.total == report.disputes.review.total
    for cell in list(CELL.finditer(page))[-15:]:  # the line of table four
        less = page[: cell.start()] + page[cell.end() :]
        never_silently_wrong(whole, gongkai.read(less.encode(), media_type="text/html"))


@pytest.mark.long
@pytest.mark.parametrize("edit", EDITS)
def test_no_figure_of_hundreds_of_edited_pages_becomes_another(edit: str) -> None:
    @few(200)
    @given(reports(consistent=True, missing_rows=False), st.integers(0, 1000))
    def check(report: Report, seed: int) -> None:
        holds(report, edit, seed)

    check()
