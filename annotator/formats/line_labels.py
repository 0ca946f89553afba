"""Each line of an article as content or as a type of boilerplate, for models that sort lines.

An article is a line of JSON with all its lines, blank ones too, so that they give raw back. A line
is boilerplate if all of it but white space is left out; its type is that of the longest part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from annotator.catalogue import BOILERPLATE_TYPE_BY_ID
from annotator.document import Document
from annotator.errors import mark
from annotator.formats.base import ReadOptions, Record, Traits, WriteOptions
from annotator.formats.jsonl import LineImporter, key_of_record
from annotator.formats.losses import Loss, Losses
from annotator.formats.meta import meta_from
from annotator.formats.notes import Notes
from annotator.formats.objects import object_of
from annotator.formats.output import Output
from annotator.formats.record import checked
from annotator.formats.strict_json import to_json
from annotator.model import Boilerplate, Origin, Verdict

CONTENT, BLANK = "content", "blank"
_OWN = frozenset(("id", "lines"))


class LinesExporter:
    """Writes an article a line; with `confirmed`, only what a person said is boilerplate."""

    id = "lines"
    title = mark("Lines as content or boilerplate")
    suffix = ".jsonl"
    folder = False
    in_pieces = True
    traits = Traits(mark("lines of raw"), mark("boilerplate of whole lines"), choice=False)

    def write(self, documents: Iterable[Document], out: Output, options: WriteOptions) -> None:
        """Write every document."""
        with out.main(self.suffix) as file:
            for document in documents:
                lines = list(_lines(document, options.confirmed, out.losses))
                checked("\n".join(str(line["text"]) for line in lines), document.article.raw)
                row = {"id": document.article.key, "lines": lines}
                file.write(to_json(row).encode() + b"\n")


def left_out(document: Document, confirmed: bool) -> list[Boilerplate]:
    """The boilerplate that counts: not rejected, and with `confirmed` said by a person."""
    return [
        cut
        for cut in document.boilerplate
        if cut.verdict is Verdict.ACCEPTED
        or (cut.verdict is None and (not confirmed or cut.origin is Origin.PERSON))
    ]


def _lines(document: Document, confirmed: bool, losses: Losses) -> Iterator[dict[str, object]]:
    cuts = left_out(document, confirmed)
    at = first = 0
    for text in document.article.raw.split("\n"):
        end = at + len(text)
        while first < len(cuts) and cuts[first].end <= at:
            first += 1
        here = [cut for cut in _until(cuts, first, end) if cut.end > at]
        covered, words = _covered(text, at, here), len("".join(text.split()))
        whole = bool(words) and covered == words
        if covered and not whole:
            key = document.article.key
            losses.add(Loss(key, "partly", at, end, here[0].type, text))
        longest = max(here, key=lambda cut: min(cut.end, end) - max(cut.start, at), default=None)
        judged = longest is not None and longest.verdict is Verdict.ACCEPTED
        yield {
            "start": at,
            "end": end,
            "text": text,
            "label": longest.type if whole and longest else CONTENT if words else BLANK,
            "accepted": whole and judged,
        }
        at = end + 1


def _until(cuts: list[Boilerplate], first: int, end: int) -> Iterator[Boilerplate]:
    while first < len(cuts) and cuts[first].start < end:
        yield cuts[first]
        first += 1


def _covered(text: str, at: int, cuts: Iterable[Boilerplate]) -> int:
    """How many characters of a line, white space aside, are left out."""
    gone: set[int] = set()
    for cut in cuts:
        gone.update(range(max(cut.start - at, 0), min(cut.end - at, len(text))))
    return sum(not text[place].isspace() for place in gone)


def is_lines(fields: Mapping[str, object]) -> bool:
    """Whether an object is an article by its lines."""
    held = fields.get("lines")
    return isinstance(held, list) and any(isinstance(one, dict) and "label" in one for one in held)


def _record(line: str, options: ReadOptions, notes: Notes) -> Record | None:
    """An article; its lines with a type of boilerplate are proposals to review."""
    fields = object_of(line, notes)
    if fields is None:
        return None
    texts: list[str] = []
    cuts: list[Boilerplate] = []
    at = 0
    for item in notes.objects(fields, "lines"):
        text, label = item.get("text"), item.get("label")
        if not isinstance(text, str) or "\n" in text or "\r" in text:
            notes.add("a line that is no text of one line: it was left out", item)
            continue
        if text.strip() and label in BOILERPLATE_TYPE_BY_ID:
            verdict = Verdict.ACCEPTED if item.get("accepted") is True else None
            end = at + len(text)
            cuts.append(Boilerplate(at, end, str(label), origin=Origin.IMPORT, verdict=verdict))
        elif label not in (CONTENT, BLANK):
            known = ", ".join((CONTENT, BLANK, *BOILERPLATE_TYPE_BY_ID))
            notes.add("a line whose label is none of {known}", item, known=known)
        texts.append(text)
        at += len(text) + 1
    raw = "\n".join(texts)
    if not raw.strip():
        notes.add("a record without a text in {field}", fields.get("lines"), field="lines")
        return None
    key = key_of_record(fields, "id", line, notes)
    others = {name: value for name, value in fields.items() if name not in _OWN}
    return Record(key, raw, meta_from(others), boilerplate=tuple(cuts), pair=True)


LINES_EXPORTER = LinesExporter()
LINES_IMPORTER = LineImporter("lines", mark("Lines as content or boilerplate"), _record)
