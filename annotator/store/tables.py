"""The tables of a project file, and which of them undo knows.

The statements that make them stand in `migrations`; here is what reading and the row log need.
"""

from __future__ import annotations

from dataclasses import dataclass

import peewee as pw

from annotator.changes import Part

ARTICLE = pw.Table("article")
ARTICLE_TEXT = pw.Table("article_text")
SUGGESTIONS = pw.Table("suggestions")


@dataclass(frozen=True, slots=True)
class Undoable:
    """A table whose rows go through the row log.

    `columns` begin with the `keys` columns of the primary key, in any order. Columns are only ever
    appended, each with a value in `defaults`, so that a row logged by an older version can be
    completed; so an entity, which once was known by its id alone, has its article second.
    `fixed` rows are never made or deleted, only updated.
    """

    name: str
    keys: int
    columns: tuple[str, ...]
    part: Part | None
    fixed: bool = False
    defaults: tuple[object, ...] = ()

    @property
    def article(self) -> int | None:
        """Which column holds the article, None for a table of the project as a whole."""
        if self.name == "article":
            return 0
        return self.columns.index("article") if "article" in self.columns else None


_GIVEN = ("verdict", "annotator", "note", "at")

UNDOABLE = {
    table.name: table
    for table in (
        Undoable("article", 1, ("id", "status"), Part.STATUS, fixed=True),
        Undoable("meta", 1, ("article", "fields"), Part.META),
        Undoable("article_note", 1, ("article", "note", "annotator", "at"), Part.META),
        Undoable(
            "proposal_note",
            6,
            ("article", "kind", "type", "start", "end", "text", "note", "annotator", "at"),
            None,
        ),
        Undoable(
            "verdict",
            6,
            ("article", "kind", "type", "start", "end", "text", *_GIVEN),
            None,
        ),
        Undoable(
            "repair",
            1,
            ("id", "article", "start", "end", "text", "type", *_GIVEN),
            Part.REPAIRS,
        ),
        Undoable(
            "boilerplate",
            1,
            ("id", "article", "start", "end", "type", *_GIVEN),
            Part.BOILERPLATE,
        ),
        Undoable(
            "entity",
            2,
            (
                "id",
                "article",
                "start",
                "end",
                "label",
                "text",
                "origin",
                "score",
                *_GIVEN,
                "source",
            ),
            Part.ENTITIES,
            defaults=("",),
        ),
        Undoable(
            "finding",
            1,
            ("id", "article", "start", "end", "type", "annotator", "at"),
            Part.FINDINGS,
        ),
        Undoable(
            "version",
            1,
            ("id", "article", "annotator", "seconds", "work", "at", "status"),
            Part.VERSIONS,
            defaults=(None,),
        ),
        Undoable("gold", 1, ("article", "annotator", "at"), Part.VERSIONS),
        Undoable(
            "settled",
            2,
            ("article", "place", "left", "right", "annotator", "at"),
            Part.VERSIONS,
        ),
        Undoable(
            "label",
            1,
            ("id", "name", "title", "color", "key", "description", "position"),
            Part.LABELS,
        ),
    )
}
