"""Merge other project files into a project: their articles, and everybody's work on them.

The other files are read from copies and stay as they are. Work on articles that nobody worked on
here is taken over; where somebody did, it is kept as that person's version, for agreement and
adjudication. Articles that people see differently are listed. What other cleaners made of the
articles comes along.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from annotator.cli.output import Progress, end_progress, print_json, say_problems
from annotator.merging import MergeReport, merge
from annotator.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the project to merge into")
    parser.add_argument(
        "others", type=Path, nargs="+", metavar="OTHER", help="the projects to merge"
    )
    parser.add_argument("--json", action="store_true", help="for a program to read")


def run(arguments: argparse.Namespace) -> int:
    """Merge, and list what is seen differently."""
    with Workspace.open(arguments.project) as workspace:
        report = merge(workspace, arguments.others, Progress("articles"))
    end_progress()
    if arguments.json:
        told = asdict(report)
        told["disagreements"] = [one._asdict() for one in report.disagreements]
        told["problems"] = [str(problem) for problem in report.problems]
        print_json(told)
    else:
        _print(report)
    return 1 if say_problems(report.problems) else 0


def _print(report: MergeReport) -> None:
    print(f"{report.added} articles added")
    print(f"work on {report.taken} articles taken over")
    print(f"{report.kept} versions kept beside what was here")
    print(f"{report.known} versions were here already")
    if report.cleaned:
        print(f"{report.cleaned} results of other cleaners taken over")
    for one in report.disagreements:
        print(f"{one.key}: {one.left} and {one.right} differ at {one.places} places")
