"""Undo, redo and reopening against a model that simply keeps a copy of everything."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from annotator.commands import (
    AddBoilerplate,
    AddEntities,
    AddEntity,
    Alike,
    Command,
    Correct,
    DecideAlike,
    DeleteEntities,
    DeleteLabel,
    Judge,
    MoveBoilerplate,
    MoveEntity,
    RefuseSuggestions,
    Relabel,
    ReorderLabels,
    Restore,
    SaveLabel,
    SetArticleNote,
    SetEntityNote,
    SetMeta,
    SetNote,
    SetStatus,
    TakeSuggestions,
)
from annotator.document import Document
from annotator.errors import NotAllowed
from annotator.formats.base import NamedEntity, Record
from annotator.model import (
    ArticleId,
    Boilerplate,
    Label,
    LabelId,
    Meta,
    Origin,
    Repair,
    SpanId,
    Status,
    Suggested,
    Verdict,
    key_of,
)
from annotator.store import log
from annotator.store.packing import pack
from annotator.store.suggestions import Stored
from annotator.store.tables import UNDOABLE
from annotator.workspace import Workspace
from tests.workspaces import assert_labels_counted, ids, new_workspace, reopened, rows

RAW = "區(qū)標志著\n\U00020bb7👨‍👩‍👧e\u0301\x00\u2028廣告甲乙"
RECORDS = (
    Record(
        "a",
        RAW,
        repairs=(
            Repair(1, 5, "", "pinyin_gloss", origin=Origin.IMPORT),
            Repair(5, 8, "标志着", "script_variant", origin=Origin.IMPORT),
            Repair(6, 6, "x", "lost_char", origin=Origin.IMPORT),
        ),
        boilerplate=(
            Boilerplate(18, 22, "contact_ad", origin=Origin.IMPORT),
            Boilerplate(3, 7, "credit", origin=Origin.IMPORT, verdict=Verdict.REJECTED),
        ),
        entities=(
            NamedEntity(0, 6, "LOC"),
            NamedEntity(5, 8, "LOC"),
            NamedEntity(9, 10, "GOV", origin=Origin.IMPORT, verdict=None),
        ),
        meta=Meta(title="题"),
    ),
    Record("b", "甲乙丙丁"),
)
Dump = dict[str, list[tuple[object, ...]]]
verdicts = st.sampled_from([None, *Verdict])
# What each table holds that undo must bring back; when a row was last touched is not among it.
TABLES = {table.name: ", ".join(f'"{c}"' for c in table.columns) for table in UNDOABLE.values()}
TABLES["article"] = "id, status, title, source, published, doubt, entities, judged, proposals"
TABLES["proposed"] = "species, block, articles"
TABLES["status_count"] = "status, articles"


def dump(workspace: Workspace) -> Dump:
    """Every undoable row of the file, and every number that triggers keep."""
    return {
        name: sorted(rows(workspace, f"select {columns} from {name}"))
        for name, columns in TABLES.items()
    }


class Undo(RuleBasedStateMachine):
    """Random actions; `past` and `future` hold whole dumps of the file."""

    chunk = 5_000

    def __init__(self) -> None:
        super().__init__()
        log._CHUNK = self.chunk
        self.folder = Path(tempfile.mkdtemp())
        self.workspace = new_workspace(self.folder, *RECORDS)
        self.now = dump(self.workspace)
        self.past: list[Dump] = []
        self.future: list[Dump] = []

    def document(self, article: ArticleId) -> Document:
        return self.workspace.document(article)

    def act(self, command: Command) -> None:
        try:
            changes = self.workspace.run(command)
        except (NotAllowed, ValueError):
            assert dump(self.workspace) == self.now
            return
        after = dump(self.workspace)
        assert bool(changes) == (after != self.now)
        if changes:
            self.past.append(self.now)
            self.now, self.future = after, []

    articles = st.sampled_from([ArticleId(1), ArticleId(1), ArticleId(2)])
    # Mostly short ranges inside the text; some are empty, some reach out of it.
    ranges = st.tuples(st.integers(0, len(RAW) - 1), st.integers(0, 6)).map(
        lambda drawn: (drawn[0], drawn[0] + drawn[1])
    )
    labels = st.integers(0, 13)
    picked = st.lists(st.integers(0, 20), min_size=1, max_size=3)

    def label(self, number: int) -> LabelId:
        held = self.workspace.labels()
        return held[number % len(held)].id

    @rule(article=articles, place=ranges, label=labels)
    def add_entity(self, article: ArticleId, place: tuple[int, int], label: int) -> None:
        self.act(AddEntity(article, *place, self.label(label)))

    @rule(places=st.lists(ranges, max_size=4), label=labels)
    def add_entities(self, places: list[tuple[int, int]], label: int) -> None:
        self.act(AddEntities(ArticleId(1), tuple(places), self.label(label)))

    @rule(place=ranges, other=ranges)
    def add_two_entities(self, place: tuple[int, int], other: tuple[int, int]) -> None:
        self.act(AddEntity(ArticleId(1), *place, self.label(0)))
        self.act(AddEntity(ArticleId(1), *other, self.label(1)))

    def entities(self, picks: list[int]) -> tuple[SpanId, ...]:
        held = [entity.id for entity in self.document(ArticleId(1)).entities]
        return tuple(held[pick % len(held)] for pick in picks if held)

    @rule(picks=picked)
    def delete_entities(self, picks: list[int]) -> None:
        self.act(DeleteEntities(ArticleId(1), self.entities(picks)))

    @rule(picks=picked, label=labels)
    def relabel(self, picks: list[int], label: int) -> None:
        self.act(Relabel(ArticleId(1), self.entities(picks), self.label(label)))

    @rule(picks=picked, place=ranges)
    def move_entity(self, picks: list[int], place: tuple[int, int]) -> None:
        for number in self.entities(picks[:1]):
            self.act(MoveEntity(ArticleId(1), number, *place))

    @rule(picks=picked, note=st.sampled_from(["", "注"]))
    def set_entity_note(self, picks: list[int], note: str) -> None:
        for number in self.entities(picks[:1]):
            self.act(SetEntityNote(ArticleId(1), number, note))

    @rule(article=articles, note=st.sampled_from(["", "注", "另"]))
    def set_article_note(self, article: ArticleId, note: str) -> None:
        self.act(SetArticleNote(article, note))

    @rule(pick=st.integers(0, 20), note=st.sampled_from(["", "注", "另"]))
    def set_note(self, pick: int, note: str) -> None:
        document = self.document(ArticleId(1))
        spans = document.cleaning
        key = key_of(spans[pick % len(spans)])
        self.act(SetNote(ArticleId(1), key, note))
        found = [*self.document(ArticleId(1)).repairs, *self.document(ArticleId(1)).boilerplate]
        assert [span.note for span in found if key_of(span) == key] == [note]

    @rule(article=articles, places=st.lists(ranges, max_size=6), label=labels)
    def suggest(self, article: ArticleId, places: list[tuple[int, int]], label: int) -> None:
        """No action: what is suggested is stored beside history."""
        length = len(self.document(article).article.raw)
        inside = sorted({(a, min(b, length)) for a, b in places if a < min(b, length)})
        made = tuple(Suggested(*place, self.label(label), 0.5, "lists") for place in inside)
        self.workspace.suggesting._put([Stored(article, "1", 0, made, 0, 0, 0)])
        assert dump(self.workspace) == self.now

    def standing(self, article: ArticleId, picks: list[int]) -> tuple[Suggested, ...]:
        held = self.document(article).suggestions
        return tuple(held[pick % len(held)] for pick in picks if held)

    @rule(article=articles, picks=picked)
    def take_suggestions(self, article: ArticleId, picks: list[int]) -> None:
        self.act(TakeSuggestions(article, self.standing(article, picks)))

    @rule(article=articles, picks=picked)
    def refuse_suggestions(self, article: ArticleId, picks: list[int]) -> None:
        self.act(RefuseSuggestions(article, self.standing(article, picks)))

    @rule(pick=st.integers(0, 20), verdict=st.sampled_from(Verdict))
    def decide_alike(self, pick: int, verdict: Verdict) -> None:
        for one in self.standing(ArticleId(1), [pick]):
            places = [(one.start, one.end, one.label)]
            page = pack([(number, places) for number in ids(self.workspace)])
            self.act(DecideAlike(Alike("文", one.label, (page,), 1, 1), verdict))

    @rule(article=articles, picks=picked, verdict=verdicts)
    def judge(self, article: ArticleId, picks: list[int], verdict: Verdict | None) -> None:
        document = self.document(article)
        keys = [key_of(repair) for repair in document.repairs]
        keys += [key_of(cut) for cut in document.boilerplate]
        if keys:
            self.act(Judge(article, tuple(keys[pick % len(keys)] for pick in picks), verdict))

    @rule(article=articles, place=ranges, kind=st.sampled_from(["copyright_notice", "other"]))
    def add_boilerplate(self, article: ArticleId, place: tuple[int, int], kind: str) -> None:
        self.act(AddBoilerplate(article, *place, kind))

    @rule(pick=st.integers(0, 20), place=ranges)
    def move_boilerplate(self, pick: int, place: tuple[int, int]) -> None:
        held = [cut.id for cut in self.document(ArticleId(1)).boilerplate if cut.id is not None]
        if held:
            self.act(MoveBoilerplate(ArticleId(1), held[pick % len(held)], *place))

    @rule(article=articles, place=ranges)
    def restore(self, article: ArticleId, place: tuple[int, int]) -> None:
        self.act(Restore(article, *place))

    @rule(article=articles, place=ranges, text=st.text("丁\n\U00020bb7", max_size=3))
    def correct(self, article: ArticleId, place: tuple[int, int], text: str) -> None:
        self.act(Correct(article, *place, text))

    @rule(article=articles, status=st.sampled_from(Status))
    def set_status(self, article: ArticleId, status: Status) -> None:
        self.act(SetStatus(article, status))

    @rule(article=articles, title=st.sampled_from([None, "题", "新"]))
    def set_meta(self, article: ArticleId, title: str | None) -> None:
        self.act(SetMeta(article, Meta(title=title)))

    @rule(number=labels, name=st.sampled_from(["PER", "新"]), fresh=st.booleans())
    def save_label(self, number: int, name: str, fresh: bool) -> None:
        at = LabelId(self.workspace.new_id()) if fresh else self.label(number)
        self.act(SaveLabel(Label(at, name, name, "#000000", "", position=number)))

    @precondition(lambda self: len(self.workspace.labels()) > 2)
    @rule(number=labels, other=st.none() | labels)
    def delete_label(self, number: int, other: int | None) -> None:
        replace_with = None if other is None else self.label(other)
        self.act(DeleteLabel(self.label(number), replace_with))

    @rule(number=labels)
    def reorder_labels(self, number: int) -> None:
        order = [label.id for label in self.workspace.labels()]
        self.act(ReorderLabels((*order[number:], *order[:number])))

    @rule()
    def undo(self) -> None:
        assert bool(self.workspace.undo()) == bool(self.past)
        if self.past:
            self.future.append(self.now)
            self.now = self.past.pop()

    @rule()
    def redo(self) -> None:
        assert bool(self.workspace.redo()) == bool(self.future)
        if self.future:
            self.past.append(self.now)
            self.now = self.future.pop()

    @rule()
    def reopen(self) -> None:
        self.workspace = reopened(self.workspace)

    @invariant()
    def file_is_as_the_model_says(self) -> None:
        assert dump(self.workspace) == self.now

    @invariant()
    def documents_show_what_the_file_holds(self) -> None:
        for fresh in self.workspace.documents():
            assert self.document(fresh.article.id) == fresh
            spans = fresh.cleaning
            assert len({key_of(span) for span in spans}) == len(spans)
        (sums,) = rows(
            self.workspace,
            "select (select count(*) from entity where verdict = 'accepted') = sum(entities), "
            "(select count(*) from verdict) = sum(judged) from article",
        )
        assert sums == (1, 1)
        assert_labels_counted(self.workspace)

    @invariant()
    def suggestions_fight_with_nothing(self) -> None:
        for document in self.workspace.documents():
            said = document.entities
            for one in document.suggestions:
                label = [e for e in said if e.verdict is Verdict.ACCEPTED]
                assert not any(e.start < one.end and one.start < e.end for e in label)
                place = one.start, one.end, one.label
                refused = [e for e in said if e.verdict is Verdict.REJECTED]
                assert place not in [(e.start, e.end, e.label) for e in refused]

    @invariant()
    def steps_are_as_many_as_actions(self) -> None:
        steps = self.workspace.history()
        assert [step.undone for step in steps] == [True] * len(self.future) + [False] * len(
            self.past
        )
        assert ids(self.workspace) == [1, 2]

    def teardown(self) -> None:
        log._CHUNK = Undo.chunk
        self.workspace.close()
        shutil.rmtree(self.folder)


Undo.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestUndo = Undo.TestCase


class UndoInChunks(Undo):
    """The same with a chunk for every row, as if each action were on thousands."""

    chunk = 1


UndoInChunks.TestCase.settings = settings(Undo.TestCase.settings, max_examples=10)
TestUndoInChunks = UndoInChunks.TestCase
