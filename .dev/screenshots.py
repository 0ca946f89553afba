"""Takes the pictures of the documentation from the real window: `python .dev/screenshots.py`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1.5")
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QSettings, Qt, QThreadPool  # noqa: E402
from PySide6.QtGui import QImage, QPixmap  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from ui.app import Desktop  # noqa: E402
from ui.dialogs.exporting import ExportDialog  # noqa: E402
from ui.dialogs.importing import ImportDialog  # noqa: E402
from ui.preferences import ANNOTATOR, APPEARANCE, LANGUAGE, Preferences  # noqa: E402
from ui.trace import Trace  # noqa: E402

ARTICLE = "002"
_ALIKE = 0xF8F8F8
"""The bits by which colours are told apart."""
LABELS = (
    ("12月10日", "DATE"),
    ("2024年", "DATE"),
    ("徐汇区高质量孵化器建设推进大会", "EVENT"),
    ("徐汇区", "LOC"),
    ("城开国际大厦", "FAC"),
    ("上海市科委", "GOV"),
    ("主任", "TITLE"),
    ("骆大进", "PER"),
    ("徐汇区委", "GOV"),
    ("书记", "TITLE"),
    ("曹立强", "PER"),
    ("上海核工程设计研究院有限公司", "COM"),
    ("董事长", "TITLE"),
    ("颜岩", "PER"),
    ("华东师范大学", "INS"),
)


class Picture(NamedTuple):
    """One picture: its name, language and look, and what brings up what it shows."""

    name: str
    language: str
    look: str
    show: Callable[[Desktop], QWidget]


def window(desktop: Desktop) -> QWidget:
    """The window with an article half labelled."""
    label_article(desktop)
    return desktop.window


def checking(desktop: Desktop) -> QWidget:
    """The most doubtful proposals gone through, and all of a rule about to be judged."""
    open_article(desktop)
    desktop.window.editor.focus_text()
    press(desktop, "next_proposal")
    press(desktop, "accept_all")
    return desktop.window


def exporting(desktop: Desktop) -> QWidget:
    """The look at a file before it is written."""
    label_article(desktop)
    press(desktop, "export")
    dialog = desktop.window.findChild(ExportDialog)
    assert dialog is not None
    dialog._path.setText("seeds.jsonl")
    settle()
    return dialog


def importing(desktop: Desktop) -> QWidget:
    """The look at files before they come in."""
    desktop.window.files.ask_import([ROOT / "seeds"])
    settle()
    dialog = desktop.window.findChild(ImportDialog)
    assert dialog is not None
    return dialog


def palette(desktop: Desktop) -> QWidget:
    """The list of all actions, with something typed."""
    label_article(desktop)
    press(desktop, "palette")
    type_text("daochu")
    return desktop.window


def find(desktop: Desktop) -> QWidget:
    """What is found in the project."""
    press(desktop, "find")
    type_text("孵化器")
    return desktop.window


SHOWS = {
    "window": window,
    "check": checking,
    "import": importing,
    "palette": palette,
    "find": find,
    "export": exporting,
}
PICTURES = (
    *(Picture(name, "zh", "light", show) for name, show in SHOWS.items()),
    *(Picture(f"{name}-en", "en", "light", show) for name, show in SHOWS.items()),
    Picture("window-dark", "zh", "dark", window),
    Picture("window-dark-en", "en", "dark", window),
)


def press(desktop: Desktop, action: str) -> None:
    """Do what an action of the menus does."""
    desktop.window.actions_made.by_id[action].trigger()
    settle()


def type_text(text: str) -> None:
    """Put text into the field that has the keyboard."""
    field = QApplication.focusWidget()
    assert field is not None
    field.insert(text)
    settle()


def settle() -> None:
    """Wait until everything is done and painted."""
    for _ in range(3):
        QThreadPool.globalInstance().waitForDone()
        QTest.qWait(200)


@contextmanager
def opened(app: QApplication, language: str, look: str) -> Iterator[Desktop]:
    """The program with a copy of the seeds open."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        seeds = shutil.copytree(ROOT / "seeds", home / "seeds")
        settings = QSettings(str(home / "settings.ini"), QSettings.Format.IniFormat)
        preferences = Preferences(settings)
        for preference, value in ((LANGUAGE, language), (APPEARANCE, look), (ANNOTATOR, "小林")):
            preferences.put(preference, value)
        desktop = Desktop(app, preferences, Trace())
        desktop.window.resize(1360, 820)
        desktop.start([Path(seeds)])
        settle()
        desktop.window.notices.hide()
        yield desktop
        desktop.session.close()
        desktop.window.close()
        desktop.deleteLater()


def open_article(desktop: Desktop) -> None:
    """Show the article of the pictures."""
    workspace = desktop.session.workspace
    assert workspace is not None
    rows = workspace.rows(workspace.article_ids())
    desktop.session.open_article(next(row.id for row in rows if row.key.startswith(ARTICLE)))
    settle()


def label_article(desktop: Desktop) -> None:
    """Label the first occurrence of each word as a person would, then go to a proposal."""
    open_article(desktop)
    workspace, editor = desktop.session.workspace, desktop.window.editor
    assert workspace is not None
    ids = {label.name: label.id for label in workspace.labels()}
    clean = editor.pair.clean
    for word, label in LABELS:
        start = clean.text().index(word)
        clean.set_selection(start, start + len(word))
        editor.apply_label(ids[label])
    start = clean.text().index("骆大进")
    clean.set_selection(start, start)
    clean.bring(0, 24)
    settle()


def take(app: QApplication, picture: Picture) -> None:
    """Save one picture."""
    with opened(app, picture.language, picture.look) as desktop:
        shown = picture.show(desktop)
        desktop.window.notices.hide()
        settle()
        save(shown.grab(), IMAGES / f"{picture.name}.png")


def save(picture: QPixmap, path: Path) -> None:
    """Save a picture in 256 colours of its own, which takes a third of the room.

    Of those that are almost alike the commonest stands for all, so that rare ones keep a place.
    """
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(image.constBits()).cast("B").cast("I")
    kept: dict[int, int] = {}
    for color, _ in Counter(pixels).most_common():
        kept.setdefault(color & _ALIKE, color)
    colors, plain = [*kept.values()][:256], Qt.ImageConversionFlag.ThresholdDither
    image.convertToFormat(QImage.Format.Format_Indexed8, colors, plain).save(str(path))


if __name__ == "__main__":
    application = QApplication([])
    for each in PICTURES:
        if len(sys.argv) < 2 or each.name in sys.argv:
            take(application, each)
