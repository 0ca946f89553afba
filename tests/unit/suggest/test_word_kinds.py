"""Words of a whole text at once: the same ones as jieba cuts, run by run."""

from __future__ import annotations

from pathlib import Path

import jieba
import pytest

from annotator.find.folding import fold
from annotator.suggest.tagging import kinds, tagged


def words_of(text: str) -> list[str]:
    starts, ends, _ = tagged(text).words
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


def test_words_of_the_dictionary_are_all_told_with_their_parts_of_speech() -> None:
    text = "在上海市"
    starts, ends, numbers = (row.tolist() for row in tagged(text).listed)
    found = {
        (text[start:end], kinds()[kind])
        for start, end, kind in zip(starts, ends, numbers, strict=True)
    }
    assert {("上海", "ns"), ("上海市", "ns")} <= found
