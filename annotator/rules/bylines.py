"""Credits inside a paragraph: a name in brackets that ends the article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.page import Page
from annotator.rules.phrases.words import NAME

_SIGNED = re.compile(
    rf"(?<=[。”!?…])\((?:[^()]{{0,30}}[\s:]|(?:作者|记者|通讯员|编辑)\s?)?{NAME}(?:[\s、]+{NAME}){{0,4}}\)$"
)


def signatures(page: Page) -> Iterator[Cut]:
    """The author's name in brackets behind the last sentence of the article."""
    lines = [line for line in page.lines if line.prose]
    for line in lines:
        hit = _SIGNED.search(line.text[-60:])
        if hit:
            start = line.end - len(hit[0])
            yield Cut(start, line.end, 0.9, (hit[0],))


RULES = (
    BoilerplateRule(
        "bylines.signatures",
        "editor_line",
        signatures,
        "文末括号里的署名{0}",
        "the author's name in brackets at the end: {0}",
    ),
)
