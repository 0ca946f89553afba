"""Write the articles of a project to a file, or to standard output with `-o -`.

The file appears when it is whole; until then an older one of that name stays as it was.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TypeVar

from annotator.cli.output import Progress, bytes_out, end_progress, say, say_problems
from annotator.document import Document
from annotator.formats import EXPORTERS, Problem, exporter, write_atomically
from annotator.model import Boilerplate, Entity, Origin, Repair, Status
from annotator.workspace import Workspace

Span = TypeVar("Span", Repair, Boilerplate)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    formats = [each.id for each in EXPORTERS]
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the project file")
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="the file, - for none")
    parser.add_argument("--format", choices=formats, default=formats[0], help="what to write")
    parser.add_argument(
        "--coordinates",
        choices=("clean", "raw"),
        help="the text that offsets refer to; jsonl always holds both",
    )
    parser.add_argument(
        "--only", choices=[s.value for s in Status], help="only articles of this status"
    )
    parser.add_argument("--annotator", metavar="A", help="only the work of this annotator")


def run(arguments: argparse.Namespace) -> int:
    """Export; 1 if the format could not hold something."""
    only = Status(arguments.only) if arguments.only else None
    with Workspace.open(arguments.project) as workspace:
        counts = workspace.counts()
        total = counts[only] if only else sum(counts.values())
        documents = _Counted(workspace.documents(only), total, arguments.annotator)

        def write(file: BinaryIO) -> list[Problem]:
            return exporter(arguments.format).write(iter(documents), file)

        if arguments.output == "-":
            problems = write(bytes_out())
        else:
            problems = write_atomically(Path(arguments.output), write)
    end_progress()
    if arguments.annotator and not documents.found:
        message = "holds nothing by an annotator called {name}"
        values = {"name": repr(arguments.annotator)}
        problems = [*problems, Problem(str(arguments.project), 0, message, values=values)]
    say(f"{documents.done} articles written")
    return int(say_problems(problems) > 0)


class _Counted:
    """Documents on their way out: counted, and narrowed to one annotator if one is named."""

    def __init__(self, documents: Iterator[Document], total: int, annotator: str | None) -> None:
        self._documents = documents
        self._total = total
        self._annotator = annotator
        self._progress = Progress("articles")
        self.done = 0
        self.found = False

    def __iter__(self) -> Iterator[Document]:
        for document in self._documents:
            yield self._narrowed(document, self._annotator) if self._annotator else document
            self.done += 1
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
