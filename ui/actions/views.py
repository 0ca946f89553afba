"""How things are shown, and where the keyboard goes."""

from __future__ import annotations

from ui.actions.base import ActionSpec, Menu, Need
from ui.i18n import mark

VIEW: tuple[ActionSpec, ...] = (
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
        "focus_meta", mark("Go to the inspector"), ("Ctrl+3",), Menu.VIEW, "window.focus_meta"
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
        "longer_lines",
        mark("Longer lines"),
        ("Alt+]",),
        Menu.VIEW,
        "reading.longer_lines",
        need=Need.NOTHING,
    ),
    ActionSpec(
        "shorter_lines",
        mark("Shorter lines"),
        ("Alt+[",),
        Menu.VIEW,
        "reading.shorter_lines",
        need=Need.NOTHING,
    ),
)
