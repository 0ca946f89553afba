"""The values the whole program speaks in.

Every range is half-open, in Unicode code points, on the raw text of its article, unless a name
says `clean`. Values never change; a change makes a new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, NewType

ArticleId = NewType("ArticleId", int)
SpanId = NewType("SpanId", int)
LabelId = NewType("LabelId", int)
ImportId = NewType("ImportId", int)

PAIR = "pair"
"""Stands where other proposals have the version of the rules that made them."""


class Origin(StrEnum):
    """Who made a span."""

    RULE = "rule"
    MODEL = "model"
    IMPORT = "import"
    PERSON = "person"


class Verdict(StrEnum):
    """A person's decision on something proposed."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Status(StrEnum):
    """How far an article is."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    FLAGGED = "flagged"


class Kind(StrEnum):
    """The kinds of thing said about an article."""

    REPAIR = "repair"
    BOILERPLATE = "boilerplate"
    ENTITY = "entity"
    FINDING = "finding"


# Not frozen, though nobody changes one: a page may have a thousand, and to make one would take
# four times as long.
@dataclass(slots=True, unsafe_hash=True)
class Repair:
    """The characters raw[start:end] are damaged: put `text` in their place.

    An empty range inserts. `rules` and `details` belong to proposals: the rules that made it, and
    the words that fill the first rule's reason. `id` is set once a person made it.
    """

    start: int
    end: int
    text: str
    type: str
    rules: tuple[str, ...] = ()
    confidence: float = 1.0
    details: tuple[str, ...] = ()
    origin: Origin = Origin.RULE
    verdict: Verdict | None = None
    annotator: str | None = None
    note: str = ""
    id: SpanId | None = None


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The characters raw[start:end] are not the article: leave them out. Fields as in `Repair`."""

    start: int
    end: int
    type: str
    rules: tuple[str, ...] = ()
    confidence: float = 1.0
    details: tuple[str, ...] = ()
    origin: Origin = Origin.RULE
    verdict: Verdict | None = None
    annotator: str | None = None
    note: str = ""
    id: SpanId | None = None


class Entity(NamedTuple):
    """The characters raw[start:end] name something of kind `label`.

    A tuple, since articles have many, and reading and exporting make all of them.
    """

    id: SpanId
    start: int
    end: int
    label: LabelId
    origin: Origin = Origin.PERSON
    verdict: Verdict | None = Verdict.ACCEPTED
    score: float | None = None
    annotator: str | None = None
    note: str = ""
    source: str = ""
    """Who suggested it, if somebody did; as in `Suggestion`."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The characters text[start:end] may name something of the kind called `label`.

    `text` is what was asked about: raw or clean, as the caller says. `score` is the chance, from 0
    to 1, that a person takes it. `source` names who suggests it; `details` are the words that fill
    the sentence which that source has for its reason.
    """

    start: int
    end: int
    label: str
    score: float
    source: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion as an article keeps it: on raw, with the label itself, not yet anyone's.

    `id` is that of the entity without a verdict that it is, where it came with a file.
    """

    start: int
    end: int
    label: LabelId
    score: float = 1.0
    source: str = ""
    details: tuple[str, ...] = ()
    id: SpanId | None = None


@dataclass(frozen=True, slots=True)
class ProposalKey:
    """What a verdict is given for: it outlives a new run of the rules that proposes the same.

    `text` is the repaired text, and empty for boilerplate.
    """

    kind: Kind
    type: str
    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with who gave it and why."""

    key: ProposalKey
    verdict: Verdict
    annotator: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known about an article beside its text.

    `published` is ISO 8601, as precise as the text is. `extra` keeps every field of the imported
    record that the program has no place for, as it was.
    """

    title: str | None = None
    published: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    editor: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MetaPlace:
    """Where a value of the metadata was read: `field` is one of `Meta`'s."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """An extraction error in raw[start:end]: a likely one that a check reports, or one people saw.

    It changes nothing and nobody judges it. `details` fill the sentence of its type. One that a
    person marked has an `annotator` and an `id`, and its type says what went wrong.
    """

    start: int
    end: int
    type: str
    confidence: float = 1.0
    details: tuple[str, ...] = ()
    annotator: str | None = None
    id: SpanId | None = None


@dataclass(frozen=True, slots=True)
class Proposals:
    """What the rules say about one raw text; ordered by start, no kind but metadata overlapping."""

    repairs: tuple[Repair, ...] = ()
    boilerplate: tuple[Boilerplate, ...] = ()
    meta: Meta = field(default_factory=Meta)
    findings: tuple[Finding, ...] = ()
    places: tuple[MetaPlace, ...] = ()

    @property
    def cleaning(self) -> tuple[Repair | Boilerplate, ...]:
        """All that makes the clean text: the repairs, then the boilerplate."""
        return (*self.repairs, *self.boilerplate)


@dataclass(frozen=True, slots=True)
class Article:
    """One imported text. `key` is the record's own id, unique in the project.

    `pair` says that what is proposed was read from another cleaner's text of it, and from nothing
    else.
    """

    id: ArticleId
    key: str
    raw: str
    sha256: str
    meta: Meta
    status: Status = Status.TODO
    seconds: float = 0.0
    updated: str | None = None
    pair: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """What the article list shows of one article, without its text."""

    id: ArticleId
    key: str
    title: str
    status: Status
    length: int
    entities: int
    proposals: int
    judged: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Label:
    """A kind of entity: `name` goes into exports, `title` is what people read.

    `color` is "#rrggbb"; `key` is one character, or empty; `position` orders the set.
    """

    id: LabelId
    name: str
    title: str
    color: str
    key: str
    description: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One action as the history shows it; `arguments` fill the translated title."""

    seq: int
    title: str
    arguments: tuple[str, ...]
    article: ArticleId | None
    annotator: str | None
    at: str
    undone: bool


def key_of(span: Repair | Boilerplate) -> ProposalKey:
    """What a verdict on this proposal is stored under.

    >>> key_of(Boilerplate(3, 9, "credit")).kind.value
    'boilerplate'
    """
    if isinstance(span, Repair):
        return ProposalKey(Kind.REPAIR, span.type, span.start, span.end, span.text)
    return ProposalKey(Kind.BOILERPLATE, span.type, span.start, span.end)


def made_here(span: Repair | Boilerplate) -> bool:
    """Whether our own rules or model proposed this, so that a new run of them replaces it.

    >>> made_here(Boilerplate(0, 1, "other", ("model.words",), origin=Origin.MODEL))
    True
    """
    ours = bool(span.rules) and span.rules[0].startswith("model.")
    return span.origin is Origin.RULE or (span.origin is Origin.MODEL and ours)


@dataclass(frozen=True, slots=True)
class Import:
    """One import as a list of imports shows it."""

    id: ImportId
    at: str
    annotator: str | None
    sources: tuple[str, ...]
    added: int
