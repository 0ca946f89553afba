"""What was done: by day and person, how long an article takes, and which labels there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QComboBox, QFileDialog

from annotator.days import Day, Taken
from annotator.progress import Progress
from annotator.workspace import Workspace
from ui.i18n import mark, tr
from ui.icons import label_color
from ui.names import label_name
from ui.notices import Notice
from ui.review.page import Page
from ui.review.plots import Bar, Plot, PlotView
from ui.review.tables import Cell, FiguresTable
from ui.session import Session
from ui.theme import Theme

_COLUMNS = (
    mark("Day"),
    mark("Annotator"),
    mark("Articles done"),
    mark("Seconds an article"),
    mark("Actions"),
    mark("Actions an article"),
)
_PLOTS = (
    mark("Articles done by day"),
    mark("Seconds an article by day"),
    mark("Labels"),
)


class _Counted(NamedTuple):
    days: list[Day]
    labels: dict[str, int]
    taken: Taken


class ProgressPage(Page):
    """A plot of choice above the days."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session, tr("Undone actions and pauses of over a minute do not count."))
        self._counted_now: _Counted | None = None
        self._which = QComboBox()
        self._which.setAccessibleName(tr("Plot"))
        for title in _PLOTS:
            self._which.addItem(tr(title))
        self._which.currentIndexChanged.connect(lambda _index: self._show_plot())
        self._plot = PlotView(theme)
        self._table = FiguresTable(
            tr("Days"), [tr(name) for name in _COLUMNS], tr("Nothing was done yet.")
        )
        self._save = self.button(tr("Save plot…"), self._ask_file)
        self.top.addWidget(self._which)
        self.top.addStretch(1)
        self.top.addWidget(self._save)
        self.top.addWidget(self.again)
        self.column.addWidget(self._plot, 2)
        self.column.addWidget(self._table, 3)

    def work(self, workspace: Workspace) -> Callable[[Progress], object]:
        """Count in the database."""
        done = workspace.work_done
        return lambda _progress: _Counted(done.days(), done.labels(), done.suggestions())

    def show_result(self, result: _Counted) -> None:
        """Show the days, newest first, and the plot."""
        self._counted_now = result
        self._table.fill([_row(day) for day in reversed(result.days)])
        self._show_plot()

    def _show_plot(self) -> None:
        if self._counted_now is not None:
            plot = self._made(self._counted_now)
            self._plot.show_plot(plot if plot.bars else Plot(tr("Nothing was done yet."), ()))

    def _made(self, counted: _Counted) -> Plot:
        title = tr(_PLOTS[self._which.currentIndex()])
        if self._which.currentIndex() == 2:  # the labels
            return Plot(self._labels_title(title, counted.taken), self._label_bars(counted.labels))
        done: dict[str, int] = defaultdict(int)
        seconds: dict[str, float] = defaultdict(float)
        for day in counted.days:
            name = f"{day.day:%m-%d}"
            done[name] += day.done
            seconds[name] += day.seconds
        if self._which.currentIndex() == 0:
            return Plot(title, tuple(Bar(name, count) for name, count in done.items()))
        bars = (Bar(name, seconds[name] / max(1, count)) for name, count in done.items())
        return Plot(title, tuple(bars))

    def _labels_title(self, title: str, taken: Taken) -> str:
        total = taken.accepted + taken.rejected
        if not total:
            return title
        share = f"{100 * taken.accepted / total:.0f}"
        return tr("{title} · {share} % of the suggestions taken", title=title, share=share)

    def _label_bars(self, counts: dict[str, int]) -> tuple[Bar, ...]:
        workspace = self.session.workspace
        labels = {label.name: label for label in workspace.labels()} if workspace else {}
        return tuple(
            Bar(label_name(labels[name]), count, label_color(labels[name].color))
            for name, count in counts.items()
            if count and name in labels
        )

    def _ask_file(self) -> None:
        workspace = self.session.workspace
        if workspace is None:
            return
        suggested = str(workspace.path.with_suffix(".png"))
        kinds = ";;".join((tr("Picture (*.png)"), tr("Drawing (*.svg)")))
        name, _ = QFileDialog.getSaveFileName(self, tr("Save plot"), suggested, kinds)
        if name:
            self.save_plot(Path(name))

    def save_plot(self, path: Path) -> None:
        """Write the plot shown, as PNG or SVG by the name."""
        if self._plot.save(path):
            self.session.noticed.emit(Notice(tr("{path} holds the plot.", path=path)))
        else:
            text = tr("{path} cannot be written.", path=path)
            self.session.noticed.emit(Notice(text, tr("Choose another place."), bad=True))


def _row(day: Day) -> list[Cell]:
    each = day.seconds / day.done if day.done else 0.0
    actions = day.actions / day.done if day.done else 0.0
    return [
        Cell(f"{day.day:%Y-%m-%d}"),
        Cell(day.annotator),
        Cell(f"{day.done:,}", day.done),
        Cell(f"{each:.0f}" if day.done else "", each),
        Cell(f"{day.actions:,}", day.actions),
        Cell(f"{actions:.1f}" if day.done else "", actions),
    ]
