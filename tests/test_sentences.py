"""Sentences with what they state; and that each alternative of their grammar is needed by one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai import form
from gongkai._grammars import grammars
from gongkai.mentions import Mention, grammar, mentions
from gongkai.model import Cells, ReportData, Section, Span

ROOT = Path(__file__).resolve().parent.parent
SENTENCES: dict[str, list[tuple[str, str]]] = {
    sentence: [tuple(one) for one in stated]
    for sentence, stated in json.loads(
        (ROOT / "tests" / "data" / "sentences.json").read_text(encoding="utf-8")
    ).items()
}
"""Sentences of our own, each with the figures it states and the cells that each can be about."""

GRAMMAR = (grammars() / "prose.lark").read_text(encoding="utf-8")


def read(sentence: str, edition: int = form.EDITIONS[-1]) -> tuple[Mention, ...]:
    section = Section(1, "一、总体情况", sentence, Span(0, len(sentence)))
    return mentions(
        ReportData(sentence, Cells({}), edition, year=2023, sections=(section,)),
    )


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_states_these_figures_and_no_others(sentence: str) -> None:
    found = read(sentence)
    stated = [(str(m.value), " ".join("+".join(c) for c in m.choices)) for m in found]
    assert stated == SENTENCES[sentence]
    for mention in found:
        written = sentence[slice(*mention.span)]
        assert mention.reading in ("denial", "all") or re.search(
            "[0-9０-９一二三四五六七八九十百两]", written
        )


def cuts(pattern: str) -> Iterator[tuple[int, int]]:
    """Where each alternative of a regular expression stands, and each member of a class of words'
    characters; without what stands there the expression is still one."""
    bars: list[list[int]] = [[0]]
    at = 0
    while at < len(pattern):
        if pattern[at] == "\\":
            at += 1
        elif pattern[at] == "[":
            end = pattern.index("]", at)
            members = pattern[at + 1 : end]
            if not re.search("[-0-9^一二三]", members):
                yield from ((place, place + 1) for place in range(at + 1, end))
            at = end
        elif opening := re.compile(r"\((?:\?(?:[:=!]|<[=!]))?").match(pattern, at):
            at = opening.end() - 1
            bars.append([at + 1])
        elif pattern[at] == "|":
            bars[-1].append(at)
        elif pattern[at] == ")":
            yield from _alternatives(bars.pop(), at)
        at += 1
    yield from _alternatives(bars.pop(), len(pattern))


def _alternatives(bars: list[int], end: int) -> Iterator[tuple[int, int]]:
    """Each stretch between two bars, with one of the bars."""
    if len(bars) > 1:
        first, *others = bars
        yield first, others[0] + 1
        yield from zip(others, [*others[1:], end], strict=True)


def smaller_grammars() -> Iterator[tuple[str, str]]:
    """The grammar without one terminal, or without one alternative of one, and what was left
    out."""
    for mark in re.finditer(r'^([A-Z]+): "(.)"$', GRAMMAR, re.MULTILINE):
        yield mark[1], GRAMMAR[: mark.start(2)] + "☃" + GRAMMAR[mark.end(2) :]
    for terminal in re.finditer(r"^([A-Z_]+)(?:\.\d+)?: /(.*)/$", GRAMMAR, re.MULTILINE):
        name, pattern = terminal.groups()
        before, behind = GRAMMAR[: terminal.start(2)], GRAMMAR[terminal.end(2) :]
        yield name, f"{before}(?!)x{behind}"
        for start, end in cuts(pattern):
            less = pattern[:start] + pattern[end:]
            yield f"{name} without {pattern[start:end]}", before + less + behind


def test_alternatives_and_members_of_classes_are_found() -> None:
    pattern = r"a(?:b|c(?=d|[ef]))\|[0-9]|[件条]"
    assert {pattern[a:b] for a, b in cuts(pattern)} == {
        "a(?:b|c(?=d|[ef]))\\|[0-9]|", "|[件条]", "b|", "|c(?=d|[ef])", "d|", "|[ef]", "e", "f",
        "件", "条",
    }  # fmt: skip


@pytest.mark.long
def test_each_alternative_of_the_grammar_is_needed_by_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def outcome() -> list[list[tuple[object, ...]]]:
        return [
            [(m.value, m.choices, m.about, m.reading) for m in read(sentence, edition)]
            for sentence in SENTENCES
            for edition in form.EDITIONS
        ]

    whole = outcome()
    idle = []
    for left_out, text in smaller_grammars():
        parser = grammar.parser_of(text)
        monkeypatch.setattr(grammar, "_parser", lambda parser=parser: parser)
        if outcome() == whole:
            idle.append(left_out)
    assert idle == []
