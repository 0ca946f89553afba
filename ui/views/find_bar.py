"""Above the article list: the field to find in, and buttons to filter, sort, and keep filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.filters import EVERYTHING, IMPORTED, SUGGESTED, Filter, Order, SavedFilter, Sort
from annotator.workspace import Workspace
from ui.choices import FlowLayout
from ui.filter_words import ORDER_NAMES, chips_of
from ui.i18n import tr
from ui.icons import icon
from ui.names import label_name
from ui.views.filter_panel import FilterPanel
from ui.widgets import clear_layout, menu_text, plain_label, plain_tip

_ICON = 16
_GAP = "\u2002"


class FindField(QLineEdit):
    """What is looked for; Esc leaves it, Enter takes the first find, Down goes to the list."""

    changed = Signal()
    left = Signal()
    taken = Signal()
    down = Signal()

    def __init__(self) -> None:
        super().__init__()
        ink = self.palette().placeholderText().color()
        self.setPlaceholderText(tr("Find in all articles"))
        self.setAccessibleName(tr("Find in all articles"))
        lens, sign = icon("search", ink, _ICON), icon("regex", ink, _ICON)
        looking = self.addAction(lens, QLineEdit.ActionPosition.LeadingPosition)
        looking.setText(tr("Find in all articles"))
        self.pattern = QAction(sign, tr("Regular expression"), self)
        self.pattern.setCheckable(True)
        self.pattern.toggled.connect(self._mark_pattern)
        self.addAction(self.pattern, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(self.changed)
        self.pattern.toggled.connect(self.changed)

    def show_text(self, text: str, *, pattern: bool) -> None:
        """Show what is looked for, without telling that it changed."""
        self.blockSignals(True)
        self.pattern.blockSignals(True)
        if self.text() != text:
            self.setText(text)
        self.pattern.setChecked(pattern)
        self._mark_pattern(pattern)
        self.pattern.blockSignals(False)
        self.blockSignals(False)

    def _mark_pattern(self, on: bool) -> None:
        palette = self.palette()
        ink = palette.accent() if on else palette.placeholderText()
        self.pattern.setIcon(icon("regex", ink.color(), _ICON))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        signals = {
            Qt.Key.Key_Escape: self.left,
            Qt.Key.Key_Return: self.taken,
            Qt.Key.Key_Enter: self.taken,
            Qt.Key.Key_Down: self.down,
        }
        told = signals.get(Qt.Key(event.key()))
        if told is None:
            super().keyPressEvent(event)
        else:
            told.emit()


class FindBar(QWidget):
    """`changed` tells of a whole filter and a sort; the field tells of its text itself."""

    changed = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._workspace: Workspace | None = None
        self._wanted, self._sort = EVERYTHING, IMPORTED
        self.field = FindField()
        self._chips = QWidget()
        self._flow = FlowLayout(4)
        self._chips.setLayout(self._flow)
        self._told = plain_label()
        self._told.setObjectName("bad")
        self._told.hide()
        self.filter_button = self._button("list-filter", tr("Filter"), self.open_filters)
        self._sort_button = self._button("arrow-up-down", "", None)
        self._saved_button = self._button("bookmark", "", None)
        for button, name, fill in (
            (self._sort_button, tr("Sort"), self._fill_sorts),
            (self._saved_button, tr("Saved filters"), self._fill_saved),
        ):
            button.setToolTip(plain_tip(name))
            button.setAccessibleName(name)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            menu = QMenu(button)
            menu.aboutToShow.connect(lambda m=menu, f=fill: f(m))
            button.setMenu(menu)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.filter_button)
        row.addStretch(1)
        row.addWidget(self._sort_button)
        row.addWidget(self._saved_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 6)
        layout.setSpacing(6)
        for part in (self.field, self._told):
            layout.addWidget(part)
        layout.addLayout(row)
        layout.addWidget(self._chips)
        self._chips.hide()

    def _button(self, name: str, text: str, call: Callable[[], None] | None) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name, self.palette().windowText().color(), _ICON))
        if text:
            button.setText(f" {text}")
            button.setAccessibleName(text)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if call is not None:
            button.clicked.connect(call)
        return button

    def show_project(self, workspace: Workspace | None) -> None:
        """Offer what this project has."""
        self._workspace = workspace
        self.setEnabled(workspace is not None)

    def show_filter(self, wanted: Filter, sort: Sort) -> None:
        """Show what the list is filtered and sorted by."""
        self._wanted, self._sort = wanted, sort
        self.field.show_text(wanted.text, pattern=wanted.pattern)
        clear_layout(self._flow)
        labels = self._workspace.labels() if self._workspace is not None else ()
        chips = chips_of(wanted, {label.id: label_name(label) for label in labels})
        cross = icon("x", self.palette().placeholderText().color(), 12)
        for text, without in chips:
            chip = QPushButton(cross, "")
            chip.setAutoDefault(True)
            chip.setObjectName("chip")
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            room = max(60, self.width() - 64)
            metrics = chip.fontMetrics()
            elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            chip.setText(f"{menu_text(elided)}{_GAP}")
            chip.setToolTip(plain_tip(tr("Take this filter away: {text}", text=text)))
            chip.setAccessibleName(tr("Take this filter away: {text}", text=text))
            chip.clicked.connect(lambda _checked=False, w=without: self._tell(w, self._sort))
            self._flow.addWidget(chip)
        self._chips.setVisible(bool(chips))
        self._chips.updateGeometry()

    def say(self, text: str) -> None:
        """Say what is wrong with what is looked for; an empty text says nothing."""
        self._told.setText(text)
        self._told.setVisible(bool(text))

    def open_filters(self) -> None:
        """Open the panel with every filter."""
        if self._workspace is None:
            return
        panel = FilterPanel(self, self._wanted)
        panel.build(self._workspace.choices(), self._workspace.labels(), self._workspace.counts())
        panel.changed.connect(self._take_facets)
        panel.open_below(self.filter_button)

    def _take_facets(self, wanted: Filter) -> None:
        """The facets of the panel, and the text as it is in the field by now."""
        text, pattern = self._wanted.text, self._wanted.pattern
        self._tell(replace(wanted, text=text, pattern=pattern), self._sort)

    def _tell(self, wanted: Filter, sort: Sort) -> None:
        self.changed.emit(wanted, sort)

    def _fill_sorts(self, menu: QMenu) -> None:
        menu.clear()
        group = QActionGroup(menu)
        for order in Order:
            action = menu.addAction(tr(ORDER_NAMES[order]))
            action.setCheckable(True)
            action.setChecked(order is self._sort.order)
            action.setActionGroup(group)
            # By what is suggested people look for the most of it.
            down = self._sort.descending or order in SUGGESTED
            sort = Sort(order, descending=down)
            action.triggered.connect(lambda _on=False, s=sort: self._tell(self._wanted, s))
        menu.addSeparator()
        backwards = menu.addAction(tr("Reversed"))
        backwards.setCheckable(True)
        backwards.setChecked(self._sort.descending)
        turned = replace(self._sort, descending=not self._sort.descending)
        backwards.triggered.connect(lambda _on=False: self._tell(self._wanted, turned))

    # filters kept under a name

    def _saved(self) -> list[SavedFilter]:
        if self._workspace is None:
            return []
        read = map(SavedFilter.from_text, self._workspace.setting("saved_filters"))
        return [saved for saved in read if saved is not None]

    def _fill_saved(self, menu: QMenu) -> None:
        menu.clear()
        saved = self._saved()
        for held in saved:
            action = menu.addAction(menu_text(held.name))
            action.triggered.connect(lambda _on=False, h=held: self._tell(h.wanted, h.sort))
        if saved:
            menu.addSeparator()
        keep = menu.addAction(tr("Save this filter…"))
        keep.setEnabled(bool(self._wanted) or self._sort != IMPORTED)
        keep.triggered.connect(self.ask_name)
        if saved:
            gone = menu.addMenu(tr("Delete"))
            for held in saved:
                action = gone.addAction(menu_text(held.name))
                action.triggered.connect(lambda _on=False, n=held.name: self._forget(n))

    def ask_name(self) -> None:
        """Ask for a name, and keep the filter under it."""
        popup = _NameField(self)
        popup.entered.connect(self._keep)
        popup.open_below(self._saved_button)

    def _keep(self, name: str) -> None:
        held = SavedFilter(name, self._wanted, self._sort)
        self._store(name, held.to_text())

    def _forget(self, name: str) -> None:
        self._store(name, "")

    def _store(self, name: str, text: str) -> None:
        """Put a filter in the place of the one with its name; those of other versions stay."""
        assert self._workspace is not None
        others = []
        for kept in self._workspace.setting("saved_filters"):
            read = SavedFilter.from_text(kept)
            if read is None or read.name != name:
                others.append(kept)
        self._workspace.set_setting("saved_filters", (*others, *filter(None, [text])))


class _NameField(QFrame):
    """A field for a name; Enter takes it, Esc leaves everything as it is."""

    entered = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self._field = QLineEdit()
        self._field.setPlaceholderText(tr("Name of the filter"))
        self._field.setAccessibleName(tr("Name of the filter"))
        self._field.returnPressed.connect(self._enter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._field)
        self.resize(220, 48)

    def open_below(self, button: QWidget) -> None:
        """Show the field under a button."""
        self.move(button.mapToGlobal(QPoint(button.width() - self.width(), button.height() + 4)))
        self.show()
        self._field.setFocus()

    def _enter(self) -> None:
        name = self._field.text().strip()
        if name:
            self.entered.emit(name)
            self.close()
