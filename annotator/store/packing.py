"""Values to compact bytes and back: proposals, metadata and logs."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from annotator.model import Boilerplate, Finding, Meta, MetaPlace, Origin, Proposals, Repair

_WORTH_PACKING = 200
_TEXT_FIELDS = ("title", "published", "source", "editor", "url")
_LIST_FIELDS = ("authors", "tags")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# Calling the enumeration takes a third of reading a large article.
_ORIGINS = {origin.value: origin for origin in Origin}


def to_json(value: object) -> str:
    """JSON without spaces, other characters as they are."""
    return _ENCODER.encode(value)


def pack(value: object) -> bytes:
    """A value that JSON can hold as bytes, compressed where that is worth it.

    >>> pack([1, "甲"]).decode()
    '[1,"甲"]'
    >>> unpack(pack([1] * 1000)) == [1] * 1000
    True
    """
    plain = to_json(value).encode()
    return zlib.compress(plain) if len(plain) > _WORTH_PACKING else plain


def unpack(data: bytes) -> Any:
    """What `pack` was given; compressed bytes begin with "x", JSON never does."""
    return json.loads(zlib.decompress(data) if data[:1] == b"x" else data)


def pack_proposals(proposals: Proposals) -> bytes:
    """All proposals of an article in one value; verdicts are stored apart.

    What there is none of has no key, and fields are only ever added, so older rows stay readable.
    """
    held: dict[str, object] = {
        "r": [[*_shared(span), span.text] for span in proposals.repairs],
        "b": [_shared(span) for span in proposals.boilerplate],
        "m": fields_of(proposals.meta),
    }
    if proposals.findings:
        held["f"] = [
            [one.start, one.end - one.start, one.type, one.confidence, one.details]
            for one in proposals.findings
        ]
    if proposals.places:
        held["p"] = [[one.field, one.start, one.end - one.start] for one in proposals.places]
    return pack(held)


def unpack_proposals(data: bytes) -> Proposals:
    """What `pack_proposals` was given, without verdicts."""
    if data == _NOTHING:
        return NO_PROPOSALS
    held = unpack(data)
    return Proposals(
        tuple(_repair(row) for row in held["r"]),
        tuple(_boilerplate(row) for row in held["b"]),
        meta_of(held["m"]),
        tuple(_finding(row) for row in held.get("f", ())),
        tuple(MetaPlace(name, start, start + length) for name, start, length in held.get("p", ())),
    )


def _shared(span: Repair | Boilerplate) -> list[object]:
    return [
        span.start,
        span.end - span.start,
        span.type,
        span.rules,
        span.confidence,
        span.details,
        span.origin,
    ]


def _repair(row: list[Any]) -> Repair:
    start, length, kind, rules, confidence, details, origin, text = row
    return Repair(
        start,
        start + length,
        text,
        kind,
        tuple(rules),
        confidence,
        tuple(details),
        _ORIGINS[origin],
    )


def _boilerplate(row: list[Any]) -> Boilerplate:
    start, length, kind, rules, confidence, details, origin = row
    return Boilerplate(
        start, start + length, kind, tuple(rules), confidence, tuple(details), _ORIGINS[origin]
    )


def _finding(row: list[Any]) -> Finding:
    start, length, kind, confidence, details = row
    return Finding(start, start + length, kind, confidence, tuple(details))


def fields_of(meta: Meta) -> dict[str, object]:
    """The fields of metadata that say something, as JSON holds them.

    >>> fields_of(Meta(title="题", authors=("甲",)))
    {'title': '题', 'authors': ['甲']}
    """
    fields: dict[str, object] = {}
    for name in _TEXT_FIELDS:
        if getattr(meta, name) is not None:
            fields[name] = getattr(meta, name)
    for name in _LIST_FIELDS:
        if getattr(meta, name):
            fields[name] = list(getattr(meta, name))
    if meta.extra:
        fields["extra"] = dict(meta.extra)
    return fields


def meta_of(*layers: Mapping[str, Any]) -> Meta:
    """Metadata from layers of fields; a later layer goes over an earlier one, `extra` by key.

    >>> laid = meta_of({"title": "甲", "url": "u"}, {"title": "乙"}, {"url": None})
    >>> laid.title, laid.url
    ('乙', None)
    """
    if not any(layers):
        return Meta()
    fields: dict[str, Any] = {}
    extra: dict[str, object] = {}
    for layer in layers:
        fields.update(layer)
        extra.update(layer.get("extra") or {})
    values: dict[str, Any] = {name: fields.get(name) for name in _TEXT_FIELDS}
    values |= {name: tuple(fields.get(name) or ()) for name in _LIST_FIELDS}
    return Meta(**values, extra=extra)


def override_of(base: Meta, wanted: Meta) -> dict[str, object]:
    """What must be laid over `base` to get `wanted`: the differing fields, emptied ones as null.

    >>> override_of(Meta(title="甲", url="u"), Meta(title="乙"))
    {'title': '乙', 'url': None}
    """
    there, here = fields_of(wanted), fields_of(base)
    names = [*_TEXT_FIELDS, *_LIST_FIELDS]
    return {name: there.get(name) for name in names if there.get(name) != here.get(name)}


NO_PROPOSALS = Proposals()
_NOTHING = pack_proposals(NO_PROPOSALS)
