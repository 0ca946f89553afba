"""The step that gives articles notes, and proposals notes before they have a verdict.

A note on a judged proposal stands with its verdict, as before.
"""

from __future__ import annotations

STATEMENTS = """
create table article_note (
    article integer primary key references article (id) on delete cascade,
    note text not null,
    annotator integer references annotator (id),
    at text not null
);

create table proposal_note (
    article integer not null references article (id) on delete cascade,
    kind text not null,
    type text not null,
    start integer not null,
    "end" integer not null,
    text text not null,
    note text not null,
    annotator integer references annotator (id),
    at text not null,
    primary key (article, kind, type, start, "end", text)
) without rowid;
"""
