"""A label set as a file, to be used in other projects; doccano's label files are read too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from annotator.catalogue import free_color
from annotator.errors import InputError, mark
from annotator.formats.atomic import write_atomically
from annotator.formats.strict_json import NotJson, parse
from annotator.model import Label, LabelId
from annotator.reasons import unreadable

SCHEMA = "duizhao-labels/1"

# doccano's names of our fields. Source: its label export, `label_config.json`.
_DOCCANO = {"text": "name", "suffix_key": "key", "background_color": "color"}
_FIELDS = ("name", "title", "color", "key", "description")
_COLOR = re.compile("#[0-9a-f]{6}")


def write_label_set(path: Path, labels: Iterable[Label]) -> None:
    """Write labels in their order; raises UserError where the file cannot be written."""
    rows = [{field: getattr(label, field) for field in _FIELDS} for label in labels]
    text = json.dumps({"schema": SCHEMA, "labels": rows}, ensure_ascii=False, indent=2) + "\n"

    write_atomically(path, lambda file: file.write(text.encode()))


def read_label_set(path: Path) -> tuple[Label, ...]:
    """The labels of a file, with ids that mean nothing.

    Raises InputError for what is no label set, naming the label at fault.
    """
    try:
        held = parse(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise unreadable(path, error, mark("Check the file.")) from error
    except (UnicodeDecodeError, NotJson) as error:
        raise _no_label_set(path) from error
    rows = held.get("labels") if isinstance(held, dict) else held
    if not isinstance(rows, list) or not rows:
        raise _no_label_set(path)
    labels: list[Label] = []
    for number, row in enumerate(rows):
        labels.append(_label(number, row, [label.color for label in labels]))
    names = [label.name for label in labels]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError(
            "The label {name} is there twice.", "Give each label a name of its own.", name=twice
        )
    return tuple(labels)


def _label(number: int, row: object, used: Sequence[str]) -> Label:
    if not isinstance(row, dict):
        raise _bad_label(number)
    said = {_DOCCANO.get(name, name): value for name, value in row.items()}
    texts = {field: said.get(field) or "" for field in _FIELDS}
    if not all(isinstance(text, str) for text in texts.values()) or not texts["name"].strip():
        raise _bad_label(number)
    color = texts["color"].lower()
    return Label(
        LabelId(0),
        texts["name"].strip(),
        texts["title"] or texts["name"].strip(),
        color if _COLOR.fullmatch(color) else free_color(used),
        texts["key"] if len(texts["key"]) == 1 else "",
        texts["description"],
        number,
    )


def _bad_label(number: int) -> InputError:
    return InputError(
        "Label {number} has no name.",
        "Every label is an object with a name and, if wanted, title, color, key, description.",
        number=number + 1,
    )


def _no_label_set(path: Path) -> InputError:
    return InputError(
        "{path} is no label set.",
        "Choose a file that duizhao or doccano wrote its labels to.",
        path=path,
    )
