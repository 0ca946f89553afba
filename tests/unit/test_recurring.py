"""Lines that recur across articles: what is counted, what counts prove, and what stays."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.cli.counting import Counter
from annotator.errors import Cancelled
from annotator.formats.base import Record
from annotator.model import ImportId, Meta
from annotator.pipeline import MODEL, Profile, propose
from annotator.rules import RULES, reason
from annotator.rules.recurring import keys_of
from annotator.store import Store
from annotator.store.connection import Connection
from annotator.store.migrations import MIGRATIONS, migrate
from annotator.store.recurring import RecurringLines
from annotator.text.recurring import Count, Keys, add, added, evidence
from annotator.workspace import Workspace
from main import main
from tests.strategies import hostile_texts
from tests.workspaces import new_workspace

FEET = "咕噜喵呜\n喵呜咕噜呜\n哞哞咩咩"
NOTICE = "咕噜咕噜喵呜咕噜喵呜咕噜喵呜，喵呜咕噜喵呜咕噜喵呜咕噜。"
MANY = 20
ALONE = Profile(frozenset({rule.id for rule in RULES} - {"corpus.recurring"} | {MODEL}))


def story(number: int, size: int = 3) -> str:
    """Running text that no other number has."""
    name = chr(0x4E00 + 7 * number) * 2
    return "\n".join(
        f"{name}在第{chr(0x5000 + 3 * at)}天走过了很长的路，{name}说这里的一切都和昨天不同。"
        for at in range(size)
    )


def page(number: int, feet: str = FEET) -> str:
    return f"{chr(0x4E00 + 7 * number)}某的路上见闻一二\n{story(number)}\n{feet}"


def counted(raws: Sequence[str], site: str = "a") -> dict[int, Count]:
    known: dict[int, Count] = {}
    for raw in raws:
        add(known, added(keys_of(raw).at(site), known))
    return known


def left(raw: str, raws: Sequence[str]) -> str:
    """What of a page is kept by this rule where it stands among others."""
    seen = evidence(keys_of(raw).at("a"), counted(raws))
    found = propose(raw, ALONE, recurring=seen)
    cut = {at for span in found.boilerplate for at in range(span.start, span.end)}
    kept = "".join(char for at, char in enumerate(raw) if at not in cut)
    return "\n".join(filter(None, map(str.strip, kept.split("\n"))))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("阅读(123)", "阅读（4567）"),
        ("更新于 2020-01-02 10:30", "更新于 2019-12-31 9:05"),
        ("ABC 频道", "abc频道"),
        ("訪問統計:7號", "访问统计:7号"),
    ],
)
def test_lines_of_one_template_have_one_key(one: str, other: str) -> None:
    assert keys_of(one).lines[0].key == keys_of(other).lines[0].key


def test_lines_of_other_sites_and_texts_have_other_keys() -> None:
    line = keys_of("同一行字")
    assert next(line.at("a").keyed()) != next(line.at("b").keyed())
    assert line.at("a").total != line.at("b").total
    assert keys_of("一行字").lines[0].key != keys_of("两行字").lines[0].key


@given(hostile_texts())
def test_keys_are_of_lines_and_the_same_each_time(raw: str) -> None:
    keys = keys_of(raw)
    assert keys == keys_of(raw)
    for line in keys.lines:
        assert "\n" not in raw[line.start : line.end]
        assert raw[line.start : line.end].strip()


@given(st.lists(hostile_texts(), max_size=4), hostile_texts())
def test_what_recurs_never_breaks_a_page(others: list[str], raw: str) -> None:
    keys = keys_of(raw).at("a")
    known = counted(others) | dict.fromkeys(keys.all(), Count(30))
    found = propose(raw, recurring=evidence(keys, known))
    assert all(0 <= span.start < span.end <= len(raw) for span in found.boilerplate)


def test_frame_of_a_site_is_cut_whatever_it_says_and_the_reason_counts() -> None:
    raws = [page(number) for number in range(MANY)]
    raws += [page(MANY + number, "另一种结尾") for number in range(2)]
    assert FEET not in left(raws[0], raws)
    assert left(raws[0], raws) == raws[0].removesuffix(FEET).strip()
    seen = evidence(keys_of(raws[0]).at("a"), counted(raws))
    found = propose(raws[0], ALONE, recurring=seen)
    (cut,) = found.boilerplate
    assert (cut.rules, cut.type) == (("corpus.recurring",), "site_footer")
    assert reason(cut, "zh") == "同一来源的 22 篇文章中，20 篇都有这段文字"
    assert reason(cut, "en") == "seen in 20 of 22 articles"
    # The lower end of Wilson's interval for 20 of 20, one in twenty below it.
    assert cut.confidence == 0.881


def test_confidence_grows_with_the_count() -> None:
    found = []
    for count in (12, 20, 40):
        raws = [page(number) for number in range(count)]
        seen = evidence(keys_of(raws[0]).at("a"), counted(raws))
        (cut,) = propose(raws[0], ALONE, recurring=seen).boilerplate
        found.append(cut.confidence)
    assert found[0] < found[1] < found[2]


def test_running_text_that_recurs_behind_the_article_is_cut() -> None:
    raws = [page(number, NOTICE) for number in range(MANY)]
    assert NOTICE not in left(raws[-1], raws)


def test_few_articles_prove_nothing() -> None:
    raws = [page(number) for number in range(7)]
    assert left(raws[0], raws) == raws[0]


@pytest.mark.parametrize(
    "heading", ["一、总则", "基本情况", "问：现在怎么样？", "【每周一城】", "第3期", "写在最后的话"]
)
def test_headings_of_a_series_stay(heading: str) -> None:
    raws = [
        f"{heading}\n{story(n)}\n{heading}\n{story(n + 40)}\n{FEET}\n附：{heading}"
        for n in range(MANY)
    ]
    kept = left(raws[0], raws).split("\n")
    assert kept.count(heading) == 2


@pytest.mark.parametrize("closing", ["参考文献", "注释", "附件：", "相关统计"])
def test_headings_of_what_follows_the_article_stay(closing: str) -> None:
    raws = [
        f"{page(n, closing)}\n[1] {chr(0x6000 + n) * 4}研究\n[2] {chr(0x6100 + n) * 4}初探"
        for n in range(MANY)
    ]
    assert left(raws[0], raws) == raws[0]


def test_what_copies_of_one_article_share_is_no_evidence() -> None:
    one = f"{story(0)}\n重要的一段\n又一段话\n{story(1)}"
    copies = [f"站点{chr(0x4E00 + n)}的首页\n{one}\n第{n}次转载" for n in range(MANY)]
    keyed = [keys_of(raw).at("a") for raw in copies]
    known = counted(copies)
    assert max(count.seen for count in known.values()) == 1
    assert evidence(keyed[0], known) is None
    other = f"{story(2)}\n又一段话\n重要的一段"
    assert left(other, [*copies, other]) == other


def test_short_articles_below_long_frames_are_no_copies() -> None:
    feet = "\n".join(chr(0x6000 + 5 * n) * 3 + f"的频道{chr(0x7000 + n)}" for n in range(60))
    raws = [f"{story(n, 1)}\n{feet}" for n in range(MANY)]
    assert left(raws[3], raws) == story(3, 1)


def test_ends_of_articles_on_one_line_are_cut() -> None:
    head, tail = "咕噜喵呜之家 喵呜咕噜之友", "哞哞咩咩协会敬启 咩咩哞哞咕噜"
    raws = [f"{head} {story(n, 4)} {tail}".replace("\n", "") for n in range(MANY)]
    assert left(raws[0], raws) == story(0, 4).replace("\n", "")


def test_datelines_of_articles_on_one_line_stay() -> None:
    raws = [f"某某社某地1月{n}日电 {story(n, 4)}".replace("\n", "") for n in range(MANY)]
    assert left(raws[0], raws) == raws[0]


def test_numbers_alone_are_no_evidence() -> None:
    raws = [page(number, "1\n2\n3\n4") for number in range(MANY)]
    assert left(raws[0], raws).endswith("1\n2\n3\n4")


@given(st.lists(st.lists(st.integers(0, 30), max_size=20), max_size=60), st.integers(2, 12))
def test_counter_with_little_room_counts_never_too_much(
    articles: list[list[int]], room: int
) -> None:
    full, little = Counter(10**6), Counter(room)
    for number, numbers in enumerate(articles):
        lines = "\n".join([story(number), *(f"行{chr(0x4E00 + n)}" for n in numbers)])
        keys = keys_of(lines).at("a")
        full.add(keys)
        little.add(keys)
        for key in keys.all():
            assert little.of(key).seen <= full.of(key).seen


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A project with one import, as the store has it."""
    made = Connection(tmp_path / "x.db")
    assert made.open()
    with made.alone() as driver:
        migrate(driver, MIGRATIONS, "2026-11-22T03:17:00Z")
        driver.execute("insert into import (id, at, sources) values (1, '', '[]')")
    yield made
    made.close()


def test_store_forgets_lines_seen_once_when_there_are_too_many(connection: Connection) -> None:
    held = RecurringLines(connection, room=60)
    keyed: list[tuple[ImportId, Keys]] = [
        (ImportId(1), keys_of(page(number)).at("a")) for number in range(MANY)
    ]
    for some in (keyed[:10], keyed[10:]):
        held.count(some)
    foot, _ = next(keys_of(FEET).at("a").keyed())
    assert held.of([foot])[foot].seen == MANY
    everything = set().union(*(keys.all() for _, keys in keyed))
    assert len(held.of(everything)) < len(everything)


def records(count: int, first: int = 0, url: str | None = None) -> list[Record]:
    return [Record(f"k{n}", page(n), Meta(url=url)) for n in range(first, first + count)]


def framed(workspace: Workspace) -> int:
    """How many articles have a cut that recurrence proves."""
    rules = (cut.rules for found in workspace.documents() for cut in found.boilerplate)
    return sum("corpus.recurring" in names for names in rules)


def test_import_counts_and_the_whole_of_it_gets_the_evidence(tmp_path: Path) -> None:
    with new_workspace(tmp_path) as workspace:
        assert workspace.import_records(records(MANY)).cleaned_again == MANY
        assert framed(workspace) == MANY
        (first, *_) = workspace.documents()
        assert first.boilerplate[0].details == (str(MANY), str(MANY))
        assert workspace.upkeep.repropose() == 0


def test_import_without_cleaning_counts_nothing_until_asked(tmp_path: Path) -> None:
    with new_workspace(tmp_path, *records(MANY)) as workspace:
        workspace.upkeep.repropose()
        assert framed(workspace) == 0
        seen: list[tuple[int, int | None]] = []
        assert workspace.upkeep.count_recurring(lambda *told: seen.append(told)) == 0
        assert seen == [(MANY, MANY)]
        workspace.upkeep.repropose()
        assert framed(workspace) == MANY
        workspace.set_setting("disabled_rules", ["corpus.recurring"])
        workspace.upkeep.repropose()
        assert framed(workspace) == 0


def test_sites_are_counted_apart_across_imports(tmp_path: Path) -> None:
    with new_workspace(tmp_path) as workspace:
        workspace.import_records(records(4, url="http://a.example/1"))
        workspace.import_records(records(4, 4, url="http://www.a.example/2"))
        assert framed(workspace) == 0
        workspace.import_records(records(4, 8, url="http://b.example/1"))
        assert framed(workspace) == 0
        workspace.import_records(records(4, 12, url="https://a.example/3"))
        # Articles of earlier imports are left alone: people may be at work on them.
        assert framed(workspace) == 4
        workspace.upkeep.repropose()
        assert framed(workspace) == 12


def test_counts_leave_with_their_import(tmp_path: Path) -> None:
    with new_workspace(tmp_path) as workspace:
        workspace.import_records(records(8, url="http://a.example/1"))
        report = workspace.import_records(records(MANY, 8, url="http://a.example/2"))
        assert report.import_id is not None
        assert max(line.times for line in workspace.upkeep.recurring_lines()) == MANY + 8
        workspace.take_back_import(report.import_id)
        assert max(line.times for line in workspace.upkeep.recurring_lines()) == 8
        workspace.upkeep.count_recurring()
        assert max(line.times for line in workspace.upkeep.recurring_lines()) == 8


def test_counting_that_is_stopped_leaves_what_was_counted(tmp_path: Path) -> None:
    def stop(done: int, total: int | None) -> None:
        raise Cancelled

    with new_workspace(tmp_path) as workspace:
        workspace.import_records(records(250), clean=False)
        with pytest.raises(Cancelled):
            workspace.upkeep.count_recurring(stop)
        assert {line.of for line in workspace.upkeep.recurring_lines()} == {25}
        workspace.upkeep.count_recurring()
        assert {line.of for line in workspace.upkeep.recurring_lines()} == {250}


def test_recurring_command_lists_and_proposes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with new_workspace(tmp_path, *records(MANY)) as workspace:
        path = str(workspace.path)
    assert main(["recurring", path, "--limit", "2"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out == [f"20/20\t20\timport 1\t{line}" for line in FEET.split("\n")[:2]]
    assert main(["recurring", path, "--json", "--repropose"]) == 0
    told = capsys.readouterr()
    lines = json.loads(told.out)["lines"]
    assert lines[0] == {"site": "import 1", "text": "咕噜喵呜", "times": 20, "framed": 20, "of": 20}
    assert "20 articles have other proposals now" in told.err
    with Workspace.open(Path(path)) as workspace:
        assert framed(workspace) == MANY


def lines_of(folder: Path, name: str, raws: Sequence[str]) -> Path:
    path = folder / name
    text = "".join(json.dumps({"id": n, "text": raw}) + "\n" for n, raw in enumerate(raws))
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_clean_reads_twice_and_uses_what_recurs(tmp_path: Path, jobs: str) -> None:
    raws = [page(number) for number in range(80)]
    source = lines_of(tmp_path, "in.jsonl", raws)
    out = tmp_path / "out.jsonl"
    args = ["clean", str(source), "-o", str(out), "--jobs", jobs]
    assert main(args) == 0
    plain = [json.loads(line)["clean"] for line in out.read_text(encoding="utf-8").splitlines()]
    assert all("咕噜" in clean for clean in plain)
    assert main([*args, "--recurring"]) == 0
    made = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert not any("咕噜" in record["clean"] or "咩" in record["clean"] for record in made)
    assert made[0]["boilerplate"][0]["reason"] == "同一来源的 80 篇文章中，80 篇都有这段文字"


def test_clean_cannot_read_standard_input_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clean", "-", "--recurring"]) == 2
    assert "Standard input cannot be read twice" in capsys.readouterr().err


def test_store_of_this_version_has_the_counts(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "x.duizhao", "2026-11-22T03:17:00Z")
    assert store.recurring.of([1, 2]) == {}
    store.close()
