"""List the cleaning rules: id, type, whether it is on, and what it does in one sentence.

With --profile, whether each is on in that profile.
"""

from __future__ import annotations

import argparse
import inspect

from annotator.cli.output import print_json
from annotator.pipeline import Profile, is_on
from annotator.profiles import profile_of
from annotator.rules import RULES
from annotator.rules.base import RepairRule, Rule


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_profile(parser)
    parser.add_argument("--json", action="store_true", help="print the list as JSON")


def add_profile(parser: argparse.ArgumentParser) -> None:
    """Add --profile."""
    parser.add_argument(
        "--profile",
        default="standard",
        metavar="NAME|FILE",
        help="which rules run: standard, or a TOML file that says what differs from it",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the table."""
    profile = profile_of(arguments.profile)
    rows = [row(rule, profile) for rule in RULES]
    if arguments.json:
        print_json(rows)
        return 0
    widths = [max(len(str(each[name])) for each in rows) for name in ("id", "type")]
    for each in rows:
        state = "on " if each["on"] else "off"
        print(f"{each['id']:{widths[0]}}  {each['type']:{widths[1]}}  {state}  {each['does']}")
    return 0


def row(rule: Rule, profile: Profile) -> dict[str, object]:
    """One rule as the list shows it.

    >>> from annotator.pipeline import STANDARD
    >>> row(RULES[0], STANDARD)["kind"]
    'repair'
    """
    return {
        "id": rule.id,
        "kind": "repair" if isinstance(rule, RepairRule) else "boilerplate",
        "type": rule.type,
        "on": is_on(rule, profile),
        "does": description(rule),
    }


def description(rule: Rule) -> str:
    """What the rule does, as the first sentence of its own docstring says.

    >>> description(RULES[0]).endswith(".")
    True
    """
    return " ".join((inspect.getdoc(rule.find) or "").split("\n\n", 1)[0].split())
