"""The dictionary in little memory: the same words and counts as jieba's own."""

from __future__ import annotations

import random
from array import array
from pathlib import Path

import jieba
import pytest

from annotator.text.lexicon import Lexicon, lexicon
from annotator.text.packaged import packaged

PARTS = ("words-1.trie", "words-1.kinds", "words-1.numbers", "words-1.counts")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lexicon")


@pytest.fixture(scope="module")
def words(folder: Path) -> Lexicon:
    return lexicon(folder, "1")


def test_lexicon_counts_as_jieba_does(words: Lexicon) -> None:
    counted, total = jieba.Tokenizer.gen_pfdict(jieba.get_dict_file())
    assert (len(words), words.total) == (len(counted), total)
    assert all(words[word] == count for word, count in counted.items())
    unknown = ["", "𠮷野", "孵化器区", "\0", "zzzz", "徐匯"]
    assert [words.get(word) for word in unknown] == [counted.get(word) for word in unknown]
    assert [word in words for word in unknown] == [word in counted for word in unknown]


def test_lexicon_read_back_is_the_one_made(words: Lexicon, folder: Path) -> None:
    again = lexicon(folder, "1")
    assert (len(again), again.total) == (len(words), words.total)
    assert [again[word] for word in ("上海", "徐汇区", "高质")] == [
        words[word] for word in ("上海", "徐汇区", "高质")
    ]


@pytest.mark.parametrize("name", PARTS)
def test_lexicon_damaged_on_disk_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    few = packaged("jieba", "dict.txt").splitlines()[:3_000]
    monkeypatch.setattr("annotator.text.lexicon.packaged", lambda *_: "\n".join(few))
    word, count, _ = few[7].split()
    assert lexicon(tmp_path, "1")[word] == int(count)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: random.Random(1).randrange(len(whole)) // 4 * 4])
    assert lexicon(tmp_path, "1")[word] == int(count)
    assert (tmp_path / name).read_bytes() == whole


def test_every_word_is_told_from_the_others_by_its_number(words: Lexicon) -> None:
    numbers, places = words.numbered()
    told = array("Q", numbers)
    assert len(set(told)) == len(words)
    assert list(told) == sorted(told)
    assert sorted(array("I", places)) == list(range(len(words)))


def test_words_are_cut_as_jieba_cuts_them(seeds: Path) -> None:
    from annotator.text import words as module

    text = (seeds / "000_672422a3d011c66d.txt").read_text(encoding="utf-8")
    assert list(module._tokenizer().cut(text)) == list(jieba.Tokenizer().cut(text))
