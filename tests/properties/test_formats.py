"""What goes out comes back, byte for byte, whatever the text holds."""

from __future__ import annotations

import io
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotator.catalogue import BOILERPLATE_TYPES, FINDING_TYPES, REPAIR_TYPES
from annotator.document import Document
from annotator.formats.base import Problem, ReadOptions, Record
from annotator.formats.jsonl import read_jsonl
from annotator.formats.line_ends import fold_line_ends
from annotator.formats.lines import read_lines
from annotator.formats.meta import meta_from, meta_of_record, meta_record
from annotator.formats.record import checksum, record_line
from annotator.formats.strict_json import parse, to_json
from annotator.formats.text import read_text
from annotator.model import (
    Article,
    ArticleId,
    Boilerplate,
    Entity,
    Finding,
    Label,
    LabelId,
    Meta,
    MetaPlace,
    Origin,
    Repair,
    SpanId,
    Status,
    Verdict,
)
from tests.strategies import hostile_texts, spans_of

LABELS = {LabelId(n): Label(LabelId(n), name, name, "", "") for n, name in enumerate("甲乙")}
TEXTS = hostile_texts(12)
RAWS = hostile_texts().map(lambda text: fold_line_ends(text).text or "空")
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(["title", "url", "date", "authors", "extra", "editor"]) | TEXTS
METAS = st.builds(
    Meta,
    title=st.none() | TEXTS,
    published=st.none() | TEXTS,
    source=st.none() | TEXTS,
    authors=st.lists(TEXTS, max_size=2).map(tuple),
    editor=st.none() | TEXTS,
    url=st.none() | TEXTS,
    tags=st.lists(TEXTS, max_size=2).map(tuple),
    extra=st.dictionaries(NAMES, VALUES.filter(lambda value: value is not None), max_size=3),
)
GIVEN = {
    "origin": st.sampled_from(Origin),
    "verdict": st.sampled_from([None, *Verdict]),
    "annotator": st.none() | TEXTS,
    "note": TEXTS,
    "rules": st.lists(TEXTS, max_size=2).map(tuple),
    "details": st.lists(TEXTS, max_size=2).map(tuple),
    "confidence": st.floats(0, 1),
}


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document as a project may hold it, with any spans, notes and verdicts."""
    raw = draw(RAWS)
    ranges = st.lists(spans_of(len(raw)), max_size=3).map(sorted)
    full = ranges.map(lambda found: [(start, end) for start, end in found if start < end])
    kinds = st.sampled_from([info.id for info in REPAIR_TYPES])
    cuts = st.sampled_from([info.id for info in BOILERPLATE_TYPES])
    repairs = [
        Repair(start, end, draw(RAWS), draw(kinds), **{k: draw(v) for k, v in GIVEN.items()})
        for start, end in draw(ranges)
    ]
    boilerplate = [
        Boilerplate(start, end, draw(cuts), **{k: draw(v) for k, v in GIVEN.items()})
        for start, end in draw(full)
    ]
    entities = [
        Entity(
            SpanId(start),
            start,
            end,
            draw(st.sampled_from(list(LABELS))),
            draw(st.sampled_from(Origin)),
            draw(st.none() | st.sampled_from(Verdict)),
            score=draw(st.none() | st.floats(0, 1)),
            annotator=draw(st.none() | TEXTS),
            note=draw(TEXTS),
        )
        for start, end in draw(full)
    ]
    article = Article(
        ArticleId(0),
        draw(TEXTS.filter(bool)),
        raw,
        checksum(raw),
        draw(METAS),
        draw(st.sampled_from(Status)),
        draw(st.floats(0, 1e6)),
        draw(st.none() | TEXTS),
    )
    flaws = st.sampled_from([info.id for info in FINDING_TYPES])
    findings = [
        Finding(start, end, draw(flaws), draw(st.floats(0, 1)), draw(GIVEN["details"]))
        for start, end in draw(full)
    ]
    places = [MetaPlace("title", start, end) for start, end in draw(full)]
    return Document(
        article,
        tuple(repairs),
        tuple(boilerplate),
        tuple(entities),
        LABELS,
        tuple(findings),
        tuple(places),
    )


def read_back(data: bytes) -> Document:
    """The document that a record describes, as an import makes it."""
    (item,) = read_jsonl(io.BytesIO(data), "a", ReadOptions())
    assert isinstance(item, Record)
    ids = {label.name: number for number, label in LABELS.items()}
    entities = tuple(
        Entity(
            SpanId(named.start),
            named.start,
            named.end,
            ids[named.label],
            named.origin,
            named.verdict,
            score=named.score,
            annotator=named.annotator,
            note=named.note,
        )
        for named in item.entities
    )
    article = Article(
        ArticleId(0),
        item.key,
        item.raw,
        checksum(item.raw),
        item.meta,
        item.status,
        item.seconds,
        item.updated,
    )
    return Document(
        article, item.repairs, item.boilerplate, entities, LABELS, item.findings, item.places
    )


@given(documents())
def test_records_come_back_and_go_out_again_byte_for_byte(document: Document) -> None:
    first = record_line(document)
    again = read_back(first)
    assert record_line(again) == first
    assert (again.repairs, again.boilerplate) == (document.repairs, document.boilerplate)
    assert (again.findings, again.places) == (document.findings, document.places)
    assert again.article.meta == document.article.meta


@given(documents())
def test_records_are_one_line_and_every_slice_of_them_is_true(document: Document) -> None:
    data = record_line(document)
    assert data.count(b"\n") == 1
    record = json.loads(data)
    told = (*record["findings"], *record["meta_places"])
    for span in (*record["repairs"], *record["boilerplate"], *record["entities"], *told):
        there = record["raw"][span["start"] : span["end"]]
        assert there == span.get("before", span.get("text"))
    for span in record["entities"]:
        if span["clean_start"] is not None:
            there = record["clean"][span["clean_start"] : span["clean_end"]]
            assert there == span["clean_text"] != ""


@given(METAS)
def test_metadata_comes_back(meta: Meta) -> None:
    assert meta_of_record(meta_record(meta)) == meta


@given(st.dictionaries(NAMES, VALUES, max_size=5))
def test_metadata_of_any_object_loses_no_value(fields: dict[str, object]) -> None:
    meta = meta_from(fields)
    written = meta_record(meta)
    for name, value in fields.items():
        assert value in (meta.extra.get(name), written.get(name))


@given(hostile_texts(), st.data())
def test_folding_line_ends_moves_ranges_with_their_text(text: str, data: st.DataObject) -> None:
    folded = fold_line_ends(text)
    assert folded.text == text.replace("\r\n", "\n").replace("\r", "\n")
    start, end = data.draw(spans_of(len(text)))
    low, high = folded.moved(start, end)
    assert 0 <= low <= high <= len(folded.text)
    assert (low == high) == (start == end)
    halves = text[start - 1 : start + 1] == "\r\n" and start > 0, text[end - 1 : end + 1] == "\r\n"
    if start < end and not any(halves):
        assert folded.text[low:high] == fold_line_ends(text[start:end]).text


@given(st.lists(st.binary(max_size=6).map(lambda data: data.replace(b"\n", b"")), max_size=6))
def test_lines_are_those_that_line_feeds_part(parts: list[bytes]) -> None:
    data = b"\n".join(parts)
    lines = list(read_lines(io.BytesIO(data), limit=4))
    expected = data.split(b"\n") if data else []
    expected = expected[:-1] if expected and not expected[-1] else expected
    sizes = [len(part) + 1 for part in expected]
    if expected and len(expected[0]) <= 4:
        expected[0] = expected[0].removeprefix("\ufeff".encode())
    assert [line.data for line in lines] == [None if len(part) > 4 else part for part in expected]
    assert [line.offset for line in lines] == [sum(sizes[:n]) for n in range(len(expected))]


@given(VALUES)
def test_json_comes_back(value: object) -> None:
    assert parse(to_json(value)) == value
    assert parse(json.dumps(value)) == value


@given(st.binary(max_size=30), st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-7", "big5"]))
def test_any_bytes_are_a_record_or_a_problem(data: bytes, encoding: str) -> None:
    options = ReadOptions(encoding=encoding)
    items = [read_text(io.BytesIO(data), "a", options), *read_jsonl(io.BytesIO(data), "a", options)]
    for item in items:
        assert isinstance(item, Problem) or item.raw.encode()


@given(hostile_texts(), st.dictionaries(NAMES, VALUES, max_size=3), st.data())
def test_any_json_object_with_a_text_is_read_whole(
    text: str, fields: dict[str, object], data: st.DataObject
) -> None:
    spans = data.draw(st.lists(spans_of(len(text)), max_size=3))
    line = json.dumps({**fields, "text": text + "字", "label": [[*span, "甲"] for span in spans]})
    record = next(
        i
        for i in read_jsonl(io.BytesIO(line.encode()), "a", ReadOptions())
        if isinstance(i, Record)
    )
    assert record.raw == fold_line_ends(text + "字").text
    assert len(record.entities) <= len(spans)
    assert all(0 <= e.start < e.end <= len(record.raw) for e in record.entities)
    assert replace(record, entities=()).repairs == ()
