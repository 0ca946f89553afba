"""Where the window and its parts stood last time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDockWidget, QMainWindow

from ui.preferences import Preferences
from ui.views.pair import PairView

_SIZE = QSize(1280, 800)
_FRAME = QSize(16, 48)
"""What systems put around a window, about; it is known only once the window is there."""

_VERSION = 1
"""Of the set of docks and tool bars; what another version remembered is left alone."""


class LayoutMemory:
    """Remembers the size of the window, its docks and the gutter between the panes."""

    def __init__(
        self,
        window: QMainWindow,
        docks: Sequence[QDockWidget],
        pair: PairView,
        preferences: Preferences,
    ) -> None:
        self._window = window
        self._docks = docks
        self._pair = pair
        self._preferences = preferences
        self._docks_shown = True

    def show_docks(self, shown: bool) -> None:
        """Show the docks as they were left, or none where no project is open."""
        if shown == self._docks_shown:
            return
        self._docks_shown = shown
        for dock in self._docks:
            dock.setVisible(shown)
        if shown:
            self._window.restoreState(self._preferences.state("docks"), _VERSION)

    def save(self) -> None:
        """Remember where everything stands."""
        put = self._preferences.put_state
        put("geometry", bytes(self._window.saveGeometry().data()))
        put("panes", self._pair.save_state())
        if self._docks_shown:
            put("docks", bytes(self._window.saveState(_VERSION).data()))

    def restore(self) -> None:
        """Put the window and the gutter where they were."""
        if not self._window.restoreGeometry(self._preferences.state("geometry")):
            room = self._window.screen().availableSize() - _FRAME
            self._window.resize(_SIZE.boundedTo(room))
        self._pair.restore_state(self._preferences.state("panes"))
