"""The registry: every rule that gongkai knows, by group."""

from __future__ import annotations

from typing import Final

from ..rule import Rule
from . import documents, metadata, prose, structure, sums, units, values, years

REGISTRY: Final[tuple[Rule, ...]] = (
    *structure.RULES,
    *values.RULES,
    *sums.RULES,
    *documents.RULES,
    *metadata.RULES,
    *prose.RULES,
    *years.RULES,
    *units.RULES,
)
"""Every rule, in the order of checking."""
