"""A project that Hypothesis acts on at random; what is looked at in between is up to each test."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from annotator.commands import AddBoilerplate, Command, Restore
from annotator.errors import NotAllowed
from annotator.formats.base import Record
from annotator.model import ArticleId, ImportId
from tests.workspaces import ids, new_workspace

articles = st.integers(0, 5)
"""Which article, counted round and round."""
places = st.tuples(st.integers(0, 14), st.integers(1, 4)).map(lambda p: (p[0], sum(p)))
"""Ranges; those outside of a text are refused, and nothing happens."""


class ProjectMachine(RuleBasedStateMachine):
    """Cuts, restores, undoes, redoes, imports more and takes that back."""

    records: ClassVar[Sequence[Record]]
    later: ClassVar[Sequence[Record]]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.workspace = new_workspace(self.folder, *self.records)
        self.came: ImportId | None = None

    def teardown(self) -> None:
        self.workspace.close()
        shutil.rmtree(self.folder)

    def article(self, number: int) -> ArticleId:
        there = ids(self.workspace)
        return there[number % len(there)]

    def act(self, command: Command) -> None:
        with contextlib.suppress(NotAllowed, ValueError):
            self.workspace.run(command)

    @rule(number=articles, place=places)
    def cut(self, number: int, place: tuple[int, int]) -> None:
        self.act(AddBoilerplate(self.article(number), *place, "credit"))

    @rule(number=articles, place=places)
    def restore(self, number: int, place: tuple[int, int]) -> None:
        self.act(Restore(self.article(number), *place))

    @rule()
    def undo(self) -> None:
        self.workspace.undo()

    @rule()
    def redo(self) -> None:
        self.workspace.redo()

    @rule()
    def import_more(self) -> None:
        if self.came is None:
            self.came = self.workspace.import_records(self.later, clean=False).import_id

    @rule()
    def take_back(self) -> None:
        if self.came is not None:
            with contextlib.suppress(NotAllowed):
                self.workspace.take_back_import(self.came)
                self.came = None
