"""The step that keeps how each place was settled on which two people differ.

That neither is right leaves nothing in the article, so it could not be told from a place that is
still to be settled. `place` is made of what the two say there, see `Versions`.
"""

from __future__ import annotations

STATEMENTS = """
create table settled (
    article integer not null references article (id) on delete cascade,
    place text not null,
    "left" integer not null check ("left" in (0, 1)),
    "right" integer not null check ("right" in (0, 1)),
    annotator integer references annotator (id),
    at text not null,
    primary key (article, place)
) without rowid;
"""
