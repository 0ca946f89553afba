"""Starts the window and ends with its exit code."""

from __future__ import annotations

import faulthandler
import gc
import getpass
import logging
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import platformdirs
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from annotator.errors import UserError
from annotator.text import words
from ui import i18n, rule_texts
from ui.i18n import Language, tr
from ui.icons import app_icon
from ui.look import apply_look, dark_wanted
from ui.notices import Notice
from ui.preferences import ANNOTATOR, APPEARANCE, LANGUAGE, Preference, Preferences
from ui.session import Session
from ui.theme import theme
from ui.trace import Trace
from ui.window import MainWindow
from ui.worker import Job

_SOON_MS = 200
"""After the first article is painted."""


class Desktop(QObject):
    """One window on one session; the window is made anew when language or appearance change."""

    def __init__(self, app: QApplication, preferences: Preferences, trace: Trace) -> None:
        super().__init__()
        self._app = app
        self._preferences = preferences
        self._trace = trace
        self.session = Session(_annotator(preferences), trace)
        self.window = self._make_window()
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        # After the signal is over: the menu or field that asked goes with the old window.
        preferences.changed.connect(self._preference_changed, Qt.ConnectionType.QueuedConnection)

    def _make_window(self) -> MainWindow:
        chosen = str(self._preferences.get(LANGUAGE))
        i18n.install(Language(chosen) if chosen in list(Language) else i18n.system_language())
        # Qt puts it behind every title that does not end with it.
        QGuiApplication.setApplicationDisplayName(tr("duizhao"))
        look = theme(dark_wanted(str(self._preferences.get(APPEARANCE))))
        apply_look(self._app, look)
        window = MainWindow(self.session, self._preferences, look)
        self._trace.watch(window)
        return window

    def _preference_changed(self, preference: Preference) -> None:
        if preference in (LANGUAGE, APPEARANCE):
            self._rebuild()
        elif preference == ANNOTATOR:
            self.session.set_annotator(_annotator(self._preferences))

    def _system_changed(self) -> None:
        if self._preferences.get(APPEARANCE) == APPEARANCE.default:
            self._rebuild()

    def _rebuild(self) -> None:
        old = self.window
        old.save_layout()
        page = old.settings_page()
        old.close_dialogs()
        self.window = self._make_window()
        self.window.articles.look_for(old.articles.wanted, old.articles.sort)
        self.window.show()
        if page is not None:
            self.window.show_settings(page)
        old.hide()
        old.deleteLater()

    def _show_texts(self) -> None:
        """Show anew what could not say why yet."""
        self.window.follow_soon()

    def start(self, paths: Sequence[Path]) -> None:
        """Show the window and open what was asked for."""
        self.window.show()
        if paths:
            self.session.open_paths(paths)
        self._trace.when_painted("usable")
        if not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
            self.session.noticed.emit(
                Notice(
                    tr("No font for Chinese was found."),
                    tr("Install one, such as Noto Sans CJK, and start again."),
                    bad=True,
                )
            )
        self._soon = Job(lambda _progress: _load_rest(), "")
        self._soon.finished.connect(self._show_texts)
        QTimer.singleShot(_SOON_MS, self._soon.start)


def run(paths: Sequence[Path], *, trace: Path | None = None) -> int:
    """Open the window with these paths and return its exit code when it is closed.

    Raises UserError where there is no screen to open it on.
    """
    _check_display()
    _prefer_ibus()
    app = QApplication(sys.argv[:1])
    QCoreApplication.setApplicationName("duizhao")
    QCoreApplication.setOrganizationName("duizhao")
    QGuiApplication.setDesktopFileName("duizhao")
    app.setWindowIcon(app_icon())
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    desktop = Desktop(app, Preferences(), Trace(trace))
    _log_errors(desktop.session)
    desktop.start(paths)
    code = app.exec()
    desktop.session.close()
    return code


def _load_rest() -> None:
    """What nobody should wait for at the first word and the first proposal."""
    words.load()
    rule_texts.load()
    # They stay, and a full collection, for which all threads wait, need not look through them.
    gc.freeze()


def _annotator(preferences: Preferences) -> str:
    return str(preferences.get(ANNOTATOR)) or getpass.getuser()


def _check_display() -> None:
    """Say what is missing before Qt does: without a display it ends the process."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in named):
        raise UserError(
            "There is no display to open a window on.",
            "Start it in a desktop session; the commands work without one (see --help).",
        )


def _prefer_ibus() -> None:
    """Talk to fcitx by the ibus protocol, which it answers: the Qt wheel has no fcitx plugin."""
    if not os.environ.get("QT_IM_MODULE", "").startswith("fcitx"):
        return
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    if not any((plugins / "platforminputcontexts").glob("*fcitx*")):
        os.environ["QT_IM_MODULE"] = "ibus"


def _log_errors(session: Session) -> None:
    """Write every unexpected error to a log, and tell the person once; the window goes on."""
    folder = Path(platformdirs.user_log_dir("duizhao"))
    folder.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(filename=folder / "duizhao.log", level=logging.WARNING, encoding="utf-8")
    faulthandler.enable((folder / "crash.log").open("w", encoding="utf-8"))

    def hook(
        _kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            session.tell_error(error)

    def thread_hook(args: threading.ExceptHookArgs) -> None:
        hook(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = hook
    threading.excepthook = thread_hook
