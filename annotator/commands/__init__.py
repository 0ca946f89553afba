"""One frozen value for each action of a person; `Workspace.run` does them.

A command changes rows through the store and holds no code for undo.
"""

from annotator.commands.articles import SetMeta, SetStatus
from annotator.commands.base import Command, Context
from annotator.commands.bulk import Gathered, JudgeAll, Which
from annotator.commands.cleaning import (
    AddBoilerplate,
    Correct,
    Judge,
    MoveBoilerplate,
    Restore,
)
from annotator.commands.entities import (
    AddEntities,
    AddEntity,
    DeleteEntities,
    LabelPlaces,
    MoveEntity,
    Relabel,
    SetEntityNote,
)
from annotator.commands.findings import MarkError, RemoveErrors
from annotator.commands.labels import DeleteLabel, ReorderLabels, SaveLabel, TakeLabels
from annotator.commands.notes import SetArticleNote, SetNote
from annotator.commands.suggestions import (
    Alike,
    DecideAlike,
    RefuseSuggestions,
    TakeSuggestions,
)
from annotator.commands.versions import BeginGold, Incoming, SetAside, Settle, TakeWork

__all__ = [
    "AddBoilerplate",
    "AddEntities",
    "AddEntity",
    "Alike",
    "BeginGold",
    "Command",
    "Context",
    "Correct",
    "DecideAlike",
    "DeleteEntities",
    "DeleteLabel",
    "Gathered",
    "Incoming",
    "Judge",
    "JudgeAll",
    "LabelPlaces",
    "MarkError",
    "MoveBoilerplate",
    "MoveEntity",
    "RefuseSuggestions",
    "Relabel",
    "RemoveErrors",
    "ReorderLabels",
    "Restore",
    "SaveLabel",
    "SetArticleNote",
    "SetAside",
    "SetEntityNote",
    "SetMeta",
    "SetNote",
    "SetStatus",
    "Settle",
    "TakeLabels",
    "TakeSuggestions",
    "TakeWork",
    "Which",
]
