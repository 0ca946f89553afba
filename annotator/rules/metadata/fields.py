"""Fields with a label in front, `来源:甲 作者:乙`, in any order and glued to each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.rules.metadata.moments import moments
from annotator.rules.metadata.values import Traced, is_name, people, trimmed
from annotator.rules.phrases.words import NAME

EDITED = "edited"
"""The field of whoever edited a text, where nobody is named as responsible for it."""

# Fields without a name are asked for nowhere, but their labels end the value before.
_LABELS = (
    (
        "source",
        "(?:信息|文章|新闻|稿件|内容|本文|消息|资料|图文)?(?:来源|出处)于?|稿源|资料|转载自|转自|来自",
    ),
    ("editor", "责任编辑|责编"),
    (EDITED, "(?:本文|本期|网络|值班|新媒体|见习|文字|执行)?编辑|摘编"),
    (
        "authors",
        "(?:文章|原|本文)?作者|撰稿人?|撰文|文字|文稿|(?:本[报刊网台]|特约|见习|实习)?(?:记者|通讯员)"
        "|(?<![图征])文",
    ),
    (
        "published",
        "(?:发布|发表|发文|刊发|录入|创建|添加|上传|新闻|最新)?(?:时间|日期)|(?:发布|发表|刊发)于?",
    ),
    (
        "",
        "(?:点击|浏览|阅读|访问)(?:次数|数|量|率)?|最后更新|更新时间|字[号体]|[校审][对核]|[初复终一二三]审|监制|(?:总|副)?主编"
        "|策划|统筹|设计|制作|题?图片?|摄影?|翻译|译者?|[原副]?标题|原题|评论|查看|回复|人气|热度|栏目|分类|频道"
        "|发布(?:者|人|单位|机构|部门)|推荐|字数|签发|制图|拍摄|视频|剪辑|航拍|指导老师|供稿|标签|关键词",
    ),
)
# What a label can begin with: to look at that first is four times as fast.
_FIRST = (
    "信文新稿内本消资图来出转责网值见编摘作撰原记特通实时日发刊录创添上最点浏阅访更字校审初复终一二三监总副主策统设"
    "制题摄翻译标评查回人热栏分频推签拍视剪航指供关执"
)
_OPENS = frozenset(_FIRST + "([【《民" + "0123456789")
_LABEL = re.compile(
    rf"(?=[{_FIRST}])(?<![该楼])(?:"
    + "|".join(f"(?P<f{number}>{words})" for number, (_, words) in enumerate(_LABELS))
    + rf")(?:\s*[:|]\s*|\s?/\s?"
    rf"|(?<=辑)\s(?={NAME}(?:[)】]|$))"
    rf"|(?<=[者员])\s?(?={NAME}(?![\u4e00-\u9fff]{{2}}))|(?<=[表布发]于)\s?(?=\d))"
)
# A value ends here, if no label comes before.
_STOP = re.compile(
    r"[|()【】<>\[\n]|\s{3}|点击|浏览|阅读|访问|选择|字[号体]|打印|分享|关闭|收藏|评论|扫一扫|微信(?:扫|关注|分享|公众号)"
    r"|发布于|发表于|我要|原标题|,\s?[系为现]|(?:19|20)\d\d[-/.年]\d"
)
_COUNTRY = re.compile(r"[\[(][^\[\]()\n]{1,4}[\])]\s?(?=[\u4e00-\u9fffA-Za-z])")
_BOXED = re.compile(r"\[([^\[\]\n]{1,40})\](?![\u4e00-\u9fffA-Za-z])")
OF_PAPER = re.compile(r"《([^《》\n]{2,12}[报刊])》\s?\(?(?=\d{4})")
"""A paper with the day it came out: `《桥南日报》(2024年03月05日 第02版)`."""
_LONGEST = 50


def labelled(text: str, start: int, end: int) -> Iterator[Traced]:
    """The fields of text[start:end], half width and simplified.

    >>> [one[:2] for one in labelled("来源:甲报作者:乙某 时间:2023-7-6 点击:3", 0, 30)]
    [('source', '甲报'), ('authors', '乙某'), ('published', '2023-07-06')]
    """
    hits = list(_LABEL.finditer(text, start, end))
    for number, hit in enumerate(hits):
        stop = hits[number + 1].start() if number + 1 < len(hits) else end
        field, _ = _LABELS[int((hit.lastgroup or "")[1:])]
        if field == "published":
            moment = next(moments(text, hit.end(), stop, labelled=True), None)
            if moment:
                yield Traced(field, *moment)
        elif field:
            yield from _value(text, field, hit.end(), min(stop, hit.end() + _LONGEST))


def is_credit(text: str, start: int, end: int, *, dated: bool = True) -> bool:
    """Whether the line text[start:end] begins with a label or, if `dated` counts, with a time.

    >>> is_credit("文/甲某 图/乙某", 0, 9), is_credit("文学与图书", 0, 5)
    (True, False)
    """
    if text[start] not in _OPENS:
        return False
    opened = start + (text[start] in "([【")
    if _LABEL.match(text, opened, end) or OF_PAPER.match(text, start, end):
        return True
    if not (dated and text[start].isdecimal()):
        return False
    moment = next(moments(text, start, end), None)
    return moment is not None and moment.start == start


def _value(text: str, field: str, start: int, end: int) -> Iterator[Traced]:
    """The value of a field that begins at `start`, and a name that stands behind its source."""
    boxed = _BOXED.match(text, start, end)
    country = _COUNTRY.match(text, start, end)
    if boxed:
        start, end = boxed.span(1)
    elif country:
        start = country.end()
    stop = _STOP.search(text, start, end)
    end = stop.start() if stop else end
    if field == "authors":
        yield from people(text, start, end)
        return
    for one in trimmed(field, text, start, end):
        first, _, last = one.value.rpartition(" ")
        if field == "source" and first and is_name(last):
            yield Traced(field, first.rstrip(), one.start, one.start + len(first.rstrip()))
            yield Traced("authors", last, one.end - len(last), one.end)
        else:
            yield one
