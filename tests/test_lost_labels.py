"""Rows whose label is lost, and lines without one: their figures are nobody's, and where nothing
shows that they are not the row's before them, that row is open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import pytest

import gongkai
from gongkai import Report, Status, form

from .rows import CARRIED, COLUMNS, FORWARD, RECEIVED, shown
from .test_changed_heads import BETWEEN, grids, written
from .test_strangers import EDITION, made_up, untrue

TITLE: Final = "三、收到和处理政府信息公开申请情况"
ABOVE: Final = f"{TITLE}\n" + " ".join(["申请人情况", *COLUMNS])
GRANTED: Final = "（一）予以公开"
TOTAL: Final = "（七）总计"
TAB: Final = "\t"
END: Final = "\n五、存在的主要问题\n无。"
LAYOUTS: Final = {"glued": "", **BETWEEN}


@pytest.mark.parametrize(
    ("layout", "text", "path", "expected"),
    [
        # blank cells are dropped, and 二、上年结转 is not there: 3 3 may be the figures of two rows
        ("glued", f"{RECEIVED}33{GRANTED}22{TOTAL}22{FORWARD}11", "received", ["?"] * 7),
        ("lines", f"{RECEIVED}\n3\n3\n{GRANTED}\n2\n2\n{FORWARD}\n1\n1", "received", ["?"] * 7),
        ("spaced", f"{RECEIVED} 3 3 {GRANTED} 2 2 {FORWARD} 1 1", "received", ["?"] * 7),
        # the last row of the table is not there, at the end of its line
        ("glued", f"{RECEIVED}33{CARRIED}22{GRANTED}22{TOTAL}2233", "handled_total", ["?"] * 7),
        # a line ends with its row
        (
            "spaced",
            f"{RECEIVED} 3 3\n{GRANTED} 2 2\n{FORWARD} 1 1",
            "received",
            ["…"] * 7,
        ),
        # every row prints its zeros: these seven are its own
        (
            "glued",
            f"{RECEIVED}3000003{GRANTED}2000002{FORWARD}1000001",
            "received",
            [(3,), (0,), (0,), (0,), (0,), (0,), (3,)],
        ),
        # and of these fourteen seven are another's
        ("glued", f"{RECEIVED}30000031000001{GRANTED}2000002{FORWARD}1000001", "received", None),
    ],
)  # fmt: skip
def test_a_row_that_may_have_the_figures_of_a_missing_one_is_open(
    layout: str, text: str, path: str, expected: list[object] | None
) -> None:
    found = shown(f"{ABOVE}\n{text}{END}", layout, f"requests.{path}.")
    assert found == (["?"] * 7 if expected is None else expected)


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
def test_figures_behind_a_lost_label_are_nobodys(layout: str) -> None:
    for seed, label in enumerate(("", "事项", "", "甲", "", "123项")):
        own = made_up(seed)
        tables = grids(own)
        grid = tables["requests"][1]
        at = (5 * seed + 3) % len(grid.rows)
        lost = set(grid.paths[at])
        grid.rows[at] = (label, grid.rows[at][1])
        text = written(tables.values(), "spaced" if layout == "glued" else layout)
        text = text.replace(" ", "") if layout == "glued" else text
        report = gongkai.parse(text, layout=layout)
        assert [path for path in untrue(report, own) if path not in lost] == [], (label, text)
        assert not any(report[path] for path in lost & set(report.cells)), (label, text)


@pytest.mark.parametrize("layout", ["tab", "pipe", "markdown"])
def test_a_line_with_a_place_for_each_cell_does_not_go_on_below(layout: str) -> None:
    rows = [[RECEIVED, "4", "1", "", "", "1", "", "6"], ["3", *[""] * 7], [CARRIED, *[""] * 7]]
    rows += [[FORWARD, "0", "", "", "", "", "", "0"]]
    lines = [["申请人情况", *COLUMNS], *rows]
    if layout == "tab":
        written_lines = ["\t".join(line) for line in lines]
        written_lines[2] = "\t3" + "\t" * 6
    else:
        written_lines = ["| " + " | ".join(line) + " |" for line in lines]
        written_lines[1:1] = ["|" + "---|" * 8] if layout == "markdown" else []
    text = "三、收到和处理政府信息公开申请情况\n" + "\n".join(written_lines) + END
    assert shown(text, layout, "requests.received.") == [4, 1, "", "", 1, "", 6]
    assert [one.raw for one in gongkai.parse(text, layout=layout).unplaced] == ["3"]


def test_a_group_without_figures_before_the_head_of_a_column_is_no_row() -> None:
    rows = [
        "（六）其他处理 | | |",
        "1.申请人无正当理由逾期不补正 |",
        "（六）其他处理 |",
        f"其他 {'| 2 ' * 7}|",
    ]
    text = "\n".join([ABOVE.replace(" ", " | "), *rows]) + END
    report = gongkai.parse(text, layout="pipe", year=2023)
    assert report.edition == form.EDITIONS[-1]
    assert shown(text, "pipe", "requests.other_handling.other.") == [2] * 7


@pytest.mark.parametrize(
    "row",
    [
        f"{GRANTED} 57 60 117\n3",  # the number of a page
        f"{GRANTED} 1 1\n4 3 4 3",
        f"{GRANTED} 117\n3",
    ],
)
def test_figures_on_a_second_line_may_be_none_of_the_rows(row: str) -> None:
    text = f"{ABOVE}\n{RECEIVED} 3 3\n{row}\n{TOTAL} 2 2\n{FORWARD} 1 1{END}"
    assert shown(text, "spaced", "requests.granted.") == ["?"] * 7


@pytest.mark.parametrize("layout", ["columns", "spaced"])
def test_the_rest_of_a_label_on_the_second_line_has_the_rows_figures(layout: str) -> None:
    second = "（二）部分公开（区分处理的，只计这一情形，不计    1    1    0\n"
    second += "    其他情形）    0    0    0    2"
    others = "\n".join(f"{label}{'    0' * 7}" for label in (GRANTED, second, TOTAL, FORWARD))
    text = f"{ABOVE}\n{others.replace(second + '    0' * 7, second)}{END}"
    found = shown(text, layout, "requests.partly_granted.")
    assert found in ([1, 1, 0, 0, 0, 0, 2], [(n,) for n in (1, 1, 0, 0, 0, 0, 2)])


def test_figures_behind_another_label_below_are_none_of_the_rows() -> None:
    heads = "信息内容    本年制发件数    本年废止件数    现行有效件数"
    rows = f"规章    1    2    3\n行政规范性文件    {' ' * 12}69    62\n其他文件    {' ' * 12}2"
    text = f"二、主动公开政府信息情况\n{heads}\n{rows}\n行政许可    7{END}"
    assert shown(text, "columns", "proactive.normative_documents.") == ["?"] * 3


@pytest.mark.parametrize("more", ["3\n\n", "2\n1\n\n4\n3\n2\n"])
def test_a_row_with_a_line_more_than_the_others_is_open(more: str) -> None:
    """Where blank cells are blank lines, each row has as many lines."""
    rows = [
        f"{label}\n2\n\n\n\n\n\n2\n\n" for label in (RECEIVED, CARRIED, GRANTED, TOTAL, FORWARD)
    ]
    rows[2] += more
    text = "\n".join([ABOVE.replace(" ", "\n"), *rows]) + END
    assert shown(text, "lines", "requests.granted.") == ["?"] * 7
    assert shown(text, "lines", "requests.received.") == [2, "", "", "", "", "", 2]


def test_a_figure_below_the_line_of_a_single_cell_is_anothers() -> None:
    """The label of 行政强制 is lost; the cell of 行政处罚 is the blank line behind its own."""
    rows = ["规章\n1\n\n2\n", "行政规范性文件\n1\n2\n3\n", "行政许可\n7\n", "行政处罚\n\n\n\n1\n"]
    heads = "信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n\n"
    table = "\n".join(f"{label}\n{7}\n\n\n\n\n\n7\n\n" for label in (RECEIVED, CARRIED, FORWARD))
    text = "二、主动公开政府信息情况\n" + heads + "\n".join(rows)
    text += "\n" + ABOVE.replace(" ", "\n") + "\n" + table + END
    assert shown(text, "lines", "proactive.penalties.") == ["?"]
    assert shown(text, "lines", "proactive.licensing.") == [7]


# -- a line more or less ---------------------------------------------------------------------------


def with_blank_lines(rows: Iterable[list[str]]) -> str:
    """Rows with a line for each cell, also for a blank one, and one behind each row."""
    lines = [*ABOVE.split(" ")]
    for label, row in zip((RECEIVED, CARRIED, GRANTED, TOTAL, FORWARD), rows, strict=True):
        lines += [label, *row, ""]
    return "\n".join(lines) + END


FULL: Final = [*"1000001"]
PARTLY: Final = ["2", "", "", "", "", "", "2"]


@pytest.mark.parametrize(
    "changed",
    [
        ["2", "", "", "", "", "2"],  # a line less
        ["2", "", "3", "", "", "", "", "2"],  # the number of a page
        ["2", "", "", "", "", "", "", "2"],  # an empty line more
        ["3", "2", "0", "0", "0", "", "0", "2"],  # a figure for each column, and a blank cell
    ],
)
def test_where_blank_cells_are_lines_each_row_has_as_many(changed: list[str]) -> None:
    text = with_blank_lines([FULL, PARTLY, changed, PARTLY, PARTLY])
    assert shown(text, "lines", "requests.granted.") == ["?"] * 7
    assert shown(text, "lines", "requests.carried_over.") == [2, "", "", "", "", "", 2]


def test_blanks_at_other_places_are_no_empty_columns() -> None:
    odd = ["3", "2", "0", "0", "0", "", "0", "2"], ["3", "", "2", "0", "0", "0", "0", "2"]
    text = with_blank_lines([FULL, odd[0], PARTLY, odd[1], PARTLY])
    assert shown(text, "lines", "requests.carried_over.") == ["?"] * 7
    assert shown(text, "lines", "requests.handled_total.") == ["?"] * 7


def test_where_blank_cells_are_dropped_figures_that_do_not_add_up_may_be_no_cells() -> None:
    rows = [FULL, ["2", "2"], ["3", "3"], ["772", "8", *"0000", "772"], FULL]
    text = with_blank_lines(rows).replace("\n\n", "\n")
    assert shown(text, "lines", "requests.carried_forward.") == [1, 0, 0, 0, 0, 0, 1]
    assert set(shown(text, "lines", "requests.handled_total.")) <= {"?", "…"}


def test_of_one_line_with_blanks_between_its_figures_a_cell_may_be_lost() -> None:
    five = "结果维持 结果纠正 其他结果 尚未审结 总计"
    heads = f"行政复议 行政诉讼\n{five} 未经复议直接起诉 复议后起诉\n{five} {five}\n"
    line = "0 0 17 0 17 0 17 0 17 0 17 2 0 19"  # 14 figures
    found = shown(
        f"四、政府信息公开行政复议、行政诉讼情况\n{heads}{line}{END}", "spaced", "disputes."
    )
    assert not any(isinstance(cell, tuple) and cell[0] not in (0, 17) for cell in found)
    cells = gongkai.parse(f"四、政府信息公开行政复议、行政诉讼情况\n{heads}{line}{END}").cells
    assert None in cells["disputes.litigation_direct.corrected"].candidates


@pytest.mark.parametrize("layout", ["columns", "spaced"])
def test_a_number_on_a_line_of_its_own_below_a_blank_cell_is_nobodys(layout: str) -> None:
    rows = "行政许可      5\n行政处罚      0\n行政强制      \n3\n"
    text = f"二、主动公开政府信息情况\n信息内容      本年处理决定数量\n{rows}{END}"
    assert shown(text, layout, "proactive.coercion.") == ["?"]
    beside = text.replace("许可      5", "许可\n5").replace("处罚      0", "处罚\n0")
    assert shown(beside, layout, "proactive.coercion.") == [3]  # where all stand so


def test_a_text_that_ends_with_a_label_says_nothing_of_its_cells() -> None:
    rows = f"{RECEIVED}3000003{GRANTED}3000003（三）不予公开7.属于行政执法案卷"
    text = f"{ABOVE.replace(' ', '')}{rows}"
    assert shown(text, "glued", "requests.refused.enforcement_files.") == ["!"] * 7


def test_a_grid_whose_last_head_is_lost_has_no_order() -> None:
    """Every spanned place is filled, the heads stand on one line, and the last of them in one field
    with the label below it."""
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    above = [
        [note, *["申请人情况"] * 7],
        [note, "自然人", *["法人或其他组织"] * 5, "总计"],
        [note, *COLUMNS],
    ]
    heads = " ".join(TAB.join(line) for line in above)
    rows = f"{heads} {RECEIVED}\t20{TAB * 6}20\n{CARRIED}\t4{TAB * 6}4\n{FORWARD}\t0{TAB * 6}0"
    text = f"三、收到和处理政府信息公开申请情况\n{rows}{END}"
    found = shown(text, "tab", "requests.carried_over.")
    assert found in (["?"] * 7, [4, "", "", "", "", "", 4])


def test_where_a_text_ends_behind_a_separator_its_last_cell_is_not_shown() -> None:
    rows = f"{RECEIVED}\t2{TAB * 6}2\n{CARRIED}\t2\t\t1{TAB * 4}"
    text = f"{TITLE}\n{TAB.join(['申请人情况', *COLUMNS])}\n{rows}"
    assert shown(text, "tab", "requests.carried_over.") == [2, "", 1, "", "", "", "!"]
    assert shown(f"{text}\n", "tab", "requests.carried_over.") == [2, "", 1, "", "", "", ""]


def wrapped(line: str, width: int) -> str:
    """A line broken as a mail program does, but in the midst of no figure."""
    pieces = re.findall(rf".{{1,{width}}}(?!(?<=\d)\d)", line)
    return "\n".join(pieces)


@pytest.mark.slow
@pytest.mark.parametrize("width", [40, 60])
@pytest.mark.parametrize("layout", ["pipe", "markdown", "tab", "csv"])
def test_lines_broken_at_a_width_make_no_figure_another(layout: str, width: int) -> None:
    for seed in range(8):
        own = made_up(seed)
        text = gongkai.render(own, layout)
        text = "\n".join(wrapped(line, width) for line in text.split("\n"))
        assert list(untrue(gongkai.parse(text, layout=layout), own)) == [], text


@pytest.mark.parametrize("between", ["\n", "\t"])
def test_a_row_that_the_other_edition_divides_is_not_blank(between: str) -> None:
    parts = [row for row in form.rows(2021, "requests") if "other_handling" in row.path]
    rows = [
        ["甲县2020年政府信息公开工作年度报告"],
        ["二、主动公开政府信息情况"],
        ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"],
        ["规章", "0", "0", "0"],
        ["三、收到和处理政府信息公开申请情况"],
        ["申请人情况"],
        ["（六）其他处理"],
        *([part.number + part.label, *"1000001"] for part in parts),
        ["（七）总计", *"3000003"],
        ["四、"],
    ]
    text = "\n".join(map(between.join, rows))
    report = gongkai.parse(text, layout="lines" if between == "\n" else "tab")
    assert report.edition == 2019
    undivided = [cell for path, cell in report.cells.items() if "undivided" in path]
    assert {cell.status for cell in undivided} == {Status.MISSING}


def test_rows_without_their_numbers_do_not_scatter_a_table_whose_rows_are_lines() -> None:
    """其他 and 总计 name columns as well; their figures are of no row that is known."""
    values = {path: cell.value or 0 for path, cell in made_up(3).cells.items()}
    report = Report.from_values(values, edition=EDITION)
    text = gongkai.render(report, "spaced")
    rows = form.row_spec(EDITION)
    labels = {path: row.number + row.label for path, row in rows.items() if row.number}
    plain = text
    for path, label in labels.items():
        plain = plain.replace(label, rows[path].label)
    assert plain != text
    before, after = gongkai.parse(text, layout="spaced"), gongkai.parse(plain, layout="spaced")
    known = [path for path, cell in before.cells.items() if cell.value is not None]
    kept = [path for path in known if after.cells[path].value == before.cells[path].value]
    assert len(kept) > 0.9 * len(known)
    assert list(untrue(after, report)) == []
