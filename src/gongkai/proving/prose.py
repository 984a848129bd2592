"""What sentences of a report say of figures that its tables leave open.

Reports state their main figures twice, in the tables and in 一、总体情况:
新收政府信息公开申请45件，上年结转3件. Such a sentence proves nothing about a cell, for the two
often differ, but it makes one of its candidates likely. Only phrases whose subject is certain are
read: 受理 and 办理 may mean new applications, all of them, or finished ones; another year's
figures, letters to a mayor, hotlines and consultations are other things.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from ..figures import fold
from ..model import Cell, Likely, ReportData, Span

_GENERAL: Final = 1
"""The number of the section that states figures: 总体情况."""

_FIGURE: Final = r"(?P<figure>[0-9０-９]{1,7})(?:件|份|宗|个)(?!次)"
_COUNT: Final = rf"(?:共|共计|合计|为)?{_FIGURE}"
_BETWEEN: Final = r"[^0-9０-９，,。；;：:（(]"
_NEXT_YEAR: Final = r"结转至?到?(?:下年度?|下一年度?|次年)"
_DOCUMENTS: Final = r"(?:的)?(?:行政)?规范性文件"

_PHRASES: Final[Mapping[str, tuple[str, ...]]] = {
    "requests.received.total": (
        rf"(?<!未)(?<!没有)(?:新收到?|收到){_BETWEEN}{{0,24}}(?:公开申请|申请公开){_BETWEEN}{{0,4}}{_COUNT}",
        rf"(?<!未)(?<!没有)(?:新收到?|收到)申请{_COUNT}",
    ),
    "requests.carried_over.total": (rf"(?:上年度?结转|结转上年度?){_BETWEEN}{{0,12}}{_COUNT}",),
    "requests.handled_total.total": (
        rf"(?:办结|办理答复|答复)(?:依申请|(?:政府信息)?(?:公开)?申请(?:公开)?)?件?{_COUNT}",
    ),
    "requests.carried_forward.total": (
        rf"{_NEXT_YEAR}(?:继续)?(?:办理)?{_COUNT}",
        rf"{_FIGURE}(?:申请)?(?:未办结，)?{_NEXT_YEAR}",
    ),
    "proactive.normative_documents.issued": (rf"(?:制发|制定){_DOCUMENTS}{_COUNT}",),
    "proactive.normative_documents.repealed": (rf"废止(?:{_DOCUMENTS})?{_COUNT}",),
    "proactive.normative_documents.in_force": (rf"现行有效(?:{_DOCUMENTS})?{_COUNT}",),
}
"""How a sentence states the figure of a cell."""

_COMPILED: Final = {
    path: [re.compile(phrase) for phrase in phrases] for path, phrases in _PHRASES.items()
}

_NEEDED: Final = {"requests": "申请", "proactive": "规范性文件"}
"""Without its subject a sentence is about something else."""

_OTHER_THINGS: Final = re.compile(
    r"信箱|12345|热线|留言|咨询|来信|来电|建议|提案|办件|投诉|网民|历年|往年|去年|上年同期|同比|累计|含上年|包括上年"
)
_REGULATIONS: Final = "规章"
_YEAR: Final = re.compile(r"(20[0-9]{2})年(?!度?(?:结转|转办))")
_SENTENCE: Final = re.compile(r"[^。；;！!]{1,500}")  # no sentence is longer; what is, is no prose
_WORD: Final = re.compile(r"\S+")


def stated(report: ReportData) -> dict[str, Likely]:
    """The figures that sentences of the report state for cells of its form, by path.

    A cell for which they state different figures is left out. The span is that of the figure in the
    source.

    >>> from gongkai.model import Cells, Section
    >>> text = "本年新收政府信息公开申请45件，上年结转3件。市长信箱收到来信612件。"
    >>> section = Section(1, "一、总体情况", text, Span(0, len(text)))
    >>> found = stated(ReportData(text, Cells({}), sections=(section,)))
    >>> {path: likely.value for path, likely in found.items()}
    {'requests.received.total': 45, 'requests.carried_over.total': 3}
    """
    found: dict[str, Likely] = {}
    conflicting = set()
    for path, value, span in _figures(report):
        if path in found and found[path].value != value:
            conflicting.add(path)
        found.setdefault(path, Likely(value, "prose", span))
    return {path: likely for path, likely in found.items() if path not in conflicting}


def made_likely(report: ReportData, open_cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """Those of a report's ambiguous cells for which a sentence states one of their candidates, with
    that as what is likely.

    If the blanks of the table suggest another figure than the sentence, nothing is likely.
    """
    if not any(path in open_cells for path in _PHRASES):
        return {}
    found: dict[str, Cell] = {}
    for path, likely in stated(report).items():
        cell = open_cells.get(path)
        if cell is not None and likely.value in cell.candidates:
            agrees = cell.likely is None or cell.likely.value == likely.value
            found[path] = attrs.evolve(cell, likely=likely if agrees else None)
    return found


def _figures(report: ReportData) -> Iterator[tuple[str, int, Span]]:
    """Each statement of a figure: the path of the cell, the figure, and where it stands in the
    source."""
    for section in report.sections:
        if section.number != _GENERAL:
            continue
        words = list(_WORD.finditer(report.source, *section.span))
        text = "".join(
            [word[0] for word in words]
        )  # lines are broken anywhere, and some texts have blanks around digits
        starts: list[int] = []
        length = 0
        for word in words:
            starts.append(length)
            length += len(word[0])

        def offset(at: int, words: list[re.Match[str]] = words, starts: list[int] = starts) -> int:
            number = bisect_right(starts, at) - 1
            return words[number].start() + at - starts[number]

        for sentence in _SENTENCE.finditer(text):
            for path, phrases in _COMPILED.items():
                if _NEEDED[path.partition(".")[0]] not in sentence[0]:
                    continue
                for match in [
                    match for phrase in phrases for match in phrase.finditer(text, *sentence.span())
                ]:
                    if _is_about(path, sentence[0], text[sentence.start() : match.end()], report):
                        start, end = match.span("figure")
                        yield (
                            path,
                            int(fold(match["figure"])),
                            Span(offset(start), offset(end - 1) + 1),
                        )


def _is_about(path: str, sentence: str, until: str, report: ReportData) -> bool:
    """Whether a phrase in a sentence is about this report's own figure. ``until`` is the sentence
    up to the end of the phrase."""
    if _OTHER_THINGS.search(until) or any(
        int(year) != report.year for year in _YEAR.findall(until) if report.year
    ):
        return False
    return path.startswith("requests") or _REGULATIONS not in sentence
