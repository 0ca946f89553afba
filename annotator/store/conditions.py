"""Each facet of a filter as a condition on a row of `article`."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from annotator.filters import Filter, Period

_WORKED = (
    # All that leads to the annotator is named, so that the primary key is used.
    "select article from entity_count where label in (select id from label) "
    "and verdict in ('', 'accepted', 'rejected') and annotator in ({who})",
    "select article from verdict where annotator in ({who})",
    "select article from repair where annotator in ({who})",
    "select article from boilerplate where annotator in ({who})",
    "select a.article from history h join history_article a using (seq) "
    "where h.state = 'done' and h.annotator in ({who})",
)
_NOTED = " union all ".join(
    f"select article from {table} where note <> ''"
    for table in ("entity", "verdict", "repair", "boilerplate", "article_note", "proposal_note")
)


class Condition(NamedTuple):
    """What must hold of a row of `article`, with its parameters.

    One that is `plain` is told by the index of facts alone, so that its opposite costs no more.
    """

    sql: str
    parameters: Sequence[object] = ()
    plain: bool = False


def conditions_of(wanted: Filter) -> Iterator[Condition]:
    """Each facet as a condition on a row of `article`, with its parameters."""
    if wanted.statuses:
        statuses = [status.value for status in wanted.statuses]
        yield Condition(f"status in ({marks_of(statuses)})", statuses, plain=True)
    if wanted.unchecked is not None:
        sql = "judged < proposals" if wanted.unchecked else "judged >= proposals"
        yield Condition(sql, plain=True)
    if wanted.labels:
        sql = f"select article from entity_count where label in ({marks_of(wanted.labels)})"
        yield Condition(f"id in ({sql} and verdict = 'accepted')", list(wanted.labels))
    if wanted.annotators:
        yield _worked(wanted.annotators)
    if wanted.sources:
        sql = f"source <> '' and source in ({marks_of(wanted.sources)})"
        yield Condition(sql, list(wanted.sources))
    if wanted.noted is not None:
        yield Condition(f"id {'' if wanted.noted else 'not '}in ({_NOTED})")
    yield from _times(wanted)


def _worked(annotators: Collection[str]) -> Condition:
    who = f"select id from annotator where name in ({marks_of(annotators)})"
    found = " union all ".join(sql.format(who=who) for sql in _WORKED)
    return Condition(f"id in ({found})", list(annotators) * len(_WORKED))


def _times(wanted: Filter) -> Iterator[Condition]:
    for period, column in ((wanted.published, "published"), (wanted.updated, "updated")):
        if period:
            # The indexes hold known moments only.
            moment = _during(period, column)
            yield moment._replace(sql=f"{column} <> '' and {moment.sql}")
    if wanted.imported:
        moment = _during(wanted.imported, "at")
        yield moment._replace(sql=f"import in (select id from import where {moment.sql})")


def _during(period: Period, column: str) -> Condition:
    sql, parameters = f"{column} >= ?", [period.first]
    if period.last:
        # Whatever the end is the beginning of lies before this, and an index can tell.
        sql += f" and {column} <= ?"
        parameters.append(period.last + chr(sys.maxunicode))
    return Condition(sql, parameters)


def where_of(conditions: Sequence[Condition]) -> tuple[str, list[object]]:
    """All of them as one, with the parameters."""
    where = " and ".join(condition.sql for condition in conditions) or "true"
    return where, [value for condition in conditions for value in condition.parameters]


def marks_of(values: Collection[object]) -> str:
    """A question mark for each value.

    >>> marks_of("ab")
    '?, ?'
    """
    return ", ".join("?" * len(values))
