"""The rooms import each other in one direction only, and importing gongkai loads nothing heavy."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import gongkai

PACKAGE = Path(gongkai.__file__).parent

LEVELS = (
    {
        "form",
        "errors",
        "languages",
        "_grammars",
        "showing",
    },  # know nothing of ours, but for a room's own modules
    {"model", "figures"},
    {"findings"},
    {"reading"},
    {"layouts"},
    {"parsing"},
    {"mentions"},
    {"placing"},
    {"proving"},
    {"analysis"},
    {"checking"},
    {"writing"},
    {"report"},
    {"api"},
    {"arrow", "corpus"},
    {"__init__"},
    {"testing"},
    {"cli", "__main__"},
)
"""The rooms from the ground up. A room imports rooms of its own level or below, and no chain of
imports closes a circle."""

OPTIONAL = {
    "pandas",
    "polars",
    "pyarrow",
    "lxml",
    "tinycss2",
    "cssselect",
    "charset_normalizer",
    "docx",
    "pdfplumber",
    "pdfminer",
    "pypdfium2",
    "rich",
    "shtab",
    "hypothesis",
    "numpy",
    "duckdb",
    "filelock",
    "openpyxl",
    "xlrd",
    "xlsxwriter",
}
"""Third-party packages that only an extra installs. Each is imported inside a function, where it is
used."""

ALLOWED_AT_TOP = {"testing": {"hypothesis"}}
"""The room of strategies is for those who have Hypothesis; nothing else imports it."""


SLOW = {"importlib", "email", "cattrs", "pathlib", "difflib", "html", "locale"}
"""Always installed, but slow to import, and needed by few who read a report: these may be imported
inside a function too."""


LATE = {"reading.sources", "parsing.detect", "parsing.tree", "report", "api"}
"""Modules that import others of ours inside a function, so that a first report does not wait for
them: a reader is loaded when a file needs it, and what a method of a report alone needs with its
first call."""


def level(room: str) -> int:
    found = [number for number, rooms in enumerate(LEVELS) if room in rooms]
    assert found, f"the room {room!r} has no level yet: give it one in LEVELS"
    return found[0]


@cache
def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name below ``gongkai``; the package's own
    ``__init__`` is ``__init__``."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = list(path.relative_to(PACKAGE).with_suffix("").parts)
        if parts[-1] == "__init__" and len(parts) > 1:
            parts.pop()
        found[".".join(parts)] = path
    return found


def resolve(name: str, path: Path, node: ast.ImportFrom) -> str:
    """The absolute name, below ``gongkai``, of the module that a ``from … import`` names; '' is the
    package itself."""
    if node.level == 0:
        return (node.module or "").removeprefix("gongkai").lstrip(".")
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    package = [part for part in package if part != "__init__"]
    base = package[: len(package) - (node.level - 1)]
    return ".".join([*base, *(node.module.split(".") if node.module else [])])


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def own_imports(name: str, path: Path) -> Iterator[tuple[str, int]]:
    """The modules of the package that a module imports, wherever the import stands, each with its
    line."""
    known = modules()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and (
            node.level or (node.module or "").split(".")[0] == "gongkai"
        ):
            base = resolve(name, path, node)
            for alias in node.names:
                dotted = f"{base}.{alias.name}".lstrip(".")
                yield (dotted if dotted in known else base or "__init__"), node.lineno
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "gongkai":
                    yield alias.name.removeprefix("gongkai").lstrip(".") or "__init__", node.lineno


def room(name: str) -> str:
    return name.split(".", maxsplit=1)[0]


@pytest.mark.parametrize("name", modules())
def test_a_module_imports_only_rooms_below_it(name: str) -> None:
    own = level(room(name))
    upward = [
        (imported, line)
        for imported, line in own_imports(name, modules()[name])
        if level(room(imported)) > own
    ]
    assert not upward


@pytest.mark.slow
def test_no_chain_of_imports_closes_a_circle() -> None:
    graph = {
        name: {imported for imported, _ in own_imports(name, path)} - {name}
        for name, path in modules().items()
    }
    # a module of a room may import its room's __init__ only if that does not import it back: the
    # sorter finds such circles too
    tuple(graphlib.TopologicalSorter(graph).static_order())


@pytest.mark.slow
@pytest.mark.parametrize("name", modules())
def test_only_optional_packages_are_imported_inside_functions(name: str) -> None:
    tree = tree_of(modules()[name])
    functions = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    for function in functions:
        for node in ast.walk(function):
            if isinstance(node, ast.ImportFrom):
                if name in LATE and node.level:
                    continue
                assert node.level == 0, (
                    f"line {node.lineno}: an import of ours hidden in {function.name}"
                )
                assert (node.module or "").split(".")[0] in OPTIONAL | SLOW, (
                    f"line {node.lineno}: {node.module} hidden in {function.name}"
                )
            elif isinstance(node, ast.Import):
                assert {alias.name.split(".")[0] for alias in node.names} <= OPTIONAL | SLOW, (
                    f"line {node.lineno} in {function.name}"
                )


@pytest.mark.slow
@pytest.mark.parametrize("name", modules())
def test_optional_packages_are_not_imported_with_the_module(name: str) -> None:
    tree = tree_of(modules()[name])
    for node in tree.body:  # TYPE_CHECKING blocks and functions lie deeper
        if isinstance(node, ast.Import):
            roots = {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            roots = {(node.module or "").split(".")[0]}
        else:
            continue
        assert not (roots & OPTIONAL) - ALLOWED_AT_TOP.get(room(name), set()), f"line {node.lineno}"


@pytest.mark.slow
@pytest.mark.parametrize("name", modules())
def test_only_the_rooms_that_read_the_tree_know_lark(name: str) -> None:
    if room(name) in {"layouts", "parsing", "placing", "mentions", "testing"}:
        pytest.skip("a room that works with Lark")
    tree = tree_of(modules()[name])
    roots = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    roots |= {
        (node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level == 0
    }
    assert "lark" not in roots


FRESH = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
{}
print([name for name in opened if name.endswith(".lark")])
print(sorted(sys.modules))
"""


def loaded(code: str) -> tuple[list[str], set[str]]:
    """The grammars that are opened and the modules that are loaded by a line in a new process."""
    command = [sys.executable, "-c", FRESH.format(code)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    grammars, names = map(ast.literal_eval, ran.stdout.splitlines())
    return grammars, set(names)


def test_importing_gongkai_loads_none_of_its_rooms_and_no_other_package() -> None:
    grammars, names = loaded("import gongkai")
    assert grammars == []
    assert {name for name in names if name.startswith("gongkai.")} == set()
    assert not {"lark", "attrs", "attr", "cattrs"} & names


def test_a_public_name_loads_no_grammar_and_no_optional_package() -> None:
    grammars, names = loaded("import gongkai; gongkai.parse; gongkai.Report; gongkai.collect")
    assert grammars == []
    assert not OPTIONAL & {name.split(".")[0] for name in names}


@pytest.mark.slow
def test_reading_a_report_loads_what_few_need_only_when_it_is_asked_for() -> None:
    text = "二、主动公开政府信息情况\\n规章 | 3 | 0 | 5 |\\n"
    parsed = f'import gongkai; report = gongkai.parse("{text}", layout="pipe")'
    _, names = loaded(parsed)
    rooms = {name.split(".")[1] for name in names if name.startswith("gongkai.")}
    assert not {"reading", "mentions", "analysis", "checking", "writing", "findings"} & rooms
    _, names = loaded(f"{parsed}; report.check()")
    assert "gongkai.checking.check" in names
    assert not {"importlib.metadata", "email", "cattrs", "subprocess"} & names


def test_every_public_name_is_there_for_types_and_at_its_home() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    typed = {
        alias.name: node.module or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
        for alias in node.names
    }
    assert typed == gongkai._HOME_OF | {name: name for name in gongkai._MODULES}
    assert dir(gongkai) == sorted([*gongkai.__all__, *gongkai._MODULES])


def test_a_room_does_not_take_the_place_of_the_function_of_its_name() -> None:
    _, names = loaded("import gongkai.layouts; gongkai.layouts()")
    assert "gongkai.layouts" in names
    with pytest.raises(AttributeError, match="no attribute 'pars'"):
        gongkai.pars  # noqa: B018
