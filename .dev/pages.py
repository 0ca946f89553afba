"""Writes docs/reference.md from the tables of the program: `python .dev/pages.py`.

With --check nothing is written, and the exit code is 1 if the page is not that of the code.
"""

from __future__ import annotations

import gettext
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference.md"
sys.path.insert(0, str(ROOT))

from annotator.catalogue import BOILERPLATE_TYPES, DEFAULT_LABELS, REPAIR_TYPES  # noqa: E402
from annotator.cli import COMMANDS  # noqa: E402
from annotator.cli.rules import description  # noqa: E402
from annotator.formats import EXPORTERS, IMPORTERS, Exporter  # noqa: E402
from annotator.formats.losses import LOSSES  # noqa: E402
from annotator.rules import RULES  # noqa: E402
from annotator.settings import SETTINGS  # noqa: E402
from ui.actions import ACTIONS, Menu  # noqa: E402
from ui.i18n import DOMAIN, LOCALE_DIR  # noqa: E402

CHINESE = gettext.translation(DOMAIN, LOCALE_DIR, ["zh_CN"])

INTRODUCTION = """# 参考 · Reference

由 `python .dev/pages.py` 从程序的表格生成，请勿手改。
*Generated from the program's own tables by `python .dev/pages.py`; do not edit by hand.*
"""


SHARED_SUFFIXES = """`.jsonl` 与 `.json` 由内容判断是哪种格式。
别处来的 UIE 文件与 doccano 同形而坐标单位不同，请用 `--format uie` 指明。
*What `.jsonl` and `.json` files hold is told by how they begin. A foreign file for UIE looks like
doccano's but counts otherwise: name it with `--format uie`.*
"""
LOST = """凡格式放不下的，逐条写入旁边的 `*.losses.jsonl`；没有人采纳的建议从不作为标签导出。
*What a format cannot hold is listed beside it in `*.losses.jsonl`. Suggestions nobody took are
never exported as labels.*
"""


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION, *keys(), *types(), *formats(), *commands(), *settings(), *rules()]
    return "\n".join(parts)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def both(text: str) -> tuple[str, str]:
    """A template of the window in Chinese and in English."""
    return CHINESE.gettext(text), text


def keys() -> Iterator[str]:
    """Every action with its keys, menu by menu."""
    yield "## 快捷键 · Keys\n"
    for menu in Menu:
        chinese, english = (name.split("(")[0].replace("&", "") for name in both(menu.value))
        yield f"### {chinese} · {english}\n"
        rows = [
            (*both(spec.text), ", ".join(f"`{key}`" for key in spec.keys))
            for spec in ACTIONS
            if spec.menu is menu
        ]
        yield table(("动作", "Action", "键 · Keys"), rows)


def types() -> Iterator[str]:
    """What boilerplate and repairs are called, and the labels of a new project."""
    for title, infos in (
        ("样板文字类型 · Types of boilerplate", BOILERPLATE_TYPES),
        ("修复类型 · Types of repair", REPAIR_TYPES),
    ):
        yield f"## {title}\n"
        yield table(("id", "中文", "English"), [(f"`{i.id}`", i.zh, i.en) for i in infos])
    yield "## 新项目的标签 · Labels of a new project\n"
    rows = [(f"`{i.name}`", i.zh, i.en, f"`{i.key}`", i.description) for i in DEFAULT_LABELS]
    yield table(("name", "中文", "English", "键 · Key", "说明"), rows)


def formats() -> Iterator[str]:
    """What is read and written, and what the files that are written hold."""
    yield "## 导入的格式 · Formats that are read\n"
    rows = [
        (f"`{each.id}`", *both(each.title), " ".join(f"`{s}`" for s in each.suffixes))
        for each in IMPORTERS
    ]
    yield table(("id", "中文", "English", "文件 · Files"), rows)
    yield SHARED_SUFFIXES
    yield "## 导出的格式 · Formats that are written\n"
    rows = [_written(each) for each in EXPORTERS]
    head = (
        "id",
        "中文",
        "English",
        "文件 · Files",
        "坐标 · Offsets",
        "保存 · Holds",
        "安装 · Install",
    )
    yield table(head, rows)
    yield LOST
    yield table(("loss", "中文", "English"), [(f"`{id}`", *both(s)) for id, s in LOSSES.items()])


def _written(each: Exporter) -> Sequence[str]:
    traits = each.traits
    kind = "文件夹 · folder, " if each.folder else ""
    offsets, holds = (" · ".join(both(text)) for text in (traits.offsets, traits.holds))
    needs = f"`duizhao[{traits.library}]`" if traits.library else ""
    return f"`{each.id}`", *both(each.title), f"{kind}`{each.suffix}`", offsets, holds, needs


def commands() -> Iterator[str]:
    """The commands; each explains itself with --help."""
    yield "## 命令 · Commands\n"
    yield table(("Command", ""), [(f"`{name}`", info.help) for name, info in COMMANDS.items()])


def settings() -> Iterator[str]:
    """What is stored in a project beside its articles."""
    yield "## 项目设置 · Settings of a project\n"
    rows = [(f"`{s.key}`", ", ".join(map(str, s.choices)) or "…", s.help) for s in SETTINGS]
    yield table(("Setting", "Values", ""), rows)


def rules() -> Iterator[str]:
    """The cleaning rules in the order they run in, with the reason each gives."""
    yield "## 清洗规则 · Cleaning rules\n"
    yield "`{0}`, `{1}` 处填入该处的细节。 *`{0}`, `{1}` stand for details of the place.*\n"
    rows = [(f"`{r.id}`", f"`{r.type}`", description(r), r.zh, r.en) for r in RULES]
    yield table(("id", "type", "What it does", "理由", "Reason"), rows)


def main() -> int:
    """Write the page, or say whether it is that of the code."""
    text = page()
    if "--check" in sys.argv:
        return int(PAGE.read_text(encoding="utf-8") != text)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
