"""JSON lines: what is read, what is refused and why, and that nothing is lost beside it."""

import io
import json
from pathlib import Path

import pytest

from annotator.formats.base import NamedEntity, Problem, ReadOptions, Record
from annotator.formats.jsonl import JSONL_IMPORTER, read_jsonl
from annotator.model import Meta


def read(
    data: bytes | str | dict[str, object], options: ReadOptions | None = None, limit: int = 1 << 20
) -> tuple[list[Record], list[Problem]]:
    if isinstance(data, dict):
        data = json.dumps(data)
    data = data.encode() if isinstance(data, str) else data
    items = list(read_jsonl(io.BytesIO(data), "a.jsonl", options or ReadOptions(), limit))
    records = [item for item in items if isinstance(item, Record)]
    return records, [item for item in items if isinstance(item, Problem)]


def one(data: bytes | str | dict[str, object], options: ReadOptions | None = None) -> Record:
    (record,), problems = read(data, options)
    assert problems == []
    return record


def refused(data: bytes | str | dict[str, object], options: ReadOptions | None = None) -> Problem:
    records, (problem,) = read(data, options)
    assert records == []
    return problem


def test_jsonl_lines_end_at_line_feeds_only() -> None:
    records, problems = read('\ufeff{"text": "a\u2028b\x85c"}\r\n\n  \n{"text": "d"}')
    assert [(record.raw, record.line) for record in records] == [("a\u2028b\x85c", 1), ("d", 4)]
    assert problems == []


def test_jsonl_goes_on_after_lines_that_are_none() -> None:
    records, problems = read('{"text": "a"}\nnot json\n[1]\n{"text": "b"}\n')
    assert [record.raw for record in records] == ["a", "b"]
    assert [(p.line, p.text) for p in problems] == [
        (2, "not JSON: Expecting value at character 1"),
        (3, "not an object"),
    ]
    assert problems[0].value == "not json"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "a", "n": NaN}', "not JSON: NaN is not a number"),
        ('{"text": "a", "n": -Infinity}', "not JSON: -Infinity is not a number"),
        ('{"text": "a", "n": 1e999}', "1e999 is too large for a number"),
        ('{"text": "a", "text": "b"}', 'the key "text" stands twice in one object'),
        ('{"text": "a", "m": {"k": 1, "k": 2}}', 'the key "k" stands twice in one object'),
        ('{"text": "a\\ud842"}', "half a character (\\ud842 without its other half)"),
        ('{"text": "a", "\\udc00": 1}', "half a character (\\udc00 without its other half)"),
        ('{"text": "a", "n": ' + "9" * 5000 + "}", "a whole number of too many digits"),
        ('{"text": ' + "[" * 200 + "]" * 200 + "}", "lists and objects nested deeper than 100"),
        ("[" * 100_000, "lists and objects nested deeper than 100"),
        ('{"id": "x"}', 'a record without "text"'),
        ('{"text": ""}', 'a record without a text in "text"'),
        ('{"text": 5}', 'a record without a text in "text"'),
        ('{"schema": "duizhao/2", "raw": "a"}', "a record of duizhao/2; this version reads"),
    ],
)
def test_jsonl_refuses_what_could_not_be_kept(line: str, message: str) -> None:
    problem = refused(line)
    assert problem.text.startswith(message)
    assert (problem.file, problem.line) == ("a.jsonl", 1)


def test_jsonl_takes_a_whole_character_written_as_two_halves() -> None:
    assert one('{"text": "\\ud842\\udfb7"}').raw == "𠮷"


def test_jsonl_names_the_byte_that_is_not_utf8() -> None:
    problem = refused(b'\n{"text": "\xff"}')
    assert problem.text.startswith("not UTF-8: byte 11 does not fit; name the file's encoding")
    assert problem.line == 2


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-be", "utf-32"])
def test_jsonl_reads_the_encoding_asked_for(encoding: str) -> None:
    data = '{"text": "上海\u0a0a"}\n{"text": "徐汇"}\n'.encode(encoding)
    records, problems = read(data, ReadOptions(encoding=encoding))
    assert [record.raw for record in records] == ["上海\u0a0a", "徐汇"]
    assert problems == []


def test_jsonl_says_where_a_wide_encoding_breaks_off() -> None:
    data = '{"text": "上海"}\n'.encode("utf-16-le") + b"\x00\xd8\x41\x00"
    records, (problem,) = read(data, ReadOptions(encoding="utf-16-le"))
    assert problem.text == "not UTF-16-LE from byte 30 on: the rest is unread"
    assert [record.raw for record in records] == ["上海"]


def test_jsonl_skips_a_line_that_is_too_long_and_goes_on() -> None:
    long = json.dumps({"text": "a" * 3_000_000})
    records, (problem,) = read(f'{long}\n{{"text": "b"}}\n', limit=1 << 20)
    assert (problem.line, problem.text) == (1, f"a line of {len(long) + 1} bytes is too long")
    assert [(record.raw, record.line) for record in records] == [("b", 2)]


def test_jsonl_reads_a_line_of_20_mb(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "' + b"a" * 20_000_000 + b'"}\n{"text": "b"}')
    with path.open("rb") as file:
        first, second = JSONL_IMPORTER.read(file, str(path), ReadOptions())
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (len(first.raw), second.raw) == (20_000_000, "b")


@pytest.mark.parametrize("data", [b"", b"\n\r\n"])
def test_jsonl_without_a_record_is_a_problem(data: bytes) -> None:
    assert refused(data).text == "is empty"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ('"x"', "x"),
        ("7", "7"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("1.50", "1.50"),
        ("1e2", "1e2"),
        ("null", ""),
        ('""', ""),
    ],
)
def test_jsonl_takes_ids_digit_for_digit(written: str, key: str) -> None:
    assert one(f'{{"id": {written}, "text": "a"}}').key == key


def test_jsonl_keeps_an_id_it_cannot_use() -> None:
    (record,), (problem,) = read({"id": [1], "text": "a"})
    assert (record.key, record.meta.extra) == ("", {"id": [1]})
    assert problem.text == '"id" is neither a string nor a number'


def test_jsonl_reads_the_fields_asked_for() -> None:
    options = ReadOptions(text_field="body", id_field="url")
    record = one({"body": "正文", "url": "http://x", "text": "else", "id": 5}, options)
    assert (record.raw, record.key) == ("正文", "http://x")
    assert record.meta.extra == {"text": "else", "id": 5}


def test_jsonl_keeps_every_other_field_as_metadata() -> None:
    fields: dict[str, object] = {
        "title": "题",
        "url": "http://x",
        "source": 5,
        "date": "2024-01-03 22:13:46",
        "author": "张三",
        "tags": ["a", "b"],
        "views": 10**30,
        "nested": {"a": [None, 0.5]},
    }
    assert one({"text": "a", **fields}).meta == Meta(
        title="题",
        url="http://x",
        published="2024-01-03T22:13:46",
        authors=("张三",),
        tags=("a", "b"),
        extra={name: fields[name] for name in ("source", "date", "author", "views", "nested")},
    )


@pytest.mark.parametrize("date", ["昨天", "2024/01/03", 20240103, ["2024-01-03"]])
def test_jsonl_does_not_take_for_a_date_what_is_none(date: object) -> None:
    meta = one({"text": "a", "date": date}).meta
    assert (meta.published, meta.extra) == (None, {"date": date})


def test_jsonl_prefers_the_plain_name_of_a_field() -> None:
    meta = one({"text": "a", "date": "2020", "published": "2021-05"}).meta
    assert (meta.published, meta.extra) == ("2021-05", {"date": "2020"})


@pytest.mark.parametrize(
    "spans",
    [
        {"entities": [{"start": 1, "end": 3, "label": "LOC"}]},
        {"spans": [{"start": 1, "end": 3, "label": "LOC", "token_start": 0, "text": "上海"}]},
        {"entities": [{"id": 1, "start_offset": 1, "end_offset": 3, "label": "LOC"}]},
        {"label": [[1, 3, "LOC"]]},
        {"spans": [[1, 3, "LOC"]]},
        {"entities": [[1, 3, "LOC"]]},
        {"labels": [[1, 3, "LOC"]], "spans": [{"start": 1, "end": 3, "label": "LOC"}]},
    ],
)
def test_jsonl_reads_spans_however_they_are_written(spans: dict[str, object]) -> None:
    record = one({"text": "𠮷上海", **spans})
    assert record.entities == (NamedEntity(1, 3, "LOC"),)
    assert record.meta.extra == {}


def test_jsonl_moves_spans_with_the_line_ends() -> None:
    text = "😀小米公司发布\r\n新品 👨‍👩‍👧 雷军"
    at = text.index("雷军")
    spans = [[at, at + 2, "PER"], [8, 10, "X"], [7, 8, "Y"]]
    record = one({"text": text, "label": spans})
    assert [(record.raw[e.start : e.end], e.label) for e in record.entities] == [
        ("\n", "Y"),
        ("\n新", "X"),
        ("雷军", "PER"),
    ]


@pytest.mark.parametrize(
    ("span", "message"),
    [
        ([0, 9, "X"], "a span outside the text of 2 characters"),
        ([-1, 1, "X"], "a span outside the text of 2 characters"),
        ([2, 1, "X"], "a span outside the text of 2 characters"),
        ([1, 1, "X"], "an empty span"),
        (["0", 1, "X"], "a span whose start and end are not whole numbers"),
        ([0.0, 1, "X"], "a span whose start and end are not whole numbers"),
        ([False, True, "X"], "a span whose start and end are not whole numbers"),
        ([0, 1, " "], "a span without a label"),
        ([0, 1, None], "a span without a label"),
        ([0, 1], "not a span"),
    ],
)
def test_jsonl_names_spans_that_do_not_fit_and_keeps_the_record(
    span: list[object], message: str
) -> None:
    (record,), (problem,) = read({"text": "上海", "label": [span, [0, 2, "LOC"]]})
    assert record.entities == (NamedEntity(0, 2, "LOC"),)
    assert problem.text == message
    assert all(json.dumps(part) in problem.value for part in span if part != " ")


def test_jsonl_refuses_a_span_whose_text_stands_elsewhere() -> None:
    item = {"start": 0, "end": 1, "label": "X", "text": "海"}
    (record,), (problem,) = read({"text": "上海", "spans": [item]})
    assert record.entities == ()
    assert problem.text == "a span whose text is not what stands there ('上')"


@pytest.mark.parametrize("value", ["positive", ["a", "b"], [], {"a": 1}, [{"name": "x"}]])
def test_jsonl_keeps_labels_that_are_no_spans_as_metadata(value: object) -> None:
    for name in ("label", "entities"):
        assert one({"text": "a", name: value}).meta.extra == {name: value}
