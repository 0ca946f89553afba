"""The main window: puts the views together and carries actions to them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDockWidget,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from annotator.changes import Changes, Part
from annotator.document import Document
from annotator.model import ArticleId, HistoryStep
from ui.actions import Menu
from ui.dialogs.help import AboutDialog, KeysDialog
from ui.find import FindWalk
from ui.i18n import tr
from ui.keys.keymap import Keymap
from ui.keys.text_keys import TextKeys
from ui.layout_memory import LayoutMemory
from ui.long_work import LongWork
from ui.menus import ActionSet, add_choices
from ui.notices import Notice
from ui.preferences import APPEARANCE, LANGUAGE, Preferences
from ui.project_files import ProjectFiles
from ui.reading import Reading
from ui.session import Session
from ui.suggesting import Suggesting
from ui.theme import Theme
from ui.timers import single_shot
from ui.views.article_list import ArticleList
from ui.views.centre import Centre
from ui.views.command_palette import CommandPalette, entries, looks
from ui.views.context_menu import ContextMenu
from ui.views.editor import Editor
from ui.views.inspector import Inspector
from ui.views.key_strip import KeyStrip
from ui.views.notice import JobBar, NoticeBar
from ui.views.passes import Passes
from ui.widgets import open_once, plain_label, plain_tip


class MainWindow(QMainWindow):
    """Article list, raw beside clean, inspector."""

    def __init__(self, session: Session, preferences: Preferences, theme: Theme) -> None:
        super().__init__()
        self.session = session
        self._preferences = preferences
        self._theme = theme
        self.keymap = Keymap(preferences)
        self.setAcceptDrops(True)
        self.setObjectName("main")
        self._prepare_following()
        self.editor = Editor(session, theme)
        self.articles = ArticleList()
        self.passes = Passes(session, self.editor, self.articles.model.listed, preferences)
        self.suggesting = Suggesting(session, self.passes.tagging, self._following, self)
        self.inspector = Inspector(self.keymap)
        self.notices = NoticeBar()
        self.jobs = JobBar()
        self.keys = KeyStrip(self.keymap)
        self.work = LongWork(session, self)
        self.files = ProjectFiles(session, self.work, self.keymap, self)
        self._build_centre()
        self._build_docks()
        self.reading = Reading(self.editor.pair, preferences, theme)
        self.finding = FindWalk(session, self.articles, self.editor)
        self.actions_made = ActionSet(self, self.editor, self.keymap, self._targets())
        self.reading.show_spaces_in(self.actions_made.by_id["spaces"])
        self._layout_memory = LayoutMemory(self, self._docks, self.editor.pair, preferences)
        self._layout_memory.show_docks(False)
        self.context_menu = ContextMenu(session, self.editor, self.actions_made)
        self.text_keys = TextKeys(self.editor, self.editor.apply_label)
        self.command_palette = CommandPalette(self, preferences, self.keymap)
        self._build_menus()
        session.key_for = self.keymap.told
        self._connect()
        self._show_project()
        if session.document is not None:
            self.editor.open_document(session.document)
            self._show_article(session.document)
        self._layout_memory.restore()

    # building

    def _targets(self) -> dict[str, object]:
        """What the table of actions calls, by the names that stand there."""
        return {
            "window": self,
            "find": self.finding,
            "session": self.session,
            "editor": self.editor,
            "reading": self.reading,
            "files": self.files,
            "work": self.work,
            "suggesting": self.suggesting,
            **self.passes.targets(),
        }

    def _prepare_following(self) -> None:
        self._changed = Changes()
        self._history_told = True
        self._undo: HistoryStep | None = None
        self._redo: HistoryStep | None = None
        self._soon = single_shot(self, self._follow)

    def _build_centre(self) -> None:
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.editor, 1)
        column.addWidget(self.passes.line)
        column.addWidget(self.keys)
        self._centre = Centre(work, self.notices, self.files, self._preferences.recent())
        self.setCentralWidget(self._centre)
        self._saved = plain_label()
        self._saved.setObjectName("quiet")
        self._saved.setWordWrap(False)
        self._saved.setContentsMargins(8, 0, 0, 0)
        self.statusBar().addWidget(self._saved, 1)
        self.statusBar().addPermanentWidget(self.jobs)

    def _build_docks(self) -> None:
        sides = (
            ("articles", tr("Articles"), self.articles, Qt.DockWidgetArea.LeftDockWidgetArea, 250),
            (
                "inspector",
                tr("Inspector"),
                self.inspector,
                Qt.DockWidgetArea.RightDockWidgetArea,
                256,
            ),
        )
        self._docks = []
        for name, title, widget, area, width in sides:
            dock = QDockWidget(title)
            dock.setObjectName(name)
            dock.setWidget(widget)
            self.addDockWidget(area, dock)
            self.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
            self._docks.append(dock)

    def _build_menus(self) -> None:
        view = self.actions_made.add_menus(self.menuBar())[Menu.VIEW]
        view.addSeparator()
        for dock in self._docks:
            view.addAction(dock.toggleViewAction())
        for preference in (LANGUAGE, APPEARANCE):
            add_choices(view, self._preferences, preference)
        self._tools = self.actions_made.tool_bar()
        self.addToolBar(self._tools)

    def _connect(self) -> None:
        session = self.session
        session.project_opened.connect(self._show_project)
        session.project_opened.connect(self.notices.pass_over)
        session.article_opened.connect(self._show_article)
        session.project_changed.connect(self._refresh)
        session.history_changed.connect(self._show_history)
        session.document_changed.connect(self._tell_soon)
        session.noticed.connect(self.notices.tell)
        session.history_changed.connect(self.notices.pass_by)
        session.article_opened.connect(self.notices.pass_by)
        self.notices.left.connect(self.editor.focus_text)
        session.job_started.connect(self.jobs.follow)
        self.articles.chosen.connect(session.open_article)
        self.articles.left.connect(self.editor.focus_text)
        self.articles.failed.connect(session.tell_error)
        session.closing.connect(self.articles.stop)
        session.closing.connect(self.close_dialogs)
        session.work_list = self.articles
        self.inspector.label_chosen.connect(self.editor.apply_label)
        self.inspector.all_wanted.connect(self.passes.bulk.ask)
        self.inspector.gone.place_wanted.connect(self.editor.go_to)
        self.keymap.changed.connect(self._show_keys)
        for pane in (self.editor.pair.raw, self.editor.pair.clean):
            pane.typed.connect(self.text_keys.press)
        self.inspector.meta.changed.connect(session.set_meta)
        self.inspector.meta.refused.connect(
            lambda text: session.noticed.emit(Notice(text, bad=True))
        )
        self.editor.context_changed.connect(self.follow_soon)
        self.passes.line.changed.connect(self.follow_soon)
        self.passes.tagging.changed.connect(self.follow_soon)
        self.passes.tagging.changed.connect(self.notices.pass_by)

    # following the session

    def follow_soon(self) -> None:
        """Bring what stands around the texts in step once they are painted, after a burst once."""
        self._soon.start(0)

    def _follow(self) -> None:
        changed, self._changed = self._changed, Changes()
        if changed and self.session.workspace is not None:
            self.articles.refresh(changed)
        self._show_context()
        if not self._history_told:
            self._history_told = True
            self._tell_history()

    def _show_project(self) -> None:
        workspace = self.session.workspace
        self._changed = Changes()
        self._show_page()
        # Nothing in it can be done where no project is open.
        self._tools.setVisible(workspace is not None)
        self._layout_memory.show_docks(workspace is not None)
        self.articles.show_project(workspace)
        self._show_labels()
        self._show_history()
        if workspace is None:
            self.setWindowTitle(tr("duizhao"))
            return
        self.setWindowTitle(tr("{project} — duizhao", project=workspace.path.stem))
        self._preferences.add_recent(workspace.path)

    def _show_page(self) -> None:
        """Show the article, or what there is to do where there is none."""
        project = self.session.workspace is not None
        self._centre.turn(project=project, article=self.session.document is not None)

    def _show_article(self, document: Document) -> None:
        self._show_page()
        self.articles.select(document.article.id)
        self.inspector.show_article(self.session.workspace, document)

    def _refresh(self, changes: Changes) -> None:
        self._show_page()
        if changes.touches(Part.LABELS):
            self._show_labels()
        self._changed |= changes
        self.follow_soon()

    def _following(self, article: ArticleId) -> ArticleId | None:
        return self.articles.beside(article, forward=True)

    def _show_labels(self) -> None:
        workspace = self.session.workspace
        labels = workspace.labels() if workspace is not None else ()
        self.inspector.show_labels(labels)
        self.passes.show_labels(labels)
        self.text_keys.show_labels(labels)
        self.actions_made.yield_to(labels)

    def _show_keys(self) -> None:
        self.actions_made.set_keys()
        self.follow_soon()

    def _show_history(self) -> None:
        """Let undo and redo take their steps at once; what these are called follows the texts."""
        workspace = self.session.workspace
        self._undo = workspace.undo_step() if workspace is not None else None
        self._redo = workspace.redo_step() if workspace is not None else None
        self.actions_made.allow_steps(undo=self._undo is not None, redo=self._redo is not None)
        self._tell_soon()

    def _tell_soon(self, *_: object) -> None:
        """Let what is known of the article, and of what was done, follow the texts."""
        self._history_told = False
        self.follow_soon()

    def _tell_history(self) -> None:
        workspace = self.session.workspace
        self.actions_made.name_steps(self._undo, self._redo)
        self.inspector.show_article(workspace, self.session.document)
        name = workspace.annotator if workspace is not None else None
        self._saved.setText(tr("Everything is saved · {name}", name=name) if name else "")
        self._saved.setToolTip(plain_tip(str(workspace.path)) if workspace is not None else "")

    def _show_context(self) -> None:
        met = self.editor.needs_met()
        self.actions_made.grey(met)
        if self.passes.line.hints:
            self.keys.show_hints(self.passes.line.hints)
        else:
            tagging = self.passes.tagging.on
            self.keys.show_needs(met, self.text_keys.shown(), tagging=tagging)
        document = self.session.document
        self.inspector.show_here(document, self.editor.here, self.editor.findings_here())

    # actions of the window

    def show_keys(self) -> None:
        """Open the list of keys."""
        open_once(self, KeysDialog, lambda: KeysDialog(self.keymap, self))

    def show_about(self) -> None:
        """Say what this program is."""
        open_once(self, AboutDialog, lambda: AboutDialog(self))

    def focus_list(self) -> None:
        """Put the keyboard into the article list."""
        self.articles.view.setFocus()

    def focus_find(self) -> None:
        """Put the keyboard into the field to find in all articles."""
        self._docks[0].show()
        self.articles.bar.field.setFocus()
        self.articles.bar.field.selectAll()

    def open_filters(self) -> None:
        """Open the filters of the article list."""
        self._docks[0].show()
        self.articles.bar.open_filters()

    def focus_meta(self) -> None:
        """Put the keyboard into what is known about the article."""
        self.inspector.meta.setFocus()

    def show_palette(self) -> None:
        """Open the line that finds every action and label."""
        workspace, editor = self.session.workspace, self.editor
        labels = workspace.labels() if workspace is not None else ()
        met = editor.needs_met()
        found = entries(self.actions_made, self.keymap, met, labels, editor.apply_label)
        self.command_palette.open([*found, *looks(self._preferences)])

    def show_settings(self, page: int = 0) -> None:
        """Open the settings, or bring them to the front."""
        from ui.dialogs.settings import SettingsDialog

        held = self.session, self.work, self._preferences, self.keymap
        open_once(self, SettingsDialog, lambda: SettingsDialog(*held, self)).turn_to(page)

    def show_review(self, page: int = 0) -> None:
        """Open the review window at a page, or bring it to the front."""
        from ui.review.window import ReviewWindow

        def make() -> ReviewWindow:
            made = ReviewWindow(self.session, self._theme, self)
            made.place_wanted.connect(self._show_place)
            # What was settled or fixed there is taken back there, by the same keys.
            made.addActions([self.actions_made.by_id[id_] for id_ in ("undo", "redo")])
            return made

        open_once(self, ReviewWindow, make).turn_to(page)

    def _show_place(self, article: ArticleId, start: int, end: int) -> None:
        if self.session.document is None or self.session.document.article.id != article:
            self.session.open_article(article)
        self.editor.show_place(start, end)

    def settings_page(self) -> int | None:
        """The page of the settings that is open, or None."""
        from ui.dialogs.settings import SettingsDialog

        dialog = self.findChild(SettingsDialog, "settings")
        return dialog.page() if dialog is not None else None

    def close_dialogs(self) -> None:
        """Close what speaks of this project or in this language; what was typed in it is kept."""
        for dialog in self.findChildren(QDialog):
            if dialog.objectName() != "settings":
                dialog.close()

    # the window itself

    def save_layout(self) -> None:
        """Remember where everything stands."""
        self._layout_memory.save()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        self.files.take([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, where nothing else takes it, closes the notice."""
        if event.key() == Qt.Key.Key_Escape and self.notices.isVisible():
            self.notices.close_line()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.save_layout()
        super().closeEvent(event)
