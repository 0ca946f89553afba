"""Annotators: rows refer to them by number, values by name."""

from __future__ import annotations

from annotator.store.connection import Connection


class People:
    """The names of everyone who did something in a project."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._names: dict[int, str] = {}
        self._ids: dict[str, int] = {}

    def id_of(self, name: str | None) -> int | None:
        """The number of an annotator, made on first sight; call it inside a transaction."""
        if name is None:
            return None
        if name not in self._ids:
            self._connection.execute(
                "insert into annotator (name) values (?) on conflict do nothing", (name,)
            )
            self._read()
        return self._ids[name]

    def name_of(self, number: int | None) -> str | None:
        """The name behind a number."""
        if number is None:
            return None
        if number not in self._names:
            self._read()
        return self._names[number]

    def names(self) -> list[str]:
        """All names, in their order."""
        self._read()
        return sorted(self._ids)

    def forget(self) -> None:
        """Trust nothing that a failed transaction may have taken back."""
        self._names, self._ids = {}, {}

    def _read(self) -> None:
        self._names = {
            number: name for number, name in self._connection.rows("select id, name from annotator")
        }
        self._ids = {name: number for number, name in self._names.items()}
