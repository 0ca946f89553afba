"""The rules, in the one order they run in."""

from __future__ import annotations

from annotator.model import Boilerplate, Repair
from annotator.rules import (
    bylines,
    codecs,
    contact,
    excerpts,
    forum,
    furniture,
    glosses,
    glued,
    head,
    invisible,
    jammers,
    keywords,
    learned,
    lists,
    markup,
    parts,
    script,
    shift,
    spaces,
    spam,
    structure,
)
from annotator.rules.base import LearnedReason, Rule

RULES: tuple[Rule, ...] = (
    *codecs.RULES,
    *shift.RULES,
    *excerpts.RULES,
    *glosses.RULES,
    *markup.RULES,
    *spaces.RULES,
    *jammers.RULES,
    *invisible.RULES,
    *script.RULES,
    *markup.LINES,
    *lists.RULES,
    *contact.RULES,
    *spam.RULES,
    *forum.RULES,
    *head.RULES,
    *bylines.RULES,
    *glued.RULES,
    *keywords.RULES,
    *parts.RULES,
    *furniture.RULES,
    *structure.RULES,
)

RULE_BY_ID = {rule.id: rule for rule in RULES}
LEARNED_BY_ID = {reason.id: reason for reason in learned.REASONS}


def reason(span: Repair | Boilerplate, language: str) -> str:
    """Why the first rule of a proposal made it, as one sentence in "zh" or "en".

    Empty where no rule is named. Raises KeyError for a rule that does not exist.

    >>> reason(Repair(1, 5, "", "pinyin_gloss", ("glosses.readings",), 1.0, ("區", "qū")), "en")
    '“qū” is a pinyin gloss on “區”'
    """
    if not span.rules:
        return ""
    first = span.rules[0]
    rule: Rule | LearnedReason = LEARNED_BY_ID.get(first) or RULE_BY_ID[first]
    return (rule.zh if language == "zh" else rule.en).format(*span.details)
