"""The guidelines of the project: read beside the text, written in Markdown."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QGuiApplication,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
)
from PySide6.QtWidgets import (
    QDialog,
    QPlainTextEdit,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ui.i18n import tr
from ui.session import Session
from ui.widgets import MARGINS, PlainButton, close_row, plain_label

# What a text may hold: Markdown, but no HTML, which could ask for files.
_MARKDOWN = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)
# Other links could start whatever a file that came from somebody else names.
_OUTSIDE = ("https", "http", "mailto")

_MARGIN, _BLOCK_SPACE, _CELL_SPACE = 16, 8, 5
_LINE_HEIGHT = 135
"""In parts of a hundred."""


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
        self._page.anchorClicked.connect(_follow)
        self._page.highlighted.connect(self._tell_where)
        self._page.setAccessibleName(tr("Guidelines"))
        self._source = QPlainTextEdit()
        self._source.setAccessibleName(tr("Guidelines in Markdown"))
        self._source.setTabChangesFocus(True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._page)
        self._stack.addWidget(self._source)
        self._edit = PlainButton()
        self._edit.clicked.connect(self._turn)
        self._hint = plain_label()
        self._hint.setObjectName("quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.addWidget(self._stack, 1)
        layout.addLayout(close_row(self, self._hint, self._edit))
        self._show_page()

    @property
    def _stored(self) -> str:
        workspace = self._session.workspace
        return str(workspace.setting("guidelines")) if workspace is not None else ""

    def _show_page(self) -> None:
        text = self._stored or tr("Nothing here yet. Write down what each label is for.")
        self._page.document().setMarkdown(text, _MARKDOWN)
        _set_apart(self._page.document())
        self._stack.setCurrentWidget(self._page)
        self._edit.setText(tr("Edit"))
        # It keeps its place, so that the buttons keep theirs.
        self._hint.setText("")

    def _tell_where(self, link: QUrl) -> None:
        self._hint.setText(link.toDisplayString() if link.scheme() in _OUTSIDE else "")

    def _turn(self) -> None:
        if self._stack.currentWidget() is self._source:
            self._store()
            self._show_page()
            return
        self._source.setPlainText(self._stored)
        self._stack.setCurrentWidget(self._source)
        self._source.setFocus()
        self._edit.setText(tr("Show"))
        self._hint.setText(tr("Markdown: # heading, - list, **bold**, | tables |"))

    def _store(self) -> None:
        workspace, text = self._session.workspace, self._source.toPlainText()
        if workspace is not None and text != self._stored:
            workspace.set_setting("guidelines", text)

    def done(self, result: int) -> None:
        """Close; what was typed is stored."""
        if self._stack.currentWidget() is self._source:
            self._store()
        super().done(result)


def _follow(link: QUrl) -> None:
    """Open a page of the web, or a letter, in the program that the system has for it."""
    if link.scheme() in _OUTSIDE:
        QDesktopServices.openUrl(link)


def _set_apart(document: QTextDocument) -> None:
    """Give lines and blocks the room that Han text needs; Markdown brings none of its own."""
    document.setDocumentMargin(_MARGIN)
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        form = QTextBlockFormat()
        form.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if cursor.currentTable() is None:
            form.setBottomMargin(_BLOCK_SPACE)
        cursor.mergeBlockFormat(form)
        table = cursor.currentTable()
        if table is not None:
            ruled = table.format()
            ruled.setBorderCollapse(True)
            ruled.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            ruled.setBorderBrush(QGuiApplication.palette().mid())
            ruled.setCellPadding(_CELL_SPACE)
            table.setFormat(ruled)
        block = block.next()
