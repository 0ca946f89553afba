"""Runs the rules and the model over a raw text and folds what they found back onto it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from annotator.learning.model import loaded
from annotator.learning.proposing import propose_more
from annotator.model import Boilerplate, Finding, MetaPlace, Origin, Proposals, Repair
from annotator.rules import LEARNED_BY_ID, RULE_BY_ID, RULES
from annotator.rules.arbiter import Settled, settle
from annotator.rules.base import BoilerplateRule, RepairRule, Rule
from annotator.rules.checks import check
from annotator.rules.metadata import meta_from, read_meta
from annotator.rules.page import Page
from annotator.rules.script import rule_of
from annotator.text.aligned import AlignedText, Step
from annotator.text.recurring import Recurring
from annotator.text.structure import Structure

RULES_VERSION = "12"
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
    text, page, cuts = read(raw, profile, structure, recurring)
    more = _more(page, cuts, profile) if MODEL not in profile.disabled else []
    boilerplate = tuple(_boilerplate(text, sorted([*cuts, *more])))
    traced = read_meta(page, cuts)
    return Proposals(
        _repairs(text),
        boilerplate,
        meta_from(traced),
        tuple(_findings(text, check(page, [*cuts, *more]))),
        tuple(MetaPlace(one.field, *text.to_raw(one.start, one.end)) for one in traced),
    )


def _more(page: Page, cuts: list[Settled], profile: Profile) -> list[Settled]:
    """What the model proposes.

    Where no rule finds anything there is no frame, for all that the shipped model can know.
    """
    own = bool(profile.model)
    return propose_more(page, cuts, loaded(profile.model), own=own) if cuts or own else []


def read(
    raw: str,
    profile: Profile = STANDARD,
    structure: Structure | None = None,
    recurring: Recurring | None = None,
) -> tuple[AlignedText, Page, list[Settled]]:
    """The text as repaired, the page that it makes, and what the rules cut from that."""
    repairing, cutting = _chosen(profile)
    text = AlignedText(raw)
    for repair in repairing:
        found = tuple(repair.find(text.text))
        if found:
            text = text.then(Step(repair.id, found))
    page = Page(
        text.text,
        structure.moved(text.from_raw) if structure else None,
        recurring.moved(text.from_raw) if recurring else None,
    )
    asked = (rule for rule in cutting if not rule.of_row or rule.id in page.marked)
    cuts = settle(page.text, ((rule, cut) for rule in asked for cut in rule.find(page)))
    return text, page, cuts


@lru_cache(maxsize=8)
def _chosen(profile: Profile) -> tuple[tuple[RepairRule, ...], tuple[BoilerplateRule, ...]]:
    """The rules that run, both kinds in their order."""
    on = [rule for rule in RULES if is_on(rule, profile)]
    return (
        tuple(rule for rule in on if isinstance(rule, RepairRule)),
        tuple(rule for rule in on if isinstance(rule, BoilerplateRule)),
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
    return tuple(
        Repair(
            change.start,
            change.end,
            change.text,
            RULE_BY_ID[change.rules[0]].type,
            change.rules,
            change.confidence,
            change.details,
        )
        for change in text.changes
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
