"""Each digit inside a table has an owner: a cell, a label or head, the number of a page, or it is
unplaced; and whatever is put into a table, no figure becomes a blank cell. Sentences behind a table
are no part of it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Token, Tree

import gongkai
from gongkai import Report
from gongkai.form.grammar import roles
from gongkai.layouts import built_in
from gongkai.parsing.tree import outline, tree_of
from gongkai.placing.cutting import is_page_number
from gongkai.placing.owning import is_prose
from gongkai.testing import reports

from .made_up import few, never_silently_wrong

ROOT: Final = Path(__file__).resolve().parent.parent
DIGITS: Final = re.compile(r"[0-9０-９]+")
EXAMPLES: Final = sorted((ROOT / "examples" / "reports").glob("*.[tm][xd]*"))


def unowned(report: Report) -> list[str]:
    """The digits of the tables that nobody owns, each with what stands around it."""
    text = outline(report.source, report.read_in).text
    spans = [cell.span for cell in report.cells.values() if cell.span is not None]
    spans += [one.span for one in report.unplaced]
    owned = {at for span in spans for at in range(span.start, span.end)}
    lost = []
    for start, end, table_end in figures_of(text, report):
        if not table_end and not owned.issuperset(range(start, end)):
            lost.append(text[max(0, start - 12) : end + 12])
    return lost


def figures_of(text: str, report: Report) -> Iterator[tuple[int, int, bool]]:
    """The stretches of digits in each table outside of labels, heads and page numbers, and whether
    a sentence has stood before them, behind the rows."""
    assert report.read_in is not None
    whole = tree_of(outline(report.source, report.read_in))
    for table in [
        one for name in ("proactive", "requests", "disputes") for one in whole.find_data(name)
    ]:
        ended = False
        for token in tokens(table):
            start, end = token.start_pos or 0, token.end_pos or 0
            if token.type in roles():
                ended = False
                start += len(token.value)
            elif token.type == "ENTRY":
                value_end = start + len(token.value)
                ended = ended or is_prose(text, start, end)
                if is_page_number(text, start, end) or is_prose(text, start, value_end):
                    continue
            for match in DIGITS.finditer(text, start, end):
                yield match.start(), match.end(), ended


def tokens(tree: Tree[Token]) -> Iterator[Token]:
    for child in tree.children:
        if isinstance(child, Tree):
            yield from tokens(child)
        elif child.end_pos != child.start_pos:
            yield child


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_each_digit_of_an_example_has_an_owner(path: Path) -> None:
    assert unowned(gongkai.parse(path.read_text(encoding="utf-8"))) == []


JUNK: Final = (
    "9",
    " 88 ",
    "|7",
    "\t6",
    "7|",
    "\n45\n",
    "3 4",
    "5，",
    "备注8",
    "（12）",
    "①",
    "1.5",
    "（见下）",
    "—",
    "O",
    "||",
    "\t\t",
    "\n\n",
    "07",
    "12,",
    "九",
    "合计 45",
    "－5",
    "5-",
)


def holds(name: str, examples: int) -> None:
    """Figures are put into made-up reports in a layout, and no digit is lost without a word."""

    @few(examples)
    @given(reports(), st.data())
    def check(report: Report, data: st.DataObject) -> None:
        text = gongkai.render(report, name)
        known = outline(text, gongkai.Layout.named(name))
        for _ in range(data.draw(st.integers(0, 3))):
            region = data.draw(st.sampled_from(list(known.regions)))
            at = data.draw(st.integers(region.start, max(region.start, region.end - 1)))
            text = text[:at] + data.draw(st.sampled_from(JUNK)) + text[at:]
        try:
            again = gongkai.parse(text, layout=name)
        except gongkai.ParseError:
            return
        assert unowned(again) == []
        # what is put in makes no figure a blank cell
        blank = [path for path, cell in again.cells.items() if cell.status in ("blank", "dash")]
        assert [path for path in blank if path in report.cells and report[path] is not None] == []

    check()


@pytest.mark.slow
@pytest.mark.parametrize("name", built_in())
def test_a_figure_that_is_put_into_a_table_has_an_owner(name: str) -> None:
    holds(name, 20)


@pytest.mark.long
@pytest.mark.parametrize("name", built_in())
def test_of_thousands_of_figures_put_into_tables_each_has_an_owner(name: str) -> None:
    holds(name, 2000)


TEXTS: Final = (
    "?",
    "？",
    "#REF!",
    "*",
    "**",
    '"',
    "''",
    "()",
    "※",
    "……",
    "。",
    "。。。",
    "暂无",
)


@pytest.mark.slow
@pytest.mark.parametrize("path", ["requests.received.natural_person", "disputes.review.upheld"])
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", built_in())
def test_a_text_in_the_place_of_a_figure_is_no_blank_cell(name: str, text: str, path: str) -> None:
    report = gongkai.read(ROOT / "examples" / "reports" / "weitang-2022.txt")
    report = report.with_values({"disputes.review.upheld": 31})
    written = gongkai.render(report, name)
    behind = "四、" if path.startswith("disputes") else "本年新收政府信息公开申请数量"
    at = written.index("31", written.index(behind))
    cell = gongkai.parse(written[:at] + text + written[at + 2 :], layout=name).cells[path]
    assert cell.status not in ("blank", "dash", "missing")
    assert cell.value is None


Edit: TypeAlias = Callable[[str, list[tuple[int, int]], list[tuple[int, int]], random.Random], str]
"""Changes a text, given where its separators and its lines stand in the tables."""


def _without(text: str, span: tuple[int, int]) -> str:
    return text[: span[0]] + text[span[1] :]


def _twice(text: str, span: tuple[int, int]) -> str:
    return text[: span[1]] + text[slice(*span)] + text[span[1] :]


def _moved_down(text: str, span: tuple[int, int]) -> str:
    end = text.find("\n", span[1]) + 1
    return text[: span[0]] + text[span[1] : end] + text[slice(*span)] + text[end:] if end else text


EDITS: Final[dict[str, Edit]] = {
    "a separator less": lambda text, separators, _, chance: _without(
        text, chance.choice(separators)
    ),
    "a separator more": lambda text, separators, _, chance: _twice(text, chance.choice(separators)),
    "a line less": lambda text, _, lines, chance: _without(text, chance.choice(lines)),
    "a line twice": lambda text, _, lines, chance: _twice(text, chance.choice(lines)),
    "a line below the next": lambda text, _, lines, chance: _moved_down(text, chance.choice(lines)),
    "lines without their ends": lambda text, *_: "\n".join(
        line.strip(" |\t,") for line in text.split("\n")
    ),
}


def holds_edited(report: Report, name: str, edit: str, seed: int) -> None:
    layout = gongkai.Layout.named(name)
    text = gongkai.render(report, name)
    separators, lines = [], []
    for region in outline(text, layout).regions:
        for match in layout.pieces.finditer(text, region.start, region.end):
            separators += [match.span()] if match.lastgroup == "sep" else []
        at = region.start
        while (end := text.find("\n", at, region.end) + 1) > 0:
            lines.append((at, end))
            at = end
    try:
        again = gongkai.parse(
            EDITS[edit](text, separators, lines, random.Random(seed)), layout=name
        )
    except gongkai.ParseError:
        return
    never_silently_wrong(report, again)


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("name", ["csv", "markdown", "pipe", "tab"])
def test_a_table_that_was_edited_shows_no_other_figure_and_no_blank(name: str, edit: str) -> None:
    for path in EXAMPLES:
        report = gongkai.parse(path.read_text(encoding="utf-8"))
        if not any(cell.status is gongkai.Status.AMBIGUOUS for cell in report.cells.values()):
            holds_edited(report, name, edit, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("name", ["csv", "markdown", "pipe", "tab"])
def test_hundreds_of_edited_tables_show_no_other_figure_and_no_blank(name: str, edit: str) -> None:
    @few(200)
    @given(reports(consistent=True), st.integers(0, 1000))
    def check(report: Report, seed: int) -> None:
        holds_edited(report, name, edit, seed)

    check()
