"""Everything that a grammar can say, the parser reads. The texts are generated from the composed
grammars themselves."""

from __future__ import annotations

import importlib
import re
from functools import cache
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark
from lark import Token, Tree

import gongkai
from gongkai import Layout, form
from gongkai._grammars import grammars
from gongkai.form.describe import walk
from gongkai.form.grammar import grammar, heading
from gongkai.form.wording import names
from gongkai.layouts import Line, Part, built_in

from .made_up import few

ROOT: Final = Path(__file__).resolve().parent.parent
# under names of their own, so that their parsers are made of the grammars as they are now
LAYOUTS: Final = {
    name: Layout(f"own-{name}", Layout.named(name).grammar) for name in built_in()
} | {
    path.stem: Layout(path.stem, path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "examples" / "layouts").glob("*.lark"))
}
GRAMMARS: Final = sorted(Path(str(grammars())).glob("*.lark"))
HEADS: Final = {
    "proactive": "二、主动公开政府信息情况\n第二十条第（一）项 信息内容",
    "requests": "三、收到和处理政府信息公开申请情况\n申请人情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况\n尚未审结",
}


def named() -> dict[str, st.SearchStrategy[str]]:
    """What the declared terminals are made of: they have no pattern, since a text becomes one by
    look-up."""
    texts: dict[str, set[str]] = {
        "TITLE": {"某局2022年政府信息公开工作年度报告"},
        "PROSE": {"无其他需要报告的事项。"},
        "GROUP": {"申请人情况"},
        "BAND": {"第二十条第（一）项"},
        **{heading(n): {title} for n, title in enumerate(form.SECTION_TITLES, 1)},
        **{table.upper(): {""} for table in form.TABLES},
    }
    for edition in form.EDITIONS:
        for table, cls in form.TABLES.items():
            for path, what, _, _ in walk(cls, table, edition):
                last = path.rpartition(".")[2].upper()
                name = f"HEAD_{last}" if what.role == "cell" else last
                texts.setdefault(name, set()).add(what.number + what.label)
    return {name: st.sampled_from(sorted(found)) for name, found in texts.items()}


@cache
def said(name: str, start: str) -> st.SearchStrategy[str]:
    """Texts that the grammar of a layout derives from a start symbol."""
    parser = LAYOUTS[name].grammar_of_tables.parser
    _, rules, _ = parser.grammar.compile([start], ())
    used = {symbol.name for rule in rules for symbol in rule.expansion}
    known = named() | runs(name)
    return from_lark(parser, start=start, explicit={n: s for n, s in known.items() if n in used})


@cache
def runs(name: str) -> dict[str, st.SearchStrategy[str]]:
    """ENTRY and RUN, put together from what they are made of: of its own pattern, with its 500
    repeats, hardly a generated run matches."""
    terminals, _, _ = LAYOUTS[name].grammar_of_tables.parser.grammar.compile(["fields"], ())
    part = {
        terminal.name: st.from_regex(terminal.pattern.to_regexp(), fullmatch=True)
        for terminal in terminals
        if terminal.name in ("TEXT", "FIGURE", "SEP")
    }
    blank = st.sampled_from(" \t\n\u3000")
    run = st.lists(st.one_of(part["FIGURE"], part["SEP"], blank), min_size=1, max_size=12)
    joined = run.map("".join)
    return {"RUN": joined, "ENTRY": st.tuples(part["TEXT"], st.just("") | joined).map("".join)}


def tokens(items: list[Line | Token]) -> list[Token]:
    """All tokens of a parsed table, in order."""
    return [
        token
        for item in items
        for token in ([item.label, *item.rest] if isinstance(item, Line) else [item])
    ]


def reads(name: str, start: str, text: str) -> None:
    found = tokens(LAYOUTS[name].parse_table(text, 0, len(text), start))
    places = [(token.start_pos or 0, token.end_pos or 0) for token in found]
    # nothing is skipped: each token begins where the one before ends
    assert [0, *(end for _, end in places)] == [*(begin for begin, _ in places), len(text)]
    assert all(text[begin:end] == token for token, (begin, end) in zip(found, places, strict=True))


def reads_what_it_says(name: str, start: str) -> None:
    @few(6)
    @given(said(name, start))
    def check(text: str) -> None:
        reads(name, "requests" if start == "fields" else start, text)

    check()


# The rules of the tables are the same in all layouts, those of the fields are not.
STARTS: Final = [(name, "fields") for name in LAYOUTS] + [
    (name, table) for name in ("pipe", "spaced") for table in form.TABLES
]


@pytest.mark.parametrize(("name", "start"), STARTS)
@pytest.mark.slow
def test_what_a_grammar_can_say_is_read_without_a_gap(name: str, start: str) -> None:
    reads_what_it_says(name, start)


@pytest.mark.parametrize("start", form.TABLES)
@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.long
def test_what_any_grammar_can_say_is_read_without_a_gap(name: str, start: str) -> None:
    reads_what_it_says(name, start)


@pytest.mark.parametrize("table", form.TABLES)
@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.slow
def test_a_report_with_such_a_table_is_read_or_refused_and_its_spans_hold(
    name: str, table: str
) -> None:
    @few(8)
    @given(said(name, table))
    def check(text: str) -> None:
        try:
            report = gongkai.parse(f"{HEADS[table]}\n{text}", layout=LAYOUTS[name])
        except gongkai.ParseError:
            return
        for cell in report.cells.values():
            if cell.span is not None:
                assert report.source[slice(*cell.span)] == cell.raw

    check()


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.slow
def test_arbitrary_characters_are_read_too(name: str) -> None:
    @few(40)
    @given(
        st.text(
            st.sampled_from("规章自然人总计 一、（）12,.;|\t\n\"'\\*-—/无║│─「」┼=\r\x00𠀀"),
            max_size=60,
        )
    )
    def check(text: str) -> None:
        reads(name, "requests", text)

    check()


def test_a_label_is_recognised_in_what_a_grammar_says() -> None:
    text = "一、本年新收政府信息公开申请数量|5||3|\n随意|7|\n（一）予以公开|1|"
    first, second = Layout.named("pipe").parse_table(text, 0, len(text), "requests")
    assert isinstance(first, Line)
    assert isinstance(second, Line)
    assert [(token.type, token.value) for token in (first.label, *first.rest)] == [
        ("LABEL", "一、本年新收政府信息公开申请数量"),
        ("ENTRY", "随意"),
    ]
    assert first.label == "一、本年新收政府信息公开申请数量|5||3|\n"


# -- the tree of a report --------------------------------------------------------------------------


def test_the_form_writes_its_part_of_the_grammar() -> None:
    written = (grammars() / "form.lark").read_text(encoding="utf-8")
    assert written == grammar(), "CONTRIBUTING.md says how it is written anew"


@pytest.mark.quick
@pytest.mark.parametrize("name", built_in())
def test_the_tree_of_a_text_in_each_layout(name: str) -> None:
    written = (ROOT / "tests" / "trees" / f"{name}.txt").read_text(encoding="utf-8")
    text, _, tree = written.partition("\n\n----\n")
    assert gongkai.tree(text, layout=name).pretty("  ") == tree


def test_prose_may_stand_before_the_title_and_a_table_outside_its_section() -> None:
    title = "甲县2022年政府信息公开工作年度报告"
    text = f"首页 > 公开年报\n{title}\n信息内容 | 本年制发件数 |\n规章 | 3 |\n一、总体情况\n无。"
    preamble = gongkai.tree(text, layout="pipe").children[0]
    assert isinstance(preamble, Tree)
    parts = [part.data for part in preamble.children if isinstance(part, Tree)]
    assert parts == ["prose", "title", "proactive"]


def every_word(table: str) -> Tree[Token]:
    """The tree of a table in which stands every word of the form, with a text and a figure behind
    it."""
    text = "".join(f"{word} | 甲 | 1 |\n" for word in names())
    part = Part(table.upper(), 0, len(text), table)
    return Layout.named("pipe").parse(text, [part], start=table)


@pytest.mark.quick
@pytest.mark.parametrize("table", form.TABLES)
def test_no_word_of_the_form_is_refused_in_a_table_where_it_is_out_of_place(table: str) -> None:
    found = every_word(table)
    tokens = list(found.scan_values(lambda value: isinstance(value, Token)))
    assert sum(token == "甲 | 1 |\n" for token in tokens) == len(names())


# -- the page of the grammars ----------------------------------------------------------------------


def test_the_reference_shows_every_grammar_with_its_picture() -> None:
    page = (ROOT / "docs" / "reference" / "grammar.md").read_text(encoding="utf-8")
    for path in GRAMMARS:
        assert f"{{literalinclude}} ../../grammars/{path.name}\n" in page
        assert f"{{image}} grammar/{path.stem}.svg\n" in page


@pytest.mark.parametrize("path", GRAMMARS, ids=lambda path: path.stem)
@pytest.mark.slow
def test_every_definition_of_a_grammar_is_drawn(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("railroad", reason="the extra docs is not installed")
    pytest.importorskip("sphinx", reason="the extra docs is not installed")
    monkeypatch.syspath_prepend(ROOT / "docs" / "_ext")
    text = path.read_text(encoding="utf-8")
    picture = importlib.import_module("grammar_diagrams").diagrams(text)
    names = [
        element.text
        for element in ElementTree.fromstring(picture)
        if element.get("class") == "name"
    ]
    assert names == re.findall(r"^\??(\w+)(?:\.-?\d+)?:", text, re.MULTILINE)
    if path.stem == "report":
        assert "1 to 500 times" in picture
