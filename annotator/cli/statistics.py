"""Count what is in a project: articles, proposals and verdicts, entities, time spent."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.cli.output import Progress, end_progress, print_json
from annotator.document import Document
from annotator.model import Boilerplate, Origin, Repair, Status, Verdict
from annotator.workspace import Workspace

_STATES = ("open", "accepted", "rejected", "by hand")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the project file")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the counts."""
    with Workspace.open(arguments.project) as workspace:
        counts = workspace.counts()
        figures = count(workspace.documents(), sum(counts.values()))
        figures = {
            "title": workspace.title,
            "articles": {status.value: counts[status] for status in Status},
            **figures,
        }
    end_progress()
    if arguments.json:
        print_json(figures)
    else:
        print("\n".join(_lines(figures)))
    return 0


def count(documents: Iterable[Document], total: int) -> dict[str, object]:
    """Characters, seconds, labels, suggestions, repairs and boilerplate by type and verdict."""
    progress = Progress("articles")
    characters, seconds = 0, 0.0
    entities: Counter[str] = Counter()
    suggestions = 0
    repairs: Counter[tuple[str, str]] = Counter()
    boilerplate: Counter[tuple[str, str]] = Counter()
    errors: Counter[str] = Counter()
    for done, document in enumerate(documents, 1):
        characters += len(document.article.raw)
        seconds += document.article.seconds
        entities.update(
            document.labels[e.label].name
            for e in document.entities
            if e.verdict is Verdict.ACCEPTED
        )
        suggestions += len(document.suggestions)
        repairs.update(map(_state, document.repairs))
        boilerplate.update(map(_state, document.boilerplate))
        errors.update(f.type for f in document.findings if f.annotator is not None)
        progress(done, total)
    return {
        "characters": characters,
        "seconds": round(seconds, 1),
        "entities": dict(sorted(entities.items())),
        "suggestions": suggestions,
        "repairs": _by_type(repairs),
        "boilerplate": _by_type(boilerplate),
        "errors": dict(sorted(errors.items())),
    }


def _state(span: Repair | Boilerplate) -> tuple[str, str]:
    if span.origin is Origin.PERSON:
        return span.type, "by hand"
    return span.type, span.verdict.value if span.verdict else "open"


def _by_type(counts: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    types = sorted({kind for kind, _ in counts})
    return {kind: {state: counts[kind, state] for state in _STATES} for kind in types}


def _lines(figures: dict[str, object]) -> Iterator[str]:
    for name, value in figures.items():
        if not isinstance(value, dict):
            yield f"{name:24} {value}"
            continue
        yield name
        for key, inner in value.items():
            held = (
                ", ".join(f"{number} {state}" for state, number in inner.items() if number)
                if isinstance(inner, dict)
                else inner
            )
            yield f"  {key:22} {held}"
