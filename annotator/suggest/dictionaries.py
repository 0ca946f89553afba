"""Lists of terms from elsewhere: one a line, or the form of jieba's user dictionaries."""

from __future__ import annotations

import re
from typing import NamedTuple

from annotator.suggest.strings import LONGEST

_LINE = re.compile(r"(?P<term>.+?)(?:\s+(?P<count>\d+))?(?:\s+(?P<kind>[a-z]+))?")


class Term(NamedTuple):
    """A term with its count and part of speech, where its line gives them."""

    term: str
    times: int | None = None
    kind: str = ""


class Read(NamedTuple):
    """The terms of a list, each once, and the numbers of lines that hold none, from 1."""

    terms: list[Term]
    left_out: list[int]


def read_terms(text: str) -> Read:
    """The terms of a list; empty lines and such as begin with # are no terms.

    A line that is only a term may have spaces in it; one of jieba's form has a count, a part of
    speech or both behind the term.

    >>> read_terms("徐汇区\\n云计算 5\\n李小福 2 nr\\n创新办 3 i\\nNew York\\n")
    Read(terms=[Term(term='徐汇区', times=None, kind=''), Term(term='云计算', times=5, kind=''), \
Term(term='李小福', times=2, kind='nr'), Term(term='创新办', times=3, kind='i'), \
Term(term='New York', times=None, kind='')], left_out=[])
    """
    terms: dict[str, Term] = {}
    left_out = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        found = _LINE.fullmatch(said)
        term = found["term"] if found else said
        if len(term) < 2 or len(term) > LONGEST:
            left_out.append(number)
        elif found:
            count = int(found["count"]) if found["count"] else None
            terms.setdefault(term, Term(term, count, found["kind"] or ""))
    return Read(list(terms.values()), left_out)
