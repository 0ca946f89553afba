"""The step that keeps with a version how far the article was when it was kept.

Of versions that were kept before that is not known.
"""

from __future__ import annotations

STATEMENTS = """
alter table version add column
    status text check (status in ('todo', 'doing', 'done', 'flagged'));
"""
