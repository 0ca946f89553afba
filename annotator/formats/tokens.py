"""Texts as sentences of one-character tokens with tags, for formats that know nothing else.

White space, controls and zero-width characters are no tokens: no reader of columns takes them. Of
labels that overlap, the longest is kept. Tags are BIO or BMES; reading takes BIOES and BILOU too.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from annotator.errors import mark
from annotator.formats.base import NamedEntity, Unreadable
from annotator.formats.labelled import Labelled, lose_notes, lose_refused
from annotator.formats.losses import Loss, Losses
from annotator.formats.record import checked

_NO_TOKEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp", "Zs"))
_SENTENCE_END = re.compile("[。！？!?]+[”’」』）】)]*|\n")
_OUTSIDE = "O"
_BEGINS, _GOES_ON, _ENDS, _ALONE = "B", "IM", "EL", "SUW"
_SPACE = re.compile(r"\s+")


class Scheme(NamedTuple):
    """How the first, inner, last and only token of a label are called."""

    first: str
    inner: str
    last: str
    only: str


BIO = Scheme("B", "I", "I", "B")
BMES = Scheme("B", "M", "E", "S")


class Sentence(NamedTuple):
    """text[start:start + len(text)] of an article; `places` are the offsets in it of its tokens."""

    start: int
    text: str
    places: tuple[int, ...]
    tags: tuple[str, ...]

    @property
    def tokens(self) -> list[str]:
        """The tokens, one character each."""
        return [self.text[place] for place in self.places]


@lru_cache(maxsize=1 << 16)
def is_token(char: str) -> bool:
    """Whether a character can stand alone in a column.

    >>> [is_token(char) for char in ("字", " ", "\\u3000", "\\u200d", "\\u0301")]
    [True, False, False, False, True]
    """
    return unicodedata.category(char) not in _NO_TOKEN and not char.isspace()


def sentences_of(article: Labelled, scheme: Scheme, losses: Losses) -> Iterator[Sentence]:
    """The sentences of an article, without gap and in order; none if it has no token.

    Each one's tags are read again to see that they say what they should. Raises BrokenRecord.
    """
    lose_notes(article, losses)
    lose_refused(article, losses)
    text = article.text
    tokens = [place for place, char in enumerate(text) if is_token(char)]
    if not tokens:
        losses.add(Loss(article.key, "empty"))
        return
    entities = _flat(article, tokens, losses)
    bounds = _bounds(text, tokens, entities)
    starts = [entity.start for entity in entities]
    for start, end in pairwise(bounds):
        here = tokens[bisect_left(tokens, start) : bisect_left(tokens, end)]
        inside = entities[bisect_left(starts, start) : bisect_left(starts, end)]
        yield _tagged(text, (start, end), here, inside, scheme)


def _flat(article: Labelled, tokens: Sequence[int], losses: Losses) -> list[NamedEntity]:
    """The entities on whole tokens and without overlaps, in order."""
    fitted: list[tuple[NamedEntity, NamedEntity]] = []
    for entity in article.once():
        first, stop = bisect_left(tokens, entity.start), bisect_left(tokens, entity.end)
        if first == stop:
            losses.entity(article.key, "blank", entity, article.surface(entity))
            continue
        label = _SPACE.sub("_", entity.label)
        cut = entity._replace(start=tokens[first], end=tokens[stop - 1] + 1, label=label)
        fitted.append((cut, entity))
    chosen, left_out = without_overlaps(fitted)
    for _, entity in left_out:
        losses.entity(article.key, "overlap", entity, article.surface(entity))
    for cut, entity in chosen:
        if (cut.start, cut.end) != (entity.start, entity.end):
            losses.entity(article.key, "edges", entity, article.surface(entity))
        if cut.label != entity.label:
            losses.entity(article.key, "renamed", entity, cut.label)
    return [cut for cut, _ in chosen]


Fitted = tuple[NamedEntity, NamedEntity]


def without_overlaps(fitted: Sequence[Fitted]) -> tuple[list[Fitted], list[Fitted]]:
    """Those to keep, the longest first and then the leftmost, and the rest; both in order.

    Each is an entity as it will be written, and as it was.
    """
    taken: list[tuple[int, int]] = []
    chosen: list[Fitted] = []
    left_out: list[Fitted] = []
    for pair in sorted(fitted, key=lambda pair: (pair[0].start - pair[0].end, pair[0].start)):
        start, end = pair[0].start, pair[0].end
        at = bisect_left(taken, (start, end))
        clash = (at < len(taken) and taken[at][0] < end) or (at > 0 and taken[at - 1][1] > start)
        if clash:
            left_out.append(pair)
        else:
            taken.insert(at, (start, end))
            chosen.append(pair)
    return sorted(chosen, key=_start), sorted(left_out, key=_start)


def _start(pair: Fitted) -> tuple[int, int]:
    return pair[0].start, pair[0].end


def _bounds(text: str, tokens: Sequence[int], entities: Sequence[NamedEntity]) -> list[int]:
    """Where sentences begin, and the end: behind a mark or line feed, with tokens on both sides."""
    starts = [entity.start for entity in entities]
    bounds = [0]
    for found in _SENTENCE_END.finditer(text):
        at = found.end()
        near = bisect_left(starts, at) - 1
        if near >= 0 and entities[near].end > at:
            continue
        before, after = bisect_left(tokens, bounds[-1]), bisect_left(tokens, at)
        if before < after < len(tokens):
            bounds.append(at)
    return [*bounds, len(text)]


def _tagged(
    text: str,
    place: tuple[int, int],
    tokens: Sequence[int],
    entities: Sequence[NamedEntity],
    scheme: Scheme,
) -> Sentence:
    start, end = place
    tags = [_OUTSIDE] * len(tokens)
    meant: list[tuple[int, int, str]] = []
    for entity in entities:
        first, stop = bisect_left(tokens, entity.start), bisect_left(tokens, entity.end)
        tags[first:stop] = marks_of(scheme, stop - first, entity.label)
        meant.append((first, stop, entity.label))
    checked(spans_of(tags), meant)
    places = tuple(token - start for token in tokens)
    return Sentence(start, text[start:end], places, tuple(tags))


def marks_of(scheme: Scheme, length: int, label: str) -> list[str]:
    """The tags of a label that is so many tokens long.

    >>> marks_of(BMES, 3, "LOC"), marks_of(BIO, 1, "LOC")
    (['B-LOC', 'M-LOC', 'E-LOC'], ['B-LOC'])
    """
    if length == 1:
        return [f"{scheme.only}-{label}"]
    inner = [f"{scheme.inner}-{label}"] * (length - 2)
    return [f"{scheme.first}-{label}", *inner, f"{scheme.last}-{label}"]


def spans_of(tags: Iterable[str]) -> list[tuple[int, int, str]]:
    """The labelled runs of tokens: first, stop, label. Raises BadTag for what is no tag.

    What goes on with nothing before it begins a label, as in the files of CoNLL 2003.

    >>> spans_of(["B-LOC", "I-LOC", "O", "S-PER", "B-LOC", "E-LOC"])
    [(0, 2, 'LOC'), (3, 4, 'PER'), (4, 6, 'LOC')]
    """
    found: list[tuple[int, int, str]] = []
    opened: tuple[int, str] | None = None
    number = -1
    for number, tag in enumerate(tags):
        sign, label = _parts(tag, number)
        goes_on = opened is not None and sign in (*_GOES_ON, *_ENDS) and opened[1] == label
        if opened is not None and not goes_on:
            found.append((opened[0], number, opened[1]))
            opened = None
        if label and opened is None:
            opened = (number, label)
        if opened is not None and sign in (*_ENDS, *_ALONE):
            found.append((opened[0], number + 1, opened[1]))
            opened = None
    if opened is not None:
        found.append((opened[0], number + 1, opened[1]))
    return found


class BadTag(Unreadable):
    """A tag of no known scheme; `number` counts the tokens from 0."""

    def __init__(self, tag: str, number: int) -> None:
        super().__init__(mark("{tag} is no tag such as O, B-PER or I-PER"), tag=repr(tag))
        self.number = number


def _parts(tag: str, number: int) -> tuple[str, str]:
    if tag == _OUTSIDE:
        return _OUTSIDE, ""
    sign, dash, label = tag.partition("-")
    known = (*_BEGINS, *_GOES_ON, *_ENDS, *_ALONE)
    if not (sign in known and dash and label):
        raise BadTag(tag, number)
    return sign, label


def joined(tokens: Sequence[str]) -> tuple[str, list[int]]:
    """A text of tokens that came without one, and where each begins: words of letters are parted.

    >>> joined(["在", "New", "York", "州"])
    ('在New York州', [0, 1, 5, 9])
    """
    text = ""
    starts: list[int] = []
    for token in tokens:
        if text and token and _is_letter(text[-1]) and _is_letter(token[0]):
            text += " "
        starts.append(len(text))
        text += token
    return text, starts


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalnum()
