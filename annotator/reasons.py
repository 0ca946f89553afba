"""Why the system or a library refused something, in words that can be translated.

Sources: errno of POSIX; the messages of Python's `json` and `csv` (as of 3.13) and of `regex` (as
of 2026). What is in no table is told as it came.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import InputError, Reason, mark

if TYPE_CHECKING:
    # Whoever has an error of theirs has loaded them; the others need not.
    import csv
    import json

    import regex

_SYSTEM = {
    errno.ENOENT: mark("No such file or directory"),
    errno.EACCES: mark("Permission denied"),
    errno.EPERM: mark("Operation not permitted"),
    errno.EISDIR: mark("Is a directory"),
    errno.ENOTDIR: mark("Not a directory"),
    errno.EEXIST: mark("File exists"),
    errno.ENOTEMPTY: mark("Directory not empty"),
    errno.ENOSPC: mark("No space left on device"),
    errno.EDQUOT: mark("Disk quota exceeded"),
    errno.EFBIG: mark("File too large"),
    errno.EROFS: mark("Read-only file system"),
    errno.EIO: mark("Input/output error"),
    errno.ENAMETOOLONG: mark("File name too long"),
    errno.EINVAL: mark("Invalid argument"),
    errno.EBUSY: mark("Device or resource busy"),
    errno.EMFILE: mark("Too many open files"),
    errno.ELOOP: mark("Too many levels of symbolic links"),
}
_SAID = (
    # json
    mark("Expecting value"),
    mark("Expecting ',' delimiter"),
    mark("Expecting ':' delimiter"),
    mark("Expecting property name enclosed in double quotes"),
    mark("Illegal trailing comma before end of array"),
    mark("Illegal trailing comma before end of object"),
    mark("Extra data"),
    mark("Unterminated string starting"),
    mark("Invalid control character"),
    mark("Invalid \\escape"),
    mark("Invalid \\uXXXX escape"),
    mark("Unexpected UTF-8 BOM (decode using utf-8-sig)"),
    # csv
    mark("unexpected end of data"),
    mark("line contains NUL"),
    # regex
    mark("bad character in group name"),
    mark("bad character range"),
    mark("bad escape (end of pattern)"),
    mark("cannot refer to an open group"),
    mark("expected character set"),
    mark("invalid group reference"),
    mark("min repeat greater than max repeat"),
    mark("missing group name"),
    mark("multiple repeat"),
    mark("nothing to repeat"),
    mark("repeat count too big"),
    mark("unbalanced parenthesis"),
    mark("undefined character name"),
    mark("unknown extension"),
    mark("unknown group"),
    mark("unknown property"),
    mark("unknown property value"),
    mark("unterminated character set"),
)
"""What is said word for word; here so that it is translated."""
_SAID_OF = (
    mark("missing {sign}"),
    mark("expected {sign}"),
    mark("bad escape {sign}"),
    mark("bad hex escape {sign}"),
    mark("incomplete escape {sign}"),
    mark("field larger than field limit {sign}"),
)
"""What is said with something of the text behind it."""


def unreadable(path: Path, error: OSError, way_out: str) -> InputError:
    """The error for a file that the system does not let us read; `way_out` is a template."""
    return InputError(
        "{path} cannot be read: {reason}.", way_out, path=path, reason=of_system(error)
    )


def of_system(error: OSError) -> Reason:
    """Why the system refused a file.

    >>> str(of_system(FileNotFoundError(errno.ENOENT, "No such file or directory")))
    'No such file or directory'
    """
    return Reason(_SYSTEM.get(error.errno or 0) or error.strerror or str(error))


def of_json(error: json.JSONDecodeError) -> Reason:
    """What is wrong with JSON, without the place.

    >>> import json
    >>> of_json(json.JSONDecodeError("Invalid control character at", "x", 0)).template
    'Invalid control character'
    """
    # Some of Python's reasons end in the word that the place follows, or in what is repeated there.
    return _said(error.msg.partition(": ")[0].removesuffix(" at"))


def of_csv(error: csv.Error) -> Reason:
    """What is wrong with a table."""
    return _said(str(error))


def of_pattern(error: regex.error) -> Reason:
    """What is wrong with a regular expression, and at which character, counted from 1.

    >>> import regex
    >>> try:
    ...     regex.compile("(a")
    ... except regex.error as error:
    ...     print(of_pattern(error))
    missing ) at character 3
    """
    said = _said(error.msg)
    if error.pos is None:
        return said
    return Reason(mark("{what} at character {place}"), {"what": said, "place": error.pos + 1})


def _said(text: str) -> Reason:
    if text in _SAID:
        return Reason(text)
    for template in _SAID_OF:
        head = template.removesuffix("{sign}")
        if text.startswith(head):
            return Reason(template, {"sign": text.removeprefix(head)})
    return Reason(text)
