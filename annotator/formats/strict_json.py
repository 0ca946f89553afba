"""JSON as strict as what comes out must be: nothing is taken that could not be written again.

The standard library's reader takes NaN, numbers too large to be any, the last of two equal keys,
and halves of characters; faster readers round long integers without a word.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from json.encoder import encode_basestring

from annotator.formats.base import Unreadable
from annotator.reasons import of_json

DEPTH_LIMIT = 100
"""Lists and objects inside each other; deeper ones would not come out again."""
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


class NotJson(Unreadable):
    """Text that is not JSON, or JSON that cannot be kept exactly."""


def parse(text: str) -> object:
    """The value that one JSON text holds. Raises NotJson with the reason.

    >>> parse('{"a": [1, 0.5, null]}')
    {'a': [1, 0.5, None]}
    >>> parse('{"a": NaN}')
    Traceback (most recent call last):
    annotator.formats.strict_json.NotJson: not JSON: NaN is not a number
    """
    try:
        value = _DECODER.decode(text)
        _check_depth(text, value)
        if _SURROGATE_ESCAPE.search(text):
            to_json(value).encode()
    except NotJson:
        raise
    except json.JSONDecodeError as error:
        message = "not JSON: {reason} at character {place}"
        raise NotJson(message, reason=of_json(error), place=error.pos + 1) from error
    except RecursionError as error:
        raise _too_deep() from error
    except UnicodeEncodeError as error:
        code = f"\\u{ord(error.object[error.start]):04x}"
        raise NotJson("half a character ({code} without its other half)", code=code) from error
    except ValueError as error:
        raise NotJson("a whole number of too many digits") from error
    return value


def exact_number(text: str, key: str) -> str:
    """How a JSON object writes the number under `key`, digit for digit.

    >>> exact_number('{"id": 1.50}', "id")
    '1.50'
    """
    return str(_EXACT.decode(text)[key])


def to_json(value: object) -> str:
    """One line of JSON, every character as itself.

    >>> to_json({"字": [1, None]})
    '{"字": [1, null]}'
    """
    return _ENCODER.encode(value)


def quoted(text: str) -> bytes:
    """A string as `to_json` has it, in UTF-8, at a tenth of the cost.

    >>> quoted("a\\tb")
    b'"a\\\\tb"'
    """
    plain: str = encode_basestring(text)
    return plain.encode()


def quoted_long(text: bytes) -> bytes:
    """`quoted` for a long text that is in UTF-8 already, at a third of the cost.

    >>> quoted_long(b"a\\tb") == quoted("a\\tb")
    True
    """
    for character, escape in _ESCAPES:
        text = text.replace(character, escape)
    return b'"%b"' % text


def shortened(value: object, limit: int = 200) -> str:
    """A value for a message: its JSON, cut where it is long.

    >>> shortened([1, 2, 3], 5)
    '[1, 2…'
    """
    text = to_json(value).encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= limit else text[:limit] + "…"


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise NotJson("the key {key} stands twice in one object", key=shortened(twice))
    return made


def _float(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise NotJson("{number} is too large for a number", number=text)
    return value


def _constant(text: str) -> object:
    raise NotJson("not JSON: {word} is not a number", word=text)


def _check_depth(text: str, value: object) -> None:
    if text.count("[") + text.count("{") <= DEPTH_LIMIT:
        return
    level: list[object] = [value]
    for _ in range(DEPTH_LIMIT):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise _too_deep()


def _too_deep() -> NotJson:
    return NotJson("lists and objects nested deeper than {limit}", limit=DEPTH_LIMIT)


def _inside(value: object) -> Iterable[object]:
    """The lists and objects directly in a list or object."""
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (inner for inner in held if isinstance(inner, dict | list))


# The backslash goes first, since the others bring some.
_ESCAPES = [(char.encode(), quoted(char)[1:-1]) for char in ("\\", '"', *map(chr, range(0x20)))]
_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_float, parse_constant=_constant)
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_EXACT = json.JSONDecoder(parse_float=str, parse_int=str)
