"""Profiles: which rules run, by name or from a TOML file.

script = "none"

[rules]
bylines.credits = false
widths.punctuation = true
"script.simplified" = true
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from annotator.errors import InputError, mark
from annotator.pipeline import STANDARD, Profile
from annotator.reasons import unreadable
from annotator.rules import OPTIONAL, RULE_BY_ID
from annotator.settings import SCRIPTS

PROFILES: dict[str, Profile] = {"standard": STANDARD}

_KEYS = ("script", "rules")


def profile_of(name: str) -> Profile:
    """The profile called `name`, else the one in the file of that name.

    A file says what differs from the standard profile. Raises InputError for a file that is not
    there or not TOML, a key or a script it cannot have, and a rule that does not exist.

    >>> profile_of("standard").script
    't2s'
    """
    if name in PROFILES:
        return PROFILES[name]
    path = Path(name)
    if not path.exists():
        raise InputError(
            "There is no profile {name}.",
            "Known are: {known}; any other is the path of a TOML file.",
            name=name,
            known=", ".join(PROFILES),
        )
    fields = _read(path)
    for key in fields:
        _check(path, key, _KEYS)
    script = fields.get("script", STANDARD.script)
    _check(path, script, SCRIPTS)
    states = _states(path, fields.get("rules", {}))
    off = STANDARD.disabled | {rule for rule, state in states.items() if not state}
    on = frozenset(rule for rule, state in states.items() if state)
    return Profile(off - on, str(script), enabled=on & OPTIONAL)


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise unreadable(path, error, mark("Check the name and the permissions.")) from error
    except ValueError as error:
        raise InputError(
            "{path} is not TOML: {reason}.",
            "Correct the file, or leave --profile out.",
            path=path,
            reason=error,
        ) from error


def _states(path: Path, rules: object) -> dict[str, bool]:
    states: dict[str, bool] = {}
    if not isinstance(rules, dict):
        raise _not_switches(path, "rules")
    for rule, state in _flat(rules):
        _check(path, rule, RULE_BY_ID)
        if not isinstance(state, bool):
            raise _not_switches(path, rule)
        states[rule] = state
    return states


def _flat(rules: Mapping[str, object], family: str = "") -> Iterator[tuple[str, object]]:
    """The rules by id: TOML reads `a.b = true` as a table in a table."""
    for name, state in rules.items():
        if isinstance(state, dict):
            yield from _flat(state, f"{family}{name}.")
        else:
            yield family + name, state


def _check(path: Path, value: object, known: Mapping[str, object] | tuple[str, ...]) -> None:
    if not isinstance(value, str) or value not in known:
        raise InputError(
            "{path} says {value}, which is not known.",
            "Known there are: {known}.",
            path=path,
            value=repr(value),
            known=", ".join(known),
        )


def _not_switches(path: Path, name: str) -> InputError:
    return InputError(
        "{path} does not say true or false of {name}.",
        'Write it as in: [rules], and below it "bylines.credits = false".',
        path=path,
        name=name,
    )
