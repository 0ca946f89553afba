"""Output that outlives a stop: OUT.part grows, and beside it stands how far the input was read.

OUT itself is touched once, when all is written. The note is renewed every few seconds, after what
it speaks of is on the disk, so a killed run or a power cut loses seconds.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Self

from annotator.errors import InputError, UserError
from annotator.formats.atomic import put_in_place, target_of

_EVERY = 2.0


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a run came: items read, records and bytes written, and problems told."""

    items: int = 0
    records: int = 0
    problems: int = 0
    size: int = 0


class Part:
    """The unfinished output of one run, open for writing."""

    def __init__(self, output: Path, identity: str, *, resume: bool) -> None:
        self._target = target_of(output)
        self.path = self._target.with_name(f"{self._target.name}.part")
        self._note = self._target.with_name(f".{self._target.name}.part-state")
        self._identity = identity
        self._noted = -_EVERY
        self.reached = Reached()
        there = self.path.exists()
        if there and not resume:
            raise UserError(
                "{part} holds what another run wrote before it was stopped.",
                "Go on with it by --resume, or delete that file to start again.",
                part=self.path,
            )
        self.file: BinaryIO = self.path.open("r+b" if there else "xb")
        try:
            self._lock()
            if there:
                self._go_on()
        except BaseException:
            self.file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def _lock(self) -> None:
        # Windows by itself refuses to replace a file that another run has open.
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise UserError(
                    "{part} is being written by another run.",
                    "Wait for that, or stop it.",
                    part=self.path,
                ) from error

    def _go_on(self) -> None:
        """Take up what another run left, back to the last place it noted."""
        identity, reached = self._read_note()
        if identity != self._identity or reached.size > self.path.stat().st_size:
            raise InputError(
                "{part} was written from other files, with other options or by another version.",
                "Give the same command and input again, or delete that file to start anew.",
                part=self.path,
            )
        self.reached = reached
        self.file.truncate(reached.size)
        self.file.seek(reached.size)

    def _read_note(self) -> tuple[str, Reached]:
        try:
            held = json.loads(self._note.read_bytes())
            return held.pop("run"), Reached(**held)
        except (FileNotFoundError, ValueError, TypeError, AttributeError, KeyError):
            # Stopped before the first note, or not ours: nothing in the part can be relied on.
            return self._identity, Reached()

    def write(self, data: bytes, items: int, records: int, problems: int) -> None:
        """Append what became of the next `items` of the input."""
        self.file.write(data)
        was = self.reached
        self.reached = Reached(
            was.items + items,
            was.records + records,
            was.problems + problems,
            was.size + len(data),
        )
        if time.monotonic() - self._noted >= _EVERY:
            self.note()

    def note(self) -> None:
        """Cut off what an interrupt left half written, and note the place on the disk."""
        self.file.flush()
        self.file.truncate(self.reached.size)
        os.fsync(self.file.fileno())
        fresh = self._note.with_name(f"{self._note.name}-new")
        fresh.write_text(json.dumps({"run": self._identity, **asdict(self.reached)}))
        fresh.replace(self._note)
        self._noted = time.monotonic()

    def finish(self) -> None:
        """Put the whole output in its place."""
        self.note()
        self.file.close()
        put_in_place(self.path, self._target)
        self._note.unlink()

    def discard(self) -> None:
        """Leave nothing of a run that wrote nothing."""
        self.file.close()
        self.path.unlink()
        self._note.unlink(missing_ok=True)


def identity_of(files: Sequence[Path], *said: object) -> str:
    """What must be the same for a run to go on: the files, by size and time, and what was asked.

    >>> identity_of([], "t2s") == identity_of([], "none")
    False
    """
    states = [(os.path.abspath(file), file.stat()) for file in files]
    stamped = [(name, state.st_size, state.st_mtime_ns) for name, state in states]
    return hashlib.sha256(repr((stamped, *said)).encode()).hexdigest()
