"""The step that keeps what other cleaners made of the articles, beside what is proposed.

One packed row for a cleaner and an article, as proposals are stored. Nobody works on them, so
they are not undone.
"""

from __future__ import annotations

STATEMENTS = """
create table cleaner (
    id integer primary key,
    name text not null unique
);

create table cleaning (
    cleaner integer not null references cleaner (id) on delete cascade,
    article integer not null references article (id) on delete cascade,
    data blob not null,
    primary key (cleaner, article)
) without rowid;
create index cleaning_article on cleaning (article);
"""
