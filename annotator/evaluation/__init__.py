"""How well predicted records agree with gold: cleaning, metadata and entities."""

from __future__ import annotations

from pathlib import Path

from annotator.evaluation.pages import read_pages
from annotator.evaluation.report import Report
from annotator.evaluation.scoring import score

__all__ = ["Report", "evaluate"]


def evaluate(gold: Path, predicted: Path) -> Report:
    """Score a file of `duizhao/1` records against gold, page by page.

    Gold is such records too, or objects with `id`, `boilerplate` as [start, end, type], `damage`
    as [start, end, text, type], and if known `raw`, `meta`, `clean`, `unsure` as [start, end],
    `entities` as [start, end, label]. Pages without a prediction count as missed whole. Raises
    InputError if one of the files holds no page.
    """
    golden, made = read_pages(gold), read_pages(predicted)
    scored = [score(page, made.find(page.id)) for page in golden.by_id.values()]
    used = {found.id for id in golden.by_id if (found := made.find(id))}
    extra = tuple(id for id in made.by_id if id not in used)
    return Report(tuple(scored), extra, (*golden.problems, *made.problems))
