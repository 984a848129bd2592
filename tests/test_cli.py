"""The command ``gongkai``: what it prints, where, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import gongkai
from gongkai import cli
from gongkai.cli import inputs
from gongkai.errors import display_width

GOOD = "chenghu-2023.txt"
WRONG = "weitang-2022.txt"


@pytest.fixture(autouse=True)
def _in_the_examples(examples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(examples)
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def novel(tmp_path: Path) -> str:
    path = tmp_path / "novel.txt"
    path.write_text("话说天下大势，分久必合，合久必分。\n", encoding="utf-8")
    return str(path)


def run(
    *arguments: str, text: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, for what only a process has: encodings, pipes, standard
    input."""
    return subprocess.run(
        [sys.executable, "-m", "gongkai.cli", *arguments],
        input=text or b"",
        capture_output=True,
        check=False,
        env=os.environ | environment,
    )


def test_the_exit_codes_are_those_that_are_documented() -> None:
    codes = (cli.EXIT_CLEAN, cli.EXIT_FINDINGS, cli.EXIT_USAGE, cli.EXIT_UNREADABLE)
    assert codes == (0, 1, 2, 3)
    page = (Path(__file__).parent.parent / "docs" / "reference" / "cli.md").read_text(
        encoding="utf-8"
    )
    assert all(f"| {code} | " in page for code in codes)


class TestParse:
    def test_prints_the_three_tables_within_the_width(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "76")
        assert cli.main(["parse", GOOD, "--lang", "zh"]) == cli.EXIT_CLEAN
        out, err = capsys.readouterr()
        assert "澄湖县人民政府办公室2023年政府信息公开工作年度报告" in out
        assert all(title in out for title in gongkai.form.TABLE_TITLES.values())
        assert "2986.1" in out
        assert max(map(display_width, out.splitlines())) <= 76
        assert err == ""

    def test_writes_a_json_object_a_line_that_holds_the_whole_report(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["parse", "--json", GOOD, WRONG]) == cli.EXIT_CLEAN
        lines = capsys.readouterr().out.splitlines()
        assert [gongkai.Report.from_dict(json.loads(line)) for line in lines] == [
            gongkai.read(GOOD),
            gongkai.read(WRONG),
        ]

    @pytest.mark.slow
    def test_reads_standard_input(self) -> None:
        ran = run("parse", "--json", "-", text=Path(GOOD).read_bytes())
        assert ran.returncode == cli.EXIT_CLEAN, ran.stderr
        assert json.loads(ran.stdout)["year"] == 2023

    def test_reads_a_layout_that_is_named(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert (
            cli.main(["parse", "--json", "--layout", "tab", "chenghu-2022.txt"]) == cli.EXIT_CLEAN
        )
        assert json.loads(capsys.readouterr().out)["layout"] == "tab"

    def test_takes_folders_and_patterns(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "inner").mkdir()
        for name in ("a.txt", "inner/b.txt"):
            (tmp_path / name).write_bytes(Path(GOOD).read_bytes())
        (tmp_path / "c.json").write_text("{}")
        assert cli.main(["parse", "--json", str(tmp_path)]) == cli.EXIT_CLEAN
        assert len(capsys.readouterr().out.splitlines()) == 2
        assert cli.main(["parse", "--json", str(tmp_path / "*.txt")]) == cli.EXIT_CLEAN
        assert len(capsys.readouterr().out.splitlines()) == 1

    @pytest.mark.slow
    def test_names_an_unreadable_input_and_goes_on(
        self, novel: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["parse", "--json", "absent.txt", novel, GOOD]) == cli.EXIT_UNREADABLE
        out, err = capsys.readouterr()
        assert len(out.splitlines()) == 1
        assert "gongkai: absent.txt: No such file" in err
        assert "novel.txt" in err
        assert "Traceback" not in err

    def test_an_empty_folder_is_an_unreadable_input(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["parse", str(tmp_path)]) == cli.EXIT_UNREADABLE
        assert "holds no file" in capsys.readouterr().err


class TestShow:
    def test_shows_tables_coverage_and_findings_with_their_place(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["show", WRONG, "--lang", "en"]) == cli.EXIT_CLEAN
        out = capsys.readouterr().out
        assert "read 200 · proven 0 · open 0" in out
        assert "✗ 2 errors" in out
        assert "3≠" in out
        assert f"\n{WRONG}:39:42: error R003: " in out

    @pytest.mark.parametrize(("setting", "coloured"), [("FORCE_COLOR", True), ("NO_COLOR", False)])
    @pytest.mark.slow
    def test_colours_are_those_of_the_terminal(self, setting: str, coloured: bool) -> None:
        ran = run("show", WRONG, text=None, **{setting: "1"})
        assert (b"\x1b[" in ran.stdout) == coloured


class TestExplore:
    def test_writes_a_page(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        page = tmp_path / "page.html"
        assert cli.main(["explore", WRONG, "--output", str(page)]) == cli.EXIT_CLEAN
        assert capsys.readouterr().out.strip() == str(page)
        assert "苇塘区" in page.read_text(encoding="utf-8")

    def test_says_where_it_cannot_write(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        where = str(tmp_path / "absent" / "page.html")
        assert cli.main(["explore", WRONG, "--output", where]) == cli.EXIT_UNREADABLE
        assert f"gongkai: {where}: No such file" in capsys.readouterr().err


class TestTables:
    def test_cells_as_csv_carry_their_status(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["parse", "--csv", GOOD, WRONG]) == cli.EXIT_CLEAN
        rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        assert len(rows) == 400
        fees = next(row for row in rows if row["path"] == "proactive.fees.amount")
        assert (fees["file"], fees["value"], fees["status"]) == (GOOD, "2986.1", "read")

    @pytest.mark.parametrize("option", ["--csv", "--jsonl"])
    def test_findings_as_lines_name_their_file(
        self, option: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["check", option, GOOD, WRONG]) == cli.EXIT_FINDINGS
        out = capsys.readouterr().out
        rows = (
            list(csv.DictReader(io.StringIO(out)))
            if option == "--csv"
            else [json.loads(line) for line in out.splitlines()]
        )
        errors = [row for row in rows if row["severity"] == "error"]
        assert {row["file"] for row in errors} == {WRONG}
        assert {str(row["line"]) for row in errors} == {"39", "49"}


class TestNoTraceback:
    @pytest.mark.slow
    def test_a_full_disk(self) -> None:
        if not Path("/dev/full").exists():
            pytest.skip("this system has no /dev/full")
        with open("/dev/full", "wb") as full:
            ran = subprocess.run(
                [sys.executable, "-m", "gongkai.cli", "parse", GOOD],
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert ran.returncode == cli.EXIT_UNREADABLE
        assert ran.stderr.startswith(b"gongkai: output: No space left")
        assert b"Traceback" not in ran.stderr

    @pytest.mark.parametrize("name", ["x" * 5000, "\udcff.txt", "[", "a/b/c"])
    def test_a_name_that_cannot_be_opened(
        self, name: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["parse", name]) == cli.EXIT_UNREADABLE
        assert "Traceback" not in capsys.readouterr().err


class TestCheck:
    def test_a_sound_report_ends_with_zero(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["check", GOOD]) == cli.EXIT_CLEAN
        assert "0 errors" in capsys.readouterr().out or capsys.readouterr().out == ""

    def test_an_error_ends_with_one_and_is_shown_at_its_place(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["check", WRONG, "--lang", "en"]) == cli.EXIT_FINDINGS
        out = capsys.readouterr().out
        assert "R002" in out
        assert any(set(line) == {" ", "^"} for line in out.splitlines())

    def test_speaks_chinese(self, capsys: pytest.CaptureFixture[str]) -> None:
        cli.main(["check", WRONG, "--lang", "zh"])
        assert "错误 R001" in capsys.readouterr().out

    def test_only_the_selected_rules_count(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["check", WRONG, "--select", "d,A"]) == cli.EXIT_CLEAN
        assert "R001" not in capsys.readouterr().out

    def test_the_threshold_decides_what_counts(self, capsys: pytest.CaptureFixture[str]) -> None:
        selected = [
            "check",
            "tongdu-2022.txt",
            "--select",
            "V009",
        ]  # a warning: figures that are not certain
        assert cli.main(selected) == cli.EXIT_CLEAN
        assert cli.main([*selected, "--fail-on", "warning"]) == cli.EXIT_FINDINGS

    def test_years_of_one_publisher_are_checked_together(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["check", "--json", "chenghu-2022.txt", GOOD, WRONG]) == cli.EXIT_FINDINGS
        found = json.loads(capsys.readouterr().out)
        assert [(one["publisher"], one["files"]) for one in found["publishers"]] == [
            ("澄湖县人民政府办公室", ["chenghu-2022.txt", GOOD]),
            ("苇塘区住房和城乡建设局", [WRONG]),
        ]
        assert found["unreadable"] == []

    def test_an_unreadable_input_goes_before_findings(
        self, novel: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["check", "--json", WRONG, novel]) == cli.EXIT_UNREADABLE
        assert [one["file"] for one in json.loads(capsys.readouterr().out)["unreadable"]] == [novel]


class TestUsage:
    @pytest.mark.parametrize(
        "arguments",
        [
            [],
            ["parse"],
            ["parse", GOOD, "--lang", "fr"],
            ["check", GOOD, "--select", "Q"],
            ["check", GOOD, "--fail-on", "info"],
            ["nonsense"],
        ],
    )
    def test_argparse_refuses(
        self, arguments: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as ended:
            cli.main(arguments)
        assert ended.value.code == cli.EXIT_USAGE
        assert "usage: gongkai" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["parse", GOOD, "--layout", "pip"], "pip"),
            (["parse", "-", "-"], "only once"),
            (["explain", "R0O1"], "R001"),
            (["explain", GOOD, "requests.received.totals"], "requests.received.total"),
        ],
    )
    def test_a_wrong_word_is_explained(
        self, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(arguments) == cli.EXIT_USAGE
        out, err = capsys.readouterr()
        assert out == ""
        assert said in err


class TestExplain:
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_a_rule_has_a_page(self, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["explain", "r001", "--lang", lang]) == cli.EXIT_CLEAN
        rule = gongkai.rules("R001")[0]
        out = capsys.readouterr().out
        assert out.startswith("R001")
        assert rule.title[lang] in out  # type: ignore[index]
        assert rule.description[lang] in out  # type: ignore[index]
        assert {"zh": "应为 1，表中 0，差 1", "en": "should be 1, the table has 0, off by 1"}[
            lang
        ] in out

    def test_without_an_id_all_rules_are_listed(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["explain"]) == cli.EXIT_CLEAN
        assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
            rule.id for rule in gongkai.rules()
        ]

    def test_a_cell_of_a_report_is_explained(self, capsys: pytest.CaptureFixture[str]) -> None:
        arguments = ["explain", GOOD, "requests.received.total", "--lang", "en"]
        assert cli.main(arguments) == cli.EXIT_CLEAN
        assert capsys.readouterr().out.strip() == gongkai.explain(
            gongkai.read(GOOD), "requests.received.total", language="en"
        )

    def test_a_whole_row_is_explained(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["explain", GOOD, "requests.received", "--lang", "en"]) == cli.EXIT_CLEAN
        blocks = capsys.readouterr().out.strip().split("\n\n")
        assert len(blocks) == 7
        assert all(block.startswith("Received this year, ") for block in blocks)

    def test_a_report_that_is_not_there_has_no_cell_to_explain(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert (
            cli.main(["explain", "no-such-file.txt", "requests.received.total"])
            == cli.EXIT_UNREADABLE
        )
        assert capsys.readouterr().out == ""


def test_render_writes_a_report_in_another_layout(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["render", "--to", "tab", GOOD]) == cli.EXIT_CLEAN
    again = gongkai.parse(capsys.readouterr().out)
    assert again.layout == "tab"
    assert again.cells == gongkai.read(GOOD).cells


def test_layouts_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["layouts"]) == cli.EXIT_CLEAN
    assert capsys.readouterr().out.split() == list(gongkai.layouts())


class TestStreams:
    @pytest.mark.slow
    def test_a_closed_pipe_ends_quietly(self) -> None:
        with subprocess.Popen(
            [sys.executable, "-m", "gongkai.cli", "parse", "--json", *[GOOD] * 30],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.readline()
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == cli.EXIT_PIPE

    @pytest.mark.slow
    def test_a_terminal_without_chinese_gets_escapes_and_valid_json(self) -> None:
        ran = run("parse", GOOD, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert ran.returncode == cli.EXIT_CLEAN, ran.stderr
        assert rb"\u6f84" in ran.stdout
        ran = run("parse", "--json", GOOD, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert json.loads(ran.stdout)["publisher"] == "澄湖县人民政府办公室"

    def test_a_progress_bar_is_for_terminals_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        names = [GOOD] * inputs.PROGRESS_FROM
        monkeypatch.setattr(sys, "stderr", io.StringIO())
        assert inputs.progress(names) is names

    def test_what_is_missing_is_said_with_the_command_that_installs_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        page = tmp_path / "page.html"
        page.write_text(
            "<html><body><table><tr><td>规章</td><td>0</td></tr></table></body></html>",
            encoding="utf-8",
        )
        monkeypatch.setitem(sys.modules, "lxml", None)
        monkeypatch.setitem(sys.modules, "lxml.html", None)
        monkeypatch.setitem(sys.modules, "lxml.etree", None)
        assert cli.main(["parse", str(page)]) == cli.EXIT_UNREADABLE
        assert "gongkai[html]" in capsys.readouterr().err


@pytest.mark.slow
def test_the_installed_command_is_this_one() -> None:
    ran = run("--version")
    assert ran.stdout.decode().split() == ["gongkai", version("gongkai")]


def test_parse_tree_prints_what_the_grammar_finds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report.txt"
    file.write_text("二、主动公开政府信息情况\n规章 | 3 |  | 5 |\n", encoding="utf-8")
    assert cli.main(["parse", "--tree", "--layout", "pipe", str(file)]) == 0
    printed = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert printed[-6:] == ["regulations", "规章", "fields", "3", "None", "5"]


def test_the_heads_of_a_table_are_written_though_the_first_file_is_none(
    novel: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["parse", "--csv", novel, GOOD]) == cli.EXIT_UNREADABLE
    assert capsys.readouterr().out.startswith("file,path,value,")
    cli.main(["show", novel, GOOD])
    assert capsys.readouterr().out.startswith("澄湖县")


@pytest.mark.parametrize("command", [["parse", ""], ["check", ""], ["explore", ""]])
def test_an_empty_name_is_no_folder(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(command) == cli.EXIT_UNREADABLE
    assert "the name of a file is empty" in capsys.readouterr().err


def test_no_rule_at_all_is_refused_and_not_passed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["check", "--select", ",", WRONG])
    assert ended.value.code == cli.EXIT_USAGE
    with pytest.raises(ValueError, match="names no rule"):
        gongkai.read(WRONG).check(select="")


def test_a_file_without_a_cell_cannot_be_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", GOOD]) == cli.EXIT_USAGE
    assert f"{GOOD} is a file" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
@pytest.mark.slow
def test_a_layout_is_guessed_in_any_character_set(
    encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(Path(GOOD).read_text(encoding="utf-8").encode(encoding))
    assert cli.main(["layout", "guess", str(path)]) == cli.EXIT_CLEAN
    assert 'SEP: "|"' in capsys.readouterr().out
    path.write_bytes(bytes(range(128, 256)) * 9)
    assert cli.main(["layout", "guess", str(path)]) == cli.EXIT_UNREADABLE
    assert "codec" not in capsys.readouterr().err


@pytest.mark.slow
def test_a_layout_is_checked_in_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.lark").write_text('SEP: ";"\n', encoding="utf-8")
    cli.main(["layout", "check", "--lang", "zh", str(tmp_path / "mine.lark")])
    assert "语法符合版式的约定" in capsys.readouterr().out
