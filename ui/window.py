"""The main window: puts the views together and carries actions to them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import (
    QDockWidget,
    QFileDialog,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.changes import Changes, Part
from annotator.document import Document
from annotator.places import PROJECT_SUFFIX
from ui.actions import Menu
from ui.dialogs.help import AboutDialog, KeysDialog
from ui.dialogs.labels import LabelsDialog
from ui.i18n import Language, language, mark, tr
from ui.menus import ActionSet
from ui.preferences import (
    APPEARANCE,
    FONT_SIZE,
    LANGUAGE,
    LINE_HEIGHT,
    Preference,
    Preferences,
)
from ui.session import Session
from ui.theme import Theme
from ui.views.article_list import ArticleList
from ui.views.editor import Editor
from ui.views.inspector import Inspector
from ui.views.key_strip import KeyStrip
from ui.views.notice import JobBar, NoticeBar
from ui.views.passes import Passes
from ui.views.welcome import Welcome
from ui.widgets import plain_label

_LAYOUT_VERSION = 1
_FONT_SIZES = range(11, 33)
_LANGUAGES = ((Language.CHINESE, "中文"), (Language.ENGLISH, "English"))
_APPEARANCES = (
    ("system", mark("Like the system")),
    ("light", mark("Light")),
    ("dark", mark("Dark")),
)


class MainWindow(QMainWindow):
    """Article list, raw beside clean, inspector; `rebuild_wanted` asks for one in new looks."""

    rebuild_wanted = Signal()

    def __init__(self, session: Session, preferences: Preferences, theme: Theme) -> None:
        super().__init__()
        self.session = session
        self._preferences = preferences
        self._theme = theme
        self._label_shortcuts: list[QShortcut] = []
        self.setAcceptDrops(True)
        self.setObjectName("main")
        self.editor = Editor(session, theme)
        self.articles = ArticleList()
        self.passes = Passes(session, self.editor, self.articles.model.listed)
        self.inspector = Inspector()
        self.notices = NoticeBar()
        self.jobs = JobBar()
        self.keys = KeyStrip()
        self._build_centre()
        self._build_docks()
        targets = {"window": self, "session": session, "editor": self.editor}
        self.actions_made = ActionSet(self, self.editor, {**targets, **self.passes.targets()})
        self._build_menus()
        self._connect()
        self._apply_reading()
        self._show_project()
        if session.document is not None:
            self.editor.open_document(session.document)
        self._restore_layout()

    # building

    def _build_centre(self) -> None:
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.editor, 1)
        column.addWidget(self.passes.line)
        column.addWidget(self.keys)
        self._welcome = Welcome(self._preferences.recent())
        self._welcome.open_wanted.connect(self.ask_open)
        self._welcome.new_wanted.connect(self.ask_new)
        self._welcome.path_wanted.connect(lambda path: self.session.open_paths([path]))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._welcome)
        self._stack.addWidget(work)
        centre = QWidget()
        outer = QVBoxLayout(centre)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.notices)
        outer.addWidget(self._stack, 1)
        self.setCentralWidget(centre)
        self._saved = plain_label()
        self._saved.setObjectName("quiet")
        self._saved.setWordWrap(False)
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
        languages = [(spoken.value, name) for spoken, name in _LANGUAGES]
        self._add_choice(view.addMenu(tr("Language")), LANGUAGE, language().value, languages)
        chosen = str(self._preferences.get(APPEARANCE))
        looks = [(id_, tr(name)) for id_, name in _APPEARANCES]
        self._add_choice(view.addMenu(tr("Appearance")), APPEARANCE, chosen, looks)
        self.addToolBar(self.actions_made.tool_bar())

    def _add_choice(
        self, menu: QMenu, preference: Preference, chosen: str, choices: list[tuple[str, str]]
    ) -> None:
        group = QActionGroup(self)
        for value, text in choices:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(value == chosen)
            action.setActionGroup(group)
            action.triggered.connect(lambda _checked=False, v=value: self._choose(preference, v))

    def _connect(self) -> None:
        session = self.session
        session.project_opened.connect(self._show_project)
        session.article_opened.connect(self._show_article)
        session.project_changed.connect(self._refresh)
        session.history_changed.connect(self._show_history)
        session.noticed.connect(self.notices.tell)
        session.job_started.connect(self.jobs.follow)
        self.articles.chosen.connect(session.open_article)
        self.inspector.label_chosen.connect(self.editor.apply_label)
        self.inspector.all_wanted.connect(self.passes.bulk.ask)
        # One repaint after a burst of keys, not one for each.
        self._context_timer = QTimer(self)
        self._context_timer.setSingleShot(True)
        self._context_timer.timeout.connect(self._show_context)
        self.editor.context_changed.connect(lambda: self._context_timer.start(0))
        self.passes.line.changed.connect(lambda: self._context_timer.start(0))

    # following the session

    def _show_project(self) -> None:
        workspace = self.session.workspace
        self._stack.setCurrentIndex(1 if workspace is not None else 0)
        for dock in self._docks:
            dock.setVisible(workspace is not None)
        self.articles.show_project(workspace)
        self._show_labels()
        self._show_history()
        self._context_timer.start(0)
        if workspace is None:
            self.setWindowTitle(tr("duizhao"))
            return
        self.setWindowTitle(tr("{project} — duizhao", project=workspace.path.stem))
        self._preferences.add_recent(workspace.path)

    def _show_article(self, document: Document) -> None:
        self.articles.select(document.article.id)
        self.inspector.show_meta(document.article.meta)

    def _refresh(self, changes: Changes) -> None:
        self.articles.refresh(changes)
        if changes.touches(Part.LABELS):
            self._show_labels()
        document = self.session.document
        if document is not None and changes.touches(Part.META, Part.ARTICLES):
            self.inspector.show_meta(document.article.meta)
        self._context_timer.start(0)

    def _show_labels(self) -> None:
        workspace = self.session.workspace
        labels = workspace.labels() if workspace is not None else ()
        self.inspector.show_labels(labels)
        self.passes.show_labels(labels)
        for shortcut in self._label_shortcuts:
            shortcut.deleteLater()
        self._label_shortcuts = []
        for label in labels:
            if label.key:
                shortcut = QShortcut(QKeySequence(label.key.upper()), self.editor)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(lambda id_=label.id: self.editor.apply_label(id_))
                self._label_shortcuts.append(shortcut)
        keys = [label.key for label in labels if label.key]
        self._label_keys = f"{keys[0]} … {keys[-1]}" if keys else ""

    def _show_history(self) -> None:
        workspace = self.session.workspace
        self.inspector.show_history(workspace)
        self.actions_made.name_steps(
            workspace.undo_step() if workspace is not None else None,
            workspace.redo_step() if workspace is not None else None,
        )
        name = workspace.annotator if workspace is not None else None
        self._saved.setText(tr("Everything is saved · {name}", name=name) if name else "")

    def _show_context(self) -> None:
        met = self.editor.needs_met()
        self.actions_made.grey(met)
        if self.passes.line.hints:
            self.keys.show_hints(self.passes.line.hints)
        else:
            self.keys.show_needs(met, self._label_keys)
        self.inspector.show_here(self.session.document, self.editor.here)

    # actions of the window

    def ask_open(self) -> None:
        """Ask for a project file and open it."""
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Open project"), "", tr("Projects (*{suffix})", suffix=PROJECT_SUFFIX)
        )
        if name:
            self.session.open_paths([Path(name)])

    def ask_new(self) -> None:
        """Ask where a new project is to be kept, and create it."""
        name, _ = QFileDialog.getSaveFileName(
            self, tr("New project"), "", tr("Projects (*{suffix})", suffix=PROJECT_SUFFIX)
        )
        if name:
            path = Path(name)
            if path.suffix != PROJECT_SUFFIX:
                path = path.with_name(path.name + PROJECT_SUFFIX)
            self.session.open_project(path, create=not path.exists())

    def ask_import_files(self) -> None:
        """Ask for files and read them into the project."""
        names, _ = QFileDialog.getOpenFileNames(self, tr("Import files"))
        if names:
            self.session.import_paths([Path(name) for name in names])

    def ask_import_folder(self) -> None:
        """Ask for a folder and read it into the project."""
        name = QFileDialog.getExistingDirectory(self, tr("Import a folder"))
        if name:
            self.session.import_paths([Path(name)])

    def ask_export(self) -> None:
        """Ask for a file and write the project's articles into it."""
        workspace = self.session.workspace
        if workspace is None:
            return
        suggested = str(workspace.path.with_suffix(".jsonl"))
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Export"), suggested, tr("JSON lines (*.jsonl)")
        )
        if name:
            self.session.export_to(Path(name))

    def show_labels(self) -> None:
        """Open the label set."""
        LabelsDialog(self.session, self).show()

    def show_keys(self) -> None:
        """Open the list of keys."""
        KeysDialog(self).show()

    def show_about(self) -> None:
        """Say what this program is."""
        AboutDialog(self).show()

    def focus_list(self) -> None:
        """Put the keyboard into the article list."""
        self.articles.view.setFocus()

    def larger(self) -> None:
        """Show the text larger."""
        self._resize_text(1)

    def smaller(self) -> None:
        """Show the text smaller."""
        self._resize_text(-1)

    def _resize_text(self, step: int) -> None:
        size = int(self._preferences.get(FONT_SIZE)) + step
        if size in _FONT_SIZES:
            self._preferences.put(FONT_SIZE, size)
            self._apply_reading()

    def _apply_reading(self) -> None:
        size, height = self._preferences.get(FONT_SIZE), self._preferences.get(LINE_HEIGHT)
        self.editor.pair.set_theme(
            replace(self._theme, text_size=int(size), line_height=float(height))
        )

    def _choose(self, preference: Preference, value: str) -> None:
        self._preferences.put(preference, value)
        self.rebuild_wanted.emit()

    # the window itself

    def save_layout(self) -> None:
        """Remember where everything stands."""
        self._preferences.put_bytes("geometry", bytes(self.saveGeometry().data()))
        self._preferences.put_bytes("docks", bytes(self.saveState(_LAYOUT_VERSION).data()))
        self._preferences.put_bytes("panes", self.editor.pair.save_state())

    def _restore_layout(self) -> None:
        if not self.restoreGeometry(self._preferences.bytes("geometry")):
            self.resize(1280, 800)
        docks = self._preferences.bytes("docks")
        if docks and self.session.workspace is not None:
            self.restoreState(docks, _LAYOUT_VERSION)
        self.editor.pair.restore_state(self._preferences.bytes("panes"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if len(paths) == 1 and paths[0].suffix == PROJECT_SUFFIX:
            self.session.open_paths(paths)
        elif paths:
            self.session.import_paths(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.save_layout()
        super().closeEvent(event)
