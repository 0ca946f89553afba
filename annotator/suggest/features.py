"""What the sequence model knows of a character: one 64-bit key for each thing that is true.

A key is made from the number of its template and what stands there, so no text can be read from a
model, and a template can be filled for a whole article at once. 0 stands for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from annotator.parallel import cores
from annotator.suggest.sheet import Sheet, shifted
from annotator.suggest.steps import Ints
from annotator.suggest.together import each

Keys = NDArray[np.uint64]
Parts = tuple[tuple[Ints, ...], ...]
Template = tuple[int, tuple[Ints, ...]]
"""The number of a template, and what stands in it at each character."""

Clusters = Sequence[tuple[Ints, tuple[int, ...], bool]]
"""For each clustering: a number for each character or word, the neighbours looked at, and whether
it is of words."""

_ODD, _OTHER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_HALF, _LOW, _ONE = np.uint64(32), np.uint64(29), np.uint64(1)
_CLUSTERS, _KNOWN, _LEXED = 200, 500, 700
LONGEST_KNOWN = 4
_SHARED = 5_000
"""From so many characters on, all processors work."""


def keys(sheet: Sheet, clusters: Clusters, known: Ints) -> Keys:
    """A row for each character; `known` is what `known_at` says.

    >>> from annotator.suggest.sheet import read
    >>> len(keys(read("上海"), (), known_at(2, ())))
    2
    """
    templates = [*_basic(sheet), *_lexed(sheet), *_clustered(sheet, clusters), *_known(known)]
    columns = np.empty((len(templates), len(sheet)), np.uint64)
    turns = cores() if len(sheet) >= _SHARED else 1

    def fill(turn: int) -> None:
        for (number, parts), column in zip(
            templates[turn::turns], columns[turn::turns], strict=True
        ):
            _put(column, number, parts)

    each(fill, range(turns))
    return columns.T


def _put(mixed: Keys, template: int, parts: Sequence[Ints]) -> None:
    """One key for each place of the parts; places where the first part is 0 have none.

    What is mixed is as good as chance, so two keys out of many are hardly ever one. Source of the
    last steps: the finalizer of MurmurHash3, Appleby, 2011.
    """
    mixed.fill(template)
    mixed *= _ODD
    for part in parts:
        mixed ^= part.view(np.uint64)
        mixed *= _OTHER
        mixed ^= mixed >> _LOW
    mixed *= _ODD
    mixed ^= mixed >> _HALF
    mixed |= _ONE
    mixed *= parts[0] != 0


def _basic(sheet: Sheet) -> Iterator[Template]:
    """Characters, their types, words and parts of speech."""
    return enumerate((*_of_characters(sheet), *_of_words(sheet), *_of_endings(sheet)), 1)


def _of_characters(sheet: Sheet) -> Parts:
    char = {by: shifted(sheet.chars, by, 2) for by in range(-2, 3)}
    type_ = {by: shifted(sheet.types, by, 99) for by in range(-2, 3)}
    return (
        *((char[by],) for by in range(-2, 3)),
        (char[-1], char[0]),
        (char[0], char[1]),
        (char[-2], char[-1]),
        (char[1], char[2]),
        (char[-1], char[1]),
        (type_[0],),
        (type_[-1], type_[0]),
        (type_[0], type_[1]),
        tuple(type_.values()),
    )


def _of_words(sheet: Sheet) -> Parts:
    place = sheet.places + 1
    word, before, behind = (_word(sheet, sheet.words, by) for by in (0, -1, 1))
    kind, kind_before, kind_behind = (_word(sheet, sheet.kinds, by) for by in (0, -1, 1))
    return (
        (word,),
        (place,),
        (word, place),
        (before,),
        (behind,),
        (np.minimum((sheet.ends - sheet.starts)[sheet.word_of], 5),),
        (kind,),
        (kind, place),
        (kind_before,),
        (kind_behind,),
        (kind_before, kind, place),
        (kind, kind_behind, place),
    )


def _of_endings(sheet: Sheet) -> Parts:
    last = sheet.chars[sheet.ends - 1]
    before_last = np.where(sheet.ends - sheet.starts > 1, sheet.chars[sheet.ends - 2], 1)
    return (
        (_word(sheet, last),),
        (_word(sheet, last), _word(sheet, before_last)),
        (_word(sheet, last, 1),),
        (_word(sheet, last, -1),),
        (_word(sheet, sheet.chars[sheet.starts]),),
    )


def _word(sheet: Sheet, row: Ints, by: int = 0) -> Ints:
    """What `row` has for the word of each character, or for one so many words behind it."""
    found: Ints = shifted(row, by, 3)[sheet.word_of]
    return found


def _lexed(sheet: Sheet) -> Iterator[Template]:
    """The words and names that the recurrent network reads."""
    lexed, length = sheet.lexed, len(sheet)
    of, at = lexed.of, np.arange(length)
    first, last = at == lexed.starts[of], at == lexed.ends[of] - 1
    place = np.where(first, np.where(last, 1, 2), np.where(last, 4, 3))

    def kind(by: int) -> Ints:
        found: Ints = shifted(lexed.kinds + 1, by, 99)[of]
        return found

    size = np.minimum((lexed.ends - lexed.starts)[of], 6)
    templates: Parts = (
        (kind(0),),
        (kind(0), place),
        (kind(-1),),
        (kind(1),),
        (kind(-1), kind(0), place),
        (kind(0), kind(1), place),
        (place,),
        (sheet.chars[lexed.ends - 1][of], kind(0), place),
        (size, kind(0), place),
        (kind(0), sheet.kinds[sheet.word_of], place, sheet.places),
    )
    return enumerate(templates, _LEXED)


def _clustered(sheet: Sheet, clusters: Clusters) -> Iterator[Template]:
    """The clusters of neighbouring pieces of text, learned from texts without labels."""
    for number, (row, reach, words) in enumerate(clusters):
        for step, by in enumerate(reach):
            moved = shifted(row, by)
            yield _CLUSTERS + 10 * number + step, (moved[sheet.word_of] if words else moved,)


def known_at(length: int, matches: Sequence[tuple[int, int, int]]) -> Ints:
    """What strings that were labelled say of each character: label, place in it, its length.

    `matches` are start, end and number of a label, from 1. The last row tells the neighbours.

    >>> known_at(4, [(1, 3, 7)]).tolist()
    [[0, 7, 0, 0], [0, 0, 7, 0], [0, 0, 0, 0], [0, 2, 2, 0], [7, 0, 0, 0], [0, 0, 0, 7]]
    """
    rows = np.zeros((6, length), np.int64)
    for start, end, label in matches:
        rows[0, start] = rows[1, end - 1] = label
        rows[2, start + 1 : end - 1] = label
        rows[3, start] = rows[3, end - 1] = min(end - start, LONGEST_KNOWN)
        if start:
            rows[4, start - 1] = label
        if end < length:
            rows[5, end] = label
    return rows


def _known(rows: Ints) -> Iterator[Template]:
    first, last, inside, size, before, behind = rows
    for number, row in enumerate((first, last, inside, before, behind)):
        yield _KNOWN + number, (row,)
    yield _KNOWN + 10, (first, size)
    yield _KNOWN + 11, (last, size)
    for number, row in enumerate((first, last, inside)):
        yield _KNOWN + 20 + number, ((row > 0).astype(np.int64),)


class Table:
    """Finds keys by their place in a table that is mostly empty, many at once.

    An entry has the high bits of a key and, in place of the low ones, its number. What these were
    is told by its place, or by how far it stands behind it where that was taken.
    """

    def __init__(self, known: Keys) -> None:
        low = max(6, (8 * len(known)).bit_length())
        self._low, self._mask = np.uint64(low), np.uint64((1 << low) - 1)
        self._entries = np.full(1 << low, self._mask)
        left, numbers, self._steps = known, np.arange(len(known), dtype=np.uint64), 0
        while len(left):
            places = (left + np.uint64(self._steps)) & self._mask
            _, firsts = np.unique(places, return_index=True)
            firsts = firsts[self._entries[places[firsts]] == self._mask]
            self._entries[places[firsts]] = (left[firsts] & ~self._mask) | numbers[firsts]
            rest = np.ones(len(left), bool)
            rest[firsts] = False
            left, numbers, self._steps = left[rest], numbers[rest], self._steps + 1

    def find(self, asked: Keys) -> Ints:
        """The number of each key, or one that is beyond all of them."""
        found, left = self._at(asked)
        for step in range(1, self._steps):
            numbers, further = self._at(asked[left], step)
            found[left] = numbers
            left = left[further]
        found[left] = self._mask
        return found

    def _at(self, asked: Keys, step: int = 0) -> tuple[Ints, Ints]:
        """The numbers of the entries so many places behind those of keys, one beyond all where
        there is none, and which keys have that of another one there."""
        places = asked + np.uint64(step)
        places &= self._mask
        entries = np.take(self._entries, places.view(np.int64), mode="clip")
        other = entries != self._mask
        numbers = np.bitwise_and(entries, self._mask, out=places).view(np.int64)
        entries ^= asked
        entries >>= self._low
        other &= entries != 0
        return numbers, np.nonzero(other)[0]


def leave_one_out(
    counts: Mapping[str, Mapping[int, int]], own: Mapping[str, frozenset[int]]
) -> Callable[[str], int]:
    """Which label a string most often had in other texts than one whose own labels are `own`.

    So what is known of a string is as sure in training as it will be on a new text.

    >>> leave_one_out({"上海": {1: 3, 2: 1}}, {"上海": frozenset({1})})("上海")
    1
    """

    def label(string: str) -> int:
        mine = own.get(string, frozenset())
        best = (0, 0)
        for number, count in counts.get(string, {}).items():
            best = max(best, (count - (number in mine), number))
        return best[1] if best[0] > 0 else 0

    return label
