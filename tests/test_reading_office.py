"""Files that only an office program reads: converted where LibreOffice is, else named."""

from __future__ import annotations

import io
import os
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

import gongkai
from gongkai import ParseError, Report
from gongkai.reading.sources import read_source

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOC = COMPOUND + "WordDocument".encode("utf-16-le") + bytes(512)
RTF = rb"{\rtf1\ansi\ansicpg936 x}"


def odt() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<office/>")
    return file.getvalue()


FILES = [(DOC, "old binary format of Word or WPS"), (RTF, "an RTF file"), (odt(), ".odt")]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts a program in the place of LibreOffice, and no other program beside it."""

    def install(script: str) -> None:
        program = tmp_path / "bin" / "soffice"
        program.parent.mkdir()
        program.write_text(f"#!{sys.executable}\nimport pathlib, sys\n{script}\n", "utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(program.parent))

    return install


@pytest.mark.skipif(os.name == "nt", reason="the program is a script with a first line for Unix")
@pytest.mark.parametrize(("data", "what"), FILES, ids=["doc", "rtf", "odt"])
@pytest.mark.slow
def test_a_file_is_read_as_what_libreoffice_makes_of_it(
    data: bytes, what: str, office: Any, tmp_path: Path
) -> None:
    report = Report.from_values(
        {"requests.received.total": 7}, edition=2021, title="甲县2022年报告"
    )
    made = tmp_path / "made.docx"
    made.write_bytes(report.to_docx())
    office(
        "where = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1]); where.mkdir()\n"
        "assert pathlib.Path(sys.argv[-1]).read_bytes() and sys.argv[-3:-1] != []\n"
        f"(where / 'report.docx').write_bytes(pathlib.Path({str(made)!r}).read_bytes())"
    )
    found = gongkai.read(data)
    assert found.requests.received.total == 7
    assert read_source(data)[0].media_type != "application/octet-stream"


@pytest.mark.skipif(os.name == "nt", reason="the program is a script with a first line for Unix")
@pytest.mark.parametrize(("data", "what"), FILES, ids=["doc", "rtf", "odt"])
def test_a_file_that_libreoffice_cannot_convert_is_named(
    data: bytes, what: str, office: Any
) -> None:
    office("sys.exit(1)")
    with pytest.raises(ParseError, match="LibreOffice cannot convert it") as caught:
        gongkai.read(data)
    assert what in str(caught.value)


@pytest.mark.parametrize(("data", "what"), FILES, ids=["doc", "rtf", "odt"])
def test_without_libreoffice_the_message_says_what_the_file_is_and_how_to_save_it(
    data: bytes, what: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ParseError, match=r"save it as \.docx or PDF") as caught:
        gongkai.read(data)
    assert what in str(caught.value)


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_itself_converts_a_text(tmp_path: Path) -> None:
    lines = ("二、主动公开政府信息情况", "行政许可 | 3 |", "行政处罚 | 5 |")
    text = "".join(f"\\u{ord(c)}?" if ord(c) > 127 else c for c in "\n".join(lines))
    rtf = "{\\rtf1\\ansi " + text.replace("\n", "\\par ") + "}"
    assert gongkai.read(rtf.encode("ascii"), layout="pipe").proactive.licensing.decisions == 3
