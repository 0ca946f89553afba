"""The table of all a person can do: menus, keys, the key strip and help are made from it."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from ui.i18n import mark


class Menu(Enum):
    """Where an action stands."""

    FILE = mark("&File")
    EDIT = mark("&Edit")
    LABEL = mark("&Label")
    CHECK = mark("&Check")
    ARTICLE = mark("&Article")
    VIEW = mark("&View")
    HELP = mark("&Help")


class Scope(Enum):
    """Where an action's keys work: single letters only where no text is typed."""

    WINDOW = auto()
    TEXT = auto()
    EDGE = auto()


class Need(Enum):
    """What must be there for an action to make sense."""

    NOTHING = auto()
    PROJECT = auto()
    ARTICLE = auto()
    SELECTION = auto()
    PROPOSAL = auto()
    CUT = auto()
    ENTITY = auto()
    SEVERAL = auto()
    TEXT = auto()
    EDGE = auto()


class ActionSpec(NamedTuple):
    """One action: `target` names the object of the window and its method."""

    id: str
    text: str
    keys: tuple[str, ...]
    menu: Menu
    target: str
    scope: Scope = Scope.WINDOW
    need: Need = Need.PROJECT
    icon: str = ""
    hint: str = ""
    separated: bool = False
    checkable: bool = False


_TEXT = Scope.TEXT

ACTIONS: tuple[ActionSpec, ...] = (
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
        "import",
        mark("Import…"),
        ("Ctrl+I",),
        Menu.FILE,
        "files.ask_import",
        icon="import",
        separated=True,
    ),
    ActionSpec("imports", mark("Imports…"), (), Menu.FILE, "files.show_imports"),
    ActionSpec(
        "export", mark("Export…"), ("Ctrl+E",), Menu.FILE, "files.ask_export", icon="download"
    ),
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
    ActionSpec("undo", mark("Undo"), ("Ctrl+Z",), Menu.EDIT, "session.undo", icon="undo-2"),
    ActionSpec(
        "redo", mark("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), Menu.EDIT, "session.redo", icon="redo-2"
    ),
    ActionSpec(
        "copy",
        mark("Copy"),
        ("Ctrl+C",),
        Menu.EDIT,
        "editor.copy",
        scope=_TEXT,
        need=Need.SELECTION,
        separated=True,
    ),
    ActionSpec(
        "widen",
        mark("Select the word, then more"),
        ("W",),
        Menu.EDIT,
        "editor.widen",
        scope=_TEXT,
        need=Need.ARTICLE,
        hint=mark("select"),
    ),
    ActionSpec(
        "narrow",
        mark("Select a word less"),
        ("Shift+W",),
        Menu.EDIT,
        "editor.narrow",
        scope=_TEXT,
        need=Need.SELECTION,
    ),
    ActionSpec(
        "boilerplate",
        mark("Mark as boilerplate…"),
        ("B",),
        Menu.EDIT,
        "editor.ask_boilerplate",
        scope=_TEXT,
        need=Need.SELECTION,
        icon="scissors",
        hint=mark("boilerplate"),
        separated=True,
    ),
    ActionSpec(
        "correct",
        mark("Correct text…"),
        ("F2",),
        Menu.EDIT,
        "editor.ask_correction",
        scope=_TEXT,
        need=Need.ARTICLE,
        icon="pencil",
        hint=mark("correct"),
    ),
    ActionSpec(
        "label",
        mark("Label as…"),
        ("L",),
        Menu.LABEL,
        "labelling.ask",
        scope=_TEXT,
        need=Need.TEXT,
    ),
    ActionSpec(
        "tag_all",
        mark("Label every occurrence…"),
        ("Shift+L",),
        Menu.LABEL,
        "tag_all.ask",
        scope=_TEXT,
        need=Need.TEXT,
        hint=mark("label all"),
    ),
    ActionSpec(
        "remove",
        mark("Remove the label"),
        ("Del", "Backspace"),
        Menu.LABEL,
        "editor.remove_entity",
        scope=_TEXT,
        need=Need.ENTITY,
        hint=mark("remove"),
    ),
    ActionSpec(
        "note",
        mark("Note…"),
        ("M",),
        Menu.LABEL,
        "notes.ask",
        scope=_TEXT,
        need=Need.ARTICLE,
        hint=mark("note"),
    ),
    ActionSpec(
        "choose",
        mark("Choose what is at the caret"),
        ("E",),
        Menu.LABEL,
        "editor.choose_next",
        scope=_TEXT,
        need=Need.SEVERAL,
        hint=mark("choose"),
    ),
    ActionSpec(
        "end_right",
        mark("Move the end right"),
        ("Alt+Right",),
        Menu.LABEL,
        "nudge.end_right",
        scope=_TEXT,
        need=Need.EDGE,
        hint=mark("edge"),
        separated=True,
    ),
    ActionSpec(
        "end_left",
        mark("Move the end left"),
        ("Alt+Left",),
        Menu.LABEL,
        "nudge.end_left",
        scope=_TEXT,
        need=Need.EDGE,
    ),
    ActionSpec(
        "start_left",
        mark("Move the start left"),
        ("Alt+Shift+Left",),
        Menu.LABEL,
        "nudge.start_left",
        scope=_TEXT,
        need=Need.EDGE,
    ),
    ActionSpec(
        "start_right",
        mark("Move the start right"),
        ("Alt+Shift+Right",),
        Menu.LABEL,
        "nudge.start_right",
        scope=_TEXT,
        need=Need.EDGE,
    ),
    ActionSpec(
        "end_word_right",
        mark("Move the end right by a word"),
        ("Ctrl+Alt+Right",),
        Menu.LABEL,
        "nudge.end_word_right",
        scope=_TEXT,
        need=Need.EDGE,
    ),
    ActionSpec(
        "end_word_left",
        mark("Move the end left by a word"),
        ("Ctrl+Alt+Left",),
        Menu.LABEL,
        "nudge.end_word_left",
        scope=_TEXT,
        need=Need.EDGE,
    ),
    ActionSpec(
        "start_word_left",
        mark("Move the start left by a word"),
        ("Ctrl+Alt+Shift+Left",),
        Menu.LABEL,
        "nudge.start_word_left",
        scope=_TEXT,
        need=Need.EDGE,
    ),
    ActionSpec(
        "start_word_right",
        mark("Move the start right by a word"),
        ("Ctrl+Alt+Shift+Right",),
        Menu.LABEL,
        "nudge.start_word_right",
        scope=_TEXT,
        need=Need.EDGE,
    ),
    ActionSpec(
        "find",
        mark("Find in all articles"),
        ("Ctrl+F",),
        Menu.EDIT,
        "window.focus_find",
        icon="search",
        separated=True,
    ),
    ActionSpec(
        "filters",
        mark("Filter articles…"),
        ("Ctrl+Shift+F",),
        Menu.EDIT,
        "window.open_filters",
        icon="list-filter",
    ),
    ActionSpec(
        "next_match", mark("Next match"), ("F3",), Menu.EDIT, "find.next_match", need=Need.ARTICLE
    ),
    ActionSpec(
        "previous_match",
        mark("Previous match"),
        ("Shift+F3",),
        Menu.EDIT,
        "find.previous_match",
        need=Need.ARTICLE,
    ),
    ActionSpec(
        "labels",
        mark("Labels…"),
        ("Ctrl+L",),
        Menu.LABEL,
        "files.show_labels",
        icon="tags",
        separated=True,
    ),
    ActionSpec(
        "next_proposal",
        mark("Next proposal"),
        ("Tab",),
        Menu.CHECK,
        "editor.next_proposal",
        scope=_TEXT,
        need=Need.ARTICLE,
        hint=mark("next"),
    ),
    ActionSpec(
        "previous_proposal",
        mark("Previous proposal"),
        ("Shift+Tab",),
        Menu.CHECK,
        "editor.previous_proposal",
        scope=_TEXT,
        need=Need.ARTICLE,
    ),
    ActionSpec(
        "accept",
        mark("Right"),
        ("Y",),
        Menu.CHECK,
        "editor.accept",
        scope=_TEXT,
        need=Need.PROPOSAL,
        icon="check",
        hint=mark("right"),
    ),
    ActionSpec(
        "reject",
        mark("Wrong"),
        ("N",),
        Menu.CHECK,
        "editor.reject",
        scope=_TEXT,
        need=Need.PROPOSAL,
        icon="x",
        hint=mark("wrong"),
    ),
    ActionSpec(
        "accept_all",
        mark("All like this right…"),
        ("Shift+Y",),
        Menu.CHECK,
        "bulk.accept",
        scope=_TEXT,
        need=Need.PROPOSAL,
        hint=mark("all right"),
    ),
    ActionSpec(
        "reject_all",
        mark("All like this wrong…"),
        ("Shift+N",),
        Menu.CHECK,
        "bulk.reject",
        scope=_TEXT,
        need=Need.PROPOSAL,
    ),
    ActionSpec(
        "restore",
        mark("Restore what was cut"),
        ("R",),
        Menu.CHECK,
        "editor.restore",
        scope=_TEXT,
        need=Need.CUT,
        icon="rotate-ccw",
        hint=mark("restore"),
    ),
    ActionSpec(
        "go_to",
        mark("Go to…"),
        (";",),
        Menu.CHECK,
        "jump.ask",
        scope=_TEXT,
        need=Need.ARTICLE,
        hint=mark("go to"),
        separated=True,
    ),
    ActionSpec(
        "go_next",
        mark("Next of these"),
        (".",),
        Menu.CHECK,
        "jump.next",
        scope=_TEXT,
        need=Need.ARTICLE,
    ),
    ActionSpec(
        "go_previous",
        mark("Previous of these"),
        (",",),
        Menu.CHECK,
        "jump.previous",
        scope=_TEXT,
        need=Need.ARTICLE,
    ),
    ActionSpec(
        "done",
        mark("Done and next"),
        ("D",),
        Menu.ARTICLE,
        "session.finish_article",
        scope=_TEXT,
        need=Need.ARTICLE,
        icon="circle-check",
        hint=mark("done, next"),
    ),
    ActionSpec(
        "flag",
        mark("Flag for later"),
        ("G",),
        Menu.ARTICLE,
        "editor.flag",
        scope=_TEXT,
        need=Need.ARTICLE,
        icon="flag",
    ),
    ActionSpec(
        "reopen",
        mark("Back to work"),
        ("Ctrl+D",),
        Menu.ARTICLE,
        "editor.reopen",
        need=Need.ARTICLE,
    ),
    ActionSpec(
        "next_article",
        mark("Next article"),
        ("J", "Ctrl+PgDown"),
        Menu.ARTICLE,
        "editor.next_article",
        scope=_TEXT,
        need=Need.ARTICLE,
        separated=True,
    ),
    ActionSpec(
        "previous_article",
        mark("Previous article"),
        ("K", "Ctrl+PgUp"),
        Menu.ARTICLE,
        "editor.previous_article",
        scope=_TEXT,
        need=Need.ARTICLE,
    ),
    ActionSpec(
        "switch_pane",
        mark("Other pane"),
        ("F6",),
        Menu.VIEW,
        "reading.switch_pane",
        need=Need.ARTICLE,
    ),
    ActionSpec(
        "focus_list", mark("Go to the article list"), ("Ctrl+1",), Menu.VIEW, "window.focus_list"
    ),
    ActionSpec("focus_text", mark("Go to the text"), ("Ctrl+2",), Menu.VIEW, "editor.focus_text"),
    ActionSpec(
        "focus_meta", mark("Go to what is known"), ("Ctrl+3",), Menu.VIEW, "window.focus_meta"
    ),
    ActionSpec(
        "palette",
        mark("All actions…"),
        ("Ctrl+Shift+P",),
        Menu.VIEW,
        "window.show_palette",
        need=Need.NOTHING,
        separated=True,
    ),
    ActionSpec(
        "cycle_panes",
        mark("One pane or both"),
        ("F11",),
        Menu.VIEW,
        "reading.cycle_panes",
        need=Need.ARTICLE,
        separated=True,
    ),
    ActionSpec(
        "spaces",
        mark("Show spaces and invisible characters"),
        ("F8",),
        Menu.VIEW,
        "reading.toggle_spaces",
        need=Need.NOTHING,
        checkable=True,
    ),
    ActionSpec(
        "larger",
        mark("Larger text"),
        ("Ctrl++", "Ctrl+="),
        Menu.VIEW,
        "reading.larger",
        need=Need.NOTHING,
        separated=True,
    ),
    ActionSpec(
        "smaller",
        mark("Smaller text"),
        ("Ctrl+-",),
        Menu.VIEW,
        "reading.smaller",
        need=Need.NOTHING,
    ),
    ActionSpec(
        "looser",
        mark("Greater line height"),
        ("Ctrl+]",),
        Menu.VIEW,
        "reading.looser",
        need=Need.NOTHING,
    ),
    ActionSpec(
        "tighter",
        mark("Smaller line height"),
        ("Ctrl+[",),
        Menu.VIEW,
        "reading.tighter",
        need=Need.NOTHING,
    ),
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

ACTION_BY_ID = {spec.id: spec for spec in ACTIONS}
