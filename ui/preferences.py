"""What a person chose for the window on this machine; kept in an INI file.

The settings dialog and the choices in menus are made from this table.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from ui.i18n import mark

Value = str | int | float | bool


class Choice(NamedTuple):
    """A value that can be chosen, and what it is called; `own` names are not translated."""

    value: str
    text: str
    own: bool = False


class Limits(NamedTuple):
    """The least and the greatest value of a number, and how far one step goes."""

    least: float
    most: float
    step: float

    def nearest(self, value: float) -> float:
        """The value itself, or the limit it is beyond.

        >>> Limits(11, 32, 1).nearest(40)
        32
        """
        return min(max(value, self.least), self.most)


class Preference(NamedTuple):
    """A setting of the window: its key and default; the type follows from the default.

    One without `text` is kept by the window itself and is not in the settings dialog.
    """

    key: str
    default: Value
    text: str = ""
    choices: tuple[Choice, ...] = ()
    limits: Limits | None = None
    help: str = ""


LANGUAGE = Preference(
    "language",
    "",
    mark("Language"),
    (
        Choice("", mark("Like the system")),
        Choice("zh", "中文", own=True),
        Choice("en", "English", own=True),
    ),
)
APPEARANCE = Preference(
    "appearance",
    "system",
    mark("Appearance"),
    (
        Choice("system", mark("Like the system")),
        Choice("light", mark("Light")),
        Choice("dark", mark("Dark")),
    ),
)
ANNOTATOR = Preference(
    "annotator",
    "",
    mark("Your name"),
    help=mark("Stored with what you label and judge; empty is the name of your account."),
)
FONT_FAMILY = Preference(
    "font_family", "", mark("Font"), help=mark("What it lacks is shown in the program's own font.")
)
FONT_SIZE = Preference("font_size", 16, mark("Text size"), limits=Limits(11, 32, 1))
LINE_HEIGHT = Preference("line_height", 1.85, mark("Line height"), limits=Limits(1.7, 3.0, 0.15))
MEASURE = Preference(
    "measure",
    40,
    mark("Longest line"),
    limits=Limits(20, 120, 4),
    help=mark("In Chinese characters; what is wider than that stays empty."),
)
SPACES = Preference("spaces", False, mark("Show spaces and invisible characters"))
PANES = Preference(
    "shown_panes",
    "both",
    mark("Panes"),
    (
        Choice("both", mark("Raw and clean")),
        Choice("raw", mark("Only raw")),
        Choice("clean", mark("Only clean")),
    ),
)
PASS = Preference("pass", "check")
"""Which of the two passes the window is in: "check" or "tag"."""
RECENT = Preference("recent", "")
RECENT_ACTIONS = Preference("recent_actions", "")
KEYS = Preference("keys", "")

GENERAL = (LANGUAGE, APPEARANCE, ANNOTATOR)
TEXT = (FONT_FAMILY, FONT_SIZE, LINE_HEIGHT, MEASURE, SPACES, PANES)

_MOST_RECENT = 12


class Preferences(QObject):
    """Reads and writes preferences; a value of the wrong kind counts as not set."""

    changed = Signal(object)
    """The preference that has another value now."""

    def __init__(self, settings: QSettings | None = None) -> None:
        super().__init__()
        self._settings = settings or QSettings()

    def get(self, preference: Preference) -> Value:
        """The value chosen, or the default."""
        default, limits = preference.default, preference.limits
        try:
            value = _read(self._settings.value(preference.key, default), default)
        except ValueError:
            return default
        choices = [choice.value for choice in preference.choices]
        if choices and value not in choices:
            return default
        if limits is None or isinstance(value, str):
            return value
        return type(default)(limits.nearest(value))

    def put(self, preference: Preference, value: Value) -> None:
        """Choose a value; whoever shows it hears of it."""
        before = self.get(preference)
        self._settings.setValue(preference.key, value)
        if self.get(preference) != before:
            self.changed.emit(preference)

    def step(self, preference: Preference, steps: int) -> None:
        """Make a number greater or smaller, as far as it may be."""
        if preference.limits is None:
            raise ValueError(f"{preference.key} has no steps")
        value = float(self.get(preference)) + steps * preference.limits.step
        kind = type(preference.default)
        self.put(preference, kind(round(preference.limits.nearest(value), 2)))

    def recent(self) -> list[Path]:
        """The projects opened last, newest first."""
        return [Path(line) for line in self._lines(RECENT)]

    def add_recent(self, path: Path) -> None:
        """Put a project at the head of the recent ones."""
        self._add_line(RECENT, str(path))

    def recent_actions(self) -> list[str]:
        """The ids of what was run from the command palette, newest first."""
        return self._lines(RECENT_ACTIONS)

    def add_recent_action(self, id_: str) -> None:
        """Put an action at the head of the recent ones."""
        self._add_line(RECENT_ACTIONS, id_)

    def _lines(self, preference: Preference) -> list[str]:
        return [line for line in str(self.get(preference)).split("\n") if line]

    def _add_line(self, preference: Preference, line: str) -> None:
        others = [other for other in self._lines(preference) if other != line]
        self.put(preference, "\n".join([line, *others][:_MOST_RECENT]))

    def state(self, key: str) -> bytes:
        """The saved state of a window part, or nothing."""
        stored = self._settings.value(f"layout/{key}")
        return bytes(stored.data()) if isinstance(stored, QByteArray) else b""

    def put_state(self, key: str, state: bytes) -> None:
        """Save the state of a window part."""
        self._settings.setValue(f"layout/{key}", QByteArray(state))


def _read(stored: object, default: Value) -> Value:
    """What is stored, of the type of the default; raises ValueError where it is of another."""
    if isinstance(default, bool):
        return stored in (True, "true")
    if isinstance(default, str):
        return str(stored)
    if not isinstance(stored, str | int | float):
        raise ValueError(f"no number: {stored!r}")
    return type(default)(stored)
