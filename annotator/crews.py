"""Processes that hold the rules as a project wants them, and what they are asked to do.

They take a while to load the rules, so one crew does all that there is to do at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from annotator.drafting import Propose
from annotator.parallel import Crew, alone, cores


class Task(NamedTuple):
    """What is to be done with the rules to a few things, each by itself.

    `killed` is what stands for one whose process is killed over it. Both must be importable.
    """

    do: Callable[[Propose | None, Sequence[Any]], list[Any]]
    chunk: Sequence[Any]
    killed: Callable[[Any], list[Any]]


RuleCrew = Crew[Task, list[Any]]


def crew_of(propose: Propose | None) -> RuleCrew:
    """Processes that are started when there is more than one task, as many as processors.

    >>> with crew_of(None) as crew:
    ...     crew.give(Task(lambda _rules, texts: [len(text) for text in texts], ["甲乙"], list))
    ...     crew.take()
    [2]
    """
    return Crew(partial(_done, propose), cores(), partial(_apart, propose), fresh=True)


def _done(propose: Propose | None, task: Task) -> list[Any]:
    return task.do(propose, task.chunk)


def _apart(propose: Propose | None, task: Task) -> list[Any]:
    """The same after a process was killed over it: only what does that is left out."""
    made: list[Any] = []
    for one in task.chunk:
        found = alone(partial(_done, propose), task._replace(chunk=[one]), fresh=True)
        made += task.killed(one) if found is None else found
    return made
