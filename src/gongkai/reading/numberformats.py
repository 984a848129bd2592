"""What a spreadsheet shows for a number: its value as its number format writes it.

A spreadsheet keeps a binary number and a format apart, and only both together are what stands on
the page: 0.5 with the format ``0%`` is 50%, 2986.1234 with ``0.00`` is 2986.12. What is read is
what is shown. A format that is not understood leaves the cell open.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from ..model import HOLE

GENERAL: Final = "General"
"""The format of a cell that has none."""

_PIECE: Final = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|General|G/通用格式|.', re.IGNORECASE | re.S
)
_COLOUR: Final = re.compile(
    r"\[(?:black|blue|cyan|green|magenta|red|white|yellow|colou?r ?\d+"
    r"|黑色?|蓝色?|青色?|绿色?|洋红|红色?|白色?|黄色?|颜色 ?\d+)\]",
    re.IGNORECASE,
)
_WHITE: Final = re.compile(r"\[(?:white|colou?r ?2|白色?|颜色 ?2)\]", re.IGNORECASE)
_CURRENCY: Final = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_MARKS: Final = " *≠†‡"
"""Marks that a format writes behind a figure, as :mod:`gongkai.writing.excel` does: they point to a
remark. The cell holds a number, so they cannot be a part of it."""

_DIGITS: Final = "0#?"
_PLAIN: Final = "$-+()!^&'~{}<>=: "
"""Characters that a format shows although they are not quoted."""


def shown(value: int | float, code: str = GENERAL) -> str:
    """The text that a cell with this value and number format shows.

    A spreadsheet computes with 15 digits; what a binary number has beyond them is never shown. The
    answer is ``HOLE`` where the format is not understood, and where a value is there but not shown,
    except zero: a zero that is not shown is a blank cell.

    >>> shown(2986.1), shown(0.1 + 0.2), shown(65.0)
    ('2986.1', '0.3', '65')
    >>> shown(2986.1234, "0.00"), shown(0.5, "0%"), shown(1254, "#,##0"), shown(0, "0;-0;;@")
    ('2986.12', '50%', '1,254', '')
    >>> shown(28, '0"*"')
    '28'
    """
    exact = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    if not exact.is_finite():
        return HOLE
    sections = _sections(code or GENERAL)
    if len(sections) > 1 and exact < 0:
        section, minus, exact = sections[1], "", -exact
        negative = True
    else:
        section = sections[2] if len(sections) > 2 and not exact else sections[0]
        minus, negative, exact = "-" if exact < 0 else "", False, abs(exact)
    text = _written(exact, section)
    if text is None or (negative and not re.search(r"[-−(（负]", text)):
        return HOLE  # a negative number told by its colour alone
    if not text.strip():
        return HOLE if exact else ""
    return minus + text.strip()


def _sections(code: str) -> list[list[str]]:
    """The parts of a format, for positive and negative numbers, zero and text, each in pieces."""
    found: list[list[str]] = [[]]
    for piece in _PIECE.findall(code):
        if piece == ";":
            found.append([])
        else:
            found[-1].append(piece)
    return found


def _written(value: Decimal, section: list[str]) -> str | None:
    """A number that is not negative, as one part of a format writes it; None where that is not
    known."""
    before, core, after = "", "", ""
    percent = 0
    general = False
    for piece in section:
        literal = _literal(piece)
        if piece.lower() == "general" or piece == "G/通用格式":
            if core or general:
                return None
            general = True
        elif literal is None and piece in (*_DIGITS, ".", ","):
            if after or general:
                return None  # 000-00: a number written in parts
            core += piece
        elif literal is None:
            return None
        else:
            percent += piece == "%"
            if core or general:
                after += literal
            else:
                before += literal
    if not after.strip(_MARKS):
        after = ""
    value = value.scaleb(2 * percent)
    if general:
        return before + _plain(value) + after
    if not core:
        return before + after
    number = _number(value, core)
    return None if number is None else before + number + after


def _literal(piece: str) -> str | None:
    """What a piece of a format shows whatever the number is; None if it stands for the number, or
    for something unknown."""
    if piece[0] == '"' and len(piece) > 1:
        return piece[1:-1]
    if piece[0] == "\\" and len(piece) > 1:
        return piece[1:]
    if piece[0] in "_*" and len(piece) > 1:
        return " "
    if piece[0] == "[" and len(piece) > 1:
        if _COLOUR.fullmatch(piece):
            return None if _WHITE.fullmatch(piece) else ""  # white on white is not seen
        money = _CURRENCY.fullmatch(piece)
        return money[1] if money else None
    return piece if piece == "%" or piece in _PLAIN or not piece.isascii() else None


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(value: Decimal, core: str) -> str | None:
    """A number written with digits, a point and commas: ``#,##0.00``."""
    thousands = len(core) - len(core.rstrip(","))
    whole, point, part = core.rstrip(",").partition(".")
    if "." in part or "," in part or whole.endswith(","):
        return None
    if not any(char in _DIGITS for char in core):
        return None
    value = value.scaleb(-3 * thousands).quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP)
    left, _, right = format(value, "f").partition(".")
    left = left.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole and left:
        left = f"{int(left):,}".rjust(len(left), "0")
    while right and right[-1] == "0" and part[len(right) - 1] != "0":
        right = right[:-1]
    return left + (point + right if point and right else "")
