"""Layouts of one's own: a few lines of grammar, wordings as data, mistakes explained, layouts of
installed packages."""

from __future__ import annotations

import contextlib
import textwrap
import threading
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import gongkai
from gongkai import Layout, LayoutError, ParseError, Report, Status, form
from gongkai.errors import display_width
from gongkai.form.wording import Name
from gongkai.layouts import lalr
from gongkai.testing import reports

from .made_up import few

ROOT: Final = Path(__file__).resolve().parent.parent
EXAMPLES: Final = ROOT / "examples" / "layouts"

FOREIGN: Final = {
    "semicolons": 'SEP: ";"',
    "double-boxes": 'SEP: "║" | /[═╔╗╚╝╠╣╦╩╬]{2,}/\nOPEN: "║"\nCLOSE: "║"',
    "numbered-tabs": 'SEP: "\\t"\nOPEN: /[0-9]{1,3}\\t/',
    "corner-brackets": 'SEP: "」「"\nOPEN: "「"\nCLOSE: "」"',
    "trailing-separator": 'SEP: ";"\nCLOSE: ";"',
    "double-spaces": 'SEP: "  "',
}
"""Layouts that nobody prepared for."""

FULL: Final = Report.from_values(
    {cell.path: number for number, cell in enumerate(form.cells(2021), 1)},
    edition=2021,
    title="甲县2022年政府信息公开工作年度报告",
)


def changed(report: Report, again: Report) -> list[str]:
    """The cells that did not come back."""
    return [path for path, cell in report.cells.items() if again.cells.get(path) != cell]


def row_of(text: str, label: str) -> str:
    return next(line for line in text.splitlines() if label in line)


# -- layouts that nobody prepared for --------------------------------------------------------------


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.slow
def test_a_layout_of_a_few_lines_gives_back_every_cell(name: str) -> None:
    layout = Layout(name, FOREIGN[name])

    @few(25)
    @given(reports())
    def check(report: Report) -> None:
        again = gongkai.parse(gongkai.render(report, layout), layout=layout)
        assert changed(report, again) == []
        assert (again.layout, again.edition, again.title) == (name, report.edition, report.title)
        for cell in again.cells.values():
            if cell.span is not None:
                assert again.source[slice(*cell.span)] == cell.raw

    check()


@pytest.mark.long
@pytest.mark.parametrize("name", FOREIGN)
def test_a_layout_of_a_few_lines_gives_back_thousands_of_reports(name: str) -> None:
    layout, opened = Layout(name, FOREIGN[name]), []

    @few(2_000)
    @given(reports())
    def check(report: Report) -> None:
        again = gongkai.parse(gongkai.render(report, layout), layout=layout)
        for path in changed(report, again):
            assert again.cells[path].status is Status.AMBIGUOUS
            assert report[path] in again.cells[path].candidates
            opened.append(report)

    check()
    # a few texts do not tell whether their blanks were dropped and the rows padded: 其他;1;; and no
    # blank before a figure
    assert len(set(map(id, opened))) <= 20


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("semicolons", "规章;1;2;3"),
        ("double-boxes", "║规章║1║2║3║"),
        ("numbered-tabs", "3\t规章\t1\t2\t3"),
        ("corner-brackets", "「规章」「1」「2」「3」"),
        ("trailing-separator", "规章;1;2;3;"),
        ("double-spaces", "规章  1  2  3"),
    ],
)
@pytest.mark.slow
def test_a_row_is_written_as_the_layout_says(name: str, row: str) -> None:
    assert row_of(gongkai.render(FULL, Layout(name, FOREIGN[name])), "规章") == row


ROWS: Final = {
    "semicolons": (
        "一、本年新收政府信息公开申请数量;5;;;;1;;6",
        "二、上年结转政府信息公开申请数量;;2;;;;;2",
    ),
    "double-boxes": (
        "╔══════════════╦═══╦══╦══╦══╦══╦══╦══╗",
        "║ 一、本年新收政府信息公开申请数量 ║ 5 ║  ║ ║ ║ 1 ║ ║ 6 ║",
        "╠══════════════╬═══╬══╬══╬══╬══╬══╬══╣",
        "║ 二、上年结转政府信息公开申请数量 ║ ║ 2 ║ ║ ║ ║ ║ 2 ║",
        "╚══════════════╩═══╩══╩══╩══╩══╩══╩══╝",
    ),
    "numbered-tabs": (
        "4\t一、本年新收政府信息公开申请数量\t5\t\t\t\t1\t\t6",
        "5\t二、上年结转政府信息公开申请数量\t\t2\t\t\t\t\t2",
    ),
    "corner-brackets": (
        "「一、本年新收政府信息公开申请数量」「5」「」「」「」「1」「」「6」",
        "「二、上年结转政府信息公开申请数量」「」「2」「」「」「」「」「2」",
    ),
    "trailing-separator": (
        "一、本年新收政府信息公开申请数量;5;;;;1;;6;",
        "二、上年结转政府信息公开申请数量;;2;;;;;2;",
    ),
    "double-spaces": (
        "一、本年新收政府信息公开申请数量  5        1    6",
        "二、上年结转政府信息公开申请数量    2          2",
    ),
}
"""Two rows with blanks between their figures, written by hand in each layout."""


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.slow
def test_blanks_between_figures_keep_their_places(name: str) -> None:
    text = "\n".join(["三、收到和处理政府信息公开申请情况", "申请人情况", *ROWS[name]])
    report = gongkai.parse(text, layout=Layout(name, FOREIGN[name]))
    assert form_row(report, "received") == [5, None, None, None, 1, None, 6]
    assert form_row(report, "carried_over") == [None, 2, None, None, None, None, 2]
    assert {
        report.cells[f"requests.received.{column}"].status
        for column in ("business", "research", "other")
    } == {Status.BLANK}


def form_row(report: Report, row: str) -> list[form.Figure]:
    return [
        report[cell.path] for cell in form.row_spec(report.form_edition)[f"requests.{row}"].cells
    ]


def test_the_number_of_a_row_is_no_figure_of_the_row_before() -> None:
    figures = "\t1\t2\t3\t4\t5\t6"
    rows = (
        f"4\t一、本年新收政府信息公开申请数量{figures}",
        f"5\t二、上年结转政府信息公开申请数量{figures}",
    )
    text = "\n".join(["三、收到和处理政府信息公开申请情况", "申请人情况", *rows, ""])
    report = gongkai.parse(text, layout=Layout("numbered", FOREIGN["numbered-tabs"]))
    for row in ("received", "carried_over"):
        assert set(form_row(report, row)) <= {None, 1, 2, 3, 4, 5, 6}
        assert report.cells[f"requests.{row}.total"].status is Status.AMBIGUOUS


def test_there_are_three_example_layouts_each_with_a_sample() -> None:
    assert len([*EXAMPLES.glob("*.lark")]) == len([*EXAMPLES.glob("*.txt")]) == 3


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.lark")), ids=lambda path: path.stem)
def test_an_example_layout_is_short_and_gives_back_what_it_writes(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 20
    layout = Layout.from_file(path)
    again = gongkai.parse(gongkai.render(FULL, layout), layout=layout)
    assert changed(FULL, again) == []


@pytest.mark.parametrize("sample", sorted(EXAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_the_sample_beside_an_example_layout_is_read_by_it(sample: Path) -> None:
    report = gongkai.parse(
        sample.read_text(encoding="utf-8"), layout=Layout.from_file(sample.with_suffix(".lark"))
    )
    same = gongkai.read(
        ROOT / "examples" / "reports" / "chenghu-2023.txt"
    )  # the report of which all samples are copies
    assert changed(same, report) == []
    assert (report.title, report.layout) == (same.title, sample.stem)
    assert [section.text for section in report.sections[:5]] == [
        section.text for section in same.sections[:5]
    ]


# -- what a file may leave out, and what it may decide itself --------------------------------------


@pytest.mark.slow
def test_a_file_that_defines_text_and_figure_keeps_full_control() -> None:
    stars = Layout("stars", 'SEP: "*"\nTEXT: /[^*\\n]+/\nFIGURE: /[0-9]+!?(?=\\*|\\n|$)/')
    assert stars.figure.match("12!")
    assert not stars.figure.match("—")


@pytest.mark.parametrize(
    ("sep", "row", "figures"),
    [
        (",", "1,254,3", ["1", "254", "3"]),  # a comma that separates cells is none inside a figure
        (";", "1,254;3", ["1,254", "3"]),
        (";", "1 254;3", ["1 254", "3"]),
        (
            "  ",
            "12 54  3",
            ["3"],
        ),  # where blanks separate cells, one blank too few is no inner blank
        ("-", "5---3", ["5", "3"]),
        ("/", "5///3", ["5", "3"]),
        (";", "无;—;/;3", ["无", "—", "/", "3"]),
        (";", "3件;1.5万元", ["3件", "1.5万元"]),
        (";", "第3项;5", ["5"]),
    ],
)
@pytest.mark.slow
def test_the_figure_that_is_made_from_a_separator(sep: str, row: str, figures: list[str]) -> None:
    layout = Layout("own", f'SEP: "{sep}"')
    found, at = [], 0
    while at < len(row):  # as the lexer does: figures and separators where they stand, else a text
        piece = layout.pieces.match(row, at) or layout.text.match(row, at)
        assert piece
        if piece.lastgroup == "figure":
            found.append(piece[0])
        at = piece.end()
    assert found == figures


def test_a_layout_beside_another_file_imports_from_it(tmp_path: Path) -> None:
    (tmp_path / "marks.lark").write_text('STAR: "*"\n', encoding="utf-8")
    (tmp_path / "stars.lark").write_text("%import .marks (STAR)\nSEP: STAR\n", encoding="utf-8")
    assert Layout.from_file(tmp_path / "stars.lark").separator == "*"


@pytest.mark.slow
def test_a_pattern_is_written_by_something_common_that_it_accepts() -> None:
    assert row_of(gongkai.render(FULL, Layout("own", "SEP: /[;；]/")), "规章") == "规章;1;2;3"
    with pytest.raises(LayoutError, match="nothing says what to write"):
        gongkai.render(FULL, Layout("own", "SEP: /<[a-z]>/"))


# -- mistakes --------------------------------------------------------------------------------------

MISTAKES: Final = {
    'SEP: ";"\nTEXT: /[^;\\n]+/ /\n': (2, 17, "cannot be read"),
    'SEP: ";"\nTEXT: (/[^;\\n]+/\n': (2, 17, "too early"),
    'SEP: ";"\nFIGURE: /[0-9+/\n': (2, 10, "unterminated character set"),
    'SEP: ";"\nTEXT: /[^;\\n]*/\n': (2, 1, "TEXT can match nothing"),
    'SEP: ";" | MARK // MARK is not there\n': (1, 12, "MARK is used but not defined"),
    "// nothing but\nTEXT: /[^;]+/\n": (2, 14, "SEP is not defined"),
    'SEP: ";"\nSEP: ","\n': (2, 1, "SEP is defined twice"),
    'SEP: ";" SEP\n': (1, 1, "Recursion"),
    'SEP: row\nrow: ";"\n': (2, 1, "Rules aren't allowed"),
    "SEP: /(?<=a+);/\n": (1, 7, "look-behind"),
    '%import absent (X)\nSEP: ";"\n': (1, 9, "no such grammar"),
    'SEP: ""\n': (1, 1, "Empty terminals"),
    'SEP: "z".."a"\n': (1, 1, "[z-a]"),
    'SEP: ";"\nTEXT: /[^;\\n]{1,99999999999}/\n': (2, 7, "too large"),
    'SEP: ";"\nFIGURE: /[0-9](?=;|\\n|$)/\n': (2, 1, "does not match a figure"),
    "SEP: /[0-9]/\n": (1, 1, "SEP matches a part"),
    'SEP: ";"\nTEXT: /[a-z]+/\n': (2, 1, "TEXT does not match a label"),
    "SEP: /;*/\n": (1, 1, "SEP can match nothing"),
    'RECIEVED: "新收件数"\nSEP: ";"\n': (1, 1, "did you mean RECEIVED?"),
    'SEP: ";"\nRECEIVED: "———"\n': (2, 12, "is no label"),
    'SEP: ";"\nRECEIVED: /新收.{2,4}/\n': (2, 1, "RECEIVED is a wording"),
    'SEP: ";"\nRECEIVED: "新收" "件数"\n': (2, 1, "RECEIVED is a wording"),
    'SEP: ";"\nTEXT: /' + "[^;\\n]" * 30 + "*(/\n": (2, 189, "unterminated subpattern"),
}


@pytest.mark.parametrize("grammar", MISTAKES)
@pytest.mark.slow
def test_a_mistake_is_explained_at_its_place_in_the_users_file(
    grammar: str, tmp_path: Path
) -> None:
    path = tmp_path / "mine.lark"
    path.write_text(grammar, encoding="utf-8")
    line, column, reason = MISTAKES[grammar]
    with pytest.raises(LayoutError) as caught:
        Layout.from_file(path)
    error = caught.value
    assert (error.name, error.line, error.column) == (str(path), line, column)
    assert reason in error.reason
    assert "SEP (what stands between two cells)" in error.expected
    first, excerpt, caret, *_ = str(error).splitlines()
    assert first.startswith(f"{path}:{line}:{column}: ")
    said = grammar.splitlines()[line - 1]
    assert excerpt.strip() in said
    assert excerpt[error.caret + 3 :] == said[column - 1 :][: len(excerpt) - error.caret - 3]
    # the caret is below the character that is meant, where Chinese ones are two columns wide
    assert caret == "    " + " " * display_width(excerpt[4 : error.caret + 3]) + "^"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match=r"absent\.lark"):
        Layout.from_file(tmp_path / "absent.lark")
    (tmp_path / "bytes.lark").write_bytes(b"SEP: \xff")
    with pytest.raises(LayoutError, match=r"bytes\.lark"):
        Layout.from_file(tmp_path / "bytes.lark")


NOISE: Final = st.text(
    'SEPTXFIGUR:"/;|[]()?*+~.\\<>={}!%_ \n%import(extend)declare1,2ab', max_size=40
)


def refuses_or_reads(noise: str) -> None:
    text = "三、收到和处理政府信息公开申请情况\n申请人情况\n一、本年新收政府信息公开申请数量;1;2"
    for grammar in (noise, f'SEP: ";"\n{noise}', f"SEP: /{noise}/", f'SEP: "{noise}"'):
        with contextlib.suppress(ParseError):  # any other error fails the test
            gongkai.parse(text, layout=Layout("noise", grammar))


@few(40)
@given(NOISE)
@example(r"(?m)(?<=[ ])[\d.]+\*")
def test_no_foreign_error_escapes_from_a_mistaken_grammar(noise: str) -> None:
    refuses_or_reads(noise)


@pytest.mark.long
@few(1_000)
@given(NOISE)
def test_no_foreign_error_escapes_from_a_thousand_mistaken_grammars(noise: str) -> None:
    refuses_or_reads(noise)


def test_a_character_that_no_terminal_takes_is_a_cell_that_holds_no_figure() -> None:
    layout = Layout("strict", 'SEP: ";"\nTEXT: /[^;\\n§]+/\n')
    report = gongkai.parse(
        "三、收到和处理政府信息公开申请情况\n申请人情况\n一、本年新收政府信息公开申请数量;1;§;2;3;4;5;15",
        layout=layout,
    )
    assert form_row(report, "received") == [1, None, 2, 3, 4, 5, 15]
    assert report.cells["requests.received.business"].status is Status.UNREADABLE


# -- wordings --------------------------------------------------------------------------------------

OWN: Final = {
    "本年收到申请数": "requests.received",
    "收费总额（元）": "proactive.fees.amount",
    "依申请办理工作": "section.3",
    "未予公开": "requests.refused",
    "直接诉讼": "disputes.litigation_direct",
}


def drifted(text: str) -> str:
    """The text with the wordings of an office that writes its own."""
    for official, own in (
        ("本年新收政府信息公开申请数量", "本年收到申请数"),
        ("本年收费金额（单位：万元）", "收费总额（元）"),
        ("收到和处理政府信息公开申请情况", "依申请办理工作"),
        ("不予公开", "未予公开"),
        ("未经复议直接起诉", "直接诉讼"),
    ):
        assert official in text
        text = text.replace(official, own)
    return text


@pytest.mark.parametrize("name", ["pipe", "tab", "lines", "markdown", "csv", "spaced"])
@pytest.mark.slow
def test_own_wordings_of_a_row_a_column_a_group_and_a_heading_are_read(name: str) -> None:
    layout = Layout.named(name)
    official = gongkai.render(FULL, layout)
    before, after = (
        gongkai.parse(official, layout=layout),
        gongkai.parse(drifted(official), layout=layout.with_wording(OWN)),
    )
    assert after["proactive.fees.amount"] == Decimal(10) / 10_000  # its head says 元
    assert [path for path, cell in before.cells.items() if after.cells[path] != cell] == [
        "proactive.fees.amount"
    ]
    assert after.sections[2].heading == "三、依申请办理工作"
    assert gongkai.parse(drifted(official), layout=name)["requests.received.total"] is None


@pytest.mark.slow
def test_a_layout_with_wordings_reads_and_writes_the_form_s_own_words_as_before() -> None:
    pipe = Layout.named("pipe")
    own = pipe.with_wording(OWN)
    assert gongkai.render(FULL, own) == gongkai.render(FULL, pipe)
    assert changed(FULL, gongkai.parse(gongkai.render(FULL, own), layout=own)) == []
    assert pipe.look_up("本年收到申请数") is None
    assert own.look_up("1、本年收到申请数") == own.look_up("本年收到申请数")


@pytest.mark.slow
def test_wordings_are_added_to_those_that_a_layout_has() -> None:
    both = (
        Layout.named("tab")
        .with_wording({"甲": "requests.received"})
        .with_wording({"乙": "requests.carried_over"})
    )
    assert both.look_up("甲") == Name("LABEL", "requests.received")
    assert both.look_up("乙") == Name("LABEL", "requests.carried_over")


def test_a_file_gives_wordings_to_the_terminals_of_the_form(tmp_path: Path) -> None:
    path = tmp_path / "mine.lark"
    path.write_text(
        'SEP: ";"\nRECEIVED: "收件数"\n  | "本年收到申请数" // two\nHEAD_AMOUNT: "收费总额（元）"\n'
        'SECTION_3: "依申请办理工作"\n',
        encoding="utf-8",
    )
    layout = Layout.from_file(path)
    text = "三、依申请办理工作\n申请人情况\n本年收到申请数;1;2;3;4;5;6;21"
    report = gongkai.parse(text, layout=layout)
    assert report["requests.received.total"] == 21
    assert report.sections[0].number == 3
    assert layout.look_up("收件数") == Name("LABEL", "requests.received")
    assert layout.look_up("收费总额（元）") == Name("HEAD", "amount")


def test_a_path_that_the_form_has_not_is_refused_with_the_nearest() -> None:
    for path, nearest in (("requests.recieved", "requests.received"), ("section.7", "section.1")):
        with pytest.raises(gongkai.UnknownPathError) as caught:
            Layout.named("pipe").with_wording({"本年收到申请数": path})
        assert caught.value.nearest is not None
        assert caught.value.nearest.partition(".")[0] == nearest.partition(".")[0]
    with pytest.raises(LayoutError, match="is no label"):
        Layout.named("pipe").with_wording({"——": "requests.received"})


# -- layouts of installed packages -----------------------------------------------------------------


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that offers a layout in each of the ways, and one that is broken."""
    info = tmp_path / "strange_layouts-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: strange-layouts\nVersion: 1.0\n", encoding="utf-8"
    )
    entries = """
        [gongkai.layouts]
        strange-file = strange_layouts
        strange-path = strange_layouts:PATH
        strange-layout = strange_layouts:LAYOUT
        strange-thing = strange_layouts:THING
        strange-absence = no_such_package
        pipe = strange_layouts:LAYOUT
    """
    (info / "entry_points.txt").write_text(textwrap.dedent(entries), encoding="utf-8")
    package = tmp_path / "strange_layouts"
    package.mkdir()
    (package / "strange-file.lark").write_text('SEP: "※"\n', encoding="utf-8")
    code = """
        from pathlib import Path
        import gongkai
        PATH = Path(__file__).parent / "strange-file.lark"
        LAYOUT = gongkai.Layout("other", 'SEP: "§"')
        THING = 5
    """
    (package / "__init__.py").write_text(textwrap.dedent(code), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "separator"), [("strange-file", "※"), ("strange-path", "※"), ("strange-layout", "§")]
)
@pytest.mark.usefixtures("installed")
@pytest.mark.slow
def test_a_layout_of_an_installed_package_is_found_by_its_name(name: str, separator: str) -> None:
    assert name in gongkai.layouts()
    assert Layout.named(name).separator == separator
    again = gongkai.parse(gongkai.render(FULL, name), layout=name)
    assert (again.layout, changed(FULL, again)) == (name, [])


@pytest.mark.usefixtures("installed")
@pytest.mark.slow
def test_a_package_can_not_replace_a_built_in_layout_and_its_faults_are_told_with_its_name() -> (
    None
):
    assert Layout.named("pipe").separator != "§"
    assert gongkai.layouts().count("pipe") == 1
    for name in ("strange-thing", "strange-absence"):
        with pytest.raises(LayoutError, match=f"strange-layouts, entry point '{name}'"):
            Layout.named(name)


@pytest.mark.slow
def test_a_name_that_nobody_has_is_refused_with_the_names_that_there_are() -> None:
    with pytest.raises(LayoutError, match="pipe, spaced, tab"):
        Layout.named("pip")
    with pytest.raises(LayoutError):
        gongkai.parse("", layout="pip")


# -- the tree and threads --------------------------------------------------------------------------


def test_every_rule_is_a_word_of_the_form_or_a_part_of_any_report() -> None:
    rules = {
        str(rule.alias or rule.origin.name)
        for rule in Layout.named("pipe").grammar_of_tables.parser.rules
    }
    cells = [cell.path for edition in form.EDITIONS for cell in form.cells(edition)]
    words = {word for path in cells for word in path.split(".")}
    parts = {"report", "preamble", "section", "title", "heading", "prose"}
    heads = {f"{table}_head" for table in form.TABLES}
    own = {rule for rule in rules if not rule.startswith("_")}
    assert own - heads == words | parts | {"band", "group", "fields", "field"}


@pytest.mark.slow
def test_threads_that_read_different_layouts_do_not_meet() -> None:
    layouts = [Layout(f"own{index}", f'SEP: "{sep}"') for index, sep in enumerate(";§※|&")]
    texts = [gongkai.render(FULL, layout) for layout in layouts]
    start, wrong = threading.Barrier(len(layouts)), []

    def work(layout: Layout, text: str) -> None:
        start.wait()
        for _ in range(3):
            report = gongkai.parse(text, layout=layout)
            if changed(FULL, report) or report.layout != layout.name:
                wrong.append(layout.name)

    threads = [
        threading.Thread(target=work, args=pair) for pair in zip(layouts, texts, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.slow
def test_layouts_share_the_states_of_their_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[object, object] = {}
    monkeypatch.setattr(lalr, "_known", known)
    heads = "三、收到和处理政府信息公开申请情况\n申请人情况\n"
    for separator in "§¤":
        layout = Layout(f"states {separator}", f'SEP: "{separator}"')
        row = separator.join(["一、本年新收政府信息公开申请数量", *"1000001"])
        report = gongkai.parse(heads + row, layout=layout)
        assert form_row(report, "received") == [1, 0, 0, 0, 0, 0, 1]
    assert len(known) == 1
