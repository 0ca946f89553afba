"""What comes in: the same by whichever process it is read, with its counts, and looked at once."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import incoming
from annotator.crews import crew_of
from annotator.drafting import first_line
from annotator.errors import NotAllowed
from annotator.formats.base import NamedEntity, Record
from annotator.incoming import BATCH_RECORDS, batches
from annotator.model import (
    Boilerplate,
    Origin,
    Proposals,
    Repair,
    Verdict,
)
from annotator.store.connection import Conflict
from annotator.text.compose import compose
from tests.strategies import boilerplate_of, hostile_texts, repairs_of
from tests.unit.test_recurring import records
from tests.workspaces import change, ids, new_workspace, rows

_BAD = (
    "{",
    json.dumps({"id": "3", "text": "别的。"}),
    json.dumps({"id": "x", "text": "甲", "label": [[0, 9, "LOC"]]}),
)


def articles(path: Path) -> Path:
    """A file of 300 articles with labels, and three lines with something wrong."""
    labels = [[0, 1, "LOC"], [1, 2, "NEW"]]
    lines = [
        json.dumps({"id": str(number), "text": f"第{number}号新闻。", "label": labels})
        for number in range(300)
    ]
    path.write_text("\n".join([*lines[:150], *_BAD, *lines[150:]]), encoding="utf-8")
    return path


def imported(folder: Path, source: Path) -> list[object]:
    """What a new project says of an import, and what it holds then."""
    folder.mkdir()
    with new_workspace(folder) as workspace:
        return [workspace.import_files([source], clean=False), *workspace.documents()]


def test_a_process_that_reads_ahead_reads_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = articles(tmp_path / "a.jsonl")
    monkeypatch.setattr(incoming, "cores", lambda: 2)
    here = imported(tmp_path / "here", source)
    monkeypatch.setattr(incoming, "_MUCH", 0)
    assert imported(tmp_path / "ahead", source) == here
    report = here[0]
    assert "added=301" in repr(report) and repr(report).count("Problem(") == len(_BAD)


def test_what_is_read_before_a_fault_is_a_batch() -> None:
    def read() -> object:
        yield from (Record(str(number), "甲") for number in range(BATCH_RECORDS + 1))
        raise OSError("gone")

    made = batches(read(), clean=False)  # type: ignore[arg-type]
    assert [len(next(made)), len(next(made))] == [BATCH_RECORDS, 1]
    with pytest.raises(OSError, match="gone"):
        next(made)


def test_articles_come_in_with_the_counts_that_the_list_shows(tmp_path: Path) -> None:
    record = Record(
        "a",
        "甲乙丙丁",
        repairs=(Repair(0, 1, "假", "other", origin=Origin.PERSON),),
        boilerplate=(
            Boilerplate(3, 4, "other", ("x",), origin=Origin.IMPORT, verdict=Verdict.REJECTED),
        ),
        entities=(
            NamedEntity(0, 1, "LOC"),
            NamedEntity(1, 2, "PER", annotator="乙", note="注", score=0.5),
            NamedEntity(2, 3, "PER", verdict=Verdict.REJECTED),
        ),
    )
    with new_workspace(tmp_path, record) as workspace:
        (row,) = workspace.rows(ids(workspace))
        assert (row.entities, row.judged, row.proposals) == (2, 1, 1)
        document = workspace.document(row.id)
        assert [(e.start, e.annotator, e.note, e.score) for e in document.entities] == [
            (0, None, "", None),
            (1, "乙", "注", 0.5),
            (2, None, "", None),
        ]
        ((text,), *_) = rows(workspace, "select text from entity order by start")
        assert text == "甲"
        assert workspace.take_back_import(workspace.imports()[0].id).articles == {row.id}
        for table in ("entity", "verdict", "repair", "article_text", "proposals"):
            assert rows(workspace, f"select * from {table}") == []


@pytest.mark.parametrize("count", [0, 1, 9, 10, 99, 100, 111, 234])
def test_rows_go_in_whatever_their_number_and_in_order(tmp_path: Path, count: int) -> None:
    with new_workspace(tmp_path) as workspace:
        connection = workspace._store._connection
        rows = [(f"k{number}", str(number)) for number in range(count)]
        connection.insert("setting", ("key", "value"), rows)
        sql = "select key, value from setting where key like 'k%' order by cast(value as integer)"
        assert connection.rows(sql) == rows
        with pytest.raises(Conflict):
            connection.insert("setting", ("key", "value"), [("new", "1"), ("new", "2")])


def test_labels_that_are_gone_leave_nothing_of_a_batch(tmp_path: Path) -> None:
    with new_workspace(tmp_path) as workspace:
        label = workspace.labels()[0]
        entities = tuple(NamedEntity(at, at + 1, label.name) for at in range(150))

        def read() -> object:
            yield Record("a", "甲" * 200, entities=entities)
            change(workspace, "delete from label where id = ?", label.id)

        with pytest.raises(NotAllowed):
            workspace.import_records(read(), clean=False)  # type: ignore[arg-type]
        assert ids(workspace) == []
        assert rows(workspace, "select * from entity") == []


def test_all_that_recurs_uncut_is_found_when_only_uncut_lines_are_looked_at(tmp_path: Path) -> None:
    with new_workspace(tmp_path) as workspace:
        made = [replace(record, key=f"{record.key}x") for record in records(40)]
        report = workspace.import_records(made)
        assert report.cleaned_again == len(made)
        with crew_of(workspace.upkeep.cleaner()[0]) as crew:
            assert workspace.upkeep.use_recurring(ids(workspace), None, crew) == 0
        # Articles without anything in common are not looked at a second time.
        own = [Record(f"own {n}", f"这是{chr(0x4E00 + 7 * n)}的文章。" * 9) for n in range(20)]
        assert workspace.import_records(own).cleaned_again == 0


@st.composite
def proposals(draw: st.DrawFn) -> tuple[str, Proposals]:
    raw = draw(hostile_texts(max_size=60))
    repairs = draw(st.lists(repairs_of(len(raw)), max_size=4))
    cuts = draw(st.lists(boilerplate_of(len(raw)), max_size=3)) if raw else []
    return raw, Proposals(
        tuple(sorted(repairs, key=lambda span: (span.start, span.end))),
        tuple(sorted(cuts, key=lambda span: (span.start, span.end))),
    )


@given(proposals())
def test_the_title_is_the_first_line_of_the_clean_text(case: tuple[str, Proposals]) -> None:
    raw, found = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("annotator.drafting._FIRST", 4)
        title = first_line(raw, found)
    clean = compose(raw, found.repairs, found.boilerplate).clean
    assert title == (clean or raw.strip()).split("\n", 1)[0][:80]
