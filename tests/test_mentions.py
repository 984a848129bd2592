"""What the prose says of the tables' figures, and what it does not say."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

import gongkai
from gongkai import Cell, Report, Status, form
from gongkai.mentions import mentions
from gongkai.mentions.grammar import clauses
from gongkai.model import Cells, ReportData, Section, Span

IN, OVER, DONE, ON = (
    f"requests.{row}.total"
    for row in ("received", "carried_over", "handled_total", "carried_forward")
)
REVIEW, DIRECT, AFTER = (
    f"disputes.{group}.total"
    for group in ("review", "litigation_direct", "litigation_after_review")
)

TOTALS = [path for path in form.spec(2021) if path.endswith(".total")]


def report(text: str, *, year: int | None = 2023, publisher: str | None = None) -> ReportData:
    section = Section(1, "一、总体情况", text, Span(0, len(text)))
    return ReportData(text, Cells({}), 2021, year=year, publisher=publisher, sections=(section,))


def said(text: str) -> list[tuple[object, tuple[str, ...]]]:
    return [(mention.value, mention.paths) for mention in mentions(report(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新收申请十二件，两件结转下年度。", [(12, (IN,)), (2, (ON,))]),
        ("收到政府信息公开申请１，２５４件。", [(1254, (IN,))]),
        ("新收申请十一件，二十一件结转下年度。", [(11, (IN,)), (21, (ON,))]),
        ("新收申请一百零三件，一百二十件结转下年度。", [(103, (IN,)), (120, (ON,))]),
        ("新收申请一千零三件，千余件结转下年度，一起答复。", []),
        ("共收到政府信息公开申请百余件。", []),
        ("收到申请近30件，办结28件。", [(28, (DONE,))]),
        ("累计收到政府信息公开申请292件，含上年结转2件。", [(292, (IN, OVER)), (2, (OVER,))]),
        (
            "受理申请95件，答复98件（含上年度结转申请8件，另有5件转结下年度）。",
            [(95, (IN,)), (98, (DONE,)), (8, (OVER,)), (5, (ON,))],
        ),
        (
            "收到申请57件以及2022年转办2件，共办理55件，剩余4件转2024年办理。",
            [(57, (IN,)), (2, (OVER,)), (55, (DONE,)), (4, (ON,))],
        ),
        (
            "答复98件（含上年度转结申请8件，另有5件转结下年度）。",
            [(98, (DONE,)), (8, (OVER,)), (5, (ON,))],
        ),
        (
            "予以公开42件，部分公开3件。",
            [(42, ("requests.granted.total",)), (3, ("requests.partly_granted.total",))],
        ),
        ("发布信息98件，答复来信8件。", []),
        ("受理政府信息公开申请21件。", [(21, ())]),
        ("收到申请20件，较上年增加5件，去年82件。", [(20, (IN,))]),
        (
            "收到申请9件。其中予以公开及部分公开7件，1件不予处理。",
            [
                (9, (IN,)),
                (7, ("requests.granted.total", "requests.partly_granted.total")),
                (1, tuple(p for p in TOTALS if "not_processed" in p)),
            ],
        ),
        ("行政复议36起，行政诉讼9起。", [(36, (REVIEW,)), (9, (DIRECT, AFTER))]),
        ("现行有效规章14部、规范性文件26件。", [
            (14, ("proactive.regulations.in_force",)),
            (26, ("proactive.normative_documents.in_force",)),
        ]),
        ("全年收取信息处理费400元。", [(Decimal("0.04"), ())]),
    ],
)  # fmt: skip
def test_a_sentence_states_figures(text: str, expected: list[object]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("2023年未收到政府信息公开申请。", [(IN,)]),
        ("未接收办理依申请公开信息。", [(IN,)]),
        ("没有发生因政府信息公开而产生的行政复议、提起行政诉讼案件。", [(REVIEW, DIRECT, AFTER)]),
        ("未收到有关政府信息公开行政复议、提起行政诉讼的申请。", [(REVIEW, DIRECT, AFTER)]),
        ("行政复议1件，没有行政诉讼。", [(DIRECT, AFTER)]),
        ("没有依申请公开超期答复情况。", []),
        ("没有行政复议被纠正的案件。", []),
        ("未收到商业企业的申请。", []),
        ("2022年未收到政府信息公开申请。", []),
        ("未经复议直接起诉3件。", []),
        ("无正当理由大量反复申请2件。", []),
    ],
)
def test_a_negation_denies_what_it_names_and_nothing_else(
    text: str, paths: list[tuple[str, ...]]
) -> None:
    found = mentions(report(text))
    assert [mention.paths for mention in found if mention.reading == "denial"] == paths
    assert all(mention.value == 0 for mention in found if mention.reading == "denial")


def test_all_upheld_means_that_no_other_result_occurred() -> None:
    (_, every) = mentions(report("行政复议3件，均获维持。"))
    assert every.value == 0
    assert every.paths == tuple(f"disputes.review.{c}" for c in ("corrected", "other", "pending"))


def test_all_upheld_of_those_closed_says_nothing_of_those_pending() -> None:
    *_, every = mentions(report("行政复议9件，已审结7件，均维持原决定。"))
    assert every.paths == ("disputes.review.corrected", "disputes.review.other")


def test_offices_of_a_government_are_other_subjects_than_all_of_it() -> None:
    text = "县政府本级收到申请12件。各部门收到申请88件。"
    found = mentions(report(text, publisher="某县人民政府"))
    assert [(one.value, one.foreign) for one in found] == [(12, True), (88, True)]


def test_an_office_within_a_government_is_another_subject() -> None:
    text = "区政府办代表区政府受理政府信息公开申请17件。"
    (one,) = mentions(report(text, publisher="某市某区人民政府"))
    assert one.foreign
    (one,) = mentions(report(text, publisher="某区人民政府办公室"))
    assert not one.foreign


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("区教育局收到申请7件。", [True]),
        ("2023年区住建局收到申请5件，办结5件。", [False, False]),
        ("我局收到申请7件。", [False]),
        ("各镇共受理申请7件。", [True]),
    ],
)
def test_another_office_by_name_is_another_subject(text: str, foreign: list[bool]) -> None:
    of = report(text, publisher="甲区住房和城乡建设局")
    assert [mention.foreign for mention in mentions(of)] == foreign


def test_the_span_holds_the_figure_wherever_blanks_and_line_ends_stand() -> None:
    data = report("本年新收政府信息公\n开申请 4 5 件，上年结转\n3件。")
    first, second = mentions(data)
    assert data.source[slice(*first.span)] == "4 5"
    assert data.source[slice(*second.span)] == "3"
    assert first.marked == "本年新收政府信息公开申请【45】件,上年结转3件。"


def test_every_terminal_that_names_a_row_names_one_of_the_form() -> None:
    rows = {row.path for row in form.rows(2021)}
    read = clauses("重复申请1件,本机关不掌握2件,信访举报投诉类3件")
    names = {word.name for clause in read for word in clause.words}
    paths = {f"requests.{name.lower().replace('__', '.')}" for name in names if "__" in name}
    assert len(paths) == 3
    assert paths <= rows


@pytest.mark.parametrize(
    "text",
    ["1件" * 500_000, "申请1件" * 500_000, "没有复议" * 500_000, "收到申请1件。" * 300_000],
    ids=["figures", "applications", "denials", "sentences"],
)
@pytest.mark.slow
def test_of_hostile_prose_only_a_bounded_part_is_read(text: str) -> None:
    assert len(mentions(report(text))) <= 50_000 / len("收到申请1件。") + 1


def findings(path: Path) -> list[tuple[str, str]]:
    found = gongkai.parse(path.read_text(encoding="utf-8")).check(select="X")
    return [(finding.rule, str(finding.severity)) for finding in found]


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        ("000", []),
        ("001", [("X002", "warning"), ("X004", "warning")]),
        ("002", []),
        ("003", [("X006", "error")]),
        ("004", []),
    ],
)
def test_real_reports_against_their_prose(
    shared: Path, seed: str, expected: list[tuple[str, str]]
) -> None:
    (path,) = (shared / "seeds").glob(f"{seed}_*.txt")
    assert findings(path) == expected


def test_a_finding_names_the_cell_that_holds_the_figure_instead(shared: Path) -> None:
    (path,) = (shared / "seeds").glob("001_*.txt")
    found = gongkai.parse(path.read_text(encoding="utf-8")).check(select="X004", lang="en")[0]
    assert "【9】件不予处理" in found.message
    assert found.cause is not None
    assert "Other handling" in found.cause.en


def test_new_and_carried_over_together_are_no_contradiction(shared: Path) -> None:
    path = shared / "corpus" / "pt-main-2022.txt"
    assert findings(path) == []
    assert 75 in [m.value for m in gongkai.parse(path.read_text(encoding="utf-8")).mentions]


@pytest.mark.parametrize(
    "cell",
    [
        Cell(IN, Status.AMBIGUOUS, candidates=(4, 5)),
        Cell(IN, Status.UNREADABLE, raw="O"),
        Cell(IN, Status.BLANK),
        Cell(IN, Status.MISSING),
    ],
    ids=lambda cell: str(cell.status),
)
def test_an_uncertain_cell_is_never_contradicted(cell: Cell) -> None:
    data = report("新收政府信息公开申请9件。")
    cells = Cells({**Report.blank(2021).cells, IN: cell})
    assert not gongkai.check(attrs.evolve(data, cells=cells), select="X")


ROOT = Path(__file__).resolve().parent.parent
ANNOTATED = json.loads((ROOT / "tests" / "data" / "mentions.json").read_text(encoding="utf-8"))
"""What each report states: each figure with the cells that it can be about. The real ones were
annotated from their texts without a look at what the reader finds; the made-up ones were drafted by
the reader, then gone through by a person, who added what it misses. The texts of real reports are
not kept here."""


def path_of(name: str, shared: Path) -> Path:
    for folder, pattern in (
        (ROOT / "examples" / "reports", f"{name}.[tm]*"),
        (shared / "seeds", f"{name}_*.txt"),
        (shared / "corpus", f"{name}.txt"),
        (shared / "corpus", f"{name}.pdf"),
    ):
        for path in folder.glob(pattern):
            return path
    raise AssertionError(f"no report {name}")


def test_nothing_is_read_that_is_not_said_and_nearly_all_that_is(shared: Path) -> None:
    right = read = stated = 0
    for name, annotation in ANNOTATED.items():
        path = path_of(name, shared)
        if path.suffix == ".pdf" and importlib.util.find_spec("pdfplumber") is None:
            continue
        expected = Counter((str(value), choices) for value, choices in annotation)
        found = Counter(
            (str(mention.value), " ".join("+".join(choice) for choice in mention.choices))
            for mention in gongkai.read(path).mentions
        )
        right += (found & expected).total()
        read += found.total()
        stated += expected.total()
    assert len(ANNOTATED) >= 12
    assert right == read  # precision 1
    assert right / stated >= 0.9


def against(prose: str, figures: dict[str, int | None]) -> list[tuple[str, str]]:
    """What the rules X say of a sentence and a table with these figures, zeros elsewhere."""
    values = {**dict.fromkeys(form.spec(2021), 0), **figures}
    table = Report.from_values(values, edition=2021)
    data = attrs.evolve(report(prose), cells=table.cells)
    return [(one.rule, str(one.severity)) for one in gongkai.check(data, select="X").all]


DISPUTED = {REVIEW: 170, DIRECT: 25, AFTER: 52}
"""Those of a city whose report counts 134 reviews and 57 lawsuits in its prose."""


@pytest.mark.parametrize(
    ("prose", "figures", "expected"),
    [
        (
            "涉及政府信息公开的行政复议案件134件、行政诉讼案件57件。",
            DISPUTED,
            [("X007", "warning"), ("X007", "warning")],
        ),
        ("因政府信息公开引发行政复议170件、行政诉讼77件。", DISPUTED, []),
        ("未发生行政复议、行政诉讼。", DISPUTED, [("X006", "error")]),
        # the reverse: a count, and a table with none
        ("因政府信息公开被申请行政复议2件。", {}, [("X006", "error")]),
        ("因政府信息公开被提起行政诉讼3件。", {AFTER: 3}, []),
        # not said to be about information disclosure: it may be others
        ("全年行政复议2件。", {}, [("X007", "warning")]),
        # a blank is no denial, nor is what no one can read
        ("因政府信息公开被申请行政复议2件。", {REVIEW: None}, []),
    ],
)
def test_disputes_that_only_one_of_prose_and_table_has_contradict_plainly(
    prose: str, figures: dict[str, int | None], expected: list[tuple[str, str]]
) -> None:
    assert against(prose, figures) == expected


def test_a_sentence_that_stands_twice_is_counted_once_each_time() -> None:
    prose = "收到申请10件，其中自然人8件，法人或其他组织2件。"
    assert against(prose * 2, {IN: 10}) == []
    assert against(prose.replace("2件", "3件") * 2, {IN: 10}) == [("X012", "info")] * 2


def test_of_two_figures_of_one_sentence_the_table_needs_to_have_one_only() -> None:
    """A district and its office, say."""
    prose = "各部门共收到申请120件，办公室收到20件。"
    assert against(prose, {IN: 120}) == []
    assert against(prose, {IN: 20}) == []
    assert against(prose, {IN: 21}) == [("X001", "warning")] * 2
