"""Reading ranges and entities from the ways files write them.

Offsets in files are code points on the text as the file holds it; they move with its line ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple, TypeGuard

from annotator.formats.base import NamedEntity
from annotator.formats.line_ends import Folded, fold_line_ends
from annotator.formats.notes import Notes, is_number

_OBJECT_FIELDS = ("entities", "spans")
_TRIPLE_FIELDS = ("label", "labels")
_OFFSET_NAMES = (("start", "end"), ("start_offset", "end_offset"))


class Place(NamedTuple):
    """The text that ranges of one record are checked against; `length` is that of the file's."""

    folded: Folded
    length: int
    notes: Notes

    def range(
        self, item: object, start: object, end: object, says: object = None, *, empty: bool = False
    ) -> tuple[int, int] | None:
        """start:end on the folded text; None and a note about `item` where it does not fit.

        `says` is what the file says stands there, if it says so; `empty` allows an empty range.
        """
        if not _is_offset(start) or not _is_offset(end):
            self.notes.add("a span whose start and end are not whole numbers", item)
        elif not 0 <= start <= end <= self.length:
            message = "a span outside the text of {length} characters"
            self.notes.add(message, item, length=self.length)
        elif start == end and not empty:
            self.notes.add("an empty span", item)
        else:
            low, high = self.folded.moved(start, end)
            there = self.folded.text[low:high]
            if not isinstance(says, str) or fold_line_ends(says).text == there:
                return low, high
            message = "a span whose text is not what stands there ({text})"
            self.notes.add(message, item, text=repr(there[:40]))
        return None


def _is_offset(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def entity_from(item: Mapping[str, object], place: Place) -> NamedEntity | None:
    """The entity an object describes; None and a note where it does not.

    >>> place = Place(Folded("上海"), 2, Notes())
    >>> found = entity_from({"start": 0, "end": 2, "label": "LOC"}, place)
    >>> found.start, found.end, found.label
    (0, 2, 'LOC')
    """
    first, second = _OFFSET_NAMES[1 if "start" not in item and "start_offset" in item else 0]
    span = place.range(item, item.get(first), item.get(second), item.get("text"))
    label = item.get("label")
    if span is None:
        return None
    if not isinstance(label, str) or not label.strip():
        place.notes.add("a span without a label", item)
        return None
    score = item.get("score")
    return NamedEntity(
        *span,
        label.strip(),
        place.notes.text(item, "note") or "",
        place.notes.text(item, "annotator"),
        float(score) if is_number(score) else None,
    )


def entities_in(
    fields: Mapping[str, object], place: Place
) -> tuple[tuple[NamedEntity, ...], frozenset[str]]:
    """The entities of a record in order of start, each once, and the fields they stood in.

    Read are `entities` and `spans` as objects with start and end, or start_offset and end_offset,
    or as [start, end, name]; `label` and `labels` as [start, end, name] alone. Lists of anything
    else are no spans.
    """
    found: list[NamedEntity] = []
    used: set[str] = set()
    for name in (*_OBJECT_FIELDS, *_TRIPLE_FIELDS):
        items = fields.get(name)
        if isinstance(items, list) and _looks_like_spans(name, items):
            used.add(name)
            found += _entities(items, place)
    once = dict.fromkeys(sorted(found, key=itemgetter(0, 1)))
    return tuple(once), frozenset(used)


def _looks_like_spans(name: str, items: list[object]) -> bool:
    if name in _TRIPLE_FIELDS:
        return any(isinstance(item, list) for item in items)
    return any(map(_has_offsets, items))


def _has_offsets(item: object) -> bool:
    if isinstance(item, list):
        return len(item) == 3 and all(map(_is_offset, item[:2]))
    offsets = [name for pair in _OFFSET_NAMES for name in pair]
    return isinstance(item, dict) and not item.keys().isdisjoint(offsets)


def _triple(item: list[object], place: Place) -> NamedEntity | None:
    """The entity of [start, end, name] where all of it fits; a file has very many of them."""
    start, end, label = item
    if type(start) is int and type(end) is int and isinstance(label, str):
        name = label.strip()
        if 0 <= start < end <= place.length and name:
            return NamedEntity(*place.folded.moved(start, end), name)
    return None


def _entities(items: list[object], place: Place) -> Iterator[NamedEntity]:
    for item in items:
        fields = item
        if isinstance(item, list) and len(item) == 3:
            entity = _triple(item, place)
            if entity is not None:
                yield entity
                continue
            fields = dict(zip(("start", "end", "label"), item, strict=True))
        if not isinstance(fields, dict):
            place.notes.add("not a span", item)
            continue
        entity = entity_from(fields, place)
        if entity is not None:
            yield entity
