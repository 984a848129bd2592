"""Reports printed in traditional characters."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

import gongkai
from gongkai.form.traditional import TRADITIONAL, simplified

ROOT: Final = Path(__file__).resolve().parent.parent
EXAMPLES: Final = sorted((ROOT / "examples" / "reports").glob("*.txt"))
USUAL: Final = "後發復幹徵制係並裡裏於游沖淨託云隻"
"""Of several traditional characters for one simplified, those that are left out below."""

BACK: Final = {
    ord(short): chr(long) for long, short in TRADITIONAL.items() if chr(long) not in USUAL
}


def traditional(text: str) -> str:
    return text.translate(BACK)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.slow
def test_a_report_in_traditional_characters_is_read_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    again = gongkai.parse(traditional(text))
    report = gongkai.parse(text)
    assert traditional(text) != text
    assert again.source == traditional(text)
    assert again.cells == report.cells
    assert (again.layout, again.year, again.edition) == (report.layout, report.year, report.edition)
    assert again.title == traditional(report.title or "")
    assert again.publisher == traditional(report.publisher or "")
    assert [(one.value, one.paths) for one in again.mentions] == [
        (one.value, one.paths) for one in report.mentions
    ]
    assert [one.rule for one in again.check()] == [one.rule for one in report.check()]
    assert gongkai.detect(again.source) == gongkai.detect(text)
    assert gongkai.detect(again.source.encode()) == gongkai.detect(text)


def test_a_name_is_kept_as_it_is_written() -> None:
    text = "灃縣人民政府2022年政府信息公開工作年度報告\n二、主動公開政府信息情況\n規章|3|0|1|\n"
    report = gongkai.parse(text, layout="pipe")
    assert report["proactive.regulations.issued"] == 3
    assert report.publisher == "灃縣人民政府"
    assert report.sections[0].heading == "二、主動公開政府信息情況"


def test_a_text_in_simplified_characters_stays_as_it_is() -> None:
    text = "乾县财政局2022年政府信息公开工作年度报告"
    assert simplified(text) is text
    assert all(len(short) == 1 for short in TRADITIONAL.values())
