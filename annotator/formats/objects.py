"""What readers of JSON formats share: the object of a line, its text, its annotator's ranges."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.formats.base import NamedEntity
from annotator.formats.line_ends import fold_line_ends
from annotator.formats.notes import Notes
from annotator.formats.spans import Place
from annotator.formats.strict_json import parse, shortened


def object_of(line: str, notes: Notes) -> dict[str, object] | None:
    """The object that a line holds; None and a note for anything else. Raises NotJson."""
    fields = parse(line)
    if isinstance(fields, dict):
        return fields
    notes.add("not an object", fields)
    return None


def text_place(fields: Mapping[str, object], name: str, notes: Notes) -> Place | None:
    """Where ranges of the text under `name` are checked; None and a note where there is no text."""
    text = fields.get(name)
    if isinstance(text, str) and text.strip():
        return Place(fold_line_ends(text), len(text), notes)
    missing = name not in fields
    message = "a record without {field}" if missing else "a record without a text in {field}"
    notes.add(message, text, field=shortened(name))
    return None


def in_order(entities: list[NamedEntity]) -> tuple[NamedEntity, ...]:
    """Entities by place and label, each once."""
    return tuple(dict.fromkeys(sorted(entities, key=lambda e: (e.start, e.end, e.label))))
