"""Hypothesis strategies for annual reports and their texts: for your own layouts, rules and
analyses (extra ``testing``).

The reports are made from the form and its equations, so that they are as varied as real ones: large
and small offices, zeros or blanks or dashes for nothing, rows left out, negative changes, amounts
with decimals, sums that hold or fail.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal

from .. import form
from ..errors import MissingExtraError
from ..form import Figure
from ..layouts import built_in
from ..model import Cell, Cells, Period, Section, Span, Status
from ..parsing.outline import NUMERALS
from ..report import Report
from ..writing.render import render

try:
    from hypothesis import strategies as st
except ImportError:
    raise MissingExtraError("gongkai.testing", "testing") from None

Nothing = Literal["zero", "blank", "dash", "mixed"]
"""How a report writes that there is nothing to count."""

SIZES: Final = (3, 40, 2_000, 9_999_999)
"""The largest figure of one cell, from a township's report to a province's."""

_PLACES: Final = ("云栖县", "白浦市", "澄湖区", "望山镇", "青岚自治县", "临渡市南桥区", "石门乡")
_OFFICES: Final = (
    "人民政府",
    "人民政府办公室",
    "财政局",
    "自然资源局",
    "卫生健康委员会",
    "市场监督管理局",
    "公安局",
)
_SENTENCES: Final = (
    "本年度，我单位坚持以公开为常态、不公开为例外，稳步推进政府信息公开工作。",
    "全年通过门户网站主动公开各类信息1846条，其中政策解读35条。",
    "全年新收政府信息公开申请19件，其中自然人申请13件；上年结转1件，办结19件。",
    "因政府信息公开引发行政复议2件、行政诉讼0件，未发生责任追究情形。",
    "制发行政规范性文件3件，废止1件，现行有效27件（详见门户网站www.example.gov.cn）。",
    "（一）主要问题：公开内容与群众需求仍有差距；（二）改进措施：加强培训，全年不少于3次。",
    "依据《政府信息公开信息处理费管理办法》，本年度收取信息处理费0元。",
    "满意率96.4%，较上年提高1.25个百分点。",
    "无其他需要报告的事项。",
)
_RANDOM: Final = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后"
    "多定行学法所民得经0123456789，。；：（）%.,- "
)


@st.composite
def reports(
    draw: st.DrawFn,
    *,
    edition: int | None = None,
    consistent: bool | None = None,
    nothing: Sequence[Nothing] = ("zero", "blank", "dash", "mixed"),
    missing_rows: bool = True,
    prose: bool = True,
) -> Report:
    """Reports of one edition (or of any), as gongkai would read them from a text.

    ``consistent=True``: every equation of the form holds, blanks and dashes counting as nothing;
    ``False``: at least one fails, by one to three wrong figures; None: either. ``nothing`` lists
    how a report may write zero; ``mixed`` is a mixture within one report.
    ``missing_rows``: rows without figures may be left out. ``prose``: the sections have text.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(reports(edition=2021, consistent=True))
    ... def applicants_add_up(report):
    ...     row = report.requests.received
    ...     assert (row.total or 0) >= (row.natural_person or 0)
    >>> applicants_add_up()
    """
    edition = draw(st.sampled_from(form.EDITIONS)) if edition is None else edition
    values: dict[str, int | Decimal] = {}
    values |= draw(_proactive(edition))
    values |= draw(_requests(edition))
    values |= draw(_disputes(edition))
    if consistent is None:
        consistent = draw(st.booleans())
    if not consistent:
        values |= draw(_errors(edition, values))
    cells = draw(_cells(edition, values, nothing, missing_rows))
    place = draw(st.sampled_from(_PLACES)) + draw(st.sampled_from(_OFFICES))
    years = range(form.EDITIONS[0], form.EDITIONS[-1] + 4)
    year = draw(st.sampled_from([year for year in years if form.edition_of(year) == edition]))
    return Report(
        source="",
        cells=cells,
        edition=edition,
        title=f"{place}{year}年政府信息公开工作年度报告",
        publisher=place,
        year=year,
        period=Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31)),
        signed=draw(st.dates(datetime.date(year + 1, 1, 4), datetime.date(year + 1, 3, 31))),
        sections=draw(_sections(prose)),
    )


@st.composite
def texts(
    draw: st.DrawFn,
    *,
    layout: str | None = None,
    edition: int | None = None,
    consistent: bool | None = None,
    drop_blanks: bool = False,
) -> str:
    """Texts of reports in a layout (or in any built-in one), as :func:`gongkai.render` writes them.

    >>> texts(layout="tab", edition=2019)
    texts(layout='tab', edition=2019)
    """
    report = draw(reports(edition=edition, consistent=consistent))
    name = draw(st.sampled_from(built_in())) if layout is None else layout
    per_line, spaced = draw(st.booleans()), draw(st.booleans())
    return render(report, name, cell_per_line=per_line, blank_lines=spaced, drop_blanks=drop_blanks)


# --- figures --------------------------------------------------------------------------------------


@st.composite
def _requests(draw: st.DrawFn, edition: int) -> dict[str, int | Decimal]:
    """Table three, every equation true: outcomes are drawn, everything else follows from them."""
    rows = [row.path.removeprefix("requests.") for row in form.rows(edition, "requests")]
    outcomes = [
        row
        for row in rows
        if row not in ("received", "carried_over", "handled_total", "carried_forward")
    ]
    *applicants, total = (cell.column for cell in form.rows(edition, "requests")[0].cells)
    figure = draw(_figure_of_a_size())
    place = st.tuples(st.sampled_from(outcomes), st.sampled_from(applicants))
    values = dict.fromkeys(
        (f"{row}.{column}" for row in rows for column in (*applicants, total)), 0
    )
    values |= {
        f"{row}.{column}": count
        for (row, column), count in draw(st.dictionaries(place, figure, max_size=14)).items()
    }
    for column, count in draw(
        st.dictionaries(st.sampled_from(applicants), figure, max_size=3)
    ).items():
        values[f"carried_forward.{column}"] = count
    shares = draw(st.lists(st.integers(0, 10), min_size=len(applicants), max_size=len(applicants)))
    for column, share in zip(applicants, shares, strict=True):
        values[f"handled_total.{column}"] = sum(values[f"{row}.{column}"] for row in outcomes)
        known = values[f"handled_total.{column}"] + values[f"carried_forward.{column}"]
        values[f"carried_over.{column}"] = known * max(share - 5, 0) // 10  # often none
        values[f"received.{column}"] = known - values[f"carried_over.{column}"]
    for row in rows:
        values[f"{row}.{total}"] = sum(values[f"{row}.{column}"] for column in applicants)
    return {f"requests.{path}": count for path, count in values.items()}


@st.composite
def _disputes(draw: st.DrawFn, edition: int) -> dict[str, int | Decimal]:
    values: dict[str, int | Decimal] = {}
    figure = draw(_figure_of_a_size(largest=2_000))
    for row in form.rows(edition, "disputes"):
        *parts, total = row.cells
        counts = draw(st.lists(figure | st.just(0), min_size=len(parts), max_size=len(parts)))
        values |= {cell.path: count for cell, count in zip(parts, counts, strict=True)}
        values[total.path] = sum(counts)
    return values


@st.composite
def _proactive(draw: st.DrawFn, edition: int) -> dict[str, int | Decimal]:
    figure = draw(_figure_of_a_size()) | st.just(0)
    values: dict[str, int | Decimal] = {}
    for row in form.rows(edition, "proactive"):
        counts: dict[str, int | Decimal] = {
            cell.column: draw(_AMOUNT) if cell.kind == "amount" else draw(figure)
            for cell in row.cells
        }
        if "in_force" in counts:  # what is in force is at least what was issued and not repealed
            counts["in_force"] += counts["issued"]
        if "public_total" in counts:
            counts["public_total"] += counts["newly_public"]
        if "change" in counts:
            counts["change"] = draw(
                st.integers(-int(counts["previous_items"]), int(counts["change"]))
            )
        values |= {f"{row.path}.{column}": count for column, count in counts.items()}
    return values


_AMOUNT: Final = st.one_of(
    st.just(Decimal(0)),
    st.decimals(0, 99_999, places=4),
    st.decimals(0, 99_999, places=2),
    st.integers(0, 9_999_999).map(Decimal),
)


def _figure_of_a_size(largest: int = SIZES[-1]) -> st.SearchStrategy[st.SearchStrategy[int]]:
    """Small or large figures: a report is a township's or a province's, seldom both."""
    return st.sampled_from([size for size in SIZES if size <= largest]).map(
        lambda size: st.integers(1, size)
    )


@st.composite
def _errors(
    draw: st.DrawFn, edition: int, values: Mapping[str, int | Decimal]
) -> dict[str, int | Decimal]:
    """One to three wrong figures, so that at least one equation fails."""
    taking_part = sorted({path for equation in form.equations(edition) for path in equation.paths})
    paths = draw(st.lists(st.sampled_from(taking_part), min_size=1, max_size=3, unique=True))
    off = st.integers(-9, 9).filter(bool)
    drawn = {path: abs(int(values[path]) + draw(off)) for path in paths}
    wrong = {path: count for path, count in drawn.items() if count != values[path]} or {
        paths[0]: int(values[paths[0]]) + 1
    }
    if all(holds(equation, {**values, **wrong}) for equation in form.equations(edition)):
        return dict(list(wrong.items())[:1])  # the errors cancelled out; one alone cannot
    return dict(wrong)


def holds(equation: form.Equation, values: Mapping[str, Figure]) -> bool:
    """Whether an equation of the form is true of these values by path; None counts as nothing.

    >>> equation = form.equations(2021)[-1]
    >>> holds(equation, {"disputes.litigation_after_review.total": 1})
    False
    """
    left, right = (
        sum((values.get(path) or 0) for path in side) for side in (equation.left, equation.right)
    )
    return left == right


# --- how a report writes them ---------------------------------------------------------------------


@st.composite
def _cells(
    draw: st.DrawFn,
    edition: int,
    values: Mapping[str, int | Decimal],
    nothing: Sequence[Nothing],
    missing_rows: bool,
) -> Cells:
    """The figures as cells: nothing as zero, blank or dash, and rows without figures perhaps left
    out."""
    way = draw(st.sampled_from(nothing))
    pick = draw(st.randoms(use_true_random=False)) if way == "mixed" else None
    cells: dict[str, Cell] = {}
    for path in form.spec(edition):
        value, chosen = (
            values[path],
            pick.choice(("zero", "zero", "blank", "dash")) if pick else way,
        )
        if value or chosen == "zero":
            cells[path] = Cell(path, Status.READ, value)
        else:
            cells[path] = Cell(path, Status.BLANK if chosen == "blank" else Status.DASH)
    if missing_rows:
        # the groups of table four share one printed line, which is never there in part
        empty = [
            row
            for row in form.rows(edition)
            if row.table != "disputes" and not any(values[cell.path] for cell in row.cells)
        ]
        for row in (
            draw(st.lists(st.sampled_from(empty), max_size=3, unique_by=lambda row: row.path))
            if empty
            else []
        ):
            cells |= {cell.path: Cell(cell.path, Status.MISSING) for cell in row.cells}
    return Cells(cells)


@st.composite
def _sections(draw: st.DrawFn, prose: bool) -> tuple[Section, ...]:
    """The six sections; those of the tables have no prose, as on the form."""
    paragraph = st.sampled_from(_SENTENCES) | st.text(_RANDOM, min_size=1, max_size=60).map(_plain)
    found = []
    for number, title in enumerate(form.SECTION_TITLES, 1):
        texts = (
            draw(st.lists(paragraph, min_size=1, max_size=4))
            if prose and number in (1, 5, 6)
            else []
        )
        found.append(
            Section(number, f"{NUMERALS[number - 1]}、{title}", "\n".join(texts), Span(0, 0))
        )
    return tuple(found)


def _plain(text: str) -> str:
    """Arbitrary words as a sentence: it begins and ends as prose does, not as a row of a table or a
    heading."""
    return f"据统计{text.strip()}。"


__all__ = ["SIZES", "Nothing", "holds", "reports", "texts"]
