"""The label set of a project."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.model import Label, LabelId
from annotator.store.connection import Connection, Row
from annotator.store.log import RowLog


class Labels:
    """Reads and writes labels; writing goes through the row log."""

    def __init__(self, connection: Connection, log: RowLog) -> None:
        self._connection = connection
        self._log = log

    def all(self) -> tuple[Label, ...]:
        """The set by position."""
        rows = self._connection.rows(
            "select id, name, title, color, key, description, position from label "
            "order by position, id"
        )
        return tuple(map(_label, rows))

    def get(self, label: LabelId) -> Label | None:
        """The label with this id."""
        row = self._log.get("label", (label,))
        return _label(row) if row else None

    def put(self, label: Label) -> None:
        """Store a label."""
        self._log.put("label", _row(label))

    def delete(self, label: LabelId) -> None:
        """Delete a label that no entity has."""
        self._log.delete("label", (label,))

    def used(self, label: LabelId) -> int:
        """How many entities have this label; refusals of it do not count."""
        sql = "select sum(entities) from entity_count where label = ? and verdict <> 'rejected'"
        rows = self._connection.rows(sql, (label,))
        return int(rows[0][0] or 0)

    def add_all(self, labels: Sequence[Label]) -> None:
        """Add labels beside history, as a new project or an import does."""
        self._connection.execute_many(
            "insert into label (id, name, title, color, key, description, position) "
            "values (?, ?, ?, ?, ?, ?, ?)",
            [_row(label) for label in labels],
        )


def _row(label: Label) -> Row:
    return (
        label.id,
        label.name,
        label.title,
        label.color,
        label.key,
        label.description,
        label.position,
    )


def _label(row: Row) -> Label:
    number, name, title, color, key, description, position = row
    return Label(LabelId(number), name, title, color, key, description, position)
