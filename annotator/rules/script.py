"""Traditional characters become simplified ones, by phrase, on pages written in them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from annotator.rules.base import RepairRule
from annotator.rules.knowledge.script import simplify
from annotator.text.edits import Edit


def to_simplified(text: str) -> Iterator[Edit]:
    """Traditional characters become simplified ones by phrase, and the ending 著 becomes 着."""
    after = simplify(text)
    if after == text:
        return
    changed = [at for at, (old, new) in enumerate(zip(text, after, strict=True)) if old != new]
    start = changed[0]
    for at, following in pairwise([*changed, len(text) + 1]):
        if following > at + 1:
            yield Edit(start, at + 1, after[start : at + 1], 0.98)
            start = following


RULES = (
    RepairRule(
        "script.simplified",
        "script_variant",
        to_simplified,
        "繁体字转为简体字",
        "traditional characters become simplified ones",
        (("發展現代產業", "发展现代产业"), ("標志著隨著", "标志着随着"), ("乾隆年间", "乾隆年间")),
    ),
)
