"""How cells, rows and figures are named in messages: in Chinese with the form's wording, in English
with its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Final

from .. import form
from ..languages import Language
from .describe import EDITIONS, CellSpec, Figure, RowSpec

_OUTCOMES: Final = "三、"
"""The number of the form's item 三、本年度办理结果, under which every outcome row stands."""
_LAWSUITS: Final = {"zh": "行政诉讼·", "en": ""}
_BRACKETED: Final = re.compile(r"（(?:单位|区分).*?）$")


@cache
def cell_spec(path: str) -> CellSpec:
    """The cell of the form with this path, in whichever edition has it."""
    return next(cells[path] for cells in map(form.spec, reversed(EDITIONS)) if path in cells)


@cache
def row_spec(path: str) -> RowSpec:
    """The row of the form with this path, in whichever edition has it."""
    return next(rows[path] for rows in map(form.row_spec, reversed(EDITIONS)) if path in rows)


@cache
def row_name(path: str, lang: Language) -> str:
    """What a row is called.

    >>> path = "requests.refused.state_secret"
    >>> row_name(path, "zh"), row_name(path, "en")
    ('三、（三）不予公开 1.属于国家秘密', 'Refused, state secret')
    """
    row = row_spec(path)
    if row.table == "disputes" and "litigation" in path:
        return _LAWSUITS[lang] + (row.label if lang == "zh" else row.english)
    if lang == "zh":
        title = " ".join(dict.fromkeys([*row.groups, _BRACKETED.sub("", row.title)]))
        return _OUTCOMES + title if title.startswith("（") else title
    above = path.rsplit(".", 1)[0]
    group = _GROUPS.get(above)
    return (
        f"{group}, {row.english[0].lower()}{row.english[1:]}"
        if group and group != row.english
        else row.english
    )


_GROUPS: Final = {
    "requests.refused": "Refused",
    "requests.unavailable": "Cannot be provided",
    "requests.not_processed": "Not processed",
    "requests.other_handling": "Other handling",
}


@cache
def column_name(path: str, lang: Language) -> str:
    """What the column of a cell is called.

    >>> path = "requests.received.business"
    >>> column_name(path, "zh"), column_name(path, "en")
    ('商业企业', 'businesses')
    """
    cell = cell_spec(path)
    row = row_spec(cell.row)
    if lang == "zh":
        return _BRACKETED.sub("", cell.label.removeprefix(row.title + " "))
    return cell.english.removeprefix(row.english + ": ")


@cache
def cell_name(path: str, lang: Language) -> str:
    """What a cell is called.

    >>> path = "requests.handled_total.natural_person"
    >>> cell_name(path, "zh"), cell_name(path, "en")
    ('三、（七）总计 自然人', 'Handled in all, natural persons')
    """
    separator = " " if lang == "zh" else ", "
    return row_name(cell_spec(path).row, lang) + separator + column_name(path, lang)


def cell_names(paths: Iterable[str], lang: Language, *, most: int = 6) -> str:
    """Several cells in one phrase; past ``most`` only their number is given."""
    return phrase([cell_name(path, lang) for path in paths], lang, most=most)


def phrase(names: list[str], lang: Language, *, most: int = 6) -> str:
    """Several names in one phrase; past ``most`` only the number of the others is given."""
    shown = ("、" if lang == "zh" else "; ").join(names[:most])
    rest = len(names) - most
    if rest <= 0:
        return shown
    return shown + (f"等 {len(names)} 处" if lang == "zh" else f" and {rest} more")


def figure(value: Figure, lang: Language) -> str:
    """A figure as messages write it; None is an empty cell."""
    if value is None:
        return "空" if lang == "zh" else "nothing"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def edition_name(edition: int, lang: Language) -> str:
    """What an edition of the form is called at the head of a sentence.

    >>> edition_name(2021, "zh"), edition_name(2021, "en")
    ('2021 年版', 'Edition 2021')
    """
    return f"{edition} 年版" if lang == "zh" else f"Edition {edition}"


EDITIONS_ZH: Final = "两年所用表格版本不同，同名各栏含义不同，不作比较"
EDITIONS_EN: Final = (
    "the two years use different editions of the form, "
    "whose columns mean different things: not compared"
)
