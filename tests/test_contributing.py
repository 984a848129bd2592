"""What CONTRIBUTING.md tells of the rooms and its commands is true."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import gongkai
from gongkai._grammars import grammars

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = Path(gongkai.__file__).parent


@pytest.fixture(scope="module")
def text() -> str:
    path = ROOT / "CONTRIBUTING.md"
    if not path.exists():
        pytest.skip("the wheel is tested without CONTRIBUTING.md")
    return path.read_text(encoding="utf-8")


def commands(text: str) -> list[list[str]]:
    """The commands that stand in the text between backquotes."""
    found = [shlex.split(one) for one in re.findall(r"`([^`\n]+)`", text)]
    known = {"pytest", "ruff", "mypy", "python", ".ci/run", ".ci/bounds"}
    return [words for words in found if words and words[0] in known]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_what_a_command_names_is_there(text: str) -> None:
    found = commands(text)
    assert {words[0] for words in found} == {
        "pytest", "ruff", "mypy", "python", ".ci/run", ".ci/bounds",
    }  # fmt: skip
    for words in found:
        if words[0].startswith(".ci/"):
            assert os.access(ROOT / words[0], os.X_OK), words
        for word in words[1:]:
            if word.startswith("tests"):
                assert (ROOT / word).exists(), words
    markers = run("-m", "pytest", "--markers").stdout
    for words in found:
        if "-m" in words[:2] or "-m" in words[2:3]:
            wanted = words[words.index("-m") + 1].removeprefix("not ")
            assert f"@pytest.mark.{wanted}:" in markers, words


@pytest.mark.slow
def test_the_quick_commands_end_well(text: str) -> None:
    for words in commands(text):
        if words[:2] == ["pytest", "tests/test_form.py"]:
            assert run("-m", "pytest", "-p", "no:cacheprovider", *words[1:]).returncode == 0
        elif words[:2] == ["ruff", "check"]:
            assert run("-m", "ruff", *words[1:], "--no-cache").returncode == 0
        elif words[:2] == ["python", "-c"]:
            code = " ".join(words[2 : words.index(">")])
            ran = run("-c", code)
            assert ran.stdout == (grammars() / "form.lark").read_text(encoding="utf-8")


def test_every_room_is_told(text: str) -> None:
    rooms = {path.name + "/" for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    modules = {path.name for path in PACKAGE.glob("*.py") if not path.name.startswith("_")}
    told = set(re.findall(r"`([\w.]+/?)`", "\n".join(re.findall(r"^\| (.*?) \|", text, re.M))))
    assert (rooms | modules) - told == set()
