"""Ids of articles as names of files that every system takes."""

from __future__ import annotations

import re
import unicodedata

_FORBIDDEN = re.compile(r'[/\\:*?"<>|\s]|[^\w.-]')
_RESERVED = re.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])([.].*)?", re.IGNORECASE)
_BYTES = 180


class FileNames:
    """Gives each id a name of its own, the same ones in the same order; the id itself if it fits.

    >>> names = FileNames()
    >>> names.name("a/1"), names.name("A_1"), names.name("新闻-2"), names.name("..")
    ('a_1', 'A_1-2', '新闻-2', '_.')
    """

    def __init__(self) -> None:
        self._given: set[str] = set()

    def name(self, id: str) -> str:
        """The name, without a suffix."""
        plain = unicodedata.normalize("NFC", _FORBIDDEN.sub("_", id))
        plain = plain.encode()[:_BYTES].decode("utf-8", "ignore")
        if plain[:1] in ("", "."):
            plain = f"_{plain[1:]}"
        plain = f"_{plain}" if _RESERVED.fullmatch(plain) else plain
        name, number = plain, 1
        while name.casefold() in self._given:
            number += 1
            name = f"{plain}-{number}"
        self._given.add(name.casefold())
        return name
