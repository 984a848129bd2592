"""The form's wording as it is met in texts: a cell's text looked up as a label of the form.

Widths, blanks, brackets, quotes and the number before a label are folded away, so that one
dictionary look-up answers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple

import attrs

from .. import form
from .describe import described, walk
from .traditional import TRADITIONAL

Role = Literal["LABEL", "HEAD", "GROUP", "BAND"]


class Name(NamedTuple):
    """What a text names: a row (``LABEL``), a column (``HEAD``), the line above some rows
    (``BAND``), or a group label or other text of the form (``GROUP``).

    ``path`` is the path of the row or group, or the column's name; ``exact`` says whether the
    wording is one that the form or known reports use.
    """

    role: Role
    path: str
    exact: bool = True


RADICALS: Final = str.maketrans(
    {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0x2F00, 0x2FD6)}
    | dict(
        zip(
            "⺠⻘⻚⻔⻋⻅⻆⻉⻓⻛⻜⻢⻥⻩⻬⻮⻰⺟⻄⻝⻤⻑⻣",
            "民青页门车见角贝长风飞马鱼黄齐齿龙母西食鬼长骨",
            strict=True,
        )
    )
)
"""Kangxi and supplementary radicals, which PDF fonts put where the character should be. One
character for one: offsets stay."""

_RADICAL: Final = re.compile("[⺀-⿟]")


def without_radicals(text: str) -> str:
    """The text with characters in the place of radicals.

    >>> without_radicals("⼀、⾏政许可")
    '一、行政许可'
    """
    return text.translate(RADICALS) if _RADICAL.search(text) else text


HAN: Final = r"[^\W\d_A-Za-z]"
"""A pattern for a Chinese character, or a letter of another script but Latin. ``re`` would go
through every character of a range of them, for milliseconds, before a first report is read."""

UNSEEN: Final = (
    "\xad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202c"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2068\u2069\ufeff"
)
"""Characters that nobody sees, and that turn nothing around."""

_FOLDED: Final = RADICALS | TRADITIONAL
_NUMBERS: Final = "一二三四五六七八九十0123456789"
_LIST_MARKS: Final = frozenset(".．、")
MAX_LABEL: Final = 80
"""More characters than any label has."""

_SIMILAR: Final = 0.7


def key(text: str) -> str:
    """A text with all that does not tell labels apart taken out.

    >>> key("（二） 部分公开(区分处理的,只计这一情形)")
    '二部分公开区分处理的只计这一情形'
    """
    # most are labels of the form, which stand in every report
    return _key(text) if len(text) <= MAX_LABEL else _key.__wrapped__(text)


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(_FOLDED)
    return "".join(filter(str.isalnum, folded))


def bare(k: str) -> str:
    """A key without the number before it, of one or two figures.

    >>> bare("12规章"), bare("规章")
    ('规章', '规章')
    """
    if k[:1] not in _NUMBERS:
        return k
    return k[2:] if k[1:2] in _NUMBERS else k[1:]


# Labels that mean one thing with their number and another without it (or are too short to stand
# alone).
_TOO_SHORT: Final = frozenset({"其他", "总计", "合计", "其他处理"})
_PREFIXES: Final = ("三本年度办理结果", "三不予公开", "四无法提供", "五不予处理", "六其他处理")
_NEEDS_NUMBER: Final = {
    "3其他": Name("LABEL", "requests.other_handling.other"),
    "六其他处理": Name("LABEL", "requests.other_handling.undivided"),
    "其他处理": Name("LABEL", "requests.other_handling.undivided"),
    "七总计": Name("LABEL", "requests.handled_total"),
    "七合计": Name("LABEL", "requests.handled_total"),
}
_GROUPS: Final = (
    "三本年度办理结果", "本年度办理结果", "三本年办理结果",
    "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和",
    "申请人情况", "法人或其他组织", "信息内容", "行政复议", "行政诉讼",
)  # fmt: skip

_GROUPS_NUMBERED: Final = (
    "三本年度办理结果",
    "三不予公开",
    "四无法提供",
    "五不予处理",
    "六其他处理",
)


@cache
def names() -> dict[str, Name]:
    """Every known wording by its key. No wording names rows of two tables; column names may (其他,
    总计)."""
    known: dict[str, Name] = {key(text): Name("GROUP", "") for text in _GROUPS}
    for table, cls in form.TABLES.items():
        for edition in form.EDITIONS:
            for path, what, inner, _ in walk(cls, table, edition):
                if what.band:
                    known[key(what.band)] = Name("BAND", "")
                if what.role == "group":
                    known[key(what.label)] = Name("GROUP", path)
                elif inner is not None:
                    for field in attrs.fields(inner):
                        head = described(field)
                        for label in filter(None, (head.label, head.label_2019, *head.also)):
                            known.setdefault(key(label), Name("HEAD", field.name))
            for row in form.rows(edition, table):
                for label in (row.label, *row.also):
                    if table == "disputes":
                        known[key(label)] = Name("GROUP", row.path)
                    elif label not in _TOO_SHORT:
                        known[key(label)] = Name("LABEL", row.path)
    return known | _NEEDS_NUMBER


@cache
def _bigrams() -> tuple[tuple[frozenset[str], Name], ...]:
    return tuple(
        (_pairs(k), name) for k, name in names().items() if name.role == "LABEL" and len(k) >= 6
    )


def _pairs(k: str) -> frozenset[str]:
    return frozenset(k[i : i + 2] for i in range(len(k) - 1))


@lru_cache(maxsize=16384)
def look_up(text: str) -> Name | None:
    """What a cell's text names, or None.

    >>> look_up("2.其它法律行政法规禁止公开")
    Name(role='LABEL', path='requests.refused.prohibited_by_law', exact=False)
    """
    if len(text) > 2 * MAX_LABEL:
        return None
    k = key(text)
    if not k or len(k) > MAX_LABEL or text.strip().isnumeric():
        return None  # a numeral by itself is a figure, or what is left of a label
    return _exact(k) or _broken(k) or (_similar(k) if len(k) >= 6 and "。" not in text else None)


_HEADS_ALONE: Final = (
    "结果维持",
    "结果纠正",
    "其他结果",
    "尚未审结",
    "未经复议直接起诉",
    "复议后起诉",
    "总计",
)
_BETWEEN: Final = r"\W{0,4}"
_ANY_NUMBER: Final = (
    rf"(?:(?:[（(]\s{{0,2}}[{_NUMBERS}]{{1,2}}\s{{0,2}}[)）]|[{_NUMBERS}]{{1,2}}\s{{0,2}}[.．、，"
    r",])\s{0,9})?"
)


@cache
def numbered() -> dict[str, Name]:
    """The rows of table three by the key of their number and label: 1属于国家秘密."""
    return {
        key(row.number + row.label): Name("LABEL", row.path)
        for edition in form.EDITIONS
        for row in form.rows(edition, "requests")
    }


@cache
def beginnings() -> frozenset[str]:
    """Each beginning of the key of a row's label, with its number and without."""
    labels = [k for k, name in names().items() if name.role == "LABEL"]
    return frozenset([k[:size] for k in (*labels, *numbered()) for size in range(1, len(k))])


@lru_cache(maxsize=16384)
def begins(text: str) -> bool:
    """Whether a text is a beginning of a row's label.

    >>> begins("2.没有现成信息需要另行制"), begins("2.没有现成信息需要另行制作")
    (True, False)
    """
    k = key(text) if len(text) <= 2 * MAX_LABEL else ""
    if k.isdecimal() and text.strip()[-1:] not in _LIST_MARKS:
        return False  # ⑤ or ≥5 by itself is a cell's
    return k in beginnings() or bare(k) in beginnings()


@cache
def running(own: tuple[str, ...] = ()) -> tuple[str, str]:
    """Two patterns for text without borders: the beginning of a label, and any other text up to the
    next one.

    With its number a label is known by two characters, without by four or more; a few blanks, line
    ends or marks may stand between them. The rest of a label is other text: narrow cells mix it
    with the labels of groups. ``own`` are keys of wordings of one's own, which are known by all of
    their characters.
    """
    known = {
        k: name
        for k, name in names().items()
        if name.role == "LABEL" and k not in _TOO_SHORT and k not in _NEEDS_NUMBER
    }
    heads = [
        k
        for k, name in names().items()
        if (name.role == "HEAD" and len(k) > 4) or k in _HEADS_ALONE
    ]
    with_number = sorted(
        {_number(k[0], spec) + _BETWEEN.join(k[1:3]) for k, spec in _numbers().items()}
    )
    begun = sorted({_BETWEEN.join(k[: _least(k, known)]) for k in known})
    plain = sorted(begun, key=len, reverse=True)
    columns = [_BETWEEN.join(k) for k in sorted(heads, key=len, reverse=True)]
    first = [_ANY_NUMBER + _BETWEEN.join(k) for k in sorted(own, key=len, reverse=True)]
    label = "|".join([*first, *with_number, *plain, *columns])
    return (
        f"(?:{label})",
        rf"(?!{label})[^0-9０-９—–―／\/](?:(?!{label})[^0-9０-９—–―／\/]){{0,400}}",
    )


def _numbers() -> dict[str, str]:
    return {
        key(row.title): row.number
        for edition in form.EDITIONS
        for row in form.rows(edition, "requests")
    }


def _number(numeral: str, printed: str) -> str:
    """The number before a label, as a pattern: 1. or 1、 or （一）; brackets and stops are not
    always where the form has them."""
    if printed.startswith("（"):
        return rf"[（(]\s{{0,2}}{numeral}\s{{0,2}}[)）]\s{{0,9}}"
    return rf"{numeral}\s{{0,2}}[.．、，,]\s{{0,9}}"


def _least(k: str, known: dict[str, Name]) -> int:
    """How many characters of a label tell it from those of all other rows."""
    for length in range(min(4, len(k)), len(k)):
        if all(
            other.path == known[k].path for o, other in known.items() if o.startswith(k[:length])
        ):
            return length
    return len(k)


def _exact(k: str) -> Name | None:
    known = names()
    found = known.get(k)
    if found is None and k[0] in _NUMBERS:
        found = None if bare(k) in _TOO_SHORT else known.get(bare(k))
    if found is None:
        # a group label and its first row in one cell: 三、本年度办理结果（一）予以公开
        for prefix in _PREFIXES:
            if k.startswith(prefix) and len(k) > len(prefix):
                return _exact(k[len(prefix) :])
    return found


def _broken(k: str) -> Name | None:
    """A piece of a group's label (不予公, 三本年), or the beginning of a row's label, which a
    narrow cell has broken off."""
    begun = {
        name.path: name for label, name in numbered().items() if len(k) > 2 and label.startswith(k)
    }
    if not begun and len(k) <= 8 and any(k in text for text in _GROUPS_NUMBERED):
        return Name("GROUP", "")
    if len(begun) != 1 and len(k) > 3:
        begun = {
            name.path: name
            for label, name in names().items()
            if name.role == "LABEL" and label.startswith(k)
        }
    return next(iter(begun.values()))._replace(exact=False) if len(begun) == 1 else None


def _similar(k: str) -> Name | None:
    """The one row whose label shares most of its pairs of characters with this text: a drifted or
    misspelt label. What is a piece of another row's label names no row."""
    pairs = _pairs(k.lstrip(_NUMBERS))
    near = {
        name.path: name
        for label, name in _bigrams()
        if 2 * len(pairs & label) >= _SIMILAR * (len(pairs) + len(label)) and pairs
    }
    if near:
        near |= {
            name.path: name
            for label, name in names().items()
            if name.role == "LABEL" and k in label
        }
    return next(iter(near.values()))._replace(exact=False) if len(near) == 1 else None
