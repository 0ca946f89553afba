"""Which files are read, in which order, under which keys."""

import json
import os
from pathlib import Path

import pytest

from annotator.errors import InputError
from annotator.formats import Problem, ReadOptions, Record, read_paths


def put(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def keys(*paths: Path) -> list[str]:
    return [item.key for item in read_paths(paths) if isinstance(item, Record)]


def problems(*paths: Path) -> list[str]:
    return [str(item) for item in read_paths(paths) if isinstance(item, Problem)]


def test_read_paths_reads_a_folder_to_the_bottom_in_name_order(tmp_path: Path) -> None:
    put(tmp_path, b_dot_txt="b", a_dot_TXT="a", c__a2_dot_txt="c", d_dot_jsonl='{"text": "d"}')
    assert keys(tmp_path) == ["a", "b", "d-1", "a2"]
    assert keys(tmp_path) == keys(tmp_path)


def test_read_paths_passes_over_hidden_files_and_projects(tmp_path: Path) -> None:
    put(tmp_path, a_dot_txt="a", _dot_b_dot_txt="b", c_dot_duizhao="c", _dot_d__e_dot_txt="e")
    assert keys(tmp_path) == ["a"]
    assert problems(tmp_path) == []


def test_read_paths_names_files_of_other_kinds_once(tmp_path: Path) -> None:
    put(tmp_path, a_dot_txt="a", b_dot_pdf="b", c__d_dot_pdf="d", LICENSE="e")
    found = [p for p in read_paths([tmp_path]) if isinstance(p, Problem)]
    assert [problem.text for problem in found] == [
        "files of other kinds were not read: .pdf 2",
        "files without a suffix were not read: 1",
    ]
    assert str(tmp_path / "b.pdf") in found[0].value
    assert found[1].value == str(tmp_path / "LICENSE")


def test_read_paths_puts_the_folder_before_names_that_clash(tmp_path: Path) -> None:
    put(tmp_path, a__1_dot_txt="x", b__1_dot_txt="y", b__2_dot_txt="z", c__b__1_dot_txt="w")
    assert keys(tmp_path) == [f"{tmp_path.name}/a/1", f"{tmp_path.name}/b/1", "2", "c/b/1"]


def test_read_paths_keeps_the_suffix_where_only_that_differs(tmp_path: Path) -> None:
    put(tmp_path, a_dot_txt="x", a_dot_jsonl='{"text": "y"}')
    assert keys(tmp_path) == ["a.jsonl-1", "a.txt"]


def test_read_paths_reads_a_named_file_of_any_suffix_as_text(tmp_path: Path) -> None:
    put(tmp_path, a_dot_md="甲", b="乙")
    assert keys(tmp_path / "a.md", tmp_path / "b") == ["a", "b"]
    (tmp_path / "c.bin").write_bytes(b"\xff\xfe\x00")
    assert "not UTF-16: byte 2" in problems(tmp_path / "c.bin")[0]


def test_read_paths_reads_nothing_twice(tmp_path: Path) -> None:
    put(tmp_path, a__1_dot_txt="x")
    assert keys(tmp_path, tmp_path / "a", tmp_path / "a" / "1.txt") == ["1"]


def test_read_paths_does_not_follow_links_out_of_the_folder(tmp_path: Path) -> None:
    put(tmp_path, out__secret_dot_txt="s", in__a_dot_txt="a", in__b__c_dot_txt="c")
    inside = tmp_path / "in"
    (inside / "secret.txt").symlink_to(tmp_path / "out" / "secret.txt")
    (inside / "out").symlink_to(tmp_path / "out")
    (inside / "loop").symlink_to(inside)
    (inside / "again.txt").symlink_to(inside / "a.txt")
    (inside / "gone.txt").symlink_to(inside / "nothing.txt")
    (inside / "self.txt").symlink_to(inside / "self.txt")
    assert keys(inside) == ["a", "c"]
    (message,) = problems(inside)
    assert message == f"{inside}: links that lead nowhere or outside were not followed: 4"


@pytest.mark.parametrize("name", ["nothing", "nothing.txt"])
def test_read_paths_says_at_once_that_a_path_does_not_exist(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read_paths([tmp_path / name])


def test_read_paths_says_what_a_folder_without_articles_would_need(tmp_path: Path) -> None:
    put(tmp_path, a_dot_pdf="x")
    with pytest.raises(InputError, match="holds no articles") as caught:
        read_paths([tmp_path])
    assert ".txt, .jsonl, .ndjson" in caught.value.way_out


def test_read_paths_refuses_a_project_and_unknown_names(tmp_path: Path) -> None:
    put(tmp_path, a_dot_duizhao="x", a_dot_txt="a")
    with pytest.raises(InputError, match="is a project"):
        read_paths([tmp_path / "a.duizhao"])
    with pytest.raises(InputError, match="no format 'xml'") as caught:
        read_paths([tmp_path], format="xml")
    assert caught.value.way_out.startswith("Known are: text, jsonl, ")
    with pytest.raises(InputError, match="not a text encoding"):
        read_paths([tmp_path], ReadOptions(encoding="no-such"))


def test_read_paths_reads_a_forced_format(tmp_path: Path) -> None:
    put(tmp_path, a_dot_log='{"text": "a", "id": "x"}')
    (record,) = read_paths([tmp_path / "a.log"], format="jsonl")
    assert isinstance(record, Record)
    assert record.key == "x"


def lines(*records: tuple[object, str]) -> str:
    return "".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in records)


def test_read_paths_names_an_id_given_twice_in_one_file(tmp_path: Path) -> None:
    put(tmp_path, a_dot_jsonl=lines((1, "x"), (1, "x"), (1, "y"), (2, "z")))
    assert keys(tmp_path) == ["1", "1", "2"]
    (message,) = problems(tmp_path)
    assert message.endswith("a.jsonl:3: an id that another text of this file has already")


def test_read_paths_keeps_ids_apart_that_two_files_share(tmp_path: Path) -> None:
    put(tmp_path, a_dot_jsonl=lines((1, "x"), (2, "y")), b_dot_jsonl=lines((1, "z"), (2, "y")))
    assert keys(tmp_path) == ["1", "2", "b/1", "2"]
    assert problems(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="names are text on other systems")
def test_read_paths_spells_out_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    with open(path, "wb") as file:
        file.write(b"a")
    assert keys(tmp_path) == ["\\udcff"]


def test_read_paths_names_a_file_that_is_gone_and_reads_the_rest(tmp_path: Path) -> None:
    put(tmp_path, a_dot_txt="a", b_dot_txt="b")
    items = read_paths([tmp_path])
    (tmp_path / "a.txt").unlink()
    gone, record = items
    assert isinstance(gone, Problem)
    assert gone.text.startswith("cannot be read: ")
    assert isinstance(record, Record)
    assert record.key == "b"
