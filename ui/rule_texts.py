"""Why rules and checks found something, once they are loaded.

The rules compile their patterns for a third of a second, and whoever asks for a module that another
thread is still importing waits until it is done. What is shown unasked goes without until then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from annotator.model import Finding
from annotator.review.queue import Proposal
from ui.i18n import language


@dataclass(frozen=True, slots=True)
class _Texts:
    of_proposal: Callable[[Proposal, str], str]
    of_finding: Callable[[Finding, str], str]


_loaded: list[_Texts] = []


def load() -> None:
    """Load the rules; work for the background, and quick if that is done already."""
    from annotator.rules import reason
    from annotator.rules.checks import told

    _loaded[:] = [_Texts(reason, told)]


def are_loaded() -> bool:
    """Whether `load` is done."""
    return bool(_loaded)


def why(proposal: Proposal) -> str:
    """Why a proposal was made, in the language of the window; empty until the rules are loaded."""
    return _loaded[0].of_proposal(proposal, language().value) if _loaded else ""


def damage(finding: Finding) -> str:
    """What a finding says, in the language of the window; empty until the rules are loaded."""
    return _loaded[0].of_finding(finding, language().value) if _loaded else ""
