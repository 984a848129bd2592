"""A grammar is proposed for a text in an unknown layout."""

from __future__ import annotations

from pathlib import Path

import pytest

import gongkai
from gongkai import Layout, cli
from gongkai.testing.guess import guess, with_close

OWN = Path(__file__).parent.parent / "examples" / "layouts"


@pytest.mark.parametrize("name", ["semicolons", "doublebox", "numbered"])
@pytest.mark.slow
def test_the_guess_reads_as_much_as_the_grammar_that_a_person_wrote(name: str) -> None:
    text = (OWN / f"{name}.txt").read_text(encoding="utf-8")
    # a label of an office's own is beyond a guess
    text = text.replace("本年收到申请数", "本年新收政府信息公开申请数量")
    written = gongkai.parse(text, layout=Layout.from_file(OWN / f"{name}.lark"))
    found = guess(text)
    assert found is not None
    assert len(found.grammar.splitlines()) <= 3
    read = gongkai.parse(text, layout=Layout("guess", found.grammar))
    different = [path for path in written.cells if written[path] != read[path]]
    assert different == [], found.grammar


def test_a_text_without_rows_has_no_grammar() -> None:
    assert guess("话说天下大势，分久必合，合久必分。") is None


def test_a_missing_close_is_proposed() -> None:
    text = (OWN / "semicolons.txt").read_text(encoding="utf-8")
    assert with_close(text, Layout("mine", 'SEP: ";"\nCLOSE: ";"\n')) is None


@pytest.mark.slow
def test_the_command_prints_a_grammar_that_can_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = OWN / "doublebox.txt"
    assert cli.main(["layout", "guess", str(sample)]) == cli.EXIT_CLEAN
    mine = tmp_path / "mine.lark"
    mine.write_text(capsys.readouterr().out, encoding="utf-8")
    assert cli.main(["layout", "check", str(mine), str(sample)]) == cli.EXIT_CLEAN
    assert "200 of 200 cells are read or proven" in capsys.readouterr().out


def test_the_command_says_what_it_cannot_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["layout", "guess", "absent.txt"]) == cli.EXIT_UNREADABLE
    assert "No such file" in capsys.readouterr().err
