"""Encodings: the right one is found, and what is in none or in two is never guessed."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from annotator.formats.base import Problem, ReadOptions, Record
from annotator.formats.charset import HEAD, detect
from annotator.formats.jsonl import read_jsonl
from annotator.formats.text import read_text
from tests.strategies import hostile_texts

SEEDS = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
)
TRADITIONAL = OpenCC("s2t").convert(SEEDS)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "big5", "utf-16", "utf-16-le", "utf-16-be")


def read(data: bytes, encoding: str | None = None) -> Record | Problem:
    return read_text(io.BytesIO(data), "a.txt", ReadOptions(encoding=encoding))


def samples(encoding: str, length: int, count: int = 60) -> list[str]:
    source = TRADITIONAL if encoding == "big5" else SEEDS
    source = source.encode(encoding, "ignore").decode(encoding)
    places = random.Random(f"{encoding} {length}")
    starts = [places.randrange(len(source) - length) for _ in range(count)]
    return [text for at in starts if (text := source[at : at + length]).strip()]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("length", [20, 50, 200, 1000])
def test_texts_of_the_seeds_are_read_in_any_encoding(encoding: str, length: int) -> None:
    texts = samples(encoding, length)
    read_back = [read(text.encode(encoding)) for text in texts]
    exact = sum(
        isinstance(item, Record) and item.raw == text.replace("\r\n", "\n").replace("\r", "\n")
        for item, text in zip(read_back, texts, strict=True)
    )
    assert exact >= 0.99 * len(texts) - (length == 20)


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16-le"])
def test_the_encoding_found_is_told_in_the_metadata(encoding: str) -> None:
    item = read(samples(encoding, 200)[0].encode(encoding))
    assert isinstance(item, Record)
    assert item.meta.extra == {"encoding": encoding}


@given(hostile_texts())
def test_any_text_in_utf_8_is_read_as_it_is_or_as_utf_16(text: str) -> None:
    assert detect(text.encode()) in ("utf-8", "utf-16-le", "utf-16-be", "utf-16")
    if "\0" not in text:
        assert detect(text.encode()) == "utf-8"


@given(st.binary(max_size=200))
def test_whatever_is_found_can_be_read(data: bytes) -> None:
    item = read(data)
    assert isinstance(item, Problem) or item.raw.strip()


@pytest.mark.parametrize(
    "data",
    [
        "It’s a café, “really”.".encode("cp1252"),
        "これは日本語の文章です。東京都の天気は晴れ。".encode("euc_jp"),
        "Прогноз погоды на завтра в Москве".encode("koi8-r"),
        "안녕하세요 세계 여러분 반갑습니다".encode("euc_kr"),
        "上海的网站".encode()[:-1],
        bytes(range(128, 256)),
    ],
)
def test_bytes_of_no_known_encoding_are_refused(data: bytes) -> None:
    item = read(data)
    assert isinstance(item, Problem)
    assert "not UTF-8: byte" in item.text


def test_a_file_in_two_encodings_is_refused_and_its_lines_are_named() -> None:
    lines = ["上海的网站说明".encode(), "这是一个简单的".encode("gbk"), b"plain", "北京".encode()]
    item = read(b"\n".join([*lines, "又是一个".encode("gbk")]))
    assert isinstance(item, Problem)
    assert item.line == 2
    assert item.text.startswith("in more than one encoding: not all is UTF-8, see lines 2, 5; ")


@pytest.mark.parametrize("share", [1, 5, 50])
def test_a_file_mostly_in_gbk_with_lines_of_utf_8_is_never_read_as_gbk(share: int) -> None:
    line = "这是一个简单的说明，大家都可以看到。".encode("gbk")
    item = read(b"\n".join([line] * share + ["上海的网站说明".encode()] + [line] * share))
    assert isinstance(item, Problem)


def test_a_few_characters_that_happen_to_be_utf_8_do_not_refuse_a_file() -> None:
    item = read("这是一个简单的说明\n网络\n联通\n".encode("gbk"))
    assert isinstance(item, Record)
    assert item.raw == "这是一个简单的说明\n网络\n联通\n"


def test_an_encoding_asked_for_is_used_whatever_the_text_looks_like() -> None:
    item = read("上海的网站".encode(), "gb18030")
    assert isinstance(item, Problem) or item.raw != "上海的网站"
    forced = read("网站".encode("gbk"), "gbk")
    assert isinstance(forced, Record)
    assert forced.raw == "网站"


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16", "utf-16-le"])
def test_json_lines_are_read_in_the_encoding_of_their_first_lines(encoding: str) -> None:
    texts = [text.replace("\r", "") for text in samples(encoding, 50, 20)]
    lines = [f'{{"text": "{text}"}}'.replace("\n", "\\n").replace("\t", " ") for text in texts]
    items = list(read_jsonl(io.BytesIO("\n".join(lines).encode(encoding)), "a", ReadOptions()))
    assert [item.raw for item in items if isinstance(item, Record)] == [
        text.replace("\t", " ") for text in texts
    ]


def test_json_lines_in_another_encoding_are_named_and_the_others_read() -> None:
    good, bad = '{"text": "上海的网站"}\n'.encode(), '{"text": "简单的"}\n'.encode("gbk")
    items = list(read_jsonl(io.BytesIO(good + bad + good), "a", ReadOptions()))
    assert [type(item) for item in items] == [Record, Problem, Record]
    assert items[1].line == 2


def test_json_lines_longer_than_the_head_are_read_whole() -> None:
    line = '{"text": "这是一个简单的说明"}\n'.encode("gbk")
    count = HEAD // len(line) + 10
    items = list(read_jsonl(io.BytesIO(line * count), "a", ReadOptions()))
    assert len(items) == count
    assert all(isinstance(item, Record) for item in items)
