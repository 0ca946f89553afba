"""Suggest entities in the articles of a project, from what people labelled in it.

Suggestions are stored as suggestions: the window shows them to be taken or refused, and no export
has them. What people decided is learned from first. With --min-score only those of that score and
more are kept.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from annotator.cli.output import Progress, end_progress, print_json, say
from annotator.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the project file")
    parser.add_argument(
        "--min-score", type=_score, metavar="S", help="the least score to keep, from 0 to 1"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def _score(text: str) -> float:
    score = float(text)
    if not 0 <= score <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not from 0 to 1")
    return score


def run(arguments: argparse.Namespace) -> int:
    """Learn, suggest, and say how much."""
    with Workspace.open(arguments.project) as workspace:
        suggest = workspace.suggesting.suggest_all
        standing = suggest(arguments.min_score, Progress("articles"))
        end_progress()
        articles, count = sum(workspace.counts().values()), sum(standing.values())
    if arguments.json:
        print_json({"articles": articles, "suggestions": standing})
        return 0
    for name, number in standing.items():
        print(f"{name:24} {number}")
    say(f"{count} suggestions in {articles} articles")
    return 0
