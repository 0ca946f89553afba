"""Put a backup in the place of a project; the project that was there is kept beside it."""

from __future__ import annotations

import argparse
from pathlib import Path

from annotator.restoring import restore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the project file")
    parser.add_argument("backup", type=Path, metavar="BACKUP", help="a copy of it")


def run(arguments: argparse.Namespace) -> int:
    """Check the backup and put it in its place."""
    kept = restore(arguments.project, arguments.backup)
    print(f"{arguments.project} is as in {arguments.backup}")
    if kept is not None:
        print(f"the project that was there is kept as {kept}")
    return 0
