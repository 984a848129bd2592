"""Word files: paragraphs with their automatic numbers as lines, tables as rows of their real cells,
text boxes in their place."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from ..errors import MissingExtraError, ParseError
from ..languages import Both
from ..model import HOLE
from . import archive
from .composing import (
    CUT,
    Composer,
    Reading,
    cell_text,
    holds_digit,
    is_dark,
    is_note,
    is_seen,
    is_white,
)
from .mediatypes import DOCX
from .merged import Continued
from .numbering import Numbering, W
from .wordstyles import Looks

if TYPE_CHECKING:
    from lxml.etree import _Element

_COMPATIBLE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHOICE: Final = f"{_COMPATIBLE}Choice"
_FALLBACK: Final = f"{_COMPATIBLE}Fallback"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHUNK: Final = f"{W}altChunk"
_UNREAD: Final = (
    f"{_MATH}oMath", f"{_MATH}oMathPara", f"{_COMPATIBLE}AlternateContent", _CHUNK,
)  # fmt: skip
"""Equations, what is there several times for different programs, and other files in the file: they
show something else than the row of their texts."""

_WORD_2010: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_LOW: Final = 40
"""Nothing is seen of a row that is made this high, in twentieths of a point."""

_TINY: Final = ("0", "1", "2", "3", "4")
"""Letters of these sizes, in half points, are not seen."""

_PICTURES: Final = ("Wingdings", "Webdings")
"""Fonts that have pictures in the place of letters."""

_LONG: Final = 300
"""More characters than the longest label or header cell has: such a cell lays out the page."""


def read_docx(data: bytes) -> Reading:
    """Read a Word file (.docx).

    A cell that spans columns or rows stands once, in the row where it begins. What Word does not
    show is left out: deleted and hidden text, field codes. Lists are numbered as Word shows them.

    Raises:
        ParseError: the file is encrypted, broken, no Word file, too large when unpacked, or without
        text. MissingExtraError: python-docx is not installed.
    """
    _check_archive(data)
    try:
        import docx
        from docx.opc.constants import RELATIONSHIP_TYPE
        from lxml import etree
    except ImportError:
        raise MissingExtraError(Both("reading Word files", "读取 Word 文件"), "docx") from None
    try:
        document = docx.Document(BytesIO(data))
        parts: dict[str, Any] = {
            relation.reltype: relation.target_part
            for relation in document.part.rels.values()
            if not relation.is_external
        }
        numbering = _xml(parts.get(RELATIONSHIP_TYPE.NUMBERING), etree)
        styles = _xml(parts.get(RELATIONSHIP_TYPE.STYLES), etree)
        body = document.element.body
    except (
        Exception
    ) as error:  # python-docx raises whatever the zip, XML and package layers below it raise
        said = f"{type(error).__name__}: {error}"
        raise ParseError(
            Both(
                f"the Word file is broken or not a .docx document ({said})",
                f"Word 文件已损坏，或者不是 .docx 文件（{said}）",
            )
        ) from None
    walk = _Walk(Numbering(numbering, styles), Looks(styles))
    walk.blocks(body)
    if not walk.composer.lines:
        if body.find(f".//{W}drawing") is not None or body.find(f".//{W}pict") is not None:
            raise ParseError(
                Both("the Word file holds only pictures", "Word 文件里只有图片"),
                hint=Both("run a text recognition (OCR) first", "先做文字识别（OCR）"),
            )
        raise ParseError(Both("the Word file has no text", "Word 文件里没有文字"))
    return walk.composer.reading(DOCX)


def _check_archive(data: bytes) -> None:
    """Refuse what is no Word file."""
    names = archive.names(data)
    if "word/document.xml" in names or (
        "[Content_Types].xml" in names and not any(n.startswith(("xl/", "ppt/")) for n in names)
    ):
        return
    kinds = {
        "xl/": Both("an Excel workbook", "Excel 工作簿"),
        "ppt/": Both("a presentation", "演示文稿"),
        "OFD.xml": Both("an OFD document", "OFD 版式文件"),
        "content.xml": Both("an OpenDocument file", "OpenDocument 文件"),
    }
    kind = next(
        (what for start, what in kinds.items() if any(name.startswith(start) for name in names)),
        Both("a zip archive", "zip 压缩包"),
    )
    raise ParseError(
        Both(
            f"the file is {kind.en}, not a Word file (.docx)",
            f"文件是{kind.zh}，不是 Word 文件（.docx）",
        ),
        hint=Both("save it as .docx, PDF or a web page", "另存为 .docx、PDF 或网页"),
    )


def _xml(part: Any, etree: Any) -> _Element | None:
    """The XML of a part, whether python-docx has read it already or only its bytes."""
    if part is None:
        return None
    if hasattr(part, "element"):
        return part.element  # type: ignore[no-any-return]
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(part.blob, parser)  # type: ignore[no-any-return]


class _Walk:
    """Goes through the body of a document, which nests no deeper than its XML reader allows (256
    levels)."""

    def __init__(self, numbering: Numbering, looks: Looks) -> None:
        self.composer = Composer()
        self._numbering = numbering
        self._looks = looks
        self._tables = 0

    def blocks(self, container: _Element) -> None:
        """Write the paragraphs and tables of the body, a cell that lays out the page, or a text
        box."""
        for block in _blocks(container):
            if block.tag == f"{W}tbl":
                self._table(block)
            else:
                for line in self._paragraph(block):
                    self.composer.line(line)
                for box in _boxes(block):
                    self.blocks(box)

    def _table(self, table: _Element) -> None:
        number = 0
        written = 0
        grid = Continued()
        for row in _inner(table, f"{W}tr"):
            every = list(_inner(row, f"{W}tc"))
            cells = [cell for cell in every if not _continues(cell)]
            if any(_lays_out(cell) for cell in cells):
                for cell in cells:
                    self.blocks(cell)
                continue
            texts = {
                cell: cell_text(self._lines(cell)) or (HOLE if _holds_digit(cell) else "")
                for cell in cells
            }
            fields = grid.fields([(texts.get(cell), _columns(cell)) for cell in every])
            if not fields:
                continue
            if not number:
                self._tables += 1
                number = self._tables
            written += 1
            self.composer.row(fields, table=number, row=written)

    def _lines(self, cell: _Element) -> Iterator[str]:
        """The lines of a cell, of its text boxes, and of a table of one cell in it."""
        for block in _blocks(cell):
            if block.tag == f"{W}tbl":
                for row in _inner(block, f"{W}tr"):
                    for inner in _inner(row, f"{W}tc"):
                        yield from self._lines(inner)
            else:
                yield from self._paragraph(block)
                boxes = list(_boxes(block))
                for box in boxes:
                    yield from self._lines(box)
                if not boxes and any(
                    block.find(f".//{W}{name}") is not None
                    for name in ("drawing", "pict", "object")
                ):
                    yield HOLE  # not an empty cell: what it shows cannot be read

    def _paragraph(self, paragraph: _Element) -> list[str]:
        if paragraph.tag in _UNREAD:
            # what a chunk shows stands in another file
            seen = paragraph.tag == _CHUNK or _shows_text(paragraph)
            return [HOLE] if seen else []
        text = _Shown(self._looks).text(paragraph)
        text = _behind(self._numbering.label(paragraph), text)
        return [line for line in text.split("\n") if line.strip()]


def _behind(number: str, text: str) -> str:
    """A text behind the automatic number of its paragraph. Word sets a tab or a blank between them,
    so that a number and a figure are never one figure."""
    first, end, rest = text.partition("\n")
    joined = cell_text([number, first])
    apart = CUT in joined or first.strip()[:1].isdecimal()
    return joined + end + rest if number and apart else number + text


def _blocks(container: _Element) -> Iterator[_Element]:
    """The paragraphs and tables directly in a container, through content controls and insertions,
    and what cannot be read in their place."""
    for child in container:
        if child.tag in (f"{W}p", f"{W}tbl", *_UNREAD):
            yield child
        elif child.tag in (
            f"{W}sdt",
            f"{W}sdtContent",
            f"{W}ins",
            f"{W}customXml",
            f"{W}smartTag",
            f"{W}moveTo",
        ):
            yield from _blocks(child)


def _inner(container: _Element, tag: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, through content controls, but not those of tables
    inside."""
    for child in container:
        if child.tag == tag:
            if (
                child.find(f"{W}trPr/{W}del") is None
                and not _is_on(child, "trPr", "hidden")
                and not _is_low(child)
            ):
                yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from _inner(child, tag)


def _is_low(row: _Element) -> bool:
    """Whether a row is made so low that nothing of it is seen."""
    height = row.find(f"{W}trPr/{W}trHeight")
    if height is None or height.get(f"{W}hRule") != "exact":
        return False
    written = height.get(f"{W}val", "")
    return written.isdecimal() and len(written) < 8 and int(written) < _LOW


def _continues(cell: _Element) -> bool:
    """Whether a cell only continues the one above it (or, in old files, the one before it)."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return False
    for name in ("vMerge", "hMerge"):
        merge = properties.find(f"{W}{name}")
        if merge is not None and merge.get(f"{W}val", "continue") == "continue":
            return True
    return False


def _columns(cell: _Element) -> int:
    """Over how many columns of the grid a cell reaches."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    written = span.get(f"{W}val", "1") if span is not None else "1"
    return max(int(written), 1) if written.isdecimal() and len(written) < 8 else 1


def _lays_out(cell: _Element) -> bool:
    """Whether a cell holds a part of the page: a real table, or more text than any cell of a
    form."""
    if any(sum(1 for _ in table.iter(f"{W}tc")) > 1 for table in cell.iter(f"{W}tbl")):
        return True
    return sum(len(text.text or "") for text in cell.iter(f"{W}t")) > _LONG


class _Shown:
    """What one paragraph shows. ``_fields`` says of each field that is open whether it is in its
    instruction, which is not shown, nor is the result of a field in it."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks
        self._fields: list[bool] = []

    def text(self, paragraph: _Element) -> str:
        """The text, line breaks as ``\\n``; that of boxes anchored in it is not part of it."""
        text = "".join(self._texts(paragraph))
        # an instruction without an end here: what of the text is one is not known
        return text + HOLE if any(self._fields) else text

    def _texts(self, element: _Element) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag == f"{W}fldChar":
                if self._shows_control(child) and not any(self._fields[:-1]):
                    yield HOLE
            elif tag == f"{W}instrText":
                if (child.text or "").split()[:1] in (["EQ"], ["eq"]):
                    yield HOLE  # it draws: a digit in a circle, a fraction
            elif any(self._fields) and tag != f"{W}r" and tag not in _TRANSPARENT:
                continue
            elif tag == f"{W}t":
                yield (child.text or "").replace("\n", " ")
            elif tag in (f"{W}br", f"{W}cr"):
                yield "\n" if child.get(f"{W}type") in (None, "textWrapping") else " "
            elif tag in (f"{W}tab", f"{W}ptab"):
                yield " "
            elif tag == f"{W}noBreakHyphen":
                yield "-"
            elif tag == f"{W}sym" or (tag in _UNREAD and _shows_text(child)):
                yield HOLE
            elif tag == f"{W}r":
                yield from self._run(child)
            elif tag in (f"{W}bdo", f"{W}dir") and child.get(f"{W}val") == "rtl":
                yield HOLE if _holds_digit(child) else _written(child)  # turned around
            elif tag in _TRANSPARENT:
                yield from self._texts(child)

    def _run(self, run: _Element) -> Iterator[str]:
        if not any(self._fields) and (
            _is_of_pictures(run, self._looks)
            or (_holds_digit(run) and _is_doubtful(run, self._looks))
        ):
            yield HOLE
        elif not _is_hidden(run, self._looks):
            yield from self._texts(run)

    def _shows_control(self, mark: _Element) -> bool:
        """Follow the beginning, the result and the end of fields; whether a control begins that
        shows a choice or a cross without a text."""
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(True)
            return any(
                mark.find(f"{W}ffData/{W}{control}") is not None
                for control in ("ddList", "checkBox")
            )
        if self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()
        return False


_TRANSPARENT: Final = frozenset(
    W + name
    for name in (
        "hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple",
        "bdo", "dir", "ruby", "rubyBase",
    )
)  # fmt: skip


def _is_hidden(run: _Element, looks: Looks) -> bool:
    """Whether a run is hidden, struck out, or a mark that points to a note."""
    return any(
        looks.is_on(run, name) for name in ("vanish", "specVanish", "strike", "dstrike")
    ) or ((_is_raised(run, looks) or _is_own_mark(run)) and is_note(_written(run)))


def _is_doubtful(run: _Element, looks: Looks) -> bool:
    """Whether a run with a digit may be none that a reader sees in its line: faint, above or below
    it, or raised and yet no mark of a note."""
    return not _is_hidden(run, looks) and any(
        (
            _is_raised(run, looks),
            _is_own_mark(run),
            _is_faint(run, looks),
            _is_shifted(run, looks),
        )
    )


def _is_of_pictures(run: _Element, looks: Looks) -> bool:
    """Whether the letters of a run are shown as pictures."""
    font = looks.find(run, "rFonts")
    return (
        font is not None
        and any(font.get(f"{W}{name}", "").startswith(_PICTURES) for name in ("ascii", "hAnsi"))
        and bool(_written(run).strip())
        and not _is_hidden(run, looks)
    )


def _is_shifted(run: _Element, looks: Looks) -> bool:
    """Whether a run stands higher or lower than other figures of its paragraph."""
    own = _position(run, looks)
    return own != "0" and any(
        _holds_digit(other) and _position(other, looks) != own
        for paragraph in run.iterancestors(f"{W}p")
        for other in paragraph.iter(f"{W}r")
    )


def _position(run: _Element, looks: Looks) -> str:
    found = looks.find(run, "position")
    return "0" if found is None else found.get(f"{W}val", "0")


def _is_raised(run: _Element, looks: Looks) -> bool:
    raised = looks.find(run, "vertAlign")
    return raised is not None and raised.get(f"{W}val") in ("superscript", "subscript")


def _is_own_mark(run: _Element) -> bool:
    """Whether a run is the mark that an author gave to a note, in the place of its number."""
    return any(
        _is_set(reference, "customMarkFollows")
        for name in ("footnoteReference", "endnoteReference")
        for reference in run.iterfind(f"{W}{name}")
    )


def _is_faint(run: _Element, looks: Looks) -> bool:
    """Whether a run is tiny, or written in white on a ground that is not known to be dark, or in
    the colour of its ground."""
    size, color = looks.find(run, "sz"), looks.find(run, "color")
    if size is not None and size.get(f"{W}val") in _TINY:
        return True
    if any(map(_whitens_or_clears, run.iterfind(f"{W}rPr/{_WORD_2010}textFill"))):
        return True
    if color is None or (color.get(f"{W}val") == "auto" and not _is_white(color)):
        return any(map(_may_hide, looks.parts(run)))
    grounds = [ground.get(f"{W}fill", "") for ground in looks.grounds(run)]
    if _is_white(color):
        return not any(map(is_dark, grounds))
    return any(not is_seen(color.get(f"{W}val", ""), ground) for ground in grounds)


def _is_white(color: _Element) -> bool:
    of_theme = color.get(f"{W}themeColor") in ("background1", "light1")
    return (of_theme and color.get(f"{W}themeShade") is None) or is_white(color.get(f"{W}val", ""))


def _whitens_or_clears(fill: _Element) -> bool:
    """Whether letters are filled with nothing, or with white."""
    return any(
        inner.tag == f"{_WORD_2010}noFill"
        or is_white(inner.get(f"{_WORD_2010}val", ""))
        or inner.get(f"{_WORD_2010}val") in ("bg1", "lt1")
        for inner in fill.iter()
    )


def _may_hide(part: _Element) -> bool:
    """Whether a part of a table is given a look in which its figures may not be seen."""
    if any(_is_on(part, "rPr", name) for name in ("vanish", "strike", "dstrike")):
        return True
    color, ground = part.find(f"{W}rPr/{W}color"), part.find(f"{W}tcPr/{W}shd")
    dark = ground is not None and is_dark(ground.get(f"{W}fill", ""))
    return color is not None and _is_white(color) and not dark


def _is_on(element: _Element, properties: str, name: str) -> bool:
    """Whether a property of an element is there and not switched off."""
    found = element.find(f"{W}{properties}/{W}{name}")
    return found is not None and _is_set(found, "val", "1")


def _is_set(element: _Element, attribute: str, default: str = "0") -> bool:
    return element.get(f"{W}{attribute}", default) not in ("0", "false", "off")


def _written(element: _Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def _holds_digit(element: _Element) -> bool:
    return holds_digit(_written(element))


def _shows_text(element: _Element) -> bool:
    """Whether there is a text in an element, that of boxes apart, which are read by themselves."""
    return any(
        (text.text or "").strip()
        for text in element.iter(f"{W}t", f"{_MATH}t", f"{W}sym")
        if next(text.iterancestors(f"{W}txbxContent", element.tag)).tag != f"{W}txbxContent"
    )


def _boxes(paragraph: _Element) -> Iterator[_Element]:
    """The text boxes anchored in a paragraph. Word writes each twice, for itself and for older
    versions: the first counts."""
    stack = [iter(paragraph)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == _FALLBACK and any(
            choice.tag == _CHOICE for choice in child.itersiblings(preceding=True)
        ):
            continue
        elif child.tag != f"{W}pPr":
            stack.append(iter(child))
