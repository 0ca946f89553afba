"""The tables of the first version.

A million articles must fit, so what lists show stands in narrow rows apart from the texts, and
triggers keep every number that a list or a summary shows.
"""

from __future__ import annotations

STATEMENTS = """
create table setting (key text primary key, value text not null) without rowid;

create table annotator (id integer primary key, name text not null unique);

create table label (
    id integer primary key,
    name text not null unique,
    title text not null,
    color text not null,
    key text not null,
    description text not null,
    position integer not null
);

create table import (
    id integer primary key autoincrement,
    at text not null,
    annotator integer references annotator (id),
    sources text not null,
    added integer not null default 0
);

create table article (
    id integer primary key autoincrement,
    key text not null unique,
    sha256 blob not null,
    import integer not null references import (id),
    status text not null check (status in ('todo', 'doing', 'done', 'flagged')),
    title text not null,
    found_title text not null,
    length integer not null,
    proposals integer not null default 0,
    entities integer not null default 0,
    judged integer not null default 0,
    seconds real not null default 0,
    updated text
);
create index article_status on article (status, id);
create index article_import on article (import);

create table article_text (
    article integer primary key references article (id) on delete cascade,
    raw text not null,
    meta text not null
);

create table proposals (
    article integer primary key references article (id) on delete cascade,
    version text,
    data blob not null
);

create table verdict (
    article integer not null references article (id) on delete cascade,
    kind text not null,
    type text not null,
    start integer not null,
    "end" integer not null,
    text text not null,
    verdict text not null check (verdict in ('accepted', 'rejected')),
    annotator integer references annotator (id),
    note text not null,
    at text not null,
    primary key (article, kind, type, start, "end", text)
) without rowid;

create table repair (
    id integer primary key,
    article integer not null references article (id) on delete cascade,
    start integer not null,
    "end" integer not null check (0 <= start and start <= "end"),
    text text not null,
    type text not null,
    verdict text check (verdict in ('accepted', 'rejected')),
    annotator integer references annotator (id),
    note text not null,
    at text not null
);
create index repair_article on repair (article);

create table boilerplate (
    id integer primary key,
    article integer not null references article (id) on delete cascade,
    start integer not null,
    "end" integer not null check (0 <= start and start < "end"),
    type text not null,
    verdict text check (verdict in ('accepted', 'rejected')),
    annotator integer references annotator (id),
    note text not null,
    at text not null
);
create index boilerplate_article on boilerplate (article);

create table entity (
    id integer primary key,
    article integer not null references article (id) on delete cascade,
    start integer not null,
    "end" integer not null check (0 <= start and start < "end"),
    label integer not null references label (id),
    text text not null,
    origin text not null,
    score real,
    verdict text check (verdict in ('accepted', 'rejected')),
    annotator integer references annotator (id),
    note text not null,
    at text not null
);
create index entity_article on entity (article);
create index entity_label on entity (label, article);

create table meta (
    article integer primary key references article (id) on delete cascade,
    fields text not null
);

create table history (
    seq integer primary key autoincrement,
    title text not null,
    arguments text not null,
    article integer,
    annotator integer references annotator (id),
    at text not null,
    state text not null check (state in ('done', 'undone', 'dropped')),
    log blob not null
);
create index history_state on history (state, seq);

create table history_article (
    article integer not null,
    seq integer not null references history (seq),
    primary key (article, seq)
) without rowid;

create table status_count (status text primary key, articles integer not null) without rowid;
insert into status_count values ('todo', 0), ('doing', 0), ('done', 0), ('flagged', 0);

create trigger article_made after insert on article begin
    update status_count set articles = articles + 1 where status = new.status;
end;
create trigger article_gone after delete on article begin
    update status_count set articles = articles - 1 where status = old.status;
end;
create trigger article_moved after update of status on article when new.status <> old.status begin
    update status_count set articles = articles - 1 where status = old.status;
    update status_count set articles = articles + 1 where status = new.status;
end;

create trigger verdict_made after insert on verdict begin
    update article set judged = judged + 1 where id = new.article;
end;
create trigger verdict_gone after delete on verdict begin
    update article set judged = judged - 1 where id = old.article;
end;

create trigger entity_made after insert on entity when new.verdict = 'accepted' begin
    update article set entities = entities + 1 where id = new.article;
end;
create trigger entity_gone after delete on entity when old.verdict = 'accepted' begin
    update article set entities = entities - 1 where id = old.article;
end;
create trigger entity_judged after update of verdict on entity begin
    update article set entities = entities
        + (new.verdict is 'accepted') - (old.verdict is 'accepted') where id = new.article;
end;

create trigger meta_made after insert on meta begin
    update article set title = coalesce(json_extract(new.fields, '$.title'), found_title)
    where id = new.article;
end;
create trigger meta_changed after update on meta begin
    update article set title = coalesce(json_extract(new.fields, '$.title'), found_title)
    where id = new.article;
end;
create trigger meta_gone after delete on meta begin
    update article set title = found_title where id = old.article;
end;
"""
