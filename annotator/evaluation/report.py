"""The figures of all pages together, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from annotator.counts import Counts
from annotator.evaluation.pages import META_FIELDS
from annotator.evaluation.scoring import FalseRepair, PageScore
from annotator.formats.base import Problem

_OUTCOMES = ("exact", "wrong", "missed")
_META_OUTCOMES = ("right", "wrong", "missed", "invented")
_SHOWN = 10
_WIDTH = 26


@dataclass(frozen=True)
class Report:
    """The scores of every gold page; `extra` are predictions that gold does not hold."""

    pages: tuple[PageScore, ...]
    extra: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def lost(self) -> tuple[PageScore, ...]:
        """The pages that could not be scored, and count as missed whole."""
        return tuple(page for page in self.pages if page.lost)

    @property
    def kept(self) -> Counts:
        """Kept text over all characters of all pages."""
        return _sum(page.kept for page in self.pages)

    @property
    def kept_means(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of kept text, each the mean over the pages."""
        count = len(self.pages)
        figures = [(p.kept.precision * (not p.lost), p.kept.recall, p.kept.f1) for p in self.pages]
        precision, recall, f1 = (sum(column) / count for column in zip(*figures, strict=True))
        return precision, recall, f1

    @property
    def types(self) -> dict[str, Counts]:
        """Each boilerplate type by characters."""
        found: dict[str, Counts] = {}
        for page in self.pages:
            for (gold, predicted), count in page.types.items():
                if gold == predicted:
                    _add(found, gold, Counts(right=count))
                else:
                    _add(found, predicted, Counts(wrong=count))
                    _add(found, gold, Counts(missed=count))
        return dict(sorted(found.items()))

    @property
    def repairs(self) -> dict[str, dict[str, int]]:
        """Damaged places of each type: how many exact, wrong and missed."""
        total = sum((page.repairs for page in self.pages), Counter[tuple[str, str]]())
        kinds = sorted({kind for kind, _ in total})
        return {kind: {name: total[kind, name] for name in _OUTCOMES} for kind in kinds}

    @property
    def false_repairs(self) -> tuple[FalseRepair, ...]:
        """The repairs where gold has no damage."""
        return tuple(repair for page in self.pages for repair in page.false_repairs)

    @property
    def repair_counts(self) -> Counts:
        """All damaged places together; a wrong repair is both said wrongly and missed."""
        total = Counter[str]()
        for outcomes in self.repairs.values():
            total.update(outcomes)
        wrong = total["wrong"]
        return Counts(total["exact"], wrong + len(self.false_repairs), wrong + total["missed"])

    @property
    def meta(self) -> dict[str, dict[str, int]]:
        """Each metadata field: how many right, wrong, missed and invented."""
        total = sum((page.meta for page in self.pages), Counter[tuple[str, str]]())
        names = [name for name in META_FIELDS if any(total[name, how] for how in _META_OUTCOMES)]
        return {name: {how: total[name, how] for how in _META_OUTCOMES} for name in names}

    @property
    def meta_counts(self) -> Counts:
        """All metadata fields together."""
        return _sum(_meta_counts(outcomes) for outcomes in self.meta.values())

    @property
    def clean_equal(self) -> tuple[int, int]:
        """How many clean texts are equal, of how many that gold holds."""
        known = [page.clean_equal for page in self.pages if page.clean_equal is not None]
        return sum(known), len(known)

    @property
    def entities(self) -> dict[str, Counts] | None:
        """Each label by exact range; None where gold or predictions hold no entities."""
        scored = [page.entities for page in self.pages if page.entities is not None]
        found: dict[str, Counts] = {}
        for labels in scored:
            for label, counts in labels.items():
                _add(found, label, counts)
        return dict(sorted(found.items())) if scored else None

    def as_dict(self) -> dict[str, object]:
        """Every figure, for programs."""
        precision, recall, f1 = self.kept_means
        equal, known = self.clean_equal
        entities = self.entities
        return {
            "pages": len(self.pages),
            "kept_text": {
                "mean": {"precision": precision, "recall": recall, "f1": f1},
                "overall": _figures(self.kept),
                "per_page": {page.id: _figures(page.kept) for page in self.pages},
            },
            "boilerplate": {
                "accuracy": _sum(self.types.values()).recall,
                "types": {kind: _figures(counts) for kind, counts in self.types.items()},
            },
            "repairs": {
                **_figures(self.repair_counts),
                "types": self.repairs,
                "false": [repair._asdict() for repair in self.false_repairs],
            },
            "meta": {**_figures(self.meta_counts), "fields": self.meta},
            "clean_equal": {"equal": equal, "of": known},
            "entities": entities
            and {
                **_figures(_sum(entities.values())),
                "labels": {label: _figures(counts) for label, counts in entities.items()},
            },
            "lost": {page.id: page.lost for page in self.lost},
            "extra": list(self.extra),
        }

    def table(self) -> str:
        """Every figure, for people."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield f"{'':{_WIDTH}} precision    recall        F1"
        yield _row("kept text", *self.kept_means, f"mean of {len(self.pages)} pages")
        yield _counts_row("  all characters", self.kept, f"{_there(self.kept)} characters")
        yield from self._type_lines()
        yield from self._repair_lines()
        yield from self._meta_lines()
        yield from self._entity_lines()
        equal, known = self.clean_equal
        if known:
            yield f"{'clean text':{_WIDTH}} {equal} of {known} equal"
        yield from self._page_lines()

    def _type_lines(self) -> Iterator[str]:
        total = _sum(self.types.values())
        yield _counts_row("boilerplate types", total, f"{_there(total)} characters")
        for kind, counts in self.types.items():
            yield _counts_row(f"  {kind}", counts, f"{_there(counts)} characters")

    def _repair_lines(self) -> Iterator[str]:
        false = f"{len(self.false_repairs)} false"
        yield _counts_row("repairs", self.repair_counts, false)
        for kind, outcomes in self.repairs.items():
            yield f"  {kind:{_WIDTH - 2}} " + _named(outcomes)
        for repair in self.false_repairs[:_SHOWN]:
            place = f"{repair.page} {repair.start}-{repair.end}"
            yield f"  false {repair.type}: {place} {repair.before!r} -> {repair.after!r}"
        if len(self.false_repairs) > _SHOWN:
            yield f"  and {len(self.false_repairs) - _SHOWN} more false repairs"

    def _meta_lines(self) -> Iterator[str]:
        if self.meta:
            yield _counts_row("metadata", self.meta_counts, "fields")
        for name, outcomes in self.meta.items():
            yield f"  {name:{_WIDTH - 2}} " + _named(outcomes)

    def _entity_lines(self) -> Iterator[str]:
        entities = self.entities or {}
        if entities:
            total = _sum(entities.values())
            yield _counts_row("entities", total, f"{_there(total)} exact ranges")
        for label, counts in entities.items():
            yield _counts_row(f"  {label}", counts, str(_there(counts)))

    def _page_lines(self) -> Iterator[str]:
        for page in self.lost:
            yield f"{page.id}: {page.lost}, all missed"
        low = sorted((p for p in self.pages if not p.lost), key=lambda page: page.kept.f1)[:_SHOWN]
        for page in low:
            if page.kept.f1 < 1:
                yield _counts_row(f"  {page.id}", page.kept, "")
        if self.extra:
            yield f"{len(self.extra)} predictions are not in the gold"


def _add(found: dict[str, Counts], name: str, counts: Counts) -> None:
    """Add to the counts of a name; the empty one is kept text, which is counted apart."""
    if name:
        found[name] = _sum([found.get(name, Counts()), counts])


def _sum(counts: Iterable[Counts]) -> Counts:
    total = Counts()
    for each in counts:
        total += each
    return total


def _meta_counts(outcomes: Mapping[str, int]) -> Counts:
    wrong = outcomes["wrong"]
    return Counts(outcomes["right"], wrong + outcomes["invented"], wrong + outcomes["missed"])


def _figures(counts: Counts) -> dict[str, float]:
    return {
        "precision": counts.precision,
        "recall": counts.recall,
        "f1": counts.f1,
        "right": counts.right,
        "wrong": counts.wrong,
        "missed": counts.missed,
    }


def _there(counts: Counts) -> int:
    return counts.right + counts.missed


def _row(name: str, precision: float, recall: float, f1: float, note: str) -> str:
    return f"{name:{_WIDTH}} {precision:9.3f} {recall:9.3f} {f1:9.3f}   {note}".rstrip()


def _counts_row(name: str, counts: Counts, note: str) -> str:
    return _row(name, counts.precision, counts.recall, counts.f1, note)


def _named(outcomes: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in outcomes.items())
