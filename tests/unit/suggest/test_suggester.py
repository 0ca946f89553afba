"""All sources together, as a project uses them."""

from __future__ import annotations

import pickle
import random
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from annotator.errors import Cancelled
from annotator.suggest import Lesson, Named, OwnPattern, Suggester, Taking, reason
from annotator.suggest.worth import least

PEOPLE = ("张伟", "王芳", "李小龙", "刘洋", "陈静", "赵敏", "孙丽娟", "周涛")
PLACES = ("杭州市", "青岛", "徐汇区", "昆山市", "浦东新区", "成都")
SENTENCES = (
    "记者{person}从{place}获悉,新的园区已经开工。",
    "{person}表示,{place}的产业发展很快。",
    "昨天,{place}举行会议,市长{person}出席。",
    "据了解,项目由{person}负责,位于{place}。",
    "天气很好,大家都去公园散步。",
)


def lessons(count: int, seed: int = 1) -> list[Lesson]:
    """Articles of a few sentences with people and places labelled."""
    return list(_lessons(count, random.Random(seed)))


def _lessons(count: int, source: random.Random) -> Iterator[Lesson]:
    for _ in range(count):
        text, entities = "", []
        for template in source.sample(SENTENCES, 3):
            for part in template.replace("{", "|{").replace("}", "}|").split("|"):
                names = {"{person}": ("PER", PEOPLE), "{place}": ("LOC", PLACES)}.get(part)
                said = source.choice(names[1]) if names else part
                if names:
                    entities.append(Named(len(text), len(text) + len(said), names[0]))
                text += said
            text += "\n"
        yield Lesson(text, tuple(entities))


@pytest.fixture(scope="module")
def taught() -> Suggester:
    suggester = Suggester()
    suggester.fit(lessons(40))
    return suggester


def told(suggester: Suggester, text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.label) for one in suggester.suggest(text)]


def test_what_was_learned_is_suggested_for_names_never_seen(taught: Suggester) -> None:
    found = told(taught, "记者吴晓明从宁波市获悉,新的园区已经开工。")
    assert ("吴晓明", "PER") in found and ("宁波市", "LOC") in found


def test_suggestions_are_in_order_apart_and_worth_a_key(taught: Suggester) -> None:
    text = "".join(lesson.text for lesson in lessons(10, seed=2))
    for taking in Taking:
        shown = taught.suggest(text, taking=taking)
        assert shown and all(one.end <= other.start for one, other in pairwise(shown))
        assert all(least(taking) < one.score <= 1 for one in shown)
        assert all(all(reason(one)) for one in shown)


def test_where_each_is_taken_by_a_key_one_stands_for_many_that_read_the_same(
    taught: Suggester,
) -> None:
    text = "记者吴晓明从宁波市获悉。" * 3 + "吴敏去了宁波市,吴敏也来了。"
    counts = [
        Counter(text[one.start : one.end] for one in taught.suggest(text, taking=taking))
        for taking in (Taking.ALL, Taking.EACH)
    ]
    assert [count["吴晓明"] for count in counts] == [3, 1]
    assert [count["吴敏"] for count in counts] == [2, 2]


def test_an_empty_project_suggests_only_what_is_usual_and_nothing_in_an_empty_text() -> None:
    suggester = Suggester()
    suggester.fit([])
    assert suggester.suggest("") == []
    assert {one.source for one in suggester.suggest("2026年3月5日,张伟在杭州。")} <= {
        "patterns",
        "segmenter",
    }


@pytest.mark.parametrize("text", ["长三角一体化", "画一个三角", "八角与桂皮"])
def test_what_only_looks_like_money_is_not_suggested_as_that(text: str) -> None:
    assert not [label for _, label in told(Suggester(), text) if label == "MONEY"]


@pytest.mark.parametrize("sum_", ["三元五角", "5角", "五角钱", "1.5亿元"])
def test_sums_are_suggested_whole(sum_: str) -> None:
    assert (sum_, "MONEY") in told(Suggester(), f"每本{sum_}。")


def test_a_label_is_suggested_again_after_the_first_article() -> None:
    suggester = Suggester()
    suggester.observe(Lesson("星河计划启动。", (Named(0, 4, "PROG"),)))
    assert ("星河计划", "PROG") in told(suggester, "我们参加了星河计划。")


def test_refused_strings_are_suggested_no_more() -> None:
    suggester = Suggester()
    text = "未来科技发展很快。"
    suggester.observe(Lesson(text, (Named(0, 4, "COM"),)))
    assert ("未来科技", "COM") in told(suggester, "据未来科技消息。")
    for _ in range(3):
        suggester.observe(Lesson("据未来科技消息。", (), (Named(1, 5, "COM"),)))
    assert ("未来科技", "COM") not in told(suggester, "听说未来科技很好。")


def test_another_script_or_width_is_the_same_string() -> None:
    suggester = Suggester()
    suggester.observe(Lesson("徐汇区ABC中心启用。", (Named(0, 8, "FAC"),)))
    assert ("徐匯區ＡＢＣ中心", "FAC") in told(suggester, "位於徐匯區ＡＢＣ中心。")


def test_sources_are_switched_off(taught: Suggester) -> None:
    taught.off = frozenset({"sequence", "segmenter", "gazetteer", "patterns"})
    try:
        assert taught.suggest("记者张伟从杭州市获悉") == []
    finally:
        taught.off = frozenset()


def test_deleted_and_renamed_labels_are_not_suggested(taught: Suggester) -> None:
    text = "记者张伟从杭州市获悉,新的园区已经开工。"
    narrow = Suggester(labels={"LOC"})
    narrow.load(taught.dump())
    assert {one.label for one in narrow.suggest(text)} == {"LOC"}
    suggester = Suggester()
    suggester.fit(lessons(20))
    renamed = [
        Lesson(
            each.text, tuple(n._replace(label=n.label.replace("PER", "人")) for n in each.entities)
        )
        for each in lessons(20)
    ]
    suggester.fit(renamed)
    assert {one.label for one in suggester.suggest(text)} == {"人", "LOC"}


def test_stopped_training_leaves_what_was_known(taught: Suggester) -> None:
    before = taught.dump()

    def stop(done: int, total: int | None) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        taught.fit(lessons(5, seed=9), progress=stop)
    assert taught.dump() == before


def test_the_same_lessons_give_the_same_bytes_and_suggestions(taught: Suggester) -> None:
    again = Suggester()
    again.fit(lessons(40))
    text = lessons(3, seed=5)[0].text
    other = Suggester()
    other.load(again.dump())
    assert again.dump() == other.dump()
    assert again.suggest(text) == other.suggest(text)


def test_many_labels_overlapping_entities_and_partial_lessons_teach() -> None:
    many = [
        Lesson(
            f"这是第{n}号名称{n:03}的说明。",
            (Named(3, 10, f"L{n}"), Named(5, 8, f"M{n}")),
            whole=n % 2 == 0,
        )
        for n in range(200)
    ]
    suggester = Suggester()
    suggester.fit(many)
    suggester.observe(many[7])
    assert isinstance(suggester.suggest("这是第7号名称007的说明。"), list)


def test_one_label_is_enough() -> None:
    people = [
        Lesson(each.text, tuple(named for named in each.entities if named.label == "PER"))
        for each in lessons(30)
    ]
    suggester = Suggester()
    suggester.fit(people)
    found = told(suggester, "记者吴晓明从杭州市获悉,新的园区已经开工。")
    assert found == [("吴晓明", "PER")]


def test_figures_tell_what_became_of_suggestions() -> None:
    suggester = Suggester()
    suggester.fit(lessons(30))
    for lesson in lessons(5, seed=8):
        suggester.suggest(lesson.text)
        suggester.observe(lesson)
    figures = suggester.figures()
    assert sum(figure.taken for figure in figures.values()) > 10
    assert all(source or figure.taken == 0 for (_, source), figure in figures.items())


def test_a_catastrophic_pattern_is_stopped_and_named() -> None:
    own = (OwnPattern("坏", "X", r"(?:a|aa)+[bc]"), OwnPattern("编号", "DOC", r"[A-Z]{2}-\d+"))
    suggester = Suggester(patterns=own)
    text = "编号AB-12已发布。" + "a" * 3000
    assert ("AB-12", "DOC") in told(suggester, text)
    assert [slow.name for slow in suggester.slow] == ["坏"]
    assert ("CD-34", "DOC") in told(suggester, "编号CD-34已发布。")


def test_dictionaries_are_suggested_with_their_label() -> None:
    suggester = Suggester(dictionaries={"COM": ["小米集团"]})
    assert ("小米集团", "COM") in told(suggester, "小米集团发布了新品。")


def test_damaged_bytes_are_refused_and_change_nothing(taught: Suggester) -> None:
    before = taught.dump()
    source = random.Random(3)
    for _ in range(40):
        data = bytearray(before)
        at = source.randrange(len(data))
        data[at] ^= 1 << source.randrange(8)
        with pytest.raises(ValueError, match=r".+"):
            taught.load(bytes(data[: source.choice((at, len(data)))]))
    assert taught.dump() == before


class _Trap:
    """Runs code when it is unpickled."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self._file,)


def test_bytes_that_would_run_code_are_refused_unread(taught: Suggester, tmp_path: Path) -> None:
    before, file = taught.dump(), tmp_path / "ran"
    with pytest.raises(ValueError, match=r".+"):
        taught.load(pickle.dumps(_Trap(file)))
    assert not file.exists() and taught.dump() == before


@pytest.mark.parametrize("labels", [{"PER", "LOC"}, {"PER.NAM", "GPE.NAM"}, {"人名", "地名"}])
def test_a_label_set_of_other_names_is_helped_from_the_first_article(labels: set[str]) -> None:
    fresh = Suggester(labels=labels)
    text = "记者张伟从杭州市获悉。"
    assert {label for _, label in told(fresh, text)} == labels


def test_towns_are_what_a_label_set_calls_gpe_where_it_does() -> None:
    text = "他在上海市工作。"
    for labels, label in (({"LOC", "PER"}, "LOC"), ({"GPE.NAM", "LOC.NAM", "PER.NAM"}, "GPE.NAM")):
        found = Suggester(labels=labels).suggest(text)
        assert [(text[one.start : one.end], one.label) for one in found] == [("上海市", label)]


def test_a_label_that_the_first_article_had_no_use_for_is_still_suggested() -> None:
    suggester = Suggester(labels={"PER", "LOC"})
    suggester.observe(Lesson("杭州市今天下雨。", (Named(0, 3, "LOC"),)))
    assert ("张伟", "PER") in told(suggester, "记者张伟从上海市获悉。")


def test_a_model_refuses_no_label_that_it_was_never_taught() -> None:
    suggester = Suggester(labels={"PER", "LOC"})
    suggester.fit(
        [Lesson("杭州市今天下雨,上海市也是。", (Named(0, 3, "LOC"), Named(8, 11, "LOC")))]
    )
    assert ("张伟", "PER") in told(suggester, "记者张伟从上海市获悉。")


def test_an_entity_across_sentences_stops_no_training() -> None:
    suggester = Suggester()
    lesson = Lesson("甲乙。丙丁说话。", (Named(0, 5, "X"),), whole=False)
    assert suggester.fit([lesson]).taken
    assert ("甲乙。丙丁", "X") in told(suggester, lesson.text)
