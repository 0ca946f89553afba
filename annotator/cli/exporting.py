"""Write the articles of a project to a file, or to standard output with `-o -`.

The file appears when it is whole; until then an older one of that name stays as it was.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from annotator.cli.output import Progress, bytes_out, end_progress, say, say_problems
from annotator.exporting import ExportOptions, export_file, export_to
from annotator.formats import EXPORTERS
from annotator.model import Status
from annotator.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    formats = [each.id for each in EXPORTERS]
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the project file")
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="the file, - for none")
    parser.add_argument("--format", choices=formats, default=formats[0], help="what to write")
    parser.add_argument(
        "--coordinates",
        choices=("clean", "raw"),
        help="the text that offsets refer to; jsonl always holds both",
    )
    parser.add_argument(
        "--only", choices=[s.value for s in Status], help="only articles of this status"
    )
    parser.add_argument("--annotator", metavar="A", help="only the work of this annotator")


def run(arguments: argparse.Namespace) -> int:
    """Export; 1 if the format could not hold something."""
    only = Status(arguments.only) if arguments.only else None
    options = ExportOptions(arguments.format, only, arguments.annotator)
    progress = Progress("articles")
    with Workspace.open(arguments.project) as workspace:
        if arguments.output == "-":
            report = export_to(workspace, bytes_out(), options, progress)
        else:
            report = export_file(workspace, Path(arguments.output), options, progress)
    end_progress()
    say(f"{report.written} articles written")
    return int(say_problems(report.problems) > 0)
