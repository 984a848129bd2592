"""From a text to a Report: find the tables, choose the layout, read, prove, and say what the text
says of itself. What only some reports or calls need is imported where it is used."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Final

import attrs

from . import form
from .errors import LayoutError, ParseError, place
from .form.naming import Language
from .layouts import Layout
from .model import Bare, Cell, Cells, Origin, RowText, Span, Status, Unplaced
from .parsing.detect import SUBJECT, may_speak, speaks_of_reports
from .parsing.outline import Region, sections_of
from .parsing.tree import Outline, ReportTree, outline, rows_of, tree_of, with_fields
from .placing.tables import Found, read_tables
from .proving.resolve import proven
from .report import Report
from .showing import default_language

if TYPE_CHECKING:
    from .reading.composing import Reading
    from .reading.sources import Source

_ONE: Final = "一"
_NUMERALS: Final = frozenset("零二三四五六七八九十")
_MISSING: Final[Bare] = (Status.MISSING, None, None, None)
_EXPECTED: Final = (
    "the sections 一、总体情况 to 六、其他需要报告的事项, or one of the tables of"
    " 政府信息公开工作年度报告"
)


@attrs.frozen
class Detection:
    """What :func:`detect` found: the name of the layout, and the edition (None where the tables do
    not tell)."""

    layout: str
    edition: int | None


def detect(text: str | bytes) -> Detection | None:
    """Say which layout and edition a text is in, or None if it is no annual report. Cheap enough to
    filter a web crawl.

    Bytes are a file: a web page in any character set, declared or not, a text, a Word file or PDF.
    A text that uses the words of the form in sentences (news, an instruction), so that nothing of
    its tables can be read, is none unless it has the sections of a report.

    Raises:
        MissingExtraError: the extra that reads a file of this kind is not installed.

    >>> detect("A letter.") is None
    True
    >>> page = "<table><tr><td>一、本年新收政府信息公开申请数量<td>3" + 6 * "<td>0"
    >>> detect(page.encode("gb18030")) is None
    False
    """
    if isinstance(text, bytes):
        return _detect_bytes(text)
    if not isinstance(text, str) or not speaks_of_reports(text):
        return None
    known = outline(text)
    if not any(region.headed for region in known.regions):
        return None
    tables = _tables(known)
    if not _shows_cells(tables) and not ((tables.cells or tables.rows) and _is_report(known)):
        return None
    return Detection(known.layout.name, tables.edition)


def _detect_bytes(data: bytes) -> Detection | None:
    if not may_speak(data):
        return None
    from .reading.sources import read_source

    try:
        reading, _ = read_source(data)
    except ParseError:
        return None
    return detect(reading.text)


def parse(
    text: str,
    *,
    layout: Layout | str | None = None,
    publisher: str | None = None,
    year: int | None = None,
    url: str | None = None,
) -> Report:
    """Read an annual report on government information disclosure from its text.

    ``layout`` is the name of a layout or a :class:`Layout`; without it the layout is told from the
    text. A damaged report is still a Report: what its text lacks is ``missing``, what it leaves
    open ``ambiguous``.

    ``publisher``, ``year`` (the one that the report is about) and ``url`` are for what you know
    better than the text; ``report.given`` names those that were given. Of tables of several years
    in a text, those of the year given are read.

    Raises:
        ParseError: the text is no such report; the message says where, what was expected and what
            to try.
        LayoutError: no layout has this name.
        TypeError: ``text`` is not a ``str`` (for bytes and files there is :func:`read`).

    >>> text = "一、总体情况\\n无。\\n二、主动公开政府信息情况\\n行政许可 | 3 |\\n行政处罚 | 5 |\\n"
    >>> report = parse(text, layout="pipe")
    >>> report.proactive.licensing.decisions
    3
    >>> parse(report.source, layout="pipe", year=2023).given
    ('year',)
    """
    if not isinstance(text, str):
        raise TypeError(
            f"parse takes a str, not {type(text).__name__}; gongkai.read takes bytes and files"
        )
    known = outline(text, Layout.named(layout) if isinstance(layout, str) else layout, year)
    tables = _tables(known)
    if not tables.cells and not tables.rows and not _is_report(known):
        raise _no_report(text, known.regions)
    metadata = known.metadata
    cells = _cells(text, tables, tables.edition or form.EDITIONS[-1])
    unplaced = _unplaced(tables, cells)
    if not text.startswith(known.text):  # characters and tags were folded to find the tables
        cells = {path: _as_written(cell, text) for path, cell in cells.items()}
        unplaced = tuple(attrs.evolve(one, raw=text[slice(*one.span)]) for one in unplaced)
    report = Report(
        source=text,
        cells=Cells(cells),
        edition=tables.edition,
        layout=known.layout.name,
        read_in=known.layout,
        title=metadata.title,
        publisher=metadata.publisher if publisher is None else publisher,
        year=metadata.year,
        period=metadata.period,
        signed=metadata.signed,
        sections=sections_of(text[: len(known.text)], known.headings, tables.places),
        repeated_tables=tables.repeated,
        unplaced=unplaced,
        url=url,
        given=tuple(
            name
            for name, value in (("publisher", publisher), ("year", year), ("url", url))
            if value is not None
        ),
    )
    likely = _likely(report, cells)
    return attrs.evolve(report, cells=Cells({**cells, **likely})) if likely else report


def tree(text: str, *, layout: Layout | str | None = None) -> ReportTree:
    """The tree of a report, named in the form's words: what its grammar finds in a text before any
    figure is given a column.

    A rule, the attribute of a table class, the last word of a path and the key in JSON are one
    word: ``refused`` contains ``state_secret``, and a row holds its label and its ``fields``, None
    where a field is blank.

    Raises:
        ParseError: the text is no such report.
        LayoutError: no layout has this name.
        TypeError: ``text`` is not a ``str``.

    >>> found = tree("二、主动公开政府信息情况\\n规章 | 3 | | 5 |\\n", layout="pipe")
    >>> print(next(found.find_data("regulations")).pretty("  "), end="")
    regulations
      规章
      fields
        3
        None
        5
    """
    if not isinstance(text, str):
        raise TypeError(f"tree takes a str, not {type(text).__name__}")
    known = outline(text, Layout.named(layout) if isinstance(layout, str) else layout)
    if not known.regions and not _is_report(known):
        raise _no_report(text, known.regions)
    return with_fields(tree_of(known), known.text, known.layout)


def _tables(known: Outline) -> Found:
    """What the tables of a text show."""
    rows = rows_of(tree_of(known))
    return read_tables(known.text, known.layout, known.regions, rows, known.metadata.year)


def read(
    source: Source,
    *,
    layout: Layout | str | None = None,
    media_type: str | None = None,
    publisher: str | None = None,
    year: int | None = None,
    url: str | None = None,
) -> Report:
    """Read an annual report from a file: web page, Word file (.docx), PDF, spreadsheet (.xlsx,
    .xls, .ods), text, Markdown or CSV; where LibreOffice is installed also .doc, .wps, .rtf, .odt.

    The type is known by content, then by name; the character set by byte order mark, declaration
    and content. Nothing is fetched from a network. ``report.source`` is the text that was made of
    the file, a row of a table as one line with tabs between its cells, and ``cell.origin`` says
    where in the file a figure stands. ``report.left_out`` names what a spreadsheet hides.

    Args:
        source: a path, the bytes of a file, or a binary file. A ``str`` is a path, unless
            ``media_type`` is given.
        layout: the name of a layout or a :class:`Layout`; without it the layout is told from the
            text.
        media_type: what the source is (``text/html``, ``text/html; charset=gbk``), where it does
            not say so itself.
        publisher, year, url: what you know better than the file, as for :func:`parse`.

    Raises:
        ParseError: the file is encrypted, broken, a picture, or no such report; the message names
            the file and the reason.
        MissingExtraError: the reader for this type is not installed; the message holds the command
            that installs it.
        LayoutError: no layout has this name.
        OSError: the file cannot be opened.

    >>> row = "<tr><td>一、本年新收政府信息公开申请数量<td>3" + 6 * "<td>0"
    >>> page = f"<h2>三、收到和处理政府信息公开申请情况</h2><table>{row}</table>"
    >>> cell = read(page, media_type="text/html").cells["requests.received.natural_person"]
    >>> cell.value, cell.origin
    (3, Origin(table=1, row=1, column=2))
    """
    from .reading.sources import named, read_source

    reading, name = read_source(source, media_type=media_type)
    try:
        report = parse(reading.text, layout=layout, publisher=publisher, year=year, url=url)
    except LayoutError:
        raise
    except ParseError as error:
        raise named(error, name) from None
    cells = {
        path: cell
        if cell.span is None
        else attrs.evolve(cell, origin=_origin(reading, cell.span, name))
        for path, cell in report.cells.items()
    }
    return attrs.evolve(report, cells=Cells(cells), left_out=reading.left_out)


def _origin(reading: Reading, span: Span, name: str | None) -> Origin | None:
    """Where in the file a part of the text stands."""
    origin = reading.origin(span)
    return origin if origin is None or name is None else attrs.evolve(origin, file=name)


def explain(report: Report, path: str, *, language: Language | None = None) -> str:
    """Say in words how the value of one cell is known, or why it is not.

    For a cell that was proven, or could not be, the report's source is read again, and the readings
    of the cell's row are gone through: which equation refused which, and what is left. If the
    report was kept as data and its layout has no name here, only the premises and the equations
    are named.

    Args:
        report: any report.
        path: the path of the cell, ``requests.received.business``.
        language: ``zh`` or ``en``; by default that of the locale.

    Raises:
        UnknownPathError: the report has no cell with this path; the message names the nearest one.

    >>> text = "三、收到和处理政府信息公开申请情况\\n一、本年新收政府信息公开申请数量 112000013\\n"
    >>> report = parse(text, layout="glued")
    >>> said = explain(report, "requests.received.total", language="en").splitlines()
    >>> print(said[0], said[2], sep="\\n")
    Received this year, total: inferred, 13.
    Line 2 of the text: 一、本年新收政府信息公开申请数量 112000013
    """
    from .proving.explain import explain as argument

    report[path]  # refuses a path that the form does not have
    cell = report.cells[path]
    rows = _rows_of(report) if cell.status in (Status.INFERRED, Status.AMBIGUOUS) else ()
    return argument(
        cell,
        rows,
        edition=report.form_edition,
        language=language or default_language(),
        source=report.source,
    )


def _rows_of(report: Report) -> Sequence[RowText]:
    """The rows that the report's open cells were proven from: its tables, read again."""
    layout = report.read_in or _named(report.layout)
    if not report.source or layout is None:
        return ()
    year = report.year if "year" in report.given else None
    return list(_tables(outline(report.source, layout, year)).rows.values())


def _named(name: str | None) -> Layout | None:
    """The layout of this name, if there is one: a report that was kept as data knows the name
    only."""
    try:
        return None if name is None else Layout.named(name)
    except LayoutError:
        return None


def _is_report(known: Outline) -> bool:
    """Without any table: a report all the same if it has most of the sections and speaks of the
    subject."""
    return len(known.headings) >= 3 and SUBJECT.search(known.text) is not None


def _shows_cells(tables: Found) -> bool:
    """Whether the tables have a cell or an open row that is more than a label in a sentence, behind
    which nothing can be read."""
    nothing = (Status.UNREADABLE, Status.MISSING)
    return any(cell[0] not in nothing for cell in tables.cells.values()) or any(
        piece.status not in nothing for row in tables.rows.values() for piece in row.pieces
    )


def _no_report(text: str, where: Sequence[Region]) -> ParseError:
    offset = where[0].start if where else len(text) - len(text.lstrip())
    line, column, excerpt = place(text, min(offset, max(len(text) - 1, 0)))
    if not text.strip():
        return ParseError(
            "the text is empty",
            expected=_EXPECTED,
            hint="whether the extractor that made the text kept anything",
        )
    if re.search(r"<(?:html|body|table|div|!doctype)\b", text[:4096], re.IGNORECASE):
        return ParseError(
            "this is HTML",
            line=line,
            column=column,
            excerpt=excerpt,
            expected="text",
            hint='gongkai.read(path), or read(text, media_type="text/html")',
        )
    if "\x00" in text or text.startswith(("%PDF", "PK\x03\x04")):
        return ParseError(
            "this is binary data",
            line=line,
            column=column,
            excerpt=excerpt,
            expected="text",
            hint="gongkai.read(path)",
        )
    reason = (
        "no row of a table can be read here"
        if where
        else "this is no annual report on government information disclosure"
    )
    hint = (
        "another layout (gongkai.layouts() lists them)"
        if where
        else "the text of the report itself, with its section headings"
    )
    return ParseError(
        reason, line=line, column=column, excerpt=excerpt, expected=_EXPECTED, hint=hint
    )


# -- cells -----------------------------------------------------------------------------------------


def _unplaced(tables: Found, cells: Mapping[str, Cell | Bare]) -> tuple[Unplaced, ...]:
    """The figures in the tables that no cell claims."""
    if not tables.figures:
        return ()
    spans = sorted(
        {
            span
            for cell in cells.values()
            if (span := cell[3] if isinstance(cell, tuple) else cell.span)
        }
    )
    starts = [span.start for span in spans]
    ends = list(accumulate((span.end for span in spans), max))  # of all that begin up to there
    found = []
    for figure in tables.figures:
        index = bisect_right(starts, figure.span.start) - 1
        if index < 0 or ends[index] <= figure.span.start:
            found.append(figure)
    return tuple(found)


def _as_written(cell: Cell | Bare, text: str) -> Cell | Bare:
    """A cell with its raw text as it stands in the text as given."""
    if isinstance(cell, Cell):
        return cell if cell.span is None else attrs.evolve(cell, raw=text[slice(*cell.span)])
    status, value, raw, span = cell[:4]
    if raw is None or span is None:
        return cell
    written = text[slice(*span)]
    if len(cell) == 4:
        return status, value, written, span
    return status, value, written, span, cell[4], cell[5]


def _cells(text: str, tables: Found, edition: int) -> dict[str, Cell | Bare]:
    """Every cell of the edition, in form order."""
    known = {**tables.cells, **proven(list(tables.rows.values()), edition, text)}
    written = [cell[2] for cell in tables.cells.values()]
    written += [piece.raw for row in tables.rows.values() for piece in row.pieces]
    if _ONE in written and not _NUMERALS.isdisjoint(written):  # it is no dash among numerals
        known = {path: _without_one(cell) for path, cell in known.items()}
    return {path: known.get(path, _MISSING) for path in form.spec(edition)}


def _without_one(cell: Cell | Bare) -> Cell | Bare:
    """A cell that may hold a figure, if it was taken for a mark for nothing."""
    if isinstance(cell, Cell):
        is_one = cell.raw == _ONE
        return attrs.evolve(cell, status=Status.UNREADABLE) if is_one else cell
    return (Status.UNREADABLE, None, cell[2], cell[3]) if cell[2] == _ONE else cell


def _likely(report: Report, cells: Mapping[str, Cell | Bare]) -> Mapping[str, Cell]:
    """Those of the open cells for which the prose of the report says which figure is likely."""
    open_cells = {
        path: cell
        for path, cell in cells.items()
        if isinstance(cell, Cell) and cell.status is Status.AMBIGUOUS
    }
    if not open_cells:
        return {}
    from .proving.prose import made_likely

    return made_likely(report, open_cells)


__all__ = ["Detection", "RowText", "Span", "detect", "explain", "parse", "read", "tree"]
