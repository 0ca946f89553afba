"""What can go wrong that a person can mend, and how messages are made.

A `UserError` is shown as one sentence with a way out. Any other exception is a bug. Every message
is an English template with {placeholders}, which the window translates before it is filled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def filled(template: str, values: Mapping[str, object]) -> str:
    """The template with its placeholders filled; without values it stands as it is.

    >>> filled("{file} is empty.", {"file": "a.txt"}), filled("{", {})
    ('a.txt is empty.', '{')
    """
    return template.format_map(values) if values else template


def mark(template: str) -> str:
    """Mark a template of a table for translation; it is translated where it is shown."""
    return template


@dataclass(frozen=True, slots=True)
class Reason:
    """Part of a message that is a template itself, such as why the system refused a file.

    >>> filled("{file}: {why}", {"file": "a.txt", "why": Reason("missing {sign}", {"sign": ")"})})
    'a.txt: missing )'
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return filled(self.template, self.values)


class UserError(Exception):
    """Something a person can mend: what happened, and a `way_out`.

    Both sentences are English templates, which the window translates; `values` fill them.

    >>> error = UserError("{file} is not UTF-8.", "Name its encoding.", file="notes.txt")
    >>> print(error, error.way_out)
    notes.txt is not UTF-8. Name its encoding.
    """

    def __init__(self, message: str, way_out: str = "", /, **values: object) -> None:
        super().__init__(message, way_out)
        self.templates = (message, way_out)
        self.values = values

    def __str__(self) -> str:
        return filled(self.templates[0], self.values)

    @property
    def way_out(self) -> str:
        """What a person can do about it, or nothing."""
        return filled(self.templates[1], self.values)


class ProjectError(UserError):
    """A project file cannot be opened, created or written."""


class InputError(UserError):
    """A file or record cannot be read as what it should be."""


class NotAllowed(UserError):
    """An action does not fit what is stored, such as deleting a label that is in use."""


class Cancelled(Exception):
    """Raised by a progress callback to stop long work; what was committed stays."""
