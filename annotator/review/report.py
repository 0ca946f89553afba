"""The figures of rules as a page that prints well, and as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from html import escape

from annotator.errors import mark
from annotator.review.precision import By, Figures

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

TITLES = {By.RULE: mark("By rule"), By.TYPE: mark("By type"), By.ORIGIN: mark("By origin")}

_STYLE = (
    "body{font:14px/1.6 sans-serif;max-width:60em;margin:2em auto;color:#222}"
    "table{border-collapse:collapse;width:100%;margin:1em 0 2em}"
    "th,td{border-bottom:1px solid #ccc;padding:.3em .6em;text-align:right}"
    "th:first-child,td:first-child{text-align:left}"
    "thead{display:table-header-group}tr{break-inside:avoid}"
    "blockquote{margin:.2em 0 .2em 1em;padding-left:.6em;border-left:3px solid #c33}"
    "blockquote small{color:#666}"
)


def row_of(name: str, figures: Figures) -> tuple[str, ...]:
    """The figures of one rule, type or origin under `COLUMNS`; nothing where none is known.

    >>> row_of("a.b", Figures(proposed=4, accepted=3, rejected=1))
    ('a.b', '4', '3', '1', '75.0 %', '30.1–95.4 %', '', '')
    """
    low, high = figures.interval
    judged = bool(figures.judged)
    return (
        name,
        f"{figures.proposed:,}",
        f"{figures.accepted:,}",
        f"{figures.rejected:,}",
        _share(figures.precision),
        f"{100 * low:.1f}–{100 * high:.1f} %" if judged else "",
        f"{figures.missed:,}" if figures.missable else "",
        _share(figures.recall),
    )


def as_csv(found: Mapping[By, Mapping[str, Figures]], tr: Translate) -> str:
    """All figures as one table; numbers are plain, shares from 0 to 1."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow([tr(mark("By")), *map(tr, COLUMNS[:5]), tr(mark("Lowest")), tr(mark("Highest"))])
    for by, figures in found.items():
        for name, one in figures.items():
            low, high = one.interval
            counts = one.proposed, one.accepted, one.rejected
            share = "" if one.precision is None else round(one.precision, 4)
            table.writerow([by.value, name, *counts, share, round(low, 4), round(high, 4)])
    return out.getvalue()


def as_html(title: str, found: Mapping[By, Mapping[str, Figures]], tr: Translate) -> str:
    """A page of its own with nothing to fetch, which quotes what each rule got wrong."""
    return "".join(_html(title, found, tr))


def _html(title: str, found: Mapping[By, Mapping[str, Figures]], tr: Translate) -> Iterator[str]:
    yield f"<!doctype html><meta charset=utf-8><title>{escape(title)}</title>"
    yield f"<style>{_STYLE}</style><h1>{escape(title)}</h1>"
    heads = "".join(f"<th>{escape(tr(name))}</th>" for name in COLUMNS)
    for by, figures in found.items():
        yield f"<h2>{escape(tr(TITLES[by]))}</h2><table><thead><tr>{heads}</tr></thead><tbody>"
        for name, one in figures.items():
            cells = "".join(f"<td>{escape(cell)}</td>" for cell in row_of(name, one))
            yield f"<tr>{cells}</tr>"
        yield "</tbody></table>"
    yield f"<h2>{escape(tr(mark('Wrong although sure')))}</h2>"
    for name, one in found.get(By.RULE, {}).items():
        if one.worst:
            yield f"<h3>{escape(name)}</h3>"
        for example in one.worst:
            told = f"{example.key} · {example.confidence:.2f}"
            text = f"{escape(example.text)}<br><small>{escape(told)}</small>"
            yield f"<blockquote>{text}</blockquote>"


def _share(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f} %"
