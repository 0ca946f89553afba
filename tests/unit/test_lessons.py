"""What an article teaches the sources of suggestions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.document import Document
from annotator.lessons import lesson_of
from annotator.model import (
    Article,
    ArticleId,
    Entity,
    Label,
    LabelId,
    Meta,
    SpanId,
    Status,
    Suggested,
)

PLACE = Label(LabelId(1), "LOC", "", "#000000", "")


@pytest.mark.parametrize(
    ("labels", "suggestions", "whole"),
    [(0, 0, False), (1, 0, True), (1, 10, True), (1, 11, False), (20, 20, True), (20, 21, False)],
)
def test_an_article_that_was_left_early_does_not_refuse_what_stands(
    labels: int, suggestions: int, whole: bool
) -> None:
    article = replace(Article(ArticleId(1), "a", "徐汇" * 50, "", Meta()), status=Status.DONE)
    made = tuple(Entity(SpanId(n), 2 * n, 2 * n + 2, PLACE.id) for n in range(labels))
    left = tuple(Suggested(2 * n, 2 * n + 2, PLACE.id, 0.5) for n in range(50 - suggestions, 50))
    document = Document(article, (), (), made, {PLACE.id: PLACE}, suggested=left)
    assert lesson_of(document).whole is whole
