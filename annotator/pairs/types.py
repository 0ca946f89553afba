"""What kind of repair or boilerplate a difference between raw and clean is."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

from annotator.model import Boilerplate
from annotator.rules.glosses import GLOSS
from annotator.rules.knowledge.readings import is_reading
from annotator.text.script import converter

OTHER = "other"

_TAG = re.compile("</?[A-Za-z][^<>]*>")
# Control, format and private-use characters, and U+FFFD; a line feed is white space before this.
_UNSEEN = ("Cc", "Cf", "Co", "Cs", "Cn")
_MISREADINGS = (
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("latin-1", "gb18030"),
    ("gb18030", "utf-8"),
)


class Types:
    """The types our own rules give to parts of a raw text."""

    def __init__(self, own: Iterable[Boilerplate]) -> None:
        self._own = sorted(own, key=lambda cut: cut.start)
        self._starts = [cut.start for cut in self._own]

    def of(self, start: int, end: int) -> str:
        """The type that most of raw[start:end] has, or "other".

        >>> Types([Boilerplate(2, 6, "credit")]).of(3, 7), Types([]).of(0, 1)
        ('credit', 'other')
        """
        held: Counter[str] = Counter()
        at = bisect_right(self._starts, end)
        # Our own cuts do not overlap, so those before the first that ends too early do as well.
        while at and self._own[at - 1].end > start:
            at -= 1
            cut = self._own[at]
            held[cut.type] += max(0, min(end, cut.end) - max(start, cut.start))
        kind, size = held.most_common(1)[0] if held else (OTHER, 0)
        return kind if 2 * size > end - start else OTHER


def variant_type(old: str, new: str) -> str:
    """The type of a repair that puts a look-alike in the place of one character."""
    return "punct_width" if _one_width(old) == _one_width(new) else "script_variant"


def repair_type(before: str, old: str, new: str) -> str:
    """The type of the repair that turns `old`, behind `before`, into `new`.

    >>> repair_type("区", "(qū)", ""), repair_type("", "發展", "发展")
    ('pinyin_gloss', 'script_variant')
    >>> repair_type("", "，", ","), repair_type("", "", " "), repair_type("", "甲", "乙")
    ('punct_width', 'spacing', 'correction')
    """
    if not old.strip() and not new.strip():
        return "spacing"
    return _replaced(old, new) if new else _removed(before, old)


def _replaced(old: str, new: str) -> str:
    tests = (
        ("html_residue", old and html.unescape(old) == new),
        ("script_variant", len(old) == len(new) and _simple(old) == _simple(new)),
        ("punct_width", _one_width(old) == _one_width(new)),
        ("spacing", "".join(old.split()) == "".join(new.split())),
        ("wrong_codec", _was_misread(old, new)),
    )
    return next((kind for kind, fits in tests if fits), "correction")


def _removed(before: str, old: str) -> str:
    gloss = GLOSS.fullmatch(before + old)
    if gloss and is_reading(gloss[2], gloss[1]):
        return "pinyin_gloss"
    if all(unicodedata.category(char) in _UNSEEN for char in old):
        return "invisible"
    if _TAG.fullmatch(old) or not html.unescape(old).strip():
        return "html_residue"
    return "correction"


def _simple(text: str) -> str:
    return converter("t2s").convert(text).replace("著", "着")


def _one_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _was_misread(old: str, new: str) -> bool:
    for wrong, right in _MISREADINGS:
        try:
            if old and old.encode(wrong).decode(right) == new:
                return True
        except UnicodeError:
            continue
    return False
