"""How often does a clerk's slip make the proof claim a figure that nobody printed?

Reports whose sums hold are made up, one slip is put into each (or none), and the report is written
as extractors leave it: digits glued together, or with blanks, on lines of their own or between
pipes while blank cells are dropped. Then every figure that is ``inferred`` is compared with what
was printed.

    python benchmarks/slips.py [--reports N] [--seed N] [--show N] [--max SHARE]

``silent`` counts the wrong ones in reports of which no finding is an error, ``unsound`` ambiguous
cells whose candidates lack the truth and do not say that they may be incomplete, ``claimed`` the
share of open cells that are inferred. With --max it ends with 1 if a larger share of the inferred
cells is wrong.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Set
from typing import Final

import gongkai
from gongkai import form

EDITION: Final = 2021
ROWS: Final = [row for row in form.rows(EDITION) if row.table != "proactive"]
REQUESTS: Final = [row for row in ROWS if row.table == "requests"]
COLUMNS: Final = [cell.column for cell in REQUESTS[0].cells]
Values = dict[str, int]

TEXTS: Final = {
    f"{layout}, {words}": (layout, share)
    for layout in ("glued", "spaced", "lines", "pipe")
    for words, share in (("zeros", 0), ("some blanks", 0.3), ("blanks", 1))
}
"""By name the layout, and what share of the zeros is a blank cell that leaves no trace."""


def consistent(chance: random.Random) -> Values:
    """The figures of a report whose sums hold."""
    size = chance.choice((3, 20, 20, 300, 5000))
    shares = (1.0, 0.35, 0.05, 0.1, 0.1, 0.2)

    def figures(density: float) -> list[int]:
        return [
            int(size * chance.random() ** 3) + 1 if chance.random() < density * share else 0
            for share in shares
        ]

    table = {row.path: figures(0.4) for row in REQUESTS}
    forward, carried, received, handled = (
        f"requests.{name}"
        for name in ("carried_forward", "carried_over", "received", "handled_total")
    )
    outcomes = [path for path in table if path not in (forward, carried, received, handled)]
    table[forward] = [min(figure, 9) for figure in figures(0.3)]
    table[handled] = [sum(column) for column in zip(*map(table.get, outcomes), strict=True)]  # type: ignore[arg-type]
    known = [sum(pair) for pair in zip(table[handled], table[forward], strict=True)]
    table[carried] = [min(most, chance.choice((0, 0, 1, 4))) for most in known]
    table[received] = [most - part for most, part in zip(known, table[carried], strict=True)]
    for row in ROWS:
        if row.table == "disputes":
            table[row.path] = [chance.choice((0, 0, 0, 1, 2, 17)) for _ in row.cells[1:]]
    return {
        cell.path: figure
        for row in ROWS
        for cell, figure in zip(row.cells, [*table[row.path], sum(table[row.path])], strict=True)
    }


def none(chance: random.Random, values: Values) -> None:
    """No slip."""


def one_off(chance: random.Random, values: Values) -> None:
    path = chance.choice(_shown(values))
    values[path] += chance.choice((-1, 1))


def swapped(chance: random.Random, values: Values) -> None:
    """Two digits of a figure change places."""
    long = [path for path in values if len(set(str(values[path]))) > 1]
    path = chance.choice(long or list(values))
    digits = list(str(values[path] if long else 10))
    at = min(n for n in range(len(digits) - 1) if digits[n] != digits[n + 1])
    digits[at : at + 2] = reversed(digits[at : at + 2])
    values[path] = int("".join(digits))


def next_row(chance: random.Random, values: Values) -> None:
    """A figure stands in the row above or below."""
    path = chance.choice([path for path in _shown(values) if path.startswith("requests")])
    row, _, column = path.rpartition(".")
    paths = [row.path for row in REQUESTS]
    at = paths.index(row)
    other = chance.choice([paths[n] for n in (at - 1, at + 1) if 0 <= n < len(paths)])
    values[path], values[f"{other}.{column}"] = values[f"{other}.{column}"], values[path]


def next_column(chance: random.Random, values: Values) -> None:
    path = chance.choice(_shown(values))
    row, _, _ = path.rpartition(".")
    paths = [path for path in values if path.rpartition(".")[0] == row]
    at = paths.index(path)
    other = chance.choice([paths[n] for n in (at - 1, at + 1) if 0 <= n < len(paths)])
    values[path], values[other] = values[other], values[path]


def total_wrong(chance: random.Random, values: Values) -> None:
    totals = [
        path
        for path in _shown(values)
        if path.endswith(".total") or path.startswith("requests.handled_total")
    ]
    path = chance.choice(totals)
    values[path] = max(0, values[path] + chance.choice((-10, -2, -1, 1, 2, 10, 100)))


SLIPS: Final[tuple[Callable[[random.Random, Values], None], ...]] = (
    none,
    one_off,
    swapped,
    next_row,
    next_column,
    total_wrong,
)


def _shown(values: Values) -> list[str]:
    return [path for path, value in values.items() if value] or list(values)


def printed(values: Values, blank: Set[str]) -> gongkai.Report:
    """A report that prints these figures, but nothing in the blank cells."""
    everything = {**dict.fromkeys(form.spec(EDITION), 3), **values}
    shown = {path: None if path in blank else value for path, value in everything.items()}
    return gongkai.Report.from_values(
        shown, edition=EDITION, title="云栖县2023年政府信息公开工作年度报告"
    )


def judge(text: str, values: Values, blank: Set[str]) -> tuple[Counter[str], list[str]]:
    """What became of the cells, and the wrong ones in words."""
    report = gongkai.parse(text)
    tally, wrong = Counter[str](), []
    for path, value in values.items():
        cell = report.cells[path]
        truth = None if path in blank else value
        tally[cell.status.value] += 1
        if cell.status is gongkai.Status.INFERRED and cell.value != truth:
            wrong.append(f"{path}: {cell.value}, printed {truth} {' '.join(cell.basis)}")
        elif cell.status is gongkai.Status.AMBIGUOUS and not cell.cut:
            tally["unsound"] += truth not in cell.candidates
    tally["wrong"] = len(wrong)
    if wrong and not report.check().errors:
        tally["silent"] = len(wrong)
    return tally, wrong


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--reports", type=int, default=60)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--show", type=int, default=0, metavar="N")
    options.add_argument("--max", type=float, metavar="SHARE")
    chosen = options.parse_args()
    everything = Counter[str]()
    print(
        f"{'slip':<12} {'text':<24} {'inferred':>8} {'wrong':>6} {'silent':>6} {'unsound':>7}"
        f" {'claimed':>8}"
    )
    for slip in SLIPS:
        for name, (layout, share) in TEXTS.items():
            chance = random.Random(chosen.seed)
            total = Counter[str]()
            for number in range(chosen.reports):
                values = consistent(chance)
                slip(chance, values)
                blank = {path for path in values if not values[path] and chance.random() < share}
                text = gongkai.render(printed(values, blank), layout, drop_blanks=True)
                tally, wrong = judge(text, values, blank)
                total += tally
                for words in wrong if total["wrong"] <= chosen.show else ():
                    print(f"  {slip.__name__}, {name}, report {number}: {words}")
            everything += total
            print(f"{slip.__name__:<12} {name:<24} {_line(total)}")
    print(f"{'':<12} {'all':<24} {_line(everything)}")
    share = everything["wrong"] / max(1, everything["inferred"])
    return int(chosen.max is not None and share > chosen.max)


def _line(tally: Counter[str]) -> str:
    opened = tally["inferred"] + tally["ambiguous"] + tally["unreadable"]
    claimed = f"{tally['inferred'] / opened:.2%}" if opened else "-"
    counts = [tally[key] for key in ("inferred", "wrong", "silent", "unsound")]
    return "{:>8} {:>6} {:>6} {:>7}".format(*counts) + f" {claimed:>8}"


if __name__ == "__main__":
    sys.exit(main())
