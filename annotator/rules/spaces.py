"""White space that was lost, doubled or made invisible."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.rules.base import RepairRule
from annotator.text.edits import Edit

_INDENT = re.compile("^[? \u3000\u00a0]+(?=[^\\s?!])", re.M)


def lost_indents(text: str) -> Iterator[Edit]:
    """Question marks that stand for the spaces of an indent go."""
    if "??" not in text:
        return
    for hit in _INDENT.finditer(text):
        if "??" in hit[0]:
            yield Edit(hit.start(), hit.end(), "", 0.95)


RULES = (
    RepairRule(
        "spaces.lost_indents",
        "lost_space",
        lost_indents,
        "段首的空格变成了问号",
        "the spaces of an indent became question marks",
        (("??? ??虹桥", "虹桥"), ("真的吗??", "真的吗??"), ("??", "??")),
    ),
)
