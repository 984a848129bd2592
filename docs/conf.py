"""Sphinx configuration. The pages of the form and of the rules are generated from the library
itself."""

from __future__ import annotations

import shutil
import sys
from importlib.metadata import version as installed_version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

# the notebooks stand beside the examples that they read; pages can only be made below this folder
_HERE = Path(__file__).parent
shutil.copytree(_HERE.parent / "examples" / "notebooks", _HERE / "notebooks", dirs_exist_ok=True)

project = "gongkai"
author = "the gongkai authors"
copyright = "the gongkai authors"
release = version = installed_version("gongkai")

extensions = [
    "myst_nb",  # brings myst_parser, and shows notebooks as they were executed
    "sphinx.ext.autodoc",
    *sorted(path.stem for path in (Path(__file__).parent / "_ext").glob("*.py")),
]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}
nb_execution_mode = "off"  # a test executes the notebooks
nb_merge_streams = True
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "gongkai"
html_search_language = "pairs"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_default_options = {"members": True, "inherited-members": False, "undoc-members": False}

nitpicky = True
nitpick_ignore_regex = [
    # aliases of types, written out in the text of the reference
    ("py:.*", r"(gongkai\.[a-z.]*)?(Figure|Kind|Language|Source)"),
    # what Report is made on; its fields are shown with Report
    ("py:.*", r"(gongkai\.model\.)?ReportData"),
    # tuples that show themselves, explained where they are given
    ("py:.*", r"gongkai\.(checking\.rule\.Rules|layouts\.layout\.Names)"),
    # what the rooms of reading pass to each other, no part of the reference
    ("py:.*", r"gongkai\.layouts\.(composed\.(Composed|Elements)|tree\..*|lexer\.Part)"),
    ("py:.*", r"gongkai\.(form\.(wording\.Name|sums\.Figures)|corpus\.many\.Options)"),
    # the standard library and optional packages are not cross-referenced: the pages build without a
    # network
    (
        "py:.*",
        r"(collections|datetime|decimal|fractions|pathlib|typing|os|io|enum|importlib|abc|types|re)\..*",
    ),
    ("py:.*", r"(pandas|polars|pyarrow|lark|attrs|cattrs|hypothesis|docx|lxml|pdfplumber)\..*"),
    (
        "py:.*",
        r"(int|str|bytes|bool|float|dict|list|tuple|object|Any|Decimal|Path|Mapping|Sequence|Iterable|Iterator|Callable|Fraction|Literal)",
    ),
    ("py:.*", r"(ValueError|ImportError|KeyError|Exception|ArithmeticError|OSError|TypeError)"),
]
