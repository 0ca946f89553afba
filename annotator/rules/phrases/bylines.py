"""Lines that say who made an article, when, and where it comes from."""

from __future__ import annotations

from annotator.rules.phrases.base import BEFORE, Phrase, words
from annotator.rules.phrases.words import (
    AGO,
    CLOCK,
    DATE,
    FIELD,
    NAME,
    NUMERIC_DATE,
    ORGAN,
    ROLE,
)

BYLINES = (
    Phrase(
        "bylines.credits",
        "editor_line",
        starts=rf"\((?=.*{ROLE}\s*[:|/])[^()]+\)$"
        rf"|[(\[【—-]*\s*(?:\S{{2,8}}{ORGAN})?{ROLE}\s*[:|/][^。?!,]{{0,40}}$"
        r"|\((?:\S{2,12}\s?)?(?:记者|通讯员|特约\S{2,4})\s?\S[^()]{1,30}\)$|\((?:作者|编辑|责编)[^()]{2,40}\)$",
        holds=rf"^\W{{0,3}}(?:文|图|文字|图片|摄影)\s?[|/]\s?\S{{2,12}}(?:\s+(?:文|图|编辑)\s?[|/]\s?\S{{2,12}})*$"
        rf"|{ROLE}\s?[/:|]\s?\S+\s.*{ROLE}\s?[/:|]",
        confidence=0.89,
        clues=words(": | / ("),
        cuts=(
            "责任编辑:龙某",
            "(来源:某网 文稿:区科委、刘某)",
            "监制|申某",
            "某部供稿 摄影/张某 编辑/苏某",
            "文 | 黄某 图 | 梁某",
        ),
        keeps=("记者:您怎么看这个问题?", "设计:从草图到成品,要经过三步", "编辑部搬家了"),
    ),
    Phrase(
        "bylines.reporters",
        "publish_meta",
        starts=rf"\S{{2,8}}{ORGAN}\S{{0,4}}?\s?(?:记者|通讯员)(?:\s\S{{2,4}}){{1,4}}$|原创\s\S{{2,12}}$",
        confidence=0.9,
        limit=40,
        where=BEFORE,
        clues=words("记者 通讯员 原创"),
        cuts=("科技日报记者 刘某园 崔某",),
        keeps=("科技日报记者来到这座园区",),
    ),
    Phrase(
        "bylines.fields",
        "publish_meta",
        starts=rf"(?!(?:时间|日期)\s?:(?!\s?(?:19|20)\d\d(?:[-/.]|年\d+月\d+日(?!\s?(?:[(周星上下中晚早起至到-]|\d+:\d\d(?!:))))))[(\[【*\s]{{0,3}}{FIELD}\s*[:|《]|(?:发布|发表|最后回复)于\s?{DATE}",
        confidence=0.95,
        clues=words(": | 《 于"),
        cuts=("发布时间:2024-01-03 22:13:46来源: 某网", "(来源:某区)", "发布于 2023-07-06 23:12"),
        keeps=("来源于生活的艺术", "时间过得很快"),
    ),
    Phrase(
        "bylines.origins",
        "publish_meta",
        starts=rf"以下文章来源于|(?:本文)?(?:刊|载|原载|刊载|发表)于\s?《|(?:更新|编辑|推荐|修改)于\s?(?:{DATE}|\d{{1,2}}月\d{{1,2}}日|{AGO})"
        rf"|(?:本[报刊网站]|特约)?(?:记者|通讯员)\s?\S{{2,4}}\s{DATE}$|{DATE}\s?(?:回复|发布|更新)$",
        confidence=0.92,
        limit=60,
        clues=words("于 记者 通讯员 回复 发布 更新"),
        cuts=(
            "更新于 3月12日",
            "以下文章来源于某某 ,作者某某",
            "刊于《读书周报》2018年第14期",
        ),
        keeps=("刊于报纸的文章",),
    ),
    Phrase(
        "bylines.clocks",
        "publish_meta",
        starts=rf"(?:posted\s)?(?:on|by)\s.{{0,24}}\d|[昨今前]天\s?{CLOCK}$|{CLOCK}\s?\|\s?(?:快讯|要闻|资讯)",
        confidence=0.92,
        limit=60,
        clues=(":", "on", "by", "On", "By", "ON", "BY"),
        cuts=("Posted on May 3, 2015", "昨天 21:05", "09:30 | 快讯"),
        keeps=("昨天 21:05 他到了",),
    ),
    Phrase(
        "bylines.profiles",
        "publish_meta",
        starts=r"\S{2,4}\s(?:副?主任|主治|住院|执业)\S{0,2}医师(?:\s|$)|擅长\s?:"
        r"|\S{2,12}\s20\d\d-\d\d-\d\d\s.{0,4}获得超过|.{0,20}ip属地\s?:|总资产\s?\d",
        confidence=0.92,
        limit=60,
        clues=words("医师 擅长 获得 属地 总资产"),
        cuts=("擅长:老年病", "IP属地:云南", "总资产 12"),
        keeps=("擅长书法",),
    ),
    Phrase(
        "bylines.people",
        "editor_line",
        starts=r"(?:责任编辑|责编)\s\S{2,4}$|(?:作者简介|关于作者|本文作者|主播|朗读者?|嘉宾简介)\s?[:|].{2,}|\(?根据\S{0,4}(?:录音|现场|视频|直播|记录|演讲)\S{0,6}整理|(?:实习生|实习记者|记者)\S{2,12}对本文\S{0,4}贡献",
        confidence=0.9,
        clues=("编", "作者", "主播", "朗读", "嘉宾", "根据", "本文"),
        cuts=("作者简介:沈某,自由撰稿人,著有《小镇旧事》。", "实习生陈某对本文亦有贡献"),
        keeps=("作者简介的写法", "根据要求整理如下"),
    ),
    Phrase(
        "bylines.times",
        "publish_meta",
        starts=rf"(?!.*(?:公开方式|索引号|主题分类|有效性))[^,。]{{0,30}}?(?:{DATE}\s*{CLOCK}|{NUMERIC_DATE}|{AGO})[^。]{{0,50}}$"
        rf"|\d\d\s{CLOCK}[^。]{{0,50}}$|\S{{2,10}}\s?(?:19|20)\d\d年第?\d{{1,2}}期$",
        confidence=0.9,
        limit=100,
        where=BEFORE,
        clues=words("- / . 年 : 前"),
        cuts=(
            "2026年01月30日09:31 | 来源:新华社",
            "admin7个月前 (09-21)某某招商34",
            "情报工程 2023年5期",
        ),
        keeps=("2012年6月24日", "生成日期 2025-07-07 公开方式 主动公开"),
    ),
    Phrase(
        "bylines.names",
        "publish_meta",
        starts=rf"{NAME}(?:[\s,、]+{NAME}){{1,7}}$|(?:{NAME}?){{2,5}}$|{NAME}/\S{{2,10}}{ORGAN}$",
        confidence=0.85,
        limit=40,
        where=BEFORE,
        cuts=("胡大同 潘小", "陈大忠,周小应", "石佳/北京青年报"),
        keeps=("高新区 张江镇的变化", "石头记"),
    ),
)
