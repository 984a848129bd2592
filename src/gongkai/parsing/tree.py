"""From the outline of a text to the tree of its report, in the words of the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, TypeAlias, cast

import attrs
from lark import Token, Tree

from .. import form
from ..form.grammar import heading, roles
from ..form.traditional import simplified
from ..form.wording import HAN, RADICALS, UNSEEN
from ..layouts import Layout, Line, Part, rows
from ..layouts.detect import choose, in_tags
from ..model import HOLE
from .frames import (
    as_blanks,
    with_dashes,
    with_wiki_rows,
    without_numbering,
    without_numbers,
    without_quotes,
    without_repeats,
)
from .linenumbers import without_line_marks, without_line_numbers
from .metadata import Metadata, read_metadata
from .outline import Heading, Region, headings, regions, report_end

ReportTree: TypeAlias = Tree[Token]
"""The tree of a report; a field that is blank is None in it."""

Child: TypeAlias = Token | ReportTree | None
_ALONE: Final = re.compile(r"\r(?!\n)")
_OTHERWISE: Final = {"\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\xa0": " "}
"""Line ends of other standards than the usual ones, and the blank that does not break."""
_BLANK_ENTITY: Final = re.compile(
    "&(?:nbsp|e[nm]sp|thinsp|#160|#xa0|#12288|#x3000);", re.IGNORECASE
)
"""A blank as HTML names it."""
_BESIDE_FIGURES: Final = re.compile(
    rf"(?<![0-9０-９{UNSEEN}])[{UNSEEN}]++|[{UNSEEN}]++(?![0-9０-９])"
)
"""Characters that nobody sees, but for those between two digits: they may part two cells."""
_OTHER_DIGITS: Final = "٠-٩۰-۹߀-߉०-९০-৯੦-੯૦-૯୦-୯௦-௯౦-౯೦-೯൦-൯๐-๙໐-໙༠-༩၀-၉០-៩᠐-᠙𝟎-𝟿🯰-🯹"
"""Digits in which no report writes its figures: what they stand for is not read."""
_UNUSUAL: Final = re.compile(f"[⺀-⿟{UNSEEN}{_OTHER_DIGITS}]")
_USUAL: Final = RADICALS | {
    code: HOLE
    for first, last in re.findall("(.)-(.)", _OTHER_DIGITS)
    for code in range(ord(first), ord(last) + 1)
}
_COUNTED: Final = re.compile(rf"[（(](?<={HAN}.)(?<!金额.)\s?件数?\s?[)）]")
"""What counts are counted in, behind a label or a head: it is no part of it."""
_MAY_BE_COUNTED: Final = re.compile(r"件数?\s?[)）]")
"""The end of it: a pattern that begins with one character is found many times faster."""
_BREAK: Final = re.compile(r"<br\s{0,3}/?>")
_TEXTS: Final = ("title", "heading", "prose")


@attrs.frozen
class Outline:
    """A text with what is known of it before its tables are read: where its headings and tables
    stand, the layout, and what the report says of itself.

    ``text`` has characters in the place of radicals and of tags, and ends where another report
    begins; every offset is that of the text as given.
    """

    text: str
    layout: Layout
    headings: Sequence[Heading]
    regions: Sequence[Region]
    metadata: Metadata


def outline(text: str, layout: Layout | None = None, year: int | None = None) -> Outline:
    """Find what can be known of a text before its tables are read; without a layout, it is told
    from the text. A ``year`` that is given counts, not that of the text."""
    folded = with_plain_blanks(text)
    if _UNUSUAL.search(folded):
        folded = _BESIDE_FIGURES.sub(as_blanks, folded.translate(_USUAL))
    folded = without_line_numbers(without_line_marks(simplified(folded)))
    tags = None if layout or "<" not in text else in_tags(folded)
    layout = Layout.named(tags) if tags else layout
    if layout and layout.elements:
        from .tags import untagged

        folded = untagged(folded, layout.elements)
    elif "<br" in folded:  # converters to Markdown break the lines of a cell so
        folded = _BREAK.sub(as_blanks, folded)
    folded = with_dashes(without_numbers(without_numbering(without_quotes(with_wiki_rows(folded)))))
    if _MAY_BE_COUNTED.search(folded):
        folded = _COUNTED.sub(as_blanks, folded)
    found = headings(folded, layout.titles if layout else ())
    where = regions(folded, found, layout.labels if layout else None)
    chosen = layout or Layout.named(
        choose(folded, [(region.start, region.end) for region in where])
    )
    if chosen.padded:
        folded = without_repeats(folded)
        where = regions(folded, found, chosen.labels)
    own = folded[: report_end(folded, found)]
    metadata = _as_written(read_metadata(own, found), text, own)
    if year is not None:
        metadata = metadata._replace(year=year)
    return Outline(own, chosen, found, where, metadata)


def with_plain_blanks(text: str) -> str:
    """The text with every line end and blank as one that the grammars know; offsets stay.

    >>> with_plain_blanks("规章\\r3\\u20285\\r\\n")
    '规章\\n3\\n5\\r\\n'
    """
    if "\r" in text and text.count("\r") > text.count("\r\n"):
        text = _ALONE.sub("\n", text)
    for mark, plain in _OTHERWISE.items():
        if mark in text:
            text = text.replace(mark, plain)
    return _BLANK_ENTITY.sub(as_blanks, text) if "&" in text else text


def _as_written(found: Metadata, text: str, folded: str) -> Metadata:
    """Title and publisher in the characters of the text, where it has traditional ones."""
    if simplified(text) is text:
        return found
    places = [at for at, char in enumerate(folded) if not char.isspace()]
    squeezed = "".join(folded.split())

    def written(name: str | None) -> str | None:
        squeezed_name = "".join((name or "").split())
        at = squeezed.find(squeezed_name)
        if not squeezed_name or at < 0:
            return name
        return "".join(text[place] for place in places[at : at + len(squeezed_name)])

    return found._replace(title=written(found.title), publisher=written(found.publisher))


def tree_of(known: Outline) -> ReportTree:
    """The tree of a report: what the grammar finds in its text."""
    return known.layout.parse(known.text, _parts(known))


def rows_of(tree: ReportTree) -> dict[str, list[Line | Token]]:
    """The rows of each table in a tree, after the tokens above them."""
    return {
        str(table.data): rows(table)
        for part in tree.children
        if isinstance(part, Tree)
        for table in part.children
        if isinstance(table, Tree) and table.data in form.TABLES
    }


def _parts(known: Outline) -> list[Part]:
    """The title, the headings and the tables, in the order of the text."""
    parts = [Part(heading(one.number), one.start, one.end) for one in known.headings]
    parts += [Part(one.table.upper(), one.start, one.end, one.table) for one in known.regions]
    parts.sort(key=lambda part: (part.start, part.end))
    title = simplified(known.metadata.title or "")
    first = parts[0].start if parts else len(known.text)
    at = known.text.find(title, 0, first) if title else -1
    return parts if at < 0 else [Part("TITLE", at, at + len(title)), *parts]


def with_fields(tree: ReportTree, text: str, layout: Layout) -> ReportTree:
    """The tree with the fields of each row where the text behind its label stands as one."""
    children: list[Child] = []
    stretch: list[Token] = []  # a label and what stands behind it
    for child in cast("list[Child]", tree.children):
        if isinstance(child, Token) and tree.data not in _TEXTS:
            if stretch and child.type in roles():
                children += _split(stretch, tree.data, text, layout)
                stretch = []
            if child.start_pos != child.end_pos:
                stretch.append(child)
            continue
        children += _split(stretch, tree.data, text, layout)
        stretch = []
        children.append(with_fields(child, text, layout) if isinstance(child, Tree) else child)
    children += _split(stretch, tree.data, text, layout)
    return Tree(str(tree.data), cast("list[Token | ReportTree]", children))


def _split(stretch: Sequence[Token], rule: str, text: str, layout: Layout) -> Iterator[Child]:
    """A label, and the fields behind it."""
    if not stretch:
        return
    first = stretch[0]
    start, end = first.start_pos or 0, stretch[-1].end_pos or 0
    if first.type in roles():
        start += len(first.value)
        if not layout.borders:  # a label is known by its beginning, and goes on to the first figure
            figure = layout.figure.search(text, start, end)
            start = figure.start() if figure else end
        label = text[first.start_pos or 0 : start]
        yield Token(first.type, "".join(label.split()), first.start_pos, end_pos=start)
    fields = layout.fields(text, start, end) if start < end else []
    if not layout.borders or (rule not in _columns() and not any(fields)):
        fields = [field for field in fields if field is not None]
    if fields and fields[0] is None:  # the border behind the label
        fields = fields[1:]
    kept = len(fields)
    while kept > _columns().get(rule, 0) and fields[kept - 1] is None:
        kept -= 1
    fields = fields[:kept]
    if fields:
        yield Tree("fields", cast("list[Token | ReportTree]", fields))


@cache
def _columns() -> dict[str, int]:
    """How many columns the form has for a row, by the name of its rule."""
    return {
        row.path.rpartition(".")[2]: len(row.cells)
        for edition in form.EDITIONS
        for row in form.rows(edition)
        if row.table != "disputes"
    }
