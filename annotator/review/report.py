"""The figures of rules as a page that prints well, and as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import chain

from annotator.errors import mark
from annotator.model import Origin
from annotator.review.errors import Errors
from annotator.review.precision import By, Example, Figures
from annotator.review.trend import Every, Step, trend

Translate = Callable[[str], str]

COLUMNS = (
    mark("Name"),
    mark("Proposed"),
    mark("Right"),
    mark("Wrong"),
    mark("Precision"),
    mark("95 % interval"),
    mark("Missed"),
    mark("Recall"),
)

TREND_COLUMNS = (
    mark("Name"),
    mark("First day"),
    mark("Last day"),
    mark("Right"),
    mark("Wrong"),
    mark("Precision"),
    mark("95 % interval"),
)

ERROR_COLUMNS = (mark("Cause"), mark("Places"), mark("Articles"))

TITLES = {By.RULE: mark("By rule"), By.TYPE: mark("By type"), By.ORIGIN: mark("By origin")}

_STYLE = (
    "body{font:14px/1.6 sans-serif;max-width:60em;margin:2em auto;color:#222}"
    "table{border-collapse:collapse;width:100%;margin:1em 0 2em}"
    "th,td{border-bottom:1px solid #ccc;padding:.3em .6em;text-align:right}"
    "th:first-child,td:first-child{text-align:left}"
    "thead{display:table-header-group}tr,blockquote{break-inside:avoid}h2,h3{break-after:avoid}"
    "blockquote{margin:.2em 0 .2em 1em;padding-left:.6em;border-left:3px solid #c33}"
    "blockquote small{color:#666}"
    "td,th{white-space:nowrap}td:first-child{white-space:normal}"
    "td.trend,th.trend{text-align:left;padding-left:2em}svg{vertical-align:middle}p{color:#666}"
    "@page{margin:14mm}@media print{body{margin:0;max-width:none;font-size:11px}"
    "th,td{padding-top:.2em;padding-bottom:.2em}}"
)

_BARS = {
    Every.DAY: mark("The bars are the share of right ones day by day, the newest at the right."),
    Every.WEEK: mark("The bars are the share of right ones week by week, the newest at the right."),
}
_BAR, _GAP, _TALL = 6, 2, 20
_QUOTED = 20
_NEWEST = 14
"""How many steps a trend has room for."""


_ORIGINS = {
    Origin.RULE.value: mark("Rules"),
    Origin.MODEL.value: mark("Model"),
    Origin.IMPORT.value: mark("Imported"),
}


def shown_name(by: By, name: str, tr: Translate, type_name: Translate) -> str:
    """What people call a rule, type or origin; rules have no other name than their id.

    >>> shown_name(By.ORIGIN, "import", str, str), shown_name(By.RULE, "a.b", str, str)
    ('Imported', 'a.b')
    """
    if by is By.TYPE:
        return type_name(name)
    return tr(_ORIGINS[name]) if by is By.ORIGIN and name in _ORIGINS else name


def row_of(name: str, figures: Figures) -> tuple[str, ...]:
    """The figures of one rule, type or origin under `COLUMNS`; nothing where none is known.

    >>> row_of("a.b", Figures(proposed=4, accepted=3, rejected=1))
    ('a.b', '4', '3', '1', '75.0 %', '30.1–95.4 %', '', '')
    """
    return (
        name,
        f"{figures.proposed:,}",
        f"{figures.accepted:,}",
        f"{figures.rejected:,}",
        _share(figures.precision),
        _between(figures.interval) if figures.judged else "",
        f"{figures.missed:,}" if figures.missable else "",
        _share(figures.recall),
    )


def trend_row(name: str, step: Step) -> tuple[str, ...]:
    """One step of a trend under `TREND_COLUMNS`.

    >>> from datetime import date
    >>> trend_row("a.b", Step(date(2026, 11, 16), date(2026, 11, 22), 3, 1))
    ('a.b', '2026-11-16', '2026-11-22', '3', '1', '75.0 %', '30.1–95.4 %')
    """
    counts = f"{step.right:,}", f"{step.wrong:,}"
    shares = _share(step.precision), _between(step.interval)
    return name, f"{step.first}", f"{step.last}", *counts, *shares


def as_csv(found: Mapping[By, Mapping[str, Figures]], errors: Errors, tr: Translate) -> str:
    """All figures as one table; numbers are plain, shares from 0 to 1.

    Of errors that people marked there is a row for each cause, with their number under "Wrong".
    """
    heads = *COLUMNS[:5], mark("Lowest"), mark("Highest"), *COLUMNS[6:]
    rows = (
        (
            *(by.value, name, one.proposed, one.accepted, one.rejected),
            *(_plain(one.precision), *(_bounds(one.interval) if one.judged else ("", ""))),
            *(one.missed if one.missable else "", _plain(one.recall)),
        )
        for by, figures in found.items()
        for name, one in figures.items()
    )
    marked = (
        ("error", cause, "", "", count, *[""] * (len(heads) - 4))
        for cause, count in errors.causes.most_common()
    )
    return _csv([tr(mark("By")), *map(tr, heads)], chain(rows, marked))


def trend_csv(found: Mapping[By, Mapping[str, Figures]], every: Every, tr: Translate) -> str:
    """The figures step by step as one table, a row for each in which something was judged."""
    heads = *TREND_COLUMNS[:6], mark("Lowest"), mark("Highest")
    rows = (
        (
            *(by.value, name, step.first, step.last, step.right, step.wrong),
            *(_plain(step.precision), *_bounds(step.interval)),
        )
        for by, figures in found.items()
        for name, one in figures.items()
        for step in trend(one.days, every)
    )
    return _csv([tr(mark("By")), *map(tr, heads)], rows)


def _csv(heads: Sequence[str], rows: Iterable[tuple[object, ...]]) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(heads)
    table.writerows(rows)
    return out.getvalue()


def as_html(
    title: str,
    found: Mapping[By, Mapping[str, Figures]],
    errors: Errors,
    every: Every,
    *,
    tr: Translate,
    type_name: Translate,
) -> str:
    """A page of its own with nothing to fetch, which quotes what each rule got wrong.

    It lists what people marked as well, by cause.

    Behind the figures the trend is drawn: the share of right ones, step by step. `type_name` says
    what people call a type.
    """
    told = chain(_html(title, found, every, tr, type_name), _errors(errors, tr, type_name))
    return "".join(told)


def _html(
    title: str,
    found: Mapping[By, Mapping[str, Figures]],
    every: Every,
    tr: Translate,
    type_name: Translate,
) -> Iterator[str]:
    yield f"<!doctype html><meta charset=utf-8><title>{escape(title)}</title>"
    yield f"<style>{_STYLE}</style><h1>{escape(title)}</h1>"
    yield f"<p>{escape(tr(_BARS[every]))}</p>"
    heads = "".join(f"<th>{escape(tr(name))}</th>" for name in COLUMNS)
    heads += f"<th class=trend>{escape(tr(mark('Trend')))}</th>"
    for by, figures in found.items():
        yield f"<h2>{escape(tr(TITLES[by]))}</h2><table><thead><tr>{heads}</tr></thead><tbody>"
        for name, one in figures.items():
            shown = shown_name(by, name, tr, type_name)
            cells = "".join(f"<td>{escape(cell)}</td>" for cell in row_of(shown, one))
            yield f"<tr>{cells}<td class=trend>{_drawn(trend(one.days, every))}</td></tr>"
        yield "</tbody></table>"
    yield f"<h2>{escape(tr(mark('Wrong although sure')))}</h2>"
    for name, examples in _wrong(found):
        yield f"<h3>{escape(type_name(name))}</h3>"
        for example in examples:
            told = f"{example.key} · {example.confidence:.2f}"
            text = f"{escape(example.text)}<br><small>{escape(told)}</small>"
            yield f"<blockquote>{text}</blockquote>"


def _errors(errors: Errors, tr: Translate, type_name: Translate) -> Iterator[str]:
    """The causes with their numbers, and the first places of each."""
    if not errors.causes:
        return
    yield f"<h2>{escape(tr(mark('Marked by people')))}</h2><table><thead><tr>"
    yield "".join(f"<th>{escape(tr(name))}</th>" for name in ERROR_COLUMNS)
    yield "</tr></thead><tbody>"
    for cause, count in errors.causes.most_common():
        cells = type_name(cause), f"{count:,}", f"{errors.articles[cause]:,}"
        yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
    yield "</tbody></table>"
    for cause, _ in errors.causes.most_common():
        yield f"<h3>{escape(type_name(cause))}</h3>"
        for one in [one for one in errors.places if one.cause == cause][:_QUOTED]:
            told = f"{one.key} · {one.annotator}"
            text = f"{escape(one.text)}<br><small>{escape(told)}</small>"
            yield f"<blockquote>{text}</blockquote>"


def _wrong(found: Mapping[By, Mapping[str, Figures]]) -> Iterator[tuple[str, list[Example]]]:
    """The worst examples by rule, and by type where no rule is known, as of pairs."""
    told: set[Example] = set()
    for by in (By.RULE, By.TYPE):
        for name, one in found.get(by, {}).items():
            fresh = [example for example in one.worst if example not in told]
            told.update(fresh)
            if fresh:
                yield name, fresh


def _drawn(steps: Sequence[Step]) -> str:
    """The newest steps as bars on pale ones that stand for all."""
    shown = steps[-_NEWEST:]
    if not shown:
        return ""
    bars = []
    for number, step in enumerate(shown):
        left, high = number * (_BAR + _GAP), round(step.precision * _TALL, 1)
        told = escape(f"{step.first}: {step.right}/{step.judged}")
        bars.append(
            f"<g><title>{told}</title>"
            f'<rect x="{left}" width="{_BAR}" height="{_TALL}" fill="#ddd"/>'
            f'<rect x="{left}" y="{_TALL - high:g}" width="{_BAR}" height="{high:g}"'
            ' fill="#36c"/></g>'
        )
    wide = len(shown) * (_BAR + _GAP)
    return f'<svg width="{wide}" height="{_TALL}" role="img">{"".join(bars)}</svg>'


def _between(bounds: tuple[float, float]) -> str:
    low, high = bounds
    return f"{100 * low:.1f}–{100 * high:.1f} %"


def _bounds(bounds: tuple[float, float]) -> tuple[float, float]:
    return round(bounds[0], 4), round(bounds[1], 4)


def _plain(share: float | None) -> float | str:
    return "" if share is None else round(share, 4)


def _share(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f} %"
