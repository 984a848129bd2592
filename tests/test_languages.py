"""What gongkai says stands in both languages, and is said in the one that was chosen."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import gongkai
from gongkai.cli import main
from gongkai.errors import GongkaiError, LayoutError, MissingExtraError, ParseError
from gongkai.languages import Both

PACKAGE = Path(gongkai.__file__).parent
ERRORS = {"ParseError", "LayoutError", "MissingExtraError", "fault"}
HAN = re.compile("[一-鿿]")


@pytest.fixture
def in_chinese() -> Iterator[None]:
    gongkai.language("zh")
    yield
    gongkai.language("locale")


EMPTY = ParseError(Both("the file is empty", "文件是空的"), hint=Both("a PDF", "PDF"), name="a.pdf")
EXTRA = MissingExtraError(Both("reading PDF files", "读取 PDF 文件"), "pdf")
PATH = gongkai.UnknownPathError("requests.recieved", "requests.received")


@pytest.mark.parametrize(
    ("error", "english", "chinese"),
    [
        (EMPTY, "a.pdf:1:1: the file is empty\ntry: a PDF", "a.pdf:1:1: 文件是空的\n可以试试：PDF"),
        (
            ParseError(Both("no row", "没有行"), line=3, column=2, excerpt="规章", expected="SEP"),
            "line 3, column 2: no row\n    规章\n      ^\nexpected: SEP",
            "第 3 行第 2 列：没有行\n    规章\n      ^\n应有：SEP",
        ),
        (
            EXTRA,
            "reading PDF files needs the extra 'pdf': pip install 'gongkai[pdf]'",
            "读取 PDF 文件需要附加组件“pdf”：pip install 'gongkai[pdf]'",
        ),
        (
            PATH,
            "no cell has the path 'requests.recieved'; did you mean 'requests.received'?",
            "没有路径为 'requests.recieved' 的单元格，是不是 'requests.received'？",
        ),
    ],
)
def test_an_error_speaks_the_language_that_was_chosen(
    error: ParseError | MissingExtraError, english: str, chinese: str
) -> None:
    try:
        for lang, said in (("en", english), ("zh", chinese)):
            assert gongkai.language(lang) == lang  # type: ignore[arg-type]
            assert str(error) == said
            assert str(pickle.loads(pickle.dumps(error))) == said
    finally:
        gongkai.language("locale")
    assert (error.en, error.zh) == (english, chinese)


def test_an_error_takes_the_name_of_its_input_once() -> None:
    assert ParseError("empty", line=2).of("a.txt").en == "a.txt:2:1: empty"
    assert EMPTY.of("b.pdf").name == "a.pdf"
    assert isinstance(LayoutError("empty").of("a.lark"), LayoutError)


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: gongkai.parse("新闻"), "这不是政府信息公开工作年度报告"),
        (lambda: gongkai.parse(" "), "文本是空的"),
        (lambda: gongkai.read(b"\x89PNG"), "文件是图片（PNG）"),
        (lambda: gongkai.read("https://a.gov.cn/"), "gongkai 不从网络取任何东西"),
        (lambda: gongkai.Layout.named("pip"), "没有名为 'pip' 的版式"),
        (lambda: gongkai.Report.from_dict({}), "这些数据不是年报"),
    ],
)
def test_a_mistake_is_told_in_chinese(wrong: object, said: str) -> None:
    with pytest.raises(GongkaiError) as raised:
        wrong()  # type: ignore[operator]
    assert said in str(raised.value)
    assert said not in raised.value.en  # type: ignore[attr-defined]


@pytest.mark.usefixtures("in_chinese")
def test_failures_speak_it_too_in_any_number_of_processes() -> None:
    for workers in (1, 2):
        found = gongkai.read_many([("a", "新闻"), ("b", "天气")], workers=workers)
        assert {failure.error for failure in found.failures} == {"这不是政府信息公开工作年度报告"}


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


@pytest.mark.slow
def test_no_error_says_something_in_one_language() -> None:
    said = [
        (where, words)
        for where, call in calls()
        if name_of(call) in ERRORS
        for words in [
            *call.args[:1],
            *(word.value for word in call.keywords if word.arg in ("reason", "expected", "hint")),
        ]
    ]
    names = {"gongkai.read(path)", "gongkai collect", "gongkai.testing"}  # the same in both
    literal = [
        where
        for where, words in said
        if isinstance(words, ast.JoinedStr)
        or (isinstance(words, ast.Constant) and words.value not in names)
    ]
    assert len(said) > 60
    assert not literal


@pytest.mark.slow
def test_both_languages_are_what_they_say() -> None:
    both = [
        (where, *(ast.unparse(words) for words in call.args))
        for where, call in calls()
        if name_of(call) == "Both"
    ]
    assert len(both) > 60
    same = {"PDF"}  # a name is the same in both
    for where, english, chinese in both:
        assert re.search("[A-Za-z]{2}", english), where
        assert HAN.search(chinese) or any(name in chinese for name in same), where


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int | str | None, str, str]:
    try:
        code: int | str | None = main(arguments)
    except SystemExit as ended:
        code = ended.code
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("command", ["parse", "check", "explain", "collect", "layouts"])
def test_the_help_of_a_command_is_in_the_language_that_is_asked_for(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, english, _ = run(capsys, command, "--help")
    assert not HAN.search(english.replace("政府信息公开工作年度报告", ""))
    _, chinese, _ = run(capsys, "--lang", "zh", command, "--help")
    assert HAN.search(chinese)
    assert not re.search(r"[a-z]{3} [a-z]{3} [a-z]{3} [a-z]{3}", without_argparse(chinese))


def without_argparse(text: str) -> str:
    """A help without what argparse itself says in it, and without examples."""
    return text.partition("例：")[0].replace("show this help message and exit", "")


def test_a_command_complains_in_the_language_that_is_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "news.txt").write_text("新闻", encoding="utf-8")
    code, _, said = run(capsys, "parse", "--lang", "zh", str(tmp_path / "news.txt"))
    assert (code, "这不是政府信息公开工作年度报告" in said) == (3, True)
    code, _, said = run(capsys, "explain", "--lang", "zh", "R999")
    assert (code, said.startswith("gongkai: 没有编号为 'R999' 的规则")) == (2, True)
    code, _, said = run(capsys, "explain", "--lang", "en", "R999")
    assert (code, said.startswith("gongkai: no rule has the id 'R999'")) == (2, True)


@pytest.mark.usefixtures("in_chinese")
def test_the_language_of_a_command_ends_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "explain", "--lang", "en", "R999")
    assert gongkai.language() == "zh"
