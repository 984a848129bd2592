"""Which layout a text is in: told from the separators that stand in its tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_ENOUGH: Final = 10
_FEW: Final = 3
"""So many labels with a separator behind them are enough in a table of few rows."""

_STROKES: Final = re.compile(r"[一-鿿）)”][^\S\n]*[|｜¦]")
_TABS: Final = re.compile(r"[一-鿿）)”] *\t")
_SAMPLE: Final = 20_000
"""Characters of a table that are looked at: far more than any real one has."""

_RULE: Final = re.compile(r"^(?:[|:]|[^\S\n])*+-{2,}(?:[-|:]|[^\S\n])*+$", re.MULTILINE)
_CSV: Final = re.compile(r"""[一-鿿）)”"]"?,"?[^,\n]{0,12}"?,""")
_FIGURES_LINE: Final = re.compile(
    r"(?:^|[^\s\d,.])[^\S\n]*\d[\d,.]*(?:[^\S\n]+\d[\d,.]*)+[^\S\n]*$", re.MULTILINE
)
_ROW_LINE: Final = re.compile(
    r"(?:^|[^\s\d,.])[^\S\n]*\d+(?:[^\S\n]+\d+){3,}[^\S\n]*$", re.MULTILINE
)
"""A row whose figures stand side by side: no line of a text with one cell per line."""

_LABEL_FIGURE: Final = re.compile(r"[一-鿿）)”][^\S\n]+\d[\d,.]*[^\S\n]*$", re.MULTILINE)
_COLUMNS: Final = re.compile(
    r"\S[^\S\n\t]{3,}\d+(?:[^\S\n\t]{2,}\d+|[^\S\n\t]*$)"
    r"|^[^\S\n\t]{3,}\d+[^\S\n\t]{2,}\d+",
    re.MULTILINE,
)
_ALIGNED_HEADS: Final = re.compile(r"科研\S*[^\S\n\t]{2,}社会\S*[^\S\n\t]{2,}法律")
_CELLS: Final = re.compile(r"<(?:td|th|cell)\b", re.IGNORECASE)
_BLANK_FIGURES: Final = re.compile(r"\d +\d")


def in_tags(text: str) -> str | None:
    """The name of the built-in layout for tables that stand as tags in a text, if it has such."""
    return "markup" if len(_CELLS.findall(text)) >= _ENOUGH else None


def choose(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The name of the built-in layout in which the tables at these places of the text are
    written."""
    sample = "\n".join(text[start : min(end, start + _SAMPLE)] for start, end in spans)
    if sum(map(sample.count, "│┃║")) >= _ENOUGH:
        return "boxed"
    if sum(map(sample.count, "|｜¦")) >= _ENOUGH or len(_STROKES.findall(sample)) >= _FEW:
        return "markdown" if _RULE.search(sample) else "pipe"
    if sample.count("\t") >= _ENOUGH or len(_TABS.findall(sample)) >= _FEW:
        return "tab"
    if sample.count(",") >= 2 * _ENOUGH and len(_CSV.findall(sample)) >= _ENOUGH:
        return "csv"
    if "   " in sample and (
        len(_COLUMNS.findall(sample)) >= _ENOUGH or _ALIGNED_HEADS.search(sample)
    ):
        return "columns"
    lines = sample.split("\n")
    alone = sum(line.strip().isdigit() for line in lines)
    together = 0
    if alone <= len(lines) // 3:
        together = len(_FIGURES_LINE.findall(sample)) + len(_LABEL_FIGURE.findall(sample))
    if len(_ROW_LINE.findall(sample)) >= _FEW:
        return "spaced"
    if len(lines) > 2 * _ENOUGH and alone >= together:
        return "lines"
    return "spaced" if together > 2 or len(_BLANK_FIGURES.findall(sample)) > _ENOUGH else "glued"
