"""Runs the rules and the model over a raw text and folds what they found back onto it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from annotator.learning.model import loaded
from annotator.learning.proposing import propose_more
from annotator.model import Boilerplate, Finding, MetaPlace, Origin, Proposals, Repair
from annotator.rules import LEARNED_BY_ID, RULE_BY_ID, RULES
from annotator.rules.arbiter import Settled, settle
from annotator.rules.base import BoilerplateRule, Cut, RepairRule, Rule
from annotator.rules.checks import check
from annotator.rules.metadata import meta_from, read_meta
from annotator.rules.page import Page
from annotator.rules.script import rule_of
from annotator.text.aligned import AlignedText, Step
from annotator.text.recurring import Recurring
from annotator.text.structure import Structure

RULES_VERSION = "15"
"""Changes whenever the same raw text may get other proposals."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What to leave out of a run: rules by id; `script` is one of `annotator.settings.SCRIPTS`.

    `enabled` names the optional rules that run.

    `model` is the text of a model that a project trained, or empty for the shipped one; the rule
    id "model" leaves it out.
    """

    disabled: frozenset[str] = frozenset()
    script: str = "t2s"
    model: str = ""
    enabled: frozenset[str] = frozenset()


STANDARD = Profile()

MODEL = "model"
"""What stands for the learned model among the ids of rules that are left out."""

_BLANK_REACH = 64


def propose(
    raw: str,
    profile: Profile = STANDARD,
    structure: Structure | None = None,
    recurring: Recurring | None = None,
) -> Proposals:
    """All that the rules see in `raw`: repairs, boilerplate, metadata and findings.

    `structure` is what the source of a page said of `raw`, `recurring` what of it stands in other
    articles. Offsets are code points on raw. The same arguments always give the same proposals.

    >>> [(r.start, r.end, r.text) for r in propose("徐匯區(qū)高質(zhì)量建設(shè)").repairs][:2]
    [(1, 3, '汇区'), (3, 7, '')]
    """
    return propose_all([Asked(raw, structure, recurring)], profile)[0]


class Asked(NamedTuple):
    """A text, what the source of its page said of it, and what of it stands in other articles."""

    raw: str
    structure: Structure | None = None
    recurring: Recurring | None = None


def propose_all(asked: Sequence[Asked], profile: Profile = STANDARD) -> list[Proposals]:
    """The proposals for several texts, each what `propose` says of it, in less time.

    One rule looks at all of them before the next one does: with their tables, all the rules
    together are too large for the memory that is next to a processor.

    >>> found = propose_all([Asked("正文。\\n责任编辑:张三"), Asked("正文。")])
    >>> [len(one.boilerplate) for one in found]
    [1, 0]
    """
    looked = read_all(asked, profile)
    more = [
        _more(page, cuts, profile) if MODEL not in profile.disabled else []
        for _, page, cuts in looked
    ]
    traced = [read_meta(page, cuts) for _, page, cuts in looked]
    return [
        Proposals(
            _repairs(text),
            tuple(_boilerplate(text, sorted([*cuts, *others]))),
            meta_from(values),
            tuple(_findings(text, check(page, [*cuts, *others]))),
            tuple(MetaPlace(one.field, *text.to_raw(one.start, one.end)) for one in values),
        )
        for (text, page, cuts), others, values in zip(looked, more, traced, strict=True)
    ]


def _more(page: Page, cuts: list[Settled], profile: Profile) -> list[Settled]:
    """What the model proposes.

    Where no rule finds anything there is no frame, for all that the shipped model can know.
    """
    own = bool(profile.model)
    return propose_more(page, cuts, loaded(profile.model), own=own) if cuts or own else []


Looked = tuple[AlignedText, Page, list[Settled]]
"""The text as repaired, the page that it makes, and what the rules cut from that."""


def read(raw: str, profile: Profile = STANDARD) -> Looked:
    """What the rules make of a text."""
    return read_all([Asked(raw)], profile)[0]


def read_all(asked: Sequence[Asked], profile: Profile = STANDARD) -> list[Looked]:
    """What the rules make of several texts."""
    chosen = _chosen(profile)
    made = [_made(one, chosen.repairing) for one in asked]
    found = chosen.cuts([page for _, page in made])
    return [
        (text, page, settle(page.text, some))
        for (text, page), some in zip(made, found, strict=True)
    ]


def _made(asked: Asked, repairing: Iterable[RepairRule]) -> tuple[AlignedText, Page]:
    """A text as repaired, and the page that it makes, in simplified characters already.

    What its script is was looked at by the last rules, and that is remembered for a few texts.
    """
    text = _repaired(asked.raw, repairing)
    page = _page(text, asked)
    page.plain  # noqa: B018
    return text, page


def _repaired(raw: str, repairing: Iterable[RepairRule]) -> AlignedText:
    text = AlignedText(raw)
    for repair in repairing:
        found = tuple(repair.find(text.text))
        if found:
            text = text.then(Step(repair.id, found))
    return text


def _page(text: AlignedText, asked: Asked) -> Page:
    return Page(
        text.text,
        asked.structure.moved(text.from_raw) if asked.structure else None,
        asked.recurring.moved(text.from_raw) if asked.recurring else None,
    )


class _Chosen(NamedTuple):
    """The rules that run, both kinds in their order.

    Most of what cuts is of a row of the table of phrases, and few rows fit any line of a page: so
    `rows` has the places of those by id, `always` the places of all others.
    """

    repairing: tuple[RepairRule, ...]
    cutting: tuple[BoilerplateRule, ...]
    always: tuple[int, ...]
    rows: Mapping[str, int]

    def cuts(self, pages: Sequence[Page]) -> list[list[tuple[BoilerplateRule, Cut]]]:
        """What is found on each page, in the order of the rules."""
        found: list[list[tuple[BoilerplateRule, Cut]]] = [[] for _ in pages]
        fitting: dict[int, list[int]] = {}
        for number, page in enumerate(pages):
            for row in page.marked.keys() & self.rows.keys():
                fitting.setdefault(self.rows[row], []).append(number)
        for at in sorted((*self.always, *fitting)):
            rule = self.cutting[at]
            for number in fitting.get(at, range(len(pages))):
                # Most rules find nothing on most pages.
                for cut in rule.find(pages[number]):
                    found[number].append((rule, cut))
        return found


@lru_cache(maxsize=8)
def _chosen(profile: Profile) -> _Chosen:
    on = [rule for rule in RULES if is_on(rule, profile)]
    cutting = tuple(rule for rule in on if isinstance(rule, BoilerplateRule))
    return _Chosen(
        tuple(rule for rule in on if isinstance(rule, RepairRule)),
        cutting,
        tuple(at for at, rule in enumerate(cutting) if not rule.of_row),
        {rule.id: at for at, rule in enumerate(cutting) if rule.of_row},
    )


def is_on(rule: Rule, profile: Profile) -> bool:
    """Whether a rule runs in this profile.

    >>> [is_on(rule, Profile(script="none")) for rule in RULES if rule.type == "script_variant"]
    [False, False, False, False, False, False]
    """
    if rule.type == "script_variant" and rule.id != rule_of(profile.script):
        return False
    if isinstance(rule, RepairRule) and rule.optional:
        return rule.id in profile.enabled
    return rule.id not in profile.disabled


def _repairs(text: AlignedText) -> tuple[Repair, ...]:
    types = {rule: RULE_BY_ID[rule].type for rule in {change.rules[0] for change in text.changes}}
    return tuple(
        [
            Repair(start, end, said, types[rules[0]], rules, confidence, details)
            for start, end, said, rules, confidence, details in text.changes
        ]
    )


def _boilerplate(text: AlignedText, cuts: Iterable[Settled]) -> Iterator[Boilerplate]:
    """The cuts as ranges on raw, each with the deletions that belong to it."""
    deleted_from = {change.start: change.end for change in text.changes if not change.text}
    deleted_to = {end: start for start, end in deleted_from.items()}
    for cut in cuts:
        start, end = text.to_raw(cut.start, cut.end)
        low = deleted_to.get(start, start)
        if low == 0 or text.raw[low - 1] == "\n":
            start = low
        end = _grown(text.raw, deleted_from.get(end, end), deleted_from)
        origin = Origin.MODEL if cut.rules[0] in LEARNED_BY_ID else Origin.RULE
        yield Boilerplate(start, end, cut.type, cut.rules, cut.confidence, cut.details, origin)


def _findings(text: AlignedText, found: Iterable[Finding]) -> Iterator[Finding]:
    for one in found:
        start, end = text.to_raw(one.start, one.end)
        yield replace(one, start=start, end=end)


def _grown(raw: str, end: int, deleted_from: Mapping[int, int]) -> int:
    """The end of a cut after the lines behind it of which nothing is left."""
    at = end
    while at < len(raw) and (at in deleted_from or raw[at].isspace()):
        if at in deleted_from:
            at = deleted_from[at]
            rest = raw[at : at + _BLANK_REACH].partition("\n")[0]
            end = end if rest.strip() else at
        else:
            at += 1
    return end
