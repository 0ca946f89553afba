"""The language of the interface: English sentences in the code, translations in `resources/`."""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from annotator.errors import Reason, UserError, filled, mark
from annotator.formats.base import Problem

__all__ = [
    "Language",
    "install",
    "language",
    "listed",
    "mark",
    "system_language",
    "tr",
    "tr_all",
    "tr_both",
    "tr_count",
    "tr_error",
    "tr_problem",
]

LOCALE_DIR = Path(__file__).parent / "resources" / "locale"
DOMAIN = "duizhao"


class Language(StrEnum):
    """A language of the interface, named by its code in the catalogue of types."""

    CHINESE = "zh"
    ENGLISH = "en"


_LOCALES = {Language.CHINESE: "zh_CN", Language.ENGLISH: "en_US"}


_QT_LACKS = (
    mark("&Look in:"),
    mark("Files of &type:"),
    mark("Folder"),
    mark("File"),
    mark("%1 File"),
    mark("Drive"),
    mark("Unknown"),
    mark("Extension"),
)
"""What Qt's own dialogs say and its Chinese catalogue has no words for (as of Qt 6.11)."""


class _QtGaps(QTranslator):
    """Asked where Qt's catalogue knows no answer."""

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        # The text itself is what Qt would say without us; an empty answer it would take as said.
        return tr(text) if text in _QT_LACKS else text


class _Current:
    language = Language.ENGLISH
    catalogue: gettext.NullTranslations = gettext.NullTranslations()
    qt: tuple[QTranslator, ...] = ()


def system_language() -> Language:
    """Chinese where the system speaks it, else English."""
    chinese = QLocale.system().language() == QLocale.Language.Chinese
    return Language.CHINESE if chinese else Language.ENGLISH


def install(language: Language) -> None:
    """Speak `language` from now on, Qt's own dialogs included; open windows keep their words."""
    locale = _LOCALES[language]
    _Current.language = language
    _Current.catalogue = _catalogue(language)
    QLocale.setDefault(QLocale(locale))
    for translator in _Current.qt:
        QCoreApplication.removeTranslator(translator)
    catalogue, gaps = QTranslator(), _QtGaps()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    catalogue.load(f"qtbase_{locale}", folder)
    # The one installed last is asked first.
    _Current.qt = (gaps, catalogue)
    for translator in _Current.qt:
        QCoreApplication.installTranslator(translator)


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE_DIR, [_LOCALES[language]], fallback=True)


def language() -> Language:
    """The language spoken now."""
    return _Current.language


def tr(text: str, /, **values: object) -> str:
    """`text` in the language spoken now, its {placeholders} filled from `values`."""
    return _said(_Current.catalogue, text, values)


def _said(catalogue: gettext.NullTranslations, text: str, values: Mapping[str, object]) -> str:
    """`text` filled from the values, those that are templates themselves translated like it."""
    told = {
        name: _said(catalogue, value.template, value.values) if isinstance(value, Reason) else value
        for name, value in values.items()
    }
    return filled(catalogue.gettext(text) if text else "", told)


def tr_count(one: str, many: str, count: int, /, **values: object) -> str:
    """`one` or `many` in the language spoken now, whichever fits `count`; both may name {count}.

    >>> [tr_count("{count} file", "{count} files", count) for count in (1, 1200)]
    ['1 file', '1,200 files']
    """
    return tr(one if count == 1 else many, count=f"{count:,}", **values)


def tr_both(text: str, /, **values: object) -> tuple[str, str]:
    """`text` in both languages, the one spoken now first."""
    other = Language.ENGLISH if language() is Language.CHINESE else Language.CHINESE
    return tr(text, **values), _said(_catalogue(other), text, values)


def tr_all(texts: Iterable[str]) -> str:
    """Whole sentences, translated already, one after the other."""
    gap = "" if language() is Language.CHINESE else " "
    return gap.join(filter(None, texts))


def listed(names: Iterable[str]) -> str:
    """Names in a row, as the language spoken now sets them apart."""
    return ("、" if language() is Language.CHINESE else ", ").join(names)


def tr_error(error: UserError) -> tuple[str, str]:
    """What happened and the way out, in the language spoken now."""
    message, way_out = error.templates
    return tr(message, **error.values), tr(way_out, **error.values)


def tr_problem(problem: Problem) -> str:
    """A problem with its place, in the language spoken now."""
    return f"{problem.place}: {tr(problem.message, **problem.values)}"
