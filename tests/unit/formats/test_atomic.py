"""A file is the old one or the new one, whole."""

import os
from pathlib import Path
from typing import BinaryIO

import pytest

from annotator.errors import UserError
from annotator.formats import write_atomically


def test_write_atomically_returns_what_the_writer_returns(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert write_atomically(path, lambda file: file.write(b"new")) == 3
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a"]


def test_write_atomically_writes_what_is_larger_than_what_goes_to_the_disk_at_once(
    tmp_path: Path,
) -> None:
    path, pieces = tmp_path / "a", [bytes([number]) * 3_000_000 for number in range(9)]
    write_atomically(path, lambda file: file.writelines([*pieces, b"end"]))
    assert path.read_bytes() == b"".join(pieces) + b"end"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_write_atomically_leaves_the_old_file_when_the_writer_fails(
    tmp_path: Path, error: type[BaseException]
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def write(file: BinaryIO) -> None:
        file.write(b"half")
        raise error

    with pytest.raises(error):
        write_atomically(path, write)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_write_atomically_sweeps_what_a_killed_write_left(tmp_path: Path) -> None:
    stray, young = (tmp_path / f".a.{n}.duizhao-part" for n in (1, 2))
    other = tmp_path / ".b.1.duizhao-part"
    for path in (stray, young, other):
        path.write_bytes(b"")
    for path in (stray, other):
        os.utime(path, (0, 0))
    write_atomically(tmp_path / "a", lambda file: file.write(b"new"))
    assert sorted(os.listdir(tmp_path)) == [".a.2.duizhao-part", ".b.1.duizhao-part", "a"]


def test_write_atomically_writes_through_a_link_and_keeps_the_mode(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link = tmp_path / "link"
    link.symlink_to(target)
    write_atomically(link, lambda file: file.write(b"new"))
    assert link.is_symlink()
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"new", 0o640)


def test_write_atomically_never_replaces_a_device() -> None:
    write_atomically(Path(os.devnull), lambda file: file.write(b"new"))
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("name", ["", "no/such/folder/a"])
def test_write_atomically_says_what_is_in_the_way(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError) as caught:
        write_atomically(tmp_path / name, lambda file: file.write(b""))
    assert str(tmp_path) in str(caught.value)
    assert caught.value.way_out


def test_write_atomically_never_takes_the_place_of_a_project(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"SQLite format 3\0 and so on")
    with pytest.raises(UserError, match="is a project"):
        write_atomically(path, lambda file: file.write(b"new"))
    assert path.read_bytes().startswith(b"SQLite")
