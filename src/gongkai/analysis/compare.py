"""The changes between two reports, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, overload

import attrs

from ..errors import MissingExtraError
from ..form import Figure
from ..form.naming import EDITIONS_EN, EDITIONS_ZH, cell_name, figure
from ..languages import Both, Language, default_language
from ..model import ReportData, Status
from ..showing import small_table

if TYPE_CHECKING:
    import pandas


@attrs.frozen
class Change:
    """One cell in two reports. ``difference`` is ``after`` less ``before``, ``ratio`` the exact
    quotient; None where unknown."""

    path: str
    before: Figure
    after: Figure
    before_status: Status
    after_status: Status

    @property
    def difference(self) -> Figure:
        """``after`` less ``before``, None where one of them is not known."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def ratio(self) -> Fraction | None:
        """``after`` over ``before``, exactly; None where one is not known or ``before`` is 0."""
        return (
            None
            if not self.before or self.after is None
            else Fraction(self.after) / Fraction(self.before)
        )

    def name(self, lang: Language) -> str:
        """The cell in words."""
        return cell_name(self.path, lang)


@attrs.frozen
class Comparison(Sequence[Change]):
    """The cells of two reports side by side, in form order; a sequence of :class:`Change`.

    ``not_comparable`` lists the paths that only one of the two editions has.
    """

    changes: tuple[Change, ...]
    not_comparable: tuple[str, ...] = ()

    @overload
    def __getitem__(self, index: int) -> Change: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Change, ...]: ...
    def __getitem__(self, index: int | slice) -> Change | tuple[Change, ...]:
        return self.changes[index]

    def __len__(self) -> int:
        return len(self.changes)

    @property
    def changed(self) -> Comparison:
        """Only the cells whose figures or statuses differ."""
        differing = [c for c in self if (c.before, c.before_status) != (c.after, c.after_status)]
        return Comparison(tuple(differing), self.not_comparable)

    def note(self, lang: Language) -> str:
        """What was not compared, and why; '' where everything was."""
        if not self.not_comparable:
            return ""
        number = len(self.not_comparable)
        return (
            f"{number} 格未比较：{EDITIONS_ZH}"
            if lang == "zh"
            else f"{number} cells: {EDITIONS_EN}"
        )

    def to_frame(self) -> pandas.DataFrame:
        """The comparison as a data frame: path, label, before, after, difference and both statuses,
        one row a cell.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise MissingExtraError(
                Both("a data frame of changes", "变化的数据框"), "frames"
            ) from None
        rows: list[dict[str, Any]] = [
            {
                "path": c.path,
                "label": c.name("zh"),
                "before": c.before,
                "after": c.after,
                "difference": c.difference,
                "before_status": str(c.before_status),
                "after_status": str(c.after_status),
            }
            for c in self
        ]
        columns = [
            "path",
            "label",
            "before",
            "after",
            "difference",
            "before_status",
            "after_status",
        ]
        return pandas.DataFrame(rows, columns=columns, dtype=object)

    def __repr__(self) -> str:
        return f"<Comparison: {len(self)} cells, {len(self.changed)} changed>"

    def _repr_html_(self) -> str:
        lang = default_language()
        zh = lang == "zh"
        heads = (
            ("栏目", "前", "后", "增减", "路径")
            if zh
            else ("cell", "before", "after", "difference", "path")
        )
        changed = self.changed
        rows = [(c.name(lang), c.before, c.after, c.difference, c.path) for c in changed]
        title = (
            f"比较 {len(self)} 格，{len(rows)} 格不同"
            if zh
            else f"{len(self)} cells compared, {len(rows)} changed"
        )
        return small_table(title, heads, rows, note=self.note(lang))

    def __str__(self) -> str:
        lines = [
            f"{c.path}: {figure(c.before, 'en')} → {figure(c.after, 'en')}" for c in self.changed
        ]
        return "\n".join([*lines, *filter(None, [self.note("en")])])


def compare(before: ReportData, after: ReportData) -> Comparison:
    """The changes from one report to another, cell by cell.

    Only cells that both editions have are compared. The columns of rules and normative documents
    are never compared across the editions: they mean different things.

    >>> from gongkai import Report
    >>> a = Report.from_values({"requests.received.total": 4}, edition=2021)
    >>> b = Report.from_values({"requests.received.total": 6}, edition=2021)
    >>> [(c.path, c.difference) for c in compare(a, b).changed]
    [('requests.received.total', 2)]
    """
    both = [path for path in before.cells if path in after.cells]
    only = [
        path
        for path in {**before.cells, **after.cells}
        if path not in before.cells or path not in after.cells
    ]
    changes = [
        Change(
            p,
            before.cells[p].value,
            after.cells[p].value,
            before.cells[p].status,
            after.cells[p].status,
        )
        for p in both
    ]
    return Comparison(tuple(changes), tuple(only))
