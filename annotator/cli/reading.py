"""The options that say how files are read, the same for every command that reads some."""

from __future__ import annotations

import argparse

from annotator.formats import IMPORTERS
from annotator.formats.base import ReadOptions


def add_read_options(parser: argparse.ArgumentParser) -> None:
    """Add --format, --text-field, --id-field, --clean-field and --encoding."""
    formats = [importer.id for importer in IMPORTERS]
    parser.add_argument(
        "--format", choices=formats, help="read all files as this; else their suffixes tell"
    )
    parser.add_argument(
        "--text-field",
        default="text",
        metavar="K",
        help='JSON, CSV: the field with the text ("text")',
    )
    parser.add_argument(
        "--id-field", default="id", metavar="K", help='JSON, CSV: the field with the id ("id")'
    )
    parser.add_argument(
        "--clean-field",
        metavar="K",
        help="JSON, CSV: the field with what another program made of the text, to be reviewed",
    )
    parser.add_argument(
        "--encoding", metavar="E", help="the files' encoding, such as gb18030; else found out"
    )


def read_options(arguments: argparse.Namespace) -> ReadOptions:
    """What was asked for."""
    return ReadOptions(
        arguments.text_field, arguments.id_field, arguments.clean_field, arguments.encoding
    )
