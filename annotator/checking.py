"""Checks that a project is true, and mends what can be mended."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from annotator.progress import Progress
from annotator.store import Store
from annotator.store.checking import Fault


class CheckReport(NamedTuple):
    """What was not true and whether it is now; `copy` is the project as it was before mending."""

    faults: tuple[Fault, ...]
    mended: bool
    copy: Path | None

    @property
    def left(self) -> tuple[Fault, ...]:
        """What does harm and is still not true."""
        return tuple(f for f in self.faults if not (f.harmless or (self.mended and f.mends)))


def check(store: Store, *, repair: bool = False, progress: Progress | None = None) -> CheckReport:
    """Check everything stored, and with `repair` mend what can be worked out anew.

    Before anything is mended a verified copy is put beside the project. Raises ProjectError where
    that cannot be written.
    """
    faults = tuple(store.checks.faults(progress))
    if not repair or not any(fault.mends for fault in faults):
        return CheckReport(faults, False, None)
    copy = store.copy_beside("unrepaired")
    with store.transaction():
        store.checks.mend(faults)
    return CheckReport(faults, True, copy)
