"""Boards and beginnings: whose a line is where the words do not tell."""

from __future__ import annotations

import pytest

from annotator.formats.html_text import read_page
from annotator.pipeline import propose
from annotator.text.compose import compose

STORY = "木箱是外婆留下的，合页锈得很厉害，试过醋和柠檬酸，都不太行。"
ANSWER = "先用钢丝刷把浮锈刷掉，再泡一夜，第二天就能转动了。"


def kept(raw: str) -> list[str]:
    found = propose(raw)
    return [
        line for line in compose(raw, found.repairs, found.boilerplate).clean.split("\n") if line
    ]


def kept_of_page(source: str) -> list[str]:
    page = read_page(source)
    found = propose(page.text, structure=page.structure)
    clean = compose(page.text, found.repairs, found.boilerplate).clean
    return [line for line in clean.split("\n") if line]


def test_what_boards_tell_of_who_posts_goes_and_the_headline_stays() -> None:
    panel = "豆子\n12\n主题\n96\n帖子\n专家等级：\n结帖率：100%\n410\n积分\n[LV.3]常客\n"
    raw = f"[求助] 给旧木箱除锈\n[复制链接]\n{panel}发表于 2019-4-12 20:15:31 | 只看该作者\n{STORY}"
    assert kept(raw) == ["[求助] 给旧木箱除锈", STORY]


def test_a_first_post_of_short_lines_is_no_frame() -> None:
    lines = ["配置是这样写的", "proto=dhcp", "mtu=1480", "重启以后还是没有网"]
    dated = "发表于 2014-9-2 22:40:18 | 显示全部楼层"
    raw = "\n".join(["查看: 12|回复: 3", "[求助] 路由器连不上网", "[复制链接]", dated, *lines])
    assert kept(raw) == ["[求助] 路由器连不上网", *lines]


def test_rows_that_come_with_each_post_go_whatever_they_say() -> None:
    posts = "".join(
        f"{name} 回答于 2013-05-20 14:3{n}\n{said}\n好用({n}) | 不好用(0) | 说两句(1) | 引一下\n"
        for n, (name, said) in enumerate(
            [
                ("阿木", ANSWER),
                ("南山", "合页换新的吧，几块钱一对。"),
                ("小河", "谢谢两位，已经修好了。"),
            ]
        )
    )
    left = kept(f"给旧木箱除锈的办法\n{STORY}\n{posts}")
    assert left == [
        "给旧木箱除锈的办法",
        STORY,
        ANSWER,
        "合页换新的吧，几块钱一对。",
        "谢谢两位，已经修好了。",
    ]


@pytest.mark.parametrize(
    "line", ["修的次序：除锈→打磨→上油→装回", "次序→除锈→打磨→上油", "声明：我不是木匠，说错勿怪"]
)
def test_what_only_looks_like_a_path_or_a_notice_stays(line: str) -> None:
    raw = (
        "查看: 12|回复: 3\n给旧木箱除锈\n[复制链接]\n发表于 2014-9-2 22:40:18\n"
        f"{STORY}\n{line}\n{ANSWER}"
    )
    assert line in kept(raw)


def test_the_end_of_a_beginning_is_the_article() -> None:
    raw = f"给旧木箱除锈\n{STORY}\n图片隐藏，注册或登录后显示\n泡过以后的合"
    assert kept(raw)[-1] == "泡过以后的合"


def test_a_short_headline_is_known_by_what_the_text_says_of_it() -> None:
    dated = "发布于 2011-01-14 23:49:57 浏览:602"
    raw = f"生活小组一般讨论区\n合页锈得厉害\n{dated}\n{STORY}\n{ANSWER}"
    assert kept(raw)[-3:] == ["合页锈得厉害", STORY, ANSWER]


def test_fields_behind_bullets_are_fields() -> None:
    raw = (
        f"首页 > 生活 > 正文\n木箱除锈的事\n• 来源：某城晚报\n• 责任编辑：王小满\n{STORY}\n{ANSWER}"
    )
    assert kept(raw) == ["木箱除锈的事", STORY, ANSWER]


def test_blocks_that_each_post_has_go_unless_people_write_in_them() -> None:
    said = [STORY, "合页换新的吧", "我家的用机油泡了三天", "修好了发张照片看看"]
    names, ranks = ["瓦片", "飞鱼", "白花", "云上"], ["童生", "秀才", "举人", "童生"]
    posts = "".join(
        f"<div class=floor><div class=who><a href=u>{name}</a></div><div class=step>{rank}</div>"
        f"<div class=when>2014-08-1{n} 18:12:56</div><div class=words>{text}</div></div>"
        for n, (name, rank, text) in enumerate(zip(names, ranks, said, strict=True))
    )
    left = kept_of_page(f"<h1>给旧木箱除锈的办法</h1>{posts}")
    assert left == ["给旧木箱除锈的办法", *said]


def test_a_post_right_behind_its_time_needs_no_sentence() -> None:
    said = ["合页换新的更省事我觉得", "我家那只木箱也是这样锈的", "楼上说的机油要泡多久呢"]
    posts = "".join(
        f"网友{n}\n2012-8-1{n}\n{text}\n赞({n}) | 踩(0) | 评论({n})\n"
        for n, text in enumerate(said, 1)
    )
    asked = (
        "首页\n问答\n登录\n木箱的合页锈死了怎么办\n2012-8-11 浏览 231\n只有一只旧木箱合页锈死了\n"
    )
    raw = f"{asked}分享\n举报\n3个回答\n{posts}"
    assert kept(raw) == ["木箱的合页锈死了怎么办", "只有一只旧木箱合页锈死了", *said]


def test_the_last_short_post_of_a_beginning_stays() -> None:
    raw = (
        f"木工论坛 › 木箱\n合页锈死了\nabc · 5 小时前 · 321 次点击\n{STORY}\n"
        "2 条回复 • 2019-03-04 10:20:33 +08:00\n"
        f"1\nuser1 1 小时前\n{ANSWER}\n2\nuser2 1 小时前\n换新的吧\n"
    )
    assert kept(raw) == ["合页锈死了", STORY, ANSWER, "换新的吧"]


def test_other_news_in_full_is_no_part_of_a_short_article() -> None:
    other = (
        "□某通讯员 某地的水库去年修好了，附近的村民说，今年春天浇地的水够用，往年都要等到四月。..."
    )
    raw = f"{STORY}\n新闻推荐\n水库修好了，春灌不用等\n{other}"
    assert kept(raw) == [STORY]


def test_a_section_above_its_own_path_goes() -> None:
    above = "信息公开\n木箱动态\n当前位置：首页>木箱动态\n"
    title = "外婆的木箱合页除锈记"
    assert kept(f"{above}{title}\n2010/1/6 16:43:13 次浏览\n{STORY}") == [title, STORY]


def test_the_first_line_above_who_edited_is_the_headline() -> None:
    steps = "除锈的步骤\n刷掉浮锈\n泡一夜醋\n上油转动合页"
    by = "责编：某小满 | 来源：blog.example.net/muxiang/article/details/20140812"
    title = "给外婆的木箱合页除锈要几步？"
    text = "刷掉浮锈用钢丝刷，泡一夜醋要没过合页，上油以后转动合页几次。"
    assert kept(f"{title}\n{by}\n上一篇：换锁记\n{steps}\n{text}") == [
        title,
        *steps.split("\n"),
        text,
    ]


def test_remarks_of_a_terminal_board_stay_without_name_and_time() -> None:
    raw = (
        "作者  mapleleaf (枫)    看板  Wood \n標題  [問題] 舊木箱除鏽\n"
        "時間  Thu Jul  9 20:06:27 2020 \n"
        f"{STORY}\n--\n※ 發信站: 楓葉站(example.tw), 來自: 192.0.2.7\n"
        "推 river2     : 泡醋就好了                       07/09 20:08\n"
        "→ river2     : 記得戴手套                         07/09 20:08\n"
        "我試過了 沒有用\n"
        "噓 tea_pot    : 換新的吧                           07/09 20:22\n"
    )
    left = kept(raw)
    assert left[:2] == ["[问题] 旧木箱除锈", STORY]
    assert left[2:] == ["泡醋就好了", "记得戴手套", "我试过了 没有用", "换新的吧"]


def test_a_floor_that_is_called_recommended_is_no_heading() -> None:
    raw = (
        "查看: 12|回复: 3\n给旧木箱除锈\n[复制链接]\n豆子 发表于 2014-9-2 22:40\n"
        f"{STORY}\n回复\n举报\n推荐\n南山 发表于 2014-9-3 08:10\n{ANSWER}\n回复\n举报\n"
    )
    assert kept(raw) == ["给旧木箱除锈", STORY, ANSWER]


def test_what_follows_the_end_of_the_last_post_goes_whatever_it_says() -> None:
    posts = "".join(
        f"发表于 2014-9-{day} 22:40:18 | 显示全部楼层\n{said}\n回复\n使用道具 举报\n"
        for day, said in ((2, STORY), (3, "顶一下，很需要。"), (4, ANSWER))
    )
    tail = "本版规则 说一句\n说完以后跳到最后\n木箱论坛 , 共用 0.03 秒, 17 次查询 ."
    raw = f"查看: 12|回复: 3\n给旧木箱除锈的办法\n[复制链接]\n{posts}{tail}"
    assert kept(raw) == ["给旧木箱除锈的办法", STORY, "顶一下，很需要。", ANSWER]


def test_posts_that_are_counted_above_their_month_are_a_thread() -> None:
    raw = "木工社区\n给旧木箱除锈的办法\n" + "".join(
        f"{name}\n{number}\n2024 年5 月\n{said}\n"
        for number, (name, said) in enumerate(
            (("mujiang", STORY), ("nan_shan", ANSWER), ("xiaohe", "谢谢，已经修好了。")), 1
        )
    )
    assert kept(raw) == ["给旧木箱除锈的办法", STORY, ANSWER, "谢谢，已经修好了。"]


def test_answers_of_experts_stay_and_who_they_are_goes() -> None:
    raw = (
        "首页 > 问答 > 木工\n旧木箱的合页锈住了怎么办\n"
        "提问人：wood_12 | 男 | 2015-12-02 20:14 | 回复：2\n"
        f"{STORY}\n师傅回答\n刘师傅\n高级技师\n擅长：家具翻新\n已帮助用户：2041\n{ANSWER}\n"
        "2015-12-02 20:31 投诉\n擅长：五金\n换一副新的，几块钱就够了。\n2015-12-03 08:09 投诉\n"
        "看过此问题的还看过\n合页怎么选 刘师傅\n"
    )
    left = kept(raw)
    assert [line for line in left if line != "师傅回答"] == [
        "旧木箱的合页锈住了怎么办",
        STORY,
        ANSWER,
        "换一副新的，几块钱就够了。",
    ]


def test_posts_of_a_terminal_board_stay_under_one_headline() -> None:
    head = (
        "发信人: {0} (木头), 信区: Wood\n标  题: {1}给旧木箱除锈的办法\n"
        "发信站: 枫叶社区 (Mon Jun  8 21:1{2}:20 2015), 站内\n"
    )
    source = "--\n※ 来源:·枫叶社区 example.net·[FROM: 192.0.2.*]\n"
    posts = "".join(
        head.format(name, "Re: " if number else "", number) + f"{said}\n{source}"
        for number, (name, said) in enumerate(
            (("maple", "合页锈得很厉害，怎么办？"), ("river", "泡醋就好了"), ("tea", ANSWER))
        )
    )
    assert kept(f"枫叶社区 -> 分类讨论区 -> 木工 -> 同主题阅读\n{posts}") == [
        "给旧木箱除锈的办法",
        "合页锈得很厉害，怎么办？",
        "泡醋就好了",
        ANSWER,
    ]
    assert propose(posts).meta.title == "给旧木箱除锈的办法"


def test_times_of_the_day_with_a_place_are_those_of_posts() -> None:
    posts = "".join(
        f"{name} LV{number}\n昨天 21:1{number} 浙江\n{said}\n回复 点赞 {number}\n"
        for number, (name, said) in enumerate(
            (("阿木", "合页锈得很厉害，怎么办？"), ("南山", "泡醋就好了"), ("小河", "换新的吧")), 1
        )
    )
    assert kept(f"社区首页 发帖\n木工圈 > 求助\n旧木箱的合页锈住了\n{posts}没有更多了") == [
        "旧木箱的合页锈住了",
        "合页锈得很厉害，怎么办？",
        "泡醋就好了",
        "换新的吧",
    ]


def test_a_headline_under_the_address_and_the_counts_of_a_blog_is_known() -> None:
    raw = (
        "老木的小站\nhttp://blog.example.com/u/1200 [订阅] [手机订阅]\n首页 目录 图片 关于我\n"
        "小站访问：102,331\n关注人气：52\n雨天去林子里走走\n(2010-07-19 20:31:44)\n"
        f"标签： 随笔\n{STORY}\n{ANSWER}\n前一篇：晒书\n后一篇：老屋的门"
    )
    assert kept(raw) == ["雨天去林子里走走", STORY, ANSWER]


@pytest.mark.parametrize(
    "post",
    [
        "{name}\n{number}楼\n2019-3-1{number} 12:30\n{said}\n回复 举报\n",
        "{name}  2019-3-1{number} 12:30\n{said}\n赞({number}) 回复\n",
        "{name}\n{number}\n主题\n3{number}\n帖子\n发表于 2019-3-1{number} 12:30:10\n{said}\n"
        "回复 支持 反对\n",
    ],
)
def test_a_short_answer_above_a_row_of_buttons_is_no_name(post: str) -> None:
    said = [STORY, "泡醋就好了", "换新的吧", "同感", "一百多块"]
    names = ["阿木", "南山雪", "tea_pot", "小河", "路人甲"]
    raw = "社区首页 › 木工 › 求助\n旧木箱的合页锈住了怎么办\n" + "".join(
        post.format(name=name, number=number, said=text)
        for number, (name, text) in enumerate(zip(names, said, strict=True), 1)
    )
    left = kept(raw)
    assert [text for text in said if text in left] == said


def test_times_with_a_place_behind_them_make_a_thread() -> None:
    posts = "".join(
        f"{name} 2021-07-18 22:3{number}:40{place}\n{said}\n赞({number}) 回应\n"
        for number, (name, place, said) in enumerate(
            (
                ("阿布", "", "泡醋就好了"),
                ("momo", " 北京", "先别拆，拍个照"),
                ("小鱼", "", "谢谢大家"),
            )
        )
    )
    asked = f"旧木箱的合页锈住了怎么办\n来自: 小鱼(北京) 2021-07-18 22:14:05\n{STORY}\n"
    raw = f"{asked}{posts}> 我来回应"
    left = kept(raw)
    assert [x for x in left if x in ("泡醋就好了", "先别拆，拍个照", "谢谢大家")] == [
        "泡醋就好了",
        "先别拆，拍个照",
        "谢谢大家",
    ]


def test_a_heading_of_remarks_above_a_floor_cuts_no_post() -> None:
    posts = "".join(
        f"B{number} · {name} · 2020-11-20 01:3{number}\n{said}\n喜欢 {number} 回复\n"
        for number, (name, said) in enumerate(
            (("小米", ANSWER), ("阿乐", STORY), ("原PO", "修好了")), 2
        )
    )
    raw = f"旧木箱怎么除锈\n匿名 · 2020-11-20 01:12\n{STORY}\n热门留言\n{posts}更多留言"
    assert ANSWER in kept(raw) and "修好了" in kept(raw)


def test_what_stands_between_the_frame_behind_the_last_paragraph_goes() -> None:
    raw = (
        f"雨天去林子里走走\n{STORY}\n{ANSWER}\n文章标签\n散步 摄影\n本站热搜\n作者 老木 的头像\n"
        "老木 发表在 木屋 留言(3) 人气(521)\n本类上一篇目录\n上一篇：晒书\n下一篇：老屋的门\n"
    )
    assert kept(raw) == ["雨天去林子里走走", STORY, ANSWER]
