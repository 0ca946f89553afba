"""Where two cleaners differ, as rows of tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from annotator.errors import mark
from annotator.review.disagreement import Disagreement

Translate = Callable[[str], str]

PROPOSED = ""
"""The name of what is proposed in the articles themselves."""
RULES = "rules"
"""The name of our own rules where they are compared with what pairs came with."""

SUM_COLUMNS = (
    mark("Left out by"),
    mark("Rule or type"),
    mark("Places"),
    mark("Characters"),
    mark("Decided"),
    mark("Of these left out"),
)
PLACE_COLUMNS = (
    mark("Text"),
    mark("Left out by"),
    mark("Rule or type"),
    mark("Characters"),
    mark("Article"),
)


def side_names(left: str, right: str, tr: Translate) -> tuple[str, str]:
    """What two cleaners are called; those of the program itself have a name in every language.

    >>> side_names("", "trafilatura", str)
    ('Proposed here', 'trafilatura')
    """
    names = {PROPOSED: tr(mark("Proposed here")), RULES: tr(mark("Rules"))}
    return names.get(left, left), names.get(right, right)


def sum_rows(found: Disagreement, names: tuple[str, str], tr: Translate) -> list[tuple[str, ...]]:
    """The sums under `SUM_COLUMNS`, those with the most characters first, behind the heads."""
    sums = sorted(found.sums.items(), key=lambda item: (-item[1].characters, item[0]))
    rows = [
        (
            *(names[right], name, f"{one.places:,}", f"{one.characters:,}"),
            *(f"{one.decided:,}", f"{one.cut:,}" if one.decided else ""),
        )
        for (right, name), one in sums
    ]
    return [tuple(map(tr, SUM_COLUMNS)), *rows]


def apart_csv(found: Disagreement, names: tuple[str, str], tr: Translate) -> str:
    """The places nobody decided on yet as a table, the largest first."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow([*map(tr, PLACE_COLUMNS), tr(mark("Start")), tr(mark("End"))])
    for place in found.places:
        said = place.text, names[place.right], place.name, place.characters
        table.writerow([*said, place.key, place.start, place.end])
    return out.getvalue()
