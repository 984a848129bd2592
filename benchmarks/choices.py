"""What gongkai does itself beside the libraries that could do it, on the files at hand.

``python benchmarks/choices.py FOLDER`` takes a folder of texts, web pages and PDFs with their truth
(``NAME.json``) beside them; without one it takes the examples. Needs, beside the test extra:
``pip install wcwidth charset-normalizer cn2an docx2python trafilatura readability-lxml
python-calamine``. The figures stand in ``docs/explanation/choices.md``.
"""

from __future__ import annotations

import io
import json
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import charset_normalizer
import cn2an
import docx
import docx2python
import openpyxl
import pdfplumber
import python_calamine
import readability
import trafilatura
import wcwidth
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from rich.cells import cell_len

import gongkai
from gongkai.errors import display_width
from gongkai.mentions.reader import _number
from gongkai.reading.text import decode

EXAMPLES = Path(__file__).parent.parent / "examples" / "reports"


def say(what: str, **figures: object) -> None:
    print(what + ": " + ", ".join(f"{name} {value}" for name, value in figures.items()))


def timed(work: Callable[[], object]) -> str:
    """Milliseconds, the least of three."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return f"{min(times) * 1000:.1f} ms"


def widths(texts: list[str]) -> None:
    lines = [line for text in texts for line in text.splitlines() if line.isprintable()]
    say(
        "width of lines",
        lines=len(lines),
        wcwidth_differs=sum(wcwidth.wcswidth(line) != display_width(line) for line in lines),
        rich_differs=sum(cell_len(line) != display_width(line) for line in lines),
        ours=timed(lambda: [display_width(line) for line in lines]),
        wcwidth=timed(lambda: [wcwidth.wcswidth(line) for line in lines]),
    )
    odd = Counter(
        char
        for char in set("".join(lines))
        if wcwidth.wcwidth(char) != display_width(char) and char.isprintable()
    )
    print("  characters that differ:", " ".join(f"U+{ord(char):04X}" for char in odd))


def charsets(texts: list[str]) -> None:
    def guess(data: bytes) -> str | None:
        best = charset_normalizer.from_bytes(data).best()
        return None if best is None else str(best)

    def ours(data: bytes) -> str | None:
        with suppress(ValueError):
            return decode(data)[0]
        return None

    for name in ("utf-8", "utf-16", "gb18030", "gb2312", "big5"):
        files = []
        for text in texts:
            with suppress(UnicodeEncodeError):
                files.append((text, text.encode(name)))
        right: Counter[str] = Counter()
        for text, data in files:
            right["ours"] += ours(data) == text
            right["theirs"] += (guess(data) or "").lstrip("\ufeff") == text
        if files:
            say(
                f"character set {name}",
                files=len(files),
                ours=right["ours"],
                charset_normalizer=right["theirs"],
                our_time=timed(lambda files=files: [ours(data) for _, data in files]),  # type: ignore[misc]
                their_time=timed(lambda files=files: [guess(data) for _, data in files]),  # type: ignore[misc]
            )


def short_texts(texts: list[str]) -> None:
    lines = [line[:40] for text in texts for line in text.splitlines() if len(line) > 20]
    lines = [line for line in lines if sum("一" <= char <= "鿿" for char in line) > 8][:400]
    files = [(line, line.encode("gb18030", "replace")) for line in lines]
    right: Counter[str] = Counter()
    for line, data in files:
        with suppress(ValueError):
            right["ours"] += decode(data)[0] == line
        right["theirs"] += str(charset_normalizer.from_bytes(data).best()) == line
    say(
        "character set of single lines in gb18030",
        lines=len(lines),
        ours=right["ours"],
        charset_normalizer=right["theirs"],
    )


def unseen() -> None:
    """Figures that a reader of the page does not see."""
    cells = "".join(f"<td>{n}</td>" for n in range(1, 8))
    rows = (
        f"<tr><td>一、本年新收政府信息公开申请数量</td>{cells}</tr>"
        f"<tr style='display:none'><td>二、上年结转政府信息公开申请数量</td>{cells}</tr>"
        "<tr><td>四、结转下年度继续办理</td><td><s>9</s>3</td><td><img src='x.png'></td>"
        + "<td>0</td>" * 5
        + "</tr>"
    )
    page = (
        "<html><body><h1>甲县2022年政府信息公开工作年度报告</h1>"
        f"<p>三、收到和处理政府信息公开申请情况</p><table>{rows}</table></body></html>"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.html")
        path.write_text(page, encoding="utf-8")
        from gongkai.reading.sources import read_source

        texts = {
            "ours": read_source(path)[0].text,
            "trafilatura": main_text(path),
            "readability": readable(path),
        }
    print("what the page hides, strikes out, or shows as a picture:")
    for name, text in texts.items():
        lines = [line for line in text.splitlines() if "结转" in line or "<s>" in line]
        print(f"  {name}: {lines}")


def numerals() -> None:
    texts = [cn2an.an2cn(number, "low") for number in range(1, 1000)]
    spoken = ["两", "十二", "一百零", "三十五", "一百零三", "二十"]
    say(
        "Chinese numerals",
        differ=sum(_number(text) != cn2an.cn2an(text, "smart") for text in texts),
        ours=timed(lambda: [_number(text) for text in texts]),
        cn2an=timed(lambda: [cn2an.cn2an(text, "smart") for text in texts]),
    )
    for text in spoken:
        try:
            theirs: object = cn2an.cn2an(text, "smart")
        except ValueError as error:
            theirs = f"ValueError ({error})"
        print(f"  {text}: ours {_number(text)}, cn2an {theirs}")


def numbering() -> None:
    """Headings that Word numbers by itself: 一、 二、 三、."""
    document = docx.Document()
    part = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for tag, value in (
        ("start", "1"),
        ("numFmt", "chineseCountingThousand"),
        ("lvlText", "%1、"),
    ):
        element = OxmlElement(f"w:{tag}")
        element.set(qn("w:val"), value)
        level.append(element)
    abstract.append(level)
    part.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "77")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "77")
    number.append(link)
    part.append(number)
    for text in ("总体情况", "主动公开政府信息情况"):
        paragraph = document.add_paragraph(text)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = 77
    file = io.BytesIO()
    document.save(file)
    from gongkai.reading.sources import read_source

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "numbered.docx")
        path.write_bytes(file.getvalue())
        theirs = docx2python.docx2python(path).text.strip()
    say(
        "Word's numbers",
        ours=repr(read_source(file.getvalue())[0].text),
        docx2python=repr(theirs),
    )


def truths(folder: Path, suffix: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(folder.rglob(f"*{suffix}")):
        beside = path.with_suffix(".json")
        if beside.exists():
            yield path, json.loads(beside.read_text("utf-8"))["cells"]


def score(read: Callable[[], gongkai.Report], truth: dict[str, Any]) -> Counter[str]:
    """Cells that are right, wrong (another figure is claimed), or open."""
    try:
        report = read()
    except gongkai.GongkaiError:
        return Counter(open=len(truth))
    found: Counter[str] = Counter()
    for path, value in truth.items():
        cell = report.cells.get(path)
        true = None if value is None else Decimal(str(value))
        if cell is None or (cell.value is None and cell.status.value not in ("blank", "dash")):
            found["open"] += 1
        else:
            right = cell.value == true or (cell.value is None and true == 0)
            found["right" if right else "wrong"] += 1
    return found


def compared(
    what: str, folder: Path, suffix: str, others: dict[str, Callable[[Path], str]]
) -> None:
    ours: Counter[str] = Counter()
    theirs: dict[str, Counter[str]] = {name: Counter() for name in others}
    for path, truth in truths(folder, suffix):
        ours += score(lambda path=path: gongkai.read(path), truth)  # type: ignore[misc]
        for name, text in others.items():
            theirs[name] += score(
                lambda path=path, text=text: gongkai.parse(text(path)),  # type: ignore[misc]
                truth,
            )
    say(what, ours=dict(ours), **{name: dict(found) for name, found in theirs.items()})


def ruled(path: Path) -> str:
    """pdfplumber's own way: the text outside of a page's tables, and its tables without the cells
    that another one covers."""
    lines = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            found = page.find_tables()
            blocks = [
                (
                    table.bbox[1],
                    ["\t".join(cell for cell in row if cell is not None).replace("\n", "")],
                )
                for table in found
                for row in table.extract()
            ]
            boxes = [table.bbox for table in found]
            rest = page.filter(
                lambda item, boxes=boxes: not any(
                    left <= item["x0"] and item["x1"] <= right
                    and top <= item["top"] and item["bottom"] <= bottom
                    for left, top, right, bottom in boxes
                )
            )  # fmt: skip
            blocks += [(line["top"], [line["text"]]) for line in rest.extract_text_lines()]
            for _, texts in sorted(blocks, key=lambda block: block[0]):
                lines += texts
    return "\n".join(lines)


def main_text(path: Path) -> str:
    return trafilatura.extract(path.read_bytes(), include_tables=True) or ""


def readable(path: Path) -> str:
    page = readability.Document(decode(path.read_bytes())[0]).summary()
    from gongkai.reading.sources import read_source

    return read_source(page, media_type="text/html")[0].text


def sheets() -> None:
    """What a spreadsheet shows, and what calamine gives."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row, (value, number_format) in enumerate(
        [(0.5, "0%"), (2986.1234, "0.00"), (0.1 + 0.2, "General"), (7, "General")], 1
    ):
        sheet.cell(row, 1, value).number_format = number_format
    sheet["A5"] = "=A1+A2"
    sheet.row_dimensions[4].hidden = True
    file = io.BytesIO()
    book.save(file)
    theirs = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue()))
    from gongkai.reading.sheets import compose
    from gongkai.reading.xlsx import _sheet

    shown = openpyxl.load_workbook(io.BytesIO(file.getvalue()), data_only=True)
    ours = _sheet(shown.worksheets[0], book.worksheets[0])
    reading = compose([ours], "")
    say(
        "sheets",
        ours=repr(reading.text),
        left_out=reading.left_out,
        calamine=theirs.get_sheet_by_index(0).to_python(),
    )


def main() -> None:
    logging.disable(logging.CRITICAL)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES
    texts = [decode(path.read_bytes())[0] for path in sorted(folder.rglob("*.txt"))]
    widths(texts)
    charsets(texts)
    short_texts(texts)
    numerals()
    numbering()
    sheets()
    compared("ruled tables of PDFs", folder, ".pdf", {"pdfplumber": ruled})
    pages = {"trafilatura": main_text, "readability": readable}
    compared("web pages", folder, ".html", pages)
    unseen()
    found = [path for path, _ in truths(folder, ".html")]
    if found:
        say(
            "time for web pages",
            ours=timed(lambda: [gongkai.reading.read_source(path) for path in found]),
            **{n: timed(lambda f=f: [f(path) for path in found]) for n, f in pages.items()},  # type: ignore[misc]
        )


if __name__ == "__main__":
    main()
