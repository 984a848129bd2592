"""Google-style sections in docstrings, for properties too.

Napoleon reads ``text: more text`` in the docstring of a property as ``type: description``, which
turns sentences into types. So its parser is used here without that special case.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.ext.napoleon import Config, GoogleDocstring


def process(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Turn the sections of one docstring into reStructuredText, in place."""
    kind = "method" if what in {"attribute", "data", "property"} else what
    lines[:] = GoogleDocstring(lines, Config(), app, kind, name, obj, options).lines()


def setup(app: Sphinx) -> dict[str, bool]:
    """Hook into autodoc."""
    app.setup_extension("sphinx.ext.autodoc")
    app.connect("autodoc-process-docstring", process)
    return {"parallel_read_safe": True}
