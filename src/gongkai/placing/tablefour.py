"""Table four: one row of figures below its heads, or a stretch of it behind each head."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from lark import Token

from .. import form
from ..form import RowSpec
from ..layouts import Layout
from ..model import Bare, Span, Status
from .borders import figure_at, trimmed
from .cutting import (
    Part,
    are_beside,
    before,
    cut,
    cut_running,
    has_digit,
    has_doubtful_figures,
    has_mark_apart,
    has_page,
    is_at_text_end,
    is_on_page_line,
    parts,
)
from .disputes import (
    Stretch,
    by_stretches,
    in_line,
    is_foreign_behind,
    lacks_only_heads,
    names_in,
)
from .habits import Cut
from .heads import FOREIGN, is_foreign
from .owning import has_unknown_separator, is_followed_by_text, is_prose, without_owner
from .table import DISPUTES, MANY_CELLS, ONE, Table, Whole, one_row, separators_in

_MARK: Final = re.compile(r"[—–―/／\\无-]")
_YEAR: Final = re.compile(r"(?P<year>20\d\d)(?:年|\s*$)")
_OF_LINE: Final = re.compile("[数计年件量次]")
"""What the label of the line of table four has."""
_SHORT: Final = 8
"""More characters than a cell of table four has."""
_HEADS: Final = frozenset(
    {
        "upheld",
        "corrected",
        "other",
        "pending",
        "total",
        "disputes.litigation_direct",
        "disputes.litigation_after_review",
    }
)


def below_heads(table: Table, layout: Layout) -> list[Token]:
    """The tokens from the first one with figures (or marks, where cells have borders) below the
    heads.

    The run of the last head counts, its text does not.
    """
    names = {id(token): name for token, name in table.names}
    marks = layout.borders or layout.padded
    headed = False
    for index, token in enumerate(table.above):
        name = names.get(id(token))
        headed = headed or (name is not None and name.path in _HEADS)
        run = (
            token[len(token.value) :] if headed and token.type != "RUN" else token if headed else ""
        )
        if has_digit(run) or (marks and _MARK.search(run) and layout.figure.search(run)):
            return table.above[index:]
    return []


def groups_of_four(specs: Mapping[str, RowSpec]) -> list[RowSpec]:
    """The rows of the form that stand side by side in table four."""
    return [spec for spec in specs.values() if spec.table == DISPUTES]


def stretches_of(whole: Whole, table: Table) -> list[Stretch]:
    """The figures of table four as they stand together, each stretch with what stands before it;
    the last has none where heads stand below all figures, as those of a table of blanks do."""
    text, layout = whole.text, whole.layout
    groups = groups_of_four(whole.specs)
    found: list[Stretch] = []
    names: list[str] = []
    contents: list[Span] = []
    label, strange = "", False

    def close() -> None:
        nonlocal names, contents, label
        if len(contents) == 1 and not found:
            contents = []  # the number of a page, among the heads
        if contents:
            behind = [FOREIGN] if strange and names else []
            found.append(Stretch((*names, *behind), tuple(contents), label))
            names, contents, label = [], [], ""

    for token in table.above:
        start, end = token.start_pos or 0, token.end_pos or 0
        if token.type != "RUN":
            here = names_in(token, layout.look_up(token.value), groups)
            if token.type == "ENTRY" and not here:
                if found and is_prose(text, start, start + len(token.value)):
                    break
                below = whole.on_lines and contents and "\n" in text[contents[-1].end : start]
                if below or (contents and _names_year(token.value)):
                    close()
                if not contents and (not label or _YEAR.search(token.value)):
                    label = token.value.strip()
                strange = strange or is_foreign_behind(token.value, groups)
            elif not here and names and is_foreign(token.value, DISPUTES):
                strange = True  # a piece of another label, or the head of another column
            else:
                if contents:
                    close()
                names += [FOREIGN, *here] if strange and names else here
                strange = token.type == "ENTRY" and is_foreign_behind(token.value, groups)
            start += len(token.value)
        if not names and not found and not contents:
            continue  # above the heads stands no figure of the table
        for match in layout.pieces.finditer(text, start, end):
            if match.lastgroup == "sep" or is_on_page_line(text, match.start()):
                continue
            if whole.on_lines and contents and "\n" in text[contents[-1].end : match.start()]:
                close()
            contents.append(trimmed(text, *match.span()))
    close()
    if found and len(found[-1].contents) == 1 and not found[-1].names and len(found) > 1:
        found.pop()  # the number of a page
    again = sum(name in _HEADS for name in names) >= len(one_row(whole.specs).cells)
    return [*found, Stretch(tuple(names), ())] if again or not found else found


def by_shape(
    text: str, stretches: Sequence[Stretch], specs: Mapping[str, RowSpec], year: int | None
) -> dict[str, Bare]:
    """The cells of a table four that is no single line: by its shape, or the line of the year."""
    groups = groups_of_four(specs)
    cells = [cell for group in groups for cell in group.cells]
    other = len(stretches) == 1  # the one line is another year's
    places = None if other else by_stretches(stretches, groups)
    if places is None and all(len(stretch.contents) == len(cells) for stretch in stretches):
        own = [stretch for stretch in stretches if year and str(year) in stretch.label]
        order = in_line(stretches[0].names, groups)
        if len(own) == 1 and order is not None:
            places = {cell.path: at for cell, at in zip(order, own[0].contents, strict=True)}
    if places is None:
        span = Span(stretches[0].contents[0].start, stretches[-1].contents[-1].end)
        return {
            cell.path: (Status.UNREADABLE, None, text[span.start : span.end], span)
            for cell in cells
        }
    return {cell.path: figure_at(text, places[cell.path], cell.kind) for cell in cells}


def _names_year(text: str) -> bool:
    """Whether a text among figures says of which year the next ones are."""
    return _YEAR.search(text) is not None or any(word in text for word in form.OTHER_YEARS)


def is_of_other_year(stretch: Stretch, year: int | None) -> bool:
    """Whether a line of table four is headed by another year than the report's."""
    named = _YEAR.search(stretch.label)
    return named is not None and year is not None and named["year"] != str(year)


def is_joined(whole: Whole, table: Table) -> bool:
    """Whether the cells of a text without borders are parted by something that is not known."""
    return not whole.layout.borders and has_unknown_separator(
        whole.text, [token for token, _ in table.names]
    )


def _lacks_heads(whole: Whole, table: Table) -> bool:
    """Whether some of the heads of table four are shown, but not all."""
    size = len(one_row(whole.specs).cells)
    in_grid = size + size // len(groups_of_four(whole.specs))  # each spanned place is filled
    shown = sum(token.type == "HEAD" for token, _ in table.names)
    return 0 < shown < in_grid and shown != size


def _lacks_only_heads(whole: Whole, table: Table, row: Cut) -> bool:
    """Whether the figures show that heads of table four are lost and not their columns, where all
    stand glued together."""
    if whole.layout.borders or len(row.contents) != 1:
        return False
    glued = row.contents[0]
    names = stretches_of(whole, table)[0].names
    digits = whole.text[glued.start : glued.end]
    return digits.isdecimal() and lacks_only_heads(digits, names, groups_of_four(whole.specs))


def _has_text_below(table: Table) -> bool:
    """Whether right below the heads of table four stands a text that is none of the form's."""
    last = max((token.end_pos or 0 for token, _ in table.names), default=0)
    below = [token for token in table.above if (token.start_pos or 0) >= last]
    return any(token.type == "ENTRY" and len(token.value) <= _SHORT for token in below[:MANY_CELLS])


def _has_line_of_blanks(whole: Whole, table: Table) -> bool:
    """Whether the separators of a line without figures stand below the heads of table four."""
    last = max((token for token, _ in table.names), key=lambda token: token.start_pos or 0)
    start = (last.start_pos or 0) + len(last.value)
    fields = separators_in(whole.layout, whole.text, start, table.region.end)
    return fields >= len(one_row(whole.specs).cells)


def _stands_below_blanks(whole: Whole, table: Table, row: Cut) -> bool:
    """Whether a line of blank cells stands between the heads and the line with figures: one of the
    two may be another year's."""
    text, first = whole.text, row.contents[0].start
    heads = [token for token, _ in table.names if (token.start_pos or 0) < first]
    start = (heads[-1].start_pos or 0) + len(heads[-1].value) if heads else first
    between = text[start : text.rfind("\n", 0, first) + 1].split("\n")[1:]
    return any(
        separators_in(whole.layout, line, 0, len(line)) >= len(row.row.cells) - 1
        for line in between
    )


def cut_disputes(whole: Whole, table: Table) -> Iterator[Cut]:
    """The one line of table four, cut into what stands in it."""
    text, layout, shape = whole.text, whole.layout, whole.shapes[DISPUTES]
    spec = shape or one_row(whole.specs)
    below = below_heads(table, layout)
    if whole.on_lines and below:
        below = _from_first_text(text, layout, table.above, below)
    found = [*[*parts(below[:1])][below[0].type != "RUN" :], *parts(below[1:])] if below else []
    joined = is_joined(whole, table)
    if not found:
        if any(name.path in _HEADS for _, name in table.names):
            last = table.above[-1].end_pos or 0
            shown = layout.borders and not _lacks_heads(whole, table)
            shown = shown and _has_line_of_blanks(whole, table)
            absent = None if shown and table.region.end < len(text) else Status.MISSING
            absent = Status.UNREADABLE if joined or _has_text_below(table) else absent
            yield Cut(spec, 1, last, [], [0], end=last, absent=absent)
        return
    at = found[0].start
    if layout.borders:
        here = _line_with_figures(whole, found) if whole.on_lines else found
        row = cut(text, layout, spec, 1, at, here, ONE, whole_line=whole.on_lines)
        if row.contents and not layout.cell_per_line:
            row = _from_line_start(text, layout, row, table.above)
    else:
        row = cut_running(text, layout, spec, at, found, ONE)
    strays = without_owner(text, layout, parts(below), row.contents)
    short = len(row.contents) < len(spec.cells)
    doubtful = (
        short and layout.cell_per_line and has_page(text, found, at, row.end)
        if layout.borders
        else has_doubtful_figures(text, row)
        or (layout.padded and bool(row.contents) and has_mark_apart(text, row))
        or (len(row.contents) != len(spec.cells) and _are_several_lines(text, row))
    )
    if short and layout.cell_per_line:  # a text before or behind the figures may be a cell
        doubtful |= below[0].type == "ENTRY" or is_followed_by_text(
            text, [part for part in parts(below) if part.start >= row.end]
        )
    if strays and layout.borders and row.contents:  # the texts may be the foreign ones
        doubtful |= row.texts or (not layout.cell_per_line and are_beside(text, row, strays))
    if row.contents and layout.borders and whole.on_lines:
        doubtful |= _stands_below_blanks(whole, table, row)
    if doubtful or len(strays) > len(row.contents) or _may_be_piece(text, layout, below[0], row):
        row = row._replace(absent=Status.UNREADABLE)  # figures of the line stand elsewhere too
    strange = bool(strays) and (short or not layout.borders)
    strange |= not layout.borders and _has_text_beside(text, below, row)
    yield row._replace(
        foreign=bool(row.contents) and (shape is None or strange or joined),
        headless=bool(row.contents)
        and short
        and _lacks_heads(whole, table)
        and not _lacks_only_heads(whole, table, row),
    )


def _may_be_piece(text: str, layout: Layout, first: Token, row: Cut) -> bool:
    """Whether the line may begin in the text before its figures, or go on behind the end of the
    text."""
    short = len(row.contents) < len(row.row.cells)
    if layout.borders:
        ended = is_at_text_end(text, row) and sum(row.gaps) + 1 < len(row.row.cells)
        return ended or _begun_in_text(text, first, row)
    if layout.padded and (_begins_with_text(text, row) or _is_on_lines(text, row)):
        return True
    ended = row.end == len(text) or (layout.padded and is_at_text_end(text, row))
    return short and ended and not (layout.padded and _is_as_long_as_heads(text))


def _is_as_long_as_heads(text: str) -> bool:
    """Whether the last line of a text set in columns is as long as the one above it, blanks
    included: then no figure at its end has been cut off."""
    *_, above, last = ["", *text.rsplit("\n", 2)[-2:]]
    return len(last) >= len(above) > 0


def _are_several_lines(text: str, row: Cut) -> bool:
    """Whether several lines hold several figures each: there may be two lines, for two years."""
    starts = Counter([text.rfind("\n", 0, content.start) for content in row.contents])
    return sum(count > 1 for count in starts.values()) > 1


def _is_on_lines(text: str, row: Cut) -> bool:
    """Whether the figures stand on several lines."""
    return bool(row.contents) and "\n" in text[row.contents[0].start : row.contents[-1].end]


def _begun_in_text(text: str, first: Token, row: Cut) -> bool:
    """Whether a text with a digit stands in front of the figures, on their line: one of them may be
    in it."""
    behind = (first.start_pos or 0) + len(first.value)
    return (
        bool(row.contents)
        and first.type == "ENTRY"
        and has_digit(first.value)
        and "\n" not in text[behind : row.contents[0].start]
    )


def _has_text_beside(text: str, below: Sequence[Token], row: Cut) -> bool:
    """Whether a text touches the figures of a line without borders that is neither its label nor a
    sentence: it may be the first or the last cell."""
    before = below[0].value if below[0].type == "ENTRY" else ""
    if before and not _OF_LINE.search(before):
        return True
    behind = next((p for p in parts(below) if p.start >= row.end > 0 and p.role != "RUN"), None)
    return (
        behind is not None
        and behind.role == "ENTRY"
        and "\n" not in text[row.end : behind.start]
        and behind.end - behind.start <= _SHORT
        and not is_prose(text, behind.start, behind.end)
    )


def _begins_with_text(text: str, row: Cut) -> bool:
    """Whether something stands before the figures on their line, in a text set in columns."""
    first = row.contents[0].start if row.contents else row.at
    return bool(text[text.rfind("\n", 0, first) + 1 : first].strip())


def _from_first_text(
    text: str, layout: Layout, above: list[Token], below: list[Token]
) -> list[Token]:
    """The tokens from the one on whose line end the line with the first figure begins, so that
    texts before that figure are cells: ``? | ? | 3``."""
    figure = layout.figure.search(text, below[0].start_pos or 0)
    line = text.rfind("\n", 0, figure.start() if figure else 0)
    for index in range(len(above) - len(below), -1, -1):
        token = above[index]
        if (token.start_pos or 0) <= line:
            return above[index:]
        if token.type not in ("ENTRY", "RUN"):
            break
    return below


def _line_with_figures(whole: Whole, found: Sequence[Part]) -> list[Part]:
    """The parts up to the end of the line in which the first figure or mark stands."""
    first = next(
        match.start()
        for part in found
        if part.role == "RUN"
        for match in whole.layout.figure.finditer(whole.text, part.start, part.end)
    )
    stop = whole.text.find("\n", first)
    return before(found, stop if stop >= 0 else len(whole.text))


def _from_line_start(text: str, layout: Layout, row: Cut, above: Sequence[Token]) -> Cut:
    """Count the first gap from the start of the line, where the heads stand on another line than
    the figures."""
    first = row.contents[0].start
    line, stop = text.rfind("\n", 0, first) + 1, text.find("\n", first)
    if line <= row.at:
        return row
    separators = [
        m.start() for m in layout.pieces.finditer(text, row.at, first) if m.lastgroup == "sep"
    ]
    on_line = sum(
        m.lastgroup == "sep"
        for m in layout.pieces.finditer(text, line, stop if stop >= 0 else len(text))
    )
    if on_line < 5:  # a cell per line: a line with a separator alone is an empty cell
        return row._replace(from_line=sum("\n" in text[a:b] for a, b in pairwise(separators)))
    opened = _are_opened(text, layout, above[0].start_pos or 0, line)
    return row._replace(from_line=max(sum(s >= line for s in separators) - opened, 0))


def _are_opened(text: str, layout: Layout, start: int, end: int) -> bool:
    """Whether the lines of the heads begin with a separator, but for a few that were broken."""
    opened = begun = 0
    at = text.rfind("\n", 0, start) + 1
    while at < end:
        stop = text.find("\n", at)
        first = next(layout.pieces.finditer(text, at, stop), None)
        if first is not None and first.lastgroup == "sep":
            begun += 1
            opened += not text[at : first.start()].strip()
        at = stop + 1
    return 3 * opened > 2 * begun
