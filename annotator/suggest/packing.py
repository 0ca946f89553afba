"""What was learned as bytes: a header in JSON and plain numbers, checked before any is used."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MARK = b"duizhao-suggest/1\n"
_TYPES = {"<i8", "<u8", "<f4", "|u1"}
_MOST = 1 << 30


def packed(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """One value of both; arrays are of 64-bit integers, signed or not, of 32-bit floats or bytes.

    >>> unpacked(packed({"a": 1}, {"b": np.arange(2)}))[1]["b"].tolist()
    [0, 1]
    """
    shapes = {}
    parts = []
    for name, array in arrays.items():
        kind = array.dtype.newbyteorder("<").str
        if kind not in _TYPES:
            raise TypeError(f"{name} is of {kind}")
        shapes[name] = [kind, list(array.shape)]
        parts.append(np.ascontiguousarray(array, kind).tobytes())
    first = json.dumps({"header": header, "arrays": shapes}, ensure_ascii=False).encode()
    body = zlib.compress(first + b"\n" + b"".join(parts), 3)
    return _MARK + zlib.crc32(body).to_bytes(4, "big") + body


def unpacked(data: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """The header and the arrays; raises ValueError for anything that `packed` did not make."""
    start = len(_MARK) + 4
    body = data[start:]
    if data[: len(_MARK)] != _MARK or zlib.crc32(body) != int.from_bytes(data[start - 4 : start]):
        raise ValueError("no suggestions that were learned, or damaged ones")
    try:
        unzip = zlib.decompressobj()
        whole = unzip.decompress(body, _MOST)
        first, _, rest = whole.partition(b"\n")
        fields = json.loads(first)
        arrays, at = {}, 0
        for name, (kind, shape) in fields["arrays"].items():
            arrays[name], at = _array(rest, at, kind, shape)
        return dict(fields["header"]), arrays
    except (KeyError, TypeError, AttributeError, zlib.error) as error:
        raise ValueError(f"damaged suggestions: {error!r}") from error


def _array(rest: bytes, at: int, kind: str, shape: list[int]) -> tuple[NDArray[Any], int]:
    if kind not in _TYPES or any(not isinstance(side, int) or side < 0 for side in shape):
        raise ValueError("an array of no kind that is known")
    count = int(np.prod(shape, dtype=object)) if shape else 1
    end = at + count * np.dtype(kind).itemsize
    if end > len(rest):
        raise ValueError("an array is cut off")
    return np.frombuffer(rest, kind, count, at).reshape(shape).astype(kind[1:]), end
