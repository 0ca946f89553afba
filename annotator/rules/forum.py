"""Threads of posts: what stands around each post goes, and what people wrote stays.

A page is a thread if several lines outside the article's tail say when or on which floor a post
was written. Only then do lines such as 回复 or 积分 count, which elsewhere may be content.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from annotator.rules.base import BoilerplateRule, Cut
from annotator.rules.blocks import times
from annotator.rules.dated import listed
from annotator.rules.kept import once_a_page
from annotator.rules.page import Line, Page
from annotator.rules.phrases.headings import HEADING, RECOMMENDED, RELATED
from annotator.rules.phrases.words import AGO, CLOCK, DATE, NUMERIC_DATE, POSTER, PROVINCE
from annotator.rules.titles import SUBJECT
from annotator.text.patterns import later

_POSTS = 3
_ARTICLE = 600
_ARTICLE_SHARE = 0.8
_LONGEST = 60
_NAME_LONGEST = 24

# What is pressed beside a post: a row of such words may stand without spaces.
_PRESSED = (
    r"(?:只看(?:该作者|楼主|大图)|倒序浏览|使用道具|关注(?:问题|者|主题)?|(?:忽略|加入|取消)(?:主题|收藏)"
    r"|邀请(?:回答)?|写回答|我来回?答|我要回答|(?:添加|查看|写)?评论|好问题|(?:复制|转发)(?:链接)?|淘帖|上传视频"
    r"|展开(?:全部|阅读全文)?|[默认时间热度最新早]{2,3}排序|你对这个回答的评价是|追[问答]|[上下]一[页个]|[首末尾]页"
    r"|已?(?:点赞|赞[同过]?|踩过?)|反对数?|顶(?:一下)?|回复|引用|支持|举报|收藏|分享|感谢|喜欢|赞赏|打赏|编辑|删除"
    r"|讨论|采纳|收起|更多|发帖|检举|推文|tweet|TOP|订阅|投诉|[好负有]评|[有无没]用|快速引用|引言|点评|回应|我要回应)"
)
_COUNT = r"\s?\(?\d[\d.,]*\s?[kw万]?\+?\)?"
_ROW = re.compile(
    rf"(?>(?:{_PRESSED}(?:{_COUNT}){{0,2}}|\d+\s?[条个](?:评论|回复|赞))[\s|·?]*)++$", re.I
)
# A sign that answers are counted or judged here: a page of a question has no need of times. The
# same goes for what boards count over the first post.
_ASKED = re.compile(
    rf"\d+\s?条回复\s*[•·]?\s*{DATE}.*|(?=.*提问[人者]?(?:时间)?\s?:)(?=.*{DATE})(?:[^。!?|]{{1,24}}\|)+[^。!?|]*$|"
    r"(?:共有?\s?)?\d+\s?[个条位名]\S{0,3}\s?(?:回答|答案|回应|解答)(?:\s.{0,8})?$|\S{0,4}(?:回答|解答|答案)\s?\(共?\d+[条个位]?\S{0,2}\)$|[^。,]{0,16}(?:最佳|精选|采纳)答案$|[\d,.]+\s?人赞同了该回答$|查看:\s?\d+\s?\|\s?回复:\s?\d+$"
    r"|(?:有用\s?\(?\d*\)?\s)?追问$|[^。,]{0,40}(?:回[复帖]|跟帖)(?:次数|数)\s?:\s?\d+$"
)
_NAMED = r"[^。!?,;:\n]{0,24}?"
_SAID = r"(?:回[答复]|提问|发[表布]|编辑|更新|修改)"
_WHEN = re.compile(
    # What each of these holds is looked for first.
    r"(?=.*[\d楼沙板地B])(?:"
    rf"(?:(?:发[表布]|最后回复|编辑|更新)于?\s*)?(?:{DATE}|\d\d-\d{{1,2}}-\d{{1,2}})\s*(?:星期.)?\s*(?:{CLOCK})?"
    r"(?:\s*(?:来自\s?\S{2,16}|发布于\S{2,4}|\|.{0,24}|只看该作者|修改|编辑))?$"
    rf"|(?:[^\s:]{{1,6}}:\s?[^\s:]{{1,20}}\s+){{0,3}}(?:时间|日期|发[表布]于?)\s?:\s?{DATE}(?:\s*{CLOCK})?(?:\s+[^\s:]{{1,6}}:\s?\S{{1,12}})*$"
    rf"|{_NAMED}{DATE}\s*{CLOCK}(?:\s?[+-]\d\d:\d\d)?(?:\s*(?:via|来自|[·|]).{{0,24}}|\s[\u4e00-\u9fff]{{2,3}})?$"
    rf"|来自\s?:\s?\S.{{0,24}}?{DATE}\s{CLOCK}$|[\u4e00-\u9fff]{{2}}(?:时间|日期)\s?:\s?{DATE}\s{CLOCK}(?:\s[\u4e00-\u9fff]{{2,4}})?$"
    rf"|{_NAMED}(?:{_SAID}于?:?\s?{DATE}(?:\s*{CLOCK})?|{DATE}\s?{_SAID}.{{0,20}})$"
    rf"|(?=.*(?:\d\s?楼|#\d))(?=.*{DATE}\s?{CLOCK})[^。!?]*$|\d{{1,2}}/\d{{1,2}}/(?:19|20)\d\d\s{CLOCK}$|\d+\s?楼\s\S.{{0,24}}$"
    rf"|(?:[昨今前]天|\d{{1,2}}月\d{{1,2}}日)\s?{CLOCK}(?:\s(?:来自\s?\S.{{0,20}}|[\u4e00-\u9fff]{{2,4}}))?$|发[信文]站\s?:.{{1,24}}\(.{{8,40}}\).{{0,8}}$"
    rf"|{DATE}\s?{CLOCK}\s?(?>(?:{_PRESSED}(?:{_COUNT})?)[\s|·]*)++$"
    rf"|(?:\d\d-)?\d{{1,2}}-\d{{1,2}}\s{CLOCK}(?:\s来自\s?.{{1,16}})?$|[^\s。!?,;:]{{1,12}}\s(?:时间|日期):\s?{DATE}(?:\s*{CLOCK})?$"
    rf"|(?:发[表布]于?\s*)?{AGO}(?:\s*[|·].{{0,24}}|\s(?:回复|来自|赞|举报).{{0,24}})?$|\S{{1,20}}\s+#\d+\s.{{0,12}}前$|发布\s?#\d+.*|#\d+\s[^。!?]{{1,24}}\s(?:{AGO}|{DATE}(?:\s*{CLOCK})?)$|(?:(?:编辑|发布|修改)于?\s?)?(?:{DATE}|\d\d-\d\d|{AGO})\s{PROVINCE}$|(?:楼主|沙发|板凳|地板)$|\d+\s?[楼#]$|(?:#|B)\d+$)"
)
_WIDGET = later(
    r"(?:回[复帖]|举报|收藏|主题|帖子|积分|精华|威望|金[币钱]|贡献|经验值?|注册时间|最后登录|在线时间|阅读权限|听众|UID|QQ|[×x]|发消息|加好友|电梯直达|使用道具|点赞|爱心|支持|反对|评分|引用|已?编辑|默认"
    r"|最新|(?:最早|最新)(?:内容|回复)|置顶|发新帖|关注|粉丝|按热度|按时间|分享这条博文|同时转发|登录(?:以|后)?回复|说点什么吧\W*"
    r"|[新高中初超]\S{1,3}(?:上路|会员|版主)|注册会员|管理员|版主|审核通过|送TA礼物)$|\[LV\.\d+\]\S{1,8}$|第\s?\d+\s?条附言.*|[—-]+\s?来自\s?.{2,60}$|回帖奖励\s.*|\d+\s?回复贴,共\s?\d+\s?页$"
    r"|\d[\d.,]{0,8}\s?[kw万亿]?$|\d+\s?个?(?:赞|回复|条|评论|未读|主题|帖子|次阅读)\S{0,4}$|\d+\s?/\s?\d+\s?条|共收到\s?\d+\s?条"
    r"|来自\s?[-·]?\s?\S{2,14}(?:\s*\|.*)?$|\S{2,3}省\S{2,4}市$|(?:北京|上海|天津|重庆)市$|对\s.{1,20}\s回复$|本主题由\s.*|本帖最后由\s?.{1,40}编辑$"
    rf"|{POSTER}\s?:\s?\S.{{0,20}}$|\S{{1,20}}\s+{AGO}$|[\u4e00-\u9fff]{{1,6}}\s?\(\d+\)$|(?:得票|票数|时间|热度|默认|最新|最早)(?:\s(?:得票|票数|时间|热度|默认|最新|最早))+$|(?:撰写|发[布表])(?:回答|评论|回复)$|\d+\s?(?:支持|反对|推荐|收藏|分享|转发|点赞|感谢)$"
    r"|(?:推荐|最佳|其[他它]|精选|满意|优质|全部|医生|律师|专家|网友)的?(?:回答|答案|解答)(?:专?区|列表)?(?:\s?\(.{1,8}\))?(?:\s\S{2,6})?$"
    r"|[向找]\S{1,4}(?:提问|咨询)$|我也?有(?:更好的答案|问题要\S{2})$|[待已未]解决(?:问题)?$|等待您来回答$|\W?\s?已?被?采纳$|【\s?在\s.{1,30}的大作中提到\s?:\s?】$|本帖子中包含更多资源$|\[发帖际遇\]\s?:.*"
    r"|.{1,30}\s(?:觉得很赞|置顶此帖|更改标题.*)$|\d+\s?[天个]月?\s?后$|.*最后由\s.*回复.*|查看:\s?\d+\s?\|\s?回复:\s?\d+$"
    r"|[\d,.]+\s?人\S{2,8}$|发布于\s?\S{2,8}$|登[录入]\s?[,后]\S{2,8}$|\S{1,24}\swrote:$|(?:发自|来自)\S{0,6}(?:手机|客户端|安卓|iphone|ipad)\S{0,10}(?:\s\S{2,20})?$|lv\.?\s?\d{1,2}$|(?:\d[\d,.]*\s?[个条次]?\s?(?:回答|回复|浏览|评论|关注|讨论)[\s·|,]*){2,}$|(?:\S{2,4}排序\s?){2,4}$|快速回复(?:\s.*)?$|.{0,12}搜一搜\W*$|需要\s?登录\s?后方可回复.*|收到新回复.*"
)
# What boards set beside a post as one thing: how it begins and ends, and of how many lines it is.
_INSETS = (
    (re.compile(r"\S{0,2}评分$"), re.compile(r"查看全部评分$"), 40),
    (re.compile(r"TA的每日心情$"), re.compile(r"\[LV\.\d+\]|签到天数"), 6),
)
_INSET_LINE = 60
# A floor alone on a line has no more digits. The time of an old post may be its month.
_FLOOR = 4
_ABOUT = re.compile(rf"(?:19|20)\d\d\s?年\s?\d{{1,2}}\s?月$|{DATE}$|{AGO}$")
# Who remarks, the remark, and when: the mark in front says what is thought of the article.
_REMARK = re.compile(r"(?:[推嘘>]\s{0,3})?\w{2,16}\s*:\s*(.*?)\s*\d\d/\d\d\s\d\d:\d\d$")
_REMARKED = re.compile(r"\d\d/\d\d \d\d:\d\d\s*$", re.M)
_RE = re.compile(r"标\s{0,2}题\s*:?\s*re\s?:.*", re.I)
# The headline of a thread is often a sentence.
_SENTENCE = re.compile("[,。!?]")
_SIGNED = re.compile(rf"[^\s。!?,;:]{{1,16}}?\s?(?:Lv\.?\s?\d+\s)?{NUMERIC_DATE}$", re.I)
# What boards count of who posts, and the numbers beside it.
_COUNTS = re.compile(
    r"(?:主题|帖子|发帖数?|积分|精华|好友|粉丝|威望|金[币钱]|贡献|经验值?|等级|阅读权限|在线时间|注册时间|最后登录|听众)"
    r"(?:\s?:?\s?\d.*)?\W*$|(?:\d+\s?)?(?:主题|帖子|积分|好友|精华|粉丝)\W*$|.{0,8}Rank:\s?\d.*$"
)
_NUMBERS = re.compile(r"[\d.,]+\s?\S{0,3}$|.*\s\d+$")
_COUNTED = 2
_DIGIT = re.compile(r"\d")
_PANEL, _PANEL_LINE = 40, 20
_HAN = re.compile("[\u4e00-\u9fff]")
_SPOKEN = 9
_COUNTER = re.compile(r":\s?\d")

# The rank of who posts, behind the name.
_RANKED = re.compile(r"\sLV\.?\s?\d{1,2}(?:\s楼主)?$", re.I)
_PROFILES, _RANKS = "bylines.profiles", 3

# What follows a post rather than a name.
_BUTTON = re.compile(r"(?:回复|举报|收藏|点赞|支持|引用)$|\d+\s?个赞$|\d[\d.,]*$")
_NAME = later(
    r"[^\s。!?,;:]{1,20}(?:\s?@[\w-]+|(?:\s\d[\d.]*[kw万]?){1,4}|\sLV\.?\d+(?:\s楼主)?)?:?$|[^\s。!?,;:]{1,12}回复[^\s。!?,;:]{1,12}$"
)


@once_a_page
def is_thread(page: Page) -> bool:
    """Whether the page is a thread of posts, and no article with comments behind it."""
    places = post_places(page)
    if any(map(is_asked, page.short)) or panels(page) or remarks(page):
        return True
    if len(places) < _POSTS:
        return False
    first, last = page.body
    inside = (number for number in places if first < number < last)
    start = min(inside, default=len(page.lines))
    prose = [line for line in page.lines if line.prose]
    before = sum(len(line) for line in prose if line.number < start)
    return before <= max(_ARTICLE, _ARTICLE_SHARE * sum(map(len, prose)))


@once_a_page
def post_places(page: Page) -> frozenset[int]:
    """The numbers of the lines that say when or where in the thread a post was written.

    Those of lists of other pages behind the running text are none.
    """
    found = []
    known = times(page)
    for line in page.short:
        if line.number > page.body[0] and _heads(page, line):
            break
        if line.number in known or _tells_when(line):
            found.append(line.number)
    return (frozenset(found) | _floors(page)) - {line.number for line in listed(page)}


def _tells_when(line: Line) -> bool:
    return len(line.text) <= _LONGEST and _WHEN.match(line.text) is not None


def _floors(page: Page) -> frozenset[int]:
    """The numbers of the lines right below those that count the posts of a page, one by one."""
    found: list[int] = []
    count = 0
    for line in page.short:
        floor = int(line.text) if len(line.text) <= _FLOOR and line.text.isdecimal() else 0
        below = page.lines[line.number + 1 : line.number + 2] if floor >= max(1, count) else ()
        if below and _ABOUT.match(below[0].text):
            count = floor
            found.append(below[0].number)
    return frozenset(found if len(found) >= _POSTS else ())


@once_a_page
def remarks(page: Page) -> Mapping[int, tuple[int, int]]:
    """By number of line: where in it a remark begins and ends that has its name and time beside it.

    So boards of the terminal set the answers to an article, one a line.
    """
    if page.view.count("/") < _POSTS or not _REMARKED.search(page.view):
        return {}
    hits = {line.number: _REMARK.match(line.text) for line in page.lines}
    found = {number: hit.span(1) for number, hit in hits.items() if hit}
    return found if len(found) >= _POSTS else {}


@once_a_page
def panels(page: Page) -> frozenset[int]:
    """The numbers of the lines that tell of who posts: short ones in a row, up to a post's time.

    Two of them say what boards count, and one is a number; the first may be a name.
    """
    found: set[int] = set()
    for place in sorted(post_places(page) | _dated(page)):
        if place not in found:
            run = list(_up(page, place))
            counted = {line.text for line in run if _COUNTS.match(line.text)}
            if len(counted) >= _COUNTED and any(_NUMBERS.match(line.text) for line in run):
                found.update(line.number for line in run)
    return frozenset(found)


@once_a_page
def spoken(page: Page) -> frozenset[int]:
    """The numbers of the lines right behind a post's time that are too long for who posts.

    So a post stands there, though it may end no sentence, unless the line counts something.
    """
    places = post_places(page) | _dated(page)
    near = (page.lines[n + 1] for n in places if n + 1 < len(page.lines) and n + 1 not in places)
    return frozenset(
        line.number
        for line in near
        if len(_HAN.findall(line.text)) >= _SPOKEN and not _COUNTER.search(line.text)
    )


def _dated(page: Page) -> frozenset[int]:
    return frozenset(number for number, mark in page.marks.items() if mark.type == "publish_meta")


def _up(page: Page, place: int) -> Iterator[Line]:
    """The short lines right above one, without sentences, from the buttons of a post on."""
    for line in reversed(page.lines[max(0, place - _PANEL) : place]):
        said = _SENTENCE.search(line.text) and not _NUMBERS.match(line.text)
        if len(line) > _PANEL_LINE or said or line.prose or is_row(line.text):
            return
        yield line


def _heads(page: Page, line: Line) -> bool:
    """Whether a line is the heading of other pages.

    The name of a floor above a post's time is none, nor is a button with others below it.
    """
    if len(line) > HEADING or not (RELATED.match(line.text) or RECOMMENDED.match(line.text)):
        return False
    below = page.after(line)[:2]
    pressed = below and all(_ROW.match(other.text) for other in below)
    return not (pressed or any(map(_tells_when, below[:1])))


def around_posts(page: Page) -> Iterator[Cut]:
    """Times, floors, counters and buttons around the posts of a thread."""
    if not is_thread(page):
        return
    places = post_places(page)
    for line in page.lines:
        counted = is_asked(line) and _DIGIT.search(line.text)
        if line.number in places or is_widget(line) or counted:
            yield Cut(line.start, line.end, 0.85, (line.text[:20],))


def tells(page: Page) -> Iterator[Cut]:
    """What boards tell of who posts, in a row above the time of the post."""
    title = page.title.number if page.title else -1
    for number in sorted(panels(page)):
        line = page.lines[number]
        if number != title:
            yield Cut(line.start, line.end, 0.9, (line.text,))


def around_remarks(page: Page) -> Iterator[Cut]:
    """The names and times on the lines of remarks, and what stands before the headline."""
    found = remarks(page)
    for number, (start, end) in found.items():
        line = page.lines[number]
        yield Cut(line.start, line.start + start, 0.9, (line.text[:20],))
        yield Cut(line.start + end, line.end, 0.9, (line.text[end:].strip(),))


def subjects(page: Page) -> Iterator[Cut]:
    """What a board of the terminal writes before a headline, and headlines of answers."""
    for line in page.short if is_thread(page) else ():
        hit = SUBJECT.match(line.text) or _RE.match(line.text)
        if hit and {line.number - 1, line.number + 1} & page.marks.keys():
            yield Cut(line.start, line.start + hit.end(), 0.85, (hit[0].strip(),), rank=1)


def insets(page: Page) -> Iterator[Cut]:
    """What boards set beside a post as one thing, from its first line to its last."""
    for begins, ends, most in _INSETS if is_thread(page) else ():
        for line in page.short:
            some = page.lines[line.number : line.number + most] if begins.match(line.text) else ()
            end = next((number for number, x in enumerate(some) if ends.match(x.text)), 0)
            if end and all(len(x) <= _INSET_LINE for x in some[:end]):
                yield Cut(line.start, some[end].end, 0.9, (line.text,))


def names(page: Page) -> Iterator[Cut]:
    """The names of those who post, in front of such lines."""
    if not is_thread(page):
        return
    places = post_places(page)
    counts = Counter(line.text for line in page.short)
    title = page.title.number if page.title else -1
    for line, following in pairwise(page.lines):
        if line.number == title or line.number in places | spoken(page) or not _is_name(line):
            continue
        pressed = _BUTTON.match(following.text) or is_row(following.text)
        widget = is_widget(following) and not pressed
        ranked = following.number in places and _RANKED.search(line.text)
        twice = following.number in places and following.number + 1 in places
        often = counts[line.text] > 1 and (widget or following.number in places)
        if widget or twice or often or ranked or line.number in introduced(page):
            yield Cut(line.start, line.end, 0.7, (line.text,))


@once_a_page
def introduced(page: Page) -> frozenset[int]:
    """The numbers of the lines right above what an expert is good at: a name, and a rank."""
    found: set[int] = set()
    for line in page.marked.get(_PROFILES, ()):
        for above in reversed(page.lines[max(0, line.number - _RANKS) : line.number]):
            if above.number in page.marks or not _is_name(above) or _SENTENCE.search(above.text):
                break
            found.add(above.number)
    return frozenset(found)


def is_widget(line: Line) -> bool:
    """Whether a line of a thread is a button, a counter or the like."""
    if len(line) > _LONGEST:
        return False
    return bool(_WIDGET.match(line.text) or _SIGNED.match(line.text)) or is_row(line.text)


def is_asked(line: Line) -> bool:
    """Whether a line counts answers, or says that a question has some."""
    return len(line.text) <= _LONGEST and _ASKED.match(line.text) is not None


def is_row(text: str) -> bool:
    """Whether a text is nothing but words that are pressed, and what they count.

    >>> is_row("回复支持 反对(3) 举报"), is_row("回复举报人的信件")
    (True, False)
    """
    return _ROW.match(text) is not None


def _is_name(line: Line) -> bool:
    return len(line) <= _NAME_LONGEST and _NAME.match(line.text) is not None


RULES = (
    BoilerplateRule(
        "forum.around",
        "login_ui",
        around_posts,
        "帖子的时间、楼层或按钮“{0}”",
        "a time, floor or button around a post: “{0}”",
    ),
    BoilerplateRule(
        "forum.panels",
        "login_ui",
        tells,
        "发帖人资料里的“{0}”",
        "“{0}” tells of who posts",
    ),
    BoilerplateRule(
        "forum.remarks",
        "login_ui",
        around_remarks,
        "网友短评前后的“{0}”",
        "“{0}” beside a remark",
    ),
    BoilerplateRule(
        "forum.subjects",
        "publish_meta",
        subjects,
        "标题前的栏名“{0}”",
        "“{0}” names the headline",
    ),
    BoilerplateRule(
        "forum.insets",
        "login_ui",
        insets,
        "帖子旁边的“{0}”一栏",
        "the inset “{0}” beside a post",
    ),
    BoilerplateRule(
        "forum.names",
        "login_ui",
        names,
        "发帖人“{0}”",
        "the name of who posts, “{0}”",
    ),
)
