"""Check that everything in a project is true: texts, ranges, counts, history.

Each fault is named. With --repair what can be worked out anew is put right, after a copy of the
project was put beside it; the rest is listed. Verdicts on what is no longer proposed are named
too: they do no harm, and stay.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from annotator.checking import CheckReport
from annotator.cli.output import Progress, end_progress, print_json, say
from annotator.errors import filled
from annotator.store.checking import Fault
from annotator.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the project file")
    parser.add_argument("--repair", action="store_true", help="mend what can be mended")
    parser.add_argument("--json", action="store_true", help="for a program to read")


def run(arguments: argparse.Namespace) -> int:
    """Check, mend, and name what is left; 1 where something is."""
    with Workspace.open(arguments.project) as workspace:
        report = workspace.upkeep.check(repair=arguments.repair, progress=Progress("articles"))
    end_progress()
    if arguments.json:
        copy = str(report.copy) if report.copy else None
        print_json({"faults": [_as_json(f, report.mended) for f in report.faults], "copy": copy})
    else:
        _say(report, str(arguments.project))
    return 1 if report.left else 0


def _say(report: CheckReport, project: str) -> None:
    for fault in report.faults:
        place = f"{project}: {fault.article}" if fault.article else project
        done = " (mended)" if report.mended and fault.mends else ""
        say(f"{place}: {filled(fault.message, fault.values)}{done}")
    if not report.left:
        print("everything is true")
    if report.copy is not None:
        print(f"the project as it was is kept as {report.copy}")


def _as_json(fault: Fault, mended: bool) -> dict[str, object]:
    return {
        "article": fault.article or None,
        "message": filled(fault.message, fault.values),
        "harmless": fault.harmless,
        "mended": mended and bool(fault.mends),
    }
