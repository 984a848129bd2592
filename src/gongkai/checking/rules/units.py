"""Rules H: the units of a whole, among themselves and against the whole's own report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import Final

from ...analysis.aggregate import added, unit_names
from ...analysis.case import Case
from ...findings import Check, Severity, failed, passed, unknown
from ...form import Figure
from ...form.naming import cell_name, cell_names, cell_spec, figure, phrase
from ...model import ReportData
from ..rule import Example, Rule, rule

_MOST_IN_PAIRS: Final = 80
"""Pairs of units that together explain a gap are looked for among so many units."""
_ENOUGH_FIGURES: Final = 4
_LARGE_ENOUGH: Final = 10


class Whole:
    """The units of a whole, and, where it is known, the report that the whole itself has
    published."""

    def __init__(
        self,
        units: Sequence[ReportData],
        published: ReportData | None = None,
        expected: Sequence[str] = (),
    ) -> None:
        self.units = [Case(unit) for unit in units]
        self.names = unit_names(self.units)
        self.published = Case(published) if published is not None else None
        self.expected = tuple(expected)

    @cached_property
    def sums(self) -> Case:
        """The sum of the units."""
        cells = added([case.report for case in self.units])
        return Case(
            ReportData(source="", cells=cells, edition=max(case.edition for case in self.units))
        )

    @cached_property
    def gaps(self) -> dict[str, int | Decimal]:
        """For every cell that both know: the whole's own figure less the sum of its units. Amounts
        agree if they round alike."""
        if self.published is None:
            return {}
        found: dict[str, int | Decimal] = {}
        for path, cell in self.published.cells.items():
            ours = self.sums.cells.get(path)
            if cell.value is None or ours is None or ours.value is None:
                continue
            gap: int | Decimal = cell.value - ours.value
            allowed: int | Decimal = (
                len(self.units) * _half_a_step(cell.value) if isinstance(cell.value, Decimal) else 0
            )
            found[path] = 0 if _size(gap) <= allowed else gap
        return found


def _half_a_step(value: Decimal) -> Decimal:
    """Half of the last decimal that a figure shows: what rounding can have taken from it."""
    return Decimal((0, (5,), int(value.as_tuple().exponent) - 1))


def _size(value: int | Decimal) -> int | Decimal:
    return -value if value < 0 else value


_YEAR_2023 = {"year": 2023}
_PAIR = (
    Example({"proactive.penalties.decisions": 12}, data={"publisher": "甲局", **_YEAR_2023}),
    Example({"proactive.penalties.decisions": 30}, data={"publisher": "乙局", **_YEAR_2023}),
)
_WHOLE = {"publisher": "某县人民政府", **_YEAR_2023}


@rule(
    "H001",
    Severity.WARNING,
    kind="arithmetic",
    scope="units",
    zh="整体等于各单位之和",
    en="whole = sum of its units",
    description_zh=(
        "逐格比较整体公布的数字与各单位之和，指出哪些单位恰好可以解释差额。整体本级也有数字、"
        "单位不全或统计口径不同都可能是原因，所以是警告。"
    ),
    description_en=(
        "Cell by cell, the figure that the whole published against the sum of its units; units"
        " whose own figure explains the gap are named. Figures of the whole's own office, units"
        " left out and another scope are honest explanations."
    ),
    example=Example({"proactive.penalties.decisions": 54}, data=_WHOLE, units=_PAIR),
)
def whole(given: Whole) -> Iterator[Check]:
    """H001 for each cell."""
    if given.published is None:
        yield unknown("whole", zh="没有整体公布的报告", en="the whole's own report is not given")
        return
    for path, cell in given.published.cells.items():
        if path not in given.gaps:
            yield unknown(
                path,
                zh=f"{cell_name(path, 'zh')}：数字未知",
                en=f"{cell_name(path, 'en')}: a figure is not known",
            )
            continue
        gap: int | Decimal = given.gaps[path]
        if not gap:
            yield passed(path)
            continue
        expected = given.sums.cells[path].value
        able = _explaining(given, path, gap)
        more_zh, more_en = "", ""
        if able:
            more_zh = f"；{phrase(able, 'zh')}的数字恰为差额" + (
                "，可能重复计入" if gap > 0 else "，可能未计入整体"
            )
            more_en = f"; the figure of “{phrase(able, 'en')}” is the gap: " + (
                "counted twice?" if gap > 0 else "left out of the whole?"
            )
        yield failed(
            path,
            zh=(
                f"{cell_name(path, 'zh')}：各单位之和 {figure(expected, 'zh')}，整体"
                f" {figure(cell.value, 'zh')}，差 {figure(_size(gap), 'zh')}{more_zh}"
            ),
            en=(
                f"{cell_name(path, 'en')}: the units add up to {figure(expected, 'en')}, the whole"
                f" has {figure(cell.value, 'en')}, off by {figure(_size(gap), 'en')}{more_en}"
            ),
            cells=[path],
            expected=expected,
            found=cell.value,
        )


def _explaining(given: Whole, path: str, gap: int | Decimal) -> list[str]:
    """The units whose figure in this cell is the gap, else the first two whose figures together
    are."""
    size = _size(gap)
    values = {
        name: case.operands.get(path) for name, case in zip(given.names, given.units, strict=True)
    }
    single = [name for name, value in values.items() if value == size]
    if single or len(values) > _MOST_IN_PAIRS:
        return single
    filled = [(name, value) for name, value in values.items() if value]
    return next(([a, b] for (a, x), (b, y) in combinations(filled, 2) if x + y == size), [])


@rule(
    "H002",
    Severity.WARNING,
    scope="units",
    zh="单位缺漏或重复计入",
    en="a unit is missing or counted twice",
    description_zh=(
        "同一单位同一年度出现两次，两个单位的非零数字完全相同，名单中的单位没有报告，"
        "或一个单位的全部数字恰好等于整体与各单位之和的差。"
    ),
    description_en=(
        "A unit occurs twice for one year, two units have exactly the same figures, a unit of the"
        " given list has no report, or the figures of one unit are exactly the gap between the"
        " whole and its units."
    ),
    example=Example(data=_WHOLE, units=(_PAIR[0], _PAIR[0])),
)
def counted_once(given: Whole) -> Iterator[Check]:
    """H002."""
    found = list(_twice(given)) + list(_absent(given)) + list(_gap_is_one_unit(given))
    yield from found or [passed("units")]


def _twice(given: Whole) -> Iterator[Check]:
    seen: dict[tuple[object, ...], str] = {}
    figures: dict[tuple[object, ...], str] = {}
    for name, case in zip(given.names, given.units, strict=True):
        key = (case.report.publisher, case.report.year)
        filled = tuple((path, cell.value) for path, cell in case.cells.items() if cell.value)
        if case.report.publisher and key in seen:
            yield failed(name, zh=f"{name} 出现两次", en=f"“{name}” occurs twice")
        elif (
            len(filled) >= _ENOUGH_FIGURES
            and max(_size(value) for _, value in filled if value) >= _LARGE_ENOUGH
            and filled in figures
        ):
            twin = figures[filled]
            yield failed(
                name,
                zh=f"{name} 与 {twin} 的非零数字完全相同",
                en=f"“{name}” and “{twin}” have exactly the same figures",
                cells=[path for path, _ in filled],
            )
        seen[key] = name
        figures.setdefault(filled, name)


def _absent(given: Whole) -> Iterator[Check]:
    here = {"".join((case.report.publisher or "").split()) for case in given.units}
    for name in given.expected:
        if "".join(name.split()) not in here:
            yield failed(name, zh=f"缺少 {name} 的报告", en=f"the report of “{name}” is missing")


def _gap_is_one_unit(given: Whole) -> Iterator[Check]:
    gaps = {path: gap for path, gap in given.gaps.items() if gap}
    if len(gaps) < _ENOUGH_FIGURES:
        return
    for name, case in zip(given.names, given.units, strict=True):
        filled = {
            path: value for path, value in case.operands.items() if value and path in given.gaps
        }
        if filled == gaps:
            yield failed(
                name,
                zh=f"整体恰好多出一份 {name}：可能重复计入",
                en=f"the whole has “{name}” once too often",
                cells=list(gaps),
            )
        elif filled == {path: -gap for path, gap in gaps.items()}:
            yield failed(
                name,
                zh=f"整体恰好少一份 {name}：可能没有计入",
                en=f"the whole lacks exactly “{name}”",
                cells=list(gaps),
            )


@rule(
    "H003",
    Severity.ERROR,
    kind="arithmetic",
    scope="units",
    zh="单位的数字大于整体",
    en="a unit exceeds the whole",
    description_zh="部分不能大于整体。金额按整体公布的小数位数比较；“本年增/减”除外。",
    description_en=(
        "A part cannot be larger than the whole. Amounts are compared with the decimals that the"
        " whole shows; changes are left out."
    ),
    example=Example({"proactive.penalties.decisions": 20}, data=_WHOLE, units=_PAIR),
)
def not_larger(given: Whole) -> Iterator[Check]:
    """H003 for each unit."""
    if given.published is None:
        yield unknown("whole", zh="没有整体公布的报告", en="the whole's own report is not given")
        return
    for name, case in zip(given.names, given.units, strict=True):
        larger = [
            path for path in case.cells if _exceeds(case.cells[path].value, given.published, path)
        ]
        if not larger:
            yield passed(name)
            continue
        first = larger[0]
        mine, all_of_it = case.cells[first].value, given.published.cells[first].value
        yield failed(
            name,
            zh=(
                f"{name} 大于整体：{cell_names(larger, 'zh')}（{figure(mine, 'zh')} >"
                f" {figure(all_of_it, 'zh')}）"
            ),
            en=(
                f"“{name}” exceeds the whole: {cell_names(larger, 'en')} ({figure(mine, 'en')} >"
                f" {figure(all_of_it, 'en')})"
            ),
            cells=larger,
            expected=all_of_it,
            found=mine,
        )


def _exceeds(value: Figure, published: Case, path: str) -> bool:
    whole_value = published.cells[path].value if path in published.cells else None
    if value is None or whole_value is None or cell_spec(path).kind == "change":
        return False
    slack = _half_a_step(whole_value) if isinstance(whole_value, Decimal) else 0
    return value - whole_value > slack


@rule(
    "H004",
    Severity.ERROR,
    scope="units",
    zh="各单位年度或表格版本混杂",
    en="units of different years or editions mixed",
    description_zh="相加的报告应为同一年度、同一版本。各版本表二的各栏含义不同，不能相加。",
    description_en=(
        "Reports that are added up are of one year and one edition. The columns of table two mean"
        " different things in the two editions."
    ),
    example=Example(
        data=_WHOLE, units=(_PAIR[0], Example(data={"publisher": "丙局", "year": 2022}))
    ),
)
def alike(given: Whole) -> Iterator[Check]:
    """H004 for years and for editions; the whole's own report counts too."""
    members = [
        *zip(given.names, given.units, strict=True),
        *([("整体", given.published)] if given.published else []),
    ]
    years = sorted({case.report.year for _, case in members if case.report.year is not None})
    editions = sorted({case.edition for _, case in members})
    for about, zh, en, values in (
        ("years", "年度", "years", years),
        ("editions", "表格版本", "editions", editions),
    ):
        if len(values) > 1:
            listed = [str(value) for value in values]
            yield failed(
                about,
                zh=f"{zh}混杂：{'、'.join(listed)}",
                en=f"{en} are mixed: {', '.join(listed)}",
            )
        elif values:
            yield passed(about)
        else:
            yield unknown(about, zh=f"{zh}未知", en=f"the {en} are not known")


RULES: tuple[Rule, ...] = (whole, counted_once, not_larger, alike)
"""The rules of this module, in order."""
