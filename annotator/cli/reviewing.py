"""How right the proposals of each rule, type and origin are, as far as people judged them.

With -o the report is written to a file: a page that prints well (.html), or a table (.csv).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from annotator.cli.output import Progress, end_progress, print_json
from annotator.errors import InputError
from annotator.formats.atomic import write_atomically
from annotator.review.precision import By, Figures
from annotator.review.report import COLUMNS, as_csv, as_html, row_of
from annotator.reviewing import Review, review
from annotator.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the project file")
    parser.add_argument("--by", choices=[by.value for by in By], default="rule", help="(rule)")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="report.html or .csv")
    parser.add_argument("--json", action="store_true", help="for a program to read")


def run(arguments: argparse.Namespace) -> int:
    """Count, and print or write."""
    with Workspace.open(arguments.project) as workspace:
        title = workspace.title
        found = review(workspace, Progress("articles"))
    end_progress()
    if arguments.output is not None:
        _write(arguments.output, title, found)
    elif arguments.json:
        print_json({by.value: _as_json(found[by]) for by in By})
    else:
        rows = [COLUMNS, *(row_of(*item) for item in found[By(arguments.by)].items())]
        for row in rows:
            print(f"{row[0]:28}" + "".join(f"{cell:>15}" for cell in row[1:]))
    return 0


def _write(path: Path, title: str, found: Review) -> None:
    makers = {
        ".html": lambda: as_html(title, found, str),
        ".csv": lambda: as_csv(found, str),
    }
    make = makers.get(path.suffix.lower())
    if make is None:
        raise InputError(
            "A report is written to .html or .csv.", "Give {name} one of these.", name=path.name
        )
    text = make()
    write_atomically(path, lambda file: file.write(text.encode()))


def _as_json(figures: Mapping[str, Figures]) -> dict[str, object]:
    made: dict[str, object] = {}
    for name, one in figures.items():
        made[name] = {
            **asdict(one),
            "precision": one.precision,
            "interval": one.interval,
            "recall": one.recall,
            "worst": [example._asdict() for example in one.worst],
        }
    return made
