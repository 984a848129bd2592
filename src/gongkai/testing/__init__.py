"""Hypothesis strategies for reports and their texts, and the trial of a layout of your own."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .trial import Trial, try_layout

if TYPE_CHECKING:
    from .strategies import SIZES, Nothing, holds, reports, texts

__all__ = ["SIZES", "Nothing", "Trial", "holds", "reports", "texts", "try_layout"]


def __getattr__(name: str) -> object:
    """The strategies, which need Hypothesis, when they are first used."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(".strategies", __name__), name)
