"""The argument for one cell in words."""

from __future__ import annotations

import attrs
import pytest

import gongkai
from gongkai.languages import LANGUAGES, Language
from gongkai.model import Cell, Likely, Piece, Place, RowText, Span, Status
from gongkai.proving.explain import explain
from gongkai.proving.resolve import resolve


def glued(path: str, text: str) -> RowText:
    return RowText(path, (Piece(Status.UNREADABLE, None, text, Span(0, len(text))),), Place.GLUED)


def kept(path: str, *values: int) -> RowText:
    return RowText(
        path,
        tuple(Piece(Status.READ, value, str(value), Span(0, 1)) for value in values),
        Place.KEPT,
    )


ROWS = [
    glued("requests.received", "112000013"),
    *[glued(f"requests.not_processed.{name}", "0000000") for name in ("petition", "repeated")],
    *[glued(f"requests.unavailable.{name}", "0000000") for name in ("not_held", "still_unclear")],
    kept("requests.carried_over", *[0] * 7),
    kept("requests.handled_total", 11, 2, 0, 0, 0, 0, 13),
    kept("requests.carried_forward", *[0] * 7),
]


def test_an_inferred_cell_names_each_reading_and_the_equation_that_refused_it() -> None:
    cell = resolve(ROWS, 2021)["requests.received.business"]
    lines = explain(cell, ROWS, edition=2021, language="en").splitlines()
    assert lines[0] == "Received this year, businesses: inferred, 2."
    fates = {line.split("  ")[1]: line.split("  ")[2] for line in lines if line.startswith("  ")}
    assert fates["11 | 2 | 0 | 0 | 0 | 0 | 13"] == "remains"
    assert fates["1 | 12 | 0 | 0 | 0 | 0 | 13"].startswith("refused by R001 column natural persons")
    assert fates["1 | 1 | 20 | 0 | 0 | 0 | 13"].startswith("refused by R003")
    assert len(fates) == 7


def test_without_the_rows_the_premises_and_equations_are_still_named() -> None:
    cell = resolve(ROWS, 2021)["requests.received.business"]
    text = explain(cell, language="zh")
    assert "一、本年新收政府信息公开申请数量 商业企业：由勾稽关系推定，2。" in text
    assert "前提：连写的数字恰好分成与列数相同的几个数" in text
    assert "R001 商业企业列" in text


def test_a_row_with_many_readings_is_counted_instead() -> None:
    rows = [glued("requests.received", "300153006143119")]
    cell = resolve(rows, 2021)["requests.received.total"]
    assert "readings;" in explain(cell, rows, language="en")


def test_a_likely_value_is_said_to_prove_nothing() -> None:
    cell = Cell(
        "proactive.regulations.issued",
        Status.AMBIGUOUS,
        candidates=(1, 12),
        likely=Likely(12, "prose"),
    )
    assert "12, which proves nothing" in explain(cell, language="en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_words_in_both_languages(status: Status, language: Language) -> None:
    value = 3 if status.claims else None
    text = explain(Cell("disputes.review.upheld", status, value), language=language)
    assert len(text.splitlines()) >= 2


@pytest.mark.slow
def test_every_basis_that_can_occur_has_words() -> None:
    """Rows that need every premise; an id without words would be shown as an equation and raise."""
    pieces = tuple(
        Piece(Status.READ, value, str(value), Span(n, n + 1))
        for n, value in enumerate((0, 0, 3, 17))
    )
    rows = [
        *ROWS,
        glued("requests.granted", "10"),
        glued("disputes", "1200020000010001"),
        RowText("proactive.regulations", pieces, Place.ORDER),
        RowText("proactive.normative_documents", pieces[:2], Place.ORDER),
    ]
    for cell in resolve(rows, 2021).values():
        for language in LANGUAGES:
            assert "premise:" not in explain(cell, rows, language=language)


# --- from a report --------------------------------------------------------------------------------

TEXT = """三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量 112000013
二、上年结转政府信息公开申请数量 0000000
（一）予以公开 112000013
（七）总计 112000013
四、结转下年度继续办理 0000000
"""


def test_a_report_explains_a_cell_from_the_rows_of_its_own_text() -> None:
    report = gongkai.parse(TEXT, layout="glued")
    lines = gongkai.explain(report, "requests.granted.business", language="en").splitlines()
    assert lines[0] == "Granted, businesses: ambiguous, 2 or 12."
    assert lines[2] == "Line 4 of the text: （一）予以公开 112000013"
    fates = {line.split("  ")[1]: line.split("  ")[2] for line in lines if line.startswith("  ")}
    assert fates["1 | 12 | 0 | 0 | 0 | 0 | 13"] == fates["11 | 2 | 0 | 0 | 0 | 0 | 13"] == "remains"
    assert fates["1 | 1 | 20 | 0 | 0 | 0 | 13"].startswith("refused by R003")


def test_a_cell_that_was_read_or_is_not_there_is_explained_in_a_sentence() -> None:
    report = gongkai.parse(
        "二、主动公开政府信息情况\n行政许可 | 3 |\n行政处罚 |  |\n", layout="pipe"
    )
    read, blank, missing = (
        f"proactive.{name}"
        for name in ("licensing.decisions", "penalties.decisions", "fees.amount")
    )
    assert gongkai.explain(report, read, language="en").splitlines() == [
        "Administrative licences, decisions this year: read, 3.",
        "The figure stands in the text at its own place; it is never altered.",
        "Line 2 of the text: 行政许可 | 3 |",
    ]
    assert (
        gongkai.explain(report, blank, language="en").splitlines()[1]
        == "The cell is empty. Empty is not zero; only sums count it as zero."
    )
    assert (
        gongkai.explain(report, missing, language="en").splitlines()[1]
        == "The text has no such cell."
    )


def test_an_explanation_asks_for_a_cell_that_the_report_has() -> None:
    with pytest.raises(gongkai.UnknownPathError, match=r"requests\.received\.total"):
        gongkai.explain(gongkai.parse(TEXT), "requests.received.totals")


def test_a_report_that_was_changed_or_made_without_a_text_is_explained_as_it_stands() -> None:
    made = gongkai.Report.from_values({"requests.received.total": 4}, edition=2021)
    assert (
        gongkai.explain(made, "requests.received.total", language="en").splitlines()[0]
        == "Received this year, total: read, 4."
    )
    changed = gongkai.parse(TEXT, layout="glued").with_values({"requests.granted.business": 2})
    assert "read, 2" in gongkai.explain(changed, "requests.granted.business", language="en")


def test_an_unknown_addend_of_a_sum_of_reports_is_named() -> None:
    units = [
        attrs.evolve(gongkai.parse(TEXT, layout="glued"), publisher="甲局"),
        gongkai.Report.blank(2021),
    ]
    text = gongkai.explain(gongkai.aggregate(units), "requests.granted.business", language="en")
    assert "The figures of these units are not certain: 甲局." in text


def test_what_rests_on_no_equation_does_not_name_any() -> None:
    """Seven digits for seven columns."""
    text = gongkai.explain(
        gongkai.parse(TEXT, layout="glued"), "requests.carried_over.business", language="en"
    )
    assert "under the premises no other value is possible" in text
    assert "quations" not in text


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("? | 4 | 0 | 0 | 2 | 0 | 37", "What stands in the cell is no figure."),
        ("31 | 4 | 0 | 0 | 2 | 0 | 3 7", "Something in the row or beside it belongs to no column"),
    ],
)
def test_a_text_in_a_cell_and_a_row_that_is_open_are_told_apart(cells: str, said: str) -> None:
    text = f"一、本年新收政府信息公开申请数量 | {cells} |\n二、上年结转政府信息公开申请数量 | |\n"
    report = gongkai.parse(f"三、收到和处理政府信息公开申请情况\n{text}", layout="pipe")
    path = "requests.received.natural_person"
    assert report.cells[path].status is Status.UNREADABLE
    assert said in gongkai.explain(report, path, language="en")
