"""Every colour, font and space of the window, for light and dark.

Colours are "#rrggbb". Text colours keep a contrast of 4.5 to 1 and more on every ground they stand
on (WCAG 2.1, success criterion 1.4.3); `tests/gui/test_theme.py` measures it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor

LEAST_CONTRAST = 4.5
"""Of text to its ground."""
_DARK_BELOW = 0.18
"""The luminance below which white stands out more than black."""
_SHADES = 40

_HAN_SANS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "sans-serif",
)


@dataclass(frozen=True, slots=True)
class Theme:
    """How the window looks. Sizes are device-independent pixels."""

    dark: bool

    window: str
    """Behind docks and bars."""
    surface: str
    """Lists, fields, menus."""
    raised: str
    """Hovered rows, buttons, the key strip."""
    border: str
    text: str
    text_muted: str
    """Second-rank text: dates, hints, type names."""
    accent: str
    """Focus frames, links, what is being looked at."""
    on_accent: str
    """Text on an accent ground."""
    positive: str
    warning: str
    negative: str

    raw_paper: str
    clean_paper: str
    text_cut: str
    """Text of raw that clean leaves out."""
    cut_ground: str
    cut_ink: str
    """Bars, ribbons and marks that speak of a cut."""
    repair_ground: str
    repair_quiet_ground: str
    """Under repairs that come by the hundred, such as traditional to simplified."""
    repair_ink: str
    repair_quiet_ink: str
    rejected_ink: str
    finding_ink: str
    """Under damage that nothing puts right."""
    selection: str
    selection_idle: str
    """The selection of the pane that does not have the keyboard."""
    lit_ground: str
    """What the mouse is on in the other pane."""
    ribbon: str
    ribbon_line: str
    scroll_handle: str

    families: tuple[str, ...] = _HAN_SANS
    text_size: int = 16
    line_height: float = 1.85
    """Height of a row in parts of `text_size`; below 1.7 there is no room for label names."""
    measure: int = 40
    """The longest line in parts of `text_size` (WCAG 2.1, success criterion 1.4.8: 40 for Han)."""
    paragraph_space: float = 0.45
    """Space below a paragraph in parts of `text_size`."""
    ui_size: int = 13
    small_size: int = 11
    space: int = 8
    """The unit of spacing; everything is a half, one, two or three of it."""
    radius: int = 4
    type_margin: int = 104
    """Room left of raw for the types of cuts."""
    gutter: int = 44
    """Between the two panes."""
    strip: int = 10
    """Width of the overview beside a scroll bar."""


_LIGHT = Theme(
    dark=False,
    window="#f3f2ef",
    surface="#fcfbf9",
    raised="#eae8e3",
    border="#dcd9d2",
    text="#22252a",
    text_muted="#64635e",
    accent="#1f5fa8",
    on_accent="#ffffff",
    positive="#06706c",
    warning="#805c00",
    negative="#8f1018",
    raw_paper="#f8f7f4",
    clean_paper="#ffffff",
    text_cut="#6b6861",
    cut_ground="#eeece6",
    cut_ink="#8f897c",
    repair_ground="#f9ebcf",
    repair_quiet_ground="#f5f0e2",
    repair_ink="#b97f14",
    repair_quiet_ink="#ddd2b8",
    rejected_ink="#918d82",
    finding_ink="#a3338f",
    selection="#b9d6f5",
    selection_idle="#d9e2ea",
    lit_ground="#fff1a8",
    ribbon="#e6e3db",
    ribbon_line="#d3cec3",
    scroll_handle="#c9c5bb",
)

_DARK = Theme(
    dark=True,
    window="#1a1b1d",
    surface="#212225",
    raised="#2c2e32",
    border="#37393e",
    text="#dcdad5",
    text_muted="#a09d96",
    accent="#7db4ee",
    on_accent="#10202f",
    positive="#5fd0b0",
    warning="#e6c14d",
    negative="#ee7a72",
    raw_paper="#1e1f22",
    clean_paper="#232427",
    text_cut="#969389",
    cut_ground="#27282b",
    cut_ink="#777369",
    repair_ground="#3f3521",
    repair_quiet_ground="#2b2925",
    repair_ink="#cf9a3c",
    repair_quiet_ink="#4c463a",
    rejected_ink="#77736b",
    finding_ink="#e39ad6",
    selection="#2f4f73",
    selection_idle="#36414c",
    lit_ground="#5b5220",
    ribbon="#2b2c30",
    ribbon_line="#3b3d42",
    scroll_handle="#4a4c52",
)


@cache
def theme(dark: bool) -> Theme:
    """The light or the dark theme with its default sizes; change sizes with `replace`.

    >>> theme(True).dark, theme(False).text
    (True, '#22252a')
    """
    return _DARK if dark else _LIGHT


@cache
def color(name: str, alpha: float = 1.0) -> QColor:
    """The colour "#rrggbb", made once; callers must not change it.

    >>> color("#ff0000", 0.5).alpha()
    128
    """
    made = QColor(name)
    made.setAlphaF(alpha)
    return made


def contrast(one: str, other: str) -> float:
    """How far apart two colours are in luminance, 1 to 21 (WCAG 2.1, "contrast ratio").

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(name: str) -> float:
    parts = [part / 255 for part in _parts(name)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def mixed(one: str, other: str, share: float) -> str:
    """The colour `one` with a share of `other` in it.

    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    parts = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def _parts(name: str) -> list[int]:
    return [int(name[at : at + 2], 16) for at in (1, 3, 5)]


@cache
def readable(name: str, ground: str, least: float = LEAST_CONTRAST) -> str:
    """The colour itself or, if it is too faint on `ground`, the nearest shade of it that is not.

    >>> readable("#c2410c", "#ffffff"), contrast(readable("#3730a3", "#202124"), "#202124") >= 4.5
    ('#c2410c', True)
    """
    toward = "#000000" if _luminance(ground) > _DARK_BELOW else "#ffffff"
    shades = (mixed(name, toward, step / _SHADES) for step in range(_SHADES + 1))
    return next((shade for shade in shades if contrast(shade, ground) >= least), toward)


@cache
def label_ink(name: str, paper: str) -> str:
    """A label's colour as lines and names have it: on dark paper as far from that as from white.

    Brought only just above the least contrast, all labels would be equally light there, and those
    that differ in lightness alone for a colour-blind eye would be one.

    >>> label_ink("#15803d", "#ffffff"), label_ink("#2f2b48", "#232427")
    ('#15803d', '#efeff1')
    """
    far = contrast(name, "#ffffff") if _luminance(paper) <= _DARK_BELOW else 0.0
    return readable(name, paper, max(far, LEAST_CONTRAST))
