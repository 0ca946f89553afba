"""The articles of a project on their way out: which of them, whose work, in which format."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, NamedTuple

from annotator.document import Document
from annotator.errors import InputError, UserError, mark
from annotator.filters import Filter
from annotator.formats import EXPORTERS, Problem, exporter, write_atomically
from annotator.formats.atomic import is_device
from annotator.formats.base import Coordinates, WriteOptions
from annotator.formats.folders import MANIFEST, write_folder
from annotator.formats.losses import SCHEMA, SUFFIX, Losses
from annotator.formats.output import (
    WHOLE,
    Contents,
    Files,
    Folder,
    Memory,
    OneFile,
    Output,
    Spooled,
)
from annotator.formats.strict_json import to_json
from annotator.masking import masked
from annotator.model import ArticleId, Boilerplate, Entity, Repair, Status
from annotator.narrowing import by_annotator, by_version
from annotator.parallel import collecting_seldom, cores, shared
from annotator.progress import Progress
from annotator.splitting import PARTS, Split, SplitBy, unit_of
from annotator.workspace import Workspace

LOSSES = f"duizhao{SUFFIX}"
_PAGE = 1_000
_AT_ONCE = 64
"""Articles read, written and handed over as one; more at once fit no cache of the processor."""
_WORTH_PROCESSES = 16
"""With fewer pages the time that processes take to start is not made up for."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What to write and how.

    A format by its id; articles of one status or all; one annotator or all; the text that is given
    where there is a choice; whether only what a person accepted is a label. `labels` gives names
    other names, and leaves out those with an empty one. With `mask`, phone numbers and e-mail
    addresses are made unreadable. `split` writes a folder of parts. With `gold`, only articles
    that were settled between versions are written, as they were settled.
    """

    format: str = EXPORTERS[0].id
    only: Status | None = None
    annotator: str | None = None
    coordinates: Coordinates = Coordinates.CLEAN
    confirmed: bool = False
    labels: tuple[tuple[str, str], ...] = ()
    mask: bool = False
    split: Split | None = None
    gold: bool = False


@dataclass(frozen=True, slots=True)
class ExportReport:
    """How many articles were written, to which parts, and what the format could not hold."""

    written: int
    problems: tuple[Problem, ...]
    parts: tuple[tuple[str, int], ...] = ()


def needs_folder(options: ExportOptions) -> bool:
    """Whether the export is several files; raises InputError for an unknown format."""
    return exporter(options.format).folder or options.split is not None


def export_to(
    workspace: Workspace,
    file: BinaryIO,
    options: ExportOptions,
    progress: Progress | None = None,
) -> ExportReport:
    """Write the articles to an open file; `progress` may stop it.

    Raises InputError for a format that does not exist, UserError for one of several files.
    """
    chosen = _Chosen(workspace, options, progress)
    with Losses(options.coordinates) as losses:
        return _written(chosen, OneFile(file), losses, str(workspace.path))


def export_start(
    workspace: Workspace, options: ExportOptions, limit: int
) -> tuple[ExportReport, Mapping[str, bytes]]:
    """How the files of an export would begin: those of its first `limit` articles, by name."""
    files = Memory()
    chosen = _Chosen(workspace, replace(options, split=None), None)
    with Losses(options.coordinates) as losses:
        report = _written(chosen, files, losses, str(workspace.path), limit)
    return report, files.files


def export_file(
    workspace: Workspace, path: Path, options: ExportOptions, progress: Progress | None = None
) -> ExportReport:
    """Write the articles to a file, or folder, that appears when it is whole.

    What the format could not hold is listed in a file of its own: in the folder, or beside the
    file. Raises InputError for a format that does not exist, UserError where nothing can be
    written.
    """
    chosen = _Chosen(workspace, options, progress)
    with Losses(options.coordinates) as losses:
        if needs_folder(options):
            return write_folder(path, lambda part: _filled(chosen, part, losses))
        return _one_file(chosen, path, losses)


def _one_file(chosen: _Chosen, path: Path, losses: Losses) -> ExportReport:
    listed = path.with_name(path.stem + SUFFIX)
    report = write_atomically(
        path, lambda file: _written(chosen, OneFile(file), losses, listed.name)
    )
    if losses.counts and not is_device(path.resolve()):
        write_atomically(listed, losses.copy_to)
    elif listed.is_file() and SCHEMA.encode() in listed.read_bytes()[:100]:
        # It tells of the file that this one has taken the place of.
        listed.unlink()
    return report


def _filled(chosen: _Chosen, folder: Path, losses: Losses) -> ExportReport:
    files = Folder(folder)
    report = _written(chosen, files, losses, LOSSES)
    if losses.counts:
        with files.open(LOSSES) as file:
            losses.copy_to(file)
    told = {
        "schema": "duizhao/export/1",
        "format": chosen.options.format,
        "coordinates": chosen.options.coordinates.value,
        "parts": dict(report.parts),
        "files": sorted(files.names),
    }
    with files.open(MANIFEST) as file:
        file.write(to_json(told).encode() + b"\n")
    return report


def _written(
    chosen: _Chosen, files: Files, losses: Losses, listed: str, limit: int | None = None
) -> ExportReport:
    """Write all parts; `listed` is what the losses will be called."""
    counts: list[tuple[str, int]] = []
    for part, ids in _parts(chosen):
        before = chosen.done
        chosen.write(part, ids[:limit], files, losses)
        counts.append((part, chosen.done - before))
    problems = [*chosen.problems(), *losses.problems(listed)]
    for part, count in counts:
        if not count and chosen.options.split is not None and chosen.done:
            message = "no article fell into {part}: give another seed or other shares"
            problems.append(Problem(listed, 0, message, values={"part": part}))
    return ExportReport(chosen.done, tuple(problems), tuple(counts))


Part = tuple[str, Sequence[int]]
"""The name of a part and its articles."""


def _parts(chosen: _Chosen) -> Iterator[Part]:
    """The parts to write."""
    split = chosen.options.split
    if split is None:
        yield WHOLE, chosen.ids
        return
    ids = {part: array("q") for part, share in zip(PARTS, split.shares, strict=True) if share}
    for article, unit in _units(chosen.workspace, chosen.ids, split):
        ids[split.part_of(unit)].append(article)
    yield from ids.items()


def _units(workspace: Workspace, wanted: Sequence[int], split: Split) -> Iterator[tuple[int, str]]:
    """Each article with what it stays together with."""
    if split.by is SplitBy.SITE:
        for document in workspace.documents(among=wanted):
            yield document.article.id, unit_of(document.article, split.by)
        return
    for first in range(0, len(wanted), _PAGE):
        page = [ArticleId(number) for number in wanted[first : first + _PAGE]]
        for row in workspace.rows(page):
            yield row.id, row.key


class _Chosen:
    """The articles of an export, and how many of them are written."""

    def __init__(
        self, workspace: Workspace, options: ExportOptions, progress: Progress | None
    ) -> None:
        self.workspace = workspace
        self.options = options
        self._progress = progress
        self._way = _Way(workspace, options)
        self.ids = self._way.wanted()
        self.done = 0
        self._found = False

    def write(self, part: str, ids: Sequence[int], files: Files, losses: Losses) -> None:
        """Write a part, by several processes where it is long and its format lets them."""
        way = self._way
        if not way.exporter.in_pieces:
            pages = self.workspace.pages(ids, _AT_ONCE)
            documents = chain.from_iterable(map(way.documents, pages))
            way.write(self._counted(documents), Output(files, losses, part))
            self._found |= way.found
            return
        with ExitStack() as opened:
            written: dict[str, BinaryIO] = {}
            for piece in self._pieces(part, ids):
                for name, data in piece.files.items():
                    if name not in written:
                        written[name] = opened.enter_context(files.open(name))
                    written[name].write(data)
                losses.add_all(*piece.losses)
                self._found |= piece.found
                self._step(piece.articles)

    def _pieces(self, part: str, ids: Sequence[int]) -> Iterator[_Piece]:
        # A part without articles has its files as well.
        pages = list(self.workspace.pages(ids, _AT_ONCE)) or [[]]
        here = partial(self._way.piece, part)
        if len(pages) < _WORTH_PROCESSES or cores() == 1:
            yield from map(here, pages)
            return
        with self.workspace.kept_still() as still:
            if not still:
                yield from map(here, pages)
                return
            with TemporaryDirectory() as folder:
                there = partial(_piece_there, self.workspace.path, self.options, part, folder)
                yield from shared(here, there, pages, cores() - 1, _lost)

    def _counted(self, documents: Iterable[Document]) -> Iterator[Document]:
        for document in documents:
            yield document
            self._step(1)

    def _step(self, articles: int) -> None:
        self.done += articles
        if self._progress is not None:
            self._progress(self.done, len(self.ids))

    def problems(self) -> Iterator[Problem]:
        """That there is nothing of what was asked for: an annotator's work, or a gold layer."""
        if self.options.gold and not self._way.settled:
            yield Problem(str(self.workspace.path), 0, "holds no article that was settled")
        if self.options.annotator and self.done and not self._found:
            message = "holds nothing by an annotator called {name}"
            values = {"name": repr(self.options.annotator)}
            yield Problem(str(self.workspace.path), 0, message, values=values)


class _Piece(NamedTuple):
    """What is written of some articles: files by their names, losses as `Losses.taken` has them.

    `found` says whether any of them had work of the annotator who was asked for.
    """

    files: Contents
    losses: tuple[bytes, Counter[str]]
    articles: int
    found: bool


class _Way:
    """Takes documents out: narrowed to one annotator, renamed, masked and written."""

    def __init__(self, workspace: Workspace, options: ExportOptions) -> None:
        layers = workspace.layers
        self.exporter = exporter(options.format)
        self.settled = layers.settled()
        self.found = False
        self.taken = 0
        """How many articles went out."""
        self._workspace = workspace
        self._options = options
        self._aside = layers.set_aside() if options.annotator else frozenset()
        self._names = names_of(workspace, dict(options.labels))
        # Each name once, in the order of the label set.
        names = tuple(dict.fromkeys(filter(None, self._names.values())))
        self._writes = WriteOptions(options.coordinates, options.confirmed, names)

    def wanted(self) -> array[int]:
        """The articles that may go out, in order."""
        only = self._options.only
        ids = self._workspace.article_ids(Filter(statuses=frozenset(filter(None, [only]))))
        if self._options.gold:
            return array("q", filter(self.settled.__contains__, ids))
        # A version has a status of its own.
        return array("q", sorted({*ids, *self._aside})) if only and self._aside else ids

    def documents(self, ids: Sequence[ArticleId]) -> Iterator[Document]:
        """Those of these articles that go out, read at once, each as it does."""
        for document in map(self._changed, self._workspace.page(ids)):
            if self._options.only in (None, document.article.status):
                self.taken += 1
                yield document

    def write(self, documents: Iterable[Document], out: Output) -> None:
        """Write documents that are as they go out."""
        self.exporter.write(documents, out, self._writes)

    def piece(self, part: str, ids: Sequence[ArticleId]) -> _Piece:
        """Some articles of a part, written to memory."""
        files = Memory()
        with Losses(self._options.coordinates) as losses, collecting_seldom():
            before = self.taken
            self.write(self.documents(ids), Output(files, losses, part))
            return _Piece(files.files, losses.taken(), self.taken - before, self.found)

    def _changed(self, document: Document) -> Document:
        options = self._options
        if options.annotator:
            document = self._narrowed(document, options.annotator)
        if options.labels:
            document = relabelled(document, self._names)
        return masked(document) if options.mask else document

    def _narrowed(self, document: Document, annotator: str) -> Document:
        """What stands of theirs counts, or else the newest version of theirs that was kept.

        What was settled is nobody's own.
        """
        article = document.article.id
        spans = chain[Repair | Boilerplate | Entity](
            document.repairs, document.boilerplate, document.entities
        )
        settled = article in self.settled
        if not settled and any(span.annotator == annotator for span in spans):
            self.found = True
            return by_annotator(document, annotator)
        kept = self._workspace.layers.kept(article, annotator) if article in self._aside else None
        if kept is not None:
            self.found = True
            return by_version(document, kept)
        return by_annotator(document, None if settled else annotator)


def _piece_there(
    path: Path, options: ExportOptions, part: str, folder: str, ids: Sequence[ArticleId]
) -> _Piece:
    """A piece by a process of its own, which reads the project for itself."""
    piece = _way_there(path, options).piece(part, ids)
    return piece._replace(files=Spooled(piece.files, Path(folder)))


@cache
def _way_there(path: Path, options: ExportOptions) -> _Way:
    return _Way(Workspace.look(path), options)


def _lost(_ids: Sequence[ArticleId]) -> _Piece:
    raise UserError(
        "Writing was ended from outside, perhaps for want of memory.",
        "What was there before is as it was. Make room, and do it again.",
    )


def names_of(workspace: Workspace, mapping: Mapping[str, str]) -> dict[str, str]:
    """What each label of the project is called in an export; empty for what is left out.

    Raises InputError for a name that is no label's, naming those there are.
    """
    names = {label.name: mapping.get(label.name, label.name) for label in workspace.labels()}
    unknown = next((name for name in mapping if name not in names), None)
    if unknown is not None:
        known = ", ".join(names)
        message = mark("There is no label {name}.")
        raise InputError(message, "Known are: {known}.", name=repr(unknown), known=known)
    return names


def relabelled(document: Document, names: Mapping[str, str]) -> Document:
    """The article with its labels under other names, without those that have an empty one."""
    labels = {id: replace(label, name=names[label.name]) for id, label in document.labels.items()}
    entities = tuple(entity for entity in document.entities if labels[entity.label].name)
    return replace(document, labels=labels, entities=entities)
