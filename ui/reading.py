"""How the text is read: font, size, line height, white space, one pane or both."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from ui.preferences import (
    FONT_FAMILY,
    FONT_SIZE,
    LINE_HEIGHT,
    MEASURE,
    PANES,
    SPACES,
    TEXT,
    Preference,
    Preferences,
)
from ui.theme import Theme
from ui.views.pair import PairView


class Reading(QObject):
    """Keeps the panes as the preferences of the text say, and changes those by keys."""

    def __init__(self, pair: PairView, preferences: Preferences, theme: Theme) -> None:
        super().__init__(pair)
        self._pair = pair
        self._preferences = preferences
        self._theme = theme
        self._spaces_action: QAction | None = None
        self._apply_theme()
        self._apply_spaces()
        self._apply_panes()
        preferences.changed.connect(self._changed)

    def show_spaces_in(self, action: QAction) -> None:
        """Check the action while white space is shown."""
        self._spaces_action = action
        self._apply_spaces()

    def _changed(self, preference: Preference) -> None:
        if preference in TEXT:
            {SPACES: self._apply_spaces, PANES: self._apply_panes}.get(
                preference, self._apply_theme
            )()

    def _apply_theme(self) -> None:
        get, theme = self._preferences.get, self._theme
        family = str(get(FONT_FAMILY))
        families = (family, *theme.families) if family else theme.families
        self._pair.set_theme(
            replace(
                theme,
                families=families,
                text_size=int(get(FONT_SIZE)),
                line_height=float(get(LINE_HEIGHT)),
                measure=int(get(MEASURE)),
            )
        )

    def _apply_spaces(self) -> None:
        shown = bool(self._preferences.get(SPACES))
        self._pair.show_spaces(shown)
        if self._spaces_action is not None:
            self._spaces_action.setChecked(shown)

    def _apply_panes(self) -> None:
        shown = self._preferences.get(PANES)
        self._pair.set_visible_panes(raw=shown != "clean", clean=shown != "raw")

    def larger(self) -> None:
        """Show the text larger."""
        self._preferences.step(FONT_SIZE, 1)

    def smaller(self) -> None:
        """Show the text smaller."""
        self._preferences.step(FONT_SIZE, -1)

    def looser(self) -> None:
        """Set the rows further apart."""
        self._preferences.step(LINE_HEIGHT, 1)

    def tighter(self) -> None:
        """Set the rows closer together."""
        self._preferences.step(LINE_HEIGHT, -1)

    def longer_lines(self) -> None:
        """Let lines be longer where there is room."""
        self._preferences.step(MEASURE, 1)

    def shorter_lines(self) -> None:
        """Make lines shorter."""
        self._preferences.step(MEASURE, -1)

    def toggle_spaces(self) -> None:
        """Show white space and invisible characters, or no longer."""
        self._preferences.put(SPACES, not self._preferences.get(SPACES))

    def switch_pane(self) -> None:
        """Go to the same place in the other pane, and show that one if only one is shown."""
        raw, clean = self._pair.raw, self._pair.clean
        to_raw = self._pair.active_pane is clean
        if self._preferences.get(PANES) == PANES.default:
            (raw if to_raw else clean).setFocus()
        else:
            self._preferences.put(PANES, "raw" if to_raw else "clean")

    def cycle_panes(self) -> None:
        """Show both panes, then only raw, then only clean, then both again."""
        values = [choice.value for choice in PANES.choices]
        at = values.index(str(self._preferences.get(PANES)))
        self._preferences.put(PANES, values[(at + 1) % len(values)])
