"""Hypothesis strategies for reports and their texts, and the trial of a layout of your own."""

from .strategies import SIZES, Nothing, holds, reports, texts

__all__ = ["SIZES", "Nothing", "holds", "reports", "texts"]
