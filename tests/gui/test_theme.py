"""The colours of both themes, measured."""

from __future__ import annotations

from itertools import combinations
from math import dist

import pytest

from annotator.catalogue import DEFAULT_LABELS, LABEL_COLORS
from ui.text.decor import ENTITY_GROUND
from ui.theme import contrast, label_ink, mixed, readable, theme
from ui.views.article_rows import QUIET

LEAST = 4.5
LEAST_OF_SIGNS = 3.0
"""Of what is no text but says something (WCAG 2.1, success criterion 1.4.11)."""
Matrix = tuple[tuple[float, float, float], ...]
SIGHT: dict[str, Matrix] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""What becomes of linear RGB for each kind of eye (Machado, Oliveira and Fernandes 2009)."""
APART = {"normal": 7.5, "protanopia": 5.0, "deuteranopia": 5.0, "tritanopia": 5.0}
"""How far two labels are apart at the least, in hundredths of Oklab; 2 is just seen."""


FURTHER_APART = 0.6
"""The same for colours beyond the default labels', as a share of that."""


def seen(color: str, sight: str) -> tuple[float, ...]:
    """A colour in Oklab (Ottosson 2020), times 100, as an eye of this kind sees it."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    rgb = [min(max(part, 0.0), 1.0) for part in product(SIGHT[sight], linear)]
    cones = [part ** (1 / 3) for part in product(TO_CONES, rgb)]
    return tuple(100 * part for part in product(FROM_CONES, cones))


def product(matrix: Matrix, vector: list[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
FROM_CONES = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


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
        **{
            f"second line on {ground}": (
                mixed(getattr(look, ground), look.text, QUIET), getattr(look, ground)
            )
            for ground in ("surface", "selection")
        },
        **{
            f"{ink} on raised": (getattr(look, ink), look.raised)
            for ink in ("text_muted", "accent", "negative")
        },
    }  # fmt: skip
    faint = {name: contrast(*pair) for name, pair in pairs.items() if contrast(*pair) < LEAST}
    assert not faint


@pytest.mark.parametrize("dark", [False, True])
def test_signs_can_be_seen_on_their_grounds(dark: bool) -> None:
    look = theme(dark)
    signs = {
        "raw_paper": ("cut_ink", "repair_ink", "rejected_ink", "finding_ink", "accent"),
        "clean_paper": ("cut_ink", "repair_ink", "accent"),
        "surface": ("positive", "warning", "accent"),
        "selection": ("positive", "warning"),
    }
    faint = [
        f"{ink} on {ground}"
        for ground, inks in signs.items()
        for ink in inks
        if contrast(getattr(look, ink), getattr(look, ground)) < LEAST_OF_SIGNS
    ]
    assert not faint


@pytest.mark.parametrize("dark", [False, True])
def test_ink_of_every_default_label_has_contrast(dark: bool) -> None:
    paper = theme(dark).clean_paper
    for each in LABEL_COLORS:
        assert contrast(label_ink(each, paper), paper) >= LEAST


@pytest.mark.parametrize("dark", [False, True])
def test_theme_text_can_be_read_on_entities(dark: bool) -> None:
    look = theme(dark)
    for each in LABEL_COLORS:
        ink = label_ink(each, look.clean_paper)
        ground = mixed(look.clean_paper, ink, ENTITY_GROUND)
        assert contrast(look.text, ground) >= LEAST


def test_readable_turns_even_the_paper_itself_into_something_seen() -> None:
    assert contrast(readable("#ffffff", "#ffffff"), "#ffffff") >= LEAST
    assert contrast(readable("#232427", "#232427"), "#232427") >= LEAST


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("sight", SIGHT)
def test_colors_of_labels_are_told_apart_by_every_eye(sight: str, dark: bool) -> None:
    paper = theme(dark).clean_paper
    defaults = {label.color for label in DEFAULT_LABELS}
    inks = {color: label_ink(color, paper) for color in LABEL_COLORS}
    assert len(set(inks.values())) == len(LABEL_COLORS)
    for pair in combinations(inks, 2):
        far = dist(*(seen(inks[color], sight) for color in pair))
        share = 1.0 if set(pair) <= defaults else FURTHER_APART
        assert far >= share * APART[sight], pair


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("sight", SIGHT)
def test_good_doubtful_and_bad_are_told_apart_by_every_eye(sight: str, dark: bool) -> None:
    look = theme(dark)
    for pair in combinations((look.positive, look.warning, look.negative), 2):
        assert dist(*(seen(color, sight) for color in pair)) >= APART[sight], pair


def test_the_simulation_confuses_what_a_red_blind_eye_confuses() -> None:
    red, green = "#8c3c00", "#506000"
    assert dist(seen(red, "normal"), seen(green, "normal")) > 10
    assert dist(seen(red, "deuteranopia"), seen(green, "deuteranopia")) < 5
    assert seen("#ffffff", "normal") == pytest.approx((100, 0, 0), abs=0.01)
