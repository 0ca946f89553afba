"""Another extractor's output, opened as pairs and judged by gold: the review tells the truth."""

from __future__ import annotations

import pytest

from annotator.commands import AddBoilerplate, Judge
from annotator.formats.base import Record
from annotator.model import Verdict, key_of
from annotator.review.precision import By
from annotator.reviewing import review
from annotator.workspace import Workspace
from tests.marked_pages import MarkedPage, pages
from tests.workspaces import new_workspace

_SHORT = 14


def extracted(page: MarkedPage) -> str:
    """What an extractor leaves that goes by the length of lines alone."""
    return "\n".join(line for line in page.raw.split("\n") if len(line) > _SHORT)


def gold_of(page: MarkedPage) -> set[int]:
    """The characters a careful reader leaves out."""
    cut = {place for start, end, _ in page.boilerplate for place in range(start, end)}
    return {place for place in cut if not page.raw[place].isspace()}


def judge(workspace: Workspace, page: MarkedPage) -> None:
    """Say of every cut whether gold agrees, and cut what was missed, as a person would."""
    article = workspace.article_by_key(page.id)
    assert article is not None
    gold, covered = gold_of(page), set[int]()
    for cut in workspace.document(article).boilerplate:
        said = {p for p in range(cut.start, cut.end) if not page.raw[p].isspace()}
        right = said <= gold
        verdict = Verdict.ACCEPTED if right else Verdict.REJECTED
        workspace.run(Judge(article, (key_of(cut),), verdict))
        covered |= said if right else set()
    for start, end, kind in page.boilerplate:
        missed = [p for p in range(start, end) if p in gold - covered]
        if missed:
            workspace.run(AddBoilerplate(article, missed[0], missed[-1] + 1, kind))


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Twelve pages as pairs, judged."""
    chosen = list(pages())[:12]
    records = [Record(page.id, page.raw, clean=extracted(page)) for page in chosen]
    workspace = new_workspace(tmp_path_factory.mktemp("pairs"), *records)
    for page in chosen:
        judge(workspace, page)
    return workspace


def test_precision_and_recall_of_an_extractor_are_those_counted_by_hand(
    judged: Workspace,
) -> None:
    right = wrong = characters = missed = 0
    for page in list(pages())[:12]:
        gold = gold_of(page)
        article = judged.article_by_key(page.id)
        cuts = [c for c in judged.document(article).boilerplate if c.origin == "import"]
        accepted = set[int]()
        for cut in cuts:
            said = {p for p in range(cut.start, cut.end) if not page.raw[p].isspace()}
            if said <= gold:
                right += 1
                characters += cut.end - cut.start
                accepted |= said
            else:
                wrong += 1
        for start, end, _ in page.boilerplate:
            left = [p for p in range(start, end) if p in gold - accepted]
            missed += left[-1] + 1 - left[0] if left else 0
    figures = review(judged)[By.ORIGIN]["import"]
    assert right > 20 and wrong > 3 and missed > 100
    assert (figures.accepted, figures.rejected) == (right, wrong)
    assert figures.precision == right / (right + wrong)
    assert figures.recall == characters / (characters + missed)


def test_every_type_is_counted_where_it_was_missed(judged: Workspace) -> None:
    by_type = review(judged)[By.TYPE]
    total = review(judged)[By.ORIGIN]["import"]
    assert sum(one.characters_missed for one in by_type.values()) == total.characters_missed
    assert sum(one.accepted for one in by_type.values()) == total.accepted
