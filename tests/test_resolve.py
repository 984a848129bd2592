"""What the equations prove of rows whose places are open, and what they cannot."""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import combinations, product
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from gongkai import api, form
from gongkai.errors import ParseError
from gongkai.model import Cell, Cells, Piece, Place, RowText, Span, Status
from gongkai.proving.readings import Habits, habits
from gongkai.proving.resolve import FEWEST, _may_hold_another, _resolve_table, proven, resolve
from gongkai.proving.table import Table
from gongkai.testing import texts

from .effort import effort

EDITION = 2021
ROWS = tuple(row.path for row in form.rows(EDITION, "requests"))
COLUMNS = tuple(cell.column for cell in form.rows(EDITION, "requests")[0].cells)
OUTCOMES = tuple(path for path in ROWS[2:-2])
Values = Mapping[str, int | None]


# --- rows as a text would show them ---------------------------------------------------------------


def pieces(*values: int | None) -> tuple[Piece, ...]:
    """Whole cells; None is an empty one."""
    found, at = [], 0
    for value in values:
        raw = "" if value is None else str(value)
        found.append(
            Piece(
                Status.BLANK if value is None else Status.READ, value, raw, Span(at, at + len(raw))
            )
        )
        at += len(raw) + 1
    return tuple(found)


def stretches(text: str) -> tuple[Piece, ...]:
    """The stretches of digits of a glued row."""
    return tuple(
        Piece(Status.UNREADABLE, None, m[0], Span(*m.span())) for m in re.finditer(r"\S+", text)
    )


def kept(path: str, *values: int | None) -> RowText:
    return RowText(path, pieces(*values), Place.KEPT)


def order(path: str, *values: int | None) -> RowText:
    return RowText(path, pieces(*values), Place.ORDER)


def glued(path: str, text: str) -> RowText:
    return RowText(path, stretches(text), Place.GLUED)


def table(rows: Sequence[RowText], filler: int | None = 0) -> list[RowText]:
    """A whole table three: these rows, and every other row kept and full of zeros (or blanks)."""
    given_rows = {row.path: row for row in rows}
    return [given_rows.get(path) or kept(path, *[filler] * 7) for path in ROWS]


def row_of(cells: Mapping[str, Cell], path: str) -> list[object]:
    """The values of a row; of an ambiguous cell its candidates as a set."""
    found = [cells[f"{path}.{column}"] for column in COLUMNS]
    return [
        set(cell.candidates) if cell.status is Status.AMBIGUOUS else cell.value for cell in found
    ]


# --- what is never altered ------------------------------------------------------------------------


def test_a_figure_at_its_place_is_never_altered_however_wrong_the_sums_are() -> None:
    rows = table(
        [kept("requests.received", 1, 2, 3, 4, 5, 6, 999), glued("requests.granted", "100000010")]
    )
    cells = resolve(rows, EDITION)
    assert [cells[f"requests.received.{c}"].value for c in COLUMNS] == [1, 2, 3, 4, 5, 6, 999]
    assert {cells[f"requests.received.{c}"].status for c in COLUMNS} == {Status.READ}


def test_kept_pieces_keep_status_raw_and_span() -> None:
    row = RowText(
        "requests.received",
        (
            Piece(Status.READ, 4, "４", Span(9, 10)),
            Piece(Status.BLANK, None, "", Span(11, 11)),
            Piece(Status.DASH, None, "/", Span(12, 13)),
            Piece(Status.UNREADABLE, None, "见附件", Span(14, 17)),
            *pieces(0, 0, 4),
        ),
        Place.KEPT,
    )
    cells = resolve([row], EDITION)
    assert [
        (cell.status, cell.value, cell.raw, cell.span) for cell in list(cells.values())[:4]
    ] == [
        (Status.READ, 4, "４", (9, 10)),
        (Status.BLANK, None, "", (11, 11)),
        (Status.DASH, None, "/", (12, 13)),
        (Status.UNREADABLE, None, "见附件", (14, 17)),
    ]


def test_a_row_without_any_figure_is_a_row_of_blanks() -> None:
    for row in (
        RowText("requests.granted", (), Place.GLUED),
        RowText("requests.granted", (), Place.ORDER),
    ):
        assert {cell.status for cell in resolve([row], EDITION).values()} == {Status.BLANK}


def test_the_one_figure_of_a_one_column_row_is_read() -> None:
    amount = resolve([glued("proactive.fees", "9116.36")], EDITION)["proactive.fees.amount"]
    assert (amount.status, amount.value, amount.span) == (Status.READ, Decimal("9116.36"), (0, 7))
    assert (
        resolve([glued("proactive.licensing", "053")], EDITION)[
            "proactive.licensing.decisions"
        ].status
        is Status.UNREADABLE
    )


# --- glued digits ---------------------------------------------------------------------------------


def test_the_row_s_own_sum_finds_the_division() -> None:
    cells = resolve([glued("requests.received", "230 000023")], EDITION)
    assert row_of(cells, "requests.received") == [23, 0, 0, 0, 0, 0, 23]
    person = cells["requests.received.natural_person"]
    assert (person.status, person.raw, person.span) == (Status.INFERRED, "23", (0, 2))
    assert "R003:requests.received" in person.basis
    assert "premise:as-many-figures-as-columns" in person.basis


def test_columns_decide_where_the_row_alone_leaves_two_divisions() -> None:
    """1 12 0 0 0 0 13, or 11 2 0 0 0 0 13: the column of natural persons says which."""
    rows = table(
        [
            glued("requests.received", "112000013"),
            kept("requests.granted", 11, 2, 0, 0, 0, 0, 13),
            kept("requests.handled_total", 11, 2, 0, 0, 0, 0, 13),
        ]
    )
    cells = run_together(rows)
    assert row_of(cells, "requests.received") == [11, 2, 0, 0, 0, 0, 13]
    assert set(cells["requests.received.business"].basis) >= {
        "R001:business",
        "R003:requests.received",
    }
    assert row_of(resolve(rows[:1], EDITION), "requests.received") == [
        {1, 11},
        {12, 2},
        0,
        0,
        0,
        0,
        13,
    ]


def test_glued_runs_of_table_two_stay_ambiguous_and_blanks_make_one_reading_likely() -> None:
    cells = resolve([glued("proactive.normative_documents", "62 33 440")], EDITION)
    found = [
        cells[f"proactive.normative_documents.{c}"] for c in ("issued", "repealed", "in_force")
    ]
    assert {cell.status for cell in found} == {Status.AMBIGUOUS}
    assert [cell.value for cell in found] == [None] * 3
    assert set(found[0].candidates) == {6, 62, 623, 6233, 62334}
    likely = [cell.likely for cell in found if cell.likely]
    assert [(one.value, one.reason, one.span) for one in likely] == [
        (62, "blanks", (0, 2)), (33, "blanks", (3, 5)), (440, "blanks", (6, 9)),
    ]  # fmt: skip
    together = resolve([glued("proactive.normative_documents", "6233440")], EDITION)
    assert all(cell.likely is None for cell in together.values())


def test_blanks_never_decide_against_the_equations() -> None:
    """The blanks say 1 0 0 0 0 01; only 10 0 0 0 0 0 … no: seven figures are 1 0 0 0 0 0 1,
    whatever the blanks say."""
    assert row_of(
        resolve([glued("requests.received", "1 0 0 0 0 01")], EDITION), "requests.received"
    ) == [1, 0, 0, 0, 0, 0, 1]


def test_table_four_as_one_glued_line_is_divided_group_by_group() -> None:
    cells = resolve([glued("disputes", "21317000001324019")], EDITION)
    assert [cell.value for cell in cells.values()] == [
        2,
        1,
        3,
        1,
        7,
        0,
        0,
        0,
        0,
        0,
        13,
        2,
        4,
        0,
        19,
    ]
    assert {cell.status for cell in cells.values()} == {Status.INFERRED}


def test_table_four_counts_the_fewest_broken_groups_where_its_sums_fail() -> None:
    cells = resolve([glued("disputes", "100020000010001")], EDITION)
    assert [cell.value for cell in cells.values()] == [1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]
    broken = resolve([glued("disputes", "1200020000010001")], EDITION)
    review = [
        broken[f"disputes.review.{c}"] for c in ("upheld", "corrected", "other", "pending", "total")
    ]
    assert set(review[0].candidates) == {1, 12}
    assert FEWEST in review[0].basis
    assert broken["disputes.litigation_after_review.total"].value == 1


# --- lost cells and dropped blanks ----------------------------------------------------------------


def test_one_lost_cell_is_found_by_rows_and_columns_together() -> None:
    rows = table(
        [
            kept("requests.received", 2, 0, 0, 0, 0, 0, 2),
            order("requests.granted", 2, 0, 0, 0, 0, 2),
            kept("requests.handled_total", 2, 0, 0, 0, 0, 0, 2),
        ]
    )
    cells = resolve(rows, EDITION)
    granted = {c: cells[f"requests.granted.{c}"] for c in COLUMNS}
    assert [granted[c].value for c in ("natural_person", "total")] == [2, 2]
    assert granted["business"].basis[-1] == "premise:cells-lost"
    # which 0 was lost cannot be seen, and whether it was printed cannot either
    assert {granted[c].candidates for c in COLUMNS[1:-1]} == {(0, None)}


def test_rows_that_nearly_all_lack_a_figure_have_lost_what_was_printed() -> None:
    zeros = [order(path, 0, 0, 0, 0, 0, 0) for path in OUTCOMES[1:]]
    rows = [
        kept("requests.received", 2, 0, 0, 0, 0, 0, 2),
        kept("requests.carried_over", 0, 0, 0, 0, 0, 0, 0),
        order("requests.granted", 2, 0, 0, 0, 0, 2),
        *zeros,
        kept("requests.handled_total", 2, 0, 0, 0, 0, 0, 2),
        kept("requests.carried_forward", 0, 0, 0, 0, 0, 0, 0),
    ]
    cells = resolve(rows, EDITION)
    for path, values in (("granted", [2, 0, 0, 0, 0, 0, 2]), ("refused.state_secret", [0] * 7)):
        assert row_of(cells, f"requests.{path}") == values
        assert cells[f"requests.{path}.business"].status is Status.INFERRED


@pytest.mark.parametrize("outcome", [(2, 0, 1, 0, 0, 0), (0, 0, 0, 0, 0, 0)])
def test_a_total_that_most_rows_lack_may_have_been_left_blank(outcome: tuple[int, ...]) -> None:
    rows = [
        kept("requests.received", 4, 0, 2, 0, 0, 0, 6),
        kept("requests.carried_over", 0, 0, 0, 0, 0, 0, 0),
        order(
            "requests.granted",
            *[total - one for total, one in zip((4, 0, 2, 0, 0, 0), outcome, strict=True)],
        ),
        *[order(path, 0, 0, 0, 0, 0, 0) for path in OUTCOMES[1:-1]],
        order(OUTCOMES[-1], *outcome),
        kept("requests.handled_total", 4, 0, 2, 0, 0, 0, 6),
        kept("requests.carried_forward", 0, 0, 0, 0, 0, 0, 0),
    ]
    cells = resolve(rows, EDITION)
    found = {path: cells[f"{path}.total"] for path in OUTCOMES}
    assert {cell.status for cell in found.values()} == {Status.AMBIGUOUS}
    assert all(None in cell.candidates for cell in found.values())
    assert cells["requests.granted.natural_person"].value == 4 - outcome[0]


def test_a_lost_figure_is_computed_where_the_equations_force_it() -> None:
    rows = table(
        [
            kept("requests.received", 2, 5, 0, 0, 0, 0, 7),
            order("requests.granted", 2, 0, 0, 0, 0, 7),
            kept("requests.handled_total", 2, 5, 0, 0, 0, 0, 7),
        ]
    )
    assert row_of(resolve(rows, EDITION), "requests.granted") == [2, 5, 0, 0, 0, 0, 7]


def test_a_lost_figure_without_an_equation_cannot_be_listed() -> None:
    rows = [kept("proactive.regulations", 0, 0, 0), order("proactive.normative_documents", 4, 8)]
    cells = resolve(rows, EDITION)
    issued = cells["proactive.normative_documents.issued"]
    assert (issued.status, issued.candidates, issued.cut) == (Status.AMBIGUOUS, (4,), True)


def test_more_pieces_than_columns_leave_open_which_one_is_the_stranger() -> None:
    cells = resolve([order("proactive.regulations", 0, 0, 3, 17)], EDITION)
    assert [set(cell.candidates) or cell.value for cell in cells.values()] == [
        0,
        {0, 3},
        {3, 17, 317},
    ]
    assert "premise:stranger" in cells["proactive.regulations.issued"].basis


def test_a_figure_that_a_narrow_cell_has_broken_is_among_the_candidates() -> None:
    cells = resolve([order("proactive.licensing", 15, 23)], EDITION)
    assert set(cells["proactive.licensing.decisions"].candidates) == {15, 23, 1523}


def test_two_stretches_of_digits_are_never_joined_into_a_figure_that_is_claimed() -> None:
    amount = resolve([glued("proactive.fees", "9 116.36")], EDITION)["proactive.fees.amount"]
    assert (amount.status, amount.value, amount.span) == (Status.UNREADABLE, None, (0, 8))
    # 1234 0 0 0 0 0 1234 is the only row whose sum holds
    for row in (
        order("requests.received", 12, 34, 0, 0, 0, 0, 0, 1234),
        glued("requests.received", "12 34 0 0 0 0 0 1234"),
    ):
        person = resolve(table([row]), EDITION)["requests.received.natural_person"]
        assert not person.status.claims


def test_a_row_with_fewer_stretches_than_columns_is_open_where_rows_stand_apart() -> None:
    rows = [glued("proactive.regulations", "0 0 0"), glued("proactive.normative_documents", "123")]
    issued = resolve(rows, EDITION)["proactive.normative_documents.issued"]
    assert (issued.status, issued.cut) == (Status.AMBIGUOUS, True)
    assert set(issued.candidates) == {1, 12, 123, None}
    alone = resolve(rows[1:], EDITION)["proactive.normative_documents.issued"]
    assert (alone.status, alone.value) == (Status.INFERRED, 1)


def test_a_mark_for_nothing_between_figures_fills_a_column_and_no_figure_crosses_it() -> None:
    row = glued("proactive.normative_documents", "123 无 456")
    cells = resolve([row], EDITION).values()
    assert [(cell.status, cell.value, cell.raw) for cell in cells] == [
        (Status.INFERRED, 123, "123"),
        (Status.DASH, None, "无"),
        (Status.INFERRED, 456, "456"),
    ]
    stroke = resolve([glued("proactive.regulations", "5 —— 3")], EDITION).values()
    assert [cell.value for cell in stroke] == [5, None, 3]
    open_stroke = resolve([glued("proactive.regulations", "5——3")], EDITION).values()
    assert not any(cell.status.claims for cell in open_stroke)


def test_several_figures_in_one_cell_are_no_figure_and_fill_no_known_number_of_columns() -> None:
    row = RowText(
        "requests.received",
        (Piece(Status.READ, 1330, "13 3 0", Span(0, 6)), *pieces(0, 2, 19)),
        Place.ORDER,
    )
    assert {c.status for c in resolve([row], EDITION).values()} == {Status.UNREADABLE}


def test_a_text_between_the_figures_of_a_run_ends_its_proof() -> None:
    cells = resolve([glued("requests.granted", "2 0 见附件 0 0 0 0 2")], EDITION)
    assert {cell.status for cell in cells.values()} == {Status.UNREADABLE}


def test_a_figure_beyond_what_any_office_can_have_is_unreadable() -> None:
    cell = resolve([glued("proactive.licensing", "1" + "0" * 15)], EDITION)
    assert cell["proactive.licensing.decisions"].status is Status.UNREADABLE


def foreign(row: RowText) -> RowText:
    return attrs.evolve(row, foreign=True)


def test_where_one_piece_may_be_foreign_each_may_be_it() -> None:
    cells = resolve([foreign(order("proactive.regulations", 3, 7, 9))], EDITION)
    assert [set(cell.candidates) for cell in cells.values()] == [
        {3, 7, None},
        {3, 7, 9, None},
        {7, 9, None},
    ]
    assert all("premise:stranger" in cell.basis for cell in cells.values())
    amount = resolve([foreign(order("proactive.licensing", 41))], EDITION)
    assert set(amount["proactive.licensing.decisions"].candidates) == {41, None}


def test_sums_alone_do_not_tell_that_no_piece_is_foreign() -> None:
    rows = table([foreign(kept("requests.received", 2, 1, 0, 0, 0, 4, 7))])
    rows[-2] = kept("requests.handled_total", 2, 1, 0, 0, 0, 4, 7)
    cells = resolve(rows, EDITION)
    for column, value in zip(COLUMNS, (2, 1, 0, 0, 0, 4, 7), strict=True):
        assert value in cells[f"requests.received.{column}"].candidates


def test_nothing_can_be_said_of_a_glued_row_with_something_foreign_in_it() -> None:
    cells = resolve([foreign(glued("requests.received", "2000002"))], EDITION)
    assert {cell.status for cell in cells.values()} == {Status.UNREADABLE}


# --- sums that show nothing -----------------------------------------------------------------------


def test_a_row_that_would_need_a_blank_total_is_not_claimed_from_its_own_sum() -> None:
    """3 1 4 1 5 and 9 in a row whose total is wrong: only six applicants and a blank total would
    fulfil it, and show nothing."""
    rows = [order("requests.received", 3, 1, 4, 1, 5, 9), kept("requests.granted", *[None] * 7)]
    cells = resolve(rows, EDITION)
    assert row_of(cells, "requests.received") == [
        {3, None}, {1, 3, None}, {1, 4, None}, {1, 4, None}, {1, 5, None}, {5, 9, None}, {9, None},
    ]  # fmt: skip
    assert not any(
        "R003:requests.received" in cells[f"requests.received.{c}"].basis for c in COLUMNS
    )


def test_columns_may_still_decide_a_row_whose_total_is_blank() -> None:
    rows = table(
        [
            order("requests.received", 3, 1, 4, 1, 5, 9),
            kept("requests.granted", 3, 1, 4, 1, 5, 9, None),
            kept("requests.handled_total", 3, 1, 4, 1, 5, 9, 23),
        ],
        filler=None,
    )
    cells = resolve(rows, EDITION)
    # that 9 is the total may be a slip; blank cells are shown elsewhere, so the total may be lost
    assert row_of(cells, "requests.received") == [3, 1, 4, 1, 5, {9, None}, {9, 23, None}]
    person = cells["requests.received.natural_person"]
    assert person.status is Status.INFERRED
    assert {"R001:natural_person", "premise:blank-cells-dropped"} <= set(person.basis)
    assert "R003:requests.received" not in person.basis


def test_a_sum_that_shows_nothing_only_after_the_columns_were_asked_is_let_go_too() -> None:
    """112 without its blanks: 1 1 and total 2 would do, but two natural persons are carried
    forward. What is left needs a blank total: 11 2, or 112. Then 11 and a wrong total of 2 counts
    as well.
    """
    rows = [
        glued("requests.received", "112"),
        kept("requests.carried_over", *[None] * 7),
        kept("requests.carried_forward", 2, None, None, None, None, None, None),
    ]
    cells = resolve(rows, EDITION)
    # and where blank cells were dropped, a slip in the columns is considered too
    assert {11, 112} <= set(cells["requests.received.natural_person"].candidates)
    assert {2, None} <= set(cells["requests.received.total"].candidates)


# --- the seeds ------------------------------------------------------------------------------------


def truth_of(shared: Path, name: str) -> dict[str, dict[str, object]]:
    (found,) = (shared / "seeds").glob(f"{name}_*.json")
    return json.loads(found.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_seed_with_nineteen_rows_of_six_figures_is_proven_whole(shared: Path) -> None:
    """Seed 003: 19 of 25 rows have lost a cell; every row and column together leave one value for
    each cell."""
    truth = truth_of(shared, "003")
    short = {path.rsplit(".", 1)[0] for path in truth["inferred"]}
    assert len(short) == 19
    rows = []
    for path in ROWS:
        values = [
            truth["cells"].get(f"{path}.{c}", truth["inferred"].get(f"{path}.{c}")) for c in COLUMNS
        ]
        if path in short:
            values.remove(0)  # which zero was lost cannot be seen
        rows.append(RowText(path, pieces(*values), Place.ORDER if path in short else Place.KEPT))  # type: ignore[arg-type]
    cells = resolve(rows, EDITION)
    for path, cell in cells.items():
        want = (
            (Status.READ, truth["cells"][path])
            if path in truth["cells"]
            else (Status.INFERRED, truth["inferred"][path])
        )
        assert (cell.status, cell.value) == want, path


def test_seed_with_dropped_blanks_claims_nothing_and_lists_every_candidate(shared: Path) -> None:
    """Seed 000: `4 | 4` for seven columns, twice, and `1 | 1` for fifteen."""
    truth = truth_of(shared, "000")
    rows = [
        (
            order(path, 4, 4)
            if path in ("requests.received", "requests.granted")
            else kept(path, *[None] * 7)
        )
        for path in ROWS
    ]
    cells = resolve([*rows, order("disputes", 1, 1)], EDITION)
    assert len(truth["ambiguous"]) == 29
    for path, cell in cells.items():
        if path in truth["ambiguous"]:
            assert cell.status is Status.AMBIGUOUS, path
            assert not cell.cut, path
            assert list(cell.candidates) == truth["ambiguous"][path], path
        else:
            assert path in truth["blank"]
            assert cell.status is Status.BLANK, path


def test_the_joint_readings_of_dropped_blanks_are_the_same_two_columns_twice() -> None:
    """`4 4` in two rows and no zero anywhere: each row keeps all of its 21 placements."""
    rows = [
        (
            order(path, 4, 4)
            if path in ("requests.received", "requests.granted")
            else kept(path, *[None] * 7)
        )
        for path in ROWS
    ]
    solved = Table({row.path: row for row in rows}, EDITION, habits(rows, EDITION)).solve()
    assert {path: len(readings) for path, readings in solved.left.items()} == {
        "requests.received": 21,
        "requests.granted": 21,
    }


# --- completeness: against brute force ------------------------------------------------------------

ALL_EQUATIONS = tuple(e for e in form.equations(EDITION) if e.rule != "D001")
HIGHEST = 48
"""Brute force tries every unknown figure up to this one. A row adds up to at most twice its largest
figure, so that this is all for figures up to half of it."""


def brute_readings(row: RowText, *, drops: bool) -> list[list[int | str | None]]:
    """Every reading of a row, as values; None is a blank cell, "?" a figure that was lost."""
    if row.place is Place.KEPT:
        return [[piece.value for piece in row.pieces]]  # type: ignore[misc]
    found: list[list[int | str | None]] = []
    if row.place is Place.ORDER:
        for columns in combinations(range(7), len(row.pieces)):
            reading: list[int | str | None] = [None if drops else "?"] * 7
            for column, piece in zip(columns, row.pieces, strict=True):
                reading[column] = piece.value  # type: ignore[assignment]
            found.append(reading)
        return found
    digits = "".join(piece.raw for piece in row.pieces)
    for cuts in combinations(range(1, len(digits)), 6):
        parts = [digits[a:b] for a, b in zip((0, *cuts), (*cuts, len(digits)), strict=True)]
        if all(part == "0" or not part.startswith("0") for part in parts):
            found.append([int(part) for part in parts])
    return found


def brute_force(
    rows: Sequence[RowText], *, drops: bool = False, slips: bool = False
) -> dict[str, set[int | None]]:
    """For each cell of an open row, every value that some joint reading with the fewest broken
    equations gives it, or with ``slips`` any joint reading."""
    opened = [row for row in rows if row.place is not Place.KEPT]
    fixed: dict[str, int | None] = {
        f"{row.path}.{column}": piece.value  # type: ignore[misc]
        for row in rows
        if row.place is Place.KEPT
        for column, piece in zip(COLUMNS, row.pieces, strict=True)
    }
    spec = form.spec(EDITION)
    best, found = len(ALL_EQUATIONS) + 1, dict[str, set[int | None]]()
    for choice in product(*(brute_readings(row, drops=drops) for row in opened)):
        shown: dict[str, int | str | None] = dict(fixed)
        for row, reading in zip(opened, choice, strict=True):
            shown.update(
                {
                    f"{row.path}.{column}": value
                    for column, value in zip(COLUMNS, reading, strict=True)
                }
            )
        unknown = [
            path
            for path, value in shown.items()
            if value == "?" or (value is None and spec[path].is_total)
        ]
        for guess in _guesses(shown, unknown):
            full = {
                **{path: 0 if value is None else value for path, value in shown.items()},
                **guess,
            }
            broken = sum(
                sum(full[p] for p in e.left) != sum(full[p] for p in e.right)  # type: ignore[misc]
                for e in ALL_EQUATIONS
            )
            if broken > best and not slips:
                continue
            if broken < best and not slips:
                best, found = broken, {}
            for row in opened:
                for column in COLUMNS:
                    path = f"{row.path}.{column}"
                    value = guess[path] if shown[path] == "?" else shown[path]
                    found.setdefault(path, set()).add(value)  # type: ignore[arg-type]
                    if shown[path] == "?" and (value == 0 or spec[path].is_total):
                        found[path].add(None)  # a blank cell there gives the sums the same
    return found


def _guesses(
    shown: Mapping[str, int | str | None], unknown: Sequence[str]
) -> Iterator[dict[str, int]]:
    """Values for the unknown figures. One that is alone in its row is computed or wrong; two and
    more are tried out."""
    if len(unknown) > 2:
        raise AssertionError("too many unknown figures for brute force")
    for values in product(range(HIGHEST + 1), repeat=len(unknown)):
        yield dict(zip(unknown, values, strict=True))


def as_sets(cells: Mapping[str, Cell], rows: Sequence[RowText]) -> dict[str, set[int | None]]:
    opened = {row.path for row in rows if row.place is not Place.KEPT}
    found = {}
    for path, cell in cells.items():
        if path.rsplit(".", 1)[0] in opened:
            assert not cell.cut, path
            found[path] = set(cell.candidates) if cell.status is Status.AMBIGUOUS else {cell.value}
            if cell.status is Status.AMBIGUOUS:
                assert len(cell.candidates) == len(set(cell.candidates)) > 1
    return found  # type: ignore[return-value]


def small_rows(seed: int, consistent: bool) -> dict[str, list[int]]:
    """A small table's rows that are not zero: received, up to two outcomes, handled, carried
    forward."""
    chance = random.Random(seed)

    def some(limit: int) -> list[int]:
        parts = [chance.choice((0, 0, 0, 0, chance.randint(0, limit))) for _ in range(6)]
        return [*parts, sum(parts)]

    first, second, forward = some(12), some(3), some(2)
    handled = [a + b for a, b in zip(first, second, strict=True)]
    rows = {
        "requests.received": [a + b for a, b in zip(handled, forward, strict=True)],
        "requests.granted": first,
        "requests.unavailable.not_held": second,
        "requests.handled_total": handled,
        "requests.carried_forward": forward,
    }
    if not consistent:
        for _ in range(chance.randint(1, 2)):
            row = rows[chance.choice(list(rows))]
            row[chance.randrange(7)] += chance.choice((1, 2, 10))
    return rows


def some_open(truth: Mapping[str, list[int]], opened: set[int]) -> list[RowText]:
    """A whole table in which these rows are glued; few enough readings for brute force."""
    rows = [
        glued(path, "".join(map(str, values))) if number in opened else kept(path, *values)
        for number, (path, values) in enumerate(truth.items())
    ]
    assume(math.prod(len(brute_readings(row, drops=False)) for row in rows) <= 200)
    return table(rows)


def run_together(rows: Sequence[RowText]) -> Cells:
    """The cells of the open rows in a text of which nothing says that its figures stand apart."""
    seen = habits(rows, EDITION)
    return Cells(_resolve_table(Table({row.path: row for row in rows}, EDITION, seen), None))


def assert_between(
    found: Mapping[str, set[int | None]],
    rows: Sequence[RowText],
    *,
    drops: bool = False,
    said: Container[str] | None = None,
) -> None:
    """At least what the fewest broken equations leave; at most what the rows can say at all.
    ``said`` names the cells of which something is said, all by default."""
    least = brute_force(rows, drops=drops)
    most = brute_force(rows, drops=drops, slips=True)
    assert least.keys() == found.keys()
    for path, values in found.items():
        if said is None or path in said:
            assert least[path] <= values <= most[path], path


TWO_ROWS = st.sets(st.sampled_from(range(5)), min_size=1, max_size=2)


@settings(max_examples=25)
@given(st.integers(0, 10**6), TWO_ROWS)
def test_glued_rows_agree_with_brute_force(seed: int, opened: set[int]) -> None:
    """Consistent: the divisions that fulfil all equations, and few more."""
    rows = some_open(small_rows(seed, consistent=True), opened)
    assert_between(as_sets(run_together(rows), rows), rows)


@settings(max_examples=50)
@given(st.integers(0, 10**6), TWO_ROWS)
def test_glued_rows_of_an_inconsistent_report_agree_with_brute_force(
    seed: int, opened: set[int]
) -> None:
    """Inconsistent: the divisions that break the fewest equations, and few more; brute force knows
    nothing of digits that are another's, for which a row is given up."""
    rows = some_open(small_rows(seed, consistent=False), opened)
    cells = run_together(rows)
    given_up = {
        path.rpartition(".")[0] for path, cell in cells.items() if cell.status is Status.UNREADABLE
    }
    assert given_up <= {row.path for row in rows if _may_hold_another(row, 7)}
    found = as_sets(cells, rows)
    said = {path for path in found if path.rpartition(".")[0] not in given_up}
    assert_between(found, rows, said=said)


@pytest.mark.parametrize("digits", ["30000003", "310000004", "3110004", "00000040"])
def test_a_run_whose_sum_fails_is_read_only_if_it_has_one_digit_for_each_column(
    digits: str,
) -> None:
    rows = table([glued("requests.received", digits)])
    found = run_together(rows)
    columns = [found[f"requests.received.{name}"] for name in COLUMNS]
    if len(digits) == 7:
        assert [cell.value for cell in columns] == [*map(int, digits)]
    else:
        assert {cell.status for cell in columns} == {Status.UNREADABLE}


def test_the_number_of_a_page_behind_a_row_is_not_taken_for_its_total() -> None:
    path = "requests.not_processed.petition"
    rows = [
        kept("requests.received", 2, 0, 0, 0, 0, 0, 2),
        glued(path, "20000023"),
        kept("requests.handled_total", 2, 0, 0, 0, 0, 0, 2),
    ]
    cells = run_together(table(rows))
    assert {cells[f"{path}.{name}"].status for name in ("natural_person", "total")} == {
        Status.UNREADABLE
    }


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.sampled_from(range(5)), st.integers(0, 6))
def test_a_row_that_lost_a_cell_agrees_with_brute_force(seed: int, which: int, lost: int) -> None:
    truth = small_rows(seed, consistent=True)
    assume(max(map(max, truth.values())) <= HIGHEST // 2)
    rows = table(
        [
            (
                order(path, *values[:lost], *values[lost + 1 :])
                if number == which
                else kept(path, *values)
            )
            for number, (path, values) in enumerate(truth.items())
        ]
    )
    assert as_sets(resolve(rows, EDITION), rows) == brute_force(rows)


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.sampled_from((1, 2)))
def test_a_row_that_dropped_its_blanks_agrees_with_brute_force(seed: int, which: int) -> None:
    """Blanks for zeros in one row, zeros in the others. A blank total is unknown, a blank elsewhere
    is nothing."""
    rows = []
    truth = small_rows(seed, consistent=True)
    assume(max(map(max, truth.values())) <= HIGHEST // 2)
    for number, (path, values) in enumerate(truth.items()):
        figures = [value for value in values if value]
        rows.append(order(path, *figures) if number == which and figures else kept(path, *values))
    assume(any(row.place is Place.ORDER for row in rows))
    whole = table(rows)
    # the habit is given, not seen: a table that shows it has no zeros, and then too many blank
    # totals for brute force
    dropping = Habits(zeros=False, complete=False, empty=True, short=False)
    solved = Table({row.path: row for row in whole}, EDITION, dropping).solve()
    found: dict[str, set[int | None]] = {}
    for path, readings in solved.left.items():
        for column, shown in zip(
            COLUMNS, zip(*(done.shown for done in readings), strict=True), strict=True
        ):
            found[f"{path}.{column}"] = set(shown)
    assert found == brute_force(whole, drops=True)


# --- soundness over lossy writers -----------------------------------------------------------------


def report(chance: random.Random, largest: int, busy: int) -> dict[str, int]:
    """The values of a whole consistent table three. ``busy`` outcomes have applications."""
    values: dict[str, int] = dict.fromkeys(
        (f"{path}.{column}" for path in ROWS for column in COLUMNS), 0
    )
    columns = chance.sample(COLUMNS[:6], chance.randint(1, 3))
    for path in chance.sample(OUTCOMES, busy):
        for column in columns:
            if chance.random() < 0.7:
                values[f"{path}.{column}"] = chance.randint(0, largest)
    for column in COLUMNS[:6]:
        handled = sum(values[f"{path}.{column}"] for path in OUTCOMES)
        over = chance.randint(0, handled) if chance.random() < 0.3 else 0
        forward = chance.randint(0, largest) if column in columns and chance.random() < 0.5 else 0
        values[f"requests.handled_total.{column}"] = handled
        values[f"requests.carried_over.{column}"] = over
        values[f"requests.carried_forward.{column}"] = forward
        values[f"requests.received.{column}"] = handled + forward - over
    for path in ROWS:
        values[f"{path}.total"] = sum(values[f"{path}.{column}"] for column in COLUMNS[:6])
    return values


Writer = Callable[[random.Random, str, list[int]], RowText]


def write_glued(chance: random.Random, path: str, values: list[int]) -> RowText:
    """Digits glued, blanks sprinkled."""
    text = "".join(str(value) + chance.choice(("", "", " ")) for value in values)
    return glued(path, text)


def write_glued_without_zeros(chance: random.Random, path: str, values: list[int]) -> RowText:
    """Blanks for zeros, and the blank cells dropped, and the rest glued."""
    return glued(path, "".join(str(value) for value in values if value))


def write_without_blanks(chance: random.Random, path: str, values: list[int]) -> RowText:
    """Blanks for zeros, and the blank cells dropped."""
    figures = [value for value in values if value]
    return order(path, *figures) if len(figures) < 7 else kept(path, *figures)


def write_losing_a_cell(chance: random.Random, path: str, values: list[int]) -> RowText:
    """Zeros printed; from most rows one cell is lost."""
    if path == "requests.carried_forward" or chance.random() < 0.3:
        return kept(path, *values)
    lost = chance.randrange(7)
    return order(path, *values[:lost], *values[lost + 1 :])


WRITERS: tuple[Writer, ...] = (
    write_glued,
    write_glued_without_zeros,
    write_without_blanks,
    write_losing_a_cell,
)


def write(writer: Writer, values: Mapping[str, int], chance: random.Random) -> list[RowText]:
    return [
        writer(chance, path, [values[f"{path}.{column}"] for column in COLUMNS]) for path in ROWS
    ]


@settings(max_examples=40)
@given(
    st.integers(0, 10**9),
    st.sampled_from(WRITERS),
    st.sampled_from((3, 40, 3000)),
    st.integers(0, 5),
)
def test_the_truth_of_a_consistent_report_is_always_the_value_or_among_the_candidates(
    seed: int, writer: Writer, largest: int, busy: int
) -> None:
    chance = random.Random(seed)
    values = report(chance, largest, busy)
    rows = write(writer, values, chance)
    assert {row.path for row in rows} == set(ROWS)
    for path, cell in resolve(rows, EDITION).items():
        if cell.status.claims:
            assert cell.value == values[path], (path, cell)
        elif cell.status is Status.BLANK:
            assert values[path] == 0, (path, cell)
        else:
            assert cell.status is Status.AMBIGUOUS
            assert cell.cut or {value or 0 for value in cell.candidates} >= {values[path]}, (
                path,
                cell,
            )


def measure(count: int, errors: Sequence[int]) -> dict[str, Counter[str]]:
    """What becomes of the cells of inconsistent reports, by writer."""
    found: dict[str, Counter[str]] = {}
    for writer in WRITERS:
        tally = found.setdefault(writer.__name__, Counter())
        for seed in range(count):
            chance = random.Random(seed)
            values = report(chance, chance.choice((3, 40, 3000)), chance.randint(1, 5))
            for path in chance.sample(sorted(values), chance.choice(errors)):
                values[path] = max(0, values[path] + chance.choice((-1, 1, 2, 10, 100)))
            for path, cell in resolve(write(writer, values, chance), EDITION).items():
                known = cell.status is Status.INFERRED
                wrong = cell.value != values[path]
                tally[
                    "wrong" if known and wrong else "inferred" if known else cell.status.value
                ] += 1
    return found


@pytest.mark.long
def test_how_often_an_error_in_the_report_leads_to_a_wrong_inference() -> None:
    """One to three figures of a consistent report are changed before it is written lossily; prints
    the share of wrong claims."""
    for errors in ([1], [2], [3]):
        found = measure(300, errors)
        for name, tally in found.items():
            claims = tally["wrong"] + tally["inferred"]
            share = tally["wrong"] / max(claims, 1)
            print(
                f"{errors[0]} error(s), {name}: {tally['wrong']} of {claims} claims wrong"
                f" ({share:.3%}); {dict(tally)}"
            )
        wrong = sum(tally["wrong"] for tally in found.values())
        assert wrong < 0.01 * (wrong + sum(tally["inferred"] for tally in found.values()))


# --- bounded --------------------------------------------------------------------------------------


MOST = 1_500_000
"""Calls, as :func:`effort` counts them; at most 0.83 million were seen."""


@pytest.mark.slow
def test_a_search_that_is_given_up_says_so_and_claims_nothing() -> None:
    """Twenty-two rows of three figures without a single zero: far more joint readings than the
    budget allows."""
    rows = [order(path, n + 1, n + 2, 2 * n + 3) for n, path in enumerate(ROWS[:-3])]
    rows += [kept(path, *[None] * 7) for path in ROWS[-3:]]
    cells, calls = effort(lambda: resolve(rows, EDITION))
    assert calls < MOST
    opened = [cell for cell in cells.values() if cell.path.startswith(ROWS[:-3])]
    assert not any(cell.status.claims for cell in opened)
    assert all(cell.cut for cell in opened if cell.status is Status.AMBIGUOUS)


def many_digits(count: int, seed: int, zeros: float = 0.0) -> str:
    chance = random.Random(seed)
    return "1" + "".join(
        "0" if chance.random() < zeros else chance.choice("123456789") for _ in range(count - 1)
    )


@pytest.mark.parametrize("zeros", [0.0, 0.5])
@pytest.mark.parametrize("count", [2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 30, 40, 50, 60, 79])
@pytest.mark.slow
def test_a_table_of_glued_rows_of_any_length_is_bounded(count: int, zeros: float) -> None:
    """In every row as many digits; no sum holds, or the table drops its blanks."""
    rows = [glued(path, many_digits(count, n, zeros)) for n, path in enumerate(ROWS)]
    line = glued("disputes", many_digits(count, 99, zeros))
    _, calls = effort(lambda: resolve([*rows, line], EDITION))
    assert calls < MOST


@pytest.mark.parametrize("digits", range(3, 10))
@pytest.mark.slow
def test_a_table_of_glued_rows_whose_sums_hold_is_bounded(digits: int) -> None:
    chance = random.Random(digits)
    rows = []
    for path in ROWS:
        parts = [chance.randrange(10 ** (digits - 1), 10**digits) for _ in range(6)]
        rows.append(glued(path, "".join(map(str, [*parts, sum(parts)]))))
    _, calls = effort(lambda: resolve(rows, EDITION))
    assert calls < MOST


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 20])
@pytest.mark.parametrize("blanks", [True, False])
@pytest.mark.slow
def test_a_table_whose_rows_have_too_few_or_too_many_cells_is_bounded(
    count: int, blanks: bool
) -> None:
    chance = random.Random(count)
    rows = [
        order(path, *[chance.randint(int(blanks), 12) for _ in range(count)]) for path in ROWS[:-1]
    ]
    rows.append(kept(ROWS[-1], *[None if blanks else 0] * 7))
    _, calls = effort(lambda: resolve(rows, EDITION))
    assert calls < MOST


@settings(max_examples=60, phases=[Phase.generate])
@given(
    st.sampled_from(("glued", "spaced", "lines", "pipe")).flatmap(
        lambda layout: texts(layout=layout, drop_blanks=True)
    )
)
def test_reports_of_townships_and_provinces_without_their_blank_cells_are_bounded(
    text: str,
) -> None:
    taken = []

    def counted(*arguments: Any) -> Any:
        found, calls = effort(lambda: proven(*arguments))
        taken.append(calls)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gongkai.proving.resolve.proven", counted)
        try:
            api.parse(text)
        except ParseError:
            assume(False)
    assert max(taken, default=0) < MOST


HOSTILE: dict[str, Callable[[], tuple[Piece, ...]]] = {
    "requests.received, 110 digits": lambda: stretches("1" * 110),
    "requests.received, 50000 cells": lambda: pieces(*[1] * 50_000),
    "disputes, 50000 stretches": lambda: stretches("12 " * 50_000),
    "requests.received, 1000000 digits": lambda: stretches("9" * 1_000_000),
    "disputes, 110 digits": lambda: stretches("1" * 110),
    "proactive.regulations, 110 digits": lambda: stretches("1" * 110),
    "proactive.procurement, 50 numbers": lambda: stretches("1." * 50),
}
"""Rows of very many figures or digits, made when they are asked for."""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_rows_are_not_enumerated(name: str) -> None:
    path, _, what = name.partition(", ")
    row = RowText(path, HOSTILE[name](), Place.ORDER if what.endswith("cells") else Place.GLUED)
    for edition in form.EDITIONS:
        cells, calls = effort(partial(resolve, [row], edition))
        assert calls < MOST
        assert not any(cell.status.claims for cell in cells.values())
        assert all(
            cell.cut
            for cell in cells.values()
            if cell.status is Status.AMBIGUOUS and not cell.candidates
        )


def test_a_mark_for_nothing_stays_one_in_a_row_with_a_stranger() -> None:
    marks = [Piece(Status.DASH, None, "/", Span(2 * at, 2 * at + 1)) for at in range(8)]
    row = RowText("requests.granted", tuple(marks), Place.ORDER)
    cells = resolve([row], EDITION)
    assert {cells[f"requests.granted.{name}"].status for name in COLUMNS} == {Status.DASH}
