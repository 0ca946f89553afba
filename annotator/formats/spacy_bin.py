"""spaCy's DocBin: Chinese documents with the tokens that spaCy's own Chinese tokenizer makes.

All labels that fit the tokens are in `doc.spans["sc"]`, where they may overlap; `doc.ents` holds
the longest of those that do, which is what an entity recognizer is trained on.
Source: spaCy's `tokens/_serialize.py`, `lang/zh` and its rules for training data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from annotator.document import Document
from annotator.errors import mark
from annotator.formats.base import NamedEntity, Problem, ReadOptions, Record, Traits, WriteOptions
from annotator.formats.labelled import Labelled, labelled, lose_notes, lose_refused
from annotator.formats.libraries import library
from annotator.formats.line_ends import fold_line_ends
from annotator.formats.meta import meta_of_record
from annotator.formats.notes import Notes
from annotator.formats.objects import in_order
from annotator.formats.output import Output
from annotator.formats.record import checked
from annotator.formats.spans import Place, entity_from
from annotator.formats.tokens import without_overlaps
from annotator.model import Meta

EXTRA = "spacy"
_SPANS = "sc"
_KEY = "duizhao"
_LANGUAGE = "zh"


class SpacyExporter:
    """Writes one DocBin; it is put together in memory, as spaCy reads it."""

    id = "spacy"
    title = mark("spaCy DocBin")
    suffix = ".spacy"
    folder = False
    in_pieces = False
    traits = Traits(
        mark("code points"), mark("nested labels in spans, flat ones in ents"), library=EXTRA
    )

    def write(self, documents: Iterable[Document], out: Output, options: WriteOptions) -> None:
        """Write every document. Raises UserError without spaCy."""
        spacy = library("spacy", EXTRA)
        docs = library("spacy.tokens", EXTRA)
        vocab = spacy.blank(_LANGUAGE).vocab
        held = docs.DocBin(store_user_data=True)
        for article in labelled(documents, options, out.losses):
            lose_notes(article, out.losses)
            lose_refused(article, out.losses)
            held.add(_doc(docs.Doc, vocab, article, out))
        with out.main(self.suffix) as file:
            file.write(held.to_bytes())


def _doc(make: Any, vocab: Any, article: Labelled, out: Output) -> Any:
    words, spaces = words_and_spaces(article.text)
    doc = make(vocab, words=words, spaces=spaces)
    checked(doc.text, article.text)
    spans = []
    for entity in article.once():
        span = doc.char_span(entity.start, entity.end, label=entity.label)
        if span is None:
            out.losses.entity(article.key, "unaligned", entity, article.surface(entity))
            continue
        checked(span.text, article.surface(entity))
        spans.append((span, entity))
    doc.spans[_SPANS] = [span for span, _ in spans]
    doc.ents = _trainable(article, spans, out)
    doc.user_data[_KEY] = {"id": article.key, "meta": article.meta}
    return doc


def _trainable(article: Labelled, spans: list[tuple[Any, NamedEntity]], out: Output) -> list[Any]:
    """The spans that training takes: without overlaps and without white space at their ends."""
    fit = [(e, e) for span, e in spans if not (span[0].is_space or span[-1].is_space)]
    kept = {id(entity) for entity, _ in without_overlaps(fit)[0]}
    for _, entity in spans:
        if id(entity) not in kept:
            out.losses.entity(article.key, "not_trained", entity, article.surface(entity))
    return [span for span, entity in spans if id(entity) in kept]


def words_and_spaces(text: str) -> tuple[list[str], list[bool]]:
    """The tokens of spaCy's Chinese tokenizer, and whether a space follows each.

    One space belongs to the character before it; any other white space is a token.

    >>> words_and_spaces("甲 乙  丙")
    (['甲', '乙', ' ', '丙'], [True, True, False, False])
    """
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    while at < len(text):
        end = at + 1
        if text[at].isspace():
            while end < len(text) and text[end].isspace():
                end += 1
        words.append(text[at:end])
        follows = not text[at].isspace() and text[end : end + 1] == " "
        spaces.append(follows)
        at = end + follows
    return words, spaces


class SpacyImporter:
    """Reads a DocBin: the spans of `doc.spans["sc"]`, else the entities."""

    id = "spacy"
    title = mark("spaCy DocBin")
    suffixes: tuple[str, ...] = (".spacy",)

    def read(self, file: IO[bytes], name: str, options: ReadOptions) -> Iterator[Record | Problem]:
        """Yield the article of each document, numbered from 1. Raises UserError without spaCy."""
        spacy = library("spacy", EXTRA)
        vocab = spacy.blank(_LANGUAGE).vocab
        number = 0
        try:
            held = library("spacy.tokens", EXTRA).DocBin().from_bytes(file.read())
            for number, doc in enumerate(held.get_docs(vocab), 1):
                notes = Notes()
                record = _record(doc, name, number, notes)
                yield from notes.problems(name, number)
                if record is not None:
                    yield record
        except Exception as error:  # whatever a library says of bytes that are none of its own
            message = "cannot be read as spaCy's after document {number}: {reason}"
            values = {"number": number, "reason": f"{type(error).__name__} {error}".strip()}
            yield Problem(name, 0, message, values=values)

    def fields(self, file: IO[bytes], options: ReadOptions) -> tuple[str, ...]:
        """None: the fields are fixed."""
        return ()


def _record(doc: Any, name: str, number: int, notes: Notes) -> Record | None:
    text = doc.text
    if not text.strip():
        notes.add("a record without a text in {field}", text, field="doc")
        return None
    place = Place(fold_line_ends(text), len(text), notes)
    spans = doc.spans.get(_SPANS, doc.ents)
    items = (
        {"start": span.start_char, "end": span.end_char, "label": span.label_} for span in spans
    )
    entities = [e for item in items if (e := entity_from(item, place)) is not None]
    told = doc.user_data.get(_KEY)
    told = told if isinstance(told, dict) else {}
    return Record(
        str(told.get("id", "")),
        place.folded.text,
        _meta(told.get("meta")),
        entities=in_order(entities),
        file=name,
        line=number,
    )


def _meta(meta: object) -> Meta:
    return meta_of_record(meta) if isinstance(meta, Mapping) else Meta()


SPACY_EXPORTER = SpacyExporter()
SPACY_IMPORTER = SpacyImporter()
