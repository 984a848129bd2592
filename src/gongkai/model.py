"""What passes between the rooms: spans, statuses, cells, sections, and a row of the form as the
text shows it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal, NamedTuple, TypeAlias

import attrs

from .form import EDITIONS, Figure, Figures, spec
from .languages import Language, default_language
from .showing import brief, small_table

HOLE: Final = "\ufffc"
"""Stands in a text where something is shown that cannot be read (a picture, a formula), so that
nothing there is taken for an empty cell or for a figure. Unicode's OBJECT REPLACEMENT CHARACTER."""


class Span(NamedTuple):
    """A place in the source text: ``source[span.start:span.end]``.

    >>> "一、总体情况"[slice(*Span(2, 6))]
    '总体情况'
    """

    start: int
    end: int


class Status(StrEnum):
    """How the value of a cell is known.

    ``read`` the figure stands in the text at its own place; ``inferred`` its place or value was
    lost and the form's equations leave exactly one possibility; ``ambiguous`` they leave several,
    all of them in ``candidates``; ``blank`` the cell is there and empty; ``dash`` it holds a mark
    for nothing (``/``, ``-``, ``—``, ``无``); ``unreadable`` what stands there, or in its row,
    cannot be given a value; ``missing`` the text has no such cell.
    """

    READ = "read"
    INFERRED = "inferred"
    AMBIGUOUS = "ambiguous"
    BLANK = "blank"
    DASH = "dash"
    UNREADABLE = "unreadable"
    MISSING = "missing"

    @property
    def claims(self) -> bool:
        """Whether a cell with this status claims a value."""
        return self in (Status.READ, Status.INFERRED)


MEANINGS: Final[Mapping[Language, Mapping[Status, str]]] = {
    "zh": {
        Status.READ: "原文所载",
        Status.INFERRED: "由勾稽关系推定",
        Status.AMBIGUOUS: "有多种可能",
        Status.BLANK: "空白",
        Status.DASH: "以符号表示无",
        Status.UNREADABLE: "读不出数",
        Status.MISSING: "原文无此栏",
    },
    "en": {
        Status.READ: "read in the text",
        Status.INFERRED: "proven by the form's equations",
        Status.AMBIGUOUS: "several values are possible",
        Status.BLANK: "blank",
        Status.DASH: "a mark for nothing",
        Status.UNREADABLE: "cannot be given a value",
        Status.MISSING: "not in the text",
    },
}
"""What each status says, in words."""


UNKNOWN_UNIT: Final = "unknown:"
INFERRED_UNIT: Final = "inferred:"
"""Begin the part of a basis that names a unit of which a sum of reports lacks the figure, or has
one that is inferred."""


@attrs.frozen
class Likely:
    """A value that an ambiguous cell probably has, and why. Never copied into ``value``.

    ``reason`` is a stable word: ``blanks`` (the blanks in the text suggest this division) or
    ``prose`` (a sentence states it).
    """

    value: Figure
    reason: str
    span: Span | None = attrs.field(default=None, eq=False)


@attrs.frozen(repr=False)
class Origin:
    """Where a figure stands in the file that was read: page, table, row and column, each counted
    from 1, None where unknown.

    In a spreadsheet ``row`` and ``column`` are those of the sheet, ``sheet`` is its name and
    ``reference`` the cell as the program names it. ``file`` is the file's name, where it was given;
    it does not take part in comparison.

    >>> Origin(table=1, row=7, column=3, sheet="表三", reference="C7")
    Origin(table=1, row=7, column=3, sheet='表三', reference='C7')
    """

    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    reference: str | None = None
    file: str | None = attrs.field(default=None, eq=False)

    def __repr__(self) -> str:
        known = {name: value for name, value in attrs.asdict(self).items() if value is not None}
        return f"Origin({', '.join(f'{name}={value!r}' for name, value in known.items())})"


@attrs.frozen
class Cell:
    """One cell of the form, as this report fills it.

    ``value`` is an ``int`` (counts), a ``Decimal`` in 万元 (amounts), or None: it is a number only
    where ``status`` is ``read`` or ``inferred``. ``raw`` is what stands in the text at ``span``.
    ``candidates`` lists every value that an ambiguous cell can have, None standing for "no figure
    there". ``basis`` names what an inferred or ambiguous cell rests on: ids of equations
    (``R003:requests.received``) and premises (``premise:…``). ``cut`` says that the search was
    given up, so that the candidates are those of the row alone. Spans, raw text and origin do not
    take part in comparison.
    """

    path: str
    status: Status
    value: Figure = None
    raw: str | None = attrs.field(default=None, eq=False, repr=brief)
    span: Span | None = attrs.field(default=None, eq=False)
    candidates: tuple[Figure, ...] = attrs.field(default=(), repr=brief)
    basis: tuple[str, ...] = attrs.field(default=(), eq=False, repr=brief)
    cut: bool = attrs.field(default=False, eq=False)
    likely: Likely | None = attrs.field(default=None, eq=False)
    origin: Origin | None = attrs.field(default=None, eq=False)


Bare: TypeAlias = (
    tuple[Status, Figure, str | None, Span | None]
    | tuple[Status, Figure, str | None, Span | None, tuple[Figure, ...], tuple[str, ...]]
)
"""A cell of which there is little to say: its status, value, raw text and span; and perhaps its
candidates and basis."""


class Cells(Mapping[str, Cell]):
    """The cells of a report by path, in form order. Read-only.

    Most cells become a :class:`Cell` only when they are first asked for: most programs look at few
    of a report's 200.
    """

    __slots__ = ("_cells",)

    def __init__(self, cells: Mapping[str, Cell | Bare]) -> None:
        self._cells = dict(cells)

    def __getitem__(self, path: str) -> Cell:
        cell = self._cells[path]
        if isinstance(cell, tuple):
            cell = self._cells[path] = Cell(path, *cell)
        return cell

    def __contains__(self, path: object) -> bool:
        return path in self._cells

    def statuses(self) -> dict[str, Status]:
        """The status of each cell by path. Like the others below, it makes no :class:`Cell`."""
        return {p: c[0] if isinstance(c, tuple) else c.status for p, c in self._cells.items()}

    def figures(self) -> dict[str, Figure]:
        """The value of each cell by path."""
        return {p: c[1] if isinstance(c, tuple) else c.value for p, c in self._cells.items()}

    def raws(self) -> dict[str, str | None]:
        """The raw text of each cell by path."""
        return {p: c[2] if isinstance(c, tuple) else c.raw for p, c in self._cells.items()}

    def spans(self) -> dict[str, Span | None]:
        """The span of each cell by path."""
        return {p: c[3] if isinstance(c, tuple) else c.span for p, c in self._cells.items()}

    def bases(self) -> dict[str, tuple[str, ...]]:
        """The basis of each cell that has one, by path."""
        found = {
            p: (c[5] if len(c) > 4 else ()) if isinstance(c, tuple) else c.basis
            for p, c in self._cells.items()
        }
        return {path: basis for path, basis in found.items() if basis}

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)

    def __eq__(self, other: object) -> bool:
        return dict(self) == dict(other) if isinstance(other, Cells) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self.values()))

    def __repr__(self) -> str:
        known = sum(cell.status.claims for cell in self.values())
        return f"<Cells: {len(self)} cells, {known} with a value>"

    def _repr_html_(self) -> str:
        zh = default_language() == "zh"
        heads = (
            ("路径", "栏目", "值", "状态", "原文")
            if zh
            else ("path", "cell", "value", "status", "text")
        )
        known = {path: what for edition in EDITIONS for path, what in spec(edition).items()}
        rows = [
            (
                cell.path,
                known[cell.path].label if zh else known[cell.path].english,
                cell.value,
                MEANINGS[default_language()][cell.status],
                cell.raw or "",
            )
            for cell in self.values()
        ]
        return small_table(
            f"{len(self)} 格" if zh else f"{len(self)} cells",
            heads,
            rows,
            marks=[str(cell.status) for cell in self.values()],
        )


@attrs.frozen
class Section:
    """One section of the report: its number (一 is 1), its heading as printed, its prose, and the
    span of all that it holds.

    The text is the prose alone. Where a table stands in the section, the prose before and behind it
    is joined by a line end; else the text is exactly what stands at the span.
    """

    number: int
    heading: str = attrs.field(repr=brief)
    text: str = attrs.field(repr=brief)
    span: Span = attrs.field(eq=False)


@attrs.frozen
class Period:
    """The time that the figures cover, both days included."""

    start: datetime.date
    end: datetime.date


class Place(StrEnum):
    """What the text shows of the places of a row's figures.

    ``kept``: there is exactly one piece for each column, in order. ``order``: each piece is one
    whole cell and their order is kept, but there are fewer pieces than columns (or more), so that
    their columns are open. ``glued``: the digits of the row run together; where one figure ends and
    the next begins is open.
    """

    KEPT = "kept"
    ORDER = "order"
    GLUED = "glued"


class Piece(NamedTuple):
    """One thing that stands in a row: a figure, an empty cell, a mark for nothing, or other text.

    In a glued row a piece is a stretch of digits between blanks, and ``value`` is None.
    """

    status: Status
    value: Figure
    raw: str
    span: Span
    origin: Origin | None = None


@attrs.frozen
class RowText:
    """A row of the form as the text shows it, before any reasoning.

    ``path`` names the row, ``pieces`` what stands in it in the order of the text, ``place`` what is
    known of their columns. ``scale`` turns an amount without a unit of its own into 万元 (1, or
    0.0001 where the column is headed in 元). ``foreign`` says that one of the pieces may belong to
    no column of the row: a page number, a column that the form does not have. A ``witness`` has its
    cells from the heads of its columns: it only shows how the text was written.
    """

    path: str
    pieces: tuple[Piece, ...]
    place: Place
    scale: Decimal = Decimal(1)
    foreign: bool = False
    witness: bool = False


@attrs.frozen
class Unplaced:
    """A figure inside a table that no cell claims: its ``span`` in the source, what stands there
    (``raw``), the ``table``, and the path of the ``row`` behind whose label it stands, None above
    the first one."""

    span: Span
    raw: str
    table: str
    row: str | None = None


NothingRead: TypeAlias = Literal["form", "text"]
"""Why a report has no figure."""


class Coverage(NamedTuple):
    """How many cells of a report are known, and how; and how many figures are ``unplaced``."""

    read: int
    inferred: int
    ambiguous: int
    blank: int
    dash: int
    unreadable: int
    missing: int
    unplaced: int


@attrs.frozen
class ReportData:
    """What a report says, without what can be done with it: the part of ``gongkai.Report`` that the
    other rooms work on.

    ``source`` is the text that every span refers to. ``edition`` is 2019 or 2021, None where
    nothing in the text decides it (the cells are then those of edition 2021). ``layout`` names the
    layout the text was read in. ``title``, ``publisher``, ``year``, ``period`` and ``signed`` (the
    date below the signature) are None where the text does not state them. ``unplaced`` are the
    figures inside the tables that no cell claims. ``left_out`` names what the file holds but does
    not show, and so was not read: hidden sheets (``草稿``), rows (``表三!5:7``) and columns
    (``表三!D:D``) of a spreadsheet. ``given`` names what the caller said, not the text:
    ``publisher``, ``year``, ``url`` (where the report was published).
    """

    source: str = attrs.field(eq=False, repr=False)
    cells: Cells = attrs.field(repr=False)
    edition: int | None = None
    layout: str | None = attrs.field(default=None, eq=False)
    title: str | None = None
    publisher: str | None = None
    year: int | None = None
    period: Period | None = None
    signed: datetime.date | None = None
    sections: tuple[Section, ...] = attrs.field(default=(), repr=False)
    repeated_tables: tuple[str, ...] = attrs.field(default=(), repr=False, eq=False)
    unplaced: tuple[Unplaced, ...] = attrs.field(default=(), repr=False, eq=False)
    left_out: tuple[str, ...] = attrs.field(default=(), repr=False, eq=False)
    url: str | None = attrs.field(default=None, repr=False, eq=False)
    given: tuple[str, ...] = attrs.field(default=(), repr=False, eq=False)

    @property
    def coverage(self) -> Coverage:
        """How many cells were read, inferred, left open, …, and how many figures no cell claims."""
        count = Counter(status.value for status in self.cells.statuses().values())
        statuses = {status.value: count[status.value] for status in Status}
        return Coverage(**statuses, unplaced=len(self.unplaced))

    @property
    def nothing_read(self) -> NothingRead | None:
        """Why there is no figure: ``form`` where the tables hold nothing, as the notice's annex
        does, ``text`` where what they hold could not be read; None where a figure is known."""
        found = set(self.cells.statuses().values())
        if any(status.claims for status in found):
            return None
        open_ = self.unplaced or found & {Status.AMBIGUOUS, Status.UNREADABLE}
        return "form" if found & {Status.BLANK, Status.DASH} and not open_ else "text"

    @property
    def form_edition(self) -> int:
        """The edition whose cells the report has."""
        return self.edition or EDITIONS[-1]

    @property
    def figures(self) -> Figures:
        """The figures as sums take them: a blank counts as zero, what the text has lost does
        not."""
        values = self.cells.figures()
        blank = (
            path
            for path, status in self.cells.statuses().items()
            if values[path] is None and status in (Status.BLANK, Status.DASH)
        )
        return Figures(self.form_edition, values, frozenset(blank))

    def value(self, path: str) -> Figure:
        """The value of one cell, None where it is not known."""
        return self.cells[path].value
