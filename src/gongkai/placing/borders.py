"""Which column a figure stands in, between borders and without them.

Only a row for which all that the text's habits say of it agrees is ``kept``; in any other the order
of the figures is all that is known.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

import attrs

from ..figures import read_figure
from ..form import Kind, RowSpec
from ..model import Bare, Piece, Place, RowText, Span, Status
from .habits import (
    Cut,
    Habits,
    empty_behind,
    has_gap,
    is_complete,
    is_odd,
    is_shifted,
    is_wider,
    lacks_fields,
    own_columns,
    slots_of,
)

_EMPTY: Final = ("", '""', "****", "** **")
"""How an empty cell may be written, quoted or bold."""


_NUMBER_BELOW: Final = re.compile(
    r"(?:[^\S\n]|[|｜¦,]){0,40}\n\s{0,40}(?P<number>\d{1,15})(?:[^\S\n]|[|｜¦,]){0,40}(?:\n|$)"
)
"""A number on a line of its own behind the last separators of a row."""
_SLASHED: Final = re.compile(r"[/／]|[0-9]+")
_GOES_ON: Final = re.compile(
    r"[^\S\n]*\n[^\S\n]*(?:(?P<rest>[.．,，]\d"
    r"|(?:0\d+|\d{1,15}[.．]\d{1,9})[ ]{0,9}(?:[\t|｜¦,\n]|$)"
    r"|(?<!\t)\d{1,15}[ ]{0,9}[\t|｜¦,](?:[^\S\n]|[|｜¦,]){0,60}(?:\n|$))"
    r"|(?P<number>\d{1,15})[^\S\n]*(?:\n|$)"
    r"|(?P<mark>[.．\-−－–])[^\S\n]*(?:[\"|｜¦,\t\n]|$))"
)
"""What the next line begins with, where a figure may have been broken at the end of a line."""


def filled(
    row: RowSpec, matches: Sequence[re.Match[str]], at: int, scale: Decimal
) -> dict[str, Bare]:
    """The cells of a row that has a figure for each of its columns, or none at all: then they are
    blank."""
    if not matches:
        return dict.fromkeys(
            [cell.path for cell in row.cells], (Status.BLANK, None, "", Span(at, at))
        )
    found: dict[str, Bare] = {}
    # this runs for every figure of every report: tuple.__new__ spares the unpacking that Span(*…)
    # does
    new, unreadable = tuple.__new__, Status.UNREADABLE
    for cell, match in zip(row.cells, matches, strict=True):
        raw = match[0]
        status, value = (
            read_figure(raw) if cell.kind == "count" else read_figure(raw, cell.kind, scale)
        )
        if status is unreadable:
            piece = _piece(match.string, trimmed(match.string, *match.span()), cell.kind, scale)
            found[cell.path] = piece[:4]
        else:
            found[cell.path] = (status, value, raw, new(Span, match.span()))
    return found


def kept(row: RowSpec, contents: Sequence[Span], text: str, at: int, scale: Decimal) -> RowText:
    """A row with a content for each of its columns, or with none at all: then its cells are
    blank."""
    if not contents:
        return RowText(
            row.path,
            (Piece(Status.BLANK, None, "", Span(at, at)),) * len(row.cells),
            Place.KEPT,
            scale,
        )
    pieces = [
        _piece(text, content, cell.kind, scale)
        for content, cell in zip(contents, row.cells, strict=True)
    ]
    return RowText(row.path, tuple(pieces), Place.KEPT, scale)


def figure_at(text: str, content: Span, kind: Kind) -> Bare:
    """The cell whose own place is known, with what stands there."""
    piece = _piece(text, content, kind, Decimal(1))
    return piece.status, piece.value, piece.raw, piece.span


def without_cells(cut: Cut, status: Status) -> RowText:
    """A row of which the text shows only the label: its cells are missing, or what stands there
    is not understood."""
    piece = Piece(status, None, "", Span(cut.at, cut.at))
    return RowText(cut.row.path, (piece,) * len(cut.row.cells), Place.KEPT, cut.scale)


def unreadable(cut: Cut, text: str) -> RowText:
    """A row in which something has no owner: each cell shows all that stands there."""
    span = (
        Span(cut.contents[0].start, cut.contents[-1].end) if cut.contents else Span(cut.at, cut.at)
    )
    piece = Piece(Status.UNREADABLE, None, text[span.start : span.end], span)
    return RowText(cut.row.path, (piece,) * len(cut.row.cells), Place.KEPT, cut.scale)


def trimmed(text: str, start: int, end: int) -> Span:
    """A content without the blanks, quotes and bold marks around it. Marks by themselves are a
    text, but for those that an empty cell is written with.

    >>> trimmed('| **12** |', 1, 9), trimmed('| "" |', 1, 5), trimmed("| * |", 1, 4)
    (Span(start=4, end=6), Span(start=4, end=4), Span(start=2, end=3))
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    whole = Span(start, end)
    if text[start:end].isalnum():  # as most are
        return whole
    if text.count('"', start, end) % 2:  # a quote that opens a cell of several lines
        return whole
    while start < end and (text[start].isspace() or text[start] in '*"'):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in '*"'):
        end -= 1
    marked = start == end and text[whole.start : whole.end] not in _EMPTY
    return whole if marked else Span(start, end)


def place(cut: Cut, habits: Habits, text: str) -> RowText:
    """Decide what is known of the places of a row's figures. A blank cell at the end may have lost
    its figure to a line of its own, where the number of a page stands too; or the last figure is
    the beginning of one."""
    row = _placed(cut, habits, text)
    last = row.pieces[-1] if row.pieces else None
    if last is None or habits.lines:
        return row
    if last.status is Status.READ and _is_broken(cut, row, text):
        gone = last._replace(status=Status.UNREADABLE, value=None)
        return attrs.evolve(row, pieces=(*row.pieces[:-1], gone))
    if last.status is not Status.BLANK:
        return row
    if cut.contents and not habits.closed and text.find("\n", cut.at) < 0:
        gone = last._replace(status=Status.MISSING)  # the text ends where the last cell begins
        return attrs.evolve(row, pieces=(*row.pieces[:-1], gone))
    found = _NUMBER_BELOW.match(text, cut.contents[-1].end if cut.contents else cut.at)
    if found is None:
        return row
    piece = Piece(Status.UNREADABLE, None, found["number"], Span(*found.span("number")))
    return attrs.evolve(row, pieces=(*row.pieces[:-1], piece))


def _is_broken(cut: Cut, row: RowText, text: str) -> bool:
    """Whether the last figure of a row goes on in the next line: with its decimals, with its sign
    or point alone, with digits as no number begins, or with others, where the row does not add up
    without them; else these are the number of a page."""
    found = _GOES_ON.match(text, cut.contents[-1].end) if cut.contents else None
    if found is None or row.place is not Place.KEPT or (cut.gaps[-1] and not found["mark"]):
        return False
    if found["rest"] or found["mark"]:
        return True
    values = [piece.value or 0 for piece in row.pieces]
    return cut.row.table == "requests" and sum(values[:-1]) != values[-1]


def _placed(cut: Cut, habits: Habits, text: str) -> RowText:
    n = len(cut.row.cells)
    contents = cut.contents
    if cut.absent is not None:
        return without_cells(cut, cut.absent) if not cut.contents else unreadable(cut, text)
    if not contents:
        if lacks_fields(cut, habits):
            return without_cells(cut, Status.MISSING)
        return kept(cut.row, contents, text, cut.at, cut.scale)
    if cut.repeats:
        merged = _merged(cut, habits, text)
        if merged is not None:
            return RowText(cut.row.path, spread(cut, merged, text), Place.KEPT, cut.scale)
        marked = any(_piece(text, c, "count", cut.scale).status is Status.DASH for c in contents)
        if marked or len(contents) == n:
            return unreadable(cut, text)  # which of its fields are one cell is not shown
    elif len(contents) == n:
        odd = is_odd(cut, habits) or (habits.keeps_blanks and is_shifted(cut, habits))
        odd = odd or (n == 1 and _stands_below(cut, habits))
        if odd or _may_hold_a_stranger(cut, habits, text):
            return unreadable(cut, text)
        row = kept(cut.row, contents, text, cut.at, cut.scale)
        drops = habits.lines and not habits.keeps_blanks and cut.row.table in habits.short
        if drops and _has_one_too_many(row, cut.row):
            # one of them may be the number of a page, and a blank cell dropped
            return attrs.evolve(row, place=Place.ORDER, foreign=True)
        return row
    elif is_wider(cut, habits) or (habits.keeps_blanks and is_odd(cut, habits)):
        return unreadable(cut, text)
    if habits.lines and habits.keeps_blanks and _is_of_other_length(cut, habits):
        return unreadable(cut, text)
    # where rows have fields that are no cells, one with blanks does not show which those are
    shown = own_columns(cut) not in habits.wide
    if len(contents) < n and not cut.repeats and habits.keeps_blanks and shown:
        slots = slots_of(cut, habits.unit)
        lead = _lead(cut, habits, slots)
        if (
            lead is not None
            and slots[0] > lead
            and slots[-1] <= lead + n
            and is_complete(cut, habits, lead + n - slots[-1], slots[0])
            and not (slots[-1] < lead + n and _is_cut_off(cut, habits, text))
        ):
            by_slot = {
                slot - lead - 1: content for slot, content in zip(slots, contents, strict=True)
            }
            row = RowText(cut.row.path, spread(cut, by_slot, text), Place.KEPT, cut.scale)
            told = (cut.row.table, cut.span) in habits.usual  # how many lines the row has
            if habits.lines and not told and _has_one_too_many(row, cut.row):
                return unreadable(cut, text)
            return row
    if cut.foreign or cut.headless or _goes_on_behind_blanks(cut, habits, text):
        return unreadable(cut, text)
    if len(contents) > n and not habits.lines and has_gap(slots_of(cut, habits.unit)):
        return unreadable(cut, text)  # an empty field is a cell too: more of them are strangers
    kinds: Sequence[Kind] = [cell.kind for cell in cut.row.cells]
    kind: Kind = "amount" if "amount" in kinds else kinds[0]
    pieces = tuple(_piece(text, content, kind, cut.scale) for content in contents)
    return RowText(cut.row.path, pieces, Place.ORDER, cut.scale)


def _has_one_too_many(row: RowText, spec: RowSpec) -> bool:
    """Whether the figures of table three or four do not add up to the last of their row or group,
    and do with one of them left out: that may be the number of a page."""
    if spec.table == "proactive":
        return False
    groups: dict[str, list[int | Decimal]] = {}
    for cell, piece in zip(spec.cells, row.pieces, strict=True):
        if piece.value is not None:
            groups.setdefault(cell.row, []).append(piece.value)
    return any(
        2 * group[-1] != sum(group)
        and any(_adds_up([*group[:at], *group[at + 1 :]]) for at in range(len(group)))
        for group in groups.values()
    )


def _adds_up(group: Sequence[int | Decimal]) -> bool:
    return len(group) > 1 and 2 * group[-1] == sum(group)


def _stands_below(cut: Cut, habits: Habits) -> bool:
    """Whether the figure of a row, of which others show where it stands, stands further down."""
    first = slots_of(cut, habits.unit)[0]
    shown = habits.lines and habits.keeps_blanks
    return shown and first > habits.begin.get((cut.row.table, cut.span), first)


def _is_of_other_length(cut: Cut, habits: Habits) -> bool:
    """Whether a row has other fields than the others of its table, or more than its columns."""
    if cut.row.table == "disputes":
        slots = slots_of(cut, habits.unit)
        return slots[-1] - slots[0] >= len(cut.row.cells)
    full = habits.full.get((cut.row.table, cut.span, len(cut.row.cells)))
    usual = habits.usual.get((cut.row.table, cut.span), full)
    return usual is not None and sum(cut.gaps) // habits.unit != usual


def _goes_on_behind_blanks(cut: Cut, habits: Habits, text: str) -> bool:
    """Whether a row has more figures than columns, some of them on the line below its own, and an
    empty field on that: then which of them are its cells is not shown by their order."""
    if len(cut.contents) <= len(cut.row.cells) or habits.lines or not habits.keeps_blanks:
        return False
    stop = text.find("\n", cut.contents[0].start)
    own = sum(content.start < stop for content in cut.contents)
    return 0 < own < len(cut.contents) and slots_of(cut, habits.unit)[own - 1] > own


def _may_hold_a_stranger(cut: Cut, habits: Habits, text: str) -> bool:
    """Whether a text may be none of the row's cells: the row has an empty field besides, or, in a
    text with one cell per line, rows of its table lack cells."""
    if not cut.texts or all(
        _piece(text, content, cell.kind, cut.scale).status is not Status.UNREADABLE
        for content, cell in zip(cut.contents, cut.row.cells, strict=True)
    ):
        return False
    slots = slots_of(cut, habits.unit)
    lead = habits.lead.get(cut.span, 0) if cut.row.table == "requests" else 0
    used = slots[-1] - min(lead, slots[0] - 1)
    lacking = habits.lines and cut.row.table in habits.short
    return lacking or used + empty_behind(cut, habits) > len(cut.row.cells)


def _is_cut_off(cut: Cut, habits: Habits, text: str) -> bool:
    """Whether a row without the separators of its last blanks may be a piece: the text ends in it,
    or the first blank of a line without a label may be gone as well."""
    if empty_behind(cut, habits) or not habits.strips_ends:
        return False
    if cut.row.table == "requests" or text.find("\n", cut.contents[-1].end) < 0:
        return True  # no total is blank beside figures
    return cut.row.table == "disputes" and _shifts(cut, habits, text) != [0]


def _shifts(cut: Cut, habits: Habits, text: str) -> list[int]:
    """By how many cells the line of table four can be shifted to the right so that its sums
    hold."""
    slots = slots_of(cut, habits.unit)
    figures = [_piece(text, content, "count", cut.scale).value or 0 for content in cut.contents]
    found = []
    for shift in range(len(cut.row.cells) - slots[-1] + 1):
        values = dict(zip((slot + shift - 1 for slot in slots), figures, strict=True))
        groups: dict[str, list[int | Decimal]] = {}
        for number, cell in enumerate(cut.row.cells):
            groups.setdefault(cell.row, []).append(values.get(number, 0))
        if all(sum(group[:-1]) == group[-1] for group in groups.values()):
            found.append(shift)
    return found


def _lead(cut: Cut, habits: Habits, slots: Sequence[int]) -> int | None:
    if cut.row.table == "requests":
        return habits.lead.get(cut.span)
    return 0


def _merged(cut: Cut, habits: Habits, text: str) -> dict[int, Span] | None:
    """The contents by column, where neighbours that say the same are one cell that spans columns;
    None if several ways fit."""
    n, slots = len(cut.row.cells), slots_of(cut, habits.unit)
    after = empty_behind(cut, habits)
    fields: list[Span | None] = [None] * (slots[-1] + after)
    for slot, content in zip(slots, cut.contents, strict=True):
        fields[slot - 1] = content
    shown = [text[f.start : f.end] if f else "" for f in fields]
    # the last separator may close the row, or stand before a blank cell
    sizes = {len(fields), len(fields) - (after > 0 and not habits.closed)}
    if not all(n <= size <= 2 * n + 2 for size in sizes):
        return None
    ways = {
        tuple(shown[i] for i in kept): kept
        for size in sizes
        for kept in itertools.combinations(range(size), n)
        if kept[0] == 0 and all(shown[i] == shown[i - 1] for i in range(1, size) if i not in kept)
    }
    if len(ways) != 1:
        return None
    (kept,) = ways.values()
    return {index: field for index, at in enumerate(kept) if (field := fields[at]) is not None}


# -- text without borders --------------------------------------------------------------------------


def are_borders(cuts: Iterable[Cut], text: str) -> bool:
    """Whether the blanks of a text are the borders of cells: the rows of the tables with sums have
    their number of figures, all but a few that a page break has broken, and no stretch of digits
    starts with a needless 0, as fused figures do.
    """
    exact = rows = 0
    for cut in cuts:
        if not cut.contents or cut.row.table == "proactive":
            continue
        rows += 1
        if any(text[c.start] == "0" and text[c.start + 1 : c.end].isdigit() for c in cut.contents):
            return False
        exact += len(cut.contents) == len(cut.row.cells)
    return rows >= 3 and (exact == rows or (exact >= 10 and 5 * exact >= 4 * rows))


def place_running(cut: Cut, borders: bool, text: str) -> RowText:
    """Decide what is known of the places of a row's figures, where only blanks (or nothing) stand
    between them."""
    n = len(cut.row.cells)
    if cut.absent is not None:
        return without_cells(cut, cut.absent) if not cut.contents else unreadable(cut, text)
    if cut.headless or (cut.foreign and not (borders and 1 < n == len(cut.contents))):
        return unreadable(cut, text)
    if not cut.contents or (len(cut.contents) == n and (borders or n == 1)):
        return kept(cut.row, cut.contents, text, cut.at, cut.scale)
    if borders and len(cut.contents) > n:
        pieces = tuple(
            _piece(text, content, cut.row.cells[0].kind, cut.scale) for content in cut.contents
        )
        return RowText(cut.row.path, pieces, Place.ORDER, cut.scale)
    between = _between_slashes(cut, text)
    if len(between) == n:
        return kept(cut.row, between, text, cut.at, cut.scale)
    glued = tuple(Piece(Status.READ, None, text[c.start : c.end], c) for c in cut.contents)
    return RowText(cut.row.path, glued, Place.GLUED, cut.scale)


def _between_slashes(cut: Cut, text: str) -> list[Span]:
    """The slashes of a row, each of which stands for nothing in a cell of its own, and the figures
    between them; nothing where something else stands there. As many as columns are the cells: what
    runs together is one cell at least."""
    found: list[Span] = []
    for start, end in cut.contents:
        pieces = [Span(*match.span()) for match in _SLASHED.finditer(text, start, end)]
        if sum(piece.end - piece.start for piece in pieces) < end - start:
            return []
        found += pieces
    return found if any(text[piece.start] in "/／" for piece in found) else []


def _piece(text: str, content: Span, kind: Kind, scale: Decimal) -> Piece:
    raw = text[content.start : content.end]
    status, value = read_figure(raw, kind, scale)
    return Piece(status, value, raw, content)


def spread(cut: Cut, by_slot: dict[int, Span], text: str) -> tuple[Piece, ...]:
    """The pieces of a row, with blanks in the columns that have no content."""
    pieces = []
    for index, cell in enumerate(cut.row.cells):
        content = by_slot.get(index)
        pieces.append(
            _blank(cut) if content is None else _piece(text, content, cell.kind, cut.scale)
        )
    return tuple(pieces)


def _blank(cut: Cut) -> Piece:
    return Piece(Status.BLANK, None, "", Span(cut.at, cut.at))
