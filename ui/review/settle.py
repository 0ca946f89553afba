"""Settling what two people see differently in an article, place after place, one key each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QVBoxLayout, QWidget

from annotator.changes import Changes, Part
from annotator.claims import LIVE, Claim, Work, works_of
from annotator.commands import BeginGold, SetStatus, Settle
from annotator.document import Document
from annotator.model import ArticleId, Kind, Status, Verdict
from annotator.review.adjudication import Choice, Conflict, Difference, conflicts, difference_of
from ui.i18n import listed, mark, tr, tr_count
from ui.names import label_name, type_name
from ui.review.tables import Cell, FiguresTable
from ui.session import Session
from ui.theme import Theme
from ui.widgets import PlainButton, plain_label

_CHOICES = {
    Choice(True, False): (Qt.Key.Key_1, mark("1 left")),
    Choice(False, True): (Qt.Key.Key_2, mark("2 right")),
    Choice(True, True): (Qt.Key.Key_3, mark("3 both")),
    Choice(False, False): (Qt.Key.Key_0, mark("0 neither")),
}
_KEYS = {key: choice for choice, (key, _text) in _CHOICES.items()}
_DIFFERENCES = {
    Difference.LEFT: ("◀", mark("only left")),
    Difference.RIGHT: ("▶", mark("only right")),
    Difference.RANGE: ("↔", mark("other range")),
    Difference.NAME: ("≠", mark("other name")),
}
"""A sign and words for how the two differ."""
_STANDS = "● "
"""Before what stands in the settled layer."""


class _Conflicts(FiguresTable):
    """The places; a number key settles the one that is chosen, and D ends with the article."""

    key_chosen = Signal(object)
    end_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _KEYS:
            self.key_chosen.emit(Qt.Key(event.key()))
        elif event.key() == Qt.Key.Key_D and not event.modifiers():
            self.end_wanted.emit()
        else:
            super().keyPressEvent(event)


class SettlePanel(QWidget):
    """The differing places of one article between two people; what is chosen is its own layer."""

    place_wanted = Signal(object, int, int)
    done = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._session = session
        self._article: ArticleId | None = None
        self._names = ("", "")
        self._conflicts: tuple[Conflict, ...] = ()
        self._taken: tuple[Choice | None, ...] = ()
        self._told = plain_label()
        self._told.setObjectName("quiet")
        self._table = _Conflicts(
            tr("Places"),
            _heads(tr("Only left"), tr("Only right")),
            tr("Enter on an article shows what differs in it."),
        )
        self._table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self._table.key_chosen.connect(self._settle)
        self._table.end_wanted.connect(self._finish)
        self._table.row_chosen.connect(self._show_place)
        row = QHBoxLayout()
        row.addWidget(self._told, 1)
        self._choices = [
            self._button(tr(text), partial(self._settle, key)) for key, text in _CHOICES.values()
        ]
        self._next = self._button(tr("D done, next"), self._finish)
        for button in (*self._choices, self._next):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._table, 1)
        session.project_changed.connect(self._refresh)
        self.clear()

    def _button(self, text: str, call: Callable[[], object]) -> QPushButton:
        made = PlainButton(text)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda _checked: call())
        return made

    def begin(self, article: ArticleId, left: str, right: str) -> None:
        """Show an article; the first time what both agree on becomes its layer."""
        workspace = self._session.workspace
        if workspace is None:
            return
        settled = workspace.layers.is_gold(article)
        if not settled and not self._session.run(BeginGold(article, left, right)):
            return
        self._article, self._names, self._taken = article, (left, right), ()
        works = {v.work.annotator: v.work for v in workspace.layers.of(article) if v.id != LIVE}
        self._conflicts = conflicts(works.get(left, Work(left)), works.get(right, Work(right)))
        self._table.setHorizontalHeaderLabels(_heads(f"◀ {left}", f"{right} ▶"))
        self._fill()
        self._table.setFocus()

    def clear(self) -> None:
        """Show nothing."""
        self._article, self._conflicts = None, ()
        self._fill()

    def _refresh(self, changes: Changes) -> None:
        """Follow what was done, here or elsewhere, undo too."""
        if self._article not in changes.articles:
            return
        if changes.touches(Part.ARTICLES):
            self.clear()
        else:
            self._fill(self._table.row_given())

    def _fill(self, first: int = 0) -> None:
        """Show how things are, and choose a place.

        That is one which was just opened again, else one that is still open, from `first` on.
        """
        workspace = self._session.workspace
        if workspace is None or self._article is None:
            self._show([], 0)
            return
        document = workspace.document(self._article)
        taken = workspace.layers.choices(self._article, self._conflicts)
        standing = frozenset[Claim]().union(*(w.said for w in works_of(document).values()))
        self._show(
            [
                self._row(document, standing, *each)
                for each in zip(self._conflicts, taken, strict=True)
            ],
            sum(choice is not None for choice in taken),
        )
        still = [row for row, choice in enumerate(taken) if choice is None]
        before, self._taken = self._taken, tuple(taken)
        again = [row for row in still if row < len(before) and before[row] is not None]
        rest = [row for row in still if row >= first]
        self._table.setCurrentCell(next(iter((*again, *rest, *still)), first), 0)

    def _show(self, rows: list[list[Cell]], settled: int) -> None:
        self._table.fill(rows)
        one = mark("{count} place differs, {settled} settled.")
        many = mark("{count} places differ, {settled} settled.")
        told = tr_count(one, many, len(rows), settled=f"{settled:,}")
        self._told.setText(told if self._article is not None else "")
        for button in self._choices:
            button.setEnabled(bool(rows))
        self._next.setEnabled(self._article is not None)

    def _row(
        self,
        document: Document,
        standing: frozenset[Claim],
        conflict: Conflict,
        choice: Choice | None,
    ) -> list[Cell]:
        return [
            self._cell(document, standing, conflict.left),
            _difference(conflict),
            self._cell(document, standing, conflict.right),
            Cell(tr(_CHOICES[choice][1]) if choice is not None else ""),
        ]

    def _cell(
        self, document: Document, standing: frozenset[Claim], claims: tuple[Claim, ...]
    ) -> Cell:
        parts = [
            (_STANDS if claim.said in standing else "") + self._words(document, claim)
            for claim in claims
        ]
        stands = any(claim.said in standing for claim in claims)
        return Cell(listed(parts) or "–", colour=self._theme.positive if stands else "")

    def _words(self, document: Document, claim: Claim) -> str:
        text = document.article.raw[claim.start : claim.end]
        if claim.kind is Kind.ENTITY:
            names = {label.name: label_name(label) for label in document.labels.values()}
            return f"{text} [{names.get(claim.name, claim.name)}]"
        verdict = tr("wrong") if claim.verdict is Verdict.REJECTED else tr("right")
        told = verdict if claim.proposed else tr("by hand")
        after = f" → {claim.text}" if claim.kind is Kind.REPAIR else ""
        return f"{text}{after} [{listed((type_name(claim.name), told))}]"

    def _show_place(self, row: int) -> None:
        if self._article is not None and 0 <= row < len(self._conflicts):
            conflict = self._conflicts[row]
            self.place_wanted.emit(self._article, conflict.start, conflict.end)

    def _settle(self, key: Qt.Key) -> None:
        row = self._table.row_given()
        if self._article is None or not 0 <= row < len(self._conflicts):
            return
        self._session.run(Settle(self._article, self._conflicts[row], *_KEYS[key]))
        self._table.setFocus()

    def _finish(self) -> None:
        if self._article is not None:
            self._session.run(SetStatus(self._article, Status.DONE))
            self.done.emit()


def _heads(left: str, right: str) -> list[str]:
    return [left, tr("Difference"), right, tr("Settled")]


def _difference(conflict: Conflict) -> Cell:
    sign, words = _DIFFERENCES[difference_of(conflict)]
    return Cell(f"{sign} {tr(words)}")
