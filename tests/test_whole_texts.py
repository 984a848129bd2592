"""What programs do to a text as a whole: other line ends and blanks change nothing; numbered,
quoted, escaped or joined lines may leave cells open, but no figure becomes another or a blank."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

import gongkai
from gongkai.layouts import built_in

from .made_up import never_silently_wrong

pytestmark = pytest.mark.slow

Change = Callable[[str], str]


def _lines(change: Callable[[int, str], str]) -> Change:
    return lambda text: "\n".join(change(n, line) for n, line in enumerate(text.split("\n"), 1))


def _wrapped(width: int) -> Change:
    return _lines(lambda _, line: re.sub(rf"(.{{{width}}})(?=.)", r"\1\n", line))


HARMLESS: Final[dict[str, Change]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "NEL": lambda text: text.replace("\n", "\x85"),
    "line separators": lambda text: text.replace("\n", "\u2028"),
    "vertical tabs": lambda text: text.replace("\n", "\n\x0b"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "a fence": lambda text: f"```\n{text}\n```",
    "blanks that do not break": lambda text: text.replace(" ", "\xa0"),
    "blanks at the ends": lambda text: text.replace("\n", "   \n"),
    "indented": _lines(lambda _, line: f"    {line}"),
}
CAREFUL: Final[dict[str, Change]] = {
    "wide blanks": lambda text: text.replace(" ", "\u3000"),
    "quoted mail": _lines(lambda _, line: f"> {line}"),
    "numbered": _lines(lambda n, line: f"{n}: {line}"),
    "numbered by tabs": _lines(lambda n, line: f"{n:4}\t{line}"),
    "listed": _lines(lambda _, line: f"- {line}"),
    "found by grep": _lines(lambda _, line: f"a.txt:{line}"),
    "in quotes": _lines(lambda _, line: f'"{line}"'),
    "pages with dashes": _lines(lambda n, line: line if n % 15 else f"{line}\n- {n // 15} -"),
    "pages": _lines(lambda n, line: line if n % 15 else f"{line}\n{n // 15}"),
    "printed on a day": _lines(lambda n, line: line if n % 9 else f"{line}\n打印日期 2024/3/5"),
    "a watermark": _lines(lambda n, line: line if n % 9 else f"{line}\n政府信息公开"),
    "wrapped at 40": _wrapped(40),
    "wrapped at 60": _wrapped(60),
    "JSON": lambda text: json.dumps(text, ensure_ascii=False),
    "escaped": lambda text: text.replace("\n", "\\n"),
    "joined": lambda text: text.replace("\n", ""),
    "joined by blanks": lambda text: text.replace("\n", " "),
    "blanks made one": lambda text: re.sub(r"[ \t]+", " ", text),
    "tabs made blanks": lambda text: text.expandtabs(8),
    "zero-width spaces": lambda text: re.sub(r"(\d)", "\u200b\\1", text),
    "semicolons": lambda text: text.replace("|", ";"),
    "twice": lambda text: f"{text}\n{text}",
}


@pytest.fixture(params=["weitang-2022.txt", "yanhui-2020.txt"])
def report(request: pytest.FixtureRequest, examples: Path) -> gongkai.Report:
    return gongkai.read(examples / request.param)


@pytest.mark.parametrize("name", built_in())
@pytest.mark.parametrize("way", HARMLESS)
def test_line_ends_and_blanks_change_nothing(report: gongkai.Report, name: str, way: str) -> None:
    text = gongkai.render(report, name)
    before, after = gongkai.parse(text), gongkai.parse(HARMLESS[way](text))
    assert {path: (cell.status, cell.value) for path, cell in after.cells.items()} == {
        path: (cell.status, cell.value) for path, cell in before.cells.items()
    }
    assert after.layout == before.layout


@pytest.mark.parametrize("name", built_in())
@pytest.mark.parametrize("way", CAREFUL)
def test_no_figure_becomes_another_or_a_blank(report: gongkai.Report, name: str, way: str) -> None:
    again = gongkai.parse(CAREFUL[way](gongkai.render(report, name)))
    never_silently_wrong(report, again)
