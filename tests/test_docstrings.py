"""Everything that gongkai exports says what it is."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pytest

import gongkai

ROOT = Path(__file__).resolve().parent.parent


def public() -> Iterator[tuple[str, object]]:
    """Each public name, and each public method and property that a public class of ours defines or
    inherits from ours."""
    for name in gongkai.__all__:
        thing = getattr(gongkai, name)
        yield name, thing
        if not inspect.isclass(thing):
            continue
        for owner in thing.__mro__:
            if not owner.__module__.startswith("gongkai"):
                continue
            for attribute, value in vars(owner).items():
                if attribute.startswith("_"):
                    continue
                if isinstance(value, staticmethod | classmethod):
                    yield f"{name}.{attribute}", value.__func__
                elif isinstance(value, property):
                    yield f"{name}.{attribute}", value.fget
                elif isinstance(value, cached_property):
                    yield f"{name}.{attribute}", value.func
                elif inspect.isfunction(value):
                    yield f"{name}.{attribute}", value


DOCUMENTABLE = {
    name: thing for name, thing in public() if inspect.isclass(thing) or inspect.isroutine(thing)
}


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTABLE)
def test_a_public_name_has_a_docstring_of_its_own(name: str) -> None:
    doc = DOCUMENTABLE[name].__doc__
    assert doc
    assert doc.strip()
    assert not doc.startswith(name.rsplit(".", 1)[-1] + "("), (
        "that is the docstring Python makes up for a NamedTuple"
    )


def test_the_list_of_public_names_is_complete_and_true() -> None:
    assert len(set(gongkai.__all__)) == len(gongkai.__all__)
    assert all(hasattr(gongkai, name) for name in gongkai.__all__)


def test_the_reference_names_everything_that_is_exported() -> None:
    page = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    documented = set(
        re.findall(
            r"^\.\. auto(?:class|function|exception|data):: gongkai\.(\w+)$", page, re.MULTILINE
        )
    )
    assert documented == set(gongkai.__all__)
