"""What a list of articles shows and in which order: filters and sorts as values.

A filter has a JSON form, so that a project can keep it under a name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from annotator.model import LabelId, Status


class Within(StrEnum):
    """Which text of an article is looked through."""

    BOTH = "both"
    RAW = "raw"
    CLEAN = "clean"


@dataclass(frozen=True, slots=True)
class Period:
    """Days or moments in ISO 8601, both ends included; an empty end is open.

    An end is compared with as much of a moment as it is long: a day includes all its hours, and a
    month all its days.
    """

    first: str = ""
    last: str = ""

    def __bool__(self) -> bool:
        return bool(self.first or self.last)

    def holds(self, moment: str) -> bool:
        """Whether a moment lies in the period; an unknown one lies in none but the endless one.

        >>> Period("2024-02", "2024-03").holds("2024-03-09T10:00"), Period("2024").holds("")
        (True, False)
        """
        if not self:
            return True
        after = moment >= self.first
        before = not self.last or moment[: len(self.last)] <= self.last
        return bool(moment) and after and before


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles are wanted: those that every field lets through; an empty one lets all.

    `rules`, `types`, `least` and `most` (per cent of confidence) must hold of one and the same
    proposal, whatever its verdict; `types` alone also finds what people made. `labels` are those
    of labels that stand. `annotators` worked on the article. `unchecked` asks for proposals
    without a verdict, `noted` for a note on anything. `text` is looked for as people read it:
    script, width and case of letters do not matter; with `pattern` it is a regular expression,
    taken as it is written.
    """

    statuses: frozenset[Status] = frozenset()
    labels: frozenset[LabelId] = frozenset()
    rules: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    least: int = 0
    most: int = 100
    annotators: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    published: Period = Period()
    imported: Period = Period()
    updated: Period = Period()
    unchecked: bool | None = None
    noted: bool | None = None
    text: str = ""
    pattern: bool = False
    within: Within = Within.BOTH

    def __bool__(self) -> bool:
        return self != EVERYTHING

    @property
    def facets(self) -> Filter:
        """The filter without the text that is looked for.

        >>> bool(Filter(text="马云").facets)
        False
        """
        return replace(self, text="", pattern=False, within=Within.BOTH)

    def to_json(self) -> dict[str, Any]:
        """The fields that are not as in the empty filter, as JSON holds them.

        >>> Filter(statuses=frozenset({Status.TODO}), text="马云").to_json()
        {'statuses': ['todo'], 'text': '马云'}
        """
        names = (field.name for field in fields(self))
        return {
            name: _plain(getattr(self, name))
            for name in names
            if getattr(self, name) != getattr(EVERYTHING, name)
        }

    @classmethod
    def from_json(cls, held: object) -> Filter:
        """The filter with this JSON form; raises ValueError for what is none.

        >>> Filter.from_json({"most": 80, "updated": ["2026-11-01", ""]}).updated.first
        '2026-11-01'
        """
        if not isinstance(held, Mapping) or not held.keys() <= _READERS.keys():
            raise ValueError(f"no filter: {held!r}")
        try:
            return cls(**{name: _READERS[name](value) for name, value in held.items()})
        except TypeError as error:
            raise ValueError(f"no filter: {held!r}") from error


EVERYTHING = Filter()


class Order(StrEnum):
    """What a list is sorted by; equals stand in the order they came in."""

    IMPORT = "import"
    KEY = "key"
    TITLE = "title"
    STATUS = "status"
    UPDATED = "updated"
    LENGTH = "length"
    PROPOSALS = "proposals"
    DOUBT = "doubt"
    LABELS = "labels"
    EXPECTED = "expected"
    SUGGESTION_DOUBT = "suggestion_doubt"
    NOVELTY = "novelty"


SUGGESTED = frozenset({Order.EXPECTED, Order.SUGGESTION_DOUBT, Order.NOVELTY})
"""The orders by what is suggested."""


@dataclass(frozen=True, slots=True)
class Sort:
    """The order of a list. `doubt` is of the proposal that its rules are least sure of.

    Those of `SUGGESTED` are by what is suggested: how many labels that is worth, how unsure it is,
    and how much of a text is like nothing labelled. Articles nothing was suggested for yet stand at
    the end, either way.
    """

    order: Order = Order.IMPORT
    descending: bool = False


IMPORTED = Sort()


@dataclass(frozen=True, slots=True)
class Choices:
    """What a project has that filters may ask for, each in order."""

    rules: tuple[str, ...]
    types: tuple[str, ...]
    annotators: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter with its order, kept in a project under a name."""

    name: str
    wanted: Filter
    sort: Sort = IMPORTED

    def to_text(self) -> str:
        """The value that a project keeps.

        >>> SavedFilter("疑问", Filter(most=80)).to_text()
        '{"name": "疑问", "filter": {"most": 80}, "sort": "import", "descending": false}'
        """
        held = {
            "name": self.name,
            "filter": self.wanted.to_json(),
            "sort": self.sort.order.value,
            "descending": self.sort.descending,
        }
        return json.dumps(held, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> SavedFilter | None:
        """What `to_text` made; None for what this version cannot read.

        >>> saved = SavedFilter("疑问", Filter(most=80))
        >>> SavedFilter.from_text(saved.to_text()) == saved, SavedFilter.from_text("{}")
        (True, None)
        """
        try:
            held = json.loads(text)
            sort = Sort(Order(held["sort"]), bool(held["descending"]))
            return cls(str(held["name"]), Filter.from_json(held["filter"]), sort)
        except (ValueError, KeyError, TypeError):
            return None


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(part.value if isinstance(part, StrEnum) else part for part in value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Period):
        return [value.first, value.last]
    return value


def _texts(value: Any) -> frozenset[str]:
    return frozenset(_each(value, str))


def _each(value: Any, kind: type) -> list[Any]:
    if not isinstance(value, list) or not all(type(part) is kind for part in value):
        raise ValueError(f"not a list of {kind.__name__}: {value!r}")
    return value


def _period(value: Any) -> Period:
    first, last = _each(value, str)
    return Period(first, last)


def _exactly(kind: type) -> Any:
    def read(value: object) -> object:
        if type(value) is not kind:
            raise ValueError(f"not {kind.__name__}: {value!r}")
        return value

    return read


_READERS: dict[str, Any] = {
    "statuses": lambda value: frozenset(map(Status, _each(value, str))),
    "labels": lambda value: frozenset(map(LabelId, _each(value, int))),
    "rules": _texts,
    "types": _texts,
    "least": _exactly(int),
    "most": _exactly(int),
    "annotators": _texts,
    "sources": _texts,
    "published": _period,
    "imported": _period,
    "updated": _period,
    "unchecked": _exactly(bool),
    "noted": _exactly(bool),
    "text": _exactly(str),
    "pattern": _exactly(bool),
    "within": Within,
}
