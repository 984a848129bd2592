"""Many reports read one after the other, or by several processes at a time."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

import attrs

from ..api import parse, read
from ..checking.check import Selection, check
from ..errors import GongkaiError, MissingExtraError, ParseError
from ..findings import Findings
from ..languages import Both, Language, default_language
from ..layouts import Layout
from ..report import Report
from ..showing import brief, small_table
from ..writing.frames import frame_of
from ..writing.marks import coverage, verdict
from ..writing.rows import joined, rows
from .sources import Input, Many, folder_pattern, inputs, said_by_folders
from .workers import alone, cores, in_order

if TYPE_CHECKING:
    import pandas

OnError = Literal["record", "raise"]
"""What becomes of an input that cannot be read."""

Found = TypeVar("Found")

_AT_ONCE: Final = 8
"""Inputs that are given to a process together."""

_WORTH_A_PROCESS: Final = 64
"""With fewer inputs than this it takes longer to start processes than to read."""


_PREVIEWED: Final = 20
"""So many inputs are read to show a notebook what it is about, before they are asked for."""


@attrs.frozen
class Failure:
    """An input that could not be read: its name, the reason in one line, and what to try.

    ``lasting`` says that the same content will fail again; a file that could not be opened, or
    whose reader is not installed, may not.
    """

    file: str
    error: str
    hint: str = ""
    lasting: bool = True


@attrs.frozen
class Result:
    """One input: its name, and the report, or the failure that stands for it."""

    file: str
    report: Report | None = None
    failure: Failure | None = None


class Results:
    """The results of many inputs, in the order of the inputs.

    Iteration reads, and keeps nothing: memory stays the same however many inputs there are.
    Everything else reads what was not read yet, and keeps what it needs.
    """

    def __init__(
        self,
        source: Many,
        *,
        workers: int | None,
        progress: bool,
        on_error: OnError,
        options: Options,
    ) -> None:
        self._source, self._workers, self._progress = source, workers, progress
        self._on_error, self._options = on_error, options
        self._once = isinstance(source, Iterator)
        self._failures: tuple[Failure, ...] | None = None

    def __iter__(self) -> Iterator[Result]:
        if self._once and self._failures is not None:
            raise ValueError(
                "this source was read already: give a list instead of an iterator, or use .reports"
            )
        failures = []
        for result in results(
            inputs(self._source), self._workers, self._options, progress=self._progress
        ):
            if result.failure is not None:
                if self._on_error == "raise":
                    raise ParseError(
                        result.failure.error, name=result.file, hint=result.failure.hint
                    )
                failures.append(result.failure)
            yield result
        self._failures = tuple(failures)

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """The reports that could be read, in order."""
        return tuple(result.report for result in self._kept if result.report)

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The names of the inputs of :attr:`reports`."""
        return tuple(result.file for result in self._kept if result.report)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The inputs that could not be read, in order."""
        if self._failures is None:
            for _ in self if not self._once else self._kept:
                pass
        return self._failures or ()

    def to_frame(self) -> pandas.DataFrame:
        """All cells of all reports, one row a cell, with the file that each comes from.

        Raises:
            MissingExtraError: the extra ``frames`` is not installed.
        """
        named = zip(self.files, self.reports, strict=True)
        return frame_of(joined(rows(report, file=file) for file, report in named))

    def check(self, *, lang: Language | None = None, select: Selection = None) -> Findings:
        """What is wrong or odd in the reports, those of one publisher also from year to year.

        Raises:
            ValueError: ``select`` names no rule.
        """
        return check(*self.reports, lang=lang, select=select)

    @cached_property
    def _kept(self) -> tuple[Result, ...]:
        return tuple(self)

    def __repr__(self) -> str:
        known: tuple[Result, ...] | None = self.__dict__.get("_kept")
        if known is None:
            return f"<Results of {brief(self._source)}: not read yet>"
        failed = sum(result.report is None for result in known)
        return f"<Results of {brief(self._source)}: {len(known) - failed} read, {failed} not>"

    def _repr_html_(self) -> str:
        """What was read; of what was not read yet, the first inputs. Showing reads no more."""
        known: tuple[Result, ...] | None = self.__dict__.get("_kept")
        more = False
        if known is None and not self._once:
            first = results(inputs(self._source), 1, self._options)
            shown = tuple(itertools.islice(first, _PREVIEWED + 1))
            more, known = len(shown) > _PREVIEWED, shown[:_PREVIEWED]
        return results_html(known or (), more=more, unread=known is None)


def results_html(known: Sequence[Result], *, more: bool, unread: bool) -> str:
    """Results as a table: what each input is, how much of it is known, what the checks say."""
    lang = default_language()
    zh = lang == "zh"
    heads = (
        ("文件", "发布机关", "年度", "格式", "版式", "覆盖情况", "检查")
        if zh
        else ("file", "publisher", "year", "edition", "layout", "coverage", "checks")
    )
    rows, marks = [], []
    for result in known:
        report = result.report
        if report is None:
            reason = result.failure.error if result.failure else ""
            rows.append((result.file, "", "", "", "", reason, "✗"))
            marks.append("error")
            continue
        found = report.check(lang=lang)
        rows.append(
            (
                result.file,
                report.publisher or "",
                str(report.year or ""),
                str(report.edition or ""),
                report.layout or "",
                " · ".join(coverage(report, lang)),
                verdict(found),
            )
        )
        marks.append(str(found.worst) if found.worst in ("error", "warning") else "")
    title = f"{len(known)} 份" if zh else f"{len(known)} inputs"
    note = ""
    if more:
        note = "只显示前几份，其余尚未读取。" if zh else "The first ones; others were not read yet."
    if unread:
        note = "尚未读取。" if zh else "Not read yet."
    return small_table(title, heads, rows, marks=marks, note=note)


@attrs.frozen
class Options:
    """How each input is read."""

    layout: Layout | str | None = None
    by: str | None = None


def read_many(
    source: Many,
    *,
    workers: int | None = None,
    progress: bool = False,
    on_error: OnError = "record",
    layout: Layout | str | None = None,
    by: str | None = None,
) -> Results:
    """Read many reports, lazily and in order; one that cannot be read is a record, not an error.

    Args:
        source: a folder, a pattern, a path, or any number of paths, texts and pairs of a name and a
            text or bytes. workers: how many processes read; the results are the same for any
            number. By default one for each core, and none where there are few inputs. (Where
            processes are not forked, the calling script needs ``if __name__ == "__main__":``.)
        progress: show a bar on standard error (extra ``cli``). on_error: ``record`` or ``raise``.
        layout: the layout of all texts; by default that of each is told from the text. by: what
            the folders' names say, ``"{publisher}/{year}"``; it is used where a text does not say
            it itself.

    Raises:
        ValueError: ``workers``, ``on_error`` or ``by`` has no meaning. LayoutError: no layout has
            this name. ParseError: while reading, with ``on_error="raise"``.

    >>> many = read_many(["examples/reports/chenghu-2023.txt", ("a letter", "Dear Sir,")])
    >>> [(result.file, result.report is not None) for result in many]
    [('examples/reports/chenghu-2023.txt', True), ('a letter', False)]
    >>> many.failures[0].error
    'this is no annual report on government information disclosure'
    """
    if workers is not None and workers < 1:
        raise ValueError(f"workers={workers!r} is not a number of processes")
    if on_error not in ("record", "raise"):
        raise ValueError(f"on_error={on_error!r} is neither 'record' nor 'raise'")
    if by is not None:
        folder_pattern(by)
    if isinstance(layout, str):
        Layout.named(layout)
    options = Options(layout, by)
    return Results(source, workers=workers, progress=progress, on_error=on_error, options=options)


def results(
    given: Iterator[Input], workers: int | None, options: Options, *, progress: bool = False
) -> Iterator[Result]:
    """The results of inputs, by as many processes as asked for or as are worth it."""
    first = list(itertools.islice(given, _WORTH_A_PROCESS))
    if workers is None:
        workers = cores() if len(first) == _WORTH_A_PROCESS else 1
    jobs = _batches(itertools.chain(first, given), _AT_ONCE if workers > 1 else 1)
    work = partial(_read_batch, options=options)
    done = in_order(work, jobs, workers=workers, died=partial(_apart, options=options))
    found = itertools.chain.from_iterable(done)
    yield from with_progress(found) if progress else found


def _batches(given: Iterator[Input], size: int) -> Iterator[tuple[Input, ...]]:
    while batch := tuple(itertools.islice(given, size)):
        yield batch


def _read_batch(batch: Sequence[Input], options: Options) -> list[Result]:
    return [read_one(item, options) for item in batch]


def _apart(batch: Sequence[Input], options: Options) -> list[Result]:
    """The results of a batch in which something kills the process that reads it."""
    if len(batch) > 1:
        work, died = partial(_read_batch, options=options), partial(_apart, options=options)
        return [result for item in batch for result in alone(work, (item,), died)]
    reason = "the process that read it died: out of memory, or a fault in a library"
    return [Result(item.name, failure=Failure(item.name, reason)) for item in batch]


def read_one(item: Input, options: Options) -> Result:
    """One input as a report, or as the record of a failure. Nothing is raised: one text must not
    take the others with it."""
    try:
        if item.error:
            raise OSError(0, item.error)
        if isinstance(item.content, str):
            report = read_text(item.content, options.layout)
        else:
            report = read(
                os.fspath(item.name) if item.content is None else item.content,
                layout=options.layout,
            )
    except Exception as error:
        return Result(item.name, failure=failure_of(item.name, error))
    return Result(item.name, _completed(report, options.by, item.inside))


def read_text(text: str, layout: Layout | str | None = None) -> Report:
    """A text as a report, a web page given as text too."""
    return (
        read(text, layout=layout, media_type="text/html")
        if text.lstrip()[:1] == "<"
        else parse(text, layout=layout)
    )


def _completed(report: Report, by: str | None, inside: str) -> Report:
    """The report with what the folders' names say, where its text does not."""
    said = said_by_folders(by, inside) if by else {}
    changes: dict[str, Any] = {}
    if report.publisher is None and "publisher" in said:
        changes["publisher"] = said["publisher"]
    if report.year is None and "year" in said:
        changes["year"] = int(said["year"])
    if not changes:
        return report
    return attrs.evolve(report, **changes, given=(*report.given, *changes))


def failure_of(file: str, error: Exception) -> Failure:
    """An error as a record."""
    if isinstance(error, MissingExtraError):
        return Failure(file, error.reason, error.hint, lasting=False)
    if isinstance(error, ParseError):
        return Failure(file, error.reason, error.hint)
    if isinstance(error, OSError) and not isinstance(error, GongkaiError):
        return Failure(file, error.strerror or str(error), lasting=False)
    return Failure(file, f"{type(error).__name__}: {error}".splitlines()[0], lasting=False)


def with_progress(
    found: Iterator[Found], *, total: int | None = None, size: Callable[[Found], int] = lambda _: 1
) -> Iterator[Found]:
    """The same results, counted on standard error.

    Raises:
        MissingExtraError: rich is not installed.
    """
    try:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn
    except ImportError:
        raise MissingExtraError(Both("a progress bar", "进度条"), "cli") from None
    columns = BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=total)
        for result in found:
            shown.advance(task, size(result))
            yield result
