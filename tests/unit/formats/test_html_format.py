"""Web pages: what is seen is read, in order; nothing is fetched, and nothing is lost unsaid."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats import read_paths
from annotator.formats.base import Problem, ReadOptions, Record
from annotator.formats.html import HTML_LIMIT, read_html
from annotator.formats.html_text import read_page
from tests.strategies import hostile_texts


def read(source: str | bytes, encoding: str | None = None) -> tuple[Record | None, list[str]]:
    data = source if isinstance(source, bytes) else source.encode()
    items = list(read_html(io.BytesIO(data), "a.html", ReadOptions(encoding=encoding)))
    records = [item for item in items if isinstance(item, Record)]
    problems = [item.text for item in items if isinstance(item, Problem)]
    assert len(records) + bool(problems) >= 1
    return (records[0] if records else None), problems


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<div>一</div>二<p>三<p>四", "一\n二\n三\n四"),
        ("一<br>二<br/>三<hr>四", "一\n二\n三\n四"),
        ("一<b>二</b> <i>三</i>\n  四", "一二 三 四"),
        ("<ul><li>一<li>二<ul><li>三</ul><li>四</ul>", "一\n二\n三\n四"),
        ("<table><tr><td>一<td>二<tr><th>三</th><th>四</th></table>", "一\t二\n三\t四"),
        ("<pre>  一\r\n\n  二</pre>", "  一\n\n  二"),
        ("&lt;p&gt; &amp;amp; &#19978;&nbsp;海&copy;", "<p> &amp; 上\xa0海©"),
        ("一<script>x = '<p>'</script><style>p {}</style>二", "一二"),
        ("<noscript>一</noscript><template><p>二</template><select><option>三</select>四", "四"),
        ("<p hidden>一</p><p style='color:red;DISPLAY : none'>二</p>三", "三"),
        ("<div aria-hidden=true>一<p>二</p></div>三", "三"),
        ("<div id=js_content style='visibility: hidden'>一</div>", "一"),
        ("<svg><title>一</title><path/></svg>二", "二"),
        ("一<!-- 二 -->三<![if !vml]>四<![endif]>五<!foo>六<?php 七 ?>八", "一三四五六八"),
        ("<b>一<div>二</b>三</div>四", "一\n二三\n四"),
        ("</div></p>一</b>二", "一二"),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ("一 & 二 &am", "一 & 二 &am"),
        ("<P CLASS=x>𠮷👨‍👩‍👧<BR>e\u0301\u2028", "𠮷👨‍👩‍👧\ne\u0301\u2028"),
    ],
)
def test_a_page_is_read_as_it_is_seen(source: str, text: str) -> None:
    record, problems = read(source)
    assert problems == []
    assert record is not None
    assert record.raw == text


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        ("大会今天在上海召开_新闻网", "<h1>大会今天在上海召开</h1>", "大会今天在上海召开"),
        ("大会 \n 今天", "<p>正文</p>", "大会 今天"),
        ("", "<p>正文</p>", None),
    ],
)
def test_the_title_of_a_page_is_metadata(title: str, text: str, told: str | None) -> None:
    record, _ = read(f"<head><title>{title}</title></head><body>{text}</body>")
    assert record is not None
    assert record.meta.title == told
    assert record.raw == read_page(text).text


def test_a_page_tells_its_blocks_and_links() -> None:
    page = read_page(
        "<div id=mainNav class='top-menu'><a href=/>首页</a> <a href=/b>新闻</a></div>"
        "<p>文<a>名</a>"
    )
    nav, paragraph = page.structure.blocks
    assert page.text[nav.start : nav.end].strip() == "首页 新闻"
    assert (nav.tag, nav.words, nav.parent) == ("div", ("main", "nav", "top", "menu"), -1)
    assert page.text[paragraph.start : paragraph.end].strip() == "文名"
    assert [page.text[a:b].strip() for a, b in page.structure.links] == ["首页", "新闻"]


def test_blocks_stand_behind_the_one_around_them() -> None:
    page = read_page("<div></div><section><div><p>一</p></div><p>二</p></section>")
    blocks = page.structure.blocks
    assert [block.tag for block in blocks] == ["section", "div", "p", "p"]
    assert [block.parent for block in blocks] == [-1, 0, 1, 0]


@pytest.mark.parametrize(
    ("declared", "encoding", "told"),
    [
        ("gb2312", "gb18030", "gb18030"),
        ("GBK", "gbk", "gb18030"),
        ("big5", "big5", "big5hkscs"),
        ("utf-8", "utf-8", None),
        ("gb2312", "utf-8", None),
        ("utf-8", "gb18030", "gb18030"),
        ("iso-8859-1", "gb18030", "gb18030"),
        ("no-such", "gb18030", "gb18030"),
        ("utf-8", "utf-16", "utf-16"),
        ("shift_jis", "shift_jis", "shift_jis"),
    ],
)
def test_a_page_is_read_in_the_encoding_its_bytes_are_in(
    declared: str, encoding: str, told: str | None
) -> None:
    text = "日本語の文章です" if encoding == "shift_jis" else "上海的文字中心在人民路"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    record, problems = read(f"{meta}<p>{text}".encode(encoding))
    assert problems == []
    assert record is not None
    assert record.raw == text
    assert record.meta.extra.get("encoding") == told


def test_a_page_in_two_encodings_is_refused_with_its_lines() -> None:
    page = "<p>上海的网站\n".encode() + "<p>简单的".encode("gbk")
    record, (problem,) = read(page)
    assert record is None
    assert "see lines 2" in problem


@pytest.mark.parametrize(
    ("source", "text", "problem"),
    [
        ("<p>字<!-- 不见", "字", "ends inside <!-- 不见: its last 7 characters were not read"),
        ("<p>字<a href='x", "字", "ends inside <a href='x: its last 10 characters"),
        ("<p>字<script>no", "字", "ends inside <script>: its last 2 characters"),
        ("<!-- " * 200_000 + "字", None, "ends inside <!-- <!-- "),
        ("<div>" * 600 + "字", "字", "nested deeper than 512"),
        ("<p " + " ".join(f"a{n}" for n in range(200_000)) + ">字", "字", "over 1000 attributes"),
        ("<p>字" + "<b>x</b>" * 300_000, "字" + "x" * 149_999, "over 300000 tags: the rest"),
        ("<div hidden>字</div>", None, "holds no visible text"),
        ("", None, "is empty"),
        (b"\0" * (HTML_LIMIT + 1), None, "is over 8 MB, too long for one page"),
    ],
)
def test_what_could_not_be_read_is_told(
    source: str | bytes, text: str | None, problem: str
) -> None:
    record, problems = read(source)
    assert problem in problems[0]
    assert (record.raw if record else None) == text


def test_a_million_nested_elements_end_at_the_limit_with_their_text() -> None:
    record, problems = read("<p>始</p>" + "<div>" * 1_000_000 + "字")
    assert record is not None
    assert record.raw == "始"
    assert {"nested" in problem or "tags" in problem for problem in problems} == {True}


PIECES = st.sampled_from(
    [
        *(
            "<",
            ">",
            "</",
            "<!--",
            "-->",
            "<![",
            "]]>",
            "<?",
            "&",
            "&#",
            ";",
            '"',
            "'",
            "=",
            "/",
            "\0",
        ),
        *("<p>", "</p>", "<li>", "<td>", "<table>", "</table>", "<a href=x>", "</a>", "<pre>"),
        *(
            "<script>",
            "</script>",
            "<title>",
            "</title>",
            "<div hidden>",
            "</div>",
            "<br>",
            "字",
            " ",
        ),
    ]
)


@given(st.lists(PIECES | hostile_texts(4)).map("".join))
def test_any_source_gives_text_or_a_problem_and_ranges_that_fit(source: str) -> None:
    page = read_page(source)
    length = len(page.text)
    assert "\r" not in page.text
    for number, block in enumerate(page.structure.blocks):
        assert 0 <= block.start < block.end <= length
        assert -1 <= block.parent < number
    assert all(0 <= start < end <= length for start, end in page.structure.links)


def test_reading_a_page_opens_no_other_file_and_no_connection(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        '<!DOCTYPE html SYSTEM "file:///etc/hostname"><base href="http://a.example/">'
        '<link rel=stylesheet href=http://a.example/s.css><img src="file:///etc/hostname">'
        '<iframe src="http://a.example"></iframe><script src=//a.example/x.js></script>'
        '<meta http-equiv=refresh content="0;url=http://a.example/"><p>字&x;</p>',
        encoding="utf-8",
    )
    program = (
        "import sys\nfrom annotator.formats.html import HTML\n"
        "from annotator.formats.base import ReadOptions\n"
        "file = open(sys.argv[1], 'rb')\nlist(HTML.read(file, 'a', ReadOptions()))\n"
        "file.seek(0)\nseen = []\n"
        "sys.addaudithook(lambda name, args: seen.append((name, str(args[0])))\n"
        "    if name.split('.')[0] in ('open', 'socket', 'urllib', 'subprocess', 'os') else None)\n"
        "(page,) = HTML.read(file, 'a', ReadOptions())\nprint([page.raw, seen])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONUTF8": "1"},
        check=True,
    )
    assert done.stdout.strip() == str(["字&x;", []])


def test_pages_are_read_from_a_folder_by_their_suffix(tmp_path: Path) -> None:
    for name in ("a.html", "b.HTM", "c.xhtml"):
        (tmp_path / name).write_text(f"<p>{name}</p>", encoding="utf-8")
    found = list(read_paths([tmp_path]))
    assert [item.key for item in found if isinstance(item, Record)] == ["a", "b", "c"]
