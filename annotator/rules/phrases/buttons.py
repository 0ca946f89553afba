"""Rows of buttons, menus and counters: every word of such a line is pressed, or is a number."""

from __future__ import annotations

import re

from annotator.rules.phrases.base import AROUND, BEFORE, Phrase, words
from annotator.text.patterns import later

_PRESS = words(
    """
    添加评论 发表评论 查看评论 条评论 评论 写评论 跟帖 跟贴 回帖 发帖 发表回复 快速回复 回复
    追问 追加 回应 赞同 不赞同 点赞 点个赞 赞过 赞 踩 顶 支持 反对 喜欢 不喜欢 感谢 有用 没用
    有帮助 没帮助 送心意 打call 收藏本页 收藏本站 收藏本文 收藏 已收藏 转发 转载 分享 打赏
    赞赏支持 赞赏 在看 举报 投诉 纠错 我要纠错 投诉 报错 引用 关注问题 关注 加关注 已关注 取消关注
    粉丝 写回答 写文章 我来答 我要回答 邀请回答 好问题 被浏览 查看回复 私信 加好友 收起 展开
    展开全文 阅读全文 查看全文 查看原文 阅读原文 显示全部 切换模式 淘帖 只看该作者 只看楼主 只看TA
    倒序浏览 正序浏览 电梯直达 楼主 埋红包 送花 送鲜花 鸡蛋 发消息 使用道具 显身卡 评分 复制链接
    复制地址 复制 翻译 打印本页 打印文章 打印本稿 打印 关闭窗口 关闭本页 关闭此页 关闭 返回顶部
    返回上页 返回上一页 返回列表 返回首页 返回 回到顶部 顶部 加入收藏 设为首页 推荐给好友 推荐
    朗读 播报 编辑 讨论 上传视频 完善 拼 繁 纠错反馈 意见反馈 下载 立即下载 免费下载 预览
    加入购物车 立即购买 立即抢购 去购买 收藏商品 收藏店铺 进入店铺 联系客服 联系卖家 在线客服
    在线咨询 在线留言 在线预约 立即咨询 预约挂号 图文问诊 电话问诊 查看电话 拨打电话 发送短信
    立即申请 申请职位 收藏职位 投递简历 立即投递 立即沟通 立即报名 立即预约 想去 去过 写点评
    爱心 向左旋转 向右旋转 查看大图
    写游记 想看 看过 在读 读过 加入书架 加入书签 投推荐票 推荐票 月票 催更 登录 注册 立即登录
    立即注册 免费注册 忘记密码 找回密码 退出 注销 会员中心 个人中心 我的订单 购物车 消息 字号
    列印 A- A+ 字体 字体大小 大 中 小 默认 超大 标准 无障碍浏览 无障碍 长者模式 关怀模式 简体 繁体
    繁體 English
    上一页 下一页 上页 下页 首页 尾页 末页 共 页 跳转 更多 按时间 按热度 最新 最热 最早 阅读
    浏览 点击 人气 查看 热度 热 字数 播放 弹幕 我要提问 我要评论 我要分享 我来说两句 点击收藏
    点击分享 播放 暂停 静音 全屏 无障碍阅读 关怀版 机构设置 手机版 电脑版 网站地图
    立即下单 降价通知 到货通知 进店逛逛 去结算 领券 放大 缩小 正常 缩小字体 放大字体 打印本文
    今天是 打印此页 增大字体 减小字体 转贴 留言 夜间 倒序 正序 收藏帖子 按赞助 查看完整号码
    用手机看 倍速 投屏 换源 超清 高清 标清 蓝光 流畅 画质 检举 收藏宝贝 收藏店铺 订阅
    非常满意 基本满意 满意 不满意 满意度评价 复制歌词 打印歌词 开通会员 文字大小 文字缩放 换一换
    换一批 QQ登录 微信登录 微博登录 账号登录 手机登录 第三方登录 三方登录 只看大图 收起左侧
    展开左侧 上一版 下一版 版面导航 标题导航 次阅读 个赞 次浏览 转藏 献花 举报/认领 订阅专栏
    加入我的最爱 收藏主题 发表文章 发表投票 回复文章 回覆文章 上一主题 下一主题 个人头像
    个人文章 个人相簿 个人日记 个人地图 推文 鲜花 转寄此文章 复制连结 转换为繁体 转换为简体
    载入图片 可列印版
    地图 首尾
    Like Dislike Likes Reply Replies Share Comment Comments Views
    """
)
_COUNTED = words(
    """
    阅读量 阅读数 阅读次数 浏览量 浏览数 浏览次数 点击量 点击数 点击次数 访问 访问量 访问次数
    播放量 播放数 播放次数 观看 观看次数 评论数 评论量 回复数 点赞数 点赞量 收藏数 收藏量 收藏者
    文章 月销 月销量 累计评价 累计销量 转发数 转发量 分享数 关注数 关注量 关注者 贴子 帖子 随笔 获赞
    采纳率 回答量 篇文章
    """
)
_PRESSED = (*_PRESS, *_COUNTED)
_SHARE = words(
    """
    分享到 分享至 分享给 分享 一键分享 生成海报 扫一扫 复制链接 更多 微信 微信好友 朋友圈
    微信朋友圈 QQ空间 QQ好友 QQ 新浪微博 腾讯微博 微博 官方微信 官方微博 微信公众号 官方公众号
    公众号 视频号 抖音号 抖音 快手 小红书 头条号 今日头条 人人网 豆瓣 开心网 百度贴吧
    Facebook Twitter LINE WhatsApp Telegram Instagram YouTube IG FB 邮件 Email 钉钉 知乎
    """
)
_CHAPTERS = words(
    """
    上一章 下一章 上一页 下一页 前一页 后一页 上一节 下一节 上一话 下一话 上一集 下一集 上一回
    下一回
    上章 下章 返回目录 章节目录 章节列表 回目录 目录 返回书页 书页 加入书签 加书签 加入书架
    投推荐票 推荐投票
    章节报错 报错 错误举报 首页 存书签 末页 尾页 共 阅读记录 阅读历史
    """
)
_MENU = words(
    """
    首页 网站首页 主页 主頁 关于我们 联系我们 公司简介 公司概况 企业文化 产品中心 产品展示
    产品列表 产品 新闻中心 新闻动态 新闻资讯 行业资讯 公司新闻 新闻 资讯 快讯 要闻 时政 国内
    国际 社会 财经 体育 娱乐 科技 军事 汽车 房产 教育 健康 文化 旅游 饮食 亲子 时尚 游戏 视频
    图片 直播 专题 博客 论坛 社区 学习 问答 文库 下载 招聘 会员 会员专区 会员登录 登录 注册 更多
    工程案例 成功案例 案例展示 解决方案 技术支持 售后服务 售后保障 服务支持 服务项目 加入我们
    人才招聘 荣誉资质 在线留言 网站地图 政务公开 办事服务 互动交流 机构概况 机构职能 学院概况
    学校概况 师资队伍 党建工作 招生就业 旧版 无障碍浏览 长者模式 长辈版 预约参观 繁体 English EN
    客户端 搜索 评论 生活 商品详情 规格参数 商品评价 用户评价 包装清单 热点 港闻 即时 地方 两岸
    品味 APP 政治 运动 影音 音频 专栏 导航 简体 简体中文 繁体中文 理财 副刊 社论 言论 电子报
    """
)

_HAN = "\u4e00"

_GAP = r"[\s|/·┊,、;:\[\]【】()<>«»▲▼△▽♥♡★☆+•←→-]"
_COUNT = r"(?:\s?[:(-]?\s?\d[\d.,]*\s?[万wWkK千亿+]{0,2}\s?[条次人个页篇]?\)?)"
_NUMBER = r"[¥￥]?\d[\d.,]*起?"


def _any(words: tuple[str, ...]) -> str:
    """The longest of some words; those of one first character together, which is found faster."""
    together: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        together.setdefault(word[0] if word[0] >= _HAN else word, []).append(word)
    some = (
        f"{first}(?:{'|'.join(word[1:] for word in alike)})" if len(alike) > 1 else alike[0]
        for first, alike in together.items()
    )
    return f"(?>{'|'.join(some)})"


_OWN = "(?:(?:我的|我要|我也[要有]?)[\u4e00-\u9fff]{1,6}|[\u4e00-\u9fff]{1,6}(?:APP|app|客户端))"
"""What a page lets one do with one's own things, and the program of the site."""


def _row(words: tuple[str, ...], least: int) -> str:
    """A line of at least so many of these words and nothing else but numbers."""
    word = rf"(?>{_any(words)}|{_OWN})(?![\u4e00-\u9fff]){_COUNT}?+"
    line = rf"{_GAP}*+(?:(?:{word}|{_NUMBER}){_GAP}*+)++$"
    return rf"(?={line})(?:.*?{_any(words)}){{{least}}}"


_SINGLE = words(
    """
    收藏商品 加入购物车 立即购买 切换模式 我来答 写回答 赞赏支持 阅读原文 立即申请 我要纠错
    发表回复 我也说一句 加载更多 点击加载更多 advertisement 广告 我要提问 收起回复 举报反馈
    点击查看原文 展开阅读全文 余下全文 阅读余下全文 展开全部 我要投稿 举报/反馈 查看原图
    点击查看大图 我来说两句 收起全文 查看完整版 点击展开全文 查看更多评论 继续阅读
    """
)

BUTTON_ROWS = (
    Phrase(
        "buttons.chapters",
        "prev_next",
        starts=rf"{_row(_CHAPTERS, 2)}|上一[集章回节]\s(?:第\s?\d+[集章回节]\s?)+下一[集章回节]$"
        r"|(?:\d{1,3}\s(?:\.{2,3}\s)?){2,}(?:\d{1,4}\s)?(?:下一?页|[尾末后]页)",
        confidence=0.95,
        limit=60,
        clues=(
            "一章",
            "一节",
            "一话",
            "一回",
            "一集",
            "下页",
            "后页",
            "末页",
            "尾页",
            "一页",
            "上章",
            "下章",
            "目录",
        ),
        cuts=(
            "上一章 返回目录 下一章",
            "[上一页] [1] [2] [3] [下一页]",
            "上一章 加入书签 章节目录 下一章",
        ),
        keeps=("目录", "上一章讲了方法,下一章讲结果"),
    ),
    Phrase(
        "buttons.share",
        "share_qr",
        starts=_row(_SHARE, 2),
        confidence=0.93,
        limit=80,
        cuts=(
            "微信 新浪微博 QQ空间",
            "生成海报 微信 QQ空间",
        ),
        keeps=("微信和微博的用户都在增长", "微信"),
    ),
    Phrase(
        "buttons.rows",
        "login_ui",
        starts=rf"{_row(_PRESSED, 2)}|(?:[\[【]\s?\S{{2,6}}\s?[\]】]\s*){{3,}}$"
        rf"|[\[【]\s?{_any(_PRESS)}\s?[\]】]$|{_any(_PRESSED)}{_COUNT}$"
        rf"|\d[\d.,]*\s?[w万]?\s?[次人条个]?\s?{_any(_PRESSED)}过?$|(?=.*】\s?【)[^】【]{{2,6}}(?:[】【\s]+[^】【\s]{{2,6}})+[】【\s]*$",
        confidence=0.92,
        limit=100,
        cuts=(
            "点赞 9 踩 收藏 23 打赏 0 评论",
            "阅读(326)┊ 评论 (5)┊ 收藏(0) ┊转载(2)┊打印┊举报",
            "粉丝 - 57 关注 - 9",
            "加入购物车 立即购买",
            "浏览(203)",
            "612人收藏",
        ),
        keeps=("讨论", "大中小企业 融通", "推荐阅读的方法 收藏", "收藏 120件 拓片"),
    ),
    Phrase(
        "buttons.mixed",
        "login_ui",
        starts=_row((*_PRESSED, *_SHARE), 3),
        confidence=0.92,
        limit=80,
        cuts=("财经APP 缩小字体 放大字体 收藏 微博 微信 分享",),
        keeps=("收藏 微博 与微信的往事",),
    ),
    Phrase(
        "buttons.menus",
        "nav_menu",
        starts=rf"{_row(_MENU, 4)}|(?>{_any(_MENU)}){{5,}}+$",
        confidence=0.93,
        cuts=(
            "国际国内军事财经科技汽车更多",
            "公司简介 产品中心 工程案例 成功案例 在线留言",
            "新闻 财经 体育 娱乐 更多",
        ),
        keeps=("财经 体育", "教育和科技两条战线"),
    ),
    Phrase(
        "buttons.menu_lines",
        "nav_menu",
        starts=rf"{_any(_MENU)}(?=.*(?<!\S){_any(_MENU)}(?!\S))(?:[\s|]+[^\s,。:;]{{1,10}}){{3,}}$",
        confidence=0.9,
        where=BEFORE,
        cuts=("博客 下载 学习 社区 某库 某码",),
        keeps=("李某 王某 张某 赵某 陈某",),
    ),
    Phrase(
        "buttons.channels",
        "nav_menu",
        starts=r"(?:网站)?(?:首页|主页)(?:(?:[\s|]+[^\s|,。:;!?]{1,6}){4,}|(?!.*[的了在是和与])[\u4e00-\u9fff]{16,80})$",
        confidence=0.93,
        where=AROUND,
        clues=("首页", "主页"),
        cuts=("首页 玄幻 武侠 都市 全本 排行", "网站首页小城名人小城掌故小城饮食小城影集"),
        keeps=("首页 改版 了", "首页上的文章大多是去年写成的而不是今年"),
    ),
    Phrase(
        "buttons.downloads",
        "docsite_shell",
        starts=r"(?:\S{0,4}下载(?:地址)?[\s|/·]*){2,}$|(?:高速|普通|本地|极速|电信|联通|立即|点击|安全|迅雷)下载(?:地址)?$|下载地址\W?$|(?:合集|打包|批量)下载$",
        confidence=0.85,
        limit=60,
        where=AROUND,
        clues=("下载",),
        cuts=("电信下载 联通下载 移动下载", "下载地址", "打包下载"),
        keeps=("下载 的方法",),
    ),
    Phrase(
        "buttons.singles",
        "login_ui",
        starts=rf"(?:{'|'.join(_SINGLE)})\W{{0,2}}$|(?:广告\s?){{1,3}}$|continue\sreading\W*$|已赞过\s?已踩过|查看全部\s?\d+\s?[个条]\S{{2,4}}"
        r"|\W*(?:跳转?[至到](?:主要?)?(?:内容|主文|正文)|skip(?:\sto\s(?:main\s)?content)?)\W*$|\d+\s?人赞同了该回答|数量\s?-|库存\s?\d|请输入您?的?(?:邮箱|手机号|验证码)|未登录(?:用户|状态)|首页(?:\s?\|\s?\S{2,8}){3,}$|[at](?:\+|大)\s[at]中?\s[at](?:-|小)$|a\s?\+\s+a\s?-$",
        confidence=0.9,
        limit=40,
        cuts=("加入购物车", "查看全部 132 个回答", "数量 - 1 + 库存 998 件"),
        keeps=("加入购物车之前比较价格", "广告法的修订"),
    ),
)

_LISTED = (*_PRESSED, *_SHARE, *_MENU, *_SINGLE)
_FIRST = (
    set("高普本极电联立点安迅下跳sS{")
    | {word[0] for word in (*_LISTED, *_CHAPTERS)}
    | set("已数库请未我AaTt")
)
_OPENS = re.compile(
    rf"(?={_GAP}*+[\d¥￥{''.join(sorted(_FIRST))}])"
    rf"(?:[\[【]|{_GAP}*+(?P<run>(?-i:[\u4e00-\u9fff]*+))(?P<app>app)?)",
    re.I,
)
_RUN = re.compile("[\u4e00-\u9fff]*")
_RUNS = frozenset(_RUN.findall(word)[0] for word in (*_LISTED, "查看全部", "数量", "库存"))
_RUN_STARTS = ("我的", "我要", "我也", "广告广告", "已赞过", "请输入", "未登录", "跳")
_RUN_ENDS = "客户端"
# Of so many characters are the five entries of a menu that may have no gap between them.
_GLUED = 10


def may_be_row(text: str) -> bool:
    """Whether a line can fit those of these rows that have no clues: one test for them all.

    The Chinese characters that it begins with must be a word of a list, since nothing but a gap or
    a number follows one; between brackets any word may stand.

    >>> may_be_row("| 收藏 分享"), may_be_row("收藏的方法"), may_be_row("3 条评论")
    (True, False, True)
    """
    hit = _OPENS.match(text)
    if hit is None:
        return False
    run = hit["run"]
    return (
        not run
        or run in _RUNS
        or len(run) >= _GLUED
        or hit["app"] is not None
        or "】" in text
        or run.startswith(_RUN_STARTS)
        or run.endswith(_RUN_ENDS)
    )


_MENU_WORD = re.compile(_any(_MENU))
_MENU_FIRST = re.compile(f"[{''.join({word[0] for word in _MENU})}]")
_CHANNELS, _COVERED = 6, 0.6


def is_glued_menu(text: str) -> bool:
    """Whether a text is names of channels without a gap, most of which many sites have.

    >>> is_glued_menu("首页新闻财经体育娱乐科技棋牌汽车"), is_glued_menu("首页上的新闻讲体育和教育")
    (True, False)
    """
    if len(_MENU_FIRST.findall(text)) < _CHANNELS:
        return False
    found = _MENU_WORD.findall(text)
    return len(found) >= _CHANNELS and sum(map(len, found)) >= _COVERED * len(text)


MENU_RUN = later(rf"(?:{_any(_MENU)}\s+){{3,}}")
"""Entries of a menu in a row."""
