"""The review window: beside the main one, and a click on anything shows it there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.i18n import mark, tr
from ui.review.agreement_page import AgreementPage
from ui.review.cleaners_page import CleanersPage
from ui.review.consistency_page import ConsistencyPage
from ui.review.errors_page import ErrorsPage
from ui.review.page import Page
from ui.review.progress_page import ProgressPage
from ui.review.rules_page import RulesPage
from ui.session import Session
from ui.theme import Theme
from ui.views.notice import NoticeBar
from ui.widgets import MARGINS, close_row, page_names

_PAGES = (
    mark("Rules"),
    mark("Errors"),
    mark("Cleaners"),
    mark("Agreement"),
    mark("Consistency"),
    mark("Progress"),
)


class ReviewWindow(QDialog):
    """Never blocks the main window; a page counts when it is first looked at."""

    place_wanted = Signal(object, int, int)

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("review")
        self.setWindowTitle(tr("Review"))
        self.resize(1100, 680)
        self._names = page_names([tr(name) for name in _PAGES], 130)
        self._pages = QStackedWidget()
        self._notice = NoticeBar()
        made = (
            RulesPage(session, theme),
            ErrorsPage(session),
            CleanersPage(session),
            AgreementPage(session, theme),
            ConsistencyPage(session, theme),
            ProgressPage(session, theme),
        )
        for page in made:
            page.place_wanted.connect(self.place_wanted)
            self._pages.addWidget(page)
        self._names.currentRowChanged.connect(self._turn)
        session.noticed.connect(self._notice.tell)
        session.closing.connect(self.close)
        self._lay_out()

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self._pages, 1)
        right.addWidget(self._notice)
        right.addLayout(close_row(self))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.setSpacing(16)
        layout.addWidget(self._names)
        layout.addLayout(right, 1)

    def turn_to(self, page: int) -> None:
        """Show a page, counted from 0."""
        self._names.setCurrentRow(page)
        self._names.setFocus()

    def _turn(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        page = self._pages.widget(number)
        assert isinstance(page, Page)
        page.look()

    def closeEvent(self, event: QCloseEvent) -> None:
        for number in range(self._pages.count()):
            page = self._pages.widget(number)
            assert isinstance(page, Page)
            page.leave()
        super().closeEvent(event)
