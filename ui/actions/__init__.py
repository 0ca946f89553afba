"""The table of all a person can do: menus, keys, the key strip and help are made from it."""

from __future__ import annotations

from ui.actions.base import ActionSpec, Menu, Need, Scope
from ui.actions.checking import ARTICLE, CHECK
from ui.actions.files import FILE, HELP
from ui.actions.labels import EDIT, LABEL
from ui.actions.views import VIEW

__all__ = ["ACTIONS", "ACTION_BY_ID", "ActionSpec", "Menu", "Need", "Scope"]

ACTIONS: tuple[ActionSpec, ...] = (*FILE, *EDIT, *LABEL, *CHECK, *ARTICLE, *VIEW, *HELP)

ACTION_BY_ID = {spec.id: spec for spec in ACTIONS}
