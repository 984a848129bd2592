"""How small things show themselves: one short line in a terminal, a small table in a notebook.

The style sheet is that of everything gongkai shows in a notebook. A notebook has a style sheet of
its own for tables; a class that is named three times goes before it, whichever notebook it is.
Colours are transparent tints over the notebook's own, so that light and dark themes both stay
readable.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, TypeAlias

from .errors import display_width

Shown: TypeAlias = str | int | Decimal | None
"""What a box of a small table holds: words, or a figure."""

_MOST: Final = 1000
"""No table in a notebook is longer than this many rows."""

_SCOPE: Final = ".gongkai.gongkai.gongkai"

_STYLE: Final = """\
& {font-size: 13px; line-height: 1.4; color: inherit; max-width: 70em; overflow-x: auto}
& p, & .title, & .about, & .legend {margin: .2em 0; padding: 0; text-align: left}
& .title {font-weight: bold; font-size: 115%}
& .about span, & .legend span {margin-right: 1.2em; white-space: nowrap}
& .about .verdict {font-weight: bold; white-space: normal}
& table {table-layout: auto; border-collapse: collapse; border: none; margin: .4em 0 1em;
 width: auto; max-width: none; font-size: inherit; color: inherit; background: transparent}
& caption {caption-side: top; text-align: left; font-weight: bold; padding: .3em 0; color: inherit}
& tr, & tr:nth-child(odd), & tr:nth-child(even), & tr:hover {background: transparent}
& th, & td {border: 1px solid rgba(128, 128, 128, .5); padding: .2em .45em; color: inherit;
 vertical-align: middle; white-space: normal; line-height: 1.35; max-width: none; min-width: 0;
 font-size: inherit}
& th {font-weight: normal; text-align: left; background: rgba(128, 128, 128, .12)}
& th.head, & th.band {text-align: center}
& th.head {min-width: 3em}
& th.down {text-align: center; max-width: 7em}
& th.down:lang(zh) {writing-mode: vertical-rl; letter-spacing: .1em}
& td {text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums;
 background: transparent}
& td.text {text-align: left; white-space: normal}
& td.text:first-child {white-space: nowrap}
& .inferred {font-style: italic; text-decoration: underline dotted;
 background: rgba(60, 130, 240, .18)}
& .ambiguous {font-weight: bold; outline: 2px dashed rgba(200, 130, 0, .9); outline-offset: -3px;
 background: rgba(240, 160, 0, .22)}
& .dash {opacity: .75}
& .unreadable {text-decoration: underline wavy; background: rgba(200, 60, 200, .2)}
& .missing {text-align: center; background:
 repeating-linear-gradient(45deg, transparent 0 4px, rgba(128, 128, 128, .35) 4px 5px)}
& .fails, & .error {font-weight: bold; background: rgba(230, 50, 50, .24)}
& .fails {outline: 2px solid rgba(220, 50, 50, .9); outline-offset: -2px}
& .warning {background: rgba(240, 160, 0, .22)}
& .legend i {font-style: normal; display: inline-block; min-width: 1.3em; margin-right: .35em;
 padding: 0 .2em; text-align: center}
& details {margin: .3em 0 .6em}
& summary {cursor: pointer; display: list-item}
& ul {margin: .3em 0; padding-left: 1.6em}"""

STYLE: Final = f"<style>\n{_STYLE.replace('&', _SCOPE)}\n</style>"
"""The style sheet, as it stands in front of what is shown."""


def short(text: str, columns: int = 100) -> str:
    """The text in one line of at most so many columns, a wide character counting two.

    >>> short("政府信息公开工作年度报告", 11)
    '政府信息公…'
    """
    line = " ".join(text.split())
    if display_width(line) <= columns:
        return line
    while line and display_width(line) > columns - 1:
        over = display_width(line) - columns + 1
        line = line[: -max(1, over // 2)]
    return line + "…"


def brief(value: object) -> str:
    """The ``repr`` of one field, cut where it would fill the screen.

    >>> brief(tuple(range(100)))
    '(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, …'
    """
    return short(repr(value), 60)


def clean(text: str) -> str:
    """Without characters that HTML forbids or that turn the direction of what follows."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)


def html(text: str) -> str:
    """The text as it stands in a page."""
    from html import escape

    return escape(clean(text))


def small_table(
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Shown]],
    *,
    marks: Sequence[str] = (),
    note: str = "",
) -> str:
    """A table for a notebook: a caption, heads, and rows whose words stand left and figures right.

    ``marks`` gives each row a class (``error``, ``inferred``); ``note`` is said below the caption.
    """
    listed = list(rows)
    lines = [
        '<div class="gongkai">',
        STYLE,
        f"<table>\n<caption>{html(title)}</caption>",
        "<tr>" + "".join(f'<th class="head" scope="col">{html(head)}</th>' for head in heads),
    ]
    for number, row in enumerate(listed[:_MOST]):
        mark = marks[number] if number < len(marks) else ""
        boxes = "".join(_box(value, "" if place else mark) for place, value in enumerate(row))
        lines.append(f"<tr>{boxes}</tr>")
    lines.append("</table>")
    if len(listed) > _MOST:
        lines.append(f"<p>… {len(listed) - _MOST}</p>")
    if note:
        lines.append(f"<p>{html(note)}</p>")
    return "\n".join([*lines, "</div>"])


def _box(value: Shown, mark: str) -> str:
    if isinstance(value, str):
        return f'<td class="{(f"text {mark}").strip()}">{html(value)}</td>'
    written = "" if value is None else format(value, "f") if isinstance(value, Decimal) else value
    return f"<td>{written}</td>"
