"""The edits that make clean of raw: `source`, `target`, and every place where they differ.

Edits are in order, on `source`, in code points, and do not overlap; put in place one after the
other they give `target`. Their kinds are repair, cut and layout, which is white space that
paragraphs do not need; reading takes the first two as proposals of another program.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from annotator.catalogue import BOILERPLATE_TYPE_BY_ID, REPAIR_TYPE_BY_ID
from annotator.document import Document
from annotator.errors import mark
from annotator.formats.base import ReadOptions, Record, Traits, WriteOptions
from annotator.formats.jsonl import LineImporter, key_of_record
from annotator.formats.meta import meta_from
from annotator.formats.notes import Notes
from annotator.formats.objects import object_of, text_place
from annotator.formats.output import Output
from annotator.formats.record import checked
from annotator.formats.spans import Place
from annotator.formats.strict_json import to_json
from annotator.model import Boilerplate, Kind, Origin, Repair, Verdict
from annotator.text.compose import Flow, Piece, compose
from annotator.text.standing import standing_repairs

LAYOUT = "layout"
_OWN = frozenset(("id", "source", "target", "edits"))


class Edit(NamedTuple):
    """source[start:end] becomes `after`; `accepted` says that a person took it."""

    start: int
    end: int
    after: str
    kind: str
    type: str
    accepted: bool


class EditsExporter:
    """Writes an article a line."""

    id = "edits"
    title = mark("Edits from raw to clean")
    suffix = ".jsonl"
    folder = False
    in_pieces = True
    traits = Traits(mark("code points"), mark("repairs and cuts as applied"), choice=False)

    def write(self, documents: Iterable[Document], out: Output, options: WriteOptions) -> None:
        """Write every document."""
        with out.main(self.suffix) as file:
            for document in documents:
                file.write(to_json(_row(document)).encode() + b"\n")


def _row(document: Document) -> dict[str, object]:
    raw, clean = document.article.raw, document.composition.clean
    edits = edits_of(document)
    checked(applied(raw, edits), clean)
    return {
        "id": document.article.key,
        "source": raw,
        "target": clean,
        "edits": [
            {
                "start": edit.start,
                "end": edit.end,
                "before": raw[edit.start : edit.end],
                "after": edit.after,
                "kind": edit.kind,
                "type": edit.type,
                "accepted": edit.accepted,
            }
            for edit in edits
        ],
    }


def applied(source: str, edits: Iterable[Edit]) -> str:
    """The text that edits make of `source`.

    >>> applied("甲乙丙", [Edit(1, 2, "丁", "repair", "spacing", False)])
    '甲丁丙'
    """
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += (source[at : edit.start], edit.after)
        at = edit.end
    return "".join((*parts, source[at:]))


def edits_of(document: Document) -> list[Edit]:
    """What is done to raw, in order; each run that is left out is one edit."""
    composition = document.composition
    repairs = standing_repairs(document.article.raw, document.repairs)
    cuts = [cut for cut in document.boilerplate if cut.verdict is not Verdict.REJECTED]
    edits: list[Edit] = []
    gone: list[Piece] = []
    for piece in composition.pieces:
        if piece.flow in (Flow.CUT, Flow.LAYOUT):
            gone.append(piece)
            continue
        edits += _deleted(gone, cuts)
        gone = []
        if piece.flow is not Flow.KEPT:
            edits += _repaired(piece, composition.clean, repairs)
    return edits + list(_deleted(gone, cuts))


def _deleted(gone: list[Piece], cuts: list[Boilerplate]) -> Iterator[Edit]:
    """A run of pieces without clean text, under the type of the first cut that touches it."""
    if not gone:
        return
    start, end = gone[0].raw_start, gone[-1].raw_end
    cut = None
    if any(piece.flow is Flow.CUT for piece in gone):
        cut = next((cut for cut in cuts if cut.start < end and start < cut.end), None)
    if cut is None:
        yield Edit(start, end, "", LAYOUT, LAYOUT, False)
    else:
        accepted = cut.verdict is Verdict.ACCEPTED
        yield Edit(start, end, "", Kind.BOILERPLATE.value, cut.type, accepted)


def _repaired(piece: Piece, clean: str, repairs: list[Repair]) -> Iterator[Edit]:
    """The repairs in a piece; where they go character for character, each has its part."""
    if piece.flow is Flow.REPLACED:
        place = (piece.raw_start, piece.raw_end)
        repair = next(r for r in repairs[_first(repairs, piece) :] if (r.start, r.end) == place)
        yield _edit(repair, *place, clean[piece.start : piece.end])
        return
    for repair in repairs[_first(repairs, piece) :]:
        if repair.start >= piece.raw_end:
            break
        low, high = max(repair.start, piece.raw_start), min(repair.end, piece.raw_end)
        if low < high:
            by = piece.start - piece.raw_start
            yield _edit(repair, low, high, clean[low + by : high + by])


def _first(repairs: list[Repair], piece: Piece) -> int:
    """The first repair that may touch a piece."""
    at = bisect_left(repairs, piece.raw_start, key=lambda repair: repair.start)
    while at and repairs[at - 1].end >= piece.raw_start:
        at -= 1
    return at


def _edit(repair: Repair, start: int, end: int, after: str) -> Edit:
    accepted = repair.verdict is Verdict.ACCEPTED or repair.origin is Origin.PERSON
    return Edit(start, end, after, Kind.REPAIR.value, repair.type, accepted)


def is_edits(fields: Mapping[str, object]) -> bool:
    """Whether an object is a source with its edits."""
    return "source" in fields and isinstance(fields.get("edits"), list)


def _record(line: str, options: ReadOptions, notes: Notes) -> Record | None:
    """An article whose edits are proposals to review."""
    fields = object_of(line, notes)
    place = text_place(fields, "source", notes) if fields is not None else None
    if fields is None or place is None:
        return None
    repairs: list[Repair] = []
    cuts: list[Boilerplate] = []
    for item in notes.objects(fields, "edits"):
        read = _proposal(item, place)
        repairs += [read] if isinstance(read, Repair) else []
        cuts += [read] if isinstance(read, Boilerplate) else []
    repairs.sort(key=lambda repair: (repair.start, repair.end))
    cuts.sort(key=lambda cut: (cut.start, cut.end))
    target = fields.get("target")
    if isinstance(target, str) and compose(place.folded.text, repairs, cuts).clean != target:
        notes.add("the edits do not make the target of the source", target)
    return Record(
        key_of_record(fields, "id", line, notes),
        place.folded.text,
        meta_from({name: value for name, value in fields.items() if name not in _OWN}),
        tuple(repairs),
        tuple(cuts),
        pair=True,
    )


def _proposal(item: Mapping[str, object], place: Place) -> Repair | Boilerplate | None:
    """What an edit proposes; None for layout, which is made anew, and for what is no edit."""
    kind, type, after = item.get("kind"), item.get("type"), item.get("after")
    if kind == LAYOUT:
        return None
    span = place.range(item, item.get("start"), item.get("end"), item.get("before"), empty=True)
    verdict = Verdict.ACCEPTED if item.get("accepted") is True else None
    if span is None:
        return None
    if kind == Kind.REPAIR and type in REPAIR_TYPE_BY_ID and isinstance(after, str):
        return Repair(*span, after, str(type), origin=Origin.IMPORT, verdict=verdict)
    if kind == Kind.BOILERPLATE and type in BOILERPLATE_TYPE_BY_ID:
        return Boilerplate(*span, str(type), origin=Origin.IMPORT, verdict=verdict)
    place.notes.add("an edit of no known kind and type", item)
    return None


EDITS_EXPORTER = EditsExporter()
EDITS_IMPORTER = LineImporter("edits", mark("Edits from raw to clean"), _record)
