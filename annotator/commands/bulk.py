"""Judging many proposals at once, found beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import ClassVar

from annotator.commands.base import Context
from annotator.filters import IMPORTED, Filter
from annotator.model import ArticleId, Boilerplate, Repair, Verdict, key_of
from annotator.progress import Progress
from annotator.store import Store
from annotator.store.connection import Row
from annotator.store.packing import pack, unpack, unpack_proposals
from annotator.store.spans import key_row

_PAGE = 200
_AT_ONCE = 500
"""Proposals judged before others may read."""
_TITLES = {
    (Verdict.ACCEPTED, True): "accept_rule",
    (Verdict.ACCEPTED, False): "accept_type",
    (Verdict.REJECTED, True): "reject_rule",
    (Verdict.REJECTED, False): "reject_type",
}


@dataclass(frozen=True, slots=True)
class Which:
    """Proposals by a rule, of a type, or both where both are named.

    >>> Which(rule="lists.blobs").holds(Boilerplate(0, 1, "link_blob", ("lists.blobs",)))
    True
    """

    rule: str = ""
    type: str = ""

    def holds(self, span: Repair | Boilerplate) -> bool:
        """Whether a proposal is one of these."""
        return self.rule in ("", *span.rules) and self.type in ("", span.type)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Proposals without a verdict, packed so that a million of them fit.

    `articles` have one of them; `judged` counts those like them that have a verdict already.
    """

    which: Which
    pages: tuple[bytes, ...] = ()
    count: int = 0
    articles: int = 0
    judged: int = 0

    def __add__(self, other: Gathered) -> Gathered:
        return Gathered(
            self.which,
            self.pages + other.pages,
            self.count + other.count,
            self.articles + other.articles,
            self.judged + other.judged,
        )


def gather(
    store: Store, which: Which, articles: Sequence[int], progress: Progress | None = None
) -> Gathered:
    """The proposals of these articles that `JudgeAll` would judge; nothing is changed.

    The store is free between pages. `progress` is called with the articles done, and may raise
    Cancelled.
    """
    rules, types = (frozenset({one} if one else ()) for one in (which.rule, which.type))
    held = set(store.filtering.ids(Filter(rules=rules, types=types), IMPORTED))
    wanted = [ArticleId(number) for number in articles if number in held]
    found = Gathered(which)
    for first in range(0, len(wanted), _PAGE):
        found += _page(store, which, wanted[first : first + _PAGE])
        if progress is not None:
            progress(min(first + _PAGE, len(wanted)), len(wanted))
    return found


def _page(store: Store, which: Which, ids: Sequence[ArticleId]) -> Gathered:
    with store.lock:
        packed = store.spans.proposals(ids)
        taken = store.spans.judged(ids)
    held: list[tuple[int, list[Row]]] = []
    judged = 0
    for number in ids:
        if number not in packed:
            continue
        proposed = unpack_proposals(packed[number]).cleaning
        rows = [key_row(key_of(span)) for span in proposed if which.holds(span)]
        open_rows = [row for row in rows if (number, *row) not in taken]
        judged += len(rows) - len(open_rows)
        held += [(number, open_rows)] if open_rows else []
    count = sum(len(rows) for _, rows in held)
    return Gathered(which, (pack(held),) if held else (), count, len(held), judged)


@dataclass(frozen=True, slots=True)
class JudgeAll:
    """Give proposals found beforehand one verdict; those judged since then keep theirs.

    `progress` is called with the pages done, and may raise Cancelled: then nothing was done.
    """

    gathered: Gathered
    verdict: Verdict
    progress: Progress | None = field(default=None, compare=False)
    article: ClassVar[None] = None

    @property
    def title(self) -> str:
        """The permanent id of the action: by the verdict, and whether a rule was named."""
        return _TITLES[self.verdict, bool(self.gathered.which.rule)]

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the verdicts; the words are how many, and the rule or the type."""
        pages, count = self.gathered.pages, 0
        for done, page in enumerate(pages):
            keys = ((number, *row) for number, rows in unpack(page) for row in rows)
            while some := list(islice(keys, _AT_ONCE)):
                count += store.spans.judge_new(some, self.verdict, context.annotator, context.now)
            if self.progress is not None:
                self.progress(done + 1, len(pages))
        which = self.gathered.which
        return str(count), which.rule or which.type
