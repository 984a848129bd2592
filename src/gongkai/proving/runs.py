"""What stands in a row whose places are open: whole cells in their order, or digits that run
together; and how it can be cut up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import Enum
from functools import cached_property
from itertools import combinations
from typing import Final, NamedTuple, TypeAlias

from ..figures import fold, read_figure
from ..form import CellSpec, Figure, Kind
from ..model import Origin, Piece, Span, Status
from .divisions import MAX_FIGURE, TooManyError, division_counts

_STEPS: Final = 10_000
"""So many figures are looked at in a run that is not plain digits."""


class Gap(Enum):
    """What a column can hold instead of a figure of the text."""

    BLANK = "blank"
    """Nothing: a blank cell, which left no trace."""
    LOST = "lost"
    """A whole number from 0 up, which the text has lost."""
    UNREADABLE = "unreadable"
    """A text that is no figure."""


Content: TypeAlias = Figure | Gap
"""What a reading says of a column: a figure, None for no figure, or why the figure is not known."""

Spot: TypeAlias = tuple[int, int]
"""Where in a run a figure begins and ends: counted in digits, or in pieces."""


class Reading(NamedTuple):
    """What each column of a row holds, and where in the run it stands; None for a column for which
    the run has nothing."""

    values: tuple[Content, ...]
    spots: tuple[Spot | None, ...]


class Mark(NamedTuple):
    """What the text shows at one spot. ``raw`` is None where the figure's digits have a blank
    between them."""

    status: Status
    value: Figure
    raw: str | None
    span: Span
    origin: Origin | None = None


def filled(
    width: int,
    columns: Sequence[int],
    values: Sequence[Content],
    spots: Sequence[Spot],
    gap: Gap | None,
) -> Reading:
    """The reading that has these figures in these of its columns, and the gap in the others."""
    if len(columns) == width:
        return Reading(tuple(values), tuple(spots))
    contents: list[Content] = [None if gap is Gap.BLANK else gap] * width
    places: list[Spot | None] = [None] * width
    for column, value, spot in zip(columns, values, spots, strict=True):
        contents[column], places[column] = value, spot
    return Reading(tuple(contents), tuple(places))


def placements(
    contents: Sequence[Sequence[Content]], count: int, gap: Gap | None
) -> Iterator[Reading]:
    """The readings that put so many pieces into columns, in order. ``contents`` says for each
    column what the pieces are there."""
    width = len(contents)
    if count > width or (count < width and gap is None):
        return
    spots = [(number, number + 1) for number in range(count)]
    for columns in combinations(range(width), count):
        values = [contents[column][number] for number, column in enumerate(columns)]
        yield filled(width, columns, values, spots, gap)


class Pieces:
    """The whole cells of a row in their order; their columns are open."""

    is_plain: Final = False

    def __init__(self, pieces: Sequence[Piece], scale: Decimal) -> None:
        self._pieces, self._scale = pieces, scale

    def __len__(self) -> int:
        return len(self._pieces)

    def between(
        self, start: int, end: int, cells: Sequence[CellSpec], gap: Gap | None
    ) -> Iterator[Reading]:
        """The readings that put the pieces from ``start`` to ``end`` into these cells, and the gap
        into the others.

        Spots are counted from ``start``.
        """
        contents = {kind: self.contents(start, end, kind) for kind in {cell.kind for cell in cells}}
        return placements([contents[cell.kind] for cell in cells], end - start, gap)

    def contents(self, start: int, end: int, kind: Kind) -> tuple[Content, ...]:
        """What the pieces are in columns of this kind."""
        return tuple([self._content(number, kind) for number in range(start, end)])

    def possible(self, cells: Sequence[CellSpec], gap: Gap | None) -> list[set[Content]]:
        """What each column can hold, whatever the others do."""
        spare = len(self) - len(
            cells
        )  # pieces that do not belong to the row, or (below 0) columns that have none
        absent: set[Content] = {None if gap is Gap.BLANK else gap} if spare < 0 else set()
        return [
            {
                self._content(n, cell.kind)
                for n in range(column + min(spare, 0), column + max(spare, 0) + 1)
                if 0 <= n < len(self)
            }
            | absent
            for column, cell in enumerate(cells)
        ]

    def is_single(self, width: int) -> bool:
        """Whether the pieces fill as many columns in one way only."""
        return len(self._pieces) == width

    def is_torn(self, spot: Spot) -> bool:
        """Whether something stands inside of what would be a figure here."""
        raw, span = self._pieces[spot[0]][2:4]
        return span.end - span.start > len(raw)

    def mark(self, spot: Spot, kind: Kind) -> Mark:
        """What stands at a spot, read as a figure of this kind."""
        piece = self._pieces[spot[0]]
        return Mark(*self._read(piece, kind), piece.raw, piece.span, piece.origin)

    def _read(self, piece: Piece, kind: Kind) -> tuple[Status, Figure]:
        if kind != "count" and piece.status in (Status.READ, Status.UNREADABLE):
            return read_figure(
                piece.raw, kind, self._scale
            )  # the column decides what the text means
        return piece.status, piece.value

    def _content(self, number: int, kind: Kind) -> Content:
        status, value = self._read(self._pieces[number], kind)
        return Gap.UNREADABLE if status is Status.UNREADABLE else value


class Digits:
    """The run of digits of a row, with signs, decimals and units where the form allows them; its
    divisions are open.

    A mark for nothing between the figures fills a column of its own. A stroke of them fills one
    column, or with ``strokes`` up to as many as it has characters. ``has_text``: some piece is
    neither figures nor a mark.
    """

    def __init__(self, pieces: Sequence[Piece], scale: Decimal, *, strokes: bool = True) -> None:
        self._pieces, self._scale, self._strokes = pieces, scale, strokes
        self._steps = _STEPS
        self.has_text = False
        self.text = "".join([piece.raw for piece in pieces])
        self._is_folded = not (
            self.text.isascii() and self.text.isdigit()
        )  # the usual case needs no folding
        if self._is_folded:
            written = [_written(piece.raw) for piece in pieces]
            self.has_text = None in written
            self.text = "".join([text or "" for text in written])
        self.is_plain = not self._is_folded or (self.text.isascii() and self.text.isdigit())
        # where the run begins, if it stands in the text in one piece
        self._at = pieces[0].span.start if len(pieces) == 1 and not self._is_folded else None

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        """For each character of the run its piece and its place in the piece."""
        return [
            (number, offset)
            for number, piece in enumerate(self._pieces)
            for offset, char in enumerate(piece.raw)
            if not self._is_folded or fold(char)
        ]

    def between(
        self, start: int, end: int, cells: Sequence[CellSpec], gap: Gap | None
    ) -> Iterator[Reading]:
        """The readings that divide the run from ``start`` to ``end`` into figures for these cells,
        one by one.

        There are as many figures as cells, or with a gap also fewer. Spots are counted from
        ``start``.
        """
        width = len(cells)
        for count in counts_of_figures(end - start, width, gap):
            for columns in combinations(range(width), count):
                chosen = [cells[column] for column in columns]
                for spots in self._divisions(start, end, chosen):
                    values = [
                        self._value(start + a, start + b, cell.kind)
                        for (a, b), cell in zip(spots, chosen, strict=True)
                    ]
                    yield filled(width, columns, values, spots, gap)

    def possible(self, cells: Sequence[CellSpec], gap: Gap | None) -> list[set[Content]]:
        """What each column can hold, whatever the others do."""
        length = len(self.text)
        # of blank cells there may be any number; lost ones are counted
        spare = 0 if gap is None else 1 if gap is Gap.BLANK else max(1, len(cells) - length)
        one = int(gap is Gap.LOST)
        # how far the columns before (and behind) can reach, and how many of them are lost
        before: list[set[tuple[int, int]]] = [{(0, 0)}]
        for cell in cells:
            before.append(
                {(end, gaps) for start, gaps in before[-1] for end in self._ends(start, cell.kind)}
                | {(start, gaps + one) for start, gaps in before[-1] if gaps < spare}
            )
        found: list[set[Content]] = []
        behind = {(length, gaps) for gaps in range(spare + 1)}
        for cell, starts in zip(reversed(cells), reversed(before[:-1]), strict=True):
            here: set[Content] = set()
            following: set[tuple[int, int]] = set()
            for start, gaps in starts:
                if gaps < spare and (start, gaps + one) in behind:
                    here.add(None if gap is Gap.BLANK else gap)
                    following.add((start, gaps))
                for end in self._ends(start, cell.kind):
                    if (end, gaps) in behind:
                        here.add(self._value(start, end, cell.kind))
                        following.add((start, gaps))
            found.append(here)
            behind = following
        return found[::-1] if (0, 0) in behind else []

    def is_single(self, width: int) -> bool:
        """Whether the run has one division only into as many figures of plain counts."""
        return self.is_plain and (
            len(self.text) == width or division_counts(self.text, width)[width] == 1
        )

    def is_divisible(self, cells: Sequence[CellSpec], *, fewer: bool = False) -> bool:
        """Whether the run can be divided into as many figures as there are cells (or into
        fewer)."""
        width = len(cells)
        if self.is_plain and are_integers(cells):
            if len(self.text) <= width:
                return len(self.text) == width or (fewer and bool(self.text))
            return any(division_counts(self.text, width)[1 if fewer else width :])
        reach = {0}
        for cell in cells:
            reach = {end for start in reach for end in self._ends(start, cell.kind)} | (
                reach if fewer else set()
            )
        return len(self.text) in reach

    def is_torn(self, spot: Spot) -> bool:
        """Whether a blank stands inside of what would be a figure here."""
        start, end = spot
        return self._places[start][0] != self._places[end - 1][0]

    def mark(self, spot: Spot, kind: Kind) -> Mark:
        """What stands at a spot, read as a figure of this kind."""
        status = Status.DASH if self.text[spot[0]] == _MARK else Status.READ
        return Mark(status, self._value(*spot, kind), *self.place(*spot))

    def place(self, start: int, end: int) -> tuple[str | None, Span]:
        """What stands at a spot of the run (None if a blank stands between its digits), and
        where."""
        if self._at is not None:
            return self.text[start:end], Span(self._at + start, self._at + end)
        (first, left), (last, right) = self._places[start], self._places[end - 1]
        raw = self._pieces[first].raw[left : right + 1] if first == last else None
        return raw, Span(
            self._pieces[first].span.start + left, self._pieces[last].span.start + right + 1
        )

    def whole(self, kind: Kind) -> Figure:
        """The figure that the whole run is, None where it is none of this kind."""
        return (
            self._value(0, len(self.text), kind) if len(self.text) in self._ends(0, kind) else None
        )

    def _value(self, start: int, end: int, kind: Kind) -> Figure:
        text = self.text[start:end]
        if self.is_plain and kind != "amount":
            return int(text)
        return None if text[0] == _MARK else read_figure(text, kind, self._scale)[1]

    def _ends(self, start: int, kind: Kind) -> Iterator[int]:
        """Where a figure of this kind that begins here can end."""
        size = len(self.text)
        if self.is_plain and kind != "amount":
            if start < size:
                yield from range(
                    start + 1,
                    start + 2 if self.text[start] == "0" else min(size, start + MAX_FIGURE) + 1,
                )
            return
        if self.text[start : start + 1] == _MARK:
            yield from self._ends_of_marks(start)
            return
        for end in range(start + 1, min(size, start + MAX_FIGURE + 10) + 1):
            text = self.text[start:end]
            if (
                _WRITTEN[kind].fullmatch(text)
                and read_figure(text, kind, self._scale)[0] is Status.READ
            ):
                yield end

    def _ends_of_marks(self, start: int) -> Iterator[int]:
        """Where a mark that begins here can end: within its piece, or only with it."""
        piece, offset = self._places[start]
        end = start + 1
        while end < len(self.text) and self._places[end][0] == piece:
            end += 1
        if self._strokes:
            yield from range(start + 1, end + 1)
        elif not offset:
            yield end

    def _divisions(self, start: int, end: int, cells: Sequence[CellSpec]) -> Iterator[list[Spot]]:
        """Every division into figures of these cells' kinds, with spots counted from ``start``."""
        if not cells:
            if start == end:
                yield []
            return

        def divide(left: int, number: int) -> Iterator[list[Spot]]:
            last = number == len(cells) - 1
            for right in self._ends(left, cells[number].kind):
                self._steps -= 1
                if self._steps < 0:
                    raise TooManyError
                if last:
                    if right == end:
                        yield [(left - start, end - start)]
                elif right < end:
                    for more in divide(right, number + 1):
                        yield [(left - start, right - start), *more]

        yield from divide(start, 0)


def counts_of_figures(length: int, width: int, gap: Gap | None) -> range:
    """Into how many figures a run of so many characters is divided: one for each column, or fewer
    where columns may be blank.

    Of lost cells there is one only, where the characters suffice.
    """
    most = min(width, length)
    if gap is None:
        return range(width, most + 1)
    if gap is Gap.BLANK:
        return range(min(1, length), most + 1)
    return range(max(min(width - 1, length), min(1, length)), most + 1)


def are_integers(cells: Sequence[CellSpec]) -> bool:
    """Whether all cells hold whole numbers: of plain digits a count and a change are the same."""
    for cell in cells:  # noqa: SIM110, asked once for each row of a report
        if cell.kind == "amount":
            return False
    return True


_MARK: Final = "\0"
"""Stands in a run for each character of a mark for nothing."""


def _written(raw: str) -> str | None:
    """How a piece stands in a run, None where it is neither figures nor a mark."""
    text = fold(raw)
    if read_figure(text)[0] is Status.DASH:
        return _MARK * len(text)
    return text if any(map(str.isdigit, text)) else None


_WRITTEN: Final[dict[Kind, re.Pattern[str]]] = {
    # a figure has no leading zero; only a change has a sign, only an amount has decimals
    "count": re.compile(r"(?:0|[1-9][0-9,]{0,39})[^0-9.,+-]{0,2}"),
    "change": re.compile(r"[+-]?(?:0|[1-9][0-9,]{0,39})[^0-9.,+-]{0,2}"),
    "amount": re.compile(r"(?:0|[1-9][0-9,]{0,39})(?:\.[0-9]+)?[^0-9.,+-]{0,2}"),
}
