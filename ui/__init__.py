"""The window: widgets that show what the workspace holds and build its commands."""

import builtins

import PySide6.QtCore  # noqa: F401

# Qt puts an import of its own in the place of Python's, which reads the source of every module
# that is imported from then on, and keeps it, to see whether it asks for one of Qt's dialects of
# Python. Nothing here does, and modules that a worker imports would hold the window up for longer.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
