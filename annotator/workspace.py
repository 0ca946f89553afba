"""One open project: runs commands, hands out documents, and tells listeners what changed."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Self

from annotator.actions import Actions
from annotator.cache import Documents, document_of
from annotator.changes import Changes, Listener, Listeners, Part
from annotator.commands import Command, Gathered, Which
from annotator.commands.bulk import gather
from annotator.defaults import Clock, account_name, default_labels, stamp, utc_now
from annotator.document import Document
from annotator.filters import EVERYTHING, IMPORTED, Choices, Filter, Sort
from annotator.ids import NewId, time_ordered_ids
from annotator.model import (
    ArticleId,
    ArticleRow,
    HistoryStep,
    Import,
    ImportId,
    Judgement,
    Label,
    Status,
)
from annotator.places import index_for
from annotator.progress import Progress
from annotator.settings import Value, checked, setting_of
from annotator.store import Store
from annotator.store.progress import WorkDone

if TYPE_CHECKING:
    # The formats bring the rules with them, and a window should be there before they are.
    from annotator.find.finder import Finder
    from annotator.formats.base import Problem, ReadOptions, Record
    from annotator.importing import ImportReport
    from annotator.intake import Intake
    from annotator.layers import Layers
    from annotator.suggesting import Suggesting
    from annotator.upkeep import Upkeep


class Workspace:
    """An open project. Any thread may call it; listeners are called in the thread that changed."""

    def __init__(self, store: Store, annotator: str | None, clock: Clock, new_id: NewId) -> None:
        self._store = store
        self._clock = clock
        self.new_id = new_id
        """Gives the id of something new."""
        self._documents = Documents(store)
        self._listeners = Listeners()
        self._actions = Actions(store, self._documents, self._listeners, clock, new_id)
        self._finder: Finder | None = None
        self._suggesting: Suggesting | None = None
        if annotator is not None:
            self.annotator = annotator

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        title: str = "",
        annotator: str | None = None,
        clock: Clock = utc_now,
        new_id: NewId | None = None,
    ) -> Self:
        """Make a project file with the default labels and open it; raises ProjectError."""
        maker = new_id or time_ordered_ids()
        store = Store.create(path, stamp(clock()))
        with store.transaction():
            store.labels.add_all(default_labels(maker))
            store.set_setting("title", title)
        return cls(store, annotator, clock, maker)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        annotator: str | None = None,
        clock: Clock = utc_now,
        new_id: NewId | None = None,
        progress: Progress = lambda _done, _total: None,
    ) -> Self:
        """Open a project file, brought to this version after a backup; raises ProjectError.

        `progress` is called while that takes time, and may raise Cancelled: the file is as it was.
        """
        store = Store.open(path, stamp(clock()), watch=lambda: progress(0, None))
        return cls(store, annotator, clock, new_id or time_ordered_ids())

    @staticmethod
    def opens_slowly(path: Path) -> bool:
        """Whether opening a project file is work for the background."""
        return Store.opens_slowly(path)

    @classmethod
    def look(cls, path: Path) -> Self:
        """For reading a project that another process has open and `kept_still`."""
        return cls(Store.look(path), None, utc_now, time_ordered_ids())

    def kept_still(self) -> AbstractContextManager[bool]:
        """Let other processes `look` at the project as it is now, while the block runs.

        Work here goes on meanwhile. False where another block does so already.
        """
        return self._store.kept_still()

    def grow_log(self) -> None:
        """Make room for what will be written, so that storing an action takes no longer for it."""
        self._store.grow_log()

    def close(self) -> None:
        """Write everything into the one file and let it go; closing twice is fine."""
        try:
            self._actions.pending.store()
        finally:
            self._listeners.clear()
            for helper in (self._suggesting, self._finder):
                if helper is not None:
                    helper.close()
            self._documents.forget()
            self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The project file."""
        return self._store.path

    @property
    def title(self) -> str:
        """The name of the project, else of its file."""
        return str(self.setting("title")) or self.path.stem

    @property
    def annotator(self) -> str:
        """Who works here; at first the name of the account."""
        return str(self.setting("annotator")) or account_name()

    @annotator.setter
    def annotator(self, name: str) -> None:
        self.set_setting("annotator", name)

    def setting(self, key: str) -> Value:
        """The value of a setting; raises KeyError for one that is not in `annotator.settings`."""
        default = setting_of(key).default
        stored = self._actions.pending.setting(key)
        return default if stored is None else checked(key, stored)

    def set_setting(self, key: str, value: object) -> None:
        """Store a setting; raises KeyError or ValueError for one that cannot be.

        In the middle of a long action of another thread it is stored when that is over.
        """
        self._actions.pending.set_setting(key, checked(key, value))
        self._listeners.tell(Changes(parts=frozenset({Part.SETTINGS})))

    def counts(self) -> Mapping[Status, int]:
        """How many articles have each status."""
        return self._store.articles.counts()

    def article_ids(self, wanted: Filter = EVERYTHING, sort: Sort = IMPORTED) -> array[int]:
        """The ids of what a filter lets through, in order, which takes a while for a text."""
        if not wanted.text:
            return self._store.filtering.ids(wanted, sort)
        found = (some.ids for some in self.finder.search(wanted, sort))
        return array("q", chain.from_iterable(found))

    def choices(self) -> Choices:
        """What there is in this project that a filter may ask for."""
        return self._store.filtering.choices()

    @property
    def finder(self) -> Finder:
        """Finds articles by their texts; only who asks first waits for what is being stored."""
        from annotator.find.finder import Finder

        if self._finder is None:
            with self._store.lock:
                if self._finder is None:
                    self._finder = Finder(self._store, index_for(self.path))
                    self.subscribe(self._finder.note)
        return self._finder

    @property
    def layers(self) -> Layers:
        """Everybody's versions of the articles."""
        from annotator.layers import Layers

        return Layers(self._store, self._documents)

    @property
    def work_done(self) -> WorkDone:
        """What was done when and by whom."""
        return self._store.work_done

    @property
    def suggesting(self) -> Suggesting:
        """Suggests entities; what it learned is read when it is first asked for something."""
        from annotator.suggesting import suggesting_for

        with self._store.lock:
            if self._suggesting is None:
                known = self._documents, self.setting, self._listeners
                self._suggesting = suggesting_for(self._store, *known)
            return self._suggesting

    def neighbour(
        self, article: int, *, forward: bool = True, status: Status | None = None
    ) -> ArticleId | None:
        """The nearest article after or before one, of a status if one is given; 0 is before all."""
        return self._store.articles.neighbour(article, forward, status)

    def rows(self, ids: Sequence[ArticleId]) -> list[ArticleRow]:
        """What the list shows of these articles, in the order asked; raises KeyError."""
        return self._store.articles.rows(ids)

    def article_by_key(self, key: str) -> ArticleId | None:
        """The article with this key."""
        found = self._store.articles.by_key([key]).get(key)
        return found[0] if found else None

    def document(self, article: ArticleId) -> Document:
        """An article with everything said about it; raises KeyError.

        Documents are values: the same one comes back until an action changes it, and parts that
        did not change are the same objects in the next one.
        """
        with self._store.lock:
            return self._documents.get(article)

    def documents(
        self, status: Status | None = None, among: Sequence[int] | None = None
    ) -> Iterator[Document]:
        """Every document in order, or these; memory stays the same however many there are."""
        wanted = Filter(statuses=frozenset({status} if status else ()))
        ids = self.article_ids(wanted) if among is None else among
        for page in self._store.reader.pages(ids):
            yield from self.page(page)

    def page(self, ids: Sequence[ArticleId]) -> Iterator[Document]:
        """The documents of a few articles, read at once and made one by one; raises KeyError."""
        with self._store.settled():
            loaded, labels = self._store.reader.load(ids), self._documents.labels()
        return (document_of(held, labels) for held in loaded)

    def pages(self, ids: Sequence[int], at_once: int) -> Iterator[list[ArticleId]]:
        """Cut ids up into pages of so many articles, fewer where their texts are long."""
        return self._store.reader.pages(ids, at_once)

    def orphaned_verdicts(self, article: ArticleId) -> tuple[Judgement, ...]:
        """The verdicts on what is no longer proposed, in order of place."""
        with self._store.lock:
            return self._documents.held(article).orphaned()

    def labels(self) -> tuple[Label, ...]:
        """The label set by position."""
        with self._store.lock:
            return tuple(self._documents.labels().values())

    def run(self, command: Command, patience: float = -1) -> Changes:
        """Do an action: one transaction, one step of undo; raises NotAllowed, ProjectError.

        A long one of another thread is waited for `patience` seconds; negative ones are endless.
        Articles can be read in the middle of long ones, as far as these are.
        """
        return self._actions.run(command, self.annotator, patience)

    def gather(
        self, which: Which, articles: Sequence[int], progress: Progress | None = None
    ) -> Gathered:
        """What `JudgeAll` would judge in these articles; `progress` may raise Cancelled."""
        return gather(self._store, which, articles, progress)

    def undo(self, patience: float = -1, progress: Progress | None = None) -> Changes:
        """Take the newest action back; raises NotAllowed, ProjectError.

        `patience` is as in `run`. `progress` may raise Cancelled: then all is as it was.
        """
        return self._actions.undo(patience, progress)

    def redo(self, patience: float = -1, progress: Progress | None = None) -> Changes:
        """Do the action that was taken back last again, as `undo` does."""
        return self._actions.redo(patience, progress)

    def undo_step(self) -> HistoryStep | None:
        """The action that undo takes back."""
        return self._store.steps.next_undo()

    def redo_step(self) -> HistoryStep | None:
        """The action that redo does again."""
        return self._store.steps.next_redo()

    def is_long(self, step: HistoryStep) -> bool:
        """Whether undoing or redoing an action is work for the background."""
        return self._store.steps.is_long(step.seq)

    def history(self, article: ArticleId | None = None, limit: int = 200) -> list[HistoryStep]:
        """The newest actions first, those that can be redone included, of all articles or one."""
        return self._store.steps.recent(article, limit)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call a listener after every commit that changed something; returns how to stop that."""
        return self._listeners.add(listener)

    def add_seconds(self, article: ArticleId, seconds: float) -> None:
        """Add time spent on an article; undo does not take it back, listeners hear nothing.

        In the middle of a long action of another thread they are stored when that is over.
        """
        self._actions.pending.add_seconds(article, seconds)

    def import_files(
        self,
        paths: Iterable[Path],
        options: ReadOptions | None = None,
        *,
        format: str | None = None,
        clean: bool = True,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Read files and folders in, cleaned unless `clean` is off.

        Texts that are there already are counted and left alone; a known key with another text is
        a problem. `progress` is called between batches with the records done, and may raise
        Cancelled: what was committed by then stays.
        """
        from annotator.incoming import read_batches

        sources = list(paths)
        with closing(read_batches(sources, options, format, clean)) as read:
            return self._intake.take(read, sources, progress, clean=clean)

    def import_records(
        self,
        records: Iterable[Record | Problem],
        *,
        sources: Sequence[Path] = (),
        clean: bool = True,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Take records in as `import_files` does."""
        from annotator.incoming import batches

        return self._intake.take(batches(records, clean), sources, progress, clean=clean)

    @property
    def _intake(self) -> Intake:
        from annotator.intake import Intake

        return Intake(
            self._store,
            self._documents,
            self._listeners,
            lambda: self.upkeep,
            annotator=self.annotator,
            clock=self._clock,
            new_id=self.new_id,
        )

    @property
    def upkeep(self) -> Upkeep:
        """Cleans the articles anew, and counts what recurs in them."""
        from annotator.upkeep import Upkeep

        return Upkeep(self._store, self.setting, self._actions.replace_proposals)

    def train_model(self, progress: Progress | None = None) -> int:
        """Train the model of this project on what stands in the articles that are done.

        Returns how many taught it; the next import or `repropose` uses it. Raises NotAllowed where
        they are too few; `progress` may raise Cancelled.
        """
        count, model = self.upkeep.learned(self.documents(Status.DONE), progress)
        self.set_setting("model", model)
        return count

    def annotators(self) -> list[str]:
        """Everyone who did something here, by name."""
        return self._store.people.names()

    def imports(self) -> list[Import]:
        """Every import, newest first."""
        return self._store.imports.all()

    def take_back_import(self, import_id: ImportId) -> Changes:
        """Delete the articles of an import; raises NotAllowed where somebody worked on them."""
        return self._intake.take_back(import_id)

    def backup(self, path: Path) -> None:
        """Write a verified copy of the project; raises ProjectError."""
        self._store.backup(path)
