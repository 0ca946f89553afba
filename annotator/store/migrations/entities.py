"""The step that keeps the entities of an article together, and counts them by kind.

An article has dozens of entities, and each row was in up to eight trees. Now it is in one, in the
order of articles. `entity_count` holds how many entities an article has of a label, verdict and
annotator ('' and 0 where there is none), so lists and counts need no index of the entities. It
has the reference to the label too, for otherwise nothing would find the entities of one that is
deleted. Its triggers do nothing for an article that is not there yet: an import writes such rows
and counts them itself.
"""

from __future__ import annotations

_NEW = "new.label, ifnull(new.verdict, ''), ifnull(new.annotator, 0)"
_OLD = "old.label, ifnull(old.verdict, ''), ifnull(old.annotator, 0)"
_ONE_MORE = f"""insert into entity_count values ({_NEW}, new.article, 1)
        on conflict do update set entities = entities + 1;"""
_ONE_LESS = f"""update entity_count set entities = entities - 1
        where (label, verdict, annotator, article) = ({_OLD}, old.article);
    delete from entity_count
        where (label, verdict, annotator, article) = ({_OLD}, old.article) and entities = 0;"""

STATEMENTS = f"""
create table entity_new (
    article integer not null references article (id) on delete cascade,
    id integer not null,
    start integer not null,
    "end" integer not null check (0 <= start and start < "end"),
    label integer not null,
    text text not null,
    origin text not null,
    score real,
    verdict text check (verdict in ('accepted', 'rejected')),
    annotator integer references annotator (id),
    note text not null,
    at text not null,
    source text not null default '',
    primary key (article, id)
) without rowid;
insert into entity_new
    (article, id, start, "end", label, text, origin, score, verdict, annotator, note, at, source)
    select article, id, start, "end", label, text, origin, score, verdict, annotator, note, at,
        source from entity order by article, id;
drop table entity;
alter table entity_new rename to entity;

create table entity_count (
    label integer not null references label (id),
    verdict text not null,
    annotator integer not null,
    article integer not null,
    entities integer not null,
    primary key (label, verdict, annotator, article)
) without rowid;
insert into entity_count
    select label, ifnull(verdict, ''), ifnull(annotator, 0), article, count(*) from entity
    group by 1, 2, 3, 4;

create index entity_noted on entity (article) where note <> '';
create index entity_suggested on entity (source, label, verdict) where source <> '';
create index entity_of_model on entity (verdict) where origin = 'model';

create trigger entity_made after insert on entity
when exists (select 1 from article where id = new.article) begin
    update article set entities = entities + (new.verdict is 'accepted') where id = new.article;
    {_ONE_MORE}
end;
create trigger entity_gone after delete on entity begin
    update article set entities = entities - (old.verdict is 'accepted') where id = old.article;
    {_ONE_LESS}
end;
create trigger entity_judged after update of verdict on entity
when (old.verdict is 'accepted') <> (new.verdict is 'accepted') begin
    update article set entities = entities
        + (new.verdict is 'accepted') - (old.verdict is 'accepted') where id = new.article;
end;
create trigger entity_recounted after update of label, verdict, annotator on entity
when ({_OLD}) <> ({_NEW}) begin
    {_ONE_MORE}
    {_ONE_LESS}
end;
"""
