"""The registry: every rule that gongkai knows, by group."""

from __future__ import annotations

from typing import Final

from ..rule import Rule
from . import documents, metadata, prose, sentences, structure, sums, units, values, years

REGISTRY: Final[tuple[Rule, ...]] = (
    *structure.RULES,
    *values.RULES,
    *sums.RULES,
    *documents.RULES,
    *metadata.RULES,
    *sorted((*prose.RULES, *sentences.RULES), key=lambda rule: rule.id),
    *years.RULES,
    *units.RULES,
)
"""Every rule, in the order of checking."""
