"""The looks of everything but the text panes: palette and style sheet, from the theme."""

from __future__ import annotations

from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from ui.i18n import Language, language
from ui.resources import DIALOGS, MARKS, STYLE_SHEET
from ui.theme import Theme, theme

_ROLES: tuple[tuple[QPalette.ColorRole, str], ...] = (
    (QPalette.ColorRole.Window, "window"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Base, "surface"),
    (QPalette.ColorRole.AlternateBase, "raised"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.Button, "raised"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.BrightText, "negative"),
    (QPalette.ColorRole.Highlight, "selection"),
    (QPalette.ColorRole.HighlightedText, "text"),
    (QPalette.ColorRole.Link, "accent"),
    (QPalette.ColorRole.PlaceholderText, "text_muted"),
    (QPalette.ColorRole.ToolTipBase, "surface"),
    (QPalette.ColorRole.ToolTipText, "text"),
    (QPalette.ColorRole.Mid, "border"),
    (QPalette.ColorRole.Midlight, "border"),
    (QPalette.ColorRole.Accent, "accent"),
)
_FADED = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


def dark_wanted(appearance: str) -> bool:
    """Whether the dark theme is to be used: as chosen, or as the system says where it says so."""
    if appearance != "system":
        return appearance == "dark"
    scheme = QGuiApplication.styleHints().colorScheme()
    return scheme == Qt.ColorScheme.Dark


def look_now() -> Theme:
    """The theme of the palette that is in force, with its default sizes."""
    window = QGuiApplication.palette().color(QPalette.ColorRole.Window).name()
    return next(look for look in (theme(False), theme(True)) if look.window == window)


def apply_look(app: QApplication, look: Theme) -> None:
    """Give every window the theme's palette, font and style sheet."""
    app.setStyle(QStyleFactory.create("Fusion"))
    palette = QPalette()
    for role, name in _ROLES:
        palette.setColor(role, QColor(getattr(look, name)))
    for role in _FADED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(look.text_muted))
    app.setPalette(palette)
    font = QFont(list(look.families))
    font.setPixelSize(look.ui_size)
    if language() is Language.ENGLISH:
        # In a Chinese font quotation marks are as wide as a character unless they are asked not to.
        font.setFeature(QFont.Tag("pwid"), 1)
    app.setFont(font)
    shade = "dark" if look.dark else "light"
    # Where the system has none, the arrows of the file dialog would be black on dark ground too.
    QIcon.setFallbackSearchPaths([str(DIALOGS / shade)])
    names = {name: getattr(look, name) for name in look.__slots__}
    names |= {"marks": MARKS.as_posix(), "shade": shade}
    app.setStyleSheet(Template(STYLE_SHEET.read_text(encoding="utf-8")).substitute(names))
