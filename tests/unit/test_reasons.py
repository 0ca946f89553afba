"""Why the system or a library refused something, said in the language of the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.errors import UserError
from annotator.exporting import ExportOptions, export_file
from annotator.filters import Filter
from annotator.find.matching import matcher_of
from annotator.formats.base import Problem, ReadOptions
from annotator.formats.preview import preview
from annotator.suggest import OwnPattern, compiled
from tests.workspaces import new_workspace, texts
from ui.i18n import Language, install, tr_error, tr_problem


@pytest.fixture(autouse=True)
def chinese(qtbot: QtBot) -> Iterator[None]:
    install(Language.CHINESE)
    yield
    install(Language.ENGLISH)


def is_chinese(text: str) -> bool:
    """Whether no English word is left but what a person would have typed."""
    return not any(word.isascii() and word.isalpha() and len(word) > 4 for word in text.split())


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("([", "第 3 个字符处，字符集“[”没有结束"),
        ("(甲", "第 3 个字符处，缺少“)”"),
        ("甲**", "第 3 个字符处，重复次数连写了两次"),
        ("*", "第 1 个字符处，前面没有可以重复的内容"),
        ("[z-a]", "第 5 个字符处，字符范围有误"),
        ("\\x1", "第 3 个字符处，转义 \\x1 不完整"),
    ],
)
def test_a_wrong_pattern_is_explained_in_chinese(pattern: str, told: str) -> None:
    with pytest.raises(UserError) as found:
        matcher_of(Filter(text=pattern, pattern=True))
    assert tr_error(found.value)[0] == f"正则表达式有误：{told}。"
    with pytest.raises(UserError) as own:
        compiled(OwnPattern("编号", "DOC", pattern))
    assert told in tr_error(own.value)[0]


def problems(tmp_path: Path, line: str) -> list[Problem]:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "好"}}\n{line}\n', encoding="utf-8")
    return list(preview([path], ReadOptions()).problems)


@pytest.mark.parametrize(
    "line",
    ["not json", '{"text": "x",}', '{"text" "x"}', '{"text": "x', '{"text": 1 2}', '["\\q"]'],
)
def test_wrong_json_is_explained_in_chinese(tmp_path: Path, line: str) -> None:
    [problem] = problems(tmp_path, line)
    assert "个字符处，" in tr_problem(problem) and is_chinese(tr_problem(problem))
    assert "character" in str(problem)


def test_what_the_system_refuses_is_explained_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        new_workspace(tmp_path, *texts("甲")) as workspace,
        pytest.raises(UserError) as found,
    ):
        export_file(workspace, tmp_path / "file" / "out.jsonl", ExportOptions())
    assert "路径中有一段不是文件夹" in tr_error(found.value)[0]
    assert "Not a directory" in str(found.value)
