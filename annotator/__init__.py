"""The core of duizhao: texts, cleaning, labels, storage and formats, without any window."""

__version__ = "0.1.0"
