"""Patterns that are compiled when they are first used.

Each class of all Chinese characters takes the library half a millisecond, so a pattern with some
that few pages need would slow every start.
"""

from __future__ import annotations

import re
from typing import Any, cast


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` makes of a pattern, compiled once something is asked of it.

    A pattern that is none raises `re.error` only then.

    >>> later("a+").findall("caab")
    ['aa']
    """
    return cast("re.Pattern[str]", _Later(pattern, flags))


class _Later:
    """Looks like a compiled pattern; what was asked for once is an attribute from then on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._wanted = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        # The library keeps what was compiled last, and all names are asked for before long.
        found = self.__dict__[name] = getattr(re.compile(self.pattern, self._wanted), name)
        return found
