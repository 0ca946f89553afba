"""Pairs of raw and clean text: how they are read, what they propose, and what is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.formats import ReadOptions
from annotator.formats.base import Record
from annotator.model import Boilerplate, Origin, Proposals, Repair
from annotator.pairs import read_pair
from annotator.pairs.difference import difference
from annotator.pairs.types import repair_type
from annotator.pipeline import propose
from annotator.rules import reason
from annotator.text.structure import Structure
from annotator.workspace import Workspace
from main import main

RAW = "首页 > 新闻\n徐匯區(qū)高質(zhì)量建設(shè)孵化器。\n责任编辑:张三\n上一篇:没有了"
CLEAN = "徐汇区高质量建设孵化器。"


def pair_file(folder: Path, *pairs: tuple[object, object]) -> Path:
    path = folder / "pairs.jsonl"
    lines = ({"id": n, "text": raw, "out": clean} for n, (raw, clean) in enumerate(pairs))
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def rules(raw: str, structure: Structure | None) -> Proposals:
    """What the rules propose, as `read_pair` asks for it."""
    return propose(raw, structure=structure)


def test_pair_takes_over_the_types_of_the_rules_and_none_of_their_proposals() -> None:
    found, told = read_pair(Record("a", RAW, clean=CLEAN), rules)
    assert told == []
    assert {span.origin for span in found.cleaning} == {Origin.IMPORT}
    assert [(RAW[c.start : c.end], c.type) for c in found.boilerplate] == [
        ("首页 > 新闻", "breadcrumb"),
        ("责任编辑:张三", "editor_line"),
        ("上一篇:没有了", "prev_next"),
    ]
    assert {repair.type for repair in found.repairs} == {"script_variant", "pinyin_gloss"}
    whole, _ = read_pair(Record("a", RAW, clean=RAW), rules)
    assert (whole.repairs, whole.boilerplate) == ((), ())


def test_pair_of_texts_that_have_nothing_in_common_is_told_and_proposes_nothing() -> None:
    found, (problem,) = read_pair(Record("a", "甲乙丙丁", clean="一二三四五"), None)
    assert (found.repairs, found.boilerplate) == ((), ())
    assert problem.text == "only 0% of the clean text is in the raw one: it was left out"


def test_pair_with_moved_text_tells_where_the_first_stood() -> None:
    lines = [chr(0x4E00 + n) * 2 + "的一段文字写在这里了" + chr(0x5E00 + n) * 9 for n in range(3)]
    found, (problem,) = read_pair(
        Record("a", "\n".join(lines), clean="\n".join([*lines[1:], lines[0]])), None
    )
    assert (found.repairs, found.boilerplate) == ((), ())
    assert problem.value == "a"
    assert problem.text.startswith("1 passages stand elsewhere in the clean text, the first is")


@pytest.mark.parametrize(
    ("raw", "clean", "cuts"),
    [
        ("标题\n广告\n正文\n", "标题\n正文", ["广告"]),
        ("甲。\n乙。\n乙。\n丙。", "甲。\n乙。\n丙。", ["乙。"]),
        ("正文在此(来源:某某日报客户端)完。", "正文在此完。", ["(来源:某某日报客户端)"]),
        ("只有广告\n还是广告", "", ["只有广告\n还是广告"]),
    ],
)
def test_difference_cuts_what_a_reader_would(raw: str, clean: str, cuts: list[str]) -> None:
    found = difference(raw, clean)
    assert [raw[cut.start : cut.end] for cut in found.boilerplate] == cuts
    assert found.repairs == ()


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("\ufffd", "", "correction"),
        ("\u200c\ue000", "", "invisible"),
        ("<br/>", "", "html_residue"),
        ("é”™", "错", "wrong_codec"),
        ("上 海", "上海", "spacing"),
        ("錯", "错", "script_variant"),
        ("A", "Ａ", "punct_width"),
    ],
)
def test_repair_type_tells_what_changed(old: str, new: str, kind: str) -> None:
    assert repair_type("", old, new) == kind


def test_import_of_pairs_shows_the_other_cleaner_alone_also_after_a_new_run(
    tmp_path: Path,
) -> None:
    path = pair_file(tmp_path, (RAW, CLEAN), (RAW + "\n末", ""), (RAW + "\n尾", None))
    with Workspace.create(tmp_path / "p.duizhao") as workspace:
        report = workspace.import_files([path], ReadOptions(clean_field="out"))
        assert [str(problem) for problem in report.problems] == [
            f'{path}:3: no clean text in "out": the record was read without it'
        ]
        workspace.set_setting("disabled_rules", ["bylines.credits"])
        workspace.upkeep.repropose()
        first, empty, without = workspace.documents()
    assert first.composition.clean == CLEAN
    assert empty.composition.clean == ""
    assert {span.origin for span in first.cleaning} == {Origin.IMPORT}
    assert Origin.IMPORT not in {span.origin for span in without.boilerplate}


def test_exported_pair_comes_back_as_the_pair_it_was(tmp_path: Path) -> None:
    # The other cleaner kept the credits, which our own rules would cut.
    path = pair_file(tmp_path, (RAW, CLEAN + "\n责任编辑:张三"))
    out, again = tmp_path / "out.jsonl", tmp_path / "again.jsonl"
    with Workspace.create(tmp_path / "p.duizhao") as workspace:
        workspace.import_files([path], ReadOptions(clean_field="out"))
        (shown,) = workspace.documents()
    assert shown.article.pair
    assert main(["export", str(tmp_path / "p.duizhao"), "-o", str(out)]) == 0
    record = json.loads(out.read_text(encoding="utf-8"))
    assert record["pair"] is True
    assert {span["reason"] for span in record["boilerplate"]} == {"导入的清洗结果删去了这里"}
    with Workspace.create(tmp_path / "q.duizhao") as workspace:
        workspace.import_files([out])
        assert workspace.upkeep.repropose() == 0
        (back,) = workspace.documents()
    assert back.article.pair
    assert (back.repairs, back.boilerplate) == (shown.repairs, shown.boilerplate)
    assert main(["clean", str(out), "-o", str(again)]) == 0
    cleaned = json.loads(again.read_text(encoding="utf-8"))
    assert (cleaned["pair"], cleaned["clean"]) == (True, record["clean"])
    assert cleaned["boilerplate"] == record["boilerplate"]


def test_cleaned_pair_says_that_it_is_one(tmp_path: Path) -> None:
    path, out = pair_file(tmp_path, (RAW, CLEAN)), tmp_path / "out.jsonl"
    assert main(["clean", str(path), "--clean-field", "out", "-o", str(out)]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["pair"] is True


def test_imported_spans_have_a_reason() -> None:
    cut = Boilerplate(0, 2, "other", origin=Origin.IMPORT)
    changed = Repair(0, 1, "乙", "correction", origin=Origin.IMPORT)
    gone = Repair(0, 1, "", "correction", origin=Origin.IMPORT)
    assert [reason(span, "en") for span in (cut, changed, gone)] == [
        "left out in the imported text",
        "changed in the imported text",
        "left out in the imported text",
    ]
    assert reason(changed, "zh") == "导入的清洗结果改写了这里"
    assert reason(Boilerplate(0, 2, "other", origin=Origin.PERSON), "zh") == ""
