"""Names of encodings, and bytes to text without anything that cannot be stored."""

from __future__ import annotations

import codecs
import re

from annotator.errors import InputError
from annotator.formats.base import Unreadable

UTF8 = "utf-8"
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class NotText(Unreadable):
    """Bytes that are not text in the encoding asked for; `offset` is the first one that is not."""

    def __init__(self, message: str, /, *, offset: int, **values: object) -> None:
        super().__init__(message, offset=offset, **values)
        self.offset = offset

    def moved(self, by: int) -> NotText:
        """The same where the bytes begin `by` bytes into a file."""
        others = {name: value for name, value in self.values.items() if name != "offset"}
        return NotText(self.message, offset=self.offset + by, **others)


def known_encoding(name: str | None) -> str:
    """The encoding to read with: UTF-8 unless named. Raises InputError for an unknown name.

    >>> known_encoding(None), known_encoding("GB18030")
    ('utf-8', 'gb18030')
    """
    if name is None:
        return UTF8
    try:
        "".encode(name)
        found = codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise InputError(
            "{name} is not a text encoding.",
            "Name one that Python knows, such as utf-8, gb18030, big5 or utf-16.",
            name=repr(name),
        ) from error
    return UTF8 if found == "utf-8-sig" else found


def keeps_line_feeds(encoding: str) -> bool:
    """Whether a line feed is the same one byte as in ASCII, so that bytes can be cut into lines.

    >>> keeps_line_feeds("gb18030"), keeps_line_feeds("utf-16")
    (True, False)
    """
    return '\n{"'.encode(encoding) == b'\n{"'


def decode(data: bytes, encoding: str) -> str:
    """The text of `data`. Raises NotText where it is none, lone surrogates included.

    >>> decode("网".encode("gbk"), "gbk")
    '网'
    """
    title = encoding_title(encoding)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(
            "not {encoding}: byte {offset} does not fit; name the file's encoding with --encoding",
            offset=error.start,
            encoding=title,
        ) from error
    except UnicodeError as error:
        raise NotText(
            "not {encoding}: {reason}; name the file's encoding with --encoding",
            offset=0,
            encoding=title,
            reason=str(error),
        ) from error
    lone = _LONE_SURROGATE.search(text) if encoding != UTF8 else None
    if lone:
        raise NotText(
            "not {encoding}: half a character ({code}); name the file's encoding with --encoding",
            offset=0,
            encoding=title,
            code=f"U+{ord(lone[0]):04X}",
        )
    return text


def encoding_title(encoding: str) -> str:
    """How messages name an encoding.

    >>> encoding_title("utf-8")
    'UTF-8'
    """
    return encoding.upper()
