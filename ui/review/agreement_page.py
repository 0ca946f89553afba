"""How far two people agree, label by label, and the articles where they do not: to be settled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox

from annotator.counts import Counts
from annotator.progress import Progress
from annotator.review.agreement import Agreement, PairFigures, agreement
from annotator.workspace import Workspace
from ui.i18n import mark, tr
from ui.names import label_name
from ui.review.page import ACROSS, DOWN, Page, parted
from ui.review.settle import SettlePanel
from ui.review.tables import Cell, FiguresTable
from ui.session import Session
from ui.theme import Theme
from ui.widgets import plain_label

_LABELS = (
    mark("Label"),
    mark("F1"),
    mark("Kappa"),
    mark("Both"),
    mark("Only left"),
    mark("Only right"),
)
_LABELS_WIDTH = 480
_ARTICLES = (mark("Article"), mark("F1"), mark("Only one"))


class AgreementPage(Page):
    """Labels and articles above, what is to be settled in one of them below."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(
            session,
            tr(
                "Two people's versions of the same articles. Enter on an article settles it: "
                "1 left, 2 right, 3 both, 0 neither, D done and next."
            ),
        )
        self._found = Agreement()
        self._keys: list[str] = []
        self._pair = QComboBox()
        self._pair.setAccessibleName(tr("Annotators"))
        # Filled later, and then as wide as the names are.
        self._pair.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._pair.currentIndexChanged.connect(lambda _index: self._fill())
        self._figures = plain_label()
        self._labels = FiguresTable(tr("Labels"), [tr(name) for name in _LABELS])
        self._articles = FiguresTable(tr("Articles"), [tr(name) for name in _ARTICLES])
        self._articles.row_wanted.connect(self._begin)
        self._settle = SettlePanel(session, theme)
        self._settle.place_wanted.connect(self.place_wanted)
        self._settle.done.connect(self._next)
        self._lay_out()

    def _lay_out(self) -> None:
        self.top.addWidget(self._pair)
        self.top.addWidget(self._figures, 1)
        self.top.addWidget(self.again)
        above = parted(ACROSS, self._labels, self._articles, shares=(3, 2))
        above.setSizes([_LABELS_WIDTH, _LABELS_WIDTH * 2 // 3])
        self.column.addWidget(parted(DOWN, above, self._settle, shares=(1, 1)), 1)

    def work(self, workspace: Workspace) -> Callable[[Progress], object]:
        """Compare all versions."""
        return lambda _progress: agreement(workspace.layers.compared())

    def show_result(self, result: Agreement) -> None:
        """Show the pair that was shown before, else the first."""
        before = self._pair.currentText()
        self._found = result
        self._pair.blockSignals(True)
        self._pair.clear()
        for left, right in sorted(result.pairs):
            self._pair.addItem(tr("{left} and {right}", left=left, right=right), (left, right))
        self._pair.setCurrentIndex(max(0, self._pair.findText(before)))
        self._pair.blockSignals(False)
        self._pair.setVisible(bool(result.pairs))
        self._fill()

    def _names(self) -> tuple[str, str] | None:
        left_right = self._pair.currentData()
        return tuple(left_right) if left_right else None

    def _fill(self) -> None:
        names = self._names()
        figures = self._found.pairs.get(names) if names else None
        self._settle.clear()
        if figures is None:
            self._figures.setText(
                tr("No article has versions of two people: merge projects or begin a second pass.")
            )
            self._labels.fill([])
            self._articles.fill([])
            return
        self._figures.setText(
            tr(
                "F1 {exact}, overlapping {overlapping} · kappa {kappa} · alpha {alpha}",
                exact=f"{figures.exact.f1:.3f}",
                overlapping=f"{figures.overlapping.f1:.3f}",
                kappa=_shown(figures.kappa()),
                alpha=_shown(self._found.alpha()),
            )
        )
        self._labels.fill([self._row(figures, name) for name in sorted(figures.labels)])
        self._keys = figures.worst()
        self._articles.fill([_article(key, figures.articles[key]) for key in self._keys])

    def _row(self, figures: PairFigures, name: str) -> list[Cell]:
        counts, kappa = figures.labels[name], figures.kappa(name)
        workspace = self.session.workspace
        titles = (
            {label.name: label_name(label) for label in workspace.labels()} if workspace else {}
        )
        return [
            Cell(titles.get(name, name)),
            Cell(f"{counts.f1:.3f}", counts.f1),
            Cell(_shown(kappa), -2.0 if kappa is None else kappa),
            *(Cell(f"{n:,}", n) for n in (counts.right, counts.missed, counts.wrong)),
        ]

    def _begin(self, row: int) -> None:
        workspace, names = self.session.workspace, self._names()
        if workspace is None or names is None:
            return
        article = workspace.article_by_key(self._keys[row])
        if article is not None:
            self._settle.begin(article, *names)

    def _next(self) -> None:
        row = self._articles.currentRow() + 1
        if row < self._articles.rowCount():
            self._articles.setCurrentCell(row, 0)
            self._begin(self._articles.row_given())
        else:
            self._settle.clear()


def _article(key: str, counts: Counts) -> list[Cell]:
    alone = counts.wrong + counts.missed
    return [Cell(key), Cell(f"{counts.f1:.3f}", counts.f1), Cell(f"{alone:,}", alone)]


def _shown(value: float | None) -> str:
    # Adding zero takes the sign from a zero.
    return "–" if value is None else f"{round(value, 3) + 0.0:.3f}"
