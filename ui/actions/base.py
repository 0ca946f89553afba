"""What the table of actions is made of."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from ui.i18n import mark


class Menu(Enum):
    """Where an action stands."""

    FILE = mark("&File")
    EDIT = mark("&Edit")
    LABEL = mark("&Label")
    CHECK = mark("&Check")
    ARTICLE = mark("&Article")
    VIEW = mark("&View")
    HELP = mark("&Help")


class Scope(Enum):
    """Where an action's keys work: single letters only where no text is typed."""

    WINDOW = auto()
    TEXT = auto()
    EDGE = auto()


class Need(Enum):
    """What must be there for an action to make sense."""

    NOTHING = auto()
    PROJECT = auto()
    ARTICLE = auto()
    SELECTION = auto()
    PROPOSAL = auto()
    CUT = auto()
    ENTITY = auto()
    SUGGESTION = auto()
    STANDING = auto()
    """Suggestions on show in the article."""
    MARKED = auto()
    """A label or a suggestion at the caret."""
    SEVERAL = auto()
    TEXT = auto()
    EDGE = auto()


class ActionSpec(NamedTuple):
    """One action: `target` names the object of the window and its method."""

    id: str
    text: str
    keys: tuple[str, ...]
    menu: Menu
    target: str
    scope: Scope = Scope.WINDOW
    need: Need = Need.PROJECT
    icon: str = ""
    hint: str = ""
    separated: bool = False
    checkable: bool = False
