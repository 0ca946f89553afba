"""What nobody takes back, settings and time spent: in the middle of a long action it waits."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress

from annotator.cache import Documents
from annotator.errors import NotAllowed, ProjectError
from annotator.model import ArticleId
from annotator.store import Store

_MOMENT = 0.01


class Pending:
    """Stores such values at once, or keeps them until whoever acts is done.

    What is kept is read as if it were stored.
    """

    def __init__(self, store: Store, documents: Documents) -> None:
        self._store, self._documents = store, documents
        self._seconds: defaultdict[ArticleId, float] = defaultdict(float)
        self._settings: dict[str, object] = {}

    def add_seconds(self, article: ArticleId, seconds: float) -> None:
        """Add time spent on an article."""
        self._seconds[article] += seconds
        self._store_now()

    def set_setting(self, key: str, value: object) -> None:
        """Give a setting a value."""
        self._settings[key] = value
        self._store_now()

    def setting(self, key: str) -> object | None:
        """The value of a setting, None if it was never set."""
        kept = self._settings.get(key)
        return self._store.setting(key) if kept is None else kept

    def store_soon(self) -> None:
        """Store what is kept, unless somebody acts; what cannot be stored stays."""
        with suppress(ProjectError):
            self._store_now()

    def _store_now(self) -> None:
        with suppress(NotAllowed):
            self.store(_MOMENT)

    def store(self, patience: float = -1) -> None:
        """Store what is kept.

        Raises NotAllowed where a long action of another thread is not done within `patience`
        seconds, negative ones being endless, and ProjectError.
        """
        if not self._seconds and not self._settings:
            return
        with self._store.settled(patience):
            for article, seconds in list(self._seconds.items()):
                # It may be gone by now.
                with suppress(KeyError):
                    total = self._store.articles.add_seconds(article, seconds)
                    self._documents.change_article(article, seconds=total)
                # More may have been added meanwhile.
                self._seconds[article] -= seconds
                if not self._seconds[article]:
                    del self._seconds[article]
            for key, value in list(self._settings.items()):
                self._store.set_setting(key, value)
                if self._settings[key] is value:
                    del self._settings[key]
