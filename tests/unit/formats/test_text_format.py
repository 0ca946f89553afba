"""Text files: encodings, line ends, and everything that keeps a file from being an article."""

from pathlib import Path

import pytest

from annotator.errors import InputError
from annotator.formats.base import Problem, ReadOptions, Record
from annotator.formats.text import TEXT


def read(path: Path, data: bytes, encoding: str | None = None) -> Record | Problem:
    path.write_bytes(data)
    with path.open("rb") as file:
        (item,) = TEXT.read(file, str(path), ReadOptions(encoding=encoding))
    return item


@pytest.mark.parametrize(
    ("data", "raw"),
    [
        ("甲\r\n乙\r丙\n".encode(), "甲\n乙\n丙\n"),
        (b"\xef\xbb\xbf" + "甲".encode(), "甲"),
        ("\ufeff\ufeff甲".encode(), "\ufeff甲"),
        ("a\0b\u2028c\x85d".encode(), "a\0b\u2028c\x85d"),
        ("𠮷👨‍👩‍👧e\u0301".encode(), "𠮷👨‍👩‍👧e\u0301"),
    ],
)
def test_text_keeps_everything_but_the_byte_order_mark_and_carriage_returns(
    tmp_path: Path, data: bytes, raw: str
) -> None:
    item = read(tmp_path / "a.txt", data)
    assert isinstance(item, Record)
    assert item.raw == raw
    assert item.file == str(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("gb18030", "上海徐汇€𠮷"), ("big5", "上海"), ("utf-16", "上海\r\n徐汇"), ("UTF8", "上海")],
)
def test_text_reads_the_encoding_asked_for(tmp_path: Path, encoding: str, text: str) -> None:
    item = read(tmp_path / "a.txt", text.encode(encoding), encoding)
    assert isinstance(item, Record)
    assert item.raw == text.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("data", "encoding", "message"),
    [
        (b"", None, "is empty"),
        (b"\xef\xbb\xbf", None, "is empty"),
        (b" \r\n\t", None, "holds nothing but white space"),
        ("甲".encode() + b"\xff", None, "not UTF-8: byte 3 does not fit; name the file's encoding"),
        (b"ab\xff\xff", "gb18030", "not GB18030: byte 2 does not fit; name the file's"),
        (b"+2AA-", "utf-7", "not UTF-7: half a character (U+D800); name the file's"),
        (b"a", "undefined", "not UNDEFINED"),
    ],
)
def test_text_that_is_none_is_a_problem(
    tmp_path: Path, data: bytes, encoding: str | None, message: str
) -> None:
    path = tmp_path / "a.txt"
    if encoding == "undefined":
        with pytest.raises(InputError, match="not a text encoding"):
            read(path, data, encoding)
        return
    item = read(path, data, encoding)
    assert isinstance(item, Problem)
    assert item.text.startswith(message)
    assert (item.file, item.line) == (str(path), 0)


@pytest.mark.parametrize("encoding", ["no-such", "hex", "rot13", "a\0b"])
def test_text_refuses_an_encoding_that_is_none(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(InputError, match="not a text encoding"):
        read(tmp_path / "a.txt", b"a", encoding)


def test_text_longer_than_any_article_is_a_problem(tmp_path: Path) -> None:
    item = read(tmp_path / "a.txt", b"a" * ((64 << 20) + 1))
    assert isinstance(item, Problem)
    assert item.text == "is over 64 MB, too long for one article"
