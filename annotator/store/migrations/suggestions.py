"""The step that stores suggestions: one packed row an article, and what they are made with.

`expected`, `doubt` and `novelty` are what lists are sorted by. `suggester` holds what was learned
from the project. A dictionary names its label by id without a reference, so that the label can be
deleted, and comes back when that is undone. An entity keeps who suggested it.
"""

from __future__ import annotations

STATEMENTS = """
alter table entity add column source text not null default '';

create table suggestions (
    article integer primary key references article (id) on delete cascade,
    version text not null,
    stamp integer not null,
    count integer not null,
    expected integer not null,
    doubt integer not null,
    novelty integer not null,
    data blob not null
);
create index suggestions_expected on suggestions (expected);
create index suggestions_doubt on suggestions (doubt);
create index suggestions_novelty on suggestions (novelty);
create index entity_decided on entity (article) where verdict is not null;
create index entity_suggested on entity (source, label, verdict) where source <> '';

create table suggester (
    name text primary key,
    version text not null,
    data blob not null
) without rowid;

create table dictionary (
    name text primary key,
    label integer not null,
    terms integer not null,
    data blob not null
);
"""
