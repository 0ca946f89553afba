"""The step that keeps several people's versions of an article apart.

`version` holds what somebody made of an article, as it was when it was set aside or merged in;
`gold` names the articles whose own rows are what was settled between versions.
"""

from __future__ import annotations

STATEMENTS = """
create table version (
    id integer primary key,
    article integer not null references article (id) on delete cascade,
    annotator integer not null references annotator (id),
    seconds real not null,
    work text not null,
    at text not null
);
create index version_article on version (article);

create table gold (
    article integer primary key references article (id) on delete cascade,
    annotator integer references annotator (id),
    at text not null
);

create index article_sha256 on article (sha256);
"""
