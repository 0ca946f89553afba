"""Taking records into an open project, and taking an import back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cache import Documents
from annotator.changes import Changes, Listeners, Part
from annotator.crews import crew_of
from annotator.defaults import Clock, stamp
from annotator.ids import NewId
from annotator.importing import Importer, ImportReport, Maker
from annotator.incoming import Read
from annotator.model import ImportId
from annotator.progress import Progress
from annotator.store import Store
from annotator.store.imports import NewArticle
from annotator.uncut import Uncut

if TYPE_CHECKING:
    # It brings the rules with it, which an import without cleaning does without.
    from annotator.upkeep import Upkeep


class Intake:
    """Writes what is read in batches, each in a transaction of its own, and tells listeners."""

    def __init__(
        self,
        store: Store,
        documents: Documents,
        listeners: Listeners,
        upkeep: Callable[[], Upkeep],
        *,
        annotator: str,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._store = store
        self._documents = documents
        self._listeners = listeners
        self._upkeep = upkeep
        self._annotator = annotator
        self._clock = clock
        self._new_id = new_id

    def take(
        self, read: Read, sources: Sequence[Path], progress: Progress | None, *, clean: bool
    ) -> ImportReport:
        """Take in what is read, then clean again what turned out to recur in it.

        `progress` may raise Cancelled: what was committed by then stays.
        """
        propose, version = self._upkeep().cleaner() if clean else (None, None)
        with self._store.lock:
            labels = {label.name: label for label in self._documents.labels().values()}
        with crew_of(propose) as crew, Uncut() as uncut:
            importer = Importer(
                self._store,
                Maker(version, self._new_id, labels),
                crew,
                uncut,
                annotator=self._annotator,
                sources=tuple(map(str, sources)),
                now=lambda: stamp(self._clock()),
            )
            importer.run(read, partial(self._write, importer), progress)
            again = uncut.recurring(self._store.recurring)
            cleaned_again = self._upkeep().use_recurring(again, progress, crew) if clean else 0
        return replace(importer.report(), cleaned_again=cleaned_again)

    def take_back(self, import_id: ImportId) -> Changes:
        """Delete the articles of an import; raises NotAllowed where somebody worked on them."""
        with self._store.settled(), self._store.transaction():
            gone = self._store.imports.take_back(import_id)
        with self._store.lock:
            self._documents.forget()
        changes = Changes(frozenset(gone), frozenset({Part.ARTICLES, Part.STATUS}))
        self._listeners.tell(changes)
        return changes

    def _write(self, importer: Importer, made: Sequence[NewArticle]) -> None:
        with self._store.settled():
            changes = importer.write(made)
            if changes.touches(Part.LABELS):
                self._documents.refresh_labels()
        self._listeners.tell(changes)
