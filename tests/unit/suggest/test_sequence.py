"""The sequence model: what it learns, keeps and refuses to read."""

from __future__ import annotations

import itertools
from collections import Counter
from math import exp

import numpy as np
import pytest

from annotator.suggest import packing
from annotator.suggest.base import Lesson, Named, apart
from annotator.suggest.chain import Chain, tags
from annotator.suggest.lexer import lexed, states
from annotator.suggest.sequence import SequenceModel
from annotator.suggest.stored import dumped, loaded

WORD = Lesson("上海市民张三到北京。", (Named(0, 2, "LOC"), Named(4, 6, "PER"), Named(7, 9, "LOC")))


def test_chances_are_those_of_every_path_counted_one_by_one() -> None:
    names = ("B-X", "E-X", "M-X", "O", "S-X")
    source = np.random.default_rng(1)
    scores = source.normal(size=(4, 5))
    moves = source.normal(size=(5, 5)).astype(np.float32)
    none = np.zeros(0, np.int64)
    chain = Chain(names, moves, none.astype(np.uint64), none, none, none.astype(np.float32))
    rows: Counter[tuple[int, int]] = Counter()
    whole = 0.0
    ranges = [(start, end) for start in range(4) for end in range(start + 1, 5)]
    for count in range(5):
        for chosen in itertools.combinations(ranges, count):
            if any(one[1] > other[0] for one, other in itertools.pairwise(chosen)):
                continue
            path = [names.index(tag) for tag in tags(4, [Named(*each, "X") for each in chosen])]
            total = sum(scores[at, tag] for at, tag in enumerate(path))
            weight = exp(total + sum(moves[a, b] for a, b in itertools.pairwise(path)))
            whole += weight
            rows.update(dict.fromkeys(chosen, weight))
    for chance in chain.chances("天地玄黄", scores):
        assert chance.exact == pytest.approx(rows[chance.start, chance.end] / whole, rel=1e-6)
    likely = {each for each, weight in rows.items() if weight / whole > 0.05}
    assert likely <= {(chance.start, chance.end) for chance in chain.chances("天地玄黄", scores)}


def test_what_is_known_of_characters_is_added_up_in_a_text_of_any_length() -> None:
    source = np.random.default_rng(2)
    known = np.unique(source.integers(1, 1 << 60, 300).astype(np.uint64))
    firsts = np.arange(0, 2 * len(known), 2)
    places, weights = source.integers(0, 3, 2 * len(known)), source.normal(size=2 * len(known))
    places[1::2] = (places[::2] + 1) % 3
    moves = np.zeros((3, 3), np.float32)
    chain = Chain(("B-X", "E-X", "O"), moves, known, firsts, places, weights.astype(np.float32))
    said = np.zeros((len(known) + 1, 3))
    said[np.repeat(np.arange(len(known)), 2), places] = weights
    for length in (0, 1, 2_500):
        drawn = source.integers(0, len(known) + 1, (length, 7))
        rows = np.append(known, np.uint64(0))[drawn]
        assert chain.scores(rows) == pytest.approx(said[drawn].sum(1), abs=1e-4)


def test_a_sentence_is_read_alike_alone_and_among_many() -> None:
    alone = "张三昨天从上海市到了北京大学。"
    many = [f"第{number}条：李四在南京市工作了{number}年。" for number in range(1_500)]
    text = f"{''.join(many)}{alone}"
    start = len(text) - len(alone)
    names = [name for name in lexed(text, text).names() if name[0] >= start]
    assert names == [(a + start, b + start, kind) for a, b, kind in lexed(alone, alone).names()]
    beside = states(text, text)[start:]
    assert np.abs(beside - states(alone, alone)).max() < 1e-4


def test_a_model_read_back_says_the_same() -> None:
    model = SequenceModel()
    model.fit([WORD] * 5, ["没有标注的文字"] * 3)
    again = SequenceModel()
    again.load(model.dump())
    assert again.suggest(WORD.text) == model.suggest(WORD.text) != []
    assert again.dump() == model.dump()


@pytest.mark.parametrize(
    "part", ["moves", "keys", "firsts", "places", "weights", "into", "bias", "out", "out_bias"]
)
def test_a_model_with_numbers_that_cannot_be_is_refused(part: str) -> None:
    model = SequenceModel()
    model.fit([WORD] * 3)
    header, arrays = packing.unpacked(model.dump())
    whole = arrays[part]
    huge = np.full_like(whole, 2**31) if whole.size else np.ones((3, 3), np.float32)
    for wrong in (huge, huge[:-1]):
        with pytest.raises(ValueError, match=r".+"):
            loaded(packing.packed(header, {**arrays, part: wrong}))


def test_a_model_that_would_fill_memory_is_refused() -> None:
    model = SequenceModel()
    model.fit([WORD] * 3)
    header, arrays = packing.unpacked(model.dump())
    header["tags"] = ["O"] * 3_000
    arrays["moves"] = np.zeros((3_000, 3_000), np.float32)
    arrays["keys"] = np.arange(1, 40_001, dtype=np.uint64)
    arrays["firsts"] = np.zeros(40_000, np.int64)
    with pytest.raises(ValueError, match="larger"):
        loaded(packing.packed(header, arrays))


def test_a_model_of_another_version_is_refused() -> None:
    header, arrays = packing.unpacked(dumped(SequenceModel().known))
    with pytest.raises(ValueError, match="version"):
        loaded(packing.packed({**header, "version": "0"}, arrays))


def test_a_model_that_does_worse_on_new_lessons_is_discarded() -> None:
    good = [
        Lesson(f"记者张{n}从上海报道。", (Named(2, 4, "PER"), Named(5, 7, "LOC")))
        for n in "一二三四五六七八九十" * 3
    ]
    model = SequenceModel()
    model.fit([Lesson(each.text + str(n), each.entities) for n, each in enumerate(good)])
    kept = model.dump()
    wrong = [
        Lesson(each.text + "错", (Named(0, 2, "LOC"), Named(2, 3, "PER"))) for each in good * 2
    ]
    outcome = model.fit(
        [
            *wrong,
            *(
                Lesson(
                    f"{n}{each.text}", tuple(Named(a + 1, b + 1, x) for a, b, x in each.entities)
                )
                for n, each in zip("甲乙丙", good, strict=False)
            ),
        ]
    )
    assert not outcome.taken and outcome.new is not None and model.dump() == kept


def test_apart_is_worth_as_much_as_the_best_choice() -> None:
    source = np.random.default_rng(2)
    for _ in range(30):
        spans = [
            Named(a, a + int(source.integers(1, 5)), str(n))
            for n, a in enumerate(source.integers(0, 12, 7).tolist())
        ]
        worth = {named: float(source.normal()) for named in spans}
        choices = (
            chosen
            for count in range(len(spans) + 1)
            for chosen in itertools.combinations(sorted(spans), count)
            if all(one.end <= other.start for one, other in itertools.pairwise(chosen))
        )
        best = max(sum(worth[named] for named in chosen) for chosen in choices)
        assert sum(worth[named] for named in apart(spans, worth.__getitem__)) == pytest.approx(best)


def test_a_label_is_trusted_the_more_the_more_examples_it_had_of_one_character_too() -> None:
    model = SequenceModel()
    trust = [0.0]
    for count in (1, 5, 30):
        model.fit([Lesson(f"京第{n}次来。", (Named(0, 1, "城"),)) for n in range(count)])
        trust.append(model.known.trust["城"])
    assert trust == sorted(set(trust)) and trust[-1] < 1
