"""UIMA CAS JSON, as INCEpTION reads and writes it: one file an article.

The files count UTF-16 units; the library does that. Labels are values of DKPro's named entities,
which is INCEpTION's own layer for them; the id of the article is that of its document.
Source: the draft specification of UIMA CAS JSON and dkpro-cassis, its reference in Python.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from typing import IO, Any

from annotator.document import Document
from annotator.errors import mark
from annotator.formats.base import NamedEntity, Problem, ReadOptions, Record, Traits, WriteOptions
from annotator.formats.labelled import Labelled, labelled, lose_notes, lose_refused
from annotator.formats.libraries import library
from annotator.formats.line_ends import fold_line_ends
from annotator.formats.losses import Loss
from annotator.formats.names import FileNames
from annotator.formats.notes import Notes
from annotator.formats.objects import in_order
from annotator.formats.output import Output
from annotator.formats.record import checked
from annotator.formats.spans import Place, entity_from
from annotator.model import Meta

EXTRA = "inception"
_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
_DOCUMENT = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_ANNOTATION = "uima.tcas.Annotation"
_DOCUMENT_ANNOTATION = "uima.tcas.DocumentAnnotation"
_STRING = "uima.cas.String"
_LABELS = ("value", "label")
_NO_PLACE = re.compile(r"Not mapping external offset \[(-?\d+)\]")


class CasExporter:
    """Writes a file for each article."""

    id = "uima"
    title = mark("UIMA CAS JSON (INCEpTION)")
    suffix = ".json"
    folder = True
    in_pieces = False
    traits = Traits(mark("UTF-16"), mark("nested labels; no metadata but the title"), library=EXTRA)

    def write(self, documents: Iterable[Document], out: Output, options: WriteOptions) -> None:
        """Write every document. Raises UserError without dkpro-cassis."""
        cassis = library("cassis", EXTRA)
        types = _types(cassis)
        names = FileNames()
        for article in labelled(documents, options, out.losses):
            lose_notes(article, out.losses)
            lose_refused(article, out.losses)
            name = names.name(article.key)
            if name != article.key:
                out.losses.add(Loss(article.key, "file_name", text=name))
            with out.inside(f"{name}{self.suffix}") as file:
                file.write(_cas(cassis, types, article).to_json().encode() + b"\n")


def _types(cassis: Any) -> Any:
    types = cassis.TypeSystem(add_document_annotation_type=False)
    entity = types.create_type(name=_ENTITY, supertypeName=_ANNOTATION)
    types.create_feature(domainType=entity, name="value", rangeType=_STRING)
    types.create_feature(domainType=entity, name="identifier", rangeType=_STRING)
    about = types.create_type(name=_DOCUMENT_ANNOTATION, supertypeName=_ANNOTATION)
    types.create_feature(domainType=about, name="language", rangeType=_STRING)
    document = types.create_type(name=_DOCUMENT, supertypeName=_DOCUMENT_ANNOTATION)
    for name in ("documentId", "documentTitle"):
        types.create_feature(domainType=document, name=name, rangeType=_STRING)
    return types


def _cas(cassis: Any, types: Any, article: Labelled) -> Any:
    cas = cassis.Cas(typesystem=types)
    cas.sofa_string = article.text
    cas.sofa_mime = "text/plain"
    title = article.document.article.meta.title or None
    about = types.get_type(_DOCUMENT)
    end = len(article.text)
    cas.add(about(begin=0, end=end, language="zh", documentId=article.key, documentTitle=title))
    entity_type = types.get_type(_ENTITY)
    for entity in article.once():
        made = entity_type(begin=entity.start, end=entity.end, value=entity.label)
        cas.add(made)
        checked(made.get_covered_text(), article.surface(entity))
    return cas


class CasImporter:
    """Reads every annotation that has a value or a label, of whatever type."""

    id = "uima"
    title = mark("UIMA CAS JSON (INCEpTION)")
    suffixes: tuple[str, ...] = (".json",)

    def read(self, file: IO[bytes], name: str, options: ReadOptions) -> Iterator[Record | Problem]:
        """Yield the article. Raises UserError without dkpro-cassis."""
        cassis = library("cassis", EXTRA)
        notes = Notes()
        try:
            record = _record(*_loaded(cassis, file), name, notes)
        except Exception as error:  # whatever a library says of a file that is none of its own
            values = {"reason": f"{type(error).__name__} {error}".strip()}
            yield Problem(name, 0, "cannot be read as UIMA CAS JSON: {reason}", values=values)
            return
        yield from notes.problems(name, 0)
        if record is not None:
            yield record

    def fields(self, file: IO[bytes], options: ReadOptions) -> tuple[str, ...]:
        """None: the fields are fixed."""
        return ()


def _loaded(cassis: Any, file: IO[bytes]) -> tuple[Any, frozenset[int]]:
    """What the library reads, and the offsets that it left as they are, since they are no place.

    It only warns of them: half a character would become another place.
    """
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        cas = cassis.load_cas_from_json(file)
    found = (_NO_PLACE.match(str(warning.message)) for warning in told)
    return cas, frozenset(int(match[1]) for match in found if match)


def _record(cas: Any, no_places: frozenset[int], name: str, notes: Notes) -> Record | None:
    text = cas.sofa_string
    if not isinstance(text, str) or not text.strip():
        notes.add("a record without a text in {field}", text, field="sofaString")
        return None
    place = Place(fold_line_ends(text), len(text), notes)
    key, title = "", ""
    entities: list[NamedEntity] = []
    for annotation in cas.select_all_annotations():
        key = key or getattr(annotation, "documentId", None) or ""
        title = title or getattr(annotation, "documentTitle", None) or ""
        entity = _entity(annotation, no_places, place)
        entities += [entity] if entity is not None else []
    meta = Meta(title=str(title) or None)
    return Record(str(key), place.folded.text, meta, entities=in_order(entities), file=name)


def _entity(annotation: Any, no_places: frozenset[int], place: Place) -> NamedEntity | None:
    """The label of an annotation; None for those of other kinds, such as sentences."""
    label = next((v for n in _LABELS if isinstance(v := getattr(annotation, n, None), str)), None)
    if label is None or not hasattr(annotation, "begin"):
        return None
    item = {"start": annotation.begin, "end": annotation.end, "label": label}
    if any(item[end] in no_places and item[end] <= place.length for end in ("start", "end")):
        place.notes.add("a span that begins or ends inside a character", item)
        return None
    return entity_from(item, place)


CAS_EXPORTER = CasExporter()
CAS_IMPORTER = CasImporter()
