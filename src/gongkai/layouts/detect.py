"""Which layout a text is in: told from the separators that stand in its tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_ENOUGH: Final = 10
_FEW: Final = 3
"""So many labels with a separator behind them are enough in a table of few rows."""

# Patterns as texts: each is compiled, and kept by re, when a text first asks for it.
_STROKES: Final = r"[一-鿿）)”][^\S\n]*[|｜¦]"
_TABS: Final = r"[一-鿿）)”] *\t"
_SAMPLE: Final = 20_000
"""Characters of a table that are looked at: far more than any real one has."""

_RULE: Final = r"(?m)^(?:[|:]|[^\S\n])*+-{2,}(?:[-|:]|[^\S\n])*+$"
_CSV: Final = r"""[一-鿿）)”"][" ]?,[" ]?[^,\n]{0,12}[" ]?,"""
_FIGURES_LINE: Final = r"(?m)(?:^|[^\s\d,.])[^\S\n]*\d[\d,.]*(?:[^\S\n]+\d[\d,.]*)+[^\S\n]*$"
_ROW_LINE: Final = r"(?m)(?:^|[^\s\d,.])[^\S\n]*\d+(?:[^\S\n]+\d+){3,}[^\S\n]*$"
"""A row whose figures stand side by side: no line of a text with one cell per line."""
_BESIDE: Final = r"[^\S\n]\d+[^\S\n]"
"""A part of it, which is found or missed in a fraction of the time."""

_LABEL_FIGURE: Final = r"(?m)[一-鿿）)”][^\S\n]+\d[\d,.]*[^\S\n]*$"
_COLUMNS: Final = (
    r"(?m)\S[^\S\n\t]{3,}\d+(?:[^\S\n\t]{2,}\d+|[^\S\n\t]*$)"
    r"|^[^\S\n\t]{3,}\d+[^\S\n\t]{2,}\d+"
)
_ALIGNED_HEADS: Final = r"科研\S*[^\S\n\t]{2,}社会\S*[^\S\n\t]{2,}法律"
_CELLS: Final = r"(?i)<(?:td|th|cell)\b"
_BLANK_FIGURES: Final = r"\d +\d"


def in_tags(text: str) -> str | None:
    """The name of the built-in layout for tables that stand as tags in a text, if it has such."""
    return "markup" if len(re.findall(_CELLS, text)) >= _ENOUGH else None


def choose(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The name of the built-in layout in which the tables at these places of the text are
    written."""
    sample = "\n".join(text[start : min(end, start + _SAMPLE)] for start, end in spans)
    if sum(map(sample.count, "│┃║")) >= _ENOUGH:
        return "boxed"
    strokes, tabs = sum(map(sample.count, "|｜¦")), sample.count("\t")
    if strokes >= _ENOUGH or (strokes >= _FEW and len(re.findall(_STROKES, sample)) >= _FEW):
        return "markdown" if "-" in sample and re.search(_RULE, sample) else "pipe"
    if tabs >= _ENOUGH or (tabs >= _FEW and len(re.findall(_TABS, sample)) >= _FEW):
        return "tab"
    if sample.count(",") >= 2 * _ENOUGH and len(re.findall(_CSV, sample)) >= _ENOUGH:
        return "csv"
    if "   " in sample and (
        len(re.findall(_COLUMNS, sample)) >= _ENOUGH or re.search(_ALIGNED_HEADS, sample)
    ):
        return "columns"
    lines = sample.split("\n")
    alone = sum(map(str.isdigit, map(str.strip, lines)))
    together = 0
    if alone <= len(lines) // 3:
        together = len(re.findall(_FIGURES_LINE, sample)) + len(re.findall(_LABEL_FIGURE, sample))
    if re.search(_BESIDE, sample) and len(re.findall(_ROW_LINE, sample)) >= _FEW:
        return "spaced"
    if len(lines) > 2 * _ENOUGH and alone >= together:
        return "lines"
    return (
        "spaced" if together > 2 or len(re.findall(_BLANK_FIGURES, sample)) > _ENOUGH else "glued"
    )
