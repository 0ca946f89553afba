"""Words of a whole text at once: the same ones as jieba cuts, run by run."""

from __future__ import annotations

from pathlib import Path

import jieba
import pytest

from annotator.find.folding import fold
from annotator.suggest.tagging import tagged


def words_of(text: str) -> list[str]:
    starts, ends, _ = tagged(text)
    return [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def test_words_of_articles_are_those_of_jieba(seeds: Path) -> None:
    for path in sorted(seeds.glob("*.txt")):
        for line in fold(path.read_text(encoding="utf-8")).splitlines():
            # jieba takes some marks into Latin words, so lines of Han characters are compared.
            han = "".join(char for char in line if "\u3400" <= char <= "\u9fff")
            assert words_of(han[:400]) == list(jieba.cut(han[:400])), path


@pytest.mark.parametrize(
    "text", ["", "\n", "上", "a1.5%", "。。", "上海" * 500, "\U00020bb7\ud800"]
)
def test_the_words_of_any_text_cover_it(text: str) -> None:
    assert "".join(words_of(text)) == text
