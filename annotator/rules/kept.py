"""What is worked out once for a page, however many rules ask for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from annotator.rules.page import Page

T = TypeVar("T")


def once_a_page(work: Callable[[Page], T]) -> Callable[[Page], T]:
    """Work something out for a page when it is first asked for, and keep it with the page.

    Several pages are looked at in turn, so nothing can be kept for the last one alone.
    """

    @wraps(work)
    def asked(page: Page) -> T:
        kept = page.kept
        if work not in kept:
            kept[work] = work(page)
        found: T = kept[work]
        return found

    return asked
