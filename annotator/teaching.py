"""Trains the model that proposes boilerplate, on articles of which it is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from annotator.learning.synthetic import pages
from annotator.learning.training import HALVES, Example, example, train
from annotator.pipeline import STANDARD, Profile, read

MADE_UP = 300
"""So many made-up pages of each half stand beside the known articles."""

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


def made_up(count: int = MADE_UP) -> Iterator[Example]:
    """Made-up pages of both halves."""
    for half in HALVES:
        for page in pages(count, held_out=bool(half)):
            yield lesson(page.raw, page.cuts, half)


def teach(known: Iterable[Example], count: int = MADE_UP) -> str:
    """The text of a model trained on known articles and on made-up pages."""
    return train([*known, *made_up(count)])
