"""What is done with projects and files, and help."""

from __future__ import annotations

from ui.actions.base import ActionSpec, Menu, Need
from ui.i18n import mark

FILE: tuple[ActionSpec, ...] = (
    ActionSpec(
        "open",
        mark("Open project…"),
        ("Ctrl+O",),
        Menu.FILE,
        "files.ask_open",
        need=Need.NOTHING,
        icon="folder-open",
    ),
    ActionSpec(
        "new",
        mark("New project…"),
        ("Ctrl+N",),
        Menu.FILE,
        "files.ask_new",
        need=Need.NOTHING,
        icon="file-plus",
    ),
    ActionSpec(
        "open_folder",
        mark("Open a folder of texts…"),
        ("Ctrl+Shift+O",),
        Menu.FILE,
        "files.ask_folder",
        need=Need.NOTHING,
        separated=True,
    ),
    ActionSpec(
        "open_texts",
        mark("Open texts…"),
        (),
        Menu.FILE,
        "files.ask_texts",
        need=Need.NOTHING,
    ),
    ActionSpec(
        "import",
        mark("Import…"),
        ("Ctrl+I",),
        Menu.FILE,
        "files.ask_import",
        icon="import",
        separated=True,
    ),
    ActionSpec("imports", mark("Past imports…"), (), Menu.FILE, "files.show_imports"),
    ActionSpec(
        "export", mark("Export…"), ("Ctrl+E",), Menu.FILE, "files.ask_export", icon="download"
    ),
    ActionSpec("merge", mark("Merge projects…"), (), Menu.FILE, "files.ask_merge"),
    ActionSpec(
        "back_up",
        mark("Back up…"),
        ("Ctrl+Shift+S",),
        Menu.FILE,
        "files.ask_back_up",
        separated=True,
    ),
    ActionSpec("restore_backup", mark("Go back to a backup…"), (), Menu.FILE, "files.ask_restore"),
    ActionSpec(
        "train", mark("Learn from the done articles"), (), Menu.FILE, "work.train", separated=True
    ),
    ActionSpec(
        "settings",
        mark("Settings…"),
        ("Ctrl+,",),
        Menu.FILE,
        "window.show_settings",
        need=Need.NOTHING,
        separated=True,
    ),
    ActionSpec(
        "quit",
        mark("Quit"),
        ("Ctrl+Q",),
        Menu.FILE,
        "window.close",
        need=Need.NOTHING,
        separated=True,
    ),
)

HELP: tuple[ActionSpec, ...] = (
    ActionSpec(
        "guidelines",
        mark("Guidelines of the project"),
        ("Ctrl+Shift+G",),
        Menu.HELP,
        "files.show_guidelines",
    ),
    ActionSpec("keys", mark("Keys"), ("F1",), Menu.HELP, "window.show_keys", need=Need.NOTHING),
    ActionSpec(
        "about", mark("About duizhao"), (), Menu.HELP, "window.show_about", need=Need.NOTHING
    ),
)
