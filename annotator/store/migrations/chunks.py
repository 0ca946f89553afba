"""The step that lets an action on very many rows be logged in chunks.

The first chunk stays with its step in `history`; a step with no more than one has no row here.
"""

from __future__ import annotations

STATEMENTS = """
create table history_log (
    seq integer not null references history (seq),
    part integer not null check (part > 0),
    log blob not null,
    primary key (seq, part)
);
"""
