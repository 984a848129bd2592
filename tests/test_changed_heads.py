"""Tables whose heads were changed: a column of another kind put in, a head lost, replaced, or the
columns in another order. No figure is given to a column below whose head it does not stand."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

import pytest

import gongkai
from gongkai import Report, form

from .rows import COLUMNS, RECEIVED, Shown, shown
from .test_strangers import EDITION, made_up, untrue

WORDS: Final = (
    "备注", "上年", "序号", "增减", "说明", "单位", "计量单位", "合计数", "小计", "2022年", "人数",
    "数量", "情况", "编号", "其中：网上", "2022",
)  # fmt: skip
FIGURES: Final = ("", "0", "7", "无", "件", "含1件")

Line = list[str]


class Grid(NamedTuple):
    """A table: the lines above its heads, its heads, and its rows with the cells that stand in
    them; ``paths`` names the cells of each row, column by column."""

    above: list[Line]
    heads: Line
    rows: list[tuple[str, Line]]
    paths: list[list[str]]


def grids(report: Report) -> dict[str, tuple[str, Grid]]:
    """The tables of a report by name, each with the heading above it."""

    def cell(path: str) -> str:
        value = report[path]
        return "" if value is None else str(value)

    found = {}
    for table, title in (
        ("proactive", "二、主动公开政府信息情况"),
        ("requests", "三、收到和处理政府信息公开申请情况"),
    ):
        rows = [row for row in form.rows(EDITION, table) if len(row.cells) > 1]
        paths = [[one.path for one in row.cells] for row in rows]
        heads = [form.head_labels(one.column)[0] for one in rows[0].cells]
        first = "申请人情况" if table == "requests" else "信息内容"
        lines = [
            (row.number + row.label, [cell(path) for path in some])
            for row, some in zip(rows, paths, strict=True)
        ]
        found[table] = title, Grid([], [first, *heads], lines, paths)
    groups = form.rows(EDITION, "disputes")
    heads = [
        "其他结果" if one.column == "other" else form.head_labels(one.column)[0]
        for group in groups
        for one in group.cells
    ]
    paths = [[one.path for group in groups for one in group.cells]]
    above = [["行政复议", "行政诉讼"], ["未经复议直接起诉", "复议后起诉"]]
    line = [("", [cell(path) for path in paths[0]])]
    found["disputes"] = "四、政府信息公开行政复议、行政诉讼情况", Grid(above, heads, line, paths)
    return found


def put_in(grid: Grid, at: int, chance: random.Random) -> set[str]:
    """Another column, with figures of its own."""
    first = len(grid.heads) - len(grid.paths[0])
    grid.heads.insert(first + at, chance.choice(WORDS))
    for _, cells in grid.rows:
        cells.insert(at, chance.choice(FIGURES))
    for paths in grid.paths:
        paths.insert(at, "")
    return set()


def replaced(grid: Grid, at: int, chance: random.Random) -> set[str]:
    """Another column in the place of one of the form's."""
    lost = {paths[at] for paths in grid.paths}
    grid.heads[len(grid.heads) - len(grid.paths[0]) + at] = chance.choice(WORDS)
    for _, cells in grid.rows:
        cells[at] = chance.choice((cells[at], *FIGURES))
    return lost


def removed(grid: Grid, at: int, _chance: random.Random) -> set[str]:
    """A column of the form that is not there."""
    del grid.heads[len(grid.heads) - len(grid.paths[0]) + at]
    lost = {paths.pop(at) for paths in grid.paths}
    for _, cells in grid.rows:
        del cells[at]
    return lost


def headless(grid: Grid, at: int, _chance: random.Random) -> set[str]:
    """A head that is blank."""
    grid.heads[len(grid.heads) - len(grid.paths[0]) + at] = ""
    return set()


def shuffled(grid: Grid, _at: int, chance: random.Random) -> set[str]:
    """The columns in another order, in table four within its groups."""
    size = 5 if len(grid.paths[0]) == 15 else len(grid.paths[0])
    order = chance.sample(range(size), size)
    first = len(grid.heads) - len(grid.paths[0])

    def put(line: Line) -> Line:
        return [line[begin + at] for begin in range(0, len(line), size) for at in order]

    grid.heads[first:] = put(grid.heads[first:])
    for _, cells in grid.rows:
        cells[:] = put(cells)
    return set()


CHANGES: Final[tuple[Callable[[Grid, int, random.Random], set[str]], ...]] = (
    put_in, replaced, removed, headless, shuffled,
)  # fmt: skip
BETWEEN: Final = {
    "tab": "\t",
    "pipe": " | ",
    "csv": ",",
    "lines": "\n",
    "spaced": " ",
    "columns": "    ",
}


def written(tables: Iterable[tuple[str, Grid]], layout: str) -> str:
    """The tables as a text of this layout; where cells have no borders, blank ones are dropped."""
    between = BETWEEN[layout]
    text = ["2023年政府信息公开工作年度报告"]
    for title, grid in tables:
        text.append(title)
        for fields in (
            *grid.above,
            grid.heads,
            *([label, *cells] if label else cells for label, cells in grid.rows),
        ):
            kept = fields if layout in ("tab", "pipe", "csv") else [one for one in fields if one]
            text.append(between.join(kept) + (" |" if layout == "pipe" else ""))
    return "\n".join([*text, "五、存在的主要问题及改进情况", "无。"])


def holds(layout: str, seed: int) -> None:
    chance = random.Random(f"{layout} {seed}")
    blank = chance.choice((0, 0, None))  # what is written for a zero
    values = {path: cell.value or blank for path, cell in made_up(seed).cells.items()}
    report = Report.from_values(values, edition=EDITION)
    tables = grids(report)
    grid = tables[chance.choice([*tables])][1]
    lost = chance.choice(CHANGES)(grid, chance.randrange(len(grid.paths[0])), chance)
    text = written(tables.values(), layout)
    values = {path: value for path, value in values.items() if path not in lost}
    true = Report.from_values(values, edition=EDITION)
    assert list(untrue(gongkai.parse(text, layout=layout), true)) == [], text


@pytest.mark.parametrize("at", range(6))
@pytest.mark.parametrize("layout", ["tab", "pipe", "csv"])
def test_a_head_below_one_that_spans_others_takes_its_figures(layout: str, at: int) -> None:
    below, figures = [*COLUMNS[1:-1]], [137, 3, 8, 4, 13, 6, 171]
    row = [RECEIVED, *map(str, figures)]
    below.insert(at, "小计")
    row.insert(2 + at, "34")
    lines = [["", "申请人情况"], ["自然人", "法人或其他组织", "总计"], below, row]
    text = "三、收到和处理政府信息公开申请情况\n" + "\n".join(map(BETWEEN[layout].join, lines))
    assert shown(f"{text}\n五、", layout, "requests.received.") in ([*figures], ["?"] * 7)


FIRST: Final = ["其他", "法律服务机构", "自然人", "商业企业", "科研机构", "社会公益组织", "总计"]


@pytest.mark.parametrize("layout", ["spaced", "columns", "tab"])
def test_a_head_that_names_a_row_as_well_is_a_head(layout: str) -> None:
    """其他 is the last row of a group, and 其他法律 begins another."""
    between = BETWEEN[layout]
    labels = (RECEIVED, "二、上年结转政府信息公开申请数量", "（一）予以公开", "（七）总计")
    rows = [[label, *map(str, range(1, 8))] for label in labels]
    lines = [["申请人情况", *FIRST], *rows]
    text = "三、收到和处理政府信息公开申请情况\n" + "\n".join(map(between.join, lines))
    cells = shown(f"{text}\n五、", layout, "requests.received.")
    assert cells == ([3, 4, 5, 6, 2, 1, 7] if layout == "tab" else ["?"] * 7)


@pytest.mark.parametrize("layout", ["tab", "pipe", "csv", "lines"])
@pytest.mark.parametrize(
    ("last", "cells"), [("3", [(n,) for n in (1, 0, 0, 0, 0, 3, 4)]), ("2", ["?"] * 7)]
)
def test_two_columns_with_the_same_head_are_no_cell_that_spans_both(
    layout: str, last: str, cells: Shown
) -> None:
    heads = ["申请人情况", *COLUMNS[:-1], "其他", "总计"]
    rows = [
        [RECEIVED, *"10000334"],
        ["（七）总计", *"1000033", "4"],
        ["（一）予以公开", *"1000033", "4"],
    ]
    rows[2][-3:] = ["3", last, "4"]
    lines = [heads, *rows]
    text = "三、收到和处理政府信息公开申请情况\n" + "\n".join(map(BETWEEN[layout].join, lines))
    assert shown(f"{text}\n五、", layout, "requests.received.") == cells


@pytest.mark.parametrize("layout", ["tab", "pipe", "csv"])
@pytest.mark.parametrize(("head", "other"), [("核对", "√"), ("占比", "12%")])
def test_what_stands_below_another_head_is_no_sign_of_a_shifted_row(
    layout: str, head: str, other: str
) -> None:
    lines = [["申请人情况", *COLUMNS, head], [RECEIVED, *"1000034", other, ""]]
    text = "三、收到和处理政府信息公开申请情况\n" + "\n".join(map(BETWEEN[layout].join, lines))
    assert shown(f"{text}\n五、", layout, "requests.received.") == [1, 0, 0, 0, 0, 3, 4]


@pytest.mark.parametrize("layout", ["tab", "pipe", "csv", "lines", "spaced"])
def test_a_head_between_two_below_a_spanning_one_stands_below_it(layout: str) -> None:
    below = [COLUMNS[1], "个体工商户", *COLUMNS[2:6]]
    heads = [["申请人情况"], [COLUMNS[0], "法人或其他组织", COLUMNS[6]], below]
    labels = (RECEIVED, "二、上年结转政府信息公开申请数量", "（一）予以公开", "（七）总计")
    lines = [*heads, *([label, *"12903140"] for label in labels)]
    text = "三、收到和处理政府信息公开申请情况\n" + "\n".join(map(BETWEEN[layout].join, lines))
    assert shown(f"{text}\n五、", layout, "requests.received.") == [1, 2, 0, 3, 1, 4, 0]


@pytest.mark.slow
@pytest.mark.parametrize("layout", BETWEEN)
def test_a_figure_below_another_head_is_of_no_column_of_the_form(layout: str) -> None:
    for seed in range(40):
        holds(layout, seed)


@pytest.mark.long
@pytest.mark.parametrize("layout", BETWEEN)
def test_thousands_of_figures_below_other_heads_are_of_no_column_of_the_form(layout: str) -> None:
    for seed in range(3_000):
        holds(layout, seed)


LABELS: Final = (
    RECEIVED, "二、上年结转政府信息公开申请数量", "（一）予以公开", "（七）总计",
    "四、结转下年度继续办理",
)  # fmt: skip


@pytest.mark.parametrize(
    ("line", "layouts"),
    [
        (["合计", *"2131027"], "tab pipe csv"),
        (["上年新收政府信息公开申请数量", *"2131027"], "tab pipe csv spaced columns"),
        (["统计日期：2023年12月31日"], "tab pipe csv lines"),
        (["表三"], "tab pipe csv lines spaced columns"),
        (["附表"], "tab pipe csv lines spaced columns"),
    ],
)
def test_a_line_that_is_none_of_the_forms_is_no_head(line: Line, layouts: str) -> None:
    """A row or a note between the heads and the first row, or above the heads."""
    for layout in layouts.split():
        heads = ["申请人情况", *COLUMNS]
        rows = [[label, *"1102105"] for label in LABELS]
        above = line[0].startswith(("表", "附"))
        lines = [line, heads, *rows] if above else [heads, line, *rows]
        text = "三、收到和处理政府信息公开申请情况\n" + "\n".join(map(BETWEEN[layout].join, lines))
        cells = shown(f"{text}\n五、", layout, "requests.received.")
        assert cells == [1, 1, 0, 2, 1, 0, 5], layout


@pytest.mark.parametrize("layout", ["tab", "pipe", "csv", "spaced"])
@pytest.mark.parametrize(
    ("last", "cells"),
    [
        ("1102105", [1, 1, 0, 2, 1, 0, 5]),
        # what stands last may be the other column's figure, and a blank cell before it
        ("110215", ["…"] * 7),
    ],
)
def test_a_column_of_another_kind_behind_all_others_may_be_empty(
    layout: str, last: str, cells: Shown
) -> None:
    rows = [[label, *"1102105", ""] for label in LABELS[1:]]
    lines = [["申请人情况", *COLUMNS, "备注"], [RECEIVED, *last, ""], *rows]
    text = "三、收到和处理政府信息公开申请情况\n" + "\n".join(map(BETWEEN[layout].join, lines))
    found = shown(f"{text}\n五、", layout, "requests.received.")
    assert found == cells or (len(last) < 7 and set(found) <= {"…", "?"})


@pytest.mark.parametrize("layout", ["pipe", "tab", "spaced", "lines"])
@pytest.mark.parametrize(
    ("heads", "row", "year"),
    [
        (["本年收费金额（单位：万元）"], ["543"], 2020),
        (["本年收费金额（单位：万元）"], ["543", ""], 2020),
        (["上一年项目数量", "本年增/减"], ["543", "2"], 2023),
        (["上一年项目数量", "本年增/减"], ["543"], 2023),
    ],
)
def test_no_figure_stands_below_the_heads_of_the_other_edition(
    layout: str, heads: list[str], row: list[str], year: int
) -> None:
    between = {"pipe": " | ", "tab": "\t", "spaced": " ", "lines": "\n"}[layout]
    columns = {2020: ("made", "newly_public", "public_total")}
    columns |= {2023: ("issued", "repealed", "in_force")}
    made = [form.head_labels(column)[0] for column in columns[year]]
    lines = [
        ["第二十条第（一）项"],
        ["信息内容", *made],
        ["规章", "0", "0", "0"],
        ["第二十条第（八）项"],
        ["信息内容", *heads],
        ["行政事业性收费", *row],
    ]
    text = "\n".join(map(between.join, lines))
    report = gongkai.parse(f"二、主动公开政府信息情况\n{text}\n三、收到", layout=layout, year=year)
    cells = [cell for path, cell in report.cells.items() if path.startswith("proactive.fees.")]
    assert not any(cell.status in ("read", "inferred", "blank") for cell in cells)


@pytest.mark.parametrize("layout", ["tab", "spaced", "lines"])
def test_a_row_of_blanks_has_none_in_a_column_without_a_head_above_it(layout: str) -> None:
    between = {"tab": "\t", "spaced": " ", "lines": "\n"}[layout]
    lines = [
        ["第二十条第（六）项"],
        ["信息内容", "处理决定数量"],
        ["行政处罚", ""],
        ["第二十条第（八）项"],
        ["信息内容", "上一年项目数量", "本年增/减"],
        ["行政事业性收费", "3", "0"],
    ]
    text = "\n".join(map(between.join, lines))
    report = gongkai.parse(f"二、主动公开政府信息情况\n{text}\n三、收到", layout=layout, year=2020)
    cells = report.cells
    assert cells["proactive.penalties.previous_items"].status != "blank"
    assert cells["proactive.penalties.change"].status != "blank"


def test_heads_on_lines_of_their_own_show_no_order_but_the_forms() -> None:
    """Programs write the blocks of a page in any order, from right to left too."""
    heads = ["现行有效件数", "本年废止件数", "本年制发件数"]
    rows = "规章 8 0 271\n行政规范性文件 0 510 0\n第二十条第（五）项"
    for order, opened in ((heads, True), (heads[::-1], False)):
        text = "二、主动公开政府信息情况\n" + "\n".join(order) + f"\n{rows}\n三、"
        assert (set(shown(text, "spaced", "proactive.regulations.")) == {"?"}) is opened
    beside = f"二、主动公开政府信息情况\n信息内容 {' '.join(heads)}\n{rows}\n三、".replace(
        " ", "\t"
    )
    assert shown(beside, "tab", "proactive.regulations.") == [271, 0, 8]


@pytest.mark.parametrize(
    ("figures", "opened"), [(["35 0", *["0 0"] * 9], True), (["3 3", *["0 0"] * 9], False)]
)
def test_rows_that_lack_most_of_their_figures_scramble_a_table_that_writes_its_zeros(
    figures: list[str], opened: bool
) -> None:
    rows = [row.number + row.label for row in form.rows(EDITION, "requests")][: len(figures)]
    lines = [f"{label} {some}" for label, some in zip(rows, figures, strict=True)]
    text = "三、收到和处理政府信息公开申请情况\n申请人情况\n" + "\n".join(lines) + "\n五、"
    assert (set(shown(text, "spaced", "requests.granted.")) == {"?"}) is opened


def test_figures_in_the_cells_of_heads_shift_the_rows_below() -> None:
    """A program that finds the rows of a page by its rules may put two into one."""
    rows = ["规章,152,355,0", "行政规范性文件,,,"]
    for below, cells in (("\n0", ["?"] * 3), ("", [152, 355, 0])):
        heads = ",".join(
            f'"{head}{below}"' for head in ("本年制发件数", "本年废止件数", "现行有效件数")
        )
        text = "\n".join(["二、主动公开政府信息情况,,,", f"信息内容,{heads}", *rows, "三、"])
        assert shown(text, "csv", "proactive.regulations.") == cells


@pytest.mark.parametrize("layout", BETWEEN)
@pytest.mark.parametrize("figures", [["1" * 5000, *"000000"], ["1" * 5000, "0"]])
@pytest.mark.slow
def test_more_digits_than_a_number_may_have_end_in_no_error(
    layout: str, figures: list[str]
) -> None:
    lines = [["申请人情况", *COLUMNS, "备注"], *([label, *figures] for label in LABELS)]
    text = "三、收到和处理政府信息公开申请情况\n" + "\n".join(map(BETWEEN[layout].join, lines))
    assert gongkai.parse(f"{text}\n五、", layout=layout)["requests.received.natural_person"] is None


def test_a_scrambled_table_may_hold_more_digits_than_a_number_has() -> None:
    rows = [row.number + row.label for row in form.rows(EDITION, "requests")]
    lines = [f"{label} {'1' * 5000 if at == 0 else 0} 0" for at, label in enumerate(rows)]
    text = "三、收到和处理政府信息公开申请情况\n申请人情况\n" + "\n".join(lines) + "\n五、"
    assert set(shown(text, "spaced", "requests.granted.")) == {"?"}
