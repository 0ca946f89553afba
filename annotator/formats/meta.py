"""What records say about an article beside its text, to and from `Meta`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from annotator.model import Meta

# For each field of Meta the names it goes by, the best first.
_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "published": ("published", "date", "time"),
    "source": ("source",),
    "authors": ("authors", "author"),
    "editor": ("editor",),
    "url": ("url",),
    "tags": ("tags",),
}
_LISTS = ("authors", "tags")
_ISO = re.compile(
    """[0-9]{4}                                     # a year
    ( - [0-9]{2} ( - [0-9]{2}                       # a month, a day
    ( [T\\ ] [0-9]{2} ( : [0-9]{2} ){0,2} ( [.] [0-9]+ )?
    ( Z | [+-] [0-9]{2} ( :? [0-9]{2} )? )? )? )? )?""",
    re.VERBOSE,
)
_NESTED = "extra"


def meta_from(fields: Mapping[str, object]) -> Meta:
    """Read what is known by name; all that does not fit there exactly is kept in `extra`.

    >>> meta_from({"title": "题", "author": "张三", "views": 7})
    Meta(title='题', published=None, source=None, authors=('张三',), editor=None, url=None, \
tags=(), extra={'author': '张三', 'views': 7})
    """
    known: dict[str, object] = {}
    exact: set[str] = set()
    for field, names in _NAMES.items():
        for name in names:
            value = fields.get(name)
            read = _list(value) if field in _LISTS else _text(field, value)
            if field in known or not read:
                continue
            known[field] = read
            if name == field and _plain(read) == value:
                exact.add(name)
    extra = {name: value for name, value in fields.items() if name not in exact}
    return Meta(**known, extra=extra)  # type: ignore[arg-type]


def meta_record(meta: Meta) -> dict[str, object]:
    """The `meta` object of a record: the known fields, then all others under their own names.

    A field whose name is taken goes into an object called `extra`.

    >>> meta_record(Meta(title="题", extra={"views": 7, "url": 5}))["extra"]
    {'url': 5}
    """
    record: dict[str, object] = {
        "title": meta.title,
        "published": meta.published,
        "source": meta.source,
        "authors": list(meta.authors),
        "url": meta.url,
        "tags": list(meta.tags),
        "editor": meta.editor,
    }
    taken = {*record, _NESTED}
    record |= {name: value for name, value in meta.extra.items() if name not in taken}
    nested = {name: value for name, value in meta.extra.items() if name in taken}
    return record | ({_NESTED: nested} if nested else {})


def meta_of_record(record: Mapping[str, object]) -> Meta:
    """Read what `meta_record` wrote.

    >>> meta = Meta(title="题", extra={"views": 7, "url": 5})
    >>> meta_of_record(meta_record(meta)) == meta
    True
    """
    known: dict[str, object] = {}
    extra: dict[str, object] = {}
    for name, value in record.items():
        read = _list(value) if name in _LISTS else value if isinstance(value, str) else None
        if name in _NAMES and read is not None:
            known[name] = read
        elif name not in _NAMES or value is not None:
            extra[name] = value
    nested = extra.pop(_NESTED, None)
    if isinstance(nested, dict):
        extra |= nested
    elif nested is not None:
        extra[_NESTED] = nested
    return Meta(**known, extra=extra)  # type: ignore[arg-type]


def _text(field: str, value: object) -> str | None:
    if not isinstance(value, str) or (field == "published" and not _ISO.fullmatch(value)):
        return None
    return value.replace(" ", "T") if field == "published" else value


def _list(value: object) -> tuple[str, ...] | None:
    if isinstance(value, str):
        return (value,) if value else None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    return None


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
