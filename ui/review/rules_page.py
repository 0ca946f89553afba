"""Every rule, type and origin with how right it was, its worst examples, and the way without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QVBoxLayout, QWidget

from annotator.formats.atomic import write_atomically
from annotator.progress import Progress
from annotator.review.errors import Errors, marked_errors
from annotator.review.precision import By, Example, Figures
from annotator.review.report import COLUMNS, TITLES, as_csv, as_html, row_of, shown_name, trend_csv
from annotator.review.trend import STEPS, Every, trend
from annotator.review.what_if import Effect, what_if_off
from annotator.reviewing import Review, review
from annotator.workspace import Workspace
from ui.i18n import mark, tr
from ui.names import type_name
from ui.notices import Notice
from ui.review.page import ACROSS, DOWN, Page, parted
from ui.review.plots import Bar, Plot, PlotView
from ui.review.tables import Cell, FiguresTable
from ui.session import Session
from ui.tables import head_of
from ui.theme import Theme
from ui.widgets import plain_label

_EXAMPLES = (mark("Wrong although sure"), mark("Type"), mark("Confidence"), mark("Article"))


_NEWEST = 12
_TREND_WIDTH = 300


class RulesPage(Page):
    """Figures above, and below what one row of them means in the texts, and how it went on."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(
            session,
            tr("Of the proposals people judged: how many were right, and which were not."),
        )
        self._review: Review | None = None
        self._errors = Errors()
        self._names: list[str] = []
        self._examples: list[Example] = []
        self._by = QComboBox()
        self._by.setAccessibleName(tr("Put together by"))
        for by in By:
            self._by.addItem(tr(TITLES[by]), by.value)
        self._by.currentIndexChanged.connect(lambda _index: self._fill())
        self._every = QComboBox()
        self._every.setAccessibleName(tr("Steps of the trend"))
        for every in Every:
            self._every.addItem(tr(STEPS[every]), every.value)
        self._every.currentIndexChanged.connect(lambda _index: self._show_trend())
        self._trend = PlotView(theme)
        self._table = FiguresTable(
            tr("Figures"), [tr(name) for name in COLUMNS], tr("Nothing is proposed yet.")
        )
        self._table.row_chosen.connect(self._show_examples)
        self._worst = FiguresTable(
            tr("Examples"), [tr(name) for name in _EXAMPLES], tr("Nobody has called any wrong yet.")
        )
        self._worst.row_wanted.connect(self._go)
        self._effect = plain_label()
        self._effect.setObjectName("quiet")
        self._off = self.button(tr("What without this rule?"), self._ask_effect)
        self._save = self.button(tr("Save report…"), self._ask_report)
        self._lay_out()

    def _lay_out(self) -> None:
        self.top.addWidget(self._by)
        self.top.addStretch(1)
        self.top.addWidget(self._off)
        self.top.addWidget(self._save)
        self.top.addWidget(self.again)
        wrong = _column(self._effect, self._worst)
        below = parted(ACROSS, wrong, _column(self._every, self._trend), shares=(1, 0))
        below.setSizes([2 * _TREND_WIDTH, _TREND_WIDTH])
        self.column.addWidget(parted(DOWN, self._table, below, shares=(3, 2)), 1)
        self._effect.hide()

    def work(self, workspace: Workspace) -> Callable[[Progress], object]:
        """Go through every article once."""
        documents = workspace.layers.with_marks(workspace.documents())
        return lambda progress: (review(workspace, progress), marked_errors(documents, progress))

    def show_result(self, result: tuple[Review, Errors]) -> None:
        """Show the figures."""
        self._review, self._errors = result
        self._fill()

    def _by_now(self) -> By:
        return By(self._by.currentData())

    def _figures(self) -> Mapping[str, Figures]:
        return self._review[self._by_now()] if self._review is not None else {}

    def _fill(self) -> None:
        figures = self._figures()
        self._names = list(figures)
        self._table.fill([self._row(name, one) for name, one in figures.items()])
        self._off.setVisible(self._by_now() is By.RULE)

    def _row(self, name: str, one: Figures) -> list[Cell]:
        shown = shown_name(self._by_now(), name, tr, type_name)
        numbers = (
            *(one.proposed, one.accepted, one.rejected),
            *(_known(one.precision), one.interval[0] if one.judged else -1.0),
            *(one.missed, _known(one.recall)),
        )
        texts = row_of(name, one)[1:]
        return [Cell(shown), *map(Cell, texts, map(float, numbers))]

    def _show_examples(self, row: int) -> None:
        self._effect.hide()
        self._off.setEnabled(row >= 0)
        there = 0 <= row < len(self._names)
        self._list(_EXAMPLES[0], self._figures()[self._names[row]].worst if there else [])
        self._show_trend()

    def _show_trend(self) -> None:
        row, every = self._table.row_given(), Every(self._every.currentData())
        name = self._names[row] if 0 <= row < len(self._names) else ""
        steps = trend(self._figures()[name].days, every) if name else ()
        bars = tuple(
            Bar(f"{s.first:%m-%d}", 100 * s.precision, note=f"{s.right:,}/{s.judged:,}")
            for s in steps[-_NEWEST:]
        )
        title = tr("Right of those judged") if bars else tr("Nobody has judged any of these yet.")
        self._trend.show_plot(Plot(title, bars, " %", top=100.0))

    def _list(self, head: str, examples: Sequence[Example]) -> None:
        self._examples = list(examples)
        head_of(self._worst, 0).setText(tr(head))
        self._worst.fill([_quoted(example) for example in examples])

    def _go(self, row: int) -> None:
        example = self._examples[row]
        self.place_wanted.emit(example.article, example.start, example.end)

    def _ask_effect(self) -> None:
        workspace, row = self.session.workspace, self._table.row_given()
        if workspace is None or row < 0:
            return
        rule = self._names[row]
        self.session.start(
            lambda progress: what_if_off(workspace.documents(), rule, progress),
            tr("Trying without {rule}", rule=rule),
            lambda effect: self._show_effect(rule, effect),
        )

    def _show_effect(self, rule: str, effect: Effect) -> None:
        told = tr(
            "Without {rule} · articles changed: {articles} · cuts less: {cuts} · repairs less: "
            "{repairs} · characters more: {characters}",
            rule=rule,
            articles=f"{effect.articles:,}",
            cuts=f"{effect.cuts:,}",
            repairs=f"{effect.repairs:,}",
            characters=f"{effect.characters:,}",
        )
        self._effect.setText(told)
        self._effect.show()
        self._list(mark("What would change"), effect.places)

    def _ask_report(self) -> None:
        workspace = self.session.workspace
        if workspace is None or self._review is None:
            return
        steps = tr("Table of the trend (*.csv)")
        kinds = ";;".join((tr("Page (*.html)"), tr("Table (*.csv)"), steps))
        path, kind = QFileDialog.getSaveFileName(
            self, tr("Save report"), str(workspace.path.with_suffix(".html")), kinds
        )
        if path:
            self.save_report(Path(path), steps=kind == steps)

    def save_report(self, path: Path, *, steps: bool = False) -> None:
        """Write the figures: a page that prints well, or a table if the name ends in .csv.

        With `steps` the table has a row for each step of the trend.
        """
        workspace, found = self.session.workspace, self._review
        if workspace is None or found is None:
            return
        every = Every(self._every.currentData())
        if path.suffix.lower() != ".csv":
            text = as_html(workspace.title, found, self._errors, every, tr=tr, type_name=type_name)
        else:
            text = trend_csv(found, every, tr) if steps else as_csv(found, self._errors, tr)
        write_atomically(path, lambda file: file.write(text.encode()))
        self.session.noticed.emit(Notice(tr("{path} holds the report.", path=path)))


def _column(*widgets: QWidget) -> QWidget:
    """Widgets below each other, the last one as high as there is room."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(8)
    for widget in widgets:
        column.addWidget(widget)
    column.setStretchFactor(widgets[-1], 1)
    return made


def _quoted(example: Example) -> list[Cell]:
    sure = Cell(f"{example.confidence:.2f}", example.confidence)
    return [Cell(example.text), Cell(type_name(example.type)), sure, Cell(example.key)]


def _known(share: float | None) -> float:
    return -1.0 if share is None else share
