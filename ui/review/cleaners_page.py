"""Two cleaners of the same articles: what one leaves out and the other keeps, the largest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog

from annotator.comparing import CleanerReport, add_rules, compare
from annotator.formats.atomic import write_atomically
from annotator.progress import Progress
from annotator.review.apart import (
    PLACE_COLUMNS,
    PROPOSED,
    SUM_COLUMNS,
    apart_csv,
    side_names,
)
from annotator.review.disagreement import Apart, Disagreement, Sum
from annotator.workspace import Workspace
from ui.i18n import mark, tr, tr_count
from ui.names import type_name
from ui.notices import Notice, with_problems
from ui.review.page import DOWN, Page, parted
from ui.review.tables import Cell, FiguresTable
from ui.session import Session
from ui.widgets import plain_label


class CleanersPage(Page):
    """Rules above, below the places that nobody decided on yet: a queue to go through."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            tr(
                "What one cleaner leaves out and the other keeps. Import another cleaner's texts "
                "under its name; Enter on a place goes there."
            ),
        )
        self._found = Disagreement()
        self._sums: list[tuple[bool, str]] = []
        self._shown: list[Apart] = []
        self._sides = QComboBox(), QComboBox()
        for side, name in zip(self._sides, (tr("Left"), tr("Right")), strict=True):
            side.setAccessibleName(name)
            side.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            side.activated.connect(lambda _index: self.count())
        self._figures = plain_label()
        self._table = FiguresTable(tr("Rules"), [tr(name) for name in SUM_COLUMNS])
        self._table.row_chosen.connect(self._show_places)
        self._places = FiguresTable(tr("Places"), [tr(name) for name in PLACE_COLUMNS])
        self._places.row_wanted.connect(self._go)
        self._save = self.button(tr("Save places…"), self._ask_file)
        self._lay_out()

    def _lay_out(self) -> None:
        for side in self._sides:
            self.top.addWidget(side)
        self.top.addWidget(self._figures, 1)
        self.top.addWidget(self.button(tr("Clean pairs by the rules too"), self._add_rules))
        self.top.addWidget(self._save)
        self.top.addWidget(self.again)
        self.column.addWidget(parted(DOWN, self._table, self._places, shares=(0, 1)), 1)

    def work(self, workspace: Workspace) -> Callable[[Progress], object]:
        """Compare the two that are chosen; without another cleaner there is nothing to compare."""
        left, right = self._chosen([PROPOSED, *workspace.layers.cleanings.names()])
        if left == right:
            return lambda _progress: Disagreement()
        return lambda progress: compare(workspace, left, right, progress)

    def _chosen(self, names: Sequence[str]) -> tuple[str, str]:
        """The two that were chosen before, of those that there are; at first the first two."""
        for number, side in enumerate(self._sides):
            before = side.currentData()
            side.clear()
            for name in names:
                side.addItem(side_names(name, name, tr)[0], name)
            at = names.index(before) if before in names else min(number, len(names) - 1)
            side.setCurrentIndex(at)
            side.setVisible(len(names) > 1)
        return self._sides[0].currentData(), self._sides[1].currentData()

    def _names(self) -> tuple[str, str]:
        return side_names(self._sides[0].currentData(), self._sides[1].currentData(), tr)

    def show_result(self, result: Disagreement) -> None:
        """Show the sums, a row for all of them first."""
        self._found = result
        self._figures.setText(self._summary(result))
        self._save.setEnabled(bool(result.places))
        sums = sorted(result.sums.items(), key=lambda item: (-item[1].characters, item[0]))
        self._sums = [place for place, _ in sums]
        rows = [self._row(place, one) for place, one in sums]
        self._table.fill([_all(result), *rows] if rows else [])

    def _summary(self, result: Disagreement) -> str:
        if not result.articles:
            return tr("No article has two cleaners yet.")
        alike = "–" if result.alike is None else f"{100 * result.alike:.1f}"
        one, many = (
            mark("{count} article, {alike} % alike"),
            mark("{count} articles, {alike} % alike"),
        )
        return tr_count(one, many, result.articles, alike=alike)

    def _row(self, place: tuple[bool, str], one: Sum) -> list[Cell]:
        right, name = place
        return [Cell(self._names()[right]), Cell(type_name(name)), *_counts(one)]

    def _show_places(self, row: int) -> None:
        wanted = self._sums[row - 1] if 0 < row <= len(self._sums) else None
        places = self._found.places
        self._shown = [p for p in places if wanted in (None, (p.right, p.name))]
        self._places.fill([self._place(place) for place in self._shown])

    def _place(self, place: Apart) -> list[Cell]:
        size = Cell(f"{place.characters:,}", place.characters)
        side, name = self._names()[place.right], type_name(place.name)
        return [Cell(place.text), Cell(side), Cell(name), size, Cell(place.key)]

    def _go(self, row: int) -> None:
        one = self._shown[row]
        self.place_wanted.emit(one.article, one.start, one.end)

    def _add_rules(self) -> None:
        workspace = self.session.workspace
        if workspace is None:
            return

        def told(report: CleanerReport) -> None:
            one = mark("What the rules make of {count} pair is kept.")
            text = tr_count(one, mark("What the rules make of {count} pairs is kept."), report.kept)
            self.session.noticed.emit(with_problems(text, report.problems))
            self.count()

        self.session.start(lambda progress: add_rules(workspace, progress), tr("Cleaning"), told)

    def _ask_file(self) -> None:
        workspace = self.session.workspace
        if workspace is None:
            return
        suggested = str(workspace.path.with_suffix(".csv"))
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Save places"), suggested, tr("Table (*.csv)")
        )
        if name:
            self.save_places(Path(name))

    def save_places(self, path: Path) -> None:
        """Write the places that nobody decided on as a table."""
        text = apart_csv(self._found, self._names(), tr)
        write_atomically(path, lambda file: file.write(text.encode()))
        self.session.noticed.emit(Notice(tr("{path} holds the places.", path=path)))


def _all(found: Disagreement) -> list[Cell]:
    total = Sum()
    for one in found.sums.values():
        total.places += one.places
        total.characters += one.characters
        total.decided += one.decided
        total.cut += one.cut
    return [Cell(tr("All")), Cell(""), *_counts(total)]


def _counts(one: Sum) -> list[Cell]:
    cut = Cell(f"{one.cut:,}" if one.decided else "", one.cut)
    numbers = (one.places, one.characters, one.decided)
    return [*(Cell(f"{number:,}", number) for number in numbers), cut]
