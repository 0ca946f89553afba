"""The settings: what a person chooses for the window, for this project, and for the keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.dialogs.cleaning_page import CleaningPage
from ui.dialogs.fields import PreferencesForm
from ui.dialogs.keys_page import KeysPage
from ui.dialogs.suggestions_page import SuggestionsPage
from ui.i18n import mark, tr
from ui.keys.keymap import Keymap
from ui.long_work import LongWork
from ui.preferences import GENERAL, TEXT, Preferences
from ui.session import Session
from ui.widgets import MARGINS, PlainButton, close_row, empty_page, page_names

_PAGES = (mark("General"), mark("Text"), mark("Cleaning"), mark("Suggestions"), mark("Keys"))


class SettingsDialog(QDialog):
    """Stands beside the window and never blocks it; what is chosen holds at once."""

    def __init__(
        self,
        session: Session,
        work: LongWork,
        preferences: Preferences,
        keymap: Keymap,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("settings")
        self.setWindowTitle(tr("Settings"))
        self.resize(780, 560)
        self._names = page_names([tr(name) for name in _PAGES], 150)
        self._keymap = keymap
        self._pages = QStackedWidget()
        self._general = PreferencesForm(GENERAL, preferences)
        self._text = PreferencesForm(TEXT, preferences)
        self._cleaning = CleaningPage(session, work)
        self._suggestions = SuggestionsPage(session)
        self._keys = KeysPage(session, keymap)
        pages = (
            self._general,
            self._text,
            _OfProject(session, self._cleaning),
            _OfProject(session, self._suggestions),
            self._keys,
        )
        for page in pages:
            self._pages.addWidget(page)
        self._names.currentRowChanged.connect(self._pages.setCurrentIndex)
        self._lay_out()

    def _lay_out(self) -> None:
        reset = PlainButton(tr("Reset this page"))
        reset.clicked.connect(self._reset)
        right = QVBoxLayout()
        right.addWidget(self._pages, 1)
        right.addSpacing(8)
        right.addLayout(close_row(self, reset))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.setSpacing(16)
        layout.addWidget(self._names)
        layout.addLayout(right, 1)

    def turn_to(self, page: int) -> None:
        """Show a page, counted from 0."""
        self._names.setCurrentRow(page)
        self._names.setFocus()

    def page(self) -> int:
        """The page on show."""
        return self._pages.currentIndex()

    def _reset(self) -> None:
        resets = (
            self._general.reset,
            self._text.reset,
            self._cleaning.reset,
            self._suggestions.reset,
            self._keymap.reset,
        )
        resets[self.page()]()


class _OfProject(QStackedWidget):
    """A page of what belongs to a project; without one, it says so."""

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__()
        self._session = session
        self.addWidget(page)
        self.addWidget(
            empty_page(
                tr("No project is open."),
                tr("These settings belong to a project: open one first."),
            )
        )
        session.project_opened.connect(self._turn)
        self._turn()

    def _turn(self) -> None:
        self.setCurrentIndex(0 if self._session.workspace is not None else 1)
