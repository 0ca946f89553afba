"""Prints how many keys suggestions save somebody who labels article by article.

Run: python tests/benchmarks/bench_effort.py NAME=FILE:SENTENCES... [--articles 300] [--seed N]
Each file has an object a line: {"text", "spans": [[start, end, label], ...]} in code points; so
many lines in a row make an article. Without a seed they stay in the order of the file.

A simulated annotator turns what is suggested for each article into the gold with the cheapest
actions, then the finished article is learned from. Counted in keys: to add an entity by hand 3, to
accept a suggestion 1, to reject one 1, to correct one (right label and overlapping, or right place
and wrong label) 2, to label every other occurrence in the article of a string that was just
labelled 1, and 1 more for each that is wrong then. Reading costs nothing. Nothing wrong is left
standing: what is confirmed is the gold. Three ways of accepting are charged:

    mention  each suggestion that is right costs a key; of three or more that read the same one is
             shown, and its label spread by a key
    group    suggestions of the same string and label are accepted, or rejected, by one key
    bulk     all that stand are accepted by one key for the article

Shown is the share of the keys that labelling every entity by hand takes. The model learns from
scratch as often as the program has it learn, or with --grown when the finished articles have grown
by a fifth, at least by five; the unlabelled texts are those of the stream, and so is the label set.
Thresholds are the program's own.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.knowledge import enough
from annotator.model import Suggestion
from annotator.suggest import Lesson, Named, Suggester, Taking
from annotator.suggest.worth import ACCEPT, ADD, FIX, REJECT, SPREAD

MODES = ("mention", "group", "bulk")
MARKS = (10, 25, 50, 100, 200)
_GROWTH, _LEAST = 0.2, 5
_SOURCES = ("gazetteer", "patterns", "segmenter", "sequence")


class Cost(NamedTuple):
    """The keys an article took, by mode, and how often each action was done."""

    keys: dict[str, int]
    actions: Counter[str]


class Strategy(NamedTuple):
    """A way of working: its name, which sources say something, whether it spreads labels."""

    name: str
    sources: tuple[str, ...]


STRATEGIES = (
    Strategy("by hand, every occurrence", ()),
    Strategy("gazetteer alone", ("gazetteer",)),
    Strategy("segmenter alone", ("segmenter",)),
    Strategy("all sources", _SOURCES),
)


def main() -> None:
    """Run each strategy over each stream, and print a line for each mark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=_Raw)
    parser.add_argument("streams", nargs="+", metavar="NAME=FILE:SENTENCES")
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--only", help="a strategy by the beginning of its name")
    parser.add_argument("--grown", action="store_true", help="learn at fifths of articles more")
    asked = parser.parse_args()
    totals: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
    for stream in asked.streams:
        name, _, rest = stream.partition("=")
        file, _, size = rest.rpartition(":")
        lessons = articles(Path(file), int(size), asked.articles, asked.seed)
        for strategy in STRATEGIES:
            if not asked.only or strategy.name.startswith(asked.only):
                totals[strategy.name].append(shares(name, lessons, strategy, asked.grown))
    for strategy_name, rows in totals.items():
        mean = {mode: sum(row[mode] for row in rows) / len(rows) for mode in MODES}
        print(f"mean of {len(rows)}  {strategy_name:<28}{_line(mean)}")


class _Raw(argparse.RawDescriptionHelpFormatter):
    pass


def articles(file: Path, size: int, most: int, seed: int | None) -> list[Lesson]:
    """Articles of so many lines each."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    if seed is not None:
        random.Random(seed).shuffle(rows)
    return [lesson(rows[at : at + size]) for at in range(0, len(rows), size)][:most]


def lesson(rows: Sequence[dict[str, object]]) -> Lesson:
    """Lines as one finished article."""
    text = ""
    entities = []
    for row in rows:
        for start, end, label in row["spans"]:  # type: ignore[attr-defined]
            entities.append(Named(start + len(text), end + len(text), label))
        text += f"{row['text']}\n"
    return Lesson(text, tuple(entities))


def shares(
    name: str, lessons: Sequence[Lesson], strategy: Strategy, grown: bool
) -> dict[str, float]:
    """Work through a stream; the share of the keys of work by hand, by mode."""
    keys: Counter[str] = Counter()
    late: list[Counter[str]] = []
    spent: Counter[str] = Counter()
    marks = {*MARKS, len(lessons)}
    for number, (article, cost) in enumerate(worked(lessons, strategy, grown, spent), 1):
        count = len(article.entities)
        keys.update({**cost.keys, "hand": ADD * count})
        late.append(Counter({**cost.keys, **cost.actions, "hand": ADD * count, "gold": count}))
        if number in marks:
            recent: Counter[str] = sum(late[-50:], Counter())
            share = {mode: keys[mode] / max(1, keys["hand"]) for mode in MODES}
            told = {mode: recent[mode] / max(1, recent["hand"]) for mode in MODES}
            rates = " ".join(
                f"{action} {recent[action] / max(1, recent['gold']):.2f}"
                for action in ("accept", "fix", "add", "spread", "reject")
            )
            print(
                f"{name:<10}{strategy.name:<28}{number:>4}  {_line(share)}"
                f" | last 50 {_line(told)} | {rates}"
                f" | CPU s: fit {spent['fit']:.0f} rest {spent['rest']:.1f}",
                flush=True,
            )
    return {mode: keys[mode] / max(1, keys["hand"]) for mode in MODES}


def _line(share: dict[str, float]) -> str:
    return " ".join(f"{mode} {share[mode]:.3f}" for mode in MODES)


def worked(
    lessons: Sequence[Lesson], strategy: Strategy, grown: bool, spent: Counter[str]
) -> Iterator[tuple[Lesson, Cost]]:
    """Each article with what it took; `spent` is seconds of the processor."""
    labels = {named.label for lesson in lessons for named in lesson.entities}
    suggester = Suggester(off=set(_SOURCES) - set(strategy.sources), labels=labels)
    texts = [each.text for each in lessons]
    fitted = 0
    for number, article in enumerate(lessons):
        if "sequence" in strategy.sources and _due(lessons, fitted, number, grown):
            with _Clock(spent, "fit"):
                suggester.fit(lessons[:number], texts)
            fitted = number
        with _Clock(spent, "rest"):
            shown = {taking: suggester.suggest(article.text, taking=taking) for taking in Taking}
        keys = {}
        actions: Counter[str] = Counter()
        for mode in MODES:
            standing = shown[Taking.EACH if mode == "mention" else Taking.ALL]
            cost = cost_of(article, standing if strategy.sources else [])
            keys[mode], actions = cost.keys[mode], cost.actions
        yield article, Cost(keys, actions)
        with _Clock(spent, "rest"):
            suggester.observe(article)


def _due(lessons: Sequence[Lesson], fitted: int, number: int, grown: bool) -> bool:
    """Whether the model learns before the article of this number, having learned from `fitted`."""
    if grown:
        return number - fitted >= max(_LEAST, _GROWTH * fitted)
    decided, new = (
        sum(len(lesson.entities) for lesson in part)
        for part in (lessons[:fitted], lessons[fitted:number])
    )
    return enough(new, decided)


class _Clock:
    def __init__(self, spent: Counter[str], name: str) -> None:
        self._spent, self._name = spent, name

    def __enter__(self) -> None:
        self._start = time.process_time()

    def __exit__(self, *_: object) -> None:
        self._spent[self._name] += time.process_time() - self._start  # type: ignore[assignment]


def cost_of(article: Lesson, suggestions: Sequence[Suggestion]) -> Cost:
    """The keys that turn suggestions, which do not overlap, into what is labelled."""
    gold = set(article.entities)
    shown = [Named(one.start, one.end, one.label) for one in suggestions]
    right = [named for named in shown if named in gold]
    wrong = [named for named in shown if named not in gold]
    left = [named for named in article.entities if named not in set(right)]
    pairs = corrections(wrong, left)
    rejected = [named for named in wrong if named not in pairs]
    fixed = list(pairs.values())
    left = [named for named in left if named not in set(fixed)]
    actions = Counter(accept=len(right), fix=len(fixed), reject=len(rejected))
    rest = FIX * len(fixed) + _by_hand(article, left, [*right, *fixed], actions)

    def group(named: Named) -> tuple[str, str]:
        return article.text[named.start : named.end], named.label

    groups = Counter(map(group, right))
    bad = Counter(map(group, rejected))
    # One key rejects a whole group; in one that is partly right each odd one has its own.
    odd = sum(count if each in groups else 1 for each, count in bad.items())
    return Cost(
        {
            "mention": rest + ACCEPT * len(right) + REJECT * len(rejected),
            "group": rest + ACCEPT * len(groups) + REJECT * odd,
            "bulk": rest + (ACCEPT if right else 0) + REJECT * odd,
        },
        actions,
    )


def corrections(wrong: Sequence[Named], left: Sequence[Named]) -> dict[Named, Named]:
    """Which wrong suggestion is corrected to which entity, those that overlap most first."""
    pairs = sorted(
        (
            (over, one, other)
            for one in wrong
            for other in left
            if (over := min(one.end, other.end) - max(one.start, other.start)) > 0
            and (one.label == other.label or one[:2] == other[:2])
        ),
        reverse=True,
    )
    found: dict[Named, Named] = {}
    taken: set[Named] = set()
    for _, one, other in pairs:
        if one not in found and other not in taken:
            found[one] = other
            taken.add(other)
    return found


def _by_hand(
    article: Lesson, left: Sequence[Named], done: Sequence[Named], actions: Counter[str]
) -> int:
    """The keys for what no suggestion led to; a label is spread where that is cheaper."""
    text = article.text
    had = {(text[start:end], label) for start, end, label in done}
    groups: defaultdict[tuple[str, str], int] = defaultdict(int)
    for start, end, label in left:
        groups[text[start:end], label] += 1
    keys = 0
    for (string, label), count in groups.items():
        first = 0 if (string, label) in had else 1
        spread = SPREAD + REJECT * _strays(article, string, label)
        if count > first and spread < ADD * (count - first):
            keys += ADD * first + spread
            actions.update(add=first, spread=1)
        else:
            keys += ADD * count
            actions.update(add=count)
    return keys


def _strays(article: Lesson, string: str, label: str) -> int:
    """How many places a spread label would be wrong at."""
    gold = article.entities
    count = 0
    at = article.text.find(string)
    while at >= 0:
        end = at + len(string)
        free = all(end <= named.start or named.end <= at for named in gold)
        count += Named(at, end, label) not in set(gold) and free
        at = article.text.find(string, end)
    return count


if __name__ == "__main__":
    main()
