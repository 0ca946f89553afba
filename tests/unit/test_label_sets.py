"""Label sets as files: out, in, and into a project in one step."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.commands import AddEntity, TakeLabels
from annotator.errors import InputError
from annotator.label_sets import read_label_set, write_label_set
from annotator.model import Label, LabelId
from tests.workspaces import ids, new_workspace, texts


def test_a_label_set_written_is_read_the_same(tmp_path: Path) -> None:
    with new_workspace(tmp_path) as workspace:
        path = tmp_path / "labels.json"
        write_label_set(path, workspace.labels())
        before = [(a.name, a.title, a.color, a.key, a.description) for a in workspace.labels()]
        read = read_label_set(path)
        assert [(a.name, a.title, a.color, a.key, a.description) for a in read] == before
        assert not workspace.run(TakeLabels(read))


def test_labels_of_doccano_are_read(tmp_path: Path) -> None:
    path = tmp_path / "label_config.json"
    rows = [
        {"id": 3, "text": "人物", "prefix_key": None, "suffix_key": "p",
         "background_color": "#FF0000", "text_color": "#ffffff"},
        {"id": 4, "text": "地点", "suffix_key": None, "background_color": "red"},
    ]  # fmt: skip
    path.write_text(json.dumps(rows), encoding="utf-8")
    first, second = read_label_set(path)
    assert (first.name, first.title, first.key, first.color) == ("人物", "人物", "p", "#ff0000")
    assert (second.name, second.key, second.color[0]) == ("地点", "", "#")


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "[1]", '[{"name": " "}]', '{"labels": {}}', "[" * 100_000,
     '[{"name": "a"}, {"name": "a"}]', '[{"name": 3}]'],
)  # fmt: skip
def test_what_is_no_label_set_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "labels.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        read_label_set(path)
    assert told.value.way_out


def test_taking_labels_keeps_entities_and_is_one_step(tmp_path: Path) -> None:
    with new_workspace(tmp_path, *texts("上海徐汇区")) as workspace:
        article, first = ids(workspace)[0], workspace.labels()[0]
        workspace.run(AddEntity(article, 0, 2, first.id))
        before = workspace.labels()
        taken = (
            Label(LabelId(0), first.name, "改名", "#112233", first.key),
            Label(LabelId(0), "NEW", "新", "#445566", first.key.upper()),
        )
        workspace.run(TakeLabels(taken))
        after = {label.name: label for label in workspace.labels()}
        assert (after[first.name].id, after[first.name].title) == (first.id, "改名")
        assert (after["NEW"].key, after["NEW"].position) == ("", len(before))
        assert workspace.document(article).entities[0].label == first.id
        workspace.undo()
        assert workspace.labels() == before
