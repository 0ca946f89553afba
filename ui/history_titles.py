"""What each action is called in the history and in the undo entries of the menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from annotator.model import HistoryStep
from ui.i18n import listed, mark, tr
from ui.names import meta_name, status_name, type_name


class Title(NamedTuple):
    """A template for the words of a step, by name; `many` is for a count other than one."""

    names: tuple[str, ...]
    text: str
    many: str = ""


TITLES: dict[str, tuple[Title, ...]] = {
    "add_entity": (Title(("label", "text"), mark("Label as {label}: {text}")),),
    "add_entities": (
        Title(
            ("label", "count", "text"),
            mark("Label as {label}: {text}"),
            mark("Label {count} places as {label}: {text}"),
        ),
    ),
    "label_places": (
        Title(
            ("label", "count", "text"),
            mark("Label as {label}: {text}"),
            mark("Label {count} places as {label}: {text}"),
        ),
    ),
    "mark_error": (Title(("type", "text"), mark("Mark an error ({type}): {text}")),),
    "remove_errors": (Title(("type", "text"), mark("Remove the mark ({type}): {text}")),),
    "set_aside": (
        Title(
            ("count",),
            mark("Begin a second pass over {count} article"),
            mark("Begin a second pass over {count} articles"),
        ),
    ),
    "take_work": (
        Title(
            ("count",),
            mark("Merge work on {count} article"),
            mark("Merge work on {count} articles"),
        ),
    ),
    "begin_gold": (Title(("left", "right"), mark("Settle between {left} and {right}")),),
    "settle": (Title(("text",), mark("Settle: {text}")),),
    "delete_entities": (
        Title(
            ("count", "text"),
            mark("Remove label: {text}"),
            mark("Remove {count} labels: {text}, …"),
        ),
    ),
    "relabel": (
        Title(
            ("label", "count", "text"),
            mark("Change label to {label}: {text}"),
            mark("Change {count} labels to {label}: {text}, …"),
        ),
    ),
    "take_suggestions": (
        Title(
            ("count", "label", "text"),
            mark("Take as {label}: {text}"),
            mark("Take {count} suggestions: {label} {text}, …"),
        ),
    ),
    "refuse_suggestions": (
        Title(
            ("count", "label", "text"),
            mark("Refuse as {label}: {text}"),
            mark("Refuse {count} suggestions: {label} {text}, …"),
        ),
    ),
    "take_everywhere": (
        Title(
            ("count", "label", "text"),
            mark("Take as {label}: {text}"),
            mark("Take {count} times as {label}: {text}"),
        ),
    ),
    "refuse_everywhere": (
        Title(
            ("count", "label", "text"),
            mark("Refuse as {label}: {text}"),
            mark("Refuse {count} times as {label}: {text}"),
        ),
    ),
    "move_entity": (Title(("before", "after"), mark("Move label: {before} → {after}")),),
    "set_entity_note": (Title(("text",), mark("Note on label: {text}")),),
    "set_note": (Title(("type", "text"), mark("Note ({type}): {text}")),),
    "set_article_note": (Title(("text",), mark("Note on the article: {text}")),),
    "add_boilerplate": (Title(("type", "text"), mark("Mark as boilerplate ({type}): {text}")),),
    "move_boilerplate": (
        Title(
            ("type", "before", "after"),
            mark("Move boilerplate ({type}): {before} → {after}"),
        ),
    ),
    "accept": (
        Title(
            ("count", "type", "text"),
            mark("Judge right ({type}): {text}"),
            mark("Judge {count} right ({type}): {text}, …"),
        ),
    ),
    "reject": (
        Title(
            ("count", "type", "text"),
            mark("Judge wrong ({type}): {text}"),
            mark("Judge {count} wrong ({type}): {text}, …"),
        ),
    ),
    "accept_rule": (Title(("count", "rule"), mark("Judge {count} right: all by {rule}")),),
    "accept_type": (Title(("count", "type"), mark("Judge {count} right: all of {type}")),),
    "reject_rule": (Title(("count", "rule"), mark("Judge {count} wrong: all by {rule}")),),
    "reject_type": (Title(("count", "type"), mark("Judge {count} wrong: all of {type}")),),
    "withdraw_verdict": (
        Title(
            ("count", "type", "text"),
            mark("Take back verdict ({type}): {text}"),
            mark("Take back {count} verdicts ({type}): {text}, …"),
        ),
    ),
    "correct": (Title(("before", "after"), mark("Correct text: {before} → {after}")),),
    "restore": (Title(("text",), mark("Restore: {text}")),),
    "set_status": (Title(("status",), mark("Change status: {status}")),),
    "set_meta": (
        Title((), mark("Change article details")),
        Title(("fields",), mark("Change article details: {fields}")),
    ),
    "save_label": (Title(("label",), mark("Edit label {label}")),),
    "delete_label": (
        Title(("label",), mark("Delete label {label}")),
        Title(("label", "other"), mark("Delete label {label}, replaced with {other}")),
    ),
    "take_labels": (
        Title(("count",), mark("Take over a label"), mark("Take over {count} labels")),
    ),
    "reorder_labels": (Title((), mark("Reorder labels")),),
}

_SPOKEN: dict[str, Callable[[str], str]] = {
    "type": type_name,
    "status": status_name,
    "fields": lambda names: listed(map(meta_name, names.split())),
}


def step_text(step: HistoryStep) -> str:
    """An action with what it was done to, in the language spoken now."""
    words = step.arguments
    if step.title == "set_meta" and words:
        words = (" ".join(words),)
    for title in TITLES.get(step.title, ()):
        if len(title.names) == len(words):
            values = dict(zip(title.names, words, strict=True))
            spoken = {name: _SPOKEN.get(name, str)(word) for name, word in values.items()}
            template = title.many if title.many and values["count"] != "1" else title.text
            return tr(template, **spoken).replace("\n", " ")
    # A step of another version of the program: its words as they stand.
    return " ".join([step.title, *words]).replace("\n", " ")
