"""A trial tells a layout that gives back what was written from one that does not."""

from __future__ import annotations

from pathlib import Path

import pytest

import gongkai
from gongkai import cli
from gongkai.testing import try_layout

SEMICOLONS = r"""
// A row per line, cells between semicolons.
SEP: ";"
TEXT: /[^;\n]+/
FIGURE: /[+\-]?[0-9][0-9,.]*(?=\s*(?:[;\n]|$))/
"""


@pytest.fixture
def semicolons(tmp_path: Path) -> Path:
    path = tmp_path / "semicolons.lark"
    path.write_text(SEMICOLONS, encoding="utf-8")
    return path


# two figures and no more: where blanks leave no trace, the columns of the first are open
REPORT = gongkai.Report.from_values(
    {"requests.received.business": 31, "requests.received.total": 31},
    edition=2019,
    title="甲县2019年政府信息公开工作年度报告",
)


def test_a_layout_that_keeps_places_gives_back_every_made_up_report(semicolons: Path) -> None:
    trial = try_layout(semicolons)
    assert trial.keeps_places, [one.wrong[:3] or one.failure for one in trial.reread]
    assert len(trial.reread) == 12


def test_a_layout_that_loses_blanks_is_open_and_not_wrong() -> None:
    trial = try_layout(gongkai.Layout.named("glued"), reports=[REPORT])
    assert trial.passed
    assert not trial.keeps_places
    assert "requests.received.business" in trial.reread[0].open


@pytest.mark.slow
def test_a_layout_whose_separator_occurs_in_figures_is_told_which_cells_came_back_otherwise(
    semicolons: Path,
) -> None:
    semicolons.write_text(SEMICOLONS.replace(";", "-"), encoding="utf-8")
    full = {cell.path: 1 for cell in gongkai.form.cells(2019)} | {"proactive.licensing.change": -8}
    trial = try_layout(
        semicolons, reports=[gongkai.Report.from_values(full, edition=2019, title=REPORT.title)]
    )
    assert not trial.passed
    assert trial.reread[0].wrong


@pytest.mark.slow
def test_the_command_says_that_the_contract_is_met_and_shows_a_sample(
    semicolons: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = {
        "requests.received.business": 29,
        "requests.received.other": 2,
        "requests.received.total": 31,
    }
    report = gongkai.Report.from_values(
        values, edition=2021, title="甲县2022年政府信息公开工作年度报告"
    )
    sample = tmp_path / "sample.txt"
    sample.write_text(
        gongkai.render(report, layout=gongkai.Layout.from_file(semicolons)), encoding="utf-8"
    )
    assert (
        cli.main(["layout", "check", str(semicolons), str(sample), "--lang", "zh"])
        == cli.EXIT_CLEAN
    )
    out = capsys.readouterr().out
    assert "31" in out
    assert "甲县2022年政府信息公开工作年度报告" in out


def test_the_command_explains_a_mistake_with_the_users_own_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mistaken = tmp_path / "mistaken.lark"
    mistaken.write_text('SEP: ";"\nTEXT: /[^;\\n]+/ /\n', encoding="utf-8")
    assert cli.main(["layout", "check", str(mistaken)]) == cli.EXIT_FINDINGS
    assert f"{mistaken}:2" in capsys.readouterr().out


def test_the_command_names_a_grammar_or_sample_that_is_not_there(
    semicolons: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["layout", "check", "absent.lark"]) == cli.EXIT_UNREADABLE
    assert cli.main(["layout", "check", str(semicolons), "absent.txt"]) == cli.EXIT_UNREADABLE
    assert capsys.readouterr().err.count("No such file") == 2
