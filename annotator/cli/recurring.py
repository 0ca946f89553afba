"""Count which lines recur across the articles of a project, and list them.

Articles belong together by the host of their address, those without one by the import they came
in with. Articles that are copies of others are not counted. With --repropose every article gets
what the counts prove; verdicts stay.
"""

from __future__ import annotations

import argparse
from heapq import nlargest
from pathlib import Path

from annotator.cli.output import Progress, end_progress, print_json, say
from annotator.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the project file")
    parser.add_argument("--repropose", action="store_true", help="use it on every article now")
    parser.add_argument(
        "--limit", type=int, default=50, metavar="N", help="list so many lines (50)"
    )
    parser.add_argument("--json", action="store_true", help="for a program to read")


def run(arguments: argparse.Namespace) -> int:
    """Count, list, and propose."""
    with Workspace.open(arguments.project) as workspace:
        copies = workspace.upkeep.count_recurring(Progress("articles"))
        found = workspace.upkeep.recurring_lines(Progress("articles"))
        # Ties stay in the order of the articles.
        most = nlargest(max(0, arguments.limit), found, key=lambda line: line.times)
        end_progress()
        if arguments.json:
            print_json({"copies": copies, "lines": [line._asdict() for line in most]})
        else:
            say(f"{copies} articles are copies of others")
            for line in most:
                print(f"{line.times}/{line.of}\t{line.framed}\t{line.site}\t{line.text}")
        if arguments.repropose:
            changed = workspace.upkeep.repropose(Progress("articles"))
            end_progress()
            say(f"{changed} articles have other proposals now")
    return 0
