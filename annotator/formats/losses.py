"""What a format could not hold: one line for each thing in a file beside the export."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, Self

from annotator.errors import mark
from annotator.formats.base import Coordinates, NamedEntity, Problem
from annotator.formats.strict_json import to_json

SCHEMA = "duizhao/losses/1"
SUFFIX = ".losses.jsonl"
_IN_MEMORY = 1 << 20

LOSSES: dict[str, str] = {
    "cut": mark("{count} labels lie wholly in text that was left out"),
    "overlap": mark("{count} labels overlap longer ones and were left out"),
    "edges": mark("{count} labels were shortened: they began or ended with what is no token"),
    "blank": mark("{count} labels cover nothing that is a token and were left out"),
    "unaligned": mark("{count} labels do not fit the tokens and were left out"),
    "not_trained": mark("{count} labels overlap or end in white space: in spans, not in ents"),
    "note": mark("{count} notes have no place in this format"),
    "note_changed": mark("{count} notes were put on one line"),
    "rejected": mark("{count} refused labels have no place in this format"),
    "renamed": mark("{count} labels have names that this format cannot write: they were changed"),
    "unknown_label": mark("{count} labels are none of those that readers of this format know"),
    "file_name": mark("{count} articles have ids that are no file names: they were changed"),
    "empty": mark("{count} articles have no text left and were not written"),
    "partly": mark("{count} lines are boilerplate only in part and were called content"),
}
"""The kinds of loss, each with the sentence that counts them."""

_ON_RAW = ("cut", "partly")


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that was left out or changed: of which article, and where on the text written."""

    article: str
    kind: str
    start: int | None = None
    end: int | None = None
    label: str | None = None
    text: str | None = None


class Losses:
    """Takes losses while an export is written, inside its block; a long list is on the disk."""

    def __init__(self, coordinates: Coordinates = Coordinates.CLEAN) -> None:
        self.counts: Counter[str] = Counter()
        self._coordinates = coordinates
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115

    def add(self, loss: Loss) -> None:
        """Note a loss of one of the known kinds."""
        self.counts[loss.kind] += 1
        self._file.write(to_json(self._row(loss)).encode() + b"\n")

    def entity(self, article: str, kind: str, entity: NamedEntity, text: str | None) -> None:
        """Note the loss of an entity, whose text is `text`."""
        self.add(Loss(article, kind, entity.start, entity.end, entity.label, text))

    def _row(self, loss: Loss) -> Mapping[str, object]:
        return {
            "schema": SCHEMA,
            "id": loss.article,
            "loss": loss.kind,
            "coordinates": (Coordinates.RAW if loss.kind in _ON_RAW else self._coordinates).value,
            "start": loss.start,
            "end": loss.end,
            "label": loss.label,
            "text": loss.text,
        }

    def problems(self, file: str) -> list[Problem]:
        """Each kind of loss once, with its count; `file` is where they are listed."""
        return [
            Problem(file, 0, LOSSES[kind], values={"count": count})
            for kind, count in sorted(self.counts.items())
        ]

    def taken(self) -> tuple[bytes, Counter[str]]:
        """All of them, to be added to the losses of the whole export."""
        self._file.seek(0)
        return self._file.read(), self.counts

    def add_all(self, rows: bytes, counts: Counter[str]) -> None:
        """Add what `taken` gave."""
        self._file.write(rows)
        self.counts += counts

    def copy_to(self, file: BinaryIO) -> None:
        """Write all of them, one a line, in the order they came."""
        self._file.seek(0)
        while data := self._file.read(_IN_MEMORY):
            file.write(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
