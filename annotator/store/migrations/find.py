"""The step that lets lists be filtered and sorted: facts of articles beside their texts.

`species` names every kind of proposal that the project has seen, and `proposed` holds a bit for
each article that has one of it, 8,192 ids in a row, the lowest first. The index `article_facts`
holds the numbers of the list once more, narrow enough to be read for a million articles. `stamp`
changes whenever the clean text may have, so that an index of texts kept elsewhere can tell what it
has not seen.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

_BLOCK = 8192

COLUMNS = """
alter table article add column source text not null default '';
alter table article add column found_source text not null default '';
alter table article add column published text not null default '';
alter table article add column found_published text not null default '';
alter table article add column doubt integer not null default 0;
alter table article add column stamp integer not null default 0;

create table species (
    id integer primary key,
    kind text not null,
    type text not null,
    rule text not null,
    percent integer not null,
    unique (kind, type, rule, percent)
);

create table proposed (
    species integer not null references species (id),
    block integer not null,
    articles blob not null,
    primary key (species, block)
) without rowid;
create index proposed_block on proposed (block);
"""

STATEMENTS = """
create index article_facts on article
    (id, status, length, proposals, entities, judged, updated, doubt, import, stamp);
create index article_source on article (source) where source <> '';
create index article_published on article (published) where published <> '';
create index article_title on article (substr(title, 1, 12));
create index article_updated on article (updated);
create index article_length on article (length);
create index article_proposals on article (proposals);
create index article_entities on article (entities);
create index article_doubt on article (doubt);

create index entity_stands on entity (label, article) where verdict = 'accepted';
create index entity_annotator on entity (annotator, article);
create index verdict_annotator on verdict (annotator, article);
create index history_annotator on history (annotator, state);
create index history_article_seq on history_article (seq, article);
create index entity_noted on entity (article) where note <> '';
create index verdict_noted on verdict (article) where note <> '';

drop trigger meta_made;
drop trigger meta_changed;
drop trigger meta_gone;
create trigger meta_made after insert on meta begin
    update article set
        title = coalesce(json_extract(new.fields, '$.title'), found_title),
        source = case when json_type(new.fields, '$.source') is null then found_source
            else coalesce(json_extract(new.fields, '$.source'), '') end,
        published = case when json_type(new.fields, '$.published') is null then found_published
            else coalesce(json_extract(new.fields, '$.published'), '') end
    where id = new.article;
end;
create trigger meta_changed after update on meta begin
    update article set
        title = coalesce(json_extract(new.fields, '$.title'), found_title),
        source = case when json_type(new.fields, '$.source') is null then found_source
            else coalesce(json_extract(new.fields, '$.source'), '') end,
        published = case when json_type(new.fields, '$.published') is null then found_published
            else coalesce(json_extract(new.fields, '$.published'), '') end
    where id = new.article;
end;
create trigger meta_gone after delete on meta begin
    update article set title = found_title, source = found_source, published = found_published
    where id = old.article;
end;
"""

_STAMPED = (
    ("verdict", "insert", "new"),
    ("verdict", "update", "new"),
    ("verdict", "delete", "old"),
    ("repair", "insert", "new"),
    ("repair", "update", "new"),
    ("repair", "delete", "old"),
    ("boilerplate", "insert", "new"),
    ("boilerplate", "update", "new"),
    ("boilerplate", "delete", "old"),
    ("proposals", "update", "new"),
)


def triggers() -> Iterator[str]:
    """The statements that make the triggers of `stamp`."""
    for table, action, row in _STAMPED:
        yield (
            f"create trigger {table}_{action}_stamped after {action} on {table} begin "
            f"update article set stamp = random() where id = {row}.article; end"
        )


def fill(driver: sqlite3.Connection) -> None:
    """Work the facts of every article out of its proposals and metadata."""
    species: dict[tuple[str, str, str, int], int] = {}
    bits: dict[tuple[int, int], int] = defaultdict(int)
    rows = driver.execute(
        "select p.article, p.data, t.meta, m.fields from proposals p "
        "join article_text t on t.article = p.article left join meta m on m.article = p.article"
    )
    for article, data, imported, override in rows:
        held = json.loads(zlib.decompress(data) if data[:1] == b"x" else data)
        kinds = set(_kinds(held))
        for kind in kinds:
            number = species.setdefault(kind, len(species) + 1)
            bits[number, article // _BLOCK] |= 1 << article % _BLOCK
        found = {**held["m"], **json.loads(imported)}
        shown = {**found, **json.loads(override or "{}")}
        doubt = max((100 - kind[3] for kind in kinds), default=0)
        driver.execute(
            "update article set found_source = ?, source = ?, found_published = ?, published = ?, "
            "doubt = ?, stamp = random() where id = ?",
            (
                *(fields.get("source") or "" for fields in (found, shown)),
                *(fields.get("published") or "" for fields in (found, shown)),
                doubt,
                article,
            ),
        )
    driver.executemany(
        "insert into species values (?, ?, ?, ?, ?)", [(n, *kind) for kind, n in species.items()]
    )
    driver.executemany(
        "insert into proposed values (?, ?, ?)",
        [
            (*place, held.to_bytes((held.bit_length() + 7) // 8, "little"))
            for place, held in bits.items()
        ],
    )


def _kinds(held: dict[str, Any]) -> Iterator[tuple[str, str, str, int]]:
    for kind, key in (("repair", "r"), ("boilerplate", "b")):
        for _, _, typ, rules, confidence, *_ in held[key]:
            for rule in rules or [""]:
                yield kind, typ, rule, max(0, min(100, int(confidence * 100 + 1e-9)))
