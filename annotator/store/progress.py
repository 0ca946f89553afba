"""What was done when and by whom, counted from the history and the rows."""

from __future__ import annotations

from datetime import date, datetime

from annotator.days import Day, Taken
from annotator.model import ArticleId, Kind, ProposalKey
from annotator.store.connection import Connection
from annotator.store.people import People

_ACTIONS = (
    "select substr(at, 1, 13) as hour, annotator, count(*) from history "
    "where state = 'done' group by hour, annotator"
)
_JUDGED = 'select kind, type, start, "end", text, substr(at, 1, 13) from verdict where article = ?'
# An article that was done twice counts on the day of the last time.
_DONE = (
    "select substr(max(h.at), 1, 13) as hour, h.annotator, a.seconds from history h "
    "join article a on a.id = h.article where h.state = 'done' and h.title = 'set_status' "
    "and h.arguments = '[\"done\"]' and a.status = 'done' group by a.id"
)


class WorkDone:
    """Counts in the database, so that a million actions are no matter."""

    def __init__(self, connection: Connection, people: People) -> None:
        self._connection = connection
        self._people = people

    def days(self) -> list[Day]:
        """Every day on which somebody did something, in order."""
        actions: dict[tuple[date, str], int] = {}
        done: dict[tuple[date, str], tuple[int, float]] = {}
        for hour, annotator, count in self._connection.rows(_ACTIONS):
            place = _day_of(hour), self._people.name_of(annotator) or ""
            actions[place] = actions.get(place, 0) + count
        for hour, annotator, seconds in self._connection.rows(_DONE):
            place = _day_of(hour), self._people.name_of(annotator) or ""
            count, sum_ = done.get(place, (0, 0.0))
            done[place] = count + 1, sum_ + seconds
        return [
            Day(*place, actions.get(place, 0), *done.get(place, (0, 0.0)))
            for place in sorted({*actions, *done})
        ]

    def judged_on(self, article: ArticleId) -> dict[ProposalKey, date]:
        """The day on which each verdict of an article was given, or came in with a file."""
        return {
            ProposalKey(Kind(kind), *rest): _day_of(hour)
            for kind, *rest, hour in self._connection.rows(_JUDGED, (article,))
        }

    def labels(self) -> dict[str, int]:
        """How many accepted entities have each label, by name in the order of the set."""
        rows = self._connection.rows(
            "select name, (select ifnull(sum(entities), 0) from entity_count where label = l.id "
            "and verdict = 'accepted') from label l order by position, id"
        )
        return dict(rows)

    def suggestions(self) -> Taken:
        """What became of suggestions."""
        rows = self._connection.rows(
            "select verdict, count(*) from entity where origin = 'model' group by verdict"
        )
        held: dict[str | None, int] = dict(rows)
        return Taken(held.get("accepted", 0), held.get("rejected", 0))


def _day_of(hour: str) -> date:
    """The day, where people are, of an hour of UTC such as "2026-11-22T03"."""
    return datetime.fromisoformat(f"{hour}:00:00+00:00").astimezone().date()
