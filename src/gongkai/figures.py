"""A figure as it is written: what one cell's text says.

Counts are int, amounts exact Decimals in 万元. Full-width digits, thousands commas, inner blanks
and a unit in the cell are normalised; nothing else is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Final

from .form import MONEY, Figure, Kind
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
_UNITS: Final = {unit: yuan / WAN for unit, yuan in MONEY.items()}
_MONEY: Final = f"(?:{'|'.join(sorted(MONEY, key=len, reverse=True))})"
_FIGURE: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<decimals>\.[0-9]+)?"
    rf"(?P<unit>{_MONEY}|万件|万|件|项|个|条|宗|笔|次|份|部|起|人)?"
    rf"(?P<noted>[（(\[【〔](?:人民币)?(?P<money>{_MONEY})[)）\]】〕])?"
)
NO_UNIT: Final = "[旦宵月年件素老朝首凯始气化]"
"""Behind 元, what makes another word of it: 元旦."""
_MONIES: Final = (
    rf"(?P<units>{_MONEY}(?:[、,，/／或和]{_MONEY})*)"
    rf"(?!{NO_UNIT}|[/／每](?!{_MONEY})\w)"
)
"""Units of money, and none of a price, ``元/件``."""
_OF_UNIT: Final = (
    r"单位(?:人民币|[（(\[【〔件项个条次笔、,，;；:：/／和及为是均都以按]){0,8}" + _MONIES
)
_BY_UNIT: Final = (
    r"(?:收费|表[内中]?|以上|\W金额)(?:金额)?[均都]?[以按]照?(?:人民币)?"
    + _MONIES
    + "(?:人民币)?[计填统]"
)
_AS_UNIT: Final = rf"[以按](?:人民币)?{_MONIES}(?:人民币)?为(?:计量)?单位"
_IN_BRACKETS: Final = rf"(?<!\d)[（(\[［【〔](?:人民币)?{_MONIES}(?:人民币)?[)）\]］】〕,，、;；]"
_NOTED: Final = [re.compile(one) for one in (_OF_UNIT, _BY_UNIT, _AS_UNIT, _IN_BRACKETS)]
"""How a note says the unit of a table."""
_HEADED: Final = re.compile(
    rf"(?:(?:金额|收费|总额|费用)[\W_]{{0,6}}|(?<!\d)[^\w、。)）\]］】〕%％])(?:人民币)?{_MONIES}"
)
"""How a head says that of its column, besides: behind a word for money, or behind any mark."""
_UNCLEAR: Final = re.compile(
    r"(?:金额|收费|总额|费用)[\W_]{0,6}?"
    r"(?:[￥¥$]|(?:单位\W{0,2})?元[/／每]\w|单位\W{0,2}[件项个条])"
)
"""What a head says that is no unit of money, or not which."""
_BLANKS: Final = re.compile(r"\s+")
_AT_LINE_START: Final = re.compile(r"\n[^\S\n]*+(?=[（(\[［【〔])")
_YUAN: Final = re.compile("[元圆圓]")
_OTHERWISE: Final = "億萬仟佰圆圓"
_WRITTEN: Final = str.maketrans(_OTHERWISE, "亿万千百元元")
"""Numerals of money as contracts and traditional texts have them."""
_IS_OTHERWISE: Final = re.compile(f"[{_OTHERWISE}]")
_PARTED: Final = re.compile(r"\d\s+\d|[-−－+＋]\s+\d")
_POINT_APART: Final = re.compile(r"\s[.．]|[.．]\s")
"""A point with a blank beside it: behind a count, that of a number in a list."""
_MANY: Final = ("万", "万件")
_LIMIT: Final = 10**15
"""More than any office can have counted or charged: what is larger is no figure."""


def units_noted(text: str) -> set[Decimal]:
    """The units of money that a note above or below a table says, as what turns a figure into 万元.
    Sums and prices that a text states are none.

    >>> units_noted("注：金额单位为千元。"), units_noted("投入20元，每件5元/页")
    ({Decimal('0.1')}, set())
    """
    if not _YUAN.search(text):  # as in most
        return set()
    # a bracket that opens a line is no cell's, though it stands behind a figure
    squeezed = _as_written(_BLANKS.sub("", _AT_LINE_START.sub(":", text)))
    return _units(match for noted in _NOTED for match in noted.finditer(squeezed))


def units_headed(text: str) -> set[Decimal]:
    """The units that the head or the label of an amount says, in whatever brackets or behind
    whatever mark; two where it says something else.

    >>> units_headed("本年收费金额/元"), len(units_headed("本年收费金额（单位：件）"))
    ({Decimal('0.0001')}, 2)
    """
    squeezed = _as_written(_BLANKS.sub("", text))
    found = units_noted(squeezed) | _units(_HEADED.finditer(squeezed))
    return {_UNITS["元"], _UNITS["万元"]} if not found and _UNCLEAR.search(squeezed) else found


def _as_written(text: str) -> str:
    """The text with numerals of money as most texts have them."""
    return text.translate(_WRITTEN) if _IS_OTHERWISE.search(text) else text


def _units(found: Iterable[re.Match[str]]) -> set[Decimal]:
    return {_UNITS[unit] for match in found for unit in re.findall(_MONEY, match["units"])}


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
    unit = match["unit"] or match["money"] or ""
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
    if decimals and _POINT_APART.search(raw.strip()):  # 53. 2: the second of 53 things?
        return Status.UNREADABLE, None
    count = trim(Decimal(f"{match['sign']}{digits}{decimals}") * (WAN if unit in _MANY else 1))
    if abs(count) > _LIMIT:
        return Status.UNREADABLE, None
    return Status.READ, int(count) if count == int(count) else count


def holds_text(raw: str, kind: Kind = "count") -> bool:
    """Whether something in what a cell or a row holds is neither a figure nor a mark for nothing.

    >>> holds_text("持平"), holds_text("13 3 —"), holds_text("")
    (True, False, False)
    """
    return any(read_figure(piece, kind)[0] is Status.UNREADABLE for piece in raw.split())


def trim(value: Decimal) -> Decimal:
    """Write an amount without needless zeros and without an exponent.

    >>> trim(Decimal("25.1000")), trim(Decimal("1E+3"))
    (Decimal('25.1'), Decimal('1000'))
    """
    exact = value.normalize()
    return exact.quantize(Decimal(1)) if exact.as_tuple().exponent > 0 else exact  # type: ignore[operator]
