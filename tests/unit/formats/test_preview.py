"""What files look like before they are imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import InputError
from annotator.formats import ReadOptions
from annotator.formats.preview import preview


def test_preview_shows_the_first_records_and_says_that_there_are_more(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(f'{{"text": "第{n}篇", "site": "a"}}' for n in range(50)), "utf-8")
    seen = preview([path], count=3)
    assert [record.raw for record in seen.records] == ["第0篇", "第1篇", "第2篇"]
    assert (seen.files, seen.more, seen.fields) == (1, True, ("text", "site"))


def test_preview_names_the_fields_where_the_text_is_in_another_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"content": "甲", "url": "u"}\n{"content": "乙", "votes": 3}\n', "utf-8")
    seen = preview([path])
    assert (seen.records, len(seen.problems)) == ((), 2)
    assert seen.fields == ("content", "url", "votes")
    assert [r.raw for r in preview([path], ReadOptions(text_field="content")).records] == [
        "甲",
        "乙",
    ]


def test_preview_of_a_table_names_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("编号,正文\n1,甲\n".encode("gb18030"))
    assert preview([path]).fields == ("编号", "正文")


def test_preview_of_a_file_full_of_faults_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("no json\n" * 10_000, "utf-8")
    seen = preview([path])
    assert (len(seen.problems), seen.more, seen.fields) == (50, True, ())


def test_preview_of_a_folder_counts_its_files(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(name, "utf-8")
    seen = preview([tmp_path], count=2)
    assert (seen.files, len(seen.records), seen.more, seen.fields) == (3, 2, True, ())


def test_preview_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        preview([tmp_path])


def test_preview_of_a_mixed_folder_names_the_fields_of_the_first_file_that_has_some(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.txt").write_text("甲", "utf-8")
    (tmp_path / "b.csv").write_text("编号,正文\n1,乙\n", "utf-8")
    seen = preview([tmp_path])
    assert (len(seen.records), len(seen.problems)) == (1, 1)
    assert seen.fields == ("编号", "正文")
