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
        starts=r"(?:最赞|你的|我的|全部|最新)回应$|你?可以\s?登录\s?后(?:回应|回复|评论|发言)$|>\s我来回应$|(?:微信|qq|微博)(?:扫码|好友|空间)$|qzone$"
        r"|收起(?:左侧|右侧)$|知道合伙人\S{2,10}$|推荐于\s?\d.{0,20}$|来自\s?:?\s?(?:iphone|ipad|android|安卓|苹果|手机)\S{0,6}(?:客户端|版)?\W*$|共有\s?\d+\s?[位个]\S{0,10}(?:赞|支持).{0,16}$|(?:阅读历史|加入书签)\W*$|开通\s?vip$|点击查看更多\W*$|换一[换批]$|(?:此|该)回答\S{0,6}采纳$",
        confidence=0.9,
        limit=30,
        clues=words(
            "回应 登录 微信 QQ 微博 收起 来自 共有 合伙人 推荐于 VIP vip 历史 书签 "
            "更多 换一 zone 采纳"
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
