"""Rows as they are written in each layout, with their fields; and that each alternative of the
grammars is needed by one of them, by a golden tree or by an example."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import lark
import pytest
from lark import Lark, Token, Tree

import gongkai
from gongkai import Layout, form
from gongkai._grammars import grammars
from gongkai.layouts import built_in, composed, layout

from .test_grammar import every_word
from .test_sentences import cuts

ROOT: Final = Path(__file__).resolve().parent.parent

BORDERED: Final = ("pipe", "tab", "lines", "markdown", "csv", "boxed")
SEPARATORS: Final = {
    "pipe": "|",
    "tab": "\t",
    "lines": "\n",
    "markdown": "|",
    "csv": ",",
    "boxed": "│",
}
FIGURES: Final = (
    "+1", "-2", "−3", "－4", "＋5", "７", "1，254", "1.5", "2．5", "1 254", "12 ",
    *(f"3{unit}元" for unit in ("", "百", "千", "万", "百万", "千万", "亿")),
    *(f"3{measure}" for measure in "件项个条宗笔次份部起人"),
    "/", "／", "\\", "—", "–", "―", "-", "无", "——", "12345678",
)  # fmt: skip
"""Figures and marks for nothing, each of which fills a cell in every layout with borders."""

TEXTS: Final = ("第3项", "3项目", "约3", "3-5", "详见附件", "--- 3", "3；")
"""What is no figure: a text that fills its cell. Below, a text stands between « and »."""

OWN: Final = {
    "pipe": {"规章｜3¦0|1": ["3", "0", "1"], "规章|1,254|2": ["1,254", "2"]},
    "csv": {
        '规章,"1,254",3': ['"1,254"', "3"],
        '规章,"3件",""': ['"3件"', '""'],
        '规章,"+1，2.5．6","1 254万元"': ['"+1，2.5．6"', '"1 254万元"'],
        '规章,"无",1,254': ['"无"', "1", "254"],
        '规章,"a ""b"", c",5': ['«"a ""b"", c"»', "5"],
        '规章,",5': ['«"»', "5"],
    },
    "markdown": {
        "| 规章 | **3** | *4* | \\| |": ["**3**", "*4*", "«\\|»"],
        "规章 | 5\n| --- | :---: |\n6": ["5", "6"],
        "规章 | 5\n:---\n6": ["5", "6"],
        "规章 | 5\n ---: | -----": ["5"],
        "规章 | --- | 5": ["«---»", "5"],
        "规章｜3¦0": ["3", "0"],
    },
    "boxed": {
        "│规章│3┃4║5│": ["3", "4", "5"],
        **{f"规章│3{char * 2}4": ["3", "4"] for char in "─━═┄┈┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋╞╡╪╟╢╫+"},
    },
}
"""What one layout writes in its own way."""

RUNNING: Final = {
    "规章 3 0 12": ["3", "0", "12"],
    "规章３0 1２": ["３0", "1２"],
    "规章+1−2": ["+1", "−2"],
    "规章-1 －2 ＋3": ["-1", "－2", "＋3"],
    "规章1,2 1，2 1.5 1．5": ["1,2", "1，2", "1.5", "1．5"],
    "规章3 2.其他 4": ["3", "«2.其他»", "4"],
    "规章3 2、其他 4": ["3", "«2、其他»", "4"],
    "规章3．其他 4": ["«3．其他»", "4"],
    "规章3件 4件数": ["3件", "4", "«件数»"],
    "规章—/––／5": ["—", "/", "––", "／", "5"],
    "规章―1": ["―", "1"],
    **{
        f"规章3{unit}元4": [f"3{unit}元", "4"]
        for unit in ("", "百", "千", "万", "百万", "千万", "亿")
    },
    **{f"规章3{measure}4": [f"3{measure}", "4"] for measure in "件项个条宗笔次份部起人"},
}
"""Rows without borders: digits that may be one figure or several, and marks."""


def rows() -> Iterator[tuple[str, str, list[str]]]:
    """A layout, a row as it is written in it, and the figures of the row."""
    for name in BORDERED:
        sep = SEPARATORS[name]
        for figure in FIGURES:
            if not (name == "markdown" and figure == "\\"):  # there it writes `\|`
                yield name, f"规章{sep}{figure}{sep}7", [figure.strip(), "7"]
                yield name, f"规章{sep} {figure}", [figure.strip()]
        for text in TEXTS:
            yield name, f"规章{sep}{text}{sep}7", [f"«{text}»", "7"]
        for row, figures in OWN.get(name, {}).items():
            yield name, row, figures
    for name in ("spaced", "glued", "columns"):
        for row, figures in RUNNING.items():
            yield name, row, figures


def fields_of(name: str, row: str) -> list[str]:
    """The fields behind 规章, figures and texts."""
    start = row.index("规章") + len("规章")
    found: list[str] = []
    for field in Layout.named(name).fields(row, start, len(row)):
        tokens = field.children if isinstance(field, Tree) else [field]
        for one in tokens:
            if isinstance(one, Token):
                found.append(str(one) if one.type == "FIGURE" else f"«{one}»".replace(" »", "»"))
    return found


@pytest.mark.quick
@pytest.mark.parametrize(
    "name",
    # one layout with borders and one without: the others share their grammars
    [
        pytest.param(name, marks=() if name in ("pipe", "spaced") else pytest.mark.slow)
        for name in built_in()
    ],
)
def test_a_row_as_it_is_written_has_these_figures(name: str) -> None:
    for own, row, figures in rows():
        if own == name:
            assert (row, fields_of(name, row)) == (row, figures)


# -- each alternative works for its living ---------------------------------------------------------

_STATEMENTS: Final = Lark.open(
    "grammars/lark.lark", rel_to=lark.__file__, parser="lalr", propagate_positions=True
)


def smaller(grammar: str) -> Iterator[tuple[str, str]]:
    """A grammar without one alternative, one optional part, one member of a class, or with a
    terminal that never matches; and what was left out."""
    for node in _STATEMENTS.parse(grammar + "\n").children:
        if isinstance(node, Tree) and node.data in ("rule", "token"):
            name = str(node.children[0])
            body = node.children[-1]
            assert isinstance(body, Tree)
            if node.data == "token":
                yield name, _without(grammar, *_span(body), "/(?!)x/")
            for start, end, instead in _parts(grammar, body):
                yield f"{name} without {grammar[start:end]}", _without(grammar, start, end, instead)


def _parts(grammar: str, body: Any) -> Iterator[tuple[int, int, str]]:
    for node in body.iter_subtrees_topdown():
        if node.data == "expansions" and len(node.children) > 1:
            spans = [_span(child) for child in node.children]
            for index, (start, end) in enumerate(spans):
                if index:
                    yield spans[index - 1][1], end, ""
                else:
                    yield start, spans[1][0], ""
        if node.data == "expr" and node.children[1] in ("?", "*"):
            yield *_span(node), ""
        for child in node.children:
            if isinstance(child, Token) and child.type == "REGEXP":
                at = (child.start_pos or 0) + 1
                for start, end in cuts(str(child)[1:-1]):
                    yield at + start, at + end, ""


def _span(node: Tree[Token] | Token) -> tuple[int, int]:
    where = node if isinstance(node, Token) else node.meta
    return where.start_pos or 0, where.end_pos or 0


def _without(grammar: str, start: int, end: int, instead: str) -> str:
    return grammar[:start] + instead + grammar[end:]


def test_alternatives_optional_parts_and_terminals_are_left_out_one_by_one() -> None:
    found = [less for _, less in smaller('a: B ("x" | C)  // c\nB: "-"? /a|[bc]/\n')]
    assert set(found) == {
        'a: B (C)  // c\nB: "-"? /a|[bc]/\n',
        'a: B ("x")  // c\nB: "-"? /a|[bc]/\n',
        'a: B ("x" | C)  // c\nB: /(?!)x/\n',
        'a: B ("x" | C)  // c\nB:  /a|[bc]/\n',
        'a: B ("x" | C)  // c\nB: "-"? /[bc]/\n',
        'a: B ("x" | C)  // c\nB: "-"? /a/\n',
        'a: B ("x" | C)  // c\nB: "-"? /a|[c]/\n',
        'a: B ("x" | C)  // c\nB: "-"? /a|[b]/\n',
    }


def outcomes(names: tuple[str, ...]) -> Iterator[object]:
    """What these layouts make of the rows above, of the golden trees and of the examples, one after
    the other."""

    def made(of: Callable[..., object], *arguments: object) -> object:
        try:
            return of(*arguments)
        except Exception as error:  # whatever a mutilated grammar does
            return type(error)

    for name, row, _ in rows():
        if name in names:
            yield made(fields_of, name, row)
    for name in names:
        written = (ROOT / "tests" / "trees" / f"{name}.txt").read_text(encoding="utf-8")
        yield made(shown, written.partition("\n\n----\n")[0], name)
    if "pipe" in names:
        for table in form.TABLES:
            yield made(lambda one: every_word(one).pretty(), table)
    for text, name in examples():
        if name in names:
            yield made(shown, text, name)
            yield made(cells, text, name)


def shown(text: str, name: str) -> str:
    return gongkai.tree(text, layout=name).pretty()


def cells(text: str, name: str) -> object:
    return gongkai.parse(text, layout=name).cells


@cache
def examples() -> list[tuple[str, str]]:
    """The texts of the examples, with their layouts."""
    paths = sorted((ROOT / "examples" / "reports").glob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in paths]
    return [(text, gongkai.parse(text).layout or "") for text in texts]


@pytest.mark.long
@pytest.mark.parametrize("name", ["report", "form", "figures", "bordered", "running", *built_in()])
def test_each_alternative_of_a_grammar_is_needed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"bordered": BORDERED, "running": ("spaced", "glued", "columns")}.get(name)
    names = names or ((name,) if name in built_in() else built_in())
    for path in Path(str(grammars())).glob("*.lark"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    whole = (tmp_path / f"{name}.lark").read_text("utf-8")

    def forget() -> None:
        for cached in (composed.compose, layout._named, layout.ours, composed.defines):
            cached.cache_clear()

    before = list(outcomes(names))
    for module in (composed, layout):
        monkeypatch.setattr(module, "read", lambda file: (tmp_path / file).read_text("utf-8"))
    idle = []
    try:
        for left_out, text in smaller(whole):
            (tmp_path / f"{name}.lark").write_text(text, "utf-8")
            forget()
            if all(a == b for a, b in zip(before, outcomes(names), strict=True)):
                idle.append(left_out)
    finally:
        forget()
    assert not idle, "\n".join(idle)
