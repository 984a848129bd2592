"""Conditional formats of an Excel workbook, as far as they may hide a figure: white letters, a
stroke through them, another number format, a bar or a sign in the place of the figure."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from .composing import is_dark, is_white

_MOST: Final = 256
"""More ranges with formats that hide than a report has: where they hold is not looked at."""

_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_COMPARED: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "equal": operator.eq,
    "notEqual": operator.ne,
    "lessThan": operator.lt,
    "lessThanOrEqual": operator.le,
    "greaterThan": operator.gt,
    "greaterThanOrEqual": operator.ge,
}


class _Condition(NamedTuple):
    """A range of a sheet, rows and columns from 1, and the rule that holds there."""

    top: int
    left: int
    bottom: int
    right: int
    rule: Any


class Conditions:
    """The conditional formats of one sheet (of openpyxl) that may hide figures."""

    def __init__(self, sheet: Any) -> None:
        self._found = list(_hiding(sheet))

    def may_hide(self, place: tuple[int, int], value: object) -> bool:
        """Whether a cell with this value may be one of which nothing is seen. Formulas are not
        computed: where one decides, it may."""
        row, column = place
        return len(self._found) > _MOST or any(
            one.top <= row <= one.bottom
            and one.left <= column <= one.right
            and _may_hold(one.rule, value)
            for one in self._found
        )


def _hiding(sheet: Any) -> Iterator[_Condition]:
    for formats in sheet.conditional_formatting:
        for rule in formats.rules:
            if _hides(rule):
                for area in formats.sqref.ranges:
                    yield _Condition(area.min_row, area.min_col, area.max_row, area.max_col, rule)


def _hides(rule: Any) -> bool:
    if any(
        shown is not None and shown.showValue is False for shown in (rule.dataBar, rule.iconSet)
    ):
        return True
    look = rule.dxf
    if look is None:
        return False
    font, color = look.font, getattr(look.font, "color", None)
    white = color is not None and (
        color.theme == 0 if color.type == "theme" else is_white(str(color.rgb)[-6:])
    )
    ground = getattr(look.fill, "bgColor", None)
    if ground is not None and ground.type == "rgb" and is_dark(str(ground.rgb)[-6:]):
        white = False
    return look.numFmt is not None or white or bool(font and font.strike)


def _may_hold(rule: Any, value: object) -> bool:
    """Whether the condition of a rule may hold of a value; one that compares two numbers is
    known."""
    compared = _COMPARED.get(rule.operator or "") if rule.type == "cellIs" else None
    formula = rule.formula[0] if rule.formula else ""
    if compared is None or not isinstance(value, (int, float)) or not _NUMBER.fullmatch(formula):
        return True
    return compared(value, float(formula))
