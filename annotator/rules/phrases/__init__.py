"""The table of phrases: the first row that fits a short line says what it is."""

from __future__ import annotations

from annotator.rules.phrases.base import Phrase
from annotator.rules.phrases.bylines import BYLINES
from annotator.rules.phrases.controls import CONTROLS, SHELLS
from annotator.rules.phrases.notices import NOTICES, PATHS

PHRASES: tuple[Phrase, ...] = (*PATHS, *NOTICES, *SHELLS, *BYLINES, *CONTROLS)

LONGEST_PHRASE = max(row.limit for row in PHRASES)
