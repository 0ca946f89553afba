"""What a person chose for the window on this machine; kept in an INI file."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSettings


class Preference(NamedTuple):
    """A setting of the window: its key, default and type follow from the default."""

    key: str
    default: str | int | float | bool


LANGUAGE = Preference("language", "")
APPEARANCE = Preference("appearance", "system")
ANNOTATOR = Preference("annotator", "")
FONT_SIZE = Preference("font_size", 16)
LINE_HEIGHT = Preference("line_height", 1.85)
RECENT = Preference("recent", "")

_MOST_RECENT = 12


class Preferences:
    """Reads and writes preferences; a value of the wrong kind counts as not set."""

    def __init__(self, settings: QSettings | None = None) -> None:
        self._settings = settings or QSettings()

    def get(self, preference: Preference) -> str | int | float | bool:
        """The value chosen, or the default."""
        kind = type(preference.default)
        stored = self._settings.value(preference.key, preference.default)
        try:
            return stored in (True, "true") if kind is bool else kind(stored)
        except (TypeError, ValueError):
            return preference.default

    def put(self, preference: Preference, value: str | int | float | bool) -> None:
        """Choose a value."""
        self._settings.setValue(preference.key, value)

    def recent(self) -> list[Path]:
        """The projects opened last, newest first."""
        return [Path(line) for line in str(self.get(RECENT)).split("\n") if line]

    def add_recent(self, path: Path) -> None:
        """Put a project at the head of the recent ones."""
        others = [p for p in self.recent() if p != path]
        self.put(RECENT, "\n".join(str(p) for p in [path, *others][:_MOST_RECENT]))

    def bytes(self, key: str) -> bytes:
        """The saved state of a window part, or nothing."""
        stored = self._settings.value(f"layout/{key}")
        return bytes(stored.data()) if hasattr(stored, "data") else b""

    def put_bytes(self, key: str, state: bytes) -> None:
        """Save the state of a window part."""
        self._settings.setValue(f"layout/{key}", state)
