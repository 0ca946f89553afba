"""The rules, in the one order they run in."""

from __future__ import annotations

import re

from annotator.model import Boilerplate, Origin, Repair
from annotator.rules import (
    bylines,
    codecs,
    contact,
    content,
    dated,
    dodging,
    echoes,
    excerpts,
    forum,
    furniture,
    glosses,
    glued,
    head,
    headline,
    invisible,
    jammers,
    keywords,
    leads,
    learned,
    lists,
    markup,
    parts,
    records,
    recurring,
    repeats,
    script,
    shift,
    spaces,
    spam,
    structure,
    tails,
    widths,
    wraps,
)
from annotator.rules.base import LearnedReason, RepairRule, Rule

RULES: tuple[Rule, ...] = (
    *codecs.RULES,
    *shift.RULES,
    *excerpts.RULES,
    *glosses.RULES,
    *markup.RULES,
    *spaces.RULES,
    *wraps.RULES,
    *jammers.RULES,
    *invisible.RULES,
    *dodging.RULES,
    *script.RULES,
    *widths.RULES,
    *markup.LINES,
    *lists.RULES,
    *contact.RULES,
    *spam.RULES,
    *forum.RULES,
    *records.RULES,
    *head.RULES,
    *headline.RULES,
    *leads.RULES,
    *bylines.RULES,
    *glued.RULES,
    *keywords.RULES,
    *parts.RULES,
    *furniture.RULES,
    *structure.RULES,
    *content.RULES,
    *tails.RULES,
    *dated.RULES,
    *repeats.RULES,
    *echoes.RULES,
    *recurring.RULES,
)

RULE_BY_ID = {rule.id: rule for rule in RULES}
OPTIONAL = frozenset(r.id for r in RULES if isinstance(r, RepairRule) and r.optional)
LEARNED_BY_ID = {reason.id: reason for reason in learned.REASONS}


def reason(span: Repair | Boilerplate, language: str) -> str:
    """Why the first rule of a proposal made it, as one sentence in "zh" or "en".

    Without a rule it says what an imported text did; empty where that is not known either, or
    where another version of the program had the rule, or had it say something else.

    >>> reason(Repair(1, 5, "", "pinyin_gloss", ("glosses.readings",), 1.0, ("區", "qū")), "en")
    '“qū” is a pinyin gloss on “區”'
    """
    if not span.rules:
        return _of_import(span, language) if span.origin is Origin.IMPORT else ""
    first = span.rules[0]
    rule: Rule | LearnedReason | None = LEARNED_BY_ID.get(first) or RULE_BY_ID.get(first)
    if rule is None:
        return ""
    try:
        return (rule.zh if language == "zh" else rule.en).format(*span.details)
    except IndexError:
        return ""


def _of_import(span: Repair | Boilerplate, language: str) -> str:
    if isinstance(span, Repair) and span.text:
        return "导入的清洗结果改写了这里" if language == "zh" else "changed in the imported text"
    return "导入的清洗结果删去了这里" if language == "zh" else "left out in the imported text"


def purpose(rule: Rule, language: str) -> str:
    """What a rule says of anything it finds, in "zh" or "en": its reason with nothing filled in.

    >>> purpose(RULE_BY_ID["markup.tags"], "en")
    'the HTML tag “…” was left over'
    """
    return re.sub(r"\{\d\}", "…", rule.zh if language == "zh" else rule.en)
