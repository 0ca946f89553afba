"""Trains the model that proposes boilerplate, on articles of which it is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from annotator.document import Document
from annotator.errors import NotAllowed
from annotator.learning.synthetic import pages
from annotator.learning.training import HALVES, Example, example, train
from annotator.model import Verdict
from annotator.pipeline import STANDARD, Profile, read
from annotator.progress import Progress

MADE_UP = 300
"""So many made-up pages of each half stand beside the known articles."""

ENOUGH = 20
"""Fewer articles teach a model their own words rather than what boilerplate is."""

MOST = 2_000
"""More articles than these take memory and teach little."""

Range = tuple[int, int, str]


def lesson(
    raw: str, boilerplate: Iterable[Range], half: int | None, profile: Profile = STANDARD
) -> Example:
    """An article to learn from; raw[start:end] of `boilerplate` is of a type.

    >>> lesson("正文。\\n责任编辑:张三", [(4, 11, "editor_line")], 0).labels
    ['keep', 'editor_line']
    """
    text, page, cuts = read(raw, profile)
    types = [""] * len(raw)
    for start, end, kind in boilerplate:
        types[start:end] = [kind] * (end - start)
    known = []
    for line in page.lines:
        start, end = text.to_raw(line.start, line.end)
        inside = Counter(types[at] for at in range(start, end) if not raw[at].isspace())
        known.append(inside.most_common(1)[0][0] if inside else "")
    return example(page, cuts, known, half)


def learned_from(
    documents: Iterable[Document],
    script: str,
    progress: Progress | None = None,
) -> tuple[int, str]:
    """How many of these taught a model, and its text.

    What stands in them is taken as right: people's own, and what nobody rejected. Together they
    weigh as much as half of the made-up pages, so that what they say is not drowned. Raises
    NotAllowed where they are too few.
    """
    profile = Profile(script=script)
    known: list[Example] = []
    for document in islice(documents, MOST):
        standing = [
            (cut.start, cut.end, cut.type)
            for cut in document.boilerplate
            if cut.verdict is not Verdict.REJECTED
        ]
        half = HALVES[len(known) % len(HALVES)]
        known.append(lesson(document.article.raw, standing, half, profile))
        if progress is not None:
            progress(len(known), None)
    if len(known) < ENOUGH:
        raise NotAllowed(
            "A model learns from {least} done articles at the least; there are {count}.",
            "Set more articles to done first.",
            count=len(known),
            least=ENOUGH,
        )
    return len(known), teach(known * max(1, MADE_UP // len(known)))


def made_up(count: int = MADE_UP) -> Iterator[Example]:
    """Made-up pages of both halves."""
    for half in HALVES:
        for page in pages(count, held_out=bool(half)):
            yield lesson(page.raw, page.cuts, half)


def teach(known: Iterable[Example], count: int = MADE_UP) -> str:
    """The text of a model trained on known articles and on made-up pages."""
    return train([*known, *made_up(count)])
