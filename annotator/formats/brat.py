"""brat standoff: a text, its annotations, and the types there are.

Offsets are code points, ends exclusive, lines end in a line feed. Types are ASCII without spaces:
a label of another name gets a number, and `visual.conf` says what brat is to show for it. A label
that runs over a line feed is written as fragments, as brat does. Notes are notes of brat's.
Source: brat's `annotation.py`, its example data and its documentation of the standoff format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import IO

from annotator.document import Document
from annotator.errors import mark
from annotator.formats.base import (
    NamedEntity,
    Problem,
    ReadOptions,
    Record,
    Traits,
    WriteOptions,
    cannot_read,
)
from annotator.formats.charset import utf8_fault
from annotator.formats.encodings import UTF8, NotText, decode
from annotator.formats.labelled import Labelled, labelled, lose_refused
from annotator.formats.line_ends import fold_line_ends
from annotator.formats.losses import Loss, Losses
from annotator.formats.names import FileNames
from annotator.formats.notes import Notes
from annotator.formats.objects import in_order
from annotator.formats.output import Output
from annotator.formats.record import checked
from annotator.formats.spans import Place
from annotator.formats.text import read_text

TYPES, SHOWN = "annotation.conf", "visual.conf"
_TYPE = re.compile("[A-Za-z][A-Za-z0-9_-]*")
_NUMBERED = re.compile("L[0-9]+")
# Whatever ends a line for Python ends one for brat, which reads its files so.
_PART = re.compile("[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_RANGE = re.compile("[0-9]+ [0-9]+(;[0-9]+ [0-9]+)*")
_TYPES = "[entities]\n{types}\n[relations]\n\n[events]\n\n[attributes]\n"
_SHOWN = "[labels]\n{shown}\n[drawing]\n"


class BratExporter:
    """Writes two files for each article, and two that say what its types are."""

    id = "brat"
    title = mark("brat standoff")
    suffix = ".ann"
    folder = True
    in_pieces = False
    traits = Traits(mark("code points"), mark("nested labels, notes; no metadata"))

    def write(self, documents: Iterable[Document], out: Output, options: WriteOptions) -> None:
        """Write every document."""
        types = types_of(options.labels)
        names = FileNames()
        for article in labelled(documents, options, out.losses):
            lose_refused(article, out.losses)
            name = names.name(article.key)
            if name != article.key:
                out.losses.add(Loss(article.key, "file_name", text=name))
            with out.inside(f"{name}.txt") as file:
                file.write(article.text.encode())
            with out.inside(f"{name}{self.suffix}") as file:
                file.write("".join(_lines(article, types, out.losses)).encode())
        shown = "".join(f"{type} | {label}\n" for label, type in types.items() if label != type)
        with out.beside(TYPES) as file:
            file.write(_TYPES.format(types="".join(f"{t}\n" for t in types.values())).encode())
        with out.beside(SHOWN) as file:
            file.write(_SHOWN.format(shown=shown).encode())


def types_of(labels: Iterable[str]) -> dict[str, str]:
    """The type of each label: its name where brat takes that, else a number.

    >>> types_of(["LOC", "地名"])
    {'LOC': 'LOC', '地名': 'L2'}
    """
    types: dict[str, str] = {}
    for number, label in enumerate(labels, 1):
        fits = _TYPE.fullmatch(label) and not _NUMBERED.fullmatch(label)
        types[label] = label if fits else f"L{number}"
    return types


def _lines(article: Labelled, types: Mapping[str, str], losses: Losses) -> Iterator[str]:
    number = 0
    once = article.once()
    kept = set(once)
    for other in article.entities:
        if other.note and other not in kept:
            losses.entity(article.key, "note", other, other.note)
    for entity in once:
        surface = article.surface(entity)
        parts = [
            (m.start() + entity.start, m.end() + entity.start) for m in _PART.finditer(surface)
        ]
        if not parts:
            losses.entity(article.key, "blank", entity, surface)
            continue
        if (parts[0][0], parts[-1][1]) != (entity.start, entity.end):
            losses.entity(article.key, "edges", entity, surface)
        number += 1
        ranges = ";".join(f"{start} {end}" for start, end in parts)
        shown = " ".join(article.text[start:end] for start, end in parts)
        checked(shown, " ".join(filter(None, surface.splitlines())))
        yield f"T{number}\t{types[entity.label]} {ranges}\t{shown}\n"
        if entity.note:
            note = " ".join(entity.note.splitlines())
            if note != entity.note:
                losses.entity(article.key, "note_changed", entity, entity.note)
            yield f"#{number}\tAnnotatorNotes T{number}\t{note}\n"


class BratImporter:
    """Reads an `.ann` file and the `.txt` file beside it."""

    id = "brat"
    title = mark("brat standoff")
    suffixes: tuple[str, ...] = (".ann",)

    def read(self, file: IO[bytes], name: str, options: ReadOptions) -> Iterator[Record | Problem]:
        """Yield the article, and what could not be read of a line."""
        path = Path(name).with_suffix(".txt")
        try:
            data = path.read_bytes()
        except OSError as error:
            yield cannot_read(path, error)
            return
        # brat knows no other encoding; a text that is none of it may still be read as what it is.
        known = options.encoding or (UTF8 if utf8_fault(data) is None else None)
        record = read_text(BytesIO(data), str(path), replace(options, encoding=known))
        if isinstance(record, Problem):
            yield record
            return
        text = decode(data, known or _encoding(record)).removeprefix("\ufeff")
        place = Place(fold_line_ends(text), len(text), Notes())
        reader = _Annotations(name, text, place, _labels_beside(path.parent))
        for number, line in enumerate(file.read().split(b"\n"), 1):
            yield from reader.take(number, line)
        yield replace(record, entities=reader.entities(), file=name)

    def fields(self, file: IO[bytes], options: ReadOptions) -> tuple[str, ...]:
        """None: the fields are fixed."""
        return ()


def _encoding(record: Record) -> str:
    """The encoding that a text was found to be in."""
    return str(record.meta.extra.get("encoding", UTF8))


def _labels_beside(folder: Path) -> dict[str, str]:
    """What `visual.conf`, here or in the folder above, shows for each type."""
    for path in (folder / SHOWN, folder.parent / SHOWN):
        if path.is_file():
            lines = path.read_text("utf-8", "replace").splitlines()
            pairs = (line.split(" | ") for line in lines if " | " in line)
            return {pair[0].strip(): pair[1].strip() for pair in pairs}
    return {}


class _Annotations:
    """The labels and notes of one file, line by line."""

    def __init__(self, name: str, text: str, place: Place, labels: Mapping[str, str]) -> None:
        self._name = name
        self._text = text
        self._place = place
        self._labels = labels
        self._found: dict[str, NamedEntity] = {}

    def take(self, number: int, data: bytes) -> Iterator[Problem]:
        """Read one line; what is wrong with it."""
        try:
            line = decode(data, "utf-8").rstrip("\r")
        except NotText as error:
            yield error.problem(self._name, number, repr(data[:16]))
            return
        if not line.strip():
            return
        notes = Notes()
        id, _, rest = line.partition("\t")
        if id[:1] == "T" and id in self._found:
            notes.add("an id that another label of this file has already", line)
        elif id[:1] == "T":
            self._add(id, rest, line, notes)
        elif id[:1] == "#":
            self._note(rest, line, notes)
        else:
            notes.add("only labels and notes are read: this was left out", line)
        yield from notes.problems(self._name, number)

    def _add(self, id: str, rest: str, line: str, notes: Notes) -> None:
        kind, _, said = rest.partition("\t")
        type, _, ranges = kind.partition(" ")
        if not type or not _RANGE.fullmatch(ranges):
            notes.add("a label without a type and a range", line)
            return
        parts = [tuple(map(int, pair.split(" "))) for pair in ranges.split(";")]
        start, end = parts[0][0], parts[-1][1]
        gaps = [self._text[a[1] : b[0]] for a, b in pairwise(parts)]
        if any(a[1] > b[0] for a, b in pairwise(parts)) or not all(map(_is_break, gaps)):
            notes.add("a label of parts that stand apart: it was left out", line)
            return
        there = " ".join(self._text[low:high] for low, high in parts)
        place = self._place._replace(notes=notes)
        span = place.range(line, start, end)
        if span is not None and said not in ("", there):
            message = "a span whose text is not what stands there ({text})"
            notes.add(message, line, text=repr(there[:40]))
        elif span is not None:
            self._found[id] = NamedEntity(*span, self._labels.get(type, type))

    def _note(self, rest: str, line: str, notes: Notes) -> None:
        what, _, note = rest.partition("\t")
        target = what.rpartition(" ")[2]
        if target in self._found:
            self._found[target] = self._found[target]._replace(note=note)
        else:
            notes.add("a note on what is no label", line)

    def entities(self) -> tuple[NamedEntity, ...]:
        """The labels in order."""
        return in_order(list(self._found.values()))


def _is_break(gap: str) -> bool:
    """Whether nothing but ends of lines stands between two parts."""
    return not _PART.search(gap)


BRAT_EXPORTER = BratExporter()
BRAT_IMPORTER = BratImporter()
