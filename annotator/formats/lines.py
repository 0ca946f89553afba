"""Lines of a file as bytes, never more in memory than one line may hold.

Only a line feed ends a line. `str.splitlines` would also cut at U+2028, U+0085 and others, which
JSON allows inside a string.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import IO, NamedTuple

from annotator.formats.encodings import UTF8, NotText, encoding_title, keeps_line_feeds

LINE_LIMIT = 64 << 20
"""Bytes of one line."""
_CHUNK = 1 << 20
_BOM = "\ufeff".encode()


class Line(NamedTuple):
    """A line without its line feed; `data` is None if it was too long and skipped.

    `number` counts from 1, `offset` is the byte of the file the line begins at.
    """

    number: int
    offset: int
    data: bytes | None
    size: int


def read_lines(file: IO[bytes], limit: int = LINE_LIMIT) -> Iterator[Line]:
    """Yield every line, the last one with or without a line feed; a BOM at the start goes.

    >>> [line.data for line in read_lines(io.BytesIO(b"a\\r\\n\\nb"))]
    [b'a\\r', b'', b'b']
    >>> [line.data for line in read_lines(io.BytesIO(b"abcd\\nb\\n"), limit=3)]
    [None, b'b']
    """
    number = offset = 0
    while data := file.readline(limit + 1):
        number += 1
        size = len(data)
        too_long = size > limit and not data.endswith(b"\n")
        if too_long:
            data = b""
            size += _skip_line(file)
            yield Line(number, offset, None, size)
        else:
            text = data.removesuffix(b"\n")
            yield Line(number, offset, text.removeprefix(_BOM) if number == 1 else text, size)
        offset += size


def _skip_line(file: IO[bytes]) -> int:
    """Read to the end of the line, keeping nothing; the number of bytes."""
    size = 0
    while rest := file.readline(_CHUNK):
        size += len(rest)
        if rest.endswith(b"\n"):
            break
    return size


def cuttable(file: IO[bytes], encoding: str) -> tuple[IO[bytes], str]:
    """The file in an encoding whose bytes can be cut into lines, and that encoding.

    Reading it raises NotText where the bytes do not fit the encoding asked for.
    """
    if keeps_line_feeds(encoding):
        return file, encoding
    return io.BufferedReader(_Recoded(file, encoding), _CHUNK), UTF8


class _Recoded(io.RawIOBase):
    """A file of any encoding, read as UTF-8."""

    def __init__(self, file: IO[bytes], encoding: str) -> None:
        self._file = file
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._ready = b""
        self._read = 0
        self._ended = False
        self._error: NotText | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            self._fill()
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _fill(self) -> None:
        if self._error:
            raise self._error
        chunk = self._file.read(_CHUNK)
        self._ended = not chunk
        self._ready = self._decode(chunk).encode(UTF8, "surrogatepass")
        self._read += len(chunk)

    def _decode(self, chunk: bytes) -> str:
        """The text of the chunk; what stands before a fault is read, the fault comes up after."""
        title = encoding_title(self._encoding)
        try:
            return self._decoder.decode(chunk, self._ended)
        except UnicodeDecodeError as error:
            held = len(error.object) - len(chunk)
            self._error = _broken_off(title, self._read - held + error.start)
            self._ended = False
            return self._decode(chunk[: max(0, error.start - held)])
        except UnicodeError as error:
            raise _broken_off(title, self._read) from error


def _broken_off(title: str, offset: int) -> NotText:
    message = "not {encoding} from byte {offset} on: the rest is unread"
    return NotText(message, offset=offset, encoding=title)
