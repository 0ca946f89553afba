"""Articles for training, for choosing a model, and for testing it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from annotator.errors import InputError
from annotator.model import Article
from annotator.text.recurring import site_of

PARTS = ("train", "dev", "test")
_BYTES = 8


class SplitBy(StrEnum):
    """What stays together in one part."""

    ARTICLE = "article"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Split:
    """The shares of the parts, what stays together, and a number that gives other parts."""

    shares: tuple[int, int, int] = (80, 10, 10)
    by: SplitBy = SplitBy.ARTICLE
    seed: int = 0

    def part_of(self, unit: str) -> str:
        """The part of what is called so: the same whatever else there is.

        >>> Split((1, 0, 0)).part_of("a"), Split((0, 0, 1)).part_of("a")
        ('train', 'test')
        """
        digest = hashlib.sha256(f"{self.seed}:{unit}".encode()).digest()
        place = int.from_bytes(digest[:_BYTES], "big") * sum(self.shares) >> 8 * _BYTES
        for part, share in zip(PARTS, self.shares, strict=True):
            place -= share
            if place < 0:
                return part
        return PARTS[-1]


def shares_of(text: str) -> tuple[int, int, int]:
    """The shares that a person wrote, such as 80/10/10. Raises InputError.

    >>> shares_of("90/10")
    (90, 10, 0)
    """
    numbers = text.split("/")
    given = [int(number) for number in numbers if number.isascii() and number.isdigit()]
    if not 1 < len(numbers) <= len(PARTS) or len(given) < len(numbers) or not sum(given):
        raise InputError(
            "{text} are no shares.", "Write them as 80/10/10: train, dev and test.", text=repr(text)
        )
    train, dev, test = (*given, 0)[: len(PARTS)]
    return train, dev, test


def unit_of(article: Article, by: SplitBy) -> str:
    """What an article stays together with: itself, or its site; else its source, if it names one.

    >>> from annotator.model import ArticleId, Meta
    >>> page = Article(ArticleId(1), "a", "", "", Meta(url="https://www.example.com/1"))
    >>> unit_of(page, SplitBy.SITE), unit_of(page, SplitBy.ARTICLE)
    ('example.com', 'a')
    """
    if by is SplitBy.ARTICLE:
        return article.key
    return site_of(article.meta.url) or article.meta.source or article.key
