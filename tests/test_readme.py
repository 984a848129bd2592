"""The two READMEs say the same, and what they say of the project is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import gongkai

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh.md").read_text(encoding="utf-8")


def blocks(text: str) -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_both_languages_show_the_same_commands_and_the_same_markers() -> None:
    commands = re.compile(r"<!-- command: (\w+) -->\n```sh\n(.*?)\n```", re.DOTALL)
    assert [name for name, _ in commands.findall(ENGLISH)] == ["use", "test"]
    assert commands.findall(ENGLISH) == commands.findall(CHINESE)


def test_both_languages_show_the_same_statements() -> None:
    def statements(text: str) -> list[str]:
        return [
            line.split("#")[0].rstrip()
            for block in blocks(text)
            for line in block.splitlines()
            if line.startswith(">>>")
        ]

    assert len(statements(ENGLISH)) >= 10
    plain = [line.replace('lang="zh"', 'lang="en"') for line in statements(CHINESE)]
    assert plain == statements(ENGLISH)


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_status_and_every_layout_is_explained(text: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    statuses = [status.value for status in gongkai.Status]
    assert rows[: len(statuses)] == statuses
    assert sorted(rows[len(statuses) :]) == sorted(gongkai.layouts())


@pytest.mark.parametrize(
    "page", ["README.md", "README.zh.md", "CHANGELOG.md", "examples/README.md"]
)
def test_links_to_files_of_the_project_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]
    if not (ROOT / "grammars").is_dir():
        pytest.skip("not a whole checkout")
    assert [target for target in targets if not ((ROOT / page).parent / target).exists()] == []
