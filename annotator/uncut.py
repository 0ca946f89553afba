"""Which articles of an import have lines that may prove to recur, though nothing cuts them.

What recurs is known only when all articles are there. Looking through all of them again would take
as long as the import, so the keys of what was left uncut are put down as the articles come in.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import Self

from annotator.model import ArticleId
from annotator.store.recurring import RecurringLines
from annotator.text.recurring import LEAST, Keys

_IN_MEMORY = 1 << 20
_AT_ONCE = 500


class Uncut:
    """A list on the disk: articles, each with the keys of its uncut lines."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, article: ArticleId, keys: Keys, cuts: Sequence[tuple[int, int]]) -> None:
        """Put down what lies outside the cuts of an article; `keys` are those of its site."""
        row = [article, keys.total, *keys.outside(cuts)]
        self._file.write(array("q", [len(row), *row]).tobytes())

    def recurring(self, counts: RecurringLines) -> Iterator[ArticleId]:
        """The articles with an uncut line that recurs, as it is counted now, in order."""
        self._file.seek(0)
        page: list[array[int]] = []
        for row in self._rows():
            page.append(row)
            if len(page) >= _AT_ONCE:
                yield from _found(page, counts)
                page = []
        yield from _found(page, counts)

    def _rows(self) -> Iterator[array[int]]:
        while head := self._file.read(8):
            (length,) = array("q", head)
            yield array("q", self._file.read(8 * length))


def _found(page: Sequence[array[int]], counts: RecurringLines) -> Iterator[ArticleId]:
    known = counts.of({key for row in page for key in row[1:]})
    often = {key for key, count in known.items() if count.seen >= LEAST}
    for article, total, *keys in page:
        if total in often and not often.isdisjoint(keys):
            yield ArticleId(article)
