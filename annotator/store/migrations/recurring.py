"""Where the counts of recurring lines are kept, one row a line and import.

A key is a hash of a line and of its site, so a row holds no text. Counts go by import, so that they
leave the project with it.
"""

from __future__ import annotations

STATEMENTS = """
create table recurring (
    key integer not null,
    import integer not null references import (id) on delete cascade,
    seen integer not null,
    inside integer not null,
    primary key (key, import)
) without rowid;
"""
