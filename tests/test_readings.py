"""What a row can say: all divisions, all placements, and what a table shows of how it was
written."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import form
from gongkai.figures import read_figure
from gongkai.model import Piece, Place, RowText, Span, Status
from gongkai.proving.divisions import READING_LIMIT, TooManyError, all_divisions, balanced_divisions
from gongkai.proving.readings import Habits, columns_of, habits, variants
from gongkai.proving.runs import Digits, Gap
from gongkai.proving.settle import fillings

from .effort import effort

PLAIN = Habits(zeros=True, complete=True, empty=False, short=False)


def stretch(text: str) -> tuple[Piece, ...]:
    """The pieces of a glued row: what stands between its blanks."""
    found, at = [], 0
    for word in text.split(" "):
        if word:
            found.append(Piece(Status.UNREADABLE, None, word, Span(at, at + len(word))))
        at += len(word) + 1
    return tuple(found)


def figures(*values: int | None) -> tuple[Piece, ...]:
    return tuple(
        (
            Piece(Status.BLANK, None, "", Span(n, n))
            if value is None
            else Piece(Status.READ, value, str(value), Span(n, n + 1))
        )
        for n, value in enumerate(values)
    )


def naive_divisions(digits: str, count: int) -> set[tuple[str, ...]]:
    found = set()
    for cuts in combinations(range(1, len(digits)), count - 1):
        ends = [0, *cuts, len(digits)]
        parts = tuple(digits[a:b] for a, b in pairwise(ends))
        if all(part == "0" or part[0] != "0" for part in parts):
            found.add(parts)
    return found


def parts(digits: str, ends: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(digits[a:b] for a, b in pairwise((0, *ends)))


@given(st.text("0012359", min_size=1, max_size=11), st.integers(1, 7))
def test_all_divisions_are_found_and_no_others(digits: str, count: int) -> None:
    found = [parts(digits, ends) for ends in all_divisions(digits, count)]
    assert len(found) == len(set(found))
    assert set(found) == naive_divisions(digits, count)


@given(st.text("0012359", min_size=2, max_size=11), st.integers(2, 7))
def test_balanced_divisions_are_those_whose_last_figure_is_the_sum(digits: str, count: int) -> None:
    found = [parts(digits, ends) for ends in balanced_divisions(digits, count)]
    assert len(found) == len(set(found))
    wanted = {p for p in naive_divisions(digits, count) if sum(map(int, p[:-1])) == int(p[-1])}
    assert set(found) == wanted


@given(st.lists(st.integers(0, 99_999), min_size=1, max_size=6))
def test_the_true_division_of_a_row_is_always_among_the_balanced_ones(
    applicants: list[int],
) -> None:
    row = [*applicants, sum(applicants)]
    digits = "".join(map(str, row))
    assert tuple(map(str, row)) in [
        parts(digits, ends) for ends in balanced_divisions(digits, len(row))
    ]


def test_a_province_s_row_of_49_digits_is_divided_in_bounded_time() -> None:
    row = [1234567, 1034561, 1987654, 1100123, 1555555, 1200001]
    digits = "".join(map(str, [*row, sum(row)]))
    assert len(digits) == 49
    found, calls = effort(lambda: [parts(digits, ends) for ends in balanced_divisions(digits, 7)])
    assert tuple(map(str, [*row, sum(row)])) in found
    assert calls < 200_000


def test_too_many_divisions_are_refused_before_they_are_listed() -> None:
    with pytest.raises(TooManyError):
        all_divisions("1" * 40, 7)


def readings_of(
    path: str, text: str, edition: int, seen: Habits = PLAIN
) -> set[tuple[object, ...]]:
    cells = columns_of(path, edition)
    row = RowText(path, stretch(text), Place.GLUED)
    return {
        filling.shown
        for run, gap, _ in variants(row, cells, seen)
        for filling in fillings(run, 0, len(run), cells, gap, sum_holds=False)
    }


def test_a_count_and_an_amount_with_its_unit() -> None:
    found = readings_of("proactive.procurement", "13575394432.52元", 2019)
    assert (135, Decimal("7539.443252")) in found
    assert (1357539443, Decimal("0.000252")) in found
    # a border behind each of the eleven digits, except where an amount would begin with 0
    assert len(found) == 10
    assert all(isinstance(amount, Decimal) for _, amount in found)


def test_only_a_change_has_a_sign() -> None:
    assert readings_of("proactive.licensing", "396-5181", 2019) == {
        (396, -5, 181),
        (396, -51, 81),
        (396, -518, 1),
    }
    assert readings_of("requests.received", "1-000001", 2021) == set()


def test_an_amount_below_one_begins_with_a_zero_and_no_other_figure_does() -> None:
    assert readings_of("proactive.procurement", "20.5", 2019) == {(2, Decimal("0.5"))}
    assert readings_of("proactive.regulations", "100", 2021) == {(1, 0, 0)}


@pytest.mark.parametrize(
    "text",
    [
        "1" + "0" * 29,
        "9" * 29,
        "427245481743314328298402916725",
        "1." + "0" * 28 + "1",
        "123456789012345678901234567.12",
        "9" * 20 + "亿元",
    ],
)
def test_a_figure_that_could_not_be_kept_exact_is_none(text: str) -> None:
    assert read_figure(text, "amount") == read_figure(text) == (Status.UNREADABLE, None)


@pytest.mark.parametrize("text", ["53. 2", "53 .2", "53．　2"])
def test_a_blank_beside_a_point_parts_two_numbers_under_a_count(text: str) -> None:
    assert read_figure(text) == (Status.UNREADABLE, None)
    assert read_figure(text, "amount") == (Status.READ, Decimal("53.2"))


def test_an_amount_in_a_large_unit_is_kept_exact() -> None:
    assert read_figure("9" * 10 + ".99亿元", "amount") == (
        Status.READ,
        Decimal("99999999999900"),
    )


def test_a_figure_knows_where_it_stands_and_whether_a_blank_is_inside_it() -> None:
    cells = form.row_spec(2021)["proactive.regulations"].cells
    run = Digits(stretch("62 33 440"), Decimal(1))
    spots = {
        filling.shown: filling.spots
        for filling in fillings(run, 0, 7, cells, None, sum_holds=False)
    }

    def places(*figures: int) -> list[object]:
        return [run.place(*spot) for spot in spots[figures] if spot]

    assert places(62, 33, 440) == [("62", (0, 2)), ("33", (3, 5)), ("440", (6, 9))]
    assert places(623, 34, 40) == [(None, (0, 4)), (None, (4, 7)), ("40", (7, 9))]


def test_full_width_digits_are_digits() -> None:
    assert readings_of("requests.received", "１００００　０１", 2021) == {(1, 0, 0, 0, 0, 0, 1)}


def test_fewer_figures_only_where_the_table_is_seen_to_drop_its_blanks() -> None:
    drops = Habits(zeros=False, complete=False, empty=True, short=True)
    assert readings_of("proactive.regulations", "123", 2021) == {(1, 2, 3)}
    assert readings_of("proactive.regulations", "123", 2021, drops) == {
        (1, 2, 3), (12, 3, None), (12, None, 3), (None, 12, 3),
        (1, 23, None), (1, None, 23), (None, 1, 23),
        (123, None, None), (None, 123, None), (None, None, 123),
    }  # fmt: skip


def test_a_page_number_among_the_figures_is_a_stranger_and_may_be_any_piece() -> None:
    found = readings_of("proactive.regulations", "0 0 0 7", 2021)
    assert found == {(0, 0, 0), (0, 0, 7)}


KEPT, ORDER, GLUED = Place.KEPT, Place.ORDER, Place.GLUED


def row(name: str, place: Place, *values: int | None) -> RowText:
    return RowText(f"requests.{name}", figures(*values), place)


@pytest.mark.parametrize(
    ("rows", "places", "absent"),
    [
        # rows without a figure and no zero anywhere: blank cells leave no trace
        ([row("received", ORDER, 4, 4), row("carried_over", KEPT, *[None] * 7)], 5, (Gap.BLANK,)),
        # complete rows with zeros, nothing empty: a cell was lost
        (
            [
                row("received", ORDER, 1, 0, 0, 0, 0, 0, 1),
                row("carried_over", ORDER, 2, 0, 0, 0, 0, 2),
            ],
            1,
            (Gap.LOST,),
        ),
        # one row, most of it absent, no zero: blanks were dropped
        ([row("received", ORDER, 4, 4)], 5, (Gap.BLANK,)),
        # one row that lacks one figure: nothing tells what happened
        ([row("received", ORDER, 4, 1, 2, 3, 4, 14)], 1, (Gap.BLANK, Gap.LOST)),
        # zeros here, blanks there
        (
            [row("received", ORDER, 0, 4), row("carried_over", KEPT, *[None] * 7)],
            5,
            (Gap.BLANK, Gap.LOST),
        ),
    ],
)
def test_what_a_missing_figure_can_be_follows_from_the_table(
    rows: list[RowText], places: int, absent: tuple[object, ...]
) -> None:
    assert habits(rows, 2021).absent(places) == absent


@pytest.mark.slow
def test_a_row_with_too_much_in_it_is_refused_in_linear_time() -> None:
    cells = columns_of("requests.received", 2021)
    many = RowText("requests.received", figures(*[1] * 200_000), Place.ORDER)
    long = RowText("requests.received", stretch("1" * 2_000_000), Place.GLUED)

    def refused(hostile: RowText) -> None:
        habits([hostile], 2021)
        with pytest.raises(TooManyError):
            variants(hostile, cells, PLAIN)

    for hostile in (many, long):
        _, calls = effort(partial(refused, hostile))
        assert calls <= 20 * len(hostile.pieces) + 1000


def test_a_run_has_at_most_so_many_readings() -> None:
    cells = columns_of("requests.received", 2021)
    run = Digits(stretch("1" * 20), Decimal(1))
    with pytest.raises(TooManyError):
        fillings(run, 0, 20, cells, None, sum_holds=False)
    assert len(fillings(run, 0, 20, cells, None, sum_holds=True)) <= READING_LIMIT


def test_most_rows_were_cut_only_where_no_mark_for_nothing_stands_in_them() -> None:
    lacking = [row(name, ORDER, 2, 0, 0, 0, 0, 2) for name in ("granted", "partly_granted")]
    full = figures(1, 0, 0, 0, 0, 0, 1)
    dash = full[1]._replace(status=Status.DASH, value=None, raw="—")
    shown = RowText("requests.received", (full[0], dash, *full[2:]), KEPT)
    plain = RowText("requests.received", full, KEPT)
    assert habits([plain, *lacking], 2021).cut
    assert not habits([shown, *lacking], 2021).cut
