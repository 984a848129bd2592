"""Real reports and their truth: every cell agrees with what the source shows, or says that it does
not know."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

import gongkai
from gongkai import ParseError, Report, Status


def truth_of(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def disagreements(report: Report, truth: dict[str, Any], *, lossy: bool = False) -> Iterator[str]:
    """Cells that claim what the truth does not give, or whose candidates leave it out. A doubt is
    none."""
    given = truth["cells"] | truth.get("inferred", {})
    for path, cell in report.cells.items():
        if path in given:
            if cell.status.claims and number(cell.value) != number(given[path]):
                yield f"{path}: {cell.status} {cell.value}, the source shows {given[path]}"
            elif (
                cell.candidates
                and not cell.cut
                and number(given[path]) not in map(number, cell.candidates)
            ):
                yield f"{path}: {given[path]} is not among {cell.candidates}"
        elif cell.status.claims and not (lossy and cell.value == 0 and path in truth["blank"]):
            yield f"{path}: {cell.status} {cell.value}, the source shows no figure"


def doubts(report: Report, truth: dict[str, Any]) -> int:
    """How many cells that the source shows are not known."""
    return sum(
        not report.cells[path].status.claims for path in truth["cells"] | truth.get("inferred", {})
    )


SEEDS = [f"00{number}" for number in range(5)]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cell_of_a_seed_agrees_with_its_truth_statuses_included(
    shared: Path, seed: str
) -> None:
    (source,) = (shared / "seeds").glob(f"{seed}_*.txt")
    truth = truth_of(source.with_suffix(".json"))
    report = gongkai.parse(source.read_text(encoding="utf-8"))
    assert (report.edition, report.year, report.title) == (
        truth["edition"],
        truth["year"],
        truth["title"],
    )
    for path, cell in report.cells.items():
        if path in truth["cells"]:
            assert (cell.status, number(cell.value)) == (
                Status.READ,
                number(truth["cells"][path]),
            ), path
        elif path in truth["inferred"]:
            assert (cell.status, number(cell.value)) == (
                Status.INFERRED,
                number(truth["inferred"][path]),
            ), path
        elif path in truth["ambiguous"]:
            assert (cell.status, set(cell.candidates)) == (
                Status.AMBIGUOUS,
                set(truth["ambiguous"][path]),
            ), path
        else:
            assert cell.status is (Status.BLANK if path in truth["blank"] else Status.MISSING), path
        if cell.span is not None:
            assert report.source[slice(*cell.span)] == cell.raw


def test_a_corpus_of_glued_texts_is_right_or_says_what_it_does_not_know(shared: Path) -> None:
    known = cells = 0
    for source in sorted((shared / "corpus").glob("pt-*.txt")):
        if not source.with_suffix(".json").exists():
            continue
        truth = truth_of(source.with_suffix(".json"))
        report = gongkai.parse(source.read_text(encoding="utf-8"))
        assert list(disagreements(report, truth)) == [], source.name
        cells += len(truth["cells"])
        known += len(truth["cells"]) - doubts(report, truth)
    assert known >= 0.97 * cells


NOT_WHOLLY_READ = (
    "space-aligned",
    "tab row, grid",
    # no layout reads these wholly yet: they may be open, but nothing in them may be wrong
    "box-drawn grid, labels folded",
    "box-drawn ascii table",
    "raw HTML/XML table",
    "csv with row/column index",
)


LINE_START_NOT_SHOWN = ("resiliparse-plain+ftfy/b-clean.txt",)
"""Blanks are cut off the ends of lines, and no line shows whether those at the beginning are kept:
table four could begin with the figures of another group, so its line is open."""


def extracts() -> list[str]:
    index = Path(__file__).resolve().parents[2] / "shared" / "extractors" / "index.json"
    return [entry["file"] for entry in truth_of(index)] if index.exists() else []


@pytest.mark.parametrize(
    "file",
    extracts()
    or [pytest.param("", marks=pytest.mark.skip(reason="no folder 'shared' beside the checkout"))],
)
def test_no_extractor_s_text_is_silently_misread(file: str, shared: Path) -> None:
    (entry,) = (e for e in truth_of(shared / "extractors" / "index.json") if e["file"] == file)
    truth = truth_of(shared / "extractors" / "truth" / f"{entry['dataset']}.json")
    report = gongkai.parse((shared / "extractors" / file).read_text(encoding="utf-8"))
    assert list(disagreements(report, truth, lossy=True)) == []
    if entry["keeps_blank_cells"] == "yes" and not entry["layout"].startswith(NOT_WHOLLY_READ):
        lost = 5 if file in LINE_START_NOT_SHOWN else 0
        assert doubts(report, truth) == lost


# -- damage ----------------------------------------------------------------------------------------


def damaged(text: str) -> Iterator[str]:
    """Prefixes that end with a line, some that do not, and the text without a line and with a pair
    of lines swapped."""
    lines = text.split("\n")
    for index in range(0, len(lines), 2):
        yield "\n".join(lines[:index])
        yield "\n".join(lines[:index] + lines[index + 1 :])
        yield "\n".join([*lines[:index], *lines[index : index + 2][::-1], *lines[index + 2 :]])
    for cut in range(0, len(text), max(1, len(text) // 60)):
        yield text[:cut]


def read_or_refuse(text: str) -> Report | None:
    """A report whose every figure stands at its span, or None: the one error that may come."""
    try:
        report = gongkai.parse(text)
    except ParseError:
        return None
    for cell in report.cells.values():
        if cell.span is not None:
            assert text[slice(*cell.span)] == cell.raw
        assert cell.status is not Status.READ or cell.span is not None, cell
    return report


@pytest.mark.parametrize("name", ["chenghu-2022", "weitang-2022", "songzhang-2022"])
@pytest.mark.slow
def test_a_damaged_report_is_a_report_or_refused_and_claims_only_figures_that_it_has(
    examples: Path, name: str
) -> None:
    text = (examples / f"{name}.txt").read_text(encoding="utf-8")
    reports = [read_or_refuse(variant) for variant in damaged(text)]
    assert sum(report is not None for report in reports) > len(reports) / 2


@pytest.mark.parametrize("seed", SEEDS)
def test_a_damaged_seed_is_a_report_or_refused(shared: Path, seed: str) -> None:
    (source,) = (shared / "seeds").glob(f"{seed}_*.txt")
    variants = list(damaged(source.read_text(encoding="utf-8")))
    for variant in variants[:: max(1, len(variants) // 150)]:
        read_or_refuse(variant)


# -- hostile input ---------------------------------------------------------------------------------

HEADED = "三、收到和处理政府信息公开申请情况\n申请人情况\n一、本年新收政府信息公开申请数量"


@pytest.mark.parametrize(
    "piece",
    [
        "7",
        "|",
        "\n",
        "\t",
        " ",
        "，",
        "一、总体情况\n",
        "| 0 ",
        "0\n",
        "a",
        "（",
        "1.",
        "——",
        "1 ",
        "│",
        "\x00",
        "1.属于国家秘密 0\n",
    ],
)
@pytest.mark.parametrize("headed", [False, True])
@pytest.mark.slow
def test_a_long_run_of_one_thing_is_read_or_refused_in_time_that_grows_with_its_size(
    piece: str, headed: bool
) -> None:
    """Run with both sizes: an exponential or quadratic step would not end."""
    for size in (10_000, 150_000):
        read_or_refuse((HEADED if headed else "") + piece * (size // len(piece)))


@pytest.mark.parametrize("piece", ["|", "1 | ", "1 "])
@pytest.mark.slow
def test_what_is_shown_of_a_long_run_takes_time_that_grows_with_its_size(
    piece: str, examples: Path
) -> None:
    text = (examples / "chenghu-2023.txt").read_text(encoding="utf-8")
    text = text.replace("一、本年新收", f"{piece * 40_000}\n一、本年新收", 1)
    began = time.process_time()
    gongkai.tree(text)
    report = gongkai.parse(text)
    shown = str(report)
    assert len(shown) < 60_000
    assert len(report._repr_html_()) < 200_000
    assert time.process_time() - began < 12  # a quadratic step took minutes


def test_thousands_of_empty_lines_above_a_report_cost_nothing() -> None:
    began = time.process_time()
    read_or_refuse("\n" * 6_000 + HEADED)
    assert time.process_time() - began < 1.2  # it was 2.3 s, now a hundredth of that


@pytest.mark.slow
def test_a_row_behind_which_the_search_ends_has_no_blank_cells() -> None:
    text = f"{HEADED}{'(' * 200_000}{HEADED}1 0 0 0 0 0 1"
    statuses = {cell.status for cell in gongkai.parse(text, layout="glued").cells.values()}
    assert statuses == {Status.MISSING}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("  \n\n ", "empty"),
        ("It was the best of times, it was the worst of times.", "no annual report"),
        ("<!DOCTYPE html><html><body><form>用户名 密码 登录</form></body></html>", "HTML"),
        ("%PDF-1.7\n%\x00\x01", "binary"),
        (
            "2023年度部门决算公开\n一、部门概况\n二、部门决算表\n收入支出决算总表 | 123.45 |",
            "no annual report",
        ),
    ],
)
def test_what_is_no_report_is_refused_with_the_place_and_what_to_try(text: str, says: str) -> None:
    with pytest.raises(ParseError, match=says) as caught:
        gongkai.parse(text)
    message = str(caught.value)
    assert message.startswith("line ")
    assert "expected: " in message
    assert "try: " in message


def test_the_caret_stands_below_its_character_although_chinese_is_wide() -> None:
    error = ParseError("x", line=1, column=3, excerpt="一二三")
    assert str(error).split("\n")[1:3] == ["    一二三", "        ^"]


def test_only_text_is_parsed() -> None:
    with pytest.raises(TypeError, match="read takes bytes"):
        gongkai.parse(b"\xe4\xb8\x80")  # type: ignore[arg-type]


# -- single things ---------------------------------------------------------------------------------


def test_a_unit_in_the_cell_counts_and_amounts_stay_exact() -> None:
    head = "二、主动公开政府信息情况\n信息内容 | 采购项目数量 | 采购总金额 |\n"
    text = head + "政府集中采购 | 2笔 | 251000元 |\n行政许可 | １，２54 | 0 | 3 |\n"
    report = gongkai.parse(text, layout="pipe")
    assert report.proactive.procurement.amount == Decimal("25.1")
    assert report.proactive.procurement.projects == 2
    assert report.proactive.licensing.previous_items == 1254


def test_a_column_headed_in_yuan_is_held_in_ten_thousands() -> None:
    head = "二、主动公开政府信息情况\n信息内容\t本年收费金额（单位：元）\n"
    text = f"{head}行政事业性收费\t12345.6\n行政许可\t4\n"
    assert gongkai.parse(text, layout="tab").proactive.fees.amount == Decimal("1.23456")


def test_detect_names_layout_and_edition_or_says_nothing(examples: Path) -> None:
    found = gongkai.detect((examples / "chenghu-2022.txt").read_text(encoding="utf-8"))
    assert found is not None
    assert (found.layout, found.edition) == ("tab", 2021)
    assert gongkai.detect("政府信息公开是一件好事。") is None


# -- tables that are not as the form has them ------------------------------------------------------


def test_each_figure_goes_to_the_column_of_its_own_head(examples: Path) -> None:
    text = (examples / "weitang-2022.txt").read_text(encoding="utf-8")
    first, second = text.index("商业企业"), text.index("科研机构")
    swapped = text[:first] + "科研机构" + text[first + 4 : second] + "商业企业" + text[second + 4 :]
    before, after = gongkai.parse(text), gongkai.parse(swapped)
    exchanged = {"business": "research", "research": "business"}
    for path in before.cells:
        row, _, column = path.rpartition(".")
        there = f"{row}.{exchanged.get(column, column)}"
        assert after.cells[there] == attrs.evolve(before.cells[path], path=there)


def test_a_label_goes_on_behind_a_line_end_or_a_page_number() -> None:
    head = "三、收到和处理政府信息公开申请情况\n申请人情况\n"
    for between in ("\n", "\n12\n", "\n- 12 -\n"):
        text = head + f"5.要求行政机关确认或{between}重新出具已获取信息\n3\n0\n0\n0\n0\n0\n3\n"
        row = gongkai.parse(text, layout="lines").requests.not_processed.confirmation
        assert (row.natural_person, row.other, row.total) == (3, 0, 3)


def test_a_table_that_stands_twice_is_read_once_and_named(examples: Path) -> None:
    text = (examples / "chenghu-2022.txt").read_text(encoding="utf-8")
    start = text.index("一、本年新收")
    rows = text[start : text.index("\n", text.index("四、结转下年度")) + 1]
    report = gongkai.parse(text[:start] + rows + rows + text[start + len(rows) :])
    assert report.requests == gongkai.parse(text).requests
    assert report.repeated_tables == ("requests",)
    assert [finding.about for finding in report.check(select="S006")] == ["requests"]
    other = gongkai.parse(
        text[:start] + rows + rows.replace("\t0\t", "\t7\t", 1) + text[start + len(rows) :]
    )
    assert other.requests.received.business is None
    assert other.cells["requests.received.business"].status is Status.UNREADABLE
    assert other.requests.carried_forward == report.requests.carried_forward


@pytest.mark.slow
def test_a_line_of_blanks_is_blank_and_no_line_is_missing(examples: Path) -> None:
    text = (examples / "weitang-2022.txt").read_text(encoding="utf-8")
    start = text.index("四、政府信息公开行政复议")
    table = text[start : text.index("五、", start)]
    last = table.rindex("总计") + 2
    emptied = "".join(" " if char.isdigit() else char for char in table[last:])
    statuses = {
        cell.status
        for path, cell in gongkai.parse(text.replace(table[last:], emptied)).cells.items()
        if "disputes" in path
    }
    assert statuses == {Status.BLANK}
    without = gongkai.parse(text.replace(table, "四、政府信息公开行政复议、行政诉讼情况\n")).cells
    assert {cell.status for path, cell in without.items() if "disputes" in path} == {Status.MISSING}


@pytest.mark.parametrize("written", ["—9", "--253", "— 9 —", "－9－", "第9页"])
def test_a_line_that_looks_like_the_number_of_a_page_is_no_blank_cell(written: str) -> None:
    full = "\n".join(["5", "3", "6", "—", "—", "5", "19"])
    lines = ["三、收到和处理政府信息公开申请情况", "申请人情况"]
    lines += ["一、本年新收政府信息公开申请数量", full, "二、上年结转政府信息公开申请数量", full]
    lines += ["（一）予以公开", written, *["—", "—", "—", "—", "2", "2"], "（二）部分公开", full]
    report = gongkai.parse("\n".join(lines), layout="lines")
    cell = report.cells["requests.granted.natural_person"]
    assert cell.status is Status.UNREADABLE
    assert report["requests.partly_granted.total"] == 19


# -- where a text ends -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layout", "row", "end", "status"),
    [
        ("tab", "\t1\t2\t3\t4\t5\t6", "\n", Status.AMBIGUOUS),
        ("tab", "\t1\t2\t3\t4\t5\t6", "", Status.UNREADABLE),  # it may go on
        ("tab", "\t1\t2\t3\t4\t5\t6\t21", "", Status.READ),
        ("pipe", " | 1 | | | | | | 1 |", "", Status.READ),
        ("spaced", "", "", Status.MISSING),
    ],
)
def test_a_row_in_which_a_text_ends_may_have_lost_cells(
    layout: str, row: str, end: str, status: Status
) -> None:
    head = "三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量"
    first = {"tab": "\t1\t2\t3\t4\t5\t6\t21", "pipe": " | 1 | 2 | 3 | 4 | 5 | 6 | 21 |"}
    text = (
        f"{head}{first.get(layout, ' 1 2 3 4 5 6 21')}\n二、上年结转政府信息公开申请数量{row}{end}"
    )
    report = gongkai.parse(text, layout=layout)
    assert report.cells["requests.carried_over.total"].status is status
