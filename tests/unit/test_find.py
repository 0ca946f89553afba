"""Finding by text: filters together with it, patterns, and an index that is damaged or absent."""

from __future__ import annotations

import os
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from annotator.commands import Correct, SetStatus
from annotator.errors import Cancelled, NotAllowed
from annotator.filters import Filter, Order, Sort, Within
from annotator.find import finder as finder_module
from annotator.find import index as index_module
from annotator.find.finder import Finder
from annotator.find.folding import fold
from annotator.find.matching import matcher_of
from annotator.model import ArticleId, Status
from annotator.places import index_for
from annotator.store import filtering
from annotator.store.text_index import TextIndex
from annotator.workspace import Workspace
from tests.workspaces import new_workspace, reopened, texts


@pytest.fixture
def project(tmp_path: Path) -> Workspace:
    """Three articles about 马云, one not."""
    workspace = new_workspace(
        tmp_path, *texts("馬雲到杭州", "李彦宏", "杭州的马云，1999年", "2014年，马云")
    )
    workspace.run(SetStatus(ArticleId(1), Status.DONE))
    return workspace


def test_text_and_facets_and_order_work_together(project: Workspace) -> None:
    project.finder.update()
    todo = frozenset({Status.TODO})
    wanted = Filter(statuses=todo, text="馬云")
    assert list(project.article_ids(wanted)) == [3, 4]
    assert list(project.article_ids(wanted, Sort(Order.LENGTH))) == [4, 3]
    assert list(project.article_ids(Filter(text="马云"), Sort(Order.STATUS))) == [3, 4, 1]


@pytest.mark.parametrize("when", ["before", "after"])
def test_what_is_on_its_way_into_the_index_is_found(
    project: Workspace, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    add, found = TextIndex.add, []

    def search(index: TextIndex, articles: Iterable[tuple[int, int, str]]) -> None:
        if when == "before":
            found.append(list(project.article_ids(Filter(text="馬云"))))
        add(index, articles)
        if when == "after":
            found.append(list(project.article_ids(Filter(text="馬云"))))

    monkeypatch.setattr(TextIndex, "add", search)
    project.finder.update()
    assert found and all(one == [1, 3, 4] for one in found)


def test_what_comes_into_the_index_during_a_search_is_found(
    project: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = TextIndex.pages

    def late(index: TextIndex, *asked: object) -> Iterator[array[int]]:
        told = list(pages(index, *asked))
        project.finder.update()
        yield from told

    monkeypatch.setattr(TextIndex, "pages", late)
    assert list(project.article_ids(Filter(text="馬云"))) == [1, 3, 4]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\d{4}年$", [3]),
        (r"^\d{4}", [4]),
        ("马|李", [2, 3, 4]),
        ("[馬马]雲?云?", [1, 3, 4]),
        ("x*", []),
    ],
)
def test_a_pattern_is_taken_as_it_is_written(
    project: Workspace, pattern: str, expected: list[int]
) -> None:
    assert list(project.article_ids(Filter(text=pattern, pattern=True))) == expected


def test_what_is_no_pattern_is_said_so(project: Workspace) -> None:
    with pytest.raises(NotAllowed, match="no regular expression"):
        project.article_ids(Filter(text="(", pattern=True))


def test_a_pattern_that_takes_too_long_is_given_up_and_counted(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path, *texts("a" * 50 + "!", "ab"))
    wanted = Filter(text="(a|aa|a)+(?<=b)x?$|ab", pattern=True, within=Within.RAW)
    last = list(workspace.finder.search(wanted))[-1]
    assert last.given_up == 1
    assert list(workspace.article_ids(wanted)) == [2]


def test_the_first_articles_come_before_all_are_looked_at(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path, *texts(*["马云说" + "。" * n for n in range(300)]))
    found = list(workspace.finder.search(Filter(text="马云说")))
    assert (len(found[0].ids), found[0].looked, found[0].total) == (32, 32, 300)
    assert [f.looked for f in found] == sorted(f.looked for f in found)
    assert sum(len(f.ids) for f in found) == 300


def test_an_index_that_is_whole_answers_two_characters_without_looking(project: Workspace) -> None:
    project.finder.update()
    found, end = project.finder.search(Filter(text="马云"))
    assert (end.looked, end.total) == (4, 4)
    assert (list(found.ids), list(end.ids)) == ([1, 3, 4], [])


def test_taking_in_can_be_stopped_and_goes_on(project: Workspace) -> None:
    def stop(done: int, total: int | None) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        project.finder.update(stop)
    assert list(project.article_ids(Filter(text="马云"))) == [1, 3, 4]
    assert project.finder.update() == 0, "the first page was taken in before it was told"


def test_what_changed_waits_for_the_index(project: Workspace) -> None:
    project.finder.update()
    assert project.finder.waiting() == 0
    project.run(Correct(ArticleId(2), 0, 3, "马化腾"))
    assert project.finder.waiting() == 1
    assert list(project.article_ids(Filter(text="马化腾"))) == [2]
    assert project.finder.update() == 1
    assert list(project.article_ids(Filter(text="李彦", within=Within.CLEAN))) == []
    assert list(project.article_ids(Filter(text="李彦"))) == [2], "raw still says it"


def test_what_clean_text_says_no_more_is_found_no_more(project: Workspace) -> None:
    project.run(Correct(ArticleId(2), 0, 3, "马化腾"))
    project.finder.update()
    assert list(project.article_ids(Filter(text="化腾"))) == [2]
    project.undo()
    project.finder.update()
    assert list(project.article_ids(Filter(text="化腾"))) == []
    assert list(project.article_ids(Filter(text="彦宏"))) == [2]
    project.redo()
    project.finder.update()
    assert list(project.article_ids(Filter(text="化"))) == [2]


def test_a_screenful_comes_first_whatever_is_asked_and_all_come_in_order(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path, *texts(*["马云说" + "。" * n for n in range(300)]))
    workspace.finder.update()
    for text in ("马", "马云"):
        first, *rest = workspace.finder.search(Filter(text=text))
        assert list(first.ids) == list(range(1, 201))
        assert [n for found in rest for n in found.ids] == list(range(201, 301))


def test_what_the_index_holds_is_not_taken_in_again(project: Workspace) -> None:
    assert project.finder.update() == 4
    again = reopened(project)
    assert again.finder.update() == 0
    assert list(again.article_ids(Filter(text="马云"))) == [1, 3, 4]


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 400])
def test_a_damaged_index_is_made_anew(project: Workspace, damage: bytes) -> None:
    project.finder.update()
    project.close()
    index_for(project.path).write_bytes(damage)
    with Workspace.open(project.path) as again:
        assert list(again.article_ids(Filter(text="马云"))) == [1, 3, 4]
        assert again.finder.update() == 4


def test_an_index_damaged_while_in_use_is_made_anew(project: Workspace) -> None:
    project.finder.update()
    other = sqlite3.connect(index_for(project.path))
    other.execute("delete from text_data")
    other.commit()
    other.close()
    assert list(project.article_ids(Filter(text="马云"))) == [1, 3, 4]
    assert project.finder.update() == 4
    found, end = project.finder.search(Filter(text="马云"))
    assert (end.looked, end.total) == (4, 4)
    assert list(found.ids) == [1, 3, 4]


def test_without_a_place_for_an_index_articles_are_looked_at(
    project: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    finder = Finder(project._store, tmp_path / "file" / "x.find")
    assert finder.update() == 0
    found = [number for part in finder.search(Filter(text="马云")) for number in part.ids]
    assert found == [1, 3, 4]


def test_an_index_of_another_project_at_the_same_place_misleads_nobody(tmp_path: Path) -> None:
    first = new_workspace(tmp_path, *texts("马云", "李彦宏"))
    first.finder.update()
    first.close()
    first.path.unlink()
    second = new_workspace(tmp_path, *texts("李彦宏", "马云"))
    assert list(second.article_ids(Filter(text="马云"))) == [2]


def test_an_index_nobody_opened_for_long_is_deleted(project: Workspace) -> None:
    folder = index_for(project.path).parent
    folder.mkdir(parents=True, exist_ok=True)
    old, recent = folder / "old.find", folder / "recent.find"
    for path in (old, recent):
        path.write_bytes(b"x")
    os.utime(old, (0, 0))
    project.finder.update()
    assert (old.exists(), recent.exists()) == (False, True)
    recent.unlink()


def test_other_terms_make_the_index_anew(
    project: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.finder.update()
    project.close()
    monkeypatch.setattr(index_module, "VERSION", "0")
    with Workspace.open(project.path) as again:
        assert again.finder.update() == 4


def test_excerpt_shows_the_place_as_it_is_written(project: Workspace) -> None:
    matcher = matcher_of(Filter(text="马云"))
    assert matcher is not None
    shown = project.finder.excerpt(ArticleId(1), matcher)
    assert shown is not None
    assert (shown.before, shown.match, shown.after) == ("", "馬雲", "到杭州")
    assert project.finder.excerpt(ArticleId(2), matcher) is None
    assert project.finder.excerpt(ArticleId(99), matcher) is None


@pytest.mark.parametrize(
    ("one", "other"), [("標誌著", "标志着"), ("ＡＢＣ　１", "abc 1"), ("乾杯", "干杯"), ("İ", "i")]
)
def test_what_reads_the_same_is_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_the_first_of_a_large_list_come_before_all(
    project: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finder_module, "_MANY", 3)
    monkeypatch.setattr(filtering, "_FIRST", 2)
    sort = Sort(Order.LENGTH, descending=True)
    parts = [list(found.ids) for found in project.finder.search(Filter(), sort)]
    assert parts[0] == list(project.article_ids(sort=sort))[:2]
    assert [*parts[0], *parts[1]] == list(project.article_ids(sort=sort))
