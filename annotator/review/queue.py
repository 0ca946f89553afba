"""The order in which proposals are worth a look: doubt first."""

from __future__ import annotations

from annotator.document import Document
from annotator.model import Boilerplate, Origin, Repair

Proposal = Repair | Boilerplate


def open_proposals(document: Document) -> list[Proposal]:
    """The proposals without a verdict, the most doubtful first.

    Confidence counts in tenths, so that near equals come in order of the text; among equals
    boilerplate comes before repairs, because one wrong cut loses more than one wrong character.

    >>> from annotator.model import Article, ArticleId, Meta
    >>> sure, unsure = Boilerplate(0, 1, "other"), Boilerplate(2, 3, "other", confidence=0.5)
    >>> cuts = (sure, unsure)
    >>> article = Article(ArticleId(1), "a", "甲乙丙", "", Meta())
    >>> [p.start for p in open_proposals(Document(article, (), cuts, (), {}))]
    [2, 0]
    """
    waiting = [s for s in document.cleaning if s.origin is not Origin.PERSON and s.verdict is None]
    return sorted(waiting, key=_doubt)


def _doubt(proposal: Proposal) -> tuple[int, bool, int]:
    return min(int(proposal.confidence * 10), 9), isinstance(proposal, Repair), proposal.start


def next_proposal(document: Document, current: Proposal | None, step: int = 1) -> Proposal | None:
    """The proposal `step` places after `current` in the order of doubt, the ends joined.

    A `current` that has a verdict by now still has its place in the order. Without `current` the
    walk begins at the most doubtful one, or at the least doubtful one backwards.
    """
    waiting = open_proposals(document)
    if not waiting:
        return None
    if current is None:
        return waiting[0 if step > 0 else -1]
    place = _doubt(current)
    others = [p for p in waiting if (p.start, p.end, p.type) != _identity(current)]
    if not others:
        return waiting[0]
    after = [p for p in others if _doubt(p) >= place]
    before = [p for p in others if _doubt(p) < place]
    return (after or others)[0] if step > 0 else (before or others)[-1]


def _identity(proposal: Proposal) -> tuple[int, int, str]:
    return proposal.start, proposal.end, proposal.type
