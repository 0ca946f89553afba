"""Icons, the style sheet and translations that ship with the program."""

from pathlib import Path

APP_ICON = Path(__file__).parent / "app.svg"
ICONS = Path(__file__).parent / "icons"
DIALOGS = Path(__file__).parent / "dialogs"
MARKS = Path(__file__).parent / "marks"
STYLE_SHEET = Path(__file__).parent / "style.qss"
