"""Writes ``reference/rules/``: one page for each rule, from the registry, with an example that the
rule itself was run on."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from gongkai.checking.rulepage import index, page
from gongkai.checking.rules import REGISTRY


def pages() -> dict[str, str]:
    """The text of every page by its file name."""
    return {"index.md": index(REGISTRY), **{f"{rule.id}.md": page(rule) for rule in REGISTRY}}


def write(app: Sphinx) -> None:
    """Write the pages, and only those that changed, so that a second build has nothing to do."""
    folder = Path(app.srcdir) / "reference" / "rules"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        target = folder / name
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Hook into Sphinx before it reads the pages."""
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True}
