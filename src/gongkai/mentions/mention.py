"""One statement of the prose about figures of the tables."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import attrs

from ..form import Figure
from ..model import Span

Reading: TypeAlias = Literal["plain", "denial", "all", "part", "each", "percent", "balance", "open"]
"""How a sentence was understood: see :data:`READINGS`."""

READINGS: Final[dict[str, dict[Literal["zh", "en"], str]]] = {
    "plain": {"zh": "直接写明", "en": "stated outright"},
    "denial": {"zh": "写明没有", "en": "denied"},
    "all": {"zh": "“均”“全部”一类说法", "en": "said of all of them"},
    "part": {"zh": "其中的一部分", "en": "a part of a figure in the same sentence"},
    "each": {"zh": "“各”：每项都是此数", "en": "said of each of several"},
    "percent": {"zh": "百分比", "en": "a percentage"},
    "balance": {"zh": "按句中数字的平衡确定", "en": "settled by the balance of its sentence"},
    "open": {"zh": "有多种理解", "en": "open between several readings"},
}
"""What each reading means, in both languages."""


@attrs.frozen
class Mention:
    """One statement of the prose about a figure of the tables.

    The cells at ``paths`` together have the ``value``: 予以公开及部分公开42件 is one mention of two
    cells, 没有行政复议、行政诉讼 one of three with the value 0. ``paths`` is empty where the
    sentence leaves open which cells it means (受理 may be new applications or all of them;
    ``readings`` lists
    the choices) or speaks of no cell at all (信息处理费). ``span`` is where the figure, or the word
    that denies, stands in the source; ``text`` is the sentence. ``foreign`` says that the sentence
    speaks of another unit than the report: one office of a district, or the district of an office.
    """

    paths: tuple[str, ...]
    value: Figure
    span: Span
    text: str
    reading: Reading = "plain"
    readings: tuple[tuple[str, ...], ...] = ()
    about: str = ""
    foreign: bool = False
    at: int = attrs.field(default=0, eq=False, repr=False)
    width: int = attrs.field(default=0, eq=False, repr=False)

    @property
    def choices(self) -> tuple[tuple[str, ...], ...]:
        """Every set of cells that the statement may be about, the likeliest in front."""
        return self.readings or ((self.paths,) if self.paths else ())

    @property
    def marked(self) -> str:
        """The sentence with the figure between 【 and 】.

        >>> Mention((), 45, Span(5, 7), "新收申请共45件", at=5, width=2).marked
        '新收申请共【45】件'
        """
        end = self.at + self.width
        return f"{self.text[: self.at]}【{self.text[self.at : end]}】{self.text[end:]}"
