"""Actions on the label set."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import ClassVar

from annotator.commands.base import Context
from annotator.commands.entities import label_of
from annotator.errors import NotAllowed
from annotator.model import Label, LabelId
from annotator.store import Store


@dataclass(frozen=True, slots=True)
class SaveLabel:
    """Add a label, or change the one with its id.

    Raises NotAllowed where its name or key is another label's, ValueError for a color or key that
    is none.
    """

    label: Label
    article: ClassVar[None] = None
    title: ClassVar[str] = "save_label"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the label; the word is its name."""
        label = self.label
        if not label.name.strip():
            raise NotAllowed("A label needs a name.", "Give it a name.")
        if not re.fullmatch("#[0-9a-f]{6}", label.color):
            raise ValueError(f"{label.color!r} is no color")
        if len(label.key) > 1:
            raise ValueError(f"{label.key!r} is no key")
        for other in store.labels.all():
            _check_apart(label, other)
        store.labels.put(label)
        return (label.name,)


@dataclass(frozen=True, slots=True)
class TakeLabels:
    """Take over a label set: labels of a known name are changed, the others added behind them.

    A key that another label has already is left out. The ids of `labels` do not matter.
    """

    labels: tuple[Label, ...]
    article: ClassVar[None] = None
    title: ClassVar[str] = "take_labels"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the labels; the word is how many there were."""
        there = {label.name: label for label in store.labels.all()}
        keys = {label.key.lower(): label.name for label in there.values() if label.key}
        for label in self.labels:
            known = there.get(label.name)
            key = label.key
            if keys.setdefault(key.lower(), label.name) != label.name:
                key = ""
            id_ = known.id if known else LabelId(context.new_id())
            position = known.position if known else len(there)
            there[label.name] = replace(label, id=id_, key=key, position=position)
            store.labels.put(there[label.name])
        return (str(len(self.labels)),)


@dataclass(frozen=True, slots=True)
class DeleteLabel:
    """Delete a label; its entities get `replace_with`, or it must have none.

    Raises NotAllowed where entities have it and no other label was named.
    """

    id: LabelId
    replace_with: LabelId | None = None
    article: ClassVar[None] = None
    title: ClassVar[str] = "delete_label"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Delete the label; the words are its name and the name of the other one."""
        label = label_of(store, self.id)
        if self.replace_with is None:
            _check_unused(store, label)
            store.entities.forget_refusals(self.id)
            store.labels.delete(self.id)
            return (label.name,)
        if self.replace_with == self.id:
            raise ValueError("a label cannot replace itself")
        other = label_of(store, self.replace_with)
        store.entities.relabel_all(self.id, other.id)
        store.versions.relabel_all(self.id, other.id)
        store.labels.delete(self.id)
        return label.name, other.name


@dataclass(frozen=True, slots=True)
class ReorderLabels:
    """Put the label set in this order; raises ValueError unless every label is named once."""

    ids: tuple[LabelId, ...]
    article: ClassVar[None] = None
    title: ClassVar[str] = "reorder_labels"

    def do(self, store: Store, context: Context) -> tuple[str, ...]:
        """Store the positions."""
        labels = {label.id: label for label in store.labels.all()}
        if sorted(self.ids) != sorted(labels):
            raise ValueError("the order must name every label once")
        for position, number in enumerate(self.ids):
            store.labels.put(replace(labels[number], position=position))
        return ()


def _check_apart(label: Label, other: Label) -> None:
    if label.id == other.id:
        return
    if label.name == other.name:
        raise NotAllowed(
            "There is already a label {name}.",
            "Choose another name, or change that label.",
            name=other.name,
        )
    if label.key and label.key == other.key:
        raise NotAllowed(
            "The key {key} already belongs to {name}.",
            "Choose another key.",
            key=label.key,
            name=other.name,
        )


def _check_unused(store: Store, label: Label) -> None:
    used = store.labels.used(label.id) + store.versions.uses(label.id)
    if used:
        raise NotAllowed(
            "The label {name} is on {count} entities.",
            "Name the label they shall have instead.",
            name=label.name,
            count=used,
        )
