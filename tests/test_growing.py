"""What a new edition of the form and a new layout touch: the form alone, and one grammar."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

import gongkai
from gongkai._grammars import grammars

ROOT: Final = Path(__file__).resolve().parent.parent

ROW: Final = "9.属于未成年人信息"
CODE: Final = """
import json, gongkai
text = open({path!r}, encoding="utf-8").read()
report = gongkai.parse(text{layout})
again = gongkai.parse(gongkai.render(report, "pipe"))
print(json.dumps({{
    "edition": report.edition, "layout": report.layout, "layouts": gongkai.layouts(),
    "new": report["requests.refused.minors.total"] if report.edition == 2031 else None,
    "received": report["requests.received.total"], "same": again.cells == report.cells,
    "errors": [str(one.rule) for one in report.check().errors],
}}))
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package that may be changed."""
    copy = tmp_path / "gongkai"
    shutil.copytree(Path(gongkai.__file__).parent, copy, ignore=shutil.ignore_patterns("*.pyc"))
    if not (copy / "grammars").is_dir():
        shutil.copytree(str(grammars()), copy / "grammars")
    return copy


def run(package: Path, path: Path, layout: str = "") -> dict[str, Any]:
    code = CODE.format(path=str(path), layout=layout)
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(package.parent), "PYTHONUTF8": "1"},
        cwd=package.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def changed(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


@pytest.mark.slow
def test_a_new_edition_touches_the_form_alone(package: Path, tmp_path: Path) -> None:
    changed(
        package / "form" / "describe.py",
        ("EDITIONS: Final = (2019, 2021)", "EDITIONS: Final = (2019, 2021, 2031)"),
    )
    changed(
        package / "form" / "tables.py",
        ("_2021 = (2021,)\n", "_2021 = (2021, 2031)\n"),
        (
            "    administrative_inquiry: Applicants = row(",
            f'    minors: Applicants = row(Applicants, "{ROW[2:]}", "Minors", number="9.",'
            " editions=(2031,))\n    administrative_inquiry: Applicants = row(",
        ),
    )
    write = "from gongkai.form.grammar import grammar; print(grammar(), end='')"
    written = subprocess.run(
        [sys.executable, "-c", write],
        env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    (package / "grammars" / "form.lark").write_text(written.stdout, encoding="utf-8")
    text = (ROOT / "examples" / "reports" / "weitang-2022.txt").read_text(encoding="utf-8")
    old = tmp_path / "old.txt"
    old.write_text(text, encoding="utf-8")
    row = re.search(r"^8\.属于行政查询事项.*\n", text, re.MULTILINE)
    assert row is not None
    example = tmp_path / "new.txt"
    added = row[0] + row[0].replace("8.属于行政查询事项", ROW)
    example.write_text(text.replace(row[0], added).replace("2022年", "2031年"), encoding="utf-8")
    before, after = run(package, old), run(package, example)
    assert (before["edition"], after["edition"]) == (2021, 2031)
    assert after["new"] == 0
    assert before["same"]
    assert after["same"]
    assert "S004" not in after["errors"]


@pytest.mark.slow
def test_a_new_layout_touches_a_grammar_and_its_example(package: Path, tmp_path: Path) -> None:
    example = tmp_path / "example.txt"
    text = (ROOT / "examples" / "reports" / "weitang-2022.txt").read_text(encoding="utf-8")
    example.write_text(text.replace("|", "※"), encoding="utf-8")
    (package / "grammars" / "stars.lark").write_text(
        '// Cells between reference marks: `规章 ※ 3 ※ 0 ※`.\nSEP: "※"\n', encoding="utf-8"
    )
    found = run(package, example, ', layout="stars"')
    assert found["layout"] == "stars"
    assert "stars" in found["layouts"]
    assert found["received"] == gongkai.parse(text)["requests.received.total"]
