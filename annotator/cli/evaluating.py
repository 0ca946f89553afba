"""Compare records with gold: kept text, boilerplate types, repairs, metadata and entities.

Both files are JSON lines. Precision, recall and F1 of kept text are of characters.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from annotator.cli.output import print_json, say_problems
from annotator.errors import mark
from annotator.evaluation import evaluate
from annotator.evaluation.scoring import NO_PREDICTION, OTHER_TEXT
from annotator.formats.base import Problem

_LOST = {
    NO_PREDICTION: mark("{page}: no prediction"),
    OTHER_TEXT: mark("{page}: another raw text"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("gold", type=Path, metavar="GOLD", help="what is right")
    parser.add_argument("predicted", type=Path, metavar="PREDICTED", help="records of duizhao/1")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Evaluate; 1 if lines could not be read or pages could not be scored."""
    report = evaluate(arguments.gold, arguments.predicted)
    if arguments.json:
        print_json(report.as_dict())
    else:
        print(report.table(), end="")
    predicted = str(arguments.predicted)
    lost = [
        Problem(predicted, 0, _LOST[page.lost], page.id, {"page": page.id}) for page in report.lost
    ]
    return int(say_problems([*report.problems, *lost]) > 0)
