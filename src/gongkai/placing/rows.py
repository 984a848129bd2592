"""Rows cut into their figures, and held against what else stands in the table: what has no owner
opens a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, pairwise
from typing import Final

from ..figures import units_headed, units_noted
from ..form import RowSpec
from ..form.wording import key
from ..layouts import Layout
from ..model import HOLE, Span, Status
from .cutting import (
    Part,
    are_beside,
    before,
    behind,
    cut,
    cut_running,
    digits_in,
    has_digit,
    has_doubtful_figures,
    has_mark_apart,
    has_page,
    is_at_page_end,
    is_at_text_end,
    parts,
)
from .habits import Cut
from .heads import is_whole, names_nothing, rest_of
from .lines import on_one_line, row_end
from .opening import SEVERAL, STRANGERS, opened_row
from .owning import (
    alternations,
    begins_with_odd_cell,
    digits_in_front,
    has_odd_character,
    is_followed_by_text,
    text_behind,
    without_owner,
)
from .table import ONE, Row, Table, Whole, column_labels, headed_twice, repeats_rows, separators_in
from .tablefour import is_joined

_FIGURE: Final = re.compile(r"[\d.,]+")
_BEFORE_NUMERAL: Final = re.compile(r"\d+(?=[（(]?[一二三四五六七八九十])")
_DIGITS_BEHIND: Final = re.compile(
    r"\d[\])）〕】]?\s*$|[^\W\d].*?\d(?!\d|[.．、)）]+\s*[^\W\d])", re.DOTALL
)
_WORD: Final = 20
"""Characters of a word with a figure in it."""
_THOUSANDS: Final = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d.])")
_WIDE: Final = 4
"""Fields of the widest grid of table two, besides the labels."""
_ONLY_FIGURES: Final = re.compile(r"(?=[^\d]*\d)[|｜¦,\t\s]*[|｜¦,\t][|｜¦,\t\s\d.]*")
"""A line of figures that begins with a separator, without a label."""
_LINE: Final = 1000
"""Characters of a line of a table."""
_NOTE: Final = 120
"""Characters above a table in which a note on its unit is looked for."""
_BEFORE_FIGURE: Final = re.compile(r"\D{0,60}")
_IN_HEAD: Final = re.compile(r"\n\s{0,9}[\d.]+\W{0,3}$")
_OTHERS_HEAD: Final = re.compile(r"采购总?金额\s?[（(\[【〔][^\d）)\]】〕]{0,12}")
"""The head of a table that a report of later years may still have below, with its unit."""


def cut_table_rows(whole: Whole, table: Table, rows: Sequence[Row]) -> list[Cut]:
    """The rows of table two or three, cut into what stands in them."""
    text, layout = whole.text, whole.layout
    repeats = repeats_rows(table, layout)
    starts = [row.label.start_pos or 0 for row in table.rows]
    glued = {row.path for row, _ in glued_figures(whole, table)}
    here: list[Cut] = []
    lost = scattered = False
    for row in rows:
        shape = whole.shapes[row.path]
        spec = whole.specs[row.path] if shape is None else shape
        every = [Part("RUN", row.at, row.label.end_pos or 0), *parts(row.rest)]
        at = behind(text, row.label.start_pos or 0, row.at)
        scale = scale_of(whole, table, row, spec)
        if layout.borders:
            found = on_one_line(whole, every) if whole.on_lines else every
            one = cut(
                text,
                layout,
                spec,
                spec.label_columns,
                at,
                found,
                scale or ONE,
                whole_line=whole.on_lines,
            )
            one = one._replace(repeats=repeats)
        else:
            one = cut_running(text, layout, spec, at, every, scale or ONE)
        last = row.rest[-1] if row.rest else row.label  # labels of the same row may be among them
        until = row_end(starts, last.start_pos or 0, table.region.end)
        strays = without_owner(
            text,
            layout,
            [part._replace(start=max(part.start, one.at)) for part in every],
            one.contents,
            last=until == table.region.end,
        )
        lost = lost or (bool(strays) and not one.contents)
        loose = [stray for stray in strays if not _is_labelled(text, stray)]
        astray = len(loose) > len(spec.cells) + STRANGERS and until < table.region.end
        one = _audited(whole, table, one, every, strays, until, row.label.value)
        if row.path in glued:
            one = opened_row(one)
        if astray and not whole.on_lines:
            scattered = True
        if scale is None and one.contents:
            one = one._replace(absent=Status.UNREADABLE)
        here.append(one)
    if is_joined(whole, table):
        here = [one._replace(foreign=bool(one.contents)) for one in here]
        lost = True
    twice = headed_twice(table, layout) if repeats else []
    # the figures of several rows stand behind one label, or in the cells of heads, or two columns
    # have the same head
    scattered = scattered or has_figures_in_heads(table)
    if scattered or any(_has_two_figures(text, one, twice) for one in here):
        return [opened_row(one) for one in here]
    if lost:
        # figures of other rows stand somewhere: nothing is blank but what its own fields show
        here = [
            one
            if one.contents or one.absent or _has_fields(layout, one)
            else one._replace(absent=Status.UNREADABLE)
            for one in here
        ]
    return here


def _is_labelled(text: str, stray: Span) -> bool:
    """Whether the line of a figure without an owner begins with a word: it is of a row that the
    form does not have, or not under this name (其他, without its number)."""
    begin = max(0, stray.start - _LINE)
    _, end, line = text[begin : stray.start].rpartition("\n")
    return (begin == 0 or end != "") and line.lstrip()[:1].isalpha()


def has_figures_in_heads(table: Table) -> bool:
    """Whether a cell that holds the head of a column has a figure on its last line: a program has
    put the rows of a page together, and each may hold those of the next."""
    labels = column_labels(table.region.table)
    return any(
        "\n" in token.value
        and (found := _IN_HEAD.search(token.value)) is not None
        and key(token.value[: found.start()]) in labels
        for token in chain(table.above, *(row.rest for row in table.rows))
        if token.type == "ENTRY"
    )


def _has_two_figures(text: str, one: Cut, twice: Sequence[str]) -> bool:
    """Whether a row has two different figures in a column that is headed ``twice``."""
    columns = [cell.column for cell in one.row.cells]
    spread = [column for column in columns for _ in range(1 + (column in twice))]
    if len(one.contents) != len(spread) or spread == columns:
        return False
    shown = zip(
        spread, [text[content.start : content.end] for content in one.contents], strict=True
    )
    return len(set(shown)) > len(columns)


def glued_figures(whole: Whole, table: Table) -> Iterator[tuple[Row, Span]]:
    """The figures that touch the label of the row or group below, each with the row that it may be
    of."""
    for row in table.rows:
        for token in row.rest:
            if token.type == "GROUP" and (digits := _BEFORE_NUMERAL.match(token.value)):
                start = token.start_pos or 0
                yield row, Span(start, start + digits.end())
    for row, below in pairwise(table.rows):
        number = whole.specs[below.path].number if below.path in whole.specs else ""
        span = digits_in_front(whole.text, below.label.start_pos or 0, below.at, number)
        if span:
            yield row, span


def ends_in_figure(label: str) -> bool:
    """Whether a figure stands at the end of a label's text, from which nothing parts it, or in it
    and is no number of a list."""
    return _DIGITS_BEHIND.search(label) is not None


def _audited(
    whole: Whole,
    table: Table,
    one: Cut,
    every: Sequence[Part],
    strays: Sequence[Span],
    until: int,
    label: str,
) -> Cut:
    """A row with what its surroundings say of it: figures that have no owner, cells not shown."""
    text, layout = whole.text, whole.layout
    behind_it = [part for part in every if part.end > one.end and part.start < until]
    n = len(one.row.cells)
    if ends_in_figure(label):  # a figure that was not parted from the label, or a note's
        return opened_row(one)
    if not one.contents:
        stop = -1 if layout.cell_per_line else text.find("\n", one.at)
        broken = is_followed_by_text(text, behind_it if stop < 0 else before(behind_it, stop))
        # several labels on one line: whose the figures behind them are is not shown
        crowded = whole.on_lines and until < table.region.end and "\n" not in text[one.at : until]
        if whole.on_lines and _is_beside_figures(text, one.at):
            return one._replace(absent=Status.UNREADABLE)
        if _has_fields(layout, one) and not (strays or broken or crowded):
            return one
        if layout.borders:
            written = is_followed_by_text(text, behind_it)
        else:  # the rest of the row's own label stands behind its beginning
            following = text_behind(text, every)
            written = HOLE in following or names_nothing(label + following)
            written = written or begins_with_odd_cell(text, one.at, rest_of(label, one.row))
        if strays or crowded or written:
            return one._replace(absent=Status.UNREADABLE)
        if layout.borders and not is_whole(label, one.row):
            return one._replace(absent=Status.MISSING)
        is_last = until == table.region.end and not text[until:].strip()
        is_last = is_last and (until == len(text) or text.find("\n", one.at) < 0)
        is_last = is_last or (until == table.region.end and table.region.goes_on)
        return one._replace(absent=Status.MISSING) if is_last else one
    if layout.borders:
        if any(SEVERAL.search(text, c.start, c.end) for c in one.contents) or (
            one.contents and _parts_thousands(layout, text, one)
        ):
            # a cell has taken the figure of its neighbour, or of another row
            return opened_row(one)
        if not layout.cell_per_line and are_beside(text, one, strays):
            return opened_row(one)
        if whole.on_lines and len(one.contents) < n and _is_wrapped(layout, text, one):
            return opened_row(one)
        if is_at_text_end(text, one) and sum(one.gaps) < n:
            return opened_row(one)
        if (
            layout.cell_per_line
            and len(one.contents) < n
            and (has_page(text, every, one.at, until) or is_at_page_end(text, one.contents))
        ):
            # what looks like the number of a page may be the cell that the row lacks
            return opened_row(one)
        return one._replace(foreign=len(one.contents) < n and bool(strays))
    gaps = [text[a.end : b.start] for a, b in pairwise(one.contents)]
    # what stands inside of a label, by itself in its line, may be no cell
    if _parts_label(text, one, label) or any(
        _has_letters(gap)
        and ("\n" not in gap or "\n" in before or _is_anothers(gap.rpartition("\n")[2], one.row))
        for before, gap in pairwise(["\n", *gaps])
    ):
        return opened_row(one)
    if layout.padded and (
        # a row set in columns has one line, unless its label goes on; a tab is no number of blanks
        any(gap.isspace() and ("\n" in gap or "\t" in gap) for gap in gaps)
        or are_beside(text, one, strays)
        or has_mark_apart(text, one)
        or is_at_text_end(text, one)
    ):
        return opened_row(one)
    ends = {content.end for content in one.contents}
    torn = any(p.role == "ENTRY" and p.start in ends and text[p.start].isdigit() for p in every)
    if torn or has_doubtful_figures(text, one) or _goes_on_with_word(text, one, behind_it):
        return opened_row(one)
    if n == 1 and _is_below_with_text(text, one, behind_it):
        return opened_row(one)
    digits = digits_in(text, one)
    ended = not layout.padded and (
        digits >= n and alternations(text, behind_it) <= 1 and is_followed_by_text(text, behind_it)
    )
    odd = has_odd_character(text[one.at : one.contents[0].start], label)
    short = digits < n and is_followed_by_text(text, behind_it)
    # what stands on a second line below the figures of a row may be a row without a label, or the
    # number of a page
    below = sum("\n" in gap for gap in gaps) == 1
    below = below and text.startswith("\n", one.contents[-1].end)
    return one._replace(foreign=odd or short or below or (bool(strays) and not ended))


def _is_beside_figures(text: str, at: int) -> bool:
    """Whether the line above or below the one of this place has a figure between separators, and
    no word: it may be of this line's label, or of another that is lost."""
    start, stop = text.rfind("\n", 0, at), text.find("\n", at)
    above = text[text.rfind("\n", max(0, start - _LINE), start) + 1 : start] if start > 0 else ""
    below = text[stop + 1 : stop + _LINE].partition("\n")[0] if stop >= 0 else ""
    return any(_ONLY_FIGURES.fullmatch(line) for line in (above, below))


def _parts_label(text: str, one: Cut, label: str) -> bool:
    """Whether the first digits of a row touch the rest of its label: ``政府集中采15购``."""
    first = one.contents[0].start
    digits = _FIGURE.match(text, first)
    following = text[digits.end() : digits.end() + 1].strip() if digits else ""
    if not following:
        return False  # most figures touch nothing
    return rest_of(label + text[one.at : first], one.row).startswith(following)


def _goes_on_with_word(text: str, one: Cut, behind_it: Sequence[Part]) -> bool:
    """Whether a row that lacks figures goes on, behind a blank, with a word that holds one: 314
    减少15 22."""
    found = next((part for part in behind_it if part.role == "ENTRY"), None)
    if found is None or len(one.contents) >= len(one.row.cells):
        return False
    between = text[one.contents[-1].end : found.start]
    word = text[found.start : found.start + _WORD].split()[:1]
    return between.isspace() and "\n" not in between and has_digit("".join(word))


def _is_below_with_text(text: str, one: Cut, behind_it: Sequence[Part]) -> bool:
    """Whether the figure of a row stands on a line below its label's, and a text that is none of
    the form's behind it there: the number of a page, and the page's head."""
    found = next((part for part in behind_it if part.role == "ENTRY"), None)
    if found is None or "\n" not in text[one.at : one.contents[0].start]:
        return False
    beside = text[one.contents[-1].end : found.start]
    return "\n" not in beside and names_nothing(text[found.start : found.end])


def _has_letters(text: str) -> bool:
    return any("一" <= char <= "鿿" for char in text)


def _is_anothers(text: str, row: RowSpec) -> bool:
    """Whether letters stand in a text that are no part of the row's label."""
    return _has_letters(text) and not any(key(text) in key(own) for own in (row.label, *row.also))


def _is_wrapped(layout: Layout, text: str, one: Cut) -> bool:
    """Whether the line of a row may go on in the next, which has no label and fewer fields: one of
    the two lacks the separator that the other ends or begins with, or a figure stands there."""
    line = text.find("\n", one.contents[-1].end)
    stop = text.find("\n", line + 1)
    if line < 0:
        return False
    above = text[text.rfind("\n", 0, line) + 1 : line]
    below = text[line + 1 : stop if stop >= 0 else len(text)]
    rest = layout.pieces.sub("", below)
    if rest.strip() or not below.strip():
        return False
    first, last = (
        layout.pieces.match(below.lstrip(" ")),
        layout.pieces.match(above.rstrip(" ")[-1:]),
    )
    begins = first is not None and first.lastgroup == "sep"
    ends = last is not None and last.lastgroup == "sep"
    fields = separators_in(layout, below, 0, len(below))
    short = fields < separators_in(layout, above, 0, len(above))
    short = short or sum(one.gaps) < len(one.row.cells)
    return fields > 0 and short and (not (begins and ends) or has_digit(below))


def _parts_thousands(layout: Layout, text: str, one: Cut) -> bool:
    """Whether the commas that part the cells may stand in a figure too: ``2,907,,,10``. In a row
    of as many fields as columns they do not."""
    columns = len(one.row.cells)
    # a row of table two may be as long as the widest row of its grid
    most = _WIDE if one.row.table == "proactive" else columns + one.span - 1
    if len(one.contents) <= columns <= sum(one.gaps) <= most:
        return False
    match = _THOUSANDS.search(text, one.at, one.contents[-1].end)
    return match is not None and layout.pieces.fullmatch(",") is not None


def _has_fields(layout: Layout, one: Cut) -> bool:
    """Whether the separators behind a label show a place for each cell of its row."""
    return layout.borders and one.gaps[-1] >= len(one.row.cells)


def scale_of(whole: Whole, table: Table, row: Row, spec: RowSpec) -> Decimal | None:
    """What turns a bare amount of a row into 万元: as the heads and the line above the row say, or
    its own label, or a note above or below the table. None where two units stand there."""
    if not spec.has_amounts:
        return ONE
    text, at, region = whole.text, row.label.start_pos or 0, table.region
    earlier = [other.at for other in table.rows if other.at < at]
    later = [other.label.start_pos or 0 for other in table.rows if other.at > row.at]
    label = _BEFORE_FIGURE.match(text, at, min(later, default=region.end))
    units = units_headed(text[max(earlier, default=region.heads) : at])
    units |= units_headed(label[0] if label else "")
    units |= units_noted(text[max(0, region.heads - _NOTE) : region.heads])
    units |= units_noted(_OTHERS_HEAD.sub("", text[row.at : region.end]))
    return (units or {ONE}).pop() if len(units) < 2 else None
