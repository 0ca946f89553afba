"""Long work over the articles of a project: rules run again, lines counted, a model trained."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from annotator.checking import CheckReport, check
from annotator.chunks import chunked
from annotator.crews import RuleCrew, Task, crew_of
from annotator.document import Document
from annotator.drafting import (
    CHUNK,
    Propose,
    cleaner,
    found_of,
    together,
)
from annotator.filters import EVERYTHING, IMPORTED
from annotator.importing import batch_site
from annotator.model import ArticleId, Boilerplate, ImportId, Proposals, made_here
from annotator.progress import Progress
from annotator.rules.page import Page
from annotator.rules.recurring import keys_of, recurring
from annotator.settings import Value
from annotator.store import Store
from annotator.store.facts import species_of
from annotator.store.imports import NewProposals
from annotator.store.reading import Held
from annotator.store.spans import Own
from annotator.teaching import learned_from
from annotator.text.recurring import Keys, Recurring, evidence, site_of

_BY_SOURCE = "structure."


class RecurringLine(NamedTuple):
    """A line that recurs: in `times` of the `of` articles of a site, `framed` times as its frame.

    `text` is how it reads in the first article that has it.
    """

    site: str
    text: str
    times: int
    framed: int
    of: int


class Upkeep:
    """Goes through articles in pages, each in a transaction of its own; progress may cancel."""

    def __init__(
        self,
        store: Store,
        setting: Callable[[str], Value],
        replace: Callable[[Sequence[NewProposals]], None],
    ) -> None:
        """`replace` stores what is proposed anew and tells listeners."""
        self._store = store
        self._setting = setting
        self._replace = replace

    def repropose(self, progress: Progress | None = None) -> int:
        """Run the rules over every article but pairs; returns how many they see otherwise now.

        Verdicts stay with what they were given for; those on what is no longer proposed are in
        `Workspace.orphaned_verdicts`. `progress` may raise Cancelled: what was stored by then
        stays.
        """
        ids = self._store.filtering.ids(EVERYTHING, IMPORTED)
        with crew_of(self.cleaner()[0]) as crew:
            return self._run(ids, progress, crew, uncut=False)

    def check(self, *, repair: bool = False, progress: Progress | None = None) -> CheckReport:
        """Whether everything stored is true; see `checking.check`."""
        return check(self._store, repair=repair, progress=progress)

    def use_recurring(
        self, articles: Iterable[ArticleId], progress: Progress | None, crew: RuleCrew
    ) -> int:
        """Run the rules over those of these articles again in which lines recur uncut."""
        return self._run(array("q", articles), progress, crew, uncut=True)

    def _run(
        self, ids: array[int], progress: Progress | None, crew: RuleCrew, *, uncut: bool
    ) -> int:
        """Propose anew, in other processes where there is much; each page while the next is read.

        An article whose process is killed over it stays as it was.
        """
        off = frozenset(self._setting("disabled_rules"))
        work = partial(proposed_chunk, _Anew(self.cleaner()[1], off, uncut))
        changed = done = 0

        def stored(size: int, chunks: int) -> None:
            nonlocal changed, done
            run = [new for _ in range(chunks) for new in crew.take()]
            if run:
                self._replace(run)
            changed += len(run)
            done += size
            if progress is not None:
                progress(done, len(ids))

        before = None
        for loaded in self._pages(ids):
            given = 0
            for chunk in _chunks(zip(loaded, self._evidence(loaded), strict=True), uncut):
                crew.give(Task(work, chunk, _as_it_was))
                given += 1
            if before is not None:
                stored(*before)
            before = len(loaded), given
        if before is not None:
            stored(*before)
        return changed

    def count_recurring(self, progress: Progress | None = None) -> int:
        """Count the lines of all articles anew; returns how many articles are copies of others.

        Stopped on the way, only the articles before that are counted.
        """
        ids = self._store.filtering.ids(EVERYTHING, IMPORTED)
        done = copies = 0
        with self._store.transaction():
            self._store.recurring.clear()
        for loaded in self._pages(ids):
            keyed = self._keyed(loaded)
            with self._store.transaction():
                copies += self._store.recurring.count(keyed)
            done += len(loaded)
            if progress is not None:
                progress(done, len(ids))
        return copies

    def recurring_lines(self, progress: Progress | None = None) -> Iterator[RecurringLine]:
        """The lines that recur, each at the first article that has it."""
        told: set[int] = set()
        ids = self._store.filtering.ids(EVERYTHING, IMPORTED)
        done = 0
        for loaded in self._pages(ids):
            keyed = self._keyed(loaded)
            seen = self._seen([keys for _, keys in keyed])
            for held, (_, keys), lines in zip(loaded, keyed, seen, strict=True):
                places = {(line.start, line.end): key for key, line in keys.keyed()}
                for line in lines.lines if lines is not None else ():
                    key = places[line.start, line.end]
                    if key not in told:
                        told.add(key)
                        text = held.article.raw[line.start : line.end]
                        yield RecurringLine(keys.site, text, line.times, line.framed, line.of)
            done += len(loaded)
            if progress is not None:
                progress(done, len(ids))

    def learned(self, documents: Iterable[Document], progress: Progress | None) -> tuple[int, str]:
        """How many of these documents taught a model, and its text; raises NotAllowed."""
        return learned_from(documents, str(self._setting("script")), progress)

    def _pages(self, ids: array[int]) -> Iterator[list[Held]]:
        for page in self._store.reader.pages(ids):
            with self._store.settled():
                loaded = self._store.reader.load(page)
            yield list(loaded)

    def _evidence(self, loaded: Sequence[Held]) -> list[Recurring | None]:
        return self._seen([keys for _, keys in self._keyed(loaded)])

    def _seen(self, keyed: Sequence[Keys]) -> list[Recurring | None]:
        known = self._store.recurring.of(set().union(*(keys.all() for keys in keyed)))
        return [evidence(keys, known) for keys in keyed]

    def _keyed(self, loaded: Sequence[Held]) -> list[tuple[ImportId, Keys]]:
        """For each article its import and its keys."""
        batches = self._store.recurring.batches([held.article.id for held in loaded])
        keyed = []
        for held in loaded:
            batch = batches[held.article.id]
            keys = keys_of(held.article.raw, site_of(held.imported.get("url")))
            keyed.append((batch, keys.at(batch_site(batch))))
        return keyed

    def cleaner(self) -> tuple[Propose, str]:
        """The rules and model as the project's settings want them, and their version."""
        model = str(self._setting("model"))
        off, on = self._setting("disabled_rules"), self._setting("enabled_rules")
        return cleaner(off, str(self._setting("script")), model, on)


@dataclass(frozen=True, slots=True)
class _Anew:
    """How articles are proposed anew; `uncut`: only where lines recur that nothing cuts."""

    version: str
    disabled: frozenset[str]
    uncut: bool


_Seen = tuple[Held, Recurring | None]


def _chunks(seen: Iterable[_Seen], uncut: bool) -> Iterator[list[_Seen]]:
    """Cut up what is given to one process at once, without what nothing is proposed for."""
    asked = (
        # What people did is stored apart, and nobody reads it there.
        (replace(held, judgements={}, own=Own(), entities=()), lines)
        for held, lines in seen
        if not held.article.pair and not (uncut and lines is None)
    )
    return chunked(asked, lambda one: len(one[0].article.raw), **CHUNK)


def proposed_chunk(
    how: _Anew, propose: Propose | None, chunk: Sequence[_Seen]
) -> list[NewProposals]:
    """What is proposed otherwise now for some articles."""
    assert propose is not None
    asked = [(held, lines) for held, lines in chunk if not how.uncut or _has_uncut(held, lines)]
    said = propose.all([(held.article.raw, None, lines) for held, lines in asked])
    found = (
        _differing(held, proposed, how) for (held, _), proposed in zip(asked, said, strict=True)
    )
    return [new for new in found if new is not None]


def _as_it_was(_one: _Seen) -> list[NewProposals]:
    return []


def _differing(held: Held, proposed: Proposals, how: _Anew) -> NewProposals | None:
    """What is proposed now for a stored article; None where that is what it was before.

    What a file brought with it stays proposed, and so does what the source of a page proved, which
    is not stored, unless its rule is off; verdicts are stored apart.
    """
    before = held.proposals
    came = [span for span in before.cleaning if not made_here(span)]
    article = held.article
    proposals = together(proposed, [*came, *_by_source(before, proposed, how.disabled)])
    if proposals == before:
        return None
    found = found_of(article.raw, article.key, proposals, held.imported)
    return NewProposals(article.id, how.version, species_of(before), found)


def _has_uncut(held: Held, seen: Recurring | None) -> bool:
    """Whether what recurs proves a cut that is not proposed; looked for in raw, as that is fast."""
    if seen is None:
        return False
    cuts = held.proposals.boilerplate
    return any(
        not any(cut.start <= new.start and new.end <= cut.end for cut in cuts)
        for new in recurring(Page(held.article.raw, recurring=seen))
    )


def _by_source(
    before: Proposals, found: Proposals, disabled: Collection[str]
) -> Iterator[Boilerplate]:
    """The cuts that only the source of a page could prove, where nothing is found now."""
    for cut in before.boilerplate:
        ours = all(rule.startswith(_BY_SOURCE) and rule not in disabled for rule in cut.rules)
        met = any(new.start < cut.end and cut.start < new.end for new in found.boilerplate)
        if cut.rules and ours and not met:
            yield cut
