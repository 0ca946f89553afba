"""The review of a project: the figures of its rules, and quotes of what was wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from annotator.review.precision import By, Figures, Tally
from annotator.review.report import Shown
from annotator.workspace import Workspace

Progress = Callable[[int, int | None], None]

_QUOTE = 120


@dataclass(frozen=True, slots=True)
class Review:
    """The figures by rule, type and origin, and by rule the surest of what was refused."""

    figures: Mapping[By, Mapping[str, Figures]]
    worst: Mapping[str, tuple[Shown, ...]] = field(default_factory=dict)


def review(workspace: Workspace, progress: Progress | None = None) -> Review:
    """Go once through every article; `progress` may raise Cancelled."""
    tallies = {by: Tally(by) for by in By}
    total = sum(workspace.counts().values())
    for done, document in enumerate(workspace.documents(), 1):
        for tally in tallies.values():
            tally.add(document)
        if progress is not None:
            progress(done, total)
    figures = {by: tally.figures() for by, tally in tallies.items()}
    worst = {
        rule: tuple(_quotes(workspace, one)) for rule, one in figures[By.RULE].items() if one.worst
    }
    return Review(figures, worst)


def _quotes(workspace: Workspace, figures: Figures) -> Iterator[Shown]:
    for example in figures.worst:
        article = workspace.document(example.article).article
        text = article.raw[example.start : example.end]
        short = text if len(text) <= _QUOTE else text[:_QUOTE] + "…"
        yield Shown(article.key, short, example.confidence)
