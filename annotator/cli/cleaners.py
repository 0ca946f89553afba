"""Keep what another cleaner made of articles that are in a project, to be compared with others.

A record with raw and clean text (--clean-field), or one that `clean` wrote, belongs to the article
of that raw text. Any other text is what the cleaner left of the article of its id. Without paths
the cleaners that are known are listed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from annotator.cli.output import Progress, end_progress, say_problems
from annotator.cli.reading import add_read_options, read_options
from annotator.comparing import CleanerReport, add_cleaner, add_rules
from annotator.errors import InputError
from annotator.review.apart import RULES
from annotator.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the project file")
    parser.add_argument("paths", type=Path, nargs="*", metavar="PATH", help="a file or folder")
    parser.add_argument("--name", metavar="NAME", help="what the cleaner is called")
    add_read_options(parser)
    parser.add_argument(
        "--rules",
        action="store_true",
        help=f'clean the pairs by our own rules as well, as "{RULES}"',
    )
    parser.add_argument("--drop", metavar="NAME", help="forget a cleaner and what it made")


def run(arguments: argparse.Namespace) -> int:
    """Add, drop or list; 1 if something could not be taken as it was."""
    if bool(arguments.paths) != (arguments.name is not None):
        raise InputError("A cleaner's texts need a name, and a name texts.", "Give both.")
    problems = 0
    with Workspace.open(arguments.project) as workspace:
        if arguments.drop is not None:
            workspace.layers.cleanings.drop(arguments.drop)
        if arguments.paths:
            report = add_cleaner(
                workspace,
                arguments.name,
                arguments.paths,
                read_options(arguments),
                format=arguments.format,
                progress=Progress("articles"),
            )
            problems += _tell(report)
        if arguments.rules:
            problems += _tell(add_rules(workspace, Progress("articles")))
        names = workspace.layers.cleanings.names()
    for name, count in names.items():
        print(f"{name:28}{count:>15,}")
    return int(problems > 0)


def _tell(report: CleanerReport) -> int:
    end_progress()
    return say_problems(report.problems)
