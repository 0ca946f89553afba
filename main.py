"""The one door to the program: a command, or the window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from annotator import __version__
from annotator.cli import COMMANDS, guarded, program, run_command
from annotator.errors import InputError


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command, or open the window with the named project, files and folders.

    A file that is called like a command is opened by its path, as in `./import`.
    """
    if getattr(sys, "frozen", False):
        # A program packed into one file starts itself again for its other processes.
        from multiprocessing import freeze_support

        freeze_support()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] in COMMANDS:
        return run_command(arguments)
    return guarded(lambda: _open_window(_parser().parse_args(arguments)))


def _parser() -> argparse.ArgumentParser:
    listed = "\n".join(f"  {name:10} {info.help}" for name, info in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog=program(),
        description="duizhao: Chinese web articles, raw beside clean, checked and labelled.",
        epilog=f"commands, each with --help of its own:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="a project, or text files and folders to open as a new one",
    )
    parser.add_argument("--trace", type=Path, metavar="FILE", help="write times as JSON lines")
    parser.add_argument("--version", action="version", version=f"duizhao {__version__}")
    return parser


def _open_window(arguments: argparse.Namespace) -> int:
    for path in arguments.paths:
        if not path.exists():
            raise InputError(
                "There is no file or folder {path}.",
                "The commands are {commands}; --help says more.",
                path=path,
                commands=", ".join(COMMANDS),
            )
    from ui.app import run

    return run(arguments.paths, trace=arguments.trace)


if __name__ == "__main__":
    sys.exit(main())
