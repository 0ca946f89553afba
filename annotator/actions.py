"""Actions on an open project: stored, kept in step with in memory, and told to listeners."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from annotator.cache import Documents
from annotator.changes import Changes, Listeners, Part
from annotator.commands import Command, Context
from annotator.defaults import Clock, stamp
from annotator.errors import Cancelled, ProjectError
from annotator.history import History, Outcome
from annotator.ids import NewId
from annotator.pending import Pending
from annotator.progress import Progress
from annotator.store import Store
from annotator.store.imports import NewProposals

_ANYTHING = Changes(frozenset(), frozenset({Part.ARTICLES}))
"""What is told where all that was read may be otherwise: who hears it reads everything anew."""


class Actions:
    """One action at a time; in the middle of a long one, articles can be read as far as it is.

    A long one of another thread is waited for `patience` seconds at most, negative ones are
    endless; after that NotAllowed is raised. ProjectError is raised as well, and Cancelled where
    `progress` raised it: then all is as it was.
    """

    def __init__(
        self, store: Store, documents: Documents, listeners: Listeners, clock: Clock, new_id: NewId
    ) -> None:
        self._store, self._documents, self._listeners = store, documents, listeners
        self._clock, self._new_id = clock, new_id
        self._history = History(store)
        self.pending = Pending(store, documents)

    def run(self, command: Command, annotator: str, patience: float) -> Changes:
        """Do a command as somebody's."""
        now = stamp(self._clock())
        context = Context(self._documents.get, annotator, now, self._new_id)
        return self._keep(lambda: self._history.run(command, context), now, patience)

    def undo(self, patience: float, progress: Progress | None) -> Changes:
        """Take the newest action back."""
        return self._travel(self._history.undo, patience, progress)

    def redo(self, patience: float, progress: Progress | None) -> Changes:
        """Do the action that was taken back last again."""
        return self._travel(self._history.redo, patience, progress)

    def _travel(
        self,
        way: Callable[[str, Callable[[], object]], Outcome],
        patience: float,
        progress: Progress | None,
    ) -> Changes:
        now = stamp(self._clock())
        watch = partial(progress, 0, None) if progress is not None else lambda: None
        return self._keep(lambda: way(now, watch), now, patience)

    def _keep(self, action: Callable[[], Outcome], now: str, patience: float) -> Changes:
        try:
            with self._store.settled(patience):
                outcome = action()
                self._documents.apply(outcome, now)
        except (Cancelled, ProjectError):
            # Somebody may have read what it had done by then.
            with self._store.lock:
                self._documents.forget()
            self._listeners.tell(_ANYTHING)
            raise
        finally:
            self.pending.store_soon()
        self._listeners.tell(outcome.changes)
        return outcome.changes

    def replace_proposals(self, run: Sequence[NewProposals]) -> None:
        """Store what the rules see in articles now; undo does not take it back."""
        with self._store.settled():
            with self._store.transaction():
                self._store.imports.replace_proposals(run)
            self._documents.forget()
        parts = frozenset({Part.REPAIRS, Part.BOILERPLATE, Part.META})
        self._listeners.tell(Changes(frozenset(new.article for new in run), parts))
