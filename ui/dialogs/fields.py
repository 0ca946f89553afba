"""A field for each preference, made from its row of the table; what is chosen holds at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from ui.i18n import mark, tr
from ui.preferences import FONT_FAMILY, Choice, Limits, Preference, Preferences, Value
from ui.widgets import number_box, plain_label

_FIELD_WIDTH, _HINT_WIDTH = 240, 400
_Show = Callable[[Value], None]


class PreferencesForm(QWidget):
    """A form of preferences that follows them, whoever changes them."""

    def __init__(self, table: tuple[Preference, ...], preferences: Preferences) -> None:
        super().__init__()
        self._table = table
        self._preferences = preferences
        self._shows: dict[Preference, _Show] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(16)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        for preference in table:
            self._add(form, preference)
        preferences.changed.connect(self._changed)

    def _add(self, form: QFormLayout, preference: Preference) -> None:
        field, show = self._field(preference)
        name = tr(preference.text)
        field.setAccessibleName(name)
        field.setAccessibleDescription(tr(preference.help))
        self._shows[preference] = show
        self._changed(preference)
        if isinstance(field, QCheckBox):
            field.setText(name)
            form.addRow("", field)
        else:
            form.addRow(name, field)
        if preference.help:
            hint = plain_label(tr(preference.help))
            hint.setObjectName("quiet")
            hint.setMinimumWidth(_HINT_WIDTH)
            form.addRow("", hint)

    def reset(self) -> None:
        """Choose the defaults."""
        for preference in self._table:
            self._preferences.put(preference, preference.default)

    def _changed(self, preference: Preference) -> None:
        show = self._shows.get(preference)
        if show is not None:
            show(self._preferences.get(preference))

    def _field(self, preference: Preference) -> tuple[QWidget, _Show]:
        """The field for a preference, and what shows a value in it."""
        if preference.choices or preference == FONT_FAMILY:
            return self._choice(preference)
        if isinstance(preference.default, bool):
            return self._switch(preference)
        if preference.limits is not None:
            return self._number(preference, preference.limits)
        return self._line(preference)

    def _choice(self, preference: Preference) -> tuple[QWidget, _Show]:
        box = QComboBox()
        box.setMinimumWidth(_FIELD_WIDTH)
        for value, text, own in preference.choices or font_choices():
            box.addItem(text if own else tr(text), value)
        box.activated.connect(lambda at: self._preferences.put(preference, box.itemData(at)))
        return box, lambda value: box.setCurrentIndex(max(box.findData(value), 0))

    def _switch(self, preference: Preference) -> tuple[QWidget, _Show]:
        box = QCheckBox()
        box.clicked.connect(lambda on: self._preferences.put(preference, on))
        return box, lambda value: box.setChecked(bool(value))

    def _number(self, preference: Preference, limits: Limits) -> tuple[QWidget, _Show]:
        whole = isinstance(preference.default, int)
        box = number_box(QSpinBox(), *limits) if whole else number_box(QDoubleSpinBox(), *limits)
        box.valueChanged.connect(lambda value: self._preferences.put(preference, value))

        def show(value: Value) -> None:
            with QSignalBlocker(box):
                if isinstance(box, QSpinBox):
                    box.setValue(int(value))
                else:
                    box.setValue(float(value))

        return box, show

    def _line(self, preference: Preference) -> tuple[QWidget, _Show]:
        line = QLineEdit()
        line.setMinimumWidth(_FIELD_WIDTH)
        line.editingFinished.connect(lambda: self._preferences.put(preference, line.text().strip()))
        return line, lambda value: line.setText(str(value))


def font_choices() -> list[Choice]:
    """The fonts of this machine that have Chinese characters, after the program's own choice."""
    families = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    named = [Choice(name, name, own=True) for name in families if not name.startswith("@")]
    return [Choice("", mark("Automatic")), *named]
