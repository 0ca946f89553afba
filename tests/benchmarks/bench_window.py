"""What a person waits for in the real window: starting, opening, labelling, walking, the list.

Prints a table; judges nothing. Run it with `make bench`, or directly with python, with a part of it
(start, size-0 and so on, list, walk) or without for all, each in a process of its own; the clock is
that of `--trace`. With a project in place of a part, its list is measured: the first articles of a
list painted, all of them there, and the longest turn of the window meanwhile. All goes through the
window as a person would: keys and wheel, no shortcuts in code. Memory is read from Linux and left
out elsewhere.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from bench_panes import SIZES, article, wheel
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSettings, Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.document import Document
from annotator.filters import EVERYTHING, IMPORTED, Filter, Order, Period, Sort
from annotator.formats.base import NamedEntity, Record
from annotator.model import ArticleId, Status
from annotator.workspace import Workspace
from ui.app import Desktop
from ui.preferences import LANGUAGE, Preferences
from ui.trace import Trace

MAIN = Path(__file__).parents[2] / "main.py"
_STARTS = 5
_LABELS_TYPED = 40
_COPIES = 6
_WALKED = 500
_LOOKS_MS = 3_000


class Window:
    """The program's window in this process, with the trace it writes."""

    def __init__(self, folder: Path, project: Path) -> None:
        self._trace = folder / "trace.jsonl"
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        preferences = Preferences(
            QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        )
        preferences.put(LANGUAGE, "en")
        self.desktop = Desktop(app, preferences, Trace(self._trace))
        self.desktop.window.resize(1280, 800)
        self.desktop.start([project])
        # A person looks first; meanwhile the window makes its room on the disk.
        time.sleep(1)
        self.settle()
        self._seen = self._trace.stat().st_size

    @property
    def text(self) -> QWidget:
        """The clean pane."""
        return self.desktop.window.editor.pair.clean

    def settle(self) -> None:
        """Wait until nothing is left to do."""
        QThreadPool.globalInstance().waitForDone()
        for _ in range(6):
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def until(self, name: str, action: Callable[[], object]) -> float:
        """Milliseconds from before `action` until the window notes the event called `name`."""
        begun = time.monotonic()
        action()
        for _ in range(400):
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
            events = list(self._new_events())
            at = [event["t"] for event in events if event["event"] == name]
            if at:
                self.settle()
                self._seen = self._trace.stat().st_size
                return (at[-1] - begun) * 1000
        raise TimeoutError(f"no {name} after {action}")

    def _new_events(self) -> Iterator[dict[str, float | str]]:
        with self._trace.open(encoding="utf-8") as file:
            file.seek(self._seen)
            yield from map(json.loads, file)

    def key(self, key: str) -> None:
        """Press a letter or digit in the text."""
        QTest.keyClick(self.text, key)

    def close(self) -> None:
        """End as a person does."""
        self.desktop.window.close()
        self.desktop.session.close()
        self.desktop.window.deleteLater()
        self.settle()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def record_of(document: Document, key: str) -> Record:
    """An article made up for the panes, as a file would bring it."""
    labels = document.labels
    return Record(
        key,
        document.article.raw.replace("建設", f"建{key[-1]}"),
        repairs=document.repairs,
        boilerplate=document.boilerplate,
        entities=tuple(
            NamedEntity(e.start, e.end, labels[e.label].name) for e in document.entities
        ),
    )


def project_of(folder: Path, records: Iterator[Record]) -> Path:
    """A project with these articles as they are."""
    path = folder / "bench.duizhao"
    path.unlink(missing_ok=True)
    with Workspace.create(path, annotator="bench") as workspace:
        workspace.import_records(records, clean=False)
    return path


def bench_size(folder: Path, name: str, length: int, entities: int, one_line: bool) -> None:
    """Open articles of one size one after the other, label in one, scroll it."""
    made = article(length, entities, one_line)
    window = Window(folder, project_of(folder, (record_of(made, f"a{n}") for n in range(_COPIES))))
    opened = [window.until("article painted", lambda: window.key("J")) for _ in range(_COPIES - 1)]
    painted, stored = [], []
    for _ in range(_LABELS_TYPED):
        QTest.keyClick(window.text, Qt.Key.Key_Right)
        QTest.keyClick(window.text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        window.settle()
        stored.append(window.until("committed", lambda: window.key("1")))
        painted.append(window.until("painted", lambda: window.key("2")))
    scrolled = [_frame(window, n) for n in range(150)]
    show(f"{name}: open, to painted", opened)
    show("  label key to stored", stored)
    show("  label key to painted", painted)
    show("  a notch of the wheel to painted", scrolled)
    window.close()


def _frame(window: Window, number: int) -> float:
    begun = time.perf_counter()
    wheel(window.desktop.window.editor.pair.raw.viewport(), down=number % 100 < 75)
    for _ in range(3):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    return (time.perf_counter() - begun) * 1000


def bench_start(folder: Path) -> None:
    """Start the program in a process of its own, as a person does.

    The first start compiles the modules, where the environment lets it keep them, and is not told.
    """
    project = project_of(folder, iter([record_of(article(2_000, 40, one_line=False), "a0")]))
    times, memory = starts(folder, project)
    show("start to usable, project open", times[1:])
    show_one("memory, idle with a project open, MiB", median(memory))


def starts(folder: Path, project: Path) -> tuple[list[float], list[float]]:
    """Milliseconds until the program is usable, a few times, and its memory then in MiB."""
    trace = folder / "start.jsonl"
    times, memory = [], []
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(_STARTS + 1):
        trace.unlink(missing_ok=True)
        begun = time.monotonic()
        program = subprocess.Popen(
            [sys.executable, str(MAIN), str(project), "--trace", str(trace)],
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        while not (trace.exists() and "usable" in trace.read_text(encoding="utf-8")):
            time.sleep(0.005)
        events = map(json.loads, trace.read_text(encoding="utf-8").splitlines())
        times += [(event["t"] - begun) * 1000 for event in events if event["event"] == "usable"]
        time.sleep(3)
        memory.append(memory_of(program.pid))
        program.terminate()
        program.wait()
    return times, memory


def bench_walk(folder: Path) -> None:
    """Label hundreds of articles by keys alone: a word, its label, done and next."""
    made = article(2_000, 40, one_line=False)
    records = (record_of(made, f"{n:04}") for n in range(_WALKED))
    window = Window(folder, project_of(folder, records))
    following, early = [], 0.0
    for number in range(_WALKED - 1):
        window.key("W")
        window.key("3")
        following.append(window.until("article painted", lambda: window.key("D")))
        if number == _WALKED // 5:
            early = memory_of(os.getpid())
    late = memory_of(os.getpid())
    workspace = window.desktop.session.workspace
    assert workspace is not None
    done = workspace.counts()[Status.DONE]
    show(f"{_WALKED} articles by keys: done key to next painted", following)
    show_one("  articles done", done)
    show_one("  memory after 100 articles, MiB", early)
    show_one("  memory after all, MiB", late)
    window.close()


def bench_list(folder: Path) -> None:
    """A list of ten thousand articles: to painted, its end, and finding in it."""
    records = (
        Record(f"{n:05}", f"第{n}篇。徐汇区高质量孵化器建设推进会召开。") for n in range(10_000)
    )
    project = project_of(folder, records)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window = Window(folder, project)
    session, articles = window.desktop.session, window.desktop.window.articles
    times = []
    for _ in range(10):
        begun = time.perf_counter()
        articles.show_project(session.workspace)
        for _ in range(3):
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        times.append((time.perf_counter() - begun) * 1000)
    show("list of 10,000 articles, to painted", times)
    last = [
        window.until("article painted", partial(session.open_article, ArticleId(number)))
        for number in session.workspace.article_ids()[-5:]
    ]
    show("  its last articles opened", last)
    # A person looks first; meanwhile the index is asked what it has not seen.
    QTest.qWait(_LOOKS_MS)
    show_one("  the first find in it, from the last key to painted", found(window, IN_LIST[0]))
    show("  finds in it", [found(window, word) for word in IN_LIST for _ in range(3)])
    window.close()


def found(window: Window, word: str) -> float:
    """Milliseconds from the last key of a word until the first articles with it are painted."""
    articles = window.desktop.window.articles
    seen: list[bool] = []
    field = articles.bar.field
    field.setFocus()
    field.setText(word[:-1])
    window.settle()
    articles.listed.connect(lambda: seen.append(True), Qt.ConnectionType.SingleShotConnection)
    begun = time.perf_counter()
    field.setText(word)
    while not seen:
        QCoreApplication.processEvents()
        # A wait of Qt's would keep Python's lock, and the search could not go on.
        time.sleep(0.0005)
    articles.view.viewport().repaint()
    took = (time.perf_counter() - begun) * 1000
    field.clear()
    window.settle()
    return took


def bench_project(folder: Path, project: Path) -> None:
    """A project that is there, as large as it may be: open, filter, sort and find in the window.

    A filter or a sort is asked for at once; a word is typed, and looked for after a pause.
    """
    times, memory = starts(folder, project)
    show(f"{project.name}: start to usable", times[1:])
    show_one("  memory, idle, MiB", median(memory))
    window = Window(folder, project)
    articles = window.desktop.window.articles
    for name, wanted, sort in LISTS:
        listed(window, name, partial(articles.look_for, wanted, sort))
        listed(window, "  all again", partial(articles.look_for, EVERYTHING, IMPORTED))
    for word in WORDS:
        field = articles.bar.field
        field.setFocus()
        listed(window, f"find {word}, from its last key", partial(field.setText, word))
        listed(window, "  all again", field.clear)
    show_one("  memory at the end, MiB", memory_of(os.getpid()))
    window.close()


def listed(window: Window, name: str, action: Callable[[], object]) -> None:
    """Print when the first articles of a new list are painted, when all are there, how many."""
    articles, worst = window.desktop.window.articles, 0.0
    seen: list[float] = []
    articles.listed.connect(lambda: seen.append(0.0), Qt.ConnectionType.SingleShotConnection)
    begun = last = time.perf_counter()
    action()
    first = 0.0
    while not seen or QThreadPool.globalInstance().activeThreadCount():
        QCoreApplication.processEvents()
        now = time.perf_counter()
        worst, last = max(worst, now - last), now
        if seen and not first:
            articles.view.viewport().repaint()
            first = time.perf_counter() - begun
        # A wait of Qt's would keep Python's lock, and the search could not go on.
        time.sleep(0.0005)
    whole = time.perf_counter() - begun
    window.settle()
    count = f"{articles.model.rowCount():,}"
    print(f"{name:<40}{count:>12}", end="")
    print(f"{first * 1000:9.1f}{whole * 1000:9.1f}{worst * 1000:9.1f}", flush=True)


def memory_of(pid: int) -> float:
    """Resident memory of a process in MiB; 0 where the system does not tell."""
    statm = Path(f"/proc/{pid}/statm")
    if not statm.exists():
        return 0.0
    return int(statm.read_text(encoding="ascii").split()[1]) * 4096 / (1 << 20)


def show(name: str, times: list[float]) -> None:
    """One line: median, 95th percentile and worst."""
    high = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    print(
        f"{name:<52}{median(times):9.1f}{min(high, max(times)):9.1f}{max(times):9.1f}", flush=True
    )


def show_one(name: str, value: float) -> None:
    """One line with one figure."""
    print(f"{name:<52}{value:9.1f}", flush=True)


PARTS: dict[str, Callable[[Path], None]] = {
    "start": bench_start,
    **{f"size-{n}": lambda folder, s=size: bench_size(folder, *s) for n, size in enumerate(SIZES)},
    "list": bench_list,
    "walk": bench_walk,
}


LISTS = (
    ("filter: done", Filter(statuses=frozenset({Status.DONE})), IMPORTED),
    ("filter: a type", Filter(types=frozenset({"credit"})), IMPORTED),
    ("filter: to be checked", Filter(unchecked=True), IMPORTED),
    ("all by length", EVERYTHING, Sort(Order.LENGTH)),
    ("ten years, by length", Filter(published=Period("2010", "2019")), Sort(Order.LENGTH)),
)
IN_LIST = (
    "孵化器",
    "徐汇",
    "不在其中",
    "第77",
    "第777篇",
    "高质量",
    "推进会召开",
    "区",
    "中国",
    "9",
)
WORDS = ("罗浮", "中国", "中国经济", "不在其中")


def main() -> None:
    """Print the part asked for, or a project's figures, or the whole table."""
    if len(sys.argv) == 1:
        print(f"{'ms':<52}{'median':>9}{'p95':>9}{'worst':>9}", flush=True)
        for part in PARTS:
            subprocess.run([sys.executable, __file__, part], check=True)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = str(folder / "home")
        app = QApplication([])
        asked = sys.argv[1]
        PARTS[asked](folder) if asked in PARTS else bench_project(folder, Path(asked))
        app.quit()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main()
