"""The record duizhao/1: exactly what is written, that it is true, and what is read back."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.document import Document
from annotator.formats import ReadOptions, Record, record_of
from annotator.formats.base import NamedEntity, Problem
from annotator.formats.jsonl import read_jsonl
from annotator.formats.record import BrokenRecord, checksum, record_line
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
from annotator.pipeline import propose
from annotator.rules import reason
from tests.exports import written as exported

GOLDEN = Path(__file__).parents[2] / "golden" / "record.jsonl"
RAW = "𠮷林徐匯區(qū)讯\n\n<b>正文</b>\u2028e\u0301。\n责任编辑:张三"


def sample() -> Document:
    label = Label(LabelId(7), "LOC", "地名", "#15803d", "6")
    article = Article(
        ArticleId(1),
        "a/1",
        RAW,
        checksum(RAW),
        Meta(title="题", authors=("甲", "乙"), extra={"views": 7, "url": 5, "deep": {"a": [None]}}),
        Status.FLAGGED,
        41.2,
    )
    gloss = Repair(5, 9, "", "pinyin_gloss", ("gone.rule",), 0.99, ("區", "qū"), annotator="李")
    return Document(
        article,
        (
            Repair(3, 5, "汇区", "script_variant", ("gone.rule", "other.rule"), 0.98),
            replace(gloss, verdict=Verdict.REJECTED, note="读音"),
            Repair(10, 11, "", "correction", origin=Origin.PERSON, annotator="李"),
        ),
        (
            Boilerplate(12, 15, "markup", ("gone.rule",), 0.9, verdict=Verdict.ACCEPTED),
            Boilerplate(26, 33, "editor_line", origin=Origin.MODEL, confidence=0.5),
        ),
        (
            Entity(SpanId(1), 0, 5, LabelId(7), annotator="李", note="吉林"),
            Entity(SpanId(2), 8, 14, LabelId(7), Origin.IMPORT, score=0.25),
            Entity(SpanId(3), 31, 33, LabelId(7)),
            Entity(SpanId(4), 31, 33, LabelId(7), Origin.MODEL, None, 0.9),
        ),
        {label.id: label},
        (Finding(9, 10, "lost_char", 0.9), Finding(15, 17, "masked_word", 0.8, ("**",))),
        (MetaPlace("authors", 31, 33),),
    )


def written(*documents: Document) -> bytes:
    out = exported("jsonl", documents)
    assert out.losses == []
    return out.main(".jsonl")


def read(data: bytes) -> tuple[list[Record], list[Problem]]:
    items = list(read_jsonl(io.BytesIO(data), "a.jsonl", ReadOptions()))
    return (
        [item for item in items if isinstance(item, Record)],
        [item for item in items if isinstance(item, Problem)],
    )


def changed(**fields: Any) -> dict[str, Any]:
    return {**record_of(sample()), **fields}


def test_record_is_written_as_the_golden_file_says() -> None:
    assert written(sample()) == GOLDEN.read_bytes()


def test_record_slices_say_what_stands_there() -> None:
    record: Any = json.loads(written(sample()))
    raw, clean = record["raw"], record["clean"]
    for span in record["repairs"]:
        assert raw[span["start"] : span["end"]] == span["before"]
    told = (*record["findings"], *record["meta_places"])
    for span in (*record["boilerplate"], *record["entities"], *told):
        assert raw[span["start"] : span["end"]] == span["text"]
    first, second, cut = record["entities"]
    for span in (first, second):
        assert clean[span["clean_start"] : span["clean_end"]] == span["clean_text"]
    assert first["clean_text"] == "𠮷林徐汇区"
    assert (cut["clean_start"], cut["clean_end"], cut["clean_text"]) == (None, None, None)


def test_record_leaves_out_suggestions_nobody_took() -> None:
    entities: Any = record_of(sample())["entities"]
    assert [entity["origin"] for entity in entities] == ["person", "import", "person"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_record_gives_reasons_in_the_language_asked_for(language: str) -> None:
    raw = "徐匯區(qū)高質(zhì)量建設(shè)"
    found = propose(raw).repairs
    article = replace(sample().article, raw=raw, sha256=checksum(raw))
    line = record_line(Document(article, found, (), (), {}), language)
    reasons = [span["reason"] for span in json.loads(line)["repairs"]]
    assert reasons == [reason(span, language) for span in found]
    assert all(reasons)


def test_record_gives_repairs_that_are_alike_each_its_own_words() -> None:
    raw = "徐匯區(qū)與區(qū)內"
    found = propose(raw).repairs
    came = (
        Repair(0, 1, "", "imported", origin=Origin.IMPORT),
        Repair(1, 2, "汇", "imported", origin=Origin.IMPORT),
        Repair(2, 3, "区", "imported", origin=Origin.IMPORT),
    )
    for repairs in (found, came):
        article = replace(sample().article, raw=raw, sha256=checksum(raw))
        spans: Any = record_of(Document(article, repairs, (), (), {}), "en")["repairs"]
        assert [(s["start"], s["end"], s["before"], s["after"]) for s in spans] == [
            (repair.start, repair.end, raw[repair.start : repair.end], repair.text)
            for repair in repairs
        ]
        assert [span["reason"] for span in spans] == [reason(one, "en") for one in repairs]
        assert [span["details"] for span in spans] == [list(one.details) for one in repairs]


def test_record_of_a_rule_this_version_does_not_know_has_no_reason() -> None:
    spans: Any = record_of(sample())["boilerplate"]
    assert (spans[0]["rules"], spans[0]["reason"]) == (["gone.rule"], "")


@pytest.mark.parametrize(
    "broken",
    [
        {"entities": (Entity(SpanId(1), 30, 99, LabelId(7)),)},
        {"boilerplate": (Boilerplate(3, 4, "markup"), Boilerplate(1, 2, "markup"))},
        {"article": replace(sample().article, sha256="0" * 64)},
    ],
)
def test_record_that_contradicts_itself_is_never_written(broken: dict[str, Any]) -> None:
    with pytest.raises((BrokenRecord, ValueError)):
        record_of(replace(sample(), **broken))


def test_own_record_reads_back_with_origins_and_verdicts() -> None:
    (record,), problems = read(written(sample()))
    document = sample()
    assert problems == []
    assert (record.key, record.raw, record.meta) == ("a/1", RAW, document.article.meta)
    assert (record.repairs, record.boilerplate) == (document.repairs, document.boilerplate)
    assert (record.status, record.seconds, record.line) == (Status.FLAGGED, 41.2, 1)
    assert record.entities == (
        NamedEntity(0, 5, "LOC", "吉林", "李", origin=Origin.PERSON),
        NamedEntity(8, 14, "LOC", score=0.25),
        NamedEntity(31, 33, "LOC", origin=Origin.PERSON),
    )


def test_own_record_reads_back_a_rejected_suggestion_and_when_it_was_changed() -> None:
    rejected = Entity(SpanId(5), 0, 2, LabelId(7), Origin.MODEL, Verdict.REJECTED, 0.8, "李")
    article = replace(sample().article, updated="2026-11-22T03:17:00Z")
    (record,), problems = read(written(replace(sample(), article=article, entities=(rejected,))))
    assert problems == []
    assert record.updated == "2026-11-22T03:17:00Z"
    assert record.entities == (
        NamedEntity(0, 2, "LOC", "", "李", 0.8, Origin.MODEL, Verdict.REJECTED),
    )


def test_own_record_keeps_fields_it_does_not_know() -> None:
    (record,), problems = read(json.dumps(changed(split="train")).encode())
    assert record.meta.extra == {"split": "train", **sample().article.meta.extra}
    assert problems == []


def test_own_record_moves_spans_with_its_line_ends() -> None:
    raw = "甲\r\n乙"
    cut = {"start": 3, "end": 4, "text": "乙", "type": "markup"}
    fields = changed(
        raw=raw,
        raw_sha256=checksum(raw),
        boilerplate=[cut],
        repairs=[],
        entities=[],
        findings=[],
        meta_places=[],
    )
    (record,), problems = read(json.dumps(fields).encode())
    assert (record.raw, problems) == ("甲\n乙", [])
    assert record.boilerplate == (Boilerplate(2, 3, "markup", origin=Origin.IMPORT),)


SPAN = {"start": 0, "end": 1, "type": "markup", "text": "𠮷"}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"raw_sha256": "0" * 64}, "raw is not the text that raw_sha256 was made of"),
        ({"status": "ready"}, "status is not one of todo, doing, done, flagged"),
        ({"seconds": -1}, "seconds is not a number from 0 on"),
        ({"meta": 5}, "meta is not an object"),
        ({"boilerplate": 5}, "boilerplate is not a list of objects"),
        ({"boilerplate": [5]}, "boilerplate is not a list of objects"),
        ({"boilerplate": [{**SPAN, "type": "noise"}]}, "a span whose type is none of breadcrumb"),
        ({"boilerplate": [{**SPAN, "text": "林"}]}, "a span whose text is not what stands there"),
        ({"boilerplate": [{**SPAN, "end": 99}]}, "a span outside the text of 33 characters"),
        ({"boilerplate": [{**SPAN, "end": 0}]}, "an empty span"),
        ({"boilerplate": [{**SPAN, "origin": "god"}]}, "origin is not one of rule, model"),
        ({"boilerplate": [{**SPAN, "verdict": "maybe"}]}, "verdict is not one of accepted"),
        ({"boilerplate": [{**SPAN, "rules": "r"}]}, "rules is not a list of strings"),
        ({"boilerplate": [{**SPAN, "note": 5}]}, "note is not a string"),
        ({"boilerplate": [{**SPAN, "confidence": "high"}]}, "confidence is not a number"),
        ({"repairs": [{"start": 0, "end": 1, "type": "spacing"}]}, "a repair without the text"),
        (
            {"repairs": [{"start": 1, "end": 1, "type": "spacing", "after": ""}]},
            "an empty span",
        ),
        (
            {"entities": [{"start": 0, "end": 1, "label": "LOC", "verdict": "maybe"}]},
            "verdict is not one of accepted",
        ),
    ],
)
def test_own_record_names_what_it_cannot_take_and_keeps_the_rest(
    fields: dict[str, Any], message: str
) -> None:
    (record,), (problem,) = read(json.dumps(changed(**fields)).encode())
    assert record.raw == RAW
    assert problem.text.startswith(message)


def test_own_record_with_other_offsets_comes_without_its_spans() -> None:
    (record,), (problem,) = read(json.dumps(changed(offsets="utf-16")).encode())
    assert problem.text == "offsets are not code points: the spans were left out"
    assert (record.repairs, record.boilerplate, record.entities) == ((), (), ())


@pytest.mark.parametrize("raw", [None, "", 5])
def test_own_record_without_raw_text_is_a_problem(raw: object) -> None:
    records, (problem,) = read(json.dumps(changed(raw=raw)).encode())
    assert (records, problem.text) == ([], "a record without raw text")


@pytest.mark.parametrize(
    ("value", "is_one", "told"), [(True, True, 0), (None, False, 0), (1, False, 1)]
)
def test_record_says_whether_it_was_a_pair(value: object, is_one: bool, told: int) -> None:
    (record,), problems = read(json.dumps(changed(pair=value)).encode())
    assert (record.pair, len(problems)) == (is_one, told)
