"""`clean` on long inputs: stopped, killed and resumed, and what it remembers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import IO, Any

import pytest

from annotator.formats.keys import KeyTable
from annotator.parallel import in_order
from main import main

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="sends signals")


def start(*arguments: str | Path, stdin: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, ROOT / "main.py", "clean", *arguments],
        stdin=stdin,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def source_of(folder: Path, count: int = 2000) -> Path:
    """Records with everything that makes counting hard: bad lines, repeats, and clashing ids."""
    path = folder / "a.jsonl"
    lines = []
    for n in range(count):
        lines.append(
            json.dumps({"id": n, "text": f"第{n}篇正文。\n责任编辑:张三", "label": [[0, 99, "X"]]})
        )
        lines += ["no json", "{}", lines[-1], ""][n % 7 : n % 7 + 1]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def stopped_run(source: Path, out: Path, how: signal.Signals, *options: str) -> bytes:
    """Start a run and stop it once something is written; what it said."""
    process = start(source, "-o", out, *options)
    part = out.with_name(f"{out.name}.part")
    while not (part.exists() and part.stat().st_size) and process.poll() is None:
        time.sleep(0.01)
    if how is signal.SIGKILL:
        process.kill()
    else:
        os.killpg(process.pid, how)
    _, said = process.communicate(timeout=60)
    return said


def lines_of(path: Path) -> list[dict[str, Any]]:
    data = path.read_bytes()
    assert not data or data.endswith(b"\n")
    return [json.loads(line) for line in data.splitlines()]


@POSIX
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_clean_resumed_writes_what_one_run_writes(tmp_path: Path, how: signal.Signals) -> None:
    source, out, whole = source_of(tmp_path, 4000), tmp_path / "out.jsonl", tmp_path / "whole.jsonl"
    assert main(["clean", str(source), "-o", str(whole)]) == 1
    said = stopped_run(source, out, how).decode()
    part = tmp_path / "out.jsonl.part"
    assert not out.exists()
    if how is signal.SIGINT:
        done = len(lines_of(part))
        # The stop may come in the middle of a line that is being told.
        assert f"{done} records were done and are in {part}; " in said
        assert said.endswith("--resume goes on\nStopped.\n")
        assert 0 < done < 4000
    assert main(["clean", str(source), "-o", str(out), "--resume"]) == 1
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(os.listdir(tmp_path)) == ["a.jsonl", "out.jsonl", "whole.jsonl"]


@POSIX
def test_clean_interrupted_before_anything_leaves_nothing(tmp_path: Path) -> None:
    source, out = tmp_path / "a.jsonl", tmp_path / "out.jsonl"
    os.mkfifo(source)
    process = start(source, "-o", out)
    with source.open("wb"):
        while not (tmp_path / "out.jsonl.part").exists():
            time.sleep(0.01)
        time.sleep(0.2)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, b"Stopped.\n")
    assert os.listdir(tmp_path) == ["a.jsonl"]


@POSIX
def test_clean_resumes_the_same_run_only(tmp_path: Path, capsys: Any) -> None:
    source, out = source_of(tmp_path), tmp_path / "out.jsonl"
    stopped_run(source, out, signal.SIGINT, "--jobs", "1")
    part = tmp_path / "out.jsonl.part"
    held = part.read_bytes()
    command = ["clean", str(source), "-o", str(out)]
    profile = tmp_path / "p.toml"
    profile.write_text('script = "none"', encoding="utf-8")
    for other in ([], ["--resume", "--language", "en"], ["--resume", "--profile", str(profile)]):
        assert main([*command, *other]) == 2
        assert str(part) in capsys.readouterr().err
    os.utime(source, (1, 1))
    assert main([*command, "--resume"]) == 2
    assert "was written from other files" in capsys.readouterr().err
    assert part.read_bytes() == held
    assert main(["clean", str(source), "--resume"]) == 2
    assert "Only a run into a file can be resumed." in capsys.readouterr().err


@POSIX
def test_clean_resumes_standard_input_that_is_the_same_again(tmp_path: Path) -> None:
    source, out, whole = source_of(tmp_path, 2000), tmp_path / "out.jsonl", tmp_path / "whole.jsonl"
    assert main(["clean", str(source), "-o", str(whole)]) == 1
    other = tmp_path / "b.jsonl"
    other.write_text('{"id": "b", "text": "别的。"}\n', encoding="utf-8")
    part = tmp_path / "out.jsonl.part"
    with source.open("rb") as file:
        process = start("-", "-o", out, "--jobs", "1", stdin=file)
        while not (part.exists() and part.stat().st_size):
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=60)
    for given, code in ((other, 2), (source, 1)):
        with given.open("rb") as file:
            process = start("-", "-o", out, "--jobs", "1", "--resume", stdin=file)
            process.communicate(timeout=60)
        assert process.returncode == code
    assert [line["clean"] for line in lines_of(out)] == [line["clean"] for line in lines_of(whole)]


def test_clean_with_resume_and_nothing_to_resume_starts(tmp_path: Path) -> None:
    source, out = source_of(tmp_path, 3), tmp_path / "out.jsonl"
    assert main(["clean", str(source), "-o", str(out), "--resume"]) == 1
    assert [record["id"] for record in lines_of(out)] == ["0", "1", "2"]


@POSIX
def test_clean_refuses_an_output_that_another_run_is_writing(tmp_path: Path, capsys: Any) -> None:
    source, out = tmp_path / "a.jsonl", tmp_path / "out.jsonl"
    os.mkfifo(source)
    process = start(source, "-o", out)
    try:
        while not (tmp_path / "out.jsonl.part").exists():
            time.sleep(0.01)
        assert main(["clean", str(source), "-o", str(out), "--resume"]) == 2
        assert "is being written by another run" in capsys.readouterr().err
    finally:
        process.kill()
        process.communicate(timeout=60)


def killed_once(marks: Path, number: int) -> int:
    mark = marks / str(number)
    if number in (3, 11) and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def killed_by_seven(number: int) -> int:
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def lost(number: int) -> int:
    return -number


@POSIX
def test_in_order_outlives_killed_processes(tmp_path: Path) -> None:
    found = list(in_order(partial(killed_once, tmp_path), range(20), 2, lost))
    assert found == [n * n for n in range(20)]
    found = list(in_order(killed_by_seven, range(20), 2, lost))
    assert found == [-7 if n == 7 else n * n for n in range(20)]


def test_key_table_is_a_dict_in_less_memory() -> None:
    table, expected = KeyTable(), {}
    for n in range(30_000):
        key, value = str(n * 7919 % 20_011), n << 33
        assert table.setdefault(key, value) == expected.setdefault(key, value)
    assert len(table) == len(expected)


def test_clean_names_an_article_that_comes_again(tmp_path: Path, capsys: Any) -> None:
    for name in ("a", "b"):
        lines = [{"id": 1, "text": "甲"}, {"id": 2, "text": name}, {"id": 2, "text": name * 2}]
        text = "\n".join(map(json.dumps, lines))
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    assert main(["clean", *map(str, sorted(tmp_path.glob("*.jsonl"))), "-o", str(out)]) == 1
    assert [record["id"] for record in lines_of(out)] == ["1", "2", "b/2"]
    assert [line.split(": ", 1)[1] for line in capsys.readouterr().err.splitlines()] == [
        "an id that another text of this file has already",
        "the same article as before, left out",
        "an id that another text of this file has already",
    ]
