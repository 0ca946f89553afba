"""Notices of a site: paths, copyright, liability, footers."""

from __future__ import annotations

from annotator.rules.phrases.base import AROUND, Phrase, words
from annotator.rules.phrases.words import ABOUT_SITE

PATHS = (
    Phrase(
        "path.breadcrumb",
        "breadcrumb",
        starts=r"\W{0,3}(?:您?(?:现在|当前|目前|所在)?的?(?:所在)?(?:当前)?位置)(?:导航)?\s*(?:是|为|:|>|\s)"
        r"|(?:网站)?首页(?:\s?[/·\\|-]\s?[^\s/·\\|,。:-]{2,10}){2,}$|当前栏目\s*:"
        r"|\W{0,3}(?:网站|返回)?(?:首页|主页|home)\s*(?:-{0,2}>|/(?!\w))"
        r"|(?!.*(?:>\s?[&=/]|[=-]>|\s2>|[=;{}]))[^<>。]{1,20}(?:\s*>+\s*[^<>。]{1,60}){2,}$"
        r"|>\s*\S{1,12}(?:\s*>\s*\S{1,40})*$|(?!.*(?:更多|查看|详[情细]|进入))[\u4e00-\u9fff]{2,8}\s?>{2,}$|\S{2,8}[网报社]\s*>+\s*\S{2,12}$"
        r"|(?:[a-z]\w{2,12}|[^\s>。,]{0,8}(?:论坛|社区|小组|问答))\s*>+\s*[\u4e00-\u9fff]{2,10}$|正在阅读\s?:",
        confidence=0.97,
        limit=200,
        clues=(">", "位置", "/", "正在阅读", "首页", "栏目"),
        cuts=(
            "当前位置:首页 > 新闻 > 正文",
            "人民网>>健康",
            "您的位置:首页>观察 >",
            "V2EX > 问与答",
        ),
        keeps=(
            "位置优越的园区",
            "A > B 说明 A 大",
            "<div><a>x</a></div>",
            "if which x >/dev/null 2>&1; then",
            "packet-> pts = scaled(packet-> pts, stream-> base)",
        ),
    ),
)

NOTICES = (
    Phrase(
        "notices.permalink",
        "copyright_notice",
        starts=r"(?:※\s?)?(?:本文|原文|文章|永久)?(?:链接|地址|网址|固定链接)\s*(?:地址|本文)?\s*:\s*(?:https?|www)|取自\s?“?https?:",
        confidence=0.97,
        limit=300,
        clues=("http", "www"),
        cuts=("本文链接:http://example.com/post/1.html",),
        keeps=("项目网址 http://example.com 已经开放",),
    ),
    Phrase(
        "notices.footer",
        "site_footer",
        starts=r"主办单?位?\s*:|(?:技术支持|备案序?号|网站备案)\s*:"
        r"|(?:联系|通讯|医院|单位|公司|本报)?地\s?址\s*:.*(?:邮\s?编|电\s?话|邮政编码)"
        rf"|友情链接\s*:|传真\s*:|网站(?:建设|制作|设计)\s*:|theme by\b"
        rf"|经营性网站备案|营业执照(?:\s|$)|建议使用\S{{0,12}}(?:浏览器|分辨率)"
        r"|(?:您是)?\S{0,3}第\s?\d+\s?位(?:访客|访问者|浏览者)|访问统计|今日访问"
        rf"|\S{{2,10}}:\s?(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|cn|net|org)\S*$"
        rf"|{ABOUT_SITE}$",
        holds=r"ICP\s?[备证]|公?网?安备\s*\d|copyright\s*(?:©|\(c\)|\d{4})"
        r"|©\s*\d{4}|©\s*copyright|all rights reserved"
        r"|powered by\b|版权所有|(?:互联网|信息网络|网络|广播电视|增值电信)\S{0,12}许可证"
        r"|网站标识码|不良信息\S{0,4}举报"
        rf"|{ABOUT_SITE}.*{ABOUT_SITE}.*{ABOUT_SITE}",
        confidence=0.95,
        limit=260,
        where=AROUND,
        clues=words(
            """
            : 址 链接 heme 执照 浏览器 分辨率 访问 访客 版权 证 安备 © opyright OPYRIGHT
            eserved ESERVED owered OWERED 标识码 举报 关于 联系 加入 声明 政策 条款 条例 地图
            网站 广告 英才 人才 纳士 反馈 帮助 协议 公约 icp ICP
            """
        ),
        cuts=("沪ICP备10213822号", "关于我们| 联系我们| 版权声明", "百科经验:jingyan.example.com"),
        keeps=("主办单位表示欢迎", "联系我们的同学很多"),
    ),
    Phrase(
        "notices.copyright",
        "copyright_notice",
        starts=r".{0,16}谢绝(?:任意|任何|一切)\S{0,6}转载\W*$|\W{0,3}版权(?:声明|说明|提示|归|信息)(?:\W|$)|(?:文章|本文)版权归\S{0,20}$|\W{0,3}(?:独家|原创)\S{0,6}(?:稿件|文章|内容)\S{0,20}(?:转载|出处)",
        holds=r"转载\S{0,12}(?:请|须|需|必须)?\S{0,6}注明(?:出处|来源|作者)|严禁转载"
        r"|未经\S{0,14}(?:授权|许可|允许|同意)\S{0,10}(?:不得|禁止|严禁)\S{0,6}(?:转载|使用|复制|摘编)",
        confidence=0.95,
        limit=260,
        clues=("版权", "转载", "独家", "原创", "未经"),
        cuts=("版权声明:本文由某网发布,如需转载请注明出处。", "某新闻,未经授权不得转载"),
        keeps=("版权声明制度的作用", "文章被多家媒体转载"),
    ),
    Phrase(
        "notices.disclaimer",
        "disclaimer",
        starts=r"\W{0,3}(?:免责|特别|郑重|本站|网站|作者|广告|重要)?声明\s*:|\W{0,3}(?:本站|郑重|网站)提示\s*:"
        r"|\W{0,3}(?:风险|特别|投资)提示\s*:(?=.*(?:谨慎|自担|自负|参考|建议|投资者|操作|观点|网络|告知|版权))",
        holds=r"本文\S{0,6}(?:仅|只)?代表\S{0,8}(?:作者|个人)\S{0,8}(?:观点|立场|看法)|不代表(?:(?:本|我)(?:站|网|公司|平台)|\S{1,6}(?:站|网|论坛|平台)的?(?:观点|立场))"
        r"|本站(?:所有|部分|提供)\S{0,10}(?:转载|来自|来源于|网友上传|搜集)"
        r"|(?:仅供|只供)\S{0,8}(?:参考|学习)\S{0,44}(?:不构成|建议|风险|咨询)|据此\S{0,6}操作|谨防\S{0,6}上当"
        r"|(?:如有|若有|如果|如|若)\S{0,8}(?:侵权|侵犯)\S{0,20}(?:删除|联系|告知)",
        limit=420,
        clues=("本站", "声明", "提示", "代表", "仅供", "只供", "操作", "侵权", "侵犯", "上当"),
        cuts=("声明:", "本文仅代表作者个人观点,与本网无关。", "如有侵权,请联系管理员删除"),
        keeps=("双方签署联合声明", "他代表作者领奖,提示大家注意"),
    ),
)
