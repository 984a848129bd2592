"""A figure as it is written: what one cell's text says.

Counts are int, amounts exact Decimals in 万元. Full-width digits, thousands commas, inner blanks
and a unit in the cell are normalised; nothing else is guessed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from .form import Figure, Kind
from .model import Status

WAN: Final = Decimal(10_000)
"""元 in one 万元."""

_MAX_DIGITS: Final = 20
"""More digits than any count or amount of a report has; so short a figure is converted without
rounding."""

_FOLD: Final = str.maketrans(
    {
        **{chr(0xFF10 + d): str(d) for d in range(10)},
        "．": ".", "，": ",", "＋": "+", "－": "-", "−": "-",
        "﹣": "-", "–": "-", "‐": "-", "‑": "-", "／": "/",
        "\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None, "\u2060": None,
    }
)  # fmt: skip
_DASHES: Final = frozenset(
    [
        "/",
        "\\",
        "-",
        "--",
        "---",
        "—",
        "——",
        "———",
        "―",
        "─",
        "──",
        "ー",
        "一",
        "一一",
        "～",
        "~",
        "无",
        "／",
        "·",
        "N/A",
        "n/a",
    ]
)
_FIGURE: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<decimals>\.[0-9]+)?(?P<unit>(?:百万|千万|亿|万|千|百)?元|万件|万|件|项|个|条|宗|笔|次|份|部|起|人)?"
)
_UNITS: Final = {
    "元": 1 / WAN,
    "百元": 100 / WAN,
    "千元": 1000 / WAN,
    "万元": Decimal(1),
    "百万元": Decimal(100),
    "千万元": Decimal(1000),
    "亿元": WAN,
}
_NOTED: Final = re.compile(r"(?:单位[:：]?|[（(])(?P<unit>(?:百万|千万|亿|万|千|百)?元)")
_BLANKS: Final = re.compile(r"\s+")
_PARTED: Final = re.compile(r"\d\s+\d|[-−－+＋]\s+\d")
_MANY: Final = ("万", "万件")
_LIMIT: Final = 10**15
"""More than any office can have counted or charged: what is larger is no figure."""


def units_noted(text: str) -> set[Decimal]:
    """The units of money that a head, a label or a note names, as what turns a figure into 万元.

    >>> units_noted("本年收费金额（单位：千元）")
    {Decimal('0.1')}
    """
    return {_UNITS[match["unit"]] for match in _NOTED.finditer(_BLANKS.sub("", text))}


def fold(raw: str) -> str:
    """Write a cell's text with half-width digits and signs and without blanks, or the strokes with
    which some programs and forms fill a cell.

    >>> fold("１ ２３４．５"), fold("__9___")
    ('1234.5', '9')
    """
    return "".join(raw.translate(_FOLD).split()).strip("_")


@lru_cache(maxsize=4096)
def read_figure(
    raw: str, kind: Kind = "count", scale: Decimal = Decimal(1)
) -> tuple[Status, Figure]:
    """Say what one cell's text is: a figure, nothing, a mark for nothing, or something else.

    ``scale`` turns an amount without a unit of its own into 万元.

    >>> read_figure("１，254")
    (<Status.READ: 'read'>, 1254)
    >>> read_figure("251000元", "amount")
    (<Status.READ: 'read'>, Decimal('25.1'))
    >>> read_figure("—")
    (<Status.DASH: 'dash'>, None)
    """
    text = fold(raw)
    if not text:
        return Status.BLANK, None
    if _PARTED.search(raw):  # two figures, one that is broken, a dash before one
        return Status.UNREADABLE, None
    if text in _DASHES:
        return Status.DASH, None
    match = _FIGURE.fullmatch(text)
    if match is None:
        return Status.UNREADABLE, None
    digits, decimals = match["digits"].replace(",", ""), match["decimals"] or ""
    if len(digits + decimals) > _MAX_DIGITS:
        return Status.UNREADABLE, None
    unit = match["unit"] or ""
    if kind == "amount":
        if unit and unit not in _UNITS:
            return Status.UNREADABLE, None
        amount = Decimal(f"{match['sign']}{digits}{decimals}")
        amount = trim(amount * (_UNITS[unit] if unit else scale))
        return (Status.UNREADABLE, None) if abs(amount) > _LIMIT else (Status.READ, amount)
    if unit in _UNITS:
        return Status.UNREADABLE, None
    if len(decimals) == 4 and unit not in _MANY:  # 1.105: a thousand with another mark, or not?
        return Status.UNREADABLE, None
    count = trim(Decimal(f"{match['sign']}{digits}{decimals}") * (WAN if unit in _MANY else 1))
    if abs(count) > _LIMIT:
        return Status.UNREADABLE, None
    return Status.READ, int(count) if count == int(count) else count


def trim(value: Decimal) -> Decimal:
    """Write an amount without needless zeros and without an exponent.

    >>> trim(Decimal("25.1000")), trim(Decimal("1E+3"))
    (Decimal('25.1'), Decimal('1000'))
    """
    exact = value.normalize()
    return exact.quantize(Decimal(1)) if exact.as_tuple().exponent > 0 else exact  # type: ignore[operator]
