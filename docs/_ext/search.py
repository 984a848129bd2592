"""Lets the search of the pages find Chinese words: text is split into words of Latin letters and
into pairs of Chinese characters, on both sides, so that 结转 and 公开率 are found wherever they
stand."""

from __future__ import annotations

import re

from sphinx.application import Sphinx
from sphinx.search import SearchLanguage, languages

_WORDS = re.compile(r"[一-鿿]+|[\w.]+")


class Pairs(SearchLanguage):
    """Words of Latin letters, and pairs of Chinese characters."""

    lang = "pairs"
    language_name = "Chinese and English"
    js_splitter_code = r"""
var splitQuery = (query) => (query.match(/[一-鿿]+|[^\s一-鿿]+/g) || []).flatMap((word) =>
  /[一-鿿]/.test(word) && word.length > 1
    ? [...word].slice(1).map((char, at) => word[at] + char) : [word]);
"""

    def split(self, input: str) -> list[str]:
        """The words of a text, as they are searched for."""
        found: list[str] = []
        for word in _WORDS.findall(input):
            if len(word) > 1 and word[0] >= "一":
                found += (word[at : at + 2] for at in range(len(word) - 1))
            else:
                found.append(word)
        return found

    def stem(self, word: str) -> str:
        """Every word as it is, in small letters."""
        return word.lower()

    def word_filter(self, word: str) -> bool:
        """Whether a word is worth finding."""
        return len(word) > 1


def setup(app: Sphinx) -> dict[str, bool]:
    """Make the language known to the search of Sphinx."""
    languages["pairs"] = Pairs
    return {"parallel_read_safe": True}
