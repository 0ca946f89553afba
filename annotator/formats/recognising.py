"""Which format a file of JSON is in, told by how it begins."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from annotator.formats.base import Importer, ReadOptions
from annotator.formats.cas import CAS_IMPORTER
from annotator.formats.charset import opened
from annotator.formats.cluener import CLUENER_IMPORTER, is_cluener
from annotator.formats.doccano import DOCCANO_IMPORTER, UIE_IMPORTER, is_doccano, is_uie
from annotator.formats.edits import EDITS_IMPORTER, is_edits
from annotator.formats.encodings import NotText, decode
from annotator.formats.hugging_face import JSON_TOKENS_IMPORTER, is_tokens
from annotator.formats.json_list import JSON_LIST_IMPORTER, items_of
from annotator.formats.jsonl import JSONL_IMPORTER
from annotator.formats.label_studio import LABEL_STUDIO_IMPORTER, is_label_studio
from annotator.formats.line_labels import LINES_IMPORTER, is_lines
from annotator.formats.messages import MESSAGES_IMPORTER, is_messages
from annotator.formats.prodigy import PRODIGY_IMPORTER, is_prodigy
from annotator.formats.strict_json import NotJson

SUFFIXES = (".jsonl", ".json", ".ndjson")
"""The suffixes that several formats share."""

RECOGNISED: tuple[tuple[Callable[[Mapping[str, object]], bool], Importer], ...] = (
    (is_label_studio, LABEL_STUDIO_IMPORTER),
    (is_messages, MESSAGES_IMPORTER),
    (is_lines, LINES_IMPORTER),
    (is_edits, EDITS_IMPORTER),
    (is_tokens, JSON_TOKENS_IMPORTER),
    (is_prodigy, PRODIGY_IMPORTER),
    (is_cluener, CLUENER_IMPORTER),
    (is_uie, UIE_IMPORTER),
    (is_doccano, DOCCANO_IMPORTER),
)
"""What the first object of a file must be for each format; the first that fits is taken."""

_HEAD = 4 << 20
_UIMA = re.compile(rb'"%(TYPES|FEATURE_STRUCTURES|VIEWS)"')
_OWN = "schema"


def recognised(path: Path) -> Importer:
    """The importer for a file with one of `SUFFIXES`; JSON lines where it cannot be told."""
    try:
        with path.open("rb") as file:
            return of_beginning(file.read(_HEAD))
    except OSError:
        # Whoever reads the file says why it cannot be read.
        return JSONL_IMPORTER


def of_beginning(head: bytes) -> Importer:
    """The importer for what begins so.

    >>> of_beginning(b'{"text": "a", "spans": [], "answer": "accept"}').id
    'prodigy'
    >>> of_beginning(b'[{"text": "a"}]').id, of_beginning(b'{"text": "a"}').id
    ('json', 'jsonl')
    """
    if _UIMA.search(head):
        return CAS_IMPORTER
    is_list, fields = _first_object(head)
    if _OWN not in fields:
        for fits, importer in RECOGNISED:
            if fits(fields):
                return importer
    return JSON_LIST_IMPORTER if is_list else JSONL_IMPORTER


def _first_object(head: bytes) -> tuple[bool, Mapping[str, object]]:
    """Whether a list begins here, and the first object there is, if it is whole."""
    file, encoding = opened(BytesIO(head), ReadOptions().encoding)
    try:
        text = decode(file.read(), encoding)
    except NotText:
        # The head may end inside a character, or be of another encoding further on.
        text = head.decode("utf-8", "ignore")
    text = text.removeprefix("\ufeff").lstrip()
    is_list = text.startswith("[")
    try:
        first = next(items_of(text), (0, ""))[1] if is_list else text.partition("\n")[0]
        found = json.loads(first)
    except (NotJson, ValueError, RecursionError):
        return is_list, {}
    return is_list, found if isinstance(found, dict) else {}
