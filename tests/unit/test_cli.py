"""The commands, most of them run for real: what they write, say, and return."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import guarded
from annotator.cli.position import Position
from annotator.commands import AddEntity
from annotator.formats.record import checksum
from annotator.workspace import Workspace
from main import main

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold" / "seeds.jsonl"


def run(
    *arguments: str | Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, ROOT / "main.py", *arguments],
        input=stdin,
        capture_output=True,
        env={**os.environ, **environment},
        timeout=120,
        check=False,
    )


def records(data: bytes | Path) -> list[dict[str, Any]]:
    held = data.read_bytes() if isinstance(data, Path) else data
    return [json.loads(line) for line in held.split(b"\n")[:-1]]


@pytest.fixture
def project(tmp_path: Path, seeds: Path) -> Path:
    path = tmp_path / "p.duizhao"
    assert main(["import", str(path), str(seeds)]) == 0
    return path


def test_clean_and_evaluate_reach_the_gold_of_the_seeds(tmp_path: Path, seeds: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert run("clean", seeds, "-o", out).returncode == 0
    done = run("evaluate", GOLD, out, "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    figures = json.loads(done.stdout)
    assert figures["kept_text"]["mean"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert [figures[name]["f1"] for name in ("repairs", "meta")] == [1.0, 1.0]
    assert figures["boilerplate"]["accuracy"] == 1.0
    assert figures["clean_equal"] == {"equal": 5, "of": 5}
    table = run("evaluate", GOLD, out).stdout.decode()
    for name in ("kept text", "boilerplate types", "repairs", "metadata"):
        assert f"{name:26}     1.000     1.000     1.000" in table


def test_clean_writes_utf8_to_standard_output_under_a_c_locale(seeds: Path) -> None:
    done = run("clean", seeds / "002_8e968a905f579ea5.txt", LC_ALL="C", PYTHONUTF8="0")
    (record,) = records(done.stdout)
    assert record["id"] == "002_8e968a905f579ea5"
    assert record["raw_sha256"] == checksum(record["raw"])
    assert "徐汇区高质量孵化器" in record["clean"]


def test_clean_keeps_the_order_with_any_number_of_processes(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    texts = [f"第{n}篇正文。\n责任编辑:张三" for n in range(300)]
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    one, two = (run("clean", source, "--jobs", jobs).stdout for jobs in "12")
    assert one == two
    assert [record["raw"] for record in records(one)] == texts
    assert [record["id"] for record in records(one)] == [f"a-{n + 1}" for n in range(300)]


def test_clean_reads_json_lines_or_a_text_from_standard_input() -> None:
    lines = run("clean", "-", stdin=b'\xef\xbb\xbf\n{"id": 7, "text": "a"}\n{"text": "b"}')
    assert [record["id"] for record in records(lines.stdout)] == ["7", "stdin-3"]
    text = run("clean", "-", stdin="正文。\r\n".encode())
    assert [(r["id"], r["raw"]) for r in records(text.stdout)] == [("stdin", "正文。\n")]
    forced = run("clean", "-", "--format", "text", stdin=b'{"text": "a"}')
    assert records(forced.stdout)[0]["raw"] == '{"text": "a"}'


def test_clean_goes_on_after_bad_records_and_names_each(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xff\xff")
    (tmp_path / "b.txt").write_bytes(b"")
    lines = ['{"text": "甲"}', "not json", '{"id": 1}', json.dumps({"text": "乙" * 7_000_000})]
    (tmp_path / "c.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run("clean", tmp_path, "-o", tmp_path / "out.jsonl")
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        f"{tmp_path / 'a.txt'}: not UTF-8: byte 0 does not fit; name the file's encoding "
        "with --encoding",
        f"{tmp_path / 'b.txt'}: is empty",
        f"{tmp_path / 'c.jsonl'}:2: not JSON: Expecting value at character 1",
        f'{tmp_path / "c.jsonl"}:3: a record without "text"',
    ]
    assert [len(r["raw"]) for r in records(tmp_path / "out.jsonl")] == [1, 7_000_000]


def test_clean_reads_the_encoding_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("上海徐汇".encode("gbk"))
    done = run("clean", path, "--encoding", "gb18030")
    assert records(done.stdout)[0]["clean"] == "上海徐汇"


def test_clean_keeps_what_a_record_brought_along(tmp_path: Path) -> None:
    raw = "张三到上海。\n责任编辑:李四"
    cut = {"start": 7, "end": 14, "type": "editor_line", "origin": "rule", "verdict": "rejected"}
    mine = {"start": 0, "end": 1, "after": "章", "type": "correction", "origin": "person"}
    fields = {"schema": "duizhao/1", "id": "a", "raw": raw, "boilerplate": [cut], "repairs": [mine]}
    entity = {"start": 3, "end": 5, "label": "LOC", "annotator": "甲"}
    wrong = {"start": 5, "end": 6, "label": "LOC", "origin": "model", "verdict": "rejected"}
    fields |= {"entities": [entity, wrong], "updated": "2026-11-22T03:17:00Z"}
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({**fields, "meta": {"editor": "王五"}}))
    (record,) = records(run("clean", source).stdout)
    assert record["clean"] == "章三到上海。\n责任编辑:李四"
    assert [span["verdict"] for span in record["boilerplate"]] == ["rejected"]
    first, second = record["entities"]
    assert (first["text"], first["annotator"]) == ("上海", "甲")
    assert (second["origin"], second["verdict"]) == ("model", "rejected")
    assert record["updated"] == "2026-11-22T03:17:00Z"
    assert record["meta"]["editor"] == "王五"


def test_clean_never_writes_over_what_it_reads(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "a.txt"
    path.write_text("正文")
    assert main(["clean", str(path), "-o", str(path)]) == 2
    assert "is what is to be read" in capsys.readouterr().err
    assert path.read_text() == "正文"


@pytest.mark.skipif(os.name != "posix", reason="pipes end otherwise elsewhere")
def test_clean_ends_in_silence_when_its_reader_goes_away(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    lines = (json.dumps({"id": n, "text": "正文。" * 1000}) for n in range(200))
    source.write_text("\n".join(lines), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, ROOT / "main.py", "clean", source, "--jobs", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.read(10) == b'{"schema":'
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 141


@pytest.mark.skipif(os.name != "posix", reason="makes a terminal")
def test_clean_shows_rate_and_time_left_on_a_terminal_only(tmp_path: Path) -> None:
    import pty

    try:
        shown, terminal = pty.openpty()
    except OSError:
        pytest.skip("this system hands out no terminals")
    source = tmp_path / "a.jsonl"
    lines = (json.dumps({"id": n, "text": f"{n}" + "正文。" * 3000}) for n in range(300))
    source.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, ROOT / "main.py", "clean", source, "-o", tmp_path / "out"]
    subprocess.run(command, stderr=terminal, check=True, timeout=120)
    os.close(terminal)
    last = os.read(shown, 100_000).decode().split("\r\x1b[K")
    os.close(shown)
    assert re.fullmatch(r"\d+ of \d+ records, [\d,]+/s, \d+:\d\d left", last[1])
    assert last[-1] == ""
    assert run("clean", source, "-o", tmp_path / "out").stderr == b""


def test_position_counts_whole_files_and_guesses_inside_one(tmp_path: Path) -> None:
    for name, lines in (("a", 3), ("b", 1)):
        (tmp_path / name).write_bytes(b"0123456789\n" * lines)
    position = Position([tmp_path])
    shares = [position.share(str(tmp_path / name), line) for name, line in (("a", 1), ("b", 0))]
    assert shares == [0.25, 1.0]
    assert Position([]).share("stdin", 5) == 0.0


def test_import_adds_nothing_twice_and_says_so(tmp_path: Path, seeds: Path) -> None:
    path = tmp_path / "p.duizhao"
    assert run("import", path, seeds).stdout == b"5 added, 0 already there, 0 problems\n"
    again = run("import", path, seeds)
    assert (again.returncode, again.stdout) == (0, b"0 added, 5 already there, 0 problems\n")


def test_import_names_problems_with_file_and_line(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text('{"id": "x", "text": "甲", "label": [[0, 5, "LOC"]]}\n{}\n', encoding="utf-8")
    done = run("import", tmp_path / "p.duizhao", source)
    assert (done.returncode, done.stdout) == (1, b"1 added, 0 already there, 2 problems\n")
    assert done.stderr.decode().splitlines() == [
        f"{source}:1: a span outside the text of 1 characters",
        f'{source}:2: a record without "text"',
    ]


def test_import_reads_the_fields_asked_for_and_can_leave_texts_alone(tmp_path: Path) -> None:
    source, path = tmp_path / "a.jsonl", tmp_path / "p.duizhao"
    source.write_text('{"no": 1, "body": "正文。\\n责任编辑:张三", "views": 7}', encoding="utf-8")
    fields = ["--text-field", "body", "--id-field", "no", "--no-clean"]
    assert main(["import", str(path), str(source), *fields]) == 0
    (record,) = records(run("export", path, "-o", "-").stdout)
    assert (record["id"], record["boilerplate"], record["meta"]["views"]) == ("1", [], 7)


def test_import_of_nothing_makes_no_project(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "empty").mkdir()
    for source, message in (("empty", "holds no articles"), ("gone", "does not exist")):
        assert main(["import", str(tmp_path / "p.duizhao"), str(tmp_path / source)]) == 2
        assert message in capsys.readouterr().err
    assert os.listdir(tmp_path) == ["empty"]


def test_export_and_import_give_the_same_records_again(tmp_path: Path, project: Path) -> None:
    with Workspace.open(project, annotator="李") as workspace:
        article = workspace.article_by_key("002_8e968a905f579ea5")
        label = next(label for label in workspace.labels() if label.name == "FAC")
        assert article is not None
        workspace.run(AddEntity(article, 12, 40, label.id))
    files = [tmp_path / f"{n}.jsonl" for n in range(3)]
    assert run("export", project, "-o", files[0]).returncode == 0
    for before, after in pairwise(files):
        again = after.with_suffix(".duizhao")
        assert main(["import", str(again), str(before)]) == 0
        assert main(["export", str(again), "-o", str(after)]) == 0
    assert files[0].read_bytes() == files[1].read_bytes() == files[2].read_bytes()
    assert len(records(files[0])[2]["entities"]) == 1


def test_export_writes_the_articles_of_a_status(project: Path) -> None:
    done = run("export", project, "-o", "-", "--only", "done")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"0 articles written\n")
    for coordinates in ("clean", "raw"):
        done = run("export", project, "-o", "-", "--coordinates", coordinates)
        assert len(records(done.stdout)) == 5


def test_export_narrows_to_one_annotator(project: Path) -> None:
    for annotator, start in (("李", 0), ("王", 5)):
        with Workspace.open(project, annotator=annotator) as workspace:
            article = workspace.article_ids()[0]
            workspace.run(AddEntity(article, start, start + 2, workspace.labels()[0].id))
    (first, *_) = records(run("export", project, "-o", "-", "--annotator", "王").stdout)
    assert [(e["start"], e["annotator"]) for e in first["entities"]] == [(5, "王")]
    done = run("export", project, "-o", "-", "--annotator", "赵")
    assert done.returncode == 1
    assert "holds nothing by an annotator called '赵'" in done.stderr.decode()


def test_export_never_writes_over_a_project(project: Path, capsys: Any) -> None:
    assert main(["export", str(project), "-o", str(project)]) == 2
    assert "is a project" in capsys.readouterr().err
    assert main(["stats", str(project)]) == 0


def test_stats_count_what_is_in_a_project(project: Path, capsys: Any) -> None:
    capsys.readouterr()
    assert main(["stats", str(project), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["articles"] == {"todo": 5, "doing": 0, "done": 0, "flagged": 0}
    assert figures["characters"] == 15978
    assert figures["repairs"]["lost_space"] == {
        "open": 1,
        "accepted": 0,
        "rejected": 0,
        "by hand": 0,
    }
    assert main(["stats", str(project)]) == 0
    assert "  lost_space             1 open\n" in capsys.readouterr().out


def test_backup_copies_a_project(tmp_path: Path, project: Path) -> None:
    assert main(["backup", str(project), str(tmp_path / "copy.duizhao")]) == 0
    with Workspace.open(tmp_path / "copy.duizhao") as workspace:
        assert len(workspace.article_ids()) == 5


def test_evaluate_names_pages_without_prediction(tmp_path: Path, seeds: Path) -> None:
    out = tmp_path / "out.jsonl"
    run("clean", seeds / "000_672422a3d011c66d.txt", "-o", out)
    done = run("evaluate", GOLD, out)
    assert done.returncode == 1
    assert "kept text                      0.200     0.200     0.200" in done.stdout.decode()
    assert f"{out}: 004_95a28e99a46fbc75: no prediction" in done.stderr.decode()


def not_a_project(path: Path) -> None:
    path.write_text("text", encoding="utf-8")


def empty(path: Path) -> None:
    path.touch()


def newer(path: Path) -> None:
    Workspace.create(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("pragma user_version = 9999")
    connection.close()


@pytest.mark.parametrize("make", [not_a_project, empty, newer])
@pytest.mark.parametrize("command", [["stats"], ["export", "-o", "-"], ["import", str(GOLD)]])
def test_commands_leave_a_project_they_cannot_open_as_it_is(
    tmp_path: Path, make: Any, command: list[str], capsys: Any
) -> None:
    path = tmp_path / "p.duizhao"
    make(path)
    before = path.read_bytes()
    name, *rest = command
    assert main([name, str(path), *rest]) == 2
    message = capsys.readouterr().err
    assert path.name in message
    assert message.count("\n") == 1
    assert path.read_bytes() == before


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="nothing is read-only for this person"
)
def test_commands_say_that_a_folder_is_read_only(tmp_path: Path, seeds: Path, capsys: Any) -> None:
    tmp_path.chmod(0o500)
    try:
        assert main(["import", str(tmp_path / "p.duizhao"), str(seeds)]) == 2
        assert main(["clean", str(seeds), "-o", str(tmp_path / "a")]) == 2
    finally:
        tmp_path.chmod(0o700)
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["exprot", "x"], "There is no file or folder exprot. The commands are import, clean"),
        (["./import"], "There is no file or folder import."),
        (["export", "gone.duizhao", "-o", "-"], "There is no project gone.duizhao"),
        (["clean", "-", "x.txt"], "Standard input cannot be read beside files."),
        (["clean", str(GOLD), "--encoding", "hex"], "'hex' is not a text encoding."),
        (["clean", str(GOLD), "--jobs", "many"], "argument --jobs: invalid int value: 'many'"),
        (["evaluate", "gone", "gone"], "gone cannot be read: "),
    ],
)
def test_commands_that_cannot_run_say_why_and_return_two(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.out == ""


def test_commands_tell_a_bug_from_work_done_with_problems(capsys: Any) -> None:
    assert guarded(lambda: int("x")) == 2
    assert "ValueError" in capsys.readouterr().err
    assert guarded(lambda: 1) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_commands_say_that_the_disk_is_full(seeds: Path) -> None:
    for output in ([], ["-o", "/dev/full"]):
        with open("/dev/full", "wb") as full:
            command = [sys.executable, ROOT / "main.py", "clean", seeds, *output]
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 2
        assert done.stderr.count(b"\n") == 1
        assert b"No space left on device" in done.stderr


def test_help_lists_every_command_and_option(capsys: Any) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    for name in ("import", "clean", "export", "evaluate", "stats", "backup", "--trace"):
        assert name in shown
    assert main(["--version"]) == 0
    assert main(["clean", "--help"]) == 0
    assert "--jobs N" in capsys.readouterr().out
