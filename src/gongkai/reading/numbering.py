"""Automatic numbers of Word paragraphs: 一、 before a heading is often not in the text but counted
by the list it belongs to.

Source: ECMA-376 part 1, §17.9 (numbering). Only what a report's headings and labels need is
rebuilt: decimal, Chinese, Roman and letter counting; an unknown kind of number gives none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from lxml.etree import _Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS: Final = "〇一二三四五六七八九"
_MAX_LEVEL: Final = 8


def chinese(number: int) -> str:
    """A count from 1 to 99 in Chinese, as headings use it; above, digit by digit.

    >>> chinese(6), chinese(12), chinese(20)
    ('六', '十二', '二十')
    """
    if not 0 < number < 100:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def _full_width(number: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(number))


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)


def _bracketed(number: int) -> str:
    return f"({number})"


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def _roman(number: int) -> str:
    parts = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    text = ""
    for value, sign in parts:
        count, number = divmod(number, value)
        text += sign * min(count, 100)
    return text


_WRITE: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": "{:02}".format,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _bracketed,
    "decimalEnclosedFullstop": "{}.".format,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "chineseLegalSimplified": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": chinese,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


@attrs.frozen
class _Level:
    """How one level of a list counts: from where, in which digits, in which text (``第%1章``)."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, numbering: _Element | None, styles: _Element | None) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        if numbering is not None:
            for item in numbering.iter(f"{W}abstractNum"):
                abstract[item.get(f"{W}abstractNumId", "")] = _levels(item)
            for item in numbering.iter(f"{W}num"):
                base = _value(item.find(f"{W}abstractNumId")) or ""
                own = dict(abstract.get(base, {}))
                own_counting = False
                for override in item.iter(f"{W}lvlOverride"):
                    own_counting = True
                    level = _integer(override.get(f"{W}ilvl"), 0)
                    own.update(_levels(override))
                    start = _value(override.find(f"{W}startOverride"))
                    if start is not None:
                        own[level] = attrs.evolve(
                            own.get(level, _Level()), start=_integer(start, 1)
                        )
                number = item.get(f"{W}numId", "")
                # lists that share a definition count on from each other, unless they say where they
                # begin
                self._lists[number] = (number if own_counting else f"shared {base}", own)
        self._styles = _style_numbers(styles)
        self._counts: dict[str, list[int | None]] = {}

    def label(self, paragraph: _Element) -> str:
        """The number that Word shows before this paragraph, which counts on with it; empty if there
        is none."""
        number, level = self._of(paragraph)
        if number is None or number not in self._lists:
            return ""
        counter, levels = self._lists[number]
        counts = self._counts.setdefault(counter, [None] * (_MAX_LEVEL + 1))
        here = counts[level]
        counts[level] = levels.get(level, _Level()).start if here is None else here + 1
        counts[level + 1 :] = [None] * (_MAX_LEVEL - level)
        shown = levels.get(level)
        if shown is None or shown.kind not in _WRITE:
            return ""

        def written(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            inner = levels.get(at, _Level())
            count = counts[at]
            return _WRITE.get(inner.kind, str)(inner.start if count is None else count)

        return re.sub(r"%([1-9])", written, shown.text)

    def _of(self, paragraph: _Element) -> tuple[str | None, int]:
        """The list and level of a paragraph, from itself or from its style."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return None, 0
        style = self._styles.get(_value(properties.find(f"{W}pStyle")) or "", (None, 0))
        own = properties.find(f"{W}numPr")
        if own is None:
            return style
        number = _value(own.find(f"{W}numId"))
        level = _value(own.find(f"{W}ilvl"))
        return (number or style[0]), min(max(_integer(level, style[1]), 0), _MAX_LEVEL)


def _levels(element: _Element) -> dict[int, _Level]:
    found = {}
    for item in element.iter(f"{W}lvl"):
        found[_integer(item.get(f"{W}ilvl"), 0)] = _Level(
            _integer(_value(item.find(f"{W}start")), 1),
            _value(item.find(f"{W}numFmt")) or "decimal",
            _value(item.find(f"{W}lvlText")) or "",
        )
    return found


def _style_numbers(styles: _Element | None) -> dict[str, tuple[str | None, int]]:
    """The list and level of each paragraph style that has one, its own or that of the style it is
    based on."""
    if styles is None:
        return {}
    own: dict[str, tuple[str | None, str | None]] = {}
    based: dict[str, str | None] = {}
    for style in styles.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        based[name] = _value(style.find(f"{W}basedOn"))
        numbers = style.find(f"{W}pPr/{W}numPr")
        if numbers is not None:
            own[name] = _value(numbers.find(f"{W}numId")), _value(numbers.find(f"{W}ilvl"))
    found: dict[str, tuple[str | None, int]] = {}
    for name in based:
        number: str | None = None
        level: str | None = None
        at: str | None = name
        seen: set[str] = set()
        while at and at not in seen:
            seen.add(at)
            its_number, its_level = own.get(at, (None, None))
            number, level = number or its_number, level or its_level
            at = based.get(at)
        if number is not None:
            found[name] = number, min(max(_integer(level, 0), 0), _MAX_LEVEL)
    return found


def _value(element: _Element | None) -> str | None:
    return None if element is None else element.get(f"{W}val")


def _integer(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,6}", text) else default
