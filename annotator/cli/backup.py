"""Copy a project to a new file, and check that the copy holds all of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from annotator.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the project file")
    parser.add_argument("output", type=Path, metavar="OUT", help="the copy")


def run(arguments: argparse.Namespace) -> int:
    """Copy and check."""
    with Workspace.open(arguments.project) as workspace:
        workspace.backup(arguments.output)
    print(f"{arguments.output} holds a checked copy of {arguments.project}")
    return 0
