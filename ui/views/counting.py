"""Counting in the background what a question is about, while the question stands in its line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from annotator.progress import Progress
from ui.i18n import tr
from ui.session import Session
from ui.worker import Job

T = TypeVar("T")


class Counting(Generic[T]):
    """One count at a time; a new one, or giving up, forgets the one before."""

    def __init__(
        self, session: Session, say: Callable[[str], None], counted: Callable[[], None]
    ) -> None:
        """`say` is given how far a count is; `counted` is called when `found` is there."""
        self._session, self._say, self._counted = session, say, counted
        self.found: T | None = None
        self._job: Job | None = None
        self._number = 0

    def begin(self, count: Callable[[Progress], T]) -> None:
        """Count in the background."""
        self.give_up()
        number = self._number
        job = self._job = self._session.start(
            count, tr("Counting…"), lambda found: self._end(number, found), told=False
        )
        job.progressed.connect(lambda done, total: self._show(number, done, total))

    def give_up(self) -> None:
        """Forget what was counted, and count no further."""
        if self._job is not None:
            self._job.cancel()
        self._job = self.found = None
        self._number += 1

    def _show(self, number: int, done: int, total: int | None) -> None:
        if number == self._number and self.found is None:
            self._say(tr("Counting: {done} of {total} articles.", done=done, total=total))

    def _end(self, number: int, found: T) -> None:
        if number == self._number:
            self._job, self.found = None, found
            self._counted()
