"""What is asked of an export: parts, names, whose work, masks, losses, and files that are whole."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.commands import AddEntity
from annotator.errors import InputError, UserError
from annotator.exporting import ExportOptions, export_file, export_start
from annotator.formats import EXPORTERS, read_paths
from annotator.formats.base import Coordinates, NamedEntity, Record
from annotator.masking import masked, masked_text, private_ranges
from annotator.model import Boilerplate, Finding, Meta, Origin, Repair, Status, Verdict
from annotator.splitting import PARTS, Split, SplitBy
from annotator.workspace import Workspace
from main import main
from tests.exports import RAW, document, entity, written
from tests.workspaces import new_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Sixty articles of six sites, each with a place and a person inside each other."""
    records = [
        Record(
            f"a{n}",
            f"第{n}篇说上海的张三。",
            Meta(url=f"http://site{n % 6}.cn/{n}"),
            entities=(NamedEntity(5, 7, "LOC"), NamedEntity(5, 10, "PER", note="注")),
            status=Status.DONE if n % 2 else Status.TODO,
        )
        for n in range(10, 70)
    ]
    with new_workspace(tmp_path, *records) as made:
        yield made


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def test_parts_hold_every_article_once_and_the_same_ones_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    options = ExportOptions("doccano", split=Split((60, 20, 20), seed=3))
    report = export_file(workspace, out, options)
    held = {part: [row["id"] for row in rows(out / f"{part}.jsonl")] for part in PARTS}
    assert sorted(chain.from_iterable(held.values())) == sorted(f"a{n}" for n in range(10, 70))
    assert dict(report.parts) == {part: len(ids) for part, ids in held.items()}
    assert all(held.values())
    export_file(workspace, out, options)
    assert {p: [row["id"] for row in rows(out / f"{p}.jsonl")] for p in PARTS} == held
    other = replace(options, split=Split((60, 20, 20), seed=4))
    export_file(workspace, out, other)
    assert [row["id"] for row in rows(out / "train.jsonl")] != held["train"]


def test_articles_of_a_site_stay_together(workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "out"
    split = Split((1, 1, 1), SplitBy.SITE, seed=1)
    export_file(workspace, out, ExportOptions("doccano", split=split))
    sites = {
        part: {row["meta"]["url"].split("/")[2] for row in rows(out / f"{part}.jsonl")}
        for part in PARTS
    }
    assert sum(map(len, sites.values())) == 6
    assert len(set.union(*sites.values())) == 6


def test_an_article_stays_in_its_part_when_others_come(tmp_path: Path) -> None:
    split = Split((1, 1, 1))
    before = {n: split.part_of(f"a{n}") for n in range(300)}
    counts = Counter(before.values())
    assert all(60 < counts[part] < 140 for part in PARTS)
    assert {n: split.part_of(f"a{n}") for n in reversed(range(300))} == before


def test_a_part_without_an_article_is_told(workspace: Workspace, tmp_path: Path) -> None:
    split = Split((1000, 1, 0))
    report = export_file(workspace, tmp_path / "out", ExportOptions("doccano", split=split))
    assert [part for part, _ in report.parts] == ["train", "dev"]
    assert any("no article fell into dev" in str(problem) for problem in report.problems)


def test_labels_get_other_names_or_none(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    labels = (("LOC", "address"), ("PER", ""))
    export_file(workspace, path, ExportOptions("cluener", labels=labels))
    assert rows(path)[0]["label"] == {"address": {"上海": [[5, 6]]}}
    with pytest.raises(InputError, match="There is no label 'X'"):
        export_file(workspace, path, ExportOptions("cluener", labels=(("X", "Y"),)))


def test_only_what_was_accepted_is_a_label_if_asked() -> None:
    one = document(
        "在上海的公司。",
        [
            entity(1, 3, 2, annotator="甲"),
            entity(4, 6, 1, Origin.IMPORT),
            entity(5, 6, 1, Origin.IMPORT, None),
            entity(0, 1, 1, Origin.MODEL, None),
            entity(0, 2, 1, Origin.MODEL, annotator="甲"),
            entity(3, 4, 1, verdict=Verdict.REJECTED),
        ],
    )
    plain = json.loads(written("doccano", [one]).main(".jsonl"))
    confirmed = json.loads(written("doccano", [one], replace(RAW, confirmed=True)).main(".jsonl"))
    assert [span[:2] for span in plain["label"]] == [[0, 2], [1, 3], [4, 6]]
    assert [span[:2] for span in confirmed["label"]] == [[0, 2], [1, 3]]


def test_the_work_of_one_annotator_goes_out_alone(workspace: Workspace, tmp_path: Path) -> None:
    article = workspace.article_ids()[0]
    label = next(each.id for each in workspace.labels() if each.name == "GOV")
    workspace.annotator = "王"
    workspace.run(AddEntity(article, 0, 3, label))
    path = tmp_path / "out.jsonl"
    export_file(workspace, path, ExportOptions("prodigy", annotator="王"))
    by = [(row["id"], row.get("_annotator_id")) for row in rows(path)]
    assert by[:2] == [("a10", None), ("a10", "王")]


def test_losses_stand_beside_the_file_and_leave_with_them(
    workspace: Workspace, tmp_path: Path
) -> None:
    path, listed = tmp_path / "out.spacy", tmp_path / "out.losses.jsonl"
    pytest.importorskip("spacy")
    report = export_file(workspace, path, ExportOptions("spacy"))
    assert [str(p).split(":")[0] for p in report.problems] == ["out.losses.jsonl"] * 2
    found = rows(listed)
    assert Counter(row["loss"] for row in found) == {"note": 60, "not_trained": 60}
    assert {row["id"] for row in found} == {f"a{n}" for n in range(10, 70)}
    export_file(workspace, path, ExportOptions("spacy", labels=(("PER", ""),)))
    assert not listed.exists()


def test_a_file_of_losses_that_is_somebody_elses_is_left_alone(
    workspace: Workspace, tmp_path: Path
) -> None:
    listed = tmp_path / "out.losses.jsonl"
    listed.write_text("mine\n", encoding="utf-8")
    export_file(workspace, tmp_path / "out.jsonl", ExportOptions())
    assert listed.read_text("utf-8") == "mine\n"


def test_a_folder_is_replaced_whole_and_only_if_it_was_an_export(
    workspace: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    export_file(workspace, out, ExportOptions("bio"))
    export_file(workspace, out, ExportOptions("brat", only=Status.DONE))
    names = sorted(path.name for path in out.iterdir())
    assert len(names) == 2 * 30 + 4 - 1
    assert "all.bio" not in names
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match=r"with other files in it: mine\.txt"):
        export_file(workspace, out, ExportOptions("bio"))
    assert sorted(path.name for path in out.iterdir()) == sorted([*names, "mine.txt"])
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")] == []


def test_an_export_that_is_stopped_leaves_the_old_folder(
    workspace: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    export_file(workspace, out, ExportOptions("bio"))
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def stop(done: int, total: int | None) -> None:
        if done == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_file(workspace, out, ExportOptions("brat"), stop)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")] == []


def test_a_folder_of_exports_is_read_without_what_stands_beside(
    workspace: Workspace, tmp_path: Path
) -> None:
    for format in ("brat", "bio", "huggingface", "label_studio"):
        out = tmp_path / format
        export_file(workspace, out, ExportOptions(format, split=Split((1, 1, 1))))
        items = list(read_paths([out]))
        assert len(items) == 60
        assert all(isinstance(item, Record) and item.entities for item in items)


def test_the_beginning_of_every_format_can_be_looked_at(workspace: Workspace) -> None:
    for each in EXPORTERS:
        if each.traits.library is None:
            options = ExportOptions(each.id, split=Split())
            report, files = export_start(workspace, options, 2)
            assert report.written == 2
            assert files


def test_a_format_without_its_library_says_what_to_install(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Also parts of them that other tests have loaded.
    there = [name for name in sys.modules if name.startswith(("spacy.", "pyarrow.", "cassis."))]
    for name in ("spacy", "pyarrow", "cassis", *there):
        monkeypatch.setitem(sys.modules, name, None)
    asked = [each for each in EXPORTERS if each.traits.library]
    assert len(asked) == 3
    for each in asked:
        with pytest.raises(UserError) as caught:
            export_file(workspace, tmp_path / "out", ExportOptions(each.id))
        assert f"duizhao[{each.traits.library}]" in caught.value.way_out
        path = tmp_path / f"in{each.suffix}"
        path.write_bytes(b"{}")
        with pytest.raises(UserError):
            list(read_paths([path], format=each.id))


# masks


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("手机13800138000。", "手机***********。"),
        ("+86 138-0013-8000", "+** ***-****-****"),
        ("电话：021-6427 1234转88", "电话：***-**** ****转**"),
        ("（0571）87654321", "（****）********"),
        ("热线400-820-8820", "热线***-***-****"),
        ("咨询电话：64271234", "咨询电话：********"),
        ("１３８００１３８０００", "***********"),
        ("信箱 Zhang.San+a@mail.example.com.cn。", "信箱 *****.***+*@****.*******.***.**。"),
        ("邮箱a＠b.cn", "邮箱*＠*.**"),
        ("2026年11月26日，共12345678901234元", "2026年11月26日，共12345678901234元"),
        ("编号20130800138000123", "编号20130800138000123"),
        ("面积10700平米，增长12.5%", "面积10700平米，增长12.5%"),
    ],
)
def test_phone_numbers_and_addresses_are_masked_and_nothing_else(text: str, hidden: str) -> None:
    assert masked_text(text) == hidden


def test_no_number_is_left_anywhere_in_a_masked_record() -> None:
    number = "13800138000"
    raw = f"联系：1380013\n8000 或 a[艾特]b.cn，张三 {number}。"
    start = raw.index("\n")
    one = document(
        raw,
        [entity(raw.index("张三"), raw.index("张三") + 2, 3, note=number)],
        repairs=[
            Repair(start, start + 1, "", "hard_wrap", details=(number,)),
            Repair(raw.index("["), raw.index("]") + 1, "@", "obfuscation"),
        ],
        boilerplate=[Boilerplate(0, 2, "contact_ad", details=(number,), note=number)],
        meta=Meta(title=f"题{number}", extra={"tel": int(number), "more": [{"a": number}]}),
    )
    one = replace(one, findings=(Finding(0, 1, "lost_char", details=(number,)),))
    hidden = masked(one)
    for format in ("jsonl", "prodigy", "messages", "edits"):
        held = written(format, [hidden]).main(".jsonl").decode()
        assert number not in held
        assert "1380013" not in held
        assert "8000" not in held
    assert "a@b.cn" in one.composition.clean
    assert private_ranges(hidden.composition.clean) == []
    assert "张三" in hidden.composition.clean


@given(
    st.lists(st.sampled_from(["13800138000", "a@b.cn", "上海", "\n", " ", "1", "年"]), max_size=8)
)
def test_masking_keeps_lengths_ranges_and_itself(parts: Sequence[str]) -> None:
    raw = "".join(parts)
    hidden = masked(document(raw, [(0, len(raw), "LOC")] if raw else []))
    assert len(hidden.article.raw) == len(raw)
    assert [c for c in hidden.article.raw if not c.isalnum() and c not in "*"] == [
        c for c in raw if not c.isalnum()
    ]
    assert masked(hidden) == hidden
    assert private_ranges(hidden.article.raw) == []


# the command


def test_the_command_exports_with_every_option(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = str(workspace.path)
    workspace.close()
    out = tmp_path / "out"
    options = ["--format", "label_studio", "--coordinates", "raw", "--only", "done", "--confirmed"]
    options += ["--label", "LOC=地名", "--label", "PER=", "--mask", "--split", "80/20"]
    options += ["--split-by", "site", "--seed", "1"]
    assert main(["export", project, "-o", str(out), *options]) == 0
    said = capsys.readouterr().err
    assert "30 articles written: train " in said
    assert sorted(path.name for path in out.iterdir()) == [
        "dev.json",
        "duizhao-export.json",
        "label-studio.xml",
        "train.json",
    ]
    assert "地名" in (out / "label-studio.xml").read_text("utf-8")
    fresh = str(tmp_path / "fresh.duizhao")
    assert main(["import", fresh, str(out), "--format", "label_studio", "--no-clean"]) == 0
    assert "30 added" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-o", "-", "--format", "brat"], "This export is several files."),
        (["-o", "-", "--split", "80/10/10"], "This export is several files."),
        (["-o", "x", "--split", "much"], "'much' are no shares."),
        (["-o", "x", "--split", "0/0/0"], "'0/0/0' are no shares."),
        (["-o", "x", "--label", "LOC"], "'LOC' does not say what a label is to be called."),
        (["-o", "x", "--label", "Q=P"], "There is no label 'Q'."),
    ],
)
def test_the_command_says_what_cannot_be(
    workspace: Workspace,
    options: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project = str(workspace.path)
    workspace.close()
    assert main(["export", project, *options]) == 2
    assert message in capsys.readouterr().err


def test_losses_make_the_exit_code_1_and_are_named(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = str(workspace.path)
    workspace.close()
    out = tmp_path / "out.jsonl"
    assert main(["export", project, "-o", str(out), "--format", "doccano"]) == 1
    said = capsys.readouterr().err
    assert "out.losses.jsonl: 60 notes have no place in this format" in said
    assert len(rows(tmp_path / "out.losses.jsonl")) == 60
    assert Coordinates.CLEAN.value == rows(tmp_path / "out.losses.jsonl")[0]["coordinates"]


def test_entities_go_out_as_they_were_stored_with_every_digit_and_sign(tmp_path: Path) -> None:
    notes = ["", 'a"\\%d', "甲\x00乙", "\U0001f468\u200d\U0001f469"] * 3
    scores = [None, 0.1 + 0.2, 1 / 3, 1e-300] * 3
    entities = tuple(
        NamedEntity(at, at + 1, "LOC", note, "甲" if at % 2 else None, score)
        for at, (note, score) in enumerate(zip(notes, scores, strict=True))
    )
    path = tmp_path / "out.jsonl"
    with new_workspace(
        tmp_path, Record("a", "上海的张三在北京说话了吗", entities=entities)
    ) as made:
        export_file(made, path, ExportOptions())
    held = rows(path)[0]["entities"]
    assert [(one["note"], one["score"]) for one in held] == list(zip(notes, scores, strict=True))
    assert [one["annotator"] for one in held] == [None, "甲"] * 6
