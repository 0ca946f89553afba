"""What a reader could not take from one record, gathered while it reads on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TypeGuard, TypeVar

from annotator.formats.base import Problem
from annotator.formats.strict_json import shortened

E = TypeVar("E", bound=StrEnum)


class Notes:
    """Messages about one record, each with the value it is about."""

    def __init__(self) -> None:
        self._noted: list[tuple[str, object, Mapping[str, object]]] = []

    def add(self, message: str, value: object, /, **values: object) -> None:
        """Note that something of the record, `value`, was left out or changed.

        `message` is an English template as in `Problem`, which `values` fill.
        """
        self._noted.append((message, value, values))

    def problems(self, file: str, line: int) -> Iterator[Problem]:
        """The notes as problems of that line."""
        for message, value, values in self._noted:
            yield Problem(file, line, message, shortened(value), values)

    def choice(self, item: Mapping[str, object], key: str, kind: type[E]) -> E | None:
        """The member of `kind` named under `key`, or None; a note where it names no member."""
        value = item.get(key)
        for member in kind:
            if member.value == value:
                return member
        if value is not None:
            self.add("{key} is not one of {known}", value, key=key, known=", ".join(kind))
        return None

    def text(self, item: Mapping[str, object], key: str) -> str | None:
        """The string under `key`, or None; a note where something else stands there."""
        value = item.get(key)
        if value is None or isinstance(value, str):
            return value
        self.add("{key} is not a string", value, key=key)
        return None

    def number(self, item: Mapping[str, object], key: str, default: float) -> float:
        """The number from 0 on under `key`; `default`, and a note where something else stands."""
        value = item.get(key)
        if is_number(value) and value >= 0:
            return value
        if value is not None:
            self.add("{key} is not a number from 0 on", value, key=key)
        return default

    def truth(self, item: Mapping[str, object], key: str) -> bool:
        """Whether true stands under `key`; a note where something else than true or false does."""
        value = item.get(key)
        if value is not None and not isinstance(value, bool):
            self.add("{key} is neither true nor false", value, key=key)
        return value is True

    def strings(self, item: Mapping[str, object], key: str) -> tuple[str, ...]:
        """The strings listed under `key`, or none; a note where something else stands there."""
        value = item.get(key, [])
        if isinstance(value, list) and all(isinstance(text, str) for text in value):
            return tuple(value)
        self.add("{key} is not a list of strings", value, key=key)
        return ()

    def objects(self, item: Mapping[str, object], key: str) -> Iterator[dict[str, object]]:
        """The objects listed under `key`; a note for whatever else stands there."""
        value = item.get(key, [])
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                yield each
            else:
                self.add("{key} is not a list of objects", each, key=key)


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a JSON value is a number; Python counts true and false as whole numbers.

    >>> is_number(3), is_number(True)
    (True, False)
    """
    return isinstance(value, int | float) and not isinstance(value, bool)
