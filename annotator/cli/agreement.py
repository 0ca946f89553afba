"""How far the annotators of a project agree on entities.

Every two people who have a version of the same articles are compared: F1 of spans, with equal
ranges and with ranges that overlap, and Cohen's kappa on characters; Krippendorff's alpha over
all. Versions come from `merge` and from second passes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from annotator.cli.output import print_json, say
from annotator.counts import Counts
from annotator.review.agreement import Agreement, PairFigures, agreement
from annotator.workspace import Workspace

_WORST = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the project file")
    parser.add_argument("--json", action="store_true", help="for a program to read")


def run(arguments: argparse.Namespace) -> int:
    """Print the figures."""
    with Workspace.open(arguments.project) as workspace:
        found = agreement(workspace.layers.compared())
    if arguments.json:
        print_json(as_json(found))
    elif not found.pairs:
        say("No article has versions of two people: merge projects or begin a second pass.")
    else:
        _print(found)
    return 0


def as_json(found: Agreement) -> dict[str, object]:
    """The figures as a program reads them."""
    return {
        "alpha": found.alpha(),
        "alpha_by_label": {label: found.alpha(label) for label in found.labels},
        "pairs": [
            {
                "annotators": list(names),
                "articles": len(figures.articles),
                "exact": _counts(figures.exact),
                "overlapping": _counts(figures.overlapping),
                "kappa": figures.kappa(),
                "labels": {
                    label: {**_counts(counts), "kappa": figures.kappa(label)}
                    for label, counts in sorted(figures.labels.items())
                },
                "worst": figures.worst()[:_WORST],
            }
            for names, figures in sorted(found.pairs.items())
        ],
    }


def _counts(counts: Counts) -> dict[str, object]:
    return {
        "both": counts.right,
        "first_only": counts.missed,
        "second_only": counts.wrong,
        "f1": counts.f1,
    }


def _print(found: Agreement) -> None:
    print(f"Krippendorff's alpha on characters: {_figure(found.alpha())}")
    for names, figures in sorted(found.pairs.items()):
        print(f"\n{names[0]} and {names[1]}, {len(figures.articles)} articles")
        _print_pair(figures)


def _print_pair(figures: PairFigures) -> None:
    print(f"  {'':12} {'exact F1':>9} {'kappa':>6} {'both':>6} {'first':>6} {'second':>7}")
    for label, counts in (("all", figures.exact), *sorted(figures.labels.items())):
        kappa = _figure(figures.kappa(None if counts is figures.exact else label))
        print(
            f"  {label:12} {counts.f1:9.3f} {kappa:>6} {counts.right:6} {counts.missed:6} "
            f"{counts.wrong:7}"
        )
    print(f"  overlapping F1 {figures.overlapping.f1:.3f}")
    for key in figures.worst()[:_WORST]:
        counts = figures.articles[key]
        print(f"  {key}: {counts.missed + counts.wrong} differences, F1 {counts.f1:.3f}")


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
