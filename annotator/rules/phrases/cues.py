"""How pieces of a page's frame start where a page came as one line."""

from __future__ import annotations

import re
from typing import NamedTuple

from annotator.rules.phrases.words import CLOCK, DATE, FIELD
from annotator.text.patterns import later


class Cue(NamedTuple):
    """A piece of this type starts so; it is no longer, and ends no more sentences, than this."""

    type: str
    starts: str
    longest: int = 120
    sentences: int = 1


CUES = (
    Cue("prev_next", r"[上前下后]一(?:篇|条|则|个|章)(?:文章|新闻)?(?:\s?[:>]|\s)", 160),
    Cue(
        "share_qr",
        r"分享(?:到|至)|扫一扫|(?:长按|扫描|识别)\S{0,8}二维码|关注我们|立即赞好|收录于(?:话题|合集)"
        r"|赞\s?\(\d+\)|(?:点击)?上方蓝字|微信扫",
    ),
    Cue("app_promo", r"(?:下载|打开)\S{0,8}(?:app|客户端)", 60),
    Cue(
        "related_list",
        r"(?:相关|延伸|更多|往期|推荐|热门)(?:新闻|文章|阅读|推荐|资讯|报道|内容|链接)\s?(?:[:·]|\s)"
        r"|猜你喜欢|大家都在看",
        400,
    ),
    Cue("tags_keywords", r"(?:本文)?(?:标签|关键[词字]|tags?)\s?:", 100, 0),
    Cue(
        "copyright_notice",
        r"未经\S{0,10}(?:允许|授权|许可)(?=.{0,30}转载)|版权(?:声明|所有)|本文(?:链接|地址|来源|网址)\s?:"
        r"|转载请|翻印必究|本文由\S{2,12}(?:发布|原创)",
        260,
        3,
    ),
    Cue(
        "disclaimer",
        r"\(?(?:免责|郑重|特别)声明|\(?(?:本文|以上)\S{0,8}(?:仅|只)(?:供|作|代表)|投资提示\s?:",
        260,
        3,
    ),
    Cue(
        "site_footer",
        r"关于我们\s?[|\s]|(?:联系)?地址\s?:.{0,60}邮编|\S?ICP备|copyright"
        r"|(?:主办|承办)(?:单位)?\s?:(?=.{0,160}(?:ICP|版权|技术支持|备案))|技术支持\s?:",
        260,
    ),
    Cue("comments", r"(?:评论|跟帖)\s?\(?\d+|(?:发表|网友|全部|写)评论|写下你的|暂无评论", 300, 3),
    Cue(
        "contact_ad", r"(?:售楼处?|招商|加盟|订购|投稿)\S{0,4}(?:热线|电话|专线|邮箱)\s?:|商务合作"
    ),
    Cue(
        "editor_line",
        r"[(\[【]?(?:责任编辑|责编|编辑|审核|校对|监制|编审|作者|撰文|来源)\s?[:|]",
        80,
        0,
    ),
    Cue(
        "login_ui",
        r"[\[【(](?:关闭|打印|收藏|举报|返回)(?:窗口|本页|顶部|列表)?\s?[\]】)]|阅读\s?\d|阅读原文|打赏\s",
        80,
        0,
    ),
    Cue("nav_menu", r"(?:首页|\[首页\])\s[上下]一?页", 60, 0),
)

CUE = re.compile(
    r"(?:(?<=[\s。!?…)】」”])|(?=[(\[【]))(?:"
    + "|".join(f"(?P<c{number}>{cue.starts})" for number, cue in enumerate(CUES))
    + ")",
    re.I,
)
"""Any cue where a piece can start; its group says which."""

PATH = later(
    r"(?:\W{0,3}您?(?:现在|当前|目前|所在)?的?(?:所在)?(?:当前)?位置(?:是|为)?\s*[:>]?\s*)?"
    r"[^\s>。]{0,4}(?:首页|主页|home)(?:\s*(?:>+|-|/|\|)\s*[^\s>/|,。;:-]{1,16})+(?=\s)",
    re.I,
)
"""The path of a page."""

CHANNELS = re.compile(
    r"(?:网站)?(?:首页|主页)(?:[\s|]+[^\s|,。:;!?>]{2,6}){3,}[\s|]+(?=您?(?:现在|当前|目前|所在)\S{0,4}位置|(?:网站)?首页\s?>)"
)
"""The channels of a site, where its path follows."""

_FILLED = rf"(?:{FIELD}|最后更新|编辑|标签|楼主|责编)"
_ITEM = (
    rf"(?:(?:发[表布]|更新|修改)于\s?{DATE}|分类于\s\S{{1,10}}|(?:{_FILLED}\s?[:|]\s?)?{DATE}(?:\s*{CLOCK})?"
    rf"|{_FILLED}\s?:(?:\s{{0,2}}(?!{_FILLED}\s?:)[^\s:。,;]{{1,16}}(?=\s|$))?"
    r"|(?:阅读|浏览|评论|点击|人气|访问|查看|回复|热度)(?:量|数|次数)?\s?[:(]?\s?\d[\d.,万w]*\s?次?\)?(?=\s))"
)
CHAIN = later(
    rf"(?<!\S)(?:©\s?原创\s|原创\s(?:\S{{2,10}}\s){{1,2}}|\(|【)?{_ITEM}(?:\s*[|,·]?\s*{_ITEM})*[)】]?(?=\s|$)"
)
"""Fields of an article in a row."""

NOTICE = re.compile(
    r"(?:\s*\d{1,6}\s)?\s*(?:凡|凡是)(?:本|注明|来源)[^。]{4,120}。(?:[^。]{0,120}(?:责任|必究|追究|转载)[^。]{0,20}。)?\s*"
)
"""What a site says of its rights before the text."""

TWICE = re.compile(r"\s*([^\s。]{6,40})(\s+\1)(?=\s)")
"""The headline twice, in front of a text."""

SIZES = re.compile(
    r"\s*[\[【]?(?:字体|字号)(?:大小)?\s?:?\s?[\[【]?\s?(?:(?:大|中|小|打印|关闭)\s?){2,6}[\]】]?"
)
"""The choice of a font size."""

POST = re.compile(
    rf"(?:\d{{1,4}}[楼#]\s?)?(?:作者|楼主|层主|网友)\s?:\s?\S{{1,20}}\s+(?:时间|日期|发表于)\s?:\s?{DATE}\s?{CLOCK}"
    r"(?:\s(?:点击|回复|浏览)\s?:\s?\d+)*"
)
"""Who wrote a post, and when."""

POST_BUTTONS = re.compile(
    r"(?:(?:打赏|举报|回复|评论|楼主|埋红包|点赞|引用|支持|反对)\s?\|?\s?){2,}(?=\s|$|\d)"
)
"""What stands under a post."""
