"""What is wrong in a file of another program is named by its line, and the rest is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import exporter, read_paths
from annotator.formats.base import Problem, Record
from tests.exports import document, formats, ranges, skipped, written

GOOD = document("在上海的公司。", [(1, 3, "LOC")], key="good")
ROW = Callable[[str, list[list[Any]]], dict[str, Any]]


def prodigy(text: str, spans: list[list[Any]]) -> dict[str, Any]:
    held = [dict(zip(("start", "end", "label"), span, strict=True)) for span in spans]
    return {"text": text, "spans": held, "answer": "accept"}


def doccano(text: str, spans: list[list[Any]]) -> dict[str, Any]:
    return {"text": text, "label": spans, "Comments": []}


def uie(text: str, spans: list[list[Any]]) -> dict[str, Any]:
    names = ("start_offset", "end_offset", "label")
    return {"text": text, "entities": [dict(zip(names, s, strict=True)) for s in spans]}


def label_studio(text: str, spans: list[list[Any]]) -> dict[str, Any]:
    regions = [{"value": {"start": a, "end": b, "labels": [label]}} for a, b, label in spans]
    return {"data": {"text": text}, "annotations": [{"result": regions}]}


def cluener(text: str, spans: list[list[Any]]) -> dict[str, Any]:
    label: dict[str, dict[str, list[list[Any]]]] = {}
    for start, end, name in spans:
        last = end - 1 if isinstance(end, int) else end
        surface = text[start:end] if isinstance(end, int) else ""
        label.setdefault(name, {}).setdefault(surface, []).append([start, last])
    return {"text": text, "label": label}


ROWS: dict[str, ROW] = {
    "prodigy": prodigy,
    "doccano": doccano,
    "uie": uie,
    "label_studio": label_studio,
    "cluener": cluener,
}
OTHER = {name: row("一二三", [[0, 1, "LOC"]]) for name, row in ROWS.items()}
UTF16 = ("doccano",)


def read(path: Path, format: str) -> tuple[list[Record], list[Problem]]:
    items = list(read_paths([path], format=format))
    return (
        [item for item in items if isinstance(item, Record)],
        [item for item in items if isinstance(item, Problem)],
    )


def lines_of(format: str, *rows: dict[str, Any] | str) -> str:
    """Rows as the format has them, the second of which begins on line 2."""
    texts = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    if format == "label_studio":
        return "[" + ",\n".join(texts) + "]"
    return "\n".join(texts) + "\n"


@pytest.mark.parametrize("format", ROWS)
@pytest.mark.parametrize(
    ("spans", "left", "message"),
    [
        ([[0, 99, "A"]], [], "a span outside the text of 5 characters"),
        ([[-1, 2, "A"]], [], "a span outside the text of 5 characters"),
        ([[2, 2, "A"]], [], "an empty span"),
        ([[0, 2, ""]], [], "a span without a label"),
        ([["0", "2", "A"]], [], "a span whose start and end are not whole numbers"),
        ([[0, 99, "A"], [0, 2, "B"]], [(0, 2, "B")], "a span outside the text of 5 characters"),
    ],
)
def test_a_span_that_is_none_is_named_by_its_line(
    tmp_path: Path,
    format: str,
    spans: list[list[Any]],
    left: list[tuple[int, int, str]],
    message: str,
) -> None:
    if format == "cluener" and isinstance(spans[0][1], str):
        message = "not a span"
    row = ROWS[format]
    good = row("甲乙丙丁戊", [[1, 3, "LOC"]])
    path = tmp_path / "a.json"
    bad = row("一二三四五", spans)
    path.write_text(lines_of(format, good, bad, good), encoding="utf-8")
    records, problems = read(path, format)
    assert [ranges(record) for record in records] == [[(1, 3, "LOC")], left, [(1, 3, "LOC")]]
    assert [(problem.line, problem.text) for problem in problems] == [(2, message)]


@pytest.mark.parametrize("format", ROWS)
@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"id": 1}, "a record without"),
        ("7", "not an object"),
        ('{"text": 5, "data": {"text": 5}}', "a record without a text in"),
    ],
)
def test_a_row_that_is_none_is_named_by_its_line(
    tmp_path: Path, format: str, bad: dict[str, Any] | str, message: str
) -> None:
    good = ROWS[format]("甲乙丙丁戊", [[1, 3, "LOC"]])
    path = tmp_path / "a.json"
    path.write_text(lines_of(format, good, bad, OTHER[format]), encoding="utf-8")
    records, problems = read(path, format)
    assert len(records) == 2
    assert problems[0].line == 2
    assert problems[0].text.startswith(message)


@pytest.mark.parametrize("format", ROWS)
def test_a_file_that_is_cut_short_gives_what_is_whole(tmp_path: Path, format: str) -> None:
    good = ROWS[format]("甲乙丙丁戊", [[1, 3, "LOC"]])
    path = tmp_path / "a.json"
    path.write_text(lines_of(format, good, OTHER[format], good)[:-20], encoding="utf-8")
    records, problems = read(path, format)
    assert len(records) == 2
    assert [problem.line for problem in problems] == [3]


@pytest.mark.parametrize("format", ROWS)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_another_encoding_is_found(tmp_path: Path, format: str, encoding: str) -> None:
    text = "上海的公司在人民路发布了新的产品，来的人不少。"
    path = tmp_path / "a.json"
    path.write_bytes(lines_of(format, ROWS[format](text, [[0, 2, "LOC"]])).encode(encoding))
    (record,), problems = read(path, format)
    assert (record.raw, ranges(record), problems) == (text, [(0, 2, "LOC")], [])


@pytest.mark.parametrize("format", ROWS)
def test_an_id_that_comes_twice_with_another_text_is_a_problem(tmp_path: Path, format: str) -> None:
    rows = [ROWS[format](text, [[0, 1, "A"]]) for text in ("甲乙", "丙丁", "戊己")]
    for row, id in zip(rows, ("1", "1", "2"), strict=True):
        (row["data"] if format == "label_studio" else row)["id"] = id
    path = tmp_path / "a.json"
    path.write_text(lines_of(format, *rows), encoding="utf-8")
    records, (problem,) = read(path, format)
    assert [record.raw for record in records] == ["甲乙", "戊己"]
    assert (problem.line, problem.value) == (2, "1")


@pytest.mark.parametrize("format", ROWS)
def test_line_ends_count_as_they_stand_in_the_file(tmp_path: Path, format: str) -> None:
    shift = 1 if format in UTF16 else 0
    row = ROWS[format]("😀甲\r\n乙丙\r丁", [[4 + shift, 8 + shift - 1, "A"]])
    path = tmp_path / "a.json"
    path.write_text(lines_of(format, row), encoding="utf-8")
    (record,), problems = read(path, format)
    assert (record.raw, problems) == ("😀甲\n乙丙\n丁", [])
    assert ranges(record) == [(3, 6, "A")]


def test_half_a_character_is_no_place_for_doccano(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(doccano("😀甲", [[1, 3, "A"], [0, 2, "B"]])), encoding="utf-8")
    (record,), (problem,) = read(path, "doccano")
    assert ranges(record) == [(0, 1, "B")]
    assert problem.text == "a span that begins or ends inside a character"


def test_a_refused_set_of_spans_is_no_verdict_on_each(tmp_path: Path) -> None:
    row = {**prodigy("甲乙丙", [[0, 1, "A"], [1, 2, "B"]]), "answer": "reject"}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    (record,), (problem,) = read(path, "prodigy")
    assert (record.entities, problem.line) == ((), 1)


@pytest.mark.parametrize(
    ("text", "raws", "problems"),
    [
        ("甲 B-A\n乙 I-A\n\n丙\n\n丁 O\n", ["甲乙", "丁"], [(4, "a line without a tag")]),
        (
            "甲 O\n乙 Q-A\n\n丙 O\n",
            ["甲乙", "丙"],
            [(2, "'Q-A' is no tag such as O, B-PER or I-PER")],
        ),
        ("", [], [(0, "is empty")]),
    ],
)
def test_columns_that_are_none_are_named_by_their_line(
    tmp_path: Path, text: str, raws: list[str], problems: list[tuple[int, str]]
) -> None:
    path = tmp_path / "a.bio"
    path.write_text(text, encoding="utf-8")
    records, found = read(path, "conll")
    assert [record.raw for record in records] == raws
    assert [(problem.line, problem.text) for problem in found] == problems


def test_columns_that_are_not_those_of_the_offsets_lose_labels_but_no_text(
    tmp_path: Path,
) -> None:
    one = document("甲在上海。\n乙在北京。", [(2, 4, "LOC"), (8, 10, "LOC")])
    files = written("bio", [one]).files
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    path = tmp_path / "all.bio"
    path.write_text(path.read_text("utf-8").replace("上 B-LOC\n", ""), encoding="utf-8")
    (record,), (problem,) = read(path, "conll")
    assert record.raw == one.article.raw
    assert ranges(record) == [(8, 10, "LOC")]
    assert problem.line == 1
    offsets = tmp_path / "all.bio.offsets.jsonl"
    offsets.write_text("nonsense\n" * 2, encoding="utf-8")
    assert [p.line for p in read(path, "conll")[1]] == [1, 6]


def test_tags_without_names_are_told(tmp_path: Path) -> None:
    rows = [
        {"tokens": ["甲", "乙"], "ner_tags": [1, 2]},
        {"tokens": ["甲", "乙"], "ner_tags": ["B-A"]},
        {"tokens": ["甲", "乙"], "ner_tags": ["B-A", "I-A"]},
        {"tokens": 5, "ner_tags": []},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    records, problems = read(path, "huggingface")
    assert [ranges(record) for record in records] == [[], [], [(0, 2, "A")]]
    assert [problem.line for problem in problems] == [1, 2, 4, 4]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T1\tLOC 0 99\t上海", "a span outside the text of 7 characters"),
        ("T1\tLOC 1 3\t北京", "a span whose text is not what stands there ('上海')"),
        ("T1\tLOC 1 x\t上海", "a label without a type and a range"),
        ("T1\tLOC 0 1;5 6\t在公", "a label of parts that stand apart: it was left out"),
        ("T0\tLOC 1 3\t上海", "an id that another label of this file has already"),
        ("#1\tAnnotatorNotes T9\tn", "a note on what is no label"),
        ("E1\tEvent:T0", "only labels and notes are read: this was left out"),
    ],
)
def test_lines_of_brat_that_cannot_be_taken_are_named(
    tmp_path: Path, line: str, message: str
) -> None:
    (tmp_path / "a.txt").write_text(GOOD.article.raw, encoding="utf-8")
    annotations = f"T0\tLOC 1 3\t上海\n{line}\nT3\tORG 4 6\t公司\n"
    (tmp_path / "a.ann").write_text(annotations, encoding="utf-8")
    (record,), (problem,) = read(tmp_path / "a.ann", "brat")
    assert (problem.line, problem.text) == (2, message)
    assert ranges(record) == [(1, 3, "LOC"), (4, 6, "ORG")]


def test_annotations_without_their_text_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text("", encoding="utf-8")
    records, (problem,) = read(tmp_path / "a.ann", "brat")
    assert records == []
    assert problem.file.endswith("a.txt")


@pytest.mark.parametrize("format", formats("spacy", "huggingface_parquet", "uima"))
@pytest.mark.parametrize("cut", [0, 10, -10])
def test_a_file_that_its_library_cannot_read_is_a_problem(
    tmp_path: Path, format: str, cut: int
) -> None:
    suffix = exporter(format).suffix
    data = written(format, [GOOD]).main(suffix)
    (tmp_path / f"a{suffix}").write_bytes(data[:cut])
    (tmp_path / f"b{suffix}").write_bytes(data)
    records, (problem,) = read(tmp_path, format)
    assert [ranges(record) for record in records] == [[(1, 3, "LOC")]]
    assert problem.file.endswith(f"a{suffix}")


@skipped("uima")
def test_annotations_of_uima_past_the_end_are_named(tmp_path: Path) -> None:
    data = written("uima", [GOOD]).main(".json").replace(b'"end": 3', b'"end": 99')
    (tmp_path / "a.json").write_bytes(data)
    records, (problem,) = read(tmp_path / "a.json", "uima")
    assert problem.text
    assert records == [] or records[0].entities == ()


@skipped("uima")
def test_half_a_character_is_no_place_for_uima(tmp_path: Path) -> None:
    data = written("uima", [document("😀甲乙", [(1, 2, "LOC"), (2, 3, "ORG")])]).main(".json")
    assert data.count(b'"begin": 2,') == 1
    (tmp_path / "a.json").write_bytes(data.replace(b'"begin": 2,', b'"begin": 1,'))
    (record,), (problem,) = read(tmp_path / "a.json", "uima")
    assert ranges(record) == [(2, 3, "ORG")]
    assert problem.text == "a span that begins or ends inside a character"


def test_what_is_no_line_edit_or_message_is_named_and_the_rest_read(tmp_path: Path) -> None:
    rows = [
        {"source": "甲乙丙", "edits": [{"start": 0, "end": 9, "kind": "repair"}]},
        {"source": "甲乙丙", "edits": [{"start": 0, "end": 1, "kind": "x", "before": "甲"}]},
        {"source": "甲乙丙", "target": "甲", "edits": []},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    records, problems = read(path, "edits")
    assert [record.raw for record in records] == ["甲乙丙"] * 3
    assert [problem.line for problem in problems] == [1, 2, 3]
    lines = {"lines": [{"text": "甲", "label": "nonsense"}, {"text": 5}, {"text": "乙"}]}
    path.write_text(json.dumps(lines), encoding="utf-8")
    (record,), problems = read(path, "lines")
    assert (record.raw, len(problems)) == ("甲\n乙", 3)
    said = {"messages": [{"role": "user", "content": "甲"}, {"role": 1}]}
    path.write_text(json.dumps(said), encoding="utf-8")
    records, problems = read(path, "messages")
    assert (records, len(problems)) == ([], 2)
