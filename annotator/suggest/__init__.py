"""Entities that somebody may want to label, proposed from what the project knows.

suggester = Suggester()
suggester.fit(lessons, texts)      # in the background: half a minute for much
suggester.suggest(text)            # what is worth showing
suggester.observe(lesson)          # after each article, at once
suggester.load(suggester.dump())   # between runs
"""

from __future__ import annotations

import os

# One thread of arithmetic: several spin while they wait for each other on a busy machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from annotator.suggest.base import Lesson, Named, Source
from annotator.suggest.dictionaries import read_terms
from annotator.suggest.patterns import OwnPattern, Slow, compiled, places
from annotator.suggest.reasons import REASONS, Reason, reason, told_of
from annotator.suggest.sequence import Outcome
from annotator.suggest.suggester import Figure, Suggester
from annotator.suggest.worth import Taking

__all__ = [
    "REASONS",
    "Figure",
    "Lesson",
    "Named",
    "Outcome",
    "OwnPattern",
    "Reason",
    "Slow",
    "Source",
    "Suggester",
    "Taking",
    "compiled",
    "places",
    "read_terms",
    "reason",
    "told_of",
]
