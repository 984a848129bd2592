"""Which column each figure of a row belongs to: told by the heads that the text shows.

A head that spans others (法人或其他组织) stands above them on the page; in a flat text the heads
below it follow behind the whole line of those beside it. A head that is not the form's (备注, 行次,
上年) takes its figures with it. Where the heads cannot be told apart, nothing is claimed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from lark import Token

from .. import form
from ..form import RowSpec
from ..form.wording import MAX_LABEL, key, names
from ..layouts import Layout

FOREIGN: Final = ""
"""The column of a head that is not the form's."""

_LONGEST: Final = 24
"""Characters of the longest head; a longer text between heads is a note."""

_BEFORE: Final = 200
"""More characters than stand before the first word of a line."""

_FEW: Final = 64
"""More heads than a table of the form has, each written in every column that it spans."""

_APPLICANTS: Final = "applicants"
_ORGANISATIONS: Final = "organisations"
_LABELS: Final = "labels"
_NUMBERS: Final = frozenset("0123456789一二三四五六七八九十")
_NO_HEAD: Final = "-"
_TOP: Final = ("natural_person", "total", "business")
_DIGITS: Final = re.compile(r"\d+")
_COUNTED: Final = "".join(map(str, range(1, 20)))
_SENTENCE: Final = re.compile(r"[。；]|\d年\s?\d{1,2}月")
"""What a note has, or a line with a date, and no head."""
_CAPTIONS: Final = ("附表", "续表", "统计表", *(f"表{number}" for number in "一二三四1234"))


_YEAR: Final = re.compile(r"(?<!\d)(?<!\d[.,])20\d\d(?!\d|[.,]\d)")
_YEAR_ALONE: Final = re.compile(r"\s*[（(]?20\d\d\s?年度?[)）]?\s*")


class Head(NamedTuple):
    """A head as it stands in the text: the column or the spanning head that it names, or
    ``FOREIGN``; and the number of its line, counted from the first head's."""

    column: str
    text: str
    line: int = 0


class Columns(NamedTuple):
    """The columns of a table in the order of the text.

    ``order`` is None where heads are shown whose order cannot be told. ``shown`` says that heads
    are there at all; where they are not, the order is the form's, as a premise.
    """

    order: tuple[str, ...] | None
    shown: bool


@cache
def _wordings() -> tuple[re.Pattern[str], dict[str, str]]:
    """All that is known to stand above a table: a pattern of it, and the head that each names."""
    named = {key(label): over for over, labels in form.SPANNING_HEADS.items() for label in labels}
    for text, name in names().items():
        named.setdefault(text, name.path if name.role == "HEAD" else _NO_HEAD)
    for row in (row for edition in form.EDITIONS for row in form.rows(edition)):
        named.setdefault(key(row.band), _NO_HEAD)
        for group in row.groups:
            named.setdefault(key(group), _NO_HEAD)
    for text in (*form.SECTION_TITLES, *form.UNIT_NOTES, *_CAPTIONS):
        named.setdefault(key(text), _NO_HEAD)
    named.pop("", None)
    longest_first = sorted(map(re.escape, named), key=len, reverse=True)
    return re.compile("|".join(longest_first)), named


def heads(text: str, tokens: Sequence[Token], layout: Layout) -> tuple[Head, ...]:
    """The heads among the tokens that stand between two rows, foreign ones too.

    A head may be broken over several tokens, or several may stand in one.
    """
    if not tokens:
        return ()
    found: list[Head] = []
    line, at = 0, None
    pending: str = ""  # text that may be a head, and the line of each of its characters
    lines: list[int] = []

    def flush() -> None:
        nonlocal pending, lines
        found.extend(Head(column, said, lines[start]) for start, column, said in _within(pending))
        pending, lines = "", []

    years: list[Head] = []  # behind the token before: heads of columns too
    for token in tokens:
        start = token.start_pos or 0
        if years:
            flush()
            found += years
        if at is not None:
            line += text.count("\n", at, start)
        at = start
        years = _years(token, line) if "20" in token else []  # most tokens have no digit at all
        if token.type == "RUN":
            continue
        if token.type == "ENTRY":
            if (
                _SENTENCE.search(token.value)
                or _numbers_columns(token)
                or (not layout.cell_per_line and _is_row(text, token))
            ):
                flush()
                continue
            if _YEAR_ALONE.fullmatch(token.value):
                flush()
                found.append(Head(FOREIGN, token.value, line))
                continue
            for number, part in enumerate(token.value.split("\n"), line):
                said = key(part)
                pending += said
                lines += [number] * len(said)
            continue
        if pending:
            flush()
        name = layout.look_up(token.value)
        if token.type == "HEAD" and name is not None:
            if layout.borders and not layout.cell_per_line and _is_row(text, token):
                continue  # 总计 as the label of a row
            found.append(Head(name.path, token.value, line))
        else:
            named = _within(key(token.value))
            alone = len(named) == 1  # a piece of a group's label, or the head of another column
            found.extend(Head(column, said, line) for _, column, said in named if column or alone)
    flush()
    return (*found, *years)


def _years(token: Token, line: int) -> list[Head]:
    """The years behind a token that begins on this line, as the heads of other columns."""
    behind = 0 if token.type == "RUN" else len(token.value)
    return [
        Head(FOREIGN, year[0], line + token.count("\n", 0, year.start()))
        for year in _YEAR.finditer(token, behind)
    ]


def _numbers_columns(token: Token) -> bool:
    """Whether a text stands before a row that numbers the columns (栏次 1 2 3 …): it is no head."""
    numbers = "".join(_DIGITS.findall(token, len(token.value)))
    return len(numbers) > 1 and _COUNTED.startswith(numbers)


def _is_row(text: str, token: Token) -> bool:
    """Whether a text begins a line with several figures: it is the label of a row that is not the
    form's (合计, above the rows), and no head."""
    start, end = token.start_pos or 0, token.end_pos or 0
    behind = start + len(token.value)
    line_end = text.find("\n", behind, end)
    figures = _DIGITS.findall(text, behind, end if line_end < 0 else line_end)
    if len(figures) < 2:  # as behind most heads
        return False
    line = text[max(0, start - _BEFORE) : start].rpartition("\n")[2]
    return not any(map(str.isalnum, line))


def names_nothing(text: str) -> bool:
    """Whether something in a text is no wording of the form.

    >>> names_nothing("（三）不予公开"), names_nothing("不予公开小计")
    (False, True)
    """
    return any(column == FOREIGN for _, column, _ in _within(key(text)))


def is_foreign(word: str, table: str) -> bool:
    """Whether a word is no piece of what the form has above the columns of a table.

    >>> is_foreign("备注", "disputes"), is_foreign("结果", "disputes")
    (True, False)
    """
    said = key(word)
    return said != "" and (len(said) > MAX_LABEL or not _is_piece(said, table))


@lru_cache(maxsize=1024)
def _is_piece(said: str, table: str) -> bool:
    return any(said in one for one in _labels(table))


@cache
def _labels(table: str) -> frozenset[str]:
    rows = [row for edition in form.EDITIONS for row in form.rows(edition, table)]
    columns = {cell.column for row in rows for cell in row.cells}
    labels = [label for column in columns for label in form.head_labels(column)]
    if table == "disputes":  # whose groups stand above its columns
        labels += [label for row in rows for label in (row.label, *row.also)]
    else:
        labels += [label for spanning in form.SPANNING_HEADS.values() for label in spanning]
    return frozenset(map(key, labels))


def is_whole(text: str, row: RowSpec) -> bool:
    """Whether the text of a row's label is more than the beginning of the form's wording.

    >>> row = next(row for row in form.rows(2021) if row.path.endswith("security_and_stability"))
    >>> is_whole("3.危及“三安全一稳定”", row), is_whole("3.危及", row)
    (True, False)
    """
    said = key(text)
    labels = [key(label) for label in (row.label, *row.also)]
    if any(said.endswith(label) for label in labels):
        return True
    begun = said.removeprefix(key(row.number))
    return not any(label.startswith(begun) for label in labels)


def rest_of(text: str, row: RowSpec) -> str:
    """What of a row's label is missing behind its beginning.

    >>> row = next(row for row in form.rows(2021) if row.path.endswith("normative_documents"))
    >>> rest_of("行政规范性", row)
    '文件'
    """
    begun = key(text).removeprefix(key(row.number))
    labels = [key(label) for label in (row.label, *row.also)]
    return next((label[len(begun) :] for label in labels if label.startswith(begun)), "")


def _within(text: str) -> tuple[tuple[int, str, str], ...]:
    """The heads in a text of which only letters and digits are left: where each begins, the column
    and the words."""
    # most are labels of the form
    return _found_in(text) if len(text) <= MAX_LABEL else _found_in.__wrapped__(text)


@lru_cache(maxsize=1024)
def _found_in(text: str) -> tuple[tuple[int, str, str], ...]:
    pattern, named = _wordings()
    found: list[tuple[int, str, str]] = []
    at = 0
    for match in (*pattern.finditer(text), None):
        start, end = match.span() if match else (len(text), len(text))
        if 0 < start - at <= _LONGEST and not _NUMBERS.issuperset(text[at:start]):
            found.append((at, FOREIGN, text[at:start]))
        if match and named[match[0]] != _NO_HEAD:
            found.append((start, named[match[0]], match[0]))
        at = end
    return tuple(found)


def without_repeats(shown: Iterable[Head]) -> list[Head]:
    """The heads, each that a spanned cell repeats right behind itself once."""
    found: list[Head] = []
    for head in shown:
        if not found or head[:2] != found[-1][:2]:
            found.append(head)
    return found


def columns(found: tuple[Head, ...], wanted: tuple[str, ...]) -> Columns:
    """The columns that the heads of a table (or of a part of it) name, in the order of the text.

    >>> head = lambda name: Head(name, name)
    >>> columns((head("total"), head("upheld")), ("upheld", "total"))
    Columns(order=('total', 'upheld'), shown=True)
    """
    # most reports of an office, or from a program, have the same heads
    return _columns(found, wanted) if len(found) <= _FEW else _columns.__wrapped__(found, wanted)


@lru_cache(maxsize=256)
def _columns(found: tuple[Head, ...], wanted: tuple[str, ...]) -> Columns:
    shown = _joined(without_repeats(found), wanted)
    mended = _mended(shown, wanted)
    if mended is not None:
        return Columns(tuple(wanted) if _in_order(mended, wanted) else None, True)
    if not any(head.column in wanted for head in shown):
        return Columns(None if _outside_labels(shown) else tuple(wanted), bool(shown))
    order = None if _are_divided(shown, wanted) else _flat(_told(shown, wanted), wanted)
    return Columns(None if order is None else _named(order, wanted), True)


def _are_divided(shown: Sequence[Head], wanted: Sequence[str]) -> bool:
    """Whether a line of foreign heads stands below those of the columns, each of which they divide:
    2023年 and 2022年, say."""
    lines = Counter(head.line for head in shown if head.column in wanted)
    below = [head for head in shown if head.line > max(lines)]
    foreign = len(below) > 1 and all(head.column == FOREIGN for head in below)
    return foreign and max(lines.values()) > 1 and len({head.line for head in below}) == 1


def _joined(shown: Sequence[Head], wanted: Sequence[str]) -> list[Head]:
    """The heads, two texts that are the head of a column together as one: 本年 | 收费金额."""
    labels = {key(label): name for name in wanted for label in form.head_labels(name)}
    found: list[Head] = []
    for head in shown:
        text = found[-1].text + head.text if found else ""
        if found and found[-1].column == head.column == FOREIGN and text in labels:
            found[-1] = found[-1]._replace(column=labels[text], text=text)
        else:
            found.append(head)
    return found


def _in_order(names: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether heads that are broken over lines stand in the form's order, as far as that shows: the
    ones that others stand beside or below are compared among each other."""
    below = set(form.ORGANISATIONS) if "natural_person" in wanted else set()
    return all(
        [name for name in names if (name in below) is side]
        == [name for name in wanted if name in names and (name in below) is side]
        for side in (True, False)
    )


def any_before_labels(found: Sequence[Head]) -> bool:
    """Whether a column that is not the form's stands before the labels of the rows (序号)."""
    names = [head.column for head in found]
    return FOREIGN in names[: names.index(_LABELS)] if _LABELS in names else False


def _outside_labels(shown: Sequence[Head]) -> list[Head]:
    """The foreign heads, those left out that stand before the head of the labels."""
    names = [head.column for head in shown]
    begin = names.index(_LABELS) + 1 if _LABELS in names else 0
    return [head for head in shown[begin:] if head.column == FOREIGN]


def _flat(shown: Sequence[Head], wanted: Sequence[str]) -> list[Head] | None:
    """The heads of the columns from left to right, None where that cannot be told."""
    names = [head.column for head in shown]
    begin = 0
    if _LABELS in names:
        begin = names.index(_LABELS) + 1
    elif _APPLICANTS in names:
        begin = names.index(_APPLICANTS)
    rest = [head for head in shown[begin:] if head.column != _LABELS]
    counts = {name: sum(head.column == name for head in rest) for name in wanted}
    if max(counts.values()) > 1:
        return _repeated(rest, wanted)
    behind: list[Head] = []
    at = next((i for i, head in enumerate(rest) if head.column == _APPLICANTS), None)
    if at is not None:
        first = next(
            (i for i, head in enumerate(rest) if head.column in _TOP and i > at), len(rest)
        )
        beside, over = rest[at + 1 : first], rest[at]
        if first == at + 1 < len(rest) and rest[first].column == "total":
            beside, first = [rest[first]], first + 1
        if beside:
            # 申请人情况 spans all applicants: what stands behind it in its line stands beside them
            # all; without lines it could also be the first of the heads below
            lines = {head.line for head in rest[at:]}
            if len(lines) == 1 or len(lines) == len(rest) - at:
                return None
            if all(head.line == over.line for head in beside):
                behind = list(beside)
                rest = [*rest[:at], *rest[first:]]
            elif any(head.line == over.line for head in beside):
                return None
        rest = [head for head in rest if head.column != _APPLICANTS]
    at = next((i for i, head in enumerate(rest) if head.column == _ORGANISATIONS), None)
    flat = [head for head in rest if head.column != _ORGANISATIONS]
    below = set(form.ORGANISATIONS)
    children = [i for i, head in enumerate(flat) if head.column in below]
    if at is not None and any(head.column in below for head in rest[:at]):
        return None  # what stands below a spanning head never stands before it
    if at is not None and _beside_in_lines_of_their_own(flat, rest[at].line):
        return None
    if at is None or not children or at == children[0]:
        return [*flat, *behind]
    first, after = children[0], flat[children[-1] + 1 :]
    if any(head.column != FOREIGN for head in after):
        return [*flat, *behind]  # the heads below stand in the midst of those beside them
    # a foreign head between two of those below stands below too
    if first < at or any(head.column not in {*below, FOREIGN} for head in flat[first:]):
        return None
    lower = {head.line for head in flat[first:]} - {flat[0].line}
    told = 1 < len({head.line for head in flat}) < len(flat)
    if after and not (told and {flat[first].line} == lower == {head.line for head in after}):
        return None  # it may be the head of a column beside them as well
    if any(head.column == FOREIGN and (not told or head.line in lower) for head in flat[at:first]):
        return None  # it may be the head of a column below as well
    return [*flat[:at], *flat[first:], *flat[at:first], *behind]


def _beside_in_lines_of_their_own(flat: Sequence[Head], over: int) -> bool:
    """Whether the lines of the heads are those of the page, and a head beside 法人或其他组织, which
    stands in the line ``over``, is neither there nor in the line of those below it: cells that span
    lines show their text in the midst of them, and nothing of their place from left to right."""
    below = [head.line for head in flat if head.column in form.ORGANISATIONS]
    beside = [head.line for head in flat if head.column in ("natural_person", "total")]
    if over in below or len({*below}) == len(below) or len({*beside}) > 1:
        return False  # the lines are those of a paragraph, each head has one, or one is broken
    first = next(i for i, head in enumerate(flat) if head.column in form.ORGANISATIONS)
    early = any(head.line in below for head in flat[:first])
    return not {over, *below}.issuperset(beside) or (early and over in beside)


def _repeated(rest: Sequence[Head], wanted: Sequence[str]) -> list[Head] | None:
    """A grid in which every spanned place is filled: its last line has all the heads, those that
    nothing spans only there."""
    if any(head.column == FOREIGN for head in rest):
        return None
    last, above = list(rest[-len(wanted) :]), {head.column for head in rest[: -len(wanted)]}
    if not above.isdisjoint(form.ORGANISATIONS):
        return None  # two tables, side by side
    if any(head.column not in {*above, *form.ORGANISATIONS} for head in last):
        return None  # a head of the last line is lost
    return last if {head.column for head in last} == set(wanted) else None


def _told(shown: Sequence[Head], wanted: Sequence[str]) -> list[Head]:
    """The heads, where a foreign one that is nearly that of a missing column is its head."""
    found = list(shown)
    missing = [name for name in wanted if all(head.column != name for head in shown)]
    for index, head in enumerate(found):
        if head.column == FOREIGN:
            alike = [name for name in missing if _alike(head.text, name)]
            if len(alike) == 1:
                found[index] = head._replace(column=alike[0])
                missing.remove(alike[0])
    return found


def _named(order: Sequence[Head], wanted: Sequence[str]) -> tuple[str, ...] | None:
    """The columns' names, None where the heads do not tell them."""
    found = [head.column for head in order]
    if any(name and name not in wanted for name in found):
        return None
    missing = [name for name in wanted if name not in found]
    if found[:1] == [FOREIGN] or (FOREIGN in found and missing):
        return None  # the foreign head may be that of the missing column, or stand before all
    return tuple(found)


def _mended(shown: Sequence[Head], wanted: Sequence[str]) -> list[str] | None:
    """The columns in the order in which their heads begin, where narrow columns have broken some of
    them over lines; None where none is broken, or something is left that is no piece of a head."""
    missing = [name for name in wanted if all(head.column != name for head in shown)]
    labels = {name: [key(label) for label in form.head_labels(name)] for name in missing}
    # a head that spans others is broken as well, unless it is shown whole
    whole = {head.column for head in shown}
    spanning = form.SPANNING_HEADS if "natural_person" in wanted else {}
    above = [key(label) for name, some in spanning.items() if name not in whole for label in some]
    begun: dict[str, str] = {}  # what is shown of each head, as far as that is known
    broken = False
    for head in shown:
        if head.column == FOREIGN:
            if not _goes_on(head.text, begun):
                pieces = _pieces(head.text, labels, above, [*begun])
                if pieces is None:
                    return None
                begun |= dict.fromkeys(pieces, "")
            broken = True
        elif head.column in wanted:
            begun.setdefault(head.column, key(head.text))
        elif head.column not in form.SPANNING_HEADS:
            return None  # the head of another table's column
    return [*begun] if broken else None


def _goes_on(text: str, begun: Mapping[str, str]) -> bool:
    """Whether a text is the end of the head before it, from which a line end has parted it, or
    which is written twice; or the ends of several heads of the line above that lack them, one
    beside the other (业 构 织 构)."""
    labels = [
        [label for label in map(key, form.head_labels(name)) if label.startswith(said)]
        for name, said in begun.items()
    ]
    last = labels[-1] if labels else []
    if len(text) > 1 and any(label.endswith(text) and label != text for label in last):
        return True
    at = 0
    for said, some in zip(begun.values(), labels, strict=True):
        ends = [label[-size:] for label in some if label != said for size in (2, 1)]
        at += next((len(end) for end in ends if text.startswith(end, at)), 0)
    return at == len(text)


def _pieces(
    text: str, labels: Mapping[str, Sequence[str]], above: Sequence[str], done: Sequence[str]
) -> list[str] | None:
    """The columns whose heads begin in a text of pieces of heads, and of those ``above`` them; None
    where some of it is none."""
    whole = [*above, *(label for some in labels.values() for label in some)]
    loose = set("".join(whole))
    begun: list[str] = []
    known = at = 0
    while at < len(text):
        size, _, name = max(
            (
                (common, -place, name)
                for place, (name, some) in enumerate(labels.items())
                if name not in begun and name not in done
                for label in some
                if 2 * (common := _common(text[at:], label)) >= min(len(label), 5)
            ),
            default=(0, 0, ""),
        )
        # the rest of a head that has begun, or most of one; less may be of another column
        within = max(
            (
                n
                for n in range(2, min(9, len(text) - at + 1))
                if any(text[at : at + n] in one for one in above)
                or any(
                    text[at : at + n] in one and (name in begun or name in done or 2 * n > len(one))
                    for name, some in labels.items()
                    for one in some
                )
            ),
            default=0,
        )
        if size >= 2 and size >= within:
            begun.append(name)
            known, at = known + size, at + size
        elif within:
            known, at = known + within, at + within
        elif text[at] in loose:
            at += 1
        else:
            return None
    return begun if 2 * known > len(text) else None


def _common(text: str, label: str) -> int:
    """How many characters two texts have in common at their beginning."""
    size = 0
    while size < min(len(text), len(label)) and text[size] == label[size]:
        size += 1
    return size


def _alike(text: str, column: str) -> bool:
    """Whether a text is a misspelt or broken head of a column."""
    if any(word in text for word in form.OTHER_YEARS):
        return False
    letters = set(key(text))
    return any(
        2 * len(letters & set(key(label))) > max(len(letters), len(set(key(label))))
        for label in form.head_labels(column)
    )
