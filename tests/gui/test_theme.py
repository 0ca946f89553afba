"""The colours of both themes, measured."""

from __future__ import annotations

import pytest

from annotator.catalogue import DEFAULT_LABELS
from ui.theme import contrast, mixed, readable, theme

LEAST = 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_theme_text_can_be_read_on_every_ground(dark: bool) -> None:
    look = theme(dark)
    papers = {"raw": look.raw_paper, "clean": look.clean_paper}
    pairs = {
        **{f"text on {name}": (look.text, paper) for name, paper in papers.items()},
        **{
            f"text on {name}": (look.text, getattr(look, name))
            for name in ("window", "surface", "raised", "repair_ground", "repair_quiet_ground",
                         "selection", "selection_idle", "lit_ground")
        },
        "cut on raw": (look.text_cut, look.raw_paper),
        "cut on its ground": (look.text_cut, look.cut_ground),
        **{
            f"{ink} on {ground}": (getattr(look, ink), getattr(look, ground))
            for ink in ("text_muted", "accent", "positive", "warning", "negative")
            for ground in ("window", "surface", "raw_paper")
        },
        "text on accent": (look.on_accent, look.accent),
    }  # fmt: skip
    faint = {name: contrast(*pair) for name, pair in pairs.items() if contrast(*pair) < LEAST}
    assert not faint


@pytest.mark.parametrize("dark", [False, True])
def test_readable_brings_every_default_label_up_to_contrast(dark: bool) -> None:
    paper = theme(dark).clean_paper
    for label in DEFAULT_LABELS:
        assert contrast(readable(label.color, paper), paper) >= LEAST


@pytest.mark.parametrize("dark", [False, True])
def test_theme_text_can_be_read_on_entities(dark: bool) -> None:
    look = theme(dark)
    for label in DEFAULT_LABELS:
        ground = mixed(look.clean_paper, label.color, 0.26 if dark else 0.14)
        assert contrast(look.text, ground) >= LEAST


def test_readable_turns_even_the_paper_itself_into_something_seen() -> None:
    assert contrast(readable("#ffffff", "#ffffff"), "#ffffff") >= LEAST
    assert contrast(readable("#232427", "#232427"), "#232427") >= LEAST
