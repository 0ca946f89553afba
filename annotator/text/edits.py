"""Replacements in a text: applied, and followed by ranges both ways.

A sequence of edits is in order of start and without overlap; two may touch. Ranges are half-open,
in code points. After ICU's `Edits`: there is no finer map inside a replaced piece, so a range that
meets one widens to the whole of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Edit(NamedTuple):
    """Put `text` in place of before[start:end].

    `confidence` says how sure its rule is, and `details` fill the sentence that gives the reason.
    """

    start: int
    end: int
    text: str
    confidence: float = 1.0
    details: tuple[str, ...] = ()


def check(before: str, edits: Iterable[Edit]) -> None:
    """Raise ValueError unless the edits are in order, apart and inside `before`.

    >>> check("甲乙", [Edit(1, 2, "丙"), Edit(0, 1, "丁")])
    Traceback (most recent call last):
    ValueError: edit 0:1 does not follow offset 2 inside a text of 2
    """
    last = 0
    for edit in edits:
        if not last <= edit.start <= edit.end <= len(before):
            raise ValueError(
                f"edit {edit.start}:{edit.end} does not follow offset {last} "
                f"inside a text of {len(before)}"
            )
        last = edit.end


def apply(before: str, edits: Iterable[Edit]) -> str:
    """The text after all edits.

    >>> apply("區(qū)內", [Edit(1, 5, "")])
    '區內'
    """
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += before[at : edit.start], edit.text
        at = edit.end
    parts.append(before[at:])
    return "".join(parts)


def span_before(edits: Sequence[Edit], start: int, end: int) -> tuple[int, int]:
    """The range of the text before `edits` that after[start:end] came from.

    It never leaves out anything the range shows, and what was deleted at its edges is not in it.

    >>> span_before([Edit(1, 5, "")], 0, 1), span_before([Edit(1, 5, "")], 0, 2)
    ((0, 1), (0, 6))
    """
    low, high, shift = start, end, 0
    for edit in edits:
        at = edit.start + shift
        stop = at + len(edit.text)
        shift = stop - edit.end
        if at <= start:
            low = edit.start if start < stop else start - shift
        if at < end:
            high = edit.end if end <= stop else end - shift
        elif at > start:
            break
    return low, (high if start < end else low)


def span_after(edits: Sequence[Edit], start: int, end: int) -> tuple[int, int]:
    """The range of the text after `edits` that shows before[start:end].

    >>> span_after([Edit(1, 5, "")], 0, 5)
    (0, 1)
    """
    low, high, shift = start, end, 0
    for edit in edits:
        if edit.start <= start:
            low = edit.start + shift if start < edit.end else start + shift + _growth(edit)
        if edit.start < end:
            grown = shift + _growth(edit)
            high = edit.start + shift + len(edit.text) if end <= edit.end else end + grown
        elif edit.start > start:
            break
        shift += _growth(edit)
    return low, (high if start < end else low)


def _growth(edit: Edit) -> int:
    return len(edit.text) - (edit.end - edit.start)
