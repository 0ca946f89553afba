"""Characters that hardly any sound page has, looked for once for all rules that mend them."""

from __future__ import annotations

import re
from functools import lru_cache

_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xff\u200b-\u200f\u202a-\u202e\u2060\ud800-\uf8ff\ufeff"
    "\U000f0000-\U0010ffff]"
)


@lru_cache(maxsize=2)
def odd(text: str) -> str:
    """The odd characters of a text, each once: control, private, invisible ones, and Latin-1.

    >>> odd("上\\u200b海\\u200b"), odd("上海。")
    ('\\u200b', '')
    """
    return "".join(dict.fromkeys(_ODD.findall(text)))
