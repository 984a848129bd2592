"""Layouts: the ways in which the form is written down as text. This room and ``parsing`` are the
only ones that know Lark."""

from __future__ import annotations

from .composed import Elements, Mark
from .layout import Layout, built_in, layouts, ours
from .lexer import Part
from .tree import Line, rows

__all__ = ["Elements", "Layout", "Line", "Mark", "Part", "built_in", "layouts", "ours", "rows"]
