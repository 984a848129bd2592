"""The three tables as text for a terminal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

import attrs
import pytest

from gongkai import Cell, Cells, Likely, Report, Status, form
from gongkai.errors import display_width
from gongkai.form import Figure
from gongkai.languages import Language
from gongkai.writing.display import as_text, wrap


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shown is Chinese, wherever the tests run."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


def report_with(
    *cells: Cell, edition: int = 2021, values: Mapping[str, Figure] | None = None
) -> Report:
    report = Report.from_values(
        values or {}, edition=edition, title="甲县2022年报告", publisher="甲县", year=2022
    )
    return attrs.evolve(
        report, cells=Cells({**report.cells, **{cell.path: cell for cell in cells}})
    )


def row(text: str, label: str) -> str:
    """What stands behind a label, with single blanks."""
    return " ".join(
        next(line for line in text.splitlines() if line.strip().startswith(label))
        .replace(label, "")
        .split()
    )


def test_every_figure_of_the_form_is_shown() -> None:
    values: dict[str, Figure] = {
        cell.path: 1000 + number for number, cell in enumerate(form.cells(2021))
    }
    shown = re.findall(r"\b1[0-9]{3}\b", as_text(report_with(values=values)))
    assert shown == [str(value) for value in values.values()]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (Cell("disputes.review.upheld", Status.READ, 5), "5"),
        (Cell("disputes.review.upheld", Status.INFERRED, 5), "5*"),
        (Cell("disputes.review.upheld", Status.AMBIGUOUS, candidates=(3, 4)), "?"),
        (
            Cell(
                "disputes.review.upheld",
                Status.AMBIGUOUS,
                candidates=(3, 4),
                likely=Likely(4, "prose"),
            ),
            "4?",
        ),
        (Cell("disputes.review.upheld", Status.BLANK), ""),
        (Cell("disputes.review.upheld", Status.DASH, raw="/"), "—"),
        (Cell("disputes.review.upheld", Status.UNREADABLE, raw="见附件"), "!"),
        (Cell("disputes.review.upheld", Status.MISSING), "·"),
    ],
)
def test_each_status_is_told_apart_by_a_mark(cell: Cell, shown: str) -> None:
    assert row(as_text(report_with(cell)), "行政复议") == shown


def test_the_legend_has_the_marks_that_occur_and_no_others() -> None:
    text = as_text(
        report_with(
            Cell("disputes.review.upheld", Status.INFERRED, 5),
            Cell("disputes.review.other", Status.MISSING),
        )
    )
    assert text.splitlines()[-1] == "* 由勾稽关系推定   · 原文无此栏"
    assert as_text(report_with()).splitlines()[-1] == "复议后起诉"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("edition", form.EDITIONS)
def test_no_line_is_wider_than_the_terminal(language: Language, width: int, edition: int) -> None:
    values: dict[str, Figure] = {
        "requests.received.natural_person": 1234567,
        "requests.received.total": 1234567,
    }
    text = as_text(report_with(edition=edition, values=values), width=width, language=language)
    narrowest = (
        12 + 57 + 14 if language == "en" else 0
    )  # seven English heads and a label do not fit into less
    assert max(map(display_width, text.splitlines())) <= max(width, narrowest)


@pytest.mark.parametrize("width", [1, 20, 40])
def test_a_figure_is_never_cut_however_narrow_the_terminal(width: int) -> None:
    values: dict[str, Figure] = {
        "proactive.fees.amount": Decimal("1234567.890123"),
        "requests.received.total": 7654321,
    }
    text = as_text(report_with(values=values), width=width)
    assert "1234567.890123" in text
    assert "7654321" in text


def test_digits_stand_under_each_other_whatever_mark_follows() -> None:
    cells = [
        Cell("requests.received.total", Status.READ, 12345),
        Cell("requests.carried_over.total", Status.INFERRED, 5),
        Cell("requests.granted.total", Status.AMBIGUOUS, likely=Likely(4, "prose")),
    ]
    lines = as_text(report_with(*cells)).splitlines()
    ends = {
        display_width(line.rstrip("*?"))
        for line in lines
        if line.startswith(("一、本年新收", "二、上年结转", "（一）予以"))
    }
    assert len(ends) == 1


def test_a_hostile_title_cannot_steer_the_terminal() -> None:
    text = as_text(attrs.evolve(report_with(), title="甲县\x1b[2J\x07\r\u202e报告"))
    assert all(char.isprintable() or char == "\n" for char in text)


def test_english_shows_english_labels_only() -> None:
    text = as_text(attrs.evolve(report_with(), title="T", publisher=None), language="en")
    assert re.findall(r"[\u4e00-\u9fff]+", text.replace("万元", "")) == []


def test_str_of_a_report_is_its_tables() -> None:
    report = report_with()
    assert str(report) == as_text(report)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("社会公益组织", 4, ["社会", "公益", "组织"]),
        ("危及“三安全一稳定”", 8, ["危及“三", "安全一稳", "定”"]),
        ("legal services", 8, ["legal", "services"]),
        ("organisations", 4, ["organisations"]),
        ("", 4, [""]),
    ],
)
def test_labels_are_wrapped_between_words_and_wide_characters(
    text: str, width: int, lines: list[str]
) -> None:
    assert wrap(text, width) == lines
