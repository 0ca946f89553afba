"""What a page offers to press: reading aids, log-in, sharing, apps, neighbours, tags."""

from __future__ import annotations

from annotator.rules.phrases.base import AROUND, BEHIND, EVERYWHERE, Phrase, words
from annotator.rules.phrases.words import CLOCK, NUMERIC_DATE

SHELLS = (
    Phrase(
        "controls.reading",
        "nav_menu",
        starts=r"\W{0,2}(?:正文\s?|选择\S{0,4})?(?:字号|字体(?:大小)?|阅读字号|边距|背景|行距)\s*:?\s*(?:$|[\[(]?\s*(?:大|小|A-))"
        r"|\W{0,2}(?:打印|关闭)\S{0,4}\W{0,3}(?:关闭|打印)?\S{0,4}\W?$"
        r"|\W?(?:返回|回到|跳转到)\S{0,4}(?:列表|顶部|楼层|首页|上级|看板|版面|论坛)$|我要打印$|打印\s",
        limit=60,
        clues=("字号", "字体", "边距", "背景", "行距", "打印", "关闭", "返回", "跳转", "回到"),
        cuts=("选择阅读字号:[ 大 中 小 ]", "【打印本页】【关闭窗口】", "返回列表"),
        keeps=("打印机产业的发展现状和趋势", "字体设计的历史"),
    ),
    Phrase(
        "controls.document_shell",
        "docsite_shell",
        starts=r"下载本?文档|文档(?:简介|编号|分享)$|文档编号|资源描述$|(?:引用|使用)本文$|导出引用|\W?\s?(?:文档编号|上传时间|格式|页数|大小|下载积分)\s*:"
        r"|(?:更多|海量)\S{0,10}(?:小说|电子书|资料|文档)\S{0,12}下载|[=_*#~·—─-]{8,}$",
        holds=r"_第\d+页$|已阅读\d+页|还剩\d+页|由会员\S{0,3}分享|珍藏版|\.(?:docx?|pdf|pptx?)$",
        confidence=0.9,
        where=AROUND,
        clues=words("文档 描述 引用 使用 : 下载 = _ * # ~ · — ─ - 阅读 还剩 会员 珍藏 ."),
        cuts=("调查研究报告_第1页", "- 文档编号:5370129", "下载本文档", "============"),
        keeps=("格式条款的效力", "文档简介的写法有三种"),
    ),
    Phrase(
        "controls.members",
        "ui_stub",
        starts=r"(?:注册时间|最后登录|积分|帖子|精华|威望|在线时间)\s*:",
        confidence=0.9,
        limit=40,
        clues=("注册时间", "最后登录", "积分", "帖子", "精华", "威望", "在线时间"),
        cuts=("注册时间: 最后登录:",),
        keeps=("积分落户的办法",),
    ),
)

CONTROLS = (
    Phrase(
        "controls.neighbours",
        "prev_next",
        starts=r"\W{0,3}(?:上|下|前|后|末)一?(?:篇|条|则|章|个?主题|个|篇博文)(?:文章|新闻)?\s*[:|>]|上一章\s?目录",
        confidence=0.97,
        limit=200,
        clues=("篇", "条", "则", "章", "主题", "一个", "前个", "后个"),
        cuts=("上一篇:某某召开会议 下一篇:某某", "下一条:无"),
        keeps=("上一篇论文讨论了方法",),
    ),
    Phrase(
        "controls.neighbours_bare",
        "prev_next",
        starts=r"\W{0,3}[上下前后]一?(?:篇|条|则|个?(?:主题|产品|案例|新闻|视频))\W{0,3}(?:[\s:]|$)"
        r"|[上下]一版\W?$"
        r"|已(?:经)?是(?:第|最后)一?[篇条页]|没有更多了?$|(?:previous|next)(?:\s\w+)?\s?:|(?:previous|prev|next)(?:\s+(?:previous|prev|next))?$",
        confidence=0.93,
        limit=120,
        where=AROUND,
        clues=words("一篇 一条 一则 一页 一个 一版 一主题 上篇 下篇 后一 没有更多 revious ext"),
        cuts=("上一主题 下一主题", "[上一篇] 某某公司获奖", "上一条 关于召开会议的通知"),
        keeps=("上一页写着她的名字", "下一个十年"),
    ),
    Phrase(
        "controls.sheets",
        "prev_next",
        starts=r"[上下]一版\W{1,4}(?:\S|$)|本期共\d+版|第?\s?[A-Z]{0,3}\d+版\s?:\s?\S{2,8}(?:\s[上下]一版)*$|本版新闻列表$"
        r"|.{0,60}\bcontent_\d+\.html?\b",
        confidence=0.93,
        limit=120,
        where=AROUND,
        clues=("版", "content_"),
        cuts=(
            "下一版>本期共4版, 当前第1版 PDF",
            "第A05版:县区新闻",
            "第7版:副刊 上一版 下一版",
            "2024-03-06 2 某某日报 content_1094.html 1 3 某镇开展活动",
        ),
        keeps=("下一版的方案",),
    ),
    Phrase(
        "controls.own_tags",
        "tags_keywords",
        starts=r"[【\[]\s?(?:(?:本文|文章|相关)(?:标签|关键[词字])|标签)\s?[\]】]|(?:本文|文章)(?:标签|关键[词字])\s*:.{2,60}$",
        confidence=0.95,
        limit=160,
        clues=("标签", "关键"),
        cuts=("【本文标签】 维修 保养",),
        keeps=("本文标签化的写法",),
    ),
    Phrase(
        "controls.tags",
        "tags_keywords",
        starts=r"\W{0,2}(?:本文|文章|相关|热门|个人|词条|热搜)?(?:标签|关键词|关键字|tags?)(?:阅读)?\s*[:>\]】]+\s*\S|(?:文章|相关|热门)标签$|(?:标签|tags?)\s*:$|(?:热门|搜索)关键[词字]\s*:|\S{0,4}标签(?:云|\s|$)|\S{0,4}(?:标签|关键[字词])\s?:\s*\S|话题\s?:\s?#|(?:#\S{1,12}\s*){2,}$|(?:相关|热门)关键[字词](?:\s|$)"
        r"|(?:\$[^$]{2,24}\(\w{4,10}\)\$\s*)+$|(?:收录于|热门)\s?(?:话题|tags)$|#\S{2,12}$|\d+个$|查看更多tags$",
        confidence=0.9,
        limit=160,
        where=AROUND,
        clues=("标签", "关键", "tag", "Tag", "TAG", "话题", "#", "$", "个"),
        cuts=("标签: 某产业园", "热门标签:疫情,影响"),
        keeps=("标签化的认识并不可取", "关键词"),
    ),
    Phrase(
        "controls.labelled_links",
        "related_list",
        starts=r".{0,24}更多\S{2,6}请点击\W?$|\W{0,2}(?:相关(?:产品|新闻|阅读|文章|搜索|链接|专题|推荐|报道)|(?:延伸|推荐|扩展|拓展)阅读|(?:热门|精彩|编辑)推荐|(?:全站|本站|编辑|今日)(?:首选|必看|精选|头条)|更多(?:新闻|报道)"
        r"|相关\S{2,4}请关注)\s*[:>]\s*\S",
        confidence=0.9,
        limit=200,
        clues=("相关", "阅读", "推荐", "更多"),
        cuts=("相关产品: 某甲 某乙",),
        keeps=("相关产品已经上市", "推荐阅读的方法"),
    ),
    Phrase(
        "controls.bare_times",
        "ui_stub",
        starts=rf"\+\d{{1,3}}$|{NUMERIC_DATE}\s*{CLOCK}$|\d\d-\d\d\s{CLOCK}$|\d{{1,9}}(?:\s+\d{{1,6}})?$|\d{{10,20}}$|[×xX?|]$"
        rf"|[▲▼△▽◆◇★☆●○■□↑↓·•+-]{{1,3}}$|广告$|{CLOCK}(?:/{CLOCK})?$",
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
        holds=r"(?:下载|打开|安装)(?:《[^》]{1,16}》|\S{0,8})(?:app|客户端)|(?:app|客户端)\S{0,4}下载|扫[描码]\S{0,6}下载|打开客户端"
        r"|更多\S{0,8}请下载$",
        confidence=0.9,
        limit=40,
        where=AROUND,
        clues=("客户端", "下载", "app", "App", "APP", "安装"),
        cuts=("打开客户端体验更多服务", "某新闻APP下载", "某房手机客户端"),
        keeps=("客户端的用户增长很快",),
    ),
    Phrase(
        "controls.share",
        "share_qr",
        starts=r"\S{0,6}二维码$|点击(?:上方|下方|顶部|标题下)?\S{0,6}(?:蓝字|名片|卡片)\S{0,4}关注\S{0,8}$|\W{0,2}分享(?:到|给|至|让|:|$)|\W{1,3}分享\W{1,3}$|e-?mail转[寄发]$|关注\S{2,6}(?:网|号|微博|微信)$|\W{0,2}(?:请)?关注(?:我们|微信|微博|官方|公众号|“)"
        r"|\S{0,10}(?:官方)?(?:微信|微博|公众号)(?:公众号|号)?$|一键转发|微信\S{0,3}:|朋友圈$",
        holds=r"^\W{0,3}加入\S{0,10}好友|扫一扫|扫码(?!填写|报名|预约|购票|缴费|支付|投票|入场|登记|测温|领取|查询|点餐|乘)"
        r"\S{0,8}(?:关注|下载|加入|进\S{0,6}群|入群|观?看|听|阅读|咨询|添加|体验|了解)|扫描\S{0,8}二维码|分享(?:让|到|至|给)\S{0,10}(?:看到|朋友圈?|微信|微博)|复制链接|链接已复制"
        r"|选择其他平台|推送\S{0,6}资讯|微信公众号\s?:|个人微信|微信好友",
        confidence=0.92,
        limit=48,
        clues=(
            "转寄",
            "好友",
            "二维码",
            "分享",
            "关注",
            "微信",
            "微博",
            "公众号",
            "转发",
            "朋友圈",
            "扫",
            "链接",
            "平台",
            "推送",
        ),
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
        r"|(?:找回密码|(?:立即)?(?:登[录陆]|注册)(?:[/|\s]*(?:登[录陆]|注册))?|查看原文|步骤阅读|设为首页|加入收藏)$"
        r"|今天是\W{0,3}$|(?:今天是|您好|你好)?\W{0,3}欢迎(?:访问|光临|来到)[^,。]{2,24}(?:网站?|官网|文库|平台|论坛)\W?(?:$|\s)"
        r"|(?:报料|登录|注册|设为首页|加入收藏)(?:\s(?:报料|登录|注册|设为首页|加入收藏))+$|欢迎您?(?:登录|访问)"
        r"|好文要顶",
        holds=r"^.{0,16}(?:登[录陆]|注册|回复|购买|付费|关注)\S{0,4}后\S{0,2}(?:显示|可见|查看|阅读|下载)\W{0,2}$|(?:尚未|还未|没有)登[录陆](?:$|,)|您?需要\S{0,2}登录\S{0,2}才可以|没有[帐账]号|欢迎您?登录|只需一步,快速开始|(?:马上|立即)注册,\S{2,8},|该用户从未签到|请输入验证|请您?先(?:登录|去认证)"
        r"|(?:举报|打赏|回复|点赞|评论)\s*\|.*(?:举报|打赏|回复|点赞|评论)",
        confidence=0.9,
        limit=80,
        clues=words(
            """
            订阅 收藏 关注 点赞 点击 评论 播报 本文 新闻 举报 跟踪 密码 登录 登陆 注册 原文 步骤
            首页 报料 欢迎 今天是 好文 帐号 账号 只需 签到 验证 认证 打赏 回复
            """
        ),
        cuts=("您需要 登录 才可以下载或查看,没有帐号?注册", "报料 注册 登录", "已订阅已收藏"),
        keeps=("登录系统之后可以办理", "评论认为,形势向好"),
    ),
    Phrase(
        "controls.images",
        "ui_stub",
        starts=r"(?:图像|图片|封面图片?|(?:文章|正文|新闻)?(?:图片|插图)|题图|配图|image|img|photo|picture)\d*$|\S*upload_\w+$|.{1,30}\.(?:jpe?g|png|gif|webp|bmp)$|icon$|[(【\[](?:资料图片?|网络图片?|配图|示意图)[)】\]]$"
        r"|\W*(?:页面|数据|内容|视频|图片)?(?:正在|努力)?(?:载入|加载)中\W*(?:请?稍[后候等]\W*)?$|正在(?:加载|载入)\S{0,4}$",
        confidence=0.9,
        limit=40,
        clues=(
            "图",
            "image",
            "img",
            "photo",
            "picture",
            "Image",
            "icon",
            "upload",
            ".",
            "载入",
            "加载",
        ),
        cuts=("图像", "upload_article_image", "页面载入中...", "努力加载中,请稍候"),
        keeps=("图像识别", "截屏2022 1.png 如上"),
    ),
    Phrase(
        "controls.words",
        "login_ui",
        starts=r"(?:close|arrow(?:_\w+)?|menu|share|search|log\s?in|sign\s?(?:in|up)|message|more|loading|home|top|back|subscribe"
        r"|follow|reply|print|email|tags?|comments?|read\s(?:more|full\sstory)|toggle\s\w+|expand_\w+|keyboard_\w+|navigation)\W{0,3}$"
        r"|(?:top|bottom)\sof\spage$|跳过导航$|(?:回到)?(?:网页|页面)(?:上方|顶部)$|(?:此|本)页面有(?:问题|错误)吗\W?$|\W{0,2}必填项?$|提交$"
        r"|(?:张贴|发布|发表)留言$|没有留言\W{0,2}$|\d+\s则留言\W{0,2}$|总网页浏览量$|全站热搜$|文章标签$",
        confidence=0.88,
        limit=24,
        where=AROUND,
        clues=words(
            """
            lose rrow enu hare earch og ign ssage ore oading ome op ack ubscribe ollow eply
            rint mail ag omment ead oggle xpand eyboard avigation CLOSE MENU SHARE SEARCH LOG
            SIGN MORE 导航 上方 顶部 页面 浏览量 必填 提交 留言 热搜 标签
            """
        ),
        cuts=("close", "arrow_back", "跳过导航", "张贴留言"),
        keeps=("share的用法", "more than words can say"),
    ),
    Phrase(
        "controls.video",
        "login_ui",
        starts=r"(?:视[讯频]播放器|(?:当前|目前|总共?|剩余)时[间长]|时长|载入完毕|加载完[成毕]|(?:媒体|串)流类型|(?:倍速|播放速[度率]))"
        r"\s?(?:[:\d%]|正在载入|直播|$).{0,12}$|(?:开启|关闭|打开)?(?:描述|字幕|章节|音轨)(?:设置|选项)?(?:,\s?选择)?$"
        r"|.{0,60}please enable javascript.*",
        confidence=0.88,
        limit=160,
        clues=words(
            """
            视讯 视频 时间 时长 载入 加载 流类型 倍速 速度 速率 描述 字幕 章节 音轨
            avaScript avascript
            """
        ),
        where=EVERYWHERE,
        cuts=("当前时间 0:00", "载入完毕: 0%", "章节, 选择"),
        keeps=("当前时间紧、任务重", "章节安排如下"),
    ),
    Phrase(
        "controls.player",
        "login_ui",
        starts=r"(?:[倍高超标流]速?清?|(?:自动)?播放|暂停|静音|全屏|\d(?:\.\d+)?x|循环播放|跳过片头|播放速度\S{0,6}|设置成功|立即刷新\s?\S{0,6}|展开|收起"
        r"|阅读(?:剩余)?全文\S{0,3}|展开(?:剩余)?\s?\d+%|(?:点击)?查看全文\(\S{0,4}\d+%\)|(?:往|向)下(?:看|滑动?|滚动)\S{2,8}|(?:观看|收看|点击观看)\S{0,6}(?:片段|视频|影片|短片)|阅读模式)$",
        holds=r"正在为您切换|视频播放失败|建议WIFI下打开|跳过广告|调查问题加载中|请刷新本页面",
        confidence=0.85,
        limit=48,
        where=AROUND,
        clues=words(
            """
            倍 高 超 标 流 播放 暂停 静音 全屏 x X 跳过 设置 刷新 展开 收起 全文 下看 下滑 下滚
            观看 收看 阅读 切换 建议 加载
            """
        ),
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
        clues=words("热线 电话 微信 QQ qq 400 手机 V信 v信 合作"),
        cuts=("招商热线:021-38298866", "咨询QQ :3201971869"),
        keeps=("开通咨询热线,方便群众",),
    ),
)
