"""What statuses, types and metadata fields are called in the window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from annotator.catalogue import BOILERPLATE_TYPES, CAUSES, FINDING_TYPES, REPAIR_TYPES, TypeInfo
from annotator.model import Label, LabelId, Status
from ui.i18n import Language, language, mark, tr

STATUS_NAMES = {
    Status.TODO: mark("to do"),
    Status.DOING: mark("in work"),
    Status.DONE: mark("done"),
    Status.FLAGGED: mark("flagged"),
}

META_NAMES: dict[str, str] = {
    "title": mark("Title"),
    "published": mark("Published"),
    "source": mark("Source"),
    "authors": mark("Authors"),
    "editor": mark("Editor"),
    "url": mark("Address"),
    "tags": mark("Tags"),
}

_TYPES = {info.id: info for info in (*BOILERPLATE_TYPES, *FINDING_TYPES, *CAUSES, *REPAIR_TYPES)}


def status_name(id_: str) -> str:
    """The name of a status in the language spoken now."""
    return tr(STATUS_NAMES[Status(id_)])


def label_name(label: Label) -> str:
    """What a label is called: its title in Chinese, its name in English."""
    return label.title or label.name if language() is Language.CHINESE else label.name


def full_name(label: Label) -> str:
    """Both names of a label where it has two, the one it is called by first."""
    chinese = language() is Language.CHINESE
    names = (label.title, label.name) if chinese else (label.name, label.title)
    return "  ".join(filter(None, dict.fromkeys(names)))


def turns(labels: Iterable[Label]) -> dict[LabelId, int]:
    """Of each label, how many before it have its colour: the line below it has another shape then.

    >>> held = [Label(LabelId(n), "X", "X", c, "") for n, c in enumerate(("#a", "#b", "#a"))]
    >>> turns(held)
    {0: 0, 1: 0, 2: 1}
    """
    seen: Counter[str] = Counter()
    found = {}
    for label in labels:
        found[label.id] = seen[label.color]
        seen[label.color] += 1
    return found


def quoted(text: str, most: int) -> str:
    """A text as one line of so many characters, cut short where it is longer.

    >>> quoted("甲乙 \\n 丙丁", 4)
    '甲乙 …'
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"


def meta_name(field: str) -> str:
    """The name of a metadata field in the language spoken now; a foreign one is its own name."""
    return tr(META_NAMES.get(field, field))


def type_title(info: TypeInfo) -> str:
    """The name of a type in the language spoken now."""
    return info.zh if language() is Language.CHINESE else info.en


def type_name(id_: str) -> str:
    """The same by its id; a type of another version is its own name."""
    return type_title(_TYPES[id_]) if id_ in _TYPES else id_
