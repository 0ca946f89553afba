"""The articles of a project on their way out: which of them, whose work, in which format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, TypeVar

from annotator.document import Document
from annotator.formats import EXPORTERS, Problem, exporter, write_atomically
from annotator.model import Boilerplate, Entity, Origin, Repair, Status
from annotator.workspace import Workspace

Progress = Callable[[int, int | None], None]
Span = TypeVar("Span", Repair, Boilerplate)


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What to write: a format by its id, articles of one status or all, one annotator or all."""

    format: str = EXPORTERS[0].id
    only: Status | None = None
    annotator: str | None = None


@dataclass(frozen=True, slots=True)
class ExportReport:
    """How many articles were written, and what the format could not hold."""

    written: int
    problems: tuple[Problem, ...]


def export_to(
    workspace: Workspace,
    file: BinaryIO,
    options: ExportOptions,
    progress: Progress | None = None,
    limit: int | None = None,
) -> ExportReport:
    """Write the articles to an open file, at most `limit` of them; `progress` may stop it.

    Raises InputError for a format that does not exist.
    """
    counts = workspace.counts()
    total = counts[options.only] if options.only else sum(counts.values())
    chosen = _Chosen(workspace.documents(options.only), options.annotator, total, progress)
    problems = exporter(options.format).write(islice(chosen, limit), file)
    if options.annotator and chosen.done and not chosen.found:
        message = "holds nothing by an annotator called {name}"
        values = {"name": repr(options.annotator)}
        problems = [*problems, Problem(str(workspace.path), 0, message, values=values)]
    return ExportReport(chosen.done, tuple(problems))


def export_file(
    workspace: Workspace, path: Path, options: ExportOptions, progress: Progress | None = None
) -> ExportReport:
    """Write the articles to a file that appears when it is whole.

    Raises InputError for a format that does not exist, UserError where nothing can be written.
    """
    return write_atomically(path, lambda file: export_to(workspace, file, options, progress))


class _Chosen:
    """Documents on their way out: counted, and narrowed to one annotator if one is named."""

    def __init__(
        self,
        documents: Iterator[Document],
        annotator: str | None,
        total: int,
        progress: Progress | None,
    ) -> None:
        self._documents = documents
        self._annotator = annotator
        self._total = total
        self._progress = progress
        self.done = 0
        self.found = False

    def __iter__(self) -> Iterator[Document]:
        for document in self._documents:
            self.done += 1
            yield self._narrowed(document, self._annotator) if self._annotator else document
            if self._progress is not None:
                self._progress(self.done, self._total)

    def _narrowed(self, document: Document, annotator: str) -> Document:
        spans = chain[Repair | Boilerplate | Entity](
            document.repairs, document.boilerplate, document.entities
        )
        self.found = self.found or any(span.annotator == annotator for span in spans)
        return by_annotator(document, annotator)


def by_annotator(document: Document, annotator: str) -> Document:
    """The article as if only this annotator had worked on it.

    Proposals stay; verdicts of others are taken off, and what others made is left out.
    """
    return replace(
        document,
        repairs=tuple(_views(document.repairs, annotator)),
        boilerplate=tuple(_views(document.boilerplate, annotator)),
        entities=tuple(e for e in document.entities if e.annotator in (annotator, None)),
    )


def _views(spans: tuple[Span, ...], annotator: str) -> Iterator[Span]:
    for span in spans:
        if span.annotator in (annotator, None):
            yield span
        elif span.origin is not Origin.PERSON:
            yield replace(span, verdict=None, annotator=None, note="")
