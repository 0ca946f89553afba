"""The middle of the window: the article, or what there is to do where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.i18n import tr
from ui.project_files import ProjectFiles
from ui.views.notice import NoticeBar
from ui.views.welcome import Welcome
from ui.widgets import empty_page

_WELCOME, _WORK, _NOTHING = range(3)


class Centre(QWidget):
    """`work` is shown once there is an article; the line of notices stands below every page."""

    def __init__(
        self, work: QWidget, notices: NoticeBar, files: ProjectFiles, recent: Sequence[Path]
    ) -> None:
        super().__init__()
        self.welcome = Welcome(recent)
        self.welcome.texts_wanted.connect(files.ask_texts)
        self.welcome.folder_wanted.connect(files.ask_folder)
        self.welcome.new_wanted.connect(files.ask_new)
        self.welcome.open_wanted.connect(files.ask_open)
        self.welcome.path_wanted.connect(lambda path: files.take([path]))
        nothing = empty_page(
            tr("No articles yet."),
            tr("Drop text files, JSONL files, web pages or a folder here, or import them."),
            tr("Import…"),
            files.ask_import,
        )
        self._pages = QStackedWidget()
        for page in (self.welcome, work, nothing):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._pages, 1)
        # Below, so that the text stays where it is when a line comes and goes.
        layout.addWidget(notices)

    def turn(self, *, project: bool, article: bool) -> None:
        """Show the page that fits what is open."""
        shown = _WORK if article else _NOTHING
        self._pages.setCurrentIndex(shown if project else _WELCOME)
