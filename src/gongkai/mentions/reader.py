"""Which figures of the tables a sentence states.

A clause (what stands between two commas) states a figure either behind its word, 新收申请45件, or
in front of it, 2件结转下年度. A word of the subject (申请, 行政复议, 规范性文件) holds for the
clauses behind it, and for the next sentence where that goes on with it (其中…, 目前…). Where a
clause says two things of
one figure, or another year, another matter or a rough number comes up, nothing is claimed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Final, NamedTuple

from .. import form
from ..form import Figure
from ..form.traditional import TRADITIONAL
from ..form.wording import HAN, RADICALS
from ..model import ReportData, Section, Span
from .grammar import Clause, Word, clauses, may_state
from .mention import Mention, Reading

_MOST: Final = 50_000
"""Characters of a section that are read; the longest real ones have a fifth of that."""

_LONGEST: Final = 600
"""No sentence is longer; what is, is no prose."""

_STOP: Final = re.compile(r"。|!|\.(?![0-9])|\((?=[一二三四五六七八九十]\))")
_WORTH: Final = re.compile(
    r"申请|依申请|复议|诉讼|规范性文件|规章|处理费|事业性收费|集中采购|办结|答复|结转|公开\d|提供\d|处理\d|维持"
)
_GOES_ON: Final = re.compile(
    r"其中|目前|经|截至|已|均|从|共|予以公开|部分公开|不予|上年|结转|办结|答复|办理答复|\d+件"
)
_FOLD: Final[Mapping[str, str]] = {
    chr(one): char if isinstance(char, str) else chr(char)
    for one, char in (
        RADICALS
        | TRADITIONAL
        | str.maketrans("０１２３４５６７８９（）【】〔〕，；：％．！", "0123456789()()(),;:%.!")
    ).items()
}
_FOLDED: Final = re.compile(f"[{''.join(_FOLD)}]")
_DIGIT: Final = re.compile(r"[0-9,]+|[零一二三四五六七八九十百两]+")
_NUMERALS: Final = {char: number for number, char in enumerate("一二三四五六七八九", 1)} | {"两": 2}

# -- what words mean

_IN, _OVER, _DONE, _ON = (
    f"requests.{row}.total"
    for row in ("received", "carried_over", "handled_total", "carried_forward")
)
_GROUPS: Final = {
    "REVIEW": ("review",),
    "LITIGATION": ("litigation_direct", "litigation_after_review"),
    "LITIGATION_DIRECT": ("litigation_direct",),
    "LITIGATION_AFTER": ("litigation_after_review",),
}
_RESULTS: Final = {
    "UPHELD": "upheld",
    "CORRECTED": "corrected",
    "OTHER_RESULT": "other",
    "PENDING": "pending",
}
_ROWS: Final = {"DOCUMENTS": "normative_documents", "REGULATIONS": "regulations"}
_COLUMNS: Final = {
    "ISSUED": ("issued", "made"),
    "REPEALED": ("repealed",),
    "IN_FORCE": ("in_force",),
}
"""The columns of documents in the editions of the form; an edition has one of them or none."""
_MONEY: Final = {"FEES": "proactive.fees.amount", "PROCUREMENT": "proactive.procurement.amount"}
_APPLICANTS: Final = {
    "PERSON": ("natural_person",),
    "COMPANY": ("business",),
    "ORGANISATION": ("business", "research", "nonprofit", "legal_services", "other"),
}
_ENTERED: Final = ("received", "carried_over")
_TOPICS: Final = frozenset({"REQUEST", *_GROUPS, *_ROWS, *_MONEY, "PROCESSING_FEE", "OTHER_THING"})
_OUTCOMES: Final = frozenset(
    row.path.removeprefix("requests.").replace(".", "__").upper()
    for row in form.rows(form.EDITIONS[-1], "requests")
    if "." in row.path.removeprefix("requests.")
) | {"GRANTED", "PARTLY_GRANTED", "REFUSED", "UNAVAILABLE", "NOT_PROCESSED", "OTHER_HANDLING"}
_FLOWS: Final = ("FROM_LAST", "TO_NEXT", "NEW", "RECEIVED", "ANSWERED", "OPEN_VERB")
_SAYING: Final = frozenset(
    {
        "CHANNEL",
        *_FLOWS,
        *_OUTCOMES,
        *_RESULTS,
        *_APPLICANTS,
        *_GROUPS,
        "ISSUED",
        "REPEALED",
        "IN_FORCE",
    }
)
"""Words that say what a figure counts."""

_COUNTED: Final = frozenset({*_OUTCOMES, *_APPLICANTS, *_GROUPS, *_ROWS})
"""Words for what a figure counts, of which a sentence can list several."""

_OUT: Final = frozenset({"COMPARED", "EXCEPT", "ROUGH", "CARRIED", "OTHER_ENDING"})
"""A clause with one of these states no figure of the tables."""

_SHARE: Final = 12
"""So many characters may stand between a figure and its share."""

_OF: Final = re.compile(r"(?:的|政府|信息|公开|依)*")
"""What may stand between a figure and the applications that it counts: 收到8份政府信息公开申请."""

_NEAR: Final = 8
"""So many characters may stand between a figure and the word that says what it counts."""

_OF_WHICH_DISCLOSURE: Final = re.compile(
    r"[^,;]{0,3}[,;(]其中,?(?:涉及|有关|关于|因)?(?:政府|政务)?信息公开"
)
_INCLUDING: Final = re.compile(r"[^,;]{0,3}[,(](?:其中)?(?:含|包括|包含)")

# between 没有 and what there is not, and behind it, only words may stand that do not narrow it down
_RECEIVED_NOTHING: Final = re.compile(
    r"(?:(?:未|没有|无)曾?(?:收到|接收办理|接收|接到|受理|发生)|没有|无)"
    r"(?:过|任何|一例|有关|关于|的|公民|、|法人|和|或|其他组织|申请人|群众|公众|提出|提交|要求|政府|信息"
    r"|向我局|书面)*"
    r"(?:依申请公开|公开申请|申请公开|申请)(?:政府|信息|公开|申请|的|事项|件|情况|案件|要求)*$"
)
_NO_DISPUTE: Final = re.compile(
    r"(?:未|没有|无)(?:曾)?(?:发生|收到|出现|产生|接到|涉及)?(?:过|任何|一例|有关|关于)*"
    r"(?:(?:因|由|被|有关|关于|涉及|就)?[^,;:()0-9不未无]{0,30}?)?(?:行政复议|复议|行政诉讼|诉讼)"
    r"(?:行政|复议|诉讼|和|、|及|与|或|以及|或者|提起|被|申请|案件|的|情况|等|发生|事项|事件|案|现象|方面"
    r"|举报|投诉|信访)*$"
)


class _Said(NamedTuple):
    """A statement within a sentence, before its balance is looked at."""

    readings: tuple[tuple[str, ...], ...]
    value: Figure
    start: int
    end: int
    reading: Reading
    about: str


def mentions(report: ReportData) -> tuple[Mention, ...]:
    """Every statement of the prose about a figure of the tables, in the order of the text.

    Read are the sections 一 to 四 and 六, not 五, which speaks of plans.

    >>> from gongkai.model import Cells, Section
    >>> text = "本年新收政府信息公开申请45件，上年结转3件。市长信箱收到来信612件。"
    >>> section = Section(1, "一、总体情况", text, Span(0, len(text)))
    >>> for found in mentions(ReportData(text, Cells({}), sections=(section,))):
    ...     print(found.value, *found.paths)
    45 requests.received.total
    3 requests.carried_over.total
    """
    known = form.spec(report.form_edition)
    found: list[Mention] = []
    for section in report.sections:
        if section.number == 5:
            continue
        text, places = _running(report.source, section)
        topic = ""
        silent: list[str] = []  # in front: read only if a sentence that states something goes on
        for begin, sentence in _cut(text):
            if len(sentence) > _LONGEST or not _WORTH.search(sentence):
                topic, silent = "", []
                continue
            if not _GOES_ON.match(sentence):
                topic, silent = "", []
            if not may_state(sentence):
                silent.append(sentence)
                continue
            for before in silent:
                _, topic = _Reader(before, topic, report).read()
            said, topic = _Reader(sentence, topic, report).read()
            silent = []
            foreign = bool(said) and _speaks_of_another(report, sentence)
            for one in _balanced(said):
                readings = tuple(r for r in one.readings if all(path in known for path in r))
                if one.readings and not readings:
                    continue
                start, end = begin + one.start, begin + one.end
                settled = len(readings) == 1 or (readings and one.reading != "open")
                found.append(
                    Mention(
                        paths=readings[0] if settled else (),
                        value=one.value,
                        span=Span(places.at(start), places.at(end - 1) + 1),
                        text=sentence,
                        reading=one.reading,
                        readings=readings,
                        about=one.about,
                        foreign=foreign,
                        at=one.start,
                        width=one.end - one.start,
                    )
                )
    return tuple(found)


def sentences(report: ReportData, *sections: int) -> Iterator[str]:
    """The sentences of these sections, by number, without blanks and line ends.

    >>> from gongkai.model import Cells, Section
    >>> text = "一年来，公开 信息。\\n收到\\n申请3件。"
    >>> section = Section(1, "一、总体情况", text, Span(0, len(text)))
    >>> list(sentences(ReportData(text, Cells({}), sections=(section,)), 1))
    ['一年来,公开信息。', '收到申请3件。']
    """
    for section in report.sections:
        if section.number in sections:
            for _, sentence in _cut(_folded("".join(section.text.split()))):
                yield sentence


def _folded(text: str) -> str:
    """The text in simplified characters, with digits and marks of half width. Few characters need
    it: ``str.translate`` would look up each."""
    return _FOLDED.sub(lambda found: _FOLD[found[0]], text)


def _cut(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a running text, each with its place; a numbered heading begins one."""
    begin = 0
    for stop in _STOP.finditer(text):
        end = stop.start() if stop[0] == "(" else stop.end()
        if end > begin:
            yield begin, text[begin:end]
        begin = end
    if begin < len(text):
        yield begin, text[begin:]


class _Places:
    """Where the characters of the running text stand in the source."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.offsets: list[int] = []
        self.length = 0

    def add(self, word: str, offset: int) -> None:
        self.starts.append(self.length)
        self.offsets.append(offset)
        self.length += len(word)

    def at(self, place: int) -> int:
        number = bisect_right(self.starts, place) - 1
        return self.offsets[number] + place - self.starts[number]


def _running(source: str, section: Section) -> tuple[str, _Places]:
    """The prose of a section without blanks and line ends, which extractors put anywhere."""
    words: list[str] = []
    places = _Places()
    at = section.span.start
    for piece in section.text.split("\n"):
        if places.length > _MOST:
            break
        begin = source.find(piece, at, section.span.end)
        if begin < 0:
            break
        at = begin
        for word in piece[:_MOST].split():
            at = source.find(word, at)
            words.append(word)
            places.add(word, at)
            at += len(word)
        at = begin + len(piece)
    return _folded("".join(words)), places


class _Reader:
    """Reads one sentence."""

    def __init__(self, sentence: str, topic: str, report: ReportData) -> None:
        self.sentence = sentence
        self.clauses = clauses(sentence)
        self.topic = topic or _own_topic(self.clauses)
        self.report = report
        self.said: list[_Said] = []
        self.other_year = False
        self.counted = -1  # where the figure read last stands
        self.verb = ""  # of documents: 现行有效规章14部、规范性文件26件

    def read(self) -> tuple[list[_Said], str]:
        """What the sentence states, and the topic at its end."""
        for read in self.clauses:
            clause = _rest(read)
            if clause.opened_by == "SEMICOLON":
                self.other_year = False
            self._years(clause)
            names = {word.name for word in clause.words}
            before = self.topic
            for word in clause.words:
                if word.name in _TOPICS:
                    self.topic = word.name
            if self.other_year or names & _OUT or _of_another_thing(clause):
                continue
            if "NOT" in names:
                self._denial(clause)
            elif "COUNT" in names:
                self._counts(clause, before)
            elif "MONEY" in names:
                self._money(clause)
            elif "ALL" in names:
                self._all(clause)
            elif names & _RESULTS.keys():
                self._of_the_only_one(clause)
            self._shares(clause)
        self.said.sort(key=lambda one: one.start)
        self._included()
        self._disputes_within()
        return self.said, self.topic if self.topic != "OTHER_THING" else ""

    def _included(self) -> None:
        """收到292件，含上年结转2件: the figure counts those carried over too."""
        for number, (one, after) in enumerate(zip(self.said, self.said[1:], strict=False)):
            together = after.about == "carried over" and one.about in ("received", "open")
            if together and _INCLUDING.match(self.sentence[one.end : after.start]):
                self.said[number] = one._replace(
                    readings=((_IN, _OVER),), reading="plain", about="received"
                )

    def _disputes_within(self) -> None:
        """复议36件，其中涉及政府信息公开3件: those counted first are of every kind."""
        self.said = [
            one
            for one in self.said
            if one.about != "disputes" or not _OF_WHICH_DISCLOSURE.match(self.sentence[one.end :])
        ]

    def _shares(self, clause: Clause) -> None:
        """公开42件，占51.85%: a share of the figure in front of it."""
        for word in clause.words:
            if word.name == "COUNT":
                self.counted = word.start
            elif (
                word.name == "PERCENT"
                and "占" in self.sentence[max(0, word.start - 8) : word.start]
            ):
                # of that figure and no other: one that says nothing of a cell has no share either
                part = next((one for one in self.said if one.start == self.counted), None)
                if part is not None and word.start - part.end <= _SHARE:
                    value = Decimal(word.text[:-1])
                    self._say((), word, "percent", "shares", value, len(word.text) - 1)

    def _years(self, clause: Clause) -> None:
        for word in clause.words:
            if word.name == "YEAR" and self.report.year is not None:
                self.other_year = int(word.text[:4]) != self.report.year
            elif word.name in ("LAST_YEAR", "OTHER_SPAN"):  # 去年, 近三年, 上半年
                self.other_year = True
            elif word.name == "THIS_YEAR":
                self.other_year = False

    def _say(
        self, readings: tuple[tuple[str, ...], ...], word: Word, reading: Reading, about: str,
        value: Figure = 0, width: int | None = None,
    ) -> None:  # fmt: skip
        end = word.end if width is None else word.start + width
        self.said.append(_Said(readings, value, word.start, end, reading, about))

    def _denial(self, clause: Clause) -> None:
        start = min(word.start for word in clause.words if word.name == "NOT")
        stop = min((i for i in (self.sentence.find(m, start) for m in ",;:。.()!") if i >= 0),
                   default=len(self.sentence))  # fmt: skip
        text = self.sentence[start:stop]
        word = next(word for word in clause.words if word.name == "NOT")
        names = {word.name for word in clause.words}
        if "COUNT" in names:
            return
        groups = [group for word in clause.words for group in _GROUPS.get(word.name, ())]
        if groups:
            if _NO_DISPUTE.match(text):
                paths = tuple(dict.fromkeys(f"disputes.{group}.total" for group in groups))
                self._say((paths,), word, "denial", "no disputes")
        elif "PROCESSING_FEE" in names:
            self._say((), word, "denial", "processing fee")
        elif "TO_NEXT" in names:
            if not names & {"ANSWERED"}:
                self._say(((_ON,),), word, "denial", "carried forward")
        elif "REQUEST" in names and _RECEIVED_NOTHING.match(text):
            self._say(((_IN,),), word, "denial", "no applications")

    def _money(self, clause: Clause) -> None:
        for number, word in enumerate(clause.words):
            if word.name != "MONEY":
                continue
            before = [w.name for w in clause.words[:number]]
            about = next((n for n in reversed(before) if n in (*_MONEY, "PROCESSING_FEE")), "")
            if about:
                digits = word.text.rstrip("万元")
                scale = 1 if word.text.endswith("万元") else 10_000
                readings = ((_MONEY[about],),) if about in _MONEY else ()
                self._say(readings, word, "plain", about.lower().replace("_", " "),
                          Decimal(digits.replace(",", "")) / scale, len(digits))  # fmt: skip

    def _all(self, clause: Clause) -> None:
        """均获维持, 均已审结."""
        names = [word.name for word in clause.words]
        groups = _GROUPS.get(self.topic)
        word = next(word for word in clause.words if word.name == "ALL")
        if groups is None or not any(s.about == "disputes" and s.value for s in self.said):
            return
        # the word holds for everything that the sentence has counted so far
        counted = [s for s in self.said if s.about == "disputes"]
        groups = tuple(dict.fromkeys(p.split(".")[1] for s in counted for p in s.readings[0]))
        if "UPHELD" in names:
            # 9件，已审结7件，均维持: those that are closed
            closed = any(word.name == "CLOSED" for one in self.clauses for word in one.words)
            others = ("corrected", "other", *(() if closed else ("pending",)))
            paths = [f"disputes.{g}.{c}" for g in groups for c in others]
        elif "CLOSED" in names:
            paths = [f"disputes.{g}.pending" for g in groups]
        else:
            return
        self._say((tuple(paths),), word, "all", "all disputes")

    def _of_the_only_one(self, clause: Clause) -> None:
        """行政复议1件，结果维持: the figure is that of the result, too."""
        columns = [_RESULTS[word.name] for word in clause.words if word.name in _RESULTS]
        last = self.said[-1] if self.said else None
        if last and last.about == "disputes" and last.value == 1 and len(columns) == 1:
            groups = (path.split(".")[1] for path in last.readings[0])
            paths = tuple(f"disputes.{group}.{columns[0]}" for group in groups)
            self.said.append(last._replace(readings=(paths,), about="results", reading="plain"))

    def _counts(self, clause: Clause, topic_before: str) -> None:
        words = clause.words
        counts = [number for number, word in enumerate(words) if word.name == "COUNT"]
        first = words[0]
        listed = first.name in _ROWS and self.sentence[first.start - 1 : first.start] == "、"
        leading = listed or any(word.name in _SAYING for word in words[: counts[0]])
        topic = topic_before
        for index, number in enumerate(counts):
            if leading:
                about = words[(counts[index - 1] + 1 if index else 0) : number]
            else:
                until = counts[index + 1] if index + 1 < len(counts) else len(words)
                about = words[number + 1 : until]
            behind = words[number + 1 :]
            if leading and index + 1 == len(counts) and any(w.name in _RESULTS for w in behind):
                about = []  # 行政复议1件维持: all of them, or one of them?
            near = [word for word in about if word.name in _SAYING or word.name in _TOPICS]
            gap = self._gap(words[number], near) if near else 0
            before = words[counts[index - 1]].end if leading and index else None
            if gap > _NEAR or (before is not None and near and near[0].start - before < gap):
                continue  # too far, or nearer to the figure in front: 1件自然人申请和2件法人申请
            names = [word.name for word in about]
            if not {*_ROWS, "REQUEST", *_GROUPS} & set(names) and topic in _ROWS and gap > 2:
                continue  # 规章1件，制作解读21个
            stops = [name for name in names if name in _TOPICS]
            topic = stops[-1] if stops else topic
            after = words[number + 1] if number + 1 < len(words) else None
            if leading and not stops and after is not None and after.name == "REQUEST":
                # 收到8份申请
                between = self.sentence[words[number].end : after.start]
                topic = "REQUEST" if _OF.fullmatch(between) else topic
            self._count(words[number], names, topic)

    @staticmethod
    def _gap(count: Word, near: list[Word]) -> int:
        """Characters between a figure and the nearest of the words that are to say what it is."""
        before = near[-1].end <= count.start
        return count.start - near[-1].end if before else near[0].start - count.end

    def _count(self, word: Word, names: list[str], topic: str) -> None:
        digits = _DIGIT.match(word.text)
        value = _number(digits[0]) if digits else None
        if digits is None or value is None:
            return
        measure = word.text[digits.end() :]
        parts = [name for name in names if name in _COUNTED] if "EACH" in names else []
        if len(parts) > 1:
            for part in parts:  # 行政复议、行政诉讼各2件
                of = [name for name in names if name == part or name not in parts]
                readings, about = self._meaning(of, part if part in _TOPICS else topic, measure)
                if readings:
                    self._say(readings, word, "each", about, value, digits.end())
            return
        readings, about = self._meaning(names, topic, measure)
        if about == "channels":
            self._say((), word, "part", about, value, digits.end())
            return
        if readings:
            reading: Reading = "open" if about in ("open", "applicants") else "plain"
            self._say(readings, word, reading, about, value, digits.end())

    def _meaning(
        self, names: list[str], topic: str, measure: str
    ) -> tuple[tuple[tuple[str, ...], ...], str]:
        """The cells that a figure with these words counts: every choice, and what it is about."""
        said = set(names)
        if topic in _ROWS:
            return self._documents(names, topic, measure)
        if topic in _GROUPS:
            groups = [g for name in names for g in _GROUPS.get(name, ())]
            columns = [_RESULTS[name] for name in names if name in _RESULTS]
            if columns:
                of = dict.fromkeys(groups) or _GROUPS[topic]
                return (tuple(f"disputes.{g}.{c}" for g in of for c in columns),), "results"
            if groups and not said & {"ANSWERED", "CLOSED", *_OUTCOMES}:
                paths = tuple(f"disputes.{g}.total" for g in dict.fromkeys(groups))
                return (paths,), "disputes"
            return (), ""
        came_in = bool(said & {"NEW", "RECEIVED"})
        if topic != "REQUEST" or not (measure in "件份宗起" or (measure in "条次" and came_in)):
            return (), ""
        return self._requests(names)

    def _documents(
        self, names: list[str], topic: str, measure: str
    ) -> tuple[tuple[tuple[str, ...], ...], str]:
        verbs = [name for name in names if name in ("ISSUED", "REPEALED", "IN_FORCE")]
        self.verb = verbs[-1] if verbs else self.verb if topic in names else ""
        if len(set(verbs)) > 1 or not self.verb or measure in ("起", "宗", "次"):
            return (), ""
        rows = [name for name in names if name in _ROWS] or [topic]
        known = form.spec(self.report.form_edition)
        paths = tuple(
            path
            for row in rows
            for column in _COLUMNS[self.verb]
            if (path := f"proactive.{_ROWS[row]}.{column}") in known
        )
        return ((paths,), "documents") if paths else ((), "")

    def _requests(self, names: list[str]) -> tuple[tuple[tuple[str, ...], ...], str]:
        said = set(names)
        outcomes = [name for name in names if name in _OUTCOMES]
        # 不予公开中国家秘密1件: the row, not all of its group
        outcomes = [o for o in outcomes if not any(n.startswith(f"{o}__") for n in outcomes)]
        if "CHANNEL" in said:
            return (), "channels"
        flows = [name for name in _FLOWS if name in said]
        applicants = [name for name in names if name in _APPLICANTS]
        if outcomes:
            edition = self.report.form_edition
            return (tuple(p for name in outcomes for p in _outcome(name, edition)),), "outcome"
        if applicants:
            columns = [c for name in applicants for c in _APPLICANTS[name]]
            new, over = (tuple(f"requests.{row}.{c}" for c in columns) for row in _ENTERED)
            return (new, (*new, *over)), "applicants"
        if "FROM_LAST" in said and "TO_NEXT" in said:
            return (), ""
        if {"TOTAL", "FROM_LAST"} <= said and said & {"NEW", "RECEIVED", "OPEN_VERB"}:
            return ((_IN, _OVER),), "received"  # 收到含上年结转的申请5件
        if "FROM_LAST" in said:
            return ((_OVER,),), "carried over"
        if "TO_NEXT" in said:
            return ((_ON,),), "carried forward"
        if "ANSWERED" in said:
            return (((_DONE,),), "handled") if not said & {"NEW", "RECEIVED"} else ((), "")
        if "NEW" in said and "TOTAL" not in said:
            return ((_IN,),), "received"
        if "RECEIVED" in said and "TOTAL" in said:
            return ((_IN,), (_IN, _OVER)), "open"
        if "RECEIVED" in said:
            return ((_IN,), (_IN, _OVER)), "received"
        return (((_IN,), (_IN, _OVER), (_DONE,)), "open") if flows else ((), "")


def _own_topic(said: Sequence[Clause]) -> str:
    """The topic of a sentence that names it only in clauses behind its first figures, as 答复98件
    （含上年申请8件） does, or that lists what became of applications without naming them."""
    names = {word.name for clause in said for word in clause.words}
    topics = names & _TOPICS
    if not topics:
        return "REQUEST" if len(names & _OUTCOMES) > 1 else ""
    if topics != {"REQUEST"}:
        return ""
    clauses_of = ({word.name for word in clause.words} for clause in said)
    first = next((one for one in clauses_of if "COUNT" in one), set[str]())
    return "" if "REQUEST" in first else "REQUEST"


def _of_another_thing(clause: Clause) -> bool:
    """Whether a clause speaks of letters, hotlines and the like; 没有复议、诉讼及投诉 denies them
    beside what it is about."""
    names = [word.name for word in clause.words]
    if "OTHER_THING" not in names:
        return False
    groups = [number for number, name in enumerate(names) if name in _GROUPS]
    return not ("NOT" in names and groups and max(groups) < names.index("OTHER_THING"))


def _rest(clause: Clause) -> Clause:
    """剩余2件按规定结转: what is left goes into the next year."""
    if not any(word.name == "REST" for word in clause.words):
        return clause
    words = [w._replace(name="TO_NEXT") if w.name == "CARRIED" else w for w in clause.words]
    return clause._replace(words=words)


@cache
def _outcome(name: str, edition: int) -> tuple[str, ...]:
    """The cells of the column 总计 that an outcome's word stands for: its row, or the rows of its
    group."""
    row = "requests." + name.lower().replace("__", ".")
    return tuple(
        path
        for path in form.spec(edition)
        if path.endswith(".total") and (path == f"{row}.total" or path.startswith(f"{row}."))
    )


def _number(text: str) -> int | None:
    """A count in Arabic digits or in Chinese numerals below a thousand.

    >>> [_number(text) for text in ("1,254", "十二", "两", "一百零三", "二十", "一百零", "一百二")]
    [1254, 12, 2, 103, 20, None, None]
    """
    if text[0].isdigit():
        return int(text.replace(",", ""))
    total, last = 0, 0
    for number, char in enumerate(text):
        if char == "零":
            if last or not total or number + 1 == len(text):
                return None
        elif char in "十百":
            total += (last or 1) * (10 if char == "十" else 100)
            last = 0
        elif char not in _NUMERALS or last:
            return None
        else:
            last = _NUMERALS[char]
    if last and len(text) > 1 and text[-2] == "百":
        return None  # 一百二 is 120 in speech, and nothing that a report says
    return total + last


def _balanced(said: list[_Said]) -> Iterator[_Said]:
    """The statements of a sentence, with the open ones settled where new + carried over = handled +
    carried forward holds under one choice only."""
    stated: dict[str, Figure] = {}
    for one in said:
        if len(one.readings) == 1 and len(one.readings[0]) == 1 and isinstance(one.value, int):
            stated.setdefault(one.readings[0][0], one.value)
    flows = [one for one in said if len(one.readings) > 1 and one.about != "applicants"]
    choices = []
    if flows and (_OVER in stated or _ON in stated) and len(flows) <= 3:
        for choice in product(*(one.readings for one in flows)):
            chosen = {"+".join(c): one.value for c, one in zip(choice, flows, strict=True)}
            if _holds({**stated, **chosen}):
                choices.append(choice)
    settled = (
        dict(zip([one.start for one in flows], choices[0], strict=True))
        if len(choices) == 1
        else {}
    )
    for one in said:
        if one.start in settled and len(one.readings) > 1:
            yield one._replace(readings=(settled[one.start],), reading="balance")
        else:
            yield one


def _holds(figures: Mapping[str, Figure]) -> bool:
    """Whether applications that came in are those that went out, as far as a sentence says; where
    it does not say how many went out, whether the parts of those that came in are the whole."""
    every, new, done = (figures.get(name) for name in (f"{_IN}+{_OVER}", _IN, _DONE))
    if new is not None:
        parts = new + (figures.get(_OVER) or 0)
        if every is not None and (every != parts or (done is None and _ON not in figures)):
            return every == parts
        every = parts
    return every is not None and done is not None and every == done + (figures.get(_ON) or 0)


_OFFICE: Final = re.compile(
    r"(?:区|县|市|省|州|旗)?(?:政府|委|管委会)办(?:公室|公厅)?|本机关|我办|[市区县省](?:人民)?(?:政府)?本级"
    r"|各(?:部门|单位|乡|镇|街道|委办局|委局|县|区)"
)
_WHOLE: Final = re.compile(r"全[省市州县区旗]")
_GOVERNMENT: Final = re.compile(r"(?:人民政府|管委会|管理委员会|[省市县区旗])$")
_SUBJECT: Final = re.compile(
    r"(?:^|[,;:])(?:20\d\d年度?)?"
    rf"(?P<name>{HAN}{{1,12}}?(?:局|厅|委员会|委|街道办事处|街道|镇|乡|中心|学校|医院))"
    r"(?:今年|本年度?|全年|共|累计|新)*(?:收到|受理|办理|新收|接到|答复|办结)"
)
"""An office that is said to have received or answered applications."""
_BUREAU: Final = re.compile(r"(?:局|厅|委员会|委|中心|镇人民政府|乡人民政府|街道办事处)$")


def _speaks_of_another(report: ReportData, sentence: str) -> bool:
    """Whether the sentence's subject is one office while the report is a government's, a whole area
    while the report is a bureau's, or an office by name that is not the report's."""
    who = report.publisher or ""
    if who and any(_is_other(subject["name"], who) for subject in _SUBJECT.finditer(sentence)):
        return True
    if _BUREAU.search(who) and not _GOVERNMENT.search(who.removesuffix("镇人民政府")):
        return _WHOLE.search(sentence) is not None
    return bool(_GOVERNMENT.search(who)) and _OFFICE.search(sentence) is not None


def _is_other(name: str, publisher: str) -> bool:
    """Whether an office's name is not the publisher's, which may be shortened: 区住建局.

    >>> _is_other("区住建局", "甲区住房和城乡建设局"), _is_other("区教育局", "甲区住房和城乡建设局")
    (False, True)
    """
    return not name.startswith(("我", "本", "全")) and not set(name) <= set(publisher)
