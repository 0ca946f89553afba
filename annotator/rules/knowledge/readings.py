"""The pinyin readings of single characters."""

from __future__ import annotations

import json
from functools import lru_cache
from unicodedata import normalize

from annotator.text.packaged import packaged

LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿɡ"
"""The letters of pinyin with tone marks, for use inside [] of a pattern."""


@lru_cache(maxsize=8192)
def readings(char: str) -> frozenset[str]:
    """Every pinyin reading of one character, with tone marks; empty if there is none.

    >>> sorted(readings("著"))[:2], readings("a")
    (['chú', 'zhe'], frozenset())
    """
    known = _pinyin_table().get(str(ord(char)), "") if len(char) == 1 else ""
    return frozenset(normalize("NFC", reading) for reading in known.split(",") if reading)


@lru_cache(maxsize=1)
def _pinyin_table() -> dict[str, str]:
    """By code point in decimal: readings with commas between."""
    table: dict[str, str] = json.loads(packaged("pypinyin", "pinyin_dict.json"))
    return table


@lru_cache(maxsize=8192)
def is_reading(gloss: str, char: str) -> bool:
    """Whether the gloss is a reading of the character, with or without its tone."""
    return gloss.replace("ɡ", "g") in readings(char)
