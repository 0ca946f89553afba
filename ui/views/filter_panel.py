"""The panel where the article list is filtered: it opens for a moment, and acts at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, QRegularExpression, Qt, Signal
from PySide6.QtGui import QIntValidator, QRegularExpressionValidator
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.filters import EVERYTHING, Choices, Filter, Period
from annotator.model import Label, Status
from ui.choices import ChoiceButton
from ui.filter_words import PERIOD_NAMES, WITHIN_NAMES, meant_period, shown_period
from ui.i18n import mark, tr
from ui.names import full_name, status_name, type_name
from ui.widgets import plain_label

_DAY = QRegularExpression(r"\d{4}(-\d{2}(-\d{2})?)?")
_CHECKED: tuple[tuple[str, bool | None], ...] = (
    (mark("Any"), None),
    (mark("To be checked"), True),
    (mark("All checked"), False),
)
_NOTED: tuple[tuple[str, bool | None], ...] = (
    (mark("Any"), None),
    (mark("With notes"), True),
    (mark("Without notes"), False),
)
_LISTS: tuple[tuple[str, str], ...] = (
    ("types", mark("Type")),
    ("rules", mark("Rule")),
    ("labels", mark("Label")),
    ("annotators", mark("Annotator")),
    ("sources", mark("Source")),
)


class FilterPanel(QFrame):
    """Every facet of a filter; `changed` tells of the whole filter whenever one is."""

    changed = Signal(object)

    def __init__(self, parent: QWidget, wanted: Filter) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self.setAccessibleName(tr("Filter"))
        self._wanted = wanted
        self._statuses: list[QPushButton] = []
        self._form = QFormLayout()
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(10)
        layout.addLayout(self._form)
        clear = QPushButton(tr("Show all"))
        clear.setAutoDefault(True)
        clear.clicked.connect(self._clear)
        layout.addWidget(clear, 0, Qt.AlignmentFlag.AlignRight)

    def build(
        self, choices: Choices, labels: tuple[Label, ...], counts: Mapping[Status, int]
    ) -> None:
        """Make the fields; only what the project has is offered."""
        self._add_statuses(counts)
        self._add_choice(mark("Proposals"), _CHECKED, "unchecked")
        offered: dict[str, list[tuple[object, str]]] = {
            "types": [(name, type_name(name)) for name in choices.types],
            "rules": [(name, name) for name in choices.rules],
            "labels": [(label.id, full_name(label)) for label in labels],
            "annotators": [(name, name) for name in choices.annotators],
            "sources": [(name, name) for name in choices.sources],
        }
        for name, title in _LISTS:
            button = ChoiceButton(tr(title))
            button.offer(offered[name], getattr(self._wanted, name))
            button.changed.connect(lambda b=button, n=name: self._change(**{n: b.chosen}))
            self._form.addRow(tr(title), button)
        self._add_confidence()
        for name in PERIOD_NAMES:
            self._add_period(name)
        self._add_choice(mark("Notes"), _NOTED, "noted")
        within = tuple((title, value) for value, title in WITHIN_NAMES.items())
        self._add_choice(mark("Find in"), within, "within")

    def open_below(self, button: QWidget) -> None:
        """Show the panel under a button, inside the screen."""
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(0, button.height() + 4))
        bottom = self.screen().availableGeometry().bottom()
        corner.setY(max(0, min(corner.y(), bottom - self.height())))
        self.move(corner)
        self.show()
        self._statuses[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _add_statuses(self, counts: Mapping[Status, int]) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        for status in Status:
            button = QPushButton(f"{status_name(status)} {counts.get(status, 0):,}")
            button.setObjectName("toggle")
            button.setCheckable(True)
            button.setChecked(status in self._wanted.statuses)
            button.toggled.connect(lambda on, s=status: self._turn_status(s, on))
            row.addWidget(button)
            self._statuses.append(button)
        row.addStretch(1)
        self._form.addRow(tr("Status"), row)

    def _turn_status(self, status: Status, on: bool) -> None:
        held = self._wanted.statuses
        self._change(statuses=held | {status} if on else held - {status})

    def _add_choice(self, title: str, choices: tuple[tuple[str, object], ...], name: str) -> None:
        box = QComboBox()
        box.setAccessibleName(tr(title))
        values = [value for _, value in choices]
        for text, _ in choices:
            box.addItem(tr(text))
        box.setCurrentIndex(values.index(getattr(self._wanted, name)))
        box.currentIndexChanged.connect(lambda at: self._change(**{name: values[at]}))
        self._form.addRow(tr(title), box)

    def _add_confidence(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        ends = (("least", tr("Least confidence"), 0), ("most", tr("Most confidence"), 100))
        for number, (name, title, end) in enumerate(ends):
            value = getattr(self._wanted, name)
            field = QLineEdit(str(value) if value != end else "")
            field.setValidator(QIntValidator(0, 100, field))
            field.setPlaceholderText(f"{end} %")
            field.setAccessibleName(title)
            field.textChanged.connect(
                lambda text, n=name, e=end: self._change(**{n: int(text) if text else e})
            )
            if number:
                row.addWidget(plain_label("–"))
            row.addWidget(field, 1)
        self._form.addRow(tr("Confidence"), row)

    def _add_period(self, name: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        period = shown_period(name, getattr(self._wanted, name))
        title = tr(PERIOD_NAMES[name])
        fields = []
        for number, (text, end) in enumerate(((period.first, tr("from")), (period.last, tr("to")))):
            field = QLineEdit(text)
            field.setValidator(QRegularExpressionValidator(_DAY, field))
            field.setPlaceholderText(end)
            field.setAccessibleName(tr("{what} {end}", what=title, end=end))
            field.setToolTip(tr("A year, a month or a day: 2026, 2026-11, 2026-11-22"))
            fields.append(field)
            if number:
                row.addWidget(plain_label("–"))
            row.addWidget(field, 1)

        def take() -> None:
            # A day that is half typed is no end yet.
            ends = [f.text() if f.hasAcceptableInput() else "" for f in fields]
            self._change(**{name: meant_period(name, Period(*ends))})

        for field in fields:
            field.textChanged.connect(take)
        self._form.addRow(title, row)

    def _change(self, **fields: Any) -> None:
        # Which fields, and so of which types, the tables above say by name.
        self._wanted = replace(self._wanted, **fields)
        self.changed.emit(self._wanted)

    def _clear(self) -> None:
        self._wanted = EVERYTHING
        self.changed.emit(self._wanted)
        self.close()
