"""Sources of every kind: what a file is, which characters its bytes are, and what is refused."""

from __future__ import annotations

import base64
import builtins
import io
import json
import quopri
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import gongkai
from gongkai import MissingExtraError, Origin, ParseError, Status
from gongkai.reading.sources import read_source
from gongkai.reading.text import decode

REPORT = """甲县2022年政府信息公开工作年度报告
一、总体情况
全年新收政府信息公开申请4件。
二、主动公开政府信息情况
第二十条第（一）项
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t\t0
行政规范性文件\t3\t1\t27
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量\t4\t0\t0\t0\t0\t0\t4
二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0
六、其他需要报告的事项
无其他需要报告的事项，本年度未收取信息处理费。
"""


def page(text: str = REPORT, head: str = "") -> str:
    """The same report as a web page."""
    body = "".join(
        "<table><tr><td>" + line.replace("\t", "</td><td>") + "</td></tr></table>"
        if "\t" in line
        else f"<p>{line}</p>"
        for line in text.splitlines()
    )
    return f"<html><head>{head}</head><body>{body}</body></html>"


def reading_of(source: Any, **options: Any) -> Any:
    return read_source(source, **options)[0]


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_page_that_was_saved_with_its_parts_in_one_file_is_read(
    coding: str, encoding: str
) -> None:
    packed: Any = {
        "quoted-printable": quopri.encodestring,
        "base64": base64.encodebytes,
        "8bit": bytes,
    }
    parts = [("<p>一帧</p>", "text/html"), (page(), f'text/html; charset="{encoding}"')]
    data = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
    data += b'\ttype="text/html";\r\n\tboundary="--x"\r\n\r\n'
    for text, kind in parts:
        data += f"----x\r\nContent-Type: {kind}\r\n".encode()
        data += f"Content-Transfer-Encoding: {coding}\r\n\r\n".encode()
        data += packed[coding](text.encode(encoding)) + b"\r\n"
    reading = reading_of(data + b"----x--\r\n")
    assert reading.text == reading_of(page().encode()).text
    assert reading.encoding == {"gbk": "gb18030"}.get(encoding, encoding)


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
    ],
)
@pytest.mark.parametrize("as_page", [False, True])
def test_character_sets_are_told_without_a_declaration(
    encoding: str, found: str, as_page: bool
) -> None:
    text = page() if as_page else REPORT
    reading = reading_of(text.encode(encoding))
    assert reading.encoding == found
    assert "行政规范性文件\t3\t1\t27" in reading.text


def test_big5_is_told_from_gb18030() -> None:
    """Most Big5 texts are valid GB18030 as well, and the reverse; what characters come out
    decides."""
    text = (
        "政府資訊公開工作年度報告\n一、總體情況\n本年度共收到政府資訊公開申請四件，均已辦理完畢。\n"
    )
    assert decode(text.encode("big5")) == (text, "big5hkscs")
    assert decode(text.encode("gb18030")) == (text, "gb18030")
    assert decode(REPORT.encode("gbk"), "big5") == (REPORT, "gb18030")


@pytest.mark.parametrize(
    ("declared", "actual"),
    [
        ("utf-8", "gbk"),
        ("gb2312", "utf-8"),
        ("gb2312", "gbk"),
        ("iso-8859-1", "gb18030"),
        ("x-none", "utf-8"),
    ],
)
def test_a_wrong_declaration_does_no_harm(declared: str, actual: str) -> None:
    """Pages declare what their template says, not what they are written in."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    assert reading_of(page(head=meta).encode(actual)).text.startswith("甲县2022年")


def test_a_declared_set_that_only_it_can_read_is_used() -> None:
    text = "<p>政府信息公开工作年度报告</p>"
    assert (
        "政府信息公开"
        in reading_of(text.encode("hz"), media_type="text/html; charset=hz-gb-2312").text
    )


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    """No foreign exception, whatever the bytes."""
    with suppress(ParseError):
        assert read_source(data)[0].text is not None


@given(
    st.integers(0, len(REPORT.encode("gb18030")) - 1),
    st.sampled_from(["utf-8", "gb18030"]),
    st.integers(0x80, 0xFE),
)
def test_a_damaged_byte_never_changes_a_figure_into_another(
    at: int, encoding: str, byte: int
) -> None:
    """What the damage has reached is not claimed; what is claimed is what the whole text says."""
    whole = gongkai.parse(REPORT)
    data = bytearray(REPORT.encode(encoding))
    assume(data[at] not in b"\t\n")  # where a separator is lost, the layouts have to judge
    data[at] = byte
    damaged = gongkai.read(bytes(data))
    claimed = {path: cell.value for path, cell in damaged.cells.items() if cell.status.claims}
    assert claimed == {path: whole[path] for path in claimed}


def test_a_path_bytes_and_a_file_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(page(), encoding="gbk")
    with path.open("rb") as file:
        reports = [
            gongkai.read(path),
            gongkai.read(str(path)),
            gongkai.read(path.read_bytes()),
            gongkai.read(file),
        ]
    assert reports == [reports[0]] * 4
    assert reports[0].requests.received.natural_person == 4


def test_every_figure_has_its_span_and_its_origin() -> None:
    report = gongkai.read(page(), media_type="text/html")
    cell = report.cells["proactive.normative_documents.in_force"]
    assert cell.span is not None
    assert (cell.status, cell.value, report.source[slice(*cell.span)]) == (Status.READ, 27, "27")
    assert cell.origin == Origin(None, 3, 1, 4)
    assert report.cells["proactive.regulations.repealed"].status == Status.BLANK


@pytest.mark.parametrize("name", ["report.txt", "report", "report.dat", "report.htm"])
def test_the_type_is_known_by_content_before_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(page(), encoding="utf-8")
    assert reading_of(path).media_type == "text/html"
    path.write_text(REPORT, encoding="utf-8")
    assert "规章\t0\t\t0" in reading_of(path).text or name.endswith("htm")


def test_text_is_given_to_the_parser_unchanged() -> None:
    """Blanks and tabs are what a layout is made of; only line ends are made one."""
    assert reading_of("a \t b  \r\n\r\nc\r规章".encode()).text == "a \t b  \n\nc\n规章"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.7\n%broken", "the PDF is broken"),
        (b"PK\x03\x04broken", "broken archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old binary format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"Rar!\x1a\x07", "a RAR archive"),
        (bytes(range(1, 256)) * 20, "not text"),
    ],
)
def test_what_cannot_be_read_says_what_it_is(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "report.bin"
    path.write_bytes(data)
    with pytest.raises(ParseError, match=reason) as caught:
        gongkai.read(path)
    assert caught.value.name == str(path)
    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize(
    ("name", "reason"), [("a.pdf", "named as a PDF"), ("a.docx", "named as a Word file")]
)
def test_a_name_that_promises_more_than_the_content(tmp_path: Path, name: str, reason: str) -> None:
    path = tmp_path / name
    path.write_text("not what it says", encoding="utf-8")
    with pytest.raises(ParseError, match=reason):
        gongkai.read(path)


def _archive(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_archive(xl__workbook="x"), "the Excel workbook is broken"),
        (_archive(**{"OFD.xml": "x"}), "an OFD document"),
        (_archive(**{"readme.txt": "x"}), "a zip archive"),
    ],
)
def test_an_archive_that_is_no_word_file(data: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        gongkai.read(data)


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("https://www.example.gov.cn/a.html", "download"),
        (page(), "media_type"),
        (REPORT, "gongkai.parse"),
    ],
)
def test_a_string_is_a_path(source: str, hint: str) -> None:
    """A page, a text or an address in place of a path is told so; nothing is fetched."""
    with pytest.raises(ParseError) as caught:
        gongkai.read(source)
    assert hint in caught.value.hint


def test_a_file_that_is_not_there_is_the_systems_own_error() -> None:
    with pytest.raises(FileNotFoundError):
        gongkai.read("no such file.html")


def test_a_file_open_as_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    with path.open(encoding="utf-8") as file, pytest.raises(ParseError, match="open as text"):
        gongkai.read(file)  # type: ignore[arg-type]


def test_a_source_of_no_kind_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="source=7"):
        gongkai.read(7)  # type: ignore[arg-type]


def test_too_large_a_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.reading.sources.MAX_BYTES", 100)
    with pytest.raises(ParseError, match="larger than"):
        gongkai.read(page().encode())


def test_a_text_that_is_no_report_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir,\nno.\n", encoding="utf-8")
    with pytest.raises(ParseError, match=r"letter\.txt:1:1: "):
        gongkai.read(path)


@pytest.mark.parametrize(
    ("module", "data", "extra"),
    [
        ("lxml", page().encode(), "html"),
        ("docx", _archive(word__document="x"), "docx"),
        ("pdfplumber", b"%PDF-1.4", "pdf"),
    ],
)
def test_a_reader_that_is_not_installed_is_named(
    monkeypatch: pytest.MonkeyPatch, module: str, data: bytes, extra: str
) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any) -> Any:
        level = args[3] if len(args) > 3 else 0  # our own modules are imported by level
        if not level and name.partition(".")[0] == module:
            raise ImportError(name)
        return real(name, *args)

    monkeypatch.setattr(builtins, "__import__", without)
    if extra == "docx":
        data = _archive(**{"word/document.xml": "x", "[Content_Types].xml": "x"})
    with pytest.raises(MissingExtraError, match=rf"gongkai\[{extra}\]"):
        gongkai.read(data)


@pytest.mark.slow
def test_no_file_is_left_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is written at all: not for whole files, not for broken ones."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for data in (
        page().encode(),
        b"%PDF-1.7\nbroken",
        b"PK\x03\x04broken",
        _archive(**{"word/document.xml": "x"}),
    ):
        try:
            gongkai.read(data)
        except ParseError:
            continue
    assert list(tmp_path.iterdir()) == []


def _truths(shared: Path) -> list[tuple[Path, Path]]:
    pages = [
        (path, path.with_suffix(".json"))
        for path in sorted((shared / "corpus").iterdir())
        if path.suffix in (".html", ".pdf")
    ]
    made = shared / "extractors"
    return pages + [
        (path, made / "truth" / f"{path.name[0]}.json")
        for path in sorted((made / "html").iterdir())
    ]


def test_every_cell_of_real_files_is_read_and_right(shared: Path) -> None:
    """Published pages and a published PDF, and made-up ones in several kinds of markup: 100 % read,
    spans and origins true."""
    checked = 0
    for path, truth in _truths(shared):
        report = gongkai.read(path)
        expected = json.loads(truth.read_text(encoding="utf-8"))
        for name, cell in report.cells.items():
            where = f"{path.name}: {name}"
            if name in expected["cells"]:
                assert cell.status == Status.READ, where
                assert str(cell.value) == str(expected["cells"][name]), where
            elif name in expected["blank"]:
                assert cell.status == Status.BLANK, where
            else:
                assert cell.status == Status.MISSING, where
                continue
            assert cell.span is not None, where
            assert report.source[cell.span.start : cell.span.end] == cell.raw, where
            assert cell.origin is not None, where
            checked += 1
    assert checked >= 3187  # more files may come
