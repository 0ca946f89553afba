"""How long the two panes take to open, to show a changed entity and to scroll.

Prints a table; judges nothing. Run it with `make bench`, or directly with python.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from statistics import median, quantiles

from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from annotator.catalogue import DEFAULT_LABELS
from annotator.document import Document
from annotator.model import (
    Article,
    ArticleId,
    Boilerplate,
    Entity,
    Label,
    LabelId,
    Meta,
    Repair,
    SpanId,
)
from ui.theme import theme
from ui.views.pair import PairView

_SENTENCE = (
    "上海市徐匯區(qū)高質量孵化器建設推進大會召開，全力營造活力創業生態。今年以來共引進項目12個；"
)
_LABELS = {
    LabelId(n): Label(LabelId(n), info.name, info.zh, info.color, info.key)
    for n, info in enumerate(DEFAULT_LABELS, 1)
}
SIZES = (
    ("2,000 / 40", 2_000, 40, False),
    ("20,000 / 500", 20_000, 500, False),
    ("100,000 / 2,000", 100_000, 2_000, False),
    ("1,000,000 / 10,000", 1_000_000, 10_000, False),
    ("1,000,000 / 10,000 one line", 1_000_000, 10_000, True),
)


def article(length: int, entities: int, one_line: bool) -> Document:
    """A made-up article with a gloss a sentence, script repairs, cuts, and entities throughout."""
    end = "" if one_line else "\n"
    count = length // (len(_SENTENCE) * 3) + 1
    raw = "".join(f"第{n}段：{_SENTENCE * 3}{end}" for n in range(count))[:length]
    repairs = []
    at = raw.find("(qū)")
    while at >= 0:
        repairs.append(Repair(at - 3, at - 2, "汇", "script_variant"))
        repairs.append(Repair(at, at + 4, "", "pinyin_gloss"))
        at = raw.find("(qū)", at + 1)
    cuts = [Boilerplate(s, s + 60, "related_list") for s in range(900, length - 60, 5_000)]
    step = length // entities
    spans = [
        Entity(SpanId(n), n * step, n * step + 3 + n % 5, LabelId(n % len(_LABELS) + 1))
        for n in range(entities)
        if n * step + 8 < length
    ]
    made = Article(ArticleId(1), "bench", raw, "", Meta())
    return Document(made, tuple(repairs), tuple(cuts), tuple(spans), _LABELS)


def pump() -> None:
    """Let Qt do and paint all that is due."""
    for _ in range(3):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds until `work` is done and painted."""
    begun = time.perf_counter()
    work()
    pump()
    return (time.perf_counter() - begun) * 1000


def open_times(view: PairView, document: Document) -> list[float]:
    """Opening the article, each time with text not seen before, composed beforehand."""
    times = []
    for turn in range(5):
        raw = document.article.raw.replace("建設", f"建{turn}")
        document = replace(document, article=replace(document.article, raw=raw))
        _ = document.composition
        times.append(timed(partial(view.set_document, document)))
    return times


def label_times(view: PairView, document: Document) -> list[float]:
    """An entity more each time, in view, as a label key makes it."""
    times = []
    for n in range(40):
        added = Entity(SpanId(10_000_000 + n), n * 9, n * 9 + 4, LabelId(1 + n % 5))
        entities = sorted([*document.entities, added], key=lambda e: e.start)
        document = replace(document, entities=tuple(entities))
        times.append(timed(partial(view.refresh, document)))
    return times


def scroll_times(view: PairView, notches: int = 150) -> list[float]:
    """Frames of turning the wheel over raw; clean follows."""
    target = view.raw.viewport()
    return [timed(partial(wheel, target, down=n % 100 < 75)) for n in range(notches)]


def wheel(target: QWidget, *, down: bool) -> None:
    """Turn the wheel by one notch."""
    event = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, -120 if down else 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QCoreApplication.sendEvent(target, event)


def show_row(name: str, *groups: list[float]) -> None:
    """One line of the table: median and 95th percentile of each group."""
    cells = [f"{median(times):7.1f} {quantiles(times, n=20)[-1]:7.1f}" for times in groups]
    print(f"{name:<30}" + "   ".join(cells))


def bench_panes(name: str, length: int, entities: int, one_line: bool) -> None:
    """Open, mark and scroll one size."""
    document = article(length, entities, one_line)
    view = PairView(theme(False))
    view.resize(1280, 800)
    view.show()
    pump()
    opened = open_times(view, document)
    marked = label_times(view, document)
    scrolled = scroll_times(view)
    middle = view.raw.verticalScrollBar()
    middle.setValue(middle.maximum() // 2)
    show_row(name, opened, marked, scrolled + scroll_times(view))
    view.close()
    view.deleteLater()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    print(f"{'ms: median, p95':<30}{'open':>15}{'mark':>18}{'scroll':>18}")
    for size in SIZES:
        bench_panes(*size)
