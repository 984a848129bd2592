"""The form's wording as texts have it: what is one label, what is another, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gongkai import UnknownPathError, form
from gongkai.form.wording import Name, bare, key, look_up
from gongkai.layouts.variants import known_paths, meaning, variants


@pytest.mark.parametrize("edition", form.EDITIONS)
def test_every_label_of_the_form_names_its_own_row(edition: int) -> None:
    for row in form.rows(edition):
        name = look_up(row.title)
        assert name is not None
        assert name.path == row.path
        assert name.role == ("GROUP" if row.table == "disputes" else "LABEL")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("规章", "proactive.regulations"),
        ("  规 章 ", "proactive.regulations"),
        ("12 规章", "proactive.regulations"),
        ("行政规范性文件", "proactive.normative_documents"),
        ("(一)予以公开", "requests.granted"),
        ("三、本年度办理结果（一）予以公开", "requests.granted"),
        ("3、危及\"三安全一稳定\"", "requests.refused.security_and_stability"),
        ("2.其它法律行政法规禁止公开", "requests.refused.prohibited_by_law"),
        ("⼀、本年新收政府信息公开申请数量", "requests.received"),
        ("3.其他", "requests.other_handling.other"),
        ("（七）总计", "requests.handled_total"),
    ],
)  # fmt: skip
def test_a_label_is_known_in_other_widths_numbers_and_spellings(text: str, path: str) -> None:
    name = look_up(text)
    assert name is not None
    assert (name.role, name.path) == ("LABEL", path)


@pytest.mark.parametrize(
    "text",
    ["", "，。", "其他事项说明", "全年新收政府信息公开申请19件，办结19件。", "开" * 200, "12"],
)
def test_what_is_no_label_names_nothing(text: str) -> None:
    assert look_up(text) is None


@pytest.mark.parametrize(
    ("text", "role"),
    [("其他", "HEAD"), ("总计", "HEAD"), ("不予公开", "GROUP"), ("申请人情况", "GROUP")],
)
def test_a_column_and_a_group_are_no_rows(text: str, role: str) -> None:
    name = look_up(text)
    assert name is not None
    assert name.role == role


@given(st.text(max_size=60))
@example("本年新收政府信息0。")
def test_looking_up_any_text_is_harmless_and_depends_on_its_key_alone(text: str) -> None:
    name = look_up(text)
    assert name is None or name.role in ("LABEL", "HEAD", "GROUP", "BAND")
    if name is None and "。" in text:  # a sentence is never a misspelt wording
        text = text.replace("。", "")
        name = look_up(text)
    assert look_up(key(text)) == name
    assert key(key(text)) == key(text)
    assert bare(key(text)) in key(text)


# -- wordings of one's own -------------------------------------------------------------------------


def test_own_wordings_go_before_those_of_the_form() -> None:
    found = variants(
        {"规章": "proactive.penalties", "合计数": "requests.received.total"}
    ).looking_up()
    assert found("规章") == Name("LABEL", "proactive.penalties")
    assert found("（合计数）") == Name("HEAD", "total")
    assert found("行政许可") == look_up("行政许可")
    assert look_up("规章") == Name("LABEL", "proactive.regulations")


def test_without_own_wordings_the_look_up_is_the_form_s() -> None:
    assert variants({}).looking_up() is look_up


def test_an_own_wording_is_known_with_a_number_before_it_but_not_as_a_part_of_other_text() -> None:
    found = variants({"新收件数": "requests.received"}).looking_up()
    assert (
        found("3.新收件数")
        == found("一、新收件数")
        == found("新收 件数")
        == Name("LABEL", "requests.received")
    )
    assert found("本年新收件数较多") is None


@pytest.mark.parametrize("edition", form.EDITIONS)
@pytest.mark.slow
def test_every_row_cell_group_and_section_can_be_given_a_wording(edition: int) -> None:
    known = known_paths()
    paths = [row.path for row in form.rows(edition)] + [cell.path for cell in form.cells(edition)]
    for path in [*paths, "requests.refused", "section.1", "section.6"]:
        assert meaning("某种说法", path) == known[path]
    assert meaning("某种说法", "section.4") == 4
    assert meaning("某种说法", "requests.refused") == Name("GROUP", "requests.refused")


def test_a_path_that_the_form_has_not_is_refused() -> None:
    for path in ("requests", "requests.received.totals", "section.0", ""):
        with pytest.raises(UnknownPathError):
            meaning("某种说法", path)
    with pytest.raises(ValueError, match="is no label"):
        meaning("——", "requests.received")
    with pytest.raises(ValueError, match="is no label"):
        meaning("长" * 81, "requests.received")
