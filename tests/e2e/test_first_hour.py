"""What someone does in the first hour, by keyboard only, through the real window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.model import Origin, Status, Verdict
from tests.desk import Desk


def judged(desk: Desk) -> list[tuple[int, Verdict]]:
    """The proposals of the article shown that have a verdict."""
    spans = desk.document.cleaning
    return [(s.start, s.verdict) for s in spans if s.verdict and s.origin is not Origin.PERSON]


def said(desk: Desk) -> tuple[object, ...]:
    """Everything said about the article shown."""
    document = desk.document
    status = document.article.status
    return status, document.entities, document.repairs, document.boilerplate


def test_opening_a_folder_shows_its_articles_raw_beside_clean(working: Desk) -> None:
    assert len(working.workspace.article_ids()) == 5
    pair = working.desktop.window.editor.pair
    assert pair.raw.text() == working.document.article.raw
    assert pair.clean.text() == working.document.composition.clean
    assert working.desktop.window.articles.model.rowCount() == 5


def test_label_in_clean_stands_on_raw_without_trailing_gloss(working: Desk) -> None:
    working.open("002")
    working.select_in_clean("徐汇区高质量孵化器")
    working.press("4")
    [entity] = working.document.entities
    raw = working.document.article.raw
    assert raw[entity.start : entity.end] == "徐匯區(qū)高質(zhì)量孵化器"
    gloss = next(r for r in working.document.repairs if r.start > entity.start and not r.text)
    editor = working.desktop.window.editor
    editor.pair.set_selection_on_raw(gloss.start, gloss.end)
    working.press("N")
    assert working.document.entities == (entity,)
    assert "徐汇区(qū)高质量孵化器" in working.document.composition.clean


def test_a_first_hour_by_keyboard_survives_closing_and_undo_goes_on(
    working: Desk, folder: Path
) -> None:
    working.open("000")
    for word, key in (("麻省理工学院", "5"), ("赵军", "1"), ("46个", "0")):
        working.select_in_clean(word)
        working.press(key)
    assert len(working.document.entities) == 3
    working.select_in_clean("据了解,")
    working.press("B", "c")
    own = [b for b in working.document.boilerplate if b.origin is Origin.PERSON]
    assert [b.type for b in own] == ["contact_ad"]
    assert "据了解," not in working.document.composition.clean
    working.press("Tab")
    proposal = working.desktop.window.editor.proposal
    working.press("N")
    assert judged(working) == [(proposal.start, Verdict.REJECTED)]
    working.press("Esc")
    working.select_in_clean("赵")
    working.press("F2")
    working.type("趙")
    working.press("Enter")
    assert "趙军表示" in working.document.composition.clean
    working.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Shift+Z")
    stored = said(working)
    assert "赵军表示" in working.document.composition.clean
    working.quit()

    working.start(folder.with_suffix(".duizhao"))
    working.open("000")
    assert said(working) == stored
    working.press("Ctrl+Z")
    assert judged(working) == []
    assert len(working.document.entities) == 3


def test_done_goes_on_to_the_next_article(working: Desk) -> None:
    first = working.document.article.id
    working.press("D")
    assert working.workspace.document(first).article.status is Status.DONE
    assert working.document.article.id != first
    assert "1 of 5 done" in working.desktop.window.articles._summary.text()


def test_restore_brings_a_cut_back(working: Desk) -> None:
    working.open("000")
    cut = next(b for b in working.document.boilerplate if b.type == "related_list")
    working.desktop.window.editor.pair.set_selection_on_raw(cut.start, cut.start)
    working.press("R")
    assert "相关文章" in working.document.composition.clean
    working.press("Ctrl+Z")
    assert "相关文章" not in working.document.composition.clean


def test_relabel_and_remove_work_on_the_label_at_the_caret(working: Desk) -> None:
    working.select_in_clean("麻省")
    working.press("5", "Esc", "Left", "6")
    [entity] = working.document.entities
    assert working.document.labels[entity.label].name == "LOC"
    working.press("Del")
    assert working.document.entities == ()


def test_export_from_the_window_passes_every_slice(working: Desk, tmp_path: Path) -> None:
    working.open("002")
    working.select_in_clean("徐汇区")
    working.press("6")
    out = tmp_path / "out.jsonl"
    working.desktop.window.work.export(out)
    working.settle()
    records = [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n") if line]
    assert len(records) == 5
    entities = 0
    for record in records:
        for entity in record["entities"]:
            entities += 1
            assert record["raw"][entity["start"] : entity["end"]] == entity["text"]
            shown = record["clean"][entity["clean_start"] : entity["clean_end"]]
            assert shown == entity["clean_text"]
    assert entities == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_markup_in_an_article_is_shown_as_typed(desk: Desk, tmp_path: Path, language: str) -> None:
    from ui.preferences import LANGUAGE

    text = "<b>粗</b>标题 & <img src='x'>\n正文<h1>一</h1>&lt;二&gt;。"
    (tmp_path / "页").mkdir()
    (tmp_path / "页" / "<i>a&b.txt").write_text(text, encoding="utf-8")
    desk.preferences.put(LANGUAGE, language)
    desk.start(tmp_path / "页")
    assert desk.desktop.window.editor.pair.raw.text() == text
    assert desk.document.article.key == "<i>a&b"
    row = desk.desktop.window.articles.model.index(0)
    assert row.data() == desk.workspace.rows(desk.workspace.article_ids())[0].title


def test_articles_are_walked_in_order_and_done_ones_passed_over(working: Desk) -> None:
    working.open("001")
    working.press("J")
    assert working.document.article.key.startswith("002")
    working.press("K", "K")
    assert working.document.article.key.startswith("000")
    working.press("D", "D", "D", "D", "D")
    assert set(working.workspace.counts().items()) >= {(Status.DONE, 5), (Status.TODO, 0)}
    assert working.desktop.window.notices.isVisible()


def test_f2_on_a_repair_looked_at_corrects_that_repair(working: Desk) -> None:
    working.open("002")
    shift = next(r for r in working.document.repairs if r.type == "gbk_shift")
    editor = working.desktop.window.editor
    editor.proposal = shift
    editor.pair.set_selection_on_raw(shift.start, shift.start)
    working.press("F2")
    working.type("（来源：徐汇")
    working.press("Enter")
    own = [r for r in working.document.repairs if r.origin is Origin.PERSON]
    assert [(r.start, r.end, r.text) for r in own] == [(shift.start, shift.end, "（来源：徐汇")]


def test_opening_the_open_project_again_keeps_it(working: Desk, folder: Path) -> None:
    before = working.workspace
    working.desktop.session.open_paths([folder.with_suffix(".duizhao")])
    assert working.workspace is before
    assert not working.desktop.window.notices.property("bad")


def test_undo_goes_back_to_the_article_it_changes(working: Desk) -> None:
    working.open("000")
    working.select_in_clean("疫情")
    working.press("6")
    working.press("J", "Ctrl+Z")
    assert working.document.article.key.startswith("000")
    assert working.document.entities == ()
    assert working.document.article.status is Status.TODO
    working.press("J", "Ctrl+Shift+Z")
    assert working.document.article.key.startswith("000")
    assert len(working.document.entities) == 1
