"""Keys that arrive as text: full width, Chinese signs, composed or committed."""

from __future__ import annotations

import string

import pytest

from annotator.catalogue import DEFAULT_LABELS
from ui.actions import ACTIONS
from ui.keys.typed import Composing, plain_key


def wide(key: str) -> str:
    return chr(ord(key) + 0xFEE0)


SINGLE = sorted(
    {key for spec in ACTIONS for key in spec.keys if len(key) == 1}
    | {label.key for label in DEFAULT_LABELS}
)


@pytest.mark.parametrize("key", SINGLE)
def test_plain_key_reads_full_width_as_the_key_it_came_from(key: str) -> None:
    assert plain_key(wide(key)) == key


def test_plain_key_reads_every_sign_of_a_keyboard_in_full_width() -> None:
    keys = string.ascii_letters + string.digits + string.punctuation
    assert "".join(plain_key(wide(key)) for key in keys) == keys


@pytest.mark.parametrize("text", ["", "人", "ab", "é", "\n", "𠮷", "ｱ"])
def test_plain_key_leaves_other_text_alone(text: str) -> None:
    assert plain_key(text) == text


@pytest.mark.parametrize(
    ("events", "keys"),
    [
        ([("", "y")], ["y"]),
        ([("", "Ｙ")], ["Y"]),
        ([("", "——")], ["_"]),
        ([("y", ""), ("", "")], ["y"]),
        ([("y", ""), ("", "y")], ["y"]),
        ([("y", ""), ("ya", ""), ("", "呀")], ["y", "a"]),
        ([("y", ""), ("y a", ""), ("", "")], ["y", "a"]),
        ([("y", ""), ("", ""), ("y", "")], ["y", "y"]),
        ([("y", ""), ("", ""), ("", "y")], ["y", "y"]),
        ([("y", ""), ("", "Ｎ")], ["y", "N"]),
        ([("", "今天")], []),
        ([("今", "")], []),
        ([("jin tian", ""), ("", "今天")], []),
        ([("", "")], []),
    ],
)
def test_composing_gives_each_key_once(events: list[tuple[str, str]], keys: list[str]) -> None:
    composing = Composing()
    assert [key for event in events for key in composing.take(*event)] == keys
