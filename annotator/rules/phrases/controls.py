"""What a page offers to press: reading aids, log-in, sharing, apps, neighbours, tags."""

from __future__ import annotations

from annotator.rules.phrases.base import AROUND, BEHIND, Phrase
from annotator.rules.phrases.words import CLOCK, COUNTED, NUMERIC_DATE

SHELLS = (
    Phrase(
        "controls.reading",
        "nav_menu",
        starts=r"\W{0,2}(?:选择\S{0,4})?(?:字号|字体|阅读字号)\s*:?\s*(?:$|[\[(]?\s*(?:大|小|A-))"
        r"|\W{0,2}(?:打印|关闭)\S{0,4}\W{0,3}(?:关闭|打印)?\S{0,4}\W?$"
        r"|\W?(?:返回|跳转到)\S{0,4}(?:列表|顶部|楼层|首页)$|打印\s",
        limit=60,
        cuts=("选择阅读字号:[ 大 中 小 ]", "【打印本页】【关闭窗口】", "返回列表"),
        keeps=("打印机产业的发展现状和趋势", "字体设计的历史"),
    ),
    Phrase(
        "controls.document_shell",
        "docsite_shell",
        starts=r"下载本?文档|文档(?:简介|编号|分享)$|文档编号|资源描述$|\W?\s?(?:文档编号|上传时间|格式|页数|大小|下载积分)\s*:"
        r"|(?:更多|海量)\S{0,10}(?:小说|电子书|资料|文档)\S{0,12}下载|[=_*#~·—-]{8,}$",
        holds=r"_第\d+页$|已阅读\d+页|还剩\d+页|由会员\S{0,3}分享|珍藏版|\.(?:docx?|pdf|pptx?)$",
        confidence=0.9,
        where=AROUND,
        cuts=("调查研究报告_第1页", "- 文档编号:5370129", "下载本文档", "============"),
        keeps=("格式条款的效力", "文档简介的写法有三种"),
    ),
    Phrase(
        "controls.members",
        "ui_stub",
        starts=r"(?:注册时间|最后登录|积分|帖子|精华|威望|在线时间)\s*:",
        confidence=0.9,
        limit=40,
        cuts=("注册时间: 最后登录:",),
        keeps=("积分落户的办法",),
    ),
)

CONTROLS = (
    Phrase(
        "controls.neighbours",
        "prev_next",
        starts=r"\W{0,3}(?:上|下|前|后|末)一?(?:篇|条|则|章|个?主题)(?:文章|新闻)?\s*[:|>]|上一章\s?目录",
        confidence=0.97,
        limit=200,
        cuts=("上一篇:某某召开会议 下一篇:某某", "下一条:无"),
        keeps=("上一篇论文讨论了方法",),
    ),
    Phrase(
        "controls.pages",
        "prev_next",
        starts=r"(?=.*[上下]一[页章节])(?>(?:[上下]一[页章节]|[首末尾]页|(?:章节)?目录|加入书[签架]|\d{1,4}|共\d+页)"
        r"[\s|<>.…\[\]]*){2,}+$",
        limit=60,
        cuts=("上一页 1 2 3 下一页 末页", "上一章 章节目录 下一章"),
        keeps=("下一章讨论方法",),
    ),
    Phrase(
        "controls.tags",
        "tags_keywords",
        starts=r"\W{0,2}(?:本文|文章|相关|热门)?(?:标签|关键词|关键字|tags?)\s*[:>]+\s*\S|(?:相关|热门)?标签(?:\s|$)"
        r"|(?:收录于|热门)\s?(?:话题|tags)$|#\S{2,12}$|\d+个$|查看更多tags$",
        confidence=0.9,
        limit=160,
        where=AROUND,
        cuts=("标签: 某产业园", "本文关键词:疫情,影响"),
        keeps=("标签化的认识并不可取", "关键词"),
    ),
    Phrase(
        "controls.labelled_links",
        "related_list",
        starts=r"\W{0,2}相关(?:产品|新闻|阅读|文章|搜索|链接|专题|推荐)\s*:\s*\S",
        confidence=0.9,
        limit=200,
        where=AROUND,
        clues=("相关",),
        cuts=("相关产品: 某甲 某乙",),
        keeps=("相关产品已经上市",),
    ),
    Phrase(
        "controls.bare_times",
        "ui_stub",
        starts=rf"{NUMERIC_DATE}\s*{CLOCK}$|\d{{1,9}}(?:\s+\d{{1,6}})?$|[×xX?|]$|广告$|{CLOCK}(?:/{CLOCK})?$",
        confidence=0.85,
        limit=24,
        where=AROUND,
        cuts=("33785889", "2024-04-26 09:59:47", "×"),
        keeps=("2024年4月26日",),
    ),
    Phrase(
        "controls.apps",
        "app_promo",
        starts=r"\S{0,10}(?:手机|新闻)客户端$|点击下载|下载应用|\S{2,8}(?<![a-z])app$",
        holds=r"(?:下载|打开|安装)\S{0,8}(?:app|客户端)|(?:app|客户端)\S{0,4}下载|扫[描码]\S{0,6}下载|打开客户端"
        r"|更多\S{0,8}请下载$",
        confidence=0.9,
        limit=40,
        where=AROUND,
        cuts=("打开客户端体验更多服务", "某新闻APP下载", "某房手机客户端"),
        keeps=("客户端的用户增长很快",),
    ),
    Phrase(
        "controls.share",
        "share_qr",
        starts=r"\S{0,6}二维码$|点击(?:上方|下方|顶部|标题下)?\S{0,6}(?:蓝字|名片|卡片)\S{0,4}关注\S{0,8}$|\W{0,2}分享(?:到|给|至|让|:|$)|\W{0,2}(?:请)?关注(?:我们|微信|微博|官方|公众号|“)"
        r"|\S{0,10}(?:官方)?(?:微信|微博|公众号)(?:公众号|号)?$|一键转发|微信\S{0,3}:|朋友圈$",
        holds=r"扫一扫|扫码\S{0,8}(?:关注|下载|加入|进群|入群|观看|阅读|查看|报名|咨询|添加|领取|体验)|扫描\S{0,8}二维码|分享(?:让|到|至|给)\S{0,10}(?:看到|朋友圈?|微信|微博)|复制链接|链接已复制"
        r"|选择其他平台|推送\S{0,6}资讯|微信公众号\s?:|个人微信|微信好友",
        confidence=0.92,
        limit=48,
        cuts=(
            "扫描二维码推送至手机访问。",
            "分享给朋友:",
            "分享让更多人看到",
            "关注我们",
            "点击上方蓝字关注我们",
        ),
        keeps=("票价两元,可以刷卡,也可以扫码。", "分享经济的前景", "微信支付进入更多国家"),
    ),
    Phrase(
        "controls.account",
        "login_ui",
        starts=r"(?:\W?(?:已?(?:订阅|收藏|关注|点赞|点击)|评论|播报|本文,约|听新闻|举报|跟踪:\s?\S{2,12}))+\W?$"
        r"|(?:找回密码|(?:立即)?(?:登录|注册)(?:[/|\s]*(?:登录|注册))?|查看原文|步骤阅读|设为首页|加入收藏)$"
        r"|(?:报料|登录|注册|设为首页|加入收藏)(?:\s(?:报料|登录|注册|设为首页|加入收藏))+$|欢迎您?(?:登录|访问)"
        r"|好文要顶",
        holds=r"您?需要\S{0,2}登录\S{0,2}才可以|没有帐号|欢迎您?登录|该用户从未签到|请输入验证|请您?先(?:登录|去认证)"
        r"|(?:举报|打赏|回复|点赞|评论)\s*\|.*(?:举报|打赏|回复|点赞|评论)",
        confidence=0.9,
        limit=80,
        cuts=("您需要 登录 才可以下载或查看,没有帐号?注册", "报料 注册 登录", "已订阅已收藏"),
        keeps=("登录系统之后可以办理", "评论认为,形势向好"),
    ),
    Phrase(
        "controls.counters",
        "ui_stub",
        starts=rf"(?:\W{{0,3}}{COUNTED}\s?[:(-]?\s?\d[\d,.]*\s?[kw万亿]?\+?[次人条)]?\s?){{2,}}$"
        rf"|{COUNTED}\s?[:(-]?\s?\d[\d,.]*\s?[kw万亿]?\+?[次人条)]?$|\d[\d,.]*\s?[w万]?\s?[次人]{COUNTED}$",
        confidence=0.9,
        limit=60,
        where=AROUND,
        cuts=("粉丝 - 57 关注 - 9", "转发 45", "612人收藏"),
        keeps=("评论一二三", "收藏2000件文物的小馆"),
    ),
    Phrase(
        "controls.shop",
        "ui_stub",
        starts=r"(?:(?:加入购物车|立即(?:购买|抢购|下单)|(?:降价|到货)通知|联系(?:客服|卖家)|进店逛逛|去结算|领券)\s?)+$",
        confidence=0.9,
        limit=40,
        cuts=("加入购物车 立即购买",),
        keeps=("立即购买的人很少",),
    ),
    Phrase(
        "controls.player",
        "login_ui",
        starts=r"(?:[倍高超标流]速?清?|\d(?:\.\d+)?x|循环播放|跳过片头|播放速度\S{0,6}|设置成功|立即刷新\s?\S{0,6}|展开|收起"
        r"|阅读(?:剩余)?全文\S{0,3}|阅读模式)$",
        holds=r"正在为您切换|视频播放失败|建议WIFI下打开|跳过广告|调查问题加载中|请刷新本页面",
        confidence=0.85,
        limit=48,
        where=AROUND,
        cuts=("1.75X", "很抱歉,当前视频播放失败", "阅读剩余全文()"),
        keeps=("高清电视进入千家万户",),
    ),
    Phrase(
        "controls.comment_form",
        "comments",
        holds=r"匿名(?:回复|评论|发表)|后(?:才能|可以|才可|方可)?(?:参与|发表|回复|查看)(?:评论|讨论|留言|或)?|文明(?:上网|发言)"
        r"|跟评|我要(?:跟帖|评论)|评论已加载",
        confidence=0.9,
        limit=320,
        where=BEHIND,
        clues=("匿名", "参与", "发表", "文明", "跟评", "跟帖", "评论", "登录"),
        cuts=("您现在发表的是匿名回复,您可以登录或者免费注册", "登录 后参与讨论"),
        keeps=("文明城市的创建",),
    ),
    Phrase(
        "contact.lines",
        "contact_ad",
        starts=r"\S{2,8}微信号$",
        holds=r"(?:招商|咨询|订购|服务|加盟|售楼|报名|客服)\S{0,4}(?:热线|电话|微信|QQ)\s*:?\s*[\d-]{5,}"
        r"|\b400[- ]?\d{3,4}[- ]?\d{3,4}\b|(?:微信|手机|QQ|电话|V信)\S{0,4}\s*:\s*\d{5,}"
        r"|广告\S{0,6}合作|加\S{1,8}(?:的)?微信"
        r"|(?:热线|QQ)\s?:?\d{5,}",
        confidence=0.85,
        limit=200,
        where=AROUND,
        cuts=("招商热线:021-38298866", "咨询QQ :3201971869"),
        keeps=("开通咨询热线,方便群众",),
    ),
)
