"""The five seeds, labelled, go out in every format and come back the same but for the losses."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.document import Document
from annotator.exporting import ExportOptions, ExportReport, export_file
from annotator.formats import EXPORTERS
from annotator.formats.base import Coordinates
from annotator.workspace import Workspace
from tests.exports import IMPORTER_OF, Range, formats, labels_of
from tests.workspaces import new_workspace

# Made for these tests, on purpose with labels inside and across each other.
PATTERNS = (
    ("DATE", re.compile("[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}年")),
    ("LOC", re.compile("上海市?|虹桥|徐[汇匯]|中国|新加坡")),
    ("FAC", re.compile("虹桥(万通中心|商务区|国际开放枢纽)|.{2}科技园|.{2}产业园")),
    ("QTY", re.compile("[0-9.]+(平米|个|%|亿元?|万)")),
    ("DOC", re.compile("《[^》\n]+》")),
)
CLEANING = ("jsonl", "messages", "lines", "edits")
FORMATS = [each.id for each in EXPORTERS]
GONE = ("overlap", "blank", "unaligned", "cut")


@pytest.fixture(scope="module")
def labelled_seeds(
    ready_project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """The project of the seeds with hundreds of labels, through a file as a person would."""
    folder = tmp_path_factory.mktemp("labelled")
    shutil.copy(ready_project, folder / "plain.duizhao")
    with Workspace.open(folder / "plain.duizhao") as plain:
        export_file(plain, folder / "plain.jsonl", ExportOptions())
    rows = [json.loads(line) for line in lines_of(folder / "plain.jsonl")]
    for row in rows:
        row["entities"] = [
            {"start": m.start(), "end": m.end(), "label": name, "verdict": "accepted"}
            for name, pattern in PATTERNS
            for m in pattern.finditer(row["raw"])
        ]
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "labelled.jsonl").write_text(text, encoding="utf-8")
    with new_workspace(folder) as workspace:
        report = workspace.import_files([folder / "labelled.jsonl"], clean=False)
        assert (report.added, report.problems) == (5, ())
        yield workspace


def lines_of(path: Path) -> list[str]:
    return path.read_text("utf-8").rstrip("\n").split("\n")


def documents(workspace: Workspace) -> list[Document]:
    return list(workspace.documents())


def shown(one: Document) -> list[Range]:
    """The labels on the clean text."""
    found = []
    for entity in one.entities:
        place = one.composition.to_clean(entity.start, entity.end)
        if place is not None:
            found.append((*place, one.labels[entity.label].name))
    return sorted(set(found))


def lost(path: Path) -> set[tuple[str, int, int, str]]:
    if not path.exists():
        return set()
    rows = [json.loads(line) for line in lines_of(path)]
    return {(r["id"], r["start"], r["end"], r["label"]) for r in rows if r["loss"] in GONE}


def exported(
    workspace: Workspace, format: str, coordinates: Coordinates, folder: Path
) -> tuple[Path, ExportReport, set[tuple[str, int, int, str]]]:
    exporter = next(each for each in EXPORTERS if each.id == format)
    path = folder / ("out" if exporter.folder else f"out{exporter.suffix}")
    report = export_file(workspace, path, ExportOptions(format, coordinates=coordinates))
    listed = path / "duizhao.losses.jsonl" if exporter.folder else folder / "out.losses.jsonl"
    return path, report, lost(listed)


@pytest.mark.parametrize("coordinates", Coordinates)
@pytest.mark.parametrize("format", formats(*(id for id in FORMATS if id not in CLEANING)))
def test_seeds_come_back_with_their_labels(
    labelled_seeds: Workspace, format: str, coordinates: Coordinates, tmp_path: Path
) -> None:
    path, report, gone = exported(labelled_seeds, format, coordinates, tmp_path)
    assert report.written == 5
    asked = IMPORTER_OF.get(format, format)
    with new_workspace(tmp_path) as fresh:
        read = fresh.import_files([path], format=asked, clean=False)
        assert (read.added, [str(problem) for problem in read.problems]) == (5, [])
        back = {one.article.key: one for one in documents(fresh)}
    for one in documents(labelled_seeds):
        clean = coordinates is Coordinates.CLEAN
        again = back[one.article.key]
        assert again.article.raw == (one.composition.clean if clean else one.article.raw)
        there = shown(one) if clean else labels_of(one)
        assert len(there) > 2
        key = one.article.key
        assert labels_of(again) == [r for r in sorted(set(there)) if (key, *r) not in gone]


@pytest.mark.parametrize("format", formats(*FORMATS))
def test_what_seeds_come_out_as_is_recognised(
    labelled_seeds: Workspace, format: str, tmp_path: Path
) -> None:
    """Nobody has to say what a file is that was written here."""
    path, _, _ = exported(labelled_seeds, format, Coordinates.CLEAN, tmp_path)
    with new_workspace(tmp_path) as fresh:
        read = fresh.import_files([path], clean=False)
        assert (read.added, [str(problem) for problem in read.problems]) == (5, [])
        if format not in CLEANING:
            assert all(one.entities for one in documents(fresh))


@pytest.mark.parametrize("format", CLEANING)
def test_what_was_cleaned_comes_back(
    labelled_seeds: Workspace, format: str, tmp_path: Path
) -> None:
    path, report, gone = exported(labelled_seeds, format, Coordinates.CLEAN, tmp_path)
    assert (report.written, gone) == (5, set())
    with new_workspace(tmp_path) as fresh:
        read = fresh.import_files([path], clean=False)
        assert read.added == 5
        back = {one.article.key: one for one in documents(fresh)}
        if format in ("edits", "jsonl"):
            export_file(fresh, tmp_path / "again.jsonl", ExportOptions(format))
            assert (tmp_path / "again.jsonl").read_bytes() == path.read_bytes()
    for one in documents(labelled_seeds):
        again = back[one.article.key]
        assert again.article.raw == one.article.raw
        if format != "lines":
            assert again.composition.clean == one.composition.clean


def test_a_recognizer_is_trained_on_exported_seeds(
    labelled_seeds: Workspace, tmp_path: Path
) -> None:
    spacy = pytest.importorskip("spacy")
    from spacy.training import Corpus

    path, _, _ = exported(labelled_seeds, "spacy", Coordinates.CLEAN, tmp_path)
    nlp = spacy.blank("zh")
    nlp.add_pipe("ner")
    examples = list(Corpus(path, max_length=0)(nlp))
    assert len(examples) == 5
    assert all(example.reference.text == example.predicted.text for example in examples)
    spacy.util.fix_random_seed(0)
    nlp.initialize(lambda: examples)
    losses = [nlp.update(examples, losses={})["ner"] for _ in range(20)]
    assert losses[-1] < losses[0] / 2
