"""What all rows of a text together say of its separators: how many make a border, whether blank
cells are kept, where rows begin and end.

Two rows, both of six figures and a few empty fields::

    （一）予以公开 | | 5 | | | 1 | 1 | | 7 |          a label over two columns, then seven cells
    一、本年新收 | 4 | 4 | | | | | | |                two figures, the blanks dropped, the row
                                                      padded at its end

In the first every separator is a border, in the second the strokes say nothing. No single row can
tell. So all rows of all tables of a text are looked at together, since one extractor wrote them:

* the *unit*: how many separators stand for one border (two tabs, or two line ends, in some
  extractors);
* whether *blanks are kept*: some row has an empty cell between two figures;
* the *lead*: how many empty fields stand between a label and its first cell. A label that spans
  columns of the grid leaves some, and so do phantom cells. It is one number for all labels of the
  same span, found from the rows that leave no choice.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from ..form import RowSpec
from ..model import Span, Status

_SOME: Final = 3
_WIDEST: Final = 3
"""The most columns that a row of table two has."""


class Cut(NamedTuple):
    """A row as it was cut out of a table: its label, what stands in it, and the separators before
    each thing and at the end.

    ``span`` is the number of grid columns that the label has on the form, ``at`` the place behind
    the label. ``gaps`` counts the separators before each content, and at last those behind them
    all. Two separators that follow each other enclose an empty field: ``inside`` says whether any
    such pair stands between two contents on one line (``same``) or across lines (``across``),
    ``before`` whether one stands before the first content, ``pads`` counts the pairs behind the
    last content in both ways. ``tail`` counts the separators from there to the end of the line.
    ``from_line`` is set where the label stands on an earlier line: the separators before the first
    content of its line. ``repeats`` says that the table writes a cell that spans several columns
    once in each of them. ``end`` is where the row ends. ``foreign`` says that something in the row
    or right behind it has no owner, ``headless`` that it has fewer figures than columns below heads
    some of which are lost, ``texts`` that some content is neither figure nor mark.
    ``absent`` is the status of the cells of a row of which the text shows nothing, None where their
    places are there.
    """

    row: RowSpec
    span: int
    at: int
    contents: Sequence[Span]
    gaps: Sequence[int]
    same_inside: bool = False
    across_inside: bool = False
    pads_same: int = 0
    pads_across: int = 0
    tail: int = 0
    scale: Decimal = Decimal(1)
    from_line: int | None = None
    repeats: bool = False
    end: int = 0
    same_before: bool = False
    across_before: bool = False
    foreign: bool = False
    headless: bool = False
    texts: bool = False
    absent: Status | None = None


class HeadMarks(NamedTuple):
    """What the heads of the columns show: how many separators stand ``between`` two of them,
    whether their lines are ``closed`` by one, and where the first column of table two begins, the
    column 信息内容 being 0. None where no head tells. ``boxed`` says that the lines of most labels
    begin and end with a separator: two of them at a line end enclose no cell.
    """

    between: int = 1
    closed: bool | None = None
    begin: int | None = None
    boxed: bool = False


class Habits(NamedTuple):
    """How the separators of a text are to be taken.

    ``unit`` separators make one border. ``closed``: a separator stands behind a row's last cell
    too. ``same`` and ``across``: which pairs of separators enclose a cell (the others are padding).
    ``strips_ends``: the separators at the ends of lines were cut off. ``lead``: for each span of
    labels, the number of empty fields before the first cell, where only one is possible.
    ``usual``: how many separators nearly all rows of a table have, by the span of their labels.
    ``lines``: the separator is the line end itself. ``begin``: where the first figure of a full
    row without empty fields between its figures stands, by table and span of the label; ``full``:
    how many separators such a row has, by the number of its columns too. ``short``: the tables in
    which some row has fewer contents than columns. ``phantoms``: the tables in which several rows
    have a figure for each of their columns and an empty field between, at the same place.
    ``wide``: the columns of rows of table two some of which reach over more fields than columns.
    """

    unit: int
    keeps_blanks: bool
    closed: bool
    same: bool
    across: bool
    strips_ends: bool
    lead: dict[int, int]
    usual: Mapping[tuple[str, int], int] = {}
    lines: bool = False
    begin: Mapping[tuple[str, int], int] = {}
    full: Mapping[tuple[str, int, int], int] = {}
    short: frozenset[str] = frozenset()
    phantoms: frozenset[str] = frozenset()
    wide: frozenset[tuple[str, ...]] = frozenset()


def own_columns(cut: Cut) -> tuple[str, ...]:
    """A table and the columns of one of its rows."""
    return (cut.row.table, *cut.row.columns)


def slots_of(cut: Cut, unit: int) -> list[int]:
    """The number of each content's cell, the label's being 0."""
    at, found = 0, []
    for index, gap in enumerate(cut.gaps[: len(cut.contents)]):
        at += max(gap // unit, 1) if index or cut.from_line is None else cut.from_line // unit + 1
        found.append(at)
    return found


def habits(cuts: Iterable[Cut], heads: HeadMarks, *, lines: bool, drawn: bool = False) -> Habits:
    """What all rows of a text together say of its separators. ``lines`` says that the separator is
    the line end itself."""
    cuts = list(cuts)
    rows = [cut for cut in cuts if cut.contents]
    unit = (
        math.gcd(
            *(
                gap
                for cut in rows
                for gap in cut.gaps[cut.from_line is not None : len(cut.contents)]
            )
        )
        or 1
    )
    if unit > 2:  # a single figure behind seven blanks tells nothing of the unit; the heads do
        unit = math.gcd(unit, heads.between)
    # where a full row begins: a row with less of the same table begins there too, unless a blank
    # stands before its first figure
    begin = {(cut.row.table, cut.span): slots_of(cut, unit)[0] for cut in rows if _is_full(cut)}
    if heads.begin is not None:
        begin.setdefault(("proactive", 1), heads.begin)
    begun = [
        cut
        for cut in rows
        if cut.row.table != "disputes"
        and slots_of(cut, unit)[0] > begin.get((cut.row.table, cut.span), 3)
    ]
    same = (
        lines
        or unit > 1
        or any(cut.same_inside for cut in rows)
        or any(cut.same_before for cut in begun)
    )
    across = (
        lines
        or unit > 1
        # a row with more figures than columns has those of the next line as well
        or any(cut.across_inside and len(cut.contents) <= len(cut.row.cells) for cut in rows)
        or any(cut.across_before for cut in begun)
    ) and not heads.boxed
    closed = lines or _are_closed(rows, heads, unit)
    strips = not lines and not any(cut.tail for cut in cuts)
    usual = {} if drawn else _usual(cuts, unit)  # the strokes of rules count in some rows only
    full = [c for c in rows if _is_full(c) and not has_gap(slots_of(c, unit))]
    gapped = [c for c in rows if not c.texts and _is_gapped(c, unit)]
    # of several with one key the last stands: the first place, the most separators
    starts = sorted((((c.row.table, c.span), slots_of(c, unit)[0]) for c in full), reverse=True)
    sizes = sorted(((c.row.table, c.span, len(c.contents)), sum(c.gaps) // unit) for c in full)
    result = Habits(
        unit, False, closed, same, across, strips, {}, usual, lines, dict(starts),
        {} if drawn else dict(sizes),
        frozenset([cut.row.table for cut in cuts if len(cut.contents) < len(cut.row.cells)]),
        _phantoms(gapped, unit),
        frozenset([own_columns(cut) for cut in rows if _is_wide(cut, unit)]),
    )  # fmt: skip
    rows = [cut for cut in rows if not cut.texts and not is_odd(cut, result)] or rows
    keeps, fits = any(len(cut.contents) < len(cut.row.cells) for cut in begun), True
    for cut in rows:
        n, figures, slots = len(cut.row.cells), len(cut.contents), slots_of(cut, unit)
        inner = slots[-1] - slots[0] + 1 - figures
        if figures < n:
            keeps = keeps or inner > 0
            # a line end cannot be stripped or padded away: each row must be as long as the form's
            fits = fits and not (lines and slots[-1] + empty_behind(cut, result) < n)
        elif figures == n and inner and cut.row.table == "requests":
            fits = False
    if not (keeps and fits):
        return result
    result = result._replace(keeps_blanks=True)
    return result._replace(lead=_leads(rows, result, lines=lines))


def _phantoms(gapped: Sequence[Cut], unit: int) -> frozenset[str]:
    """The tables with several such rows, if those with the same columns have their empty fields at
    the same places."""
    shapes: dict[tuple[str, ...], set[tuple[int, ...]]] = {}
    for cut in gapped:
        slots = slots_of(cut, unit)
        shapes.setdefault(own_columns(cut), set()).add(tuple(at - slots[0] for at in slots))
    counts = Counter(cut.row.table for cut in gapped)
    differing = {table for (table, *_), places in shapes.items() if len(places) > 1}
    return frozenset(table for table, count in counts.items() if count > 1) - differing


def _is_full(cut: Cut) -> bool:
    """Whether a row has a figure, or a mark, for each of its columns; a text may be none of its
    cells."""
    return len(cut.contents) == len(cut.row.cells) and not cut.texts


def _are_closed(rows: Sequence[Cut], heads: HeadMarks, unit: int) -> bool:
    """Whether a separator stands behind the last cell of each row. One row without it, that a line
    end has cut, tells nothing where the full rows and the heads have it."""
    if not rows or heads.closed is False:
        return False
    ends = [cut.gaps[-1] >= unit for cut in rows]
    full = [
        end for cut, end in zip(rows, ends, strict=True) if len(cut.contents) == len(cut.row.cells)
    ]
    told = all(full) and (len(full) > 1 or bool(heads.closed))
    return all(ends) or (told and _are_nearly_all(sum(ends), len(ends)))


def _are_nearly_all(some: int, rows: int) -> bool:
    return 5 * some >= 4 * rows


def _usual(cuts: Sequence[Cut], unit: int) -> dict[tuple[str, int], int]:
    """How many separators nearly all rows of a table have: those with labels of the same span, or,
    where at least half of these agree with them, all rows of the table."""
    totals: dict[tuple[str, int], Counter[int]] = {}
    for cut in cuts:
        if cut.row.table != "disputes":
            totals.setdefault((cut.row.table, cut.span), Counter())[sum(cut.gaps) // unit] += 1
    every: dict[str, Counter[int]] = {}
    for (table, _), counts in totals.items():
        every.setdefault(table, Counter()).update(counts)
    found = {}
    for (table, span), counts in totals.items():
        for some in (counts, every[table]):
            total, count = some.most_common(1)[0]
            nearly = count >= _SOME and _are_nearly_all(count, some.total())
            if nearly and 2 * counts[total] >= counts.total():
                found[table, span] = total
                break
    return found


def is_odd(cut: Cut, habits: Habits) -> bool:
    """Whether a row with blanks has another number of fields than the others, so that something in
    it is more than a cell or less."""
    if not cut.contents or len(cut.contents) > len(cut.row.cells):
        return False
    if habits.lines:
        return _is_gapped(cut, habits.unit) and cut.row.table not in habits.phantoms
    if len(cut.contents) == len(cut.row.cells):
        if not has_gap(slots_of(cut, habits.unit)):
            return False
        if cut.row.table == "requests" and any(table == "requests" for table, _ in habits.begin):
            return True  # the others show that no field is left empty between the cells
        if _is_gapped(cut, habits.unit) and cut.row.table not in habits.phantoms:
            return True
    if is_wider(cut, habits):
        return True
    usual, fields = habits.usual.get((cut.row.table, cut.span)), sum(cut.gaps) // habits.unit
    full = habits.full.get((cut.row.table, cut.span, len(cut.row.cells)), fields)
    if fields > full or (usual is not None and fields > usual):
        return True
    if habits.strips_ends:
        return False
    if not habits.closed:
        return usual is not None and fields < usual
    if cut.row.table == "disputes":
        size = slots_of(cut, habits.unit)[-1] + empty_behind(cut, habits)
        return cut.gaps[-1] < habits.unit or size < len(cut.row.cells)
    short = usual is not None and fields < usual
    return cut.gaps[-1] < habits.unit or short


def _is_wide(cut: Cut, unit: int) -> bool:
    """Whether a row of table two reaches over more fields than it has columns."""
    return cut.row.table == "proactive" and slots_of(cut, unit)[-1] > len(cut.row.cells) > 1


def is_wider(cut: Cut, habits: Habits) -> bool:
    """Whether fewer contents than a row has columns reach over more fields than those."""
    if habits.lines or len(cut.contents) >= len(cut.row.cells):
        return False  # an empty line may be no field
    slots = slots_of(cut, habits.unit)
    return slots[-1] - slots[0] >= len(cut.row.cells)


def _is_gapped(cut: Cut, unit: int) -> bool:
    """Whether a row has a figure for each of several columns, and an empty field between them."""
    full = _WIDEST <= len(cut.contents) == len(cut.row.cells)
    return full and has_gap(slots_of(cut, unit))


def has_gap(slots: Sequence[int]) -> bool:
    """Whether an empty field stands between two of the fields with these numbers."""
    return slots[-1] - slots[0] >= len(slots)


def is_shifted(cut: Cut, habits: Habits) -> bool:
    """Whether a row that has a figure for each column has an empty field besides: between them, or
    before them, where the label leaves none. Then one of its figures is no cell of it."""
    if habits.lines:
        return False
    slots = slots_of(cut, habits.unit)
    first = slots[0] - 1
    if cut.row.table == "disputes":
        return has_gap(slots) or (first > 0 and cut.from_line is not None)
    if cut.row.table == "proactive":
        begin = habits.begin.get((cut.row.table, cut.span))
        return begin is not None and slots[0] > begin
    lead = habits.lead.get(cut.span)
    told = lead is not None or any(span > 1 for span in habits.lead)
    return first > 0 and told and lead != first


def lacks_fields(cut: Cut, habits: Habits) -> bool:
    """Whether a label has nothing behind it, or less than the separators that enclose blank cells
    in the other rows: then its places are not shown."""
    columns = len(cut.row.cells)
    fields, needed = sum(cut.gaps) // habits.unit, columns + habits.closed
    if habits.lines or habits.strips_ends or cut.row.table == "disputes":
        return False
    if columns > 1 and habits.usual.get((cut.row.table, cut.span), 0) >= needed:
        return fields < needed
    if habits.closed:
        return not fields
    return habits.keeps_blanks and fields < columns


def fits_fields(cut: Cut, habits: Habits) -> bool:
    """Whether a row has no more figures than its columns, no empty field beside a figure for each
    of them, and the rows as many fields as columns other than the form's need."""
    if len(cut.contents) > len(cut.row.cells):
        return False
    if len(cut.contents) == len(cut.row.cells) and not habits.lines:
        slots = slots_of(cut, habits.unit)
        if has_gap(slots) or slots[0] > max(cut.span, 1):
            return False
    usual = habits.usual.get((cut.row.table, cut.span))
    return usual is None or usual - habits.closed - len(cut.row.cells) in (0, cut.span - 1)


def empty_behind(cut: Cut, habits: Habits) -> int:
    """How many empty cells stand behind the last content."""
    if not habits.across:
        return max(cut.tail // habits.unit - habits.closed, 0) if habits.same else 0
    if habits.unit > 1:
        return max(cut.gaps[-1] // habits.unit - habits.closed, 0)
    pairs = cut.pads_across + (cut.pads_same if habits.same else 0)
    return pairs + (not habits.closed and cut.gaps[-1] > 0)


def _leads(rows: Iterable[Cut], habits: Habits, *, lines: bool) -> dict[int, int]:
    """For each span of labels, how many empty fields stand before the first cell, where the rows
    leave only one number.

    A label that spans columns leaves one field for each further column, or none; phantom fields are
    seen in rows that are full.
    """
    by_span: dict[int, list[tuple[Cut, list[int]]]] = {}
    for cut in rows:
        if cut.row.table == "requests":
            by_span.setdefault(cut.span, []).append((cut, slots_of(cut, habits.unit)))
    leads = {}
    for span, found in by_span.items():
        low = max(max(0, slots[-1] - len(cut.row.cells)) for cut, slots in found)
        high = min(min(2, slots[0] - 1) for _, slots in found)
        # a field that no span of the label explains is believed where a full row has it
        full = {slots[0] - 1 for cut, slots in found if _is_full(cut)}
        choices = [lead for lead in range(low, high + 1) if lead in {0, span - 1} | full]
        if len(choices) > 1:
            choices = [
                lead
                for lead in choices
                if all(
                    is_complete(cut, habits, lead + len(cut.row.cells) - slots[-1], slots[0])
                    for cut, slots in found
                )
            ]
        if len(choices) > 1 and lines:
            choices = [
                lead for lead in choices if lead == 0
            ]  # a label that spans columns is one line all the same
        elif (
            len(choices) > 1 and not habits.across
        ):  # on one line, nothing left over at the end is better than something
            whole = [
                lead
                for lead in choices
                if all(
                    empty_behind(cut, habits) == lead + len(cut.row.cells) - slots[-1]
                    for cut, slots in found
                )
            ]
            choices = whole or choices
        if len(choices) == 1:
            leads[span] = choices[0]
    wide = {span: len(by_span[span]) for span in leads if span > 1}
    most = max(wide, key=lambda span: wide[span], default=0)
    for span in wide:
        if (leads[span] > 0) != (leads[most] > 0):
            del leads[span]  # labels that span columns leave fields behind them, or none does
    return leads


def is_complete(cut: Cut, habits: Habits, missing: int, first: int) -> bool:
    """Whether the cells that are missing behind the last content are there as blanks, so that none
    was dropped.

    Table two has rows whose cells span columns of the grid: there the number must be exactly that
    of the row, or of the widest row. Above the line of table four stand heads, whose row may leave
    fields of its own: unless the line begins with a figure, or its own beginning is known, the
    number must be exact.
    """
    after = empty_behind(cut, habits)
    if cut.row.table == "proactive":
        exact = after == missing or after - missing == _WIDEST - len(cut.row.cells)
        if not habits.across:
            return exact or (habits.strips_ends and after == 0)
    elif cut.row.table == "disputes" and first > 1 and cut.from_line is None:
        return after == missing
    elif cut.row.table == "disputes" and habits.same and not habits.across and not habits.lines:
        return after == missing or (habits.strips_ends and after == 0)
    else:
        exact = after >= missing
    return exact or missing == 0 or (habits.strips_ends and after == 0)
