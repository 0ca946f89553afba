"""Raw and clean texts as conversations for training models to clean: a request and its answer.

Each line has `messages` with a system, a user and an assistant; raw is what the user says, clean
what the assistant answers. Reading makes pairs of them, whose difference is then to be reviewed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from annotator.document import Document
from annotator.errors import mark
from annotator.formats.base import ReadOptions, Record, Traits, WriteOptions
from annotator.formats.jsonl import LineImporter, key_of_record
from annotator.formats.line_ends import fold_line_ends
from annotator.formats.losses import Loss
from annotator.formats.meta import meta_from
from annotator.formats.notes import Notes
from annotator.formats.objects import object_of
from annotator.formats.output import Output
from annotator.formats.strict_json import to_json

INSTRUCTION = "清洗下面的网页文本：去掉不属于正文的内容，修复损坏的文字，其余一字不改。"
_USER, _ASSISTANT = "user", "assistant"
_OWN = frozenset(("id", "messages"))


class MessagesExporter:
    """Writes a conversation a line."""

    id = "messages"
    title = mark("Raw to clean, as conversations")
    suffix = ".jsonl"
    folder = False
    in_pieces = True
    traits = Traits(mark("none"), mark("raw and clean texts only"), choice=False)

    def write(self, documents: Iterable[Document], out: Output, options: WriteOptions) -> None:
        """Write every document."""
        with out.main(self.suffix) as file:
            for document in documents:
                article = document.article
                if not article.raw.strip():
                    out.losses.add(Loss(article.key, "empty"))
                    continue
                said = (
                    ("system", INSTRUCTION),
                    (_USER, article.raw),
                    (_ASSISTANT, document.composition.clean),
                )
                messages = [{"role": role, "content": content} for role, content in said]
                file.write(to_json({"id": article.key, "messages": messages}).encode() + b"\n")


def is_messages(fields: Mapping[str, object]) -> bool:
    """Whether an object is a conversation."""
    held = fields.get("messages")
    return isinstance(held, list) and any(isinstance(m, dict) and "role" in m for m in held)


def _record(line: str, options: ReadOptions, notes: Notes) -> Record | None:
    """The first request and its answer, as a pair."""
    fields = object_of(line, notes)
    if fields is None:
        return None
    said: dict[object, str] = {}
    for message in notes.objects(fields, "messages"):
        role, content = message.get("role"), message.get("content")
        if isinstance(role, str) and isinstance(content, str):
            said.setdefault(role, fold_line_ends(content).text)
        else:
            notes.add("a message without a role and a content", message)
    raw, clean = said.get(_USER), said.get(_ASSISTANT)
    if raw is None or clean is None or not raw.strip():
        notes.add("a conversation without a request and an answer", fields.get("messages"))
        return None
    key = key_of_record(fields, "id", line, notes)
    others = {name: value for name, value in fields.items() if name not in _OWN}
    return Record(key, raw, meta_from(others), clean=clean)


MESSAGES_EXPORTER = MessagesExporter()
MESSAGES_IMPORTER = LineImporter("messages", mark("Raw to clean, as conversations"), _record)
