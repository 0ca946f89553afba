"""Write the articles of a project to a file or folder, or to standard output with `-o -`.

It appears when it is whole; until then an older one of that name stays as it was. What a format
cannot hold is listed in OUT.losses.jsonl. Formats of several files, and splits, write a folder.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from annotator.cli.output import Progress, bytes_out, end_progress, say, say_problems
from annotator.errors import InputError
from annotator.exporting import ExportOptions, export_file, export_to, needs_folder
from annotator.formats import EXPORTERS
from annotator.formats.base import Coordinates
from annotator.model import Status
from annotator.splitting import Split, SplitBy, shares_of
from annotator.workspace import Workspace

_FORMATS = [each.id for each in EXPORTERS]
_ARGUMENTS: dict[tuple[str, ...], dict[str, Any]] = {
    ("project",): {"type": Path, "metavar": "PROJECT", "help": "the project file"},
    ("-o", "--output"): {
        "required": True,
        "metavar": "OUT",
        "help": "the file or folder; - for standard output",
    },
    ("--format",): {"choices": _FORMATS, "default": _FORMATS[0], "help": "what to write"},
    ("--coordinates",): {
        "choices": [each.value for each in Coordinates],
        "default": Coordinates.CLEAN.value,
        "help": "the text to give and to count on (clean); jsonl always holds both",
    },
    ("--only",): {
        "choices": [each.value for each in Status],
        "help": "only articles of this status; a version has that of when it was kept",
    },
    ("--confirmed",): {"action": "store_true", "help": "only labels that a person accepted"},
    ("--label",): {
        "action": "append",
        "default": [],
        "metavar": "OLD=NEW",
        "help": "give a label another name, or leave it out with OLD=; may be repeated",
    },
    ("--mask",): {
        "action": "store_true",
        "help": "make phone numbers and e-mail addresses unreadable",
    },
    ("--split",): {"metavar": "80/10/10", "help": "write train, dev and test in these shares"},
    ("--split-by",): {
        "choices": [each.value for each in SplitBy],
        "default": SplitBy.ARTICLE.value,
        "help": "what stays together in one part (article)",
    },
    ("--seed",): {
        "type": int,
        "default": 0,
        "metavar": "N",
        "help": "another number splits otherwise (0)",
    },
}
_WHOSE: dict[str, dict[str, Any]] = {
    "--annotator": {
        "metavar": "A",
        "help": "only the work of this annotator, as it stands or as the version kept of it",
    },
    "--gold": {
        "action": "store_true",
        "help": "only articles that were settled between annotators",
    },
}
"""Of these only one may be given."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    for names, told in _ARGUMENTS.items():
        parser.add_argument(*names, **told)
    whose = parser.add_mutually_exclusive_group()
    for name, told in _WHOSE.items():
        whose.add_argument(name, **told)


def run(arguments: argparse.Namespace) -> int:
    """Export; 1 if the format could not hold something."""
    options = _options(arguments)
    progress = Progress("articles")
    if arguments.output == "-" and needs_folder(options):
        raise InputError("This export is several files.", "Name a folder to write them into.")
    with Workspace.open(arguments.project) as workspace:
        if arguments.output == "-":
            report = export_to(workspace, bytes_out(), options, progress)
        else:
            report = export_file(workspace, Path(arguments.output), options, progress)
    end_progress()
    parts = ", ".join(f"{part} {count}" for part, count in report.parts)
    say(f"{report.written} articles written" + (f": {parts}" if len(report.parts) > 1 else ""))
    return int(say_problems(report.problems) > 0)


def _options(arguments: argparse.Namespace) -> ExportOptions:
    split = None
    if arguments.split:
        shares, by = shares_of(arguments.split), SplitBy(arguments.split_by)
        split = Split(shares, by, arguments.seed)
    return ExportOptions(
        arguments.format,
        Status(arguments.only) if arguments.only else None,
        arguments.annotator,
        Coordinates(arguments.coordinates),
        arguments.confirmed,
        tuple(map(_renamed, arguments.label)),
        arguments.mask,
        split,
        arguments.gold,
    )


def _renamed(text: str) -> tuple[str, str]:
    old, sign, new = text.partition("=")
    if not (sign and old.strip()):
        message = "{text} does not say what a label is to be called."
        raise InputError(message, "Write it as OLD=NEW, or OLD= to leave it out.", text=repr(text))
    return old.strip(), new.strip()
