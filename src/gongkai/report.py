"""The report that the user holds, and the ways to get one. The front door: its methods call the
other rooms, and each imports what it alone needs, since most who read a report call few of them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from . import form
from .errors import UnknownPathError
from .form import Figure
from .languages import Language, default_language
from .layouts import Layout
from .model import Cell, Cells, ReportData, Status
from .showing import short

if TYPE_CHECKING:
    from pathlib import Path

    import pandas

    from .analysis.aggregate import Contribution
    from .analysis.indicators import Indicator
    from .analysis.repair import Repair
    from .checking.rule import Rule
    from .findings import Findings
    from .mentions import Mention


@attrs.frozen(slots=False)
class Report(ReportData):
    """One annual report: its three tables, its sections, and where every figure came from.

    Values are plain: ``report.requests.received.natural_person`` is an ``int``, a ``Decimal`` in
    万元, or None where it is not known. ``report.cells`` has one :class:`Cell` for every cell of
    the edition, with the status that says how it is known.

    >>> report = Report.from_values({"requests.received.total": 4}, edition=2021)
    >>> report.requests.received.total
    4
    >>> report["requests.received.natural_person"] is None
    True
    """

    read_in: Layout | None = attrs.field(default=None, eq=False, repr=False, kw_only=True)
    """The layout itself, where the report was read from a text; ``layout`` is its name."""

    @cached_property
    def proactive(self) -> form.Proactive:
        """Table two, 主动公开政府信息情况."""
        return self._table("proactive")  # type: ignore[no-any-return]

    @cached_property
    def requests(self) -> form.Requests:
        """Table three, 收到和处理政府信息公开申请情况."""
        return self._table("requests")  # type: ignore[no-any-return]

    @cached_property
    def disputes(self) -> form.Disputes:
        """Table four, 政府信息公开行政复议、行政诉讼情况."""
        return self._table("disputes")  # type: ignore[no-any-return]

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """What the prose says of the tables' figures, statement by statement, in the order of the
        text.

        >>> import gongkai
        >>> text = "一、总体情况\\n新收申请45件，上年结转3件。\\n二、主动公开政府信息情况\\n"
        >>> text += "三、收到和处理政府信息公开申请情况\\n"
        >>> [(mention.value, mention.paths) for mention in gongkai.parse(text).mentions]
        [(45, ('requests.received.total',)), (3, ('requests.carried_over.total',))]
        """
        from .mentions import mentions

        return mentions(self)

    def _table(self, name: str) -> Any:
        figures = self.figures
        return form.build(name, figures.values, figures)

    def __getitem__(self, path: str) -> Figure:
        """The value of the cell with this path.

        Raises:
            UnknownPathError: no cell of this report's edition has the path; the message names the
                nearest one.
        """
        try:
            return self.cells[path].value
        except KeyError:
            raise _unknown(path, self.cells) from None

    @classmethod
    def from_values(
        cls,
        values: Mapping[str, Figure],
        *,
        edition: int,
        title: str | None = None,
        publisher: str | None = None,
        year: int | None = None,
        blank: bool = True,
        **metadata: Any,
    ) -> Report:
        """Make a report from values by path, without a text. A cell that is not given is blank (or,
        with ``blank=False``, missing).

        Raises:
            UnknownPathError: the edition has no cell with one of the paths.
        """
        known = form.spec(edition)
        for path in values:
            if path not in known:
                raise _unknown(path, known)
        absent = Status.BLANK if blank else Status.MISSING
        cells = {
            path: (
                Cell(path, absent)
                if values.get(path) is None
                else Cell(path, Status.READ, values[path])
            )
            for path in known
        }
        return cls("", Cells(cells), edition, None, title, publisher, year, **metadata)

    def with_values(self, values: Mapping[str, Figure]) -> Report:
        """A copy in which these cells have these values; None makes a cell blank. For trying out a
        correction.

        Raises:
            UnknownPathError: this report has no cell with one of the paths.
        """
        cells = dict(self.cells)
        for path, value in values.items():
            self[path]  # refuses a path that the form does not have
            cells[path] = Cell(path, Status.BLANK if value is None else Status.READ, value)
        return attrs.evolve(self, cells=Cells(cells))

    def check(
        self,
        *,
        lang: Language | None = None,
        select: Iterable[str] | str | None = None,
        extra: Sequence[Rule] = (),
    ) -> Findings:
        """What is wrong or odd in this report. ``select`` chooses rules (``"R,D001"``), ``extra``
        adds rules of your own.

        Raises:
            ValueError: ``select`` names no rule.

        >>> values = {"disputes.review.upheld": 2, "disputes.review.total": 3}
        >>> print(Report.from_values(values, edition=2021).check(select="D", lang="zh")[0].message)
        行政复议 总计：应为 2，表中 3，差 1（应为四种结果之和）〔算术关系〕
        """
        from .checking.check import check

        return check(self, lang=lang, select=select, extra=extra)

    def suggest_repairs(self) -> tuple[Repair, ...]:
        """Small changes after which the sums hold, best first; ``with_values(repair.changes)``
        tries one. Never applied by itself."""
        from .analysis.case import Case
        from .analysis.repair import suggest_repairs

        return suggest_repairs(Case(self))

    def computed_totals(self) -> dict[str, Figure]:
        """The totals that the report left blank although their parts add up to something, with that
        sum."""
        from .analysis.case import Case

        return dict(Case(self).blank_totals)

    def indicators(self) -> dict[str, Indicator]:
        """Shares and rates by id, each with exact value, numerator, denominator and formula.

        >>> values = {"requests.granted.total": 3, "requests.partly_granted.total": 0,
        ...     "requests.handled_total.total": 4}
        >>> Report.from_values(values, edition=2021).indicators()["disclosure_rate"].value
        Fraction(3, 4)
        """
        from .analysis.indicators import indicators

        return indicators(self)

    def to_dict(self) -> dict[str, Any]:
        """The whole report as plain data for JSON: counts as numbers, amounts as strings, dates in
        ISO form. Lossless."""
        from .writing.data import to_dict

        return to_dict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Report:
        """The report that :meth:`to_dict` wrote.

        Raises:
            ParseError: the data are not a report's.
        """
        from .writing.data import from_dict

        return from_dict(data, cls)

    @classmethod
    def blank(cls, edition: int) -> Report:
        """The form of an edition with every cell blank: write it with :meth:`to_html`,
        :meth:`to_docx` or ``gongkai.render``.

        Raises:
            ValueError: there is no such edition.
        """
        if edition not in form.EDITIONS:
            raise ValueError(
                f"edition={edition!r} is not one of {', '.join(map(str, form.EDITIONS))}"
            )
        return cls.from_values({}, edition=edition)

    def to_html(self) -> str:
        """The report on the official form, as a whole HTML page with merged cells, to publish or
        print."""
        from .writing.official import form_html

        return form_html(self)

    def to_docx(self) -> bytes:
        """The report on the official form, as the bytes of a Word document with merged cells.

        Raises:
            MissingExtraError: the extra ``docx`` is not installed.
        """
        from .writing.official import form_docx

        return form_docx(self)

    def to_excel(self, path: str | Path, *, language: Language | None = None) -> Path:
        """Write the report as an Excel workbook, and say where: the official tables on a sheet
        each, totals as formulas, what the checks found as comments, each figure that was not simply
        read marked by colour and sign. An open cell holds a question mark, never a zero.

        ``language`` is that of comments and legend; the form's labels are Chinese. What it writes
        can be read again: ``gongkai.read("report.xlsx")``.

        Raises:
            MissingExtraError: the extra ``sheets`` is not installed.
            OSError: the file cannot be written.

        >>> import gongkai, pathlib, tempfile
        >>> report = Report.from_values({"requests.received.total": 4}, edition=2021)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     written = report.to_excel(pathlib.Path(folder, "report.xlsx"))
        ...     gongkai.read(written).requests.received.total
        4
        """
        from pathlib import Path

        from .writing.excel import write_excel

        lang = language or default_language()
        write_excel(self, self.check(lang=lang), path, lang)
        return Path(path)

    def to_frame(self) -> pandas.DataFrame:
        """A tidy data frame, one row a cell in form order: path, labels, value, status, candidates,
        raw text, span, and metadata.

        Raises:
            MissingExtraError: the extra ``frames`` is not installed.
        """
        from .writing.frames import to_frame

        return to_frame(self)

    def table(self, name: str, *, language: Language = "zh") -> pandas.DataFrame:
        """One table (``proactive``, ``requests`` or ``disputes``) as printed, with Chinese or
        English (``"en"``) labels.

        Raises:
            MissingExtraError: the extra ``frames`` is not installed.
            ValueError: there is no such table.
        """
        from .writing.frames import table_frame

        return table_frame(self, name, language)

    def __repr__(self) -> str:
        from .writing.marks import coverage

        known = " ".join(filter(None, (self.publisher or self.title, str(self.year or ""))))
        read = ", ".join(coverage(self, "en"))
        about = f"edition {self.edition}, layout {self.layout}"
        return short(f"<{type(self).__name__} {known}: {about}; {read}", 200) + ">"

    def explore(self, path: str | Path | None = None, *, language: Language | None = None) -> Path:
        """Write a page to explore the report, and say where: its tables beside its text, each
        figure tied to its place, and the findings as a list that jumps. One file, offline.

        Without a ``path`` it is a new file in the folder for temporary files.

        Raises:
            OSError: the file cannot be written.

        >>> import tempfile, pathlib
        >>> report = Report.from_values({"disputes.review.upheld": 2}, edition=2021)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     page = report.explore(pathlib.Path(folder, "page.html"))
        ...     page.name, page.read_text(encoding="utf-8")[:15]
        ('page.html', '<!DOCTYPE html>')
        """
        from pathlib import Path

        from .writing.explore import explore_html

        lang = language or default_language()
        page = explore_html(self, self.check(lang=lang), lang)
        if path is None:
            with tempfile.NamedTemporaryFile(
                "w", suffix=".html", prefix="gongkai-", delete=False, encoding="utf-8"
            ) as file:
                file.write(page)
            return Path(file.name)
        Path(path).write_text(page, encoding="utf-8")
        return Path(path)

    def _repr_html_(self) -> str:
        from .writing.notebook import as_html

        lang = default_language()
        return as_html(self, language=lang, findings=self.check(lang=lang))

    def __str__(self) -> str:
        """The three tables as text of 80 columns; ``gongkai.writing.display.as_text`` has other
        widths, and English."""
        from .writing.display import as_text

        return as_text(self)


def _unknown(path: str, known: Iterable[str]) -> UnknownPathError:
    """The error for a path that is none of those known."""
    from difflib import get_close_matches

    nearest = get_close_matches(path, known, 1, 0.5)
    return UnknownPathError(path, nearest[0] if nearest else None)


@attrs.frozen(slots=False, repr=False)
class Aggregate(Report):
    """The sum of several reports, itself a report. ``units`` are the reports that were added up.

    A cell is known where it is known in every unit; otherwise its ``basis`` names the units whose
    figure is unknown.
    """

    units: tuple[ReportData, ...] = attrs.field(default=(), repr=False, kw_only=True)
    expected: tuple[str, ...] = attrs.field(default=(), repr=False, kw_only=True)

    def contributions(self, path: str) -> tuple[Contribution, ...]:
        """What each unit adds to one cell, in the order of the units.

        Raises:
            UnknownPathError: the sum has no cell with this path.

        >>> units = [Report.from_values({"requests.received.total": n}, edition=2021,
        ...     publisher=f"{n}局") for n in (2, 3)]
        >>> [(c.unit, c.value) for c in aggregate(units).contributions("requests.received.total")]
        [('2局', 2), ('3局', 3)]
        """
        from .analysis.aggregate import contributions

        self[path]  # refuses a path that the form does not have
        return contributions(self.units, path)

    def check(
        self,
        *,
        lang: Language | None = None,
        select: Iterable[str] | str | None = None,
        extra: Sequence[Rule] = (),
        whole: ReportData | None = None,
    ) -> Findings:
        """Check the sum like any report, its units among themselves, and, if ``whole`` is given,
        against that published report."""
        from .checking.check import check_units
        from .findings import Findings

        own = super().check(lang=lang, select=select, extra=extra)
        among = check_units(
            self.units, whole, expected=self.expected, lang=lang, select=select, extra=extra
        )
        return Findings([*own, *among], [*own.checks, *among.checks], lang=own.lang)


def aggregate(
    reports: Iterable[ReportData],
    *,
    title: str | None = None,
    publisher: str | None = None,
    expected: Iterable[str] = (),
) -> Aggregate:
    """Add up the reports of a whole's units, cell by cell.

    Counts stay integers and amounts exact decimals. A sum with an unknown addend is unknown and
    names it. Reports of different years or editions are added all the same, over the cells of the
    newest edition; the check then says so (H004). ``expected`` lists the publishers that should be
    among the units.

    Raises:
        ValueError: there are no reports.

    >>> units = [Report.from_values({"proactive.penalties.decisions": n}, edition=2021,
    ...     year=2024) for n in (2, 3)]
    >>> whole = aggregate(units, publisher="某县人民政府")
    >>> whole.proactive.penalties.decisions, whole.year
    (5, 2024)
    """
    from .analysis.aggregate import added, common_edition

    units = tuple(reports)
    if not units:
        raise ValueError("aggregate needs at least one report")
    years = {unit.year for unit in units}
    periods = {unit.period for unit in units}
    shared: dict[str, Any] = {
        "year": years.pop() if len(years) == 1 else None,
        "period": periods.pop() if len(periods) == 1 else None,
    }
    edition = common_edition(units)
    return Aggregate(
        "",
        added(units),
        edition,
        None,
        title,
        publisher,
        units=units,
        expected=tuple(expected),
        **shared,
    )
