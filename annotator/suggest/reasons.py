"""Why each source suggests something, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from annotator.model import Suggestion
from annotator.suggest import gazetteer, patterns, segmenter, sequence


class Reason(NamedTuple):
    """The name of a source and its sentence; `{0}`, `{1}` stand for a suggestion's details."""

    zh_name: str
    en_name: str
    zh: str
    en: str


REASONS: dict[str, Reason] = {
    gazetteer.ID: Reason(
        "已标注过的文字",
        "Labelled before",
        "“{0}”在本项目中曾标为 {1} {2} 次，被拒绝 {3} 次",
        "“{0}” was labelled {1} {2}× in this project and refused {3}×",
    ),
    patterns.ID: Reason(
        "写法", "Pattern", "“{0}”的写法是{2}，多标为 {1}", "“{0}” is written like {3}, mostly {1}"
    ),
    segmenter.ID: Reason(
        "分词与词性",
        "Words",
        "“{0}”是词性为 {1} 的词；这类词 {4} 次中有 {3} 次标为 {2}",
        "“{0}” is a word of kind {1}, which was labelled {2} in {3} of {4} places",
    ),
    sequence.ID: Reason(
        "序列模型",
        "Sequence model",
        "从“{0}”的写法和前后文看像 {2}（模型学自 {1} 篇）",
        "“{0}” reads like {2} where it stands, says a model (articles learned from: {1})",
    ),
}

_NONE: dict[str, Reason] = {
    gazetteer.ID: REASONS[gazetteer.ID]._replace(
        zh="“{0}”在本项目中曾标为 {1} {2} 次",
        en="“{0}” was labelled {1} {2}× in this project",
    ),
    segmenter.ID: REASONS[segmenter.ID]._replace(
        zh="“{0}”是词性为 {1} 的词，这类词多为 {2}",
        en="“{0}” is a word of kind {1}, which mostly is {2}",
    ),
}
"""What is said where the number at the end is 0 and would say nothing."""


def told_of(source: str, details: Sequence[str]) -> Reason | None:
    """How a source gives its reason for such details; None for a source that is not known."""
    none = _NONE.get(source) if details and details[-1] == "0" else None
    return none or REASONS.get(source)


def reason(suggestion: Suggestion) -> tuple[str, str]:
    """Why something is suggested, in Chinese and in English.

    >>> reason(Suggestion(0, 2, "LOC", 0.9, "gazetteer", ("上海", "LOC", "3", "0")))[1]
    '“上海” was labelled LOC 3× in this project'
    """
    told = told_of(suggestion.source, suggestion.details)
    assert told is not None
    return told.zh.format(*suggestion.details), told.en.format(*suggestion.details)
