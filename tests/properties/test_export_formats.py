"""What goes out in a trainers' format comes back, but for what its losses name."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from annotator.catalogue import BOILERPLATE_TYPES, REPAIR_TYPES
from annotator.document import Document
from annotator.formats.base import Coordinates, WriteOptions
from annotator.formats.edits import applied, edits_of
from annotator.formats.line_ends import fold_line_ends
from annotator.formats.names import FileNames
from annotator.formats.tokens import BIO, BMES, is_token, marks_of, spans_of
from annotator.model import Boilerplate, Entity, LabelId, Meta, Origin, Repair, SpanId, Verdict
from tests.exports import (
    Written,
    document,
    document_of,
    formats,
    read_back,
    written,
)
from tests.strategies import hostile_texts
from tests.strategies import spans_of as any_spans

LABELS = ("ORG", "地名", "a b")
PLAIN = ("prodigy", "doccano", "doccano_relations", "label_studio", "cluener", "uie", "brat")
LIBRARIES = ("spacy", "uima", "huggingface_parquet")
COLUMNS = ("bio", "bmes", "huggingface", "huggingface_parquet")
GONE = ("overlap", "blank", "unaligned")
RAWS = hostile_texts(30).map(lambda text: fold_line_ends(text).text)
NAMES = st.sampled_from([None, "李", "王"])


@st.composite
def articles(draw: st.DrawFn) -> Document:
    """An article as it may be: any text, nested and refused labels, suggestions, notes."""
    raw = draw(RAWS)
    places = draw(st.lists(any_spans(len(raw)), max_size=5))
    entities = [
        Entity(
            SpanId(number),
            start,
            end,
            LabelId(draw(st.integers(1, len(LABELS)))),
            draw(st.sampled_from(Origin)),
            draw(st.sampled_from([None, *Verdict])),
            draw(st.none() | st.floats(0, 1)),
            draw(NAMES),
            draw(st.sampled_from(["", "注\n意 🙂"])),
        )
        for number, (start, end) in enumerate(places)
        if start < end
    ]
    cuts = [
        Boilerplate(start, end, draw(st.sampled_from([i.id for i in BOILERPLATE_TYPES])))
        for start, end in draw(st.lists(any_spans(len(raw)), max_size=2))
        if start < end
    ]
    repairs = [
        Repair(
            start, end, draw(hostile_texts(3)), draw(st.sampled_from([i.id for i in REPAIR_TYPES]))
        )
        for start, end in draw(st.lists(any_spans(len(raw)), max_size=2))
    ]
    repairs = [r for r in repairs if "\r" not in r.text and (r.text or r.start < r.end)]
    meta = Meta(
        title=draw(st.none() | hostile_texts(4)), extra=draw(st.sampled_from([{}, {"n": 7}]))
    )
    key = draw(st.sampled_from(["a", "新闻/1", "x y", "."]))
    return document(
        raw, entities, key=key, labels=LABELS, repairs=repairs, boilerplate=cuts, meta=meta
    )


def labels_left(
    one: Document, out: Written, coordinates: Coordinates
) -> list[tuple[int, int, str]]:
    """The labels that must come back: those that were accepted, without those that losses name."""
    taken = []
    for e in one.entities:
        if e.verdict is not Verdict.ACCEPTED:
            continue
        place = (e.start, e.end)
        shown = one.composition.to_clean(*place) if coordinates is Coordinates.CLEAN else place
        if shown is not None:
            taken.append((*shown, one.labels[e.label].name))
    gone = {(row["start"], row["end"], row["label"]) for row in out.losses if row["loss"] in GONE}
    return sorted(set(taken) - gone)


def is_nothing(one: Document, coordinates: Coordinates) -> bool:
    """Whether no text that a reader takes is left of an article."""
    clean = coordinates is Coordinates.CLEAN
    return not any(map(is_token, one.composition.clean if clean else one.article.raw))


def there_and_back(format: str, one: Document, options: WriteOptions) -> None:
    out = written(format, [one], options)
    if any(row["loss"] == "empty" for row in out.losses):
        assert is_nothing(one, options.coordinates)
        return
    with tempfile.TemporaryDirectory() as folder:
        records, problems = read_back(format, out.files, Path(folder))
    assert [str(problem) for problem in problems] == []
    (record,) = records
    clean = options.coordinates is Coordinates.CLEAN
    assert record.raw == (one.composition.clean if clean else one.article.raw)
    losses = {row["loss"] for row in out.losses}
    if not losses & {"edges", "renamed"}:
        expected = labels_left(one, out, options.coordinates)
        refused = {(e.start, e.end, e.label) for e in record.entities if e.verdict is None}
        taken = {
            (e.start, e.end, e.label) for e in record.entities if e.verdict is Verdict.ACCEPTED
        }
        assert (sorted(taken), refused) == (expected, set())
    names = [name.replace(" ", "_") if "renamed" in losses else name for name in LABELS]
    again = written(format, [document_of(record, dict.fromkeys([*names, *LABELS]))], options)
    assert {n: d for n, d in again.files.items() if "features" not in n and ".conf" not in n} == {
        n: d for n, d in out.files.items() if "features" not in n and ".conf" not in n
    } or "renamed" in losses


@pytest.mark.parametrize("format", formats(*PLAIN, *COLUMNS[:3]))
@pytest.mark.parametrize("coordinates", Coordinates)
@settings(max_examples=30)
@given(one=articles())
def test_articles_come_back_and_go_out_again_byte_for_byte(
    format: str, coordinates: Coordinates, one: Document
) -> None:
    there_and_back(format, one, WriteOptions(coordinates, labels=LABELS))


@pytest.mark.parametrize("format", formats(*LIBRARIES))
@settings(max_examples=20)
@given(one=articles())
def test_so_do_those_of_formats_that_libraries_write(format: str, one: Document) -> None:
    there_and_back(format, one, WriteOptions(Coordinates.RAW, labels=LABELS))


@pytest.mark.parametrize("format", ["messages", "lines", "edits"])
@settings(max_examples=30)
@given(one=articles())
def test_what_cleaning_did_comes_back_byte_for_byte(format: str, one: Document) -> None:
    assume(one.article.raw.strip())
    out = written(format, [one])
    with tempfile.TemporaryDirectory() as folder:
        (record,), problems = read_back(format, out.files, Path(folder))
    assert [str(problem) for problem in problems] == []
    assert record.raw == one.article.raw
    if format == "messages":
        assert record.clean == one.composition.clean
    else:
        assert written(format, [document_of(record, LABELS)]).files == out.files


@given(articles())
def test_edits_make_the_clean_text_of_raw(one: Document) -> None:
    edits = edits_of(one)
    assert applied(one.article.raw, edits) == one.composition.clean
    assert all(a.end <= b.start for a, b in pairwise(edits))


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["", "X", "Y"])), max_size=8))
def test_tags_say_their_spans_in_every_scheme(runs: list[tuple[int, str]]) -> None:
    for scheme in (BIO, BMES):
        tags: list[str] = []
        meant: list[tuple[int, int, str]] = []
        for length, label in runs:
            if label:
                meant.append((len(tags), len(tags) + length, label))
            tags += marks_of(scheme, length, label) if label else ["O"] * length
        assert spans_of(tags) == meant


@given(st.lists(hostile_texts(5), max_size=6, unique=True))
def test_file_names_are_different_and_stay_themselves(ids: list[str]) -> None:
    names = FileNames()
    given_names = [names.name(id) for id in ids]
    assert len({name.casefold() for name in given_names}) == len(ids)
    again = FileNames()
    assert [again.name(name) for name in given_names] == given_names
