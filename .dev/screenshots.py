"""Takes the pictures of the documentation from the real window: `python .dev/screenshots.py`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1.5")
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QSettings, QThreadPool  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from ui.app import Desktop  # noqa: E402
from ui.preferences import ANNOTATOR, APPEARANCE, LANGUAGE, Preferences  # noqa: E402
from ui.trace import Trace  # noqa: E402

ARTICLE = "002"
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
PICTURES = (("window", "zh", "light"), ("window-dark-en", "en", "dark"))


def picture(app: QApplication, name: str, language: str, look: str) -> None:
    """Open the seeds, label some of an article, look at a proposal, and save what is seen."""
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
        QThreadPool.globalInstance().waitForDone()
        QTest.qWait(200)
        label_article(desktop)
        desktop.window.notices.hide()
        QTest.qWait(400)
        desktop.window.grab().save(str(ROOT / "docs" / "images" / f"{name}.png"))
        desktop.session.close()
        desktop.window.close()
        desktop.deleteLater()


def label_article(desktop: Desktop) -> None:
    """Label the first occurrence of each word as a person would, then go to a proposal."""
    workspace, editor = desktop.session.workspace, desktop.window.editor
    assert workspace is not None
    rows = workspace.rows(workspace.article_ids())
    desktop.session.open_article(next(row.id for row in rows if row.key.startswith(ARTICLE)))
    ids = {label.name: label.id for label in workspace.labels()}
    clean = editor.pair.clean
    for word, label in LABELS:
        start = clean.text().index(word)
        clean.set_selection(start, start + len(word))
        editor.apply_label(ids[label])
    start = clean.text().index("骆大进")
    clean.set_selection(start, start)
    clean.bring(0, 24)


if __name__ == "__main__":
    application = QApplication([])
    for arguments in PICTURES:
        picture(application, *arguments)
