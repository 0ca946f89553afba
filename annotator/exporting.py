"""The articles of a project on their way out: which of them, whose work, in which format."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from annotator.document import Document
from annotator.errors import InputError, mark
from annotator.filters import Filter
from annotator.formats import EXPORTERS, Problem, exporter, write_atomically
from annotator.formats.atomic import is_device
from annotator.formats.base import Coordinates, WriteOptions
from annotator.formats.folders import MANIFEST, write_folder
from annotator.formats.losses import SCHEMA, SUFFIX, Losses
from annotator.formats.output import WHOLE, Files, Folder, Memory, OneFile, Output
from annotator.formats.strict_json import to_json
from annotator.masking import masked
from annotator.model import ArticleId, Boilerplate, Entity, Repair, Status
from annotator.narrowing import by_annotator, by_version
from annotator.splitting import PARTS, Split, SplitBy, unit_of
from annotator.workspace import Workspace

Progress = Callable[[int, int | None], None]

LOSSES = f"duizhao{SUFFIX}"
_PAGE = 1_000


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
    options = chosen.options
    writes = WriteOptions(options.coordinates, options.confirmed, chosen.label_names())
    counts: list[tuple[str, int]] = []
    for part, ids in _parts(chosen):
        before = chosen.done
        documents = islice(chosen.documents(ids), limit)
        exporter(options.format).write(documents, Output(files, losses, part), writes)
        counts.append((part, chosen.done - before))
    problems = [*chosen.problems(), *losses.problems(listed)]
    for part, count in counts:
        if not count and options.split is not None and chosen.done:
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
    """Documents on their way out: counted, narrowed to one annotator, renamed and masked."""

    def __init__(
        self, workspace: Workspace, options: ExportOptions, progress: Progress | None
    ) -> None:
        self.workspace = workspace
        self.options = options
        self._progress = progress
        layers = workspace.layers
        self._settled = layers.settled()
        self._aside = layers.set_aside() if options.annotator else frozenset()
        wanted = workspace.article_ids(Filter(statuses=frozenset(filter(None, [options.only]))))
        self.ids = (
            array("q", filter(self._settled.__contains__, wanted)) if options.gold else wanted
        )
        self._names = names_of(workspace, dict(options.labels))
        self.done = 0
        self.found = False

    def label_names(self) -> tuple[str, ...]:
        """What the labels of the set are called in the export, in order, each once."""
        return tuple(dict.fromkeys(filter(None, self._names.values())))

    def documents(self, among: Sequence[int]) -> Iterator[Document]:
        """These, each as it goes out."""
        for document in self.workspace.documents(among=among):
            self.done += 1
            yield self._changed(document)
            if self._progress is not None:
                self._progress(self.done, len(self.ids))

    def _changed(self, document: Document) -> Document:
        options = self.options
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
        settled = article in self._settled
        if not settled and any(span.annotator == annotator for span in spans):
            self.found = True
            return by_annotator(document, annotator)
        kept = self.workspace.layers.kept(article, annotator) if article in self._aside else None
        if kept is not None:
            self.found = True
            return by_version(document, kept)
        return by_annotator(document, None if settled else annotator)

    def problems(self) -> Iterator[Problem]:
        """That there is nothing of what was asked for: an annotator's work, or a gold layer."""
        if self.options.gold and not self._settled:
            yield Problem(str(self.workspace.path), 0, "holds no article that was settled")
        if self.options.annotator and self.done and not self.found:
            message = "holds nothing by an annotator called {name}"
            values = {"name": repr(self.options.annotator)}
            yield Problem(str(self.workspace.path), 0, message, values=values)


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
