"""The review of a project: how right its proposals were."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.progress import Progress
from annotator.review.precision import By, Figures, Tally
from annotator.workspace import Workspace

Review = Mapping[By, Mapping[str, Figures]]
"""The figures by rule, type and origin."""


def review(workspace: Workspace, progress: Progress | None = None) -> Review:
    """Go once through every article; `progress` may raise Cancelled."""
    tallies = {by: Tally(by) for by in By}
    total = sum(workspace.counts().values())
    for done, document in enumerate(workspace.documents(), 1):
        given = workspace.work_done.judged_on(document.article.id)
        for tally in tallies.values():
            tally.add(document, given)
        if progress is not None:
            progress(done, total)
    return {by: tally.figures() for by, tally in tallies.items()}
