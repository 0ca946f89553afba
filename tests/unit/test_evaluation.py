"""Evaluation: the figures on small pages whose right answer can be counted by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import InputError
from annotator.evaluation import Report, evaluate
from annotator.evaluation.scoring import Counts
from annotator.formats.record import SCHEMA

RAW = "首页\n區(qū)长 讲话\n张三报道"


def gold(**fields: Any) -> dict[str, Any]:
    page = {"id": "a", "raw": RAW, "boilerplate": [[0, 2, "breadcrumb"]], "damage": []}
    return {**page, **fields}


def predicted(
    cuts: list[list[Any]] | None = None, repairs: list[list[Any]] | None = None, **fields: Any
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "id": "a",
        "raw": RAW,
        "clean": "",
        "meta": {},
        "boilerplate": [
            {"start": s, "end": e, "type": kind}
            for s, e, kind in ([[0, 2, "breadcrumb"]] if cuts is None else cuts)
        ],
        "repairs": [
            {"start": s, "end": e, "after": text, "type": kind, "verdict": None}
            for s, e, text, kind in repairs or []
        ],
        **fields,
    }


def report(tmp_path: Path, golden: Any, made: Any) -> Report:
    paths = []
    for name, pages in (("gold", golden), ("made", made)):
        path = tmp_path / f"{name}.jsonl"
        listed = pages if isinstance(pages, list) else [pages]
        path.write_text("".join(json.dumps(page) + "\n" for page in listed), encoding="utf-8")
        paths.append(path)
    return evaluate(paths[0], paths[1])


def test_evaluation_of_the_same_is_all_right(tmp_path: Path) -> None:
    page = gold(
        damage=[[4, 8, "", "pinyin_gloss"]], clean="區长 讲话\n张三报道", meta={"title": "a"}
    )
    made = predicted(
        repairs=[[4, 8, "", "pinyin_gloss"]], clean="區长 讲话 张三报道", meta={"title": "a"}
    )
    found = report(tmp_path, page, made)
    assert found.kept_means == (1.0, 1.0, 1.0)
    assert (found.kept.right, found.types["breadcrumb"].f1) == (12, 1.0)
    assert (found.repair_counts.f1, found.meta_counts.f1, found.clean_equal) == (1.0, 1.0, (1, 1))
    assert (found.lost, found.extra, found.problems) == ((), (), ())


def test_evaluation_counts_kept_characters_without_white_space_and_unsure_ones(
    tmp_path: Path,
) -> None:
    made = predicted(cuts=[[1, 4, "prev_next"]])
    found = report(tmp_path, gold(), made)
    # Kept in gold are 12 characters; predicted keeps 首 wrongly and cuts 區 wrongly.
    assert found.kept == Counts(right=11, wrong=1, missed=1)
    assert report(tmp_path, gold(unsure=[[0, 4]]), made).kept == Counts(right=11)


def test_evaluation_means_weigh_pages_alike(tmp_path: Path) -> None:
    pages = [gold(), gold(id="b", raw="甲乙丙丁", boilerplate=[])]
    made = [predicted(), predicted(cuts=[[0, 2, "x"]], id="b", raw="甲乙丙丁")]
    precision, recall, f1 = report(tmp_path, pages, made).kept_means
    assert (precision, recall) == (1.0, 0.75)
    assert f1 == pytest.approx((1 + 2 / 3) / 2)


def test_evaluation_counts_boilerplate_types_by_characters(tmp_path: Path) -> None:
    page = gold(boilerplate=[[0, 2, "breadcrumb"], [13, 17, "editor_line"]])
    found = report(tmp_path, page, predicted(cuts=[[0, 2, "nav_menu"], [13, 15, "editor_line"]]))
    assert found.types == {
        "breadcrumb": Counts(missed=2),
        "editor_line": Counts(right=2, missed=2),
        "nav_menu": Counts(wrong=2),
    }
    accuracy: Any = found.as_dict()["boilerplate"]
    assert accuracy["accuracy"] == pytest.approx(2 / 6)


def test_evaluation_leaves_out_what_was_rejected(tmp_path: Path) -> None:
    made = predicted(cuts=[[0, 2, "breadcrumb"], [3, 4, "other"]], repairs=[[9, 10, "x", "other"]])
    made["boilerplate"][1]["verdict"] = made["repairs"][0]["verdict"] = "rejected"
    found = report(tmp_path, gold(), made)
    assert (found.kept, found.false_repairs) == (Counts(right=12), ())


@pytest.mark.parametrize(
    ("repairs", "outcome", "false"),
    [
        ([[4, 8, "", "x"]], "exact", 0),
        ([[3, 8, "区", "x"]], "exact", 0),
        ([[3, 4, "区", "script_variant"], [4, 6, "", "x"], [6, 8, "", "x"]], "exact", 0),
        ([[4, 7, "", "x"]], "wrong", 0),
        ([], "missed", 0),
        ([[3, 4, "区", "script_variant"]], "missed", 0),
        ([[8, 9, "x", "x"]], "missed", 1),
        ([[4, 8, "", "x"], [9, 10, "  ", "x"], [10, 11, "講", "x"]], "exact", 0),
        ([[4, 8, "", "x"], [8, 9, "", "spacing"]], "exact", 0),
        ([[4, 8, "", "x"], [17, 17, "完", "x"]], "exact", 1),
    ],
)
def test_evaluation_judges_repairs_by_what_the_place_reads(
    tmp_path: Path, repairs: list[list[Any]], outcome: str, false: int
) -> None:
    page = gold(damage=[[4, 8, "", "pinyin_gloss"]])
    found = report(tmp_path, page, predicted(repairs=repairs))
    assert found.repairs["pinyin_gloss"][outcome] == 1
    assert sum(found.repairs["pinyin_gloss"].values()) == 1
    assert len(found.false_repairs) == false


def test_evaluation_judges_insertions_too(tmp_path: Path) -> None:
    page = gold(damage=[[9, 9, "的", "lost_char"]])
    assert report(tmp_path, page, predicted()).repairs["lost_char"]["missed"] == 1
    right = predicted(repairs=[[9, 9, "的", "lost_char"]])
    assert report(tmp_path, page, right).repairs["lost_char"]["exact"] == 1
    wrong = predicted(repairs=[[9, 9, "地", "lost_char"]])
    assert report(tmp_path, page, wrong).repairs["lost_char"]["wrong"] == 1


@pytest.mark.parametrize(
    ("want", "got", "outcome"),
    [
        ("题", "题", "right"),
        ("標題", "标题", "right"),
        (["a", "b"], ["b", "a"], "right"),
        ("2025-08-29 15:01", "2025-08-29T15:01", "right"),
        ("题", "目", "wrong"),
        ("题", None, "missed"),
        (None, "题", "invented"),
        ([], ["a"], "invented"),
    ],
)
def test_evaluation_judges_each_metadata_field(
    tmp_path: Path, want: object, got: object, outcome: str
) -> None:
    found = report(tmp_path, gold(meta={"title": want}), predicted(meta={"title": got}))
    assert found.meta["title"] == {
        name: int(name == outcome) for name in ("right", "wrong", "missed", "invented")
    }


def test_evaluation_says_nothing_of_fields_that_both_leave_empty(tmp_path: Path) -> None:
    found = report(tmp_path, gold(meta={"title": None, "tags": []}), predicted())
    assert found.meta == {}


def test_evaluation_compares_clean_text_after_folding_white_space(tmp_path: Path) -> None:
    made = predicted(clean="甲 乙\n\n丙")
    assert report(tmp_path, gold(clean="甲\u3000乙 丙"), made).clean_equal == (1, 1)
    assert report(tmp_path, gold(clean="甲乙 丙"), made).clean_equal == (0, 1)


def test_evaluation_counts_entities_by_exact_range_and_label(tmp_path: Path) -> None:
    page = gold(entities=[[14, 16, "PER"], {"start": 3, "end": 4, "label": "LOC"}])
    made = predicted(
        entities=[
            {"start": 14, "end": 16, "label": "PER", "verdict": "accepted"},
            {"start": 3, "end": 9, "label": "LOC", "verdict": None},
            {"start": 3, "end": 4, "label": "LOC", "verdict": "rejected"},
        ]
    )
    assert report(tmp_path, page, made).entities == {
        "LOC": Counts(wrong=1, missed=1),
        "PER": Counts(right=1),
    }
    assert report(tmp_path, gold(), made).entities is None


@pytest.mark.parametrize("made", [predicted(id="b"), predicted(raw=RAW + "。")])
def test_evaluation_counts_a_page_it_cannot_score_as_missed(
    tmp_path: Path, made: dict[str, Any]
) -> None:
    page = gold(damage=[[4, 8, "", "pinyin_gloss"]], meta={"title": "题"}, clean=RAW)
    found = report(tmp_path, page, made)
    assert [lost.id for lost in found.lost] == ["a"]
    assert found.kept_means == (0.0, 0.0, 0.0)
    assert found.kept == Counts(missed=12)
    assert found.types["breadcrumb"] == Counts(missed=2)
    assert found.repairs["pinyin_gloss"]["missed"] == found.meta["title"]["missed"] == 1
    assert found.clean_equal == (0, 1)
    assert "a: " in found.table()


def test_evaluation_needs_no_raw_text_in_gold(tmp_path: Path) -> None:
    page = gold(raw_chars=len(RAW))
    del page["raw"]
    assert report(tmp_path, page, predicted()).kept_means[2] == 1.0
    assert report(tmp_path, {**page, "raw_chars": 5}, predicted()).lost
    assert report(tmp_path, page, predicted(id="b")).kept.right == 0


@pytest.mark.parametrize(("one", "other"), [("a", "a.txt"), ("a.txt", "a")])
def test_evaluation_finds_pages_with_and_without_suffix(
    tmp_path: Path, one: str, other: str
) -> None:
    assert report(tmp_path, gold(id=one), predicted(id=other)).kept_means[2] == 1.0


def test_evaluation_takes_records_as_gold(tmp_path: Path) -> None:
    record = predicted(repairs=[[4, 8, "", "pinyin_gloss"]])
    found = report(tmp_path, record, [record, predicted(id="b")])
    assert (found.kept_means[2], found.repair_counts) == (1.0, Counts(right=1))
    assert found.extra == ("b",)


def test_evaluation_moves_gold_with_its_line_ends(tmp_path: Path) -> None:
    page = gold(raw=RAW.replace("\n", "\r\n"), boilerplate=[[0, 2, "a"], [15, 19, "b"]])
    found = report(tmp_path, page, predicted(cuts=[[0, 2, "a"], [13, 17, "b"]]))
    assert found.kept_means == (1.0, 1.0, 1.0)
    assert _sum_f1(found) == 1.0


def _sum_f1(found: Report) -> float:
    return min(counts.f1 for counts in found.types.values())


def test_evaluation_names_lines_it_cannot_score(tmp_path: Path) -> None:
    broken = predicted(cuts=[[0, 99, "breadcrumb"]], id="b")
    found = report(tmp_path, gold(), [{"id": "x"}, predicted(), predicted(), broken])
    assert [(problem.line, problem.text) for problem in found.problems] == [
        (1, "not a page to score: it has no 'boilerplate'"),
        (3, "an id that stood in this file before; the first is scored"),
        (4, "not a page to score: a range ends at 99 in a text of 17 characters"),
    ]


def test_evaluation_refuses_files_without_pages(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no page"):
        report(tmp_path, [], predicted())
    with pytest.raises(InputError, match="cannot be read"):
        evaluate(tmp_path / "gone", tmp_path / "gone")


def test_evaluation_table_and_dict_say_the_same(tmp_path: Path) -> None:
    page = gold(damage=[[4, 8, "", "pinyin_gloss"]], meta={"title": "题"}, entities=[[0, 1, "X"]])
    made = predicted(repairs=[[4, 7, "", "x"], [10, 11, "x", "x"]], entities=[])
    found = report(tmp_path, page, made)
    figures: Any = json.loads(json.dumps(found.as_dict()))
    assert figures["repairs"]["types"] == {"pinyin_gloss": {"exact": 0, "wrong": 1, "missed": 0}}
    assert figures["repairs"]["false"][0]["before"] == "讲"
    assert figures["entities"]["labels"]["X"]["missed"] == 1
    table = found.table()
    assert "pinyin_gloss             0 exact, 1 wrong, 0 missed" in table
    assert "title                    0 right, 0 wrong, 1 missed, 0 invented" in table
    assert "false x: a 10-11 '讲' -> 'x'" in table


def test_counts_of_nothing_are_right() -> None:
    assert (Counts().precision, Counts().recall, Counts().f1) == (1.0, 1.0, 1.0)
    assert (Counts(0, 1, 1).precision, Counts(0, 1, 1).f1) == (0.0, 0.0)
