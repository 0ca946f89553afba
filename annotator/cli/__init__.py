"""The commands, as a table, and what they share: parsing, messages and exit codes.

A command lives in a module of its own, which is imported only when it is run.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NamedTuple

from annotator.cli.output import end_progress, say, use_utf8
from annotator.errors import UserError

DONE, WITH_PROBLEMS, FAILED = 0, 1, 2
INTERRUPTED, PIPE_CLOSED = 130, 141
"""As the shell counts programs ended by Ctrl+C and by a reader that went away."""


class CommandInfo(NamedTuple):
    """A command: its module has `add_arguments(parser)` and `run(arguments) -> exit code`."""

    module: str
    help: str


COMMANDS: dict[str, CommandInfo] = {
    "import": CommandInfo("importing", "read files and folders into a project"),
    "clean": CommandInfo("cleaning", "clean files without a project, to JSON lines"),
    "export": CommandInfo("exporting", "write the articles of a project to a file"),
    "evaluate": CommandInfo("evaluating", "compare records with gold"),
    "rules": CommandInfo("rules", "list the cleaning rules"),
    "recurring": CommandInfo("recurring", "count and list lines that recur across articles"),
    "train": CommandInfo("training", "train the model of a project on the articles that are done"),
    "suggest": CommandInfo("suggesting", "suggest entities from what was labelled in a project"),
    "stats": CommandInfo("statistics", "count what is in a project"),
    "merge": CommandInfo("merging", "merge other projects into a project"),
    "agreement": CommandInfo("agreement", "how far annotators agree"),
    "review": CommandInfo("reviewing", "how right the proposals of each rule are"),
    "cleaners": CommandInfo("cleaners", "keep what other cleaners made of the articles"),
    "compare": CommandInfo("comparing", "where two cleaners differ"),
    "check": CommandInfo("checking", "check that everything in a project is true"),
    "backup": CommandInfo("backup", "copy a project, and check the copy"),
    "restore": CommandInfo("restoring", "put a backup in the place of a project"),
}


def run_command(argv: Sequence[str]) -> int:
    """Run the command that argv[0] names; the exit code."""
    name, *rest = argv
    info = COMMANDS[name]
    module = import_module(f"annotator.cli.{info.module}")
    parser = argparse.ArgumentParser(
        prog=f"{program()} {name}",
        description=module.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.add_arguments(parser)
    return guarded(lambda: module.run(parser.parse_args(rest)))


def guarded(work: Callable[[], int]) -> int:
    """Run `work` and return its exit code; whatever stops it becomes a message and a code."""
    use_utf8()
    try:
        code = work()
        sys.stdout.flush()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else FAILED
    except BaseException as error:
        return _stopped_by(error)
    return code


def _stopped_by(error: BaseException) -> int:
    """Say why nothing more was done; the exit code for it."""
    if isinstance(error, BrokenPipeError):
        # Nothing can be written any more; without this Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    end_progress()
    if isinstance(error, KeyboardInterrupt):
        say("Stopped.")
        return INTERRUPTED
    if isinstance(error, UserError):
        say(f"{program()}: {error} {error.way_out}".rstrip())
    elif isinstance(error, OSError):
        say(f"{program()}: {error}")
    else:
        # A bug. Python itself would return 1, which here means that the work was done.
        traceback.print_exception(error)
    return FAILED


def program() -> str:
    """What the program was called as.

    >>> isinstance(program(), str)
    True
    """
    return os.path.basename(sys.argv[0]) or "duizhao"
