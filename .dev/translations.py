"""Brings the translations in step with the code: `python .dev/translations.py`.

Collects every template that may be shown, merges it into the catalogue, and compiles that.
Templates without a translation, with other placeholders in it, and templates that are not written
out where they are used are printed, and the exit code is 1 if there are any.
"""

from __future__ import annotations

import ast
import string
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "ui" / "resources" / "locale" / "zh_CN" / "LC_MESSAGES" / "duizhao.po"
MO = PO.with_suffix(".mo")
CODE = ("annotator", "ui", "main.py")

_ERROR = {0: "message", 1: "way_out"}
_MESSAGE = {0: "message"}
_AUTHORS = "The duizhao developers"
TAKERS: dict[str, dict[int, str]] = {
    "tr": {0: "text"},
    "tr_count": {0: "one", 1: "many"},
    "mark": {0: "text"},
    "UserError": _ERROR,
    "ProjectError": _ERROR,
    "InputError": _ERROR,
    "NotAllowed": _ERROR,
    "Unreadable": _MESSAGE,
    "NotText": _MESSAGE,
    "NotJson": _MESSAGE,
    "Problem": {2: "message"},
    "notes.add": _MESSAGE,
    "self.add": _MESSAGE,
}
"""What takes templates: for each, by place, the names of the arguments that are one."""


class Found(NamedTuple):
    """A template, what takes it and where; `text` is None where it is put together on the spot."""

    file: Path
    line: int
    taker: str
    text: str | None


def templates() -> Iterator[Found]:
    """Every template of the code that may be shown to a person, in order of file and line."""
    for name in CODE:
        place = ROOT / name
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            yield from templates_of(file)


def templates_of(file: Path) -> Iterator[Found]:
    """The templates of one file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for scope in _scopes(tree):
        calls = [node for node in _inside(scope) if isinstance(node, ast.Call)]
        for call in sorted(calls, key=lambda call: call.lineno):
            taker = _taker(call)
            for argument in _arguments(call, taker) if taker else ():
                for node, text in _texts(argument, scope):
                    yield Found(file, node.lineno, taker, text)


def _scopes(tree: ast.Module) -> Iterator[ast.AST]:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    yield tree
    yield from (node for node in ast.walk(tree) if isinstance(node, functions))


def _inside(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope, without those of the functions in it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from _inside(child)


def _taker(call: ast.Call) -> str:
    name = ast.unparse(call.func)
    return next((taker for taker in TAKERS if f".{name}".endswith(f".{taker}")), "")


def _arguments(call: ast.Call, taker: str) -> Iterator[ast.expr]:
    for place, keyword in TAKERS[taker].items():
        yield from call.args[place : place + 1]
        yield from (given.value for given in call.keywords if given.arg == keyword)


def _texts(value: ast.expr, scope: ast.AST) -> Iterator[tuple[ast.expr, str | None]]:
    """What an argument may be; a name stands for all that its function assigns to it."""
    if isinstance(value, ast.Constant):
        yield value, str(value.value)
    elif isinstance(value, ast.IfExp):
        yield from _texts(value.body, scope)
        yield from _texts(value.orelse, scope)
    elif isinstance(value, ast.Name):
        for node in _inside(scope):
            if isinstance(node, ast.Assign) and value.id in map(ast.unparse, node.targets):
                yield from _texts(node.value, scope)
    elif isinstance(value, ast.JoinedStr | ast.BinOp) or _is_filled(value):
        yield value, None


def _is_filled(value: ast.expr) -> bool:
    """Whether a string is filled or joined before it could be translated."""
    names = ("format", "format_map", "join")
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and value.func.attr in names
    )


def placeholders(template: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def catalogue() -> Catalog:
    """The stored translations."""
    if not PO.exists():
        return Catalog(locale="zh_CN")
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def faults(translations: Catalog) -> Iterator[str]:
    """What is wrong with the templates of the code or their translations."""
    for file, line, _taker, text in templates():
        place = f"{file.relative_to(ROOT)}:{line}"
        if text is None:
            yield f"{place}: not a template that can be translated"
        elif text:
            message = translations.get(text)
            translation = str(message.string) if message else ""
            if not translation:
                yield f"{place}: no translation: {text}"
            elif placeholders(translation) != placeholders(text):
                yield f"{place}: other placeholders in the translation: {text}"


def main() -> int:
    """Merge, compile, and name what is wrong."""
    stored = catalogue()
    fresh = Catalog(
        locale="zh_CN",
        header_comment="# Kept in step with the code by .dev/translations.py.",
        project="duizhao",
        version="0",
        copyright_holder=_AUTHORS,
        msgid_bugs_address=_AUTHORS,
        last_translator=_AUTHORS,
        language_team=_AUTHORS,
        creation_date=stored.creation_date,
        revision_date=stored.creation_date,
        fuzzy=False,
    )
    for found in templates():
        if found.text:
            old = stored.get(found.text)
            fresh.add(found.text, old.string if old is not None else "")
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, fresh, omit_header=False, no_location=True, sort_output=True, width=96)
    with MO.open("wb") as file:
        write_mo(file, fresh)
    wrong = list(faults(fresh))
    print("\n".join(wrong) or f"{len(fresh)} templates, all translated")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
