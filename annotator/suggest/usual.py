"""What labels are called elsewhere, so that a project of other names is helped from the start."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

_CALLED = {
    "PER": ("per", "person", "name", "人名", "人物", "姓名"),
    "LOC": ("gpe", "loc", "location", "address", "地名", "地点", "地址"),
    "INS": (
        "ins",
        "org",
        "organization",
        "organisation",
        "institution",
        "机构",
        "组织",
        "组织机构",
    ),
    "DATE": ("date", "time", "时间", "日期"),
    "MONEY": ("money", "金额"),
    "QTY": ("qty", "quantity", "数量"),
    "DOC": ("doc", "book", "work", "文件", "作品", "书名"),
}
"""Names that label sets have for what labels of the default set mean, without their capitals: those
of CoNLL, MSRA, OntoNotes, CLUENER, Weibo and Resume, and Chinese ones. The first that a set has
counts: where countries and towns are GPE, as in ACE and OntoNotes, LOC is mountains and rivers."""

_FIRST = re.compile(r"[^\W_]+")


def usual(name: str, labels: Collection[str] | None) -> str | None:
    """Which of these labels means what `name` does in the default set; that itself without labels.

    Of a name in parts, as in PER.NAM, the first one counts.

    >>> usual("PER", None), usual("PER", {"name", "address"}), usual("PER", {"动物"})
    ('PER', 'name', None)
    >>> usual("LOC", {"LOC", "GPE"}), usual("LOC", {"LOC", "PER"})
    ('GPE', 'LOC')
    """
    return name if labels is None else _among(name, tuple(sorted(labels)))


@lru_cache(maxsize=256)
def _among(name: str, labels: tuple[str, ...]) -> str | None:
    said = {
        first.casefold(): label for label in reversed(labels) for first in _FIRST.findall(label)[:1]
    }
    for each in _CALLED.get(name, (name.casefold(),)):
        if each in said:
            return said[each]
    return None
