"""Headings of what stands behind an article."""

from __future__ import annotations

import re

HEADING = 20
"""No heading of a list is longer."""

RELATED = re.compile(
    r"\W{0,3}(?:更多[^\s,。]{0,10}(?:报[导道]|新闻|好文)|(?:看更多|相关|延伸|更多(?:相关|精彩)?|热门|往期|精彩|最近|同类|其他类似)"
    r"(?:文章|新闻|阅读|资讯|报道|链接|搜索|推荐|内容|帖子|产品|主题|话题|讨论|视频|问题|问答|浏览|回顾|精彩|精选|文档|职位|房源|个股|词条"
    r"|专题|图集|快讯|咨询|经验)(?:推荐|阅读|链接)?|(?:其他)?(?:类似|相似|同类)(?:问题|咨询|文章|产品|推荐)|推荐图集"
    r"|(?:推荐|编辑推荐)(?:文章|阅读|新闻|问题|问答|话题|帖子|主题)?|(?:您|你)?(?:还|也)?可能(?:还|也|会)?(?:感兴趣|喜欢|关注|想看)\S{0,6}"
    r"|(?:大家|其他人)(?:还|都)?在看|(?:看过本文的人)?(?:还|又)?看了(?:又|还)看?了?|随便看看"
    r"|(?:浏览|买|看)[了过]?(?:该|此|本)\S{2,4}的\S{0,4}还(?:[看买浏关]\S{1,3})?|猜你(?:喜欢|在找)|为(?:你|您)推荐|(?:小编|作者|TA|他|她)的?(?:最近|最新|其他|更多|热门)(?:文章|作品|内容|视频|回答)"
    r"|(?:商家|店铺|本店|卖家|公司)的?(?:其他|更多|热销|推荐)(?:产品|商品|供应))\W{0,3}(?<!\d)\d{0,3}$"
)
"""A list of articles that have to do with this one."""

RECOMMENDED = re.compile(
    r"\W{0,3}(?:文章|新闻)?(?:随机|热门|点击|阅读|评论|人气|近期|本周|本月|一周|今日|24小时)"
    r"(?:文章|新闻|话题|图文|资讯|评论)?(?:推荐|排行榜?|热点|热文|热帖|热议|热读|热搜|榜单|头条)\W{0,3}$"
    r"|\W{0,3}热(?:新闻|话题|点|搜)\W{0,3}$|\W{0,3}(?:新闻|文章|资讯|信息|好文|图文|站内|本站)推荐\W{0,3}$|(?:最新|热门|近期)(?:文章|新闻|热点)$|排行榜?$"
    r"|\S{0,8}\s?(?:查看全部|更\s?多)\s?>*$|更多(?:即时|最新|相关|热门)?\S{2,4}\.{2,3}$"
)
"""A list that has nothing to do with this article."""

COMMENTS = re.compile(
    r"\W{0,3}(?:全部|最新|最赞|文章|热门|网友|读者|精彩|用户|热|新|发表)?(?:(?:商品|累计|用户|买家|顾客)评价|(?:评论|跟[帖贴]|点评(?!\s?:)|留言|讨论|回响)(?:区|列表|专区)?)(?<!讨论)\W{0,2}(?:\(?\d+\)?\s?条?)?\W{0,2}$"
    r"|我要(?:评论|跟帖|留言)$|暂无评论$|[\d,.]+\s?万?\s?[条个]?(?:评论|跟帖|留言|回应)$"
)
"""What readers wrote."""

FRIENDS = re.compile(r"\W{0,2}友情链接\W{0,2}$")
"""Links to other sites."""

LIKE = re.compile(
    r"\W{0,3}(?:相似|同类|同(?:区域|城|地区|栏目|商圈)|附近|周边|更多|相关|近期|其[他它]|本类|关联|专题)的?"
    r"(?:\S{0,4})(?:职位|岗位|招聘|房源|楼盘|小区|公示|公告|通知|个股|股票|试题|真题|做法|菜谱|图书|小说|案例|景点|酒店|美食|商品|信息|动态|专栏"
    r"|报道|政策解读|课程|活动|知识|经验|图集|软件|下载|词条|作品|推荐|医生|医院|专题|视频|博文|日志|公司|企业|供应|行情|价格|报价)(?:推荐|列表)?\W{0,3}$"
    r"|(?:作家|作者|行业|公司|企业|学校|学院|地方|综合|最新)动态\W{0,2}$|下一篇$|其[他它](?:新闻|文章|资讯)$|更多\S{2,10}:$"
)
"""Headings of lists of things like the one of this page; too common as words inside articles."""

COUNTER = re.compile(r"(?:转发|点?赞|收藏|分享)\s?[\[(]?\d*[\])]?$")
"""What else is counted in a row where comments are."""

GENERIC = re.compile(
    r"(?:相关|热[门点播销]|更多|同类|最热|其[他它])(?!规定|要求|说明|建议|政策|问题|费用|材料|事项|知识|信息|情况)[\u4e00-\u9fff]{2,4}$"
    r"|\S{1,8}的(?:其[他它]|更多|全部|热门)[\u4e00-\u9fff]{2,4}$"
)
"""Headings of lists, on a page that has a frame and behind its text."""

SOURCES = re.compile(
    r"\W{0,2}(?:参考|引用|附件|申[请报]|报名|证明|所需|学习)\S{0,2}资料|\W{0,2}(?:图片|资料)来源"
)
"""What looks like a heading of `STUB` and stands over the references of an article."""

STUB = re.compile(
    r"\W{0,2}\S{0,4}(?:排行榜?|精选|推荐|爆料|热点|专题|分类|存档|搜索|资料|导读|速递|放送|图片|展开内容|点击跳转)\W{0,2}$"
)
"""Other headings that stand behind articles; too common as words to say so inside one."""

ENDING = re.compile(
    "|".join(f"(?:{heading.pattern})" for heading in (RELATED, RECOMMENDED, COMMENTS))
    + r"|\W{0,2}(?:责任编辑|责编|编辑)\s*[:/]|\W{0,3}(?:版权|免责)?声明\s*:"
    r"|\W{0,3}(?:扫一扫|扫描\S{0,6}二维码)"
    r"|\W{0,3}[上下]一篇\s*:|本文(?:链接|关键词|标签)|分享到\s*:"
)
"""A short line that stands behind an article and not in it."""

CLOSING = re.compile(
    r"\W{0,3}(?:责任编辑|责编|编辑|审核|校对)\s*[:/]\s*\S{0,20}|\W{0,3}(?:网友|读者|全部|最新|热门|发表|新闻)(?:评论|跟帖|留言)"
    r"|\W{0,3}(?:评论|跟帖|留言)\s?\(?\d+\)?\s?条?$|[\d,.]+\s?万?\s?[条个]?(?:评论|跟帖|留言|回应)$|我来说两句"
    r"|(?:END|正文完|全文完)\W{0,3}$"
)
"""A line behind which no article goes on, however little of it has been told."""

ENDING_LIMIT = 120
