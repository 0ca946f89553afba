"""Takes the articles and the work of other project files into one; nobody's work is overwritten."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from annotator.claims import LIVE, Version
from annotator.commands import Incoming, TakeWork
from annotator.document import Document
from annotator.formats.base import Problem, Record
from annotator.formats.notes import Notes
from annotator.formats.own import read_own
from annotator.formats.record import record_of
from annotator.model import ArticleId
from annotator.progress import Progress
from annotator.restoring import restore
from annotator.review.adjudication import conflicts
from annotator.workspace import Workspace

_AT_ONCE = 100


class Disagreement(NamedTuple):
    """An article that people see differently, and at how many places."""

    key: str
    left: str
    right: str
    places: int


@dataclass(slots=True)
class MergeReport:
    """What a merge did: new articles, work taken over, versions kept, work that was here already.

    `cleaned` counts the results of other cleaners that were not here. `disagreements` lists the
    articles where work of two people, or two states of one person's work, differ.
    """

    added: int = 0
    taken: int = 0
    kept: int = 0
    known: int = 0
    cleaned: int = 0
    disagreements: tuple[Disagreement, ...] = ()
    problems: tuple[Problem, ...] = ()


def merge(
    workspace: Workspace, others: Sequence[Path], progress: Progress | None = None
) -> MergeReport:
    """Take in what other project files hold; they are read from copies and stay as they are.

    Articles are the same if their texts are. One that is not here is added with all that was said
    of it. Where nobody worked here, the other project's work is taken over; otherwise it is kept
    beside what is here, as that person's version. What other cleaners made comes along. Raises
    ProjectError for a file that is no whole project or is open. `progress` may raise Cancelled;
    what was merged by then stays.
    """
    report = MergeReport()
    for path in others:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "other.duizhao"
            restore(copy, path)
            with Workspace.open(copy, annotator=workspace.annotator) as other:
                _Merge(workspace, other, report).run(path, progress)
    return report


class _Merge:
    def __init__(self, workspace: Workspace, other: Workspace, report: MergeReport) -> None:
        self._workspace = workspace
        self._other = other
        self._report = report
        self._known_by = other.layers.known_by(other.article_ids())

    def run(self, path: Path, progress: Progress | None) -> None:
        """Add what is not here, then everybody's work on the rest."""
        new = [n for n in self._other.article_ids() if self._here(ArticleId(n)) is None]
        self._add(path, new, progress)
        items: list[Incoming] = []
        ids = self._other.article_ids()
        for done, number in enumerate(ids, 1):
            article = ArticleId(number)
            here = self._here(article)
            if here is not None:
                items += self._compare(here, article)
            if progress is not None:
                progress(done, len(ids))
        if items:
            self._workspace.run(TakeWork(tuple(items)))
        self._take_cleanings()

    def _take_cleanings(self) -> None:
        """Keep what other cleaners made of articles, but for what is here of the same cleaner."""
        theirs, ours = self._other.layers.cleanings, self._workspace.layers.cleanings
        for name in theirs.names():
            ids = theirs.articles(name)
            for first in range(0, len(ids), _AT_ONCE):
                page = [ArticleId(number) for number in ids[first : first + _AT_ONCE]]
                made = theirs.of(name, page)
                here = {self._here(article): proposals for article, proposals in made.items()}
                known = ours.of(name, [article for article in here if article is not None])
                run = [(a, p) for a, p in here.items() if a is not None and a not in known]
                ours.put(name, run)
                self._report.cleaned += len(run)

    def _here(self, article: ArticleId) -> ArticleId | None:
        key, sha256 = self._known_by[article]
        return self._workspace.layers.with_text(sha256, key)

    def _add(self, path: Path, new: Sequence[int], progress: Progress | None) -> None:
        """Import articles with all that stands in them."""
        documents = (self._other.document(ArticleId(number)) for number in new)
        records = (self._record(document, path) for document in documents)
        done = self._workspace.import_records(
            records, sources=[path], clean=False, progress=progress
        )
        self._report.added += done.added
        self._report.problems += done.problems

    def _record(self, document: Document, path: Path) -> Record | Problem:
        """The article as if it had been exported and read; a key that is taken gets the file's."""
        key = document.article.key
        if self._workspace.article_by_key(key) is not None:
            key = f"{path.stem}/{key}"
        record = read_own(record_of(document), key, Notes())
        return record or Problem(str(path), 0, "{key} has no text", values={"key": key})

    def _compare(self, here: ArticleId, article: ArticleId) -> list[Incoming]:
        there = self._workspace.layers.of(here)
        coming = self._other.layers.of(article)
        if not there and all(version.id == LIVE for version in coming):
            self._report.taken += bool(coming)
            return [self._incoming(here, article, coming, live=True)] if coming else []
        items = []
        for version in coming:
            name, said = version.work.annotator, version.work.said
            if any(v.work.annotator == name and v.work.said == said for v in there):
                self._report.known += 1
                continue
            items.append(self._incoming(here, article, [version]))
            self._report.kept += 1
            self._note(article, there, version)
        return items

    def _note(self, article: ArticleId, there: Sequence[Version], version: Version) -> None:
        key, _ = self._known_by[article]
        for known in there:
            places = len(conflicts(known.work, version.work))
            if places:
                names = known.work.annotator, version.work.annotator
                self._report.disagreements += (Disagreement(key, *names, places),)

    def _incoming(
        self, here: ArticleId, article: ArticleId, versions: Sequence[Version], live: bool = False
    ) -> Incoming:
        (row,) = self._other.rows([article])
        return Incoming(here, tuple(versions), live, row.status)
