"""Libraries that only some formats need: loaded when such a format is used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from annotator.errors import UserError


def library(module: str, extra: str) -> Any:
    """The module; raises UserError, naming the extra of the project to install, without it.

    >>> library("json", "none").dumps([1])
    '[1]'
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise UserError(
            "This format needs {module}, which is not installed.",
            "Run pip install 'duizhao[{extra}]' to install it.",
            module=module.partition(".")[0],
            extra=extra,
        ) from error
