"""Posts of a thread as records: what stands around each is found by the shape that it repeats.

Boards differ in their words, not in that: every post has the same fields in the same order. Method:
as in the mining of data records (Liu and others, 2003), on lines instead of blocks: two lines are
alike if they are the same but for numbers and for what stands behind a label.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.forum import is_thread, is_widget, post_places
from annotator.rules.page import Line, Page

# A field of a post is no longer, and ends no sentence.
_LONGEST = 28
_NAME_LONGEST = 20
_SENTENCE = re.compile("[,。;!?…]")
_NUMBER = re.compile(r"\d[\d.,]*")
_LABEL = re.compile(r"[^\s:\d]{1,6}\s?:")
# Items of a list that somebody wrote begin with their number.
_ITEM = re.compile(r"[(\[]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、)\]:]|第")

_TWICE = 2
_POSTS = 3
_BESIDE = (-1, 1, -2, 2)
# So soon behind its fields a post begins.
_REACH = 16


def fields(page: Page) -> Iterator[Cut]:
    """Lines next to other fields of a post that come again with other numbers or values."""
    if not is_thread(page):
        return
    known = _known(page)
    for number in sorted(_fields(page) - known):
        line = page.lines[number]
        yield Cut(line.start, line.end, 0.8, (line.text[:20],))


def names(page: Page) -> Iterator[Cut]:
    """Short lines that stand at one and the same place beside a field that each post has."""
    if not is_thread(page):
        return
    fields_ = _fields(page)
    taken = set(fields_)
    for anchors in _anchors(page, fields_):
        for step in _BESIDE:
            # What opens a thread is often set in another way than what answers it.
            some = (_beside(page, few, step, taken) for few in (anchors, anchors[1:]))
            taken |= next(filter(None, some), set())
    for number in sorted(taken - fields_):
        line = page.lines[number]
        yield Cut(line.start, line.end, 0.75, (line.text,))


def _beside(page: Page, anchors: Sequence[int], step: int, taken: Set[int]) -> set[int]:
    """What stands so many lines from each of some fields, if it can be a name at each."""
    places = [number + step for number in anchors]
    if not all(0 <= place < len(page.lines) for place in places):
        return set()
    free = {place for place in places if place not in taken}
    title = page.title.number if page.title else -1
    fits = all(place != title and _may_name(page.lines[place]) for place in free)
    if not fits or len(free) < _TWICE:
        return set()
    said = sum(_is_said(page, place, taken, free) for place in free)
    return free if 2 * said > len(free) else set()


def _is_said(page: Page, place: int, taken: Set[int], free: Set[int]) -> bool:
    """Whether the next line behind one that is no field is a post rather than a name."""
    near = page.lines[place + 1 : place + 1 + _REACH]
    following = next((x for x in near if x.number not in taken and x.number not in free), None)
    return following is not None and not _may_name(following)


def _may_name(line: Line) -> bool:
    short = len(line) <= _NAME_LONGEST and not line.prose
    return short and not _SENTENCE.search(line.text) and not _ITEM.match(line.text)


@lru_cache(maxsize=1)
def _known(page: Page) -> frozenset[int]:
    """The numbers of the lines that are fields by what they say."""
    said = {line.number for line in page.short if is_widget(line)}
    return frozenset(said | post_places(page) | page.marks.keys())


@lru_cache(maxsize=1)
def _fields(page: Page) -> frozenset[int]:
    """The numbers of the lines of a shape that comes again, from known fields outwards."""
    shapes = _shapes(page)
    counts = Counter(shapes.values())
    again = {number for number, shape in shapes.items() if counts[shape] >= _least(shape)}
    found = set(_known(page))
    edge = list(found)
    while edge:
        number = edge.pop()
        near = {at for at in (number - 1, number + 1) if at in again and at not in found}
        found |= near
        edge += near
    return frozenset(found)


@lru_cache(maxsize=1)
def _shapes(page: Page) -> Mapping[int, str]:
    """By number of line: what it says before its value, with all numbers alike."""
    found: dict[int, str] = {}
    for line in page.short:
        if len(line) > _LONGEST or _SENTENCE.search(line.text) or _ITEM.match(line.text):
            continue
        label = _LABEL.match(line.text)
        first = label[0] if label else line.text.split()[0]
        if label or _NUMBER.search(first):
            found[line.number] = _NUMBER.sub("0", first)
    return found


def _least(shape: str) -> int:
    """How often a shape comes at least: what begins with a number may be a short answer twice."""
    return _TWICE if shape.endswith(":") else _POSTS


def _anchors(page: Page, taken: Set[int]) -> Iterator[Sequence[int]]:
    """Fields that come three times or more: times of posts, and lines of one shape."""
    places = sorted(post_places(page))
    if len(places) >= _POSTS:
        yield places
    alike: dict[str, list[int]] = defaultdict(list)
    for number in sorted(taken):
        alike[_NUMBER.sub("0", page.lines[number].text)].append(number)
    yield from (numbers for numbers in alike.values() if len(numbers) >= _POSTS)


RULES = (
    BoilerplateRule(
        "records.fields",
        "login_ui",
        fields,
        "“{0}”是每个帖子都有的一栏",
        "“{0}” is a field that each post has",
    ),
    BoilerplateRule(
        "records.names",
        "login_ui",
        names,
        "每个帖子在同一位置都有的“{0}”",
        "“{0}” stands where each post has such a line",
    ),
)
