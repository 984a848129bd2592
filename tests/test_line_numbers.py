"""The numbers that programs put before the lines of a text are no figures."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

import gongkai
from gongkai import Status
from gongkai.parsing.linenumbers import without_line_numbers

ROOT: Final = Path(__file__).resolve().parent.parent
REPORTS: Final = ("chenghu-2022.txt", "heting-2023.md", "jichuan-2024.txt")

WITH_NUMBERS: Final = {
    "cat -n": "{:6d}\t",
    "grep -n": "{}:",
    "an editor": "{:4d} ",
    "an editor that aligns to the left": "{:<5}",
    "bat": "{:4d} │ ",
    "zeros": "{:04d}  ",
    "bars": "{}| ",
    "arrows": "{:6d}→",
    "dots": "{:3d}. ",
    "blanks as wide as a character": "{}　",
}


@pytest.mark.parametrize("form_of_number", WITH_NUMBERS.values(), ids=WITH_NUMBERS)
@pytest.mark.parametrize("name", REPORTS)
def test_the_numbers_of_lines_are_no_figures(name: str, form_of_number: str) -> None:
    text = (ROOT / "examples" / "reports" / name).read_text(encoding="utf-8")
    report = gongkai.parse(text)
    lines = enumerate(text.split("\n"), 1)
    again = gongkai.parse("\n".join(form_of_number.format(number) + line for number, line in lines))
    assert (again.layout, again.title, again.year) == (report.layout, report.title, report.year)
    for path, cell in report.cells.items():
        assert (again.cells[path].status, again[path]) == (cell.status, cell.value)


NUMBERED: Final = (
    "     1\t某县2023年政府信息公开工作年度报告",
    "    50\t四、政府信息公开行政复议、行政诉讼情况",
    "    53\t\t\t\t\t2",
    "    54",
)


def test_lines_may_be_left_out_and_the_mark_behind_a_number_is_no_border() -> None:
    text = "\n".join(NUMBERED)
    shown = without_line_numbers(text)
    assert len(shown) == len(text)
    bare = [line.removeprefix(" " * 7) for line in shown.split("\n")]
    assert bare == [NUMBERED[0][7:], NUMBERED[1][7:], "\t\t\t\t2", " " * 6]
    found = "1:某县年度报告\n2-二、主动公开\n--\n9:规章 0"  # what grep -C shows
    assert without_line_numbers(found) == "  某县年度报告\n  二、主动公开\n--\n  规章 0"
    page = "".join(f"{number:2d} 规章\n" for number in range(1, 26))
    assert not set("0123456789") & set(without_line_numbers(page + page))


@pytest.mark.parametrize("mark", [".", ". ", "．", "、", ") ", "\u200b. ", ".\u200b"])
def test_lines_may_be_left_out_whatever_the_mark_behind_the_numbers(mark: str) -> None:
    text = (ROOT / "examples" / "reports" / "chenghu-2022.txt").read_text(encoding="utf-8")
    lines = [line for line in enumerate(text.split("\n"), 1) if line[0] not in (4, 9) and line[1]]
    report = gongkai.parse("\n".join(line for _, line in lines))
    again = gongkai.parse("\n".join(f"{number}{mark}{line}" for number, line in lines))
    assert [cell.value for cell in again.cells.values()] == [
        cell.value for cell in report.cells.values()
    ]


def test_a_blank_cell_of_a_text_with_numbered_lines_is_blank() -> None:
    lines = [
        "某县2023年政府信息公开工作年度报告",
        "二、主动公开政府信息情况",
        "信息内容 本年处理决定数量",
        "行政处罚",
        "行政强制 7",
        "信息内容 本年收费金额（单位：万元）",
    ]
    report = gongkai.parse("\n".join(f"{3 * n:3d} {line}" for n, line in enumerate(lines, 1)))
    assert report.cells["proactive.penalties.decisions"].status is Status.BLANK
    assert report["proactive.coercion.decisions"] == 7


@pytest.mark.parametrize(
    "lines",
    [
        ("1.属于国家秘密 3", "2.其他法律行政法规禁止公开 0", "3.危及“三安全一稳定” 0"),
        ("1 规章 0 7", "2 行政规范性文件 3 9", "5 行政许可 2"),  # 序号, or figures
        ("2023 年某县政府信息公开工作年度报告", "2024 一、总体情况", "2025 无"),
        ("1 某县年度报告", "2 二、主动公开政府信息情况", "规章 0 7", "4 行政许可 2"),
        ("某县年度报告", *(f"{number} 规章 0 7" for number in range(1, 20))),
        ("某县年度报告", *map(str, range(1, 20))),
        ("1 某县年度报告", "2 二、主动公开政府信息情况"),
        ("9 某县年度报告", "7 二、主动公开政府信息情况", "8 规章 0 7"),
        ("1 某县年度报告", "   2 二、主动公开政府信息情况", "3 规章", "12 行政许可"),
        ("1.某县年度报告", "2.二、主动公开政府信息情况", "3.规章"),
    ],
)
def test_numbers_that_may_be_others_than_those_of_lines_stay(lines: tuple[str, ...]) -> None:
    text = "\n".join(lines)
    assert without_line_numbers(text) is text
