"""Draws ``reference/grammar/NAME.svg``: a railroad diagram of each grammar, from the file itself,
read by Lark's own grammar."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lark
import railroad
from lark import Lark, Token, Tree
from sphinx.application import Sphinx

GRAMMARS = Path(__file__).resolve().parents[2] / "grammars"
WIDEST = 64
"""Characters of a pattern that are drawn; the rest is in the grammar's text beside the diagram."""

_STATEMENTS = Lark.open(
    "grammars/lark.lark", rel_to=lark.__file__, parser="lalr", maybe_placeholders=False
)
_OPERATORS = {"+": railroad.OneOrMore, "*": railroad.ZeroOrMore, "?": railroad.Optional}


def definitions(grammar: str) -> Iterator[tuple[str, railroad.DiagramItem]]:
    """Each rule and terminal that a grammar defines, drawn, in the order of the file."""
    for node in _STATEMENTS.parse(grammar + "\n").children:
        if isinstance(node, Tree) and node.data in ("rule", "token"):
            name, *rest = node.children
            bodies = [
                child
                for child in rest
                if isinstance(child, Tree) and child.data not in ("rule_params", "priority")
            ]
            assert bodies, f"{name} has nothing to draw"
            yield str(name).lstrip("?!"), _drawn(bodies[-1])


def _drawn(node: Any) -> railroad.DiagramItem:
    if isinstance(node, Token):
        return _word(node)
    children = [child for child in node.children if child is not None]
    match node.data:
        case "expansions":
            drawn = [_drawn(child) for child in children]
            return drawn[0] if len(drawn) == 1 else railroad.Choice(0, *drawn)
        case "expansion":
            return railroad.Sequence(*map(_drawn, children))
        case "alias":
            return _drawn(children[0])
        case "expr":
            return _repeated(*children)
        case "maybe":
            return railroad.Optional(_drawn(children[0]))
        case "literal_range":
            return railroad.Terminal(" … ".join(map(str, children)))
        case _:  # a value, a literal, a name: what it holds
            assert len(children) == 1, node
            return _drawn(children[0])


def _repeated(what: Any, *times: Token) -> railroad.DiagramItem:
    """An item with ``+``, ``*`` or ``?`` behind it, or with the bounds of a number of times."""
    if times[0] in _OPERATORS:
        return _OPERATORS[times[0]](_drawn(what))
    low, high = str(times[0]), str(times[-1])
    again = railroad.Comment(f"{low} to {high} times")
    return (
        railroad.ZeroOrMore(_drawn(what), again)
        if low == "0"
        else railroad.OneOrMore(_drawn(what), again)
    )


def _word(token: Token) -> railroad.DiagramItem:
    if token.type in ("RULE", "TOKEN"):
        return railroad.NonTerminal(str(token))
    text = str(token)
    drawn = railroad.Terminal(text if len(text) <= WIDEST else text[:WIDEST] + " …")
    drawn.width += railroad.CHAR_WIDTH * sum(
        unicodedata.east_asian_width(char) in "WF" for char in drawn.text
    )
    return drawn


def diagrams(grammar: str) -> str:
    """The diagrams of a grammar's definitions, one below the other, as one SVG picture."""
    top, width, parts = 0.0, 0.0, []
    for name, item in definitions(grammar):
        picture = railroad.Diagram(item)
        out = io.StringIO()
        picture.writeSvg(out.write)
        body = out.getvalue().replace("<svg ", f'<svg y="{top + 24:g}" ', 1)
        parts.append(f'<text x="20" y="{top + 18:g}" class="name">{name}</text>{body}')
        top += float(picture.attrs["height"]) + 32
        width = max(width, float(picture.attrs["width"]))
    style = (
        railroad.DEFAULT_STYLE
        + "text.name { font: bold 15px monospace } rect.ground { fill: hsl(30,20%,95%) }"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{top:g}" viewBox="0 0'
        f' {width:g} {top:g}">\n<style>{style}</style>\n<rect class="ground" width="{width:g}"'
        f' height="{top:g}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def write(app: Sphinx) -> None:
    """Draw the grammars, and write only those pictures that changed, so that a second build has
    nothing to do."""
    folder = Path(app.srcdir) / "reference" / "grammar"
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(GRAMMARS.glob("*.lark")):
        target, picture = folder / f"{path.stem}.svg", diagrams(path.read_text(encoding="utf-8"))
        if not target.is_file() or target.read_text(encoding="utf-8") != picture:
            target.write_text(picture, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Hook into Sphinx before it reads the pages."""
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True}
