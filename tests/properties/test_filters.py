"""Filters and sorts against an oracle that looks at every document, whatever was done before."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from annotator.commands import (
    AddEntity,
    Correct,
    Judge,
    SetEntityNote,
    SetMeta,
    SetStatus,
)
from annotator.drafting import found_of
from annotator.filters import SUGGESTED, Filter, Order, Period, Sort, Within
from annotator.formats.base import NamedEntity, Record
from annotator.model import (
    ArticleId,
    Boilerplate,
    ImportId,
    Kind,
    LabelId,
    Meta,
    Origin,
    Proposals,
    Repair,
    Status,
    Verdict,
    key_of,
)
from annotator.store import Store, filtering
from annotator.store.facts import Species, percent, species_of
from annotator.store.imports import NewProposals
from annotator.store.migrations import MIGRATIONS, first, run_statements
from annotator.workspace import Workspace
from tests.machines import ProjectMachine, articles, places
from tests.workspaces import ids, new_workspace

CAME = Origin.IMPORT
RECORDS = (
    Record(
        "b",
        "區(qū)標志著廣告甲乙丙丁",
        repairs=(
            Repair(1, 5, "", "pinyin_gloss", ("gloss.after",), 0.99, origin=CAME),
            Repair(5, 8, "标志着", "script_variant", ("script.t2s", "gloss.after"), 0.9, (), CAME),
        ),
        boilerplate=(Boilerplate(8, 10, "contact_ad", ("contact.ad",), 0.29, (), CAME),),
        entities=(NamedEntity(0, 2, "LOC", annotator="丙"), NamedEntity(2, 3, "PER", verdict=None)),
        meta=Meta(title="乙", source="新华网", published="2024-12-10T09:00"),
    ),
    Record("a", "甲乙丙丁", meta=Meta(source="人民网"), updated="2024-01-01T00:00:00Z"),
    Record(
        "c",
        "甲乙丙丁戊",
        boilerplate=(Boilerplate(0, 2, "credit", ("parts.credit",), 0.9, (), CAME, note="注"),),
        status=Status.DONE,
    ),
)
LATER = (Record("d", "丙丁", meta=Meta(source="新华网", published="2023")), Record("e", "戊"))
TYPES = ("pinyin_gloss", "script_variant", "contact_ad", "credit", "correction")
RULES = ("gloss.after", "script.t2s", "contact.ad", "parts.credit", "none")
DATES = ("", "2023", "2024-01", "2024-12-10", "2026-11-22T03:17:30Z", "2027")


def some(values: Iterable[object]) -> st.SearchStrategy[frozenset[object]]:
    """One value or two."""
    return st.frozensets(st.sampled_from(list(values)), min_size=1, max_size=2)


periods = st.builds(Period, st.sampled_from(DATES), st.sampled_from(DATES))
FACETS: dict[str, st.SearchStrategy[object]] = {
    "statuses": some(Status),
    "labels": some(range(1, 15)),
    "rules": some(RULES),
    "types": some(TYPES),
    "least": st.sampled_from([29, 90, 91]),
    "most": st.sampled_from([29, 90, 89]),
    "annotators": some("甲乙丙丁"),
    "sources": some(("新华网", "人民网", "")),
    "published": periods,
    "imported": periods,
    "updated": periods,
    "unchecked": st.booleans(),
    "noted": st.booleans(),
}
# Most filters ask for one thing: those that ask for many let nothing through.
filters = (
    st.lists(st.sampled_from(list(FACETS)), max_size=3, unique=True)
    .flatmap(lambda names: st.fixed_dictionaries({name: FACETS[name] for name in names}))
    .map(lambda facets: Filter(**facets))
)


def lets_through(workspace: Workspace, article: ArticleId, wanted: Filter) -> bool:
    """The oracle: what the words of `Filter` say, on the document as the window shows it."""
    document = workspace.document(article)
    (row,) = workspace.rows([article])
    spans = document.cleaning
    proposals = [span for span in spans if span.origin is not Origin.PERSON]
    fits = [
        span
        for span in proposals
        if (not wanted.rules or wanted.rules & set(span.rules))
        and (not wanted.types or span.type in wanted.types)
        and wanted.least <= percent(span.confidence) <= wanted.most
    ]
    if not wanted.rules and (wanted.least, wanted.most) == (0, 100):
        fits += [span for span in spans if span.type in wanted.types]
    judged = workspace.orphaned_verdicts(article)
    work = {held.annotator for held in (*spans, *document.entities, *judged)}
    work |= {step.annotator for step in workspace.history(article) if not step.undone}
    standing = {e.label for e in document.entities if e.verdict is Verdict.ACCEPTED}
    notes = [held.note for held in (*spans, *document.entities, *judged)]
    meta, held = document.article.meta, document.article
    (came,) = [
        batch.at for batch in workspace.imports() if article in batch_articles(workspace, batch.id)
    ]
    asked_of_proposals = wanted.rules or wanted.types or (wanted.least, wanted.most) != (0, 100)
    return all(
        (
            not wanted.statuses or held.status in wanted.statuses,
            not wanted.labels or bool(wanted.labels & standing),
            not asked_of_proposals or bool(fits),
            not wanted.annotators or bool(wanted.annotators & work),
            not wanted.sources or (meta.source or "") in wanted.sources - {""},
            wanted.published.holds(meta.published or ""),
            wanted.updated.holds(held.updated or ""),
            wanted.imported.holds(came),
            wanted.unchecked in (None, row.judged < row.proposals),
            wanted.noted in (None, any(notes)),
        )
    )


def batch_articles(workspace: Workspace, batch: ImportId) -> list[ArticleId]:
    return workspace._store.imports.articles(batch)


def sort_key(workspace: Workspace, article: ArticleId, order: Order) -> object:
    """What the oracle sorts by."""
    document = workspace.document(article)
    (row,) = workspace.rows([article])
    spans = document.cleaning
    sure = [percent(s.confidence) for s in spans if s.origin is not Origin.PERSON]
    return {
        Order.IMPORT: article,
        Order.KEY: row.key,
        Order.TITLE: row.title,
        Order.STATUS: list(Status).index(row.status),
        Order.UPDATED: document.article.updated or "",
        Order.LENGTH: row.length,
        Order.PROPOSALS: row.proposals,
        Order.DOUBT: max((100 - p for p in sure), default=0),
        Order.LABELS: row.entities,
        # Nothing is suggested here.
        **dict.fromkeys(SUGGESTED, 0),
    }[order]


class Filters(ProjectMachine):
    """Random actions of two people, imports that come and go, and filters in between."""

    records, later = RECORDS, LATER

    @rule(name=st.sampled_from(["甲", "乙"]))
    def change_person(self, name: str) -> None:
        self.workspace.annotator = name

    @rule(number=articles, place=places, label=st.integers(0, 3))
    def add_entity(self, number: int, place: tuple[int, int], label: int) -> None:
        self.act(AddEntity(self.article(number), *place, self.workspace.labels()[label].id))

    @rule(number=articles, note=st.sampled_from(["", "注"]))
    def note_entity(self, number: int, note: str) -> None:
        for entity in self.workspace.document(self.article(number)).entities[:1]:
            self.act(SetEntityNote(self.article(number), entity.id, note))

    @rule(number=articles, verdict=st.sampled_from([None, *Verdict]), note=st.sampled_from("注 "))
    def judge(self, number: int, verdict: Verdict | None, note: str) -> None:
        document = self.workspace.document(self.article(number))
        keys = tuple(key_of(span) for span in document.cleaning)
        self.act(Judge(self.article(number), keys[:2], verdict, note.strip()))

    @rule(number=articles, place=places)
    def correct(self, number: int, place: tuple[int, int]) -> None:
        self.act(Correct(self.article(number), *place, "改"))

    @rule(number=articles, status=st.sampled_from(Status))
    def set_status(self, number: int, status: Status) -> None:
        self.act(SetStatus(self.article(number), status))

    @rule(
        number=articles,
        source=st.sampled_from([None, "新华网", "人民网"]),
        published=st.sampled_from([None, "2024-01-02"]),
    )
    def set_meta(self, number: int, source: str | None, published: str | None) -> None:
        self.act(SetMeta(self.article(number), Meta(source=source, published=published)))

    @rule(number=articles, less=st.booleans())
    def propose_anew(self, number: int, less: bool) -> None:
        """Half of what the first record proposes, for any article, with other metadata found."""
        repairs = tuple(r for r in RECORDS[0].repairs if r.end <= (5 if less else 8))
        article = self.workspace.document(self.article(number)).article
        cuts = (Boilerplate(0, 1, "credit", ("contact.ad",), 0.91),)
        if len(article.raw) < 8:
            repairs = ()
        proposals = Proposals(repairs, cuts, Meta(source="人民网"))
        held = next(self.workspace._store.reader.load([article.id]))
        found = found_of(article.raw, article.key, proposals, held.imported)
        new = NewProposals(article.id, "9", species_of(held.proposals), found)
        self.workspace._actions.replace_proposals([new])

    @rule(
        wanted=filters, order=st.sampled_from(Order), descending=st.booleans(), many=st.booleans()
    )
    def look(self, wanted: Filter, order: Order, descending: bool, many: bool) -> None:
        """`many` takes the way of projects so large that they are read a stretch at a time."""
        expected = [n for n in ids(self.workspace) if lets_through(self.workspace, n, wanted)]
        expected.sort(key=lambda n: sort_key(self.workspace, n, order))
        if descending and order not in SUGGESTED:
            expected.reverse()
        with pytest.MonkeyPatch.context() as patch:
            if many:
                patch.setattr(filtering, "_STRETCH", 2)
                patch.setattr(filtering, "_FEW", 1)
            assert list(self.workspace.article_ids(wanted, Sort(order, descending))) == expected

    @invariant()
    def kinds_are_those_of_what_is_proposed(self) -> None:
        store = self.workspace._store
        held = store.reader.load(ids(self.workspace))
        stored: dict[int, set[Species]] = defaultdict(set)
        for number, kind, *rest in store._connection.rows("select * from species"):
            for hit in re.finditer(b"\x01", store.facts.having("id = ?", (number,))):
                stored[hit.start()].add(Species(Kind(kind), *rest))
        kinds = {each.article.id: set(species_of(each.proposals)) for each in held}
        assert stored == {article: kind for article, kind in kinds.items() if kind}

    @rule()
    def look_at_choices(self) -> None:
        documents = [self.workspace.document(number) for number in ids(self.workspace)]
        spans = [span for d in documents for span in d.cleaning]
        choices = self.workspace.choices()
        assert choices.sources == tuple(
            sorted({d.article.meta.source for d in documents if d.article.meta.source})
        )
        assert {rule for span in spans for rule in span.rules} <= set(choices.rules)
        assert {span.type for span in spans} <= set(choices.types)


Filters.TestCase.settings = settings(
    max_examples=40, stateful_step_count=40, suppress_health_check=list(HealthCheck)
)
TestFilters = Filters.TestCase


@given(filters, st.text(max_size=4), st.booleans(), st.sampled_from(Within))
def test_filter_comes_back_from_its_json(
    wanted: Filter, text: str, pattern: bool, within: Within
) -> None:
    whole = replace(wanted, text=text, pattern=pattern, within=within)
    assert Filter.from_json(json.loads(json.dumps(whole.to_json()))) == whole
    assert bool(whole) == (whole.to_json() != {})


@pytest.mark.parametrize(
    "held",
    [
        [],
        {"colour": 1},
        {"statuses": "todo"},
        {"statuses": ["new"]},
        {"least": "1"},
        {"labels": [True]},
        {"updated": ["a"]},
    ],
)
def test_what_is_no_filter_is_refused(held: object) -> None:
    with pytest.raises(ValueError):
        Filter.from_json(held)


FACTS = (
    "select kind, type, rule, percent, block, articles from proposed "
    "join species on id = species order by 1, 2, 3, 4, 5",
    "select id, source, found_source, published, found_published, doubt, title from article",
)


def test_migration_works_out_the_facts_of_a_project_of_the_first_version(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path, *RECORDS)
    workspace.run(SetMeta(ArticleId(2), Meta(published="2020")))
    workspace.run(SetMeta(ArticleId(1), Meta(title="乙", source="报")))
    workspace.run(AddEntity(ArticleId(2), 0, 1, LabelId(1)))
    workspace.close()
    new = sqlite3.connect(workspace.path)
    expected = [new.execute(sql).fetchall() for sql in FACTS]
    new.close()
    old = tmp_path / "old.duizhao"
    Store.create(old, "2026-11-22T03:17:00Z", MIGRATIONS[:1]).close()
    copy_rows(workspace.path, old)
    Store.open(old, "2026-11-22T03:17:00Z").close()
    brought = sqlite3.connect(old)
    assert [brought.execute(sql).fetchall() for sql in FACTS] == expected
    assert brought.execute("select count(*) from article where stamp = 0").fetchone() == (0,)
    brought.close()


def copy_rows(source: Path, target: Path) -> None:
    """Fill the tables of a project of the first version; articles last, as triggers count."""
    database = sqlite3.connect(target)
    database.execute("attach ? as new", (str(source),))
    plain = sqlite3.connect(":memory:")
    run_statements(plain, first.STATEMENTS)
    names = [n for (n,) in plain.execute("select name from sqlite_master where type = 'table'")]
    skipped = ("sqlite_sequence", "status_count", "article")
    for name in [*(n for n in names if n not in skipped), "article"]:
        columns = [f'"{row[1]}"' for row in plain.execute(f"pragma table_info({name})")]
        listed = ", ".join(columns)
        database.execute(f"insert into {name} ({listed}) select {listed} from new.{name}")
    database.commit()
    database.close()
    plain.close()
