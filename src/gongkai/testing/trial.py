"""Try a layout of your own: does its grammar keep the contract, and is what was written through it
read again as it was?

Reports are made up from a fixed seed, so that two trials of the same grammar say the same.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

import attrs

from .. import form
from ..api import parse
from ..errors import ParseError
from ..layouts import Layout
from ..model import Cell, Status
from ..report import Report
from ..writing.render import render

GENERATED: Final = 6
"""How many reports of each edition are written and read again."""


@attrs.frozen
class Reread:
    """What became of one report that was written in the layout and read again.

    ``open`` names the cells whose value the layout lost, so that they are ambiguous and the value
    is not excluded; ``wrong`` the cells that came back otherwise; ``failure`` is set where the text
    could not be read at all.
    """

    text: str = attrs.field(repr=False)
    open: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    failure: str = ""


@attrs.frozen
class Trial:
    """How a layout did: the reports that were written and read again, and the samples as they were
    read."""

    layout: Layout
    reread: tuple[Reread, ...]
    samples: tuple[Report | ParseError, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether no report came back wrong and every sample could be read."""
        return not any(one.wrong or one.failure for one in self.reread) and all(
            isinstance(s, Report) for s in self.samples
        )

    @property
    def keeps_places(self) -> bool:
        """Whether every cell, blank ones included, came back certain."""
        return self.passed and not any(one.open for one in self.reread)


def try_layout(
    layout: Layout | str | Path,
    samples: Iterable[str] = (),
    *,
    reports: Iterable[Report] | None = None,
) -> Trial:
    """Write reports in a layout, read them again, and read samples through it.

    Args:
        layout: a layout, or the path of its ``.lark`` file.
        samples: texts in this layout.
        reports: what to write; by default made-up reports of both editions.

    Raises:
        LayoutError: the grammar has a mistake or does not keep the contract; the message names file
            and line.

    >>> report = Report.from_values({"requests.received.total": 4}, edition=2021)
    >>> try_layout(Layout.named("tab"), reports=[report]).keeps_places
    True
    """
    chosen = layout if isinstance(layout, Layout) else Layout.from_file(layout)
    written = (
        reports
        if reports is not None
        else (report for edition in form.EDITIONS for report in _made_up(edition, GENERATED))
    )
    return Trial(
        chosen,
        tuple(_again(report, chosen) for report in written),
        tuple(_sample(text, chosen) for text in samples),
    )


def _again(report: Report, layout: Layout) -> Reread:
    text = render(report, layout)
    try:
        found = parse(text, layout=layout).cells
    except ParseError as error:
        return Reread(text, failure=str(error))
    lost, wrong = [], []
    for path, cell in report.cells.items():
        again = found.get(path, Cell(path, Status.MISSING))
        if again.status is Status.AMBIGUOUS and (
            not again.candidates or cell.value in again.candidates
        ):
            lost.append(path)
        elif (
            again.value != cell.value
            or again.status.claims != cell.status.claims
            or again.status is Status.AMBIGUOUS
        ):
            wrong.append(path)
    return Reread(text, tuple(lost), tuple(wrong))


def _sample(text: str, layout: Layout) -> Report | ParseError:
    try:
        return parse(text, layout=layout)
    except ParseError as error:
        return error


def _made_up(edition: int, count: int) -> Iterator[Report]:
    """Reports whose sums hold, from a township's, nearly all zeros or blanks, to a province's with
    figures of seven digits.

    They are consistent because a layout that loses places is read with the help of the sums.
    """
    chance = random.Random(edition)
    publisher = "青屏县人民政府办公室"
    for number in range(count):
        year = edition + number % 2
        values = _values(edition, chance, 10 ** (1 + number % 7))
        blanks = (0.0, 0.3, 1.0)[number % 3]
        shown = {
            path: None if value == 0 and chance.random() < blanks else value
            for path, value in values.items()
        }
        yield Report.from_values(
            shown,
            edition=edition,
            title=f"{publisher}{year}年政府信息公开工作年度报告",
            publisher=publisher,
            year=year,
        )


def _values(edition: int, chance: random.Random, largest: int) -> dict[str, int | Decimal]:
    values: dict[str, int | Decimal] = {}
    for cell in form.cells(edition):
        value = chance.choice((0, 0, chance.randrange(10), chance.randrange(largest)))
        if cell.kind == "amount":
            values[cell.path] = Decimal(value) + Decimal(chance.choice(("0", "0.5", "0.1234")))
        else:
            values[cell.path] = -value if cell.kind == "change" and chance.random() < 0.5 else value
    # first the columns of table three, then their balance, then every total at the end of a row
    for equation in (e for e in form.equations(edition) if e.rule == "R002"):
        values[equation.right[0]] = sum(values[path] for path in equation.left)
    for equation in (e for e in form.equations(edition) if e.rule == "R001"):
        (received, carried_over), (handled, forward) = equation.left, equation.right
        values[carried_over] = min(values[carried_over], values[handled])
        values[received] = values[handled] + values[forward] - values[carried_over]
    for equation in (e for e in form.equations(edition) if e.rule in ("R003", "D001")):
        values[equation.right[0]] = sum(values[path] for path in equation.left)
    return values
