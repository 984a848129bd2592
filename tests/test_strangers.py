"""Lines and words in a table that are none of the report's: notes, page numbers, pieces of labels.
They may make cells unsure, and no figure another."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

import pytest

import gongkai
from gongkai import Report, Status, form
from gongkai.layouts import built_in
from gongkai.parsing.tree import outline

from .conftest import EXAMPLES
from .rows import COLUMNS, FORWARD, RECEIVED, received, shown

EDITION: Final = 2021
BROKEN: Final = ("csv", "lines", "markdown", "pipe", "tab")
"""Layouts whose labels a narrow cell may break over lines."""
WORDS: Final = ("备", "备注1", "（件）", "*", "①", "合计", "其他", "总计 5", "3-5", "100%", "45")
PLACES: Final = ("on the line below", "two lines below", "in the next field", "behind the label")
ROWS: Final = ("requests.received", "requests.other_handling.overdue_correction")


def made_up(seed: int) -> Report:
    """A report in which each row has other figures, and blank cells among them."""
    chance = random.Random(seed)
    values: dict[str, int | None] = {
        cell.path: chance.choice((0, 3, 17, None)) for cell in form.cells(EDITION)
    }
    for row in form.rows(EDITION, "requests"):
        parts = [chance.choice((0, 0, chance.randint(1, 40), None)) for _ in row.cells[1:]]
        total = sum(part or 0 for part in parts)
        values |= {cell.path: value for cell, value in zip(row.cells, [*parts, total], strict=True)}
    return Report.from_values(values, edition=EDITION, year=2023)


REPORT: Final = made_up(3)


def with_word(text: str, label: str, word: str, place: str, layout: str) -> str:
    """A text with a word put in behind a label."""
    separator = {"lines": "\n", "tab": "\t", "csv": ",", "pipe": " | ", "markdown": " | "}
    between = {
        "on the line below": f"\n{word}",
        "two lines below": f"\n\n{word}\n",
        "in the next field": separator.get(layout, " ") + word,
        "behind the label": f" {word}",
    }[place]
    at = text.index(label) + len(label)
    return text[:at] + between + text[at:]


def untrue(report: Report, true_one: Report = REPORT, word: str = "") -> Iterator[str]:
    """What is claimed of the cells that the made-up report does not hold; where the word itself is
    what a cell shows, that is no claim of ours."""
    for path, cell in report.cells.items():
        true = true_one[path] if path in true_one.cells else None
        if cell.status in (Status.READ, Status.INFERRED):
            shows_it = bool(word and cell.raw) and str(cell.raw).strip() in word
            if cell.value != true and not shows_it:
                yield path
        elif cell.status in (Status.BLANK, Status.DASH):
            if true is not None:
                yield path
        elif cell.status is Status.AMBIGUOUS and not cell.cut and true not in cell.candidates:
            yield path


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", built_in())
def test_a_word_behind_a_label_makes_no_figure_another(name: str, place: str) -> None:
    text = gongkai.render(REPORT, name)
    rows = form.row_spec(EDITION)
    for number, path in enumerate(ROWS):
        for word in WORDS[number :: len(ROWS)]:
            changed = with_word(text, rows[path].label, word, place, name)
            assert list(untrue(gongkai.parse(changed, layout=name), word=word)) == [], (path, word)


JUNK: Final = (
    "9", " 88 ", "|7", "7|", "\n45\n", "5，", "备注8", "（12）", "①", "1.5", "（见下）", "O",
    "||", "\n\n", "07", "九", "合计 45", "－5", "5-", "\n备注\n", "第 3 页 共 8 页\n", "\n- 3 -\n",
    "见附件", "*", "?", "〇", "件", "万元", "、", ";", "\n其他\n", "\n总计 5\n", "2022年", "无",
    "<br>", "&nbsp;", "**", "_", "“", "”", "附注：含3件", "\n注：本表单位为件\n", "10%", "1,000",
)  # fmt: skip


def put_in(name: str, examples: int) -> None:
    """Puts words, figures and lines anywhere into the tables of made-up reports, but for places
    where the text would say what is put in: beside a digit, and figures by themselves in a line or
    below a head."""
    chance = random.Random(name)
    unfit = {"lines": "0123456789５①", "columns": "0123456789５①\n"}.get(name, "")
    for number in range(examples):
        report = made_up(number)
        text = gongkai.render(report, name)
        region = chance.choice(outline(text, gongkai.Layout.named(name)).regions)
        at = chance.randrange(region.start, region.end)
        junk = chance.choice(JUNK)
        beside = text[max(0, at - 1) : at + 1]
        if set(junk) & set(unfit) or any(char.isdigit() or char in ".—-" for char in beside):
            continue
        changed = text[:at] + junk + text[at:]
        found = gongkai.parse(changed, layout=name)
        for path in untrue(found, report):
            cell = found.cells[path]
            start, end = cell.span or (0, 0)
            shows_it = cell.status is Status.READ and start <= at + len(junk) and end >= at
            assert shows_it, (path, changed[max(0, at - 60) : at + 60])


@pytest.mark.slow
@pytest.mark.parametrize("name", built_in())
def test_what_is_put_into_a_table_makes_no_figure_another(name: str) -> None:
    put_in(name, 40)


@pytest.mark.long
@pytest.mark.parametrize("name", built_in())
def test_what_is_put_into_many_tables_makes_no_figure_another(name: str) -> None:
    put_in(name, 300)


@pytest.mark.slow
@pytest.mark.parametrize("row", form.rows(EDITION, "requests"), ids=lambda row: row.path)
@pytest.mark.parametrize("name", BROKEN)
def test_a_label_broken_over_lines_is_one_label(name: str, row: form.RowSpec) -> None:
    text = gongkai.render(REPORT, name)
    whole = gongkai.parse(text, layout=name)
    at = text.index(row.label)
    for size in {*range(1, len(row.label), 3), len(row.label) - 1}:
        broken = f"{text[: at + size]}\n{text[at + size :]}"
        found = gongkai.parse(broken, layout=name)
        assert {path: (cell.status, cell.value) for path, cell in found.cells.items()} == {
            path: (cell.status, cell.value) for path, cell in whole.cells.items()
        }, broken[at : at + len(row.label) + 1]


@pytest.mark.slow
def test_a_label_of_ones_own_may_be_broken_as_well() -> None:
    layout = gongkai.Layout.named("pipe").with_wording({"处罚决定的数量": "proactive.penalties"})
    text = "二、主动公开政府信息情况\n处罚决定\n的数量 | 5 |\n三、收到和处理政府信息公开申请情况\n"
    assert gongkai.parse(text, layout=layout)["proactive.penalties.decisions"] == 5
    with pytest.raises(gongkai.ParseError):
        gongkai.parse(text, layout="pipe")


@pytest.mark.parametrize("rest", ["作", "另行制作"])
def test_a_page_number_in_a_broken_label_is_no_cell(rest: str) -> None:
    label = "2.没有现成信息需要另行制作"
    text = gongkai.render(REPORT, "lines").replace(
        label, f"{label.removesuffix(rest)}\n- 3 -\n{rest}"
    )
    assert list(untrue(gongkai.parse(text, layout="lines"), word="3")) == []


BETWEEN: Final = {
    "tab": "\t",
    "pipe": " | ",
    "csv": ",",
    "boxed": " │ ",
    "lines": "\n",
    "spaced": " ",
    "columns": "      ",
}


@pytest.mark.parametrize("word", [*"*√…五十⑤㈤件l", "######", "保密", "≥5", "..."])
@pytest.mark.parametrize("layout", BETWEEN)
def test_a_cell_that_holds_a_text_is_not_blank(layout: str, word: str) -> None:
    rows = [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", *([word] * 3)],
        ["信息内容", "本年处理决定数量"],
        ["行政许可", word],
        ["行政处罚", "4"],
        ["行政强制", word],
        ["三、收到和处理政府信息公开申请情况"],
    ]
    edge = "│ " if layout == "boxed" else ""
    text = "\n".join(edge + BETWEEN[layout].join(row) + edge[::-1] for row in rows)
    found = gongkai.parse(f"二、主动公开政府信息情况\n{text}", layout=layout)
    for row in ("regulations.issued", "licensing.decisions", "coercion.decisions"):
        cell = found.cells[f"proactive.{row}"]
        assert cell.status is Status.UNREADABLE, (row, text)
    assert found.proactive.penalties.decisions in (4, None)


@pytest.mark.parametrize("mark", ["\ufeff", "\u200b", "\u200e", "\u202c", "\u00ad"])
@pytest.mark.parametrize("layout", ["tab", "pipe", "lines", "spaced"])
def test_what_nobody_sees_changes_no_figure(layout: str, mark: str) -> None:
    row = "3\t1\t0\t0\t0\t0\t4".replace("\t", f"{mark}{BETWEEN[layout]}{mark}")
    others = BETWEEN[layout].join("1000001")
    found = received(row + mark, layout, between=BETWEEN[layout] + mark, others=others)
    assert found == [3, 1, 0, 0, 0, 0, 4]
    assert received(f"1{mark}2", layout, between=BETWEEN[layout], others=others)[0] != 12


@pytest.mark.parametrize("digits", ["٠١٢٣٤٥٦٧٨٩", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"])
@pytest.mark.parametrize("layout", ["tab", "pipe", "csv", "lines", "spaced"])
def test_figures_in_digits_of_other_scripts_are_not_read(layout: str, digits: str) -> None:
    rows = "3100004", "1000001"
    row, other = (
        BETWEEN[layout].join(digits[int(figure)] for figure in figures) for figures in rows
    )
    assert received(row, layout, between=BETWEEN[layout], others=other) == ["?"] * 7


@pytest.mark.parametrize("parting", ["；", "，", " & ", "、"])
def test_figures_in_the_text_of_a_label_are_not_blank(parting: str) -> None:
    rows = ["信息内容", "行政许可", "12", "行政处罚", "3", "行政事业性收费"]
    text = "二、主动公开政府信息情况\n" + "\n".join(rows) + f"{parting}12.5{parting * 2}\n三、收到"
    assert shown(text, "lines", "proactive.fees.") == ["?"]
    pairs = parting.join(
        f"{column}：{figure}" for column, figure in zip(COLUMNS, "3100004", strict=True)
    )
    text = f"三、收到和处理政府信息公开申请情况\n{RECEIVED}\n{pairs}\n{FORWARD}\n{pairs}\n五、"
    assert shown(text, "lines", "requests.received.") == ["?"] * 7


def test_a_figure_that_touches_the_label_of_a_group_may_be_of_the_row_above() -> None:
    rows = [RECEIVED, *"3000003", "二、上年结转政府信息公开申请数量", "4", "2", "1"]
    text = "三、收到和处理政府信息公开申请情况\n" + "\n".join([*COLUMNS, *rows])
    text += "\n7三、本年度办理结果\n（一）予以公开\n五、"
    assert shown(text, "lines", "requests.carried_over.") == ["?"] * 7


SENTENCES: Final = {
    "三、收到和处理政府信息公开申请情况": (
        "全年共收到申请53件，其中自然人48件、商业企业5件，予以公开12件，部分公开2件。",
        "本年新收政府信息公开申请53件，上年结转政府信息公开申请1件，结转下年度继续办理0件。",
        "（一）申请情况。收到申请53件，同比增长12%。\n具体数据见下表：",
    ),
    "四、政府信息公开行政复议、行政诉讼情况": (
        "本年度本机关未发生行政复议、行政诉讼案件。",
        "全年行政复议3件，行政诉讼2件，其中维持1件、纠正2件",
        "未经复议直接起诉2件，复议后起诉1件；其中结果维持1件，结果纠正2件，尚未审结0件。",
    ),
}


@pytest.mark.parametrize("name", ["chenghu-2023", "songzhang-2022", "yunyan-2021", "luyu-2023"])
@pytest.mark.parametrize(
    ("heading", "sentence"), [(h, sentence) for h, some in SENTENCES.items() for sentence in some]
)
def test_sentences_before_a_table_are_no_part_of_it(name: str, heading: str, sentence: str) -> None:
    text = (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    assert text.count(heading) == 1
    end = "" if name == "luyu-2023" else "\n"
    longer = text.replace(heading, f"{heading}{end}{sentence}{end}")
    before, after = gongkai.parse(text), gongkai.parse(longer)
    assert {p: (c.status, c.value) for p, c in after.cells.items()} == {
        p: (c.status, c.value) for p, c in before.cells.items()
    }
    assert [one.raw for one in after.unplaced] == [one.raw for one in before.unplaced]
    assert "".join(sentence.split()) in "".join("".join(s.text for s in after.sections).split())


@pytest.mark.parametrize("label", ["", "栏次", "序号"])
@pytest.mark.parametrize("layout", ["pipe", "tab", "csv", "lines", "spaced"])
def test_a_line_that_numbers_the_columns_of_table_four_is_no_line_of_figures(
    layout: str, label: str
) -> None:
    between = {"pipe": " | ", "tab": "\t", "csv": ",", "lines": "\n", "spaced": " "}[layout]
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    figures = [1, 0, 2, 0, 3, *[0] * 10]
    lines = [
        ["行政复议", "行政诉讼"],
        [*heads, "未经复议直接起诉", "复议后起诉"],
        heads * 2,
        [*([label] if label else []), *map(str, range(1, 16))],
        [*map(str, figures)],
    ]
    written = "\n".join(between.join(line) for line in lines)
    text = f"四、政府信息公开行政复议、行政诉讼情况\n{written}\n五、存在的主要问题\n无。"
    # where nothing but blanks parts figures, the one line of a text is proven, not read
    assert shown(text, layout, "disputes.") == (
        [(figure,) for figure in figures] if layout == "spaced" else figures
    )
