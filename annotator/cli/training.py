"""Train the model that proposes boilerplate on the articles of a project that are done.

It learns from their verdicts and from made-up pages that come with the program. With --repropose
every article gets the proposals of the new model at once; verdicts stay.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from annotator.cli.output import Progress, end_progress, say
from annotator.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the project file")
    parser.add_argument("--repropose", action="store_true", help="use it on every article now")
    parser.add_argument("--reset", action="store_true", help="go back to the shipped model")


def run(arguments: argparse.Namespace) -> int:
    """Train, or go back."""
    with Workspace.open(arguments.project) as workspace:
        if arguments.reset:
            workspace.set_setting("model", "")
            say("the shipped model is used again")
        else:
            count = workspace.train_model(Progress("articles"))
            end_progress()
            say(f"trained on {count} articles")
        if arguments.repropose:
            changed = workspace.upkeep.repropose(Progress("articles"))
            end_progress()
            say(f"{changed} articles have other proposals now")
    return 0
