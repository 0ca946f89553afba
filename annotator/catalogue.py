"""The types of repair, boilerplate and finding, and the label set a new project starts with.

Ids are permanent: they stand in projects, rules and exports. Sources: the project's own survey of
noise in Chinese web articles, and the label sets of CLUENER, MSRA and OntoNotes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple


class TypeInfo(NamedTuple):
    """A type with its names, and the key that chooses it in the type menu (empty: none)."""

    id: str
    zh: str
    en: str
    key: str = ""


class LabelInfo(NamedTuple):
    """A label of the default set."""

    name: str
    zh: str
    en: str
    color: str
    key: str
    description: str


BOILERPLATE_TYPES: tuple[TypeInfo, ...] = (
    TypeInfo("breadcrumb", "面包屑", "Breadcrumb", "b"),
    TypeInfo("publish_meta", "发布信息", "Publish line", "p"),
    TypeInfo("editor_line", "责编署名", "Credits", "e"),
    TypeInfo("nav_menu", "导航栏目", "Navigation", "n"),
    TypeInfo("login_ui", "功能按钮", "Buttons and log-in", "l"),
    TypeInfo("prev_next", "上一篇/下一篇", "Previous/next", "v"),
    TypeInfo("related_list", "相关文章", "Related links", "r"),
    TypeInfo("random_recommend", "随机推荐", "Random links", "w"),
    TypeInfo("related_excerpt", "相关摘要", "Related excerpts", "x"),
    TypeInfo("link_blob", "链接粘连", "Glued links", "k"),
    TypeInfo("share_qr", "分享扫码", "Share and QR", "s"),
    TypeInfo("app_promo", "客户端下载", "App promotion", "a"),
    TypeInfo("contact_ad", "广告联系", "Advertising and contact", "c"),
    TypeInfo("copyright_notice", "版权声明", "Copyright", "y"),
    TypeInfo("disclaimer", "免责声明", "Disclaimer", "d"),
    TypeInfo("site_footer", "页脚备案", "Site footer", "f"),
    TypeInfo("tags_keywords", "标签关键词", "Tags and keywords", "t"),
    TypeInfo("comments", "评论", "Comments", "o"),
    TypeInfo("spam_seo", "站群植入", "SEO spam", "z"),
    TypeInfo("docsite_shell", "文库外壳", "Document-site shell", "h"),
    TypeInfo("title_repeat", "标题重复", "Repeated title", "i"),
    TypeInfo("ui_stub", "空栏目", "Empty heading", "u"),
    TypeInfo("markup", "标记残留", "Markup remains", "m"),
    TypeInfo("other", "其他", "Other", "q"),
)

REPAIR_TYPES: tuple[TypeInfo, ...] = (
    TypeInfo("wrong_codec", "编码错读", "Wrong codec"),
    TypeInfo("html_residue", "HTML 残留", "HTML remains"),
    TypeInfo("gbk_shift", "GBK 错位", "GBK byte shift"),
    TypeInfo("pinyin_gloss", "拼音夹注", "Pinyin gloss"),
    TypeInfo("lost_space", "空格变问号", "Lost space"),
    TypeInfo("lost_char", "丢字", "Lost character"),
    TypeInfo("jammer", "干扰码", "Jamming text"),
    TypeInfo("spacing", "空白", "Spacing"),
    TypeInfo("invisible", "不可见字符", "Invisible characters"),
    TypeInfo("dodge_char", "规避用字", "Dodging characters"),
    TypeInfo("script_variant", "繁简转换", "Traditional to simplified"),
    TypeInfo("punct_width", "标点宽度", "Punctuation width"),
    TypeInfo("correction", "人工更正", "Correction by hand"),
)

FINDING_TYPES: tuple[TypeInfo, ...] = (
    TypeInfo("lost_char", "丢字", "Lost character"),
    TypeInfo("destroyed", "彻底损坏", "Destroyed text"),
    TypeInfo("masked_word", "屏蔽词", "Masked word"),
    TypeInfo("truncation", "截断", "Cut off"),
    TypeInfo("glued_fields", "字段粘连", "Glued fields"),
)

KEPT_BOILERPLATE = "kept_boilerplate"

CAUSES: tuple[TypeInfo, ...] = (
    TypeInfo("lost_content", "丢失正文", "Lost content"),
    TypeInfo(KEPT_BOILERPLATE, "残留杂质", "Kept boilerplate"),
    TypeInfo("wrong_boundary", "边界有误", "Wrong boundary"),
    TypeInfo("wrong_repair", "修复有误", "Wrong repair"),
    TypeInfo("wrong_order", "顺序错乱", "Wrong order"),
    TypeInfo("other_error", "其他错误", "Other error"),
)
"""What people say went wrong in extraction; others of a project are called by their own names."""

DEFAULT_LABELS: tuple[LabelInfo, ...] = (
    LabelInfo("PER", "人名", "Person", "#d42f00", "1", "人的姓名。"),
    LabelInfo("TITLE", "职务", "Title", "#94617b", "2", "人所任的职务、职级或头衔。"),
    LabelInfo("GOV", "党政机关", "Government", "#a72b86", "3", "党委、政府及其部门。"),
    LabelInfo("COM", "企业", "Company", "#1770cd", "4", "公司与企业集团。"),
    LabelInfo("INS", "机构", "Institution", "#7c48ff", "5", "高校、院所、医院、协会等机构。"),
    LabelInfo("LOC", "地名", "Location", "#3b7f2e", "6", "国家到村镇，河流、道路与区域。"),
    LabelInfo("FAC", "园区设施", "Facility", "#00595b", "7", "园区、楼宇、中心、走廊等设施。"),
    LabelInfo("DATE", "时间", "Date and time", "#313f63", "8", "日期与时间，含相对时间。"),
    LabelInfo("MONEY", "金额", "Money", "#982e00", "9", "金额。"),
    LabelInfo("QTY", "数量", "Quantity", "#606544", "0", "带单位的数量与百分比。"),
    LabelInfo("DOC", "文件", "Document", "#492232", "-", "政策、协议、法律与作品，多在书名号内。"),
    LabelInfo("EVENT", "活动", "Event", "#c90ead", "=", "会议、展会、仪式等活动。"),
    LabelInfo("TECH", "技术产业", "Technology", "#4841e2", "[", "技术、产业与产品。"),
    LabelInfo("PROG", "计划项目", "Programme", "#6c00c1", "]", "计划、工程、项目与战略。"),
)

REPAIR_TYPE_BY_ID = {info.id: info for info in REPAIR_TYPES}
BOILERPLATE_TYPE_BY_ID = {info.id: info for info in BOILERPLATE_TYPES}
FINDING_TYPE_BY_ID = {info.id: info for info in (*FINDING_TYPES, *CAUSES)}

_MORE_COLORS = (
    "#787860",
    "#6c6cb4",
    "#480c9c",
    "#48489c",
    "#c0489c",
    "#0060a8",
    "#e40c48",
    "#b40030",
    "#7824fc",
    "#245400",
)
LABEL_COLORS = (*(info.color for info in DEFAULT_LABELS), *_MORE_COLORS)
"""Told apart in light and dark by every eye; `tests/gui/test_theme.py` measures how far."""


def free_color(used: Iterable[str]) -> str:
    """The colour for one more label: of those that the fewest labels have, the first.

    >>> free_color([]), free_color(LABEL_COLORS[:2]) == LABEL_COLORS[2], free_color(LABEL_COLORS)
    ('#d42f00', True, '#d42f00')
    """
    counts = Counter(used)
    return min(LABEL_COLORS, key=lambda color: counts[color])
