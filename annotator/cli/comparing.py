"""Where two cleaners of the same articles differ: what one leaves out and the other keeps.

What is proposed in the project itself is the left one unless another is named; `cleaners` takes in
what others made. With -o the places nobody decided on yet are written as a table, the largest
first.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from annotator.cli.output import Progress, end_progress, print_json
from annotator.comparing import compare
from annotator.formats.atomic import write_atomically
from annotator.review.apart import PROPOSED, apart_csv, side_names, sum_rows
from annotator.review.disagreement import Disagreement
from annotator.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the project file")
    parser.add_argument("right", metavar="CLEANER", help="one of those that `cleaners` lists")
    parser.add_argument(
        "--with", dest="left", default=PROPOSED, metavar="CLEANER", help="another of them"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="the places, as .csv")
    parser.add_argument("--json", action="store_true", help="for a program to read")


def run(arguments: argparse.Namespace) -> int:
    """Compare, and print or write."""
    with Workspace.open(arguments.project) as workspace:
        found = compare(workspace, arguments.left, arguments.right, Progress("articles"))
    end_progress()
    names = side_names(arguments.left, arguments.right, str)
    if arguments.output is not None:
        text = apart_csv(found, names, str)
        write_atomically(arguments.output, lambda file: file.write(text.encode()))
    if arguments.json:
        print_json(_as_json(found))
    elif arguments.output is None:
        _print(found, names)
    return 0


def _print(found: Disagreement, names: tuple[str, str]) -> None:
    alike = "" if found.alike is None else f", {100 * found.alike:.1f} % alike"
    print(f"{found.articles:,} articles, {found.characters:,} characters{alike}")
    for side, name, *counts in sum_rows(found, names, str):
        print(f"{side:20}{name:28}" + "".join(f"{count:>20}" for count in counts))


def _as_json(found: Disagreement) -> dict[str, object]:
    return {
        "articles": found.articles,
        "characters": found.characters,
        "alike": found.alike,
        "rules": [
            {
                "cut_by": "right" if right else "left",
                "name": name,
                "places": one.places,
                "characters": one.characters,
                "decided": one.decided,
                "cut": one.cut,
            }
            for (right, name), one in found.sums.items()
        ],
        "places": [place._asdict() for place in found.places],
    }
