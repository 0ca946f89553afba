"""The step that lets entities which came with a file lie packed until somebody works on them.

Such an article has one row in place of dozens: where its entities start and end and their labels,
as JSON, and once what is the same for all. The first has the id `first`, the others those behind
it. An import counts them itself; the trigger takes them out of the counts when the row goes,
with the article or because its entities become rows, which are counted as they are made.
"""

from __future__ import annotations

STATEMENTS = """
create table entity_pack (
    article integer primary key references article (id) on delete cascade,
    first integer not null,
    starts text not null,
    ends text not null,
    labels text not null,
    origin text not null,
    verdict text check (verdict in ('accepted', 'rejected')),
    annotator integer references annotator (id),
    at text not null
);
create trigger entity_pack_gone after delete on entity_pack begin
    update article set entities = entities - json_array_length(old.labels)
        where id = old.article and old.verdict is 'accepted';
    delete from entity_count
        where label in (select value from json_each(old.labels))
        and verdict = ifnull(old.verdict, '') and annotator = ifnull(old.annotator, 0)
        and article = old.article;
end;
"""
