"""Characters of one script become those of another, by phrase, on pages written in them.

One rule for each direction; the profile names the one that runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from annotator.rules.base import RepairRule
from annotator.text.edits import Edit
from annotator.text.script import complicate, simplify

# One simplified character may stand for several traditional ones, so the way there is less sure.
_SURE, _LESS_SURE = 0.98, 0.9

_OF_DIRECTION = {"t2s": "script.simplified"}


def rule_of(direction: str) -> str:
    """The id of the rule for a direction such as "s2tw".

    >>> rule_of("t2s"), rule_of("s2tw")
    ('script.simplified', 'script.s2tw')
    """
    return _OF_DIRECTION.get(direction, f"script.{direction}")


def to_simplified(text: str) -> Iterator[Edit]:
    """Traditional characters become simplified ones by phrase, and the ending 著 becomes 着."""
    return _edits(text, simplify(text), _SURE)


def _from_standard(direction: str, place: str) -> Callable[[str], Iterator[Edit]]:
    def find(text: str) -> Iterator[Edit]:
        return _edits(text, simplify(text, direction), _SURE)

    find.__doc__ = f"Traditional characters as in {place} become simplified ones by phrase."
    return find


def _to_standard(direction: str, place: str) -> Callable[[str], Iterator[Edit]]:
    def find(text: str) -> Iterator[Edit]:
        return _edits(text, complicate(text, direction), _LESS_SURE)

    find.__doc__ = f"Simplified characters become traditional ones by phrase{place}."
    return find


def _edits(text: str, after: str, confidence: float) -> Iterator[Edit]:
    """Each run of characters that differ; both texts are equally long."""
    if after == text:
        return
    changed = [at for at, (old, new) in enumerate(zip(text, after, strict=True)) if old != new]
    start = changed[0]
    for at, following in pairwise([*changed, len(text) + 1]):
        if following > at + 1:
            yield Edit(start, at + 1, after[start : at + 1], confidence)
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
    RepairRule(
        "script.tw2s",
        "script_variant",
        _from_standard("tw2s", "Taiwan"),
        "台湾标准的繁体字转为简体字",
        "traditional characters as in Taiwan become simplified ones",
        (("裡面發展產業", "里面发展产业"), ("里面", "里面")),
    ),
    RepairRule(
        "script.hk2s",
        "script_variant",
        _from_standard("hk2s", "Hong Kong"),
        "香港标准的繁体字转为简体字",
        "traditional characters as in Hong Kong become simplified ones",
        (("裏面發展產業", "里面发展产业"), ("里面", "里面")),
    ),
    RepairRule(
        "script.s2t",
        "script_variant",
        _to_standard("s2t", ""),
        "简体字转为繁体字",
        "simplified characters become traditional ones",
        (("发展现代产业", "發展現代產業"), ("發展現代產業", "發展現代產業")),
    ),
    RepairRule(
        "script.s2tw",
        "script_variant",
        _to_standard("s2tw", " as in Taiwan"),
        "简体字转为台湾标准的繁体字",
        "simplified characters become traditional ones as in Taiwan",
        (("里面发展产业", "裡面發展產業"), ("裡面發展產業", "裡面發展產業")),
    ),
    RepairRule(
        "script.s2hk",
        "script_variant",
        _to_standard("s2hk", " as in Hong Kong"),
        "简体字转为香港标准的繁体字",
        "simplified characters become traditional ones as in Hong Kong",
        (("里面发展产业", "裏面發展產業"), ("裏面發展產業", "裏面發展產業")),
    ),
)
