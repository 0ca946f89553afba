"""Which keys do what: those of the table of actions, and those a person chose instead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, cast

from PySide6.QtCore import QKeyCombination, QObject, Signal
from PySide6.QtGui import QKeySequence

from annotator.model import Label
from ui.actions import ACTION_BY_ID, ACTIONS, ActionSpec, Menu, Scope
from ui.i18n import mark, tr
from ui.names import label_name
from ui.preferences import KEYS, Preferences
from ui.text.caret import KEYS as CARET_KEYS

_NO_MATCH = QKeySequence.SequenceMatch.NoMatch
_KEPT = ("Esc", "Menu", "Shift+F10")
"""Esc ends what is open; the other two open the menu at the caret on every system."""
_WRITTEN = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
"""What is on the key, where that is not what the system calls it."""


def native_key(key: str) -> str:
    """A key as this system writes it, and as it is written on most keyboards.

    What Qt calls Return is Enter there, and an arrow is an arrow.
    """
    last = key.rpartition("+")[2]
    if last not in (*_WRITTEN, "Return"):
        return _native(key)
    written = _WRITTEN.get(last) or _native("Enter")
    return _native(key).removesuffix(_native(last)) + written


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


class Clash(NamedTuple):
    """Why a key cannot be had: a template with values; `action` or `label` would have to yield."""

    template: str
    values: dict[str, str]
    action: ActionSpec | None = None
    label: Label | None = None

    @property
    def yields(self) -> bool:
        """Whether the key can be taken over."""
        return self.action is not None or self.label is not None

    def sentence(self) -> str:
        """Who has the key and what to do, in the language spoken now."""
        return tr(self.template, **self.values)


class Keymap(QObject):
    """The keys of every action, kept for the person and not for the project."""

    changed = Signal()

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._chosen = _read(str(preferences.get(KEYS)))

    def keys(self, id_: str) -> tuple[str, ...]:
        """The keys of an action, the one to show first, in Qt's portable spelling."""
        return self._chosen.get(id_, ACTION_BY_ID[id_].keys)

    def first(self, id_: str) -> str:
        """The key to show for an action as this system writes it; empty if it has none."""
        return native_key(next(iter(self.keys(id_)), ""))

    def told(self, id_: str) -> str:
        """How a sentence names what to press for an action: its key, or itself if it has none."""
        return self.first(id_) or f"“{tr(ACTION_BY_ID[id_].text)}”"

    def is_changed(self, id_: str) -> bool:
        """Whether a person chose other keys than those of the table."""
        return id_ in self._chosen

    def put(self, id_: str, keys: Iterable[str]) -> None:
        """Give an action these keys, and no others."""
        self._chosen[id_] = tuple(dict.fromkeys(_portable(key) for key in keys))
        self._store()

    def reset(self, id_: str | None = None) -> None:
        """Give an action, or every one, the keys of the table again."""
        if id_ is None:
            self._chosen.clear()
        else:
            self._chosen.pop(id_, None)
        self._store()

    def _store(self) -> None:
        table = {id_: ACTION_BY_ID[id_].keys for id_ in self._chosen}
        self._chosen = {id_: keys for id_, keys in self._chosen.items() if keys != table[id_]}
        self._preferences.put(KEYS, json.dumps(self._chosen) if self._chosen else "")
        self.changed.emit()

    # clashes

    def clash(self, key: str, id_: str, labels: Iterable[Label]) -> Clash | None:
        """Who stands in the way of giving an action a key; None if it is free.

        A key clashes with a chord that begins with it. Keys of the window work in the text too, so
        actions of both scopes clash.
        """
        wanted = QKeySequence(key)
        spec, values = ACTION_BY_ID[id_], {"key": native_key(key)}
        if _is_one_sign(wanted) and spec.scope is Scope.WINDOW:
            text = mark("{key} alone would get in the way of typing. Hold Ctrl or Alt with it.")
            return Clash(text, values)
        kept = next((text for own, text in _own_keys() if _meet(own, wanted)), None)
        if kept is not None:
            return Clash(kept, values)
        for other in ACTIONS:
            if other.id != id_ and self._has(other, wanted):
                text = mark("{key} is the key of “{action}”. Take it over, or press another key.")
                return Clash(text, {**values, "action": tr(other.text)}, action=other)
        for label in labels:
            if label.key and _meet(label_sequence(label.key), wanted):
                text = mark(
                    "{key} is the key of the label {label}. Take it over, and the label has none; "
                    "or press another key."
                )
                return Clash(text, {**values, "label": label_name(label)}, label=label)
        return None

    def _has(self, spec: ActionSpec, wanted: QKeySequence) -> bool:
        return any(_meet(QKeySequence(key), wanted) for key in self.keys(spec.id))

    def action_with(self, sign: str) -> ActionSpec | None:
        """The action that a single sign of the keyboard belongs to, for the keys of labels."""
        wanted = label_sequence(sign)
        return next((spec for spec in ACTIONS if self._has(spec, wanted)), None)

    def take(self, key: str, clash: Clash) -> None:
        """Take a key away from the action that has it."""
        if clash.action is not None:
            id_, wanted = clash.action.id, QKeySequence(key)
            self.put(id_, [k for k in self.keys(id_) if not _meet(QKeySequence(k), wanted)])


def label_sequence(sign: str) -> QKeySequence:
    """The key of a label, whose sign may stand for a letter in either case."""
    return QKeySequence(sign.upper())


def _is_one_sign(sequence: QKeySequence) -> bool:
    return any(len(part) == 1 for part in _parts(sequence)[:1])


def _parts(sequence: QKeySequence) -> list[str]:
    # What PySide says of its types leaves out that a sequence can be indexed.
    strokes = cast(Sequence[QKeyCombination], sequence)
    spelled = (QKeySequence(strokes[at]) for at in range(sequence.count()))
    return [part.toString(QKeySequence.SequenceFormat.PortableText) for part in spelled]


def _portable(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def _meet(one: QKeySequence, other: QKeySequence) -> bool:
    """Whether two keys are the same, or one is how the other begins."""
    return one.matches(other) is not _NO_MATCH or other.matches(one) is not _NO_MATCH


def _own_keys() -> Iterator[tuple[QKeySequence, str]]:
    """The keys that are not to be had, each with the sentence that says why."""
    moves = mark("{key} moves the caret or selects in the text. Press another key.")
    standards = [standard for standard, _motion, _extend in CARET_KEYS]
    for standard in (*standards, QKeySequence.StandardKey.SelectAll):
        yield from ((own, moves) for own in QKeySequence.keyBindings(standard))
    for key in _KEPT:
        yield QKeySequence(key), mark("{key} is kept for the window itself. Press another key.")
    for menu in Menu:
        opens = mark("{key} opens a menu. Press another key.")
        yield QKeySequence.mnemonic(tr(menu.value)), opens


def _read(stored: str) -> dict[str, tuple[str, ...]]:
    """The keys as stored; what is damaged or of another version is left out."""
    try:
        chosen = json.loads(stored or "{}")
    except ValueError:
        return {}
    if not isinstance(chosen, dict):
        return {}
    return {
        id_: tuple(map(str, keys))
        for id_, keys in chosen.items()
        if id_ in ACTION_BY_ID and isinstance(keys, list)
    }
