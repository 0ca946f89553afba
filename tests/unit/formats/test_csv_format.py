"""Tables: rows exactly as they stand, and every row that is not whole named by its line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.formats import read_paths, read_stream
from annotator.formats.base import Problem, ReadOptions, Record
from annotator.formats.csv_table import CSV, read_table
from annotator.formats.line_ends import fold_line_ends
from tests.strategies import hostile_texts


def read(
    data: str | bytes, options: ReadOptions | None = None, delimiter: str = ","
) -> tuple[list[Record], list[str]]:
    source = data if isinstance(data, bytes) else data.encode()
    items = list(read_table(io.BytesIO(source), "a", options or ReadOptions(), delimiter))
    records = [item for item in items if isinstance(item, Record)]
    return records, [f"{item.line}: {item.text}" for item in items if isinstance(item, Problem)]


def test_a_row_is_a_record_and_its_other_columns_are_metadata() -> None:
    records, problems = read('id,text,title,site\n007,"一,""二""\r\n三",题,站\n')
    assert problems == []
    (record,) = records
    assert (record.key, record.raw, record.line) == ("007", '一,"二"\n三', 2)
    assert (record.meta.title, record.meta.extra) == ("题", {"site": "站"})


def test_the_columns_of_text_and_id_are_named_by_options() -> None:
    records, _ = read("a\tb\n一\t二\n", ReadOptions(text_field="b", id_field="a"), "\t")
    assert [(record.key, record.raw) for record in records] == [("一", "二")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "big5", "utf-16", "utf-16-le"])
def test_a_table_is_read_in_its_encoding(encoding: str) -> None:
    text = "上海的文字中心在人民路，有不少人來往"
    records, problems = read(f'"text",id\n"{text}",1\n{text},2\n'.encode(encoding, "ignore"))
    assert problems == []
    assert [record.raw for record in records] == [text, text]


@pytest.mark.parametrize(
    ("table", "keys", "problem"),
    [
        ("id,text\n1,a\n2,b,c\n3,d\n", ["1", "3"], "3: a row of 3 cells under a header of 2"),
        ("id,text\n1,a\n2\n3,d\n", ["1", "3"], "3: a row of 1 cells under a header of 2"),
        ("id,text\n1,a\0b\n3,d\n", ["3"], "2: holds a NUL character"),
        ('id,text\n1,"a\nb\0"\n3,d\n', ["3"], "3: holds a NUL character"),
        ('id,text\n1,a\n2,"b\n3,d\n', ["1"], "3: a quotation mark opened in this row is never"),
        ('id,text\n1,"a"b\n3,d\n', ["3"], "2: not a row: "),
        ('id,text\n1,"a\n"b\n3,d\n', [], "2: not a table from this row on: "),
        ("id,text\n1,a\n2,  \n", ["1"], '3: a record without a text in "text"'),
        ("id,text,id\n1,a,2\n", [], '1: two columns are called "id"'),
        (
            "id,body\n1,a\n",
            [],
            '1: no column is called "text"; the text may be in one of these: "id"',
        ),
        ("", [], "0: has no header row"),
        (b"id,text\n1,a\n2,\xff\n3,b\n", ["1", "3"], "3: not UTF-8: byte 2 does not fit"),
    ],
)
def test_what_is_no_row_is_named_by_its_line(
    table: str | bytes, keys: list[str], problem: str
) -> None:
    records, problems = read(table)
    assert [record.key for record in records] == keys
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_a_cell_may_be_longer_than_the_library_takes_by_itself() -> None:
    records, problems = read(f'text\n"{"字" * 200_000}"\n')
    assert problems == []
    assert len(records[0].raw) == 200_000


@given(st.lists(st.tuples(hostile_texts(6), hostile_texts(20)), min_size=1, max_size=5))
def test_what_the_library_writes_is_read_exactly(rows: list[tuple[str, str]]) -> None:
    rows = [(a.replace("\0", ""), "字" + b.replace("\0", "")) for a, b in rows]
    file = io.StringIO(newline="")
    csv.writer(file).writerows([("site", "text"), *rows])
    records, problems = read(file.getvalue(), ReadOptions(encoding="utf-8"))
    assert problems == []
    assert [record.raw for record in records] == [fold_line_ends(text).text for _, text in rows]
    sites = [record.meta.extra.get("site", "") for record in records]
    assert sites == [site for site, _ in rows]


def test_tables_are_read_by_their_suffix_and_from_a_stream(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\n一\n", encoding="utf-8")
    (tmp_path / "b.tsv").write_text("text\tid\n二\t7\n", encoding="utf-8")
    found = list(read_paths([tmp_path]))
    assert [item.key for item in found if isinstance(item, Record)] == ["a-2", "7"]
    stream = io.BufferedReader(io.BytesIO(b"id,text\n1,a\n"))  # type: ignore[type-var]
    (record,) = read_stream(stream, "stdin", format="csv")
    assert isinstance(record, Record)
    assert record.raw == "a"


def test_a_table_refuses_an_unknown_encoding() -> None:
    with pytest.raises(InputError):
        list(CSV.read(io.BytesIO(b"id,text\n"), "a.csv", ReadOptions(encoding="no-such")))


def test_a_table_of_pairs_gives_both_texts_even_an_empty_one() -> None:
    source = "id,text,clean\n1,正文。广告,正文。\n2,广告,\n".encode()
    records, problems = read(source, ReadOptions(clean_field="clean"))
    assert [(record.raw, record.clean) for record in records] == [
        ("正文。广告", "正文。"),
        ("广告", ""),
    ]
    assert problems == []


def test_a_table_without_the_column_of_clean_text_is_named() -> None:
    records, (problem,) = read("id,text\n1,a\n", ReadOptions(clean_field="clean"))
    assert records == []
    assert "the cleaned text may be in one of these" in problem
