"""Texts that are labelled in two ways, or here and not there: to jump to, and to put right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from annotator.changes import Changes, Part
from annotator.commands import LabelPlaces
from annotator.model import LabelId
from annotator.progress import Progress
from annotator.review.consistency import Inconsistency, Place, inconsistencies
from annotator.workspace import Workspace
from ui.i18n import mark, tr
from ui.names import label_name
from ui.review.page import DOWN, Page, parted
from ui.review.tables import Cell, FiguresTable
from ui.session import Session
from ui.theme import Theme
from ui.widgets import limit_width, plain_label

_COLUMNS = (mark("Text"), mark("Labels"), mark("Slips"))
_PLACE_COLUMNS = (mark("Label"), mark("Before"), mark("Text"), mark("After"), mark("Article"))
_AROUND = (1, 3)
_SHOWN_NAME = 12
"""The columns with what stands around a text, which share the room."""


class ConsistencyPage(Page):
    """Texts above; below all places of one, of which the ticked ones get a label at once."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session, tr("The same text with different labels, or with none."))
        self._theme = theme
        self._found: list[Inconsistency] = []
        self._shown: list[Place] = []
        self._table = FiguresTable(
            tr("Texts"),
            [tr(name) for name in _COLUMNS],
            tr("Whatever is labelled, is labelled the same everywhere."),
        )
        self._table.row_chosen.connect(self._show_places)
        self._places = FiguresTable(tr("Places"), [tr(name) for name in _PLACE_COLUMNS])
        header = self._places.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        for column in _AROUND:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._places.row_wanted.connect(self._go)
        self._places.itemChanged.connect(lambda _item: self._tell())
        self._label = QComboBox()
        limit_width(self._label, _SHOWN_NAME)
        self._label.setAccessibleName(tr("Label"))
        self._told = plain_label()
        self._told.setObjectName("quiet")
        self._fix = self.button(tr("Label the ticked ones"), self._label_all)
        self._lay_out()
        session.project_changed.connect(self._follow)

    def _lay_out(self) -> None:
        self.top.addStretch(1)
        self.top.addWidget(self.again)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._places, 1)
        row = QHBoxLayout()
        row.addWidget(self._told, 1)
        row.addWidget(self._label)
        row.addWidget(self._fix)
        column.addLayout(row)
        self.column.addWidget(parted(DOWN, self._table, below, shares=(1, 1)), 1)

    def work(self, workspace: Workspace) -> Callable[[Progress], object]:
        """Look through every article twice."""
        return lambda progress: inconsistencies(workspace.documents, None, progress)

    def show_result(self, result: list[Inconsistency]) -> None:
        """List the texts, the most slips first."""
        self._found = result
        workspace = self.session.workspace
        self._label.clear()
        for label in workspace.labels() if workspace is not None else ():
            self._label.addItem(label_name(label), label.id)
        self._table.fill(
            [
                [Cell(one.text), Cell(self._counts(one)), Cell(f"{one.slips:,}", one.slips)]
                for one in result
            ]
        )

    def _counts(self, one: Inconsistency) -> str:
        return " · ".join(
            f"{self._name(name)} {count:,}" for name, count in one.labels.most_common()
        )

    def _name(self, name: str) -> str:
        workspace = self.session.workspace
        for label in workspace.labels() if workspace is not None else ():
            if label.name == name:
                return label_name(label)
        return name or tr("no label")

    def _show_places(self, row: int) -> None:
        one = self._found[row] if row >= 0 else Inconsistency("")
        common = next((name for name, _ in one.labels.most_common() if name), "")
        self._label.setCurrentIndex(max(0, self._label.findText(self._name(common))))
        self._shown = one.places
        self._places.blockSignals(True)
        self._places.fill([self._cells(place, place.label != common) for place in one.places])
        self._places.blockSignals(False)
        self._tell()

    def _cells(self, place: Place, ticked: bool) -> list[Cell]:
        return [
            Cell(self._name(place.label), ticked=ticked),
            Cell(place.before, leads=True),
            Cell(place.text, colour=self._theme.accent),
            Cell(place.after),
            Cell(place.key),
        ]

    def _ticked(self) -> list[Place]:
        return [self._shown[row] for row in self._places.ticked()]

    def _tell(self) -> None:
        ticked = self._ticked()
        articles = len({place.article for place in ticked})
        told = tr("Places: {count} · articles: {articles}", count=len(ticked), articles=articles)
        self._told.setText(told if ticked else tr("Tick the places to label."))
        self._fix.setEnabled(bool(ticked) and self._label.count() > 0)

    def _go(self, row: int) -> None:
        place = self._shown[row]
        self.place_wanted.emit(place.article, place.start, place.end)

    def _follow(self, changes: Changes) -> None:
        """What was put right here and is taken back here is a slip again."""
        if changes.touches(Part.ENTITIES) and self.isVisible() and self.isActiveWindow():
            self.count()

    def _label_all(self) -> None:
        places = tuple((p.article, p.start, p.end) for p in self._ticked())
        # The button is off while nothing is ticked, and Qt would hand the keyboard to "Close".
        self._table.setFocus()
        self.session.run(LabelPlaces(places, LabelId(self._label.currentData())))
