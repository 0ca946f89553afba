"""Other cleaners beside a project's own proposals: taking in what they made, and comparing it.

A second cleaner's result is kept as proposals beside those of the article, one for each cleaner,
and changes neither the article nor what is said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from annotator.crews import Task, crew_of
from annotator.drafting import Propose, killed
from annotator.errors import NotAllowed
from annotator.formats import read_paths
from annotator.formats.base import Problem, ReadOptions, Record
from annotator.formats.record import checksum
from annotator.formats.strict_json import shortened
from annotator.model import ArticleId, Origin, Proposals
from annotator.pairs import compared
from annotator.parallel import cores
from annotator.progress import Progress
from annotator.review.apart import PROPOSED, RULES
from annotator.review.disagreement import Disagreement, count_apart, proposed_in
from annotator.workspace import Workspace

_AT_ONCE = 32


class Case(NamedTuple):
    """An article to be read as a cleaner left it; without a record it is cleaned here."""

    article: ArticleId
    raw: str
    own: Proposals
    record: Record | None


class Made(NamedTuple):
    """What a cleaner made of an article, None where that could not be found out."""

    article: ArticleId
    proposals: Proposals | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class CleanerReport:
    """Of how many articles a cleaner's result was kept, and what could not be."""

    kept: int
    problems: tuple[Problem, ...]


def add_cleaner(
    workspace: Workspace,
    name: str,
    paths: Sequence[Path],
    options: ReadOptions | None = None,
    *,
    format: str | None = None,
    progress: Progress | None = None,
) -> CleanerReport:
    """Keep what another cleaner made of articles that are here, read from files and folders.

    A record with raw and clean text, or with proposals, belongs to the article of that raw text;
    any other text is what the cleaner left of the article of its id. What was kept of this cleaner
    before is replaced article by article. Raises what `read_paths` raises, NotAllowed without a
    name; `progress` may raise Cancelled, and what was kept by then stays.
    """
    _check(name)
    read = read_paths(list(paths), options or ReadOptions(), format)
    cases = (_case(workspace, item) if isinstance(item, Record) else item for item in read)
    return _keep(workspace, name, cases, None, progress)


def add_rules(workspace: Workspace, progress: Progress | None = None) -> CleanerReport:
    """Keep what our own rules, as the project wants them, make of its pairs, under `RULES`.

    Raises NotAllowed where there are no pairs: everywhere else the rules' are what is proposed.
    """
    pairs = (d for d in workspace.documents() if d.article.pair)
    cases = (Case(d.article.id, d.article.raw, Proposals(), None) for d in pairs)
    report = _keep(workspace, RULES, cases, workspace.upkeep.cleaner()[0], progress)
    if not report.kept and not report.problems:
        raise NotAllowed(
            "No article came with another cleaner's text.",
            "What is proposed in all of them is the rules' own already.",
        )
    return report


def compare(
    workspace: Workspace, left: str, right: str, progress: Progress | None = None
) -> Disagreement:
    """Where two cleaners differ, over the articles that both have a result of.

    `PROPOSED` names what is proposed in the articles. Raises NotAllowed for an unknown name, and
    where both are the same; `progress` may raise Cancelled.
    """
    known = workspace.layers.cleanings.names()
    for name in (left, right):
        if name not in (PROPOSED, *known):
            listed = ", ".join(known) or "–"
            raise NotAllowed(
                "There is no cleaner {name}.", "Known are: {known}.", name=repr(name), known=listed
            )
    if left == right:
        raise NotAllowed("A cleaner does not differ from itself.", "Choose two.")
    ids = workspace.layers.cleanings.articles(left or right)
    found = Disagreement()
    for first in range(0, len(ids), _AT_ONCE):
        page = [ArticleId(number) for number in ids[first : first + _AT_ONCE]]
        held = [
            workspace.layers.cleanings.of(name, page) if name else None for name in (left, right)
        ]
        for document in workspace.documents(among=page):
            number = document.article.id
            both = [proposed_in(document) if h is None else h.get(number) for h in held]
            if both[0] is not None and both[1] is not None:
                count_apart(found, document, both[0], both[1])
        if progress is not None:
            progress(first + len(page), len(ids))
    found.places.sort(key=lambda place: (-place.characters, place.article, place.start))
    return found


def _check(name: str) -> None:
    if not name.strip() or name == RULES:
        raise NotAllowed(
            "A cleaner needs a name of its own.",
            "Name it after the program that made the texts.",
        )


def _case(workspace: Workspace, record: Record) -> Case | Problem:
    """The article that a record is about."""
    here = workspace.layers.with_text(checksum(record.raw), record.key)
    if here is None and record.clean is None:
        here = workspace.article_by_key(record.key)
        record = replace(record, clean=record.raw)
    if here is None:
        message = "no article here has this text, or the id {key}"
        values = {"key": shortened(record.key)}
        return Problem(record.file, record.line, message, record.key, values)
    document = workspace.document(here)
    return Case(here, document.article.raw, proposed_in(document), record)


def _keep(
    workspace: Workspace,
    name: str,
    cases: Iterable[Case | Problem],
    propose: Propose | None,
    progress: Progress | None,
) -> CleanerReport:
    """Go through cases, in other processes where they are many, and keep what comes of them."""
    problems: list[Problem] = []
    kept = done = 0
    with crew_of(propose) as crew:

        def take() -> None:
            nonlocal kept, done
            made = crew.take()
            run = [(one.article, one.proposals) for one in made if one.proposals is not None]
            workspace.layers.cleanings.put(name, run)
            kept, done = kept + len(run), done + len(made)
            problems.extend(problem for one in made for problem in one.problems)
            if progress is not None:
                progress(done, None)

        for chunk in _chunks(cases, problems):
            crew.give(Task(_work, chunk, _killed))
            if crew.waiting > 2 * cores():
                take()
        while crew.waiting:
            take()
    return CleanerReport(kept, tuple(problems))


def _chunks(cases: Iterable[Case | Problem], problems: list[Problem]) -> Iterator[list[Case]]:
    """The cases in pieces; problems among them go into the list."""
    chunk: list[Case] = []
    for case in cases:
        if isinstance(case, Problem):
            problems.append(case)
            continue
        chunk.append(case)
        if len(chunk) == _AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _work(propose: Propose | None, chunk: Sequence[Case]) -> list[Made]:
    return [_made(propose, case) for case in chunk]


def _made(propose: Propose | None, case: Case) -> Made:
    record = case.record
    if record is None:
        found = propose(case.raw, None) if propose else Proposals()
        return Made(case.article, Proposals(found.repairs, found.boilerplate))
    if record.clean is None:
        proposed = [span for span in record.repairs if span.origin is not Origin.PERSON]
        cuts = [span for span in record.boilerplate if span.origin is not Origin.PERSON]
        return Made(case.article, Proposals(tuple(proposed), tuple(cuts)))
    # The types are those of what is proposed at the same places.
    made, problems = compared(replace(record, raw=case.raw), case.own.boilerplate)
    kept = Proposals(made.repairs, made.boilerplate) if made is not None else None
    return Made(case.article, kept, tuple(problems))


def _killed(case: Case) -> list[Made]:
    file, line = (case.record.file, case.record.line) if case.record else (RULES, 0)
    return [Made(case.article, None, (killed(file, line),))]
