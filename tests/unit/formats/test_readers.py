"""The programs and libraries our files are for read them, and find the same labels in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from annotator.document import Document
from annotator.formats.base import Coordinates, WriteOptions
from annotator.formats.hugging_face import FEATURES
from annotator.formats.label_studio import INTERFACE
from annotator.formats.spacy_bin import words_and_spaces
from annotator.formats.tokens import spans_of
from annotator.model import Boilerplate
from tests.exports import RAW, Range, document, labels_of, written

RAW_TEXT = "😀小米公司发布\n新品 👨‍👩‍👧 雷军 在𠮷林。\n责任编辑：张三"
ARTICLE = document(
    RAW_TEXT,
    [(1, 5, "ORG"), (1, 3, "PER"), (17, 19, "PER"), (21, 23, "LOC"), (4, 9, "LOC")],
    boilerplate=[Boilerplate(25, 32, "editor_line")],
)
FLAT = [(1, 3, "PER"), (4, 9, "LOC"), (17, 19, "PER"), (21, 23, "LOC")]
OPTIONS = [RAW, WriteOptions()]

pytestmark = pytest.mark.parametrize("options", OPTIONS, ids=lambda o: o.coordinates.value)


def text_of(one: Document, options: WriteOptions) -> str:
    clean = options.coordinates is Coordinates.CLEAN
    return one.composition.clean if clean else one.article.raw


def saved(files: Mapping[str, bytes], folder: Path) -> Path:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def test_spacy_reads_the_same_labels(options: WriteOptions, tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import DocBin

    saved(written("spacy", [ARTICLE], options).files, tmp_path)
    (doc,) = DocBin().from_disk(tmp_path / "all.spacy").get_docs(spacy.blank("zh").vocab)
    assert doc.text == text_of(ARTICLE, options)
    nested = [(s.start_char, s.end_char, s.label_) for s in doc.spans["sc"]]
    assert sorted(nested) == labels_of(ARTICLE)
    assert [(e.start_char, e.end_char, e.label_) for e in doc.ents] == FLAT


def test_spacy_would_make_the_same_tokens(options: WriteOptions) -> None:
    spacy = pytest.importorskip("spacy")
    make = spacy.blank("zh").make_doc
    for text in (RAW_TEXT, " 甲  乙 \n\n 丙", "\u3000甲 \t", "a b  c", " "):
        doc = make(text)
        tokens = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
        assert words_and_spaces(text) == tokens


def test_spacy_reads_the_tokens_of_a_task_for_prodigy(
    options: WriteOptions, tmp_path: Path
) -> None:
    """Prodigy itself is sold; this is what it does with a task, in the library it is built on."""
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import Doc

    task = json.loads(written("prodigy", [ARTICLE], options).main(".jsonl"))
    tokens = task["tokens"]
    words, spaces = [t["text"] for t in tokens], [t["ws"] for t in tokens]
    doc = Doc(spacy.blank("zh").vocab, words=words, spaces=spaces)
    assert doc.text == task["text"] == text_of(ARTICLE, options)
    spans = [(doc.char_span(s["start"], s["end"]), s) for s in task["spans"]]
    for span, said in spans:
        assert span is not None
        assert (span.text, span.start, span.end - 1) == (
            said["text"],
            said["token_start"],
            said["token_end"],
        )
    assert sorted((s["start"], s["end"], s["label"]) for _, s in spans) == labels_of(ARTICLE)


@pytest.mark.parametrize("format", ["huggingface", "huggingface_parquet"])
def test_datasets_reads_the_same_labels(options: WriteOptions, tmp_path: Path, format: str) -> None:
    datasets = pytest.importorskip("datasets")
    folder = saved(written(format, [ARTICLE], options).files, tmp_path)
    cache = str(tmp_path / "cache")
    if format == "huggingface":
        told = json.loads((folder / FEATURES).read_text("utf-8"))
        features = datasets.Features.from_dict(told)
        path = str(folder / "all.jsonl")
        rows = datasets.Dataset.from_json(path, features=features, cache_dir=cache)
    else:
        rows = datasets.Dataset.from_parquet(str(folder / "all.parquet"), cache_dir=cache)
    names = rows.features["ner_tags"].feature.names
    assert "".join(row["text"] for row in rows) == text_of(ARTICLE, options)
    found: list[Range] = []
    for row in rows:
        tags = [names[number] for number in row["ner_tags"]]
        places = [row["start"] + place for place in row["places"]]
        found += [(places[a], places[b - 1] + 1, label) for a, b, label in spans_of(tags)]
    assert found == FLAT


def test_label_studios_converter_reads_the_same_labels(
    options: WriteOptions, tmp_path: Path
) -> None:
    converter = pytest.importorskip("label_studio_sdk.converter")
    folder = saved(written("label_studio", [ARTICLE], options).files, tmp_path)
    made = converter.Converter(str(folder / INTERFACE), str(folder))
    made.convert_to_json_min(str(folder / "all.json"), str(folder / "out"), is_dir=False)
    (row,) = json.loads((folder / "out" / "result.json").read_text("utf-8"))
    assert row["text"] == text_of(ARTICLE, options)
    found = [(v["start"], v["end"], v["labels"][0], v["text"]) for v in row["label"]]
    assert sorted(found) == [(*r, row["text"][r[0] : r[1]]) for r in labels_of(ARTICLE)]


def test_cassis_reads_the_same_labels(options: WriteOptions, tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    data = written("uima", [ARTICLE], options).main(".json")
    cas = cassis.load_cas_from_json(data.decode())
    assert cas.sofa_string == text_of(ARTICLE, options)
    kind = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
    found = sorted((a.begin, a.end, a.value) for a in cas.select(kind))
    assert found == labels_of(ARTICLE)
    for annotation in cas.select(kind):
        assert annotation.get_covered_text() == cas.sofa_string[annotation.begin : annotation.end]


def test_a_browser_cuts_the_same_labels_out_of_doccanos(options: WriteOptions) -> None:
    """doccano shows labels in a browser, whose strings are UTF-16."""
    for format in ("doccano", "doccano_relations"):
        row = json.loads(written(format, [ARTICLE], options).main(".jsonl"))
        units = row["text"].encode("utf-16-le")
        held: list[Any] = row.get("label") or [
            (e["start_offset"], e["end_offset"], e["label"]) for e in row["entities"]
        ]
        found = [(units[2 * a : 2 * b].decode("utf-16-le"), label) for a, b, label in held]
        text = text_of(ARTICLE, options)
        assert sorted(found) == sorted((text[a:b], c) for a, b, c in labels_of(ARTICLE))


def test_python_cuts_the_same_labels_out_of_uies(options: WriteOptions) -> None:
    """UIE slices the text in Python."""
    row = json.loads(written("uie", [ARTICLE], options).main(".jsonl"))
    found = [(e["start_offset"], e["end_offset"], e["label"]) for e in row["entities"]]
    assert sorted(found) == labels_of(ARTICLE)
