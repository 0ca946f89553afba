"""The settings a project file holds: what a value may be, what it is at first, what it is for."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.catalogue import CAUSES

Value = str | tuple[str, ...]

SCRIPTS = ("t2s", "none", "tw2s", "hk2s", "s2t", "s2tw", "s2hk")
"""Whether characters are turned into another script, and which way.

From traditional to simplified or back; tw and hk are the standards of Taiwan and Hong Kong.
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. The type of `default` is the type of the value; `choices` is empty for any."""

    key: str
    default: Value
    help: str
    choices: tuple[str, ...] = ()


SETTINGS: tuple[Setting, ...] = (
    Setting("title", "", "The name of the project, as the window shows it."),
    Setting("annotator", "", "Who works on this project here; empty is the name of the account."),
    Setting(
        "causes",
        tuple(info.id for info in CAUSES),
        "What extraction errors may come from, by id or by a name of the project's own.",
    ),
    Setting("guidelines", "", "How to label, in Markdown, for everyone who works on the project."),
    Setting(
        "script",
        "t2s",
        "Into which script imported texts are turned, or none.",
        SCRIPTS,
    ),
    Setting("disabled_rules", (), "The ids of the cleaning rules that imports do not use."),
    Setting("enabled_rules", (), "The ids of the optional cleaning rules that imports use."),
    Setting("saved_filters", (), "The filters of the article list kept under a name, as JSON."),
    Setting("disabled_suggesters", (), "The ids of the sources of suggestions that are off."),
    Setting(
        "least_score",
        "",
        "The least score, from 0 to 1, of a suggestion to show; empty: found automatically.",
    ),
    Setting("own_patterns", (), "The project's own regular expressions for entities, as JSON."),
    Setting("model", "", "The model trained on this project's verdicts; empty is the shipped one."),
)

_BY_KEY = {setting.key: setting for setting in SETTINGS}


def setting_of(key: str) -> Setting:
    """The setting with this key; raises KeyError that names those there are.

    >>> setting_of("script").default
    't2s'
    """
    if key not in _BY_KEY:
        raise KeyError(f"no setting {key!r}; there are {', '.join(_BY_KEY)}")
    return _BY_KEY[key]


def checked(key: str, value: object) -> Value:
    """The value as this setting stores it; raises ValueError for one it cannot have.

    >>> checked("disabled_rules", ["script.t2s"])
    ('script.t2s',)
    """
    setting = setting_of(key)
    if isinstance(setting.default, str):
        if isinstance(value, str) and (not setting.choices or value in setting.choices):
            return value
    elif isinstance(value, (list, tuple)) and all(isinstance(part, str) for part in value):
        return tuple(value)
    raise ValueError(f"{value!r} is no value for the setting {key!r}")
