"""Sentences → statements: what the prose of a report says of the figures in its tables."""

from .mention import Mention
from .reader import mentions, sentences

__all__ = ["Mention", "mentions", "sentences"]
