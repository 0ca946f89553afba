"""Every message a person can see is a template with a translation."""

from __future__ import annotations

import ast
import importlib.util
import pickle
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.mofile import read_mo
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from annotator.errors import InputError, UserError, filled
from annotator.formats.base import Problem
from annotator.formats.notes import Notes
from annotator.model import HistoryStep
from ui import i18n
from ui.history_titles import TITLES, step_text

ROOT = Path(__file__).parents[2]

SETTERS = (
    *("setText", "setWindowTitle", "setToolTip", "setStatusTip", "setPlaceholderText", "setTitle"),
    *("setAccessibleName", "setAccessibleDescription", "setItemText", "setPlainText"),
    *("addAction", "addMenu", "addItem", "addTab", "addRow", "Notice", "plain_label"),
    *("QLabel", "QPushButton", "QToolButton", "QToolBar", "QDockWidget", "QAction", "QCheckBox"),
    *("QGroupBox", "QTableWidgetItem", "QListWidgetItem"),
)
"""What puts a text before a person."""
PROPER_NAMES = ("duizhao 对照 ",)


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / ".dev" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


translations = load()


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    before = i18n.language()
    i18n.install(i18n.Language.CHINESE)
    yield
    i18n.install(before)


def test_every_template_has_a_translation_with_the_same_placeholders() -> None:
    assert list(translations.faults(translations.catalogue())) == []


def test_the_catalogue_holds_nothing_that_is_never_said() -> None:
    said = {found.text for found in translations.templates()}
    assert {message.id for message in translations.catalogue() if message.id} <= said


def test_errors_are_sentences_and_problems_are_clauses() -> None:
    for found in filter(lambda found: found.text, translations.templates()):
        if found.taker.endswith(("Error", "NotAllowed")):
            assert found.text.endswith("."), found
        elif found.taker not in ("tr", "tr_count", "mark"):
            assert not found.text.endswith("."), found
            assert found.text[0].islower() or found.text[0] == "{", found


def test_the_compiled_catalogue_is_that_of_the_translations() -> None:
    with translations.MO.open("rb") as file:
        compiled = {message.id: message.string for message in read_mo(file) if message.id}
    stored = {message.id: message.string for message in translations.catalogue() if message.id}
    assert compiled == stored


def test_translations_use_chinese_punctuation() -> None:
    for message in translations.catalogue():
        text = message.string
        for at, char in enumerate(text):
            beside = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
            if char in ",;:!?" and message.id:
                assert not any("\u4e00" <= other <= "\u9fff" for other in beside), text


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('UserError("a {x}", "b", x=1)', ["a {x}", "b"]),
        ('errors.NotAllowed("a" "b")', ["ab"]),
        ('Problem(str(path), 0, "c")', ["c"]),
        ('Problem(file, 0, message="c")', ["c"]),
        ('place.notes.add("a" if x else "b", item)', ["a", "b"]),
        ('def f():\n    message = "m"\n    raise NotJson(message)', ["m"]),
        ('tr(f"a {x}")', [None]),
        ('raise InputError(f"{x} is no", "b")', [None, "b"]),
        ('Problem(file, 0, "a" + x)', [None]),
        ('def f():\n    message = f"m {x}"\n    notes.add(message, 1)', [None]),
        ('UserError("{}".format(x))', [None]),
        ("tr(spec.text)", []),
        ("tally.add(x)", []),
    ],
)
def test_templates_are_found_and_what_cannot_be_translated_is_named(
    tmp_path: Path, code: str, expected: list[str | None]
) -> None:
    path = tmp_path / "a.py"
    path.write_text(code, encoding="utf-8")
    assert [found.text for found in translations.templates_of(path)] == expected


def untranslated(code: str) -> Iterator[str]:
    """Words that a widget gets past `tr`."""
    for call in ast.walk(ast.parse(code)):
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] in SETTERS:
            for argument in call.args:
                yield from filter(_says_something, _words(argument))


def _words(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("tr", "mark"):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for name, child in ast.iter_fields(node):
        if name not in ("slice", "format_spec"):
            for each in child if isinstance(child, list) else [child]:
                yield from _words(each) if isinstance(each, ast.AST) else ()


def _says_something(text: str) -> bool:
    return text not in PROPER_NAMES and any(char.isalpha() for char in text)


@pytest.mark.parametrize("path", sorted((ROOT / "ui").rglob("*.py")), ids=lambda path: path.name)
def test_no_widget_gets_words_past_the_translation(path: Path) -> None:
    assert list(untranslated(path.read_text(encoding="utf-8"))) == []


def test_words_past_the_translation_are_seen() -> None:
    code = 'a.setText("Save"); QPushButton(f"{n} done"); b.setToolTip(tr("Save") + " now")'
    assert list(untranslated(code)) == ["Save", " done", " now"]
    assert list(untranslated('a.setText("✕"); b.addAction(self.by_id["undo"])')) == []


def test_templates_are_filled_only_where_there_are_values() -> None:
    assert filled("{", {}) == "{"
    assert str(UserError("a { brace", "}")) == "a { brace"
    error = InputError("{text} is no {message}", "Choose {text}.", text="a{b}", message="c")
    assert (str(error), error.way_out) == ("a{b} is no c", "Choose a{b}.")


def test_errors_and_problems_travel_between_processes() -> None:
    error = InputError("{path} is empty.", "Choose {path}.", path=Path("a"))
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.way_out) == ("a is empty.", "Choose a.")
    problem = Problem("a.jsonl", 2, "{key} is not a string", "5", {"key": "note"})
    assert pickle.loads(pickle.dumps(problem)) == problem
    assert len({problem, pickle.loads(pickle.dumps(problem))}) == 1


def test_errors_and_problems_are_told_in_chinese(chinese: None) -> None:
    error = InputError("{path} does not exist.", "Check the name.", path="甲.txt")
    assert i18n.tr_error(error) == ("甲.txt 不存在。", "请检查名称。")
    notes = Notes()
    assert notes.number({"seconds": "x"}, "seconds", 0.0) == 0.0
    (problem,) = notes.problems("a.jsonl", 3)
    assert str(problem) == "a.jsonl:3: seconds is not a number from 0 on"
    assert i18n.tr_problem(problem) == "a.jsonl:3: seconds 不是大于或等于 0 的数"
    assert i18n.tr_all(["甲。", "", "乙。"]) == "甲。乙。"


@pytest.mark.parametrize(
    ("title", "words", "shown"),
    [
        ("accept", ("1", "markup", "<b>"), "判定为对（标记残留）：<b>"),
        ("reject", ("3", "markup", "<b>"), "判定 3 处为错（标记残留）：<b> 等"),
        ("set_status", ("done",), "改状态：完成"),
        ("set_meta", ("title", "tags"), "改文章信息：标题、关键词"),
        ("set_meta", (), "改文章信息"),
        ("delete_label", ("LOC", "GPE"), "删除标签 LOC，改为 GPE"),
        ("reorder_labels", (), "标签排序"),
        ("of_a_later_version", ("甲", "{乙}"), "of_a_later_version 甲 {乙}"),
    ],
)
def test_steps_are_told_in_chinese(
    chinese: None, title: str, words: tuple[str, ...], shown: str
) -> None:
    assert step_text(HistoryStep(1, title, words, None, None, "", False)) == shown


def test_every_title_names_the_words_it_is_filled_with() -> None:
    for title in (title for titles in TITLES.values() for title in titles):
        for template in filter(None, (title.text, title.many)):
            assert translations.placeholders(template) <= set(title.names), template
        assert translations.placeholders(title.many or title.text) == set(title.names)


@pytest.mark.usefixtures("chinese")
def test_qts_own_dialogs_speak_chinese_where_its_catalogue_has_gaps() -> None:
    spoken = QCoreApplication.translate
    assert spoken("QFileDialog", "&Look in:") == "查找范围(&L)："
    assert spoken("QAbstractFileIconProvider", "Folder") == "文件夹"
    assert spoken("QFileDialog", "&Open").startswith("打开")
    assert spoken("QFileDialog", "no words for this") == "no words for this"
