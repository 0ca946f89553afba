"""The command palette: a line that finds every action, label and look by typing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from annotator.errors import Reason
from annotator.model import Label, LabelId
from ui.actions import ACTIONS, ActionSpec, Need
from ui.i18n import Language, language, mark, tr, tr_both
from ui.keys.keymap import Keymap
from ui.matching import rank
from ui.menus import ActionSet
from ui.preferences import APPEARANCE, LANGUAGE, Preferences
from ui.widgets import plain_label

_MISSING = {
    Need.NOTHING: "",
    Need.PROJECT: mark("Open a project first"),
    Need.ARTICLE: mark("Open an article first"),
    Need.SELECTION: mark("Select some text first"),
    Need.PROPOSAL: mark("Go to a proposal first"),
    Need.CUT: mark("Put the caret into a cut first"),
    Need.ENTITY: mark("Put the caret on a label first"),
    Need.SUGGESTION: mark("Go to a suggestion first"),
    Need.STANDING: mark("Nothing is suggested here, or the pass is the other one"),
    Need.MARKED: mark("Put the caret on a label first"),
    Need.SEVERAL: mark("Put the caret where several things stand first"),
    Need.TEXT: mark("Select some text first"),
    Need.EDGE: mark("Select some text first"),
}
_LANGUAGES = {"zh": mark("Chinese"), "en": mark("English")}
"""What is looked for by those who do not know how a language calls itself."""
_EMPTY_STEPS = {"undo": mark("Nothing to undo"), "redo": mark("Nothing to redo")}
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDTH = 620
_ROWS = 12
_ROW = 32
_SIDE = 12
_ENTRY = Qt.ItemDataRole.UserRole


class Entry(NamedTuple):
    """What the palette lists: `names` are those it is found by, the one to show first.

    `missing` says what is needed before it can be run; empty where nothing is.
    """

    id: str
    names: tuple[str, ...]
    key: str
    missing: str
    run: Callable[[], None]


def entries(
    actions: ActionSet,
    keymap: Keymap,
    met: set[Need],
    labels: Sequence[Label],
    apply_label: Callable[[LabelId], None],
) -> list[Entry]:
    """Every action but the palette itself, and every label, with what each needs now."""
    found = [
        Entry(
            spec.id,
            tr_both(spec.text),
            keymap.first(spec.id),
            _missing(spec, actions, met),
            actions.by_id[spec.id].trigger,
        )
        for spec in ACTIONS
        if spec.id != "palette"
    ]
    fits = met & {Need.SELECTION, Need.ENTITY}
    missing = "" if fits else tr(_MISSING[Need.SELECTION])
    for label in labels:
        shown, other = label.title or label.name, label.name
        if language() is Language.ENGLISH:
            shown, other = other, shown
        names = (
            *tr_both(mark("Label: {label}"), label=shown),
            *tr_both(mark("Label: {label}"), label=other),
        )
        run = _labeller(apply_label, label.id)
        found.append(Entry(f"label {label.name}", names, label.key.upper(), missing, run))
    return found


def looks(preferences: Preferences) -> Iterator[Entry]:
    """Every language and appearance, which the menus have as choices."""
    for preference in (LANGUAGE, APPEARANCE):
        for value, text, own in preference.choices:
            values = {"setting": Reason(preference.text), "value": text if own else Reason(text)}
            names: tuple[str, ...] = tr_both(mark("{setting}: {value}"), **values)
            if own:
                values["value"] = Reason(_LANGUAGES[value])
                names += tr_both(mark("{setting}: {value}"), **values)
            put = partial(preferences.put, preference, value)
            yield Entry(f"{preference.key} {value}", names, "", "", put)


def _labeller(apply_label: Callable[[LabelId], None], id_: LabelId) -> Callable[[], None]:
    return lambda: apply_label(id_)


def _missing(spec: ActionSpec, actions: ActionSet, met: set[Need]) -> str:
    if spec.need not in met:
        return tr(_MISSING[spec.need])
    return "" if actions.by_id[spec.id].isEnabled() else tr(_EMPTY_STEPS.get(spec.id, ""))


def _application() -> QApplication:
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise RuntimeError("the command palette needs a running QApplication")
    return application


def found(entries: Sequence[Entry], typed: str, recent: Sequence[str]) -> list[Entry]:
    """The entries that fit what was typed, best first.

    Among equals come those that can be run now, and of these those used last.
    """
    ages = {id_: age for age, id_ in enumerate(recent)}
    ranked = [(rank(typed, entry.names), entry) for entry in entries]
    fitting = [(place, entry) for place, entry in ranked if place is not None]
    fitting.sort(key=lambda one: (one[0], bool(one[1].missing), ages.get(one[1].id, len(ages))))
    return [entry for _place, entry in fitting]


class CommandPalette(QFrame):
    """A line and a list over the window; Enter runs, Esc puts the keyboard back where it was."""

    def __init__(self, window: QWidget, preferences: Preferences, keymap: Keymap) -> None:
        super().__init__(window)
        window.installEventFilter(self)
        self._over = window
        self._keymap = keymap
        self.setObjectName("popup")
        self.setAccessibleName(tr("All actions"))
        self._preferences = preferences
        self._entries: Sequence[Entry] = ()
        self._before: QWidget | None = None
        self._line = QLineEdit()
        self._line.setPlaceholderText(tr("Type an action, a label or pinyin initials"))
        self._line.setAccessibleName(tr("Find an action"))
        self._line.setClearButtonEnabled(False)
        self._line.installEventFilter(self)
        self._line.textChanged.connect(self._show)
        self._list = QListWidget()
        self._list.setAccessibleName(tr("Actions found"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(_EntryDelegate(self._list))
        self._list.itemClicked.connect(lambda _item: self._run())
        self._none = plain_label(tr("No action or label has that name."))
        self._none.setObjectName("quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        for widget in (self._line, self._list, self._none):
            layout.addWidget(widget)
        self.hide()

    def open(self, entries: Sequence[Entry]) -> None:
        """Open with these entries; the same key closes again."""
        self._before = QApplication.focusWidget()
        self._entries = entries
        self._line.clear()
        self._show()
        self.show()
        self.raise_()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        _application().focusChanged.connect(self._focus_moved)

    def close_up(self) -> None:
        """Close, and give the keyboard back to what had it."""
        before, self._before = self._before, None
        self._put_away()
        if before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_away(self) -> None:
        _application().focusChanged.disconnect(self._focus_moved)
        self.hide()

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and new is not self._line:
            self._put_away()

    def _show(self) -> None:
        """List what fits the line, as high as it needs to be."""
        self._list.clear()
        for entry in found(self._entries, self._line.text(), self._preferences.recent_actions()):
            row = QListWidgetItem(entry.names[0])
            row.setData(_ENTRY, entry)
            row.setData(Qt.ItemDataRole.AccessibleDescriptionRole, f"{entry.key} {entry.missing}")
            self._list.addItem(row)
        count = self._list.count()
        self._list.setVisible(count > 0)
        self._none.setVisible(count == 0)
        self._list.setCurrentRow(0)
        self._list.setFixedHeight(min(count, _ROWS) * _ROW)
        self._place()

    def _place(self) -> None:
        room = self._over.size()
        width = min(_WIDTH, room.width() - 4 * _SIDE)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((room.width() - width) // 2, room.height() // 9)

    def _run(self) -> None:
        row = self._list.currentItem()
        entry: Entry | None = row.data(_ENTRY) if row is not None else None
        if entry is None or entry.missing:
            return
        self._preferences.add_recent_action(entry.id)
        self.close_up()
        entry.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent() and self.isVisible():
            self._place()
        if watched is not self._line or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            # The window's own keys rest while something is being typed here.
            event.accept()
            return True
        return event.type() == QEvent.Type.KeyPress and self._press(event)

    def _press(self, event: QKeyEvent) -> bool:
        """Do what a key does here; whether it did anything but type."""
        if event.key() in _ENTER:
            self._run()
        elif event.key() == Qt.Key.Key_Escape or self._opens(event):
            self.close_up()
        elif event.key() in _MOVES:
            QApplication.sendEvent(self._list, event)
        else:
            return event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True

    def _opens(self, event: QKeyEvent) -> bool:
        pressed = QKeySequence(event.keyCombination())
        return any(pressed == QKeySequence(key) for key in self._keymap.keys("palette"))


class _EntryDelegate(QStyledItemDelegate):
    """One entry: its name, what it needs if it cannot be run, its key at the right."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(_WIDTH // 2, _ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry: Entry = index.data(_ENTRY)
        colors, metrics = option.palette, option.fontMetrics
        muted = colors.color(QPalette.ColorRole.PlaceholderText)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, colors.color(QPalette.ColorRole.Highlight))
            muted = colors.color(QPalette.ColorRole.HighlightedText)
        box = option.rect.adjusted(_SIDE, 0, -_SIDE, 0)
        if entry.key:
            box.setRight(self._paint_key(painter, box, entry.key, option) - _SIDE)
        middle = Qt.AlignmentFlag.AlignVCenter
        ink = muted if entry.missing else colors.color(QPalette.ColorRole.Text)
        painter.setPen(ink)
        name = metrics.elidedText(entry.names[0], Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, middle, name)
        box.setLeft(box.left() + metrics.horizontalAdvance(name) + 2 * _SIDE)
        if entry.missing:
            why = metrics.elidedText(entry.missing, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, why)
        painter.restore()

    @staticmethod
    def _paint_key(painter: QPainter, box: QRect, key: str, option: QStyleOptionViewItem) -> int:
        """Paint a key in a frame at the right end of a row; where the frame begins."""
        width = option.fontMetrics.horizontalAdvance(key) + _SIDE
        height = option.fontMetrics.height() + 4
        frame = QRect(box.right() - width, box.center().y() - height // 2, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Mid), 1))
        painter.setBrush(option.palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(frame, 4, 4)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, key)
        return frame.left()
