"""Try a layout of your own: does its grammar keep the contract, and is what was written through it read again as it was?

Reports are made up from a fixed seed, so that two trials of the same grammar say the same. They are not consistent on purpose: a
layout must keep figures, not sums.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

import attrs

from . import form
from .errors import ParseError
from .form import CellSpec, Figure
from .layouts import Layout
from .model import Status
from .reader import parse
from .report import Report
from .writing.render import render

GENERATED: Final = 12
"""How many reports of each edition are written and read again."""


@attrs.frozen
class Reread:
    """What became of one made-up report that was written in the layout and read again.

    ``open`` names the cells whose value the layout lost, so that they are ambiguous and the value is among the candidates;
    ``wrong`` the cells that came back otherwise; ``failure`` is set where the text could not be read at all.
    """

    text: str = attrs.field(repr=False)
    open: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    failure: str = ""


@attrs.frozen
class Trial:
    """How a layout did: the reports that were written and read again, and the samples as they were read."""

    layout: Layout
    reread: tuple[Reread, ...]
    samples: tuple[Report | ParseError, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether no made-up report came back wrong and every sample could be read."""
        return not any(one.wrong or one.failure for one in self.reread) and all(isinstance(s, Report) for s in self.samples)

    @property
    def keeps_places(self) -> bool:
        """Whether every cell, blank ones included, came back certain."""
        return self.passed and not any(one.open for one in self.reread)


def try_layout(layout: Layout | str | Path, samples: Iterable[str] = (), *, generated: int = GENERATED) -> Trial:
    """Write made-up reports in a layout, read them again, and read samples through it.

    Args:
        layout: a layout, or the path of its ``.lark`` file.
        samples: texts in this layout.
        generated: how many reports are made up for each edition.

    Raises:
        LayoutError: the grammar has a mistake or does not keep the contract; the message names file and line.

    >>> try_layout(Layout.named("tab"), generated=1).keeps_places
    True
    """
    chosen = layout if isinstance(layout, Layout) else Layout.from_file(layout)
    reread = tuple(_again(report, chosen) for edition in form.EDITIONS for report in _made_up(edition, generated))
    return Trial(chosen, reread, tuple(_sample(text, chosen) for text in samples))


def _again(report: Report, layout: Layout) -> Reread:
    text = render(report, layout)
    try:
        found = parse(text, layout=layout).cells
    except ParseError as error:
        return Reread(text, failure=str(error))
    changed = [path for path, cell in report.cells.items() if found.get(path) != cell]
    lost = [
        path
        for path in changed
        if path in found and found[path].status is Status.AMBIGUOUS and report.cells[path].value in found[path].candidates
    ]
    return Reread(text, tuple(lost), tuple(path for path in changed if path not in set(lost)))


def _sample(text: str, layout: Layout) -> Report | ParseError:
    try:
        return parse(text, layout=layout)
    except ParseError as error:
        return error


def _made_up(edition: int, count: int) -> Iterator[Report]:
    """Reports from a township's, nearly all zeros and blanks, to a province's with figures of seven digits."""
    chance = random.Random(edition)
    for number in range(count):
        blanks = (0.0, 0.3, 0.8)[number % 3]
        largest = 10 ** (1 + number % 7)
        values = {cell.path: _figure(cell, chance, blanks, largest) for cell in form.cells(edition)}
        year = edition + number % 2
        publisher = "青屏县人民政府办公室"
        yield Report.from_values(
            values, edition=edition, title=f"{publisher}{year}年政府信息公开工作年度报告", publisher=publisher, year=year
        )


def _figure(cell: CellSpec, chance: random.Random, blanks: float, largest: int) -> Figure:
    if chance.random() < blanks:
        return None
    value = chance.choice((0, chance.randrange(10), chance.randrange(largest)))
    if cell.kind == "amount":
        return Decimal(value) + Decimal(chance.choice(("0", "0.5", "0.1234")))
    return -value if cell.kind == "change" and chance.random() < 0.5 else value
