"""Posts of a thread as records: what stands around each is found by the shape that it repeats.

Boards differ in their words, not in that: every post has the same fields in the same order. Method:
as in the mining of data records (Liu and others, 2003), on lines instead of blocks: two lines are
alike if they are the same but for numbers and for what stands behind a label.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.forum import (
    is_asked,
    is_row,
    is_thread,
    is_widget,
    panels,
    post_places,
    remarks,
    spoken,
)
from annotator.rules.kept import once_a_page
from annotator.rules.page import Line, Page
from annotator.rules.phrases import first_fitting
from annotator.rules.phrases.base import TAIL
from annotator.rules.phrases.words import AGO, DATE
from annotator.rules.titles import DATED, has_date

# A field of a post is no longer, and ends no sentence.
_LONGEST = 28
_NAME_LONGEST = 20
_SENTENCE = re.compile("[,。;!?…]")
_NUMBER = re.compile(r"\d[\d.,]*")
# A row of buttons and counters: no sentence has two bars.
_BARS = re.compile(r"(?:\s?[|┊·•]\s?[^|┊·•,。;!?]{1,12}){2,}$")
_ROW_LONGEST = 60
# What is pressed stands in a row with what one site alone has to press.
_PIECE, _PIECES = 8, 3
_GAPS = re.compile(r"[\s|┊·•]+")
_LABEL = re.compile(r"[^\s:\d](?:\s?[^\s:\d]){0,5}\s?:")
# Items of a list that somebody wrote begin with their number.
_ITEM = re.compile(r"[(\[]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、)\]:]|第")

# The headline of a thread is often a sentence.
_SAID = re.compile("[,。!?]")
_SAID_LEAST = 12
_ENTRY = 24
# A day alone may be that on which somebody signed up.
_DAY = re.compile(rf"{DATE}$")

_LATELY = re.compile(rf"\s{AGO}$")

# The count of answers right below what was asked.
_ANSWERS = re.compile(r"(?:共有?\s?)?\d+\s?[个条]\S{0,2}(?:回应|回答|回复|答案)$")
_HAN = re.compile("[\u4e00-\u9fff]")
_NAMED = 6

# So long is a line that no two people answer with, word for word.
_SAME = 5
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


def frame(page: Page) -> Iterator[Cut]:
    """Short lines before the first post but for the headline, and all lines behind the last one."""
    if not is_thread(page):
        return
    places = post_places(page)
    title = page.title.number if page.title else _below_path(page)
    head = {title, _counted(page)}
    for line in page.lines[: min([*(places or _opened(page)), page.body[0]])]:
        sentence = len(line) >= _SAID_LEAST and _SAID.search(line.text)
        said = sentence or line.number in spoken(page)
        if line.number not in head and len(line) <= _ENTRY and not said:
            yield Cut(line.start, line.end, 0.75, (line.text[:20],), "nav_menu")
    for line in _rest(page):
        yield Cut(line.start, line.end, 0.75, (line.text[:20],))


def _rest(page: Page) -> Sequence[Line]:
    """The lines behind the last post; none where remarks stand there, or where it may go on."""
    if remarks(page):
        return ()
    places = post_places(page)
    known = sorted(_fields(page) - (page.marks.keys() - _posted(page)))
    dated = places | {number for number in known[-1:] if _LATELY.search(page.lines[number].text)}
    rest = page.lines[known[-1] + 1 :] if known and known[-1] not in dated else ()
    posts = sum(not _DAY.match(page.lines[number].text) for number in places)
    between = page.lines[min(places, default=0) : known[-1]] if rest else ()
    posted = any(line.number not in _fields(page) for line in between)
    # With fewer posts, or with none before, what follows the last button may be the only one.
    if posted and (posts >= _POSTS or not any(line.prose for line in rest)):
        return rest
    ended = _ended(page)
    return page.lines[ended + 1 :] if ended else ()


def _counted(page: Page) -> int:
    """The number of the line right above the one that counts the answers: a headline, or -1."""
    number = next((line.number for line in page.short if _ANSWERS.match(line.text)), 0) - 1
    free = number >= 0 and number not in _fields(page)
    return number if free and len(_HAN.findall(page.lines[number].text)) >= _NAMED else -1


def _ended(page: Page) -> int:
    """The number of the line that ends the last post; 0 if none is sure to.

    It is a field like one behind an earlier post: no more posts follow the time of this one.
    """
    places, known = sorted(post_places(page)), _fields(page)
    if len(places) < _TWICE:
        return 0
    behind = page.lines[places[-1] :]
    text = next((n for n, line in enumerate(behind) if line.number not in known), len(behind))
    end = next((line for line in behind[text:] if line.number in known), None)
    before = {_NUMBER.sub("0", page.lines[n].text) for n in known if places[0] < n < places[-1]}
    return end.number if end and _NUMBER.sub("0", end.text) in before else 0


def _below_path(page: Page) -> int:
    """The number of the line between the path of the page and a dated line: a short headline."""
    for number, mark in page.marks.items():
        below = page.marks.get(number + 2)
        if mark.type == "breadcrumb" and below and below.rule in DATED:
            return number + 1
    return -1


def _opened(page: Page) -> Iterator[int]:
    """The numbers of lines that date what follows right up to the first running text."""
    last = max((n for n in _posted(page) if n < page.body[0]), default=-1)
    for number, mark in page.marks.items():
        if number >= last and mark.rule in DATED and has_date(page.lines[number]):
            yield number


def _beside(page: Page, anchors: Sequence[int], step: int, taken: Set[int]) -> set[int]:
    """What stands so many lines from each of some fields, if it can be a name at each."""
    places = [number + step for number in anchors]
    if not all(0 <= place < len(page.lines) for place in places):
        return set()
    free = {place for place in places if place not in taken}
    if free & spoken(page):
        return set()
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


@once_a_page
def _posted(page: Page) -> frozenset[int]:
    """The numbers of the lines that are fields of posts by what they say."""
    said = {line.number for line in page.short if is_widget(line) or is_asked(line)}
    return frozenset(said | post_places(page) | panels(page))


def _known(page: Page) -> frozenset[int]:
    return _posted(page) | page.marks.keys()


@once_a_page
def _fields(page: Page) -> frozenset[int]:
    """The numbers of the lines of a shape that comes again, from known fields outwards."""
    shapes = _shapes(page)
    counts = Counter(shapes.values())
    again = {number for number, shape in shapes.items() if counts[shape] >= _least(shape)}
    likely = again | {line.number for line in page.short if _is_behind(line)}
    found = set(_known(page))
    edge = list(found)
    while edge:
        number = edge.pop()
        near = {at for at in (number - 1, number + 1) if at not in found and at in likely}
        found |= near
        edge += near
    rows = {shape for number, shape in shapes.items() if number in found and _BARS.search(shape)}
    return frozenset(found | {number for number, shape in shapes.items() if shape in rows})


@once_a_page
def _shapes(page: Page) -> Mapping[int, str]:
    """By number of line: what it says before its value, with all numbers alike."""
    found: dict[int, str] = {}
    for line in page.short:
        if len(line) <= _ROW_LONGEST and (_BARS.search(line.text) or _is_many(line.text)):
            found[line.number] = _NUMBER.sub("0", line.text)
            continue
        if len(line) > _LONGEST or _SENTENCE.search(line.text) or _ITEM.match(line.text):
            continue
        label = _LABEL.match(line.text)
        first = label[0] if label else line.text.split()[0]
        if label or _NUMBER.search(first):
            found[line.number] = _NUMBER.sub("0", first)
        elif len(line) >= _SAME:
            found[line.number] = line.text
    return found


def _is_behind(line: Line) -> bool:
    """Whether a line is a row, or boilerplate behind an article: posts end as articles do."""
    if len(line) > _ROW_LONGEST:
        return False
    known = bool(_BARS.search(line.text)) or _is_mixed(line.text)
    return known or first_fitting(line.text, TAIL) is not None


def _is_mixed(text: str) -> bool:
    """Whether a text is a row of short words one of which is pressed on boards."""
    return _is_many(text) and any(map(is_row, _pieces(text)))


def _is_many(text: str) -> bool:
    """Whether a text is a row of short words."""
    pieces = _pieces(text)
    if len(pieces) < _PIECES or _SENTENCE.search(text):
        return False
    return all(len(piece) <= _PIECE for piece in pieces)


def _pieces(text: str) -> Sequence[str]:
    return [piece for piece in _GAPS.split(text) if piece]


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
    BoilerplateRule(
        "forum.frame",
        "site_footer",
        frame,
        "帖子前后的页面框架“{0}”",
        "the frame of the page around the posts: “{0}”",
    ),
)
