"""A table that stands in a text twice, last year's beside this year's: the right one by evidence,
else neither."""

from __future__ import annotations

from typing import Final

import pytest

import gongkai
from gongkai import Report, Status

from .effort import effort
from .rows import CARRIED, COLUMNS, FORWARD, RECEIVED, Shown, shown
from .test_changed_heads import BETWEEN, grids, written
from .test_strangers import EDITION, made_up, untrue

CAPTIONS: Final = ("", "2022年情况", "上年度", "2022", "（2022年）", "去年同期")
FIVE: Final = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计"
HEADS: Final = (
    "四、政府信息公开行政复议、行政诉讼情况\n行政复议\t行政诉讼\n"
    f"{FIVE}\t未经复议直接起诉\t复议后起诉\n{FIVE}\t{FIVE}\n"
)
END: Final = "\n五、存在的主要问题\n无。"
TAB: Final = "\t"
LABELS: Final = RECEIVED, CARRIED, FORWARD


def report_of(seed: int, blank: int | None) -> Report:
    values = {path: cell.value or blank for path, cell in made_up(seed).cells.items()}
    return Report.from_values(values, edition=EDITION)


def twice(layout: str, seed: int, table: str, caption: str, *, before: bool) -> tuple[str, Report]:
    """The tables of a report as a text, one of them twice: that of another report before or behind
    its own."""
    # where blank cells are dropped, nothing shows the blank row of one year
    blank = None if layout in ("tab", "pipe", "csv") and seed % 2 else 0
    own, other = report_of(seed, blank), report_of(seed + 1000, blank)
    tables = list(grids(own).values())
    place = [*grids(own)].index(table)
    last_year = ("" if before else caption, grids(other)[table][1])
    if before:
        title, grid = tables[place]
        tables[place : place + 1] = [(f"{title}\n{caption}", last_year[1]), ("2023年情况", grid)]
    else:
        tables.insert(place + 1, (caption, last_year[1]))
    return written(tables, layout), own


@pytest.mark.slow
@pytest.mark.parametrize("before", [True, False], ids=["before", "behind"])
@pytest.mark.parametrize("layout", [*BETWEEN])
def test_no_figure_of_last_year_is_one_of_this_year(layout: str, before: bool) -> None:
    for seed in range(6):
        # in running text a label further up is taken for a piece of a row's own, but for three rows
        tables = ("requests", "disputes", "proactive")
        for table in tables if layout in ("tab", "pipe", "csv") else tables[:2]:
            caption = CAPTIONS[seed % len(CAPTIONS)]
            text, own = twice(layout, seed, table, caption, before=before)
            found = gongkai.parse(text, layout=layout, year=2023)
            assert list(untrue(found, own)) == [], (caption, text)


@pytest.mark.parametrize("layout", ["spaced", "glued"])
def test_a_year_behind_a_row_is_none_of_its_figures(layout: str) -> None:
    row = "四、结转下年度继续办理 1 0 0 2 0 0 3"
    text = f"三、收到和处理政府信息公开申请情况\n申请人情况\n{row}\n2022年度收到和处理情况"
    text = text.replace(" ", "") if layout == "glued" else text
    found = shown(text, layout, "requests.carried_forward.")
    figures: list[Shown] = [[1, 0, 0, 2, 0, 0, 3], [(n,) for n in (1, 0, 0, 2, 0, 0, 3)]]
    assert found in [*figures, ["?"] * 7]
    assert "2022" not in "".join(
        str(cell.raw) for cell in gongkai.parse(text, layout=layout).cells.values() if cell.value
    )


def test_of_two_lines_of_table_four_a_blank_one_counts_too() -> None:
    line = "1\t0\t0\t0\t1\t0\t2\t0\t0\t2\t0\t0\t0\t0\t0"
    blank = "\t" * 14
    assert shown(f"{HEADS}{line}{END}", "tab", "disputes.")[:5] == [1, 0, 0, 0, 1]
    assert shown(f"{HEADS}{blank}\n{line}{END}", "tab", "disputes.") == ["?"] * 15
    again = HEADS.partition("\n")[2]
    assert shown(f"{HEADS}{line}\n{again}{blank}{END}", "tab", "disputes.") == ["?"] * 15


def test_two_lines_of_table_four_side_by_side_end_in_time() -> None:
    line = "\t".join("102031" * 5)
    report, calls = effort(lambda: gongkai.parse(f"{HEADS}{line}{END}", layout="tab"))
    assert calls < 3_000_000
    cells = [cell for path, cell in report.cells.items() if path.startswith("disputes.")]
    assert {cell.status for cell in cells} <= {Status.AMBIGUOUS, Status.UNREADABLE}


TITLE: Final = "三、收到和处理政府信息公开申请情况"
ROWS: Final = "\t".join(["申请人情况", *COLUMNS])


def test_rows_with_the_same_figures_in_other_columns_are_not_the_same() -> None:
    last_year, this_year = f"{FORWARD}\t3\t\t\t\t\t\t3", f"{FORWARD}\t\t\t\t\t\t3\t3"
    first = f"{RECEIVED}\t5\t\t\t\t\t1\t6\n"
    text = f"{TITLE}\n{ROWS}\n{first}{last_year}\n2022\n{ROWS}\n{first}{this_year}{END}"
    assert shown(text, "tab", "requests.carried_forward.") == ["?"] * 7
    assert shown(text, "tab", "requests.received.") == [5, "", "", "", "", 1, 6]


@pytest.mark.parametrize(("layout", "between"), [("tab", "\t"), ("csv", ","), ("pipe", " | ")])
def test_a_year_is_the_head_of_another_column(layout: str, between: str) -> None:
    heads = ["申请人情况", *COLUMNS, "2022"]
    rows = [
        ["8", "", "2", "1", "1", "1", "13", "6"],
        ["", "", "", "", "", "", "", "4"],
        [*"00000009"],
    ]
    lines = [heads, *([label, *row] for label, row in zip(LABELS, rows, strict=True))]
    text = f"{TITLE}\n" + "\n".join(map(between.join, lines)) + END
    assert shown(text, layout, "requests.received.") == ["?"] * 7
    assert shown(text, layout, "requests.carried_forward.") == [0] * 7


def test_a_table_of_two_years_begins_again_below_a_row_of_blanks() -> None:
    """In running text, where a label further up is taken for a piece of a row's own."""
    heads = "信息内容 本年制发件数 本年废止件数 现行有效件数"
    rows = ("规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制")
    table = "\n".join([heads, *(f"{row} {{}}" for row in rows), "行政事业性收费"])
    first, second = table.format(2, 32, 3951, 20640, ""), table.format(4, 15, 54879, 86789, "")
    text = f"二、主动公开政府信息情况\n去年同期\n{first}\n{second} 2712{END}"
    assert shown(text, "spaced", "proactive.regulations.") == ["?"] * 3


def test_a_line_without_a_label_below_a_blank_cell_is_another_row() -> None:
    blanks = "".join(f"{label}{TAB * 7}\n" for label in LABELS)
    table = "第二十条第（六）项\n信息内容\t本年处理决定数量\n行政处罚\t\n\t2\n行政强制\t\n"
    text = f"二、主动公开政府信息情况\n{table}{TITLE}\n{ROWS}\n{blanks}{END}"
    assert shown(text, "tab", "proactive.penalties.") == ["?"]


@pytest.mark.parametrize("lacking", ["this year's", "last year's"])
@pytest.mark.parametrize(
    "layout", ["tab", "spaced", *(pytest.param(one, marks=pytest.mark.slow) for one in BETWEEN)]
)
def test_a_row_that_one_of_two_tables_lacks_is_not_taken_from_the_other(
    layout: str, lacking: str
) -> None:
    title, grid = grids(report_of(3, 0))["requests"]
    _, other = grids(report_of(1003, 0))["requests"]
    short = grid if lacking == "this year's" else other
    del short.rows[1]
    tables = [(title, grid), ("2022年", other)]
    found = gongkai.parse(written(tables, layout), layout=layout)
    cells = [cell for path, cell in found.cells.items() if path.startswith("requests.carried_over")]
    assert {cell.status for cell in cells} <= {Status.UNREADABLE, Status.MISSING}
    assert found.repeated_tables == ("requests",)


@pytest.mark.parametrize("row", [f"{TAB}{{}}" * 7, f"{{}}{TAB}" * 7, f"{{}}{TAB}{{}}{TAB}" * 7])
def test_columns_that_are_divided_by_years_are_not_the_forms(row: str) -> None:
    heads = ["申请人情况", *(f"{column}{TAB}" for column in COLUMNS)]
    years = TAB.join(["2023年", "2022年"] * 7)
    rows = [f"{label}{TAB}{row.format(*'31000043100004')}" for label in LABELS]
    text = "\n".join([TITLE, TAB.join(heads), f"{TAB}{years}", *rows])
    assert shown(f"{text}{END}", "tab", "requests.received.") == ["?"] * 7
