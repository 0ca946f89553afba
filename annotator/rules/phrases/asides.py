"""What a site says between, before and behind paragraphs without a frame around it."""

from __future__ import annotations

from annotator.rules.phrases.base import AROUND, BEFORE, BEHIND, Phrase, words
from annotator.rules.phrases.words import DATE

# What a row of page numbers is made of.
_TURN = r"(?:[上首前下末尾后]\s?\d*一?页|(?:转|跳)?到页?|第|页|确定|\d+|\.{2,}|…|[/·|<>«»])"

ASIDES = (
    Phrase(
        "asides.read_on",
        "contact_ad",
        starts=r"\W{0,3}(?:我是)?广告\W{0,3}\s?请?继续往?下?(?:阅读|看)|\W{0,3}请?继续往下(?:阅读|看|滑)\W*$"
        r"|\W{0,3}往下[拉滑看].{0,16}精彩\W*$|(?:点击|按此)?阅读下一[则篇](?:新闻|文章)?(?:\W*$|\s点击)|\W{0,2}(?:以下|以上)(?:内容)?为(?:广告|推广)\W*$",
        confidence=0.93,
        limit=40,
        clues=("往下", "继续", "下一", "广告", "推广"),
        cuts=("[广告]请继续往下阅读...", "我是广告 请继续往下阅读", "阅读下一则新闻"),
        keeps=("请继续往下讲", "阅读下一篇课文之前,先回答问题"),
    ),
    Phrase(
        "asides.invitations",
        "share_qr",
        starts=r"(?=.*(?:加入|好友|订阅|追踪|按赞|朋友)).{0,40}(?:加入\S{0,16}(?:line|telegram|whatsapp)\b|line\S{0,4}(?:官方)?(?:好友|账号|群组)|(?:和|跟)我们(?:做|交)(?:个)?(?:好)?朋友)"
        r"|\W{0,3}(?:fb|ig|脸书|line)?\s?(?:按赞|追踪)(?:追踪|关注|订阅|加入)?\W?\S{2,}.{0,10}(?:粉丝(?:专页|团|页)|粉专|频道|帐号|账号)"
        r"|[^\s。,]{2,10}粉专$|\S{0,12}提示,记得[把将]?.{2,50}分享给(?:大家|朋友|好友|更多人)\W*$|(?:记得|别忘了)[把将].{2,50}分享给(?:大家|朋友|好友|更多人)\W*$",
        confidence=0.92,
        limit=90,
        clues=words("加入 追踪 按赞 粉专 朋友 好友 分享给"),
        cuts=(
            "想跟上时事,快加入本台LINE好友!",
            "★FB按赞追踪《某报》各大粉丝团,新闻不漏接!",
            "某报娱乐粉专",
            "某网小编提示,记得把《小城故事》分享给大家!",
        ),
        keeps=("他把种子分享给大家", "两国领导人表示愿意加入线上讨论", "我们做朋友很多年了"),
    ),
    Phrase(
        "asides.promotions",
        "related_list",
        starts=r"[◤◥▼▲◢◣►▶].{2,40}[◢◣◤◥▲▼◄◀]$",
        confidence=0.9,
        limit=44,
        where=AROUND,
        clues=tuple("◤◥▼▲◢◣►▶"),
        cuts=("◤出国必买清单◢",),
        keeps=("▲市民在广场上拍照。", "▼表1"),
    ),
    Phrase(
        "asides.pagers",
        "nav_menu",
        starts=rf"(?=.*[上下末尾首]\s?\d*一?页)(?:{_TURN}\s?){{3,}}$|(?:总|全)?共\s?:?\s?\d+\s?页$|/\s?\d{{1,4}}\s?页?$"
        r"|(?:(?:全看|树展|分页|主题|首页|上页|下页|末页|尾页)[\s·|]*){2,}$",
        confidence=0.93,
        limit=60,
        clues=("页",),
        cuts=("上页 1 2 3 4 5 下页 到页 确定", "上5页上一页6789下一页", "总共: 1页"),
        keeps=("第3页", "首页改版的主题", "下一页写着她的名字"),
    ),
    Phrase(
        "asides.readers",
        "contact_ad",
        starts=r"\(?(?:本[栏报台网站]\S{0,6})?欢迎(?:广大)?(?:读者|市民|网友|听众|观众|您|大家)\S{0,10}(?:拨打|致电|提供(?:新闻)?线索|来电|报料|爆料).{0,60}$"
        r"|.{0,60}\.{3}\s?(?:查看)?(?:详情|全部|更多)\s?>+$|(?:全国)?(?:统一|免费)(?:服务|客服|咨询|订购|销售)?热线\W*$"
        r"|.{0,60}(?:直接|立即|马上)[和与跟向]?(?:律师|医生|专家|顾问|客服)\S{0,4}(?:在线|一对一)?(?:沟通|咨询|提问)\S{0,12}\W*$"
        r"|.{0,24}(?:点击)?(?:上方|下方|此处)?查看(?:最新|完整|正确|全部)答案\W*$",
        confidence=0.9,
        limit=120,
        clues=words("欢迎 详情 全部 更多 热线 沟通 咨询 提问 答案"),
        cuts=(
            "(欢迎读者拨打热线电话12345678,反映身边的问题。)",
            "全国统一热线",
            "擅长心血管疾病的诊治,尤其...详情>",
            "看完还不清楚,直接和律师在线沟通!",
        ),
        keeps=("欢迎读者来信", "他向律师咨询后才明白"),
    ),
    Phrase(
        "asides.makers",
        "contact_ad",
        starts=r"\d{1,2}年(?:来)?(?:专业|专注|致力|只做)\S.{4,70}(?:定制|定做|厂家|品牌|供应商|服务商|解决方案|经验)\W*$",
        confidence=0.9,
        limit=100,
        where=BEFORE,
        clues=("年专", "年来专", "年致力", "年只做"),
        cuts=("20年专业生产过滤设备,可来图定制",),
        keeps=("20年专业知识的积累", "10年专注一件事"),
    ),
    Phrase(
        "asides.novel_apps",
        "app_promo",
        starts=r"\W{0,2}[【(\[](?=.*(?:小说|追书|看书|听书|换源|阅读器|无广告))(?=.*(?:app|下载|安装)).{8,100}[】)\]]$",
        confidence=0.93,
        limit=120,
        clues=("app", "App", "APP", "下载", "安装"),
        cuts=("【好用的小说app,老书友都在用的换源神器,example.org】",),
        keeps=("(小说改编的同名app已经下架,网友表示遗憾)。", "【小说】城南旧事"),
    ),
    Phrase(
        "asides.remains",
        "markup",
        starts=r"(?:!\[[^\]]{0,60}\]\([^()\s]{0,240}\)\s*)+$|(?:\[img[^\]]{0,24}\][^\[\]\s]{4,240}\[/img\]\s*)+$|/?enpproperty-{0,2}>?$"
        rf"|{DATE}(?:\s\d+){{1,3}}\s\S{{2,10}}\s\S{{1,30}}\.html?\s\d+\s.{{2,80}}$|.{{0,160}}/enpproperty-*>?$",
        confidence=0.95,
        limit=260,
        clues=("![", "[img", "enpproperty", ".htm"),
        cuts=(
            "![]()",
            "[img]/tp/2024/0101/1.jpg[/img]",
            "2020-01-10 1 1 某某日报 c68108.htm 1 某村开展活动 /enpproperty-->",
        ),
        keeps=("![感叹", "图片用[img]标签插入"),
    ),
    Phrase(
        "asides.reading_now",
        "related_list",
        starts=r"(?:书迷|书友|网友|读者|大家|他们)们?(?:也|还|都)?(?:正在?|还在|在)(?:阅读|读|看)\s?:\s?\S.{3,}",
        confidence=0.93,
        limit=2000,
        clues=("在阅读", "在读", "在看"),
        cuts=("书友正在阅读:城南旧事小巷人家旧时明月",),
        keeps=("大家都在看谁会先开口",),
    ),
    Phrase(
        "asides.identifiers",
        "markup",
        starts=r"[a-z]{2,16}(?:_[a-z\d]{1,16}){1,6}$",
        confidence=0.88,
        limit=60,
        where=BEFORE,
        clues=("_",),
        cuts=("site_top_nav_01", "home_banner"),
        keeps=("file_name 是变量",),
    ),
    Phrase(
        "asides.pickers",
        "login_ui",
        starts=r"选择(?:搜索|特殊|\S{0,2}类型|\S{0,2}分类)\S{0,4}$|请输入(?:\S{0,4}(?:搜索|关键[字词]|内容|验证码|账号|手机号))\S{0,4}$|选(?:择)?(?:城市|地区|站点)\s?:.{2,40}"
        r"|填写联系方式$",
        confidence=0.9,
        limit=90,
        where=BEFORE,
        clues=("选择", "请输入", "选城市", "选地区", "选站点", "填写"),
        cuts=("请输入搜索", "选择搜索类型", "选城市 : 甲市 | 乙市"),
        keeps=("请输入法师进门", "选择题"),
    ),
    Phrase(
        "asides.scholars",
        "publish_meta",
        starts=r"[\[(]?\d?\.?\s?[\u4e00-\u9fff,\s]{2,36}(?:大学|学院|研究[所院]|公司|电视台|医院|中心|[局站厂校])[\u4e00-\u9fff\s]{0,16}[,\s]\s?[\u4e00-\u9fff]{2,4}\s?[\u4e00-\u9fff]{0,4}\s?\d{6}\s?[\])]?$"
        r"|\d[\u4e00-\u9fff]{6,30}(?:教授|讲师|研究员|研究生|博士生?|硕士生?)(?:兼\S{1,4})?$|(?:[\u4e00-\u9fff]{2,3}\d[、,\s]{0,2}){2,6}$"
        r"|[\u4e00-\u9fff]{2,14}(?:小学|中学|学校)\s?[\u4e00-\u9fff\d()]{0,6}(?:班|年级)\S{0,4}[\s:]\s?[\u4e00-\u9fff]{2,4}$",
        confidence=0.9,
        limit=80,
        where=BEFORE,
        clues=words(
            "大学 学院 研究 公司 电视台 医院 中心 局 站 厂 校 教授 讲师 博士 硕士 1 小学 中学"
        ),
        cuts=(
            "(某某大学,甲省 乙市 123456)",
            "1某某大学海洋研究所教授",
            "沈某1、林某2",
            "某镇小学 五年级一班:林小雨",
        ),
        keeps=("某某大学在乙市建校", "某镇小学 五年级一班的同学们"),
    ),
    Phrase(
        "asides.browsers",
        "login_ui",
        starts=r".{0,16}(?:内容|页面|网页|网站|章节)\S{0,4}(?:不支持|无法|不能)\S{0,6}浏览器.{0,12}$|.{0,6}(?:请|建议)(?:您)?(?:考虑|更换|换用|使用|升级)\S{0,10}(?:chrome|谷歌|火狐|safari|edge|ie\b|原生)?.{0,50}浏览器.{0,20}(?:阅读|访问|浏览|打开|查看)\W*$"
        r"|【为了使用完整的阅读功能】$|\W{0,3}(?:无法|不能)(?:正常)?(?:浏览|显示|阅读|观看)\S{0,8},?请(?:按|点击?|点选)\S{0,4}(?:这里|此处|此).{0,12}$|为了?\S{0,6}(?:账号|帐号)安全.{0,30}绑定.{0,10}$",
        confidence=0.92,
        limit=110,
        clues=words("浏览器 阅读功能 请按 请点 绑定"),
        cuts=(
            "抱歉,章节内容不支持该浏览器显示",
            "请使用Chrome或Edge浏览器阅读!",
            "★ 无法正常浏览内容,请按这里在线阅读",
            "为了账号安全,请及时绑定手机",
        ),
        keeps=("他请大家使用新的浏览器", "浏览器不能显示的网页很多"),
    ),
    Phrase(
        "asides.novel_sites",
        "app_promo",
        starts=r"(?:看|读|更多)\S{0,10}(?:首发|正版|最新章节|无弹窗|无广告|精彩小说)\S{0,6}(?:请|尽在|就)(?:到|来|去|上|访问)?\S{2,16}$|(?=.*(?:小说|中文|书院|文学|阅读))(?=.*(?:[a-z\d]{3}[\].]{1,2}\[?(?:com|net|org|cc|info)|www\.)).{4,70}(?:请?浏览|访问|阅读|首发|更新|下载)\S{0,6}\W*$"
        r"|\S{2,10}(?:小说|书屋|书院|中文|文学)网?\s[\w.]{3,20}\.(?:com|net|org|cc|info|la|tw)$|<=.{2,20}(?:目录|书签).{0,12}$",
        confidence=0.92,
        limit=100,
        clues=words(
            "首发 正版 最新章节 无弹窗 无广告 精彩小说 com net org cc info la tw www 目录 书签"
        ),
        cuts=(
            "看首发无广告请到某某小说网",
            "手机用户请到某某小说网 www.example.com 阅读",
            "某某小说 example.com",
            "<=目录+书签->",
        ),
        keeps=("他看首发阵容", "这本小说的目录"),
    ),
    Phrase(
        "asides.helplines",
        "disclaimer",
        starts=r"\S{2,8}(?:关心您|提醒您|呼吁您)\s?:.{4,70}$|\S{0,3}(?:安心|生命线|张老师|协谈|咨商|自杀防治|求助|反诈骗?|戒毒|家暴|保护)\S{0,6}(?:专线|热线)\s?:?\s?[\d-]{3,12}\W*$"
        r"|\W{0,2}(?:以[下上])?\S{0,4}内容\S{0,2}由\s?ai\s?(?:生成|创作|辅助).{0,16}$|\W{0,2}(?:饮酒过量|未(?:成年|满\d+岁)\S{0,6}(?:饮酒|禁止)).{0,16}$",
        confidence=0.92,
        limit=90,
        clues=words("关心您 提醒您 呼吁您 专线 热线 AI ai 饮酒"),
        cuts=(
            "某某电子报关心您:生命可贵,求助不是软弱。",
            "安心专线:1925",
            "(以下内容由 AI 生成,仅供参考。)",
            "饮酒过量有害健康",
        ),
        keeps=("专线已经开通", "他由 AI 生成的画作"),
    ),
    Phrase(
        "asides.calls",
        "contact_ad",
        starts=r"本[网站报刊台]\S{0,2}(?:通告|启事)\s?:(?=.*(?:电话|邮箱|投稿|欢迎)).{10,}$|.{2,60}的评论\s?\(共?\s?\d*\s?条\)$|.{0,12}请(?:自觉)?遵守国家法律\W*$",
        confidence=0.9,
        limit=180,
        clues=("通告", "启事", "的评论", "遵守国家法律"),
        cuts=("本网通告:欢迎各地提供消息。联系电话:010-12345678", "小城故事的评论 (共 3 条)"),
        keeps=("本网通告栏", "他的评论"),
    ),
    Phrase(
        "asides.warnings",
        "markup",
        starts=r"(?:php\s)?(?:warning|notice|fatal\serror|deprecated|parse\serror)\s?:\s.*\bon\sline\s\d+\W*$",
        confidence=0.95,
        limit=1200,
        clues=(" on line ",),
        cuts=("Warning: file_exists(): restriction in effect in /home/a/page.php on line 160",),
        keeps=("Warning: the shop on line 2 is closed",),
    ),
    Phrase(
        "asides.drawings",
        "ui_stub",
        starts="(?=(?:.*[\u2500-\u259f]){4})[^\u4e00-\u9fffA-Za-z0-9]{5,60}$",
        confidence=0.9,
        limit=60,
        clues=tuple("━─┃│┌┐└┘├┤┏┓┗┛┣┫═║█▇▆▄▀"),
        cuts=("┣━┒ ; `. ┣─┒` ..", "━━━━━━━━"),
        keeps=("├── src", "━━开头"),
    ),
    Phrase(
        "asides.board_words",
        "login_ui",
        starts=r"(?:最赞|你的|我的|全部|最新)回应$|你?可以\s?登录\s?后(?:回应|回复|评论|发言)$|>\s我来回应$|页\s?:\s?\[\d+\](?:\s\[?\d+\]?)*$|查看完整版本\s?:.{2,}|(?:微信|qq|微博)(?:扫码|好友|空间)$|qzone$"
        r"|收起(?:左侧|右侧)$|知道合伙人\S{2,10}$|推荐于\s?\d.{0,20}$|来自\s?:?\s?(?:iphone|ipad|android|安卓|苹果|手机)\S{0,6}(?:客户端|版)?\W*$|共有\s?\d+\s?[位个]\S{0,10}(?:赞|支持).{0,16}$|(?:阅读历史|加入书签)\W*$|开通\s?vip$|点击查看更多\W*$|换一[换批]$|(?:此|该)回答\S{0,6}采纳$",
        confidence=0.9,
        limit=60,
        clues=words(
            "回应 登录 微信 QQ 微博 收起 来自 共有 合伙人 推荐于 VIP vip 历史 书签 "
            "更多 换一 zone 采纳 页: 页 : 完整版本"
        ),
        cuts=("最赞回应", "你可以 登录 后回应", "收起左侧", "开通vip", "点击查看更多>>"),
        keeps=("你的回应我收到了", "推荐于一身"),
    ),
    Phrase(
        "asides.columns",
        "related_list",
        starts=r"\S{2,6}更\s多\W*$|(?:\S{2,4}更\s?多){2,}\W*$|更\s多\W*$",
        confidence=0.88,
        limit=20,
        where=BEHIND,
        clues=("更多", "更 多"),
        cuts=("视频更 多", "来论更 多评论更 多"),
        keeps=("人也更 多情", "花更多"),
    ),
)
