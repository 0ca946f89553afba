"""Prints whether the confidences of boilerplate mean what they say, and what they should say.

Run: python tests/benchmarks/bench_confidence.py [--gold FILE.jsonl | --gold FOLDER]... [--no-model]
Without --gold: the seeds and the made-up web pages of the tests. A FILE holds plain-text pages with
`raw` and `boilerplate`; a FOLDER holds ID.html with ID.gold.txt (or ID.txt), the text to be kept.

A cut is right if less than half of its characters are wanted: in a FILE those outside the gold's
ranges; in a FOLDER the runs of five characters that gold has more often than the text that is left.

Three tables. By bin: the proposals as made. By rule: each rule alone, and what its confidence would
be: right cuts by all, shrunk to the mean of all rules as if {prior} more cuts had been seen (Beta
prior), so that few hits claim little; the cuts of one site count as {most}, since they are right or
wrong together. Held out: the bins once more, each cut with the shrunk
confidence of its rule from the pages of other sites only.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from annotator.formats import Record, read_paths
from annotator.pipeline import MODEL, Asked, Profile, propose, read_all
from annotator.rules import RULES
from annotator.rules.base import BoilerplateRule
from annotator.text.structure import Structure

ROOT = Path(__file__).parents[2]
PRIOR = 10
MOST = 5
_GRAM = 5
_BINS = (0.0, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 1.01)
_HOST = re.compile(r"""href=["'](?:https?:)?//([\w.-]+)""")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """A page; `wrong` says whether a cut of raw is, given all that is cut."""

    site: str
    raw: str
    structure: Structure | None
    wrong: Callable[[Range, str], bool | None]


class Judged(NamedTuple):
    """A cut that some rule made, and whether gold agrees."""

    site: str
    rule: str
    confidence: float
    right: bool


def main() -> None:
    """Read the pages and print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").format(prior=PRIOR, most=MOST))
    parser.add_argument("--gold", type=Path, action="append", default=[])
    parser.add_argument("--no-model", action="store_true", help="leave out the learned model")
    asked = parser.parse_args()
    golds = asked.gold or [ROOT / "tests/gold/seeds.jsonl", ROOT / "tests/cases/html"]
    profile = Profile(disabled=frozenset({MODEL} if asked.no_model else ()))
    alone: list[Judged] = []
    for gold in golds:
        pages = list(folder_pages(gold) if gold.is_dir() else file_pages(gold))
        bins(f"{gold.name}: {len(pages)} pages", [j for page in pages for j in made(page, profile)])
        alone += [judged for page in pages for judged in by_rules(page)]
    rules(alone)
    bins("held out, each rule alone, shrunk without the page's site", list(held_out(alone)))


def file_pages(path: Path) -> Iterator[Page]:
    """The pages of a file with ranges on raw; a page without `raw` is a seed."""
    for line in path.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        raw = gold.get("raw") or (ROOT / "seeds" / f"{gold['id']}.txt").read_text(encoding="utf-8")
        yield Page(gold["id"], raw, None, _by_ranges(raw, gold))


def _by_ranges(raw: str, gold: dict[str, list[list[int]]]) -> Callable[[Range, str], bool | None]:
    wanted = [not char.isspace() for char in raw]
    told = list(wanted)
    for start, end, *_ in gold["boilerplate"]:
        wanted[start:end] = [False] * (end - start)
    for start, end in gold.get("unsure", ()):
        told[start:end] = [False] * (end - start)

    def wrong(cut: Range, _left: str) -> bool | None:
        inside = [at for at in range(*cut) if told[at]]
        return 2 * sum(wanted[at] for at in inside) > len(inside) if inside else None

    return wrong


def folder_pages(folder: Path) -> Iterator[Page]:
    """The web pages of a folder, each with the site that most of its links lead to."""
    for path in sorted(folder.glob("*.html")):
        beside = path.with_suffix(".gold.txt")
        gold = (beside if beside.exists() else path.with_suffix(".txt")).read_text(encoding="utf-8")
        hosts = Counter(_HOST.findall(path.read_text(encoding="utf-8", errors="replace")))
        site = hosts.most_common(1)[0][0] if hosts else path.stem
        for record in read_paths([path]):
            if isinstance(record, Record):
                yield Page(site, record.raw, record.structure, _by_text(record.raw, gold))


def _by_text(raw: str, gold: str) -> Callable[[Range, str], bool | None]:
    theirs, lines = grams(flat(gold)), Counter(map(flat, gold.splitlines()))

    def wrong(cut: Range, left: str) -> bool | None:
        said = flat(raw[slice(*cut)])
        if len(said) < _GRAM:
            return lines[said] > Counter(map(flat, left.splitlines()))[said]
        missing = theirs - grams(flat(left))
        ours = grams(said)
        return 2 * (ours & missing).total() > ours.total()

    return wrong


def flat(text: str) -> str:
    """The text without white space, in one width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def grams(text: str) -> Counter[str]:
    """The runs of five characters."""
    return Counter(text[at : at + _GRAM] for at in range(max(1, len(text) - _GRAM + 1)))


def made(page: Page, profile: Profile) -> Iterator[Judged]:
    """The proposals for a page as they are made."""
    found = propose(page.raw, profile, page.structure).boilerplate
    left = _left(page.raw, ((cut.start, cut.end) for cut in found))
    for cut in found:
        wrong = page.wrong((cut.start, cut.end), left)
        if wrong is not None:
            yield Judged(page.site, cut.rules[0], cut.confidence, not wrong)


def by_rules(page: Page) -> Iterator[Judged]:
    """What each rule cuts, whatever the others do; what is left is what they leave together."""
    ((text, seen, cuts),) = read_all([Asked(page.raw, page.structure)])
    left = _left(page.raw, (text.to_raw(cut.start, cut.end) for cut in cuts))
    for rule in RULES:
        if isinstance(rule, BoilerplateRule):
            for cut in rule.find(seen):
                wrong = page.wrong(text.to_raw(cut.start, cut.end), left)
                if wrong is not None:
                    yield Judged(page.site, rule.id, cut.confidence, not wrong)


def _left(raw: str, cuts: Iterable[Range]) -> str:
    pieces, at = [], 0
    for start, end in sorted(cuts):
        pieces.append(raw[at:start])
        at = max(at, end)
    return "\n".join([*pieces, raw[at:]])


def bins(title: str, judged: list[Judged]) -> None:
    """Of the cuts in each bin of confidence, how many are right."""
    print(f"\n{title}")
    for low, high in pairwise(_BINS):
        inside = [each for each in judged if low <= each.confidence < high]
        if inside:
            right, said = sum(j.right for j in inside), sum(j.confidence for j in inside)
            share = f"{right / len(inside):.3f}, said {said / len(inside):.3f}"
            print(f"  {low:.2f} to {min(high, 1):.2f} {right:6} of {len(inside):6} right: {share}")
    sure = [each.right for each in judged if each.confidence >= 0.9]
    if sure:
        print(f"  0.90 and above {sum(sure):4} of {len(sure):6} right: {sum(sure) / len(sure):.3f}")


class Tally(NamedTuple):
    """Cuts of a rule, those of one site weighed as no more than `MOST`, and how many are right."""

    count: float = 0.0
    right: float = 0.0

    def shrunk(self, mean: float) -> float:
        """The share that is right, as if so many cuts of the mean had been seen before.

        >>> round(Tally(3, 3).shrunk(0.9), 3), round(Tally(300, 300).shrunk(0.9), 3)
        (0.923, 0.997)
        """
        return (self.right + PRIOR * mean) / (self.count + PRIOR)


def tallies(judged: Iterable[Judged]) -> dict[str, dict[str, Tally]]:
    """By rule and site."""
    found: defaultdict[str, defaultdict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for each in judged:
        found[each.rule][each.site].append(each.right)
    return {
        rule: {
            site: Tally(held := min(MOST, len(rights)), held * sum(rights) / len(rights))
            for site, rights in of_site.items()
        }
        for rule, of_site in found.items()
    }


def total(some: Iterable[Tally]) -> Tally:
    """All of them together."""
    held = list(some)
    return Tally(sum(t.count for t in held), sum(t.right for t in held))


def rules(judged: list[Judged]) -> None:
    """Each rule: its cuts and sites, how many are right, what it says and what it should say."""
    by_rule = tallies(judged)
    every = total(tally for of_site in by_rule.values() for tally in of_site.values())
    print(f"\n{'rule':28}{'cuts':>6}{'sites':>6}{'right':>7}{'says':>7}{'shrunk':>8}")
    for rule, of_site in sorted(by_rule.items()):
        held = [each for each in judged if each.rule == rule]
        says = sum(each.confidence for each in held) / len(held)
        right = sum(each.right for each in held)
        known = total(of_site.values()).shrunk(every.right / every.count)
        print(f"{rule:28}{len(held):6}{len(of_site):6}{right:7}{says:7.3f}{known:8.3f}")


def held_out(judged: list[Judged]) -> Iterator[Judged]:
    """Each cut with the confidence its rule has from the pages of all other sites."""
    by_rule = tallies(judged)
    every = total(tally for of_site in by_rule.values() for tally in of_site.values())
    for each in judged:
        others = total(t for site, t in by_rule[each.rule].items() if site != each.site)
        yield each._replace(confidence=others.shrunk(every.right / every.count))


if __name__ == "__main__":
    main()
