"""Why each source suggests something, in both languages."""

from __future__ import annotations

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
        "“{0}”在本项目中曾标为 {1} {2} 次,被拒绝 {3} 次",
        "“{0}” was labelled {1} in this project {2} times and refused {3} times",
    ),
    patterns.ID: Reason(
        "写法", "Pattern", "“{0}”的写法是{2},多标为 {1}", "“{0}” is written like {3}, mostly {1}"
    ),
    segmenter.ID: Reason(
        "分词与词性",
        "Words",
        "“{0}”是词性为 {1} 的词;这类词 {4} 次中有 {3} 次标为 {2}",
        "“{0}” is a word of kind {1}, which was labelled {2} in {3} of {4} places",
    ),
    sequence.ID: Reason(
        "序列模型",
        "Sequence model",
        "从“{0}”的写法和前后文看像 {2}(模型学自 {1} 篇)",
        "“{0}” reads like {2} where it stands, as a model learned from {1} articles",
    ),
}


def reason(suggestion: Suggestion) -> tuple[str, str]:
    """Why something is suggested, in Chinese and in English.

    >>> reason(Suggestion(0, 2, "LOC", 0.9, "gazetteer", ("上海", "LOC", "3", "0")))[1]
    '“上海” was labelled LOC in this project 3 times and refused 0 times'
    """
    told = REASONS[suggestion.source]
    return told.zh.format(*suggestion.details), told.en.format(*suggestion.details)
