"""What the mouse is on in one pane, lit in the other."""

from __future__ import annotations

from functools import partial

from annotator.model import Boilerplate
from annotator.text.compose import Composition
from ui.text.marks import Look, Mark
from ui.text.paint import Range
from ui.text.pane import TextPane
from ui.views.pair_marks import clean_range


class PairLight:
    """Answers the mouse in either pane; `composition` is the map between their texts."""

    def __init__(self, raw: TextPane, clean: TextPane) -> None:
        self._raw, self._clean = raw, clean
        self.composition = Composition("", "", ())
        for pane, other in ((raw, clean), (clean, raw)):
            pane.hovered.connect(partial(self._light, pane, other))
            pane.mark_hovered.connect(partial(self._light_cut, pane, other))

    def _light(self, pane: TextPane, other: TextPane, offset: int) -> None:
        """Light the counterpart of the smallest thing around a character."""
        if not 0 <= offset < len(pane.text()):
            other.set_lit(None)
            return
        span = _under(pane, offset)
        shown = self._shown if pane is self._raw else self.composition.to_raw
        other.set_lit(shown(*span))

    def _light_cut(self, pane: TextPane, other: TextPane, target: object) -> None:
        """Light what was cut, or where it was."""
        span = (target.start, target.end) if isinstance(target, Boilerplate) else None
        if span is not None and pane is self._raw:
            span = self._shown(*span)
        other.set_lit(span)

    def _shown(self, start: int, end: int) -> Range:
        return clean_range(self.composition, start, end)


def _under(pane: TextPane, offset: int) -> Range:
    """The smallest marked range around a character, or its grapheme."""
    marks, character = pane.marks, pane.grapheme_at(offset)
    near: list[Mark] = []
    for layer in (marks.entities, *marks.base):
        near += [m for m in layer.within(*character) if m.start <= offset < m.end]
    near = [mark for mark in near if mark.look is not Look.REJECTED]
    if not near:
        return character
    smallest = min(near, key=lambda mark: mark.end - mark.start)
    return smallest.start, smallest.end
