"""Read files and folders into a project, which is made if it is not there.

Text files are one article each; JSON lines are one a line. What is in the project already is not
added again. Lines that cannot be read are named on standard error.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from annotator.cli.output import Progress, end_progress, say, say_problems
from annotator.cli.reading import add_read_options, read_options
from annotator.formats import read_paths
from annotator.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the project file")
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="a file or folder")
    add_read_options(parser)
    parser.add_argument("--no-clean", action="store_true", help="do not run the cleaning rules")


def run(arguments: argparse.Namespace) -> int:
    """Import; 1 if something could not be taken as it was."""
    options = read_options(arguments)
    if arguments.project.exists():
        workspace = Workspace.open(arguments.project)
    else:
        # Paths and options are checked first: a slip of the hand must not leave an empty project.
        read_paths(arguments.paths, options, arguments.format)
        workspace = Workspace.create(arguments.project, title=arguments.project.stem)
    with workspace:
        report = workspace.import_files(
            arguments.paths,
            options,
            format=arguments.format,
            clean=not arguments.no_clean,
            progress=Progress("articles"),
        )
    end_progress()
    count = say_problems(report.problems)
    print(f"{report.added} added, {report.known} already there, {count} problems")
    if report.cleaned_again:
        say(f"{report.cleaned_again} were cleaned again by the lines that recur in them")
    return int(count > 0)
