"""Parsers that were made when the package was built: the same as those made now, or none."""

from __future__ import annotations

import pickle
import zlib
from importlib.resources import files
from pathlib import Path

import attrs
import pytest

import gongkai
from gongkai.layouts import Layout, built_in, composed, kept
from gongkai.parsing.tree import Outline, outline, tree_of


def is_built() -> bool:
    """Whether the parsers were kept by the Lark that is installed."""
    file = files("gongkai.layouts") / kept.FOLDER / "pipe"
    if not file.is_file():
        return False
    made_of, _ = pickle.loads(zlib.decompress(file.read_bytes()))
    return bool(made_of[:1] == kept.made_of([]))


def _composed_anew(known: Outline) -> Outline:
    """The same with a layout that has not been asked for its grammar yet."""
    return attrs.evolve(known, layout=attrs.evolve(known.layout))


needs_build = pytest.mark.skipif(
    not is_built(), reason="the package was not built, or with another version of Lark"
)


@needs_build
@pytest.mark.slow
@pytest.mark.parametrize("name", built_in())
def test_a_kept_parser_makes_the_trees_of_one_made_now(
    name: str, examples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = gongkai.read(examples / "weitang-2022.txt")
    known = outline(gongkai.render(report, name), Layout.named(name))
    loaded = []

    def load(wanted: str, grammars: list[str]) -> object:
        loaded.append(kept_load(wanted, grammars))
        return loaded[-1]

    kept_load = kept.load
    monkeypatch.setattr(kept, "load", load)
    composed.compose.cache_clear()
    kept_tree = tree_of(_composed_anew(known))
    assert loaded[0] is not None
    monkeypatch.setattr(kept, "load", lambda *_: None)
    composed.compose.cache_clear()
    made_tree = tree_of(_composed_anew(known))
    composed.compose.cache_clear()
    assert kept_tree == made_tree
    places = [
        [(token.type, token.start_pos, token.end_pos) for token in tree.scan_values(bool)]
        for tree in (kept_tree, made_tree)
    ]
    assert places[0] == places[1]


@pytest.mark.slow
@needs_build
def test_what_is_kept_of_other_grammars_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(kept, "load", lambda name, grammars: asked.append((name, grammars)))
    composed.compose.cache_clear()
    assert attrs.evolve(Layout.named("pipe")).grammar_of_tables.separator
    composed.compose.cache_clear()
    monkeypatch.undo()
    ((name, grammars),) = asked
    assert kept.load(name, grammars) is not None
    for index, text in enumerate(grammars):
        changed = [*grammars[:index], text + "\n// changed", *grammars[index + 1 :]]
        assert kept.load(name, changed) is None
    monkeypatch.setattr("lark.__version__", "0.0")
    assert kept.load(name, grammars) is None
    assert kept.load(f"../{kept.FOLDER}/{name}", grammars) is None
    assert kept.load("absent", grammars) is None
