"""Done and undone actions: one action is one transaction and one step of undo.

A step keeps the rows it changed, before and after. Undo writes back the ones before, redo the
ones after; both check first that the rows are as the step left them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from annotator.changes import Changes, Part
from annotator.commands import Command, Context
from annotator.errors import NotAllowed
from annotator.model import HistoryStep, Status
from annotator.store import Conflict, Store
from annotator.store.log import Entry, Recording, changes_of
from annotator.store.steps import NewStep, State

_SPANS = (Part.REPAIRS, Part.BOILERPLATE, Part.ENTITIES)


class Outcome(NamedTuple):
    """What an action did: the parts it touched, and every row before and after.

    There are no `entries` where it changed so many rows that they are not kept in memory.
    """

    changes: Changes
    entries: Sequence[Entry] | None


NOTHING = Outcome(Changes(), ())


class History:
    """Runs commands on a store and keeps their steps in it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def run(self, command: Command, context: Context) -> Outcome:
        """Do a command; one that changes nothing leaves no step.

        The first change of spans moves a todo article to doing, in the same step.
        """
        with self._store.transaction():
            with self._store.log.recording() as recorded:
                arguments = command.do(self._store, context)
                self._start_work(command, recorded)
            if not recorded:
                return NOTHING
            changes = recorded.changes
            step = NewStep(
                command.title, arguments, command.article, context.annotator, context.now
            )
            self._store.steps.add(step, recorded, changes.articles)
            self._store.articles.touch(changes.articles, context.now)
        return Outcome(changes, None if recorded.packed else recorded.entries)

    def undo(self, now: str, watch: Callable[[], object] = lambda: None) -> Outcome:
        """Take back the newest step that is done; raises NotAllowed where that cannot be.

        `watch` is called now and then, and may raise Cancelled: then nothing was done.
        """
        step = self._store.steps.next_undo()
        if step is None:
            return NOTHING
        chunks = self._store.steps.logs(step.seq, newest_first=True)
        turned = ([entry.turned() for entry in reversed(chunk)] for chunk in chunks)
        return self._go(step, turned, "undone", now, watch)

    def redo(self, now: str, watch: Callable[[], object] = lambda: None) -> Outcome:
        """Do the oldest undone step again, as `undo` does."""
        step = self._store.steps.next_redo()
        if step is None:
            return NOTHING
        return self._go(step, self._store.steps.logs(step.seq), "done", now, watch)

    def _go(
        self,
        step: HistoryStep,
        chunks: Iterable[Sequence[Entry]],
        state: State,
        now: str,
        watch: Callable[[], object],
    ) -> Outcome:
        outcome = NOTHING
        try:
            with self._store.transaction():
                for chunk in chunks:
                    if outcome.changes:
                        self._store.breathe()
                    watch()
                    self._store.log.apply(chunk)
                    changes = outcome.changes | changes_of(chunk)
                    outcome = Outcome(changes, None if outcome.changes else chunk)
                self._store.articles.touch(outcome.changes.articles, now)
                self._store.steps.set_state(step.seq, state)
        except Conflict as error:
            raise NotAllowed(
                "This step cannot be taken back or done again: an import has changed the labels "
                "or articles it was about.",
                "Take that import back first, or go on from here.",
            ) from error
        return outcome

    def _start_work(self, command: Command, recorded: Recording) -> None:
        article = command.article
        if article is None or not recorded.changes.touches(*_SPANS):
            return
        if self._store.articles.status(article) is Status.TODO:
            self._store.articles.put_status(article, Status.DOING)
