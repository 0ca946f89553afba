"""The two-byte codes of GBK, one at a time: what a shifted reading is taken apart with."""

from __future__ import annotations

from functools import lru_cache

from annotator.rules.knowledge.readings import readings
from annotator.text.script import converter

_Dropped = tuple[tuple[str, tuple[int, ...]], ...]


@lru_cache(maxsize=65536)
def decode(lead: int, trail: int) -> str:
    """The character of two bytes; empty if they are none.

    >>> decode(0xBF, 0xC6), decode(0xFD, 0xD2)
    ('科', '')
    """
    try:
        char = bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return ""
    return char if len(char) == 1 else ""


@lru_cache(maxsize=256)
def row(lead: int) -> tuple[str, ...]:
    """The characters of a first byte, by the second byte; empty where they are none.

    >>> row(0xBF)[0xC6]
    '科'
    """
    return tuple(decode(lead, trail) for trail in range(0x100))


@lru_cache(maxsize=256)
def column(trail: int) -> tuple[str, ...]:
    """The characters of a second byte, by the first byte; empty where they are none."""
    return tuple(decode(lead, trail) for lead in range(0x100))


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
def _without_character() -> tuple[tuple[int, int], ...]:
    """The two-byte codes that GBK leaves to users or to nobody: decoders drop them."""
    trails = [trail for trail in range(0x40, 0xFF) if trail != 0x7F]
    return tuple((lead, t) for lead in range(0x81, 0xFF) for t in trails if not decode(lead, t))


@lru_cache(maxsize=256)
def dropped(pending: int) -> _Dropped:
    """The characters that end with the first byte of a code without a character.

    `pending` is their own first byte; each comes with what the second byte of that code may be.
    """
    found: dict[str, list[int]] = {}
    for lead, trail in _without_character():
        said = decode(pending, lead)
        if said:
            found.setdefault(said, []).append(trail)
    return tuple((said, tuple(trails)) for said, trails in found.items())
