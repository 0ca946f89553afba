"""The two-byte codes of GBK, one at a time: what a shifted reading is taken apart with."""

from __future__ import annotations

from functools import lru_cache

from annotator.rules.knowledge.readings import readings
from annotator.text.script import converter

_Dropped = tuple[tuple[str, frozenset[int]], ...]


_TRAILS = tuple(trail for trail in range(0x40, 0xFF) if trail != 0x7F)
_NONE = ("",) * 0x100


def decode(lead: int, trail: int) -> str:
    """The character of two bytes; empty if they are none.

    >>> decode(0xBF, 0xC6), decode(0xFD, 0xD2)
    ('科', '')
    """
    return row(lead)[trail]


@lru_cache(maxsize=256)
def row(lead: int) -> tuple[str, ...]:
    """The characters of a first byte, by the second byte; empty where they are none.

    >>> row(0xBF)[0xC6]
    '科'
    """
    if not 0x81 <= lead <= 0xFE:
        return _NONE
    # What parts the codes keeps one that is none from taking a byte of the next.
    codes = b"".join(bytes((lead, trail, 0x0A)) for trail in _TRAILS)
    made = list(_NONE)
    for trail, char in zip(_TRAILS, codes.decode("gbk", "replace").split("\n"), strict=False):
        made[trail] = char if len(char) == 1 and char != "\ufffd" else ""
    return tuple(made)


@lru_cache(maxsize=256)
def column(trail: int) -> tuple[str, ...]:
    """The characters of a second byte, by the first byte; empty where they are none."""
    return tuple(row(lead)[trail] for lead in range(0x100))


@lru_cache(maxsize=1)
def lines(text: str) -> tuple[bytes, ...]:
    """The lines of a text in GB18030, what has no code as `?`; several rules ask for the same.

    >>> lines("科\\n\\ud800") == (b"\\xbf\\xc6", b"?")
    True
    """
    return tuple(text.encode("gb18030", "replace").split(b"\n"))


def encode(char: str) -> bytes:
    """The two bytes of a character in GBK; empty if it has not two."""
    try:
        code = char.encode("gbk")
    except UnicodeEncodeError:
        return b""
    return code if len(code) == 2 else b""


@lru_cache(maxsize=1)
def _codes_by_reading() -> dict[str, tuple[tuple[int, int], ...]]:
    codes: dict[str, list[tuple[int, int]]] = {}
    for char in map(chr, converter("t2s").characters):
        code = encode(char)
        for reading in readings(char) if code else ():
            codes.setdefault(reading, []).append((code[0], code[1]))
    return {reading: tuple(sorted(found)) for reading, found in codes.items()}


def all_named(gloss: str) -> tuple[tuple[int, int], ...]:
    """The codes of every traditional character with this pinyin reading.

    Only what conversion to traditional made is glossed: 1148 of 1149 glosses on twelve pages.
    """
    return _codes_by_reading().get(gloss.replace("ɡ", "g"), ())


def named(lead: int, gloss: str) -> tuple[int, ...]:
    """The second bytes that make, after `lead`, a traditional character with this reading.

    >>> [hex(trail) for trail in named(0x94, "shù")]
    ['0xb5']
    """
    return tuple(trail for first, trail in all_named(gloss) if first == lead)


@lru_cache(maxsize=1)
def _without_character() -> tuple[tuple[int, frozenset[int]], ...]:
    """The codes that GBK leaves to users or to nobody: decoders drop them.

    By their first byte, with all the second ones: one and the same set for all that have the same.
    """
    rows = ((lead, row(lead)) for lead in range(0x81, 0xFF))
    found = ((lead, frozenset(t for t in _TRAILS if not made[t])) for lead, made in rows)
    same: dict[frozenset[int], frozenset[int]] = {}
    return tuple((lead, same.setdefault(trails, trails)) for lead, trails in found)


@lru_cache(maxsize=256)
def dropped(pending: int) -> _Dropped:
    """The characters that end with the first byte of a code without a character.

    `pending` is their own first byte; each comes with what the second byte of that code may be.
    """
    said = row(pending)
    return tuple(
        (said[lead], trails) for lead, trails in _without_character() if trails and said[lead]
    )
