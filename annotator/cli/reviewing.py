"""How right the proposals of each rule, type and origin are, as far as people judged them.

With -o the report is written to a file: a page that prints well (.html), or a table (.csv), with
the errors that people marked. With --trend the figures are told day by day or week by week, as
verdicts were given.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path

from annotator.catalogue import BOILERPLATE_TYPE_BY_ID, FINDING_TYPE_BY_ID, REPAIR_TYPE_BY_ID
from annotator.cli.output import Progress, end_progress, print_json
from annotator.errors import InputError
from annotator.formats.atomic import write_atomically
from annotator.review.errors import Errors, marked_errors
from annotator.review.precision import By, Figures
from annotator.review.report import (
    COLUMNS,
    TREND_COLUMNS,
    as_csv,
    as_html,
    row_of,
    trend_csv,
    trend_row,
)
from annotator.review.trend import Every, Step, trend
from annotator.reviewing import Review, review
from annotator.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the project file")
    parser.add_argument("--by", choices=[by.value for by in By], default="rule", help="(rule)")
    parser.add_argument(
        "--trend", choices=[every.value for every in Every], help="step by step, not all together"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="report.html or .csv")
    parser.add_argument("--json", action="store_true", help="for a program to read")


def run(arguments: argparse.Namespace) -> int:
    """Count, and print or write."""
    with Workspace.open(arguments.project) as workspace:
        title = workspace.title
        found = review(workspace, Progress("articles"))
        errors = marked_errors(workspace.layers.with_marks(workspace.documents()))
    end_progress()
    every = Every(arguments.trend) if arguments.trend else None
    if arguments.output is not None:
        _write(arguments.output, title, found, errors, every)
    elif arguments.json:
        print_json({by.value: _as_json(found[by], every or Every.DAY) for by in By})
    else:
        for row in _rows(found[By(arguments.by)], every):
            print(f"{row[0]:28}" + "".join(f"{cell:>15}" for cell in row[1:]))
    return 0


def _rows(figures: Mapping[str, Figures], every: Every | None) -> Iterator[tuple[str, ...]]:
    if every is None:
        yield COLUMNS
        yield from (row_of(*item) for item in figures.items())
        return
    yield TREND_COLUMNS
    for name, one in figures.items():
        yield from (trend_row(name, step) for step in trend(one.days, every))


def _write(path: Path, title: str, found: Review, errors: Errors, every: Every | None) -> None:
    makers = {
        ".html": lambda: as_html(
            title, found, errors, every or Every.DAY, tr=str, type_name=_type_name
        ),
        ".csv": lambda: trend_csv(found, every, str) if every else as_csv(found, errors, str),
    }
    make = makers.get(path.suffix.lower())
    if make is None:
        raise InputError(
            "A report is written to .html or .csv.", "Give {name} one of these.", name=path.name
        )
    text = make()
    write_atomically(path, lambda file: file.write(text.encode()))


def _type_name(type_: str) -> str:
    known = {**REPAIR_TYPE_BY_ID, **BOILERPLATE_TYPE_BY_ID, **FINDING_TYPE_BY_ID}
    return known[type_].en if type_ in known else type_


def _as_json(figures: Mapping[str, Figures], every: Every) -> dict[str, object]:
    made: dict[str, object] = {}
    for name, one in figures.items():
        made[name] = {
            **_counts(one),
            "precision": one.precision,
            "interval": one.interval,
            "recall": one.recall,
            "worst": [example._asdict() for example in one.worst],
            "trend": [_step(step) for step in trend(one.days, every)],
        }
    return made


def _counts(one: Figures) -> dict[str, object]:
    counts = asdict(replace(one, worst=[], days=Counter()))
    del counts["days"]
    return counts


def _step(step: Step) -> dict[str, object]:
    days = {"first": step.first.isoformat(), "last": step.last.isoformat()}
    return {**step._asdict(), **days, "precision": step.precision, "interval": step.interval}
