"""Where the project of opened texts is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import InputError
from annotator.places import project_for


def test_a_folder_has_its_project_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "文章 一"
    folder.mkdir()
    assert project_for([folder]) == tmp_path / "文章 一.duizhao"


def test_files_have_their_project_in_their_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲")
    (tmp_path / "b.txt").write_text("乙")
    place = project_for([tmp_path / "a.txt", tmp_path / "b.txt"])
    assert place == tmp_path / f"{tmp_path.name}.duizhao"


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nothing\.txt does not exist"):
        project_for([tmp_path / "nothing.txt"])


def test_where_nothing_may_be_written_the_project_goes_to_the_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Permissions do not bind the account that tests may run as, so the answer is given here."""
    folder = tmp_path / "只读" / "文章"
    folder.mkdir(parents=True)
    documents = tmp_path / "documents"
    monkeypatch.setattr("os.access", lambda path, mode: Path(path) != tmp_path / "只读")
    monkeypatch.setattr("platformdirs.user_documents_dir", lambda: str(documents))
    assert project_for([folder]) == documents / "文章.duizhao"
    assert documents.is_dir()
