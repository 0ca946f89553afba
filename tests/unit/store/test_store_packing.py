"""Values come back from bytes as they went in."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Finding, Meta, MetaPlace, Origin, Proposals
from annotator.store.packing import (
    fields_of,
    meta_of,
    override_of,
    pack_proposals,
    unpack_proposals,
)
from tests.strategies import boilerplate_of, hostile_texts, repairs_of

words = st.lists(hostile_texts(6), max_size=3).map(tuple)
maybe = st.none() | hostile_texts(8)
metas = st.builds(
    Meta, maybe, maybe, maybe, words, maybe, maybe, words, st.dictionaries(hostile_texts(4), maybe)
)


def bare(span):  # type: ignore[no-untyped-def]
    return replace(span, verdict=None, rules=("a.b", "c"), details=("区", "\x00"), confidence=0.1)


@given(st.lists(repairs_of(9).map(bare)), st.lists(boilerplate_of(9).map(bare)), metas)
def test_proposals_come_back_from_bytes(repairs, boilerplate, meta) -> None:  # type: ignore[no-untyped-def]
    proposals = Proposals(tuple(repairs), tuple(boilerplate), meta)
    back = unpack_proposals(pack_proposals(proposals))
    assert back == proposals
    assert all(isinstance(span.origin, Origin) for span in back.repairs)


def test_findings_and_places_come_back_from_bytes() -> None:
    findings = (Finding(0, 2, "lost_char", 0.9), Finding(3, 5, "masked_word", 0.8, ("**",)))
    proposals = Proposals(findings=findings, places=(MetaPlace("title", 0, 4),))
    assert unpack_proposals(pack_proposals(proposals)) == proposals


def test_rows_of_before_there_were_findings_are_read() -> None:
    assert unpack_proposals(b'{"r":[],"b":[],"m":{"title":"a"}}') == Proposals(meta=Meta("a"))


@given(metas, metas)
def test_override_laid_over_the_base_gives_what_a_person_wanted(base: Meta, wanted: Meta) -> None:
    wanted = replace(wanted, extra=base.extra)
    assert meta_of(fields_of(base), override_of(base, wanted)) == wanted


@given(metas)
def test_override_of_nothing_changed_is_empty(base: Meta) -> None:
    assert override_of(base, base) == {}
