"""The smallest file of each format as its own program writes it, and what an import takes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats import importer_of, read_paths
from annotator.formats.base import Problem, Record
from annotator.model import Origin, Status, Verdict
from tests.exports import document, entity, formats, ranges, written

SAMPLES = Path(__file__).parents[2] / "cases" / "formats"
GOLDEN = Path(__file__).parents[2] / "golden" / "formats"
TEXT = "阿里巴巴集团在杭州发布新品。"
BOTH = [(0, 6, "ORG"), (7, 9, "LOC")]


def read(name: str, format: str | None = None) -> tuple[Record, list[Problem]]:
    items = list(read_paths([SAMPLES / name], format=format))
    (record,) = (item for item in items if isinstance(item, Record))
    return record, [item for item in items if isinstance(item, Problem)]


@pytest.mark.parametrize(
    ("name", "format", "shift"),
    [
        ("prodigy.jsonl", "prodigy", 0),
        ("doccano.jsonl", "doccano", 1),
        ("label_studio_min.json", "label_studio", 1),
        ("columns.bio", "conll", 0),
        ("columns.bmes", "conll", 0),
        ("huggingface/train.jsonl", "huggingface", 0),
        ("uima.json", "uima", 1),
        ("list.json", "json", 0),
    ],
)
def test_a_sample_is_recognised_and_read_whole(name: str, format: str, shift: int) -> None:
    assert importer_of(SAMPLES / name).id == format
    record, problems = read(name)
    assert problems == []
    assert record.raw.removeprefix("😀") == TEXT
    assert ranges(record) == [(a + shift, b + shift, label) for a, b, label in BOTH]
    assert all(e.verdict is Verdict.ACCEPTED for e in record.entities)


def test_cluener_ends_are_inclusive() -> None:
    record, problems = read("cluener.json")
    assert problems == []
    assert ranges(record) == [(0, 6, "company"), (7, 9, "address")]


def test_uie_counts_code_points_where_doccano_counts_utf_16() -> None:
    record, problems = read("uie.jsonl", "uie")
    assert problems == []
    assert ranges(record) == [(1, 7, "ORG"), (8, 10, "LOC")]
    assert ranges(read("uie.jsonl", "doccano")[0]) != ranges(record)


def test_relations_of_doccano_are_named_as_left_out() -> None:
    record, (problem,) = read("doccano_relations.jsonl")
    assert (problem.line, problem.text) == (1, "relations were left out: articles have none")
    assert ranges(record) == BOTH


def test_predictions_of_label_studio_are_suggestions() -> None:
    record, (problem,) = read("label_studio.json")
    assert problem.text == "a region that is not one label on a text was left out"
    taken, suggested = record.entities
    assert (taken.label, taken.verdict, taken.annotator) == (
        "ORG",
        Verdict.ACCEPTED,
        "a@example.com",
    )
    assert (suggested.origin, suggested.verdict, suggested.score) == (Origin.MODEL, None, 0.9)
    assert record.seconds == 4.2


def test_brat_is_read_with_its_text_and_notes_once() -> None:
    items = list(read_paths([SAMPLES / "brat"]))
    (record,) = (item for item in items if isinstance(item, Record))
    (problem,) = (item for item in items if isinstance(item, Problem))
    assert (problem.line, record.key, record.raw) == (3, "a", TEXT + "\n")
    assert ranges(record) == BOTH
    assert [e.note for e in record.entities] == ["", "省会"]


def test_what_other_cleaners_did_is_to_be_reviewed() -> None:
    pair, _ = read("messages.jsonl")
    assert (pair.raw, pair.clean) == (f"{TEXT}广告", TEXT)
    lines, _ = read("lines.jsonl")
    (cut,) = lines.boilerplate
    assert (cut.start, cut.end, cut.type, cut.origin) == (15, 17, "contact_ad", Origin.IMPORT)
    edits, problems = read("edits.jsonl")
    assert (edits.boilerplate[0].start, problems) == (14, [])


ARTICLES = [
    document(
        "😀小米公司发布\n新品 👨‍👩‍👧 雷军 在𠮷林。",
        [
            entity(1, 5, 1, annotator="李", note="一家\n公司"),
            entity(1, 3, 3),
            entity(17, 19, 3, Origin.MODEL, score=0.5),
            entity(21, 23, 2, Origin.MODEL, Verdict.REJECTED, score=0.25),
            entity(21, 23, 2, Origin.MODEL, None, score=0.75),
        ],
        key="新闻/1",
    ),
    document("广告：请拨打电话\n正文在上海。", [entity(12, 14, 2)], key="2", status=Status.FLAGGED),
]
FORMATS = [
    *("prodigy", "doccano", "doccano_relations", "label_studio", "bio", "bmes", "cluener", "uie"),
    *("huggingface", "brat", "uima", "messages", "lines", "edits"),
]


@pytest.mark.parametrize("format", formats(*FORMATS))
def test_an_export_is_what_the_golden_files_say(format: str) -> None:
    found = written(format, ARTICLES)
    golden = {
        path.relative_to(GOLDEN / format).as_posix(): path.read_bytes()
        for path in (GOLDEN / format).rglob("*")
        if path.is_file()
    }
    assert found.files == golden


@pytest.mark.parametrize("format", formats(*FORMATS))
def test_no_suggestion_is_ever_in_an_export(format: str) -> None:
    held = b"".join(written(format, ARTICLES).files.values())
    assert b"0.75" not in held
