"""Right, wrong and missed things, and the figures made of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Counts:
    """Right, wrong and missed things, and the figures made of them."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __iadd__(self, other: Counts) -> Counts:
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed
        return self

    @property
    def precision(self) -> float:
        """The share of what was said that is right; 1 where nothing was said.

        >>> Counts(3, 1, 0).precision, Counts().precision
        (0.75, 1.0)
        """
        said = self.right + self.wrong
        return self.right / said if said else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was said; 1 where nothing is there."""
        there = self.right + self.missed
        return self.right / there if there else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0
