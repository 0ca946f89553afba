"""Words under an offset, as a double click selects them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.words import word_at
from tests.strategies import hostile_texts


@given(hostile_texts(), st.data())
def test_word_at_covers_the_offset(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, max(0, len(text) - 1)))
    start, end = word_at(text, offset)
    if text:
        assert 0 <= start <= offset < end <= len(text)
    else:
        assert (start, end) == (0, 0)


@pytest.mark.parametrize(
    ("text", "offset", "word"),
    [
        ("上海徐汇区高质量孵化器", 7, "高质量"),
        ("12月10日,2024年召开", 8, "2024"),
        ("G60科创走廊", 1, "G60"),
        ("甲，乙", 1, "，"),
        ("𠮷野家在上海", 5, "上海"),
        ("末尾", 99, "末尾"),
    ],
)
def test_word_at_takes_the_word_a_reader_sees(text: str, offset: int, word: str) -> None:
    assert text[slice(*word_at(text, offset))] == word


def test_word_at_never_spans_punctuation() -> None:
    text = "组建,创新"
    assert word_at(text, 1)[1] <= 2 and word_at(text, 3)[0] >= 3


def test_word_at_reads_only_near_the_offset_of_a_long_line() -> None:
    text = "汉" * 300_000
    start, end = word_at(text, 150_000)
    assert start <= 150_000 < end and end - start < 200


def test_words_are_known_where_nothing_can_be_kept_between_runs(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = "from annotator.text.words import word_at; print(*word_at('上海徐汇区', 3))"
    names = ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME", "TMPDIR")
    places = dict.fromkeys(names, str(tmp_path / "file")) | {"TMPDIR": str(tmp_path)}

    command = [sys.executable, "-c", told]
    ended = subprocess.run(
        command, env=os.environ | places, capture_output=True, text=True, check=False
    )

    assert (ended.stdout, ended.stderr) == ("2 5\n", "")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
