"""The guidelines of the project: read beside the text, written in Markdown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ui.i18n import tr
from ui.session import Session
from ui.widgets import plain_label

# What a text may hold: Markdown, but no HTML, which could ask for files.
_MARKDOWN = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


class GuidelinesDialog(QDialog):
    """The guidelines as a page; a button turns it into its source and back, which stores it."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Guidelines"))
        self.resize(560, 680)
        self._session = session
        self._page = QTextBrowser()
        self._page.setOpenLinks(False)
        self._page.setAccessibleName(tr("Guidelines"))
        self._source = QPlainTextEdit()
        self._source.setAccessibleName(tr("Guidelines in Markdown"))
        self._source.setTabChangesFocus(True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._page)
        self._stack.addWidget(self._source)
        self._edit = QPushButton()
        self._edit.setAutoDefault(False)
        self._edit.clicked.connect(self._turn)
        self._hint = plain_label(tr("Markdown: # heading, - list, **bold**, | tables |"))
        self._hint.setObjectName("quiet")
        row = QHBoxLayout()
        row.addWidget(self._hint)
        row.addStretch(1)
        row.addWidget(self._edit)
        layout = QVBoxLayout(self)
        layout.addWidget(self._stack, 1)
        layout.addLayout(row)
        self._show_page()

    @property
    def _stored(self) -> str:
        workspace = self._session.workspace
        return str(workspace.setting("guidelines")) if workspace is not None else ""

    def _show_page(self) -> None:
        text = self._stored or tr("*Nothing here yet. Write down what each label is for.*")
        self._page.document().setMarkdown(text, _MARKDOWN)
        self._stack.setCurrentWidget(self._page)
        self._edit.setText(tr("Edit"))
        self._hint.hide()

    def _turn(self) -> None:
        if self._stack.currentWidget() is self._source:
            self._store()
            self._show_page()
            return
        self._source.setPlainText(self._stored)
        self._stack.setCurrentWidget(self._source)
        self._source.setFocus()
        self._edit.setText(tr("Show"))
        self._hint.show()

    def _store(self) -> None:
        workspace, text = self._session.workspace, self._source.toPlainText()
        if workspace is not None and text != self._stored:
            workspace.set_setting("guidelines", text)

    def reject(self) -> None:
        """Close; what was typed is stored."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._stack.currentWidget() is self._source:
            self._store()
        super().closeEvent(event)
