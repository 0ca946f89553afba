"""Prints how well and how fast this program and others clean the same pages.

Run: python tests/benchmarks/bench_cleaning.py [--gold FILE.jsonl | --gold FOLDER]
Without --gold the pages are the seeds, which the rules were written on. A FILE holds plain-text
pages with `raw` and `boilerplate`: each line becomes a <p> for those who read HTML, and kept text
is judged by characters of raw. A FOLDER holds ID.html with ID.gold.txt, and ID.raw.txt for what
reads text only: judged by character 5-grams. Others that are not installed are named and left out.
Seconds are of this process alone, on pages it has seen once before.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from annotator.cli.cleaned import document_of
from annotator.formats import Record, read_paths
from annotator.pipeline import propose
from annotator.text.compose import compose
from annotator.text.script import simplify

ROOT = Path(__file__).parents[2]
_GRAM = 5
_PIECE = 10

Extract = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Peer:
    """Another extractor: the package it is in, and how to get a function from HTML to text."""

    name: str
    package: str
    load: Callable[[], Extract]


def main() -> None:
    """Measure, and print a line for each program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, help="a JSONL file or a folder; else the seeds")
    asked = parser.parse_args()
    if asked.gold is not None and asked.gold.is_dir():
        measure_html(asked.gold)
    else:
        pages = list(read_gold(asked.gold or ROOT / "tests/gold/seeds.jsonl"))
        measure_text(pages)
        measure_repairs(pages)


def read_gold(path: Path) -> Iterator[dict[str, Any]]:
    """The pages of a gold file; a page without `raw` is a seed."""
    for line in path.read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        if not page.get("raw"):
            page["raw"] = (ROOT / "seeds" / f"{page['id']}.txt").read_text(encoding="utf-8")
        yield page


def measure_text(pages: Sequence[dict[str, Any]]) -> None:
    """Kept text of plain-text pages, in characters of raw."""
    print(f"{len(pages)} plain-text pages; macro mean of character precision, recall, F1")
    raws = [page["raw"] for page in pages]
    everything, _ = timed(lambda raw: raw, raws)
    score_kept("keep all", pages, everything, 0)
    ours, seconds = timed(kept_by_rules, raws)
    score_kept("duizhao", pages, ours, seconds)
    wrapped = [as_html(raw) for raw in raws]
    for peer, extract in installed():
        texts, seconds = timed(extract, wrapped)
        score_kept(peer.name, pages, texts, seconds)


def kept_by_rules(raw: str) -> str:
    """Raw without what the rules cut, and not repaired, so that it can be found in raw again."""
    pieces, at = [], 0
    for cut in propose(raw).boilerplate:
        pieces.append(raw[at : cut.start])
        at = cut.end
    return "\n".join([*pieces, raw[at:]])


def score_kept(
    name: str, pages: Sequence[dict[str, Any]], texts: Sequence[str], seconds: float
) -> None:
    """Print the figures of one program on plain-text pages."""
    scores, strange = [], 0
    for page, text in zip(pages, texts, strict=True):
        raw = page["raw"]
        gold = bytearray(b"\1") * len(raw)
        for start, end, _ in page["boilerplate"]:
            gold[start:end] = bytes(end - start)
        kept, lost = found_again(raw, text, gold)
        strange += lost
        counted = {at for at in range(len(raw)) if not raw[at].isspace()}
        for start, end in page.get("unsure", ()):
            counted -= set(range(start, end))
        wanted = {at for at in counted if gold[at]}
        kept &= counted
        scores.append(rates(len(kept & wanted), len(kept), len(wanted)))
    show(name, scores, sum(len(page["raw"].encode()) for page in pages), seconds)
    if strange:
        print(f"{'':26}({strange} characters of its output stand nowhere in the page)")


def found_again(raw: str, text: str, gold: bytearray) -> tuple[set[int], int]:
    """The places in raw of what was kept, line for line, and how many characters have none.

    A line that stands in raw more than once counts where gold keeps most of it, whoever kept it. A
    line that stands nowhere is looked for in pieces.
    """
    places = [at for at, char in enumerate(raw) if not char.isspace()]
    squeezed = "".join(raw[at] for at in places)
    starts = {
        at for at, place in enumerate(places) if not at or "\n" in raw[places[at - 1] + 1 : place]
    }
    kept: set[int] = set()
    lost = 0
    for line in map("".join, map(str.split, text.splitlines())):
        whole = line in squeezed
        size = len(line) if whole else _PIECE
        for wanted in (line[at : at + size] for at in range(0, len(line), size or 1)):
            spots = [hit.start() for hit in re.finditer(f"(?={re.escape(wanted)})", squeezed)]
            ranges = [places[at : at + len(wanted)] for at in spots if at in starts or not whole]
            ranges = ranges or [places[at : at + len(wanted)] for at in spots]
            free = [each for each in ranges if not kept.issuperset(each)]
            if free:
                kept.update(max(free, key=lambda each: sum(gold[at] for at in each)))
            elif not spots:
                lost += len(wanted)
    return kept, lost


def measure_repairs(pages: Sequence[dict[str, Any]]) -> None:
    """Whole texts repaired, nothing cut, on the pages that are damaged; script folded away."""
    damaged = [page for page in pages if page["damage"]]
    print(f"\n{len(damaged)} damaged pages; macro mean of 5-grams against the repaired text")
    raws = [page["raw"] for page in damaged]
    golds = [simplify(repaired(page["raw"], page["damage"])) for page in damaged]
    programs: list[tuple[str, Extract]] = [("as it is", str), ("duizhao", repaired_by_rules)]
    try:
        from ftfy import TextFixerConfig, fix_text
    except ImportError:
        print("  ftfy is not installed")
    else:
        # Curly quotes and full-width marks are right in Chinese.
        chinese = TextFixerConfig(uncurl_quotes=False, fix_character_width=False)
        name = f"ftfy {version('ftfy')}"
        programs.append((name, lambda text: fix_text(text, chinese)))
    for name, program in programs:
        texts, seconds = timed(program, raws)
        seconds = 0 if program is str else seconds
        scores = [grams(simplify(text), gold) for text, gold in zip(texts, golds, strict=True)]
        show(name, scores, sum(len(raw.encode()) for raw in raws), seconds)


def repaired(raw: str, damage: Iterable[tuple[int, int, str, str]]) -> str:
    """Raw with the gold's repairs made."""
    pieces, at = [], 0
    for start, end, text, _ in sorted(damage):
        pieces += [raw[at:start], text]
        at = end
    return "".join([*pieces, raw[at:]])


def repaired_by_rules(raw: str) -> str:
    """Raw with the rules' repairs made."""
    return compose(raw, propose(raw).repairs, ()).clean


def measure_html(folder: Path) -> None:
    """Main content of HTML pages, in character 5-grams."""
    pages = sorted(folder.glob("*.html"))
    golds = [page.with_suffix(".gold.txt").read_text(encoding="utf-8") for page in pages]
    print(f"{len(pages)} HTML pages; macro mean of character 5-gram precision, recall, F1")

    def report(name: str, texts: Sequence[str], sources: Sequence[str], seconds: float) -> None:
        scores = [grams(text, gold) for text, gold in zip(texts, golds, strict=True)]
        show(name, scores, sum(len(source.encode()) for source in sources), seconds)
        for kind in ("art", "for"):
            some = [s for s, page in zip(scores, pages, strict=True) if f"_{kind}_" in page.name]
            if some and len(some) < len(scores):
                print(f"{'':26}_{kind}_ pages: F1 {mean(s[2] for s in some):.3f}")

    raws = [page.with_suffix(".raw.txt").read_text(encoding="utf-8") for page in pages]
    report("keep all (raw.txt)", raws, raws, 0)
    texts, seconds = timed(clean_text, raws)
    report("duizhao (raw.txt)", texts, raws, seconds)
    sources = [page.read_text(encoding="utf-8", errors="replace") for page in pages]
    started = time.process_time()
    ours = [clean_page(page) for page in pages]
    if None in ours:
        print("  duizhao reads no HTML yet")
    else:
        spent = time.process_time() - started
        report("duizhao (HTML)", [text or "" for text in ours], sources, spent)
    for peer, extract in installed():
        texts, seconds = timed(extract, sources)
        report(peer.name, texts, sources, seconds)


def clean_text(raw: str) -> str:
    """The clean text of a plain-text page."""
    return _cleaned(Record("page", raw))


def _cleaned(record: Record) -> str:
    found = propose(record.raw, structure=record.structure)
    return document_of(record, found).composition.clean


def clean_page(path: Path) -> str | None:
    """The clean text of an HTML file as the program imports it; None where it is read as text."""
    records = [item for item in read_paths([path]) if isinstance(item, Record)]
    if not records or "<body" in records[0].raw.lower():
        return None
    return _cleaned(records[0])


def as_html(raw: str) -> str:
    """A plain-text page as HTML: a paragraph a line."""
    lines = (f"<p>{html.escape(line)}</p>" for line in raw.split("\n") if line.strip())
    return "<!DOCTYPE html><html><body>" + "\n".join(lines) + "</body></html>"


def timed(work: Extract, sources: Sequence[str]) -> tuple[list[str], float]:
    """What comes of each source the first time, and the seconds all took the second time."""
    made = [work(source) for source in sources]
    started = time.process_time()
    for source in sources:
        work(source)
    return made, time.process_time() - started


def show(
    name: str, scores: Sequence[tuple[float, float, float]], size: int, seconds: float
) -> None:
    """One line of the table."""
    precision, recall, f1 = (mean(column) for column in zip(*scores, strict=True))
    worst = sum(score[2] < 0.8 for score in scores)
    speed = f"{size / seconds / 1e6:8.2f} MB/s" if seconds else " " * 13
    print(f"  {name:24}{precision:.3f}  {recall:.3f}  {f1:.3f}{speed}  under 0.8: {worst}")


def grams(text: str, gold: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the character 5-grams of a text, white space out."""
    ours, theirs = (
        Counter(flat[at : at + _GRAM] for at in range(max(1, len(flat) - _GRAM + 1)))
        for flat in ("".join(unicodedata.normalize("NFKC", t).split()) for t in (text, gold))
    )
    return rates((ours & theirs).total(), ours.total(), theirs.total())


def rates(right: int, made: int, wanted: int) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    precision = right / made if made else float(not wanted)
    recall = right / wanted if wanted else 1.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def mean(figures: Iterable[float]) -> float:
    """The mean of some figures."""
    held = list(figures)
    return sum(held) / len(held)


def installed() -> Iterator[tuple[Peer, Extract]]:
    """The others that can be loaded here; the rest are named."""
    for peer in PEERS:
        try:
            named = Peer(f"{peer.name} {version(peer.package)}", peer.package, peer.load)
            yield named, peer.load()
        except (ImportError, PackageNotFoundError):
            print(f"  {peer.package} is not installed")


def _trafilatura(**options: bool) -> Callable[[], Extract]:
    def load() -> Extract:
        from trafilatura import extract

        return lambda page: extract(page, **options) or ""

    return load


def _readability() -> Extract:
    from lxml.html import fromstring
    from readability import Document

    def extract(page: str) -> str:
        found = fromstring(Document(page).summary())
        return "\n".join(piece.strip() for piece in found.itertext())

    return extract


def _justext() -> Extract:
    from justext import justext

    def extract(page: str) -> str:
        # Made for languages with spaces: no stop words here, and lengths cut to a third.
        found = justext(
            page.encode(),
            frozenset(),
            length_low=25,
            length_high=70,
            stopwords_low=0,
            stopwords_high=0,
            encoding="utf-8",
        )
        return "\n".join(part.text for part in found if not part.is_boilerplate)

    return extract


def _boilerpy(kind: str) -> Callable[[], Extract]:
    def load() -> Extract:
        from boilerpy3 import extractors

        extractor = getattr(extractors, kind)(raise_on_failure=False)
        return lambda page: str(extractor.get_content(page))

    return load


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda page: str(extract_plain_text(page, main_content=True, alt_texts=False))


PEERS = (
    Peer("trafilatura", "trafilatura", _trafilatura()),
    Peer("  favor_precision", "trafilatura", _trafilatura(favor_precision=True)),
    Peer("readability-lxml", "readability-lxml", _readability),
    Peer("jusText, retuned", "jusText", _justext),
    Peer("boilerpy3 Article", "boilerpy3", _boilerpy("ArticleExtractor")),
    Peer("boilerpy3 Default", "boilerpy3", _boilerpy("DefaultExtractor")),
    Peer("resiliparse", "resiliparse", _resiliparse),
)


if __name__ == "__main__":
    main()
