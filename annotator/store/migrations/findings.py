"""The step that keeps the extraction errors that people mark."""

from __future__ import annotations

STATEMENTS = """
create table finding (
    id integer primary key,
    article integer not null references article (id) on delete cascade,
    start integer not null,
    "end" integer not null check (0 <= start and start < "end"),
    type text not null,
    annotator integer references annotator (id),
    at text not null
);
create index finding_article on finding (article);
"""
