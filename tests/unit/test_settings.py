"""Settings have types, and their keys are known."""

from __future__ import annotations

import pytest

from annotator.settings import SETTINGS, checked, setting_of


def test_every_setting_takes_its_own_default_and_says_what_it_is_for() -> None:
    for setting in SETTINGS:
        assert checked(setting.key, setting.default) == setting.default
        assert setting.help.endswith(".")
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)


@pytest.mark.parametrize(
    ("key", "value"), [("title", 3), ("script", "x2y"), ("disabled_rules", "a"), ("title", ["a"])]
)
def test_checked_refuses_a_value_of_another_kind(key: str, value: object) -> None:
    with pytest.raises(ValueError, match=key):
        checked(key, value)


def test_unknown_setting_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match="disabled_rules"):
        setting_of("colour")
